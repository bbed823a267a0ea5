#include <math.h>
#include <omp.h>

#include "algorithms/centrality/distances.h"
#include "algorithms/centrality/nearest.h"

enum { ROUND = 256 }; /* vertices between two looks at whether to stop */

/* All of near.dist is INFINITY before and after: the vertices found wait in `found`. */
typedef struct search {
    rel_nearest near;
    rel_vid *found;
} search;

typedef struct sums {
    double reached, distance, inverse;
} sums;

static sums search_from(search *s, const rel_csr *in, const float *length, rel_vid v)
{
    sums r = {0};
    rel_vid found = 0;
    s->near.dist[v] = 0;
    rel_nearest_up(&s->near, v);
    while (s->near.count) {
        const rel_vid u = rel_nearest_pop(&s->near);
        const double d = s->near.dist[u];
        s->found[found++] = u;
        if (u != v) {
            r.reached++;
            r.distance += d;
            r.inverse += 1 / d;
        }
        for (rel_eid e = in->off[u]; e < in->off[u + 1]; e++) {
            const rel_vid w = in->adj[e];
            const double far = d + (length ? (double)length[e] : 1);
            if (far >= s->near.dist[w]) continue;
            s->near.dist[w] = far;
            rel_nearest_up(&s->near, w);
        }
    }
    for (rel_vid i = 0; i < found; i++) s->near.dist[s->found[i]] = INFINITY;
    return r;
}

static rel_status searches_new(rel_ctx *ctx, rel_vid n, search **made)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, made, (size_t)ctx->threads, sizeof **made, "searches"));
    for (int k = 0; k < ctx->threads; k++) {
        search *s = &(*made)[k];
        REL_TRY(rel_scratch_unset(ctx, &s->near.dist, n, sizeof *s->near.dist, "distances"));
        REL_TRY(rel_scratch_unset(ctx, &s->near.heap, n, sizeof *s->near.heap, "search heaps"));
        REL_TRY(rel_scratch(ctx, &s->near.place, n, sizeof *s->near.place, "search heaps"));
        REL_TRY(rel_scratch_unset(ctx, &s->found, n, sizeof *s->found, "search orders"));
        for (rel_vid v = 0; v < n; v++) s->near.dist[v] = INFINITY;
    }
out:
    return st;
}

static void write_down(const rel_distances *d, rel_vid n, rel_vid v, sums r)
{
    if (d->harmonic) d->harmonic[v] = r.inverse;
    if (d->closeness)
        d->closeness[v] = r.distance > 0 ? r.reached / ((double)n - 1) * (r.reached / r.distance) : 0;
}

rel_status rel_distances_weighted(rel_ctx *ctx, const rel_graph *g, rel_length weights, rel_distances *d)
{
    rel_status st;
    search *s;
    const float *length;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
    if (!g->in.off) return rel_fail(ctx, REL_E_USAGE, "distances: the graph was built without in-edges");
    REL_TRY(rel_lengths_of(ctx, g, &g->in, weights, "distances", &length));
    REL_TRY(searches_new(ctx, g->n, &s));
    for (rel_vid first = 0, end; first < g->n; first = end) {
        end = g->n - first < ROUND ? g->n : first + ROUND;
        REL_TRY(rel_poll(ctx));
/* dynamic: some vertices are reached by few */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (rel_vid v = first; v < end; v++)
            write_down(d, g->n, v, search_from(&s[omp_get_thread_num()], &g->in, length, v));
        rel_progress(ctx, "distances", "sources", (int64_t)end, (int64_t)g->n);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
