/* k-core: the largest part in which everybody has at least k neighbours; the core number of a vertex is the
 * largest k whose core holds it. Directions and weights do not count; a pair that is joined both ways is one
 * neighbour.
 *
 * Sources: Batagelj, Zaversnik, "An O(m) algorithm for cores decomposition of networks", 2003; peeled level
 * by level in parallel as in Kabir, Madduri, "Parallel k-core decomposition on multicore platforms", IPDPS
 * Workshops 2017. */
#ifndef REL_ALGORITHMS_STRUCTURE_KCORE_H
#define REL_ALGORITHMS_STRUCTURE_KCORE_H

#include "graph/graph.h"

/* core[v] becomes the core number of v. Needs out and in. Cost O(n + m), as each level sweeps over the
 * vertices whose core number is not below it, and the core numbers sum up to m at most; scratch 8 bytes a
 * vertex, 4 KiB a thread, no bytes an arc. Same numbers at any thread count. Errors: E_USAGE (a direction is
 * missing), E_MEM, E_STOPPED (core holds nothing of use). */
REL_CHECKED
rel_status rel_kcore(rel_ctx *ctx, const rel_graph *g, rel_vid *core);

#endif
