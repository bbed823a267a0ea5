/* Spread: what happens when some accounts start a message, by running the model forwards many times. Shares
 * no code with the reverse-reachable samples, so each can judge the other.
 *
 * Source: Kempe, Kleinberg, Tardos, KDD 2003 (Monte-Carlo estimation). Receivers that are reached are found
 * by geometric skips over those that are not, as Guo, Wang, Wei, Chen, SIGMOD 2020, do backwards. */
#ifndef REL_ALGORITHMS_DIFFUSION_SPREAD_H
#define REL_ALGORITHMS_DIFFUSION_SPREAD_H

#include "algorithms/diffusion/influence.h"

#define REL_SPREAD_RUNS_MAX INT64_C(100000000)

typedef struct rel_spread_opts {
    int64_t runs;           /* 1 to REL_SPREAD_RUNS_MAX */
    const double *audience; /* n, finite, >= 0, or NULL: 1 each */
    const int32_t *group;   /* n, -1: none; or NULL: reach by group (communities) */
    int32_t groups;
    int64_t hops;       /* rows of by_hop; further hops are added to the last one */
    const double *time; /* ascending instants of by_time; with delays only */
    int times;
    bool by_account;
} rel_spread_opts;

/* 95 % for the mean, by Student's t: it supposes that the mean of so many runs is normal, and is too narrow
 * when what matters happens in none or a few of them. NaN when one run says nothing of it. */
typedef struct rel_spread_interval {
    double mean, low, high;
} rel_spread_interval;

typedef struct rel_spread_result {
    rel_spread_interval reach; /* seeds included, weighted by the audience */
    rel_spread_interval *by_group;
    double *by_hop;      /* hops + 1: mean reached after exactly so many hops; with delays, those of the way
                          * that came first */
    double *by_time;     /* times: mean reached by then */
    double *probability; /* n: share of the runs in which the account was reached */
    double
        quantile[5]; /* of the reach of a run: 5, 25, 50, 75, 95 %: the smallest that so many are not above */
    int64_t runs;    /* made; fewer than asked when stopped */
} rel_spread_result;

/* Runs the influence of g from the seeds, a set: their order (and that of the rival's) changes nothing, one
 * given twice is one, one that is the rival's, too, is his. LT draws a threshold for each account and adds up
 * weights; with delays each account draws whom it listens to, which is the same in distribution. Run i is a
 * function of (ctx->seed, i): the same bytes at any thread count.
 *
 * Needs both directions: the influence has its senders from g.out, runs go along g.in. Cost of a run: for
 * each account reached, 1 + the receivers it reaches + log of its receivers (LT: all its receivers), each
 * reached with p .25 and more tested; with delays a heap beside. Memory: 8 bytes an edge (none for UNIFORM; 4
 * more with delays by edge), 8 bytes a run, 4 a seed; for each thread, bytes a vertex: 8.2, LT 20.2,
 * delays 28.2, LT with delays 36.2, a rival 4 more, by_account 4 more. Before the first run: 12 bytes an
 * account, 8 when p is given by edge. Errors: E_USAGE (no such seed, no seed, out of range), E_MEM;
 * E_STOPPED: result holds what the runs made so far say, when there are any. The result is yours:
 * rel_spread_free. */
REL_CHECKED
rel_status rel_spread(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence, const rel_vid *seed,
                      int64_t seeds, const rel_spread_opts *opts, rel_spread_result *result);
/* Accepts {0}. */
void rel_spread_free(rel_spread_result *result);

#endif
