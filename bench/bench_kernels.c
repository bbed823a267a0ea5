/* The kernels beside igraph on one graph. usage: bench_kernels [SCALE [RUNS [directed]]] */
#include <igraph/igraph.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "algorithms/centrality/betweenness.h"
#include "algorithms/centrality/distances.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/centrality/spectral.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
#include "algorithms/structure/pairs.h"
#include "algorithms/structure/triangles.h"
#include "bench/bench.h"
#include "datasets/generators.h"

typedef struct subject {
    rel_graph graph;
    igraph_t peer;
    igraph_vector_t peer_score;
    igraph_vector_int_t peer_number;
    double *score;
    rel_vid *number;
    int64_t count, peer_count;
} subject;

static rel_status pagerank(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_pagerank(ctx, &s->graph, REL_PAGERANK_DEFAULTS, s->score, NULL);
}

static rel_status components(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_components_weak(ctx, &s->graph, s->number, NULL, NULL);
}

static rel_status kcore(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_kcore(ctx, &s->graph, s->number);
}

enum { SOURCES = 16, EXACT_MAX = 1 << 16 };

/* Every 65,537th vertex that has neighbours. */
static void choose_sources(const rel_graph *g, rel_vid source[SOURCES])
{
    rel_vid v = 0;
    for (int k = 0; k < SOURCES; k++) {
        do v = (rel_vid)(((uint64_t)v + 65537) % g->n);
        while (g->out.off[v] == g->out.off[v + 1]);
        source[k] = v;
    }
}

static rel_status betweenness(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_vid source[SOURCES];
    choose_sources(&s->graph, source);
    return rel_betweenness(ctx, &s->graph, (rel_betweenness_opts){.source = source, .count = SOURCES},
                           s->score);
}

/* igraph counts each pair of an undirected graph once. */
static rel_status peer_betweenness(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_vid source[SOURCES];
    igraph_vs_t some;
    igraph_vector_int_t list;
    (void)ctx;
    choose_sources(&s->graph, source);
    igraph_vector_int_init(&list, SOURCES);
    for (int k = 0; k < SOURCES; k++) VECTOR(list)[k] = source[k];
    igraph_vs_vector(&some, &list);
    igraph_betweenness_subset(&s->peer, &s->peer_score, igraph_vss_all(), s->graph.directed, some,
                              igraph_vss_all(), NULL);
    if (!s->graph.directed) igraph_vector_scale(&s->peer_score, 2);
    igraph_vs_destroy(&some);
    igraph_vector_int_destroy(&list);
    return REL_OK;
}

static rel_status triangles(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_triangles(ctx, &s->graph, NULL, &s->count);
}

static rel_status peer_triangles(rel_ctx *ctx, void *user)
{
    subject *s = user;
    igraph_vector_t through;
    (void)ctx;
    igraph_vector_init(&through, 0);
    igraph_adjacent_triangles(&s->peer, &through, igraph_vss_all());
    s->peer_count = (int64_t)igraph_vector_sum(&through) / 3;
    igraph_vector_destroy(&through);
    return REL_OK;
}

static rel_status hyperball(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_distances d = {.harmonic = s->score, .hops = 2};
    return rel_distances_hyperball(ctx, &s->graph, 8, REL_SIMD_BEST, &d);
}

/* The exact values; only on small graphs, as this takes n searches. */
static rel_status peer_harmonic(rel_ctx *ctx, void *user)
{
    subject *s = user;
    (void)ctx;
    if (s->graph.n <= EXACT_MAX)
        igraph_harmonic_centrality(&s->peer, &s->peer_score, igraph_vss_all(), IGRAPH_IN, NULL, false);
    return REL_OK;
}

/* Mean relative difference of estimates that are 6.5 % off in the mean at p = 8. */
static bool agree_harmonic(const subject *s)
{
    double difference = 0, all = 0;
    for (rel_vid v = 0; s->graph.n <= EXACT_MAX && v < s->graph.n; v++) {
        difference += fabs(s->score[v] - VECTOR(s->peer_score)[v]);
        all += VECTOR(s->peer_score)[v];
    }
    return difference <= 0.1 * all;
}

