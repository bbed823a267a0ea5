/* Partitions worked by hand: numbering, connectedness, quality, cuts, comparison. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/community_compare.h"
#include "algorithms/community/community_quality.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, const float *weight, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

static bool near(double found, double expected)
{
    return fabs(found - expected) < 1e-15;
}

/* 5, 2 and 7 become 0, 2 and 1: three members, then two communities of two, the first by its vertex. */
static void numbers(rel_ctx *ctx)
{
    rel_vid community[] = {7, 2, 5, 5, 7, 2, 5, 0}, count;
    const rel_vid expected[] = {1, 2, 0, 0, 1, 2, 0, 3};
    CHECK_OK(ctx, rel_communities_number(ctx, 8, community, &count));
    CHECK(count == 4 && memcmp(community, expected, sizeof expected) == 0);
    CHECK_TORTURE(ctx, rel_communities_number(ctx, 8, community, &count), (void)0);
    community[3] = 8;
    CHECK(rel_communities_number(ctx, 8, community, &count) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "communities: vertex 3 is in community 8, expected one below 8");
    CHECK(community[0] == 1);
    CHECK_OK(ctx, rel_communities_number(ctx, 0, NULL, &count));
    CHECK(count == 0);
}

/* Path 0 - 1 - 2 - 3 and 4 alone: {0, 1, 3} falls apart, {2, 4} too. */
static void connected(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 2, 2}, target[] = {1, 1, 3}, apart[] = {0, 0, 1, 0, 1},
                  whole[] = {2, 2, 2, 2, 0};
    for (int directed = 0; directed < 2; directed++) {
        rel_graph g = {0};
        rel_vid bad;
        build(ctx, &g, 5, 3, source, target, NULL, directed);
        CHECK_OK(ctx, rel_communities_disconnected(ctx, &g, apart, &bad));
        CHECK(bad == 2);
        CHECK_OK(ctx, rel_communities_disconnected(ctx, &g, whole, &bad));
        CHECK(bad == 0);
        CHECK_TORTURE(ctx, rel_communities_disconnected(ctx, &g, whole, &bad), (void)0);
        g.out = g.in = (rel_csr){0};
        CHECK(rel_communities_disconnected(ctx, &g, whole, &bad) == REL_E_USAGE);
        rel_graph_free(&g);
    }
}

/* Triangles 0 1 2 and 3 4 5 joined by 2 - 3, of weight 2. Unweighted: 6 of 7 edges inside, each side has half
 * of the strength: 6/7 - 1/2. Weighted: 6/8 - 1/2. CPM with 1/2: (6 - 2 * 3 / 2) / 7. One community: 0.
 * Directed, edges 0 1, 1 2, 2 0, 3 4, 4 5, 5 3, 2 3: out-strengths 4 and 3, in-strengths 3 and 4. */
static void quality(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2, 3, 4, 5, 2}, target[] = {1, 2, 0, 4, 5, 3, 3},
                  two[] = {0, 0, 0, 1, 1, 1}, one[6] = {0};
    const float weight[] = {1, 1, 1, 1, 1, 1, 2};
    rel_graph g = {0};
    rel_community_cut cut[2];
    double q, coverage;
    build(ctx, &g, 6, 7, source, target, weight, false);
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, 1, false, &q));
    CHECK(near(q, 6. / 7 - .5));
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, 1, true, &q));
    CHECK(near(q, 6. / 8 - .5));
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, .5, true, &q));
    CHECK(near(q, 6. / 8 - .25));
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_CPM, .5, false, &q));
    CHECK(near(q, 3. / 7));
    CHECK_OK(ctx, rel_quality_of(ctx, &g, one, REL_QUALITY_MODULARITY, 1, true, &q));
    CHECK(near(q, 0));
    CHECK_OK(ctx, rel_community_cuts(ctx, &g, two, 2, true, cut, &coverage));
    CHECK(near(coverage, .75) && cut[0].members == 3 && cut[1].members == 3);
    CHECK(near(cut[0].inside, 3) && near(cut[0].outside, 2) && near(cut[0].conductance, .25));
    CHECK_OK(ctx, rel_community_cuts(ctx, &g, one, 1, true, cut, &coverage));
    CHECK(near(coverage, 1) && near(cut[0].conductance, 0) && near(cut[0].inside, 8));
    CHECK_TORTURE(ctx, rel_community_cuts(ctx, &g, two, 2, true, cut, &coverage), (void)0);
    CHECK_TORTURE(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, 1, true, &q), (void)0);
    CHECK(rel_community_cuts(ctx, &g, two, 1, true, cut, &coverage) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "community quality: vertex 3 is in community 1, expected one below 1");
    rel_graph_free(&g);
    build(ctx, &g, 6, 7, source, target, NULL, true);
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, 1, true, &q));
    CHECK(near(q, 6. / 7 - 24. / 49));
    CHECK_OK(ctx, rel_quality_of(ctx, &g, two, REL_QUALITY_CPM, .25, true, &q));
    CHECK(near(q, 3. / 7));
    CHECK_OK(ctx, rel_community_cuts(ctx, &g, two, 2, true, cut, &coverage));
    CHECK(near(cut[0].inside, 3) && near(cut[0].outside, 1) && near(cut[0].conductance, 1. / 7));
    g.in = (rel_csr){0};
    CHECK(rel_quality_of(ctx, &g, two, REL_QUALITY_MODULARITY, 1, true, &q) == REL_E_USAGE);
    rel_graph_free(&g);
    build(ctx, &g, 3, 0, NULL, NULL, NULL, true);
    CHECK_OK(ctx, rel_quality_of(ctx, &g, one, REL_QUALITY_MODULARITY, 1, true, &q));
    CHECK(near(q, 0));
    CHECK_OK(ctx, rel_community_cuts(ctx, &g, one, 1, true, cut, &coverage));
    CHECK(near(coverage, 1) && cut[0].members == 3);
    rel_graph_free(&g);
}

