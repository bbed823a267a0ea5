/* How much two rankings agree: Kendall's tau-b over all pairs of accounts, the overlap of the first k, and
 * rank-biased overlap, which gives the top more weight than the rest.
 *
 * Sources: Kendall, "The treatment of ties in ranking problems", Biometrika 33(3), 1945 (tau-b); Knight, "A
 * computer method for calculating Kendall's tau with ungrouped data", J. Am. Stat. Assoc. 61, 1966; Webber,
 * Moffat, Zobel, "A similarity measure for indefinite rankings", ACM Trans. Inf. Syst. 28(4), 2010. */
#ifndef REL_ALGORITHMS_CENTRALITY_RANK_CORRELATION_H
#define REL_ALGORITHMS_CENTRALITY_RANK_CORRELATION_H

#include "graph/types.h"
#include "src/base/ctx.h"

/* *tau becomes (concordant pairs - discordant pairs) / sqrt((pairs not tied in x)(pairs not tied in y)): 1
 * the same order, -1 the opposite, about 0 unrelated; NaN when all values of x or of y are the same. A pair
 * that is tied in x or in y is neither concordant nor discordant. NaN is a value like others, the largest.
 *
 * Needs n <= 2^32. Cost O(n log n), on one thread beside sorting; scratch 48 bytes a value. Same bits at any
 * thread count. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_kendall_tau_b(rel_ctx *ctx, const double *x, const double *y, int64_t n, double *tau);

/* Two rankings of things 0..n-1, best first, nothing twice; they may be of different things. */
typedef struct rel_rank_lists {
    const rel_vid *a, *b;
    int64_t a_count, b_count;
    rel_vid n; /* every entry is below */
} rel_rank_lists;

/* *share becomes the share of the first k of one that are among the first k of the other. Where a list is
 * shorter than k, its whole length counts: the share is of the longer of the two heads. NaN when both are
 * empty. Cost O(k + n), scratch 1 byte a thing. Errors: E_USAGE (k < 1), E_MEM. */
REL_CHECKED
rel_status rel_overlap_at(rel_ctx *ctx, const rel_rank_lists *lists, int64_t k, double *share);

/* *rbo becomes rank-biased overlap: the overlap at depth 1, 2, 3, ..., averaged with weights that fall by p
 * from one depth to the next; 0 nothing in common, 1 the same. Beyond the ends of the lists it is
 * extrapolated (RBO_ext, formula 32 of the paper). 0 < p < 1; with p = 0.9 the first 10 have 86 % of the
 * weight. NaN when a list is empty. Cost O(a_count + b_count + n); scratch 2 bytes a thing. Errors: E_USAGE
 * (p out of range), E_MEM. */
REL_CHECKED
rel_status rel_rank_biased_overlap(rel_ctx *ctx, const rel_rank_lists *lists, double p, double *rbo);

#endif
