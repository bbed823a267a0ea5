/* Filters, kept edges, rankings, finding accounts and the overview, on graphs worked out by hand. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/insight/account.h"
#include "src/insight/edges.h"
#include "src/insight/filter.h"
#include "src/insight/overview.h"
#include "src/insight/ranking.h"
#include "tests/check.h"

/* a triangle 0 1 2 (both ways between 0 and 1), a tail 2 -> 3, a pair 4 -> 5 and a lonely 6:
 *   0 -> 1 (5)   1 -> 0 (1)   1 -> 2 (2)   2 -> 0 (3)   2 -> 3 (1)   4 -> 5 (9) */
enum { N = 7, M = 6 };

static void build(rel_ctx *ctx, bool directed, rel_graph *g)
{
    static const rel_vid source[] = {0, 1, 1, 2, 2, 4}, target[] = {1, 0, 2, 0, 3, 5};
    static const float weight[] = {5, 1, 2, 3, 1, 9};
    static const int64_t seen[] = {10, 20, 30, 40, 50, 60};
    const rel_str name[N] = {REL_STR_LIT("x:ann"), REL_STR_LIT("x:bob"), REL_STR_LIT("x:cat"),
                             REL_STR_LIT("x:dan"), REL_STR_LIT("y:eve"), REL_STR_LIT("y:ann"),
                             REL_STR_LIT("y:fay")};
    const rel_str handle[N] = {REL_STR_LIT("Ann"), REL_STR_LIT("bob"), REL_STR_LIT("cat"), REL_STR_LIT("dan"),
                               REL_STR_LIT("eve"), REL_STR_LIT("ann"), REL_STR_MISSING};
    const rel_edges edges = {.count = M, .source = source, .target = target, .weight = weight};
    const rel_build_opts opts = {.directed = directed, .directions = REL_BUILD_BOTH};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
    CHECK_OK(ctx, rel_graph_set_names(ctx, g, name));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL));
    if (directed) CHECK_OK(ctx, rel_graph_add_edge_attribute(ctx, g, "seen", REL_ATTRIBUTE_I64, seen, NULL));
}

static rel_str name_of(const rel_graph *g, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    return rel_names_get(&g->names, v, room);
}

static void light_edges_go_with_their_columns(rel_ctx *ctx)
{
    rel_graph g, f;
    rel_filter_counts c;
    build(ctx, true, &g);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.min_weight = 2}, NULL, &f, &c));
    CHECK(c.edges_light == 2 && f.n == N && f.m == 4);
    CHECK(rel_graph_find(&f, 0, 1) == 0 && rel_graph_find(&f, 1, 0) == -1 && rel_graph_find(&f, 2, 0) == 2);
    CHECK(f.out.weight[2] == 3);
    const rel_attribute *seen = rel_attribute_find(&f.edge_attributes, "seen");
    CHECK(seen && seen->value.i64[0] == 10 && seen->value.i64[1] == 30 && seen->value.i64[2] == 40);
    CHECK(rel_str_is(name_of(&f, 4), "y:eve"));
    CHECK(rel_str_is(rel_attribute_text(rel_attribute_find(&f.vertex_attributes, "handle"), 0), "Ann"));
    rel_graph_free(&f);
    rel_graph_free(&g);
    /* Undirected: 0-1 is one edge of weight 6. */
    build(ctx, false, &g);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.min_weight = 2}, NULL, &f, &c));
    CHECK(c.edges_light == 1 && !f.directed && f.m == 8);
    rel_graph_free(&f);
    rel_graph_free(&g);
}

