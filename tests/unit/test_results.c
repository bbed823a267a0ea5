/* Results in a workspace: scores of a run, communities and picks read back. */
#include <math.h>
#include <unistd.h>

#include "ingest/pick_results.h"
#include "ingest/projection.h"
#include "ingest/results.h"
#include "ingest/workspace_internal.h"
#include "tests/check.h"

static const char *const path = "results.relais";

static void forget(void)
{
    unlink(path);
    unlink("results.relais-wal");
    unlink("results.relais-shm");
}

/* ann -> bob twice, bob -> cat: three accounts, in this order. */
static void fill(rel_ctx *ctx)
{
    rel_workspace *w;
    rel_run run;
    rel_run_counts counts;
    rel_batch b;
    forget();
    rel_batch_init(&b);
    rel_batch_reset(&b, ctx);
    const rel_str x = REL_STR_LIT("x"), none = REL_STR_MISSING;
    const rel_account_ref ann = rel_batch_account(&b, x, REL_STR_LIT("1"), REL_STR_LIT("ann"));
    const rel_account_ref bob = rel_batch_account(&b, x, REL_STR_LIT("2"), REL_STR_LIT("bob"));
    const rel_account_ref cat = rel_batch_account(&b, x, REL_STR_LIT("3"), REL_STR_LIT("cat"));
    const rel_account_ref pair[3][2] = {{ann, bob}, {ann, bob}, {bob, cat}};
    for (int i = 0; i < 3; i++)
        rel_batch_add_interaction(&b, &(rel_interaction_record){.kind = REL_KIND_MENTION,
                                                                .source = pair[i][0],
                                                                .target = pair[i][1],
                                                                .time = 1000 + i,
                                                                .platform = x,
                                                                .post_id = none,
                                                                .target_post = none,
                                                                .act_id = none,
                                                                .weight = 1});
    CHECK_OK(ctx, b.status);
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_CREATE, &w));
    CHECK_OK(ctx, rel_run_begin(ctx, w, "made by hand", "test", "test", false, &run));
    CHECK_OK(ctx, rel_run_store(ctx, w, &run, &b));
    CHECK_OK(ctx, rel_run_end(ctx, w, &run, &counts));
    rel_workspace_close(w);
    rel_batch_free(&b);
}

static int64_t number(rel_ctx *ctx, rel_workspace *w, const char *sql)
{
    int64_t value = -1;
    CHECK_OK(ctx, rel_ws_number(ctx, w, sql, &value));
    return value;
}

static rel_status store(rel_ctx *ctx, const rel_graph *g, const char *parameters, double of_bob)
{
    rel_workspace *w;
    const double score[3] = {0.25, of_bob, 0.5};
    const rel_vid order[3] = {1, 2, 0};
    const rel_result_run run = {.command = "rank", .parameters = parameters, .seed = 7};
    const rel_result_scores scores = {"pagerank", score, order, 3};
    rel_status st = rel_workspace_open(ctx, path, REL_WORKSPACE_WRITE, &w);
    if (st == REL_OK) st = rel_results_store_scores(ctx, w, &run, &g->names, &scores, 1);
    rel_workspace_close(w);
    return st;
}

static void scores_are_kept_by_run(rel_ctx *ctx)
{
    rel_graph g;
    rel_projection_counts counts;
    rel_workspace *w;
    const rel_projection_opts all = rel_projection_defaults();
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK_OK(ctx, rel_project(ctx, w, &all, &g, &counts));
    rel_workspace_close(w);
    CHECK(g.n == 3);
    CHECK_OK(ctx, store(ctx, &g, "{\"by\":\"pagerank\"}", 0.75));
    CHECK_OK(ctx, store(ctx, &g, "{\"by\":\"other\"}", 0.8));
    CHECK_OK(ctx, store(ctx, &g, "{\"by\":\"pagerank\"}", 0.875)); /* takes the place of the first */
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK(number(ctx, w, "SELECT count(*) FROM run") == 2);
    CHECK(number(ctx, w, "SELECT count(*) FROM score") == 6);
    CHECK(number(ctx, w, "SELECT seed FROM run ORDER BY id DESC") == 7);
    CHECK(number(ctx, w,
                 "SELECT 1000 * score FROM score JOIN account a ON a.id = account WHERE a.key = 'x:2'"
                 " AND run = (SELECT max(id) FROM run)") == 875);
    CHECK(number(ctx, w, "SELECT rank FROM score JOIN account a ON a.id = account WHERE a.key = 'x:1'") == 3);
    rel_workspace_close(w);
    rel_graph_free(&g);
}

/* Those of the same parameters, else the latest; nothing for who is new or was never stored. */
static void scores_come_back(rel_ctx *ctx)
{
    rel_graph g;
    rel_projection_counts counts;
    rel_workspace *w;
    double score[3];
    int64_t found;
    const rel_projection_opts all = rel_projection_defaults();
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK_OK(ctx, rel_project(ctx, w, &all, &g, &counts));
    rel_result_run run = {.command = "rank", .parameters = "{\"by\":\"other\"}"};
    CHECK_OK(ctx, rel_results_read_scores(ctx, w, &run, "pagerank", &g.names, score, &found));
    CHECK(found == 3 && score[0] == 0.25 && score[1] == 0.8 && score[2] == 0.5);
    run.parameters = "{}";
    CHECK_OK(ctx, rel_results_read_scores(ctx, w, &run, "pagerank", &g.names, score, &found));
    CHECK(found == 3 && score[1] == 0.875);
    CHECK_OK(ctx, rel_results_read_scores(ctx, w, &run, "katz", &g.names, score, &found));
    CHECK(found == 0 && score[1] == 0);
    run.command = "other";
    CHECK_OK(ctx, rel_results_read_scores(ctx, w, &run, "pagerank", &g.names, score, &found));
    CHECK(found == 0);
    rel_workspace_close(w);
    rel_graph_free(&g);
}

