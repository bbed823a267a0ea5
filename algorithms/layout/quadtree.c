#include "algorithms/layout/quadtree.h"

#include <math.h>

/* Cells of at most LEAF points are not divided. Those of at most 1 / TASKS of all points are divided by one
 * thread each, so above them there are at most TASKS cells a level, of at most four parts each. */
enum { LEAF = 8, TASKS = 256, LEVELS_MAX = 24, TOPS_MAX = 4 * TASKS * LEVELS_MAX + 1, CROWD = 1024 };

int rel_layout_threads(const rel_ctx *ctx, rel_vid n)
{
    return n < 2048 ? 1 : ctx->threads;
}

/* Levels of the codes: some more than an even spread needs, a whole number of the sort's digits. */
static int levels_for(rel_vid n)
{
    int levels = 8;
    for (uint64_t cells = 1; cells < n; cells *= 4) levels++;
    levels = (levels + 3) / 4 * 4;
    return levels < LEVELS_MAX ? levels : LEVELS_MAX;
}

/* Every second bit is free. */
static uint64_t spread(uint64_t x)
{
    x = (x | x << 16) & 0x0000ffff0000ffff;
    x = (x | x << 8) & 0x00ff00ff00ff00ff;
    x = (x | x << 4) & 0x0f0f0f0f0f0f0f0f;
    x = (x | x << 2) & 0x3333333333333333;
    return (x | x << 1) & 0x5555555555555555;
}

rel_status rel_quadtree_init(rel_ctx *ctx, rel_vid n, double theta, rel_quadtree *t)
{
    rel_status st;
    *t = (rel_quadtree){.n = n, .theta = theta};
    t->padded = (n + REL_QUAD_PAD - 1) / REL_QUAD_PAD * REL_QUAD_PAD;
    REL_TRY(rel_scratch(ctx, &t->x, t->padded, sizeof *t->x, "points"));
    REL_TRY(rel_scratch(ctx, &t->y, t->padded, sizeof *t->y, "points"));
    REL_TRY(rel_scratch(ctx, &t->mass, t->padded, sizeof *t->mass, "points"));
    REL_TRY(rel_scratch_unset(ctx, &t->order, n, sizeof *t->order, "points"));
    REL_TRY(rel_scratch_unset(ctx, &t->item, n, sizeof *t->item, "points"));
    const size_t tops = n < TOPS_MAX / 2 ? 2 * (size_t)n : TOPS_MAX;
    REL_TRY(rel_scratch_unset(ctx, &t->task, tops, sizeof *t->task, "cells"));
    REL_TRY(rel_scratch_unset(ctx, &t->cell, tops + 2 * (size_t)n, sizeof *t->cell, "cells"));
out:
    return st;
}

static void frame(int threads, rel_quadtree *t, const float *at)
{
    float x0 = at[0], x1 = at[0], y0 = at[1], y1 = at[1];
#pragma omp parallel for num_threads(threads) schedule(static) reduction(min : x0, y0) reduction(max : x1, y1)
    for (rel_vid v = 0; v < t->n; v++) {
        const float x = at[2 * (size_t)v], y = at[2 * (size_t)v + 1];
        x0 = x < x0 ? x : x0;
        x1 = x > x1 ? x : x1;
        y0 = y < y0 ? y : y0;
        y1 = y > y1 ? y : y1;
    }
    const double w = (double)x1 - (double)x0, h = (double)y1 - (double)y0;
    t->x0 = (double)x0;
    t->y0 = (double)y0;
    t->side = w > h ? w : h;
}

static rel_status sort_points(rel_ctx *ctx, rel_quadtree *t, const float *at, const float *mass)
{
    const int levels = levels_for(t->n), threads = rel_layout_threads(ctx, t->n);
    const double last = (double)(((uint64_t)1 << levels) - 1);
    const double scale = t->side > 0 ? last / t->side : 0;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < t->n; v++) {
        const double x = ((double)at[2 * (size_t)v] - t->x0) * scale;
        const double y = ((double)at[2 * (size_t)v + 1] - t->y0) * scale;
        t->item[v] = (rel_sort_item){spread((uint64_t)x) | spread((uint64_t)y) << 1, v};
    }
    const rel_status st = rel_sort_radix(ctx, t->item, t->n);
    if (st != REL_OK) return st;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid i = 0; i < t->padded; i++) {
        const size_t v = (size_t)t->item[i < t->n ? i : t->n - 1].value;
        t->x[i] = at[2 * v];
        t->y[i] = at[2 * v + 1];
        t->mass[i] = i < t->n ? mass[v] : 0;
        if (i < t->n) t->order[i] = (rel_vid)v;
    }
    return REL_OK;
}

