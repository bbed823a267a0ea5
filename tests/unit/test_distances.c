/* Distances worked by hand, exactly and by HyperBall, and at their limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/distances.h"
#include "graph/builder.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target)
{
    const rel_edges edges = {.count = m, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, g));
}

static rel_status run(rel_ctx *ctx, const rel_graph *g, bool exact, rel_distances *d)
{
    return exact ? rel_distances_exact(ctx, g, d) : rel_distances_hyperball(ctx, g, 12, REL_SIMD_BEST, d);
}

/* 0 -> 1 -> 2 -> 3 and 4 -> 1; 5 alone. 3 is reached by 2 (1), 1 (2), 0 and 4 (3): 1 + 1/2 + 2/3; k = 4 of 5,
 * sum
 * 9. With 4096 counters and six vertices HyperBall counts nearly exactly. */
static void by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2, 4}, target[] = {1, 2, 3, 1};
    const double harmonic[] = {0, 2, 2, 1 + 0.5 + 2. / 3, 0, 0}, reach[] = {0, 2, 3, 2, 0, 0},
                 closeness[] = {0, 2. / 5, 3. / 5 * 3 / 5, 4. / 5 * 4 / 9, 0, 0};
    rel_graph g = {0};
    double h[6], c[6], r[6];
    build(ctx, &g, 6, 4, source, target);
    for (int exact = 0; exact < 2; exact++) {
        const double tol = exact ? 1e-12 : 0.01;
        rel_distances d = {.harmonic = h, .closeness = c, .reach = r, .hops = 2};
        CHECK_OK(ctx, run(ctx, &g, exact, &d));
        for (int v = 0; v < 6; v++)
            CHECK(fabs(h[v] - harmonic[v]) < tol && fabs(c[v] - closeness[v]) < tol &&
                  fabs(r[v] - reach[v]) < tol);
        CHECK(d.longest == 3 && d.pairs[0] == 0 && fabs(d.pairs[1] - 4) < 4 * tol);
        CHECK(fabs(d.pairs[2] - 3) < 4 * tol && fabs(d.pairs[3] - 2) < 4 * tol && d.pairs[4] == 0);
        CHECK_TORTURE(ctx, run(ctx, &g, exact, &d), (void)0);
        d = (rel_distances){.hops = 1};
        CHECK_OK(ctx, run(ctx, &g, exact, &d));
        volatile sig_atomic_t stop = 1;
        ctx->stop = &stop;
        CHECK(run(ctx, &g, exact, &d) == REL_E_STOPPED);
        ctx->stop = NULL;
        d.hops = 0;
        CHECK(run(ctx, &g, exact, &d) == REL_E_USAGE);
        CHECK_TEXT(ctx->message, exact ? "distances: 0 hops are too few" : "hyperball: 0 hops are too few");
    }
    rel_distances d = {.hops = 1};
    CHECK(rel_distances_hyperball(ctx, &g, 13, REL_SIMD_BEST, &d) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "hyperball: precision 13 is not from 4 to 12");
    rel_graph_free(&g);
}

/* A path of 200: distances beyond REL_DISTANCE_MAX share the last place. */
static void long_path(rel_ctx *ctx)
{
    enum { N = 200 };
    rel_vid source[N], target[N];
    double harmonic[N];
    rel_graph g = {0}, empty = {0};
    rel_distances d = {.harmonic = harmonic, .hops = 1};
    for (rel_vid v = 0; v + 1 < N; v++) {
        source[v] = v;
        target[v] = v + 1;
    }
    build(ctx, &g, N, N - 1, source, target);
    CHECK_OK(ctx, rel_distances_exact(ctx, &g, &d));
    double sum = 0, pairs = 0;
    for (int k = 1; k < N; k++) {
        sum += 1.0 / k;
        pairs += k >= REL_DISTANCE_MAX ? N - k : 0;
    }
    CHECK(fabs(harmonic[N - 1] - sum) < 1e-12 && d.longest == N - 1);
    CHECK(d.pairs[1] == N - 1 && d.pairs[62] == N - 62 && d.pairs[REL_DISTANCE_MAX] == pairs);
    build(ctx, &empty, 0, 0, NULL, NULL);
    CHECK_OK(ctx, rel_distances_exact(ctx, &empty, &d));
    CHECK_OK(ctx, rel_distances_hyperball(ctx, &empty, 8, REL_SIMD_BEST, &d));
    rel_graph_free(&g);
    rel_graph_free(&empty);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 300000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    rel_graph g = {0};
    rel_distances d = {.hops = 1};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
    }
    build(ctx, &g, N, N, source, target);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_distances_hyperball(ctx, &g, 6, REL_SIMD_BEST, &d));
    CHECK((double)ctx->arena.peak_bytes < (128 + 38 + 4.2) * N);
    rel_graph_free(&g);
    build(ctx, &g, 2000, 1999, source, source + 1);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_distances_exact(ctx, &g, &d));
    CHECK((double)ctx->arena.peak_bytes < 40.2 * 2000);
    rel_graph_free(&g);
    free(source);
    free(target);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    by_hand(&ctx);
    long_path(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
