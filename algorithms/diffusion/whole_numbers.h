/* Whole numbers within bounds whose sums lie within bounds: is there a solution, and which. Exact: fractions
 * are kept as whole numbers with a common denominator for each row, so that no rounding decides.
 *
 * Source: the simplex for bounds of Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV
 * 2006, with the pivots of Bland, "New finite pivoting rules for the simplex method", 1977; branch and bound,
 * Land and Doig, 1960. */
#ifndef REL_ALGORITHMS_DIFFUSION_WHOLE_NUMBERS_H
#define REL_ALGORITHMS_DIFFUSION_WHOLE_NUMBERS_H

#include "src/base/ctx.h"

/* low[r] <= sum over c of factor[r * columns + c] * x[c] <= high[r], and 0 <= x[c] <= most[c]. All numbers
 * are below 2^62 in size. */
typedef struct rel_sums {
    int rows, columns;
    int64_t *factor;
    int64_t *low, *high;
    int64_t *most;
} rel_sums;

/* x[0..columns) is a solution, or left untouched when *solvable becomes false. Memory: 8 bytes a factor.
 * Errors: E_LIMIT (numbers above 2^63 met, or 200000 branches tried: neither has been seen outside tests),
 * E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_sums_solve(rel_ctx *ctx, const rel_sums *p, bool *solvable, int64_t *x);

#endif
