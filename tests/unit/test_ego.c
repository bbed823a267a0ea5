/* Ego networks and the intersection of audiences, worked by hand and at their limits. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/structure/audience.h"
#include "algorithms/structure/ego.h"
#include "graph/builder.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* 0 -> 1 -> 2 -> 3, 4 -> 2, 5 -> 4; 6 is alone. Around 2: 1 and 4 listen to it, 0 and 5 to those. */
static void ego_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 2, 4, 5}, target[] = {1, 2, 3, 2, 4}, centre[] = {2, 2}, two[] = {6, 3};
    const uint8_t in[] = {3, 2, 1, 0, 2, 3, 0}, out[] = {0, 0, 1, 2, 0, 0, 0}, all[] = {3, 2, 1, 2, 2, 3, 0};
    const uint8_t near[] = {0, 0, 2, 1, 0, 0, 1};
    rel_graph g = {0}, part = {0};
    uint8_t step[7];
    int64_t at[4];
    build(ctx, &g, 7, 5, source, target, true);
    rel_ego_opts o = {.centre = centre, .centres = 2, .hops = 3, .direction = REL_EGO_IN};
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    CHECK(memcmp(step, in, sizeof in) == 0);
    CHECK(at[0] == 1 && at[1] == 2 && at[2] == 2 && at[3] == 0);
    CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, step, &part));
    CHECK(part.n == 5 && part.m == 4);
    o.direction = REL_EGO_OUT;
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, NULL));
    CHECK(memcmp(step, out, sizeof out) == 0);
    o.direction = REL_EGO_ALL;
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, NULL));
    CHECK(memcmp(step, all, sizeof all) == 0);
    o = (rel_ego_opts){.centre = two, .centres = 2, .hops = 1, .direction = REL_EGO_ALL};
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    CHECK(memcmp(step, near, sizeof near) == 0 && at[0] == 2 && at[1] == 1);
    o.hops = 0;
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    CHECK(step[2] == 0 && step[3] == 1 && step[6] == 1 && at[0] == 2);
    o.centres = 0;
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    CHECK(step[3] == 0 && at[0] == 0);
    rel_graph_free(&part);
    rel_graph_free(&g);
}

/* A path of 300: the last one that can be asked for is 254 steps away. */
static void ego_limits(rel_ctx *ctx)
{
    enum { N = 300 };
    rel_vid source[N - 1], target[N - 1], centre = 0, far = N;
    uint8_t step[N];
    int64_t at[REL_EGO_HOPS_MAX + 1];
    rel_graph g = {0}, none = {0};
    for (rel_vid v = 0; v + 1 < N; v++) {
        source[v] = v;
        target[v] = v + 1;
    }
    build(ctx, &g, N, N - 1, source, target, false);
    rel_ego_opts o = {.centre = &centre, .centres = 1, .hops = REL_EGO_HOPS_MAX, .direction = REL_EGO_OUT};
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    CHECK(step[0] == 1 && step[254] == 255 && step[255] == 0 && at[254] == 1);
    o.hops = 255;
    CHECK(rel_ego(ctx, &g, o, step, at) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "ego network: expected 0 to 254 hops, found 255");
    o.hops = 2;
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_ego(ctx, &g, o, step, at) == REL_E_STOPPED);
    ctx->stop = NULL;
    o.centre = &far;
    CHECK(rel_ego(ctx, &g, o, step, at) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "ego network: vertex 300 is not one of 300");
    o.centre = &centre;
    g.out = (rel_csr){0};
    CHECK(rel_ego(ctx, &g, o, step, at) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "ego network: the graph was built without the direction asked for");
    o.direction = REL_EGO_IN;
    CHECK_OK(ctx, rel_ego(ctx, &g, o, step, at));
    build(ctx, &none, 0, 0, NULL, NULL, true);
    o.centres = 0;
    CHECK_OK(ctx, rel_ego(ctx, &none, o, step, at));
    CHECK(at[0] == 0);
    rel_graph_free(&g);
    rel_graph_free(&none);
}

/* Who listens to whom: 3, 4, 5, 6 to 0; 5, 6, 7 to 1; 6 and 1 to 2. 8 listens to 7, 9 to nobody. The
 * population is 1 and 3 to 8: 7. In all three: 6. Pair 0 1: both 5 and 6, either 3 to 7, expected 4 * 3 / 7.
 */
