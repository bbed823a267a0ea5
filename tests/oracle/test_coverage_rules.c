/* Greedy and bounds under all rules, against trying every permitted set. */
#include "algorithms/diffusion/coverage.h"
#include "algorithms/diffusion/feasibility.h"
#include "tests/check.h"
#include "tests/random_rules.h"
#include "tests/random_samples.h"

enum { SAMPLES = 256, MOST = 4 };

static uint32_t bits_of(const rel_cover *cover)
{
    uint32_t set = 0;
    for (int64_t i = 0; i < cover->count; i++) set |= 1u << cover->pick[i];
    return set;
}

static int64_t met_by(const rel_rr_samples *s, uint32_t set)
{
    uint8_t in[RULES_N];
    for (rel_vid v = 0; v < RULES_N; v++) in[v] = set >> v & 1;
    return s->base_hits + samples_met(s, in);
}

/* The most that a permitted set meets; -1: none is permitted. */
static int64_t best_of_all(const rel_rr_samples *s, const rel_pick_rules *rules, rel_vid n)
{
    int64_t best = -1;
    for (uint32_t set = 0; set < 1u << n; set++)
        if (rules_permit(rules, n, set)) {
            const int64_t met = met_by(s, set);
            if (met > best) best = met;
        }
    return best;
}

/* The least money that obeys the other rules, and `more`. */
static double small_budget(rel_pick_rules rules, rel_vid n, double more)
{
    double least = INFINITY;
    rules.budget = 1e9;
    for (uint32_t set = 0; set < 1u << n; set++) {
        double cost = 0;
        if (!rules_permit(&rules, n, set)) continue;
        for (rel_vid v = 0; v < n; v++) cost += set >> v & 1 ? rules.cost[v] : 0;
        least = fmin(least, cost);
    }
    return least + more < 1e9 ? least + more : 1;
}

/* Sums, for a look at how tight the bounds are. */
typedef struct totals {
    int64_t cases, covered, best, bound, dual;
} totals;

static void one_case(rel_ctx *ctx, const rel_rr_samples *s, const rel_pick_rules *rules, rel_vid n,
                     double promise, totals *t)
{
    const int64_t best = best_of_all(s, rules, n);
    CHECK(rel_rules_check(ctx, n, rules, NULL, NULL) == (best < 0 ? REL_E_USAGE : REL_OK));
    if (best < 0) return;
    rel_coverage *c = NULL;
    rel_cover cover;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_coverage_new(ctx, n, &c));
    CHECK_OK(ctx, rel_cover_select(ctx, c, s, rules, &cover));
    const uint32_t set = bits_of(&cover);
    CHECK(rules_permit(rules, n, set));
    CHECK(__builtin_popcount(set) == cover.count);
    CHECK(cover.covered == met_by(s, set) && cover.covered <= best);
    int64_t sum = s->base_hits;
    for (int64_t i = 0; i < cover.count; i++) sum += cover.added[i];
    CHECK(sum == cover.covered);
    CHECK((double)(cover.covered - s->base_hits) >= promise * (double)(best - s->base_hits));
    CHECK(cover.bound >= best);
    t->cases++;
    t->covered += cover.covered, t->best += best, t->bound += cover.bound;
    CHECK_OK(ctx, rel_cover_bound(ctx, c, s, rules, 0, 100, &cover));
    CHECK(cover.bound >= best);
    t->dual += cover.bound;
    rel_coverage_delete(c);
    rel_scratch_release(ctx, mark);
}

/* A bound on sets of more accounts than are picked, that need not hold the base. */
static void more_rivals(rel_ctx *ctx)
{
    uint8_t base[RULES_N] = {0, 1};
    for (uint64_t seed = 0; seed < 60; seed++) {
        rel_rr_samples s = samples_random(seed, RULES_N, SAMPLES, MOST), left = samples_new(SAMPLES, MOST);
        /* As they are drawn: samples that the base meets are stored empty. */
        for (int64_t i = 0; i < SAMPLES; i++) {
            uint32_t size;
            bool met = false;
            const rel_vid *set = rel_rr_set(&s, i, &size);
            for (uint32_t j = 0; j < size; j++) met |= base[set[j]];
            left.base_hits += met;
            for (uint32_t j = 0; j < size && !met; j++) samples_add(&left, i, set[j]);
        }
        const rel_pick_rules rules = {.count = 2, .rival_count = 3, .base = base}, free_rules = {.count = 3};
        const int64_t best = best_of_all(&s, &free_rules, RULES_N);
        rel_coverage *c = NULL;
        rel_cover cover;
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        CHECK_OK(ctx, rel_coverage_new(ctx, RULES_N, &c));
        CHECK_OK(ctx, rel_cover_select(ctx, c, &left, &rules, &cover));
        CHECK(cover.count == 2 && cover.bound >= best);
        CHECK_OK(ctx, rel_cover_bound(ctx, c, &left, &rules, 0, 60, &cover));
        CHECK(cover.bound >= best);
        rel_scratch_release(ctx, mark);
        rel_coverage_delete(c);
        samples_free(&s);
        samples_free(&left);
    }
}

