/* Filters: the part of a graph that an analysis or an export wants. What is left out is counted. */
#ifndef REL_INSIGHT_FILTER_H
#define REL_INSIGHT_FILTER_H

#include "graph/graph.h"

typedef struct rel_filter_opts {
    double min_weight;      /* edges below are left out; 0: none */
    int64_t k_core;         /* vertices outside the k-core (of the undirected graph) are left out; 0: none */
    bool largest_component; /* weakly connected */
    int64_t top;            /* vertices kept, by score (or degree when score is NULL); 0: all */
    bool drop_isolated;     /* vertices without an edge after the above */
} rel_filter_opts;

typedef struct rel_filter_counts {
    int64_t edges_light, vertices_core, vertices_component, vertices_top, vertices_isolated;
} rel_filter_counts;

/* True when nothing is asked for: rel_graph_filter would only copy. */
bool rel_filter_is_empty(const rel_filter_opts *opts);

/* In the order of the fields. score has g->n values or is NULL. Needs both directions of g. out is a new
 * graph (also when nothing is filtered). Errors: E_USAGE (a direction is missing), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_graph_filter(rel_ctx *ctx, const rel_graph *g, const rel_filter_opts *opts,
                            const double *score, rel_graph *out, rel_filter_counts *counts);

#endif
