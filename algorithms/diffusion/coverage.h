/* Coverage: the accounts that together meet the most reverse-reachable sets, and how many the best ones could
 * meet at most.
 *
 * Source: greedy, Nemhauser, Wolsey, Fisher, "An analysis of approximations for maximizing submodular set
 * functions", 1978; the bound OPIM+: Tang, Tang, Xiao, Yuan, "Online processing algorithms for influence
 * maximization", SIGMOD 2018; budgets: Leskovec et al., "Cost-effective outbreak detection in networks", KDD
 * 2007. The dual bound is derived in docs/algorithms.md. */
#ifndef REL_ALGORITHMS_DIFFUSION_COVERAGE_H
#define REL_ALGORITHMS_DIFFUSION_COVERAGE_H

#include "algorithms/diffusion/pick_rules.h"
#include "algorithms/diffusion/rr_samples.h"

typedef struct rel_coverage rel_coverage; /* which samples each account is in; grows with the samples */

REL_CHECKED
rel_status rel_coverage_new(rel_ctx *ctx, rel_vid n, rel_coverage **coverage);
void rel_coverage_delete(rel_coverage *coverage);

typedef struct rel_cover {
    rel_vid *pick;  /* in order; given to the caller by rel_cover_select as scratch of the context */
    int64_t *added; /* samples that each pick meets beyond those before it and the base */
    int64_t count;
    int64_t covered;      /* samples met, base_hits included */
    int64_t bound;        /* no permitted set meets more, base_hits included: OPIM+, under the same rules */
    uint16_t *rank_share; /* start of the dual bound; see coverage.c */
} rel_cover;

/* Greedy under the rules, which must be feasible (feasibility.h). Same at any thread count; ties by the
 * smallest account. Memory: 4 bytes a member beside the samples, 20 an account that occurs, 1 a sample. */
REL_CHECKED
rel_status rel_cover_select(rel_ctx *ctx, rel_coverage *coverage, const rel_rr_samples *s,
                            const rel_pick_rules *rules, rel_cover *cover);

/* Lowers cover->bound by the dual of the linear programme, in integers, rounded up: at most `rounds` rounds,
 * fewer when bound <= good_enough. */
REL_CHECKED
rel_status rel_cover_bound(rel_ctx *ctx, rel_coverage *coverage, const rel_rr_samples *s,
                           const rel_pick_rules *rules, int64_t good_enough, int rounds, rel_cover *cover);

#endif
