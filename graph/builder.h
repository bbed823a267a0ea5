/* Building a graph from a list of edges: radix partition by source, then a counting sort within each part
 * (memory-bound, and the order does not depend on the number of threads). */
#ifndef REL_GRAPH_BUILDER_H
#define REL_GRAPH_BUILDER_H

#include "graph/graph.h"

enum { REL_BUILD_OUT = 1, REL_BUILD_IN = 2, REL_BUILD_BOTH = 3 };
/* For those who open a graph and can work on packed rows: leave them packed. Nothing to a builder. */
enum { REL_BUILD_PACKED = 4 };

typedef struct rel_edges {
    rel_eid count;
    const rel_vid *source; /* count, each < n */
    const rel_vid *target; /* count, each < n */
    const float *weight;   /* count or NULL */
    const uint8_t *layer;  /* count or NULL; a rel_kind. Gives one edge attribute column per layer that
                            * occurs, holding the weight it contributed */
    const int64_t *time; /* count or NULL; REL_TIME_MISSING allowed. Gives the edge attributes first_time and
                          * last_time (I64) */
} rel_edges;

typedef struct rel_build_opts {
    bool directed;
    int directions; /* REL_BUILD_OUT, _IN, _BOTH */
} rel_build_opts;

#define REL_BUILD_DEFAULTS ((rel_build_opts){.directed = true, .directions = REL_BUILD_BOTH})

/* Vertices are 0..n-1, named by their index until names are set. The same graph, to the bit, at any thread
 * count: parallel edges are summed in input order.
 * Cost: O(n + m). Scratch: 8 bytes an arc (16 with weights or layers, 24 with times), used for both
 * directions one after the other, and as much again for a hub that most edges leave. Sums beyond what a float
 * holds become the largest float. With REL_BUILD_IN alone there are no edge attributes. Errors: E_USAGE (a
 * vertex >= n), E_LIMIT (n > REL_VID_MAX), E_MEM, E_STOPPED; g is then empty. */
REL_CHECKED
rel_status rel_graph_build(rel_ctx *ctx, rel_vid n, const rel_edges *edges, rel_build_opts opts,
                           rel_graph *g);

/* Names for the vertices of g; copies. Numbers must ascend strictly; texts must be unique and XML-safe.
 * Errors: E_USAGE (not so), E_MEM. */
REL_CHECKED
rel_status rel_graph_set_numbers(rel_ctx *ctx, rel_graph *g, const uint64_t *number);
REL_CHECKED
rel_status rel_graph_set_names(rel_ctx *ctx, rel_graph *g, const rel_str *name);

#endif
