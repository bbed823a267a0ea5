/* Partitions of the vertices of a graph into communities, however they were found. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITIES_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITIES_H

#include "graph/graph.h"

/* Numbers < n in community[0..n) become 0, 1, ... by descending size, ties by the smallest vertex; *count may
 * be NULL. Cost O(n), scratch 8 bytes a vertex and 32 a community. Errors: E_USAGE (a number is too large;
 * community untouched), E_MEM. */
REL_CHECKED
rel_status rel_communities_number(rel_ctx *ctx, rel_vid n, rel_vid *community, rel_vid *count);

/* *disconnected becomes the number of communities whose members are not all joined by edges inside the
 * community, in whatever direction. Numbers < n. Needs out or in. Cost O(n + m), scratch 8 bytes a vertex.
 * Errors: E_USAGE (no direction, a number is too large), E_MEM. */
REL_CHECKED
rel_status rel_communities_disconnected(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                        rel_vid *disconnected);

#endif
