/* Groupings against igraph called directly: the same partition by walktrap and Infomap, the same modularity
 * of every method's partition, and label propagation that has settled as igraph's has. */
#include <math.h>

#include "src/insight/grouping.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 20 };

/* By igraph's own numbers; ours are in order of size. */
static void ask_igraph(const random_graph *r, rel_group_method method, const igraph_vector_t *weight,
                       rel_vid *found)
{
    igraph_vector_int_t membership;
    igraph_vector_t modularity;
    igraph_matrix_int_t merges;
    igraph_real_t length;
    igraph_vector_int_init(&membership, 0);
    igraph_vector_init(&modularity, 0);
    igraph_matrix_int_init(&merges, 0, 0);
    igraph_rng_seed(igraph_rng_default(), 1);
    if (method == REL_GROUP_INFOMAP)
        igraph_community_infomap(&r->oracle, weight, NULL, 10, &membership, &length);
    else
        igraph_community_walktrap(&r->oracle, weight, 4, &merges, &modularity, &membership);
    for (rel_vid v = 0; v < r->graph.n; v++) found[v] = (rel_vid)VECTOR(membership)[v];
    igraph_matrix_int_destroy(&merges);
    igraph_vector_destroy(&modularity);
    igraph_vector_int_destroy(&membership);
}

static void same_modularity(const random_graph *r, const rel_grouping *p, const igraph_vector_t *weight)
{
    igraph_vector_int_t membership;
    igraph_real_t q;
    igraph_vector_int_init(&membership, p->n);
    for (rel_vid v = 0; v < p->n; v++) VECTOR(membership)[v] = p->community[v];
    igraph_modularity(&r->oracle, &membership, weight, 1, r->graph.directed, &q);
    CHECK((isnan(q) && p->value == 0) || fabs(q - p->value) < 1e-12);
    igraph_vector_int_destroy(&membership);
}

static double tie(const rel_csr *c, const rel_vid *community, rel_vid v, rel_vid to, bool weighted)
{
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (community[c->adj[e]] == to) sum += weighted ? (double)c->weight[e] : 1;
    return sum;
}

/* Nobody's own community has weaker ties than another one: where label propagation ends. Labels that fell
 * into parts are none the worse, as the parts have no ties. */
static void is_settled(const rel_graph *g, const rel_vid *community, bool weighted)
{
    int64_t restless = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_csr *side[] = {&g->out, &g->in};
        const int sides = g->directed ? 2 : 1;
        double own = 0;
        for (int s = 0; s < sides; s++) own += tie(side[s], community, v, community[v], weighted);
        for (int s = 0; s < sides; s++)
            for (rel_eid e = side[s]->off[v]; e < side[s]->off[v + 1]; e++) {
                const rel_vid other = community[side[s]->adj[e]];
                double there = 0;
                for (int k = 0; k < sides; k++) there += tie(side[k], community, v, other, weighted);
                restless += there > own;
            }
    }
    CHECK(restless == 0);
}

static void against(rel_ctx *ctx, const random_graph *r, bool weighted)
{
    const igraph_vector_t *weight = weighted ? &r->weight : NULL;
    rel_vid *theirs = malloc(r->graph.n * sizeof *theirs);
    rel_likeness like;
    for (int method = 0; method < REL_GROUP_GIVEN; method++) {
        rel_group_opts o = REL_GROUP_DEFAULTS;
        rel_grouping p;
        o.method = (rel_group_method)method;
        o.weighted = weighted;
        CHECK_OK(ctx, rel_group(ctx, &r->graph, &o, &p));
        same_modularity(r, &p, weight);
        if (o.method == REL_GROUP_LABEL_PROPAGATION) is_settled(&r->graph, p.community, weighted);
        if (o.method == REL_GROUP_INFOMAP || o.method == REL_GROUP_WALKTRAP) {
            ask_igraph(r, o.method, weight, theirs);
            CHECK_OK(ctx, rel_communities_compare(ctx, p.n, p.community, theirs, &like));
            CHECK(like.vi == 0 && like.ari == 1);
        }
        rel_grouping_free(&p);
    }
    free(theirs);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = (rel_vid)(2 + seed * seed);
        const bool weighted = seed / 2 % 2;
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + 2 * (seed % 3)),
                                         seed % 2 == 0, weighted, &r));
        against(&ctx, &r, weighted);
        random_graph_free(&r);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
