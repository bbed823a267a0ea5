#include "graph/reorder.h"

#include <stdlib.h>

#include "src/base/par.h"

/* Degrees of CAP and above share a bucket, which is sorted apart: few vertices have them. Bucket 0 is that
 * one, so that ascending buckets are descending degrees. */
enum { CAP = 65535, BUCKETS = CAP + 1, SLICES = 16 };

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

rel_status rel_reorder_csr(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, bool weighted, rel_csr *out)
{
    rel_status st;
    rel_eid *off = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    const size_t arcs = (size_t)c->off[r->n];
    weighted = weighted && c->weight;
    *out = (rel_csr){0};
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)r->n + 1, sizeof *off, "reordered rows"));
    REL_TRY(rel_scratch_unset(ctx, &adj, arcs, sizeof *adj, "reordered edges"));
    if (weighted) REL_TRY(rel_scratch_unset(ctx, &weight, arcs, sizeof *weight, "reordered weights"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < r->n; v++) off[v] = degree_of(c, r->order[v]);
    rel_par_prefix(ctx->threads, off, r->n);
/* dynamic: the first rows are the longest */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
    for (rel_vid v = 0; v < r->n; v++) {
        const rel_eid from = c->off[r->order[v]], to = off[v], length = off[v + 1] - to;
        for (rel_eid e = 0; e < length; e++) adj[to + e] = r->rank[c->adj[from + e]];
        for (rel_eid e = 0; weighted && e < length; e++) weight[to + e] = c->weight[from + e];
    }
    *out = (rel_csr){off, adj, weight};
out:
    return st;
}
