/* Greedy coverage: a case by hand, a greedy written without any of its devices, the rules, any number of
 * threads, memory, degenerate input. */
#include "algorithms/diffusion/coverage.h"
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

int main(void)
{
    rel_ctx ctx;
    const int threads[] = {1, 2, 8};
    for (int i = 0; i < 3; i++) {
        rel_ctx_init(&ctx, threads[i]);
        by_hand(&ctx);
        like_the_textbook(&ctx);
        rel_ctx_free(&ctx);
    }
    return CHECK_REPORT();
}
