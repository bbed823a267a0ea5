/* Bootstrap of a ranking: how sure is the top? The interactions are resampled, the criteria computed anew,
 * and what stays is what the data supports (see graph/resample.h). It says what chance in the data does, not
 * what is missing from it: an account that was never collected does not come in. */
#ifndef REL_INSIGHT_BOOTSTRAP_H
#define REL_INSIGHT_BOOTSTRAP_H

#include "graph/resample.h"
#include "src/insight/ranking.h"

typedef struct rel_bootstrap_opts {
    int64_t replicates; /* 1 or more */
    int64_t k;          /* the top that is asked about, 1 or more; beyond all accounts: all */
    rel_resample_unit unit;
    rel_ranking_opts ranking; /* as the ranking itself was made; top and source are not looked at */
} rel_bootstrap_opts;

/* Of one account: 95 % of the replicates rank it from low to high. */
typedef struct rel_sureness {
    int64_t low, high;
    double top_share; /* of the replicates, where it is among the first k */
} rel_sureness;

typedef struct rel_bootstrap {
    int64_t replicates; /* done: fewer than asked for after E_STOPPED */
    int64_t k;
    double overlap;        /* mean share of the ranking's first k that are among the first k again */
    int64_t not_converged; /* replicates whose iterations ended early */
    int64_t count;         /* accounts asked about */
    rel_sureness *account; /* count */
} rel_bootstrap;

/* Resamples g; vertex[0..count) are the accounts asked about, base the ranking with at least k accounts.
 * Yours: rel_bootstrap_free. The interval is from the 2.5th to the 97.5th of 100 parts of the ranks, rounded
 * outwards.
 *
 * Needs out and in. Cost: that of the ranking for each replicate, and O(n + m). Memory: what the resampler
 * and one ranking take, and 4 bytes an account asked about and replicate. Random by ctx->seed; same at any
 * thread count. Errors: E_USAGE (replicates or k below 1; a criterion that does not come from the graph),
 * those of the criteria, E_MEM, E_STOPPED: then what the replicates done say, if there are any. */
REL_CHECKED
rel_status rel_bootstrap_ranking(rel_ctx *ctx, const rel_graph *g, const rel_ranking *base,
                                 const rel_bootstrap_opts *opts, const rel_vid *vertex, int64_t count,
                                 rel_bootstrap *bootstrap);
/* Accepts {0}. */
void rel_bootstrap_free(rel_bootstrap *bootstrap);

#endif
