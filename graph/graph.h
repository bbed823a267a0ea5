/* Graph: an immutable compressed sparse row graph of accounts.
 *
 * An edge u -> v means that u gives attention to v (u follows, shares, mentions v): scores rank v, influence
 * flows v -> u. Parallel edges are summed into one weight, self loops are dropped and counted when the
 * graph is built. An undirected graph holds each edge as two arcs and its two directions are one array.
 *
 * Memory: 8 (n + 1) + 4 m bytes a direction, + 4 m bytes a direction when weighted; + 4 or 8 bytes an arc
 * and column of edge attributes; names 8 to 16 bytes a vertex and their text. Packed rows: see packed.h. */
#ifndef REL_GRAPH_GRAPH_H
#define REL_GRAPH_GRAPH_H

#include "graph/attributes.h"
#include "graph/names.h"
#include "graph/packed.h"
#include "graph/types.h"
#include "src/base/ctx.h"

/* One direction. Rows are sorted ascending and hold no vertex twice. */
typedef struct rel_csr {
    const rel_eid *off;  /* n + 1 */
    const rel_vid *adj;  /* off[n] */
    const float *weight; /* off[n], NULL: every weight is 1; > 0 and finite */
} rel_csr;

/* What was left out while building, by reason. */
typedef struct rel_graph_dropped {
    int64_t self_loops;
    int64_t merged;     /* parallel edges summed into another */
    int64_t bad_weight; /* zero, negative or no number */
} rel_graph_dropped;

typedef struct rel_graph {
    rel_vid n;
    rel_eid m; /* arcs: edges when directed, twice the edges when not */
    bool directed;
    rel_csr out;       /* u -> v under row u; off NULL when this direction was not asked for */
    rel_csr in;        /* u -> v under row v; the same arrays as out when undirected */
    rel_packed packed; /* {0}, or the rows compressed: out and in are empty then (graph/pack.h) */
    rel_names names;   /* vertex <-> name */
    rel_attributes vertex_attributes; /* n values a column */
    rel_attributes edge_attributes;   /* m values a column, in the order of out.adj; column "share",
                                       * "mention", ... holds the weight that each layer gave, when layers
                                       * are known; undirected graphs have none */
    rel_graph_dropped dropped;
    struct rel_graph_owner *owner; /* what rel_graph_free releases: heap blocks or a mapped file */
} rel_graph;

/* Accepts {0} and a freed graph. */
void rel_graph_free(rel_graph *g);

/* Position of the arc u -> v in out.adj, or -1. O(log degree). Needs out. */
rel_eid rel_graph_find(const rel_graph *g, rel_vid u, rel_vid v);

/* Adds the missing direction by transposition; a packed graph is unpacked first. Cost O(n + m); 2 x 8 bytes
 * an arc of scratch. Errors: E_MEM (g unchanged). */
REL_CHECKED
rel_status rel_graph_need_in(rel_ctx *ctx, rel_graph *g);
REL_CHECKED
rel_status rel_graph_need_out(rel_ctx *ctx, rel_graph *g);

/* Bytes that the arrays of g take, mapped or not. */
size_t rel_graph_bytes(const rel_graph *g);

/* The subgraph of the vertices with keep[v] != 0, with names and attributes. out is a new graph. */
REL_CHECKED
rel_status rel_graph_subgraph(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, rel_graph *out);

#endif
