/* The search for the best set against all sets of small graphs, whose reach is known exactly; and what it
 * promises over many seeds. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/influence_bounds.h"
#include "algorithms/diffusion/influence_max.h"
#include "datasets/generators.h"
#include "tests/check.h"
#include "tests/live_worlds.h"

enum { N = 8, SETS = 1 << N, SEEDS = 200 };

typedef struct known {
    rel_graph g;
    float p[WORLD_EDGES];
    rel_influence f;
    rel_vid rival[1];
    double reach[SETS];
} known;

static void know(rel_ctx *ctx, uint64_t seed, rel_influence_opts o, known *k)
{
    live_worlds w = {.model = o.model, .max_hops = o.max_hops, .rivals = o.rivals ? 1u << o.rival[0] : 0};
    *k = (known){0};
    CHECK_OK(ctx, live_worlds_graph(ctx, seed, N, 10, &k->g, k->p));
    o.given = k->p;
    o.rule = REL_INFLUENCE_GIVEN;
    CHECK_OK(ctx, rel_influence_make(ctx, &k->g, &o, &k->f));
    live_worlds_edges(&k->g, k->p, &w);
    for (w.seeds = 0; w.seeds < SETS; w.seeds++) k->reach[w.seeds] = live_worlds_count(&w);
}

static void forget(known *k)
{
    rel_influence_free(&k->f);
    rel_graph_free(&k->g);
}

static unsigned mask_of(const rel_influence_max_result *r)
{
    unsigned mask = 0;
    for (int64_t i = 0; i < r->count; i++) mask |= 1u << r->pick[i];
    return mask;
}

static double best_of(const known *k, int64_t count, unsigned barred, unsigned base)
{
    double best = 0;
    for (unsigned s = 0; s < SETS; s++)
        if (__builtin_popcount(s) <= count && !(s & (barred | base))) best = fmax(best, k->reach[s | base]);
    return best;
}

/* Over many seeds: both bounds hold together as often as promised, the interval as often as it says, and the
 * set is always as good as the certificate said, and as 1 - 1/e - epsilon, when the bounds hold. */
static void promises(rel_ctx *ctx, const known *k, int64_t count, int64_t fresh)
{
    const double best = best_of(k, count, 0, 0), delta = 0.2;
    int wrong = 0, outside = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const rel_influence_max_opts o = {
            .rules = {.count = count}, .epsilon = 0.3, .delta = delta, .fresh = fresh};
        rel_influence_max_result r;
        ctx->seed = seed;
        CHECK_OK(ctx, rel_influence_max(ctx, &k->f, &o, &r));
        CHECK(r.count == count && r.end == REL_MAX_REACHED && r.certificate >= 1 - exp(-1) - 0.3);
        const double reach = k->reach[mask_of(&r)];
        const bool held = r.proved_low <= reach + 1e-9 && r.best_high >= best - 1e-9;
        wrong += !held;
        outside += !(r.low <= reach + 1e-9 && reach <= r.high + 1e-9);
        if (held) CHECK(reach >= r.certificate * best - 1e-9);
        double sum = r.base_reach;
        for (int64_t i = 0; i < count; i++) sum += r.added[i];
        CHECK(fabs(sum - r.reach) < 1e-6);
        rel_influence_max_free(&r);
    }
    ctx->seed = 1;
    CHECK(wrong <= SEEDS * delta);
    CHECK(outside <= SEEDS * 0.05 + 4 * sqrt(SEEDS * 0.05 * 0.95));
}

/* With a high certificate asked, greedy on enough samples and the dual bound come within a twentieth of the
 * best of all permitted sets. */
