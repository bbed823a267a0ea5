#include "algorithms/community/community_compare.h"

#include <math.h>

#include "src/base/sort.h"

typedef struct sums {
    double entropy; /* of sizes / n */
    double pairs;   /* within groups */
} sums;

/* Runs of equal keys among items[0..n), which are sorted; their lengths go to the front, as values. */
static int64_t run_lengths(rel_sort_item *item, int64_t n)
{
    int64_t runs = 0;
    for (int64_t i = 0, last; i < n; i = last) {
        for (last = i; last < n && item[last].key == item[i].key; last++) {
        }
        item[runs++].value = (uint64_t)(last - i);
    }
    return runs;
}

/* Keys in, sums out. Lengths are added in ascending order, so that names do not matter. */
static rel_status sum_up(rel_ctx *ctx, rel_sort_item *item, int64_t n, sums *s)
{
    rel_status st = rel_sort_radix(ctx, item, n);
    *s = (sums){0};
    if (st != REL_OK) return st;
    const int64_t runs = run_lengths(item, n);
    for (int64_t i = 0; i < runs; i++) item[i].key = item[i].value;
    REL_TRY(rel_sort_radix(ctx, item, runs));
    for (int64_t i = 0; i < runs; i++) {
        const double size = (double)item[i].value, share = size / (double)n;
        s->entropy -= share * log(share);
        s->pairs += size * (size - 1) / 2;
    }
out:
    return st;
}

static double ratio(double part, double whole)
{
    const double x = whole > 0 ? part / whole : 1;
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static void judge(double n, const sums *a, const sums *b, const sums *both, rel_likeness *like)
{
    const double shared = a->entropy + b->entropy - both->entropy, all = n * (n - 1) / 2,
                 expected = all > 0 ? a->pairs / all * b->pairs : 0, most = (a->pairs + b->pairs) / 2;
    like->nmi = like->v_measure = ratio(2 * shared, a->entropy + b->entropy);
    const double apart = 2 * both->entropy - a->entropy - b->entropy;
    like->vi = apart > 0 ? apart : 0;
    like->homogeneity = ratio(shared, b->entropy);
    like->completeness = ratio(shared, a->entropy);
    like->ari = most - expected > 0 ? (both->pairs - expected) / (most - expected) : 1;
}

rel_status rel_communities_compare(rel_ctx *ctx, rel_vid n, const rel_vid *found, const rel_vid *truth,
                                   rel_likeness *like)
{
    rel_status st;
    rel_sort_item *item = NULL;
    sums of[3];
    int64_t count = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *like = (rel_likeness){
        .nmi = NAN, .ari = NAN, .homogeneity = NAN, .completeness = NAN, .v_measure = NAN, .vi = NAN};
    REL_TRY(rel_scratch_unset(ctx, &item, n, sizeof *item, "partitions"));
    for (int which = 0; which < 3; which++) {
        count = 0;
        for (rel_vid v = 0; v < n; v++) {
            if (found[v] == REL_VID_NONE || truth[v] == REL_VID_NONE) continue;
            const uint64_t a = which != 1 ? found[v] : 0, b = which != 0 ? truth[v] : 0;
            item[count++].key = a << 32 | b;
        }
        REL_TRY(sum_up(ctx, item, count, &of[which]));
    }
    like->compared = (rel_vid)count;
    if (count) judge((double)count, &of[0], &of[1], &of[2], like);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
