/* Kernels on packed rows: the results of the plain rows, the same bytes at any thread count. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/distances.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/ego.h"
#include "graph/pack.h"
#include "src/base/rng.h"
#include "src/insight/overview.h"
#include "tests/graph_check.h"

enum { N = 900, KINDS = 4 };

/* kind: bit 0 weighted, bit 1 undirected. A third of the vertices have no edge; some only give or receive. */
static void make_graph(rel_ctx *ctx, int kind, rel_graph *g)
{
    enum { M = 4000 };
    static rel_vid source[M], target[M];
    static float weight[M];
    for (uint64_t i = 0; i < M; i++) {
        const double u = rel_rand_unit(4, 0, i), v = rel_rand_unit(4, 1, i);
        source[i] = (rel_vid)(N * 2 / 3 * u * u);
        target[i] = (rel_vid)(N / 12 + N * 7 / 12 * v * v);
        weight[i] = (float)rel_rand_unit(4, 2, i) + 0.01f;
    }
    const rel_edges edges = {M, source, target, weight, NULL, NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = !(kind & 2);
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
    if (!(kind & 1)) g->out.weight = g->in.weight = NULL;
}

static double distance(const double *a, const double *b)
{
    double sum = 0;
    for (int v = 0; v < N; v++) sum += fabs(a[v] - b[v]);
    return sum;
}

static void degrees_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed)
{
    static const rel_degree_direction directions[] = {REL_DEGREE_IN, REL_DEGREE_OUT, REL_DEGREE_ALL};
    static double a[N], b[N], first[N];
    for (int d = 0; d < 3; d++) {
        for (int weighted = 0; weighted < 2; weighted++) {
            for (int threads = 1; threads <= 8; threads *= 2) {
                ctx->threads = threads;
                CHECK_OK(ctx, rel_degree(ctx, plain, directions[d], weighted, a));
                CHECK_OK(ctx, rel_degree(ctx, packed, directions[d], weighted, b));
                CHECK(distance(a, b) < 1e-9 && (weighted || memcmp(a, b, sizeof a) == 0));
                if (threads == 1) memcpy(first, b, sizeof b);
                CHECK(memcmp(first, b, sizeof b) == 0);
            }
        }
    }
    ctx->threads = 2;
}

static void pageranks_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed)
{
    static double a[N], b[N], first[N], jump[N], earlier[N];
    for (int v = 0; v < N; v++) jump[v] = v % 3 == 0;
    for (int k = 0; k < 4; k++) {
        rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
        if (k & 1) o.jump = jump;
        o.weighted = k != 2;
        CHECK_OK(ctx, rel_pagerank(ctx, plain, o, a, NULL));
        if (k == 3) {
            memcpy(earlier, a, sizeof a);
            o.start = earlier;
        }
        for (int threads = 1; threads <= 8; threads *= 2) {
            int rounds = 0;
            double total = 0;
            ctx->threads = threads;
            ctx->arena.peak_bytes = 0;
            CHECK_OK(ctx, rel_pagerank(ctx, packed, o, b, &rounds));
            CHECK(ctx->arena.peak_bytes < ((packed->directed ? 28u : 32u) + (o.jump ? 8u : 0u)) * N + 256);
            CHECK(distance(a, b) < 2 * o.tol);
            CHECK(k == 3 ? rounds <= 3 : rounds > 10);
            for (int v = 0; v < N; v++) total += b[v];
            CHECK(fabs(total - 1) < 1e-12 * N);
            if (threads == 1) memcpy(first, b, sizeof b);
            CHECK(memcmp(first, b, sizeof b) == 0);
        }
    }
    ctx->threads = 2;
}

static void components_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed)
{
    static rel_vid a[N], b[N];
    rel_vid count_a, count_b, *size_a, *size_b;
    CHECK_OK(ctx, rel_components_weak(ctx, plain, a, &count_a, &size_a));
    for (int threads = 1; threads <= 8; threads *= 2) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_components_weak(ctx, packed, b, &count_b, &size_b));
        CHECK(count_a == count_b && count_a > N / 4 && memcmp(a, b, sizeof a) == 0);
        CHECK(memcmp(size_a, size_b, count_a * sizeof *size_a) == 0);
        free(size_b);
    }
    free(size_a);
    ctx->threads = 2;
}

typedef struct answer {
    double harmonic[N], closeness[N], reach[N], pairs[REL_DISTANCE_MAX + 1];
    int longest;
} answer;

