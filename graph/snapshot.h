/* Snapshot: one graph in one file (*.rgraph), opened by mapping it: O(1) in time and memory. The layout is
 * documented in docs/formats/rgraph.md. */
#ifndef REL_GRAPH_SNAPSHOT_H
#define REL_GRAPH_SNAPSHOT_H

#include "graph/graph.h"

/* Writes NAME.tmp, flushes, renames. Errors: E_IO, E_MEM, E_STOPPED; no file is left then. */
REL_CHECKED rel_status rel_snapshot_write(rel_ctx *ctx, const rel_graph *g, const char *path);

/* Maps the file; g borrows it until rel_graph_free. The header, the table of sections and their bounds are
 * always checked; the checksums of the sections only with verify (reads the whole file).
 * Errors: E_IO, E_DATA (foreign, newer, truncated or damaged, with what was expected and found). */
REL_CHECKED rel_status rel_snapshot_open(rel_ctx *ctx, const char *path, bool verify, rel_graph *g);

/* True when the first bytes are those of a snapshot. */
bool rel_snapshot_is(const void *first_bytes, size_t len);

#endif
