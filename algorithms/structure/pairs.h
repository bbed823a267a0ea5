/* How accounts are paired: reciprocity (is attention returned?) and assortativity (do accounts with much
 * attention give theirs to others like them?).
 *
 * Sources: Wasserman, Faust, "Social network analysis", 1994, 13.3; Newman, "Mixing patterns in networks",
 * Phys. Rev. E 67, 2003. */
#ifndef REL_ALGORITHMS_STRUCTURE_PAIRS_H
#define REL_ALGORITHMS_STRUCTURE_PAIRS_H

#include "graph/graph.h"

/* local[v] becomes the share of those v gives attention to who return it, 0 when there are none; *all the
 * share of all arcs that are returned, 0 without arcs. Both are 1 in an undirected graph with edges. Either
 * may be NULL. Needs out and in. Cost O(n + m), no scratch. Same bits at any thread count. Errors: E_USAGE (a
 * direction is missing), E_STOPPED. */
REL_CHECKED
rel_status rel_reciprocity(rel_ctx *ctx, const rel_graph *g, double *local, double *all);

/* *r becomes the correlation, over the arcs, of the out-degree of the source and the in-degree of the target
 * (of the two degrees, when undirected): -1 to 1, NaN when one of them is the same for every arc. Needs out
 * and in. Cost O(n + m); scratch 4 bytes a vertex, no bytes an arc. The sums are exact integers, so that only
 * the last steps round; same bits at any thread count. Errors: as above, E_MEM. */
REL_CHECKED
rel_status rel_assortativity(rel_ctx *ctx, const rel_graph *g, double *r);

#endif