/* Sum over groups of size * sqrt(share met). */
static double fairness(const rel_rr_samples *s, const int32_t *group, int32_t groups, uint32_t set)
{
    double size[8] = {0}, met[8] = {0}, sum = 0;
    for (int64_t i = 0; i < s->count; i++) {
        uint32_t members;
        bool hit = false;
        const rel_vid *v = rel_rr_set(s, i, &members);
        if (!members) continue;
        const int32_t g = group[v[0]] < 0 ? groups : group[v[0]];
        for (uint32_t j = 0; j < members; j++) hit |= set >> v[j] & 1;
        size[g]++;
        met[g] += hit;
    }
    for (int32_t g = 0; g <= groups; g++)
        if (size[g] > 0) sum += size[g] * sqrt(met[g] / size[g]);
    return sum;
}

/* The fair choice is fairer than the plain one, and near the fairest. */
static void fair_choice(rel_ctx *ctx)
{
    int32_t group[RULES_N];
    double plain = 0, fair = 0, best = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        rel_rr_samples s = samples_random(seed, RULES_N, SAMPLES, 2);
        for (rel_vid v = 0; v < RULES_N; v++) group[v] = (int32_t)(v / 3) - 1;
        rel_pick_rules rules = {.count = 3};
        double most = 0, found[2];
        for (uint32_t set = 0; set < 1u << RULES_N; set++)
            if (__builtin_popcount(set) <= 3) most = fmax(most, fairness(&s, group, 3, set));
        for (int i = 0; i < 2; i++) {
            rel_coverage *c = NULL;
            rel_cover cover;
            const rel_arena_mark mark = rel_scratch_mark(ctx);
            rules.fair_group = i ? group : NULL;
            rules.fair_groups = i ? 3 : 0;
            CHECK_OK(ctx, rel_coverage_new(ctx, RULES_N, &c));
            CHECK_OK(ctx, rel_cover_select(ctx, c, &s, &rules, &cover));
            found[i] = fairness(&s, group, 3, bits_of(&cover));
            rel_scratch_release(ctx, mark);
            rel_coverage_delete(c);
        }
        CHECK(found[1] >= 0.632 * most && found[1] <= most * 1.000001);
        plain += found[0], fair += found[1], best += most;
        samples_free(&s);
    }
    CHECK(fair > plain * 1.005 && fair > best * .98);
}

static void all_rules(rel_ctx *ctx)
{
    random_rules r;
    totals t = {0}, plain = {0}, paid = {0}, fair = {0}, tight = {0}, one = {0};
    for (uint64_t seed = 0; seed < 250; seed++) {
        const rel_vid n = 5 + (rel_vid)(seed % (RULES_N - 4));
        random_rules_make(seed, n, &r);
        rel_rr_samples s = samples_random(seed, n, SAMPLES, MOST);
        s.base_hits = (int64_t)(seed % 5);
        one_case(ctx, &s, &r.rules, n, 0, &t);
        rel_pick_rules some = {.count = 1 + (int64_t)(seed % n), .barred = r.barred};
        one_case(ctx, &s, &some, n, 0.632, &plain);
        some = (rel_pick_rules){.cost = r.cost, .budget = 1 + (double)(seed % 19)};
        one_case(ctx, &s, &some, n, 0.405, &paid);
        some = r.rules;
        some.cost = r.cost, some.includes = 0;
        some.budget = small_budget(some, n, (double)(seed % 4) + .1);
        one_case(ctx, &s, &some, n, 0, &tight);
        some = (rel_pick_rules){.count = 1 + (int64_t)(seed % n), .quota = r.quota, .quotas = 1};
        one_case(ctx, &s, &some, n, .5, &one);
        some = r.rules;
        some.fair_group = r.fair, some.fair_groups = 3;
        one_case(ctx, &s, &some, n, 0, &fair);
        samples_free(&s);
    }
    fprintf(stderr, "cases, met of the best, best of the bound, best of the dual bound\n");
    const totals *all[] = {&t, &plain, &paid, &fair, &tight, &one};
    for (int i = 0; i < 6; i++) {
        fprintf(stderr, "%d %.4f %.4f %.4f\n", (int)all[i]->cases,
                (double)all[i]->covered / (double)all[i]->best, (double)all[i]->best / (double)all[i]->bound,
                (double)all[i]->best / (double)all[i]->dual);
        CHECK(all[i]->cases > 60);
        CHECK((double)all[i]->covered > .998 * (double)all[i]->best);
        CHECK((double)all[i]->best > .94 * (double)all[i]->dual);
    }
    CHECK((double)one.best > .998 * (double)one.dual);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    all_rules(&ctx);
    more_rivals(&ctx);
    fair_choice(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
