/* Inside communities and between them: by hand, and against plain definitions on random graphs. */
#include <math.h>

#include "algorithms/centrality/pagerank.h"
#include "algorithms/community/community_inside.h"
#include "algorithms/community/community_roles.h"
#include "algorithms/structure/bridging.h"
#include "algorithms/structure/triangles.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { N = 60, GROUPS = 7, SEEDS = 24 };

static rel_ctx ctx;

static void build(rel_vid n, const rel_vid *source, const rel_vid *target, int64_t m, bool directed,
                  rel_graph *g)
{
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(&ctx,
             rel_graph_build(&ctx, n, &(rel_edges){.count = m, .source = source, .target = target}, opts, g));
}

static bool near(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * (1 + fabs(b));
}

/* -------- by hand -------- */

/* Communities {0, 1, 2}, {3, 4}, {5}. Messages go against the edges:
 * 1 -> 0 -> 2: 0 stands between 2 (whom it listens to) and 1 (who listens to it), all in one: coordinator.
 * 1 -> 0 -> 3: 3's messages come in through 0: gatekeeper. 4 -> 0 -> 2: 2's go out through 0: representative.
 * 4 -> 0 -> 3: both in the other community: itinerant. 5 -> 0 -> 2 representative, 5 -> 0 -> 3: liaison.
 * 1 -> 3 is there too, so 0 is no gatekeeper between 3 and 1, and 3 joins nobody. */
static void roles_by_hand(void)
{
    const rel_vid source[] = {1, 4, 5, 0, 0, 1}, target[] = {0, 0, 0, 2, 3, 3};
    const rel_vid community[] = {0, 0, 0, 1, 1, 2};
    rel_graph g = {0};
    rel_broker b[6];
    build(6, source, target, 5, true, &g);
    CHECK_OK(&ctx, rel_brokers(&ctx, &g, community, 3, b));
    CHECK(b[0].by[REL_BROKERAGE_COORDINATOR] == 1 && b[0].by[REL_BROKERAGE_GATEKEEPER] == 1 &&
          b[0].by[REL_BROKERAGE_REPRESENTATIVE] == 2 && b[0].by[REL_BROKERAGE_ITINERANT] == 1 &&
          b[0].by[REL_BROKERAGE_LIAISON] == 1);
    for (int v = 1; v < 6; v++)
        for (int k = 0; k < REL_BROKERAGE_COUNT; k++) CHECK(b[v].by[k] == 0);
    rel_graph_free(&g);
    build(6, source, target, 6, true, &g);
    CHECK_OK(&ctx, rel_brokers(&ctx, &g, community, 3, b));
    CHECK(b[0].by[REL_BROKERAGE_COORDINATOR] == 1 && b[0].by[REL_BROKERAGE_GATEKEEPER] == 0);
    CHECK(rel_brokers(&ctx, &g, community, 2, b) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "brokerage: vertex 5 is in community 2, expected one below 2");
    CHECK_TORTURE(&ctx, rel_brokers(&ctx, &g, community, 3, b), (void)0);
    CHECK_TEXT(rel_brokerage_word(REL_BROKERAGE_LIAISON), "liaison");
    rel_graph_free(&g);
}

/* A star of six around 0, in which everybody points at 0; and a triangle both ways with one more account on
 * it. Star: 5 edges of 30, all at one: in 1, out (6 * 1 - 5) / 25 = 0.04. Triangle with 9 -> 6: 7 edges of
 * 12, 6 returned; 3 in-edges at 6: in (4 * 3 - 7) / 9; out (4 * 2 - 7) / 9; 3 triangle corners of the 3 + 1 +
 * 1 pairs of neighbours. */