static void near_best(rel_ctx *ctx, const known *k, int64_t count)
{
    uint8_t barred[N] = {0, 0, 1}, base[N] = {0, 1};
    for (int rules = 0; rules < 4; rules++) {
        const rel_influence_max_opts o = {
            .rules = {.count = count, .barred = rules & 1 ? barred : NULL, .base = rules & 2 ? base : NULL},
            .epsilon = 0.1,
            .delta = 0.01,
            .certificate = 0.9};
        rel_influence_max_result r;
        const unsigned out = rules & 1 ? 1u << 2 : 0, with = rules & 2 ? 1u << 1 : 0;
        const double best = best_of(k, count, out, with);
        CHECK_OK(ctx, rel_influence_max(ctx, &k->f, &o, &r));
        const unsigned mask = mask_of(&r);
        CHECK(r.count == count && !(mask & (out | with)));
        CHECK(r.end == REL_MAX_REACHED || r.end == REL_MAX_SAMPLES);
        CHECK(k->reach[mask | with] >= r.certificate * best - 1e-9);
        CHECK(r.end != REL_MAX_REACHED || r.certificate >= 0.9);
        CHECK(fabs(r.base_reach - k->reach[with]) < 0.15 && r.reach >= r.base_reach);
        rel_influence_max_free(&r);
    }
}

static void exact_graphs(rel_ctx *ctx)
{
    const rel_vid rival[] = {3};
    const rel_influence_opts opts[] = {
        {.model = REL_SPREAD_IC}, {.model = REL_SPREAD_LT}, {.max_hops = 1}, {.rival = rival, .rivals = 1}};
    for (int i = 0; i < 4; i++) {
        known k;
        know(ctx, 11 + (uint64_t)i, opts[i], &k);
        promises(ctx, &k, 2, i % 2 ? -1 : 0);
        near_best(ctx, &k, 1);
        near_best(ctx, &k, 3);
        forget(&k);
    }
}

/* Hub 0 is heard by eight of each ten, 1 and 2 by all ten each: greedy takes 0 first, a list of 1 and 2 is
 * better. */
static void better_list(rel_ctx *ctx)
{
    enum { LEAVES = 20, ACCOUNTS = 3 + LEAVES };
    static rel_vid source[2 * LEAVES], target[2 * LEAVES];
    rel_eid m = 0;
    rel_graph g = {0};
    rel_influence f = {0};
    rel_influence_max_result r;
    for (rel_vid i = 0; i < LEAVES; i++) {
        source[m] = 3 + i, target[m++] = i < 10 ? 1 : 2;
        if (i % 10 < 8) source[m] = 3 + i, target[m++] = 0;
    }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    const rel_influence_opts all = {.rule = REL_INFLUENCE_UNIFORM, .p = 1};
    const rel_vid good[] = {1, 2}, bad[] = {5, 6};
    const rel_rival_list list[] = {{"leaves", bad, 2}, {"both", good, 2}};
    rel_influence_max_opts o = {
        .rules = {.count = 2}, .epsilon = 0.1, .delta = 0.01, .certificate = 0.95, .list = list, .lists = 2};
    CHECK_OK(ctx, rel_graph_build(ctx, ACCOUNTS, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &all, &f));
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
    CHECK(r.chosen_list == 1 && r.count == 2 && r.pick[0] == 1 && r.pick[1] == 2);
    CHECK(fabs(r.reach - 22) < 0.7 && fabs(r.list_reach[0] - 2) < 0.7 && fabs(r.list_reach[1] - 22) < 0.7);
    CHECK(fabs(r.added[0] - 11) < 0.7 && r.proved_low <= 22 && r.best_high >= 22 && r.certificate >= 0.95);
    rel_influence_max_free(&r);
    o.lists = 0;
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r)); /* greedy stays below: no sample will change that */
    CHECK(r.chosen_list == -1 && r.pick[0] == 0 && r.end == REL_MAX_SAMPLES && r.certificate < 0.92);
    rel_influence_max_free(&r);
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void kronecker(rel_ctx *ctx, int scale, rel_influence_opts o, rel_graph *g, rel_influence *f)
{
    rel_edge_list list = {0};
    CHECK_OK(ctx, rel_generate_rmat(ctx, (rel_rmat_opts){.scale = scale, .edge_factor = 8, .directed = true},
                                    &list));
    const rel_edges edges = rel_edge_list_as_edges(&list);
    CHECK_OK(ctx, rel_graph_build(ctx, list.n, &edges, REL_BUILD_DEFAULTS, g));
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, f));
    rel_edge_list_free(&list);
}

