/* Connected components: groups of accounts joined by edges in whatever direction (weak), or so that from each
 * one a way leads to each other one and back (strong).
 *
 * Sources: weak: Sutton, Ben-Nun, Barak, "Optimizing parallel graph connectivity computation via subgraph
 * sampling" (Afforest), IPDPS 2018; strong: Fleischer, Hendrickson, Pinar, "On identifying strongly connected
 * components in parallel", IPDPS Workshops 2000, for the giant one; Tarjan, "Depth-first search and linear
 * graph algorithms", SIAM J. Comput. 1(2), 1972, for the others. */
#ifndef REL_ALGORITHMS_STRUCTURE_COMPONENTS_H
#define REL_ALGORITHMS_STRUCTURE_COMPONENTS_H

#include "graph/graph.h"

/* component[v] becomes the number of v's component. Components are numbered from 0 by descending size, ties
 * by their smallest vertex. *count may be NULL. size, when not NULL, receives a malloc'd array of *count
 * sizes, given to you. Needs out or in (both are used when there; with one alone every edge is looked at).
 * Cost: O(n + m) expected; scratch 4 bytes a vertex and 32 a component of two or more; no bytes an edge. Same
 * numbers at any thread count. Errors: E_USAGE (no direction), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_components_weak(rel_ctx *ctx, const rel_graph *g, rel_vid *component, rel_vid *count,
                               rel_vid **size);

/* The same for strong components. Needs out and in. The component of the vertex with the most neighbours,
 * which is the giant one where there is one, is found in parallel; the others on one thread. Cost O(n + m)
 * for the rest, and for the giant one a few times that, however far apart its vertices are. Scratch 26 bytes
 * a vertex. Same numbers at any thread count. Errors: E_USAGE (a direction is missing), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_components_strong(rel_ctx *ctx, const rel_graph *g, rel_vid *component, rel_vid *count,
                                 rel_vid **size);

/* For kernels: component[v] holds any vertex that stands for v's group, its smallest; becomes a number by
 * descending size, ties by that vertex. count and size as above. */
REL_CHECKED
rel_status rel_components_number(rel_ctx *ctx, rel_vid n, rel_vid *component, rel_vid *count, rel_vid **size);

#endif
