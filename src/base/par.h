/* Parallel sums and prefix sums that give the same bits at any thread count. */
#ifndef REL_BASE_PAR_H
#define REL_BASE_PAR_H

#include <stddef.h>
#include <stdint.h>

/* Sum of the terms first <= i < last, added in order of i. Called from several threads at once. */
typedef double rel_par_term(const void *state, int64_t first, int64_t last);

/* Sum over 0 <= i < n: blocks cut by n alone, partial sums added in block order. */
double rel_par_sum(int threads, int64_t n, rel_par_term *block_sum, const void *state);

/* counts[0..n] becomes its exclusive prefix sum in place: the old counts[n] is ignored, the new one is
 * the total, which is also returned. */
int64_t rel_par_prefix(int threads, int64_t *counts, int64_t n);

#endif
