/* A campaign: which accounts to recruit so that a message reaches the most people, under the rules that a
 * team has, with what speaks for each of them and a proof of how good the choice is. */
#ifndef REL_INSIGHT_CAMPAIGN_H
#define REL_INSIGHT_CAMPAIGN_H

#include "algorithms/diffusion/contributions.h"
#include "algorithms/diffusion/influence_max.h"
#include "algorithms/diffusion/spread.h"
#include "src/insight/campaign_audience.h"
#include "src/insight/campaign_candidates.h"
#include "src/insight/campaign_quotas.h"
#include "src/insight/influence.h"

typedef struct rel_campaign_ask {
    int64_t count; /* accounts to pick; 0: as many as the budget pays */
    rel_candidates_ask candidates;
    const char *audience, *audience_by; /* campaign_audience.h */
    const char *max_per, *min_per;      /* campaign_quotas.h */
    const char *fair;                   /* a column, or NULL */
    double epsilon, delta, certificate; /* influence_max.h */
    double time_limit;                  /* seconds; 0: none */
    double enough;                      /* percent: a pick that adds less is not worth it */
    int64_t runner_ups;
    int64_t judge_runs; /* of the simulator */
} rel_campaign_ask;

#define REL_CAMPAIGN_DEFAULTS                                                                                \
    ((rel_campaign_ask){.candidates = {.default_cost = (double)NAN},                                         \
                        .epsilon = 0.1,                                                                      \
                        .delta = 0.001,                                                                      \
                        .certificate = 0.95,                                                                 \
                        .enough = 1,                                                                         \
                        .runner_ups = 5,                                                                     \
                        .judge_runs = 10000})

/* What the ask comes to on a graph. */
typedef struct rel_campaign {
    const rel_source *source;       /* borrowed */
    const rel_influence *influence; /* borrowed */
    rel_campaign_ask ask;
    rel_candidates candidates;
    rel_campaign_audience audience;
    rel_campaign_quotas quotas;
    rel_campaign_groups community, fair; /* fair.column "": none */
    rel_str *label; /* by community: what it is called, "#jardin, potager" or "community 3"; scratch */
    rel_pick_rules rules;
} rel_campaign;

/* A list that somebody would have taken without computing. */
typedef struct rel_campaign_rival {
    const char *name, *title; /* naive_lists.h */
    rel_vid *pick;            /* scratch */
    int64_t count;
    rel_spread_interval reach; /* by the simulator, on the runs of the set */
} rel_campaign_rival;

enum { REL_CAMPAIGN_RIVALS = 8, REL_CAMPAIGN_MAIN = 3 };

/* Where a pick's own reach lies. */
typedef struct rel_campaign_share {
    int32_t community;
    double reach, share; /* of her own reach */
} rel_campaign_share;

typedef struct rel_campaign_pick {
    rel_vid v;
    const rel_contribution *brings;
    bool included;                              /* picked because she had to be */
    double cumulated;                           /* reach of the base and the picks up to this one */
    double cumulated_share;                     /* of the reach of the whole set */
    int32_t communities;                        /* in which she alone reaches at least one account */
    rel_campaign_share main[REL_CAMPAIGN_MAIN]; /* the largest first */
    int mains;
} rel_campaign_pick;

typedef struct rel_campaign_answer {
    rel_influence_max_result max;
    rel_contributions contributions;
    rel_spread_result spread; /* of the base and the picks; by_group: communities; probability */
    rel_campaign_rival rival[REL_CAMPAIGN_RIVALS];
    int rivals;
    int best_rival;          /* of the largest reach; -1: there is none */
    rel_campaign_pick *pick; /* max.count, scratch */
    int64_t enough;          /* picks after which each further one adds less than ask.enough % */
    double cost;             /* of all picks; NaN: not known */
    bool stopped;            /* asked to end: what was there until then */
} rel_campaign_answer;

/* Everything but what rel_campaign_free releases is scratch of ctx. The graph of the source has a community
 * column (rel_campaign_need_communities). rivals: of the influence, borrowed in ask.candidates. Errors:
 * E_USAGE (rules that contradict each other, named; more to pick than there are candidates), those of the
 * parts. */
REL_CHECKED
rel_status rel_campaign_open(rel_ctx *ctx, const rel_source *source, const rel_influence *influence,
                             const rel_campaign_ask *ask, rel_campaign *campaign);
/* Accepts {0}. */
void rel_campaign_free(rel_campaign *campaign);

/* Picks, and judges what was picked. When it is asked to stop, or at the time limit: with the best set so
 * far, and fewer runs of the simulator; OK, and answer->stopped or max.end say so. Errors: E_STOPPED: there
 * is no set yet; those of influence_max.h, contributions.h, spread.h. */
REL_CHECKED
rel_status rel_campaign_solve(rel_ctx *ctx, const rel_campaign *campaign, rel_campaign_answer *answer);
/* Accepts {0}. */
void rel_campaign_answer_free(rel_campaign_answer *answer);

#endif
