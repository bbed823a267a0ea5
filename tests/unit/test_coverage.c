/* Greedy coverage: a case by hand, a greedy written without any of its devices, the rules, any number of
 * threads, memory, degenerate input. */
#include <math.h>

#include "algorithms/diffusion/coverage.h"
#include "algorithms/diffusion/coverage_sets.h"
#include "tests/check.h"
#include "tests/random_samples.h"

/* Greedy as the textbook has it, with the bound OPIM+ after every pick. */
static int64_t textbook(const rel_rr_samples *s, rel_vid n, const rel_pick_rules *r, rel_vid *pick,
                        int64_t *added, int64_t *bound)
{
    uint8_t *met = calloc((size_t)s->count + 1, 1), *in = calloc(n + 1u, 1);
    int64_t *gain = calloc(n + 1u, sizeof *gain), count = 0, covered = s->base_hits;
    *bound = INT64_MAX;
    for (;;) {
        memset(gain, 0, n * sizeof *gain);
        for (int64_t i = 0; i < s->count; i++) {
            uint32_t size;
            const rel_vid *set = rel_rr_set(s, i, &size);
            for (uint32_t j = 0; j < size && !met[i]; j++) gain[set[j]]++;
        }
        for (rel_vid v = 0; v < n; v++)
            if (in[v] || (r->barred && r->barred[v]) || (r->base && r->base[v])) gain[v] = -1;
        if (count >= r->includes) { /* the sum of the largest gains by selection */
            int64_t sum = covered;
            int64_t *left = malloc((n + 1u) * sizeof *left);
            memcpy(left, gain, n * sizeof *left);
            for (int64_t k = (r->rival_count ? r->rival_count : r->count) - r->includes; k > 0; k--) {
                rel_vid best = 0;
                for (rel_vid v = 1; v < n; v++)
                    if (left[v] > left[best]) best = v;
                if (left[best] <= 0) break;
                sum += left[best];
                left[best] = -1;
            }
            free(left);
            if (sum < *bound) *bound = sum;
        }
        rel_vid best = 0;
        for (rel_vid v = 1; v < n; v++)
            if (gain[v] > gain[best]) best = v;
        if (count < r->includes) best = r->included[count];
        if (count == r->count || gain[best] < 0) break;
        in[best] = 1;
        pick[count] = best;
        added[count++] = gain[best];
        covered += gain[best];
        for (int64_t i = 0; i < s->count; i++) {
            uint32_t size;
            const rel_vid *set = rel_rr_set(s, i, &size);
            for (uint32_t j = 0; j < size; j++) met[i] |= set[j] == best;
        }
    }
    free(met);
    free(in);
    free(gain);
    return count;
}

/* Four samples: {0, 1}, {1, 2}, {2}, {3}. Account 1 meets two, so does 2; 1 is smaller. Then 2 and 3 add one
 * each. Before the first pick the two best meet 2 + 2; after it 2 + 1 + 1, which is what any two can do. */
static void by_hand(rel_ctx *ctx)
{
    rel_rr_samples s = samples_new(REL_RR_BLOCK, 4);
    samples_add(&s, 0, 0), samples_add(&s, 0, 1), samples_add(&s, 1, 1);
    samples_add(&s, 1, 2), samples_add(&s, 2, 2), samples_add(&s, 3, 3);
    rel_coverage *c = NULL;
    rel_cover cover;
    const rel_pick_rules rules = {.count = 2};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_coverage_new(ctx, 5, &c));
    CHECK_OK(ctx, rel_cover_select(ctx, c, &s, &rules, &cover));
    CHECK(cover.count == 2 && cover.pick[0] == 1 && cover.pick[1] == 2);
    CHECK(cover.added[0] == 2 && cover.added[1] == 1 && cover.covered == 3 && cover.bound == 4);
    rel_scratch_release(ctx, mark);
    rel_coverage_delete(c);
    samples_free(&s);
}

enum { N = 300, MOST = 12, COUNT = 2048 };