static rel_status eigenvector(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_eigenvector(ctx, &s->graph, REL_SPECTRAL_DEFAULTS, s->score, NULL, NULL);
}

static rel_status peer_eigenvector(rel_ctx *ctx, void *user)
{
    subject *s = user;
    igraph_arpack_options_t arpack;
    (void)ctx;
    igraph_arpack_options_init(&arpack);
    igraph_eigenvector_centrality(&s->peer, &s->peer_score, NULL, s->graph.directed, true, NULL, &arpack);
    return REL_OK;
}

static rel_status hits(rel_ctx *ctx, void *user)
{
    subject *s = user;
    double *hub = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_status st = rel_scratch_unset(ctx, &hub, s->graph.n, sizeof *hub, "hubs");
    if (st == REL_OK) st = rel_hits(ctx, &s->graph, REL_SPECTRAL_DEFAULTS, hub, s->score, NULL, NULL);
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status peer_hits(rel_ctx *ctx, void *user)
{
    subject *s = user;
    igraph_arpack_options_t arpack;
    (void)ctx;
    igraph_arpack_options_init(&arpack);
    igraph_hub_and_authority_scores(&s->peer, NULL, &s->peer_score, NULL, true, NULL, &arpack);
    return REL_OK;
}

static rel_status strong(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_components_strong(ctx, &s->graph, s->number, NULL, NULL);
}

static rel_status peer_strong(rel_ctx *ctx, void *user)
{
    subject *s = user;
    (void)ctx;
    igraph_connected_components(&s->peer, &s->peer_number, NULL, NULL, IGRAPH_STRONG);
    return REL_OK;
}

static rel_status assortativity(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_assortativity(ctx, &s->graph, s->score);
}

static rel_status peer_assortativity(rel_ctx *ctx, void *user)
{
    subject *s = user;
    igraph_real_t r;
    (void)ctx;
    igraph_assortativity_degree(&s->peer, &r, true);
    VECTOR(s->peer_score)[0] = r;
    return REL_OK;
}

static rel_status peer_pagerank(rel_ctx *ctx, void *user)
{
    subject *s = user;
    (void)ctx;
    igraph_pagerank(&s->peer, IGRAPH_PAGERANK_ALGO_PRPACK, &s->peer_score, NULL, igraph_vss_all(), true, 0.85,
                    NULL, NULL);
    return REL_OK;
}

static rel_status peer_components(rel_ctx *ctx, void *user)
{
    subject *s = user;
    (void)ctx;
    igraph_connected_components(&s->peer, &s->peer_number, NULL, NULL, IGRAPH_WEAK);
    return REL_OK;
}

static rel_status peer_kcore(rel_ctx *ctx, void *user)
{
    subject *s = user;
    (void)ctx;
    igraph_coreness(&s->peer, &s->peer_number, IGRAPH_ALL);
    return REL_OK;
}

/* The answers of both, so that a fast wrong one is not praised. */
static bool agree(subject *s, bench_call *mine)
{
    double difference = 0;
    for (rel_vid v = 0; mine == pagerank && v < s->graph.n; v++)
        difference += fabs(s->score[v] - VECTOR(s->peer_score)[v]);
    for (rel_vid v = 1; (mine == components || mine == strong) && v < s->graph.n; v++)
        difference += (s->number[v] == s->number[v - 1]) !=
                      (VECTOR(s->peer_number)[v] == VECTOR(s->peer_number)[v - 1]);
    for (rel_vid v = 0; mine == kcore && v < s->graph.n; v++)
        difference += s->number[v] != (rel_vid)VECTOR(s->peer_number)[v];
    for (rel_vid v = 0; mine == betweenness && v < s->graph.n; v++)
        if (fabs(s->score[v] - VECTOR(s->peer_score)[v]) > 1e-5 * fmax(1, s->score[v])) return false;
    for (rel_vid v = 0; (mine == eigenvector || mine == hits) && v < s->graph.n; v++)
        if (fabs(s->score[v] - VECTOR(s->peer_score)[v]) > 1e-6) return false;
    if (mine == assortativity) return fabs(s->score[0] - VECTOR(s->peer_score)[0]) < 1e-6;
    if (mine == hyperball) return agree_harmonic(s);
    if (mine == triangles) return s->count == s->peer_count;
    return difference < 1e-6;
}

static rel_status make(rel_ctx *ctx, int scale, bool directed, subject *s)
{
    rel_status st;
    rel_edge_list list = {0};
    igraph_vector_int_t pairs;
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    REL_TRY(rel_generate_rmat(ctx, (rel_rmat_opts){.scale = scale, .edge_factor = 16, .directed = directed},
                              &list));
    const rel_edges edges = rel_edge_list_as_edges(&list);
    REL_TRY(rel_graph_build(ctx, list.n, &edges, opts, &s->graph));
    igraph_vector_int_init(&pairs, 2 * list.count);
    for (rel_eid e = 0; e < list.count; e++) {
        VECTOR(pairs)[2 * e] = list.source[e];
        VECTOR(pairs)[2 * e + 1] = list.target[e];
    }
    igraph_create(&s->peer, &pairs, list.n, directed);
    igraph_vector_int_destroy(&pairs);
    igraph_vector_init(&s->peer_score, list.n);
    igraph_vector_int_init(&s->peer_number, list.n);
    REL_TRY(rel_alloc(ctx, &s->score, list.n, sizeof *s->score, "scores"));
    REL_TRY(rel_alloc(ctx, &s->number, list.n, sizeof *s->number, "numbers"));
out:
    rel_edge_list_free(&list);
    return st;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *what;
        bench_call *mine, *peer;
        bool undirected; /* only */
    } rows[] = {{"pagerank 1e-9", pagerank, peer_pagerank, false},
                {"betweenness, 16 sources", betweenness, peer_betweenness, false},
                {"triangles", triangles, peer_triangles, true},
                {"eigenvector", eigenvector, peer_eigenvector, false},
                {"hits", hits, peer_hits, false},
                {"harmonic, p = 8", hyperball, peer_harmonic, false},
                {"components", components, peer_components, false},
                {"strong components", strong, peer_strong, false},
                {"assortativity", assortativity, peer_assortativity, false},
                {"k-core", kcore, peer_kcore, true}};
    const int scale = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 18;
    const int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    const bool directed = argc > 3;
    rel_ctx ctx;
    subject s = {0};
    char input[64];
    rel_ctx_init(&ctx, 2);
    snprintf(input, sizeof input, "rmat scale %d %s", scale, directed ? "directed" : "undirected");
    if (make(&ctx, scale, directed, &s) != REL_OK) {
        fprintf(stderr, "%s\n", ctx.message);
        return rel_status_exit_code(ctx.status);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].undirected && directed) continue;
        bench_result r = {.what = rows[i].what, .input = input, .items = (double)s.graph.m, .unit = "arcs"};
        for (int threads = 0; threads <= 2; threads++) {
            r.by = threads ? "relais" : "igraph";
            r.threads = ctx.threads = threads ? threads : 1;
            if (bench_time(&ctx, threads ? runs : 1, threads ? rows[i].mine : rows[i].peer, &s, &r) != REL_OK)
                return 1;
            bench_print(&r);
        }
        if (!agree(&s, rows[i].mine)) {
            fprintf(stderr, "%s: the answers differ\n", rows[i].what);
            return 1;
        }
    }
    rel_graph_free(&s.graph);
    igraph_destroy(&s.peer);
    igraph_vector_destroy(&s.peer_score);
    igraph_vector_int_destroy(&s.peer_number);
    free(s.score);
    free(s.number);
    rel_ctx_free(&ctx);
    return 0;
}
