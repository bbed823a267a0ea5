/* Eigenvector centrality, HITS and Katz: attention counts for more when it comes from those who receive
 * attention (eigenvector, Katz), or from those who give it to the right ones (HITS: good hubs point at good
 * authorities).
 *
 * Sources: Bonacich, "Power and centrality: a family of measures", Am. J. Sociology 92(5), 1987; Kleinberg,
 * "Authoritative sources in a hyperlinked environment", J. ACM 46(5), 1999; Katz, "A new status index derived
 * from sociometric analysis", Psychometrika 18(1), 1953. */
#ifndef REL_ALGORITHMS_CENTRALITY_SPECTRAL_H
#define REL_ALGORITHMS_CENTRALITY_SPECTRAL_H

#include "graph/graph.h"

typedef struct rel_spectral_opts {
    double tol;           /* stop when no score moves more than this in a round, > 0 */
    int max_rounds;       /* >= 1 */
    bool weighted;        /* by the weights of the edges */
    int64_t reorder_from; /* work on a copy ordered by degree when there are at least so many arcs */
} rel_spectral_opts;

#define REL_SPECTRAL_DEFAULTS                                                                                \
    ((rel_spectral_opts){.tol = 1e-9, .max_rounds = 10000, .weighted = true, .reorder_from = 1 << 20})

/* Below, A has the weight of u -> v in row v and column u. All are Jacobi iterations in double, the same bits
 * at any thread count. Scratch: 16 bytes a vertex (Katz, eigenvector), 24 (HITS); when reordered 16 a vertex,
 * 8 more for HITS of a directed graph, and 4 an arc and direction used (8 when weighted). Cost O(n + m) a
 * round. *rounds and *value may be NULL. Errors: E_USAGE (option out of range, a direction missing),
 * E_DATA (a weight that is used and not above 0 and finite: named by its edge and row), E_NOCONV and
 * E_STOPPED (the arrays hold the last round), E_MEM. */

/* A x = value x, value the largest eigenvalue, x >= 0 with maximum 1: by powers of A + I. At the end no entry
 * of A x - value x is above (value + 1) tol. Where several components share the largest eigenvalue, x is one
 * of the possible answers; without edges it is 1 everywhere. A directed graph without cycles has no such x,
 * which ends in E_NOCONV. Needs in, and out to reorder. */
REL_CHECKED
rel_status rel_eigenvector(rel_ctx *ctx, const rel_graph *g, rel_spectral_opts opts, double *score,
                           double *value, int *rounds);

/* authority = A hub, hub = A' authority, each scaled to maximum 1; value is the largest eigenvalue of A A'.
 * Without edges both are 1 everywhere. Needs out and in. */
REL_CHECKED
rel_status rel_hits(rel_ctx *ctx, const rel_graph *g, rel_spectral_opts opts, double *hub, double *authority,
                    double *value, int *rounds);

/* x = alpha A x + 1: every way that leads to v counts alpha^length. alpha > 0 must be below 1 / the largest
 * eigenvalue, or it ends in E_NOCONV. tol is relative to the largest score. Needs in, and out to reorder. */
REL_CHECKED
rel_status rel_katz(rel_ctx *ctx, const rel_graph *g, double alpha, rel_spectral_opts opts, double *score,
                    int *rounds);

#endif
