/* Every criterion of `relais rank` on graphs where a kernel could stumble, and what providers share. */
#include <math.h>

#include "graph/builder.h"
#include "src/insight/ranking.h"
#include "tests/check.h"

typedef struct kind {
    const char *name;
    rel_vid n;
    rel_eid m;
    rel_vid source[4], target[4];
} kind;

/* Graphs of which some kernels know nothing to divide by. */
static const kind degenerate[] = {
    {"no vertex", 0, 0, {0}, {0}},    {"one vertex", 1, 0, {0}, {0}},
    {"all isolated", 5, 0, {0}, {0}}, {"self loops only", 3, 3, {0, 1, 2}, {0, 1, 2}},
    {"one edge", 2, 1, {0}, {1}},
};

static void build(rel_ctx *ctx, const kind *k, bool directed, rel_graph *g)
{
    static const int64_t community[5] = {7, 7, 9, 9, 9};
    const rel_edges edges = {.count = k->m, .source = k->source, .target = k->target};
    const rel_build_opts opts = {.directed = directed, .directions = REL_BUILD_BOTH};
    CHECK_OK(ctx, rel_graph_build(ctx, k->n, &edges, opts, g));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, community, NULL));
}

/* The largest score that an account of so small a graph can have by any criterion. */
static bool is_valid(rel_criterion by, double x)
{
    if (by == REL_BY_CONSTRAINT && isnan(x)) return true;
    return x >= 0 && x <= 10;
}

/* An answer for every account, or a sentence. */
static void answers(rel_ctx *ctx, const kind *k, bool directed, rel_criterion by, bool estimate)
{
    rel_graph g;
    rel_ranking r;
    rel_ranking_opts o = {.by = {by}, .criteria = 1, .scoring = REL_SCORING_DEFAULTS};
    o.scoring.exact = !estimate;
    build(ctx, k, directed, &g);
    const rel_status st = rel_rank(ctx, &g, &o, &r);
    if (st == REL_OK || st == REL_E_NOCONV) {
        bool valid = r.count == g.n;
        for (rel_vid v = 0; v < g.n; v++) valid = valid && is_valid(by, r.score[0][v]);
        if (!valid) fprintf(stderr, "%s, %s\n", k->name, rel_criterion_word((int)by));
        CHECK(valid);
    }
    if (st != REL_OK) {
        if (!*ctx->message) fprintf(stderr, "%s, %s: no sentence\n", k->name, rel_criterion_word((int)by));
        CHECK(*ctx->message != '\0');
        /* Posts are not in a graph, communities may be missing, and eigenvectors may not exist. */
        const bool may = rel_criterion_family(by) == REL_FAMILY_SHARES ||
                         (by == REL_BY_PARTICIPATION && k->n == 0 && st == REL_E_USAGE) ||
                         (by == REL_BY_EIGENVECTOR && st == REL_E_NOCONV);
        if (!may) fprintf(stderr, "%s, %s: %s\n", k->name, rel_criterion_word((int)by), ctx->message);
        CHECK(may);
        rel_forgive(ctx);
    }
    rel_ranking_free(&r);
    rel_graph_free(&g);
}

static void degenerate_graphs(rel_ctx *ctx)
{
    for (size_t i = 0; i < sizeof degenerate / sizeof *degenerate; i++)
        for (int by = 0; by < REL_CRITERION_COUNT; by++)
            for (int way = 0; way < 4; way++)
                answers(ctx, &degenerate[i], way & 1, (rel_criterion)by, way & 2);
}

/* All criteria but those of the posts of a workspace. */
static void ask_for_all(rel_ranking_opts *o)
{
    o->criteria = 0;
    for (int by = 0; by < REL_CRITERION_COUNT; by++)
        if (rel_criterion_family((rel_criterion)by) != REL_FAMILY_SHARES)
            o->by[o->criteria++] = (rel_criterion)by;
}

static const kind path = {"path", 4, 3, {0, 1, 2}, {1, 2, 3}};

/* Asking for everything at once gives each criterion what it gives alone. */
static void all_at_once(rel_ctx *ctx)
{
    rel_graph g;
    rel_ranking all, one;
    rel_ranking_opts o = {.scoring = REL_SCORING_DEFAULTS};
    ask_for_all(&o);
    build(ctx, &path, false, &g);
    CHECK_OK(ctx, rel_rank(ctx, &g, &o, &all));
    CHECK(all.criteria > 20);
    for (int i = 0; i < all.criteria; i++) {
        o.by[0] = all.by[i];
        o.criteria = 1;
        CHECK_OK(ctx, rel_rank(ctx, &g, &o, &one));
        CHECK(memcmp(one.score[0], all.score[i], g.n * sizeof *one.score[0]) == 0);
        CHECK(one.way[0].method == all.way[i].method && one.way[0].error == all.way[i].error);
        rel_ranking_free(&one);
    }
    rel_ranking_free(&all);
    rel_graph_free(&g);
}

/* The ends of the path 0-1-2-3 have one contact: constraint 1; the others two that do not know each other:
 * 1/4 + 1/4 = 1/2. The least constrained come first. */
static void small_constraint_first(rel_ctx *ctx)
{
    rel_graph g;
    rel_ranking r;
    const rel_ranking_opts o = {
        .by = {REL_BY_CONSTRAINT}, .criteria = 1, .top = 3, .scoring = REL_SCORING_DEFAULTS};
    build(ctx, &path, false, &g);
    CHECK_OK(ctx, rel_rank(ctx, &g, &o, &r));
    CHECK(r.count == 3 && r.order[0] == 1 && r.order[1] == 2 && r.order[2] == 0 && r.score[0][1] == 0.5);
    rel_ranking_free(&r);
    rel_graph_free(&g);
}

/* A directed path has no eigenvector, but Katz is 1, 1 + a, 1 + a + a^2, ... with a of the bound 0.85 / 1. */
static void without_cycles(rel_ctx *ctx)
{
    rel_graph g;
    rel_ranking r;
    rel_ranking_opts o = {
        .by = {REL_BY_KATZ, REL_BY_EIGENVECTOR}, .criteria = 1, .scoring = REL_SCORING_DEFAULTS};
    build(ctx, &path, true, &g);
    CHECK_OK(ctx, rel_rank(ctx, &g, &o, &r));
    CHECK(fabs(r.score[0][2] - (1 + .85 + .85 * .85)) < 1e-8 && r.way[0].method == REL_METHOD_ITERATION);
    rel_ranking_free(&r);
    o.criteria = 2;
    o.scoring.max_rounds = 30;
    CHECK(rel_rank(ctx, &g, &o, &r) == REL_E_NOCONV && r.order[0] == 3);
    CHECK(strstr(ctx->message, "eigenvector: a score still moves by ") && strstr(ctx->message, "30 rounds"));
    rel_forgive(ctx);
    rel_ranking_free(&r);
    rel_graph_free(&g);
}

static rel_status everything(rel_ctx *ctx, const rel_graph *g)
{
    rel_ranking r;
    rel_ranking_opts o = {.scoring = REL_SCORING_DEFAULTS};
    ask_for_all(&o);
    const rel_status st = rel_rank(ctx, g, &o, &r);
    rel_ranking_free(&r);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    degenerate_graphs(&ctx);
    all_at_once(&ctx);
    small_constraint_first(&ctx);
    without_cycles(&ctx);
    build(&ctx, &path, false, &g);
    CHECK_TORTURE(&ctx, everything(&ctx, &g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
