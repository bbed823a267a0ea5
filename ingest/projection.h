/* Projection: a graph of accounts out of the interactions of a workspace. */
#ifndef REL_INGEST_PROJECTION_H
#define REL_INGEST_PROJECTION_H

#include "graph/builder.h"
#include "ingest/workspace.h"

typedef struct rel_projection_opts {
    double layer_weight[REL_KIND_COUNT]; /* 0: layer left out; each interaction counts this much */
    int64_t since, until;                /* UTC seconds, since <= time < until; REL_TIME_MISSING: no bound */
    int64_t half_life; /* seconds; 0: none. Weight halves for each half-life before `until` (or the last
                        * interaction used). Without a time it does not fade: a follow stands */
    int directions;    /* REL_BUILD_... */
    bool times; /* add the edge column act_times: every instant at which the pair acted, by layer. Needs
                 * REL_BUILD_OUT */
} rel_projection_opts;

/* All layers, weight 1, no bounds. */
rel_projection_opts rel_projection_defaults(void);
/* "share=2,mention" into opts->layer_weight. Errors: E_USAGE with the nearest layer name. */
REL_CHECKED
rel_status rel_projection_layers(rel_ctx *ctx, const char *text, rel_projection_opts *opts);

/* What was left out, by reason. */
typedef struct rel_projection_counts {
    int64_t interactions; /* used */
    int64_t other_layer, outside_period, without_time, unresolved;
} rel_projection_counts;

/* Vertices: every account of an interaction used, in ascending order of account id, plus nothing else; names
 * are account keys. Vertex attributes: platform, handle, label (handle, else name, else id), name, observed,
 * followers, following, posts, verified, bot, lang, created, url, location. Edge attributes: one column a
 * layer, first_time, last_time. Memory: 24 bytes an interaction while building, 56 with times. */
REL_CHECKED
rel_status rel_project(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *opts, rel_graph *g,
                       rel_projection_counts *counts);

/* Interactions one by one, in the order in which rel_project sums them into edges. */
typedef struct rel_acts {
    int64_t count;
    rel_vid *source, *target; /* vertices */
    float *weight;            /* with the weight of the layer; not faded */
    int64_t *time;            /* REL_TIME_MISSING: not known */
} rel_acts;

/* For those who cut one period into several: reads the same interactions as rel_project, once. g has the
 * vertices with names and attributes, and no edges; half_life is left to rel_projection_fade, directions and
 * times are not used. Memory: 21 bytes an interaction, while they are read up to twice that. */
REL_CHECKED
rel_status rel_project_acts(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *opts, rel_graph *g,
                            rel_acts *acts, rel_projection_counts *counts);
/* Accepts {0}. */
void rel_acts_free(rel_acts *acts);

/* What is left of each weight at `end`, half after each half-life (seconds, > 0). Nothing without a time, and
 * nothing later than end, fades. A weight too small for a float becomes the smallest one: it is still there.
 */
void rel_projection_fade(rel_ctx *ctx, int64_t half_life, int64_t end, int64_t count, const int64_t *time,
                         float *weight);

#endif