/* {0 1 2 | 3 4 5} against {0 1 | 2 3 | 4 5}: entropies ln 2 and ln 3; cells of 2, 1, 1, 2, entropy
 * (2/3) ln 3 + (1/3) ln 6. Pairs 6 and 3 of 15, 2 in both: (2 - 18/15) / (4.5 - 18/15). */
static void compared(rel_ctx *ctx)
{
    const rel_vid a[] = {7, 7, 7, 3, 3, 3, 1}, b[] = {0, 0, 9, 9, 4, 4, REL_VID_NONE}, one[7] = {0},
                  none[] = {REL_VID_NONE, REL_VID_NONE};
    const double ha = log(2), hb = log(3), both = 2. / 3 * log(3) + log(6) / 3, shared = ha + hb - both;
    rel_likeness l, back;
    CHECK_OK(ctx, rel_communities_compare(ctx, 7, a, b, &l));
    CHECK(l.compared == 6 && fabs(l.nmi - 2 * shared / (ha + hb)) < 1e-14 && near(l.v_measure, l.nmi));
    CHECK(fabs(l.ari - .8 / 3.3) < 1e-14);
    CHECK(fabs(l.homogeneity - shared / hb) < 1e-14 && fabs(l.completeness - shared / ha) < 1e-14);
    CHECK_OK(ctx, rel_communities_compare(ctx, 7, b, a, &back));
    CHECK(near(back.nmi, l.nmi) && near(back.ari, l.ari) && near(back.homogeneity, l.completeness));
    CHECK_OK(ctx, rel_communities_compare(ctx, 7, a, a, &l));
    CHECK(near(l.nmi, 1) && near(l.ari, 1));
    CHECK_OK(ctx, rel_communities_compare(ctx, 7, a, one, &l));
    CHECK(near(l.nmi, 0) && near(l.ari, 0) && near(l.homogeneity, 1) && near(l.completeness, 0));
    CHECK_OK(ctx, rel_communities_compare(ctx, 7, one, one, &l));
    CHECK(near(l.nmi, 1) && near(l.ari, 1));
    CHECK_OK(ctx, rel_communities_compare(ctx, 2, none, none, &l));
    CHECK(l.compared == 0 && isnan(l.nmi) && isnan(l.ari));
    CHECK_TORTURE(ctx, rel_communities_compare(ctx, 7, a, b, &l), (void)0);
}

/* Every number the same; what lies between them in memory is nobody's. */
static bool same_likeness(const rel_likeness *a, const rel_likeness *b)
{
    return a->compared == b->compared && a->nmi == b->nmi && a->ari == b->ari &&
           a->homogeneity == b->homogeneity && a->completeness == b->completeness &&
           a->v_measure == b->v_measure && a->vi == b->vi;
}

/* Other names, other threads: the same bits. */
static void names_do_not_matter(rel_ctx *ctx)
{
    enum { N = 30000 };
    rel_vid *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b), *c = malloc(N * sizeof *c);
    rel_likeness first, l;
    for (rel_vid v = 0; v < N; v++) {
        a[v] = (rel_vid)rel_rand_below(1, 1, v, 100);
        b[v] = v % 3 ? a[v] : (rel_vid)rel_rand_below(1, 2, v, 100);
        c[v] = 4000000000u - 17 * b[v];
    }
    ctx->threads = 1;
    CHECK_OK(ctx, rel_communities_compare(ctx, N, a, b, &first));
    CHECK(first.nmi > .5 && first.nmi < .9);
    ctx->threads = 8;
    CHECK_OK(ctx, rel_communities_compare(ctx, N, a, c, &l));
    CHECK(same_likeness(&l, &first));
    ctx->threads = 2;
    free(a);
    free(b);
    free(c);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    numbers(&ctx);
    connected(&ctx);
    quality(&ctx);
    compared(&ctx);
    names_do_not_matter(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
