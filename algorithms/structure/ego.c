#include "algorithms/structure/ego.h"

#include <string.h>

/* Vertices that one thread sweeps at a time. */
enum { BLOCK = 4096 };

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_ego_opts *o)
{
    const bool use_in = o->direction != REL_EGO_OUT, use_out = o->direction != REL_EGO_IN;
    if (o->hops < 0 || o->hops > REL_EGO_HOPS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "ego network: expected 0 to %d hops, found %d", REL_EGO_HOPS_MAX,
                        o->hops);
    if (g->n && ((use_in && !g->in.off) || (use_out && !g->out.off)))
        return rel_fail(ctx, REL_E_USAGE, "ego network: the graph was built without the direction asked for");
    for (int64_t i = 0; i < o->centres; i++)
        if (o->centre[i] >= g->n)
            return rel_fail(ctx, REL_E_USAGE, "ego network: vertex %u is not one of %u", o->centre[i], g->n);
    return REL_OK;
}

/* Whoever comes first, the same value is written. */
static void mark_row(const rel_csr *c, rel_vid v, uint8_t next, uint8_t *step)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        uint8_t *const one = &step[c->adj[e]];
        if (!__atomic_load_n(one, __ATOMIC_RELAXED)) __atomic_store_n(one, next, __ATOMIC_RELAXED);
    }
}

/* Marks the unmarked neighbours of everybody who has the mark `now` with the next number. */
static void spread(int threads, rel_vid n, const rel_csr *in, const rel_csr *out, uint8_t now, uint8_t *step)
{
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (rel_vid block = 0; block <= (n - 1) / BLOCK; block++) {
        const rel_vid first = block * BLOCK, end = n - first > BLOCK ? first + BLOCK : n;
        for (rel_vid v = first; v < end; v++) {
            if (__atomic_load_n(&step[v], __ATOMIC_RELAXED) != now) continue;
            if (in) mark_row(in, v, (uint8_t)(now + 1), step);
            if (out) mark_row(out, v, (uint8_t)(now + 1), step);
        }
    }
}

static int64_t count(int threads, rel_vid n, const uint8_t *step, uint8_t wanted)
{
    int64_t found = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : found)
    for (rel_vid v = 0; v < n; v++) found += step[v] == wanted;
    return found;
}

rel_status rel_ego(rel_ctx *ctx, const rel_graph *g, rel_ego_opts o, uint8_t *step, int64_t *at)
{
    rel_status st = check(ctx, g, &o);
    if (st != REL_OK) return st;
    const rel_csr *in = o.direction != REL_EGO_OUT ? &g->in : NULL;
    const rel_csr *out =
        o.direction == REL_EGO_OUT || (in && g->directed && o.direction == REL_EGO_ALL) ? &g->out : NULL;
    if (g->n) memset(step, 0, g->n);
    if (at) memset(at, 0, ((size_t)o.hops + 1) * sizeof *at);
    for (int64_t i = 0; i < o.centres; i++) step[o.centre[i]] = 1;
    for (int hop = 0; st == REL_OK && hop <= o.hops; hop++) {
        const int64_t here = count(ctx->threads, g->n, step, (uint8_t)(hop + 1));
        if (at) at[hop] = here;
        if (here == 0 || hop == o.hops) break;
        st = rel_poll(ctx);
        if (st == REL_OK) spread(ctx->threads, g->n, in, out, (uint8_t)(hop + 1), step);
        rel_progress(ctx, "ego network", "steps", hop + 1, o.hops);
    }
    return st;
}
