/* The first kernels on graphs worked by hand, at their limits, and with options that are none. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
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

/* 0 -> 1, 1 -> 2, 2 -> 1, d = 0.85. Nobody points at 0: x0 = .05. x1 = .05 + .85 (x0 + x2), x2 = .05 + .85
 * x1, so x1 = (.05 + .85 (.05 + .05)) / (1 - .85^2) = .135 / .2775. */
static void pagerank_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 1};
    const double x1 = 0.135 / 0.2775, expected[] = {0.05, x1, 0.05 + 0.85 * x1};
    rel_graph g = {0};
    double score[3];
    int rounds = 0;
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    o.tol = 1e-12;
    build(ctx, &g, 3, 3, source, target, NULL, true);
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, &rounds));
    for (int v = 0; v < 3; v++) CHECK(fabs(score[v] - expected[v]) < 1e-12);
    CHECK(rounds > 10 && rounds < 250);
    /* The stated error holds when it is large, too. */
    o.tol = 0.01;
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, &rounds));
    double error = 0;
    for (int v = 0; v < 3; v++) error += fabs(score[v] - expected[v]);
    CHECK(error <= 0.01 && rounds < 40);
    rel_graph_free(&g);
}

/* Vertex 2 has no out-edges: its mass goes to everybody, or to the jump set. With jumps to 0 alone, edges 0
 * -> 1 -> 2: x0 = .15 + .85 x2, x1 = .85 x0, x2 = .85 x1. */
static void pagerank_dangling(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1}, target[] = {1, 2};
    const double jump[] = {7, 0, 0};
    const double x0 = 0.15 / (1 - 0.85 * 0.85 * 0.85);
    rel_graph g = {0};
    double score[3];
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    o.tol = 1e-12;
    build(ctx, &g, 3, 2, source, target, NULL, true);
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, NULL));
    CHECK(fabs(score[0] + score[1] + score[2] - 1) < 1e-12 && score[2] > score[1] && score[1] > score[0]);
    o.jump = jump;
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, NULL));
    CHECK(fabs(score[0] - x0) < 1e-12 && fabs(score[1] - 0.85 * x0) < 1e-12 &&
          fabs(score[2] - 0.85 * 0.85 * x0) < 1e-12);
    rel_graph_free(&g);
}

/* 0 gives 3 of its 4 units of attention to 1, 1 unit to 2; both return everything. The symmetric part: x1 :
 * x2 follows the weights. x0 = b + .85 (x1 + x2), x1 = b + .85 * .75 x0, x2 = b + .85 * .25 x0, b = .05. */
static void pagerank_weighted(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 0, 1, 2}, target[] = {1, 2, 1, 0, 0};
    const float weight[] = {1, 1, 2, 5, 0.5f};
    const double x0 = (0.05 + 0.85 * 0.1) / (1 - 0.85 * 0.85);
    rel_graph g = {0};
    double score[3];
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    o.tol = 1e-12;
    build(ctx, &g, 3, 5, source, target, weight, true);
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, NULL));
    CHECK(fabs(score[0] - x0) < 1e-12 && fabs(score[1] - (0.05 + 0.85 * 0.75 * x0)) < 1e-12);
    o.weighted = false;
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, NULL));
    CHECK(fabs(score[1] - score[2]) < 1e-15);
    rel_graph_free(&g);
}

/* N vertices of which all but one give attention to eight others, then two edges more, one of them to the one
 * left out: the scores of before are nearly right, so that fewer rounds bring them to the same tolerance; a
 * new vertex may start from 0. */
