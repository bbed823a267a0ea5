/* Overlapping communities of accounts: from personas back to accounts. */
#include <stdlib.h>

#include "graph/builder.h"
#include "src/base/rng.h"
#include "src/insight/overlap.h"
#include "tests/check.h"

enum { CIRCLES = 8, SIZE = 12, N = CIRCLES * (SIZE - 1) };

/* A ring of cliques, each sharing one account with the next, and `noise` edges anywhere. */
static void ring(rel_ctx *ctx, rel_vid noise, rel_graph *g)
{
    enum { MOST = CIRCLES * SIZE * SIZE + 1000 };
    static rel_vid source[MOST], target[MOST];
    rel_eid m = 0;
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    for (rel_vid c = 0; c < CIRCLES; c++)
        for (rel_vid i = 0; i < SIZE; i++)
            for (rel_vid k = 0; k < i; k++, m++) {
                source[m] = (c * (SIZE - 1) + i) % N;
                target[m] = (c * (SIZE - 1) + k) % N;
            }
    for (rel_vid i = 0; i < noise; i++, m++) {
        source[m] = (rel_vid)rel_rand_below(7, 1, i, N);
        target[m] = (rel_vid)rel_rand_below(7, 2, i, N);
    }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
}

/* Every shared account is in two circles, every other one in one. */
static void circles_come_back(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_overlap o;
    ring(ctx, 0, &g);
    CHECK_OK(ctx, rel_overlap_find(ctx, &g, &REL_GROUP_DEFAULTS, &o));
    CHECK(o.count == CIRCLES && o.several == CIRCLES && o.personas == N + CIRCLES);
    for (rel_vid c = 0; c < o.count; c++) CHECK(o.accounts[c] == SIZE);
    for (rel_vid v = 0; v < N; v++) {
        const rel_eid mine = o.off[v + 1] - o.off[v];
        CHECK(mine == (v % (SIZE - 1) == 0 ? 2 : 1));
        CHECK(mine == 1 || o.community[o.off[v]] < o.community[o.off[v] + 1]);
    }
    rel_overlap_free(&o);
    rel_graph_free(&g);
}

static bool same(const rel_overlap *a, const rel_overlap *b)
{
    return a->count == b->count && a->several == b->several && a->personas == b->personas &&
           !memcmp(a->off, b->off, (N + 1) * sizeof *a->off) &&
           !memcmp(a->community, b->community, (size_t)a->off[N] * sizeof *a->community) &&
           !memcmp(a->accounts, b->accounts, a->count * sizeof *a->accounts);
}

/* Sizes are those of the lists, the largest first; the same at any thread count. */
static void with_noise(rel_ctx *ctx)
{
    static const int threads[] = {2, 8};
    rel_graph g = {0};
    rel_overlap o, again;
    rel_vid members[4 * N] = {0};
    ring(ctx, 60, &g);
    CHECK_OK(ctx, rel_overlap_find(ctx, &g, &REL_GROUP_DEFAULTS, &o));
    CHECK(o.count <= 4 * N);
    for (rel_eid i = 0; i < o.off[N]; i++) members[o.community[i]]++;
    for (rel_vid c = 0; c < o.count; c++) {
        CHECK(members[c] == o.accounts[c]);
        CHECK(c == 0 || o.accounts[c] <= o.accounts[c - 1]);
    }
    for (int i = 0; i < 2; i++) {
        ctx->threads = threads[i];
        CHECK_OK(ctx, rel_overlap_find(ctx, &g, &REL_GROUP_DEFAULTS, &again));
        CHECK(same(&o, &again));
        rel_overlap_free(&again);
    }
    ctx->threads = 1;
    rel_overlap_free(&o);
    rel_graph_free(&g);
}

static void nearly_nothing(rel_ctx *ctx)
{
    for (rel_vid n = 0; n < 3; n++) {
        rel_graph g = {0};
        rel_overlap o;
        const rel_edges none = {0};
        CHECK_OK(ctx, rel_graph_build(ctx, n, &none, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_overlap_find(ctx, &g, &REL_GROUP_DEFAULTS, &o));
        CHECK(o.count == n && o.several == 0 && o.off[n] == n);
        rel_overlap_free(&o);
        rel_graph_free(&g);
    }
}

static void no_memory(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_overlap o;
    ring(ctx, 3, &g);
    CHECK_TORTURE(ctx, rel_overlap_find(ctx, &g, &REL_GROUP_DEFAULTS, &o), rel_overlap_free(&o));
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    circles_come_back(&ctx);
    with_noise(&ctx);
    nearly_nothing(&ctx);
    no_memory(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
