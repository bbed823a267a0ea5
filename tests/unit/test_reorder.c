/* Reordering by degree: a permutation, descending, ties by number, the same at any thread count. */
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/reorder.h"
#include "src/base/rng.h"
#include "tests/check.h"

/* Vertex 7 and, with `hubs`, vertices 3 and 90000 have more neighbours than the counting sort has buckets. */
static void build(rel_ctx *ctx, rel_vid n, rel_eid m, bool hubs, bool directed, rel_graph *g)
{
    rel_vid *source = malloc((size_t)m * sizeof *source), *target = malloc((size_t)m * sizeof *target);
    float *weight = malloc((size_t)m * sizeof *weight);
    for (rel_eid e = 0; e < m; e++) {
        const double x = rel_rand_unit(1, 1, (uint64_t)e);
        source[e] = (rel_vid)(x * x * n / 2);
        target[e] = (rel_vid)rel_rand_below(1, 2, (uint64_t)e, n);
        weight[e] = (float)(1 + e % 7);
        if (hubs && e < 3 * 70000) {
            source[e] = e % 3 == 0 ? 7 : e % 3 == 1 ? 3 : 90000;
            target[e] = 100 + (rel_vid)(e / 3) + (e % 3 == 0);
        }
    }
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
    free(source);
    free(target);
    free(weight);
}

static bool order_is_right(const rel_graph *g, const rel_reorder *r)
{
    rel_vid busy = 0;
    bool right = true;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid degree = g->out.off[r->order[v] + 1] - g->out.off[r->order[v]];
        right = right && r->rank[r->order[v]] == v;
        busy += degree > 0;
        if (v == 0) continue;
        const rel_eid before = g->out.off[r->order[v - 1] + 1] - g->out.off[r->order[v - 1]];
        right = right && (before > degree || (before == degree && r->order[v - 1] < r->order[v]));
    }
    return right && busy == r->busy;
}

static bool rows_are_right(const rel_csr *old, const rel_reorder *r, const rel_csr *c)
{
    bool right = c->off[0] == 0;
    for (rel_vid v = 0; v < r->n; v++) {
        const rel_eid from = old->off[r->order[v]], length = old->off[r->order[v] + 1] - from;
        right = right && c->off[v + 1] - c->off[v] == length;
        for (rel_eid e = 0; right && e < length; e++)
            right = c->adj[c->off[v] + e] == r->rank[old->adj[from + e]] &&
                    (!c->weight || c->weight[c->off[v] + e] == old->weight[from + e]);
    }
    return right;
}

static void on_graph(rel_ctx *ctx, rel_vid n, rel_eid m, bool hubs)
{
    rel_graph g = {0};
    build(ctx, n, m, hubs, true, &g);
    for (int threads = 1; threads <= 8; threads *= 2) {
        rel_reorder r;
        rel_csr c;
        ctx->threads = threads;
        ctx->arena.peak_bytes = 0;
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        CHECK_OK(ctx, rel_reorder_by_degree(ctx, &g.out, g.n, &r));
        CHECK(ctx->arena.peak_bytes < 8 * (size_t)n + (4 << 20) + 4096);
        CHECK(order_is_right(&g, &r));
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_reorder_csr(ctx, &g.in, &r, true, &c));
        CHECK((c.weight || !g.in.weight) && rows_are_right(&g.in, &r, &c));
        CHECK(ctx->arena.peak_bytes < 16 * (size_t)n + 8 * (size_t)m + 4096);
        CHECK_OK(ctx, rel_reorder_csr(ctx, &g.out, &r, false, &c));
        CHECK(!c.weight && rows_are_right(&g.out, &r, &c));
        rel_scratch_release(ctx, mark);
    }
    rel_graph_free(&g);
}

/* Runs of REL_REORDER_RUN numbers hold whom they held, sorted by descending row length of the other direction
 * as far as that is short, ties as they were. */
static void even_rows(rel_ctx *ctx)
{
    enum { SIZE = 100000 };
    rel_graph g = {0};
    build(ctx, SIZE, 300000, true, true, &g);
    rel_reorder before, r;
    const rel_arena_mark start = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_reorder_by_degree(ctx, &g.out, g.n, &before));
    for (int threads = 1; threads <= 8; threads *= 2) {
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        bool right = true;
        rel_vid shorter = 0;
        ctx->threads = threads;
        CHECK_OK(ctx, rel_reorder_by_degree(ctx, &g.out, g.n, &r));
        rel_reorder_even_rows(ctx, &g.in, &r);
        for (rel_vid v = 0; v < r.n; v++) {
            const rel_vid old = r.order[v], was = before.rank[old];
            right = right && r.rank[old] == v && was / REL_REORDER_RUN == v / REL_REORDER_RUN;
            if (v >= r.busy) right = right && was == v;
            if (v == 0 || v >= r.busy || v % REL_REORDER_RUN == 0) continue;
            const rel_vid last = r.order[v - 1];
            const rel_eid length = g.in.off[old + 1] - g.in.off[old],
                          longer = g.in.off[last + 1] - g.in.off[last];
            right =
                right && (longer > length || longer >= 512 || (longer == length && before.rank[last] < was));
            shorter += longer > length;
        }
        CHECK(right && shorter > 10 && r.busy > REL_REORDER_RUN && r.busy < r.n);
        rel_scratch_release(ctx, mark);
    }
    rel_scratch_release(ctx, start);
    ctx->threads = 2;
    rel_graph_free(&g);
}

