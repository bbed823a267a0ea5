/* Radix sort by 64-bit keys: least significant digit first (Knuth, TAOCP 3, 5.2.5), stable, with passes over
 * digits that all keys share left out. */
#ifndef REL_BASE_SORT_H
#define REL_BASE_SORT_H

#include "src/base/ctx.h"

/* A key and what goes with it. */
typedef struct rel_sort_item {
    uint64_t key;
    uint64_t value;
} rel_sort_item;

/* Sorts items[0..n) by key; equal keys keep their order. n more items of scratch. Time O(n) a differing
 * byte. Errors: E_MEM (items untouched). Same result at any thread count. */
REL_CHECKED
rel_status rel_sort_radix(rel_ctx *ctx, rel_sort_item *items, int64_t n);

/* A key that sorts doubles ascending (NaN last); invert it (~) for descending. */
uint64_t rel_sort_key_f64(double x);

/* order[0..min(k, n)) becomes the indices of the largest scores, ties by smaller index; returns their
 * number. n items of scratch. */
REL_CHECKED
rel_status rel_sort_top(rel_ctx *ctx, const double *score, int64_t n, int64_t k, uint32_t *order,
                        int64_t *found);

#endif
