/* Ego networks and members of audiences: by hand, and against brute force on random graphs. */
#include <math.h>

#include "algorithms/structure/bridging.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "src/insight/egonet.h"
#include "src/insight/members.h"
#include "src/insight/overview.h"
#include "tests/graph_check.h"

enum { N = 60, M = 400, GRAPHS = 24 };

static rel_ctx ctx;

static void make(uint64_t seed, bool directed, bool weighted, rel_graph *g)
{
    static rel_vid source[M], target[M];
    static float weight[M];
    const rel_eid m = (rel_eid)(rel_rand(seed, 9, 0) % M);
    for (rel_eid e = 0; e < m; e++) {
        const double x = rel_rand_unit(seed, 1, (uint64_t)e), y = rel_rand_unit(seed, 2, (uint64_t)e);
        source[e] = (rel_vid)(x * N * 0.9); /* the last are isolated */
        target[e] = (rel_vid)(y * y * N * 0.9);
        weight[e] = (float)(1 + rel_rand(seed, 3, (uint64_t)e) % 8) / 2;
    }
    const rel_edges edges = {m, source, target, weighted ? weight : NULL, NULL, NULL};
    const rel_build_opts opts = {.directed = directed, .directions = REL_BUILD_BOTH};
    CHECK_OK(&ctx, rel_graph_build(&ctx, N, &edges, opts, g));
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * (1 + fabs(b));
}

