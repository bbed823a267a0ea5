/* Spread against the exact numbers of small graphs. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/spread.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"
#include "tests/live_worlds.h"

enum { RUNS = 20000 };

/* A mean of so many runs is within 4.6 standard errors: once in 200,000 it is not. */
static bool about(double found, double exact, double variance, int64_t runs)
{
    return fabs(found - exact) <= 4.6 * sqrt(fmax(variance, 1e-12) / (double)runs) + 1e-9;
}

static void bits_to_list(uint32_t bits, rel_vid *list, int64_t *count)
{
    *count = 0;
    for (rel_vid v = 0; v < 32; v++)
        if (bits >> v & 1) list[(*count)++] = v;
}

/* Every account, every hop and the sum against all worlds. */
static void compare(rel_ctx *ctx, const rel_graph *g, const rel_influence *f, live_worlds *w)
{
    rel_vid seed[WORLD_VERTICES];
    int64_t seeds;
    int32_t group[WORLD_VERTICES];
    double audience[WORLD_VERTICES], exact_reach = 0, exact_group[3] = {0};
    rel_spread_result r;
    bits_to_list(w->seeds, seed, &seeds);
    live_worlds_count(w);
    for (rel_vid v = 0; v < g->n; v++) {
        group[v] = (int32_t)(v % 4) - 1;
        audience[v] = v % 3 ? 0.5 * v : 1;
        exact_reach += audience[v] * w->reached[v];
        if (group[v] >= 0) exact_group[group[v]] += audience[v] * w->reached[v];
    }
    const rel_spread_opts o = {.runs = RUNS,
                               .audience = audience,
                               .group = group,
                               .groups = 3,
                               .hops = WORLD_VERTICES,
                               .by_account = true};
    CHECK_OK(ctx, rel_spread(ctx, g, f, seed, seeds, &o, &r));
    for (rel_vid v = 0; v < g->n; v++)
        CHECK(about(r.probability[v], w->reached[v], w->reached[v] * (1 - w->reached[v]), RUNS));
    const double error = (r.reach.high - r.reach.low) / 2 / 1.96;
    CHECK(fabs(r.reach.mean - exact_reach) <= 4.6 * error + 1e-9);
    for (int c = 0; c < 3; c++) {
        const double half = (r.by_group[c].high - r.by_group[c].low) / 2;
        CHECK(fabs(r.by_group[c].mean - exact_group[c]) <= 4.6 * fmax(half, 1e-3) + 1e-9);
    }
    double sum = 0;
    for (int h = 0; h <= WORLD_VERTICES; h++) sum += r.by_hop[h];
    CHECK(fabs(sum - r.reach.mean) < 1e-9 * (1 + sum));
    CHECK(r.quantile[0] <= r.quantile[2] && r.quantile[2] <= r.quantile[4] && r.runs == RUNS);
    rel_spread_free(&r);
    const rel_spread_opts plain = {.runs = RUNS, .hops = WORLD_VERTICES};
    CHECK_OK(ctx, rel_spread(ctx, g, f, seed, seeds, &plain, &r));
    for (int h = 0; h <= WORLD_VERTICES; h++)
        CHECK(about(r.by_hop[h], w->by_hop[h], w->by_hop[h] * (double)g->n, RUNS));
    rel_spread_free(&r);
}

typedef struct variant {
    rel_spread_model model;
    rel_influence_rule rule;
    double p;
    int64_t max_hops;
    bool rival;
} variant;

