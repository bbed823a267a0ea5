/* Who reaches whom with which probability: every rule on a graph small enough to write down. */
#include <math.h>

#include "algorithms/diffusion/influence.h"
#include "graph/builder.h"
#include "tests/check.h"

/* 0 hears it from 1, 2, 3; 1 from 0; 2 from nobody; 3 from 0, 1. */
static const rel_vid source[] = {0, 0, 0, 1, 3, 3}, target[] = {1, 2, 3, 0, 0, 1};
enum { N = 4, M = 6 };

static void build(rel_ctx *ctx, rel_graph *g)
{
    const rel_edges edges = {.count = M, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g));
}

static bool near(double found, double expected)
{
    return fabs(found - expected) < 1e-7;
}

static void by_hand(rel_ctx *ctx, const rel_graph *g)
{
    rel_influence f = {0};
    rel_influence_opts o = {.rule = REL_INFLUENCE_CASCADE};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(f.n == N && f.m == M && !f.p && f.sender == g->out.adj && f.off == g->out.off);
    CHECK(near(rel_influence_p(&f, 0, 1), 1. / 3) && near(rel_influence_p(&f, 3, 4), 0.5));
    CHECK(!rel_influence_delays(&f));
    rel_influence_free(&f);
    o = (rel_influence_opts){.rule = REL_INFLUENCE_UNIFORM, .p = 0.4};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(near(rel_influence_p(&f, 0, 1), 0.4) && f.rescaled == 0);
    rel_influence_free(&f);
    o.model = REL_SPREAD_LT; /* 3 x 0.4 > 1 */
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(near(rel_influence_p(&f, 0, 1), 1. / 3) && near(rel_influence_p(&f, 3, 4), 0.4) && f.rescaled == 1);
    rel_influence_free(&f);
}

/* Probabilities and delays move together; equal ones go by the sender. */
static void given(rel_ctx *ctx, const rel_graph *g)
{
    const float p[M] = {0.5f, 0.75f, 0.5f, 0, 1, 0.25f}, delay[M] = {1, 2, 3, 4, 5, 6};
    const rel_vid sender[M] = {2, 1, 3, 0, 0, 1};
    const float sorted[M] = {0.75f, 0.5f, 0.5f, 0, 1, 0.25f}, moved[M] = {2, 1, 3, 4, 5, 6};
    rel_influence_opts o = {.rule = REL_INFLUENCE_GIVEN, .given = p, .delay = delay, .max_time = 2};
    rel_influence f = {0};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(!memcmp(f.sender, sender, sizeof sender) && !memcmp(f.p, sorted, sizeof sorted) &&
          !memcmp(f.delay, moved, sizeof moved));
    CHECK(rel_influence_delays(&f) && rel_influence_delay(&f, 2) == 3 && rel_influence_p(&f, 0, 0) == 0.75);
    rel_influence_free(&f);
    o.model = REL_SPREAD_LT; /* 1.75 and 1.25 are too much */
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(f.rescaled == 2 && near(rel_influence_p(&f, 0, 0), 0.75 / 1.75) &&
          near(rel_influence_p(&f, 3, 5), 0.2) && rel_influence_p(&f, 1, 3) == 0);
    rel_influence_free(&f);
    o = (rel_influence_opts){.delay = delay};
    CHECK_OK(ctx, rel_influence_make(ctx, g, &o, &f));
    CHECK(f.sender == g->out.adj && f.delay != delay && !memcmp(f.delay, delay, sizeof delay));
    rel_influence_free(&f);
}

/* Long rows in every order, against the law that a sorted row obeys; a third of each value of trivalency; the
 * same at any thread count. */
static void trivalency(rel_ctx *ctx)
{
    enum { HUB = 30000 };
    static rel_vid from[HUB - 1], to[HUB - 1];
    rel_graph g = {0};
    rel_influence f[2] = {0};
    int64_t seen[3] = {0};
    for (rel_vid v = 1; v < HUB; v++) from[v - 1] = 0, to[v - 1] = v;
    const rel_edges edges = {.count = HUB - 1, .source = from, .target = to};
    CHECK_OK(ctx, rel_graph_build(ctx, HUB, &edges, REL_BUILD_DEFAULTS, &g));
    const rel_influence_opts o = {.rule = REL_INFLUENCE_TRIVALENCY};
    for (int i = 0; i < 2; i++) {
        ctx->threads = i ? 8 : 1;
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f[i]));
    }
    CHECK(!memcmp(f[0].p, f[1].p, sizeof *f->p * (HUB - 1)) &&
          !memcmp(f[0].sender, f[1].sender, sizeof *f->sender * (HUB - 1)));
    for (rel_eid e = 0; e < HUB - 1; e++) {
        const float p = f->p[e];
        seen[p > 0.05f ? 0 : p > 0.005f ? 1 : 2]++;
        if (e) CHECK(p < f->p[e - 1] || (p == f->p[e - 1] && f->sender[e] > f->sender[e - 1]));
    }
    for (int i = 0; i < 3; i++) CHECK(seen[i] > HUB / 3 - 500 && seen[i] < HUB / 3 + 500);
    rel_influence_free(&f[0]);
    rel_influence_free(&f[1]);
    rel_graph_free(&g);
}

