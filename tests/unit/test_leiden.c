/* Leiden where the answer is known: rings of cliques, planted weights; degenerate graphs; what it refuses;
 * its memory. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/leiden.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

typedef struct list {
    rel_vid *source, *target;
    float *weight;
    rel_eid m;
} list;

static list list_new(size_t capacity)
{
    return (list){.source = malloc(capacity * sizeof(rel_vid)),
                  .target = malloc(capacity * sizeof(rel_vid)),
                  .weight = malloc(capacity * sizeof(float))};
}

static void list_free(list *l)
{
    free(l->source);
    free(l->target);
    free(l->weight);
}

static void add(list *l, rel_vid u, rel_vid v, float w)
{
    l->source[l->m] = u;
    l->target[l->m] = v;
    l->weight[l->m++] = w;
}

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, const list *l, bool directed, bool weighted)
{
    const rel_edges edges = {
        .count = l->m, .source = l->source, .target = l->target, .weight = weighted ? l->weight : NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

enum { CLIQUES = 30, SIZE = 5, RING = CLIQUES * SIZE };

/* Cliques in a ring, each joined to the next by one edge (Fortunato, Barthélemy 2007). */
static void ring(list *l)
{
    for (rel_vid c = 0; c < CLIQUES; c++) {
        for (rel_vid i = 0; i < SIZE; i++)
            for (rel_vid j = 0; j < i; j++) add(l, c * SIZE + i, c * SIZE + j, 1);
        add(l, c * SIZE, (c + 1) % CLIQUES * SIZE + 1, 1);
    }
}

/* Modularity joins neighbouring cliques, as pairs have a larger one (its resolution limit); CPM with 1/2 and
 * modularity of a higher resolution find each clique. */
static void ring_of_cliques(rel_ctx *ctx, bool directed)
{
    list l = list_new(RING * SIZE);
    rel_graph g = {0};
    rel_vid community[RING], cliques[RING];
    rel_leiden_result r;
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    double q;
    ring(&l);
    build(ctx, &g, RING, &l, directed, false);
    for (rel_vid v = 0; v < RING; v++) cliques[v] = v / SIZE;
    CHECK_OK(ctx, rel_quality_of(ctx, &g, cliques, REL_QUALITY_MODULARITY, 1, false, &q));
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count < CLIQUES && r.quality > q && r.iterations >= 1);
    opts.resolution = 4;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count == CLIQUES && memcmp(community, cliques, sizeof cliques) == 0);
    opts.quality = REL_QUALITY_CPM;
    opts.resolution = directed ? .25 : .5;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count == CLIQUES && memcmp(community, cliques, sizeof cliques) == 0);
    opts.resolution = 0;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count == 1 && r.quality == 1);
    opts.resolution = 100;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count == RING);
    opts.start = cliques;
    opts.resolution = .3;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
    CHECK(r.count == CLIQUES);
    rel_graph_free(&g);
    list_free(&l);
}

/* Every edge three times is every edge with weight 3, which changes nothing at all; without the weights
 * that join pairs of vertices, other communities are found. */
static void weights(rel_ctx *ctx)
{
    enum { N = 12000, M = 60000 };
    list l = list_new(3 * M), once = list_new(M);
    rel_graph many = {0}, plain = {0}, heavy = {0};
    rel_vid *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    rel_leiden_result r, s;
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    for (rel_vid e = 0; e < M; e++) {
        const rel_vid u = (rel_vid)rel_rand_below(1, 1, e, N), v = (rel_vid)rel_rand_below(1, 2, e, N);
        add(&once, u < v ? u : v, u < v ? v : u, u / 2 == v / 2 ? 50 : 1);
    }
    for (int k = 0; k < 3; k++)
        for (rel_eid e = 0; e < M; e++) add(&l, once.source[e], once.target[e], 1);
    build(ctx, &many, N, &l, false, true);
    opts.weighted = false;
    opts.max_iterations = 2; /* one search */
    CHECK_OK(ctx, rel_leiden(ctx, &many, opts, a, &r));
    build(ctx, &plain, N, &once, false, false);
    CHECK_OK(ctx, rel_leiden(ctx, &plain, opts, b, &s));
    CHECK(memcmp(a, b, N * sizeof *a) == 0 && r.quality == s.quality);
    for (rel_eid e = 0; e < 3 * M; e++) l.weight[e] = l.source[e] / 2 == l.target[e] / 2 ? 50 : 1;
    build(ctx, &heavy, N, &l, false, true);
    CHECK_OK(ctx, rel_leiden(ctx, &heavy, opts, a, &r));
    CHECK(memcmp(a, b, N * sizeof *a) == 0);
    opts.weighted = true;
    CHECK_OK(ctx, rel_leiden(ctx, &heavy, opts, a, &r));
    CHECK(r.quality > s.quality);
    rel_graph_free(&many);
    rel_graph_free(&plain);
    rel_graph_free(&heavy);
    list_free(&l);
    list_free(&once);
    free(a);
    free(b);
}

static void degenerate(rel_ctx *ctx)
{
    for (int kind = 0; kind < 8; kind++) {
        const rel_vid n = (rel_vid[]){0, 1, 5, 4}[kind / 2];
        list l = list_new(4);
        rel_graph g = {0};
        rel_vid community[5] = {9, 9, 9, 9, 9};
        rel_leiden_result r;
        if (n == 1 || n == 4)
            for (rel_vid v = 0; v < n; v++) add(&l, v, v, 1); /* self loops, which the builder drops */
        build(ctx, &g, n, &l, kind % 2, false);
        for (int quality = 0; quality < 2; quality++) {
            rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
            opts.quality = quality ? REL_QUALITY_CPM : REL_QUALITY_MODULARITY;
            CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
            CHECK(r.count == n && r.quality == 0);
            for (rel_vid v = 0; v < n; v++) CHECK(community[v] == v);
        }
        rel_graph_free(&g);
        list_free(&l);
    }
}