/* Neighbours of each row with their weights, in any order, as two sums that tell different rows apart. */
static void sums_of_row(const rel_csr *c, rel_vid v, const rel_vid *rank, uint64_t sum[2])
{
    sum[0] = sum[1] = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const uint64_t u = rank ? rank[c->adj[e]] : c->adj[e];
        sum[0] += u * u * u;
        sum[1] += (u + 1) * (uint64_t)(c->weight ? c->weight[e] : 1);
    }
}

/* Set apart are those and only those whose neighbours all come before them, so no two are neighbours; the
 * order is otherwise kept; rows are split where they should be and hold what they held. */
static bool split_is_right(const rel_graph *g, const rel_reorder *before, const rel_reorder *r, rel_vid core,
                           const rel_csr *c, const rel_eid *middle)
{
    bool right = core <= r->busy && (core < r->busy) == (middle != NULL);
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid old = r->order[v];
        bool last = before->rank[old] < r->busy;
        uint64_t found[2], expected[2];
        for (rel_eid e = g->out.off[old]; e < g->out.off[old + 1]; e++)
            last = last && before->rank[g->out.adj[e]] < before->rank[old];
        right = right && r->rank[old] == v && last == (v >= core && v < r->busy);
        if (v > 0 && v != core) right = right && before->rank[r->order[v - 1]] < before->rank[old];
        sums_of_row(&g->in, old, r->rank, expected);
        sums_of_row(c, v, NULL, found);
        right = right && found[0] == expected[0] && found[1] == expected[1];
        for (rel_eid e = c->off[v]; middle && e < c->off[v + 1]; e++)
            right = right && (c->adj[e] < core) == (v >= core || e < middle[v]);
    }
    return right;
}

static rel_status set_apart(rel_ctx *ctx, const rel_graph *g, rel_vid *core)
{
    rel_status st;
    rel_reorder before, r;
    rel_csr c;
    const rel_eid *middle;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &before));
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &r));
    REL_TRY(rel_reorder_set_apart(ctx, &g->out, &r, core));
    REL_TRY(rel_reorder_csr_split(ctx, &g->in, &r, *core, true, &c, &middle));
    CHECK(split_is_right(g, &before, &r, *core, &c, middle));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* A star with a tail: 0 is the hub of 1 to 4, and 4 - 5. The hub comes first, then 4; 1, 2, 3 and 5 have only
 * neighbours before them. */
static void apart_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 0, 0, 4}, target[] = {1, 2, 3, 4, 5};
    const rel_edges edges = {.count = 5, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    rel_graph g = {0};
    rel_vid core = 0;
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, 7, &edges, opts, &g));
    CHECK_OK(ctx, set_apart(ctx, &g, &core));
    CHECK(core == 2);
    CHECK_TORTURE(ctx, set_apart(ctx, &g, &core), (void)0);
    rel_graph_free(&g);
}

static void apart_on_graph(rel_ctx *ctx, rel_vid n, rel_eid m, bool hubs)
{
    rel_graph g = {0};
    build(ctx, n, m, hubs, false, &g);
    for (int threads = 1; threads <= 8; threads *= 2) {
        rel_vid core;
        ctx->threads = threads;
        CHECK_OK(ctx, set_apart(ctx, &g, &core));
    }
    rel_graph_free(&g);
}

static rel_status both(rel_ctx *ctx, const rel_graph *g)
{
    rel_status st;
    rel_reorder r;
    rel_csr c;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &r));
    REL_TRY(rel_reorder_csr(ctx, &g->in, &r, true, &c));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g = {0};
    rel_ctx_init(&ctx, 2);
    on_graph(&ctx, 1, 1, false);
    on_graph(&ctx, 1000, 3000, false);
    on_graph(&ctx, 100000, 300000, true);
    even_rows(&ctx);
    apart_by_hand(&ctx);
    apart_on_graph(&ctx, 1, 1, false);
    apart_on_graph(&ctx, 1000, 3000, false);
    apart_on_graph(&ctx, 100000, 300000, true);
    build(&ctx, 100000, 300000, true, true, &g);
    CHECK_TORTURE(&ctx, both(&ctx, &g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
