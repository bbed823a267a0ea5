/* Degree, PageRank, components and k-core against igraph on random graphs, at 1, 2 and 8 threads. */
#include <math.h>

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = CHECK_SIZE(24, 8) };

static void against_degree(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    static const rel_degree_direction mine[] = {REL_DEGREE_IN, REL_DEGREE_OUT, REL_DEGREE_ALL};
    static const igraph_neimode_t theirs[] = {IGRAPH_IN, IGRAPH_OUT, IGRAPH_ALL};
    double *score = malloc(n * sizeof *score);
    igraph_vector_t strength;
    igraph_vector_int_t degree;
    igraph_vector_init(&strength, 0);
    igraph_vector_int_init(&degree, 0);
    for (int d = 0; d < 3; d++) {
        igraph_degree(&r->oracle, &degree, igraph_vss_all(), theirs[d], true);
        igraph_strength(&r->oracle, &strength, igraph_vss_all(), theirs[d], true, &r->weight);
        CHECK_OK(ctx, rel_degree(ctx, &r->graph, mine[d], false, score));
        for (rel_vid v = 0; v < n; v++) CHECK(score[v] == (double)VECTOR(degree)[v]);
        CHECK_OK(ctx, rel_degree(ctx, &r->graph, mine[d], true, score));
        for (rel_vid v = 0; v < n; v++) CHECK(fabs(score[v] - VECTOR(strength)[v]) < 1e-9);
    }
    igraph_vector_destroy(&strength);
    igraph_vector_int_destroy(&degree);
    free(score);
}

static void against_pagerank(rel_ctx *ctx, random_graph *r, uint64_t seed)
{
    const rel_vid n = r->graph.n;
    double *score = malloc(n * sizeof *score), *again = malloc(n * sizeof *again),
           *jump = calloc(n, sizeof *jump);
    igraph_vector_t theirs, reset;
    igraph_vector_init(&theirs, 0);
    igraph_vector_init(&reset, n);
    for (rel_vid v = 0; v < n; v++) VECTOR(reset)[v] = jump[v] = rel_rand_below(seed, 9, v, 4) == 0;
    jump[n / 2] = VECTOR(reset)[n / 2] = 2;
    for (int kind = 0; kind < 4; kind++) {
        const int personal = kind & 1;
        rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
        if (kind & 2) o.reorder_from = 0;
        o.tol = 1e-13;
        if (personal) o.jump = jump;
        ctx->threads = 1;
        CHECK_OK(ctx, rel_pagerank(ctx, &r->graph, o, score, NULL));
        for (int threads = 2; threads <= 8; threads *= 4) {
            ctx->threads = threads;
            CHECK_OK(ctx, rel_pagerank(ctx, &r->graph, o, again, NULL));
            CHECK(memcmp(score, again, n * sizeof *score) == 0);
        }
        double sum = 0, difference = 0;
        for (rel_vid v = 0; v < n; v++) sum += score[v];
        CHECK(fabs(sum - 1) < 1e-12 * (double)n + 1e-12);
        igraph_personalized_pagerank(&r->oracle, IGRAPH_PAGERANK_ALGO_PRPACK, &theirs, NULL, igraph_vss_all(),
                                     true, 0.85, personal ? &reset : NULL, &r->weight, NULL);
        for (rel_vid v = 0; v < n; v++) difference += fabs(score[v] - VECTOR(theirs)[v]);
        CHECK(difference < 1e-9);
    }
    igraph_vector_destroy(&theirs);
    igraph_vector_destroy(&reset);
    free(score);
    free(again);
    free(jump);
}

static void against_components(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    rel_vid *component = malloc(n * sizeof *component), *again = malloc(n * sizeof *again), *size = NULL,
            count = 0;
    igraph_vector_int_t membership, csize;
    igraph_integer_t no = 0;
    igraph_vector_int_init(&membership, 0);
    igraph_vector_int_init(&csize, 0);
    igraph_connected_components(&r->oracle, &membership, &csize, &no, IGRAPH_WEAK);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_components_weak(ctx, &r->graph, component, &count, &size));
    CHECK(count == (rel_vid)no);
    for (rel_vid k = 1; k < count; k++) CHECK(size[k] <= size[k - 1]);
    for (rel_vid v = 0; v < n; v++) {
        /* Same partition: my component of v is that of the first vertex of its igraph component, and sizes
         * agree. */
        CHECK(size[component[v]] == (rel_vid)VECTOR(csize)[VECTOR(membership)[v]]);
        if (v)
            CHECK((component[v] == component[v - 1]) == (VECTOR(membership)[v] == VECTOR(membership)[v - 1]));
    }
    for (int threads = 2; threads <= 8; threads *= 4) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_components_weak(ctx, &r->graph, again, NULL, NULL));
        CHECK(memcmp(component, again, n * sizeof *again) == 0);
    }
    /* With the out direction alone every edge is looked at. */
    rel_graph half = r->graph;
    half.in = (rel_csr){0};
    CHECK_OK(ctx, rel_components_weak(ctx, &half, again, NULL, NULL));
    CHECK(memcmp(component, again, n * sizeof *again) == 0);
    igraph_vector_int_destroy(&membership);
    igraph_vector_int_destroy(&csize);
    free(component);
    free(again);
    free(size);
}

static void against_kcore(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    rel_vid *core = malloc(n * sizeof *core);
    igraph_vector_int_t theirs;
    igraph_t simple;
    igraph_vector_int_init(&theirs, 0);
    igraph_copy(&simple, &r->oracle);
    if (igraph_is_directed(&simple)) igraph_to_undirected(&simple, IGRAPH_TO_UNDIRECTED_COLLAPSE, NULL);
    igraph_coreness(&simple, &theirs, IGRAPH_ALL);
    CHECK_OK(ctx, rel_kcore(ctx, &r->graph, core));
    for (rel_vid v = 0; v < n; v++) CHECK(core[v] == (rel_vid)VECTOR(theirs)[v]);
    igraph_vector_int_destroy(&theirs);
    igraph_destroy(&simple);
    free(core);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 30000 : (rel_vid)(2 + seed * seed * 3);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 2 == 0,
                                         seed % 3 == 0, &r));
        against_degree(&ctx, &r);
        against_pagerank(&ctx, &r, seed);
        against_components(&ctx, &r);
        against_kcore(&ctx, &r);
        random_graph_free(&r);
    }
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
