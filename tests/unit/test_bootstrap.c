/* Resampled graphs: the distribution of what is drawn, agreement of both directions, any number of threads;
 * and what a bootstrap says of rankings whose sureness is known. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/resample.h"
#include "src/base/rng.h"
#include "src/insight/bootstrap.h"
#include "tests/check.h"

enum { ROUNDS = 4000 };

static void build(rel_ctx *ctx, rel_vid n, const rel_edges *edges, bool directed, rel_graph *g)
{
    const rel_build_opts opts = {.directed = directed, .directions = REL_BUILD_BOTH};
    CHECK_OK(ctx, rel_graph_build(ctx, n, edges, opts, g));
}

static void random_graph(rel_ctx *ctx, bool directed, bool weighted, rel_graph *g)
{
    enum { N = 3000, M = 30000 };
    rel_vid *source = malloc(M * sizeof *source), *target = malloc(M * sizeof *target);
    float *weight = malloc(M * sizeof *weight);
    if (!source || !target || !weight) exit(2);
    for (uint64_t e = 0; e < M; e++) {
        source[e] = (rel_vid)rel_rand_below(1, 0, e, N);
        target[e] = (rel_vid)(rel_rand_below(1, 1, e, N) * rel_rand_below(1, 2, e, N) / N);
        weight[e] = (float)(1 + rel_rand_below(1, 3, e, 40));
    }
    build(ctx, N,
          &(rel_edges){.count = M, .source = source, .target = target, .weight = weighted ? weight : NULL},
          directed, g);
    free(weight);
    free(target);
    free(source);
}

/* The draws of an edge of weight k are Poisson: mean k and variance k, within 5 standard errors; their
 * distribution function is that of Poisson at its own median. */
static void distribution(rel_ctx *ctx, float weight, double acts, rel_resample_unit unit)
{
    static const rel_vid source[] = {0}, target[] = {1};
    rel_graph g, h;
    rel_resampler r;
    double sum = 0, squares = 0, none = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    build(ctx, 2, &(rel_edges){.count = 1, .source = source, .target = target, .weight = &weight}, true, &g);
    CHECK_OK(ctx, rel_resampler_init(ctx, &g, unit, &r));
    for (uint64_t i = 0; i < ROUNDS; i++) {
        rel_resample(ctx, &r, i, &h);
        const double x = h.m ? (double)h.out.weight[0] / (double)weight * acts : 0;
        CHECK(fabs(x - round(x)) < 1e-4 * acts && (h.m == 0 || h.out.weight[0] > 0));
        sum += x;
        squares += (x - acts) * (x - acts);
        none += h.m == 0;
    }
    const double mean = sum / ROUNDS, variance = squares / ROUNDS, p_none = exp(-acts);
    CHECK(fabs(mean - acts) < 5 * sqrt(acts / ROUNDS));
    CHECK(fabs(variance - acts) < 5 * sqrt((acts + 2 * acts * acts) / ROUNDS));
    CHECK(fabs(none / ROUNDS - p_none) < 5 * sqrt(p_none * (1 - p_none) / ROUNDS) + 1e-9);
    rel_scratch_release(ctx, mark);
    rel_graph_free(&g);
}

/* Every arc u -> v of out is one of in, with the same weight, and rows stay sorted. */
static bool directions_agree(const rel_graph *g)
{
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++) {
            const rel_eid at = rel_graph_find(g, g->in.adj[e], v);
            if (at < 0 || g->out.weight[at] != g->in.weight[e]) return false;
            if (e > g->in.off[v] && g->in.adj[e] <= g->in.adj[e - 1]) return false;
        }
    return g->in.off[g->n] == g->m && g->out.off[g->n] == g->m;
}

static void both_directions(rel_ctx *ctx)
{
    for (int kind = 0; kind < 4; kind++) {
        rel_graph g, h;
        rel_resampler r;
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        random_graph(ctx, kind & 1, kind & 2, &g);
        CHECK_OK(ctx, rel_resampler_init(ctx, &g, REL_RESAMPLE_ACTS, &r));
        rel_resample(ctx, &r, 5, &h);
        CHECK(directions_agree(&h) && h.m > g.m / 2 && h.m < g.m && h.directed == g.directed);
        const rel_eid m = h.m;
        float *weight = malloc((size_t)m * sizeof *weight);
        if (!weight) exit(2);
        memcpy(weight, h.out.weight, (size_t)m * sizeof *weight);
        for (ctx->threads = 1; ctx->threads <= 8; ctx->threads *= 8) {
            rel_resample(ctx, &r, 5, &h);
            CHECK(h.m == m && memcmp(weight, h.out.weight, (size_t)m * sizeof *weight) == 0);
        }
        ctx->threads = 2;
        rel_resample(ctx, &r, 6, &h);
        CHECK(h.m != m || memcmp(weight, h.out.weight, (size_t)m * sizeof *weight) != 0);
        free(weight);
        rel_scratch_release(ctx, mark);
        rel_graph_free(&g);
    }
}

