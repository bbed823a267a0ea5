/* The writers of other programs' graph files, for the table in graph_file.c. Each has the shape that
 * rel_graph_format asks for; what they decide alike is in write_common.h. */
#ifndef REL_GRAPH_WRITERS_H
#define REL_GRAPH_WRITERS_H

#include "graph/graph_file.h"

#define REL_WRITER(name)                                                                                     \
    REL_CHECKED                                                                                              \
    rel_status rel_##name##_write(rel_ctx *ctx, const rel_graph *g, const char *path,                        \
                                  const rel_write_opts *opts);                                               \
    int64_t rel_##name##_estimate(const rel_graph *g, const rel_write_opts *opts)

REL_WRITER(graphml);
REL_WRITER(gexf);
/* Two files: NAME.csv becomes NAME.nodes.csv and NAME.edges.csv, both whole or absent. "-" gets the edges
 * alone. */
REL_WRITER(csv);
REL_WRITER(dot);
REL_WRITER(pajek);
REL_WRITER(edgelist);

#undef REL_WRITER

#endif
