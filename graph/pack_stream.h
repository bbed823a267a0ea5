/* Packing a graph from edges that can be asked for again and again, such as those of a random generator:
 * rows of a part of the vertices are collected and packed, then those of the next part, so that a list of all
 * edges never stands in memory. */
#ifndef REL_GRAPH_PACK_STREAM_H
#define REL_GRAPH_PACK_STREAM_H

#include "graph/builder.h"

typedef struct rel_edge_stream {
    rel_vid n;
    int64_t count;
    /* Writes edges first <= i < last, the same each time it is asked. Called from several threads at once,
     * with last - first <= REL_STREAM_BLOCK. Ends are below n; repeats and self loops are dropped. */
    void (*produce)(const void *state, int64_t first, int64_t last, rel_vid *source, rel_vid *target);
    const void *state;
} rel_edge_stream;
enum { REL_STREAM_BLOCK = 1024 };

typedef struct rel_pack_stream_opts {
    bool directed;     /* else each edge gives two arcs */
    int directions;    /* REL_BUILD_IN or REL_BUILD_OUT of a directed graph, not both */
    size_t room_bytes; /* for rows that are being collected: 4 an arc */
} rel_pack_stream_opts;

/* *g becomes a packed graph without weights or names. The stream is asked once for the degrees, and once for
 * each room full of rows. Same bytes at any thread count and with any room. Memory: the packed graph, the
 * room, 24 bytes a vertex; a row longer than the room gets the room it needs. Errors: E_USAGE (direction),
 * E_MEM, E_STOPPED, E_LIMIT; g is then empty. */
REL_CHECKED
rel_status rel_graph_pack_stream(rel_ctx *ctx, const rel_edge_stream *s, rel_pack_stream_opts opts,
                                 rel_graph *g);

#endif
