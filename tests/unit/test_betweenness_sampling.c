/* Sampled betweenness: intervals worked by hand, the paths that are drawn, the first accounts and their ties,
 * stopping early, graphs at the limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/betweenness.h"
#include "algorithms/centrality/betweenness_sampling.h"
#include "algorithms/centrality/betweenness_sampling_parts.h"
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

/* No hit in n draws: the upper end is where (1 - q)^n = exp(-log). All hits: the same from below. Half of
 * them: the ends lie about sqrt(log / (2 n)) off. */
static void intervals(void)
{
    const rel_bounds none = rel_chernoff(0, 100, 3, 5), all = rel_chernoff(100, 100, 3, 5),
                     half = rel_chernoff(5000, 10000, 2, 2);
    CHECK(none.low == 0 && fabs(none.high - (1 - exp(-0.05))) < 1e-12);
    CHECK(all.high == 1 && fabs(all.low - exp(-0.03)) < 1e-12);
    CHECK(fabs(half.high - 0.51) < 1e-5 && fabs(half.low - 0.49) < 1e-5);
    const rel_bounds wide = rel_chernoff(1, 2, 50, 50);
    CHECK(wide.low >= 0 && wide.low < 1e-9 && wide.high <= 1 && wide.high > 1 - 1e-9);
}

/* The parts of delta that all ends get at all checks stay within delta. */
static void plan_spends_delta(rel_ctx *ctx, int64_t top)
{
    enum { INNER = 1000 };
    rel_sampling_plan p;
    int64_t vertices[401] = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    double spent = 0;
    bool last = false;
    CHECK_OK(ctx, rel_plan_new(ctx, 0.01, 0.1, INNER, &p));
    CHECK(p.phase == 400);
    vertices[0] = INNER - 13;
    vertices[1] = 10;
    vertices[7] = 2;
    vertices[200] = 1;
    rel_plan_share(&p, vertices, top);
    for (int k = 0; k < 2000; k++)
        for (int64_t h = 0; h <= p.phase; h++)
            if (vertices[h])
                spent += (double)vertices[h] *
                         (exp(-rel_plan_log(&p, p.low, h, k)) + exp(-rel_plan_log(&p, p.high, h, k)));
    CHECK(spent <= 0.1 && spent > 0.099);
    int64_t before = 0;
    int k = 0;
    for (; !last; k++) {
        const int64_t samples = rel_plan_check(&p, k, &last);
        CHECK(samples > before && samples <= rel_plan_cap(&p));
        before = samples;
    }
    /* At the last check even half of the draws leave an interval that is narrow enough. */
    const rel_bounds b = rel_chernoff(before / 2, before, rel_plan_log(&p, p.low, 0, k - 1),
                                      rel_plan_log(&p, p.high, 0, k - 1));
    const double share = (double)(before / 2) / (double)before;
    CHECK(b.high - share <= 0.01 && share - b.low <= 0.01);
    CHECK(b.high - share > 0.0099);
    rel_scratch_release(ctx, mark);
}

/* A diamond with a tail: 0 - 1 - 3, 0 - 2 - 3, 3 - 4; 5 alone. Of the 15 pairs 1 and 2 carry 1, 3 carries
 * 3.5, 0 carries 0.5 (see test_betweenness.c). */
static void by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1, 2, 3}, target[] = {1, 2, 3, 3, 4};
    const double exact[] = {0.5 / 15, 1. / 15, 1. / 15, 3.5 / 15, 0, 0};
    rel_graph g = {0};
    double score[6], error[6];
    rel_vid order[6];
    bool tied[6], was_exact;
    rel_sampled r = {.score = score, .error = error, .order = order, .tied = tied};
    build(ctx, &g, 6, 5, source, target, false);
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.002, 0.01, 0}, &r));
    for (int v = 0; v < 6; v++) CHECK(fabs(score[v] - exact[v]) <= error[v] && error[v] <= 0.002);
    CHECK(error[4] == 0 && error[5] == 0 && error[0] > 0);
    CHECK(r.first_phase == 2000 && r.samples > 10000 && r.samples <= r.cap && r.widest <= 0.002);
    /* 3 is first, 1 and 2 are equal, 0 after them. */
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.002, 0.01, 3}, &r));
    CHECK(order[0] == 3 && order[1] + order[2] == 3 && !tied[0] && tied[1] && !tied[2]);
    const int64_t needed = r.samples;
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.002, 0.01, 1}, &r));
    CHECK(order[0] == 3 && !tied[0] && r.samples < needed / 4);
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.01, 0.01, 100}, &r));
    CHECK(order[0] == 3 && order[3] == 0 && order[4] == 4 && tied[4] && !tied[5]);
    CHECK_OK(ctx, rel_betweenness_auto(ctx, &g, (rel_sampling_opts){0.01, 0.01, 3}, 60, &r, &was_exact));
    CHECK(was_exact && r.samples == 0 && order[0] == 3 && order[1] == 1 && order[2] == 2);
    CHECK(!tied[0] && tied[1] && !tied[2]);
    for (int v = 0; v < 6; v++) CHECK(fabs(score[v] - exact[v]) <= 1e-15);
    CHECK_OK(ctx, rel_betweenness_auto(ctx, &g, REL_SAMPLING_DEFAULTS, 59, &r, &was_exact));
    CHECK(!was_exact && r.samples > 0);
    CHECK_TORTURE(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.1, 0.1, 2}, &r), (void)0);
    CHECK_TORTURE(ctx, rel_betweenness_auto(ctx, &g, (rel_sampling_opts){0.1, 0.1, 2}, 60, &r, &was_exact),
                  (void)0);
    rel_graph_free(&g);
}

