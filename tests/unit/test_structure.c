/* Strong components, reciprocity, assortativity and the measures of bridging, worked by hand and at their
 * limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/structure/bridging.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/pairs.h"
#include "graph/builder.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, const float *weight, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* Circles 1 2 3 and 0 5, joined by 3 -> 5; 4 is alone at the end of 0 -> 4. */
static void strong_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {1, 2, 3, 3, 0, 5, 0}, target[] = {2, 3, 1, 5, 5, 0, 4};
    const rel_vid expected[] = {1, 0, 0, 0, 2, 1};
    rel_graph g = {0}, empty = {0};
    rel_vid component[6], count = 0, *size = NULL;
    build(ctx, &g, 6, 7, source, target, NULL, true);
    CHECK_OK(ctx, rel_components_strong(ctx, &g, component, &count, &size));
    CHECK(count == 3 && size && size[0] == 3 && size[1] == 2 && size[2] == 1);
    CHECK(memcmp(component, expected, sizeof expected) == 0);
    free(size);
    size = NULL;
    CHECK_TORTURE(ctx, rel_components_strong(ctx, &g, component, &count, &size), free(size));
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_components_strong(ctx, &g, component, &count, NULL) == REL_E_STOPPED);
    ctx->stop = NULL;
    g.in = (rel_csr){0};
    CHECK(rel_components_strong(ctx, &g, component, &count, NULL) == REL_E_USAGE);
    build(ctx, &empty, 0, 0, NULL, NULL, NULL, true);
    CHECK_OK(ctx, rel_components_strong(ctx, &empty, component, &count, NULL));
    CHECK(count == 0);
    rel_graph_free(&g);
    rel_graph_free(&empty);
}

/* A circle of 100,000 (longer than the rounds over all vertices reach), and a path as long hanging from it.
 */
static void long_ways(rel_ctx *ctx)
{
    enum { HALF = 100000, N = 2 * HALF };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    rel_vid *component = malloc(N * sizeof *component), count = 0, *size = NULL;
    rel_graph g = {0};
    for (rel_vid v = 0; v < N - 1; v++) {
        source[v] = v;
        target[v] = v + 1;
    }
    source[N - 1] = HALF - 1;
    target[N - 1] = 0;
    build(ctx, &g, N, N, source, target, NULL, true);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_components_strong(ctx, &g, component, &count, &size));
    CHECK((double)ctx->arena.peak_bytes < 26.1 * N);
    CHECK(count == HALF + 1 && size[0] == HALF && size[1] == 1);
    CHECK(component[HALF - 1] == 0 && component[HALF] == 1);
    free(size);
    rel_graph_free(&g);
    free(source);
    free(target);
    free(component);
}

/* 0 and 1 give each other attention, both give it to 2. Arcs (out of source, into target): (2,1) (2,1) (2,2)
 * (2,2): out-degrees do not differ. With 2 -> 3 they do: x 2 2 2 2 1, y 1 1 2 2 1. */
static void pairs_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 0, 1, 2}, target[] = {1, 0, 2, 2, 3};
    rel_graph g = {0};
    double local[4], all, r;
    build(ctx, &g, 4, 4, source, target, NULL, true);
    CHECK_OK(ctx, rel_reciprocity(ctx, &g, local, &all));
    CHECK(all == 0.5 && local[0] == 0.5 && local[1] == 0.5 && local[2] == 0 && local[3] == 0);
    CHECK_OK(ctx, rel_assortativity(ctx, &g, &r));
    CHECK(isnan(r));
    rel_graph_free(&g);
    build(ctx, &g, 4, 5, source, target, NULL, true);
    CHECK_OK(ctx, rel_assortativity(ctx, &g, &r));
    /* Means 1.8 and 1.4: sum xy = 13 - 5 * 1.8 * 1.4 = .4; xx = 17 - 16.2 = .8; yy = 11 - 9.8 = 1.2. */
    CHECK(fabs(r - 0.4 / sqrt(0.8 * 1.2)) < 1e-12);
    rel_graph_free(&g);
    build(ctx, &g, 4, 4, source + 1, target + 1, NULL, false);
    CHECK_OK(ctx, rel_reciprocity(ctx, &g, local, &all));
    CHECK(all == 1 && local[3] == 1);
    g.in = (rel_csr){0};
    CHECK(rel_assortativity(ctx, &g, &r) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "assortativity: the graph was built without both directions");
    rel_graph_free(&g);
}

