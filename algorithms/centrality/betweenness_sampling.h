/* Betweenness of large graphs by sampling, with a guarantee: random shortest paths are drawn until every
 * account's share of them is known well enough. What betweenness is: see betweenness.h; here it is a share of
 * all ordered pairs of accounts, from 0 to 1, so 0.02 says: of all who might reach each other, 2 % do it
 * through this account.
 *
 * Source: Borassi, Natale, "KADABRA is an ADaptive Algorithm for Betweenness via Random Approximation", ESA
 * 2016 (balanced bidirectional search, a first phase that shares out the probability of error, stopping as
 * soon as the intervals allow); van der Grinten, Angriman, Meyerhenke, "Parallel adaptive sampling with
 * almost no synchronization", Euro-Par 2019 (epochs). Two things are done otherwise. Intervals are Chernoff's
 * for a number of samples that is fixed beforehand (Chernoff, "A measure of asymptotic efficiency for tests
 * of a hypothesis", Ann. Math. Stat. 23(4), 1952), checked at a planned series of such numbers, so all
 * constants are proved, none is estimated. And the largest number of samples follows from Hoeffding's bound
 * (J. Amer. Stat. Ass. 58, 1963), so no diameter is asked for. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_SAMPLING_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_SAMPLING_H

#include "algorithms/simd.h"
#include "graph/graph.h"

#define REL_BETWEENNESS_EPSILON_MIN 1e-6

typedef struct rel_sampling_opts {
    double epsilon; /* half-width of the intervals, REL_BETWEENNESS_EPSILON_MIN to 0.5 */
    double delta;   /* probability that any interval is wrong, above 0, below 1 */
    int64_t top;    /* 0: every value to within epsilon. Else stop as soon as the first `top` accounts are
                     * known in their order, neighbours in it being told apart unless both are known to within
                     * epsilon: then they count as tied. */
} rel_sampling_opts;

#define REL_SAMPLING_DEFAULTS ((rel_sampling_opts){.epsilon = 0.01, .delta = 0.1, .top = 0})

typedef struct rel_sampled {
    double *score;   /* n, the caller's: the share of the samples whose path passes v, in its inside */
    double *error;   /* n, the caller's, or NULL: the exact value lies within score +- error. 0 where v cannot
                      * lie inside a path and its 0 is exact */
    rel_vid *order;  /* min(top, n), the caller's, or NULL: the first by score, ties by vertex */
    bool *tied;      /* min(top, n), the caller's, or NULL: true when order[i] cannot be told from the next;
                      * accounts joined so stand in an order that may be wrong */
    int64_t samples; /* out: that score rests on */
    int64_t first_phase; /* out: samples of the first phase, which score does not rest on */
    int64_t cap;         /* out: more samples than this are never needed */
    bool capped;         /* out: it took the cap */
    double widest;       /* out: the largest error */
} rel_sampled;

/* Guarantee: with a probability of at least 1 - delta, over the random choices, every account's betweenness
 * lies within score +- error at the end, all of them at once; and no error is above epsilon (with top = 0).
 * A pair of accounts that no path joins is a sample with nothing inside. The path of a pair is drawn
 * uniformly from all its shortest paths, however many.
 *
 * Needs out and in. Directed or not, connected or not; weights do not count. Cost: about (2 b / epsilon^2 +
 * 1 / epsilon) log(1 / delta') samples for the largest betweenness b, where delta' is that account's part of
 * delta; never more than about (log(4 n / delta) + 7) / (2 epsilon^2). A sample is a search from both ends of
 * a pair until they meet. Scratch: 13 bytes a vertex, and 29 a vertex and thread at most, of which a search
 * touches what it visits. Random by ctx->seed; same bits at any thread count. Errors: E_USAGE (an option out
 * of range, a direction missing), E_MEM, E_STOPPED: then score and error hold what the samples so far allow,
 * with the same probability (error 1 when there are none). */
REL_CHECKED
rel_status rel_betweenness_sample(rel_ctx *ctx, const rel_graph *g, rel_sampling_opts opts, rel_sampled *r);

/* The default: exact where that takes about 20 seconds on two cores, sampled above. */
#define REL_BETWEENNESS_EXACT_WORK 2e10 /* accounts times arcs */

/* As rel_betweenness_sample when n * m is above `work`; else exact by rel_betweenness: *exact, samples 0,
 * error 1e-5 of each score (rounding of path counts). Either way scores are shares of all ordered pairs.
 * Errors and memory: those of the one chosen; E_STOPPED of the exact one leaves no usable score, and error
 * holds 1. */
REL_CHECKED
rel_status rel_betweenness_auto(rel_ctx *ctx, const rel_graph *g, rel_sampling_opts opts, double work,
                                rel_sampled *r, bool *exact);

#endif
