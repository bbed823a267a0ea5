/* Naive lists against their definitions, and against the rules they must obey. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/pagerank.h"
#include "algorithms/diffusion/naive_lists.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { N = 300, M = 2000 };

static rel_status make_graph(rel_ctx *ctx, uint64_t seed, rel_graph *g)
{
    static rel_vid source[M], target[M];
    for (int e = 0; e < M; e++) {
        const double x = rel_rand_unit(seed, 1, (uint64_t)e);
        source[e] = (rel_vid)rel_rand_below(seed, 2, (uint64_t)e, N);
        target[e] = (rel_vid)(x * x * x * N);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target};
    return rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g);
}

static double in_degree(const rel_graph *g, rel_vid v)
{
    return (double)(g->in.off[v + 1] - g->in.off[v]);
}

/* The list is the first by score among those that may be picked. */
static void check_first(const double *score, const uint8_t *out, const rel_vid *pick, int64_t count)
{
    uint8_t taken[N] = {0};
    for (int64_t i = 0; i < count; i++) {
        rel_vid best = REL_VID_NONE;
        for (rel_vid v = 0; v < N; v++)
            if (!taken[v] && !(out && out[v]) && (best == REL_VID_NONE || score[v] > score[best])) best = v;
        CHECK(pick[i] == best);
        taken[pick[i]] = 1;
    }
}

static void first_by_number(rel_ctx *ctx, const rel_graph *g)
{
    static double score[N];
    static float p[M];
    static uint8_t barred[N], base[N], out[N];
    rel_influence f;
    rel_vid *pick;
    int64_t count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (rel_vid v = 0; v < N; v++) {
        barred[v] = v % 5 == 0;
        base[v] = v % 7 == 1;
        out[v] = barred[v] || base[v];
    }
    for (rel_eid e = 0; e < g->m; e++) p[e] = (float)rel_rand_unit(3, 3, (uint64_t)e);
    const rel_influence_opts ways[] = {{.rule = REL_INFLUENCE_CASCADE},
                                       {.rule = REL_INFLUENCE_UNIFORM, .p = 0.3},
                                       {.rule = REL_INFLUENCE_GIVEN, .given = p}};
    const rel_pick_rules rules = {.count = 25, .barred = barred, .base = base};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        CHECK_OK(ctx, rel_influence_make(ctx, g, &ways[i], &f));
        for (rel_vid v = 0; v < N; v++) score[v] = 0;
        for (rel_vid v = 0; v < N; v++)
            for (rel_eid e = f.off[v]; e < f.off[v + 1]; e++) score[f.sender[e]] += rel_influence_p(&f, v, e);
        for (rel_vid v = 0; v < N; v++) score[v] = round(score[v] * 1e9);
        CHECK_OK(ctx, rel_naive_list(ctx, g, &f, REL_NAIVE_WEIGHTED_DEGREE, &rules, &pick, &count));
        CHECK(count == 25);
        if (i != 1) check_first(score, out, pick, count); /* uniform: that is degree, with rounding */
        for (rel_vid v = 0; v < N; v++) score[v] = in_degree(g, v);
        if (i == 1) check_first(score, out, pick, count);
        CHECK_OK(ctx, rel_naive_list(ctx, g, &f, REL_NAIVE_DEGREE, &rules, &pick, &count));
        check_first(score, out, pick, count);
        CHECK_OK(ctx, rel_naive_list(ctx, g, &f, REL_NAIVE_PAGERANK, &rules, &pick, &count));
        CHECK_OK(ctx, rel_pagerank(ctx, g, REL_PAGERANK_DEFAULTS, score, NULL));
        check_first(score, out, pick, count);
        rel_influence_free(&f);
    }
    rel_scratch_release(ctx, mark);
}

/* Each pick has the most receivers that reach nobody picked before it. */
static void discount(rel_ctx *ctx, const rel_graph *g)
{
    rel_vid *pick;
    int64_t count;
    static uint8_t taken[N];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_vid included[] = {17};
    const rel_pick_rules rules = {.count = 40, .included = included, .includes = 1};
    CHECK_OK(ctx, rel_naive_list(ctx, g, NULL, REL_NAIVE_SINGLE_DISCOUNT, &rules, &pick, &count));
    CHECK(count == 40 && pick[0] == 17);
    taken[17] = 1;
    for (int64_t i = 1; i < count; i++) {
        double most = -1;
        rel_vid best = REL_VID_NONE;
        for (rel_vid v = 0; v < N; v++) {
            double fresh = 0;
            for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++) fresh += !taken[g->in.adj[e]];
            if (taken[v] || fresh <= most) continue;
            most = fresh;
            best = v;
        }
        CHECK(pick[i] == best);
        taken[pick[i]] = 1;
    }
    rel_scratch_release(ctx, mark);
}

