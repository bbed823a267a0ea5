/* Layouts. igraph's of this kind (DrL) takes minutes where ForceAtlas2 takes a second, so it is no peer here.
 */
#include <math.h>

#include "algorithms/layout/forceatlas2.h"
#include "algorithms/layout/repulsion.h"
#include "bench/kernels.h"

enum { SAMPLE = 200 };

static rel_status forceatlas2(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_status st;
    float *x = NULL, *y = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &x, s->g->n, sizeof *x, "places"));
    REL_TRY(rel_scratch_unset(ctx, &y, s->g->n, sizeof *y, "places"));
    REL_TRY(rel_layout_forceatlas2(ctx, s->g, REL_FORCEATLAS2_DEFAULTS, x, y));
    for (rel_vid v = 0; v < s->g->n; v++) {
        s->score[v] = (double)x[v];
        s->score2[v] = (double)y[v];
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double distance(const bench_subject *s, rel_vid v, rel_vid u)
{
    return hypot(s->score[v] - s->score[u], s->score2[v] - s->score2[u]);
}

/* Root of the summed squared errors of the forces on some, over the summed squares. */
static double error_of_forces(const bench_subject *s, const rel_vid *some, const float *mass,
                              const float *force)
{
    double off = 0, all = 0;
    for (int k = 0; k < SAMPLE; k++) {
        const rel_vid v = some[k];
        double fx = 0, fy = 0;
        for (rel_vid u = 0; u < s->g->n; u++) {
            const double d = distance(s, v, u);
            if (!(d > 0)) continue;
            fx += (double)mass[u] * (s->score[v] - s->score[u]) / (d * d);
            fy += (double)mass[u] * (s->score2[v] - s->score2[u]) / (d * d);
        }
        off += pow((double)force[2 * (size_t)v] - fx, 2) + pow((double)force[2 * (size_t)v + 1] - fy, 2);
        all += fx * fx + fy * fy;
    }
    return sqrt(off / all);
}

/* How far apart joined accounts stand, by how far apart any two do. */
static double shortness(const bench_subject *s, const rel_vid *some)
{
    double joined = 0, any = 0, edges = 0;
    for (int k = 0; k < SAMPLE; k++) {
        const rel_vid v = some[k];
        for (rel_eid e = s->g->out.off[v]; e < s->g->out.off[v + 1]; e++, edges++)
            joined += distance(s, v, s->g->out.adj[e]);
        for (rel_vid u = 0; u < s->g->n; u++) any += distance(s, v, u);
    }
    return joined / edges / (any / SAMPLE / s->g->n);
}

/* Repulsion where the accounts stand in the end, against the sum over all of them. */
static rel_status check_forceatlas2(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    rel_quadtree tree;
    rel_vid some[SAMPLE];
    float *at = NULL, *mass = NULL, *force = NULL;
    const size_t n = s->g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &at, 2 * n, sizeof *at, "check"));
    REL_TRY(rel_scratch_unset(ctx, &force, 2 * n, sizeof *force, "check"));
    REL_TRY(rel_scratch_unset(ctx, &mass, n, sizeof *mass, "check"));
    for (size_t v = 0; v < n; v++) {
        at[2 * v] = (float)s->score[v];
        at[2 * v + 1] = (float)s->score2[v];
        mass[v] = (float)(1 + s->g->out.off[v + 1] - s->g->out.off[v]);
    }
    REL_TRY(rel_quadtree_init(ctx, s->g->n, REL_FORCEATLAS2_DEFAULTS.theta, &tree));
    REL_TRY(rel_quadtree_build(ctx, &tree, at, mass));
    rel_repulsion(ctx->threads, &tree, NULL, REL_SIMD_BEST, force);
    bench_choose(s->g, some, SAMPLE);
    const double error = error_of_forces(s, some, mass, force), length = shortness(s, some);
    bench_found(a, error <= 0.08, "forces on %d vertices: %.4f off those of all pairs (root mean square)",
                SAMPLE, error);
    bench_found(a, length < 1, "edges %.3f as long as distances", length);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static bool of_a_picture(const rel_graph *g)
{
    return g->m <= 5000000;
}

const bench_kernel bench_kernels_layout[] = {
    {"forceatlas2-100", forceatlas2, NULL, check_forceatlas2, .graphs = ON_UNDIRECTED, .fits = of_a_picture},
    {0},
};
