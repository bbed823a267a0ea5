/* What each pick brings, against plain set arithmetic on the same samples. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/contributions.h"
#include "graph/builder.h"
#include "tests/check.h"
#include "tests/random_samples.h"

enum { N = 60, SAMPLES = 640, PICKS = 7, GROUPS = 3, QUOTA_GROUPS = 4, RUNNER_UPS = 5 };

#define AUDIENCE 60.0

/* A case: rules with everything in them, drawn by its number. */
typedef struct setting {
    rel_rr_samples s;
    rel_vid pick[PICKS];
    uint8_t base[N], barred[N];
    double cost[N];
    int32_t quota_group[N], group[N];
    int64_t at_least[QUOTA_GROUPS], at_most[QUOTA_GROUPS];
    rel_quota quota;
    rel_pick_rules rules;
} setting;

static void make_setting(uint64_t number, bool limits, setting *x)
{
    int64_t used[QUOTA_GROUPS] = {0};
    double paid = 0;
    x->s = samples_random(number, N, number % 4 < 2 ? SAMPLES : REL_RR_BLOCK, 9); /* few: many are tied */
    for (rel_vid v = 0; v < N; v++) {
        x->base[v] = rel_rand_below(number, 1, v, 12) == 0;
        x->barred[v] = rel_rand_below(number, 2, v, 6) == 0;
        x->cost[v] = (double)(1 + rel_rand_below(number, 3, v, 5));
        if (limits && v % 13 == 5) x->cost[v] = NAN;
        x->quota_group[v] = (int32_t)rel_rand_below(number, 4, v, QUOTA_GROUPS + 1) - 1;
        x->group[v] = (int32_t)rel_rand_below(number, 5, v, GROUPS + 1) - 1;
    }
    int count = 0;
    for (rel_vid v = 0; v < N && count < PICKS; v++) {
        if (x->base[v] || x->barred[v] || isnan(x->cost[v])) continue;
        if (x->quota_group[v] >= 0) used[x->quota_group[v]]++;
        paid += x->cost[v];
        x->pick[count++] = v;
    }
    CHECK(count == PICKS);
    for (int g = 0; g < QUOTA_GROUPS; g++) {
        x->at_least[g] = g % 2 ? used[g] : 0;
        x->at_most[g] = g == 2 ? -1 : used[g] + (g == 3);
    }
    x->quota = (rel_quota){"kind", x->quota_group, QUOTA_GROUPS, x->at_least, x->at_most};
    x->rules = (rel_pick_rules){.count = PICKS};
    if (number % 3) x->rules.base = x->base;
    if (!limits) return;
    x->rules.barred = x->barred;
    x->rules.cost = x->cost;
    x->rules.budget = paid + (double)(number % 3) - 1;
    if (x->rules.budget < paid) x->rules.budget = paid;
    x->rules.quota = &x->quota;
    x->rules.quotas = 1;
}

/* Reach of the base and the accounts with in[v] != 0; `also`: only among roots of this group; -1: all. */
static double reach_of(const setting *x, const uint8_t *picked, bool with_base, int32_t group)
{
    uint8_t in[N];
    int64_t met = 0;
    for (rel_vid v = 0; v < N; v++) in[v] = picked[v] || (with_base && x->rules.base && x->rules.base[v]);
    if (group < 0) return (double)samples_met(&x->s, in) / (double)x->s.count * AUDIENCE;
    for (int64_t i = 0; i < x->s.count; i++) {
        uint32_t size, j = 0;
        const rel_vid *set = rel_rr_set(&x->s, i, &size);
        while (j < size && !in[set[j]]) j++;
        met += j < size && x->group[set[0]] == group;
    }
    return (double)met / (double)x->s.count * AUDIENCE;
}

