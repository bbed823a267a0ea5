#include "algorithms/layout/repulsion.h"

#include <math.h>

/* Points that are neighbours on the Morton curve walk together, GROUP at a time: what the walk finds far
 * enough from their box, or too near, is written down and then acts on each of them. Vectors hold different
 * points, so each point's sum has the same order whatever their width. */
enum { GROUP = REL_QUAD_PAD, BODIES = 1024 };

/* Keeps the division from 0 / 0; far below any distance that a float layout knows. */
#define SOFTENING 1e-12F
/* Borders are never nearer than this. */
#define GAP_MIN 0.01F

typedef struct bodies {
    int count;
    float x[BODIES], y[BODIES], mass[BODIES], radius[BODIES];
} bodies;

typedef struct group {
    const float *x, *y;  /* GROUP of the tree's points */
    float radius[GROUP]; /* when there are some */
    float fx[GROUP], fy[GROUP];
    float x0, x1, y0, y1;
    rel_vid first, last;
} group;

typedef void act(const bodies *b, group *g);

/* One text for all instructions; gcc and clang make of it what the attribute allows. */
#define ACT(name, attribute, width)                                                                          \
    attribute static void name(const bodies *b, group *g)                                                    \
    {                                                                                                        \
        __extension__ typedef float lanes __attribute__((vector_size(4 * (width)), aligned(4), may_alias));  \
        for (int i = 0; i < GROUP; i += 2 * (width)) {                                                       \
            const lanes ax = *(const lanes *)(g->x + i), ay = *(const lanes *)(g->y + i);                    \
            const lanes bx = *(const lanes *)(g->x + i + (width)),                                           \
                        by = *(const lanes *)(g->y + i + (width));                                           \
            lanes afx = *(lanes *)(g->fx + i), afy = *(lanes *)(g->fy + i);                                  \
            lanes bfx = *(lanes *)(g->fx + i + (width)), bfy = *(lanes *)(g->fy + i + (width));              \
            for (int j = 0; j < b->count; j++) {                                                             \
                const lanes adx = ax - b->x[j], ady = ay - b->y[j];                                          \
                const lanes bdx = bx - b->x[j], bdy = by - b->y[j];                                          \
                const lanes af = b->mass[j] / (adx * adx + ady * ady + SOFTENING);                           \
                const lanes bf = b->mass[j] / (bdx * bdx + bdy * bdy + SOFTENING);                           \
                afx += adx * af;                                                                             \
                afy += ady * af;                                                                             \
                bfx += bdx * bf;                                                                             \
                bfy += bdy * bf;                                                                             \
            }                                                                                                \
            *(lanes *)(g->fx + i) = afx;                                                                     \
            *(lanes *)(g->fy + i) = afy;                                                                     \
            *(lanes *)(g->fx + i + (width)) = bfx;                                                           \
            *(lanes *)(g->fy + i + (width)) = bfy;                                                           \
        }                                                                                                    \
    }
ACT(act_portable, , 4)
#if defined(__x86_64__)
ACT(act_avx2, __attribute__((target("avx2"))), 8)
ACT(act_avx512, __attribute__((target("avx512f,avx512bw,avx512vl"))), 16)
#endif

static act *choose(rel_simd simd)
{
    if (simd == REL_SIMD_BEST) simd = rel_simd_best();
#if defined(__x86_64__)
    if (simd == REL_SIMD_AVX512) return act_avx512;
    if (simd == REL_SIMD_AVX2) return act_avx2;
#endif
    return act_portable;
}

/* Between borders. */
static void act_sized(const bodies *b, group *g)
{
    for (int i = 0; i < GROUP; i++)
        for (int j = 0; j < b->count; j++) {
            const float dx = g->x[i] - b->x[j], dy = g->y[i] - b->y[j];
            const float d = sqrtf(dx * dx + dy * dy + SOFTENING);
            const float gap = d - g->radius[i] - b->radius[j];
            const float f = b->mass[j] / ((gap > GAP_MIN ? gap : GAP_MIN) * d);
            g->fx[i] += dx * f;
            g->fy[i] += dy * f;
        }
}

static void flush(bodies *b, act *how, group *g)
{
    how(b, g);
    b->count = 0;
}

static void add_body(bodies *b, act *how, group *g, float x, float y, float mass)
{
    if (b->count == BODIES) flush(b, how, g);
    b->x[b->count] = x;
    b->y[b->count] = y;
    b->mass[b->count++] = mass;
}

static void add_points(const rel_quadtree *t, const float *radius, const rel_cell *cell, bodies *b, act *how,
                       group *g)
{
    for (rel_vid i = cell->first; i < cell->last; i++) {
        add_body(b, how, g, t->x[i], t->y[i], t->mass[i]);
        if (radius) b->radius[b->count - 1] = radius[t->order[i]];
    }
}

static void box(const rel_quadtree *t, rel_vid first, const float *radius, group *g)
{
    *g = (group){.x = t->x + first, .y = t->y + first, .first = first};
    g->last = t->n - first < GROUP ? t->n : first + GROUP;
    g->x0 = g->x1 = g->x[0];
    g->y0 = g->y1 = g->y[0];
    for (int i = 1; i < GROUP; i++) {
        g->x0 = g->x[i] < g->x0 ? g->x[i] : g->x0;
        g->x1 = g->x[i] > g->x1 ? g->x[i] : g->x1;
        g->y0 = g->y[i] < g->y0 ? g->y[i] : g->y0;
        g->y1 = g->y[i] > g->y1 ? g->y[i] : g->y1;
    }
    for (rel_vid i = first; radius && i < g->last; i++) g->radius[i - first] = radius[t->order[i]];
}

static float outside(float low, float high, float x)
{
    const float below = low - x, above = x - high, most = below > above ? below : above;
    return most > 0 ? most : 0;
}

/* Near points go to `near`, cells far away to `far`. */
static void walk(const rel_quadtree *t, const float *radius, act *how, act *how_near, bodies *far,
                 bodies *near, group *g)
{
    for (uint32_t c = 0; c != REL_CELL_NONE;) {
        const rel_cell *cell = &t->cell[c];
        const float dx = outside(g->x0, g->x1, cell->x), dy = outside(g->y0, g->y1, cell->y);
        const bool mine = cell->first < g->last && g->first < cell->last;
        if (dx * dx + dy * dy > cell->open2 && (!mine || cell->open2 < 0)) {
            add_body(far, how, g, cell->x, cell->y, cell->mass);
        } else if (cell->down != REL_CELL_NONE) {
            c = cell->down;
            continue;
        } else {
            add_points(t, radius, cell, near, how_near, g);
        }
        c = cell->over;
    }
    flush(far, how, g);
    if (near != far) flush(near, how_near, g);
}

void rel_repulsion(int threads, const rel_quadtree *t, const float *radius, rel_simd simd, float *force)
{
    act *const how = choose(simd);
    const rel_vid groups = t->padded / GROUP;
    (void)threads;
#pragma omp parallel num_threads(threads)
    {
        bodies far, near;
        far.count = near.count = 0;
/* dynamic: groups in crowds meet more bodies */
#pragma omp for schedule(dynamic, 16)
        for (rel_vid k = 0; k < groups; k++) {
            group g;
            box(t, k * GROUP, radius, &g);
            walk(t, radius, how, radius ? act_sized : how, &far, radius ? &near : &far, &g);
            for (rel_vid i = g.first; i < g.last; i++) {
                force[2 * (size_t)t->order[i]] = g.fx[i - g.first];
                force[2 * (size_t)t->order[i] + 1] = g.fy[i - g.first];
            }
        }
    }
}
