/* Harmonic centrality and closeness against igraph on random graphs; HyperBall against the exact version
 * within its stated error; the same bits at 1, 2, 8 threads and with every kind of instructions. */
#include <math.h>

#include "algorithms/centrality/distances.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24 };

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
                                         false, &r));
        exact(&ctx, &r, harmonic, &pairs);
        hyperball(&ctx, &r.graph, harmonic, pairs);
        random_graph_free(&r);
        free(harmonic);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