static void one_variant(rel_ctx *ctx, uint64_t number, variant x)
{
    rel_graph g;
    float p[WORLD_EDGES], same[WORLD_EDGES];
    const rel_vid rival[] = {1, 3};
    rel_influence f;
    const rel_vid n = 6 + (rel_vid)(number % 7);
    CHECK_OK(ctx, live_worlds_graph(ctx, number, n, 13, &g, p));
    for (int e = 0; e < WORLD_EDGES; e++) same[e] = (float)x.p;
    const rel_influence_opts o = {.model = x.model,
                                  .rule = x.rule,
                                  .p = (double)(float)x.p,
                                  .given = p,
                                  .max_hops = x.max_hops,
                                  .rival = rival,
                                  .rivals = x.rival ? 2 : 0};
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
    live_worlds w = {.model = x.model, .max_hops = x.max_hops, .seeds = 5, .rivals = x.rival ? 10 : 0};
    live_worlds_edges(&g,
                      x.rule == REL_INFLUENCE_CASCADE   ? NULL
                      : x.rule == REL_INFLUENCE_UNIFORM ? same
                                                        : p,
                      &w);
    compare(ctx, &g, &f, &w);
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void against_worlds(rel_ctx *ctx)
{
    static const variant variants[] = {
        {REL_SPREAD_IC, REL_INFLUENCE_CASCADE, 0, 0, false},
        {REL_SPREAD_IC, REL_INFLUENCE_GIVEN, 0, 0, false},
        {REL_SPREAD_IC, REL_INFLUENCE_GIVEN, 0, 2, false},
        {REL_SPREAD_IC, REL_INFLUENCE_GIVEN, 0, 0, true},
        {REL_SPREAD_IC, REL_INFLUENCE_UNIFORM, 0.6, 0, true},
        {REL_SPREAD_IC, REL_INFLUENCE_UNIFORM, 0.15, 1, false},
        {REL_SPREAD_IC, REL_INFLUENCE_UNIFORM, 0.2, 0, false},
        {REL_SPREAD_LT, REL_INFLUENCE_CASCADE, 0, 0, false},
        {REL_SPREAD_LT, REL_INFLUENCE_GIVEN, 0, 0, false},
        {REL_SPREAD_LT, REL_INFLUENCE_GIVEN, 0, 2, false},
        {REL_SPREAD_LT, REL_INFLUENCE_UNIFORM, 0.3, 0, false},
        {REL_SPREAD_LT, REL_INFLUENCE_UNIFORM, 0.7, 3, false},
        {REL_SPREAD_IC, REL_INFLUENCE_CASCADE, 0, 2, true},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        for (uint64_t k = 0; k < 3; k++) one_variant(ctx, 10 * i + k, variants[i]);
}

/* With all the time in the world delays change nothing about who is reached. */
static void delays_without_end(rel_ctx *ctx)
{
    rel_graph g;
    rel_influence f;
    rel_spread_result r;
    float p[WORLD_EDGES], delay[WORLD_EDGES];
    const rel_vid seed[] = {0, 2, 0};
    for (int i = 0; i < 4; i++) {
        CHECK_OK(ctx, live_worlds_graph(ctx, 77 + (uint64_t)i, 9, 14, &g, p));
        for (int e = 0; e < WORLD_EDGES; e++) delay[e] = 1 + (float)(e % 3);
        const rel_influence_opts o = {.model = i % 2 ? REL_SPREAD_LT : REL_SPREAD_IC,
                                      .rule = REL_INFLUENCE_GIVEN,
                                      .given = p,
                                      .mean_delay = 2,
                                      .delay = i < 2 ? NULL : delay};
        const rel_spread_opts s = {.runs = RUNS, .hops = 3, .by_account = true};
        live_worlds w = {.model = o.model, .seeds = 5};
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
        live_worlds_edges(&g, p, &w);
        live_worlds_count(&w);
        CHECK_OK(ctx, rel_spread(ctx, &g, &f, seed, 3, &s, &r));
        for (rel_vid v = 0; v < g.n; v++)
            CHECK(about(r.probability[v], w.reached[v], w.reached[v] * (1 - w.reached[v]), RUNS));
        CHECK(fabs(r.by_hop[0] - 2) < 1e-12 &&
              fabs(r.by_hop[0] + r.by_hop[1] + r.by_hop[2] + r.by_hop[3] - r.reach.mean) < 1e-9);
        rel_spread_free(&r);
        rel_influence_free(&f);
        rel_graph_free(&g);
    }
}

/* 0 -> 1 -> 3 and 0 -> 2 -> 3 by chance 3/4 each, delays of mean 2: the time along a path is Erlang's. */
static void times(rel_ctx *ctx, rel_spread_model model)
{
    const rel_vid receiver[] = {1, 2, 3, 3}, sender[] = {0, 0, 1, 2}, zero = 0;
    const rel_edges edges = {.count = 4, .source = receiver, .target = sender};
    const double q = model == REL_SPREAD_LT ? 0.5 : 0.75, mean = 2, instant[] = {0, 1, 3, 10};
    rel_graph g;
    rel_influence f;
    rel_spread_result r;
    CHECK_OK(ctx, rel_graph_build(ctx, 4, &edges, REL_BUILD_DEFAULTS, &g));
    for (int limited = 0; limited < 2; limited++) {
        const rel_influence_opts o = {.model = model,
                                      .rule = REL_INFLUENCE_UNIFORM,
                                      .p = q,
                                      .mean_delay = mean,
                                      .max_time = limited ? 3 : 0};
        const rel_spread_opts s = {
            .runs = 4 * RUNS, .hops = 5, .time = instant, .times = 4, .by_account = true};
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
        CHECK_OK(ctx, rel_spread(ctx, &g, &f, &zero, 1, &s, &r));
        for (int k = 0; k < 4; k++) {
            const double t = limited && instant[k] > 3 ? 3 : instant[k], x = t / mean;
            const double one = q * (1 - exp(-x)), two = q * q * (1 - exp(-x) * (1 + x));
            /* LT: 3 listens to 1 or to 2, so the two ways exclude each other */
            const double last = model == REL_SPREAD_LT ? 2 * two : 1 - (1 - two) * (1 - two);
            CHECK(about(r.by_time[k], 1 + 2 * one + last, 1, 4 * RUNS));
            if (k == 2 && limited) CHECK(about(r.probability[3], last, last * (1 - last), 4 * RUNS));
        }
        CHECK(r.by_time[0] == 1);
        rel_spread_free(&r);
        rel_influence_free(&f);
    }
    rel_graph_free(&g);
}

/* 95 % intervals hold the truth about 95 times of 100, and are no wider than that takes. */
static void coverage(rel_ctx *ctx)
{
    enum { SEEDS = 200 };
    rel_graph g;
    rel_influence f;
    rel_spread_result r;
    float p[WORLD_EDGES];
    const rel_vid seed[] = {0, 2};
    const uint64_t kept = ctx->seed;
    const rel_spread_opts s = {.runs = 500};
    int held = 0;
    CHECK_OK(ctx, live_worlds_graph(ctx, 5, 9, 14, &g, p));
    const rel_influence_opts o = {.rule = REL_INFLUENCE_GIVEN, .given = p};
    live_worlds w = {.seeds = 5};
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
    live_worlds_edges(&g, p, &w);
    const double exact = live_worlds_count(&w);
    for (int i = 0; i < SEEDS; i++) {
        ctx->seed = (uint64_t)i + 100;
        CHECK_OK(ctx, rel_spread(ctx, &g, &f, seed, 2, &s, &r));
        held += r.reach.low <= exact && exact <= r.reach.high;
        rel_spread_free(&r);
    }
    ctx->seed = kept;
    CHECK(held >= 178 && held <= 199); /* binomial, 200 of .95: 190 with a deviation of 3.1 */
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static bool same_result(const rel_spread_result *a, const rel_spread_result *b, const rel_spread_opts *o,
                        rel_vid n)
{
    return memcmp(&a->reach, &b->reach, sizeof a->reach) == 0 &&
           memcmp(a->quantile, b->quantile, sizeof a->quantile) == 0 && a->runs == b->runs &&
           memcmp(a->by_group, b->by_group, (size_t)o->groups * sizeof *a->by_group) == 0 &&
           memcmp(a->by_hop, b->by_hop, ((size_t)o->hops + 1) * sizeof *a->by_hop) == 0 &&
           memcmp(a->by_time, b->by_time, (size_t)o->times * sizeof *a->by_time) == 0 &&
           memcmp(a->probability, b->probability, n * sizeof *a->probability) == 0;
}

/* A larger graph: the same bytes at any number of threads, for each way a run is made. */
static void threads(rel_ctx *ctx)
{
    enum { N = 3000, M = 12000 };
    static rel_vid source[M], target[M];
    static int32_t group[N];
    static double audience[N];
    const double instant[] = {1, 2, 5};
    const rel_vid seed[] = {1, 20, 300}, rival[] = {2};
    rel_graph g;
    const int kept = ctx->threads;
    for (int e = 0; e < M; e++) {
        const double x = rel_rand_unit(9, 1, (uint64_t)e);
        source[e] = (rel_vid)rel_rand_below(9, 2, (uint64_t)e, N);
        target[e] = (rel_vid)(x * x * N);
    }
    for (int v = 0; v < N; v++) {
        group[v] = v % 7;
        audience[v] = rel_rand_unit(9, 3, (uint64_t)v);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    const rel_influence_opts ways[] = {
        {.rule = REL_INFLUENCE_CASCADE},
        {.rule = REL_INFLUENCE_UNIFORM, .p = 0.1, .rival = rival, .rivals = 1},
        {.rule = REL_INFLUENCE_TRIVALENCY, .max_hops = 4},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE},
        {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE, .mean_delay = 1},
        {.rule = REL_INFLUENCE_CASCADE, .mean_delay = 1, .max_time = 4},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        rel_influence f;
        rel_spread_result r[3];
        const int of[] = {1, 2, 8};
        const rel_spread_opts o = {.runs = 203,
                                   .audience = i % 2 ? audience : NULL,
                                   .group = group,
                                   .groups = 7,
                                   .hops = 3,
                                   .time = instant,
                                   .times = ways[i].mean_delay > 0 ? 3 : 0,
                                   .by_account = true};
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &ways[i], &f));
        for (int k = 0; k < 3; k++) {
            ctx->threads = of[k];
            CHECK_OK(ctx, rel_spread(ctx, &g, &f, seed, 3, &o, &r[k]));
        }
        CHECK(same_result(&r[0], &r[1], &o, N) && same_result(&r[0], &r[2], &o, N));
        CHECK(r[0].reach.mean > 1 && r[0].reach.low < r[0].reach.high);
        for (int k = 0; k < 3; k++) rel_spread_free(&r[k]);
        ctx->threads = kept;
        rel_influence_free(&f);
    }
    rel_graph_free(&g);
}

/* Seeds are a set, and so are the rival's: another order, and one of them twice, gives the same bytes. */
static void order(rel_ctx *ctx)
{
    enum { N = 500, M = 3000 };
    static rel_vid source[M], target[M];
    static int32_t group[N];
    const rel_vid seed[] = {5, 100, 250, 499}, other[] = {250, 5, 499, 100, 5};
    const rel_vid rival[] = {7, 90, 300}, turned[] = {300, 7, 90};
    const rel_influence_opts ways[] = {{.rule = REL_INFLUENCE_CASCADE},
                                       {.rule = REL_INFLUENCE_UNIFORM, .p = 0.1, .rivals = 3},
                                       {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_TRIVALENCY},
                                       {.rule = REL_INFLUENCE_CASCADE, .mean_delay = 1}};
    const rel_spread_opts o = {.runs = 50, .group = group, .groups = 1, .hops = 3, .by_account = true};
    rel_graph g;
    for (int e = 0; e < M; e++) {
        source[e] = (rel_vid)rel_rand_below(11, 1, (uint64_t)e, N);
        target[e] = (rel_vid)rel_rand_below(11, 2, (uint64_t)e, N);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        rel_spread_result r[2];
        for (int k = 0; k < 2; k++) {
            rel_influence f;
            rel_influence_opts way = ways[i];
            way.rival = k ? turned : rival;
            CHECK_OK(ctx, rel_influence_make(ctx, &g, &way, &f));
            CHECK_OK(ctx, rel_spread(ctx, &g, &f, k ? other : seed, k ? 5 : 4, &o, &r[k]));
            rel_influence_free(&f);
        }
        CHECK(same_result(&r[0], &r[1], &o, N));
        for (int k = 0; k < 2; k++) rel_spread_free(&r[k]);
    }
    rel_graph_free(&g);
}

/* Reach of a star is 1 and a binomial number of 16 leaves. */
static void quantiles(rel_ctx *ctx)
{
    enum { LEAVES = 16 };
    static const double expected[] = {6, 8, 9, 10, 12};
    rel_vid source[LEAVES], target[LEAVES];
    const rel_vid centre = 0;
    rel_graph g;
    rel_influence f;
    rel_spread_result r;
    for (rel_vid v = 0; v < LEAVES; v++) {
        source[v] = v + 1;
        target[v] = 0;
    }
    const rel_edges edges = {.count = LEAVES, .source = source, .target = target};
    const rel_influence_opts o = {.rule = REL_INFLUENCE_UNIFORM, .p = 0.5};
    const rel_spread_opts s = {.runs = RUNS};
    CHECK_OK(ctx, rel_graph_build(ctx, LEAVES + 1, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
    CHECK_OK(ctx, rel_spread(ctx, &g, &f, &centre, 1, &s, &r));
    for (int q = 0; q < 5; q++) CHECK(r.quantile[q] == expected[q]);
    rel_spread_free(&r);
    rel_influence_free(&f);
    rel_graph_free(&g);
}

typedef struct stopping {
    volatile sig_atomic_t stop;
} stopping;

static void ask_to_stop(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    (void)what, (void)unit, (void)total;
    ((stopping *)user)->stop = done > 100;
}

/* What was made before somebody asked to stop is a result; nothing is none. */
static void stopped(rel_ctx *ctx)
{
    rel_graph g;
    rel_influence f;
    rel_spread_result r, again;
    float p[WORLD_EDGES];
    stopping s = {0};
    const rel_vid seed = 0;
    rel_spread_opts o = {.runs = 1000000, .by_account = true};
    CHECK_OK(ctx, live_worlds_graph(ctx, 3, 8, 14, &g, p));
    const rel_influence_opts fo = {.rule = REL_INFLUENCE_CASCADE};
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &fo, &f));
    ctx->stop = &s.stop;
    ctx->progress = ask_to_stop;
    ctx->user = &s;
    CHECK(rel_spread(ctx, &g, &f, &seed, 1, &o, &r) == REL_E_STOPPED);
    CHECK(r.runs > 100 && r.runs < o.runs && r.probability[0] == 1);
    ctx->progress = NULL;
    ctx->stop = NULL;
    o.runs = r.runs;
    CHECK_OK(ctx, rel_spread(ctx, &g, &f, &seed, 1, &o, &again));
    CHECK(memcmp(&r.reach, &again.reach, sizeof r.reach) == 0);
    rel_spread_free(&r);
    rel_spread_free(&again);
    ctx->stop = &s.stop;
    s.stop = 1;
    CHECK(rel_spread(ctx, &g, &f, &seed, 1, &o, &r) == REL_E_STOPPED && r.runs == 0 && !r.by_hop);
    ctx->stop = NULL;
    ctx->user = NULL;
    o.runs = 100;
    CHECK_TORTURE(ctx, rel_spread(ctx, &g, &f, &seed, 1, &o, &r), rel_spread_free(&r));
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void refused(rel_ctx *ctx, const rel_graph *g, const rel_influence *f, rel_spread_opts o,
                    const char *why)
{
    rel_spread_result r;
    const rel_vid seed = 0;
    CHECK(rel_spread(ctx, g, f, &seed, 1, &o, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, why);
    CHECK(!r.by_hop && r.runs == 0);
}

/* Graphs with nothing in them, and calls that make no sense. */
static void degenerate(rel_ctx *ctx)
{
    const rel_vid loops[] = {0, 1}, seed = 0, missing = 7;
    rel_graph none, alone;
    rel_influence f;
    rel_spread_result r;
    const rel_edges no_edges = {0}, self = {.count = 2, .source = loops, .target = loops};
    const rel_influence_opts fo = {.rule = REL_INFLUENCE_UNIFORM, .p = 1};
    const double backwards[] = {2, 1}, bad[] = {1, NAN};
    const int32_t group[] = {0, 3};
    CHECK_OK(ctx, rel_graph_build(ctx, 0, &no_edges, REL_BUILD_DEFAULTS, &none));
    CHECK_OK(ctx, rel_graph_build(ctx, 2, &self, REL_BUILD_DEFAULTS, &alone));
    CHECK_OK(ctx, rel_influence_make(ctx, &none, &fo, &f));
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1}, "spread: the influence is that of another graph");
    CHECK(rel_spread(ctx, &none, &f, &seed, 1, &(rel_spread_opts){.runs = 1}, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "spread: there is no account 0");
    CHECK(rel_spread(ctx, &none, &f, NULL, 0, &(rel_spread_opts){.runs = 1}, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "spread: no account begins");
    rel_influence_free(&f);
    CHECK_OK(ctx, rel_influence_make(ctx, &alone, &fo, &f));
    CHECK_OK(ctx, rel_spread(ctx, &alone, &f, &seed, 1, &(rel_spread_opts){.runs = 1}, &r));
    CHECK(r.reach.mean == 1 && isnan(r.reach.low) && r.quantile[4] == 1 && r.by_hop[0] == 1);
    rel_spread_free(&r);
    CHECK_OK(ctx, rel_spread(ctx, &alone, &f, &seed, 1, &(rel_spread_opts){.runs = 2}, &r));
    CHECK(r.reach.low == 1 && r.reach.high == 1);
    rel_spread_free(&r);
    CHECK(rel_spread(ctx, &alone, &f, &missing, 1, &(rel_spread_opts){.runs = 1}, &r) == REL_E_USAGE);
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 0}, "spread: 0 runs are not from 1 to 100000000");
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1, .hops = -1},
            "spread: fewer than no rows are asked for");
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1, .time = backwards, .times = 2},
            "spread: instants are not ascending from 0");
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1, .time = backwards, .times = 1},
            "spread: without delays there is no time");
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1, .group = group, .groups = 3},
            "spread: there is no group 3");
    refused(ctx, &alone, &f, (rel_spread_opts){.runs = 1, .audience = bad},
            "spread: an audience of nan is not a number from 0");
    rel_influence_free(&f);
    rel_graph_free(&none);
    rel_graph_free(&alone);
}