/* a <-> b, a -> c, b -> c, c -> d, e -> a: around a one step away are b, c, e. */
static void by_hand(void)
{
    enum { A, B, C, D, E, ALL };
    static const rel_vid source[] = {A, B, A, B, C, E}, target[] = {B, A, C, C, D, A};
    const rel_edges edges = {6, source, target, NULL, NULL, NULL};
    const rel_vid centre[] = {A, D};
    rel_ego_opts o = {.centre = centre, .centres = 1, .hops = 1, .direction = REL_EGO_ALL};
    rel_graph g, part;
    rel_egonet net;
    rel_holes holes;
    uint8_t step[ALL];
    CHECK_OK(&ctx, rel_graph_build(&ctx, ALL, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(&ctx, rel_egonet_measure(&ctx, &g, &o, step, &net));
    CHECK(net.accounts == 4 && net.at[0] == 1 && net.at[1] == 3 && net.edges == 5 && net.others == 1);
    CHECK(net.density == 1.0 / 6 && net.reciprocity == 2.0 / 5);
    CHECK_OK(&ctx, rel_holes_around(&ctx, &g, A, &holes));
    CHECK(holes.contacts == 3 && holes.ties == 1 && same(holes.effective_size, 3 - 2.0 / 3));
    CHECK_OK(&ctx, rel_egonet_graph(&ctx, &g, step, &part));
    check_graph(&part);
    const rel_attribute *distance = rel_attribute_find(&part.vertex_attributes, "ego_distance");
    const rel_attribute *heard = rel_attribute_find(&part.vertex_attributes, "in_degree");
    CHECK(part.n == 4 && part.m == 5 && distance->value.i64[0] == 0 && distance->value.i64[3] == 1);
    CHECK(heard->value.i64[0] == 2 && heard->value.i64[2] == 2 && heard->value.i64[3] == 0);
    rel_graph_free(&part);
    /* The audience of d, and the audience of that. */
    o = (rel_ego_opts){.centre = centre + 1, .centres = 1, .hops = 2, .direction = REL_EGO_IN};
    CHECK_OK(&ctx, rel_egonet_measure(&ctx, &g, &o, step, &net));
    CHECK(net.accounts == 4 && net.at[1] == 1 && net.at[2] == 2 && step[E] == 0);
    o.hops = REL_EGONET_HOPS_MAX + 1;
    CHECK(rel_egonet_measure(&ctx, &g, &o, step, &net) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "ego network: 21 hops are more than 20");
    rel_graph_free(&g);
}

/* Burt's numbers of every account are those of the kernel that computes all; ties by looking at all pairs. */
static void check_holes(const rel_graph *g)
{
    double constraint[N];
    rel_holes h;
    CHECK_OK(&ctx, rel_constraint(&ctx, g, constraint));
    for (rel_vid v = 0; v < g->n; v++) {
        bool near[N];
        int64_t contacts = 0, ties = 0;
        for (rel_vid u = 0; u < N; u++)
            contacts += near[u] = rel_graph_find(g, u, v) >= 0 || rel_graph_find(g, v, u) >= 0;
        for (rel_vid a = 0; a < N; a++)
            for (rel_vid b = a + 1; b < N; b++)
                ties += near[a] && near[b] && (rel_graph_find(g, a, b) >= 0 || rel_graph_find(g, b, a) >= 0);
        CHECK_OK(&ctx, rel_holes_around(&ctx, g, v, &h));
        CHECK(h.contacts == contacts && h.ties == ties);
        CHECK(same(h.constraint, constraint[v]));
        CHECK(contacts ? same(h.effective_size, (double)contacts - 2.0 * (double)ties / (double)contacts)
                       : isnan(h.effective_size));
    }
}

/* The measures of a network are those of its graph; without the centre, those of the rest. */
static void check_network(const rel_graph *g, uint64_t seed)
{
    const rel_vid centre[] = {(rel_vid)(rel_rand(seed, 4, 0) % N), (rel_vid)(rel_rand(seed, 4, 1) % N)};
    const rel_ego_opts o = {.centre = centre,
                            .centres = 1 + (int64_t)(seed % 2),
                            .hops = (int)(seed % 4),
                            .direction = (rel_ego_direction)(seed % 3)};
    uint8_t step[N], others[N];
    rel_egonet net;
    rel_graph part, rest = {0};
    rel_overview all, without;
    CHECK_OK(&ctx, rel_egonet_measure(&ctx, g, &o, step, &net));
    for (rel_vid v = 0; v < N; v++) others[v] = step[v] > 1;
    CHECK_OK(&ctx, rel_egonet_graph(&ctx, g, step, &part));
    CHECK_OK(&ctx, rel_graph_subgraph(&ctx, g, others, &rest));
    CHECK_OK(&ctx, rel_graph_overview(&ctx, &part, &all));
    CHECK_OK(&ctx, rel_graph_overview(&ctx, &rest, &without));
    CHECK(net.accounts == all.accounts && net.edges == all.edges && same(net.reciprocity, all.reciprocity));
    CHECK(net.others == without.edges && same(net.density, without.density));
    rel_graph_free(&part);
    rel_graph_free(&rest);
}

static void check_members(const rel_graph *g, uint64_t seed)
{
    const rel_vid account[] = {(rel_vid)(seed % 5), 5 + (rel_vid)(seed % 7), 20};
    rel_vid member[N];
    int64_t count;
    for (uint32_t wanted = 1; wanted < 8; wanted++)
        for (int exactly = 0; exactly < 2; exactly++) {
            const rel_members_opts o = {account, 3, wanted, exactly};
            int64_t expected = 0;
            CHECK_OK(&ctx, rel_audience_members(&ctx, g, &o, member, &count));
            for (rel_vid v = 0; v < N; v++) {
                uint32_t of = 0;
                for (int k = 0; k < 3; k++) of |= (uint32_t)(rel_graph_find(g, v, account[k]) >= 0) << k;
                const bool in = exactly ? of == wanted : (of & wanted) == wanted;
                expected += in;
                bool listed = false;
                for (int64_t i = 0; i < count; i++) listed = listed || member[i] == v;
                CHECK(listed == in);
            }
            CHECK(count == expected);
            for (int64_t i = 1; i < count; i++) {
                const rel_eid a = g->in.off[member[i - 1] + 1] - g->in.off[member[i - 1]];
                const rel_eid b = g->in.off[member[i] + 1] - g->in.off[member[i]];
                CHECK(a > b || (a == b && member[i - 1] < member[i]));
            }
        }
}

static rel_status all_of_it(const rel_graph *g)
{
    const rel_vid centre = 0;
    const rel_ego_opts o = {.centre = &centre, .centres = 1, .hops = 1, .direction = REL_EGO_ALL};
    const rel_members_opts m = {&centre, 1, 1, false};
    rel_status st;
    uint8_t step[N];
    rel_vid member[N];
    int64_t count;
    rel_egonet net;
    rel_holes holes;
    rel_graph part = {0};
    REL_TRY(rel_egonet_measure(&ctx, g, &o, step, &net));
    REL_TRY(rel_holes_around(&ctx, g, 0, &holes));
    REL_TRY(rel_audience_members(&ctx, g, &m, member, &count));
    st = rel_egonet_graph(&ctx, g, step, &part);
out:
    rel_graph_free(&part);
    return st;
}

int main(void)
{
    rel_graph g;
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        rel_ctx_init(&ctx, threads);
        by_hand();
        for (uint64_t seed = 0; seed < GRAPHS; seed++) {
            make(seed, seed % 2, seed % 3, &g);
            check_holes(&g);
            check_network(&g, seed);
            check_members(&g, seed);
            rel_graph_free(&g);
        }
        CHECK(ctx.arena.used_bytes == 0);
        rel_ctx_free(&ctx);
    }
    rel_ctx_init(&ctx, 1);
    make(2, true, true, &g);
    CHECK_TORTURE(&ctx, all_of_it(&g), (void)0);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
