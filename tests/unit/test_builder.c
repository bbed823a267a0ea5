/* Building: a case by hand, the same arcs as a slow builder on random edges, the same bits at any number of
 * threads, errors, and failing allocations. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "tests/graph_check.h"

/* 0 -> 1 twice, 2 -> 0, a loop at 3, 1 -> 2 with a bad weight, 2 -> 1; vertex 4 alone:
 *   out rows  0: 1 (1.5 + 2)   2: 0 (4), 1 (1)     in rows  0: 2   1: 0, 2 */
static void a_graph_by_hand(rel_ctx *ctx)
{
    static const rel_vid source[] = {2, 0, 3, 0, 1, 2, 1}, target[] = {1, 1, 3, 1, 2, 0, 0};
    static const float weight[] = {1, 1.5f, 9, 2, -1, 4, NAN};
    static const uint8_t layer[] = {
        REL_KIND_FOLLOW, REL_KIND_SHARE, 0, REL_KIND_MENTION, 0, REL_KIND_SHARE, 0};
    static const int64_t time[] = {50, 30, 1, 20, 2, REL_TIME_MISSING, 3};
    const rel_edges edges = {7, source, target, weight, layer, time};
    rel_graph g;
    CHECK_OK(ctx, rel_graph_build(ctx, 5, &edges, REL_BUILD_DEFAULTS, &g));
    check_graph(&g);
    CHECK(g.n == 5 && g.m == 3 && g.directed);
    static const rel_eid out_off[] = {0, 1, 1, 3, 3, 3}, in_off[] = {0, 1, 3, 3, 3, 3};
    static const rel_vid out_adj[] = {1, 0, 1}, in_adj[] = {2, 0, 2};
    static const float out_weight[] = {3.5f, 4, 1}, in_weight[] = {4, 3.5f, 1};
    CHECK(same_bytes(g.out.off, out_off, sizeof out_off) && same_bytes(g.in.off, in_off, sizeof in_off));
    CHECK(same_bytes(g.out.adj, out_adj, sizeof out_adj) && same_bytes(g.in.adj, in_adj, sizeof in_adj));
    CHECK(same_bytes(g.out.weight, out_weight, sizeof out_weight));
    CHECK(same_bytes(g.in.weight, in_weight, sizeof in_weight));
    CHECK(g.dropped.self_loops == 1 && g.dropped.merged == 1 && g.dropped.bad_weight == 2);
    CHECK(rel_graph_find(&g, 2, 1) == 2 && rel_graph_find(&g, 1, 2) == -1);

    const rel_attribute *share = rel_attribute_find(&g.edge_attributes, "share");
    const rel_attribute *mention = rel_attribute_find(&g.edge_attributes, "Mention");
    const rel_attribute *follow = rel_attribute_find(&g.edge_attributes, "follow");
    CHECK(g.edge_attributes.count == 5 && share && mention && follow && share->type == REL_ATTRIBUTE_F32);
    static const float shares[] = {1.5f, 4, 0}, mentions[] = {2, 0, 0}, follows[] = {0, 0, 1};
    CHECK(share && same_bytes(share->value.f32, shares, sizeof shares));
    CHECK(mention && same_bytes(mention->value.f32, mentions, sizeof mentions));
    CHECK(follow && same_bytes(follow->value.f32, follows, sizeof follows));
    const rel_attribute *first = rel_attribute_find(&g.edge_attributes, "first_time");
    const rel_attribute *last = rel_attribute_find(&g.edge_attributes, "last_time");
    CHECK(first && first->value.i64[0] == 20 && first->value.i64[2] == 50 &&
          rel_attribute_is_missing(first, 1));
    CHECK(last && last->value.i64[0] == 30 && last->value.i64[2] == 50 && rel_attribute_is_missing(last, 1));
    rel_graph_free(&g);
    CHECK(!g.owner && g.n == 0);
    rel_graph_free(&g);
}

static void undirected_graphs_hold_two_arcs(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 1, 2, 2}, target[] = {1, 0, 1, 2};
    const rel_edges edges = {4, source, target, NULL, NULL, NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    rel_graph g;
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, opts, &g));
    check_graph(&g);
    CHECK(g.m == 4 && !g.directed && g.in.adj == g.out.adj);
    CHECK(g.out.weight && g.out.weight[0] == 2 && g.out.weight[3] == 1);
    CHECK(g.dropped.merged == 1 && g.dropped.self_loops == 1);
    rel_graph_free(&g);
}

