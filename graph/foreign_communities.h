/* Communities as igraph finds them: methods that only small graphs need (see igraph_bridge.c).
 *
 * Sources: Infomap: Rosvall, Bergstrom, "Maps of random walks on complex networks reveal community
 * structure", PNAS 105(4), 2008; walktrap: Pons, Latapy, "Computing communities in large networks using
 * random walks", ISCIS 2005. */
#ifndef REL_GRAPH_FOREIGN_COMMUNITIES_H
#define REL_GRAPH_FOREIGN_COMMUNITIES_H

#include "graph/graph.h"

typedef enum rel_foreign_communities_method { REL_FOREIGN_INFOMAP, REL_FOREIGN_WALKTRAP } rel_foreign_method;

/* Beyond this they would take minutes: one thread does all the work. */
enum {
    REL_FOREIGN_VERTICES_MAX = 20000,
    REL_FOREIGN_EDGES_MAX = 200000,
    REL_INFOMAP_TRIALS = 10,
    REL_WALKTRAP_STEPS = 4
};

/* community[v] becomes a number below n, not yet in order of size. Infomap follows the directions of edges,
 * the best of REL_INFOMAP_TRIALS trials counts; walktrap takes walks of REL_WALKTRAP_STEPS steps in either
 * direction and cuts its tree where modularity is largest. Both use weights when `weighted`. Needs out;
 * ctx->seed draws. Memory: about 200 bytes an edge. Cannot be stopped while it runs. Errors: E_LIMIT (larger
 * than the above), E_DATA (a weight is not above 0, with the edge; what igraph refuses), E_MEM; community is
 * untouched then. */
REL_CHECKED
rel_status rel_foreign_communities(rel_ctx *ctx, const rel_graph *g, rel_foreign_method method, bool weighted,
                                   rel_vid *community);

#endif
