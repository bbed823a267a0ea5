#include "graph/reorder.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/par.h"

/* Degrees of CAP and above share a bucket, which is sorted apart: few vertices have them. Bucket 0 is that
 * one, so that ascending buckets are descending degrees. */
enum { CAP = 65535, BUCKETS = CAP + 1, SLICES = 16 };

/* How far ahead of its use memory is asked for: rows, neighbours of the next rows, and of this one. */
enum { NEAR = 8, FEW = 16, AHEAD = 64 };

static rel_eid degree_of(const rel_csr *c, rel_vid v)
{
    return c->off[v + 1] - c->off[v];
}

static uint32_t bucket_of(const rel_csr *c, rel_vid v)
{
    const rel_eid degree = degree_of(c, v);
    return degree < CAP ? (uint32_t)(CAP - degree) : 0;
}

typedef struct heavy {
    rel_eid degree;
    rel_vid vertex;
} heavy;

static int by_degree(const void *a, const void *b)
{
    const heavy *x = a, *y = b;
    if (x->degree != y->degree) return x->degree < y->degree ? 1 : -1;
    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

static rel_status sort_heavy(rel_ctx *ctx, const rel_csr *c, rel_vid count, rel_vid *order)
{
    rel_status st;
    heavy *h = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &h, count, sizeof *h, "sorting by degree"));
    for (rel_vid i = 0; i < count; i++) h[i] = (heavy){degree_of(c, order[i]), order[i]};
    qsort(h, count, sizeof *h, by_degree);
    for (rel_vid i = 0; i < count; i++) order[i] = h[i].vertex;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Counting sort in slices of vertices: places are given out bucket by bucket, then slice by slice, which is
 * the order one thread would give. `next` has SLICES rows of BUCKETS. Returns the size of bucket 0. */
static rel_vid count_sort(int threads, const rel_csr *c, rel_vid n, rel_vid *next, rel_vid *order)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (uint64_t s = 0; s < SLICES; s++)
        for (rel_vid v = (rel_vid)(n * s / SLICES); v < (rel_vid)(n * (s + 1) / SLICES); v++)
            next[s * BUCKETS + bucket_of(c, v)]++;
    rel_vid sum = 0, first = 0;
    for (uint32_t b = 0; b < BUCKETS; b++) {
        for (uint64_t s = 0; s < SLICES; s++) {
            const rel_vid count = next[s * BUCKETS + b];
            next[s * BUCKETS + b] = sum;
            sum += count;
        }
        if (b == 0) first = sum;
    }
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (uint64_t s = 0; s < SLICES; s++)
        for (rel_vid v = (rel_vid)(n * s / SLICES); v < (rel_vid)(n * (s + 1) / SLICES); v++)
            order[next[s * BUCKETS + bucket_of(c, v)]++] = v;
    return first;
}

rel_status rel_reorder_by_degree(rel_ctx *ctx, const rel_csr *c, rel_vid n, rel_reorder *r)
{
    rel_status st;
    rel_vid *next = NULL, busy = 0;
    *r = (rel_reorder){.n = n};
    REL_TRY(rel_scratch_unset(ctx, &r->order, n, sizeof *r->order, "order by degree"));
    REL_TRY(rel_scratch_unset(ctx, &r->rank, n, sizeof *r->rank, "order by degree"));
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &next, (size_t)SLICES * BUCKETS, sizeof *next, "sorting by degree"));
    const rel_vid first = count_sort(ctx->threads, c, n, next, r->order);
    rel_scratch_release(ctx, mark);
    if (first > 1) REL_TRY(sort_heavy(ctx, c, first, r->order));
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(+ : busy)
    for (rel_vid v = 0; v < n; v++) {
        r->rank[r->order[v]] = v;
        busy += degree_of(c, v) > 0;
    }
    r->busy = busy;
out:
    return st;
}

/* Rows of SHORT neighbours and more are long enough that their length hardly matters. */
enum { SHORT = 512 };

static void sort_run(const rel_csr *c, rel_vid *order, rel_vid count)
{
    rel_vid old[REL_REORDER_RUN], next[SHORT + 1] = {0}, sum = 0;
    uint16_t bucket[REL_REORDER_RUN];
    for (rel_vid i = 0; i < count; i++) {
        const rel_eid degree = degree_of(c, order[i]);
        old[i] = order[i];
        bucket[i] = (uint16_t)(degree < SHORT ? SHORT - degree : 0);
        next[bucket[i]]++;
    }
    for (int b = 0; b <= SHORT; b++) {
        const rel_vid size = next[b];
        next[b] = sum;
        sum += size;
    }
    for (rel_vid i = 0; i < count; i++) order[next[bucket[i]]++] = old[i];
}

void rel_reorder_even_rows(rel_ctx *ctx, const rel_csr *c, rel_reorder *r)
{
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
    for (rel_vid first = 0; first < r->busy; first += REL_REORDER_RUN) {
        const rel_vid count = r->busy - first < REL_REORDER_RUN ? r->busy - first : REL_REORDER_RUN;
        sort_run(c, r->order + first, count);
        for (rel_vid v = first; v < first + count; v++) r->rank[r->order[v]] = v;
    }
}

