/* Text names of an edge list, each kept once, to dense indices in ascending bytewise order. Private to
 * graph/.
 *
 * Names are spread over shards by their hash; a thread fills whole shards, in the order of the text, so a
 * name's place does not depend on the number of threads. */
#ifndef REL_GRAPH_EDGE_INTERN_H
#define REL_GRAPH_EDGE_INTERN_H

#include "graph/edge_lines.h"
#include "graph/graph.h"

typedef struct rel_interner rel_interner;

REL_CHECKED
rel_status rel_interner_new(rel_ctx *ctx, rel_interner **in);
/* Accepts NULL. */
void rel_interner_delete(rel_interner *in);

/* Provisional ids of the names of count edges, in source[] and target[]. Memory: 24 bytes a new name and its
 * text, doubling. Errors: E_MEM, E_LIMIT (too many names). */
REL_CHECKED
rel_status rel_intern_edges(rel_ctx *ctx, rel_interner *in, const char *base,
                            const rel_edge_name *source_name, const rel_edge_name *target_name, int64_t count,
                            uint32_t *source, uint32_t *target);

/* Turns the provisional ids of count edges into vertices, in place, and gives g->n and g->names. Empties the
 * interner. Names that are no valid text get U+FFFD for each fault; *mended counts such names, and those that
 * are then the same become one. Errors: E_MEM. */
REL_CHECKED
rel_status rel_intern_finish(rel_ctx *ctx, rel_interner *in, int64_t count, uint32_t *source,
                             uint32_t *target, rel_graph *g, int64_t *mended);

#endif