static void inside_by_hand(void)
{
    const rel_vid source[] = {1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 6, 9, 9},
                  target[] = {0, 0, 0, 0, 0, 7, 6, 8, 7, 6, 8, 6, 0};
    const rel_vid community[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2};
    rel_graph g = {0}, inner;
    rel_community_rows rows;
    rel_community_inside x[3];
    double z[11], score[11];
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    build(11, source, target, 13, true, &g);
    CHECK_OK(&ctx, rel_community_rows_of(&ctx, 11, community, 3, &rows));
    CHECK(rows.off[1] == 6 && rows.off[2] == 10 && rows.off[3] == 11 && rows.member[6] == 6);
    CHECK_OK(&ctx, rel_community_inner(&ctx, &g, community, &inner));
    CHECK(inner.m == 12);
    CHECK_OK(&ctx, rel_community_insides(&ctx, &inner, &rows, x));
    CHECK(x[0].members == 6 && x[0].edges == 5 && x[0].returned == 0 && x[0].triangles == 0 && !x[0].alone);
    CHECK(near(x[0].density, 5.0 / 30) && x[0].reciprocity == 0 && x[0].transitivity == 0);
    CHECK(near(x[0].in_centralization, 1) && near(x[0].out_centralization, 0.04));
    CHECK(x[1].edges == 7 && x[1].pairs == 4 && x[1].returned == 6 && x[1].triangles == 1);
    CHECK(near(x[1].in_centralization, 5.0 / 9) && near(x[1].out_centralization, 1.0 / 9));
    CHECK(near(x[1].transitivity, 3.0 / 5) && near(x[1].reciprocity, 6.0 / 7));
    CHECK(x[2].members == 1 && x[2].alone == 1 && isnan(x[2].density) && isnan(x[2].in_centralization));
    CHECK_OK(&ctx, rel_within_module_degree(&ctx, &g, community, &rows, z));
    /* 5 and five ones: mean 10 / 6, deviation sqrt(20) / 3; (10 / 3) / that is the square root of 5. */
    CHECK(near(z[0], sqrt(5)) && near(z[1], -1 / sqrt(5)) && z[10] == 0);
    CHECK_OK(&ctx, rel_community_leaders(&ctx, &inner, &rows, true, score));
    CHECK(score[0] > 5 * score[1] && score[6] > score[7] && score[7] > score[9] && near(score[10], 1));
    CHECK_TORTURE(&ctx, rel_community_insides(&ctx, &inner, &rows, x), (void)0);
    CHECK_TORTURE(&ctx, rel_within_module_degree(&ctx, &g, community, &rows, z), (void)0);
    rel_scratch_release(&ctx, mark);
    CHECK_TEXT(rel_cartography_word(rel_cartography_of(0, 0)), "ultra_peripheral");
    CHECK_TEXT(rel_cartography_word(rel_cartography_of(1, 0.62)), "peripheral");
    CHECK_TEXT(rel_cartography_word(rel_cartography_of(2.4, 0.81)), "kinless");
    CHECK_TEXT(rel_cartography_word(rel_cartography_of(2.5, 0.1)), "provincial_hub");
    CHECK_TEXT(rel_cartography_word(rel_cartography_of(9, 0.5)), "connector_hub");
    rel_graph_free(&g);
}

/* No vertex, one, only lonely ones. */
static void degenerate(void)
{
    const rel_vid community[] = {0, 1, 2};
    for (rel_vid n = 0; n <= 3; n++) {
        rel_graph g = {0}, inner;
        rel_community_rows rows;
        rel_community_flows flows;
        rel_community_inside x[3];
        rel_broker b[3];
        double z[3], score[3];
        const rel_arena_mark mark = rel_scratch_mark(&ctx);
        build(n, NULL, NULL, 0, true, &g);
        CHECK_OK(&ctx, rel_community_rows_of(&ctx, n, community, n, &rows));
        CHECK_OK(&ctx, rel_community_flows_of(&ctx, &g, community, &rows, NULL, 0, &flows));
        CHECK(flows.off[n] == 0);
        CHECK_OK(&ctx, rel_community_inner(&ctx, &g, community, &inner));
        CHECK_OK(&ctx, rel_community_insides(&ctx, &inner, &rows, x));
        CHECK_OK(&ctx, rel_community_leaders(&ctx, &inner, &rows, true, score));
        CHECK_OK(&ctx, rel_within_module_degree(&ctx, &g, community, &rows, z));
        CHECK_OK(&ctx, rel_brokers(&ctx, &g, community, n, b));
        for (rel_vid v = 0; v < n; v++)
            CHECK(x[v].alone == 1 && score[v] == 1 && z[v] == 0 && b[v].by[REL_BROKERAGE_LIAISON] == 0);
        rel_scratch_release(&ctx, mark);
        rel_graph_free(&g);
    }
    rel_community_rows rows;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK(rel_community_rows_of(&ctx, 3, community, 2, &rows) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "members: vertex 2 is in community 2, expected one below 2");
    rel_scratch_release(&ctx, mark);
}

/* -------- random graphs -------- */

