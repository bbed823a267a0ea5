#include <math.h>

#include "algorithms/layout/layout_fit.h"
#include "algorithms/layout/quadtree.h"
#include "src/base/rng.h"
#include "src/base/sort.h"

enum { STREAM_AWAY = 1 };

/* Discs in the cells of a grid as wide as the largest diameter: who overlaps is in a cell that touches. */
typedef struct grid {
    rel_vid n;
    const float *radius;
    const float *x, *y;
    double x0, y0, cell;
    rel_sort_item *item; /* cell and disc, by cell */
    float *dx, *dy;      /* where each is pushed */
} grid;

static uint32_t part(double x, double x0, double cell)
{
    return (uint32_t)fmin((x - x0) / cell, 4e9);
}

static uint64_t key_of(uint32_t column, uint32_t row)
{
    return (uint64_t)row << 32 | column;
}

static rel_status sort_discs(rel_ctx *ctx, grid *g)
{
    for (rel_vid v = 0; v < g->n; v++)
        g->item[v] = (rel_sort_item){
            key_of(part((double)g->x[v], g->x0, g->cell), part((double)g->y[v], g->y0, g->cell)), v};
    return rel_sort_radix(ctx, g->item, g->n);
}

/* The first item whose key is not below. */
static rel_vid first_of(const grid *g, uint64_t key)
{
    rel_vid low = 0, high = g->n;
    while (low < high) {
        const rel_vid middle = low + (high - low) / 2;
        if (g->item[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How far u pushes v: its share of the overlap, the smaller one moves more. False when they do not touch. */
static bool push(const grid *g, uint64_t seed, rel_vid v, rel_vid u, double *px, double *py)
{
    const double rv = (double)g->radius[v], ru = (double)g->radius[u];
    double dx = (double)g->x[v] - (double)g->x[u], dy = (double)g->y[v] - (double)g->y[u];
    double d = sqrt(dx * dx + dy * dy);
    const double overlap = rv + ru - d;
    if (!(overlap > 0)) return false;
    if (!(d > 0)) {
        /* in one place: a direction that is the other's turned round */
        const rel_vid low = v < u ? v : u, high = v < u ? u : v;
        const double angle = 6.2831853 * rel_rand_unit(seed, STREAM_AWAY, (uint64_t)low << 32 | high);
        dx = (v < u ? 1 : -1) * cos(angle);
        dy = (v < u ? 1 : -1) * sin(angle);
        d = 1;
    }
    const double share = ru * ru / (rv * rv + ru * ru) * (overlap * 1.01 + 1e-6 * (rv + ru)) / d;
    *px += dx * share;
    *py += dy * share;
    return true;
}

static bool push_all(const grid *g, uint64_t seed, rel_vid v)
{
    const uint32_t column = part((double)g->x[v], g->x0, g->cell),
                   row = part((double)g->y[v], g->y0, g->cell);
    double px = 0, py = 0;
    bool any = false;
    for (uint32_t r = row ? row - 1 : 0; r <= row + 1; r++) {
        const uint64_t last = key_of(column + 1, r);
        for (rel_vid i = first_of(g, key_of(column ? column - 1 : 0, r)); i < g->n && g->item[i].key <= last;
             i++)
            if ((rel_vid)g->item[i].value != v && push(g, seed, v, (rel_vid)g->item[i].value, &px, &py))
                any = true;
    }
    g->dx[v] = (float)px;
    g->dy[v] = (float)py;
    return any;
}

static void frame(grid *g)
{
    double most = 0;
    g->x0 = (double)g->x[0];
    g->y0 = (double)g->y[0];
    for (rel_vid v = 0; v < g->n; v++) {
        g->x0 = fmin(g->x0, (double)g->x[v]);
        g->y0 = fmin(g->y0, (double)g->y[v]);
        most = fmax(most, (double)g->radius[v]);
    }
    g->cell = fmax(2 * most, 1e-9);
}

rel_status rel_layout_separate(rel_ctx *ctx, rel_vid n, const float *radius, int rounds, float *x, float *y,
                               int64_t *overlaps)
{
    rel_status st = REL_OK;
    grid g = {.n = n, .radius = radius, .x = x, .y = y};
    const int threads = rel_layout_threads(ctx, n);
    const uint64_t seed = ctx->seed;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *overlaps = 0;
    if (n < 2) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &g.item, n, sizeof *g.item, "discs"));
    REL_TRY(rel_scratch_unset(ctx, &g.dx, n, sizeof *g.dx, "discs"));
    REL_TRY(rel_scratch_unset(ctx, &g.dy, n, sizeof *g.dy, "discs"));
    for (int round = 0; round <= rounds; round++) {
        int64_t count = 0;
        REL_TRY(rel_poll(ctx));
        frame(&g);
        REL_TRY(sort_discs(ctx, &g));
/* dynamic: crowded places take longer */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64) reduction(+ : count)
        for (rel_vid v = 0; v < n; v++) count += push_all(&g, seed, v);
        *overlaps = count;
        if (count == 0 || round == rounds) break;
        for (rel_vid v = 0; v < n; v++) {
            x[v] += g.dx[v];
            y[v] += g.dy[v];
        }
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
