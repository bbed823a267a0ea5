/* What a set of ambassadors must and may not be. All of it is optional: {.count = k} is the plain problem.
 *
 * A set is permitted when it holds the included accounts and none that is barred or in the base, at most
 * `count` accounts, of at most the budget's cost together, and within the quotas. It may be smaller than
 * `count`. */
#ifndef REL_ALGORITHMS_DIFFUSION_PICK_RULES_H
#define REL_ALGORITHMS_DIFFUSION_PICK_RULES_H

#include "graph/types.h"

/* Groups of candidates (communities, platforms, languages, tiers), and how many of each group are picked.
 * Included accounts count, those of the base do not. */
typedef struct rel_quota {
    const char *name;     /* "community", for sentences */
    const int32_t *group; /* n; -1: in none */
    int32_t groups;
    const int64_t *at_least; /* groups; NULL: 0 each */
    const int64_t *at_most;  /* groups; -1: any number; NULL: any */
} rel_quota;

typedef struct rel_pick_rules {
    int64_t count;         /* accounts to pick, the included ones among them; 0: as many as the budget pays */
    int64_t rival_count;   /* the optimum that the bound is about picks this many; 0: count. For a bound on
                            * sets that need not hold what was put into the base */
    const uint8_t *barred; /* n, or NULL: never picked */
    const rel_vid *included; /* picked whatever they add; distinct, not barred, not in the base */
    int64_t includes;
    const uint8_t *base; /* n, or NULL: reached already by these, who are not picked */
    /* Costs are rounded to millionths, so that sums are exact; below 4e12. */
    const double *cost; /* n, each >= 0 (NaN: barred), or NULL: 1 each */
    double budget;      /* sum of the costs at most this, the included charged; 0: no budget */
    const rel_quota *quota;
    int quotas;
    /* Fairness: maximise the sum over groups of the AUDIENCE of size * sqrt(reached share), of those whom the
     * base does not reach; a group's size is that among the samples. NULL: the plain sum. Bounds and the
     * certificate stay about the plain reach, against the best plain reach that is permitted. */
    const int32_t *fair_group; /* n; -1: in none, all of these are one more group */
    int32_t fair_groups;
} rel_pick_rules;

#endif
