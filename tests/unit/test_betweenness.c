/* Betweenness on graphs worked by hand, with too many paths for a float, at its limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/betweenness.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, const float *weight, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* A diamond with a tail: 0 - 1 - 3, 0 - 2 - 3, 3 - 4. 1 lies on one of the two paths 0 - 3 and 0 - 4: 1/2 +
 * 1/2. 3 lies on 0 - 4, 1 - 4, 2 - 4 and half of 1 - 2: 3.5. 0 lies on half of 1 - 2. With the edge 0 - 1 of
 * length 3, 1 is on the way to nobody, and 0 - 2 - 3 - 1 is as long as 0 - 1. */
static void by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1, 2, 3}, target[] = {1, 2, 3, 3, 4};
    const float weight[] = {3, 1, 1, 1, 1};
    const double expected[] = {0.5, 1, 1, 3.5, 0}, with_length[] = {0, 0, 2.5, 4.5, 0};
    const rel_vid zero = 0;
    rel_graph g = {0};
    double score[5];
    rel_betweenness_opts o = REL_BETWEENNESS_DEFAULTS;
    build(ctx, &g, 5, 5, source, target, weight, false);
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    for (int v = 0; v < 5; v++) CHECK(score[v] == expected[v]);
    o.length = g.out.weight;
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    for (int v = 0; v < 5; v++) CHECK(score[v] == with_length[v]);
    /* From 0 alone: 1 and 2 carry half of the paths to 3 and 4, 3 carries those to 4. */
    o = (rel_betweenness_opts){.source = &zero, .count = 1};
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    CHECK(score[0] == 0 && score[1] == 1 && score[2] == 1 && score[3] == 1 && score[4] == 0);
    CHECK_TORTURE(ctx, rel_betweenness(ctx, &g, o, score), (void)0);
    o.length = g.out.weight;
    CHECK_TORTURE(ctx, rel_betweenness(ctx, &g, o, score), (void)0);
    rel_graph_free(&g);
}

/* The same diamond with strengths: half the strength is twice as long. The path 0 - 1 - 3 is then longer than
 * 0 - 2 - 3, and 0 - 1 is as long as ever. Where no weights are, each tie is 1 long. A weight that is no
 * strength is refused by name and place. */
static void by_strength(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1, 2, 3}, target[] = {1, 2, 3, 3, 4};
    const float weight[] = {0.25, 0.5, 0.5, 0.5, 0.5};
    const double with_length[] = {0, 0, 2.5, 4.5, 0}, plain[] = {0.5, 1, 1, 3.5, 0},
                 strong[] = {0, 0, 2, 4, 0};
    rel_graph g = {0}, even = {0}, bad;
    double score[5];
    float other[10];
    char expected[160];
    rel_betweenness_opts o = {.weights = REL_LENGTH_INVERSE};
    build(ctx, &g, 5, 5, source, target, weight, false);
    build(ctx, &even, 5, 5, source, target, NULL, false);
    /* 0 - 1 is 4 long, 0 - 2 - 3 is too; 0 to 3 and 4 run through 2 alone, 1 to 2 through 3 alone. */
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    for (int v = 0; v < 5; v++) CHECK(score[v] == strong[v]);
    CHECK_TORTURE(ctx, rel_betweenness(ctx, &g, o, score), (void)0);
    CHECK_OK(ctx, rel_betweenness(ctx, &even, o, score));
    for (int v = 0; v < 5; v++) CHECK(score[v] == plain[v]);
    bad = g;
    memcpy(other, g.out.weight, sizeof other);
    bad.out.weight = other;
    for (int k = 0; k < 10; k++) other[k] = k == 0 || k == 2 ? 3 : 1; /* 0 - 1 is 3 long, as in by_hand */
    o.weights = REL_LENGTH_WEIGHT;
    CHECK_OK(ctx, rel_betweenness(ctx, &bad, o, score));
    for (int v = 0; v < 5; v++) CHECK(score[v] == with_length[v]);
    static const float worse[] = {-1, 0, NAN, INFINITY};
    for (int k = 0; k < 4; k++) {
        other[3] = worse[k]; /* 1 -> 3 */
        snprintf(expected, sizeof expected,
                 "betweenness: the edge from '1' to '3' (row 1) has weight %g, expected a finite one above 0",
                 (double)worse[k]);
        CHECK(rel_betweenness(ctx, &bad, o, score) == REL_E_DATA);
        CHECK_TEXT(ctx->message, expected);
    }
    other[3] = 1e-39F; /* 1 / this is beyond a float */
    CHECK_OK(ctx, rel_betweenness(ctx, &bad, o, score));
    o.weights = REL_LENGTH_INVERSE;
    CHECK(rel_betweenness(ctx, &bad, o, score) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "betweenness: the edge from '1' to '3' (row 1) has weight 1e-39, expected one "
                             "with a finite inverse");
    rel_graph_free(&g);
    rel_graph_free(&even);
}

/* A chain of diamonds: 2^k paths pass k of them. From the end, the joint after diamond k carries every path
 * to what is behind it, each of its two middles half of them. 120 diamonds are beyond a float, 1100 beyond a
 * double. Also a graph of many distances. */