static void compare(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s, rel_vid n,
                    const rel_pick_rules *rules)
{
    rel_cover cover;
    rel_vid *pick = malloc((n + 1u) * sizeof *pick);
    int64_t *added = malloc((n + 1u) * sizeof *added), bound;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const int64_t count = textbook(s, n, rules, pick, added, &bound);
    CHECK_OK(ctx, rel_cover_select(ctx, c, s, rules, &cover));
    CHECK(cover.count == count);
    CHECK(cover.count == count && memcmp(cover.pick, pick, (size_t)count * sizeof *pick) == 0);
    CHECK(cover.count == count && memcmp(cover.added, added, (size_t)count * sizeof *added) == 0);
    int64_t covered = s->base_hits;
    for (int64_t i = 0; i < count; i++) covered += added[i];
    CHECK(cover.covered == covered);
    /* The textbook looks after every pick, the program now and then, and it rounds up what is rare. */
    CHECK(cover.bound >= bound && (double)cover.bound <= (double)bound * 1.03 + 3);
    rel_scratch_release(ctx, mark);
    free(pick);
    free(added);
}

/* Counts from one to all; barred, included, base and rivals; a coverage that grows with its samples. */
static void like_the_textbook(rel_ctx *ctx)
{
    static uint8_t barred[N], base[N];
    const rel_vid included[] = {250, 3, 299};
    for (rel_vid v = 0; v < N; v++) barred[v] = v % 7 == 1, base[v] = v % 11 == 5;
    rel_rr_samples s = samples_random(5, N, COUNT, MOST);
    s.base_hits = 17;
    rel_coverage *c = NULL;
    CHECK_OK(ctx, rel_coverage_new(ctx, N, &c));
    const int64_t counts[] = {0, 1, 2, 5, 20, 60, 150, N, N + 5};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const int64_t k = counts[i];
        rel_rr_samples some = s;
        some.blocks = i < 4 ? (int64_t)i + 1 : s.blocks;
        some.count = some.blocks * REL_RR_BLOCK;
        compare(ctx, c, &some, N, &(rel_pick_rules){.count = k});
        compare(ctx, c, &some, N, &(rel_pick_rules){.count = k, .barred = barred, .rival_count = k + 3});
        if (k >= 5)
            compare(ctx, c, &some, N,
                    &(rel_pick_rules){
                        .count = k, .barred = barred, .base = base, .included = included, .includes = 3});
    }
    rel_coverage_delete(c);
    samples_free(&s);
}

/* Candidates are the accounts that are in many samples, and have to be made anew when those add nothing any
 * more: account 0 meets all that the other 300 hubs are in, and the small ones are left. */
static void many_accounts(rel_ctx *ctx)
{
    enum { HUBS = 300, ACCOUNTS = 4000 };
    rel_rr_samples s = samples_new(COUNT, MOST);
    for (int64_t i = 0; i < COUNT; i++) {
        const bool small = i % 4 == 3;
        const int64_t first = small ? HUBS + i : i * 7;
        if (!small) samples_add(&s, i, 0);
        for (int64_t j = 0; j < (small ? 2 : 8); j++)
            samples_add(&s, i, (rel_vid)(small ? first + j * 9 : 1 + (first + j * 31) % (HUBS - 1)));
    }
    rel_coverage *c = NULL;
    CHECK_OK(ctx, rel_coverage_new(ctx, ACCOUNTS, &c));
    compare(ctx, c, &s, ACCOUNTS, &(rel_pick_rules){.count = 1});
    CHECK(c->least > 1 && c->slots < c->seen_count / 2);
    compare(ctx, c, &s, ACCOUNTS, &(rel_pick_rules){.count = 12});
    CHECK(c->least_share > 0); /* this one had to */
    compare(ctx, c, &s, ACCOUNTS, &(rel_pick_rules){.count = 12});
    rel_coverage_delete(c);
    samples_free(&s);
}

