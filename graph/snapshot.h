/* Snapshot: one graph in one file (*.rgraph), opened by mapping it: O(1) in time and memory. The layout is
 * documented in docs/formats/rgraph.md. */
#ifndef REL_GRAPH_SNAPSHOT_H
#define REL_GRAPH_SNAPSHOT_H

#include "graph/graph.h"

/* Writes NAME.tmp, flushes, renames; "-" is standard output. The description (may be NULL: none) says where
 * the graph came from. The same graph and description give the same bytes, at any number of threads. Errors:
 * E_IO, E_MEM, E_STOPPED; no file is left then. */
REL_CHECKED
rel_status rel_snapshot_write(rel_ctx *ctx, const rel_graph *g, const char *path);
REL_CHECKED
rel_status rel_snapshot_write_described(rel_ctx *ctx, const rel_graph *g, const char *description,
                                        const char *path);

/* Maps the file; g borrows it until rel_graph_free. Nobody may shorten or overwrite the file meanwhile
 * (rel_snapshot_write replaces a file and does not touch the mapped one).
 *
 * Always checked: header and table of sections (with their checksums), sizes and bounds of all sections, and
 * that the offsets of rows, names and texts begin and end where they should: a few pages are read.
 * Trusted without verify: what the sections hold. A file damaged since it was written can then give wrong
 * answers or end the program; open files of others with verify. With verify the whole file is read:
 * checksums, and that all offsets ascend, rows are sorted and name vertices that exist, weights are positive,
 * names are unique and texts are UTF-8. Errors: E_IO, E_MEM, E_STOPPED, E_DATA (foreign, newer, truncated or
 * damaged, with what was expected and found); g is then empty. */
REL_CHECKED
rel_status rel_snapshot_open(rel_ctx *ctx, const char *path, bool verify, rel_graph *g);

/* What the writer said: program and version, a line feed, the description. Missing when g is no snapshot.
 * Valid as long as g. */
rel_str rel_snapshot_meta(const rel_graph *g);

/* True when the first bytes are those of a snapshot. */
bool rel_snapshot_is(const void *first_bytes, size_t len);

#endif
