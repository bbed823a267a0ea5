/* PageRank's stated error, from tolerances that a few rounds reach to those near the precision of double:
 * each result is at most so far from a plain power iteration in long double. Directed or not, weighted or
 * not, packed or not, reordered or not, with jumps and with a start or without. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/pagerank.h"
#include "graph/pack.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"

enum {
    N = CHECK_SIZE(700, 250),
    M = CHECK_SIZE(5000, 1500),
    WEIGHTED = 1,
    UNDIRECTED = 2,
    JUMP = 4,
    REORDERED = 8,
    PACKED = 16,
    KINDS = 24
};

/* Vertex 0 and its like give to and receive from many; a fifth have no out-edges, some no edge; two small
 * cycles that nothing leaves hold back the mass that comes to them. */
static void make_graph(rel_ctx *ctx, int kind, rel_graph *g)
{
    static rel_vid source[M], target[M];
    static float weight[M];
    for (uint64_t i = 0; i < M; i++) {
        const double u = rel_rand_unit(9, 0, i), v = rel_rand_unit(9, 1, i);
        source[i] = (rel_vid)(N * 4 / 5 * u * u * u);
        target[i] = (rel_vid)(N / 20 + (N * 8 / 10) * v * v);
        weight[i] = (float)exp(6 * rel_rand_unit(9, 2, i));
    }
    for (rel_vid i = 0; i < 6; i++) {
        source[i] = N - 10 + i;
        target[i] = i < 3 ? N - 10 + (i + 1) % 3 : N - 7 + (i + 1) % 3;
        source[6 + i] = i;
        target[6 + i] = N - 10 + i;
    }
    const rel_edges edges = {M, source, target, weight, NULL, NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = !(kind & UNDIRECTED);
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
}

static void solve(const rel_graph *g, const rel_pagerank_opts *o, long double *score)
{
    static long double strength[N], next[N];
    double jumps = 0;
    for (rel_vid v = 0; v < N; v++) {
        strength[v] = 0;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
            strength[v] += o->weighted ? (long double)g->out.weight[e] : 1;
        jumps += o->jump ? o->jump[v] : 1;
        score[v] = 1.0L / N;
    }
    for (int round = 0; round < 300; round++) {
        long double lost = 0;
        for (rel_vid v = 0; v < N; v++)
            if (!(strength[v] > 0)) lost += score[v];
        for (rel_vid v = 0; v < N; v++) {
            long double sum = 0;
            for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++) {
                const rel_vid u = g->in.adj[e];
                sum += (o->weighted ? (long double)g->in.weight[e] : 1) * score[u] / strength[u];
            }
            next[v] =
                (1 - o->damping + o->damping * lost) * (o->jump ? o->jump[v] : 1) / jumps + o->damping * sum;
        }
        memcpy(score, next, sizeof next);
    }
}

static long double distance(const double *a, const long double *b)
{
    long double sum = 0;
    for (int v = 0; v < N; v++) sum += fabsl(a[v] - b[v]);
    return sum;
}

static void errors_hold(rel_ctx *ctx, const rel_graph *g, rel_pagerank_opts o, const long double *exact)
{
    static const double tolerances[] = {0.3, 1e-4, 1e-9, 1e-11, 5e-13};
    static double score[N], start[N], other[N];
    for (int v = 0; v < N; v++) start[v] = v % 2;
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        for (int warm = 0; warm < 2; warm++) {
            o.tol = tolerances[i];
            o.start = warm ? start : NULL;
            ctx->threads = 1;
            CHECK_OK(ctx, rel_pagerank(ctx, g, o, score, NULL));
            CHECK(distance(score, exact) <= (long double)o.tol);
            if (i % 3 != 1) continue;
            for (int threads = 2; threads <= 8; threads *= 4) {
                ctx->threads = threads;
                CHECK_OK(ctx, rel_pagerank(ctx, g, o, other, NULL));
                CHECK(memcmp(other, score, sizeof score) == 0);
            }
        }
    }
    ctx->threads = 2;
}

int main(void)
{
    static double jump[N];
    static long double exact[N];
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (int v = 0; v < N; v++) jump[v] = v % 7 < 2 ? 1 + v % 3 : 0;
    for (int kind = 0; kind < KINDS; kind++) {
        rel_graph g = {0};
        rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
        o.weighted = kind & WEIGHTED;
        if (kind & JUMP) o.jump = jump;
        if (kind & REORDERED) o.reorder_from = 0;
        make_graph(&ctx, kind, &g);
        solve(&g, &o, exact);
        if (kind & PACKED) CHECK_OK(&ctx, rel_graph_pack(&ctx, &g, REL_BUILD_BOTH));
        errors_hold(&ctx, &g, o, exact);
        rel_graph_free(&g);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
