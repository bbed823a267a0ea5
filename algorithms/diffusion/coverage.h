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

/* Which samples each account is in. Always called with the same samples, which may grow between calls:
 * accounts are counted once for each sample. Memory: 8 bytes and a bit for each account of the graph, 4 for
 * each that occurs. */
typedef struct rel_coverage rel_coverage;

REL_CHECKED
rel_status rel_coverage_new(rel_ctx *ctx, rel_vid n, rel_coverage **coverage);
/* Accepts NULL. */
void rel_coverage_delete(rel_coverage *coverage);
/* What it holds at present, the samples not included. */
int64_t rel_coverage_bytes(const rel_coverage *coverage);

typedef struct rel_cover {
    rel_vid *pick;   /* in order: the included, then by gain; scratch of the context: yours to release */
    int64_t *added;  /* samples that each pick meets beyond those before it and the base; as pick */
    int64_t count;   /* at most as many as asked: fewer when no more may be picked */
    int64_t covered; /* samples met, base_hits included */
    int64_t bound;   /* no permitted set meets more, base_hits included: OPIM+, under the same rules */
} rel_cover;

/* Greedy under the rules, which must be feasible (feasibility.h). Same at any thread count; ties by the
 * smallest account; accounts that add nothing come last, smallest first. Memory while it runs: at most
 * 8 bytes a member and 4 a set of two or more members beside the samples, so at most 16 bytes a member in
 * all; the plain problem (a count, barred, base, included) keeps only the members that could be picked,
 * often a tenth. Errors: E_MEM, E_STOPPED, E_LIMIT (2^31 samples, or 2^32 members that could be picked). */
REL_CHECKED
rel_status rel_cover_select(rel_ctx *ctx, rel_coverage *coverage, const rel_rr_samples *s,
                            const rel_pick_rules *rules, rel_cover *cover);

/* Lowers cover->bound by the dual of the linear programme, in integers, rounded up: at most `rounds` rounds,
 * fewer when bound <= good_enough. */
REL_CHECKED
rel_status rel_cover_bound(rel_ctx *ctx, rel_coverage *coverage, const rel_rr_samples *s,
                           const rel_pick_rules *rules, int64_t good_enough, int rounds, rel_cover *cover);

#endif
