/* Strong components, reciprocity, assortativity and, on large graphs, constraint against igraph;
 * participation, constraint and local bridges against their formulas written out over a matrix. The same bits
 * at 1, 2, 8 threads. */
#include <math.h>

#include "algorithms/structure/bridging.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/pairs.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24, MATRIX_MAX = 250 };

static void strong(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    rel_vid *component = malloc(n * sizeof *component), *again = malloc(n * sizeof *again), count = 0;
    igraph_vector_int_t theirs;
    igraph_integer_t their_count;
    igraph_vector_int_init(&theirs, 0);
    igraph_connected_components(&r->oracle, &theirs, NULL, &their_count, IGRAPH_STRONG);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_components_strong(ctx, &r->graph, component, &count, NULL));
    CHECK(count == (rel_vid)their_count);
    /* With as many groups on both sides, one map from theirs to mine is enough. */
    rel_vid *map = malloc((size_t)their_count * sizeof *map);
    for (rel_vid v = 0; v < n; v++) map[VECTOR(theirs)[v]] = component[v];
    for (rel_vid v = 0; v < n; v++) CHECK(map[VECTOR(theirs)[v]] == component[v]);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_components_strong(ctx, &r->graph, again, &count, NULL));
        CHECK(memcmp(component, again, n * sizeof *again) == 0);
    }
    igraph_vector_int_destroy(&theirs);
    free(component);
    free(again);
    free(map);
}

static void pairs(rel_ctx *ctx, random_graph *r)
{
    double all, again, mine;
    igraph_real_t theirs;
    ctx->threads = 1;
    CHECK_OK(ctx, rel_reciprocity(ctx, &r->graph, NULL, &all));
    igraph_reciprocity(&r->oracle, &theirs, true, IGRAPH_RECIPROCITY_DEFAULT);
    if (r->graph.m) CHECK(fabs(all - theirs) < 1e-12);
    CHECK_OK(ctx, rel_assortativity(ctx, &r->graph, &mine));
    igraph_assortativity_degree(&r->oracle, &theirs, true);
    CHECK(isnan(mine) || fabs(mine - theirs) < 1e-8);
    ctx->threads = 8;
    CHECK_OK(ctx, rel_assortativity(ctx, &r->graph, &again));
    CHECK(memcmp(&mine, &again, sizeof mine) == 0);
}

/* a[u * n + v]: weight between u and v, both directions added. */
static double *matrix_of(const rel_graph *g)
{
    double *a = calloc((size_t)g->n * g->n, sizeof *a);
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const double w = g->out.weight ? (double)g->out.weight[e] : 1;
            a[(size_t)u * g->n + g->out.adj[e]] += w;
            if (g->directed) a[(size_t)g->out.adj[e] * g->n + u] += w;
        }
    return a;
}

static double constraint(const double *a, const double *s, rel_vid n, rel_vid v)
{
    double sum = 0;
    for (rel_vid j = 0; j < n; j++) {
        if (!(a[v * n + j] > 0)) continue;
        double tied = a[v * n + j] / s[v];
        for (rel_vid q = 0; q < n; q++)
            if (q != v && q != j && a[v * n + q] > 0) tied += a[v * n + q] / s[v] * a[q * n + j] / s[q];
        sum += tied * tied;
    }
    return s[v] > 0 ? sum : NAN;
}

static int64_t local_bridges(const double *a, rel_vid n, rel_vid v)
{
    int64_t count = 0;
    for (rel_vid j = 0; j < n; j++) {
        bool common = !(a[v * n + j] > 0);
        for (rel_vid q = 0; q < n && !common; q++) common = a[v * n + q] > 0 && a[j * n + q] > 0;
        count += !common;
    }
    return count;
}

