/* The two ways of building a direction, and what they share. Private to graph/. */
#ifndef REL_GRAPH_BUILD_STEPS_H
#define REL_GRAPH_BUILD_STEPS_H

#include "graph/builder.h"
#include "graph/partition.h"

/* Memory that later steps use again. */
typedef struct rel_build_space {
    rel_parts parts;
    void *spare[2]; /* malloc's, no longer needed by the caller, or NULL */
    size_t spare_bytes;
} rel_build_space;

/* Edges as a source of items. */
typedef struct rel_edge_source {
    rel_edges edges;
    rel_vid n;
    int words;      /* of an item: 1; 2 with weights or layers; 3 with times */
    bool by_target; /* rows are targets */
    bool both_ways; /* undirected: each edge gives two arcs */
} rel_edge_source;

/* A block of at least `bytes`: a spare one, else a new one. malloc's. */
REL_CHECKED
rel_status rel_build_take(rel_ctx *ctx, rel_build_space *space, size_t bytes, void *out, const char *what);

/* Both fill *csr and g->m from the dealt-out items in space->parts; arrays are g's. *merged counts items that
 * were summed into another. Errors: E_MEM, E_STOPPED. */

/* Items of one word: rows of neighbours are sorted, placed and searched for repetitions while a part is in
 * the cache; only when there are any, all is moved together and weights are made. */
REL_CHECKED
rel_status rel_build_plain(rel_ctx *ctx, rel_graph *g, rel_build_space *space, rel_csr *csr, int64_t *merged);
/* Items with weights, layers, times: sorted, rows counted, then summed up into their arrays. */
REL_CHECKED
rel_status rel_build_full(rel_ctx *ctx, rel_graph *g, rel_build_space *space, const rel_edge_source *s,
                          uint32_t layers, rel_csr *csr, int64_t *merged);

#endif
