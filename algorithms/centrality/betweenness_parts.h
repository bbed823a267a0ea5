/* The two ways to search that betweenness.c chooses from. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_PARTS_H

#include "algorithms/centrality/betweenness.h"
#include "graph/reorder.h"

enum { REL_LANES = 16 }; /* sources searched at once */

/* Sums over neighbours, in lanes: a vertex has REL_LANES numbers side by side, 64 bytes, and 16 bits that say
 * which of them count. */
typedef struct rel_gather_from {
    const rel_csr *c;
    const uint16_t *flag; /* two bytes more than there are vertices' flags */
    const float *value;   /* REL_LANES a vertex */
} rel_gather_from;

enum {
    REL_WAVE = 32,       /* vertices looked up together */
    REL_WAVE_ROOM = 256, /* neighbours of theirs that are added up together */
};

typedef struct rel_wave {
    int count;
    rel_vid vertex[REL_WAVE];
    uint16_t want[REL_WAVE];                      /* lanes asked for */
    uint16_t got[REL_WAVE];                       /* out: those among them that some neighbour's flag has */
    _Alignas(64) double sum[REL_WAVE][REL_LANES]; /* out: values of neighbours, each in the lanes that its
                                                   * flag and `want` have, added in row order */
    int end[REL_WAVE];
    rel_vid near[REL_WAVE_ROOM + 16];
    uint16_t lanes[REL_WAVE_ROOM + 16];
} rel_wave;

typedef struct rel_gather {
    int (*collect)(const rel_gather_from *from, const rel_vid *adj, int arcs, uint16_t want, rel_vid *near,
                   uint16_t *lanes);
    void (*add)(const float *value, const rel_vid *near, const uint16_t *lanes, int count, double *sum);
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