static void bridging(rel_ctx *ctx, const rel_graph *g)
{
    enum { COMMUNITIES = 7 };
    const rel_vid n = g->n;
    double *a = matrix_of(g), *s = calloc(n, sizeof *s), *score[2], *again = malloc(n * sizeof *again);
    uint32_t *community = malloc(n * sizeof *community);
    int64_t *bridges = malloc(n * sizeof *bridges), total, sum = 0;
    for (int k = 0; k < 2; k++) score[k] = malloc(n * sizeof *score[k]);
    for (rel_vid v = 0; v < n; v++) {
        community[v] = v * v % COMMUNITIES;
        for (rel_vid j = 0; j < n; j++) s[v] += a[v * n + j];
    }
    ctx->threads = 1;
    CHECK_OK(ctx, rel_participation(ctx, g, community, COMMUNITIES, score[0]));
    CHECK_OK(ctx, rel_constraint(ctx, g, score[1]));
    CHECK_OK(ctx, rel_local_bridges(ctx, g, bridges, &total));
    for (rel_vid v = 0; v < n; v++) {
        double into[COMMUNITIES] = {0}, spread = s[v] > 0;
        for (rel_vid j = 0; j < n; j++) into[community[j]] += a[v * n + j];
        for (int c = 0; c < COMMUNITIES && s[v] > 0; c++) spread -= into[c] / s[v] * (into[c] / s[v]);
        CHECK(fabs(score[0][v] - spread) < 1e-9);
        const double expected = constraint(a, s, n, v);
        CHECK(isnan(expected) ? isnan(score[1][v]) : fabs(score[1][v] - expected) < 1e-9);
        CHECK(bridges[v] == local_bridges(a, n, v));
        sum += bridges[v];
    }
    CHECK(total == sum / 2);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_participation(ctx, g, community, COMMUNITIES, again));
        CHECK(memcmp(again, score[0], n * sizeof *again) == 0);
        CHECK_OK(ctx, rel_constraint(ctx, g, again));
        CHECK(memcmp(again, score[1], n * sizeof *again) == 0);
        CHECK_OK(ctx, rel_local_bridges(ctx, g, bridges, &total));
        CHECK(total == sum / 2);
    }
    free(a);
    free(s);
    free(again);
    free(community);
    free(bridges);
    for (int k = 0; k < 2; k++) free(score[k]);
}

/* More arcs than are computed at a time, against igraph for some vertices. */
static void constraint_in_parts(rel_ctx *ctx, bool directed)
{
    enum { N = 40000, EDGES = 220000, FIRST = 12000, SOME = 300 };
    random_graph r = {0};
    igraph_vector_t theirs;
    double *mine = malloc(N * sizeof *mine), *again = malloc(N * sizeof *again);
    CHECK_OK(ctx, random_graph_make(ctx, 7, N, EDGES, directed, true, &r));
    igraph_vector_init(&theirs, 0);
    igraph_constraint(&r.oracle, &theirs, igraph_vss_range(FIRST, FIRST + SOME), &r.weight);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_constraint(ctx, &r.graph, mine));
    for (rel_vid k = 0; k < SOME; k++) CHECK(fabs(mine[FIRST + k] / VECTOR(theirs)[k] - 1) < 1e-9);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_constraint(ctx, &r.graph, again));
        CHECK(memcmp(again, mine, N * sizeof *again) == 0);
    }
    igraph_vector_destroy(&theirs);
    random_graph_free(&r);
    free(mine);
    free(again);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 30000 : (rel_vid)(2 + seed * seed / 2);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 2 == 0,
                                         seed % 3 == 0, &r));
        strong(&ctx, &r);
        pairs(&ctx, &r);
        if (n <= MATRIX_MAX) bridging(&ctx, &r.graph);
        random_graph_free(&r);
    }
    constraint_in_parts(&ctx, true);
    constraint_in_parts(&ctx, false);
    /* A directed graph of many strong components and one large one. */
    random_graph r = {0};
    CHECK_OK(&ctx, random_graph_make(&ctx, 99, 40000, 120000, true, false, &r));
    strong(&ctx, &r);
    random_graph_free(&r);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
