/* PageRank: the long-run share of visits of a reader who follows edges and sometimes jumps anywhere (or,
 * personalised, to one of a chosen set). Used to rank accounts by received attention: an edge u -> v reads "u
 * gives attention to v".
 *
 * Source: Page, Brin, Motwani, Winograd, "The PageRank citation ranking", Stanford InfoLab 1999-66; dangling
 * rule as in Langville and Meyer, "Deeper inside PageRank", Internet Math. 1(3), 2004 (vertices without
 * out-edges spread their mass over the jump distribution); personalised: Haveliwala, "Topic-sensitive
 * PageRank", WWW 2002. As a linear system: Gleich, Zhukov, Berkhin, "Fast parallel PageRank: a linear system
 * approach", Yahoo 2004. Undirected graphs: Hestenes, Stiefel, "Methods of conjugate gradients for solving
 * linear systems", J. Res. NBS 49(6), 1952. */
#ifndef REL_ALGORITHMS_CENTRALITY_PAGERANK_H
#define REL_ALGORITHMS_CENTRALITY_PAGERANK_H

#include "graph/graph.h"

typedef struct rel_pagerank_opts {
    double damping;       /* probability of following an edge, 0 <= damping < 1 */
    double tol;           /* stated error, > 0: the result is within tol of the exact vector in L1 norm */
    int max_rounds;       /* >= 1 */
    bool weighted;        /* follow edges in proportion to their weights */
    const double *jump;   /* n weights >= 0 with a positive, finite sum: where jumps land; NULL: anywhere */
    const double *start;  /* n scores >= 0 with a positive, finite sum, where the rounds start: an earlier
                             call's, 0 for new vertices; may be the array of results; NULL: the jumps */
    int64_t reorder_from; /* work on a copy reordered by degree when there are at least so many arcs */
} rel_pagerank_opts;

#define REL_PAGERANK_DEFAULTS                                                                                \
    ((rel_pagerank_opts){                                                                                    \
        .damping = 0.85, .tol = 1e-9, .max_rounds = 1000, .weighted = true, .reorder_from = 1 << 20})

/* Fills score[0..n), each >= 0 (> 0 when damping < 1 and jump is NULL), summing to 1 within 1e-12 * n. Same
 * bits at any thread count. *rounds may be NULL.
 *
 * Rounds gather floats, and follow in double what the rounding left, so that they know the residual r of the
 * scores, which is how far one more round of the definition would move them. The scores returned are those
 * after that round, and their L1 error is at most |r| damping / (1 - damping): the call ends when that is at
 * most tol. The error is usually far smaller. For a tol below 1e-11, rounding is not left to trust: r is
 * measured again, which costs a round. A tolerance near the precision of double (about 1e-14) cannot be
 * reached. `start` saves the rounds that bring
 * the error down to that of the scores given, and changes nothing in what is promised of the result, though
 * its last bits, within tol, are others than those of a call without it.
 *
 * Needs g->in and g->out offsets. Cost: O(rounds * (n + m)) time; a directed graph takes Jacobi's rounds, an
 * undirected one conjugate gradients, reordered without the vertices all of whose neighbours have more
 * neighbours. Packed rows are decoded in every round and never copied. Compulsory traffic of a round: 4 bytes
 * an arc (8 when weighted) and 36 a vertex that is not isolated. Scratch 28 bytes a vertex, 32 when
 * undirected, 8 more with jump; when reordered, 16 bytes a vertex (24 when undirected) and 4 an arc (8 when
 * weighted) more, which pays after a few rounds. Errors: E_USAGE (option out of range), E_DATA (weighted, and
 * a weight is not above 0 and finite: named by its edge and row), E_NOCONV (score holds the last round),
 * E_MEM, E_STOPPED (score holds the last round). Ownership: score belongs to the caller and is left untouched
 * on E_USAGE, E_DATA and E_MEM. */
REL_CHECKED
rel_status rel_pagerank(rel_ctx *ctx, const rel_graph *g, rel_pagerank_opts opts, double *score, int *rounds);

#endif
