/* The steps of ForceAtlas2 on bodies, which are accounts or clusters of them. Internal to the layouts. */
#ifndef REL_ALGORITHMS_LAYOUT_FORCE_STEPS_H
#define REL_ALGORITHMS_LAYOUT_FORCE_STEPS_H

#include "algorithms/layout/attraction.h"
#include "algorithms/layout/forceatlas2.h"

typedef struct rel_bodies {
    rel_links links;
    const float *mass;
    float *at; /* x and y of each */
} rel_bodies;

/* Moves the bodies `iterations` times. Scratch: 128 bytes a body, 16 more while sorting, 2 MiB. Polls for
 * stop before every iteration; `what` is told as progress unless NULL. Errors: E_MEM, E_STOPPED (at holds the
 * last iteration). */
REL_CHECKED
rel_status rel_force_steps(rel_ctx *ctx, const rel_bodies *b, const rel_forceatlas2_opts *o, int iterations,
                           const char *what);

/* Places for bodies that have none: few are drawn over a disc; many are gathered into clusters, which are
 * placed so in turn and moved, and then spread over the places of their clusters. */
REL_CHECKED
rel_status rel_force_start(rel_ctx *ctx, const rel_bodies *b, const rel_forceatlas2_opts *o);

/* Moves bodies that stand in one place a little apart: they would stay together for ever. Scratch: 32 bytes a
 * body. */
REL_CHECKED
rel_status rel_force_part(rel_ctx *ctx, const rel_bodies *b);

#endif
