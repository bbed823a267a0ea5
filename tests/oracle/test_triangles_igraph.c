/* Triangles and clustering against igraph on random graphs, at 1, 2 and 8 threads; graphs larger than the
 * part that is counted by bits, too. */
#include <math.h>

#include "algorithms/structure/triangles.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24 };

static void against(rel_ctx *ctx, random_graph *r)
{
    const rel_vid n = r->graph.n;
    int64_t *through = malloc(n * sizeof *through), total, counted;
    double *local = malloc(n * sizeof *local), transitivity;
    igraph_t simple;
    igraph_vector_int_t list;
    igraph_vector_t theirs;
    igraph_real_t global;
    igraph_copy(&simple, &r->oracle);
    igraph_to_undirected(&simple, IGRAPH_TO_UNDIRECTED_COLLAPSE, NULL);
    igraph_vector_int_init(&list, 0);
    igraph_vector_init(&theirs, 0);
    igraph_list_triangles(&simple, &list);
    int64_t *expected = calloc(n, sizeof *expected);
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&list); i++) expected[VECTOR(list)[i]]++;
    igraph_transitivity_local_undirected(&simple, &theirs, igraph_vss_all(), IGRAPH_TRANSITIVITY_ZERO);
    igraph_transitivity_undirected(&simple, &global, IGRAPH_TRANSITIVITY_ZERO);
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_triangles(ctx, &r->graph, NULL, &total));
        CHECK(total == igraph_vector_int_size(&list) / 3);
        CHECK_OK(ctx, rel_triangles(ctx, &r->graph, through, &counted));
        CHECK(counted == total && memcmp(through, expected, n * sizeof *through) == 0);
        CHECK_OK(ctx, rel_clustering(ctx, &r->graph, local, &transitivity));
        for (rel_vid v = 0; v < n; v++) CHECK(fabs(local[v] - VECTOR(theirs)[v]) < 1e-12);
        CHECK(fabs(transitivity - global) < 1e-12);
    }
    ctx->threads = 2;
    igraph_vector_int_destroy(&list);
    igraph_vector_destroy(&theirs);
    igraph_destroy(&simple);
    free(expected);
    free(through);
    free(local);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 20000 : (rel_vid)(2 + seed * seed);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(2 + 2 * (seed % 5)),
                                         seed % 2 == 0, false, &r));
        against(&ctx, &r);
        random_graph_free(&r);
    }
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
