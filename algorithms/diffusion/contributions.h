/* Contributions: what each pick brings to a set, judged on samples that the choice did not see: what she
 * reaches alone, what she adds, with whom she overlaps, what is lost if she declines and who would replace
 * her best, who comes next. */
#ifndef REL_ALGORITHMS_DIFFUSION_CONTRIBUTIONS_H
#define REL_ALGORITHMS_DIFFUSION_CONTRIBUTIONS_H

#include "algorithms/diffusion/pick_rules.h"
#include "algorithms/diffusion/rr_samples.h"

typedef struct rel_contribution {
    rel_vid pick;
    double own;            /* reach alone */
    double added;          /* reach beyond the base and the picks before her */
    double loss;           /* reach that the set loses without her: only she brings it */
    double overlap;        /* share of her own reach that the base and the other picks reach, too */
    rel_vid overlaps_most; /* the other pick that shares the most with her; REL_VID_NONE: none */
    double overlap_most;   /* reach that both have */
    rel_vid replacement;   /* who adds most in her place under the same rules; REL_VID_NONE: nobody */
    double replaced;       /* reach of the set with her replacement, less that of the set with her */
} rel_contribution;

typedef struct rel_contributions {
    rel_contribution *pick; /* as many as picks */
    rel_vid *runner_up;     /* accounts that would add most to the whole set, best first */
    double *runner_up_added;
    int64_t runner_ups;
    double *by_group; /* picks * groups: own reach of pick i in group c at [i * groups + c]; may be NULL */
    double *set_by_group; /* groups: reach of the whole set */
    double samples;
} rel_contributions;

REL_CHECKED
rel_status rel_contributions_make(rel_ctx *ctx, const rel_rr_sampler *sampler, const rel_pick_rules *rules,
                                  const rel_vid *pick, int64_t picks, int64_t samples, int64_t runner_ups,
                                  const int32_t *group, int32_t groups, rel_contributions *out);
void rel_contributions_free(rel_contributions *out);

#endif
