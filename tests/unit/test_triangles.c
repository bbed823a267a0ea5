/* Triangles and clustering worked by hand, and on complete graphs, where every number is known. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/structure/triangles.h"
#include "graph/builder.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* Triangles 0 1 2 and 1 2 3; 3 - 4 hangs from them, 5 is alone; 0 -> 1 goes both ways. Pairs: 0 has 1, 1 and
 * 2 have 3 each, 3 has 3, so 3 * 2 / 10 in all. */
static void by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1, 1, 2, 3, 1}, target[] = {1, 2, 2, 3, 3, 4, 0};
    const int64_t expected[] = {1, 2, 2, 1, 0, 0};
    const double share[] = {1, 2. / 3, 2. / 3, 1. / 3, 0, 0};
    for (int directed = 0; directed < 2; directed++) {
        rel_graph g = {0};
        int64_t through[6], total = 0;
        double local[6], transitivity = 0;
        build(ctx, &g, 6, 7, source, target, directed);
        CHECK_OK(ctx, rel_triangles(ctx, &g, through, &total));
        CHECK(total == 2 && memcmp(through, expected, sizeof expected) == 0);
        CHECK_OK(ctx, rel_triangles(ctx, &g, NULL, &total));
        CHECK(total == 2);
        CHECK_OK(ctx, rel_clustering(ctx, &g, local, &transitivity));
        for (int v = 0; v < 6; v++) CHECK(fabs(local[v] - share[v]) < 1e-15);
        CHECK(fabs(transitivity - 0.6) < 1e-15);
        CHECK_TORTURE(ctx, rel_triangles(ctx, &g, NULL, &total), (void)0);
        CHECK_TORTURE(ctx, rel_clustering(ctx, &g, local, &transitivity), (void)0);
        volatile sig_atomic_t stop = 1;
        ctx->stop = &stop;
        CHECK(rel_triangles(ctx, &g, NULL, &total) == REL_E_STOPPED);
        ctx->stop = NULL;
        g.in = (rel_csr){0};
        CHECK(rel_triangles(ctx, &g, NULL, &total) == REL_E_USAGE);
        CHECK_TEXT(ctx->message, "triangles: the graph was built without both directions");
        rel_graph_free(&g);
    }
}

/* Complete graph of k vertices: k (k - 1) (k - 2) / 6 triangles. One more vertex with one edge. */
static void complete(rel_ctx *ctx, rel_vid k)
{
    const rel_eid m = (rel_eid)k * (k - 1) / 2 + 1;
    rel_vid *source = malloc((size_t)m * sizeof *source), *target = malloc((size_t)m * sizeof *target);
    int64_t *through = malloc((k + 1) * sizeof *through), total;
    rel_graph g = {0};
    rel_eid e = 0;
    for (rel_vid v = 1; v < k; v++)
        for (rel_vid u = 0; u < v; u++, e++) {
            source[e] = u;
            target[e] = v;
        }
    source[e] = 0;
    target[e] = k;
    build(ctx, &g, k + 1, m, source, target, false);
    const int64_t c = k, expected = c * (c - 1) * (c - 2) / 6;
    for (int threads = 1; threads <= 8; threads *= 2) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_triangles(ctx, &g, NULL, &total));
        CHECK(total == expected);
        CHECK_OK(ctx, rel_triangles(ctx, &g, through, &total));
        CHECK(total == expected && through[0] == (c - 1) * (c - 2) / 2 && through[1] == through[0]);
        CHECK(through[k] == 0);
    }
    rel_graph_free(&g);
    free(source);
    free(target);
    free(through);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 200000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    int64_t *through = malloc(N * sizeof *through), total;
    rel_graph g = {0}, none = {0};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
    }
    build(ctx, &g, N, N, source, target, false);
    ctx->threads = 2;
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_triangles(ctx, &g, NULL, &total));
    CHECK(ctx->arena.peak_bytes < (size_t)(24 + 4 + 2) * N + (8 << 20));
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_triangles(ctx, &g, through, &total));
    CHECK(ctx->arena.peak_bytes < (size_t)(24 + 4 + 18) * N);
    build(ctx, &none, 0, 0, NULL, NULL, false);
    CHECK_OK(ctx, rel_triangles(ctx, &none, NULL, &total));
    CHECK(total == 0);
    rel_graph_free(&g);
    rel_graph_free(&none);
    free(source);
    free(target);
    free(through);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    by_hand(&ctx);
    complete(&ctx, 3);
    complete(&ctx, 130);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
