/* Places: where the accounts of a graph stand on a map, by the layout of that name. */
#ifndef REL_INSIGHT_PLACES_H
#define REL_INSIGHT_PLACES_H

#include "graph/graph.h"

/* name, word (of --layout), title (of pictures) */
#define REL_LAYOUT_LIST(X)                                                                                   \
    X(FORCEATLAS2, "forceatlas2", "ForceAtlas2")                                                             \
    X(LINLOG, "linlog", "ForceAtlas2, LinLog")                                                               \
    X(FR, "fr", "Fruchterman-Reingold")                                                                      \
    X(KK, "kk", "Kamada-Kawai")                                                                              \
    X(CIRCLE, "circle", "circle")

typedef enum rel_layout {
#define X(name, word, title) REL_LAYOUT_##name,
    REL_LAYOUT_LIST(X)
#undef X
        REL_LAYOUT_COUNT
} rel_layout;

const char *rel_layout_word(int layout); /* NULL beyond the last one */
const char *rel_layout_title(rel_layout layout);

/* Within this of (0, 0) in both directions: Gephi leaves such places as they are. */
#define REL_PLACES_REACH 5000

/* Fills x and y, n each, which belong to the caller: centred, within REL_PLACES_REACH. iterations 0: as many
 * as the size of the graph wants. The last three are igraph's, for small graphs
 * (graph/foreign_layout.h): they have their own number of iterations. Needs out and in. Same bytes at any
 * thread count. Errors: those of the
 * layout.
 */
REL_CHECKED
rel_status rel_places(rel_ctx *ctx, const rel_graph *g, rel_layout layout, int64_t iterations, float *x,
                      float *y);

/* The places that the graph comes with, in its vertex columns x and y; false when an account has none. */
bool rel_places_given(const rel_graph *g, float *x, float *y);

/* Adds or replaces the vertex columns x and y. */
REL_CHECKED
rel_status rel_places_attach(rel_ctx *ctx, rel_graph *g, const float *x, const float *y);

#endif