/* Selects among `n` accounts of which v is in meets[v] samples of its own; the picks are `count` digits. */
static void pick_and_compare(rel_ctx *ctx, const char *meets, const rel_pick_rules *rules, const char *picks)
{
    const rel_vid n = (rel_vid)strlen(meets);
    rel_rr_samples s = samples_new(REL_RR_BLOCK, 1);
    rel_coverage *c = NULL;
    rel_cover cover;
    char found[16] = "";
    int64_t at = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (rel_vid v = 0; v < n; v++)
        for (int i = '0'; i < meets[v]; i++) samples_add(&s, at++, v);
    CHECK_OK(ctx, rel_coverage_new(ctx, n, &c));
    CHECK_OK(ctx, rel_cover_select(ctx, c, &s, rules, &cover));
    for (int64_t i = 0; i < cover.count && i < 15; i++) found[i] = (char)('0' + cover.pick[i]);
    CHECK_TEXT(found, picks);
    rel_scratch_release(ctx, mark);
    rel_coverage_delete(c);
    samples_free(&s);
}

static void rules_by_hand(rel_ctx *ctx)
{
    /* The largest gain takes the whole budget; for the money the small ones are better. */
    pick_and_compare(ctx, "54444", &(rel_pick_rules){.cost = (double[]){4, 1, 1, 1, 1}, .budget = 4}, "1234");
    /* The cheapest gain for the money leaves too little for the best. */
    pick_and_compare(ctx, "19", &(rel_pick_rules){.cost = (double[]){.1, 1}, .budget = 1}, "1");
    /* The best for the money after the best single one: 3 for 3 and 2 for 1, not 2 + 2, nor 3 and 2 for 2. */
    pick_and_compare(ctx, "9422", &(rel_pick_rules){.cost = (double[]){8, 4, 1, 2}, .budget = 10}, "02");
    /* Money is exact: ten times a tenth is one. */
    pick_and_compare(
        ctx, "1111111111",
        &(rel_pick_rules){.cost = (double[]){.1, .1, .1, .1, .1, .1, .1, .1, .1, .1}, .budget = 1},
        "0123456789");
    /* Nothing costs nothing; a missing cost bars; a budget and a count. */
    pick_and_compare(ctx, "1293", &(rel_pick_rules){.cost = (double[]){0, 3, NAN, 3}, .budget = 3}, "30");
    pick_and_compare(ctx, "123", &(rel_pick_rules){.cost = (double[]){1, 1, 1}, .budget = 9, .count = 2},
                     "21");

    const int32_t lang[] = {0, 0, 1, 1, -1, 1}, tier[] = {0, 1, 0, 1, -1, 0};
    rel_quota q[] = {{.name = "lang", .group = lang, .groups = 2, .at_least = (int64_t[]){0, 1}},
                     {.name = "tier", .group = tier, .groups = 2, .at_most = (int64_t[]){1, 1}}};
    /* One of 2, 3 and 5, who are in no sample, must be picked; the smallest is. */
    pick_and_compare(ctx, "330010", &(rel_pick_rules){.count = 2, .quota = q, .quotas = 1}, "02");
    /* The cheapest of them, and what is left is spent without endangering that. */
    pick_and_compare(
        ctx, "330010",
        &(rel_pick_rules){.cost = (double[]){3, 2, 9, 3, 1, 4}, .budget = 5, .quota = q, .quotas = 1}, "13");
    /* Of either tier one: 2 would do for the language, but 3 is better, and then 0 goes with it, not 1. */
    pick_and_compare(ctx, "881940", &(rel_pick_rules){.count = 2, .quota = q, .quotas = 2}, "30");
    /* The only pick: 2 is asked for first, 3 is better and obeys as well. */
    pick_and_compare(ctx, "881940", &(rel_pick_rules){.count = 1, .quota = q, .quotas = 2}, "3");
    /* Who adds nothing is picked last, within the quotas. */
    pick_and_compare(ctx, "000010", &(rel_pick_rules){.count = 4, .quota = q + 1, .quotas = 1}, "401");
}

/* Enough members for several parts: the same picks, gains and bounds at any number of threads, plain and with
 * rules; and the dual bound is close where OPIM+ is not. */
