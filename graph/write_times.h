/* The instants of a dynamic file: when an edge acted in its layer, and when a vertex had an edge that did. */
#ifndef REL_GRAPH_WRITE_TIMES_H
#define REL_GRAPH_WRITE_TIMES_H

#include "graph/write_common.h"

/* Text column of edges, asked for when a graph is projected: "1700000000 share,1700000009 like", ascending.
 * UTC seconds and the word of the layer. */
#define REL_ACT_TIMES "act_times"

/* Instants of one edge, ascending, each once. */
typedef struct rel_instants {
    rel_str rest;      /* of the column; missing when there is none */
    const char *layer; /* NULL: all */
    int64_t given[2];  /* without the column: first and last time */
    int left;          /* of given */
    int64_t before;    /* the last one told */
} rel_instants;

/* layer: index in plan->layer, -1: all layers. */
rel_instants rel_write_edge_times(const rel_write_plan *p, rel_eid arc, int layer);
/* False when there is no further one. */
bool rel_instants_next(rel_instants *it, int64_t *time);

/* Fills plan->vertex_times: of each vertex the instants of all its edges. Takes scratch. Errors: E_MEM. */
REL_CHECKED
rel_status rel_write_choose_times(rel_ctx *ctx, rel_write_plan *p);

#endif
