/* A quadtree over points in the plane, for forces that fade with the distance. Points are sorted by the
 * Morton code of their place (Morton, "A computer oriented geodetic data base", 1966), so that every cell is
 * a run of them. Internal to the layouts.
 *
 * A cell names the next one to look at when it is opened, and when it is not: a walk needs no stack. */
#ifndef REL_ALGORITHMS_LAYOUT_QUADTREE_H
#define REL_ALGORITHMS_LAYOUT_QUADTREE_H

#include "graph/types.h"
#include "src/base/ctx.h"
#include "src/base/sort.h"

enum { REL_QUAD_PAD = 32 }; /* the points' arrays go on to a multiple of it, with bodies of no mass */

#define REL_CELL_NONE UINT32_MAX
#define REL_CELL_CLOSED -1.F /* as open2: a crowd in one place, one body for everybody */

typedef struct rel_cell {
    float x, y, mass; /* centre of mass */
    float open2;      /* to be opened when the squared distance is at most this */
    rel_vid first, last;
    uint32_t down; /* the first cell inside, REL_CELL_NONE when there are only points */
    uint32_t over; /* the next cell beside or above, REL_CELL_NONE at the end */
} rel_cell;

typedef struct rel_quadtree {
    rel_vid n, padded;
    double theta;
    float *x, *y, *mass; /* padded, in Morton order */
    rel_vid *order;      /* the vertex of each */
    rel_cell *cell;      /* the first is the root */

    double x0, y0, side; /* the root's square */
    rel_sort_item *item; /* code and vertex */
    uint32_t *task;      /* cells of few points, each filled by one thread */
    uint32_t tasks;
    uint32_t tops; /* cells in front of those of the tasks */
} rel_quadtree;

/* Few points are done sooner by one thread than handed out. */
int rel_layout_threads(const rel_ctx *ctx, rel_vid n);

/* Takes scratch of ctx: 96 bytes a point, of which 64 are touched in part. n > 0. */
REL_CHECKED
rel_status rel_quadtree_init(rel_ctx *ctx, rel_vid n, double theta, rel_quadtree *t);
/* Sorts the points at[2 v], at[2 v + 1], which are finite, and builds the cells. Same tree at any thread
 * count. 16 bytes a point of scratch meanwhile. Errors: E_MEM. */
REL_CHECKED
rel_status rel_quadtree_build(rel_ctx *ctx, rel_quadtree *t, const float *at, const float *mass);

#endif
