/* Mapping: what a map of a graph shows: where accounts stand, how they score, and in which community they
 * are, each community with a label. For pictures and pages alike. */
#ifndef REL_INSIGHT_MAPPING_H
#define REL_INSIGHT_MAPPING_H

#include "src/insight/places.h"
#include "src/insight/ranking.h"

typedef struct rel_map_opts {
    rel_criterion by;
    rel_scoring_opts scoring;
    rel_layout layout;
    bool place;               /* places that the graph comes with are not taken */
    int64_t iterations;       /* 0: as many as the size of the graph wants */
    const rel_source *source; /* of the graph, for the criteria that need its tables */
} rel_map_opts;

typedef struct rel_map_community {
    rel_vid accounts;
    rel_vid leader; /* the best member */
    rel_str label;
    rel_str summary; /* two sentences, in the user's language; missing beyond those that have a card */
} rel_map_community;

typedef struct rel_map {
    rel_vid n;
    float *x, *y; /* n */
    bool given;   /* the graph came with them */
    rel_ranking ranking;
    const double *score; /* n, the larger the better: of constraint its negative; NaN: none */
    rel_vid *community;  /* n, below count: by size, ties by the smallest vertex */
    rel_vid count;
    rel_map_community *communities; /* count */
    rel_buf text;                   /* of labels and summaries */
} rel_map;

/* Communities are those of the vertex column "community" when there is one, else found by rel_group. Labels
 * are the texts of that column, or the name that the leader is called by. The map is yours: rel_map_free.
 * Needs out and in. Memory: 28 bytes an account; while it is made that of the layout, the ranking and the
 * communities. Same at any thread count. Errors: theirs; E_NOCONV of the ranking is passed on when all is
 * there. */
REL_CHECKED
rel_status rel_map_make(rel_ctx *ctx, const rel_graph *g, const rel_map_opts *opts, rel_map *map);
/* Accepts {0}. */
void rel_map_free(rel_map *map);

#endif
