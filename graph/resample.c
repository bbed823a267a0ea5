#include "graph/resample.h"

#include <math.h>

#include "src/base/par.h"
#include "src/base/rng.h"

/* Streams of random numbers: one a resample, from here on. */
#define STREAM_RESAMPLE (UINT64_C(1) << 40)
#define ACTS_MAX 1e6

/* Below, the probabilities are added from 0 on. */
enum { SMALL_MEAN = 16 };

/* Inversion: the smallest x at which the probabilities of 0 to x add up to more than u. */
static double poisson_small(double mean, double u)
{
    double p = exp(-mean), x = 0;
    while (u >= p && p > 1e-20) {
        u -= p;
        x++;
        p *= mean / x;
    }
    return x;
}

/* The same with the probabilities taken from the middle outwards, which is as good an order as any. The one
 * in the middle follows from Stirling's series. */
static double poisson_large(double mean, double u)
{
    const double cube = mean * mean * mean;
    const double series = -1 / (12 * mean) + 1 / (360 * cube) - 1 / (1260 * cube * mean * mean);
    const double middle = exp(series) / sqrt(2 * 3.14159265358979323846 * mean);
    double low = mean, high = mean, p_low = middle, p_high = middle;
    u -= middle;
    while (u >= 0 && (p_low > 1e-20 || p_high > 1e-20)) {
        p_high *= mean / ++high;
        u -= p_high;
        if (u < 0) return high;
        p_low *= low / mean;
        low--;
        u -= p_low;
        if (u < 0) return low;
    }
    return mean;
}

typedef struct draw {
    uint64_t seed, stream;
    rel_resample_unit unit;
    bool directed;
} draw;

/* The new weight of an arc: a function of its two ends, so that both directions agree. */
static float draw_arc(const draw *d, rel_vid source, rel_vid target, double weight)
{
    const rel_vid a = !d->directed && target < source ? target : source, b = a == source ? target : source;
    double acts = d->unit == REL_RESAMPLE_EDGES ? 1 : ceil(weight);
    if (acts > ACTS_MAX) acts = ACTS_MAX;
    const double u = rel_rand_unit(d->seed, d->stream, (uint64_t)a << 32 | b);
    const double times = acts <= SMALL_MEAN ? poisson_small(acts, u) : poisson_large(acts, u);
    return (float)(times * (weight / acts));
}

/* One direction: draws every arc, then puts those that were drawn at all close together. */
static rel_csr take(const rel_ctx *ctx, rel_resampler *r, const draw *d, int side)
{
    const rel_graph *g = r->g;
    const rel_csr *from = side ? &g->in : &g->out;
    rel_eid *off = r->off[side];
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        rel_eid kept = 0;
        for (rel_eid e = from->off[v]; e < from->off[v + 1]; e++) {
            const rel_vid w = from->adj[e], source = side ? w : v, target = side ? v : w;
            r->drawn[e] = draw_arc(d, source, target, from->weight ? (double)from->weight[e] : 1);
            kept += r->drawn[e] > 0;
        }
        off[v] = kept;
    }
    rel_par_prefix(ctx->threads, off, g->n);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        rel_eid to = off[v];
        for (rel_eid e = from->off[v]; e < from->off[v + 1]; e++) {
            if (!(r->drawn[e] > 0)) continue;
            r->adj[side][to] = from->adj[e];
            r->weight[side][to++] = r->drawn[e];
        }
    }
    return (rel_csr){off, r->adj[side], r->weight[side]};
}

rel_status rel_resampler_init(rel_ctx *ctx, const rel_graph *g, rel_resample_unit unit, rel_resampler *r)
{
    rel_status st = REL_OK;
    *r = (rel_resampler){.g = g, .unit = unit};
    if (!g->out.off || !g->in.off)
        return rel_fail(ctx, REL_E_USAGE, "resampling: the graph was built without one of its directions");
    for (int side = 0; side < (g->directed ? 2 : 1); side++) {
        REL_TRY(rel_scratch(ctx, &r->off[side], (size_t)g->n + 1, sizeof *r->off[side], "resampled rows"));
        REL_TRY(rel_scratch_unset(ctx, &r->adj[side], (size_t)g->m, sizeof *r->adj[side], "resampled edges"));
        REL_TRY(rel_scratch_unset(ctx, &r->weight[side], (size_t)g->m, sizeof *r->weight[side],
                                  "resampled edges"));
    }
    REL_TRY(rel_scratch_unset(ctx, &r->drawn, (size_t)g->m, sizeof *r->drawn, "resampled edges"));
out:
    return st;
}

void rel_resample(rel_ctx *ctx, rel_resampler *r, uint64_t number, rel_graph *resampled)
{
    const rel_graph *g = r->g;
    const draw d = {ctx->seed, STREAM_RESAMPLE + number, r->unit, g->directed};
    *resampled = (rel_graph){
        .n = g->n, .directed = g->directed, .names = g->names, .vertex_attributes = g->vertex_attributes};
    resampled->out = take(ctx, r, &d, 0);
    resampled->in = g->directed ? take(ctx, r, &d, 1) : resampled->out;
    resampled->m = r->off[0][g->n];
}
