#include "algorithms/layout/forceatlas2.h"

#include "algorithms/layout/force_steps.h"
#include "algorithms/layout/layout_fit.h"
#include "algorithms/layout/quadtree.h"

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_forceatlas2_opts *o)
{
    if (o->iterations < 0)
        return rel_fail(ctx, REL_E_USAGE, "layout: %d iterations, expected 0 or more", o->iterations);
    if (!(o->theta >= 0 && o->theta <= 10))
        return rel_fail(ctx, REL_E_USAGE, "layout: theta %g, expected 0 to 10", o->theta);
    if (!(o->scaling > 0 && o->scaling <= 1e6))
        return rel_fail(ctx, REL_E_USAGE, "layout: scaling %g, expected above 0, to 1e6", o->scaling);
    if (!(o->gravity >= 0 && o->gravity <= 1e6))
        return rel_fail(ctx, REL_E_USAGE, "layout: gravity %g, expected 0 to 1e6", o->gravity);
    if (!(o->tolerance > 0 && o->tolerance <= 1000))
        return rel_fail(ctx, REL_E_USAGE, "layout: tolerance %g, expected above 0, to 1000", o->tolerance);
    if (!(o->weight_influence >= 0 && o->weight_influence <= 10))
        return rel_fail(ctx, REL_E_USAGE, "layout: influence of weights %g, expected 0 to 10",
                        o->weight_influence);
    if (g->n > REL_LAYOUT_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "layout: %u accounts, at most %u can be placed", g->n,
                        (unsigned)REL_LAYOUT_MAX);
    return REL_OK;
}

static rel_status check_numbers(rel_ctx *ctx, const float *value, rel_vid n, float low, const char *what)
{
    for (rel_vid v = 0; value && v < n; v++)
        if (!(value[v] >= low && value[v] <= REL_LAYOUT_FAR))
            return rel_fail(ctx, REL_E_DATA, "layout: %s of vertex %u is %g", what, v, (double)value[v]);
    return REL_OK;
}

static rel_status prepare(rel_ctx *ctx, const rel_graph *g, const rel_forceatlas2_opts *o, rel_bodies *b)
{
    rel_status st;
    float *mass = NULL;
    const int threads = rel_layout_threads(ctx, g->n);
    REL_TRY(rel_links_init(ctx, g, o->weight_influence, o->dissuade_hubs, &b->links));
    b->links.logarithmic = o->linlog;
    b->links.radius = o->radius;
    REL_TRY(rel_scratch_unset(ctx, &b->at, 2 * (size_t)g->n, sizeof *b->at, "places"));
    REL_TRY(rel_scratch_unset(ctx, &mass, g->n, sizeof *mass, "masses"));
    b->mass = mass;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) mass[v] = (float)(1 + b->links.off[v + 1] - b->links.off[v]);
out:
    return st;
}

static rel_status start(rel_ctx *ctx, const rel_bodies *b, const rel_forceatlas2_opts *o, const float *x,
                        const float *y)
{
    if (!o->placed) {
        rel_bodies points = *b;
        points.links.radius = NULL;
        return rel_force_start(ctx, &points, o);
    }
    for (size_t v = 0; v < b->links.n; v++) {
        b->at[2 * v] = x[v];
        b->at[2 * v + 1] = y[v];
    }
    return rel_force_part(ctx, b);
}

/* Forces alone leave some overlaps: what is still in the way is pushed apart, then all is stretched until
 * nothing is. */
static rel_status part_discs(rel_ctx *ctx, rel_vid n, const float *radius, float *x, float *y)
{
    enum { ROUNDS = 20 };
    int64_t overlaps = 1;
    rel_status st = REL_OK;
    for (int k = 0; st == REL_OK && overlaps > 0 && k < 1000; k++) {
        for (rel_vid v = 0; k > 0 && v < n; v++) {
            x[v] *= 1.1F;
            y[v] *= 1.1F;
        }
        st = rel_layout_separate(ctx, n, radius, ROUNDS, x, y, &overlaps);
    }
    return st;
}

rel_status rel_layout_forceatlas2(rel_ctx *ctx, const rel_graph *g, rel_forceatlas2_opts opts, float *x,
                                  float *y)
{
    rel_status st;
    rel_bodies b = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &opts));
    if (g->n == 0) goto out;
    REL_TRY(check_numbers(ctx, opts.radius, g->n, 0, "radius"));
    if (opts.placed) {
        REL_TRY(check_numbers(ctx, x, g->n, -REL_LAYOUT_FAR, "x"));
        REL_TRY(check_numbers(ctx, y, g->n, -REL_LAYOUT_FAR, "y"));
    }
    REL_TRY(prepare(ctx, g, &opts, &b));
    REL_TRY(start(ctx, &b, &opts, x, y));
    st = rel_force_steps(ctx, &b, &opts, opts.iterations, "placing accounts");
    if (st != REL_OK && st != REL_E_STOPPED) goto out;
    for (size_t v = 0; v < g->n; v++) {
        x[v] = b.at[2 * v];
        y[v] = b.at[2 * v + 1];
    }
    if (st == REL_OK && opts.radius && opts.iterations > 0) st = part_discs(ctx, g->n, opts.radius, x, y);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
