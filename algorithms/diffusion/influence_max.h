/* Influence maximisation: the accounts that together reach the most people, with a proof of how close to the
 * best possible they are.
 *
 * Source: OPIM-C, Tang, Tang, Xiao, Yuan, SIGMOD 2018; HIST, Guo, Wang, Wei, Chen, SIGMOD 2020. */
#ifndef REL_ALGORITHMS_DIFFUSION_INFLUENCE_MAX_H
#define REL_ALGORITHMS_DIFFUSION_INFLUENCE_MAX_H

#include "algorithms/diffusion/coverage.h"

/* A list that somebody would have taken without computing: judged alongside, and returned when it is better,
 * unless the rules want fairness, which is not reach. */
enum { REL_RIVAL_LISTS = 24 };
typedef struct rel_rival_list {
    const char *name;
    const rel_vid *pick;
    int64_t count;
} rel_rival_list;

typedef struct rel_influence_max_opts {
    rel_pick_rules rules;
    const double *audience;     /* n, or NULL */
    double epsilon;             /* 0 < epsilon < 1 - 1/e: ends when certificate >= 1 - 1/e - epsilon */
    double delta;               /* 0 < delta < 1: all bounds hold together with probability 1 - delta */
    double certificate;         /* 0, or go on until this certificate (at most .999), by the dual bound where
                                 * samples alone cannot */
    double time_limit;          /* seconds; 0: none. The first look is always completed */
    int64_t max_bytes;          /* of samples and index; 0: half of what is available */
    const rel_rival_list *list; /* obey the rules */
    int lists;                  /* at most REL_RIVAL_LISTS */
    int64_t fresh; /* samples drawn anew once the choice is made, for reach, its interval and added; 0: as
                    * many as judged it, fewer when they are very large. Negative: none: reach and its
                    * interval come from the judging samples, with an interval that is wide enough for all
                    * looks and lists together, and added from the choosing ones, scaled to the reach */
} rel_influence_max_opts;

typedef enum rel_max_end {
    REL_MAX_REACHED,
    REL_MAX_TIME,
    REL_MAX_MEMORY,
    REL_MAX_STOPPED,
    REL_MAX_SAMPLES /* more samples would not prove more: what is missing is not theirs to show */
} rel_max_end;

typedef struct rel_influence_max_result {
    rel_vid *pick; /* count, in order of choice; yours: rel_influence_max_free */
    double *added; /* count: reach that each adds to the base and those before it */
    int64_t count;
    double reach, low, high; /* of the base and the picks together: estimate, bounds of a 95 % interval */
    double base_reach;       /* of the base alone */
    double proved_low;       /* reach is at least this, with probability 1 - delta */
    double best_high;        /* no permitted set reaches more, with probability 1 - delta */
    double certificate;      /* proved_low / best_high */
    int chosen_list;         /* -1: the picks are ours, else the list that was better */
    double *list_reach;      /* lists */
    int64_t samples, judged, members; /* drawn to choose, drawn to judge, stored members */
    int64_t bytes;                    /* of samples and index at most */
    int looks;
    bool dual, sentinels; /* which means the last look needed */
    rel_max_end end;
} rel_influence_max_result;

/* How the proof works: one collection of samples chooses the accounts and bounds what the best ones could
 * meet, an independent one judges. Looks are taken at sizes that are fixed in advance, each 1.2 times the one
 * before; which of them are used may depend on what was seen, as delta is divided among all of them. Both
 * bounds are exact for the binomial distribution. docs/algorithms.md has it at length.
 *
 * Same picks, bounds and certificate at any thread count and on every run, unless a time limit or a stop ends
 * it: then the best set so far with its certificate, and REL_OK with end saying why (E_STOPPED only when
 * there is no set yet). When nobody is reached whoever is picked, the certificate is 1. Memory: that of
 * samples and coverage. Errors: E_USAGE (an option out of range), E_MEM, E_LIMIT, E_STOPPED; result is {0}
 * then. */
REL_CHECKED
rel_status rel_influence_max(rel_ctx *ctx, const rel_influence *influence, const rel_influence_max_opts *opts,
                             rel_influence_max_result *result);
/* Accepts {0}. */
void rel_influence_max_free(rel_influence_max_result *result);

#endif