/* precision 0: exactly. */
static void find_distances(rel_ctx *ctx, const rel_graph *g, int precision, rel_simd simd, answer *a)
{
    rel_distances d = {.harmonic = a->harmonic, .closeness = a->closeness, .reach = a->reach, .hops = 2};
    CHECK_OK(ctx, precision ? rel_distances_hyperball(ctx, g, precision, simd, &d)
                            : rel_distances_exact(ctx, g, &d));
    memcpy(a->pairs, d.pairs, sizeof d.pairs);
    a->longest = d.longest;
}

static void distances_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed)
{
    static const int precisions[] = {0, 4, 8};
    static const rel_simd simds[] = {REL_SIMD_PORTABLE, REL_SIMD_BEST};
    static answer a, b;
    for (int k = 0; k < 3; k++) {
        const int p = precisions[k];
        memset(&a, 0, sizeof a);
        find_distances(ctx, plain, p, REL_SIMD_BEST, &a);
        CHECK(a.longest >= 3 && a.pairs[2] > N);
        for (int threads = 1; threads <= 8; threads *= 2) {
            ctx->threads = threads;
            ctx->arena.peak_bytes = 0;
            memset(&b, 0xff, sizeof b);
            find_distances(ctx, packed, p, simds[threads > 1], &b);
            CHECK(ctx->arena.peak_bytes < (p ? 18u + (2u << p) : 44u) * N + 512);
            CHECK(b.longest == a.longest && memcmp(a.pairs, b.pairs, sizeof a.pairs) == 0);
            CHECK(memcmp(a.harmonic, b.harmonic, sizeof a.harmonic) == 0);
            CHECK(memcmp(a.closeness, b.closeness, sizeof a.closeness) == 0);
            CHECK(memcmp(a.reach, b.reach, sizeof a.reach) == 0);
        }
        ctx->threads = 2;
    }
}

static void egos_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed, bool in_alone)
{
    enum { HOPS = 9 };
    static const rel_vid centre[] = {N / 12, 3, N / 12};
    static uint8_t a[N], b[N];
    int64_t at_a[HOPS + 1], at_b[HOPS + 1];
    for (int k = REL_EGO_IN; k <= REL_EGO_ALL; k++) {
        const rel_ego_opts o = {centre, 3, HOPS, (rel_ego_direction)k};
        if (in_alone && k != REL_EGO_IN) {
            CHECK(rel_ego(ctx, packed, o, b, at_b) == REL_E_USAGE);
            continue;
        }
        CHECK_OK(ctx, rel_ego(ctx, plain, o, a, at_a));
        CHECK(at_a[0] == 2 && at_a[2] > 10);
        for (int threads = 1; threads <= 8; threads *= 2) {
            ctx->threads = threads;
            CHECK_OK(ctx, rel_ego(ctx, packed, o, b, at_b));
            CHECK(memcmp(a, b, sizeof a) == 0 && memcmp(at_a, at_b, sizeof at_a) == 0);
        }
        ctx->threads = 2;
    }
}

static bool near_or_missing(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fabs(a);
}

static void overviews_agree(rel_ctx *ctx, const rel_graph *plain, const rel_graph *packed, bool in_alone)
{
    rel_overview a, b;
    CHECK_OK(ctx, rel_graph_overview(ctx, plain, &a));
    CHECK_OK(ctx, rel_graph_overview(ctx, packed, &b));
    CHECK(a.accounts == b.accounts && a.edges == b.edges && a.isolated == b.isolated);
    CHECK(a.components == b.components && a.largest == b.largest && a.density == b.density);
    CHECK(near_or_missing(a.weight, b.weight));
    CHECK(in_alone ? isnan(b.reciprocity) : near_or_missing(a.reciprocity, b.reciprocity));
}

static void kernels_agree(rel_ctx *ctx)
{
    for (int kind = 0; kind < KINDS; kind++) {
        for (int in_alone = 0; in_alone < 2; in_alone++) {
            rel_graph plain, packed;
            make_graph(ctx, kind, &plain);
            make_graph(ctx, kind, &packed);
            CHECK_OK(ctx, rel_graph_pack(ctx, &packed, in_alone ? REL_BUILD_IN : REL_BUILD_BOTH));
            degrees_agree(ctx, &plain, &packed);
            pageranks_agree(ctx, &plain, &packed);
            components_agree(ctx, &plain, &packed);
            distances_agree(ctx, &plain, &packed);
            egos_agree(ctx, &plain, &packed, in_alone && plain.directed);
            overviews_agree(ctx, &plain, &packed, in_alone && plain.directed);
            rel_graph_free(&plain);
            rel_graph_free(&packed);
        }
    }
}