static bool same(const rel_influence_max_result *a, const rel_influence_max_result *b)
{
    return a->count == b->count && !memcmp(a->pick, b->pick, (size_t)a->count * sizeof *a->pick) &&
           !memcmp(a->added, b->added, (size_t)a->count * sizeof *a->added) &&
           !memcmp(&a->reach, &b->reach, 8 * sizeof(double) - sizeof(double)) && a->samples == b->samples &&
           a->judged == b->judged && a->members == b->members && a->looks == b->looks && a->end == b->end;
}

/* Ends the search when more than `after` samples have been drawn for choosing: between two looks. */
typedef struct ender {
    volatile sig_atomic_t stop;
    int64_t after;
} ender;

static void watch(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    ender *e = user;
    (void)unit;
    (void)total;
    if (e->after && strcmp(what, "drawing") == 0 && done >= e->after) e->stop = 1;
}

static void any_threads(rel_ctx *ctx, const rel_influence *f, rel_influence_max_opts o, int64_t stop_after)
{
    static const int threads[] = {1, 2, 8};
    rel_influence_max_result r[3];
    for (int i = 0; i < 3; i++) {
        ender e = {.after = stop_after};
        ctx->threads = threads[i];
        ctx->stop = &e.stop;
        ctx->user = &e;
        ctx->progress = watch;
        CHECK_OK(ctx, rel_influence_max(ctx, f, &o, &r[i]));
        CHECK(r[i].end == (stop_after ? REL_MAX_STOPPED : REL_MAX_REACHED));
        CHECK(same(&r[0], &r[i]));
        ctx->stop = NULL;
        ctx->progress = NULL;
    }
    for (int i = 0; i < 3; i++) rel_influence_max_free(&r[i]);
    ctx->threads = 1;
}

/* Memory: at most 16 bytes a stored member, beside what lies ready for each account and each thread. */
static void larger(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_influence f = {0};
    rel_influence_max_result r;
    kronecker(ctx, 11, (rel_influence_opts){0}, &g, &f);
    rel_influence_max_opts o = {.rules = {.count = 20}, .epsilon = 0.1, .delta = 0.01};
    any_threads(ctx, &f, o, 0);
    o.certificate = 0.9;
    o.fresh = -1;
    any_threads(ctx, &f, o, 0);
    any_threads(ctx, &f, o, 2000);
    ctx->arena.peak_bytes = ctx->arena.used_bytes;
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
    CHECK(r.dual && r.members > 50000);
    CHECK(r.bytes <= 16 * r.members + 16 * (int64_t)g.n);
    CHECK((int64_t)ctx->arena.peak_bytes + r.bytes <=
          16 * r.members + 64 * (int64_t)g.n + ctx->threads * (int64_t)(1 << 20));
    rel_influence_max_free(&r);
    /* too little memory, too little time: what there is by then */
    o.max_bytes = 1;
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
    CHECK(r.end == REL_MAX_MEMORY && r.looks == 1 && r.count == 20 && r.certificate > 0);
    rel_influence_max_free(&r);
    o.max_bytes = 0;
    o.time_limit = 1e-9;
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
    CHECK(r.end == REL_MAX_TIME && r.looks == 1 && r.count == 20 && r.certificate > 0);
    rel_influence_max_free(&r);
    volatile sig_atomic_t stop = 1; /* no set yet */
    ctx->stop = &stop;
    CHECK(rel_influence_max(ctx, &f, &o, &r) == REL_E_STOPPED && !r.pick);
    ctx->stop = NULL;
    rel_influence_free(&f);
    rel_graph_free(&g);
}

