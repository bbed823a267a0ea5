/* Inside coverage: the most that a permitted set can weigh, for any weights of the candidates.
 *
 * A count and the quotas of one family are obeyed exactly: of each group the best, then the best of all. The
 * budget and other quotas are relaxed (Lagrange): whoever uses them pays a price, and what may be used is
 * paid back, so that what a set weighs never shrinks if it is permitted. Any prices give a valid bound; they
 * are moved to make it small and kept from call to call. */
#ifndef REL_ALGORITHMS_DIFFUSION_PICK_LIMITS_H
#define REL_ALGORITHMS_DIFFUSION_PICK_LIMITS_H

#include "algorithms/diffusion/coverage_sets.h"
#include "algorithms/diffusion/pick_room.h"

typedef struct rel_weighed {
    int64_t weight; /* less the prices */
    uint32_t slot;
} rel_weighed;

typedef struct rel_relaxation {
    const rel_coverage *c;
    int64_t rivals;            /* picks of the best set, the included not counted */
    uint64_t others;           /* accounts that are no candidates weigh at most this */
    uint64_t *copy;            /* slots; the plain problem */
    bool is_bounded_by_others; /* the last call: candidates would weigh less than others may */

    /* With rules. Groups are numbered as in the room. */
    int quotas, family; /* family: the quota that is obeyed exactly; -1: none */
    int32_t family_groups;
    int64_t family_first;   /* number of its first group */
    int64_t groups, budget; /* INT64_MAX: no budget */
    int64_t *least, *most;  /* groups */
    int32_t *place;         /* quotas * slots: group or -1 */
    int64_t *cost;          /* slots */
    uint32_t *order;        /* slots by group of the family, those in none last */
    int64_t *order_first;   /* groups of the family + 2 */
    int64_t *price;         /* groups; above 0 for `most`, below for `least` */
    int64_t *use;           /* groups */
    double money_price;     /* of a millionth */
    double step;            /* of the next change of prices, as a share of what is returned */
    rel_weighed *item;      /* slots */
    uint8_t *tried;         /* slots */
} rel_relaxation;

/* room: with the included picked; NULL: no rules but a count. one: what meeting one sample weighs. */
REL_CHECKED
rel_status rel_relaxation_make(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules,
                               const rel_pick_room *room, uint64_t one, rel_relaxation *x);
/* No permitted set, the included left out, weighs more than what is returned; in[0..slots) is 1 for the
 * candidates of a set that weighs about that, and which is permitted but for what is relaxed; in may be
 * NULL. */
uint64_t rel_relax(rel_relaxation *x, const uint64_t *weight, uint8_t *in);

#endif
