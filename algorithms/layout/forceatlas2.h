/* ForceAtlas2: places in the plane, so that accounts that are joined stand together and communities apart.
 * Every account pushes every other away, edges pull their ends together, gravity keeps all in one picture.
 *
 * Source: Jacomy, Venturini, Heymann, Bastian, "ForceAtlas2, a continuous graph layout algorithm for handy
 * network visualization designed for the Gephi software", PLoS ONE 9, 2014. Repulsion over cells: Barnes,
 * Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 324, 1986. LinLog: Noack, "Energy
 * models for graph clustering", J. Graph Alg. Appl. 11, 2007. Groups that walk through the tree together:
 * Barnes, "A modified tree code: don't laugh; it runs", J. Comp. Phys. 87, 1990. */
#ifndef REL_ALGORITHMS_LAYOUT_FORCEATLAS2_H
#define REL_ALGORITHMS_LAYOUT_FORCEATLAS2_H

#include "algorithms/simd.h"
#include "graph/graph.h"

enum { REL_LAYOUT_MAX = 1 << 30 }; /* accounts */
#define REL_LAYOUT_FAR 1e9F        /* no coordinate is larger */

typedef struct rel_forceatlas2_opts {
    int iterations;   /* >= 0 */
    double theta;     /* >= 0: a cell whose size is below theta times its distance counts as one body;
                       * 0 is exact, and quadratic */
    double scaling;   /* > 0: repulsion of two bodies of mass 1 at distance 1. Larger: a wider layout */
    double gravity;   /* >= 0: pull to the origin, times the mass */
    double tolerance; /* > 0: how much bodies may swing, larger is faster and less precise */
    double weight_influence; /* 0: edges pull alike; 1: as their weight, or the power of it between */
    bool strong_gravity;     /* gravity grows with the distance: compact */
    bool linlog;             /* attraction grows as log(1 + distance): tighter communities */
    bool dissuade_hubs;      /* an edge pulls less when its ends have many */
    bool placed;             /* x and y hold where to start; else it is drawn, communities together */
    const float *radius;     /* n, >= 0, borrowed; NULL: points. Distances are taken between borders, and
                              * no two discs overlap in the end */
    rel_simd simd;
} rel_forceatlas2_opts;

#define REL_FORCEATLAS2_DEFAULTS                                                                             \
    ((rel_forceatlas2_opts){                                                                                 \
        .iterations = 100, .theta = 1.2, .scaling = 2, .gravity = 1, .tolerance = 1, .weight_influence = 1})

/* x[v] and y[v] become the place of v, finite. The mass of an account is 1 more than the number of its
 * neighbours; directions do not count, a pair that is joined both ways is one edge that has both weights.
 * Same bytes at any thread count, with any instructions; ctx->seed draws the start.
 *
 * Needs out and in (the same arrays when undirected). Cost: O(n log n + m) an iteration; drawing the start
 * about ten of them. Scratch: 150 bytes a vertex and 2 MiB; while the start is drawn 60 bytes a vertex and up
 * to 20 an arc of an undirected graph, 40 an edge of a directed one; of a directed graph 8 a vertex and 8 (16
 * when weighted) an edge more; 4 an arc, 8 an edge of a directed graph, when edges pull differently. Polls
 * for stop before every iteration. Errors: E_USAGE (option out of range, a direction is missing), E_DATA (a
 * start or radius is no number), E_MEM, E_STOPPED (x and y hold the last iteration). Ownership: x and y
 * belong to the caller, untouched on E_USAGE, E_DATA and E_MEM. */
REL_CHECKED
rel_status rel_layout_forceatlas2(rel_ctx *ctx, const rel_graph *g, rel_forceatlas2_opts opts, float *x,
                                  float *y);

#endif