static void any_threads(void)
{
    enum { ACCOUNTS = 3000, MANY = 98304, GROUPS = 7, PICKS = 40 };
    static int32_t group[ACCOUNTS];
    static double cost[ACCOUNTS];
    static const int64_t most[GROUPS] = {5, 5, 5, 5, 5, 5, 5};
    rel_rr_samples s = samples_random(3, ACCOUNTS, MANY, MOST);
    for (int v = 0; v < ACCOUNTS; v++) group[v] = v % GROUPS, cost[v] = 1 + v % 5;
    const rel_quota quota = {.name = "group", .group = group, .groups = GROUPS, .at_most = most};
    const rel_pick_rules rules[] = {
        {.count = PICKS},
        {.count = PICKS, .quota = &quota, .quotas = 1, .cost = cost, .budget = 90},
        {.count = PICKS, .fair_group = group, .fair_groups = GROUPS},
    };
    const int threads[] = {1, 2, 8};
    for (int i = 0; i < 3; i++) {
        rel_cover first = {0};
        rel_vid pick[PICKS];
        int64_t greedy_bound = 0;
        for (int t = 0; t < 3; t++) {
            if (i && t == 1) continue; /* two and eight differ as one and eight do */
            rel_ctx ctx;
            rel_coverage *c = NULL;
            rel_cover cover;
            rel_ctx_init(&ctx, threads[t]);
            CHECK_OK(&ctx, rel_coverage_new(&ctx, ACCOUNTS, &c));
            CHECK_OK(&ctx, rel_cover_select(&ctx, c, &s, &rules[i], &cover));
            CHECK(c->parts == (threads[t] == 8 ? (int)(s.members / ((1 << 18) + c->slots)) + 1 : threads[t]));
            const int64_t before = cover.bound;
            CHECK_OK(&ctx, rel_cover_bound(&ctx, c, &s, &rules[i], 0, 12, &cover));
            if (t == 0) {
                first = cover;
                greedy_bound = before;
                memcpy(pick, cover.pick, (size_t)cover.count * sizeof *pick);
            }
            CHECK(cover.count == first.count &&
                  memcmp(pick, cover.pick, (size_t)first.count * sizeof *pick) == 0);
            CHECK(cover.covered == first.covered && before == greedy_bound && cover.bound == first.bound);
            CHECK((double)cover.covered > .97 * (double)cover.bound);
            CHECK((double)cover.covered < .97 * (double)before);
            rel_coverage_delete(c);
            rel_ctx_free(&ctx);
        }
    }
    samples_free(&s);
}

/* At most 16 bytes a stored member, samples included, in the worst case: all sets are of two members and all
 * accounts are candidates; beside it 24 bytes and a bit an account. */
static void memory(rel_ctx *ctx)
{
    rel_rr_samples s = samples_new(COUNT, 2);
    const double cost[2] = {1, 1};
    rel_coverage *c = NULL;
    rel_cover cover;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int64_t i = 0; i < COUNT; i++) samples_add(&s, i, 0), samples_add(&s, i, 1);
    CHECK_OK(ctx, rel_coverage_new(ctx, 2, &c));
    CHECK_OK(ctx, rel_cover_select(ctx, c, &s, &(rel_pick_rules){.cost = cost, .budget = 1}, &cover));
    CHECK(cover.count == 1 && cover.covered == COUNT && cover.bound == COUNT);
    const int64_t samples = 4 * s.members + 4 * s.count, all = samples + rel_coverage_bytes(c);
    CHECK(all <= 16 * s.members + 2 * 25);
    CHECK(all >= 16 * s.members); /* the figure counts what is there */
    rel_scratch_release(ctx, mark);
    rel_coverage_delete(c);
    samples_free(&s);
}

