/* Scoring: the accounts of a graph by one or several criteria, each family of criteria computed once. */
#ifndef REL_INSIGHT_SCORING_H
#define REL_INSIGHT_SCORING_H

#include "algorithms/centrality/pagerank.h"
#include "src/insight/criteria.h"
#include "src/insight/source.h"

typedef struct rel_scoring_opts {
    rel_pagerank_opts pagerank;
    double tolerance; /* of hub, authority, eigenvector, katz: no score moves more than this, > 0 */
    int max_rounds;   /* of those and of PageRank; 0: what the kernels do by themselves */
    double alpha;     /* of katz, > 0; 0: REL_KATZ_SHARE / the largest eigenvalue */
    int hops;         /* of reach, 1 to 63 */
    int precision;    /* of HyperBall: 2^precision counters an account, 4 to 12 */
    double epsilon;   /* of sampled betweenness: half-width of the intervals, 1e-6 to 0.5 */
    double delta;     /* of the same: probability that any interval is wrong, above 0, below 1 */
    bool exact;       /* never estimate, however long it takes */
} rel_scoring_opts;

#define REL_SCORING_DEFAULTS                                                                                 \
    ((rel_scoring_opts){.pagerank = REL_PAGERANK_DEFAULTS,                                                   \
                        .tolerance = 1e-9,                                                                   \
                        .hops = 2,                                                                           \
                        .precision = 8,                                                                      \
                        .epsilon = 0.01,                                                                     \
                        .delta = 0.1})

#define REL_KATZ_SHARE 0.85

/* Vertices x arcs up to which distances are exact: beyond, HyperBall estimates them. */
#define REL_EXACT_DISTANCES_WORK 1e10

/* How a criterion was computed, and how far from the truth a score may be. */
typedef enum rel_method {
    REL_METHOD_EXACT,
    REL_METHOD_ITERATION,
    REL_METHOD_HYPERBALL,
    REL_METHOD_SAMPLING
} rel_method;
typedef struct rel_way {
    rel_method method;
    /* EXACT: 0 (but for rounding). ITERATION: PageRank: of all scores together (L1), others: of a score, in
     * units of the largest. HYPERBALL: standard error of one estimated ball, relative. SAMPLING: every score
     * is within this much of its exact value, all at once with probability 1 - delta. */
    double error;
    int64_t samples; /* SAMPLING: shortest paths drawn */
} rel_way;
const char *rel_method_word(rel_method method); /* "exact", "iteration", "hyperball", "sampling" */

/* What a provider is given. It fills the scores of its family that are asked for, all of them or fails. */
typedef struct rel_scoring {
    const rel_graph *g;
    const rel_source
        *source; /* where g comes from, for what is in the tables of a workspace; NULL: unknown */
    const rel_scoring_opts *opts;
    double *score[REL_CRITERION_COUNT]; /* n each, the caller's; NULL: not asked for */
    double *error;                      /* n, the caller's: each account's own error of sampled betweenness;
                                         * NULL: not asked for */
    rel_way way[REL_CRITERION_COUNT];   /* out; EXACT unless the provider says otherwise */
} rel_scoring;

typedef rel_status rel_score_fn(rel_ctx *ctx, rel_scoring *s);
#define X(name, provider)                                                                                    \
    REL_CHECKED                                                                                              \
    rel_score_fn provider;
REL_FAMILY_LIST(X)
#undef X

/* Calls the provider of each family that has a score to fill. Needs both directions of g. Scratch: what the
 * kernels say. Errors: those of the providers; after E_NOCONV all scores are there, and the sentence says
 * how far the first iteration came that did not end. After E_STOPPED no score is of use, unless the way of
 * betweenness says that there are samples: then all scores are there, and it says how well it is known. */
REL_CHECKED
rel_status rel_scores(rel_ctx *ctx, rel_scoring *s);

#endif
