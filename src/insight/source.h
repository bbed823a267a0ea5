/* Graph source: what an analysis command is given: a workspace, a snapshot, or any graph file. */
#ifndef REL_INSIGHT_SOURCE_H
#define REL_INSIGHT_SOURCE_H

#include "graph/graph_file.h"
#include "ingest/projection.h"

typedef enum rel_source_kind { REL_SOURCE_WORKSPACE, REL_SOURCE_SNAPSHOT, REL_SOURCE_GRAPH_FILE } rel_source_kind;

typedef struct rel_source {
    rel_source_kind kind;
    rel_graph graph;
    rel_projection_counts left_out; /* of a workspace */
    rel_hash128 input_hash;         /* of a file; of a workspace: 0 */
} rel_source;

/* Opens path ("-": an edge list on standard input), told by its first bytes. projection applies to a workspace; for
 * other sources layers select the edge attribute columns of that name, when there are any (E_USAGE when a layer is
 * asked for that the file does not have), and periods give E_USAGE unless the edges carry times.
 * Errors: E_IO, E_DATA, E_USAGE, E_MEM. */
REL_CHECKED rel_status rel_source_open(rel_ctx *ctx, const char *path, const rel_projection_opts *projection,
                                       rel_source *s);
void rel_source_close(rel_source *s);

#endif