static void degenerate(rel_ctx *ctx)
{
    uint8_t barred[3] = {1, 1, 1};
    double cost[3] = {5, 5, 5};
    rel_rr_samples none = {0}, empty = samples_new(REL_RR_BLOCK, 1), one = samples_new(REL_RR_BLOCK, 1);
    samples_add(&one, 7, 2);
    empty.base_hits = 9;
    const struct {
        const rel_rr_samples *s;
        rel_vid n;
        rel_pick_rules rules;
        int64_t count, covered;
    } cases[] = {
        {&none, 0, {.count = 5}, 0, 0},
        {&none, 3, {.count = 5}, 3, 0},
        {&none, 3, {0}, 0, 0},
        {&empty, 3, {.count = 2}, 2, 9},
        {&empty, 3, {.count = 2, .cost = cost}, 2, 9},
        {&one, 3, {.count = 1}, 1, 1},
        {&one, 3, {.count = 3, .barred = barred}, 0, 0},
        {&one, 3, {.count = 3, .barred = barred, .cost = cost, .budget = 9}, 0, 0},
        {&one, 3, {.cost = cost, .budget = 4}, 0, 0},
        {&one, 3, {.cost = cost, .budget = 5}, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rel_coverage *c = NULL;
        rel_cover cover;
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        CHECK_OK(ctx, rel_coverage_new(ctx, cases[i].n, &c));
        CHECK_OK(ctx, rel_cover_select(ctx, c, cases[i].s, &cases[i].rules, &cover));
        CHECK_OK(ctx, rel_cover_bound(ctx, c, cases[i].s, &cases[i].rules, 0, 9, &cover));
        CHECK(cover.count == cases[i].count && cover.covered == cases[i].covered);
        CHECK(cover.bound == cover.covered);
        rel_scratch_release(ctx, mark);
        rel_coverage_delete(c);
    }
    rel_coverage_delete(NULL);
    samples_free(&empty);
    samples_free(&one);
}

/* Both, with what the picks were forgotten. */
static rel_status both(rel_ctx *ctx, const rel_rr_samples *s, const rel_pick_rules *rules)
{
    rel_coverage *c = NULL;
    rel_cover cover;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_status st = rel_coverage_new(ctx, N, &c);
    if (st == REL_OK) st = rel_cover_select(ctx, c, s, rules, &cover);
    if (st == REL_OK) st = rel_cover_bound(ctx, c, s, rules, 0, 5, &cover);
    rel_scratch_release(ctx, mark);
    rel_coverage_delete(c);
    return st;
}

/* Allocations that fail, a request to stop, what cannot be. */
static void failures(rel_ctx *ctx)
{
    static int32_t group[N];
    for (int v = 0; v < N; v++) group[v] = v % 2;
    const int64_t least[] = {2, 3}, too_many[] = {200, 0};
    const rel_vid included[] = {4, 5};
    rel_quota quota = {.name = "group", .group = group, .groups = 2, .at_least = least};
    rel_rr_samples s = samples_random(2, N, 512, MOST);
    const rel_pick_rules plain = {.count = 9, .included = included, .includes = 2},
                         ruled = {
                             .count = 9, .quota = &quota, .quotas = 1, .fair_group = group, .fair_groups = 2};
    CHECK_TORTURE(ctx, both(ctx, &s, &plain), (void)0);
    CHECK_TORTURE(ctx, both(ctx, &s, &ruled), (void)0);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(both(ctx, &s, &plain) == REL_E_STOPPED);
    CHECK(both(ctx, &s, &ruled) == REL_E_STOPPED);
    ctx->stop = NULL;
    CHECK(both(ctx, &s, &(rel_pick_rules){.count = 1, .included = included, .includes = 2}) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "coverage: more accounts are included than are to be picked");
    quota.at_least = too_many;
    CHECK(both(ctx, &s, &ruled) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "coverage: the rules cannot be obeyed");
    samples_free(&s);
}

int main(void)
{
    rel_ctx ctx;
    const int threads[] = {1, 2, 8};
    for (int i = 0; i < 3; i++) {
        rel_ctx_init(&ctx, threads[i]);
        by_hand(&ctx);
        if (i == 2) like_the_textbook(&ctx);
        rel_ctx_free(&ctx);
    }
    rel_ctx_init(&ctx, 2);
    many_accounts(&ctx);
    rules_by_hand(&ctx);
    memory(&ctx);
    degenerate(&ctx);
    failures(&ctx);
    rel_ctx_free(&ctx);
    any_threads();
    return CHECK_REPORT();
}
