/* Ego-splitting: personas against the components of ego networks as igraph finds them, and overlapping groups
 * that are known. */
#include <stdlib.h>

#include "algorithms/community/leiden.h"
#include "algorithms/community/personas.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

/* igraph's components of the neighbours of v, without v. */
static igraph_integer_t components_around(const igraph_t *g, igraph_integer_t v, igraph_vector_int_t *member,
                                          igraph_vector_int_t *around)
{
    igraph_t ego;
    igraph_vs_t vs;
    igraph_integer_t count;
    igraph_vector_int_t all;
    igraph_vector_int_init(&all, 0);
    igraph_neighbors(g, &all, v, IGRAPH_ALL);
    igraph_vector_int_clear(around);
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&all); i++)
        if (igraph_vector_int_empty(around) || igraph_vector_int_tail(around) != VECTOR(all)[i])
            igraph_vector_int_push_back(around, VECTOR(all)[i]);
    igraph_vs_vector(&vs, around);
    igraph_induced_subgraph(g, &ego, vs, IGRAPH_SUBGRAPH_CREATE_FROM_SCRATCH);
    igraph_connected_components(&ego, member, NULL, &count, IGRAPH_WEAK);
    igraph_destroy(&ego);
    igraph_vector_int_destroy(&all);
    return count;
}

static rel_vid owner_of(const rel_personas *p, rel_vid persona)
{
    rel_vid v = 0;
    while (p->first[v + 1] <= persona) v++;
    return v;
}

/* Neighbours of one component, and only they, know the same persona. */
static void check_vertex(const rel_graph *g, const rel_personas *p, rel_vid v,
                         const igraph_vector_int_t *around, const igraph_vector_int_t *member)
{
    const rel_graph *q = &p->graph;
    for (rel_vid a = p->first[v]; a < p->first[v + 1]; a++)
        for (rel_eid e = q->out.off[a]; e < q->out.off[a + 1]; e++) {
            const rel_vid u = owner_of(p, q->out.adj[e]);
            igraph_integer_t place;
            CHECK(rel_graph_find(g, v, u) >= 0);
            CHECK(igraph_vector_int_binsearch(around, u, &place));
            CHECK((rel_vid)VECTOR(*member)[place] == a - p->first[v]);
        }
}

static void like_igraph(rel_ctx *ctx, uint64_t seed, bool directed, bool weighted)
{
    random_graph r;
    rel_personas p;
    igraph_vector_int_t member, around;
    double before = 0, after = 0;
    igraph_vector_int_init(&member, 0);
    igraph_vector_int_init(&around, 0);
    CHECK_OK(ctx, random_graph_make(ctx, seed, 60, 240, directed, weighted, &r));
    CHECK_OK(ctx, rel_personas_make(ctx, &r.graph, &p));
    CHECK(p.n == r.graph.n && p.first[p.n] == p.graph.n && p.graph.directed == directed);
    CHECK(p.graph.m == r.graph.m);
    for (rel_vid v = 0; v < r.graph.n; v++) {
        const igraph_integer_t count = components_around(&r.oracle, v, &member, &around);
        CHECK((igraph_integer_t)(p.first[v + 1] - p.first[v]) == (count ? count : 1));
        check_vertex(&r.graph, &p, v, &around, &member);
    }
    for (rel_eid e = 0; weighted && e < r.graph.m; e++) {
        before += (double)r.graph.out.weight[e];
        after += (double)p.graph.out.weight[e];
    }
    CHECK(before == after);
    rel_personas_free(&p);
    random_graph_free(&r);
    igraph_vector_int_destroy(&member);
    igraph_vector_int_destroy(&around);
}

/* Two cliques that share one account: it has two personas, and Leiden on these gives each clique whole. */
static void shared_account(rel_ctx *ctx)
{
    enum { CLIQUE = 6, N = 2 * CLIQUE - 1, SHARED = CLIQUE - 1 };
    rel_vid source[2 * CLIQUE * CLIQUE], target[2 * CLIQUE * CLIQUE], community[N + 1];
    rel_eid m = 0;
    rel_graph g = {0};
    rel_personas p;
    rel_leiden_result found;
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    for (rel_vid base = 0; base < N - 1; base += SHARED)
        for (rel_vid i = 0; i < CLIQUE; i++)
            for (rel_vid k = 0; k < i; k++, m++) {
                source[m] = base + i;
                target[m] = base + k;
            }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, &g));
    CHECK_OK(ctx, rel_personas_make(ctx, &g, &p));
    CHECK(p.graph.n == N + 1 && p.first[SHARED + 1] - p.first[SHARED] == 2);
    CHECK_OK(ctx, rel_leiden(ctx, &p.graph, REL_LEIDEN_DEFAULTS, community, &found));
    CHECK(found.count == 2);
    for (rel_vid v = 0; v < N; v++)
        for (rel_vid a = p.first[v]; a < p.first[v + 1]; a++)
            CHECK(community[a] == (v < SHARED ? 0 : v > SHARED ? 1 : a - p.first[v]));
    rel_personas_free(&p);
    rel_graph_free(&g);
}

static bool same(const rel_personas *a, const rel_personas *b)
{
    return a->graph.n == b->graph.n && a->graph.m == b->graph.m &&
           !memcmp(a->first, b->first, (a->n + (size_t)1) * sizeof *a->first) &&
           !memcmp(a->graph.out.adj, b->graph.out.adj, (size_t)a->graph.m * sizeof *a->graph.out.adj);
}

static void threads(rel_ctx *ctx, bool directed)
{
    static const int counts[] = {2, 8};
    random_graph r;
    rel_personas one, more;
    CHECK_OK(ctx, random_graph_make(ctx, 5, 3000, 20000, directed, true, &r));
    CHECK_OK(ctx, rel_personas_make(ctx, &r.graph, &one));
    for (int i = 0; i < 2; i++) {
        ctx->threads = counts[i];
        CHECK_OK(ctx, rel_personas_make(ctx, &r.graph, &more));
        CHECK(same(&one, &more));
        rel_personas_free(&more);
    }
    ctx->threads = 1;
    CHECK_TORTURE(ctx, rel_personas_make(ctx, &r.graph, &more), rel_personas_free(&more));
    rel_personas_free(&one);
    random_graph_free(&r);
}

static void degenerate(rel_ctx *ctx)
{
    rel_personas p;
    for (rel_vid n = 0; n < 4; n++) {
        rel_graph g = {0};
        const rel_edges none = {0};
        CHECK_OK(ctx, rel_graph_build(ctx, n, &none, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_personas_make(ctx, &g, &p));
        CHECK(p.graph.n == n && p.graph.m == 0);
        rel_personas_free(&p);
        rel_graph_free(&g);
    }
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    for (uint64_t seed = 0; seed < 12; seed++) like_igraph(&ctx, seed, seed % 2, seed % 3 == 0);
    shared_account(&ctx);
    threads(&ctx, true);
    threads(&ctx, false);
    degenerate(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