static void audience_by_hand(rel_ctx *ctx)
{
    const rel_vid source[] = {3, 4, 5, 6, 5, 6, 7, 6, 1, 8}, target[] = {0, 0, 0, 0, 1, 1, 1, 2, 2, 7};
    const rel_vid account[] = {0, 1, 2};
    const struct {
        uint32_t accounts;
        int64_t exactly, at_least;
        double expected;
    } rows[] = {{1, 2, 4, 4}, {2, 1, 3, 3}, {3, 1, 2, 4 * 3 / 7.}, {4, 1, 2, 2}, {7, 1, 1, 4 * 3 * 2 / 49.}};
    rel_graph g = {0};
    rel_audience a = {0};
    build(ctx, &g, 10, 10, source, target, true);
    CHECK_OK(ctx, rel_audience_overlap(ctx, &g, account, 3, &a));
    CHECK(a.accounts == 3 && a.population == 7 && a.reached == 6 && a.patterns == 5);
    CHECK(a.size[0] == 4 && a.size[1] == 3 && a.size[2] == 2);
    for (int i = 0; i < 5; i++) {
        const rel_audience_pattern *p = &a.pattern[i];
        CHECK(p->accounts == rows[i].accounts && p->exactly == rows[i].exactly);
        CHECK(p->at_least == rows[i].at_least && fabs(p->expected - rows[i].expected) < 1e-15);
        CHECK(fabs(p->lift - (double)p->at_least / rows[i].expected) < 1e-15);
    }
    const rel_audience_pair *p = &a.pair[1][0];
    CHECK(p->both == 2 && p->either == 5 && p->jaccard == 0.4 && fabs(p->lift - 2 * 7 / 12.) < 1e-15);
    CHECK(a.pair[0][1].both == 2 && a.pair[2][2].both == 2 && a.pair[0][2].both == 1);
    rel_audience_free(&a);
    CHECK_TORTURE(ctx, rel_audience_overlap(ctx, &g, account, 3, &a), rel_audience_free(&a));
    rel_graph_free(&g);
}

static void refuses(rel_ctx *ctx, const rel_graph *g, const rel_vid *account, int accounts,
                    const char *sentence)
{
    rel_audience a;
    CHECK(rel_audience_overlap(ctx, g, account, accounts, &a) == REL_E_USAGE);
    CHECK(a.pattern == NULL && a.accounts == 0);
    CHECK_TEXT(ctx->message, sentence);
}

static void audience_limits(rel_ctx *ctx)
{
    enum { N = 200000 };
    rel_vid *source = malloc(N * sizeof *source), *target = malloc(N * sizeof *target), account[21];
    rel_graph g = {0};
    rel_audience a = {0};
    for (rel_vid v = 0; v < N; v++) {
        source[v] = v;
        target[v] = v % 64 + 100;
    }
    for (rel_vid k = 0; k < 21; k++) account[k] = 101 + k;
    build(ctx, &g, N, N, source, target, true);
    refuses(ctx, &g, account, 1, "audiences: expected 2 to 20 accounts, found 1");
    refuses(ctx, &g, account, 21, "audiences: expected 2 to 20 accounts, found 21");
    ctx->threads = 2;
    ctx->arena.peak_bytes = 0;
    CHECK_OK(ctx, rel_audience_overlap(ctx, &g, account, 20, &a));
    CHECK(ctx->arena.peak_bytes < 4 * N + (size_t)(8 + 2 * 4) * (1 << 20) + 65536);
    CHECK(a.patterns == 20 && a.pair[3][4].both == 0 && a.pair[3][4].lift == 0);
    rel_audience_free(&a);
    account[7] = 0; /* nobody listens to it */
    account[8] = 1;
    CHECK_OK(ctx, rel_audience_overlap(ctx, &g, account, 20, &a));
    CHECK(a.size[7] == 0 && isnan(a.pair[7][6].lift) && isnan(a.pair[7][8].jaccard));
    CHECK(a.pair[7][6].jaccard == 0);
    rel_audience_free(&a);
    account[5] = account[2];
    refuses(ctx, &g, account, 20, "audiences: vertex 103 is given twice");
    account[5] = N;
    refuses(ctx, &g, account, 20, "audiences: vertex 200000 is not one of 200000");
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_audience_overlap(ctx, &g, account, 2, &a) == REL_E_STOPPED && a.pattern == NULL);
    ctx->stop = NULL;
    g.out = (rel_csr){0};
    refuses(ctx, &g, account, 2, "audiences: the graph was built without both directions");
    rel_graph_free(&g);
    build(ctx, &g, 3, 0, NULL, NULL, true);
    CHECK_OK(ctx, rel_audience_overlap(ctx, &g, (rel_vid[]){0, 2}, 2, &a));
    CHECK(a.population == 0 && a.patterns == 0 && a.reached == 0 && isnan(a.pair[0][1].jaccard));
    rel_audience_free(&a);
    rel_graph_free(&g);
    free(source);
    free(target);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    ego_by_hand(&ctx);
    ego_limits(&ctx);
    audience_by_hand(&ctx);
    audience_limits(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
