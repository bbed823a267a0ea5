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
    int64_t mutual = 0;
    const rel_status st = check(ctx, g, "reciprocity");
    if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) reduction(+ : mutual)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid both = returned(g, v), given = g->out.off[v + 1] - g->out.off[v];
        if (local) local[v] = given ? (double)both / (double)given : 0;
        mutual += both;
    }
    if (all) *all = g->m ? (double)mutual / (double)g->m : 0;
    return REL_OK;
}

/* Degrees less their mean over the arcs. */
typedef struct moment {
    const rel_csr *of; /* each vertex counts for every arc of its row */
    const rel_csr *other;
    double mean, other_mean;
} moment;

static double degree(const rel_csr *c, int64_t v)
{
    return (double)(c->off[v + 1] - c->off[v]);
}

static double first_moment(const void *state, int64_t first, int64_t last)
{
    const moment *k = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += degree(k->of, v) * degree(k->of, v);
    return sum;
}

static double second_moment(const void *state, int64_t first, int64_t last)
{
    const moment *k = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) {
        const double x = degree(k->of, v) - k->mean;
        sum += degree(k->of, v) * x * x;
    }
    return sum;
}

static double mixed_moment(const void *state, int64_t first, int64_t last)
{
    const moment *k = state;
    double sum = 0;
    for (int64_t u = first; u < last; u++) {
        double row = 0;
        for (rel_eid e = k->of->off[u]; e < k->of->off[u + 1]; e++)
            row += degree(k->other, k->of->adj[e]) - k->other_mean;
        sum += (degree(k->of, u) - k->mean) * row;
    }
    return sum;
}

rel_status rel_assortativity(rel_ctx *ctx, const rel_graph *g, double *r)
{
    const rel_status st = check(ctx, g, "assortativity");
    *r = NAN;
    if (st != REL_OK || g->m == 0) return st;
    moment x = {.of = &g->out, .other = &g->in}, y = {.of = &g->in};
    x.mean = rel_par_sum(ctx->threads, g->n, first_moment, &x) / (double)g->m;
    y.mean = x.other_mean = rel_par_sum(ctx->threads, g->n, first_moment, &y) / (double)g->m;
    const double xx = rel_par_sum(ctx->threads, g->n, second_moment, &x);
    const double yy = rel_par_sum(ctx->threads, g->n, second_moment, &y);
    const double xy = rel_par_sum(ctx->threads, g->n, mixed_moment, &x);
    if (xx > 0 && yy > 0) *r = xy / sqrt(xx) / sqrt(yy);
    return REL_OK;
}
