/* The builder beside igraph: the same degrees and the same neighbours on random graphs, directed and not,
 * with repeated edges and loops, which igraph is told to simplify. */
#include <igraph/igraph.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"

typedef struct sample {
    rel_vid n;
    int64_t m;
    bool directed;
    rel_vid *source, *target;
} sample;

static sample throw_edges(uint64_t seed)
{
    sample s = {.n = (rel_vid)(1 + rel_rand_below(seed, 0, 0, 400)), .directed = seed % 2};
    s.m = (int64_t)rel_rand_below(seed, 0, 1, 3000);
    s.source = malloc((size_t)(s.m + 1) * sizeof *s.source);
    s.target = malloc((size_t)(s.m + 1) * sizeof *s.target);
    for (int64_t i = 0; i < s.m; i++) {
        /* squared: a few vertices get most edges */
        const double x = rel_rand_unit(seed, 1, (uint64_t)i), y = rel_rand_unit(seed, 2, (uint64_t)i);
        s.source[i] = (rel_vid)(x * x * s.n);
        s.target[i] = (rel_vid)(y * y * y * s.n);
    }
    return s;
}

static void make_peer(const sample *s, igraph_t *peer)
{
    igraph_vector_int_t ends;
    igraph_vector_int_init(&ends, 2 * s->m);
    for (int64_t i = 0; i < s->m; i++) {
        VECTOR(ends)[2 * i] = s->source[i];
        VECTOR(ends)[2 * i + 1] = s->target[i];
    }
    igraph_create(peer, &ends, s->n, s->directed);
    igraph_simplify(peer, true, true, NULL);
    igraph_vector_int_destroy(&ends);
}

static bool same_rows(const rel_csr *csr, const igraph_t *peer, rel_vid n, igraph_neimode_t mode)
{
    bool same = true;
    igraph_vector_int_t neighbours;
    igraph_vector_int_init(&neighbours, 0);
    for (rel_vid v = 0; v < n; v++) {
        igraph_neighbors(peer, &neighbours, v, mode);
        const rel_eid degree = csr->off[v + 1] - csr->off[v];
        same = same && igraph_vector_int_size(&neighbours) == degree;
        for (rel_eid k = 0; same && k < degree; k++)
            same = VECTOR(neighbours)[k] == (igraph_integer_t)csr->adj[csr->off[v] + k];
    }
    igraph_vector_int_destroy(&neighbours);
    return same;
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        const sample s = throw_edges(seed);
        igraph_t peer;
        rel_graph g;
        rel_build_opts opts = REL_BUILD_DEFAULTS;
        opts.directed = s.directed;
        const rel_edges edges = {.count = s.m, .source = s.source, .target = s.target};
        make_peer(&s, &peer);
        CHECK_OK(&ctx, rel_graph_build(&ctx, s.n, &edges, opts, &g));
        CHECK(g.m == igraph_ecount(&peer) * (s.directed ? 1 : 2));
        CHECK(same_rows(&g.out, &peer, s.n, IGRAPH_OUT));
        CHECK(same_rows(&g.in, &peer, s.n, IGRAPH_IN));
        double weight = 0;
        for (rel_eid e = 0; e < g.m; e++) weight += g.out.weight ? (double)g.out.weight[e] : 1;
        CHECK(weight == (double)((s.m - g.dropped.self_loops) * (s.directed ? 1 : 2)));
        rel_graph_free(&g);
        igraph_destroy(&peer);
        free(s.source);
        free(s.target);
    }
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
