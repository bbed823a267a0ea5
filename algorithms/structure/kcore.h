/* k-core: the largest part in which everybody has at least k neighbours; the core number of a vertex is the
 * largest k whose core holds it. Directions and weights do not count; a pair that is joined both ways is one
 * neighbour.
 *
 * Source: Batagelj, Zaversnik, "An O(m) algorithm for cores decomposition of networks", 2003. */
#ifndef REL_ALGORITHMS_STRUCTURE_KCORE_H
#define REL_ALGORITHMS_STRUCTURE_KCORE_H

#include "graph/graph.h"

/* core[v] becomes the core number of v. Needs out and in. Cost O(n + m), on one thread; scratch 12 bytes a
 * vertex, no bytes an arc. Errors: E_USAGE (a direction is missing), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_kcore(rel_ctx *ctx, const rel_graph *g, rel_vid *core);

#endif