/* Memory: what the header says, for one thread. */
static void memory(rel_ctx *ctx)
{
    enum { N = 200000, M = 400000 };
    rel_vid *source = malloc(M * sizeof *source), *target = malloc(M * sizeof *target);
    const rel_vid seed = 1;
    const int kept = ctx->threads;
    rel_graph g;
    rel_influence f;
    rel_spread_result r;
    for (int e = 0; e < M; e++) {
        source[e] = (rel_vid)rel_rand_below(4, 1, (uint64_t)e, N);
        target[e] = (rel_vid)rel_rand_below(4, 2, (uint64_t)e, N);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    const struct {
        rel_influence_opts f;
        double account, edge;
    } way[] = {{{.rule = REL_INFLUENCE_UNIFORM, .p = 0.01}, 8.2, 0},
               {{.rule = REL_INFLUENCE_CASCADE}, 12, 8},
               {{.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE}, 20.2, 8},
               {{.rule = REL_INFLUENCE_CASCADE, .mean_delay = 1}, 28.2, 8},
               {{.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_CASCADE, .mean_delay = 1}, 36.2, 8}};
    ctx->threads = 1;
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        const rel_spread_opts o = {.runs = 10};
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &way[i].f, &f));
        rel_ctx fresh;
        rel_ctx_init(&fresh, 1);
        CHECK_OK(&fresh, rel_spread(&fresh, &g, &f, &seed, 1, &o, &r));
        const double fixed = 80 * 1024, room = fixed + way[i].account * N + way[i].edge * (double)g.m;
        CHECK((double)fresh.arena.peak_bytes <= room);
        CHECK((double)fresh.arena.peak_bytes >= 0.9 * (room - fixed));
        rel_ctx_free(&fresh);
        rel_spread_free(&r);
        rel_influence_free(&f);
    }
    ctx->threads = kept;
    rel_graph_free(&g);
    free(source);
    free(target);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    against_worlds(&ctx);
    delays_without_end(&ctx);
    times(&ctx, REL_SPREAD_IC);
    times(&ctx, REL_SPREAD_LT);
    coverage(&ctx);
    order(&ctx);
    quantiles(&ctx);
    threads(&ctx);
    stopped(&ctx);
    degenerate(&ctx);
    memory(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