static void pagerank_grows(rel_ctx *ctx)
{
    enum { N = 20000, M = 8 * N };
    static rel_vid source[M + 2], target[M + 2];
    static double before[N], cold[N], warm[N];
    int cold_rounds, warm_rounds;
    for (rel_vid e = 0; e < M; e++) {
        source[e] = e % (N - 1);
        target[e] = (rel_vid)rel_rand_below(1, 5, (uint64_t)e, N - 1);
    }
    source[M] = source[M + 1] = 5;
    target[M] = N - 1;
    target[M + 1] = 4;
    for (int kind = 0; kind < 4; kind++) {
        rel_graph g = {0}, grown = {0};
        rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
        if (kind & 2) o.reorder_from = 0;
        build(ctx, &g, N, M, source, target, NULL, kind & 1);
        build(ctx, &grown, N, M + 2, source, target, NULL, kind & 1);
        CHECK_OK(ctx, rel_pagerank(ctx, &g, o, before, NULL));
        CHECK_OK(ctx, rel_pagerank(ctx, &grown, o, cold, &cold_rounds));
        o.start = before;
        before[N - 1] = 0;
        CHECK_OK(ctx, rel_pagerank(ctx, &grown, o, warm, &warm_rounds));
        double difference = 0;
        for (int v = 0; v < N; v++) difference += fabs(warm[v] - cold[v]);
        CHECK(difference <= 2 * o.tol && warm_rounds < cold_rounds);
        for (int threads = 1; threads <= 8; threads *= 8) {
            ctx->threads = threads;
            memcpy(cold, before, sizeof cold);
            o.start = cold;
            CHECK_OK(ctx, rel_pagerank(ctx, &grown, o, cold, NULL));
            CHECK(memcmp(cold, warm, sizeof cold) == 0);
        }
        ctx->threads = 2;
        rel_graph_free(&g);
        rel_graph_free(&grown);
    }
}

static void pagerank_errors(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 1};
    const double negative[] = {1, -1, 0}, zero[] = {0, 0, 0};
    rel_graph g = {0}, empty = {0};
    double score[3] = {4, 4, 4};
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    build(ctx, &g, 3, 3, source, target, NULL, true);
    build(ctx, &empty, 0, 0, NULL, NULL, NULL, true);
    CHECK_OK(ctx, rel_pagerank(ctx, &empty, o, score, NULL));
    o.damping = 1;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "pagerank: damping 1 is not a number from 0 to below 1");
    o.damping = NAN;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    o = REL_PAGERANK_DEFAULTS;
    o.tol = 0;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    o = REL_PAGERANK_DEFAULTS;
    o.jump = negative;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    o.jump = zero;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "pagerank: the jump weights are not all at least 0 with a positive sum");
    o = REL_PAGERANK_DEFAULTS;
    o.start = zero;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "pagerank: the scores to start from are not all at least 0 with a positive sum");
    o.start = negative;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    CHECK(score[0] == 4);
    o = REL_PAGERANK_DEFAULTS;
    o.max_rounds = 3;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_NOCONV);
    CHECK(fabs(score[0] + score[1] + score[2] - 1) < 1e-12);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_pagerank(ctx, &g, REL_PAGERANK_DEFAULTS, score, NULL) == REL_E_STOPPED);
    ctx->stop = NULL;
    CHECK_TORTURE(ctx, rel_pagerank(ctx, &g, REL_PAGERANK_DEFAULTS, score, NULL), (void)0);
    rel_graph_free(&g);
    rel_graph_free(&empty);
}

/* 3 -> 4 and 5 -> 4 joined with 6 by 6 -> 5; 0 <-> 1; 2 alone: sizes 4, 2, 1. */
static void components_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {3, 5, 6, 0, 1}, target[] = {4, 4, 5, 1, 0};
    const rel_vid expected[] = {1, 1, 2, 0, 0, 0, 0};
    rel_graph g = {0}, one = {0};
    rel_vid component[7], count = 0, *size = NULL;
    build(ctx, &g, 7, 5, source, target, NULL, true);
    CHECK_OK(ctx, rel_components_weak(ctx, &g, component, &count, &size));
    CHECK(count == 3 && size && size[0] == 4 && size[1] == 2 && size[2] == 1);
    CHECK(memcmp(component, expected, sizeof expected) == 0);
    free(size);
    size = NULL;
    CHECK_TORTURE(ctx, rel_components_weak(ctx, &g, component, &count, &size), free(size));
    build(ctx, &one, 1, 0, NULL, NULL, NULL, true);
    CHECK_OK(ctx, rel_components_weak(ctx, &one, component, &count, NULL));
    CHECK(count == 1 && component[0] == 0);
    rel_graph_free(&g);
    rel_graph_free(&one);
}

/* A square with both diagonals (3-core), a path hanging from it (1-core), somebody alone. One edge goes both
 * ways and is one neighbour. */
