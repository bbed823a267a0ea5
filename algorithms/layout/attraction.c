#include "algorithms/layout/attraction.h"

#include <math.h>

#include "algorithms/structure/neighbours.h"
#include "src/base/par.h"

static double weights_between(const void *given, int64_t first, int64_t last)
{
    const float *weight = given;
    double sum = 0;
    for (int64_t e = first; e < last; e++) sum += (double)weight[e];
    return sum;
}

/* The pull of an edge is shared out among those of its ends: a mean of 1 / degree, times the mean degree. */
static double dissuasion(const rel_csr *c, rel_vid n, rel_vid v, rel_vid u)
{
    const double mean = 1 + (double)c->off[n] / n;
    const double of_v = (double)(c->off[v + 1] - c->off[v] + 1),
                 of_u = (double)(c->off[u + 1] - c->off[u] + 1);
    return mean * (1 / of_v + 1 / of_u) / 2;
}

static double strength_of(double ratio, double influence)
{
    return influence < 1 || influence > 1 ? pow(ratio, influence) : ratio;
}

rel_status rel_links_init(rel_ctx *ctx, const rel_graph *g, double influence, bool dissuade, rel_links *l)
{
    rel_status st;
    rel_csr c;
    float *strength = NULL;
    const bool weighted = influence > 0 && g->out.weight;
    *l = (rel_links){.n = g->n};
    REL_TRY(rel_neighbours(ctx, g, weighted, "layout", &c));
    l->off = c.off;
    l->adj = c.adj;
    if (!weighted && !dissuade) goto out;
    REL_TRY(rel_scratch_unset(ctx, &strength, (size_t)c.off[g->n], sizeof *strength, "strengths of edges"));
    l->strength = strength;
    const rel_eid arcs = c.off[g->n];
    const double mean =
        weighted && arcs ? rel_par_sum(ctx->threads, arcs, weights_between, c.weight) / (double)arcs : 1;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = c.off[v]; e < c.off[v + 1]; e++) {
            double s = weighted ? strength_of((double)c.weight[e] / mean, influence) : 1;
            if (dissuade) s *= dissuasion(&c, g->n, v, c.adj[e]);
            strength[e] = (float)s;
        }
out:
    return st;
}

/* log y = k log 2 + 2 atanh((m - 1) / (m + 1)) with y = m 2^k, m near 1: the library's logarithms differ by
 * processor. */
double rel_log_over(double x)
{
    int k;
    if (x < 1e-5) return 1 - x / 2;
    double m = frexp(1 + x, &k);
    if (m < 0.7071067811865476) {
        m *= 2;
        k--;
    }
    const double s = (m - 1) / (m + 1), q = s * s;
    const double series = 1 + q * (1. / 3 + q * (1. / 5 + q * (1. / 7 + q * (1. / 9 + q / 11))));
    return (k * 0.6931471805599453 + 2 * s * series) / x;
}

/* What the distance is multiplied with. */
static float factor(const rel_links *l, rel_vid v, rel_vid u, float dx, float dy)
{
    const float d = sqrtf(dx * dx + dy * dy);
    float gap = d;
    if (l->radius) gap -= l->radius[v] + l->radius[u];
    if (!(gap > 0)) return 0;
    return l->logarithmic ? (float)rel_log_over((double)gap) * (gap / d) : gap / d;
}

static void pull_plain(const rel_links *l, const float *at, rel_vid v, float *pull)
{
    const float x = at[2 * (size_t)v], y = at[2 * (size_t)v + 1];
    float ax = 0, ay = 0, bx = 0, by = 0;
    rel_eid e = l->off[v];
    for (; e + 1 < l->off[v + 1]; e += 2) {
        const size_t i = l->adj[e], j = l->adj[e + 1];
        ax += at[2 * i] - x;
        ay += at[2 * i + 1] - y;
        bx += at[2 * j] - x;
        by += at[2 * j + 1] - y;
    }
    if (e < l->off[v + 1]) {
        ax += at[2 * (size_t)l->adj[e]] - x;
        ay += at[2 * (size_t)l->adj[e] + 1] - y;
    }
    pull[0] = ax + bx;
    pull[1] = ay + by;
}

void rel_links_pull(const rel_links *l, const float *at, rel_vid v, float *pull)
{
    if (!l->strength && !l->logarithmic && !l->radius) {
        pull_plain(l, at, v, pull);
        return;
    }
    const bool straight = !l->logarithmic && !l->radius;
    const float x = at[2 * (size_t)v], y = at[2 * (size_t)v + 1];
    float sx = 0, sy = 0;
    for (rel_eid e = l->off[v]; e < l->off[v + 1]; e++) {
        const size_t u = l->adj[e];
        const float dx = at[2 * u] - x, dy = at[2 * u + 1] - y;
        float f = l->strength ? l->strength[e] : 1;
        if (!straight) f *= factor(l, v, l->adj[e], dx, dy);
        sx += dx * f;
        sy += dy * f;
    }
    pull[0] = sx;
    pull[1] = sy;
}
