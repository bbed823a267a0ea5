#include "algorithms/centrality/rank_correlation.h"

#include <math.h>

#include "src/base/sort.h"

/* --- tau-b -------------------------------------------------------------------------------------------------
 */

static double pairs(int64_t count)
{
    return 0.5 * (double)count * (double)(count - 1);
}

/* Pairs with the same key, the keys being sorted. */
static double tied_pairs(const uint64_t *key, int64_t n)
{
    double sum = 0;
    for (int64_t first = 0, last; first < n; first = last) {
        last = first + 1;
        while (last < n && key[last] == key[first]) last++;
        sum += pairs(last - first);
    }
    return sum;
}

static double tied_in_both(const uint64_t *x, const uint64_t *y, int64_t n)
{
    double sum = 0;
    for (int64_t first = 0, last; first < n; first = last) {
        last = first + 1;
        while (last < n && x[last] == x[first] && y[last] == y[first]) last++;
        sum += pairs(last - first);
    }
    return sum;
}

/* Merges y[first..middle) and y[middle..last) into `to`; returns how many exchanges of neighbours that takes.
 */
static uint64_t merge(const uint64_t *y, int64_t first, int64_t middle, int64_t last, uint64_t *to)
{
    uint64_t exchanges = 0;
    int64_t i = first, j = middle;
    for (int64_t k = first; k < last; k++) {
        if (j == last || (i < middle && y[i] <= y[j])) {
            to[k] = y[i++];
        } else {
            to[k] = y[j++];
            exchanges += (uint64_t)(middle - i);
        }
    }
    return exchanges;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Sorts y, by way of other; *exchanges counts the pairs that stood the wrong way round. Returns the sorted
 * array, one of the two. NULL: asked to stop. */
static uint64_t *merge_sort(rel_ctx *ctx, uint64_t *y, uint64_t *other, int64_t n, uint64_t *exchanges)
{
    *exchanges = 0;
    for (int64_t width = 1; width < n; width *= 2) {
        if (rel_poll(ctx) != REL_OK) return NULL;
        for (int64_t first = 0; first < n; first += 2 * width)
            *exchanges += merge(y, first, least(first + width, n), least(first + 2 * width, n), other);
        uint64_t *const sorted = other;
        other = y;
        y = sorted;
    }
    return y;
}

/* Keys of x and y, sorted by x, equal ones by y: two stable sorts, the less important first. */
static rel_status sort_pairs(rel_ctx *ctx, const double *x, const double *y, int64_t n, uint64_t *x_key,
                             uint64_t *y_key)
{
    rel_status st;
    rel_sort_item *items = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &items, (size_t)n, sizeof *items, "pairs of scores"));
    for (int64_t i = 0; i < n; i++) items[i] = (rel_sort_item){rel_sort_key_f64(y[i]), (uint64_t)i};
    REL_TRY(rel_sort_radix(ctx, items, n));
    for (int64_t i = 0; i < n; i++) items[i].key = rel_sort_key_f64(x[items[i].value]);
    REL_TRY(rel_sort_radix(ctx, items, n));
    for (int64_t i = 0; i < n; i++) {
        x_key[i] = items[i].key;
        y_key[i] = rel_sort_key_f64(y[items[i].value]);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_kendall_tau_b(rel_ctx *ctx, const double *x, const double *y, int64_t n, double *tau)
{
    rel_status st;
    uint64_t *x_key = NULL, *y_key = NULL, exchanges;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &x_key, (size_t)n, sizeof *x_key, "pairs of scores"));
    REL_TRY(rel_scratch_unset(ctx, &y_key, (size_t)n, sizeof *y_key, "pairs of scores"));
    REL_TRY(sort_pairs(ctx, x, y, n, x_key, y_key));
    const double all = pairs(n), tied_x = tied_pairs(x_key, n), tied_both = tied_in_both(x_key, y_key, n);
    /* From here on the keys of x are not needed. */
    const uint64_t *sorted = merge_sort(ctx, y_key, x_key, n, &exchanges);
    if (!sorted) REL_TRY(REL_E_STOPPED);
    const double tied_y = tied_pairs(sorted, n);
    const double difference = all - tied_x - tied_y + tied_both - 2 * (double)exchanges;
    const double t = difference / (sqrt(all - tied_x) * sqrt(all - tied_y));
    *tau = all - tied_x > 0 && all - tied_y > 0 ? fmax(-1, fmin(1, t)) : NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* --- overlaps ----------------------------------------------------------------------------------------------
 */

rel_status rel_overlap_at(rel_ctx *ctx, const rel_rank_lists *l, int64_t k, double *share)
{
    rel_status st;
    uint8_t *in_a = NULL;
    int64_t both = 0;
    const int64_t a = least(k, l->a_count), b = least(k, l->b_count);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (k < 1) return rel_fail(ctx, REL_E_USAGE, "overlap: depth %lld is below 1", (long long)k);
    REL_TRY(rel_scratch(ctx, &in_a, l->n, 1, "overlap"));
    for (int64_t i = 0; i < a; i++) in_a[l->a[i]] = 1;
    for (int64_t i = 0; i < b; i++) both += in_a[l->b[i]];
    const int64_t longer = a > b ? a : b;
    *share = longer ? (double)both / (double)longer : NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* X_d for d = 1, 2, ...: how many things are among the first d of both. */
typedef struct common {
    uint8_t *in_a, *in_b; /* met so far */
    int64_t count;
} common;

static void deepen(common *c, const rel_rank_lists *l, int64_t d)
{
    const int64_t i = d - 1;
    if (i < l->a_count) {
        c->in_a[l->a[i]] = 1;
        c->count += c->in_b[l->a[i]];
    }
    if (i < l->b_count) {
        c->in_b[l->b[i]] = 1;
        /* Where both lists have the same thing here, it was counted above only if in_b knew it: not yet. */
        c->count += c->in_a[l->b[i]];
    }
}

rel_status rel_rank_biased_overlap(rel_ctx *ctx, const rel_rank_lists *l, double p, double *rbo)
{
    rel_status st;
    common c = {0};
    const int64_t s = least(l->a_count, l->b_count), longest = l->a_count + l->b_count - s;
    double sum = 0, weight = 1, at_s = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!(p > 0) || !(p < 1))
        return rel_fail(ctx, REL_E_USAGE, "rank-biased overlap: p %g is not between 0 and 1", p);
    *rbo = NAN;
    REL_TRY(rel_scratch(ctx, &c.in_a, l->n, 1, "rank-biased overlap"));
    REL_TRY(rel_scratch(ctx, &c.in_b, l->n, 1, "rank-biased overlap"));
    for (int64_t d = 1; d <= longest; d++) {
        weight *= p;
        deepen(&c, l, d);
        const double depth = (double)d, agreed = (double)c.count;
        if (d == s) at_s = agreed;
        sum += agreed / depth * weight;
        if (d > s && s > 0) sum += at_s * (depth - (double)s) / ((double)s * depth) * weight;
    }
    if (s > 0)
        *rbo = (1 - p) / p * sum + (((double)c.count - at_s) / (double)longest + at_s / (double)s) * weight;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
