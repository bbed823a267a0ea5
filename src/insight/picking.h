/* A campaign: which accounts to recruit so that a message reaches the most people, under the rules that a
 * team has, with what speaks for each of them and a proof of how good the choice is. */
#ifndef REL_INSIGHT_PICKING_H
#define REL_INSIGHT_PICKING_H

#include "algorithms/diffusion/contributions.h"
#include "algorithms/diffusion/influence_max.h"
#include "algorithms/diffusion/spread.h"
#include "src/insight/influence.h"
#include "src/insight/picking_audience.h"
#include "src/insight/picking_candidates.h"
#include "src/insight/picking_quotas.h"

typedef struct rel_picking_ask {
    int64_t count; /* accounts to pick; 0: as many as the budget pays */
    rel_candidates_ask candidates;
    const char *audience, *audience_by; /* picking_audience.h */
    const char *max_per, *min_per;      /* picking_quotas.h */
    const char *fair;                   /* a column, or NULL */
    double epsilon, delta, certificate; /* influence_max.h */
    double time_limit;                  /* seconds; 0: none */
    double enough;                      /* percent: a pick that adds less is not worth it */
    int64_t runner_ups;
    int64_t judge_runs; /* of the simulator; 0: 10000, fewer where that would take long, at least 100 */
} rel_picking_ask;

#define REL_PICKING_DEFAULTS                                                                                 \
    ((rel_picking_ask){.candidates = {.default_cost = (double)NAN},                                          \
                       .epsilon = 0.1,                                                                       \
                       .delta = 0.001,                                                                       \
                       .certificate = 0.95,                                                                  \
                       .enough = 1,                                                                          \
                       .runner_ups = 5,                                                                      \
                       .judge_runs = 10000})

/* What the ask comes to on a graph. */
typedef struct rel_picking {
    const rel_source *source;       /* borrowed */
    const rel_influence *influence; /* borrowed */
    rel_picking_ask ask;
    rel_candidates candidates;
    rel_picking_audience audience;
    rel_picking_quotas quotas;
    rel_picking_groups community, fair; /* fair.column "": none */
    rel_str *label; /* by community: what it is called, "#jardin, potager" or "community 3"; scratch */
    rel_pick_rules rules;
} rel_picking;

/* A list that somebody would have taken without computing. */
typedef struct rel_picking_rival {
    const char *name, *title; /* naive_lists.h */
    rel_vid *pick;            /* scratch */
    int64_t count;
    rel_spread_interval reach; /* by the simulator, in as many runs as the set */
} rel_picking_rival;

enum { REL_PICKING_RIVALS = 8, REL_PICKING_MAIN = 3 };

/* Where a pick's own reach lies. */
typedef struct rel_picking_share {
    int32_t community;
    double reach, share; /* of her own reach */
} rel_picking_share;

typedef struct rel_picking_pick {
    rel_vid v;
    const rel_contribution *brings;
    bool included;                            /* picked because she had to be */
    double cumulated;                         /* reach of the base and the picks up to this one */
    double cumulated_share;                   /* of the reach of the whole set */
    int32_t communities;                      /* in which she alone reaches at least one account */
    rel_picking_share main[REL_PICKING_MAIN]; /* the largest first */
    int mains;
} rel_picking_pick;

/* What the whole set reaches of a group. */
typedef struct rel_picking_reach {
    int32_t group;
    int64_t accounts, picks;
    double audience; /* of its accounts */
    rel_spread_interval reach;
} rel_picking_reach;

typedef struct rel_picking_answer {
    rel_influence_max_result max;
    rel_contributions contributions;
    rel_spread_result spread;      /* of the base and the picks; by_group: communities; probability */
    rel_spread_result fair_spread; /* with fairness: by_group: its groups */
    rel_picking_rival rival[REL_PICKING_RIVALS];
    int rivals;
    int best_rival;                      /* of the largest reach; -1: there is none */
    rel_picking_pick *pick;              /* max.count, scratch */
    rel_picking_reach *community, *fair; /* by group, the most accounts first; scratch; fair: NULL without */
    int64_t enough;                      /* picks after which each further one adds less than ask.enough % */
    double cost;                         /* of all picks; NaN: not known */
    int64_t exchanged;                   /* picks of the search that were exchanged for better ones */
    bool stopped;                        /* asked to end: what was there until then */
} rel_picking_answer;

/* E_USAGE when it asks for nothing, or for what does not go together. */
REL_CHECKED
rel_status rel_picking_check(rel_ctx *ctx, const rel_picking_ask *ask);
/* Everything but what rel_picking_free releases is scratch of ctx. The graph of the source has a community
 * column (rel_picking_need_communities). rivals: of the influence, borrowed in ask.candidates. Errors:
 * E_USAGE (rules that contradict each other, named; more to pick than there are candidates), those of the
 * parts. */
REL_CHECKED
rel_status rel_picking_open(rel_ctx *ctx, const rel_source *source, const rel_influence *influence,
                            const rel_picking_ask *ask, rel_picking *campaign);
/* Accepts {0}. */
void rel_picking_free(rel_picking *campaign);

/* Picks, and judges what was picked. When it is asked to stop, or at the time limit: with the best set so
 * far, and fewer runs of the simulator; OK, and answer->stopped or max.end say so. Errors: E_STOPPED: there
 * is no set yet; those of influence_max.h, contributions.h, spread.h. */
REL_CHECKED
rel_status rel_picking_solve(rel_ctx *ctx, const rel_picking *campaign, rel_picking_answer *answer);
/* Accepts {0}. */
void rel_picking_answer_free(rel_picking_answer *answer);

#endif
