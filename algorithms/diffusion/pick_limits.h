/* Inside coverage: the most that a permitted set can weigh, for any weights of the candidates. */
#ifndef REL_ALGORITHMS_DIFFUSION_PICK_LIMITS_H
#define REL_ALGORITHMS_DIFFUSION_PICK_LIMITS_H

#include "algorithms/diffusion/coverage_sets.h"

typedef struct rel_relaxation {
    const rel_coverage *c;
    int64_t rivals;            /* picks of the best set, the included not counted */
    uint64_t others;           /* accounts that are no candidates weigh at most this; */
    uint64_t *copy;            /* slots */
    bool is_bounded_by_others; /* the last call: candidates would weigh less than others may */
} rel_relaxation;

REL_CHECKED
/* one: what meeting one sample weighs. */
rel_status rel_relaxation_make(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules, uint64_t one,
                               rel_relaxation *x);
/* No permitted set, the included left out, weighs more than what is returned; in[0..slots) is 1 for the
 * candidates of a set that weighs about that, and which is permitted but for what is relaxed; in may be
 * NULL. */
uint64_t rel_relax(rel_relaxation *x, const uint64_t *weight, uint8_t *in);

#endif
