/* Eigenvector, HITS and Katz worked by hand, and at their limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/spectral.h"
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

/* A star of 4 rays: the largest eigenvalue is 2, the rays have half of the centre. It is bipartite: powers of
 * A alone would swing for ever. */
static void eigenvector_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 0, 0}, target[] = {1, 2, 3, 4};
    rel_graph g = {0};
    double score[5], value = 0;
    int rounds = 0;
    build(ctx, &g, 5, 4, source, target, false);
    CHECK_OK(ctx, rel_eigenvector(ctx, &g, REL_SPECTRAL_DEFAULTS, score, &value, &rounds));
    CHECK(fabs(value - 2) < 1e-8 && score[0] == 1 && rounds > 5);
    for (int v = 1; v < 5; v++) CHECK(fabs(score[v] - 0.5) < 1e-8);
    CHECK_TORTURE(ctx, rel_eigenvector(ctx, &g, REL_SPECTRAL_DEFAULTS, score, NULL, NULL), (void)0);
    rel_graph_free(&g);
}

/* 0 and 1 point at 2, 1 at 3. A' A on the hubs 0, 1 is (1 1; 1 2): value (3 + sqrt 5) / 2, hub 0 has (sqrt 5
 * - 1) / 2 of hub 1. Authority 2 gets both, 3 gets hub 1: 1 / (1 + h0) of it. */
static void hits_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 1}, target[] = {2, 2, 3};
    const double h = (sqrt(5) - 1) / 2;
    rel_graph g = {0};
    double hub[4], authority[4], value = 0;
    build(ctx, &g, 4, 3, source, target, true);
    CHECK_OK(ctx, rel_hits(ctx, &g, REL_SPECTRAL_DEFAULTS, hub, authority, &value, NULL));
    CHECK(fabs(value - (3 + sqrt(5)) / 2) < 1e-7);
    CHECK(fabs(hub[0] - h) < 1e-8 && hub[1] == 1 && hub[2] == 0 && hub[3] == 0);
    CHECK(authority[0] == 0 && authority[2] == 1 && fabs(authority[3] - 1 / (1 + h)) < 1e-8);
    CHECK_TORTURE(ctx, rel_hits(ctx, &g, REL_SPECTRAL_DEFAULTS, hub, authority, NULL, NULL), (void)0);
    rel_graph_free(&g);
}

/* 0 -> 1 -> 2 and 0 -> 2, alpha 1/2: 1, 1.5, 1 + .5 + .75. Two that follow each other: x = 1 + x / 2 = 2. */
static void katz_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 0, 3, 4}, target[] = {1, 2, 2, 4, 3};
    const double expected[] = {1, 1.5, 2.25, 2, 2};
    rel_graph g = {0};
    double score[5];
    int rounds = 0;
    build(ctx, &g, 5, 5, source, target, true);
    CHECK_OK(ctx, rel_katz(ctx, &g, 0.5, REL_SPECTRAL_DEFAULTS, score, NULL));
    for (int v = 0; v < 5; v++) CHECK(fabs(score[v] - expected[v]) < 1e-8);
    CHECK(rel_katz(ctx, &g, 1.5, REL_SPECTRAL_DEFAULTS, score, &rounds) == REL_E_NOCONV && rounds < 2000);
    CHECK(rel_katz(ctx, &g, 0, REL_SPECTRAL_DEFAULTS, score, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "katz: alpha 0 is not a number above 0");
    CHECK_TORTURE(ctx, rel_katz(ctx, &g, 0.5, REL_SPECTRAL_DEFAULTS, score, NULL), (void)0);
    rel_graph_free(&g);
}

static void limits(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1}, target[] = {1, 2};
    rel_graph path = {0}, none = {0}, empty = {0};
    double a[3], b[3];
    rel_spectral_opts o = REL_SPECTRAL_DEFAULTS;
    build(ctx, &path, 3, 2, source, target, true);
    build(ctx, &none, 3, 0, NULL, NULL, true);
    build(ctx, &empty, 0, 0, NULL, NULL, true);
    CHECK_OK(ctx, rel_eigenvector(ctx, &none, o, a, NULL, NULL));
    CHECK(a[0] == 1 && a[2] == 1);
    CHECK_OK(ctx, rel_hits(ctx, &none, o, a, b, NULL, NULL));
    CHECK(a[0] == 1 && b[2] == 1);
    CHECK_OK(ctx, rel_eigenvector(ctx, &empty, o, a, NULL, NULL));
    CHECK_OK(ctx, rel_hits(ctx, &empty, o, a, b, NULL, NULL));
    CHECK_OK(ctx, rel_katz(ctx, &empty, 1, o, a, NULL));
    o.max_rounds = 20;
    CHECK(rel_eigenvector(ctx, &path, o, a, NULL, NULL) == REL_E_NOCONV);
    o.tol = 0;
    CHECK(rel_hits(ctx, &path, o, a, b, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "hits: tolerance 0 is not above 0");
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_hits(ctx, &path, REL_SPECTRAL_DEFAULTS, a, b, NULL, NULL) == REL_E_STOPPED);
    ctx->stop = NULL;
    rel_graph_free(&path);
    rel_graph_free(&none);
    rel_graph_free(&empty);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 600000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    double *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    rel_graph g = {0};
    rel_spectral_opts o = REL_SPECTRAL_DEFAULTS;
    o.max_rounds = 1;
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
    }
    build(ctx, &g, N, N, source, target, true);
    for (int reorder = 0; reorder < 2; reorder++) {
        o.reorder_from = reorder ? 0 : INT64_MAX;
        ctx->arena.peak_bytes = 0;
        CHECK(rel_eigenvector(ctx, &g, o, a, NULL, NULL) == REL_E_NOCONV);
        CHECK((double)ctx->arena.peak_bytes < (reorder ? 36.1 : 16.1) * N);
        ctx->arena.peak_bytes = 0;
        CHECK(rel_hits(ctx, &g, o, a, b, NULL, NULL) == REL_E_NOCONV);
        CHECK((double)ctx->arena.peak_bytes < (reorder ? 56.1 : 24.1) * N);
    }
    rel_graph_free(&g);
    free(source);
    free(target);
    free(a);
    free(b);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    eigenvector_by_hand(&ctx);
    hits_by_hand(&ctx);
    katz_by_hand(&ctx);
    limits(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