static void sentences(rel_ctx *ctx)
{
    rel_graph g;
    static double score[N];
    int rounds;
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    make_graph(ctx, 0, &g);
    CHECK_OK(ctx, rel_graph_pack(ctx, &g, REL_BUILD_OUT));
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "pagerank: the graph was built without both directions");
    CHECK(rel_degree(ctx, &g, REL_DEGREE_IN, false, score) == REL_E_USAGE);
    rel_distances d = {.harmonic = score, .hops = 1};
    CHECK(rel_distances_hyperball(ctx, &g, 4, REL_SIMD_BEST, &d) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "hyperball: the graph was built without both directions");
    CHECK(rel_distances_exact(ctx, &g, &d) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "distances: the graph was built without in-edges");
    rel_graph_free(&g);
    make_graph(ctx, 0, &g);
    CHECK_OK(ctx, rel_graph_pack(ctx, &g, REL_BUILD_BOTH));
    o.max_rounds = 2;
    CHECK(rel_pagerank(ctx, &g, o, score, &rounds) == REL_E_NOCONV && rounds == 2);
    CHECK(strstr(ctx->message, "after 2 rounds, 1e-09 was asked for") != NULL);
    o = REL_PAGERANK_DEFAULTS;
    o.damping = 0;
    CHECK_OK(ctx, rel_pagerank(ctx, &g, o, score, &rounds));
    CHECK(fabs(score[5] - 1.0 / N) < 1e-15);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_pagerank(ctx, &g, o, score, NULL) == REL_E_STOPPED);
    CHECK(rel_distances_hyperball(ctx, &g, 4, REL_SIMD_BEST, &d) == REL_E_STOPPED);
    CHECK(rel_distances_exact(ctx, &g, &d) == REL_E_STOPPED);
    ctx->stop = NULL;
    CHECK_TORTURE(ctx, rel_pagerank(ctx, &g, o, score, NULL), (void)0);
    CHECK_TORTURE(ctx, rel_distances_hyperball(ctx, &g, 4, REL_SIMD_BEST, &d), (void)0);
    CHECK_TORTURE(ctx, rel_distances_exact(ctx, &g, &d), (void)0);
    rel_graph_free(&g);
}

static void odd_graphs(rel_ctx *ctx)
{
    static const rel_vid one[] = {0};
    const rel_edges none = {0}, loop = {.count = 1, .source = one, .target = one};
    static const rel_vid sizes[] = {0, 1, 3, 1};
    for (int i = 0; i < 4; i++) {
        rel_graph g;
        double score[3] = {-1, -1, -1};
        rel_vid component[3], count;
        rel_overview o;
        rel_distances d = {.harmonic = score, .hops = 1};
        CHECK_OK(ctx, rel_graph_build(ctx, sizes[i], i == 3 ? &loop : &none, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_graph_pack(ctx, &g, i == 2 ? REL_BUILD_IN : REL_BUILD_BOTH));
        CHECK_OK(ctx, rel_pagerank(ctx, &g, REL_PAGERANK_DEFAULTS, score, NULL));
        for (rel_vid v = 0; v < g.n; v++) CHECK(fabs(score[v] - 1.0 / g.n) < 1e-15);
        CHECK_OK(ctx, rel_distances_hyperball(ctx, &g, 4, REL_SIMD_BEST, &d));
        for (rel_vid v = 0; v < g.n; v++) CHECK(score[v] == 0 && d.longest == 0);
        CHECK_OK(ctx, rel_distances_exact(ctx, &g, &d));
        for (rel_vid v = 0; v < g.n; v++) CHECK(score[v] == 0 && d.longest == 0);
        CHECK_OK(ctx, rel_components_weak(ctx, &g, component, &count, NULL));
        CHECK(count == g.n);
        CHECK_OK(ctx, rel_graph_overview(ctx, &g, &o));
        CHECK(o.isolated == g.n);
        rel_graph_free(&g);
    }
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    kernels_agree(&ctx);
    sentences(&ctx);
    odd_graphs(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