static void empty_graphs(rel_ctx *ctx)
{
    const rel_edges none = {0};
    rel_graph g;
    for (rel_vid n = 0; n < 3; n++) {
        CHECK_OK(ctx, rel_graph_build(ctx, n, &none, REL_BUILD_DEFAULTS, &g));
        CHECK(g.n == n && g.m == 0 && g.out.off && g.out.off[n] == 0 && g.in.off[n] == 0 && !g.out.weight);
        rel_graph_free(&g);
    }
}

static void unit_weights_are_not_stored(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 1, 1}, target[] = {1, 0, 0};
    static const float weight[] = {1, 0.25f, 0.75f};
    const rel_edges edges = {3, source, target, weight, NULL, NULL};
    rel_graph g;
    CHECK_OK(ctx, rel_graph_build(ctx, 2, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK(g.m == 2 && !g.out.weight && !g.in.weight);
    rel_graph_free(&g);
}

static void sums_stay_finite(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 0, 0}, target[] = {1, 1, 1};
    static const float weight[] = {FLT_MAX, FLT_MAX, INFINITY};
    const rel_edges edges = {3, source, target, weight, NULL, NULL};
    rel_graph g;
    CHECK_OK(ctx, rel_graph_build(ctx, 2, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK(g.m == 1 && g.out.weight[0] == FLT_MAX && g.dropped.bad_weight == 1);
    rel_graph_free(&g);
}

static void what_is_refused(rel_ctx *ctx)
{
    static const rel_vid source[] = {0}, target[] = {3};
    static const uint8_t layer[] = {REL_KIND_COUNT};
    rel_edges edges = {1, source, target, NULL, NULL, NULL};
    rel_graph g;
    CHECK(rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "an edge names a vertex that is not among the 3 vertices");
    CHECK(g.n == 0 && !g.owner);
    edges.layer = layer;
    CHECK(rel_graph_build(ctx, 4, &edges, REL_BUILD_DEFAULTS, &g) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "an edge is in a layer that does not exist");
    CHECK(rel_graph_build(ctx, REL_VID_NONE, &edges, REL_BUILD_DEFAULTS, &g) == REL_E_LIMIT);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    edges.layer = NULL;
    CHECK(rel_graph_build(ctx, 4, &edges, REL_BUILD_DEFAULTS, &g) == REL_E_STOPPED);
    CHECK(g.n == 0 && !g.owner);
    ctx->stop = NULL;
}

/* Random edges; a hub takes a share of them, so that its part is a large one. */
typedef struct list {
    rel_edges edges;
    rel_vid *source, *target;
    float *weight;
    uint8_t *layer;
    int64_t *time;
} list;

static list random_edges(uint64_t seed, rel_vid n, int64_t count, double hub)
{
    list l = {0};
    const size_t room = (size_t)count + 1;
    l.source = malloc(room * sizeof *l.source);
    l.target = malloc(room * sizeof *l.target);
    l.weight = malloc(room * sizeof *l.weight);
    l.layer = malloc(room);
    l.time = malloc(room * sizeof *l.time);
    for (int64_t i = 0; i < count; i++) {
        const uint64_t k = (uint64_t)i;
        const bool from_hub = rel_rand_unit(seed, 0, k) < hub;
        l.source[i] = from_hub ? n / 3 : (rel_vid)rel_rand_below(seed, 1, k, n);
        l.target[i] = (rel_vid)rel_rand_below(seed, 2, k, n);
        l.weight[i] = (float)(rel_rand_unit(seed, 3, k) * 10 - 0.5);
        l.layer[i] = (uint8_t)rel_rand_below(seed, 4, k, REL_KIND_COUNT);
        l.time[i] =
            rel_rand_unit(seed, 5, k) < 0.3 ? REL_TIME_MISSING : (int64_t)rel_rand_below(seed, 6, k, 1000);
    }
    l.edges = (rel_edges){count, l.source, l.target, l.weight, l.layer, l.time};
    return l;
}

static void free_edges(list *l)
{
    free(l->source);
    free(l->target);
    free(l->weight);
    free(l->layer);
    free(l->time);
}

typedef struct slow_arc {
    rel_vid u, v;
    int64_t index;
} slow_arc;

static int by_arc(const void *a, const void *b)
{
    const slow_arc *x = a, *y = b;
    if (x->u != y->u) return x->u < y->u ? -1 : 1;
    if (x->v != y->v) return x->v < y->v ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* The same graph as sorting all arcs and summing neighbours in order. */
static void check_against_slow(const rel_graph *g, const rel_edges *e)
{
    slow_arc *arc = malloc((size_t)(2 * e->count + 1) * sizeof *arc);
    int64_t count = 0, loops = 0, bad = 0;
    for (int64_t i = 0; i < e->count; i++) {
        if (e->source[i] == e->target[i])
            loops++;
        else if (e->weight && !(e->weight[i] > 0))
            bad++;
        else {
            arc[count++] = (slow_arc){e->source[i], e->target[i], i};
            if (!g->directed) arc[count++] = (slow_arc){e->target[i], e->source[i], i};
        }
    }
    qsort(arc, (size_t)count, sizeof *arc, by_arc);
    bool same = true;
    rel_eid e_out = 0;
    for (int64_t i = 0, end; i < count; i = end, e_out++) {
        double sum = 0;
        for (end = i; end < count && arc[end].u == arc[i].u && arc[end].v == arc[i].v; end++)
            sum += e->weight ? (double)e->weight[arc[end].index] : 1;
        same = same && e_out < g->m && e_out >= g->out.off[arc[i].u] && e_out < g->out.off[arc[i].u + 1] &&
               g->out.adj[e_out] == arc[i].v && (g->out.weight ? g->out.weight[e_out] : 1) == (float)sum;
    }
    CHECK(same && e_out == g->m);
    CHECK(g->dropped.self_loops == loops && g->dropped.bad_weight == bad);
    CHECK(g->dropped.merged == (g->directed ? count - g->m : (count - g->m) / 2));
    free(arc);
}

static void many_graphs(rel_ctx *ctx)
{
    static const struct {
        rel_vid n;
        int64_t count;
        double hub;
    } cases[] = {{1, 50, 0},
                 {2, 100, 0},
                 {30, 40, 0},
                 {1000, CHECK_SIZE(300000, 60000), 0},
                 {70000, CHECK_SIZE(300000, 60000), 0.1},
                 {CHECK_SIZE(3000000, 300000), CHECK_SIZE(400000, 60000), 0.9},
                 {100, CHECK_SIZE(200000, 40000), 0.5}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        list l = random_edges(c + 1, cases[c].n, cases[c].count, cases[c].hub);
        for (int variant = 0; variant < 8; variant++) {
            rel_edges edges = l.edges;
            rel_build_opts opts = REL_BUILD_DEFAULTS;
            opts.directed = variant & 1;
            if (!(variant & 2)) edges.weight = NULL;
            if (!(variant & 4)) {
                edges.layer = NULL;
                edges.time = NULL;
            }
            rel_graph first = {0};
            static const int threads[] = {1, 2, 8};
            for (int t = 0; t < 3; t++) {
                rel_graph g;
                ctx->threads = threads[t];
                CHECK_OK(ctx, rel_graph_build(ctx, cases[c].n, &edges, opts, &g));
                if (t == 0) {
                    check_graph(&g);
                    check_against_slow(&g, &edges);
                    first = g;
                    continue;
                }
                CHECK(same_graph(&g, &first));
                CHECK(memcmp(&g.dropped, &first.dropped, sizeof g.dropped) == 0);
                rel_graph_free(&g);
            }
            /* One direction at a time gives what both at once give. */
            rel_graph one;
            opts.directions = REL_BUILD_IN;
            CHECK_OK(ctx, rel_graph_build(ctx, cases[c].n, &edges, opts, &one));
            CHECK(same_csr(&one.in, &first.in, one.n, one.m) && (!opts.directed || !one.out.off));
            CHECK_OK(ctx, rel_graph_need_out(ctx, &one));
            CHECK(same_csr(&one.out, &first.out, one.n, one.m));
            rel_graph_free(&one);
            opts.directions = REL_BUILD_OUT;
            CHECK_OK(ctx, rel_graph_build(ctx, cases[c].n, &edges, opts, &one));
            CHECK(!opts.directed || !one.in.off);
            CHECK_OK(ctx, rel_graph_need_in(ctx, &one));
            CHECK(same_graph(&one, &first));
            rel_graph_free(&one);
            rel_graph_free(&first);
        }
        free_edges(&l);
    }
    ctx->threads = 2;
}

static void every_allocation_may_fail(rel_ctx *ctx)
{
    list l = random_edges(9, 1000, CHECK_SIZE(200000, 40000), 0.6);
    rel_graph g;
    CHECK_TORTURE(ctx, rel_graph_build(ctx, 1000, &l.edges, REL_BUILD_DEFAULTS, &g), rel_graph_free(&g));
    free_edges(&l);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    a_graph_by_hand(&ctx);
    undirected_graphs_hold_two_arcs(&ctx);
    empty_graphs(&ctx);
    unit_weights_are_not_stored(&ctx);
    sums_stay_finite(&ctx);
    what_is_refused(&ctx);
    many_graphs(&ctx);
    every_allocation_may_fail(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