/* Triangle 0 1 2, then 2 - 3 - 4; 5 alone. Communities {0, 1, 2} and {3, 4}. 2 has two of three edges inside:
 * 1 - 4/9 - 1/9. Local bridges: 2 - 3 and 3 - 4. Constraint of 4: all of it goes to 3: 1. Of 0: p = 1/2 to 1
 * and to 2; through 2 to 1: 1/2 * 1/3, through 1 to 2: 1/2 * 1/2. */
static void bridging_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 0, 1, 2, 3}, target[] = {1, 2, 2, 3, 4};
    const uint32_t community[] = {0, 0, 0, 1, 1, 1};
    const double share[] = {0, 0, 4. / 9, 0.5, 0, 0};
    const int64_t expected[] = {0, 0, 1, 2, 1, 0};
    const double zero = (0.5 + 1. / 6) * (0.5 + 1. / 6) + 0.75 * 0.75;
    for (int directed = 0; directed < 2; directed++) {
        rel_graph g = {0};
        double score[6];
        int64_t bridges[6], total = 0;
        build(ctx, &g, 6, 5, source, target, NULL, directed);
        CHECK_OK(ctx, rel_participation(ctx, &g, community, 2, score));
        for (int v = 0; v < 6; v++) CHECK(fabs(score[v] - share[v]) < 1e-15);
        CHECK(rel_participation(ctx, &g, community, 1, score) == REL_E_USAGE);
        CHECK_TEXT(ctx->message, "participation: community 1 is not one of 1");
        CHECK_OK(ctx, rel_local_bridges(ctx, &g, bridges, &total));
        CHECK(total == 2 && memcmp(bridges, expected, sizeof expected) == 0);
        CHECK_OK(ctx, rel_constraint(ctx, &g, score));
        CHECK(fabs(score[4] - 1) < 1e-15 && fabs(score[3] - 0.5) < 1e-15 && fabs(score[0] - zero) < 1e-15);
        CHECK(isnan(score[5]));
        CHECK_TORTURE(ctx, rel_participation(ctx, &g, community, 2, score), (void)0);
        CHECK_TORTURE(ctx, rel_local_bridges(ctx, &g, bridges, &total), (void)0);
        CHECK_TORTURE(ctx, rel_constraint(ctx, &g, score), (void)0);
        volatile sig_atomic_t stop = 1;
        ctx->stop = &stop;
        CHECK(rel_constraint(ctx, &g, score) == REL_E_STOPPED);
        ctx->stop = NULL;
        rel_graph_free(&g);
    }
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = 200000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target);
    uint32_t *community = calloc(N, sizeof *community);
    double *score = malloc(N * sizeof *score);
    int64_t *bridges = malloc(N * sizeof *bridges), total;
    rel_graph g = {0};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = (rel_vid)((uint64_t)v * v % N);
    }
    build(ctx, &g, N, N, source, target, NULL, true);
    ctx->threads = 2;
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_participation(ctx, &g, community, 1000, score));
    CHECK((double)ctx->arena.peak_bytes < (8 + 16 + 0.2) * N);
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_constraint(ctx, &g, score));
    CHECK((double)ctx->arena.peak_bytes < (8 + 16 + 32 + 16 + 2 * 8 + 0.2) * N + 8 * ((1 << 18) + 500));
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_local_bridges(ctx, &g, bridges, &total));
    CHECK((double)ctx->arena.peak_bytes < (8 + 8 + 2 + 0.2) * N);
    rel_graph_free(&g);
    free(source);
    free(target);
    free(community);
    free(score);
    free(bridges);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    strong_by_hand(&ctx);
    long_ways(&ctx);
    pairs_by_hand(&ctx);
    bridging_by_hand(&ctx);
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
