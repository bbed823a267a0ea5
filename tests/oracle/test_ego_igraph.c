/* Ego networks against igraph's neighbourhoods; audience intersections against sets compared one by one. The
 * same at 1, 2, 8 threads. */
#include <math.h>

#include "algorithms/structure/audience.h"
#include "algorithms/structure/ego.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24, CENTRES = 3, STREAM_CENTRE = 101, STREAM_ACCOUNT };

/* The distance igraph gives v from the nearest centre, up to hops, plus 1; 0 beyond. */
static uint8_t *expected_steps(const random_graph *r, const rel_vid *centre, int hops, igraph_neimode_t mode)
{
    uint8_t *step = calloc(r->graph.n, 1);
    igraph_vector_int_list_t lists;
    igraph_vector_int_t centres;
    igraph_vector_int_list_init(&lists, 0);
    igraph_vector_int_init(&centres, CENTRES);
    for (int k = 0; k < CENTRES; k++) VECTOR(centres)[k] = centre[k];
    for (int h = hops; h >= 0; h--) {
        igraph_neighborhood(&r->oracle, &lists, igraph_vss_vector(&centres), h, mode, 0);
        for (int k = 0; k < CENTRES; k++) {
            const igraph_vector_int_t *near = igraph_vector_int_list_get_ptr(&lists, k);
            for (igraph_integer_t i = 0; i < igraph_vector_int_size(near); i++)
                step[VECTOR(*near)[i]] = (uint8_t)(h + 1);
        }
    }
    igraph_vector_int_destroy(&centres);
    igraph_vector_int_list_destroy(&lists);
    return step;
}

static void ego(rel_ctx *ctx, const random_graph *r, uint64_t seed)
{
    static const igraph_neimode_t modes[] = {IGRAPH_IN, IGRAPH_OUT, IGRAPH_ALL};
    rel_vid centre[CENTRES];
    uint8_t *step = malloc(r->graph.n);
    for (uint64_t k = 0; k < CENTRES; k++)
        centre[k] = (rel_vid)rel_rand_below(seed, STREAM_CENTRE, k, r->graph.n);
    for (int direction = 0; direction < 3; direction++)
        for (int hops = 0; hops < 5; hops++) {
            uint8_t *theirs = expected_steps(r, centre, hops, modes[direction]);
            const rel_ego_opts o = {.centre = centre, CENTRES, hops, (rel_ego_direction)direction};
            int64_t at[5], count[5] = {0};
            for (rel_vid v = 0; v < r->graph.n; v++)
                if (theirs[v]) count[theirs[v] - 1]++;
            for (int k = 0; k < 3; k++) {
                ctx->threads = (const int[]){1, 2, 8}[k];
                CHECK_OK(ctx, rel_ego(ctx, &r->graph, o, step, at));
                CHECK(memcmp(step, theirs, r->graph.n) == 0);
                CHECK(memcmp(at, count, ((size_t)hops + 1) * sizeof *at) == 0);
            }
            free(theirs);
        }
    free(step);
}

/* Every subset of the accounts, by looking at every vertex. */
static void audience(rel_ctx *ctx, const rel_graph *g, uint64_t seed)
{
    enum { ACCOUNTS = 5 };
    rel_vid account[ACCOUNTS];
    uint32_t *member = calloc(g->n, sizeof *member);
    rel_audience a = {0}, again = {0};
    int64_t population = 0, reached = 0;
    /* The skewed random graph has its hubs at the small numbers. */
    for (uint64_t k = 0; k < ACCOUNTS; k++) account[k] = (rel_vid)(k * 2 + (k && seed % 2));
    for (rel_vid v = 0; v < g->n; v++) {
        for (int k = 0; k < ACCOUNTS; k++)
            if (rel_graph_find(g, v, account[k]) >= 0) member[v] |= 1u << k;
        population += g->out.off[v + 1] > g->out.off[v];
        reached += member[v] != 0;
    }
    ctx->threads = 1;
    CHECK_OK(ctx, rel_audience_overlap(ctx, g, account, ACCOUNTS, &a));
    CHECK(a.population == population && a.reached == reached);
    int64_t occurring = 0, next = 0;
    for (uint32_t s = 1; s < 1u << ACCOUNTS; s++) {
        int64_t exactly = 0, at_least = 0;
        double expected = (double)population;
        for (rel_vid v = 0; v < g->n; v++) {
            exactly += member[v] == s;
            at_least += (member[v] & s) == s;
        }
        for (int k = 0; k < ACCOUNTS; k++)
            if (s >> k & 1) expected *= (double)a.size[k] / (double)population;
        if (!exactly) continue;
        occurring++;
        for (next = 0; next < a.patterns && a.pattern[next].accounts != s; next++) continue;
        CHECK(next < a.patterns);
        if (next == a.patterns) continue;
        const rel_audience_pattern *p = &a.pattern[next];
        CHECK(p->exactly == exactly && p->at_least == at_least);
        CHECK(fabs(p->expected - expected) <= 1e-12 * expected);
        CHECK(fabs(p->lift - (double)at_least / expected) <= 1e-12 * p->lift);
        CHECK(next == 0 || p[-1].exactly > exactly || (p[-1].exactly == exactly && p[-1].accounts < s));
    }
    CHECK(occurring == a.patterns);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_audience_overlap(ctx, g, account, ACCOUNTS, &again));
        CHECK(again.patterns == a.patterns &&
              memcmp(again.pattern, a.pattern, (size_t)a.patterns * sizeof *a.pattern) == 0);
        CHECK(memcmp(again.pair, a.pair, sizeof a.pair) == 0);
        rel_audience_free(&again);
    }
    rel_audience_free(&a);
    free(member);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 30000 : (rel_vid)(12 + seed * seed);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 3 != 0,
                                         seed % 2 == 0, &r));
        ego(&ctx, &r, seed);
        audience(&ctx, &r.graph, seed);
        random_graph_free(&r);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
