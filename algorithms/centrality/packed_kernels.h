/* Kernels on packed rows (graph/packed.h), called by the public ones when a graph is packed. They decode a
 * row in pieces while they read it. Private to algorithms/. */
#ifndef REL_ALGORITHMS_CENTRALITY_PACKED_KERNELS_H
#define REL_ALGORITHMS_CENTRALITY_PACKED_KERNELS_H

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/pagerank.h"

/* Degrees (weighted false, or no weights) or strengths by new number. Weights of out-edges that are kept by
 * their targets alone are added by one thread, in the order of the targets. Cost and errors: rel_degree. */
REL_CHECKED
rel_status rel_packed_strengths(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction,
                                bool weighted, double *strength);

/* rel_degree of a packed graph; 8 bytes a vertex of scratch. */
REL_CHECKED
rel_status rel_degree_packed(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction, bool weighted,
                             double *score);

/* rel_pagerank after its options were checked: the sums of the jump weights and of the scores to start from.
 * Jacobi in double; needs packed.in and out or out-degrees. Scratch 24 bytes a vertex, 32 with jump; no bytes
 * an arc. */
REL_CHECKED
rel_status rel_pagerank_packed(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o,
                               double jump_total, double start_total, double *score, int *rounds);

#endif