static void many_paths(rel_ctx *ctx, rel_vid diamonds)
{
    const rel_vid n = 3 * diamonds + 1;
    rel_vid *source = malloc(4 * diamonds * sizeof *source), *target = malloc(4 * diamonds * sizeof *target);
    double *score = malloc(n * sizeof *score);
    const rel_vid first = 0;
    rel_graph g = {0};
    for (rel_vid k = 0; k < diamonds; k++) {
        for (rel_vid i = 0; i < 4; i++) {
            source[4 * k + i] = i < 2 ? 3 * k : 3 * k + i - 1;
            target[4 * k + i] = i < 2 ? 3 * k + 1 + i : 3 * k + 3;
        }
    }
    build(ctx, &g, n, 4 * diamonds, source, target, NULL, true);
    const rel_betweenness_opts o = {.source = &first, .count = 1};
    const rel_status st = rel_betweenness(ctx, &g, o, score);
    if (diamonds > 1000) {
        CHECK(st == REL_E_LIMIT);
        CHECK_TEXT(ctx->message, "betweenness: more than 1e300 shortest paths between two vertices");
    } else {
        CHECK_OK(ctx, st);
        for (rel_vid k = 0; k < diamonds; k++) {
            const double behind = 3.0 * (diamonds - k - 1) + 1;
            CHECK(fabs(score[3 * k + 1] - behind / 2) < 1e-5 * behind);
            CHECK(fabs(score[3 * k + 3] - (behind - 1)) < 1e-5 * behind);
        }
    }
    CHECK(ctx->arena.used_bytes == 0);
    rel_graph_free(&g);
    free(source);
    free(target);
    free(score);
}

/* 0 gives attention to twenty, who lead to 420 arcs of 16,000: few enough to follow them instead of asking
 * everybody, enough not to be a handful. The same scores as with lengths of 1, where each source is searched
 * alone; the same bits at 1, 2, 8 threads. */
static void few_arcs(rel_ctx *ctx)
{
    enum { N = 4000, M = 16000 };
    rel_vid *source = malloc(M * sizeof *source), *target = malloc(M * sizeof *target);
    const rel_vid from[] = {0, 4, 9, 0};
    float *length = malloc(M * sizeof *length);
    double *score = malloc(N * sizeof *score), *alone = malloc(N * sizeof *alone);
    rel_graph g = {0};
    for (rel_vid k = 0; k < M; k++) {
        source[k] = k < 20 ? 0 : k < 420 ? k / 20 : 21 + k % (N - 21);
        target[k] = k < 20 ? k + 1 : (rel_vid)(rel_rand(1, 2, k) % N);
        length[k] = 1;
    }
    build(ctx, &g, N, M, source, target, NULL, true);
    rel_betweenness_opts o = {.source = from, .count = 4, .length = length};
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, alone));
    o.length = NULL;
    ctx->threads = 1;
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    for (rel_vid v = 0; v < N; v++) CHECK(fabs(score[v] - alone[v]) <= 1e-5 * fmax(1, alone[v]));
    for (int threads = 2; threads <= 8; threads *= 4) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_betweenness(ctx, &g, o, alone));
        CHECK(memcmp(score, alone, N * sizeof *score) == 0);
    }
    ctx->threads = 2;
    rel_graph_free(&g);
    free(source);
    free(target);
    free(length);
    free(score);
    free(alone);
}

static void limits(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1}, target[] = {1, 2}, beyond[] = {0, 3};
    const float bad[] = {1, -1};
    rel_graph g = {0}, empty = {0}, one = {0};
    double score[3];
    rel_betweenness_opts o = REL_BETWEENNESS_DEFAULTS;
    build(ctx, &g, 3, 2, source, target, NULL, true);
    build(ctx, &empty, 0, 0, NULL, NULL, NULL, true);
    build(ctx, &one, 1, 0, NULL, NULL, NULL, true);
    CHECK_OK(ctx, rel_betweenness(ctx, &empty, o, score));
    CHECK_OK(ctx, rel_betweenness(ctx, &one, o, score));
    CHECK(score[0] == 0);
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    CHECK(score[0] == 0 && score[1] == 1 && score[2] == 0);
    o = (rel_betweenness_opts){.source = beyond, .count = 2};
    CHECK(rel_betweenness(ctx, &g, o, score) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: source 3 is not one of the 3 vertices");
    o = (rel_betweenness_opts){.length = bad};
    CHECK(rel_betweenness(ctx, &g, o, score) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: length -1 of arc 1 is not a number above 0");
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_betweenness(ctx, &g, REL_BETWEENNESS_DEFAULTS, score) == REL_E_STOPPED);
    ctx->stop = NULL;
    rel_graph_free(&g);
    rel_graph_free(&empty);
    rel_graph_free(&one);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 100000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    const rel_vid from[] = {1, 2, 3};
    float *weight = malloc(N * sizeof *weight);
    double *score = malloc(N * sizeof *score);
    rel_graph g = {0};
    rel_betweenness_opts o = {.source = from, .count = 3};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
        weight[v] = 2;
    }
    build(ctx, &g, N, N, source, target, weight, true);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    CHECK(ctx->arena.peak_bytes < 177 * (size_t)N && ctx->arena.peak_bytes > 168 * N);
    ctx->arena.peak_bytes = 0;
    o.length = g.out.weight;
    CHECK_OK(ctx, rel_betweenness(ctx, &g, o, score));
    CHECK(ctx->arena.peak_bytes < 289 * (size_t)N && ctx->arena.peak_bytes > 287 * N);
    rel_graph_free(&g);
    free(source);
    free(target);
    free(weight);
    free(score);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    by_hand(&ctx);
    by_strength(&ctx);
    many_paths(&ctx, 20);
    many_paths(&ctx, 120);
    many_paths(&ctx, 1100);
    few_arcs(&ctx);
    limits(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