/* Large samples: sentinels, and the promise holds with them. */
static void sentinels(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_influence f = {0};
    rel_influence_max_result r;
    int64_t hits;
    kronecker(ctx, 10, (rel_influence_opts){.rule = REL_INFLUENCE_UNIFORM, .p = 0.1}, &g, &f);
    rel_influence_max_opts o = {.rules = {.count = 20}, .epsilon = 0.1, .delta = 0.01, .fresh = -1};
    any_threads(ctx, &f, o, 0);
    rel_vid first[20];
    for (rel_vid j = 0; j < 20; j++) first[j] = j;
    const rel_rival_list list = {"first", first, 20};
    o.list = &list;
    for (int i = 0; i < 4; i++) {
        o.certificate = i % 2 ? 0.9 : 0; /* more than so many sentinels let through */
        o.lists = i / 2;                 /* judged anew when the search begins again */
        rel_rr_sampler *sampler = NULL;
        uint8_t *picked = calloc(g.n, 1);
        const uint8_t *const set[] = {picked};
        CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
        CHECK(r.count == 20 && (i % 2 || r.sentinels));
        for (int64_t j = 0; j < r.count; j++) {
            CHECK(!picked[r.pick[j]]);
            picked[r.pick[j]] = 1;
        }
        CHECK_OK(ctx, rel_rr_sampler_new(ctx, &f, NULL, &sampler));
        CHECK_OK(ctx, rel_rr_judge(ctx, sampler, 999, 0, 1 << 15, set, 1, &hits));
        const double reach = (double)g.n * (double)hits / (1 << 15);
        CHECK(reach * 1.03 >= r.proved_low && reach <= r.best_high * 1.03);
        CHECK(fabs(reach - r.reach) < 0.1 * reach);
        CHECK(r.certificate >= (i % 2 ? 0.9 : 0.53));
        rel_rr_sampler_delete(sampler);
        free(picked);
        rel_influence_max_free(&r);
    }
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void degenerate(rel_ctx *ctx)
{
    rel_influence_max_result r;
    for (rel_vid n = 0; n <= 5; n += n ? 4 : 1)
        for (int model = 0; model < 2; model++) {
            rel_graph g = {0};
            rel_influence f = {0};
            const rel_edges edges = {0};
            const rel_influence_opts alone = {.model = (rel_spread_model)model};
            const uint8_t all[5] = {1, 1, 1, 1, 1}, but_one[5] = {1, 1, 1, 0, 1};
            rel_influence_max_opts o = {.rules = {.count = 9}, .epsilon = 0.1, .delta = 0.01};
            CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, &g));
            CHECK_OK(ctx, rel_influence_make(ctx, &g, &alone, &f));
            CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r)); /* more than there are */
            CHECK(r.count == n && fabs(r.reach - n) < 1e-9 && r.certificate > 0.5);
            rel_influence_max_free(&r);
            o.rules.barred = all;
            CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r)); /* nobody may */
            CHECK(r.count == 0 && r.reach == 0 && r.certificate == 1);
            rel_influence_max_free(&r);
            o.rules.barred = n == 5 ? but_one : NULL;
            o.rules.count = 1;
            CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
            CHECK(r.count == (n > 0) && (n != 5 || r.pick[0] == 3));
            rel_influence_max_free(&r);
            rel_influence_free(&f);
            rel_graph_free(&g);
        }
}

