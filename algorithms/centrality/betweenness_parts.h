/* The two ways to search that betweenness.c chooses from. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H

#include "algorithms/centrality/betweenness.h"
#include "graph/reorder.h"

enum { REL_LANES = 16 }; /* sources searched at once */

/* Searches from REL_LANES sources at once, in a graph ordered by degree. Everything is scratch of ctx, but
 * the log, which rel_lanes_free releases. */
typedef struct rel_lanes rel_lanes;
REL_CHECKED
rel_status rel_lanes_new(rel_ctx *ctx, const rel_graph *g, rel_simd simd, rel_lanes **l);
/* Adds the dependencies of `count` <= REL_LANES sources to score, or finds that there are too many paths to
 * count in float: *too_many, and nothing is added. */
REL_CHECKED
rel_status rel_lanes_add(rel_ctx *ctx, rel_lanes *l, const rel_vid *source, int count, double *score,
                         bool *too_many);
void rel_lanes_free(rel_lanes *l);

enum { REL_SLOTS = 8 }; /* sources searched side by side, each alone */

typedef struct rel_slots rel_slots;
REL_CHECKED
rel_status rel_slots_new(rel_ctx *ctx, const rel_graph *g, const float *length, rel_slots **s);
/* The same for any number of sources, one by one in double. */
REL_CHECKED
rel_status rel_slots_add(rel_ctx *ctx, rel_slots *s, const rel_vid *source, int count, double *score);

#endif
