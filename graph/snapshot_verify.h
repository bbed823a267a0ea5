/* Reading all of a snapshot to see that it is sound. Private to graph/. */
#ifndef REL_GRAPH_SNAPSHOT_VERIFY_H
#define REL_GRAPH_SNAPSHOT_VERIFY_H

#include "graph/snapshot_format.h"

/* The checksums of all sections. Errors: E_DATA, E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_snapshot_verify_hashes(rel_ctx *ctx, const char *path, const char *file,
                                      const rel_snapshot_header *header, const rel_snapshot_section *section);

/* The laws of graph.h, names.h and attributes.h, so that no kernel can be led outside its arrays.
 * Errors: E_DATA (naming path), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_graph_verify(rel_ctx *ctx, const char *path, const rel_graph *g);

/* The same for packed rows: every byte of a row is where packed.h says, so that no decoder can be led
 * outside. Errors: E_DATA, E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_packed_verify(rel_ctx *ctx, const char *path, const rel_graph *g);

#endif
