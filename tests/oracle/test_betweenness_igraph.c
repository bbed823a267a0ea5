/* Betweenness against igraph on random graphs: all sources, some sources (as sums of what igraph's subset
 * gives), lengths; every kind of instructions and 1, 2, 8 threads give the same bits. */
#include <math.h>

#include "algorithms/centrality/betweenness.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = CHECK_SIZE(24, 8) };

static double worst(const double *mine, const igraph_vector_t *theirs, rel_vid n, double factor)
{
    double error = 0;
    for (rel_vid v = 0; v < n; v++) {
        const double exact = VECTOR(*theirs)[v] * factor;
        error = fmax(error, fabs(mine[v] - exact) / fmax(1, exact));
    }
    return error;
}

static void same_bits(rel_ctx *ctx, const rel_graph *g, rel_betweenness_opts o, const double *score)
{
    double *again = malloc(g->n * sizeof *again);
    static const rel_simd simd[] = {REL_SIMD_PORTABLE, REL_SIMD_AVX2, REL_SIMD_AVX512};
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        for (int k = 0; k < 3; k++) {
            if (!rel_simd_has(simd[k])) continue;
            o.simd = simd[k];
            ctx->threads = threads;
            CHECK_OK(ctx, rel_betweenness(ctx, g, o, again));
            CHECK(memcmp(score, again, g->n * sizeof *score) == 0);
        }
    }
    ctx->threads = 2;
    free(again);
}

static void against(rel_ctx *ctx, random_graph *r, uint64_t seed)
{
    const rel_vid n = r->graph.n;
    double *score = malloc(n * sizeof *score);
    rel_vid source[40];
    igraph_vector_t theirs;
    igraph_vector_int_t from;
    igraph_vs_t some;
    rel_betweenness_opts o = REL_BETWEENNESS_DEFAULTS;
    igraph_vector_init(&theirs, 0);
    igraph_vector_int_init(&from, 0);
    CHECK_OK(ctx, rel_betweenness(ctx, &r->graph, o, score));
    igraph_betweenness(&r->oracle, &theirs, igraph_vss_all(), true, NULL);
    CHECK(worst(score, &theirs, n, 1) < 1e-5);
    same_bits(ctx, &r->graph, o, score);
    if (r->graph.out.weight) {
        o.length = r->graph.out.weight;
        CHECK_OK(ctx, rel_betweenness(ctx, &r->graph, o, score));
        igraph_betweenness(&r->oracle, &theirs, igraph_vss_all(), true, &r->weight);
        CHECK(worst(score, &theirs, n, 1) < 1e-9);
        same_bits(ctx, &r->graph, o, score);
        o = (rel_betweenness_opts){.weights = REL_LENGTH_INVERSE};
        for (igraph_integer_t e = 0; e < igraph_vector_size(&r->weight); e++)
            VECTOR(r->weight)[e] = (double)(1 / (float)VECTOR(r->weight)[e]);
        CHECK_OK(ctx, rel_betweenness(ctx, &r->graph, o, score));
        igraph_betweenness(&r->oracle, &theirs, igraph_vss_all(), true, &r->weight);
        CHECK(worst(score, &theirs, n, 1) < 1e-9);
        same_bits(ctx, &r->graph, o, score);
        o = REL_BETWEENNESS_DEFAULTS;
    }
    o.count = n < 40 ? n : 1 + (int64_t)(seed % 40);
    o.source = source;
    for (int64_t i = 0; i < o.count; i++) {
        source[i] = (rel_vid)((uint64_t)i * n / (uint64_t)o.count);
        igraph_vector_int_push_back(&from, source[i]);
    }
    igraph_vs_vector(&some, &from);
    CHECK_OK(ctx, rel_betweenness(ctx, &r->graph, o, score));
    igraph_betweenness_subset(&r->oracle, &theirs, igraph_vss_all(), true, some, igraph_vss_all(), NULL);
    CHECK(worst(score, &theirs, n, r->graph.directed ? 1 : 2) < 1e-5);
    same_bits(ctx, &r->graph, o, score);
    igraph_vs_destroy(&some);
    igraph_vector_destroy(&theirs);
    igraph_vector_int_destroy(&from);
    free(score);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 700 : (rel_vid)(2 + seed * seed / 2);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 2 == 0,
                                         seed % 3 == 0, &r));
        against(&ctx, &r, seed);
        random_graph_free(&r);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