/* Budgets pass through: the two cheap ones together reach more than the dear one. */
static void budget(rel_ctx *ctx)
{
    static const rel_vid source[] = {3, 4, 5, 6, 7, 8, 9}, target[] = {0, 0, 0, 1, 1, 2, 2};
    const double cost[] = {10, 4, 4, 9, 9, 9, 9, 9, 9, 9};
    rel_graph g = {0};
    rel_influence f = {0};
    rel_influence_max_result r;
    const rel_edges edges = {.count = 7, .source = source, .target = target};
    const rel_influence_opts sure = {.rule = REL_INFLUENCE_UNIFORM, .p = 1};
    rel_influence_max_opts o = {
        .rules = {.cost = cost, .budget = 10}, .epsilon = 0.1, .delta = 0.01, .certificate = 0.9};
    CHECK_OK(ctx, rel_graph_build(ctx, 10, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &sure, &f));
    CHECK_OK(ctx, rel_influence_max(ctx, &f, &o, &r));
    CHECK(r.count == 2 && mask_of(&r) == 6 && fabs(r.reach - 6) < 0.3);
    CHECK(r.best_high >= 6 && r.certificate <= 6 / 6.5); /* a fifth of account 0 would fit, too */
    rel_influence_max_free(&r);
    o.certificate = 0;
    CHECK_TORTURE(ctx, rel_influence_max(ctx, &f, &o, &r), rel_influence_max_free(&r));
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void refuse(rel_ctx *ctx, const rel_influence *f, rel_influence_max_opts o, const char *words)
{
    rel_influence_max_result r;
    CHECK(rel_influence_max(ctx, f, &o, &r) == REL_E_USAGE && !r.pick);
    CHECK_TEXT(ctx->message, words);
}

static void errors(rel_ctx *ctx)
{
    known k;
    know(ctx, 1, (rel_influence_opts){0}, &k);
    rel_influence_max_opts o = {.rules = {.count = 1}, .epsilon = 0.1, .delta = 0.01}, bad = o;
    bad.epsilon = 0.7;
    refuse(ctx, &k.f, bad, "influence: epsilon 0.7 is not between 0 and 1 - 1/e");
    bad = o, bad.delta = 1;
    refuse(ctx, &k.f, bad, "influence: delta 1 is not between 0 and 1");
    bad = o, bad.certificate = 1;
    refuse(ctx, &k.f, bad, "influence: a certificate of 1 is not a number from 0 to .999");
    bad = o, bad.time_limit = -1;
    refuse(ctx, &k.f, bad, "influence: a time limit of -1 is not a number from 0");
    bad = o, bad.lists = 99;
    refuse(ctx, &k.f, bad, "influence: 99 lists are not from 0 to 24");
    bad = o, bad.rules.count = 0;
    refuse(ctx, &k.f, bad, "influence: neither how many to pick nor a budget was given");
    forget(&k);
}

/* Tables of the beta distribution's quantiles, to seven digits. */
static void shares(void)
{
    CHECK(fabs(rel_share_low(5, 10, 0.025) - 0.1870860) < 2e-7);
    CHECK(fabs(rel_share_high(5, 10, 0.025) - 0.8129140) < 2e-7);
    CHECK(fabs(rel_share_low(1, 10, 0.025) - 0.00252858) < 2e-7);
    CHECK(fabs(rel_share_high(1, 10, 0.025) - 0.4450161) < 2e-7);
    CHECK(fabs(rel_share_low(10, 10, 0.025) - pow(0.025, 0.1)) < 2e-7);
    CHECK(fabs(rel_share_low(50000, 1000000, 1e-8) - 0.048785987) < 1e-8);
    CHECK(fabs(rel_share_high(50000, 1000000, 1e-8) - 0.051233221) < 1e-8);
    CHECK(rel_share_low(0, 10, 0.1) == 0 && rel_share_high(10, 10, 0.1) == 1);
    CHECK(fabs(rel_log_choose(10, 3) - log(120)) < 1e-9 && rel_log_choose(3, 5) == 0);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    shares();
    errors(&ctx);
    exact_graphs(&ctx);
    better_list(&ctx);
    budget(&ctx);
    degenerate(&ctx);
    larger(&ctx);
    sentinels(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
