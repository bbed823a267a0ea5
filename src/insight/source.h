/* Graph source: what an analysis command is given: a workspace, a snapshot, or any graph file. */
#ifndef REL_INSIGHT_SOURCE_H
#define REL_INSIGHT_SOURCE_H

#include "graph/graph_file.h"
#include "ingest/projection.h"

typedef enum rel_source_kind {
    REL_SOURCE_WORKSPACE,
    REL_SOURCE_SNAPSHOT,
    REL_SOURCE_GRAPH_FILE
} rel_source_kind;

typedef struct rel_source {
    rel_source_kind kind;
    const char *path;               /* as given to rel_source_open, borrowed */
    rel_projection_opts projection; /* likewise: which layers and period the graph is of */
    rel_graph graph;
    rel_projection_counts left_out; /* of a workspace: interactions; of a file: edges */
} rel_source;

/* Told by the first bytes; "-" is a graph file. Errors: E_IO. */
REL_CHECKED
rel_status rel_source_kind_of(rel_ctx *ctx, const char *path, rel_source_kind *kind);

/* Opens path ("-": an edge list on standard input), told by its first bytes. A snapshot is mapped, not read.
 * Packed rows are unpacked in memory, with a note, unless projection->directions has REL_BUILD_PACKED and
 * nothing is chosen by layer or period; when they do not fit: E_LIMIT, with the memory they take.
 * projection applies to a workspace. Of other sources layers select the edge attribute columns of that name
 * (E_USAGE when a layer is asked for that the file does not have) and the weights become those of the layers;
 * periods and half-life use the edge attributes first_time and last_time (E_USAGE when there are none): an
 * edge stays when its acts reach into the period, and ages from its last act. Errors: E_IO, E_DATA, E_USAGE,
 * E_MEM. */
REL_CHECKED
rel_status rel_source_open(rel_ctx *ctx, const char *path, const rel_projection_opts *projection,
                           rel_source *s);
/* Accepts {0}. */
void rel_source_close(rel_source *s);

#endif
