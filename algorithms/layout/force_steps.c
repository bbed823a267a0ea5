#include "algorithms/layout/force_steps.h"

#include <math.h>

#include "algorithms/layout/quadtree.h"
#include "algorithms/layout/repulsion.h"
#include "src/base/par.h"

typedef struct state {
    const rel_forceatlas2_opts *o;
    const rel_bodies *b;
    rel_vid n;
    int threads;
    rel_quadtree tree;
    float *force, *before; /* x and y of each */
    float *swing, *pull;   /* of this iteration, times the mass */
    double speed;
} state;

static rel_status prepare(rel_ctx *ctx, state *s)
{
    rel_status st;
    const size_t n = s->n;
    REL_TRY(rel_scratch_unset(ctx, &s->force, 2 * n, sizeof *s->force, "forces"));
    REL_TRY(rel_scratch(ctx, &s->before, 2 * n, sizeof *s->before, "forces"));
    REL_TRY(rel_scratch_unset(ctx, &s->swing, n, sizeof *s->swing, "swings"));
    REL_TRY(rel_scratch_unset(ctx, &s->pull, n, sizeof *s->pull, "pulls"));
    REL_TRY(rel_quadtree_init(ctx, s->n, s->o->theta, &s->tree));
out:
    return st;
}

/* All forces on v, and how they differ from those before. */
static void sum_up(const state *s, rel_vid v)
{
    float *f = s->force + 2 * (size_t)v, pull[2];
    const float *old = s->before + 2 * (size_t)v, *at = s->b->at + 2 * (size_t)v;
    const float mass = s->b->mass[v], push = (float)s->o->scaling * mass;
    const float d = sqrtf(at[0] * at[0] + at[1] * at[1]);
    float down = (float)s->o->gravity * mass;
    if (!s->o->strong_gravity) down = d > 0 ? down / d : 0;
    rel_links_pull(&s->b->links, s->b->at, v, pull);
    f[0] = f[0] * push + pull[0] - at[0] * down;
    f[1] = f[1] * push + pull[1] - at[1] * down;
    const float sx = f[0] - old[0], sy = f[1] - old[1], tx = f[0] + old[0], ty = f[1] + old[1];
    s->swing[v] = mass * sqrtf(sx * sx + sy * sy);
    s->pull[v] = mass * sqrtf(tx * tx + ty * ty) / 2;
}

static double sum_between(const void *given, int64_t first, int64_t last)
{
    const float *value = given;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += (double)value[v];
    return sum;
}

/* The global speed of the paper: how much the forces agree with those before, growing by half at most. Forces
 * that grow as the logarithm leave room for longer steps: measured, they get as far in a tenth of them. */
static void set_speed(state *s)
{
    const double tolerance = s->o->tolerance * (s->o->linlog ? 10 : 1);
    const double swing = rel_par_sum(s->threads, s->n, sum_between, s->swing);
    const double pull = rel_par_sum(s->threads, s->n, sum_between, s->pull);
    const double wanted = swing > 0 ? tolerance * pull / swing : s->speed;
    s->speed = fmin(wanted, 1.5 * s->speed);
}

static void move(const state *s, rel_vid v)
{
    const size_t i = 2 * (size_t)v;
    const double step = s->speed / (1 + sqrt(s->speed * (double)s->swing[v])), far = (double)REL_LAYOUT_FAR;
    for (size_t k = 0; k < 2; k++) {
        const double to = (double)s->b->at[i + k] + step * (double)s->force[i + k];
        s->b->at[i + k] = (float)fmin(fmax(to, -far), far);
        s->before[i + k] = s->force[i + k];
    }
}

static rel_status iterate(rel_ctx *ctx, state *s)
{
    const rel_status st = rel_quadtree_build(ctx, &s->tree, s->b->at, s->b->mass);
    if (st != REL_OK) return st;
    rel_repulsion(s->threads, &s->tree, s->b->links.radius, s->o->simd, s->force);
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 256)
    for (rel_vid v = 0; v < s->n; v++) sum_up(s, v);
    set_speed(s);
#pragma omp parallel for num_threads(s->threads) schedule(static)
    for (rel_vid v = 0; v < s->n; v++) move(s, v);
    return REL_OK;
}

rel_status rel_force_steps(rel_ctx *ctx, const rel_bodies *b, const rel_forceatlas2_opts *o, int iterations,
                           const char *what)
{
    rel_status st;
    state s = {.o = o, .b = b, .n = b->links.n, .speed = 1};
    s.threads = rel_layout_threads(ctx, s.n);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(prepare(ctx, &s));
    for (int i = 0; i < iterations; i++) {
        REL_TRY(rel_poll(ctx));
        REL_TRY(iterate(ctx, &s));
        if (what) rel_progress(ctx, what, "iterations", i + 1, iterations);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
