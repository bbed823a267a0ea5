/* Contributions: what each pick brings to a set, judged on samples that the choice did not see: what she
 * reaches alone, what she adds, with whom she overlaps, what is lost if she declines and who would replace
 * her best, who comes next. */
#ifndef REL_ALGORITHMS_DIFFUSION_CONTRIBUTIONS_H
#define REL_ALGORITHMS_DIFFUSION_CONTRIBUTIONS_H

#include "algorithms/diffusion/pick_rules.h"
#include "algorithms/diffusion/rr_samples.h"

/* All reach is in the unit of the sampler's audience: hits / samples * rel_rr_audience. */
typedef struct rel_contribution {
    rel_vid pick;
    double own;            /* reach alone */
    double added;          /* reach beyond the base and the picks before her; all of them add up to reach */
    double loss;           /* reach that the set loses without her: only she brings it */
    double overlap;        /* share of her own reach that the base and the other picks reach, too */
    rel_vid overlaps_most; /* the other pick that shares the most with her; REL_VID_NONE: none */
    double overlap_most;   /* reach that both have */
    rel_vid replacement;   /* who adds most in her place under the same rules, ties by account; REL_VID_NONE:
                            * nobody who is permitted adds anything */
    double replaced;       /* reach of the set with her replacement, less that of the set with her */
} rel_contribution;

typedef struct rel_contributions {
    rel_contribution *pick; /* as many as picks */
    rel_vid *runner_up;     /* accounts that would add most to the whole set, each by itself, best first: who
                             * may be picked and for whom the quotas leave room; count and budget are used up
                             * and not looked at */
    double *runner_up_added;
    int64_t runner_ups;   /* found: fewer than asked when no more would add anything */
    double *by_group;     /* picks * groups: own reach of pick i in group c at [i * groups + c]; NULL without
                           * groups */
    double *set_by_group; /* groups: reach of the base and the picks */
    double base;          /* reach of the base alone */
    double reach;         /* of the base and the picks */
    double samples;
} rel_contributions;

/* On about `samples` samples of a collection of their own; fewer, but 4096 at least, when they would hold
 * more than 2^24 members: out->samples says how many. pick: distinct, none in the base; a set that obeys the
 * rules (else what it breaks is not held against replacements that do not break it further). group: n, -1:
 * none; NULL, groups 0: no groups.
 *
 * Cost: O(members) and picks^2 * samples / 64 words; then for each pick the accounts of the samples that only
 * she meets. Memory: 4 bytes a member while it works, 16 a sample, picks * samples / 8, 20 an account. Same
 * at any thread count. Errors: E_USAGE (a pick that is none, samples or runner-ups below 0), E_MEM, E_LIMIT,
 * E_STOPPED; out is {0} then. The result is yours: rel_contributions_free. */
REL_CHECKED
rel_status rel_contributions_make(rel_ctx *ctx, const rel_rr_sampler *sampler, const rel_pick_rules *rules,
                                  const rel_vid *pick, int64_t picks, int64_t samples, int64_t runner_ups,
                                  const int32_t *group, int32_t groups, rel_contributions *out);
/* The same on samples that are there, drawn without a base. audience: rel_rr_audience of their sampler; n:
 * accounts. */
REL_CHECKED
rel_status rel_contributions_of(rel_ctx *ctx, const rel_rr_samples *s, rel_vid n, double audience,
                                const rel_pick_rules *rules, const rel_vid *pick, int64_t picks,
                                int64_t runner_ups, const int32_t *group, int32_t groups,
                                rel_contributions *out);
/* Accepts {0}. */
void rel_contributions_free(rel_contributions *out);

#endif
