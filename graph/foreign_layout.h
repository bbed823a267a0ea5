/* Layouts of small graphs, by igraph: for tens or hundreds of accounts, where its methods are well known.
 *
 * Sources: fr: Fruchterman, Reingold, "Graph drawing by force-directed placement", Software Pract. Exp. 21,
 * 1991; kk: Kamada, Kawai, "An algorithm for drawing general undirected graphs", Inf. Process. Lett. 31,
 * 1989.
 */
#ifndef REL_GRAPH_FOREIGN_LAYOUT_H
#define REL_GRAPH_FOREIGN_LAYOUT_H

#include "graph/graph.h"

/* name, word, most vertices */
#define REL_FOREIGN_LAYOUT_LIST(X)                                                                           \
    X(FR, "fr", 5000)                                                                                        \
    X(KK, "kk", 1000)                                                                                        \
    X(CIRCLE, "circle", 5000)

typedef enum rel_foreign_layout {
#define X(name, word, most) REL_FOREIGN_LAYOUT_##name,
    REL_FOREIGN_LAYOUT_LIST(X)
#undef X
} rel_foreign_layout;

/* Fills x and y, n each, the caller's; weights do not count. Needs out. One thread; not to be stopped. The
 * same bytes for the same ctx->seed. Cost: FR O(n^2) an iteration, 500 of them; KK O(n^2) and 50 n steps of
 * O(n). Errors: E_LIMIT (too many vertices, with how many may be), E_MEM, E_DATA (igraph refused). */
REL_CHECKED
rel_status rel_foreign_layout_make(rel_ctx *ctx, const rel_graph *g, rel_foreign_layout layout, float *x,
                                   float *y);

#endif