/* A graph with a vertex that the workspace does not know stores nothing at all. */
static void strangers_are_refused(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_workspace *w;
    const rel_vid source[] = {0}, target[] = {1};
    const rel_str name[] = {REL_STR_LIT("x:1"), REL_STR_LIT("x:99"), REL_STR_LIT("x:2")};
    const rel_edges edges = {.count = 1, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_graph_set_names(ctx, &g, name));
    CHECK(store(ctx, &g, "{}", 1) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "'x:99' is no account of 'results.relais'");
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK(number(ctx, w, "SELECT count(*) FROM run") == 2);
    rel_workspace_close(w);
    rel_graph_free(&g);
}

static void communities_come_back(rel_ctx *ctx)
{
    rel_graph g;
    rel_projection_counts counts;
    rel_workspace *w;
    bool found;
    const rel_projection_opts all = rel_projection_defaults();
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_WRITE, &w));
    CHECK_OK(ctx, rel_project(ctx, w, &all, &g, &counts));
    CHECK_OK(ctx, rel_results_attach_communities(ctx, w, &g, &found));
    CHECK(!found && !rel_attribute_find(&g.vertex_attributes, "community"));
    CHECK_OK(ctx, rel_ws_exec(
                      ctx, w,
                      "INSERT INTO run(id, command, version, started_at) VALUES(70,'c','0',0),(71,'c','0',0);"
                      "INSERT INTO community SELECT 70, id, 9 FROM account;"
                      "INSERT INTO community SELECT 71, id, 4 FROM account WHERE key != 'x:2'"));
    CHECK_OK(ctx, rel_results_attach_communities(ctx, w, &g, &found));
    const rel_attribute *a = rel_attribute_find(&g.vertex_attributes, "community");
    CHECK(found && a && a->type == REL_ATTRIBUTE_I64);
    CHECK(a && a->value.i64[0] == 4 && a->value.i64[2] == 4 && rel_attribute_is_missing(a, 1));
    rel_workspace_close(w);
    rel_graph_free(&g);
}

static rel_status store_picks(rel_ctx *ctx, const rel_graph *g, rel_vid first)
{
    rel_workspace *w;
    const double reached[3] = {0.5, 1, 0.25};
    const rel_result_pick pick[2] = {{first, 1.5, 10, "because"}, {2, 0.25, (double)NAN, "so"}};
    const rel_result_run run = {.command = REL_PICK_COMMAND, .parameters = "{}", .seed = 1};
    rel_status st = rel_workspace_open(ctx, path, REL_WORKSPACE_WRITE, &w);
    if (st == REL_OK) st = rel_results_store_picks(ctx, w, &run, &g->names, pick, 2, reached);
    rel_workspace_close(w);
    return st;
}

/* The later run with the same parameters takes the place of the first, in both tables. */
static void picks_come_back(rel_ctx *ctx)
{
    rel_graph g;
    rel_projection_counts counts;
    rel_workspace *w;
    bool found;
    const rel_projection_opts all = rel_projection_defaults();
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK_OK(ctx, rel_project(ctx, w, &all, &g, &counts));
    CHECK_OK(ctx, rel_results_attach_picks(ctx, w, &g, &found));
    CHECK(!found && !rel_attribute_find(&g.vertex_attributes, "pick"));
    rel_workspace_close(w);
    CHECK_OK(ctx, store_picks(ctx, &g, 0));
    CHECK_OK(ctx, store_picks(ctx, &g, 1));
    CHECK_OK(ctx, rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    CHECK(number(ctx, w, "SELECT count(*) FROM pick") == 2);
    CHECK(number(ctx, w, "SELECT count(*) FROM pick WHERE cost IS NULL AND reason = 'so'") == 1);
    CHECK(number(ctx, w, "SELECT count(*) FROM score WHERE criterion = 'reached_probability'") == 3);
    CHECK(number(ctx, w,
                 "SELECT rank FROM score JOIN account a ON a.id = account WHERE a.key = 'x:2' AND"
                 " criterion = 'reached_probability'") == 1);
    CHECK_OK(ctx, rel_results_attach_picks(ctx, w, &g, &found));
    rel_workspace_close(w);
    const rel_attributes *a = &g.vertex_attributes;
    const rel_attribute *pick = rel_attribute_find(a, "pick"), *rank = rel_attribute_find(a, "pick_rank"),
                        *added = rel_attribute_find(a, "added_reach"),
                        *reached = rel_attribute_find(a, "reached_probability");
    CHECK(found && pick && rank && added && reached);
    if (!pick || !rank || !added || !reached) return;
    CHECK(!pick->value.b[0] && pick->value.b[1] && pick->value.b[2]);
    CHECK(rel_attribute_is_missing(rank, 0) && rank->value.i64[1] == 1 && rank->value.i64[2] == 2);
    CHECK(rel_attribute_is_missing(added, 0) && added->value.f64[1] == 1.5 && added->value.f64[2] == 0.25);
    CHECK(reached->value.f64[0] == 0.5 && reached->value.f64[1] == 1 && reached->value.f64[2] == 0.25);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    fill(&ctx);
    scores_are_kept_by_run(&ctx);
    scores_come_back(&ctx);
    scores_come_back(&ctx);
    strangers_are_refused(&ctx);
    communities_come_back(&ctx);
    picks_come_back(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    forget();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
