/* Reordering by degree: a permutation, descending, ties by number, the same at any thread count. */
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/reorder.h"
#include "src/base/rng.h"
#include "tests/check.h"

/* Vertex 7 and, with `hubs`, vertices 3 and 90000 have more neighbours than the counting sort has buckets. */
static void build(rel_ctx *ctx, rel_vid n, rel_eid m, bool hubs, rel_graph *g)
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
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, g));
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
    build(ctx, n, m, hubs, &g);
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
    build(&ctx, 100000, 300000, true, &g);
    CHECK_TORTURE(&ctx, both(&ctx, &g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