/* Quotas and a budget: the list obeys them, and takes as many as they allow. */
static void rules_are_kept(rel_ctx *ctx, const rel_graph *g)
{
    static int32_t kind[N];
    static double cost[N];
    static int64_t at_least[4] = {0, 3, 0, 4}, at_most[4] = {2, -1, 3, -1};
    rel_influence f;
    rel_vid *pick;
    int64_t count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_influence_opts fo = {.rule = REL_INFLUENCE_CASCADE};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &fo, &f));
    for (rel_vid v = 0; v < N; v++) {
        kind[v] = (int32_t)(v % 5) - 1;
        cost[v] = v % 11 == 3 ? (double)NAN : 1 + v % 4;
    }
    const rel_quota quota = {"kind", kind, 4, at_least, at_most};
    const rel_pick_rules rules[] = {{.count = 12, .quota = &quota, .quotas = 1},
                                    {.count = 7, .quota = &quota, .quotas = 1, .cost = cost, .budget = 15},
                                    {.cost = cost, .budget = 20.5}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (int naive = REL_NAIVE_DEGREE; naive < REL_NAIVE_COUNT; naive++) {
            int64_t used[5] = {0};
            double paid = 0;
            CHECK_OK(ctx, rel_naive_list(ctx, g, &f, (rel_naive)naive, &rules[i], &pick, &count));
            for (int64_t k = 0; k < count; k++) {
                used[kind[pick[k]] + 1]++;
                paid += rules[i].cost ? cost[pick[k]] : 0;
                for (int64_t j = 0; j < k; j++) CHECK(pick[j] != pick[k]);
            }
            CHECK(!isnan(paid) && (!rules[i].count || count == rules[i].count));
            CHECK(!(rules[i].budget > 0) || paid <= rules[i].budget);
            if (!rules[i].count) CHECK(paid >= 20 && count >= 5);
            if (rules[i].quotas) CHECK(used[1] <= 2 && used[2] >= 3 && used[3] <= 3 && used[4] >= 4);
        }
    at_least[0] = 3; /* above at most 2 */
    CHECK_OK(ctx, rel_naive_list(ctx, g, &f, REL_NAIVE_DEGREE, &rules[0], &pick, &count));
    CHECK(count == 0);
    rel_influence_free(&f);
    rel_scratch_release(ctx, mark);
}

static void followers(rel_ctx *ctx, rel_graph *g)
{
    static int64_t number[N];
    static uint8_t present[N];
    static double score[N];
    rel_vid *pick;
    int64_t count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_pick_rules rules = {.count = 90};
    CHECK_OK(ctx, rel_naive_list(ctx, g, NULL, REL_NAIVE_FOLLOWERS, &rules, &pick, &count));
    CHECK(count == 0);
    for (rel_vid v = 0; v < N; v++) {
        number[v] = (int64_t)rel_rand_below(8, 8, v, 1000);
        present[v] = v % 4 == 0;
        score[v] = present[v] ? (double)number[v] : -1;
    }
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "followers", REL_ATTRIBUTE_I64, number, present));
    CHECK_OK(ctx, rel_naive_list(ctx, g, NULL, REL_NAIVE_FOLLOWERS, &rules, &pick, &count));
    CHECK(count == 90);
    check_first(score, NULL, pick, count);
    rel_scratch_release(ctx, mark);
}

static void threads_and_memory(rel_ctx *ctx, const rel_graph *g)
{
    rel_influence f;
    rel_vid *pick[3];
    int64_t count[3];
    const int kept = ctx->threads, of[] = {1, 2, 8};
    const rel_influence_opts fo = {.rule = REL_INFLUENCE_CASCADE};
    const rel_pick_rules rules = {.count = 30};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &fo, &f));
    for (int naive = REL_NAIVE_DEGREE; naive < REL_NAIVE_COUNT; naive++) {
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        for (int k = 0; k < 3; k++) {
            ctx->threads = of[k];
            CHECK_OK(ctx, rel_naive_list(ctx, g, &f, (rel_naive)naive, &rules, &pick[k], &count[k]));
        }
        for (int k = 1; k < 3; k++)
            CHECK(count[k] == count[0] && memcmp(pick[k], pick[0], 30 * sizeof **pick) == 0);
        rel_scratch_release(ctx, mark);
    }
    ctx->threads = kept;
    rel_influence_free(&f);
}

static void degenerate(rel_ctx *ctx)
{
    rel_graph none, alone;
    rel_influence f;
    rel_vid *pick;
    int64_t count;
    const rel_vid loops[] = {0, 1, 2};
    const rel_edges no_edges = {0}, self = {.count = 3, .source = loops, .target = loops};
    const rel_influence_opts fo = {.rule = REL_INFLUENCE_CASCADE};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_pick_rules rules = {.count = 2};
    CHECK_OK(ctx, rel_graph_build(ctx, 0, &no_edges, REL_BUILD_DEFAULTS, &none));
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &self, REL_BUILD_DEFAULTS, &alone));
    for (int naive = REL_NAIVE_DEGREE; naive < REL_NAIVE_COUNT; naive++) {
        CHECK_OK(ctx, rel_influence_make(ctx, &none, &fo, &f));
        CHECK_OK(ctx, rel_naive_list(ctx, &none, &f, (rel_naive)naive, &rules, &pick, &count));
        CHECK(count == 0);
        rel_influence_free(&f);
        CHECK_OK(ctx, rel_influence_make(ctx, &alone, &fo, &f));
        CHECK_OK(ctx, rel_naive_list(ctx, &alone, &f, (rel_naive)naive, &rules, &pick, &count));
        CHECK(count == 2 && pick[0] == 0 && pick[1] == 1);
        rel_influence_free(&f);
    }
    CHECK_TEXT(rel_naive_word(REL_NAIVE_SINGLE_DISCOUNT), "single-discount");
    CHECK(!rel_naive_word(REL_NAIVE_COUNT) && !rel_naive_title(REL_NAIVE_COUNT));
    CHECK_TEXT(rel_naive_title(REL_NAIVE_PAGERANK), "PageRank");
    rel_graph_free(&none);
    rel_graph_free(&alone);
    rel_scratch_release(ctx, mark);
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    CHECK_OK(&ctx, make_graph(&ctx, 11, &g));
    first_by_number(&ctx, &g);
    discount(&ctx, &g);
    rules_are_kept(&ctx, &g);
    threads_and_memory(&ctx, &g);
    followers(&ctx, &g);
    rel_graph_free(&g);
    degenerate(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
