/* Groupings: every method on planted communities at 1, 2 and 8 threads, degenerate graphs, what is refused;
 * labels from tables and columns; consensus. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/label_propagation.h"
#include "graph/builder.h"
#include "graph/foreign_communities.h"
#include "ingest/labels.h"
#include "src/base/rng.h"
#include "src/insight/consensus.h"
#include "tests/check.h"

enum { METHODS = REL_GROUP_GIVEN };

/* Groups of 40 accounts; each gives DEGREE edges, four in five inside. */
static void planted(rel_ctx *ctx, rel_vid n, bool directed, bool weighted, rel_graph *g)
{
    enum { GROUP = 40, DEGREE = 10 };
    const size_t m = (size_t)n * DEGREE;
    rel_vid *source = malloc(m * sizeof *source), *target = malloc(m * sizeof *target);
    float *weight = malloc(m * sizeof *weight);
    for (size_t i = 0; i < m; i++) {
        const rel_vid v = (rel_vid)(i / DEGREE);
        source[i] = v;
        target[i] = i % 5 ? v / GROUP * GROUP + (rel_vid)rel_rand_below(7, 1, i, GROUP)
                          : (rel_vid)rel_rand_below(7, 2, i, n);
        weight[i] = (float)(1 + i % 3);
    }
    const rel_edges edges = {
        .count = (rel_eid)m, .source = source, .target = target, .weight = weighted ? weight : NULL};
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges,
                                  (rel_build_opts){.directed = directed, .directions = REL_BUILD_BOTH}, g));
    int64_t *group = malloc(n * sizeof *group);
    for (rel_vid v = 0; v < n; v++) group[v] = v / GROUP;
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "group", REL_ATTRIBUTE_I64, group, NULL));
    free(group);
    free(source);
    free(target);
    free(weight);
}

static bool same(const rel_grouping *a, const rel_grouping *b)
{
    return a->count == b->count && a->value == b->value && a->coverage == b->coverage &&
           memcmp(a->community, b->community, a->n * sizeof *a->community) == 0 &&
           memcmp(a->density, b->density, a->count * sizeof *a->density) == 0;
}

/* n large: in batches; small: in turn. */
static void planted_are_found(rel_ctx *ctx, rel_vid n, bool directed, bool weighted)
{
    rel_graph g = {0};
    rel_labelling truth;
    planted(ctx, n, directed, weighted, &g);
    CHECK_OK(ctx, rel_labelling_of_column(ctx, &g, "group", &truth));
    CHECK(truth.labelled == n && truth.count == n / 40);
    for (int method = 0; method < METHODS; method++) {
        rel_group_opts o = REL_GROUP_DEFAULTS;
        rel_grouping p, again;
        rel_likeness like;
        rel_vid bad;
        o.method = (rel_group_method)method;
        /* in batches: what test_leiden.c does not see */
        if (n > 8192 && o.method != REL_GROUP_LOUVAIN && o.method != REL_GROUP_LABEL_PROPAGATION) continue;
        ctx->threads = 1;
        CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
        CHECK_OK(ctx, rel_group_compare(ctx, &p, &truth, &like));
        CHECK(like.compared == n && like.nmi > .95);
        CHECK(p.value > .6 && p.coverage > .7 && p.cut[0].members >= p.cut[p.count - 1].members);
        CHECK_OK(ctx, rel_communities_disconnected(ctx, &g, p.community, &bad));
        CHECK(bad == 0);
        for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
            CHECK_OK(ctx, rel_group(ctx, &g, &o, &again));
            CHECK(same(&p, &again));
            rel_grouping_free(&again);
        }
        ctx->threads = 2;
        rel_grouping_free(&p);
    }
    rel_labelling_free(&truth);
    rel_graph_free(&g);
}

