/* The two ways to estimate reach, forwards and backwards, against each other: they share no code. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/rr_samples.h"
#include "algorithms/diffusion/spread.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { N = 1000, M = 5000, RUNS = 3000, SAMPLES = 100000, SEEDS = 4, RIVALS = 2 };

static rel_status make_graph(rel_ctx *ctx, rel_graph *g)
{
    static rel_vid source[M], target[M];
    for (int e = 0; e < M; e++) {
        const double x = rel_rand_unit(31, 1, (uint64_t)e), y = rel_rand_unit(31, 2, (uint64_t)e);
        source[e] = (rel_vid)(y * sqrt(y) * N);
        target[e] = (rel_vid)(x * x * N);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target};
    return rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g);
}

typedef struct estimate {
    double mean, error; /* standard */
} estimate;

static estimate backwards(rel_ctx *ctx, const rel_influence *f, const double *audience, const rel_vid *seed)
{
    static uint8_t in[N];
    const uint8_t *const set[] = {in};
    rel_rr_sampler *sampler = NULL;
    int64_t hits = 0;
    memset(in, 0, sizeof in);
    for (int i = 0; i < SEEDS; i++) in[seed[i]] = 1;
    CHECK_OK(ctx, rel_rr_sampler_new(ctx, f, audience, &sampler));
    CHECK_OK(ctx, rel_rr_judge(ctx, sampler, 7, 0, SAMPLES, set, 1, &hits));
    const double share = (double)hits / SAMPLES, all = rel_rr_audience(sampler);
    rel_rr_sampler_delete(sampler);
    return (estimate){share * all, all * sqrt(share * (1 - share) / SAMPLES)};
}

static estimate forwards(rel_ctx *ctx, const rel_graph *g, const rel_influence *f, const double *audience,
                         const rel_vid *seed)
{
    rel_spread_result r;
    const rel_spread_opts o = {.runs = RUNS, .audience = audience};
    CHECK_OK(ctx, rel_spread(ctx, g, f, seed, SEEDS, &o, &r));
    const estimate e = {r.reach.mean, (r.reach.high - r.reach.low) / 2 / 1.96};
    rel_spread_free(&r);
    return e;
}

int main(void)
{
    static float p[M], delay[M];
    static double audience[N];
    const rel_vid seed[SEEDS] = {0, 3, 40, 900}, rival[RIVALS] = {1, 5};
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    CHECK_OK(&ctx, make_graph(&ctx, &g));
    for (rel_eid e = 0; e < g.m; e++) {
        const double x = rel_rand_unit(31, 3, (uint64_t)e);
        p[e] = (float)(x * x * x);
        delay[e] = (float)(0.5 + rel_rand_unit(31, 4, (uint64_t)e));
    }
    for (rel_vid v = 0; v < N; v++) audience[v] = v % 3 ? (double)(v % 10) : 0;
    const rel_influence_opts way[] = {
        {.rule = REL_INFLUENCE_CASCADE},
        {.rule = REL_INFLUENCE_CASCADE, .max_hops = 2},
        {.rule = REL_INFLUENCE_CASCADE, .rival = rival, .rivals = RIVALS},
        {.rule = REL_INFLUENCE_CASCADE, .mean_delay = 2, .max_time = 5},
        {.rule = REL_INFLUENCE_UNIFORM, .p = 0.08},
        {.rule = REL_INFLUENCE_UNIFORM, .p = 0.4, .max_hops = 3, .rival = rival, .rivals = RIVALS},
        {.rule = REL_INFLUENCE_TRIVALENCY},
        {.rule = REL_INFLUENCE_GIVEN, .given = p},
        {.rule = REL_INFLUENCE_GIVEN, .given = p, .rival = rival, .rivals = RIVALS},
        {.rule = REL_INFLUENCE_GIVEN, .given = p, .delay = delay, .max_time = 2},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE, .max_hops = 3},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_GIVEN, .given = p},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_GIVEN, .given = p, .mean_delay = 1, .max_time = 3},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_UNIFORM, .p = 0.3},
    };
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        rel_influence f;
        const double *worth = i % 2 ? audience : NULL;
        CHECK_OK(&ctx, rel_influence_make(&ctx, &g, &way[i], &f));
        const estimate a = forwards(&ctx, &g, &f, worth, seed), b = backwards(&ctx, &f, worth, seed);
        const double error = sqrt(a.error * a.error + b.error * b.error);
        CHECK(a.mean > 0 && error < 0.05 * a.mean);
        CHECK(fabs(a.mean - b.mean) <= 4.5 * error);
        if (fabs(a.mean - b.mean) > 4.5 * error)
            fprintf(stderr, "way %zu: %g and %g, error %g\n", i, a.mean, b.mean, error);
        rel_influence_free(&f);
    }
    rel_graph_free(&g);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