static void kcore_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 0, 1, 1, 2, 3, 4, 1}, target[] = {1, 2, 3, 2, 3, 3, 4, 5, 0};
    const rel_vid expected[] = {3, 3, 3, 3, 1, 1, 0};
    rel_graph g = {0};
    rel_vid core[7];
    for (int directed = 0; directed < 2; directed++) {
        build(ctx, &g, 7, 9, source, target, NULL, directed);
        CHECK_OK(ctx, rel_kcore(ctx, &g, core));
        CHECK(memcmp(core, expected, sizeof expected) == 0);
        CHECK_TORTURE(ctx, rel_kcore(ctx, &g, core), (void)0);
        rel_graph_free(&g);
    }
}

static void degree_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1}, target[] = {1, 2, 2};
    const float weight[] = {2, 3, 4};
    rel_graph g = {0};
    double score[3];
    build(ctx, &g, 3, 3, source, target, weight, true);
    CHECK_OK(ctx, rel_degree(ctx, &g, REL_DEGREE_IN, false, score));
    CHECK(score[0] == 0 && score[1] == 1 && score[2] == 2);
    CHECK_OK(ctx, rel_degree(ctx, &g, REL_DEGREE_ALL, true, score));
    CHECK(score[0] == 5 && score[1] == 6 && score[2] == 7);
    g.in = (rel_csr){0};
    CHECK(rel_degree(ctx, &g, REL_DEGREE_IN, false, score) == REL_E_USAGE);
    rel_graph_free(&g);
    build(ctx, &g, 3, 3, source, target, weight, false);
    CHECK_OK(ctx, rel_degree(ctx, &g, REL_DEGREE_ALL, true, score));
    CHECK(score[0] == 5 && score[1] == 6 && score[2] == 7);
    rel_graph_free(&g);
}

/* What the headers say of scratch, on 100,000 vertices with an edge each: bytes a vertex, none a edge. */
static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 100000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    rel_vid *number = malloc(N * sizeof *number);
    float *weight = malloc(N * sizeof *weight);
    double *score = malloc(N * sizeof *score), *jump = malloc(N * sizeof *jump);
    for (rel_vid v = 0; v < N; v++) {
        jump[v] = v % 3;
        source[v] = v;
        target[v] = (v * 7919 + 1) % N;
        weight[v] = 2;
    }
    for (int weighted = 0; weighted < 2; weighted++) {
        rel_graph g = {0};
        build(ctx, &g, N, N, source, target, weighted ? weight : NULL, true);
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_pagerank(ctx, &g, REL_PAGERANK_DEFAULTS, score, NULL));
        CHECK(ctx->arena.peak_bytes >= 28 * N && (double)ctx->arena.peak_bytes < 28.2 * N);
        rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
        o.reorder_from = 0;
        o.jump = jump;
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, NULL));
        const double copy = 16 + (weighted ? 8 : 4), sorting = 8 + 4.0 * 65536 * 16 / N;
        CHECK((double)ctx->arena.peak_bytes < (36.2 + fmax(copy, sorting)) * N);
        rel_graph both = {0};
        build(ctx, &both, N, N, source, target, weighted ? weight : NULL, false);
        for (int reordered = 0; reordered < 2; reordered++) {
            o = REL_PAGERANK_DEFAULTS;
            if (reordered) o.reorder_from = 0;
            ctx->arena.peak_bytes = 0;
            CHECK_OK(ctx, rel_pagerank(ctx, &both, o, score, NULL));
            const double arc = weighted ? 8 : 4;
            CHECK((double)ctx->arena.peak_bytes < (reordered ? 56.3 + 2 * arc : 32.3) * N);
        }
        rel_graph_free(&both);
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_components_weak(ctx, &g, number, NULL, NULL));
        CHECK((double)ctx->arena.peak_bytes < 4.1 * N);
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_kcore(ctx, &g, number));
        CHECK((double)ctx->arena.peak_bytes < 8.2 * N);
        rel_graph_free(&g);
    }
    free(source);
    free(target);
    free(number);
    free(weight);
    free(score);
    free(jump);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    pagerank_by_hand(&ctx);
    pagerank_dangling(&ctx);
    pagerank_weighted(&ctx);
    pagerank_grows(&ctx);
    pagerank_errors(&ctx);
    components_by_hand(&ctx);
    kcore_by_hand(&ctx);
    degree_by_hand(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