static void parts(rel_ctx *ctx)
{
    rel_graph g, f;
    rel_filter_counts c;
    build(ctx, true, &g);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.largest_component = true}, NULL, &f, &c));
    CHECK(f.n == 4 && f.m == 5 && c.vertices_component == 3);
    rel_graph_free(&f);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.k_core = 2}, NULL, &f, &c));
    CHECK(f.n == 3 && f.m == 4 && c.vertices_core == 4);
    rel_graph_free(&f);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.drop_isolated = true}, NULL, &f, &c));
    CHECK(f.n == 6 && c.vertices_isolated == 1);
    rel_graph_free(&f);
    /* In-degree + out-degree: 0 has 3, 1 has 3, 2 has 3, 4 and 5 one each; ties go to the smaller vertex. */
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){.top = 2}, NULL, &f, &c));
    CHECK(f.n == 2 && f.m == 2 && c.vertices_top == 5 && rel_str_is(name_of(&f, 1), "x:bob"));
    rel_graph_free(&f);
    /* Scores of one's own follow their vertices through the stages before. */
    const double score[N] = {0, 1, 2, 3, 99, 99, 99};
    const rel_filter_opts both = {.largest_component = true, .top = 1};
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &both, score, &f, &c));
    CHECK(f.n == 1 && c.vertices_top == 3 && rel_str_is(name_of(&f, 0), "x:dan"));
    rel_graph_free(&f);
    CHECK_OK(ctx, rel_graph_filter(ctx, &g, &(rel_filter_opts){0}, NULL, &f, &c));
    CHECK(f.n == N && f.m == M && rel_filter_is_empty(&(rel_filter_opts){0}) && !rel_filter_is_empty(&both));
    rel_graph_free(&f);
    rel_graph_free(&g);
}

static rel_status keep_all(rel_ctx *ctx, const rel_graph *g)
{
    rel_graph f = {0};
    uint8_t keep[M] = {1, 0, 1, 1, 1, 1};
    const rel_status st = rel_graph_keep_edges(ctx, g, keep, NULL, &f);
    rel_graph_free(&f);
    return st;
}

static void orders(rel_ctx *ctx)
{
    rel_graph g;
    rel_ranking r;
    build(ctx, true, &g);
    rel_ranking_opts o = {.top = 3, .scoring = REL_SCORING_DEFAULTS};
    CHECK_OK(ctx, rel_criteria_parse(ctx, "in-strength, out_degree,in_strength", o.by, &o.criteria));
    CHECK(o.criteria == 2 && o.by[0] == REL_BY_IN_STRENGTH && o.by[1] == REL_BY_OUT_DEGREE);
    CHECK_OK(ctx, rel_rank(ctx, &g, &o, &r));
    /* received: 5 gets 9, 1 gets 5, 0 gets 4 */
    CHECK(r.count == 3 && r.order[0] == 5 && r.order[1] == 1 && r.order[2] == 0);
    CHECK(r.score[0][5] == 9 && r.score[0][0] == 4 && r.score[1][2] == 2);
    rel_ranking_free(&r);
    CHECK(rel_criteria_parse(ctx, "pagerunk", o.by, &o.criteria) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "'pagerunk' is not a criterion");
    CHECK_TEXT(ctx->hint, "did you mean 'pagerank'?");
    /* An iteration that ends early still gives a ranking. */
    o = (rel_ranking_opts){.by = {REL_BY_PAGERANK}, .criteria = 1, .scoring = REL_SCORING_DEFAULTS};
    o.scoring.max_rounds = 1;
    CHECK(rel_rank(ctx, &g, &o, &r) == REL_E_NOCONV && r.count == N);
    rel_ranking_free(&r);
    rel_graph_free(&g);
}

typedef struct stopper {
    volatile sig_atomic_t stop;
    int64_t at;
} stopper;

static void stop_at(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    stopper *s = user;
    (void)what, (void)unit, (void)total;
    if (done >= s->at) s->stop = 1;
}