static bool has_edge(const rel_graph *g, rel_vid u, rel_vid v)
{
    return rel_graph_find(g, u, v) >= 0;
}

/* Every receiver, broker and source. */
static void compare_brokers(const rel_graph *g, const rel_vid *c)
{
    rel_broker found[N];
    bool edge[N][N];
    for (rel_vid u = 0; u < N; u++)
        for (rel_vid v = 0; v < N; v++) edge[u][v] = has_edge(g, u, v);
    CHECK_OK(&ctx, rel_brokers(&ctx, g, c, GROUPS, found));
    for (rel_vid b = 0; b < g->n; b++) {
        int64_t by[REL_BROKERAGE_COUNT] = {0};
        for (rel_vid r = 0; r < g->n; r++)
            for (rel_vid s = 0; s < g->n; s++) {
                if (r == s || r == b || s == b || !edge[r][b] || !edge[b][s] || edge[r][s]) continue;
                if (c[r] == c[b] && c[b] == c[s])
                    by[REL_BROKERAGE_COORDINATOR]++;
                else if (c[r] == c[s])
                    by[REL_BROKERAGE_ITINERANT]++;
                else if (c[r] == c[b])
                    by[REL_BROKERAGE_GATEKEEPER]++;
                else if (c[s] == c[b])
                    by[REL_BROKERAGE_REPRESENTATIVE]++;
                else
                    by[REL_BROKERAGE_LIAISON]++;
            }
        CHECK(memcmp(by, found[b].by, sizeof by) == 0);
    }
}

static double weight(const rel_graph *g, rel_vid u, rel_vid v)
{
    const rel_eid e = rel_graph_find(g, u, v);
    return e < 0 ? 0 : g->out.weight ? (double)g->out.weight[e] : 1;
}

static void compare_flows(const rel_graph *g, const rel_vid *c, const rel_community_rows *rows)
{
    rel_community_flows f;
    const float *layer = g->out.weight;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_community_flows_of(&ctx, g, c, rows, layer ? &layer : NULL, layer ? 1 : 0, &f));
    for (rel_vid a = 0; a < GROUPS; a++)
        for (rel_vid b = 0; b < GROUPS; b++) {
            double sum = 0;
            int64_t arcs = 0;
            for (rel_vid u = 0; u < g->n; u++)
                for (rel_vid v = 0; v < g->n; v++)
                    if (c[u] == a && c[v] == b && has_edge(g, u, v)) {
                        sum += weight(g, u, v);
                        arcs++;
                    }
            const rel_eid i = rel_community_flow_find(&f, a, b);
            CHECK((i >= 0) == (arcs > 0));
            if (i < 0) continue;
            CHECK(f.arcs[i] == arcs && near(f.weight[i], sum));
            if (layer) CHECK(near(f.layer[i], sum));
        }
    rel_scratch_release(&ctx, mark);
}

/* The subgraph of each community, measured and ranked alone. */
static void compare_inside(const rel_graph *g, const rel_vid *c, const rel_community_rows *rows)
{
    rel_graph inner;
    rel_community_inside x[GROUPS];
    double score[N], alone[N];
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_community_inner(&ctx, g, c, &inner));
    CHECK_OK(&ctx, rel_community_insides(&ctx, &inner, rows, x));
    CHECK_OK(&ctx, rel_community_leaders(&ctx, &inner, rows, true, score));
    for (rel_vid k = 0; k < GROUPS; k++) {
        uint8_t keep[N];
        rel_graph part = {0};
        double transitivity = NAN;
        int64_t triangles = 0, returned = 0;
        for (rel_vid v = 0; v < g->n; v++) keep[v] = c[v] == k;
        CHECK_OK(&ctx, rel_graph_subgraph(&ctx, g, keep, &part));
        CHECK(part.n == x[k].members && part.m == (g->directed ? x[k].edges : 2 * x[k].edges));
        CHECK_OK(&ctx, rel_triangles(&ctx, &part, NULL, &triangles));
        CHECK_OK(&ctx, rel_clustering(&ctx, &part, NULL, &transitivity));
        CHECK(triangles == x[k].triangles);
        CHECK(near(isnan(x[k].transitivity) ? 0 : x[k].transitivity, transitivity));
        CHECK_OK(&ctx, rel_pagerank(&ctx, &part, REL_PAGERANK_DEFAULTS, alone, NULL));
        for (rel_vid i = 0; i < part.n; i++) {
            CHECK(fabs(alone[i] - score[rows->member[rows->off[k] + i]]) < 1e-7);
            for (rel_vid j = 0; j < part.n; j++) returned += has_edge(&part, i, j) && has_edge(&part, j, i);
        }
        if (g->directed) CHECK(returned == x[k].returned);
        rel_graph_free(&part);
    }
    rel_scratch_release(&ctx, mark);
}