static void refuses(rel_ctx *ctx, rel_graph *g, rel_leiden_opts opts, rel_status expected, const char *text)
{
    rel_vid community[3] = {7, 7, 7};
    rel_leiden_result r;
    CHECK(rel_leiden(ctx, g, opts, community, &r) == expected);
    CHECK_TEXT(ctx->message, text);
    CHECK(community[0] == 7 && ctx->arena.used_bytes == 0);
}

static void bad_input(rel_ctx *ctx)
{
    list l = list_new(4);
    rel_graph g = {0};
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    const rel_vid start[] = {0, 3, 0};
    add(&l, 0, 1, 2);
    add(&l, 1, 2, 1);
    build(ctx, &g, 3, &l, true, true);
    opts.resolution = -1;
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: resolution -1 is not a number from 0 up");
    opts = REL_LEIDEN_DEFAULTS;
    opts.randomness = 0;
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: randomness 0 is not a number above 0");
    opts = REL_LEIDEN_DEFAULTS;
    opts.tol = NAN;
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: tolerance nan is not a number from 0 up");
    opts = REL_LEIDEN_DEFAULTS;
    opts.max_iterations = -1;
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: -1 iterations are too few");
    opts = REL_LEIDEN_DEFAULTS;
    opts.start = start;
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: vertex 1 starts in community 3, expected one below 3");
    opts = REL_LEIDEN_DEFAULTS;
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    refuses(ctx, &g, opts, REL_E_STOPPED, ctx->message);
    ctx->stop = NULL;
    const rel_csr good = g.out;
    const float wrong[] = {2, -1}, none[] = {NAN, 1};
    g.out.weight = wrong;
    refuses(ctx, &g, opts, REL_E_DATA,
            "leiden: the edge from '1' to '2' (row 1) has weight -1, expected a finite one above 0");
    g.out.weight = none;
    refuses(ctx, &g, opts, REL_E_DATA,
            "leiden: the edge from '0' to '1' (row 0) has weight nan, expected a finite one above 0");
    g.out = (rel_csr){0};
    refuses(ctx, &g, opts, REL_E_USAGE, "leiden: the graph was built without both directions");
    g.out = good;
    rel_vid community[3];
    rel_leiden_result r;
    CHECK_TORTURE(ctx, rel_leiden(ctx, &g, opts, community, &r), (void)0);
    rel_graph_free(&g);
    list_free(&l);
}

/* Bytes that the header allows. */
static size_t allowed(const rel_graph *g, bool weighted, bool once)
{
    size_t arc = once ? 16 : weighted ? 24 : 20;
    if (g->directed) arc = 2 * arc + (weighted ? 16 : 8);
    return arc * (size_t)g->m + 170 * (size_t)g->n + (once ? 1 << 20 : 6 << 20);
}

/* Communities planted in a graph large enough for batches are found, each connected, whatever the number of
 * threads; other seeds draw otherwise. The memory is what the header says. */
static void planted(rel_ctx *ctx, bool directed, bool weighted, int iterations)
{
    enum { GROUP = 50, DEGREE = 12 };
    const rel_vid n = iterations == 1 ? 40000 : 10000;
    list l = list_new((size_t)n * DEGREE);
    rel_graph g = {0};
    rel_vid *a = malloc(n * sizeof *a), *b = malloc(n * sizeof *b), bad;
    rel_leiden_result r, s;
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    opts.max_iterations = iterations; /* and one search: a graph this small is searched ten times otherwise */
    for (rel_vid v = 0; v < n; v++)
        for (rel_vid k = 0; k < DEGREE; k++) {
            const uint64_t i = (uint64_t)v * DEGREE + k;
            const rel_vid inside = v / GROUP * GROUP + (rel_vid)rel_rand_below(5, 1, i, GROUP);
            add(&l, v, k % 3 ? inside : (rel_vid)rel_rand_below(5, 2, i, n), (float)(1 + i % 3));
        }
    build(ctx, &g, n, &l, directed, weighted);
    ctx->threads = 1;
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, a, &r));
    CHECK(ctx->arena.peak_bytes < allowed(&g, weighted, iterations == 1));
    CHECK_OK(ctx, rel_communities_disconnected(ctx, &g, a, &bad));
    CHECK(bad == 0 && r.count > 100 && r.quality > .55);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_leiden(ctx, &g, opts, b, &s));
        CHECK(memcmp(a, b, n * sizeof *a) == 0 && memcmp(&r, &s, sizeof r) == 0);
    }
    ctx->threads = 2;
    ctx->seed = 2;
    CHECK_OK(ctx, rel_leiden(ctx, &g, opts, b, &s));
    /* weighted or directed, the planted ones are so clear that every seed finds the same */
    if (!directed && !weighted) CHECK(memcmp(a, b, n * sizeof *a) != 0);
    CHECK(fabs(s.quality - r.quality) < .005);
    ctx->seed = REL_SEED_DEFAULT;
    rel_graph_free(&g);
    list_free(&l);
    free(a);
    free(b);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    ring_of_cliques(&ctx, false);
    ring_of_cliques(&ctx, true);
    weights(&ctx);
    degenerate(&ctx);
    bad_input(&ctx);
    for (int kind = 0; kind < 4; kind += CHECK_SIZE(1, 3)) planted(&ctx, kind % 2, kind / 2, 3);
    for (int kind = 0; kind < CHECK_SIZE(2, 1); kind++) planted(&ctx, false, kind, 1);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
