/* What was learnt of influence, stored in a workspace and read back. */
#include <math.h>

#include "ingest/influence_results.h"
#include "ingest/projection.h"
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static char path[512];

/* ann -> bob, bob -> cat, cat -> ann by mentions; ann -> cat by a reply. */
static void fill(void)
{
    kit k;
    kit_init(&k, &ctx);
    rel_workspace *w = kit_open(&ctx, kit_fresh("influence.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref a = kit_account(&k, "1", "ann"), b = kit_account(&k, "2", "bob"),
                          c = kit_account(&k, "3", "cat");
    kit_act(&k, REL_KIND_MENTION, a, b, KIT_NOON, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, b, c, KIT_NOON + 1, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, c, a, KIT_NOON + 2, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_REPLY, a, c, KIT_NOON + 3, NULL, NULL, NULL);
    kit_run(&k, w, "one");
    rel_workspace_close(w);
    rel_batch_free(&k.b);
}

static rel_graph project(const char *layers)
{
    rel_graph g = {0};
    rel_projection_counts counts;
    rel_projection_opts o = rel_projection_defaults();
    if (layers) CHECK_OK(&ctx, rel_projection_layers(&ctx, layers, &o));
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &counts));
    rel_workspace_close(w);
    return g;
}

static rel_status store(const rel_graph *g, const char *parameters, float scale)
{
    const float p[4] = {scale * 0.1f, scale * 0.2f, scale * 0.3f, scale * 0.4f};
    const int64_t trials[4] = {1, 2, 3, 4};
    rel_learning_record r = {
        .method = "em", .rate = 0.125, .mean_delay = scale > 1 ? 60 : (double)NAN, .cascades = 5};
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    const rel_result_run run = {.command = "learn", .parameters = parameters, .seed = 7};
    if (scale > 1) CHECK_OK(&ctx, rel_buf_puts(&ctx, &r.held_out, "{\"edges\":4}"));
    const rel_status st = rel_results_store_influence(&ctx, w, &run, g, &r, p, trials);
    rel_buf_free(&r.held_out);
    rel_workspace_close(w);
    return st;
}

static rel_learning_record read_back(const rel_graph *g, float *p, int64_t *trials, int64_t *found,
                                     bool *stored)
{
    rel_learning_record r;
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_OK(&ctx, rel_results_read_influence(&ctx, w, g, p, trials, &r, found, stored));
    rel_workspace_close(w);
    return r;
}

static void nothing_stored(const rel_graph *g)
{
    float p[4] = {0};
    int64_t found;
    bool stored;
    rel_learning_record r = read_back(g, p, NULL, &found, &stored);
    CHECK(!stored && found == 0 && isnan(p[0]) && isnan(p[3]));
    rel_learning_record_free(&r);
}

static void latest_comes_back(const rel_graph *g)
{
    float p[4];
    int64_t trials[4], found;
    bool stored;
    CHECK_OK(&ctx, store(g, "{\"a\":1}", 1));
    rel_learning_record r = read_back(g, p, trials, &found, &stored);
    CHECK(stored && found == 4 && p[0] == 0.1f && p[3] == 0.4f && trials[2] == 3);
    CHECK_TEXT(r.method, "em");
    CHECK(r.rate == 0.125 && isnan(r.mean_delay) && r.cascades == 5 && !r.held_out.len && r.finished_at > 0);
    rel_learning_record_free(&r);
    CHECK_OK(&ctx, store(g, "{\"a\":2}", 2));
    r = read_back(g, p, NULL, &found, &stored);
    CHECK(stored && found == 4 && p[1] == 0.4f && r.mean_delay == 60);
    CHECK_TEXT(r.held_out.data, "{\"edges\":4}");
    rel_learning_record_free(&r);
    CHECK_OK(&ctx, store(g, "{\"a\":1}", 1)); /* takes the place of the first, and is the latest */
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_TEXT(kit_rows(w, "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM learning),"
                           " (SELECT count(*) FROM influence)"),
               "2|2|8;");
    CHECK_TEXT(kit_rows(w, "SELECT sender_handle, receiver_handle, p > 0.09 AND p < 0.11, trials FROM"
                           " influence_named WHERE run = (SELECT max(id) FROM run) AND trials = 1"),
               "bob|ann|1|1;");
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

/* Edges of another projection: those that were learnt have theirs, in their own order. */
static void another_graph(void)
{
    rel_graph g = project("reply");
    float p[1];
    int64_t found;
    bool stored;
    CHECK(g.n == 2 && g.m == 1);
    rel_learning_record r = read_back(&g, p, NULL, &found, &stored);
    CHECK(stored && found == 1 && p[0] == 0.2f); /* ann -> cat is the second edge of all */
    rel_learning_record_free(&r);
    rel_graph_free(&g);
}

static void strangers_are_refused(void)
{
    rel_graph g = {0};
    const rel_vid source[] = {0}, target[] = {1};
    const rel_str name[] = {REL_STR_LIT("x:1"), REL_STR_LIT("x:99")};
    const rel_edges edges = {.count = 1, .source = source, .target = target};
    CHECK_OK(&ctx, rel_graph_build(&ctx, 2, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(&ctx, rel_graph_set_names(&ctx, &g, name));
    CHECK(store(&g, "{}", 1) == REL_E_USAGE);
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK(kit_number(w, "SELECT count(*) FROM run") == 2);
    rel_workspace_close(w);
    rel_graph_free(&g);
}

/* What `relais check` says of a file that somebody else wrote into; an account that is deleted takes its
 * edges along. */
static void kept_in_order(void)
{
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w, "UPDATE influence SET p = 1.5 WHERE trials = 4"));
    CHECK(kit_findings(&ctx, w) == 1);
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w, "UPDATE influence SET p = 0.5 WHERE trials = 4"));
    kit k;
    kit_init(&k, &ctx);
    kit_delete(&k, REL_DELETE_ACCOUNT, "2", KIT_NOON + KIT_DAY);
    kit_run(&k, w, "two");
    CHECK(kit_findings(&ctx, w) == 0);
    CHECK(kit_number(w, "SELECT count(*) FROM influence") == 4);
    rel_workspace_close(w);
    rel_batch_free(&k.b);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    fill();
    rel_graph g = project(NULL);
    CHECK(g.n == 3 && g.m == 4);
    nothing_stored(&g);
    latest_comes_back(&g);
    another_graph();
    strangers_are_refused();
    kept_in_order();
    rel_graph_free(&g);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
