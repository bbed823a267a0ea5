/* Random graphs for the oracle tests, as relais and as igraph build them from the same edges. */
#ifndef REL_TESTS_RANDOM_GRAPH_H
#define REL_TESTS_RANDOM_GRAPH_H

#include <igraph/igraph.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/base/rng.h"

typedef struct random_graph {
    rel_graph graph;
    igraph_t oracle;
    igraph_vector_t weight; /* of the oracle's edges */
} random_graph;

/* n vertices, about m edges with weights 0.25, 0.5, ... 4; skewed so that there are hubs; the upper third of
 * the vertices has no out-edges, and some vertices have no edges at all. */
static inline rel_status random_graph_make(rel_ctx *ctx, uint64_t seed, rel_vid n, rel_eid m, bool directed,
                                           bool weighted, random_graph *r)
{
    enum { SOURCE = 1, TARGET, WEIGHT };
    rel_vid *source = malloc((size_t)m * sizeof *source), *target = malloc((size_t)m * sizeof *target);
    float *weight = malloc((size_t)m * sizeof *weight);
    rel_eid k = 0;
    for (rel_eid e = 0; e < m; e++) {
        const double x = rel_rand_unit(seed, SOURCE, (uint64_t)e),
                     y = rel_rand_unit(seed, TARGET, (uint64_t)e);
        source[k] = (rel_vid)(x * x * (double)n * 2 / 3);
        target[k] = (rel_vid)(y * y * y * (double)n * 0.95);
        weight[k] = (float)(1 + rel_rand_below(seed, WEIGHT, (uint64_t)e, 16)) / 4;
        k += source[k] != target[k];
    }
    const rel_edges edges = {
        .count = k, .source = source, .target = target, .weight = weighted ? weight : NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    const rel_status st = rel_graph_build(ctx, n, &edges, opts, &r->graph);
    if (st == REL_OK) {
        /* igraph gets the edges after summing, so that both see one simple graph. */
        igraph_vector_int_t pairs;
        igraph_vector_int_init(&pairs, 0);
        igraph_vector_init(&r->weight, 0);
        for (rel_vid u = 0; u < n; u++) {
            for (rel_eid e = r->graph.out.off[u]; e < r->graph.out.off[u + 1]; e++) {
                const rel_vid v = r->graph.out.adj[e];
                if (!directed && v < u) continue;
                igraph_vector_int_push_back(&pairs, u);
                igraph_vector_int_push_back(&pairs, v);
                igraph_vector_push_back(&r->weight, r->graph.out.weight ? (double)r->graph.out.weight[e] : 1);
            }
        }
        igraph_create(&r->oracle, &pairs, n, directed);
        igraph_vector_int_destroy(&pairs);
    }
    free(source);
    free(target);
    free(weight);
    return st;
}

static inline void random_graph_free(random_graph *r)
{
    rel_graph_free(&r->graph);
    igraph_destroy(&r->oracle);
    igraph_vector_destroy(&r->weight);
}

#endif
