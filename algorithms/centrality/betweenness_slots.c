#include <math.h>

#include "algorithms/centrality/betweenness_parts.h"
#include "algorithms/centrality/nearest.h"

/* One search. Of `near` only dist is used without lengths. */
typedef struct slot {
    rel_nearest near;
    double *paths, *delta;
    rel_vid *order; /* vertices by distance */
    rel_vid found;
} slot;

struct rel_slots {
    rel_vid n;
    rel_csr out;
    const float *length;
    slot slot[REL_SLOTS];
};

/* Finds w at distance d through v: for the first time, by a shorter way, or by one more way. */
static void reach(slot *s, rel_vid v, rel_vid w, double d, bool heaped)
{
    if (d > s->near.dist[w]) return;
    if (d == s->near.dist[w]) {
        s->paths[w] += s->paths[v];
        return;
    }
    s->near.dist[w] = d;
    s->paths[w] = s->paths[v];
    if (heaped)
        rel_nearest_up(&s->near, w);
    else
        s->order[s->found++] = w;
}

static void search(const rel_slots *r, slot *s, rel_vid source)
{
    for (rel_vid v = 0; v < r->n; v++) {
        s->near.dist[v] = INFINITY;
        s->delta[v] = 0;
    }
    s->near.dist[source] = 0;
    s->paths[source] = 1;
    s->found = s->near.count = 0;
    if (r->length)
        rel_nearest_up(&s->near, source);
    else
        s->order[s->found++] = source;
    for (rel_vid i = 0; r->length ? s->near.count > 0 : i < s->found; i++) {
        const rel_vid v = r->length ? rel_nearest_pop(&s->near) : s->order[i];
        if (r->length) s->order[s->found++] = v;
        for (rel_eid e = r->out.off[v]; e < r->out.off[v + 1]; e++)
            reach(s, v, r->out.adj[e], s->near.dist[v] + (r->length ? (double)r->length[e] : 1), r->length);
    }
}

/* Returns false when a number of paths is beyond what can be divided safely. */
static bool depend(const rel_slots *r, slot *s)
{
    bool fits = true;
    for (rel_vid i = s->found; i-- > 0;) {
        const rel_vid v = s->order[i];
        double sum = 0;
        for (rel_eid e = r->out.off[v]; e < r->out.off[v + 1]; e++) {
            const rel_vid w = r->out.adj[e];
            const double d = s->near.dist[v] + (r->length ? (double)r->length[e] : 1);
            if (d == s->near.dist[w]) sum += (1 + s->delta[w]) / s->paths[w];
        }
        s->delta[v] = s->paths[v] * sum;
        fits = fits && s->paths[v] < 1e300;
    }
    s->delta[s->order[0]] = 0; /* a path does not pass its own source */
    return fits;
}

rel_status rel_slots_new(rel_ctx *ctx, const rel_graph *g, const float *length, rel_slots **s)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, s, 1, sizeof **s, "searches"));
    (*s)->n = g->n;
    (*s)->out = g->out;
    (*s)->length = length;
    for (int k = 0; k < REL_SLOTS; k++) {
        slot *t = &(*s)->slot[k];
        REL_TRY(rel_scratch_unset(ctx, &t->near.dist, g->n, sizeof *t->near.dist, "distances"));
        REL_TRY(rel_scratch_unset(ctx, &t->paths, g->n, sizeof *t->paths, "path counts"));
        REL_TRY(rel_scratch_unset(ctx, &t->delta, g->n, sizeof *t->delta, "dependencies"));
        REL_TRY(rel_scratch_unset(ctx, &t->order, g->n, sizeof *t->order, "search orders"));
        if (!length) continue;
        REL_TRY(rel_scratch_unset(ctx, &t->near.heap, g->n, sizeof *t->near.heap, "search heaps"));
        REL_TRY(rel_scratch(ctx, &t->near.place, g->n, sizeof *t->near.place, "search heaps"));
    }
out:
    return st;
}

rel_status rel_slots_add(rel_ctx *ctx, rel_slots *r, const rel_vid *source, int count, double *score)
{
    int unfit = 0;
    for (int first = 0; first < count; first += REL_SLOTS) {
        const int now = count - first < REL_SLOTS ? count - first : REL_SLOTS;
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) reduction(+ : unfit)
        for (int k = 0; k < now; k++) {
            search(r, &r->slot[k], source[first + k]);
            unfit += !depend(r, &r->slot[k]);
        }
        if (unfit)
            return rel_fail(ctx, REL_E_LIMIT,
                            "betweenness: more than 1e300 shortest paths between two vertices");
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (rel_vid v = 0; v < r->n; v++)
            for (int k = 0; k < now; k++) score[v] += r->slot[k].delta[v];
    }
    return REL_OK;
}
