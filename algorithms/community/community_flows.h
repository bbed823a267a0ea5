/* Communities as wholes: who is in each, and how much attention goes from one to another. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_FLOWS_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_FLOWS_H

#include "graph/graph.h"

/* The members of community c are member[off[c] .. off[c + 1]), ascending. */
typedef struct rel_community_rows {
    rel_vid count;
    int64_t *off;
    rel_vid *member;
} rel_community_rows;

/* rows is scratch of ctx: 4 bytes a vertex and 8 a community. community[v] < count. Cost O(n). Errors:
 * E_USAGE (a number is too large), E_MEM. */
REL_CHECKED
rel_status rel_community_rows_of(rel_ctx *ctx, rel_vid n, const rel_vid *community, rel_vid count,
                                 rel_community_rows *rows);

/* What goes from the community of the row to the community to[i], for i from off[c] to off[c + 1]: ascending,
 * each once, itself among them when there are edges inside. Arcs are counted, so an undirected edge counts in
 * both rows, and twice inside. */
typedef struct rel_community_flows {
    rel_vid count;
    rel_eid *off;
    rel_vid *to;
    int64_t *arcs;
    double *weight; /* 1 an arc when the graph has no weights */
    int layers;
    double *layer; /* weight by layer: of layer k at layer[k * off[count] + i]; NaN counts as nothing */
} rel_community_flows;

/* layer[0..layers), which may be NULL when layers is 0, has one weight an arc each, in the order of out.adj.
 *
 * Needs out. flows is scratch of ctx: 20 bytes a pair of communities with edges between them, 8 more a layer.
 * Further scratch 4 bytes a community and thread, and 4 a pair. Cost O(n + m + pairs log pairs). Each row is
 * summed by one thread, in the order of members and their edges: the same bits at any thread count. Errors:
 * E_USAGE (no out), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_community_flows_of(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                  const rel_community_rows *rows, const float *const *layer, int layers,
                                  rel_community_flows *flows);

/* Position of the flow from c to d, or -1. O(log). */
rel_eid rel_community_flow_find(const rel_community_flows *flows, rel_vid c, rel_vid d);

#endif