static bool comes_last(const rel_csr *c, const rel_reorder *r, rel_vid old)
{
    for (rel_eid e = c->off[old]; e < c->off[old + 1]; e++)
        if (r->rank[c->adj[e]] > r->rank[old]) return false;
    return true;
}

rel_status rel_reorder_set_apart(rel_ctx *ctx, const rel_csr *c, rel_reorder *r, rel_vid *core)
{
    rel_status st;
    rel_vid *apart = NULL, kept = 0, moved = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &apart, r->busy, sizeof *apart, "vertices set apart"));
/* dynamic: how early a row is left depends on the degree */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < r->busy; v++) apart[v] = comes_last(c, r, r->order[v]);
    for (rel_vid v = 0; v < r->busy; v++) {
        if (apart[v])
            apart[moved++] = r->order[v];
        else
            r->order[kept++] = r->order[v];
    }
    for (rel_vid i = 0; i < moved; i++) r->order[kept + i] = apart[i];
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < r->busy; v++) r->rank[r->order[v]] = v;
    *core = kept;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Rows lie anywhere in the old numbers, and so do the new numbers of a row: both are asked for in time.
 * always_inline: gcc takes a function that only asks for memory for one without effect, and drops calls. */
static inline __attribute__((always_inline)) void ask_for_rows(const rel_csr *c, const rel_reorder *r,
                                                               rel_vid v)
{
    if (r->n - v > 8 * NEAR) __builtin_prefetch(c->off + r->order[v + 8 * NEAR]);
    if (r->n - v > 4 * NEAR) __builtin_prefetch(c->adj + c->off[r->order[v + 4 * NEAR]]);
    if (r->n - v <= NEAR) return;
    const rel_eid first = c->off[r->order[v + NEAR]], end = c->off[r->order[v + NEAR] + 1];
    for (rel_eid e = first; e < end && e < first + FEW; e++) __builtin_prefetch(r->rank + c->adj[e]);
}

static void rename_row(const rel_csr *c, const rel_reorder *r, rel_vid v, rel_vid *adj, float *weight)
{
    const rel_eid first = c->off[r->order[v]], degree = c->off[r->order[v] + 1] - first;
    const rel_vid *from = c->adj + first, *rank = r->rank;
    rel_eid k = 0;
    ask_for_rows(c, r, v);
    for (; k + AHEAD < degree; k++) {
        __builtin_prefetch(rank + from[k + AHEAD]);
        adj[k] = rank[from[k]];
    }
    for (; k < degree; k++) adj[k] = rank[from[k]];
    if (weight && degree) memcpy(weight, c->weight + first, (size_t)degree * sizeof *weight);
}

/* Row v of the result. Neighbours from `core` on go to the end of the row, last one first; every neighbour is
 * written at both ends, as nobody can guess where it belongs. Returns the position of the first of the end.
 */
static rel_eid copy_row(const rel_csr *c, const rel_reorder *r, rel_vid v, rel_vid core, rel_eid to,
                        rel_eid end, rel_vid *adj, float *weight)
{
    for (rel_eid from = c->off[r->order[v]]; to < end; from++) {
        const rel_vid u = r->rank[c->adj[from]];
        adj[to] = adj[end - 1] = u;
        if (weight) weight[to] = weight[end - 1] = c->weight[from];
        to += u < core;
        end -= u >= core;
    }
    return to;
}

rel_status rel_reorder_csr(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, bool weighted, rel_csr *out)
{
    return rel_reorder_csr_split(ctx, c, r, r->n, weighted, out, NULL);
}

rel_status rel_reorder_csr_split(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, rel_vid core,
                                 bool weighted, rel_csr *out, const rel_eid **middle)
{
    rel_status st;
    rel_eid *off = NULL, *half = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    const size_t arcs = (size_t)c->off[r->n];
    weighted = weighted && c->weight;
    *out = (rel_csr){0};
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)r->n + 1, sizeof *off, "reordered rows"));
    REL_TRY(rel_scratch_unset(ctx, &adj, arcs, sizeof *adj, "reordered edges"));
    if (weighted) REL_TRY(rel_scratch_unset(ctx, &weight, arcs, sizeof *weight, "reordered weights"));
    if (middle && core < r->busy)
        REL_TRY(rel_scratch_unset(ctx, &half, core, sizeof *half, "halves of reordered rows"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < r->n; v++) off[v] = degree_of(c, r->order[v]);
    rel_par_prefix(ctx->threads, off, r->n);
/* dynamic: the first rows are the longest */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
    for (rel_vid v = 0; v < r->n; v++) {
        if (!half) {
            rename_row(c, r, v, adj + off[v], weight ? weight + off[v] : NULL);
            continue;
        }
        ask_for_rows(c, r, v);
        const rel_eid place = copy_row(c, r, v, core, off[v], off[v + 1], adj, weight);
        if (v < core) half[v] = place;
    }
    *out = (rel_csr){off, adj, weight};
    if (middle) *middle = half;
out:
    return st;
}
