/* Harmonic centrality and closeness against igraph on random graphs; HyperBall against the exact version
 * within its stated error; the same bits at 1, 2, 8 threads and with every kind of instructions. */
#include <math.h>

#include "algorithms/centrality/distances.h"
#include "src/base/sort.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = CHECK_SIZE(24, 8) };

static void exact(rel_ctx *ctx, random_graph *r, double *harmonic, double *pairs)
{
    const rel_vid n = r->graph.n;
    double *closeness = malloc(n * sizeof *closeness), *reach = malloc(n * sizeof *reach);
    double *again = malloc(n * sizeof *again);
    igraph_vector_t theirs, size;
    igraph_vector_int_t reached;
    igraph_vector_init(&theirs, 0);
    igraph_vector_init(&size, 0);
    igraph_vector_int_init(&reached, 0);
    rel_distances d = {.harmonic = harmonic, .closeness = closeness, .reach = reach, .hops = 2};
    CHECK_OK(ctx, rel_distances_exact(ctx, &r->graph, &d));
    *pairs = 0;
    for (int k = 1; k <= REL_DISTANCE_MAX; k++) *pairs += d.pairs[k];
    igraph_harmonic_centrality(&r->oracle, &theirs, igraph_vss_all(), IGRAPH_IN, NULL, false);
    for (rel_vid v = 0; v < n; v++) CHECK(fabs(harmonic[v] - VECTOR(theirs)[v]) < 1e-9);
    igraph_bool_t all;
    igraph_closeness(&r->oracle, &theirs, &reached, &all, igraph_vss_all(), IGRAPH_IN, NULL, true);
    igraph_neighborhood_size(&r->oracle, &reached, igraph_vss_all(), 2, IGRAPH_IN, 1);
    for (rel_vid v = 0; v < n; v++) CHECK(reach[v] == (double)VECTOR(reached)[v]);
    igraph_neighborhood_size(&r->oracle, &reached, igraph_vss_all(), (igraph_integer_t)n, IGRAPH_IN, 1);
    for (rel_vid v = 0; v < n; v++) {
        const double k = (double)VECTOR(reached)[v];
        CHECK(fabs(closeness[v] - (k > 0 ? VECTOR(theirs)[v] * k / (n - 1) : 0)) < 1e-9);
    }
    for (int threads = 1; threads <= 8; threads *= 8) {
        ctx->threads = threads;
        rel_distances e = {.harmonic = again, .hops = 2};
        CHECK_OK(ctx, rel_distances_exact(ctx, &r->graph, &e));
        CHECK(memcmp(again, harmonic, n * sizeof *again) == 0);
    }
    ctx->threads = 2;
    igraph_vector_destroy(&theirs);
    igraph_vector_destroy(&size);
    igraph_vector_int_destroy(&reached);
    free(closeness);
    free(reach);
    free(again);
}

static void weighted(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    double *harmonic = malloc(n * sizeof *harmonic), *closeness = malloc(n * sizeof *closeness),
           *again = malloc(n * sizeof *again);
    igraph_vector_t theirs;
    igraph_vector_int_t reached;
    igraph_bool_t all;
    rel_distances d = {.harmonic = harmonic, .closeness = closeness};
    igraph_vector_init(&theirs, 0);
    igraph_vector_int_init(&reached, 0);
    for (int inverse = 0; inverse < 2; inverse++) {
        const rel_length rule = inverse ? REL_LENGTH_INVERSE : REL_LENGTH_WEIGHT;
        for (igraph_integer_t e = 0; inverse && e < igraph_vector_size(&r->weight); e++)
            VECTOR(r->weight)[e] = (double)(1 / (float)VECTOR(r->weight)[e]);
        CHECK_OK(ctx, rel_distances_weighted(ctx, &r->graph, rule, &d));
        igraph_harmonic_centrality(&r->oracle, &theirs, igraph_vss_all(), IGRAPH_IN, &r->weight, false);
        for (rel_vid v = 0; v < n; v++)
            CHECK(fabs(harmonic[v] - VECTOR(theirs)[v]) < 1e-9 * fmax(1, harmonic[v]));
        igraph_closeness(&r->oracle, &theirs, &reached, &all, igraph_vss_all(), IGRAPH_IN, &r->weight, true);
        igraph_neighborhood_size(&r->oracle, &reached, igraph_vss_all(), (igraph_integer_t)n, IGRAPH_IN, 1);
        for (rel_vid v = 0; v < n; v++) {
            const double k = (double)VECTOR(reached)[v];
            CHECK(fabs(closeness[v] - (k > 0 ? VECTOR(theirs)[v] * k / (n - 1) : 0)) < 1e-9);
        }
        for (int threads = 1; threads <= 8; threads *= 8) {
            ctx->threads = threads;
            rel_distances e = {.harmonic = again};
            CHECK_OK(ctx, rel_distances_weighted(ctx, &r->graph, rule, &e));
            CHECK(memcmp(again, harmonic, n * sizeof *again) == 0);
        }
        ctx->threads = 2;
    }
    igraph_vector_destroy(&theirs);
    igraph_vector_int_destroy(&reached);
    free(harmonic);
    free(closeness);
    free(again);
}

