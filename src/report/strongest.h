/* The edges that a picture or a page has room for. */
#ifndef REL_REPORT_STRONGEST_H
#define REL_REPORT_STRONGEST_H

#include "graph/graph.h"

typedef struct rel_strong_edge {
    rel_vid from;
    rel_eid arc; /* its place in out.adj */
} rel_strong_edge;

typedef struct rel_strongest {
    rel_strong_edge *edge; /* count, the strongest first; scratch of the context */
    int64_t count;
    int64_t between; /* edges that join two accounts that are drawn */
} rel_strongest;

/* The edges between accounts with drawn[v] != 0, at most `most`: the heaviest; of equal ones a sample that
 * ctx->seed draws. Of an undirected graph each edge once. Needs out. Cost O(n + m) and a sort of the edges
 * between drawn accounts; scratch: 48 bytes for each of these. Errors: E_MEM. */
REL_CHECKED
rel_status rel_strongest_edges(rel_ctx *ctx, const rel_graph *g, const uint8_t *drawn, int64_t most,
                               rel_strongest *s);

#endif
