/* What a graph is like, in a few figures. */
#ifndef REL_INSIGHT_OVERVIEW_H
#define REL_INSIGHT_OVERVIEW_H

#include "graph/graph.h"

typedef struct rel_overview {
    int64_t accounts, edges;     /* an undirected edge counts once */
    int64_t isolated;            /* accounts without an edge */
    int64_t components, largest; /* weakly connected; accounts of the largest */
    double density;              /* edges / pairs that could have one; NaN below two accounts */
    double reciprocity; /* directed: share of edges that are returned; NaN without edges, when undirected, or
                           when only one direction is packed */
    double weight;      /* sum of the weights */
} rel_overview;

/* Needs both directions, or packed rows. Cost O(n + m); scratch 8 bytes a vertex. Errors: E_USAGE (a
 * direction is missing), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_graph_overview(rel_ctx *ctx, const rel_graph *g, rel_overview *o);

#endif
