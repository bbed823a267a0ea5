/* Keeping some of the edges of a graph, perhaps with other weights. */
#ifndef REL_INSIGHT_EDGES_H
#define REL_INSIGHT_EDGES_H

#include "graph/graph.h"

/* out becomes a new graph with the vertices, names and vertex attributes of g and the arcs e of g->out with
 * keep[e] != 0, their edge attributes, and weight[e] (NULL: those of g) where a weight must be > 0. Of an
 * undirected graph the arc from the smaller vertex decides. Needs g->out. Cost O(n + m); scratch 13 bytes an
 * edge, 21 with times. Errors: E_MEM, E_STOPPED; out is then empty. */
REL_CHECKED
rel_status rel_graph_keep_edges(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, const float *weight,
                                rel_graph *out);

#endif