/* 0 -> {1, 2, 3} -> 4 -> 5 and 0 -> 6 -> 5, so that the one path 0 -> 6 -> 5 is shorter than those through 4;
 * 4 -> 7 and 0 -> 8 -> 9 -> 7: three of the four paths 0 -> 7 run through 4. Every ordered pair is drawn
 * 10,000 times. */
static void uniform_paths(rel_ctx *ctx)
{
    enum { N = 10, SAMPLES = N * (N - 1) * 10000 };
    const rel_vid source[] = {0, 0, 0, 1, 2, 3, 4, 0, 6, 4, 0, 8, 9},
                  target[] = {1, 2, 3, 4, 4, 4, 5, 6, 5, 7, 8, 9, 7};
    for (int reversed = 0; reversed < 2; reversed++) {
        rel_graph g = {0};
        rel_path_search *s;
        int64_t count[N] = {0};
        double exact[N];
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        build(ctx, &g, N, 13, reversed ? target : source, reversed ? source : target, true);
        CHECK_OK(ctx, rel_path_search_new(ctx, &g, &s));
        for (int64_t i = 0; i < SAMPLES; i++) rel_path_sample(s, 1, i, count);
        CHECK_OK(ctx, rel_betweenness(ctx, &g, REL_BETWEENNESS_DEFAULTS, exact));
        CHECK(fabs(exact[4] - 6.75) < 1e-5 && fabs(exact[9] - 1.25) < 1e-5);
        for (int v = 0; v < N; v++)
            CHECK(fabs((double)count[v] - 1e4 * exact[v]) <= 5 * sqrt(1e4 * exact[v]));
        rel_scratch_release(ctx, mark);
        rel_graph_free(&g);
    }
}

/* A chain of 3000 diamonds: up to 2^3000 shortest paths. From joint i to joint j the two middles of each
 * diamond between are drawn alike; the joint in the middle of the chain carries half of all ordered pairs
 * that have a path. */
static void many_paths(rel_ctx *ctx)
{
    enum { DIAMONDS = 3000, N = 3 * DIAMONDS + 1 };
    rel_vid *source = malloc(4 * DIAMONDS * sizeof *source), *target = malloc(4 * DIAMONDS * sizeof *target);
    double *score = malloc(N * sizeof *score);
    rel_graph g = {0};
    rel_sampled r = {.score = score};
    for (rel_vid k = 0; k < DIAMONDS; k++) {
        for (rel_vid i = 0; i < 4; i++) {
            source[4 * k + i] = i < 2 ? 3 * k : 3 * k + i - 1;
            target[4 * k + i] = i < 2 ? 3 * k + 1 + i : 3 * k + 3;
        }
    }
    build(ctx, &g, N, 4 * DIAMONDS, source, target, true);
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.1, 0.1, 0}, &r));
    const rel_vid middle = 3 * (DIAMONDS / 2);
    CHECK(fabs(score[middle] - 0.25) < 0.1);
    CHECK(fabs(score[middle + 1] - 0.125) < 0.1 && fabs(score[middle + 2] - 0.125) < 0.1);
    CHECK(fabs(score[middle + 1] + score[middle + 2] - score[middle]) < 0.02);
    rel_graph_free(&g);
    free(source);
    free(target);
    free(score);
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

/* A star of 50, stopped before the first sample, in the first phase, after it: what is there holds, and says
 * how well. */