/* The first k are the first of all, up to rounding; the same bits at any thread count. */
static void top(rel_ctx *ctx, const rel_graph *g, const double *harmonic)
{
    rel_vid *first = malloc(g->n * sizeof *first), *order = malloc(g->n * sizeof *order),
            *before = malloc(g->n * sizeof *before);
    double *values = malloc(g->n * sizeof *values);
    int64_t count = 0, searched = 0, searched_before = 0;
    CHECK_OK(ctx, rel_sort_top(ctx, harmonic, g->n, g->n, order, &count));
    for (int64_t k = 1; k < 2 * (int64_t)g->n; k = 7 * k + 1) {
        for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
            const int64_t some = k < count ? k : count;
            ctx->threads = threads;
            CHECK_OK(ctx, rel_harmonic_top(ctx, g, k, first, values, &searched));
            for (int64_t i = 0; i < some; i++) {
                CHECK(fabs(values[i] - harmonic[order[i]]) < 1e-9);
                CHECK(fabs(values[i] - harmonic[first[i]]) < 1e-9);
                CHECK(i == 0 || values[i] < values[i - 1] ||
                      (values[i] == values[i - 1] && first[i] > first[i - 1]));
            }
            CHECK(searched >= some && (threads == 1 || searched == searched_before));
            CHECK(threads == 1 || memcmp(first, before, (size_t)some * sizeof *first) == 0);
            memcpy(before, first, (size_t)some * sizeof *first);
            searched_before = searched;
        }
    }
    ctx->threads = 2;
    free(first);
    free(order);
    free(before);
    free(values);
}

static void hyperball(rel_ctx *ctx, const rel_graph *g, const double *harmonic, double pairs)
{
    static const rel_simd simd[] = {REL_SIMD_PORTABLE, REL_SIMD_AVX2, REL_SIMD_AVX512};
    double *first = malloc(g->n * sizeof *first), *again = malloc(g->n * sizeof *again);
    rel_distances d = {.harmonic = first, .hops = 2};
    CHECK_OK(ctx, rel_distances_hyperball(ctx, g, 10, REL_SIMD_BEST, &d));
    double found = 0, error = 0, all = 0;
    for (int k = 1; k <= REL_DISTANCE_MAX; k++) found += d.pairs[k];
    for (rel_vid v = 0; v < g->n; v++) {
        error += fabs(first[v] - harmonic[v]);
        all += harmonic[v];
    }
    /* Five standard errors of one ball; balls of one graph share members. */
    CHECK(fabs(found - pairs) <= 5 * 1.04 / 32 * pairs + 1);
    CHECK(error <= 5 * 1.04 / 32 * all + 1);
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        for (int k = 0; k < 3; k++) {
            if (!rel_simd_has(simd[k])) continue;
            ctx->threads = threads;
            d.harmonic = again;
            CHECK_OK(ctx, rel_distances_hyperball(ctx, g, 10, simd[k], &d));
            CHECK(memcmp(first, again, g->n * sizeof *first) == 0);
        }
    }
    ctx->threads = 2;
    free(first);
    free(again);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 1500 : (rel_vid)(2 + seed * seed);
        random_graph r = {0};
        double *harmonic = malloc(n * sizeof *harmonic), pairs;
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 2 == 0,
                                         seed % 3 == 0, &r));
        exact(&ctx, &r, harmonic, &pairs);
        top(&ctx, &r.graph, harmonic);
        if (r.graph.in.weight && n < 500) weighted(&ctx, &r);
        hyperball(&ctx, &r.graph, harmonic, pairs);
        random_graph_free(&r);
        free(harmonic);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
