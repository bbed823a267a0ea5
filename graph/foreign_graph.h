/* From a graph that igraph read to ours: names, weights, layers, attributes. Private to graph/. */
#ifndef REL_GRAPH_FOREIGN_GRAPH_H
#define REL_GRAPH_FOREIGN_GRAPH_H

#include "graph/builder.h"
#include "graph/igraph_bridge.h"

typedef struct rel_foreign_rules {
    const char *path;             /* for sentences */
    bool numeric_ids;             /* GML: "id" is a number, and "label" is the better name */
    int directions;               /* REL_BUILD_... */
} rel_foreign_rules;

/* Names: the node ids; when these are n0, n1, ... in order (igraph and others write them), the first of the
 * attributes name, label that is text, never empty and unique. With numeric_ids: label first, then id.
 * Weight: the edge attribute weight (or edge weight), 1 where it is missing, which is noted; when any of its
 * values is a word, every edge counts as 1, the attribute is one like any other, and that is noted. Layers: the first of the edge attributes kind, layer, type, edge label, label whose every
 * value is the word of a layer; else numeric edge attributes that bear such words. Parallel edges are summed;
 * of their other attributes the first edge's stays (first_time: the earliest, last_time: the latest). An
 * empty text counts as missing. Undirected graphs keep no edge attributes. What is left out is noted. Errors:
 * E_DATA (no vertices), E_MEM, E_LIMIT, E_STOPPED. */
REL_CHECKED
rel_status rel_foreign_graph(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                             rel_graph *g);

#endif
