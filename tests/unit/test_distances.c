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

/* 0 -> 1 -> 2 and 0 -> 2, strong ties being short: 0 -> 1 -> 2 is 1/2 + 1/4 long, 0 -> 2 is 1 long. By
 * lengths 2 + 4 and 1. */
static void weighted(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 0}, target[] = {1, 2, 2};
    const float weight[] = {2, 4, 1};
    const rel_edges edges = {.count = 3, .source = source, .target = target, .weight = weight};
    rel_graph g = {0}, bad, empty = {0};
    double h[4], c[4];
    float other[] = {2, -3, 1};
    rel_distances d = {.harmonic = h, .closeness = c};
    const rel_build_opts opts = REL_BUILD_DEFAULTS;
    CHECK_OK(ctx, rel_graph_build(ctx, 4, &edges, opts, &g));
    CHECK_OK(ctx, rel_distances_weighted(ctx, &g, REL_LENGTH_INVERSE, &d));
    CHECK(h[0] == 0 && h[1] == 2 && fabs(h[2] - (4 + 4. / 3)) < 1e-12 && h[3] == 0);
    CHECK(c[0] == 0 && fabs(c[1] - 1. / 3 * 2) < 1e-12 && fabs(c[2] - 2. / 3 * 2) < 1e-12 && c[3] == 0);
    CHECK_OK(ctx, rel_distances_weighted(ctx, &g, REL_LENGTH_WEIGHT, &d));
    CHECK(h[1] == 0.5 && h[2] == 1.25 && fabs(c[2] - 2. / 3 * 2 / 5) < 1e-12);
    CHECK_OK(ctx, rel_distances_weighted(ctx, &g, REL_LENGTH_ONE, &d));
    CHECK(h[1] == 1 && h[2] == 2);
    CHECK_TORTURE(ctx, rel_distances_weighted(ctx, &g, REL_LENGTH_INVERSE, &d), (void)0);
    bad = g;
    bad.in.weight = other; /* in order of target: 0 -> 1, 0 -> 2, 1 -> 2 */
    CHECK(rel_distances_weighted(ctx, &bad, REL_LENGTH_WEIGHT, &d) == REL_E_DATA);
    CHECK_TEXT(ctx->message,
               "distances: the edge from '0' to '2' (row 2) has weight -3, expected a finite one above 0");
    bad.in.off = NULL;
    CHECK(rel_distances_weighted(ctx, &bad, REL_LENGTH_WEIGHT, &d) == REL_E_USAGE);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_distances_weighted(ctx, &g, REL_LENGTH_INVERSE, &d) == REL_E_STOPPED);
    ctx->stop = NULL;
    build(ctx, &empty, 0, 0, NULL, NULL);
    CHECK_OK(ctx, rel_distances_weighted(ctx, &empty, REL_LENGTH_INVERSE, &d));
    rel_graph_free(&empty);
    build(ctx, &empty, 3, 0, NULL, NULL);
    CHECK_OK(ctx, rel_distances_weighted(ctx, &empty, REL_LENGTH_INVERSE, &d));
    CHECK(h[0] == 0 && h[2] == 0 && c[2] == 0);
    rel_graph_free(&empty);
    rel_graph_free(&g);
}

/* 300 stars of 30, hubs numbered 0, 31, ...; hub 0 with one more. Every tip is searched from only when it may
 * be among the first: for two accounts, 64 at once suffice. */
static void top(rel_ctx *ctx)
{
    enum { STARS = CHECK_SIZE(300, 100), SIZE = 31, N = STARS * SIZE + 1 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target), first[N];
    double harmonic[N];
    int64_t searched = 0;
    rel_graph g = {0}, small = {0};
    rel_eid m = 0;
    for (rel_vid s = 0; s < STARS; s++)
        for (rel_vid k = 1; k < SIZE; k++) {
            source[m] = s * SIZE + k;
            target[m++] = s * SIZE;
        }
    source[m] = N - 1;
    target[m++] = 0;
    build(ctx, &g, N, m, source, target);
    CHECK_OK(ctx, rel_harmonic_top(ctx, &g, 1, first, harmonic, &searched));
    CHECK(first[0] == 0 && harmonic[0] == 31 && searched == 64);
    /* The other hubs are equal: all of them are searched from, the first by number is second. */
    CHECK_OK(ctx, rel_harmonic_top(ctx, &g, 2, first, harmonic, &searched));
    CHECK(first[0] == 0 && first[1] == SIZE && harmonic[1] == 30 && searched >= STARS && searched < 400);
    CHECK_OK(ctx, rel_harmonic_top(ctx, &g, N + 5, first, harmonic, NULL));
    CHECK(first[STARS - 1] == (STARS - 1) * SIZE && first[STARS] == 1 && harmonic[STARS] == 0);
    CHECK(first[N - 1] == N - 1);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_harmonic_top(ctx, &g, 1, first, harmonic, NULL));
    CHECK((double)ctx->arena.peak_bytes < 131. * N + 70000 && (double)ctx->arena.peak_bytes > 120. * N);
    CHECK(rel_harmonic_top(ctx, &g, 0, first, harmonic, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "harmonic: 0 first accounts are too few");
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_harmonic_top(ctx, &g, 1, first, harmonic, NULL) == REL_E_STOPPED);
    ctx->stop = NULL;
    for (rel_vid n = 0; n < 3; n++) {
        build(ctx, &small, n, 0, NULL, NULL);
        CHECK_OK(ctx, rel_harmonic_top(ctx, &small, 2, first, harmonic, &searched));
        for (rel_vid v = 0; v < n; v++) CHECK(first[v] == v && harmonic[v] == 0);
        rel_graph_free(&small);
    }
    build(ctx, &small, 31, 30, source, target);
    CHECK_TORTURE(ctx, rel_harmonic_top(ctx, &small, 2, first, harmonic, NULL), (void)0);
    rel_graph_free(&small);
    rel_graph_free(&g);
    free(source);
    free(target);
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
    enum { N = CHECK_SIZE(300000, 60000) };
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
    weighted(&ctx);
    top(&ctx);
    long_path(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
