/* Packing and unpacking the rows of a graph in place (see packed.h). */
#ifndef REL_GRAPH_PACK_H
#define REL_GRAPH_PACK_H

#include "graph/builder.h"

/* Packs rows of g, numbered anew by degree, and frees the plain ones: g.out and g.in are then empty. Names
 * and attributes stay in the old order. directions: which rows to keep, REL_BUILD_OUT, _IN or both; with _IN
 * alone the out-degrees are kept beside them. Undirected graphs have one. Needs out. Cost O(m log n); scratch
 * 16 bytes a vertex and what rel_pack_rows says. Errors: E_USAGE (no direction, or no out), E_MEM, E_STOPPED,
 * E_LIMIT; g is then as it was. */
REL_CHECKED
rel_status rel_graph_pack(rel_ctx *ctx, rel_graph *g, int directions);

/* The reverse: plain rows in the old numbers, the same to the bit; packed rows are freed. Nothing happens to
 * a graph that is not packed. Cost O(m log n); scratch 4 bytes a vertex, 16 a neighbour of the longest row
 * and thread. Errors: E_MEM, E_STOPPED; g is then as it was. */
REL_CHECKED
rel_status rel_graph_unpack(rel_ctx *ctx, rel_graph *g);

#endif