static void compare_z(const rel_graph *g, const rel_vid *c, const rel_community_rows *rows)
{
    double z[N], k[N];
    CHECK_OK(&ctx, rel_within_module_degree(&ctx, g, c, rows, z));
    for (rel_vid v = 0; v < g->n; v++) {
        k[v] = 0;
        for (rel_vid u = 0; u < g->n; u++)
            if (c[u] == c[v]) k[v] += weight(g, v, u) + (g->directed ? weight(g, u, v) : 0);
    }
    for (rel_vid v = 0; v < g->n; v++) {
        double n = 0, mean = 0, square = 0;
        for (rel_vid u = 0; u < g->n; u++) {
            if (c[u] != c[v]) continue;
            n++;
            mean += k[u];
            square += k[u] * k[u];
        }
        mean /= n;
        const double variance = square / n - mean * mean;
        CHECK(near(z[v], variance > 1e-9 ? (k[v] - mean) / sqrt(variance) : 0));
    }
}

static void random_graphs(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        random_graph r;
        rel_vid c[N];
        rel_community_rows rows;
        const bool directed = seed % 3 != 0;
        const rel_arena_mark mark = rel_scratch_mark(&ctx);
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, N, 100 + 60 * (rel_eid)seed, directed, seed % 2, &r));
        for (rel_vid v = 0; v < N; v++) c[v] = (rel_vid)rel_rand_below(seed, 9, v, GROUPS);
        CHECK_OK(&ctx, rel_community_rows_of(&ctx, N, c, GROUPS, &rows));
        compare_brokers(&r.graph, c);
        compare_flows(&r.graph, c, &rows);
        compare_inside(&r.graph, c, &rows);
        compare_z(&r.graph, c, &rows);
        rel_scratch_release(&ctx, mark);
        random_graph_free(&r);
    }
}

/* -------- any number of threads -------- */

typedef struct answer {
    rel_broker broker[4000];
    double z[4000], score[4000], flow[4000];
    rel_community_inside inside[40];
} answer;

static void answer_with(int threads, const rel_graph *g, const rel_vid *c, answer *a)
{
    rel_community_rows rows;
    rel_community_flows f;
    rel_graph inner;
    memset(a, 0, sizeof *a);
    ctx.threads = threads;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_community_rows_of(&ctx, g->n, c, 40, &rows));
    CHECK_OK(&ctx, rel_brokers(&ctx, g, c, 40, a->broker));
    CHECK_OK(&ctx, rel_within_module_degree(&ctx, g, c, &rows, a->z));
    CHECK_OK(&ctx, rel_community_flows_of(&ctx, g, c, &rows, NULL, 0, &f));
    memcpy(a->flow, f.weight, (size_t)f.off[40] * sizeof *f.weight);
    CHECK_OK(&ctx, rel_community_inner(&ctx, g, c, &inner));
    CHECK_OK(&ctx, rel_community_insides(&ctx, &inner, &rows, a->inside));
    CHECK_OK(&ctx, rel_community_leaders(&ctx, &inner, &rows, true, a->score));
    rel_scratch_release(&ctx, mark);
}

static void any_threads(void)
{
    random_graph r;
    rel_vid *c = malloc(4000 * sizeof *c);
    answer *one = malloc(sizeof *one), *many = malloc(sizeof *many);
    CHECK_OK(&ctx, random_graph_make(&ctx, 5, 4000, 40000, true, true, &r));
    for (rel_vid v = 0; v < 4000; v++) c[v] = (rel_vid)rel_rand_below(5, 9, v, 40);
    answer_with(1, &r.graph, c, one);
    for (int threads = 2; threads <= 8; threads *= 4) {
        answer_with(threads, &r.graph, c, many);
        CHECK(memcmp(one, many, sizeof *one) == 0);
    }
    ctx.threads = 2;
    random_graph_free(&r);
    free(c);
    free(one);
    free(many);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    roles_by_hand();
    inside_by_hand();
    degenerate();
    random_graphs();
    any_threads();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