/* No account, one, five alone: everybody alone, and nothing to measure. */
static void degenerate(rel_ctx *ctx)
{
    static const rel_vid sizes[] = {0, 1, 5};
    for (int i = 0; i < 6; i++) {
        const rel_vid n = sizes[i / 2];
        const rel_edges none = {0};
        rel_graph g = {0};
        const rel_build_opts build = {.directed = i % 2, .directions = REL_BUILD_BOTH};
        CHECK_OK(ctx, rel_graph_build(ctx, n, &none, build, &g));
        for (int method = 0; method < METHODS; method++)
            for (int runs = 1; runs < 4; runs += 2) {
                rel_group_opts o = REL_GROUP_DEFAULTS;
                rel_grouping p;
                o.method = (rel_group_method)method;
                o.runs = runs;
                CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
                CHECK(p.count == n && p.value == 0 && p.coverage == 1);
                for (rel_vid c = 0; c < p.count; c++) CHECK(p.cut[c].members == 1 && isnan(p.density[c]));
                for (rel_vid c = 0; p.stability && c < p.count; c++) CHECK(isnan(p.stability[c]));
                rel_grouping_free(&p);
            }
        rel_graph_free(&g);
    }
}

static void refused(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_vid community[4] = {9, 9, 9, 9};
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 0};
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    const float wrong[] = {1, -1, 1};
    rel_propagation_opts o = REL_PROPAGATION_DEFAULTS;
    rel_group_opts given = REL_GROUP_DEFAULTS;
    rel_grouping p;
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g));
    o.max_rounds = 0;
    CHECK(rel_label_propagation(ctx, &g, o, community, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "label propagation: 0 rounds are too few");
    o.max_rounds = 100;
    const rel_csr good = g.out;
    g.out.weight = wrong;
    CHECK(rel_label_propagation(ctx, &g, o, community, NULL, NULL) == REL_E_DATA);
    CHECK(rel_foreign_communities(ctx, &g, REL_FOREIGN_WALKTRAP, true, community) == REL_E_DATA);
    g.out = (rel_csr){0};
    o.weighted = false;
    CHECK(rel_label_propagation(ctx, &g, o, community, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "label propagation: the graph was built without both directions");
    g.out = good;
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_label_propagation(ctx, &g, o, community, NULL, NULL) == REL_E_STOPPED);
    ctx->stop = NULL;
    CHECK(community[0] == 9);
    given.method = REL_GROUP_GIVEN;
    CHECK(rel_group(ctx, &g, &given, &p) == REL_E_USAGE && p.community == NULL);
    given = REL_GROUP_DEFAULTS;
    given.runs = 0;
    CHECK(rel_group(ctx, &g, &given, &p) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "consensus: 0 runs, expected 1 to 10000");
    CHECK_TORTURE(ctx, rel_label_propagation(ctx, &g, o, community, NULL, NULL), (void)0);
    given.runs = 2;
    CHECK_TORTURE(ctx, rel_group(ctx, &g, &given, &p), rel_grouping_free(&p));
    given.undirected = true;
    given.runs = 1;
    CHECK_TORTURE(ctx, rel_group(ctx, &g, &given, &p), rel_grouping_free(&p));
    rel_graph_free(&g);
}

/* Two triangles joined by one edge, which every run keeps apart; a path of four between two hubs is cut now
 * here, now there. What the runs agree on has stability 1. */
static void consensus(rel_ctx *ctx)
{
    rel_graph g = {0};
    const rel_vid source[] = {0, 1, 2, 3, 4, 5, 2}, target[] = {1, 2, 0, 4, 5, 3, 3};
    const rel_edges edges = {.count = 7, .source = source, .target = target};
    const rel_build_opts build = {.directed = false, .directions = REL_BUILD_BOTH};
    rel_group_opts o = REL_GROUP_DEFAULTS;
    rel_grouping p;
    o.runs = 10;
    CHECK_OK(ctx, rel_graph_build(ctx, 6, &edges, build, &g));
    CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
    CHECK(p.count == 2 && p.runs == 10 && p.stability[0] == 1 && p.stability[1] == 1);
    for (rel_vid v = 0; v < 6; v++) CHECK(p.community[v] == v / 3 && p.account_stability[v] == 1);
    rel_grouping_free(&p);
    rel_graph_free(&g);
    /* a ring has no communities: runs disagree, and say so */
    rel_vid from[60], to[60];
    for (rel_vid v = 0; v < 60; v++) {
        from[v] = v;
        to[v] = (v + 1) % 60;
    }
    const rel_edges ring = {.count = 60, .source = from, .target = to};
    CHECK_OK(ctx, rel_graph_build(ctx, 60, &ring, build, &g));
    o.method = REL_GROUP_LABEL_PROPAGATION;
    CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
    double least = 1;
    for (rel_vid c = 0; c < p.count; c++)
        if (p.stability[c] < least) least = p.stability[c];
    CHECK(least < .9 && least > .4);
    rel_grouping_free(&p);
    rel_graph_free(&g);
}

