/* Burt's constraint (declared in algorithms/structure/bridging.h).
 *
 * With w the weights and s their sums, score[v] = sum over v's neighbours u of (w_vu + c_vu)^2 / s_v^2, where
 * c_vu = sum over their common neighbours q of w_vq w_uq / s_q. c is the same seen from u: each pair is
 * computed once, by the one of more neighbours, who reads the row of the other. */
#include <math.h>

#include "algorithms/structure/bridging.h"
#include "algorithms/structure/neighbours.h"
#include "graph/reorder.h"

/* PART: arcs between two looks at whether to stop. AHEAD: how many neighbours before its turn a row is
 * fetched into the cache. */
enum { PART = 1 << 18, AHEAD = 8 };

/* All by new numbers: 0 has the most neighbours. */
typedef struct job {
    rel_vid n;
    rel_csr c;
    double *inverse; /* 1 / s */
    double *sum;     /* of squares, so far */
    double *share;   /* n a thread: w_vq / s_q for the neighbours q of the vertex in work, 0 between them */
    double *square;  /* the part's arcs: (w_vu + c_vu)^2 where v < u */
} job;

static double weight_of(const rel_csr *c, rel_eid e)
{
    return c->weight ? (double)c->weight[e] : 1;
}

/* c_vu, from u's row. Four running sums hide the latency of the additions; their order is fixed. */
static double common(const rel_csr *c, rel_vid u, const double *share)
{
    const rel_eid last = c->off[u + 1];
    rel_eid e = c->off[u];
    double part[4] = {0};
    if (c->weight) {
        for (; e + 4 <= last; e += 4)
            for (int k = 0; k < 4; k++) part[k] += share[c->adj[e + k]] * (double)c->weight[e + k];
        for (; e < last; e++) part[0] += share[c->adj[e]] * (double)c->weight[e];
    } else {
        for (; e + 4 <= last; e += 4)
            for (int k = 0; k < 4; k++) part[k] += share[c->adj[e + k]];
        for (; e < last; e++) part[0] += share[c->adj[e]];
    }
    return (part[0] + part[1]) + (part[2] + part[3]);
}

static bool has_later(const rel_csr *c, rel_vid v)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (c->adj[e] > v) return true;
    return false;
}

/* The squares of v's pairs with those who come after it; square[0] belongs to v's first arc. */
static void compute_row(const job *j, rel_vid v, double *share, double *square)
{
    const rel_csr *c = &j->c;
    const rel_eid first = c->off[v], last = c->off[v + 1];
    double sum = 0;
    if (!has_later(c, v)) return;
    for (rel_eid e = first; e < last; e++) share[c->adj[e]] = weight_of(c, e) * j->inverse[c->adj[e]];
    for (rel_eid e = first; e < last; e++) {
        const rel_vid u = c->adj[e];
        if (last - e > 2 * AHEAD) __builtin_prefetch(&c->off[c->adj[e + 2 * AHEAD]]);
        if (last - e > AHEAD) __builtin_prefetch(&c->adj[c->off[c->adj[e + AHEAD]]]);
        if (u < v) continue;
        const double tied = weight_of(c, e) + common(c, u, share);
        sum += square[e - first] = tied * tied;
    }
    for (rel_eid e = first; e < last; e++) share[c->adj[e]] = 0;
    j->sum[v] += sum;
}

/* The vertex at which arc `wanted` lies; n when there is none. */
static rel_vid vertex_at(const job *j, rel_eid wanted)
{
    rel_vid low = 0, high = j->n;
    while (low < high) {
        const rel_vid middle = low + (high - low) / 2;
        if (j->c.off[middle + 1] > wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Adds the squares of the part first <= v < last to those who come after. Each thread adds for a range of
 * them, in the order of the arcs, so that sums do not depend on how many threads there are. */
static void add_to_others(int threads, const job *j, rel_vid first, rel_vid last)
{
    const rel_csr *c = &j->c;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        const rel_vid low = vertex_at(j, c->off[j->n] / threads * t);
        const rel_vid high = t + 1 < threads ? vertex_at(j, c->off[j->n] / threads * (t + 1)) : j->n;
        for (rel_vid v = first; v < last; v++)
            for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
                const rel_vid u = c->adj[e];
                if (u > v && u >= low && u < high) j->sum[u] += j->square[e - c->off[first]];
            }
    }
}

/* Where the part that begins at `first` ends: after the row that fills it. */
static rel_vid part_end(const job *j, rel_vid first)
{
    const rel_vid last = vertex_at(j, j->c.off[first] + PART);
    return last < j->n ? last + 1 : j->n;
}

static rel_status compute_all(rel_ctx *ctx, const job *j, rel_vid busy)
{
    const int threads = ctx->threads;
    for (rel_vid first = 0, last; first < busy; first = last) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        last = part_end(j, first);
        uint64_t next = first;
        const uint64_t chunk = (last - first) / 1024 + 1;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
        for (int t = 0; t < threads; t++) /* Whoever is free takes the next: rows differ much. */
            for (;;) {
                const uint64_t v = __atomic_fetch_add(&next, chunk, __ATOMIC_RELAXED);
                const uint64_t end = v + chunk < last ? v + chunk : last;
                if (v >= last) break;
                for (uint64_t i = v; i < end; i++)
                    compute_row(j, (rel_vid)i, j->share + (size_t)t * j->n,
                                j->square + (j->c.off[i] - j->c.off[first]));
            }
        add_to_others(threads, j, first, last);
        rel_progress(ctx, "constraint", "arcs", j->c.off[last], j->c.off[j->n]);
    }
    return REL_OK;
}

/* Arcs of the longest part: PART and the longest row, which is the first. */
static size_t part_room(const job *j)
{
    const rel_eid most = PART + j->c.off[1];
    return (size_t)(most < j->c.off[j->n] ? most : j->c.off[j->n]);
}

rel_status rel_constraint(rel_ctx *ctx, const rel_graph *g, double *score)
{
    rel_status st;
    rel_csr c;
    rel_reorder r;
    job j = {.n = g->n};
    const size_t n = g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (n == 0) return REL_OK;
    REL_TRY(rel_neighbours(ctx, g, true, "constraint", &c));
    REL_TRY(rel_reorder_by_degree(ctx, &c, g->n, &r));
    REL_TRY(rel_reorder_csr(ctx, &c, &r, true, &j.c));
    REL_TRY(rel_scratch_unset(ctx, &j.inverse, n, sizeof *j.inverse, "strengths"));
    REL_TRY(rel_scratch(ctx, &j.sum, n, sizeof *j.sum, "constraint"));
    REL_TRY(rel_scratch(ctx, &j.share, n * (size_t)ctx->threads, sizeof *j.share, "shares of contacts"));
    REL_TRY(rel_scratch_unset(ctx, &j.square, part_room(&j), sizeof *j.square, "shares of contacts"));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        for (rel_eid e = j.c.off[v]; e < j.c.off[v + 1]; e++) sum += weight_of(&j.c, e);
        j.inverse[v] = 1 / sum;
    }
    REL_TRY(compute_all(ctx, &j, r.busy));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++)
        score[r.order[v]] = v < r.busy ? j.sum[v] * j.inverse[v] * j.inverse[v] : NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
