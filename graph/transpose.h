/* Turning one direction of a graph round. Private to graph/. */
#ifndef REL_GRAPH_TRANSPOSE_H
#define REL_GRAPH_TRANSPOSE_H

#include "graph/graph.h"
#include "graph/partition.h"

/* *to becomes the other direction of *from, in arrays of g. adj may be a block of at least g->m vertices that
 * g owns already, or NULL. p as in rel_parts_make. Errors: E_MEM (g unchanged), E_STOPPED. */
REL_CHECKED
rel_status rel_graph_transpose(rel_ctx *ctx, rel_graph *g, const rel_csr *from, rel_csr *to, rel_vid *adj,
                               rel_parts *p);

#endif
