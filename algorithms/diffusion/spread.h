/* Spread: what happens when some accounts start a message, by running the model forwards many times. Shares
 * no code with the reverse-reachable samples, so each can judge the other.
 *
 * Source: Kempe, Kleinberg, Tardos, KDD 2003 (Monte-Carlo estimation). */
#ifndef REL_ALGORITHMS_DIFFUSION_SPREAD_H
#define REL_ALGORITHMS_DIFFUSION_SPREAD_H

#include "algorithms/diffusion/influence.h"

typedef struct rel_spread_opts {
    int64_t runs;
    const double *audience; /* n, or NULL: 1 each */
    const int32_t *group;   /* n, -1: none; or NULL: reach by group (communities) */
    int32_t groups;
    int64_t hops;       /* rows of by_hop; further hops are added to the last one */
    const double *time; /* ascending instants of by_time; with delays only */
    int times;
    bool by_account;
} rel_spread_opts;

typedef struct rel_spread_interval {
    double mean, low, high; /* 95 % */
} rel_spread_interval;

typedef struct rel_spread_result {
    rel_spread_interval reach; /* seeds included, weighted by the audience */
    rel_spread_interval *by_group;
    double *by_hop;      /* hops + 1: reached after exactly so many hops */
    double *by_time;     /* times: reached by then */
    double *probability; /* n: share of the runs in which the account was reached */
    double quantile[5];  /* of the reach of a run: 5, 25, 50, 75, 95 % */
    int64_t runs;        /* made; fewer than asked when stopped */
} rel_spread_result;

/* Run i is a function of (ctx->seed, i): the same at any thread count. */
REL_CHECKED
rel_status rel_spread(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence, const rel_vid *seed,
                      int64_t seeds, const rel_spread_opts *opts, rel_spread_result *result);
/* Accepts {0}. */
void rel_spread_free(rel_spread_result *result);

#endif
