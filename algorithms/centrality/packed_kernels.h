/* Kernels on packed rows (graph/packed.h), called by the public ones when a graph is packed. They decode a
 * row in pieces while they read it. Private to algorithms/. */
#ifndef REL_ALGORITHMS_CENTRALITY_PACKED_KERNELS_H
#define REL_ALGORITHMS_CENTRALITY_PACKED_KERNELS_H

#include "algorithms/centrality/degree.h"

/* Degrees (weighted false, or no weights) or strengths by new number. Weights of out-edges that are kept by
 * their targets alone are added by one thread, in the order of the targets. Cost and errors: rel_degree. */
REL_CHECKED
rel_status rel_packed_strengths(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction,
                                bool weighted, double *strength);

/* rel_degree of a packed graph; 8 bytes a vertex of scratch. */
REL_CHECKED
rel_status rel_degree_packed(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction, bool weighted,
                             double *score);

#endif