static void refuse(rel_ctx *ctx, const rel_graph *g, rel_influence_opts o, rel_status st, const char *words)
{
    rel_influence f = {0};
    CHECK(rel_influence_make(ctx, g, &o, &f) == st);
    CHECK_TEXT(ctx->message, words);
    CHECK(!f.owner && !f.off);
}

static void errors(rel_ctx *ctx, rel_graph *g)
{
    const float p[M] = {0, 1, 0, 0.5f, 1.5f, 0}, delay[M] = {1, 1, 1, 0, 1, 1};
    const rel_vid rival[] = {9};
    const rel_influence_opts uniform = {.rule = REL_INFLUENCE_UNIFORM, .p = NAN};
    refuse(ctx, g, uniform, REL_E_USAGE, "influence: nan is not a probability from 0 to 1");
    refuse(ctx, g, (rel_influence_opts){.rule = REL_INFLUENCE_GIVEN}, REL_E_USAGE,
           "influence: no probabilities were given");
    refuse(ctx, g, (rel_influence_opts){.rule = REL_INFLUENCE_GIVEN, .given = p}, REL_E_DATA,
           "influence of '0' on '3': 1.5 is not a probability from 0 to 1");
    refuse(ctx, g, (rel_influence_opts){.delay = delay}, REL_E_DATA,
           "influence of '0' on '1': 0 is not a delay above 0");
    refuse(ctx, g, (rel_influence_opts){.max_time = 1}, REL_E_USAGE,
           "influence: a deadline in time needs delays");
    refuse(ctx, g, (rel_influence_opts){.max_hops = 2, .mean_delay = 1}, REL_E_USAGE,
           "influence: a deadline in hops excludes delays");
    refuse(ctx, g, (rel_influence_opts){.rival = rival, .rivals = 1}, REL_E_USAGE,
           "influence: there is no account 9 for the competitor");
    refuse(ctx, g, (rel_influence_opts){.model = REL_SPREAD_LT, .rival = rival, .rivals = 1}, REL_E_USAGE,
           "influence: a competitor needs independent cascades without delays");
}

static void memory(rel_ctx *ctx, const rel_graph *g)
{
    const float one[M] = {1, 1, 1, 1, 1, 1};
    const rel_vid rival[] = {2};
    const rel_influence_opts timed = {.rule = REL_INFLUENCE_GIVEN, .given = one, .delay = one},
                             raced = {.rule = REL_INFLUENCE_TRIVALENCY, .rival = rival, .rivals = 1};
    rel_influence f = {0};
    CHECK_TORTURE(ctx, rel_influence_make(ctx, g, &timed, &f), rel_influence_free(&f));
    CHECK_TORTURE(ctx, rel_influence_make(ctx, g, &raced, &f), rel_influence_free(&f));
    CHECK_OK(ctx, rel_influence_make(ctx, g, &raced, &f));
    CHECK(f.is_rival && f.is_rival[2] && !f.is_rival[1]);
    rel_influence_free(&f);
    rel_influence_free(&f);
}

static void nobody(rel_ctx *ctx)
{
    const rel_edges edges = {0};
    for (rel_vid n = 0; n < 2; n++)
        for (int rule = REL_INFLUENCE_CASCADE; rule <= REL_INFLUENCE_GIVEN; rule++) {
            rel_graph g = {0};
            rel_influence f = {0};
            const rel_influence_opts o = {.rule = (rel_influence_rule)rule, .p = 1};
            CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, &g));
            CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
            CHECK(f.n == n && f.m == 0);
            rel_influence_free(&f);
            rel_graph_free(&g);
        }
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g = {0};
    rel_ctx_init(&ctx, 2);
    build(&ctx, &g);
    by_hand(&ctx, &g);
    given(&ctx, &g);
    errors(&ctx, &g);
    memory(&ctx, &g);
    trivalency(&ctx);
    nobody(&ctx);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
