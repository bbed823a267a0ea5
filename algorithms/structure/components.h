/* Weakly connected components: groups of accounts joined by edges in whatever direction.
 *
 * Source: Sutton, Ben-Nun, Barak, "Optimizing parallel graph connectivity computation via subgraph sampling"
 * (Afforest), IPDPS 2018. */
#ifndef REL_ALGORITHMS_STRUCTURE_COMPONENTS_H
#define REL_ALGORITHMS_STRUCTURE_COMPONENTS_H

#include "graph/graph.h"

/* component[v] becomes the number of v's component. Components are numbered from 0 by descending size, ties
 * by their smallest vertex. *count may be NULL. size, when not NULL, receives a malloc'd array of *count
 * sizes, given to you. Needs out or in (both are used when there; with one alone every edge is looked at).
 * Cost: O(n + m) expected; scratch 4 bytes a vertex and 16 a component; no bytes an edge. Same numbers at any
 * thread count. Errors: E_USAGE (no direction), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_components_weak(rel_ctx *ctx, const rel_graph *g, rel_vid *component, rel_vid *count,
                               rel_vid **size);

#endif