/* The constant Potts model finds cliques at the density of the graph; edges both ways count twice. */
static void options(rel_ctx *ctx)
{
    rel_graph g = {0};
    const rel_vid source[] = {0, 1, 2, 3, 1}, target[] = {1, 2, 0, 4, 0};
    const rel_edges edges = {.count = 5, .source = source, .target = target};
    rel_group_opts o = REL_GROUP_DEFAULTS;
    rel_grouping p;
    CHECK_OK(ctx, rel_graph_build(ctx, 5, &edges, REL_BUILD_DEFAULTS, &g));
    o.quality = REL_QUALITY_CPM;
    CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
    CHECK(p.resolution == 5 / 20. && p.count == 2 && p.density[0] == 4 / 6. && p.density[1] == .5);
    rel_grouping_free(&p);
    o.undirected = true;
    CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
    CHECK(p.count == 2 && p.density[0] == 1 && p.cut[0].inside == 4);
    rel_grouping_free(&p);
    o.weighted = false;
    CHECK_OK(ctx, rel_group(ctx, &g, &o, &p));
    CHECK(p.cut[0].inside == 3);
    rel_grouping_free(&p);
    rel_graph_free(&g);
}

static void parse(rel_ctx *ctx, const char *text, rel_labels *l)
{
    CHECK_OK(ctx, rel_labels_parse(ctx, rel_str_of(text), "l", l));
}

static void labels(rel_ctx *ctx)
{
    rel_labels l;
    parse(ctx, "platform,account,handle,community\nx,1,ann,\"a \"\"b\"\"\"\n\n#c\nx,y:2,bob,c\nx,3,cat,\n",
          &l);
    CHECK(l.count == 2 && rel_str_is(rel_labels_account(&l, 0), "x:1") && l.line[1] == 5);
    CHECK(rel_str_is(rel_labels_label(&l, 0), "a \"b\"") && rel_str_is(rel_labels_account(&l, 1), "y:2"));
    rel_labels_free(&l);
    parse(ctx, "0  1\r\n 2\t7\n", &l);
    CHECK(l.count == 2 && rel_str_is(rel_labels_label(&l, 1), "7"));
    rel_labels_free(&l);
    parse(ctx, "0\t1\n2\tseven words\n", &l);
    CHECK(l.count == 2 && rel_str_is(rel_labels_label(&l, 1), "seven words"));
    rel_labels_free(&l);
    parse(ctx, "user;party\nann;red\n", &l);
    CHECK(l.count == 1 && rel_str_is(rel_labels_account(&l, 0), "ann"));
    rel_labels_free(&l);
    CHECK(rel_labels_parse(ctx, REL_STR_LIT("platform,id,label\n\4,1,red\n"), "l", &l) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'l' line 2: expected text in UTF-8");
    CHECK_TORTURE(ctx, rel_labels_parse(ctx, REL_STR_LIT("a,b\n"), "l", &l), rel_labels_free(&l));
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    planted_are_found(&ctx, 400, false, false);
    planted_are_found(&ctx, 400, true, true);
    planted_are_found(&ctx, 8400, true, false);
    degenerate(&ctx);
    refused(&ctx);
    consensus(&ctx);
    options(&ctx);
    labels(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
