#include "algorithms/centrality/distances.h"

enum { LANES = 64, BLOCK = 1024 };

typedef struct state {
    const rel_graph *g;
    const rel_packed *packed;    /* rows to be decoded; NULL: plain */
    rel_vid *rank;               /* old -> new; NULL: nothing was renumbered */
    uint64_t *seen, *now, *next; /* a bit for each source of the batch */
    double *reached, *sum;       /* how many reach v, and their distances */
    int64_t *found;              /* by block, at this distance */
} state;

static int64_t block_count(rel_vid n)
{
    return ((int64_t)n + BLOCK - 1) / BLOCK;
}

/* The sources that reached an in-neighbour of v in the step before. */
static uint64_t heard(const state *s, rel_vid v)
{
    const rel_csr *in = &s->g->in;
    uint64_t bits = 0;
    if (!s->packed) {
        for (rel_eid e = in->off[v]; e < in->off[v + 1]; e++) bits |= s->now[in->adj[e]];
        return bits;
    }
    rel_packed_cursor c = rel_packed_begin(s->packed, &s->packed->in, v);
    rel_vid from[REL_PACKED_PIECE];
    for (int count; (count = rel_packed_next(&c, from, NULL)) > 0;)
        for (int i = 0; i < count; i++) bits |= s->now[from[i]];
    return bits;
}

static rel_vid old_number(const state *s, rel_vid v)
{
    return s->packed ? rel_packed_old(s->packed, v) : v;
}

/* Pull: v is reached by the sources that reached one of its in-neighbours in the step before. */
static void step_block(const state *s, const rel_distances *d, int64_t k, int distance)
{
    const rel_vid first = (rel_vid)(k * BLOCK), n = s->g->n, last = n - first < BLOCK ? n : first + BLOCK;
    int64_t found = 0;
    for (rel_vid v = first; v < last; v++) {
        const uint64_t bits = ~s->seen[v] ? heard(s, v) & ~s->seen[v] : 0;
        s->next[v] = bits;
        if (!bits) continue;
        const int count = __builtin_popcountll(bits);
        const rel_vid old = old_number(s, v);
        s->seen[v] |= bits;
        s->reached[v] += count;
        s->sum[v] += (double)count * distance;
        if (d->harmonic) d->harmonic[old] += (double)count / distance;
        if (d->reach && distance <= d->hops) d->reach[old] += count;
        found += count;
    }
    s->found[k] = found;
}

static rel_status batch(rel_ctx *ctx, state *s, rel_distances *d, rel_vid first)
{
    const rel_vid n = s->g->n, count = n - first < LANES ? n - first : LANES;
    const int64_t blocks = block_count(n);
    for (rel_vid v = 0; v < n; v++) s->now[v] = s->seen[v] = 0;
    for (rel_vid k = 0; k < count; k++) {
        const rel_vid v = s->rank ? s->rank[first + k] : first + k;
        s->now[v] = s->seen[v] = (uint64_t)1 << k;
    }
    int64_t found = 1;
    for (int distance = 1; found; distance++) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t k = 0; k < blocks; k++) step_block(s, d, k, distance);
        found = 0;
        for (int64_t k = 0; k < blocks; k++) found += s->found[k];
        d->pairs[distance < REL_DISTANCE_MAX ? distance : REL_DISTANCE_MAX] += (double)found;
        if (found && distance > d->longest) d->longest = distance;
        uint64_t *swap = s->now;
        s->now = s->next;
        s->next = swap;
    }
    return REL_OK;
}

/* Sources are taken in the old order on packed rows too: sums of doubles are then the same. */
static rel_status find_rows(rel_ctx *ctx, const rel_graph *g, state *s)
{
    rel_status st = REL_OK;
    s->g = g;
    if (!rel_is_packed(&g->packed)) return REL_OK;
    s->packed = &g->packed;
    if (!g->packed.order) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &s->rank, g->n, sizeof *s->rank, "order by degree"));
    for (rel_vid v = 0; v < g->n; v++) s->rank[g->packed.order[v]] = v;
out:
    return st;
}

rel_status rel_distances_exact(rel_ctx *ctx, const rel_graph *g, rel_distances *d)
{
    rel_status st = REL_OK;
    const size_t n = g->n;
    state s = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    memset(d->pairs, 0, sizeof d->pairs);
    d->longest = 0;
    if (d->hops < 1) return rel_fail(ctx, REL_E_USAGE, "distances: %d hops are too few", d->hops);
    if (n == 0) return REL_OK;
    if (!g->in.off && !g->packed.in.block)
        return rel_fail(ctx, REL_E_USAGE, "distances: the graph was built without in-edges");
    REL_TRY(find_rows(ctx, g, &s));
    REL_TRY(rel_scratch_unset(ctx, &s.seen, n, sizeof *s.seen, "searches"));
    REL_TRY(rel_scratch_unset(ctx, &s.now, n, sizeof *s.now, "searches"));
    REL_TRY(rel_scratch_unset(ctx, &s.next, n, sizeof *s.next, "searches"));
    REL_TRY(rel_scratch(ctx, &s.reached, n, sizeof *s.reached, "distances"));
    REL_TRY(rel_scratch(ctx, &s.sum, n, sizeof *s.sum, "distances"));
    REL_TRY(rel_scratch(ctx, &s.found, (size_t)block_count(g->n), sizeof *s.found, "distances"));
    for (size_t v = 0; d->harmonic && v < n; v++) d->harmonic[v] = 0;
    for (size_t v = 0; d->reach && v < n; v++) d->reach[v] = 0;
    for (rel_vid first = 0; first < g->n; first += LANES) {
        REL_TRY(batch(ctx, &s, d, first));
        const bool last = g->n - first <= LANES;
        rel_progress(ctx, "distances", "sources", last ? (int64_t)n : (int64_t)first + LANES, (int64_t)n);
        if (last) break;
    }
    for (rel_vid v = 0; d->closeness && v < g->n; v++)
        d->closeness[old_number(&s, v)] =
            s.sum[v] > 0 ? s.reached[v] / ((double)n - 1) * (s.reached[v] / s.sum[v]) : 0;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