static void stopped(rel_ctx *ctx)
{
    enum { N = 50 };
    static const int64_t at[] = {0, 512, 5000};
    rel_vid source[N], target[N], order[2];
    rel_graph g = {0};
    double score[N], error[N], exact = (N - 1.) * (N - 2) / (N * (N - 1.));
    bool tied[2];
    rel_sampled r = {.score = score, .error = error, .order = order, .tied = tied};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = 7;
        target[v] = v;
    }
    build(ctx, &g, N, N, source, target, false);
    for (int k = 0; k < 3; k++) {
        stopper s = {.stop = at[k] == 0, .at = at[k]};
        ctx->stop = &s.stop;
        ctx->progress = stop_at;
        ctx->user = &s;
        CHECK(rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.002, 0.1, k == 2 ? 0 : 2}, &r) ==
              REL_E_STOPPED);
        CHECK(fabs(score[7] - exact) <= error[7] && error[3] == 0 && r.widest == error[7]);
        CHECK(at[k] == 0 ? error[7] == 1 && r.samples == 0 : error[7] < 0.2 && error[7] > 0.002);
        CHECK(k != 1 || (r.samples == 512 && order[0] == 7 && !tied[0] && tied[1]));
        CHECK(r.first_phase == (k == 2 ? 2000 : at[k]));
    }
    ctx->stop = NULL;
    ctx->progress = NULL;
    CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.002, 0.1, 0}, &r));
    CHECK(fabs(score[7] - exact) <= error[7] && error[7] <= 0.002);
    rel_graph_free(&g);
}

static void limits(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2}, target[] = {0, 1, 2};
    rel_graph g = {0}, one_way;
    double score[3] = {9, 9, 9}, error[3];
    rel_vid order[3];
    bool tied[3], exact;
    rel_sampled r = {.score = score, .error = error, .order = order, .tied = tied};
    for (rel_vid n = 0; n <= 3; n++) { /* self loops are dropped: no edges are left */
        for (int directed = 0; directed < 2; directed++) {
            build(ctx, &g, n, n, source, target, directed);
            CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.01, 0.1, 3}, &r));
            for (rel_vid v = 0; v < n; v++)
                CHECK(score[v] == 0 && error[v] == 0 && order[v] == v && tied[v] == (v + 1 < n));
            CHECK(r.samples == 0 && r.widest == 0 && !r.capped);
            CHECK_OK(ctx, rel_betweenness_auto(ctx, &g, (rel_sampling_opts){0.01, 0.1, 3}, 1, &r, &exact));
            for (rel_vid v = 0; v < n; v++)
                CHECK(exact && score[v] == 0 && error[v] == 0 && tied[v] == (v + 1 < n));
            rel_graph_free(&g);
        }
    }
    build(ctx, &g, 3, 3, source, target, true);
    CHECK(rel_betweenness_sample(ctx, &g, (rel_sampling_opts){1e-7, 0.1, 0}, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: epsilon 1e-07 is not from 1e-06 to 0.5");
    CHECK(rel_betweenness_sample(ctx, &g, (rel_sampling_opts){(double)NAN, 0.1, 0}, &r) == REL_E_USAGE);
    CHECK(rel_betweenness_sample(ctx, &g, (rel_sampling_opts){0.1, 1, 0}, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: delta 1 is not above 0 and below 1");
    CHECK(rel_betweenness_auto(ctx, &g, (rel_sampling_opts){0.1, 0.1, -1}, 1e9, &r, &exact) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: -1 first accounts are too few");
    one_way = g;
    one_way.in.off = NULL;
    CHECK(rel_betweenness_sample(ctx, &one_way, REL_SAMPLING_DEFAULTS, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "betweenness: the graph was built without both directions");
    rel_graph_free(&g);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 100000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    double *score = malloc(N * sizeof *score);
    rel_graph g = {0};
    rel_sampled r = {.score = score};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
    }
    build(ctx, &g, N, N, source, target, true);
    for (int threads = 1; threads <= 4; threads *= 4) {
        ctx->threads = threads;
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_betweenness_sample(ctx, &g, REL_SAMPLING_DEFAULTS, &r));
        CHECK((double)ctx->arena.peak_bytes < (13 + 28.25 * threads) * N + 120e3);
        CHECK((double)ctx->arena.peak_bytes > (13 + 28.25 * threads) * N);
    }
    ctx->threads = 2;
    rel_graph_free(&g);
    free(source);
    free(target);
    free(score);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    intervals();
    plan_spends_delta(&ctx, 0);
    plan_spends_delta(&ctx, 3);
    by_hand(&ctx);
    uniform_paths(&ctx);
    many_paths(&ctx);
    stopped(&ctx);
    limits(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
