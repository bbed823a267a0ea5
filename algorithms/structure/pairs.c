#include "algorithms/structure/pairs.h"

#include <math.h>

#include "src/base/par.h"

static rel_status check(rel_ctx *ctx, const rel_graph *g, const char *what)
{
    if (g->n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "%s: the graph was built without both directions", what);
    return rel_poll(ctx);
}

/* Vertices in both rows of v, which are sorted. */
static rel_eid returned(const rel_graph *g, rel_vid v)
{
    rel_eid a = g->out.off[v], b = g->in.off[v], count = 0;
    while (a < g->out.off[v + 1] && b < g->in.off[v + 1]) {
        const rel_vid x = g->out.adj[a], y = g->in.adj[b];
        count += x == y;
        a += x <= y;
        b += y <= x;
    }
    return count;
}

rel_status rel_reciprocity(rel_ctx *ctx, const rel_graph *g, double *local, double *all)
{
    int64_t sum = 0;
    const rel_status st = check(ctx, g, "reciprocity");
    if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) reduction(+ : sum)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid both = returned(g, v), given = g->out.off[v + 1] - g->out.off[v];
        if (local) local[v] = given ? (double)both / (double)given : 0;
        sum += both;
    }
    if (all) *all = g->m ? (double)sum / (double)g->m : 0;
    return REL_OK;
}

/* Sums over the arcs of x^p y^q, x and y less their means. */
typedef struct moment {
    const rel_graph *g;
    double mean_x, mean_y;
    int p, q;
} moment;

static double power(double x, int p)
{
    return p == 0 ? 1 : p == 1 ? x : x * x;
}

static double moment_between(const void *state, int64_t first, int64_t last)
{
    const moment *k = state;
    const rel_graph *g = k->g;
    double sum = 0;
    for (int64_t u = first; u < last; u++) {
        const double x = power((double)(g->out.off[u + 1] - g->out.off[u]) - k->mean_x, k->p);
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            sum += x * power((double)(g->in.off[v + 1] - g->in.off[v]) - k->mean_y, k->q);
        }
    }
    return sum;
}

static double moment_of(int threads, moment k, int p, int q)
{
    k.p = p;
    k.q = q;
    return rel_par_sum(threads, k.g->n, moment_between, &k);
}

rel_status rel_assortativity(rel_ctx *ctx, const rel_graph *g, double *r)
{
    moment k = {.g = g};
    const rel_status st = check(ctx, g, "assortativity");
    *r = NAN;
    if (st != REL_OK || g->m == 0) return st;
    const double mean_x = moment_of(ctx->threads, k, 1, 0) / (double)g->m;
    k.mean_y = moment_of(ctx->threads, k, 0, 1) / (double)g->m;
    k.mean_x = mean_x;
    const double xy = moment_of(ctx->threads, k, 1, 1);
    const double xx = moment_of(ctx->threads, k, 2, 0), yy = moment_of(ctx->threads, k, 0, 2);
    if (xx > 0 && yy > 0) *r = xy / sqrt(xx) / sqrt(yy);
    return REL_OK;
}
