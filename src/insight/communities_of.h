/* The communities that a graph's accounts are known to belong to. */
#ifndef REL_INSIGHT_COMMUNITIES_OF_H
#define REL_INSIGHT_COMMUNITIES_OF_H

#include "graph/graph.h"

/* community[v] becomes a number below *count, from the vertex column "community" (numbers or texts; a
 * workspace's graph has those that were stored last). Accounts without one are taken for one community more,
 * and a note counts them. Cost O(n) and a sort; scratch 32 bytes a vertex. Errors: E_USAGE (no such column,
 * or nothing in it), E_MEM. */
REL_CHECKED
rel_status rel_communities_of(rel_ctx *ctx, const rel_graph *g, uint32_t *community, uint32_t *count);

#endif
