/* The two ways to search that betweenness.c chooses from. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H

#include "algorithms/centrality/betweenness.h"
#include "graph/reorder.h"

enum { REL_LANES = 16 }; /* sources searched at once */

/* Sums over neighbours, in lanes: a vertex has REL_LANES numbers side by side, 64 bytes. Those who do not
 * count have zeros, so adding them changes nothing; a flag that says so saves the way to their numbers. */
typedef struct rel_gather_from {
    const rel_csr *c;
    rel_vid n;
    const float *value;   /* REL_LANES a vertex, none below 0 */
    const uint16_t *flag; /* in which lanes a vertex has a number above 0; two bytes more than vertices'
                           * flags. NULL: nearly all have one, look at the numbers of every neighbour */
} rel_gather_from;

enum {
    REL_WAVE = 32,       /* vertices looked up together */
    REL_WAVE_ROOM = 256, /* neighbours of theirs that are added up together */
};

typedef struct rel_wave {
    int count;
    rel_vid vertex[REL_WAVE];
    uint16_t want[REL_WAVE];                      /* lanes asked for */
    _Alignas(64) double sum[REL_WAVE][REL_LANES]; /* out: values of neighbours, added in row order; of no
                                                   * meaning in lanes that are not asked for */
    int end[REL_WAVE];
    rel_vid near[REL_WAVE_ROOM + 16];
} rel_wave;

typedef struct rel_gather {
    int (*collect)(const uint16_t *flag, const rel_vid *adj, int arcs, uint16_t want, rel_vid *near);
    void (*add)(const float *value, const rel_vid *near, int64_t count, int64_t ahead, double *sum);
} rel_gather;

rel_gather rel_gather_choose(rel_simd simd);
void rel_gather_wave(const rel_gather *g, const rel_gather_from *from, rel_wave *w);

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