/* 0 receives 900 interactions, 1 and 2 receive 400 each, 3 one: 0 is first for sure, 1 and 2 are even. */
static void build_known(rel_ctx *ctx, rel_graph *g)
{
    static const rel_vid source[] = {4, 4, 4, 4}, target[] = {0, 1, 2, 3};
    static const float weight[] = {900, 400, 400, 1};
    build(ctx, 5, &(rel_edges){.count = 4, .source = source, .target = target, .weight = weight}, true, g);
}

static rel_status doubt(rel_ctx *ctx, const rel_graph *g, int64_t replicates, rel_bootstrap *b)
{
    static const rel_vid asked[] = {0, 1, 2, 3};
    rel_ranking base;
    rel_bootstrap_opts o = {
        .replicates = replicates,
        .k = 2,
        .ranking = {.by = {REL_BY_IN_STRENGTH}, .criteria = 1, .scoring = REL_SCORING_DEFAULTS}};
    *b = (rel_bootstrap){0};
    rel_status st = rel_rank(ctx, g, &o.ranking, &base);
    if (st == REL_OK) st = rel_bootstrap_ranking(ctx, g, &base, &o, asked, 4, b);
    rel_ranking_free(&base);
    return st;
}

static void known(rel_ctx *ctx)
{
    rel_graph g;
    rel_bootstrap b, c;
    build_known(ctx, &g);
    CHECK_OK(ctx, doubt(ctx, &g, 400, &b));
    CHECK(b.replicates == 400 && b.k == 2 && b.count == 4 && b.not_converged == 0);
    CHECK(b.account[0].low == 1 && b.account[0].high == 1 && b.account[0].top_share == 1);
    CHECK(b.account[1].low == 2 && b.account[1].high == 3 && b.account[2].low == 2 && b.account[2].high == 3);
    CHECK(fabs(b.account[1].top_share - 0.5) < 0.13 && b.account[3].low == 4 && b.account[3].top_share == 0);
    /* 0 is always there, and the second place is kept in half of the cases. */
    CHECK(fabs(b.overlap - 0.75) < 0.07 && fabs(b.account[1].top_share + b.account[2].top_share - 1) < 1e-12);
    ctx->threads = 8;
    CHECK_OK(ctx, doubt(ctx, &g, 400, &c));
    CHECK(c.overlap == b.overlap && memcmp(b.account, c.account, 4 * sizeof *b.account) == 0);
    ctx->threads = 2;
    ctx->seed = 2;
    rel_bootstrap_free(&c);
    CHECK_OK(ctx, doubt(ctx, &g, 400, &c));
    CHECK(c.overlap != b.overlap);
    ctx->seed = REL_SEED_DEFAULT;
    rel_bootstrap_free(&c);
    rel_bootstrap_free(&b);
    CHECK(doubt(ctx, &g, 0, &b) == REL_E_USAGE);
    rel_graph_free(&g);
}

static volatile sig_atomic_t stop;

static void stop_at_third(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    (void)user, (void)unit, (void)total;
    if (strcmp(what, "bootstrap") == 0 && done == 3) stop = 1;
}

/* What was done so far stands. */
static void stopped(rel_ctx *ctx)
{
    rel_graph g;
    rel_bootstrap b;
    build_known(ctx, &g);
    ctx->stop = &stop;
    ctx->progress = stop_at_third;
    CHECK(doubt(ctx, &g, 100, &b) == REL_E_STOPPED);
    CHECK(b.replicates == 3 && b.account[0].low == 1 && b.account[0].top_share == 1);
    rel_bootstrap_free(&b);
    CHECK(doubt(ctx, &g, 100, &b) == REL_E_STOPPED && !b.account);
    ctx->stop = NULL;
    ctx->progress = NULL;
    rel_graph_free(&g);
}

static rel_status doubt_and_free(rel_ctx *ctx, const rel_graph *g)
{
    rel_bootstrap b;
    const rel_status st = doubt(ctx, g, 2, &b);
    rel_bootstrap_free(&b);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    distribution(&ctx, 1, 1, REL_RESAMPLE_ACTS);
    distribution(&ctx, 2.5f, 3, REL_RESAMPLE_ACTS);
    distribution(&ctx, 16, 16, REL_RESAMPLE_ACTS);
    distribution(&ctx, 17, 17, REL_RESAMPLE_ACTS);
    distribution(&ctx, 1000, 1000, REL_RESAMPLE_ACTS);
    distribution(&ctx, 5e7f, 1e6, REL_RESAMPLE_ACTS);
    distribution(&ctx, 1000, 1, REL_RESAMPLE_EDGES);
    both_directions(&ctx);
    known(&ctx);
    stopped(&ctx);
    build_known(&ctx, &g);
    CHECK_TORTURE(&ctx, doubt_and_free(&ctx, &g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
