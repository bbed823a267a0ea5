/* What a set of ambassadors must and may not be. All of it is optional: {.count = k} is the plain problem. */
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
    const double *cost;  /* n, each >= 0 (NaN: barred), or NULL: 1 each */
    double budget;       /* sum of the costs at most this; 0: no budget */
    const rel_quota *quota;
    int quotas;
    /* Fairness: maximise sum over groups of the AUDIENCE of size * sqrt(reached share). NULL: the sum. */
    const int32_t *fair_group; /* n; -1: in none, counts alone as one more group */
    int32_t fair_groups;
} rel_pick_rules;

#endif