/* The whole of the rules, for a set of accounts. */
static bool is_permitted(const setting *x, const uint8_t *in)
{
    const rel_pick_rules *r = &x->rules;
    int64_t used[QUOTA_GROUPS] = {0}, count = 0;
    double paid = 0;
    for (rel_vid v = 0; v < N; v++) {
        if (!in[v]) continue;
        if ((r->barred && r->barred[v]) || (r->base && r->base[v]) || (r->cost && isnan(r->cost[v])))
            return false;
        count++;
        paid += r->cost ? r->cost[v] : 0;
        if (x->quota_group[v] >= 0) used[x->quota_group[v]]++;
    }
    if (count > r->count || (r->budget > 0 && paid > r->budget)) return false;
    for (int g = 0; r->quotas && g < QUOTA_GROUPS; g++)
        if (used[g] < x->at_least[g] || (x->at_most[g] >= 0 && used[g] > x->at_most[g])) return false;
    return true;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void check_replacement(const setting *x, const rel_contribution *c, uint8_t *in)
{
    const double whole = reach_of(x, in, true, -1);
    rel_vid best = REL_VID_NONE;
    in[c->pick] = 0;
    double most = reach_of(x, in, true, -1);
    CHECK(near(c->loss, whole - most));
    for (rel_vid v = 0; v < N; v++) {
        if (in[v] || v == c->pick) continue;
        in[v] = 1;
        const double reach = reach_of(x, in, true, -1);
        if (reach > most + 1e-9 && is_permitted(x, in)) {
            most = reach;
            best = v;
        }
        in[v] = 0;
    }
    in[c->pick] = 1;
    CHECK(c->replacement == best);
    CHECK(near(c->replaced, most - whole));
}

static void check_pick(const setting *x, const rel_contributions *r, int i, uint8_t *in)
{
    const rel_contribution *c = &r->pick[i];
    uint8_t one[N] = {0}, before[N] = {0}, other[N] = {0};
    double most = 0;
    rel_vid with = REL_VID_NONE;
    one[x->pick[i]] = 1;
    const double own = reach_of(x, one, false, -1);
    CHECK(c->pick == x->pick[i] && near(c->own, own));
    for (int k = 0; k < i; k++) before[x->pick[k]] = 1;
    const double without = reach_of(x, before, true, -1);
    before[x->pick[i]] = 1;
    CHECK(near(c->added, reach_of(x, before, true, -1) - without));
    check_replacement(x, c, in);
    CHECK(near(c->overlap, own > 0 ? (own - c->loss) / own : 0));
    for (int k = 0; k < PICKS; k++) {
        if (k == i) continue;
        memset(other, 0, sizeof other);
        other[x->pick[k]] = 1;
        const double other_own = reach_of(x, other, false, -1);
        other[x->pick[i]] = 1;
        const double both = own + other_own - reach_of(x, other, false, -1);
        if (both <= most + 1e-9) continue;
        most = both;
        with = x->pick[k];
    }
    CHECK(c->overlaps_most == with && near(c->overlap_most, most));
    for (int32_t g = 0; g < GROUPS; g++) CHECK(near(r->by_group[i * GROUPS + g], reach_of(x, one, false, g)));
}

static void check_runner_ups(const setting *x, const rel_contributions *r, uint8_t *in)
{
    const double whole = reach_of(x, in, true, -1);
    double last = INFINITY;
    setting roomy = *x; /* count and budget are used up and not looked at; nor is what must be there */
    roomy.rules.count = PICKS + 1;
    roomy.rules.budget = 0;
    roomy.rules.quota = &roomy.quota;
    int64_t place = 0;
    uint8_t taken[N] = {0};
    for (; place < RUNNER_UPS; place++) {
        rel_vid best = REL_VID_NONE;
        double most = 0;
        for (rel_vid v = 0; v < N; v++) {
            if (in[v] || taken[v]) continue;
            in[v] = 1;
            const double added = reach_of(x, in, true, -1) - whole;
            if (added > most + 1e-9 && is_permitted(&roomy, in)) {
                most = added;
                best = v;
            }
            in[v] = 0;
        }
        if (best == REL_VID_NONE) break;
        CHECK(place < r->runner_ups && r->runner_up[place] == best);
        CHECK(place < r->runner_ups && near(r->runner_up_added[place], most) && most <= last + 1e-9);
        last = most;
        taken[best] = 1;
    }
    CHECK(r->runner_ups == place);
}

static rel_status judge(rel_ctx *ctx, const setting *x, rel_contributions *r)
{
    return rel_contributions_of(ctx, &x->s, N, AUDIENCE, &x->rules, x->pick, PICKS, RUNNER_UPS, x->group,
                                GROUPS, r);
}

static void against_sets(rel_ctx *ctx)
{
    for (uint64_t number = 0; number < 24; number++) {
        setting x;
        rel_contributions r;
        uint8_t in[N] = {0}, nobody[N] = {0};
        double sum = 0;
        make_setting(number, number % 2, &x);
        for (int i = 0; i < PICKS; i++) in[x.pick[i]] = 1;
        CHECK(is_permitted(&x, in));
        CHECK_OK(ctx, judge(ctx, &x, &r));
        for (int i = 0; i < PICKS; i++) {
            check_pick(&x, &r, i, in);
            sum += r.pick[i].added;
        }
        for (int32_t g = 0; g < GROUPS; g++) CHECK(near(r.set_by_group[g], reach_of(&x, in, true, g)));
        CHECK(near(r.base, reach_of(&x, nobody, true, -1)) && near(r.reach, reach_of(&x, in, true, -1)));
        CHECK(near(r.base + sum, r.reach) && r.samples == (double)x.s.count);
        check_runner_ups(&x, &r, in);
        rel_contributions_free(&r);
        samples_free(&x.s);
    }
}

static bool same(const rel_contributions *a, const rel_contributions *b)
{
    bool equal = a->runner_ups == b->runner_ups && a->reach == b->reach &&
                 memcmp(a->by_group, b->by_group, PICKS * GROUPS * sizeof *a->by_group) == 0 &&
                 memcmp(a->set_by_group, b->set_by_group, GROUPS * sizeof *a->set_by_group) == 0;
    for (int i = 0; i < PICKS; i++) {
        const rel_contribution *x = &a->pick[i], *y = &b->pick[i];
        equal = equal && x->own == y->own && x->added == y->added && x->loss == y->loss &&
                x->replacement == y->replacement && x->replaced == y->replaced &&
                x->overlaps_most == y->overlaps_most && x->overlap_most == y->overlap_most;
    }
    for (int64_t i = 0; equal && i < a->runner_ups; i++)
        equal = a->runner_up[i] == b->runner_up[i] && a->runner_up_added[i] == b->runner_up_added[i];
    return equal;
}

static void threads(rel_ctx *ctx)
{
    setting x;
    rel_contributions r[3];
    const int kept = ctx->threads, of[] = {1, 2, 8};
    make_setting(5, true, &x);
    for (int k = 0; k < 3; k++) {
        ctx->threads = of[k];
        CHECK_OK(ctx, judge(ctx, &x, &r[k]));
    }
    CHECK(same(&r[0], &r[1]) && same(&r[0], &r[2]));
    for (int k = 0; k < 3; k++) rel_contributions_free(&r[k]);
    ctx->threads = 1;
    CHECK_TORTURE(ctx, judge(ctx, &x, &r[0]), rel_contributions_free(&r[0]));
    ctx->threads = kept;
    samples_free(&x.s);
}

/* A star: the centre reaches everybody, a leaf itself. */
static void drawn(rel_ctx *ctx)
{
    enum { LEAVES = 20 };
    rel_vid source[LEAVES], target[LEAVES];
    rel_graph g;
    rel_influence f;
    rel_rr_sampler *sampler = NULL;
    rel_contributions r;
    const rel_vid pick[] = {3, 0};
    for (rel_vid v = 0; v < LEAVES; v++) source[v] = v + 1, target[v] = 0;
    const rel_edges edges = {.count = LEAVES, .source = source, .target = target};
    const rel_influence_opts o = {.rule = REL_INFLUENCE_UNIFORM, .p = 1};
    const rel_pick_rules rules = {.count = 2};
    CHECK_OK(ctx, rel_graph_build(ctx, LEAVES + 1, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
    CHECK_OK(ctx, rel_rr_sampler_new(ctx, &f, NULL, &sampler));
    CHECK_OK(ctx, rel_contributions_make(ctx, sampler, &rules, pick, 2, 20000, 3, NULL, 0, &r));
    CHECK(r.samples >= 20000 && r.reach == LEAVES + 1 && r.base == 0);
    CHECK(r.pick[1].own == LEAVES + 1 && fabs(r.pick[0].own - 1) < 0.15 && r.pick[0].loss == 0);
    CHECK(r.pick[0].overlap == 1 && r.pick[0].overlaps_most == 0 && r.pick[0].overlap_most == r.pick[0].own);
    CHECK(r.pick[1].added == r.reach - r.pick[0].own && r.pick[1].replaced < -LEAVES + 2);
    CHECK(r.pick[0].replacement == REL_VID_NONE && r.pick[0].replaced == 0 && r.runner_ups == 0);
    rel_contributions_free(&r);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_contributions_make(ctx, sampler, &rules, pick, 2, 20000, 3, NULL, 0, &r) == REL_E_STOPPED);
    CHECK(!r.pick && !r.runner_up);
    ctx->stop = NULL;
    rel_rr_sampler_delete(sampler);
    rel_influence_free(&f);
    rel_graph_free(&g);
}

static void degenerate(rel_ctx *ctx)
{
    setting x;
    rel_contributions r;
    const rel_rr_samples none = {0};
    const rel_vid twice[] = {4, 4}, beyond = N;
    make_setting(2, false, &x);
    CHECK_OK(ctx, rel_contributions_of(ctx, &x.s, N, AUDIENCE, &x.rules, NULL, 0, 2, NULL, 0, &r));
    CHECK(near(r.reach, r.base) && r.runner_ups == 2 && !r.by_group);
    rel_contributions_free(&r);
    CHECK_OK(ctx, rel_contributions_of(ctx, &none, N, AUDIENCE, &x.rules, x.pick, PICKS, 2, NULL, 0, &r));
    CHECK(r.reach == 0 && r.pick[0].own == 0 && r.pick[0].overlap == 0 && r.runner_ups == 0);
    rel_contributions_free(&r);
    const rel_pick_rules plain = {.count = 2};
    CHECK(rel_contributions_of(ctx, &x.s, N, AUDIENCE, &plain, twice, 2, 0, NULL, 0, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "contributions: pick 2 is no account, in the base or there twice");
    CHECK(rel_contributions_of(ctx, &x.s, N, AUDIENCE, &plain, &beyond, 1, 0, NULL, 0, &r) == REL_E_USAGE);
    CHECK(rel_contributions_of(ctx, &x.s, N, AUDIENCE, &plain, twice, 1, -1, NULL, 0, &r) == REL_E_USAGE);
    CHECK(!r.pick);
    samples_free(&x.s);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    against_sets(&ctx);
    threads(&ctx);
    drawn(&ctx);
    degenerate(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
