/* Leiden on graphs whose answer is known, and on random ones against igraph: its modularity of our partition,
 * the quality its own search finds, and its comparison of partitions. */
#include <math.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/community_compare.h"
#include "algorithms/community/leiden.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24, LARGE = 10000 /* vertices that are moved in batches */ };

static void to_igraph(const rel_vid *community, rel_vid n, igraph_vector_int_t *membership)
{
    igraph_vector_int_init(membership, n);
    for (rel_vid v = 0; v < n; v++) VECTOR(*membership)[v] = community[v];
}

/* Zachary's club, whose best modularity is known to be 0.4197896 (Brandes et al. 2008). */
static void karate(rel_ctx *ctx)
{
    igraph_t club;
    rel_graph g = {0};
    rel_vid source[78], target[78], community[34];
    rel_leiden_result r;
    igraph_famous(&club, "Zachary");
    for (igraph_integer_t e = 0; e < 78; e++) {
        igraph_integer_t from, to;
        igraph_edge(&club, e, &from, &to);
        source[e] = (rel_vid)from;
        target[e] = (rel_vid)to;
    }
    const rel_edges edges = {.count = 78, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, 34, &edges, opts, &g));
    for (ctx->seed = 1; ctx->seed <= 20; ctx->seed++) {
        CHECK_OK(ctx, rel_leiden(ctx, &g, REL_LEIDEN_DEFAULTS, community, &r));
        CHECK(r.quality > .4197 && r.quality < .41979 && r.count == 4);
    }
    ctx->seed = REL_SEED_DEFAULT;
    rel_graph_free(&g);
    igraph_destroy(&club);
}

/* igraph's own search, which takes undirected graphs only; at most so much better. */
static double igraph_finds(const random_graph *r, const igraph_vector_t *weight)
{
    igraph_vector_int_t membership;
    igraph_vector_t strength;
    igraph_real_t best = -1, q;
    igraph_vector_int_init(&membership, 0);
    igraph_vector_init(&strength, 0);
    igraph_strength(&r->oracle, &strength, igraph_vss_all(), IGRAPH_ALL, true, weight);
    const double all = igraph_vector_sum(&strength);
    igraph_community_leiden(&r->oracle, weight, &strength, 1 / all, 0.01, false, 2, &membership, NULL, NULL);
    igraph_modularity(&r->oracle, &membership, weight, 1, false, &q);
    if (q > best) best = q;
    igraph_vector_int_destroy(&membership);
    igraph_vector_destroy(&strength);
    return best;
}

static void against(rel_ctx *ctx, random_graph *r, bool weighted, double resolution)
{
    const rel_vid n = r->graph.n;
    rel_vid *community = malloc(n * sizeof *community), *again = malloc(n * sizeof *again), bad;
    igraph_vector_int_t membership;
    igraph_real_t q;
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    rel_leiden_result result, other;
    opts.resolution = resolution;
    opts.weighted = weighted;
    if (n >= LARGE) opts.max_iterations = 5; /* one search of the ten, which others have */
    ctx->threads = 1;
    CHECK_OK(ctx, rel_leiden(ctx, &r->graph, opts, community, &result));
    CHECK_OK(ctx, rel_communities_disconnected(ctx, &r->graph, community, &bad));
    CHECK(bad == 0);
    to_igraph(community, n, &membership);
    const igraph_vector_t *weight = weighted ? &r->weight : NULL;
    igraph_modularity(&r->oracle, &membership, weight, resolution, r->graph.directed, &q);
    CHECK((isnan(q) && result.quality == 0) || fabs(q - result.quality) < 1e-12);
    if (!r->graph.directed && resolution == 1 && r->graph.m) {
        const double theirs = igraph_finds(r, weight);
        if (!(result.quality > theirs - .003))
            fprintf(stderr, "n %u: %.5f, igraph %.5f\n", n, result.quality, theirs);
        CHECK(result.quality > theirs - .003);
    }
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_leiden(ctx, &r->graph, opts, again, &other));
        CHECK(memcmp(community, again, n * sizeof *again) == 0 && other.quality == result.quality);
    }
    ctx->threads = 2;
    igraph_vector_int_destroy(&membership);
    free(community);
    free(again);
}

static void compared(rel_ctx *ctx)
{
    enum { N = 500 };
    rel_vid a[N], b[N];
    igraph_vector_int_t x, y;
    igraph_real_t nmi, ari;
    rel_likeness like;
    for (rel_vid v = 0; v < N; v++) {
        a[v] = (rel_vid)rel_rand_below(3, 1, v, 12);
        b[v] = v % 2 ? a[v] / 2 : (rel_vid)rel_rand_below(3, 2, v, 9);
    }
    to_igraph(a, N, &x);
    to_igraph(b, N, &y);
    igraph_compare_communities(&x, &y, &nmi, IGRAPH_COMMCMP_NMI);
    igraph_compare_communities(&x, &y, &ari, IGRAPH_COMMCMP_ADJUSTED_RAND);
    CHECK_OK(ctx, rel_communities_compare(ctx, N, a, b, &like));
    CHECK(fabs(like.nmi - nmi) < 1e-12 && fabs(like.ari - ari) < 1e-12);
    igraph_vector_int_destroy(&x);
    igraph_vector_int_destroy(&y);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    karate(&ctx);
    compared(&ctx);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed == 22 ? LARGE : (rel_vid)(2 + seed * seed);
        const bool weighted = seed / 2 % 2;
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + 2 * (seed % 5)),
                                         seed % 2 == 0, weighted, &r));
        against(&ctx, &r, weighted, 1);
        if (seed % 3 == 0) against(&ctx, &r, weighted, 2.5);
        random_graph_free(&r);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
