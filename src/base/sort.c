#include "src/base/sort.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 8, RADIX = 256 };

/* Each thread owns a contiguous slice; positions are given out digit by digit, then thread by thread, so the
 * result is the sequential one. */
static void pass(int threads, const rel_sort_item *from, rel_sort_item *to, int64_t n, int shift,
                 int64_t *pos)
{
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        int64_t *count = pos + (int64_t)t * RADIX;
        memset(count, 0, RADIX * sizeof *count);
        for (int64_t i = n * t / threads; i < n * (t + 1) / threads; i++)
            count[from[i].key >> shift & (RADIX - 1)]++;
    }
    int64_t sum = 0;
    for (int d = 0; d < RADIX; d++) {
        for (int t = 0; t < threads; t++) {
            const int64_t c = pos[(int64_t)t * RADIX + d];
            pos[(int64_t)t * RADIX + d] = sum;
            sum += c;
        }
    }
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        int64_t *next = pos + (int64_t)t * RADIX;
        for (int64_t i = n * t / threads; i < n * (t + 1) / threads; i++)
            to[next[from[i].key >> shift & (RADIX - 1)]++] = from[i];
    }
}

rel_status rel_sort_radix(rel_ctx *ctx, rel_sort_item *items, int64_t n)
{
    rel_status st;
    rel_sort_item *other = NULL, *from = items;
    int64_t *pos = NULL;
    uint64_t all_or = 0, all_and = ~(uint64_t)0;
    const int threads = n < 1 << 16 ? 1 : ctx->threads;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int64_t i = 0; i < n; i++) {
        all_or |= items[i].key;
        all_and &= items[i].key;
    }
    const uint64_t differing = n > 1 ? all_or ^ all_and : 0;
    if (!differing) return REL_OK;
    REL_TRY(rel_scratch(ctx, &other, (size_t)n, sizeof *other, "sorting"));
    REL_TRY(rel_scratch(ctx, &pos, (size_t)threads * RADIX, sizeof *pos, "sorting"));
    for (int d = 0; d < DIGITS; d++) {
        const int shift = 8 * d;
        if (!(differing >> shift & (RADIX - 1))) continue;
        rel_sort_item *to = from == items ? other : items;
        pass(threads, from, to, n, shift, pos);
        from = to;
    }
    if (from != items) memcpy(items, from, (size_t)n * sizeof *items);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

uint64_t rel_sort_key_f64(double x)
{
    uint64_t bits;
    if (isnan(x)) return UINT64_MAX;
    if (x == 0) x = 0; /* -0 and 0 are the same score */
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

rel_status rel_sort_top(rel_ctx *ctx, const double *score, int64_t n, int64_t k, uint32_t *order,
                        int64_t *found)
{
    rel_status st;
    rel_sort_item *items = NULL;
    const int64_t count = k < n ? k : n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *found = 0;
    REL_TRY(rel_scratch(ctx, &items, (size_t)n, sizeof *items, "ranking"));
    for (int64_t i = 0; i < n; i++) {
        /* Inverted for descending order; NaN would come first then, so it is sent to the end by hand. */
        const uint64_t key = rel_sort_key_f64(score[i]);
        items[i] = (rel_sort_item){key == UINT64_MAX ? UINT64_MAX : ~key, (uint64_t)i};
    }
    REL_TRY(rel_sort_radix(ctx, items, n));
    for (int64_t i = 0; i < count; i++) order[i] = (uint32_t)items[i].value;
    *found = count;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
