#include <math.h>
#include <string.h>

#include "algorithms/layout/coarsen.h"
#include "algorithms/layout/force_steps.h"
#include "algorithms/layout/quadtree.h"
#include "src/base/par.h"
#include "src/base/rng.h"

/* Up to FEW bodies find their places from anywhere. */
enum { STREAM_ANGLE = 1, STREAM_DISTANCE, FEW = 100, COARSE_ITERATIONS = 100 };

/* Evenly over a disc of radius 1. */
static void draw(uint64_t seed, rel_vid v, double radius, float *away)
{
    const double d = radius * sqrt(rel_rand_unit(seed, STREAM_DISTANCE, v));
    const double angle = 2 * 3.14159265358979323846 * rel_rand_unit(seed, STREAM_ANGLE, v);
    away[0] = (float)(d * cos(angle));
    away[1] = (float)(d * sin(angle));
}

static double masses_between(const void *given, int64_t first, int64_t last)
{
    const rel_bodies *b = given;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += (double)b->mass[v];
    return sum;
}

/* Moments about the origin. */
static double moments_between(const void *given, int64_t first, int64_t last)
{
    const rel_bodies *b = given;
    double sum = 0;
    for (int64_t v = first; v < last; v++) {
        const double x = (double)b->at[2 * v], y = (double)b->at[2 * v + 1];
        sum += (double)b->mass[v] * (x * x + y * y);
    }
    return sum;
}

/* Each body somewhere on a disc about its cluster, as large as the cluster's share of the picture. */
static void spread(rel_ctx *ctx, const rel_bodies *b, const rel_coarse *c, const rel_bodies *clusters)
{
    const int threads = rel_layout_threads(ctx, b->links.n);
    const double mass = rel_par_sum(threads, clusters->links.n, masses_between, clusters);
    const double size = 2 * rel_par_sum(threads, clusters->links.n, moments_between, clusters) / mass;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < b->links.n; v++) {
        const size_t from = 2 * (size_t)c->parent[v], to = 2 * (size_t)v;
        float away[2];
        draw(ctx->seed, v, sqrt(size * (double)c->mass[c->parent[v]] / mass), away);
        b->at[to] = clusters->at[from] + away[0];
        b->at[to + 1] = clusters->at[from + 1] + away[1];
    }
}

rel_status rel_force_start(rel_ctx *ctx, const rel_bodies *b, const rel_forceatlas2_opts *o)
{
    rel_status st = REL_OK;
    rel_coarse c = {0};
    const rel_vid n = b->links.n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (n > FEW) REL_TRY(rel_coarsen(ctx, &b->links, b->mass, &c));
    if (n > FEW && c.links.n < n / 4 * 3) {
        rel_bodies clusters = {.links = c.links, .mass = c.mass};
        REL_TRY(rel_scratch_unset(ctx, &clusters.at, 2 * (size_t)c.links.n, sizeof *clusters.at, "places"));
        REL_TRY(rel_force_start(ctx, &clusters, o));
        REL_TRY(rel_force_steps(ctx, &clusters, o, COARSE_ITERATIONS, NULL));
        spread(ctx, b, &c, &clusters);
    } else {
        for (rel_vid v = 0; v < n; v++) draw(ctx->seed, v, 10 * sqrt((double)n), b->at + 2 * (size_t)v);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_force_part(rel_ctx *ctx, const rel_bodies *b)
{
    rel_status st;
    rel_sort_item *item = NULL;
    const rel_vid n = b->links.n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &item, n, sizeof *item, "places"));
    for (rel_vid v = 0; v < n; v++) {
        uint32_t bits[2];
        memcpy(bits, b->at + 2 * (size_t)v, sizeof bits);
        item[v] = (rel_sort_item){(uint64_t)bits[0] << 32 | bits[1], v};
    }
    REL_TRY(rel_sort_radix(ctx, item, n));
    for (rel_vid i = 1; i < n; i++) {
        float *at = b->at + 2 * (size_t)item[i].value, away[2];
        if (item[i].key != item[i - 1].key) continue;
        draw(ctx->seed, (rel_vid)item[i].value, 0.01 * sqrt((double)n), away);
        at[0] += away[0];
        at[1] += away[1];
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