/* The first point of first..last whose code, shifted, is not below `digit`. */
static rel_vid split_at(const rel_quadtree *t, rel_vid first, rel_vid last, int shift, uint64_t digit)
{
    while (first < last) {
        const rel_vid middle = first + (last - first) / 2;
        if (t->item[middle].key >> shift < digit)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/* Divides the cell into two to four at *next; false when it is small or all its codes are the same. */
static bool divide(rel_quadtree *t, uint32_t c, uint32_t *next)
{
    rel_cell *cell = &t->cell[c];
    const uint64_t low = t->item[cell->first].key, high = t->item[cell->last - 1].key;
    const bool exact = !(t->theta > 0);
    cell->down = REL_CELL_NONE;
    cell->open2 = exact ? INFINITY : cell->last - cell->first > CROWD ? REL_CELL_CLOSED : 0;
    if (low == high) return false;
    const int shift = (63 - __builtin_clzll(low ^ high)) & ~1;
    const double side = ldexp(t->side, shift / 2 + 1 - levels_for(t->n));
    if (!exact) cell->open2 = (float)((side / t->theta) * (side / t->theta));
    if (cell->last - cell->first <= LEAF) return false;
    cell->down = *next;
    for (rel_vid at = cell->first; at < cell->last; (*next)++) {
        const uint64_t digit = t->item[at].key >> shift;
        const rel_vid end = split_at(t, at, cell->last, shift, digit + 1);
        t->cell[*next] = (rel_cell){.first = at, .last = end, .over = *next + 1};
        at = end;
    }
    t->cell[*next - 1].over = cell->over;
    return true;
}

static void set_centre(rel_cell *cell, double mass, double mx, double my)
{
    cell->mass = (float)mass;
    cell->x = (float)(mx / mass);
    cell->y = (float)(my / mass);
}

static void weigh_points(const rel_quadtree *t, rel_cell *cell)
{
    double mass = 0, mx = 0, my = 0;
    for (rel_vid i = cell->first; i < cell->last; i++) {
        mass += (double)t->mass[i];
        mx += (double)t->mass[i] * (double)t->x[i];
        my += (double)t->mass[i] * (double)t->y[i];
    }
    set_centre(cell, mass, mx, my);
}

static void weigh_parts(const rel_quadtree *t, rel_cell *cell)
{
    double mass = 0, mx = 0, my = 0;
    for (uint32_t c = cell->down; c != cell->over; c = t->cell[c].over) {
        const rel_cell *part = &t->cell[c];
        mass += (double)part->mass;
        mx += (double)part->mass * (double)part->x;
        my += (double)part->mass * (double)part->y;
    }
    set_centre(cell, mass, mx, my);
}

/* Parts lie behind what they are part of, so weighing backwards meets them first. */
static void fill_task(rel_quadtree *t, uint32_t root)
{
    const uint32_t base = t->tops + 2 * t->cell[root].first;
    uint32_t next = base;
    divide(t, root, &next);
    for (uint32_t c = base; c < next; c++) divide(t, c, &next);
    for (uint32_t c = next; c-- > base;) {
        rel_cell *cell = &t->cell[c];
        if (cell->down == REL_CELL_NONE)
            weigh_points(t, cell);
        else
            weigh_parts(t, cell);
    }
    if (t->cell[root].down == REL_CELL_NONE)
        weigh_points(t, &t->cell[root]);
    else
        weigh_parts(t, &t->cell[root]);
}

/* The cells with more points than a task gets, and the roots of the tasks. */
static void fill_top(rel_quadtree *t)
{
    const rel_vid few = t->n / TASKS > 4 * LEAF ? t->n / TASKS : 4 * LEAF;
    uint32_t next = 1;
    t->tasks = 0;
    t->cell[0] = (rel_cell){.last = t->n, .over = REL_CELL_NONE};
    for (uint32_t c = 0; c < next; c++)
        if (t->cell[c].last - t->cell[c].first <= few || !divide(t, c, &next)) t->task[t->tasks++] = c;
    t->tops = next;
}

rel_status rel_quadtree_build(rel_ctx *ctx, rel_quadtree *t, const float *at, const float *mass)
{
    const int threads = rel_layout_threads(ctx, t->n);
    frame(threads, t, at);
    const rel_status st = sort_points(ctx, t, at, mass);
    if (st != REL_OK) return st;
    fill_top(t);
/* dynamic: how deep a part goes depends on how crowded it is */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 4)
    for (uint32_t k = 0; k < t->tasks; k++) fill_task(t, t->task[k]);
    for (uint32_t c = t->tops; c-- > 0;)
        if (t->cell[c].down != REL_CELL_NONE && t->cell[c].down < t->tops) weigh_parts(t, &t->cell[c]);
    return REL_OK;
}
