/* Building from arrays that are given away, so that they do not stand beside the graph. Private to graph/. */
#ifndef REL_GRAPH_BUILD_TAKING_H
#define REL_GRAPH_BUILD_TAKING_H

#include "graph/builder.h"

/* As rel_graph_build, but frees the arrays of *edges (each malloc's or NULL) as soon as they were read, also
 * when it fails; *edges becomes {0}. */
REL_CHECKED
rel_status rel_graph_build_taking(rel_ctx *ctx, rel_vid n, rel_edges *edges, rel_build_opts opts,
                                  rel_graph *g);

#endif