/* A star in a graph of many accounts. Stopped while paths are drawn: the ranking holds, and says how well. */
static void stopped_while_sampling(rel_ctx *ctx)
{
    enum { LEAVES = 100000, ALL = 300000, CENTRE = 7 };
    rel_graph g;
    rel_ranking r;
    rel_vid *from = malloc(LEAVES * sizeof *from), *to = malloc(LEAVES * sizeof *to);
    rel_edges edges = {.count = LEAVES, .source = from, .target = to};
    rel_build_opts build_opts = REL_BUILD_DEFAULTS;
    build_opts.directed = false;
    for (rel_vid i = 0; i < LEAVES; i++) {
        from[i] = CENTRE;
        to[i] = CENTRE + 1 + i;
    }
    CHECK_OK(ctx, rel_graph_build(ctx, ALL, &edges, build_opts, &g));
    rel_ranking_opts o = {
        .by = {REL_BY_BETWEENNESS}, .criteria = 1, .top = 3, .scoring = REL_SCORING_DEFAULTS};
    o.scoring.epsilon = 1e-4;
    stopper s = {.at = 2000};
    ctx->stop = &s.stop;
    ctx->progress = stop_at;
    ctx->user = &s;
    CHECK(rel_rank(ctx, &g, &o, &r) == REL_E_STOPPED && r.count == 3 && r.order[0] == CENTRE);
    CHECK(r.way[0].method == REL_METHOD_SAMPLING && r.way[0].samples >= 500 && r.way[0].error < 0.2);
    CHECK(fabs(r.score[0][CENTRE] - 1 / 9.) <= r.way[0].error);
    rel_ranking_free(&r);
    /* Before the first path there is nothing to rank by. */
    CHECK(rel_rank(ctx, &g, &o, &r) == REL_E_STOPPED && r.count == 0 && !r.order && !r.score[0]);
    CHECK_TEXT(ctx->message, "stopped on request");
    ctx->stop = NULL;
    ctx->progress = NULL;
    rel_graph_free(&g);
    free(from);
    free(to);
}

static void people_are_found(rel_ctx *ctx)
{
    rel_graph g;
    rel_vid v;
    double jump[N] = {0};
    int64_t found;
    build(ctx, true, &g);
    CHECK_OK(ctx, rel_account_find(ctx, &g, REL_STR_LIT("x:cat"), &v));
    CHECK(v == 2);
    CHECK_OK(ctx, rel_account_find(ctx, &g, REL_STR_LIT("@BOB"), &v));
    CHECK(v == 1);
    CHECK(rel_account_find(ctx, &g, REL_STR_LIT("@ann"), &v) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "several accounts have the handle '@ann'");
    CHECK_TEXT(ctx->hint, "say which one: 'x:ann' or 'y:ann'");
    CHECK(rel_account_find(ctx, &g, REL_STR_LIT("x:cot"), &v) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "no account 'x:cot' in this graph");
    CHECK_TEXT(ctx->hint, "did you mean 'x:cat'?");
    CHECK(rel_account_find(ctx, &g, REL_STR_LIT("@evee"), &v) == REL_E_DATA);
    CHECK_TEXT(ctx->hint, "did you mean 'eve'?");
    CHECK_OK(ctx, rel_account_mark(ctx, &g, "@bob, x:cat,@bob", jump, &found));
    CHECK(found == 2 && jump[1] == 1 && jump[2] == 1 && jump[0] == 0);
    CHECK(rel_account_mark(ctx, &g, ",", jump, &found) == REL_E_USAGE);
    rel_graph_free(&g);
}

static void figures(rel_ctx *ctx)
{
    rel_graph g;
    rel_overview o;
    build(ctx, true, &g);
    CHECK_OK(ctx, rel_graph_overview(ctx, &g, &o));
    CHECK(o.accounts == 7 && o.edges == 6 && o.isolated == 1 && o.components == 3 && o.largest == 4);
    CHECK(o.density == 6.0 / 42 && o.reciprocity == 2.0 / 6 && o.weight == 21);
    rel_graph_free(&g);
    build(ctx, false, &g);
    CHECK_OK(ctx, rel_graph_overview(ctx, &g, &o));
    CHECK(o.edges == 5 && isnan(o.reciprocity) && o.weight == 21 && o.density == 10.0 / 42);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        rel_ctx_init(&ctx, threads);
        light_edges_go_with_their_columns(&ctx);
        parts(&ctx);
        orders(&ctx);
        stopped_while_sampling(&ctx);
        people_are_found(&ctx);
        figures(&ctx);
        CHECK(ctx.arena.used_bytes == 0);
        rel_ctx_free(&ctx);
    }
    rel_ctx_init(&ctx, 1);
    rel_graph g;
    build(&ctx, true, &g);
    CHECK_TORTURE(&ctx, keep_all(&ctx, &g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
