/* The column act_times of a projected graph: when each edge acted, by layer. */
#ifndef REL_INGEST_PROJECTION_TIMES_H
#define REL_INGEST_PROJECTION_TIMES_H

#include "graph/builder.h"

/* Adds to g, which was built out of these edges, the text column that graph/write_times.h describes. Edges
 * without a time, and those that the graph left out, are in no text. Cost: O(m log m), 32 bytes an edge while
 * it lasts. Errors: E_USAGE (the graph has no outgoing edges), E_MEM. */
REL_CHECKED
rel_status rel_projection_add_times(rel_ctx *ctx, const rel_edges *edges, rel_graph *g);

#endif
