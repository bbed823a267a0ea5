/* Who is around one account, and who gives attention to several. */
#include <stdlib.h>

#include "algorithms/structure/audience.h"
#include "algorithms/structure/ego.h"
#include "bench/kernels.h"

enum { ACCOUNTS = 10, HOPS = 2 };

/* The ten with the largest audiences. */
static void most_heard(const rel_graph *g, rel_vid account[ACCOUNTS])
{
    for (int k = 0; k < ACCOUNTS; k++) {
        rel_eid most = -1;
        for (rel_vid v = 0; v < g->n; v++) {
            const rel_eid size = g->in.off[v + 1] - g->in.off[v];
            bool taken = false;
            for (int i = 0; i < k; i++) taken = taken || account[i] == v;
            if (taken || size <= most) continue;
            most = size;
            account[k] = v;
        }
    }
}

static rel_status prepare_audience(rel_ctx *ctx, bench_subject *s)
{
    (void)ctx;
    most_heard(s->g, s->number);
    return REL_OK;
}

static rel_status audience(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_audience a = {0};
    const rel_status st = rel_audience_overlap(ctx, s->g, s->number, ACCOUNTS, &a);
    memset(s->counts, 0, ((size_t)1 << ACCOUNTS) * sizeof *s->counts);
    for (int64_t i = 0; st == REL_OK && i < a.patterns; i++)
        s->counts[a.pattern[i].accounts] = a.pattern[i].exactly;
    s->total = a.reached;
    rel_audience_free(&a);
    return st;
}

/* Everybody's pattern, looked up edge by edge. */
static rel_status check_audience(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    enum { PATTERNS = 1 << ACCOUNTS };
    int64_t plain[PATTERNS] = {0}, wrong = 0, reached = 0;
    (void)ctx;
    for (rel_vid v = 0; v < s->g->n; v++) {
        size_t pattern = 0;
        for (int k = 0; k < ACCOUNTS; k++)
            pattern |= (size_t)(rel_graph_find(s->g, v, s->number[k]) >= 0) << k;
        plain[pattern]++;
    }
    for (size_t p = 1; p < PATTERNS; p++) {
        wrong += plain[p] != s->counts[p];
        reached += plain[p];
    }
    bench_found(a, wrong == 0 && reached == s->total, "%lld reached, each pattern as by looking up each edge",
                (long long)reached);
    return REL_OK;
}

static bool room_for_patterns(const rel_graph *g)
{
    return g->n >= 1 << ACCOUNTS;
}

/* Only the rows of the accounts are read, and a number for each vertex. */
static double traffic_audience(const bench_subject *s)
{
    rel_eid members = 0;
    for (int k = 0; k < ACCOUNTS; k++) members += s->g->in.off[s->number[k] + 1] - s->g->in.off[s->number[k]];
    return 4 * (double)members + 4 * (double)s->g->n;
}

static rel_status prepare_ego(rel_ctx *ctx, bench_subject *s)
{
    (void)ctx;
    memset(s->counts, 0, s->g->n * sizeof *s->counts);
    bench_choose(s->g, s->number, 1);
    return REL_OK;
}

static rel_status ego(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    int64_t at[HOPS + 1] = {0};
    const rel_ego_opts o = {.centre = s->number, .centres = 1, .hops = HOPS, .direction = REL_EGO_ALL};
    const rel_status st = rel_ego(ctx, s->g, o, (uint8_t *)s->counts, at);
    s->total = at[0] + at[1] + at[2];
    return st;
}

static rel_status peer_ego(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_vector_int_t size;
    igraph_vector_int_init(&size, 1);
    const igraph_error_t code =
        igraph_neighborhood_size(&s->peer, &size, igraph_vss_1(s->number[0]), HOPS, IGRAPH_ALL, 0);
    s->peer_value = (double)VECTOR(size)[0];
    igraph_vector_int_destroy(&size);
    return bench_igraph(ctx, code);
}

static void mark_next(const rel_csr *c, rel_vid v, uint8_t step, uint8_t *plain)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (!plain[c->adj[e]]) plain[c->adj[e]] = step;
}

/* Step after step over all vertices. */
static rel_status check_ego(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    uint8_t *plain = NULL;
    const uint8_t *mine = (const uint8_t *)s->counts;
    int64_t wrong = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &plain, s->g->n, 1, "check"));
    plain[s->number[0]] = 1;
    for (uint8_t step = 1; step <= HOPS; step++)
        for (rel_vid v = 0; v < s->g->n; v++) {
            if (plain[v] != step) continue;
            mark_next(&s->g->out, v, (uint8_t)(step + 1), plain);
            mark_next(&s->g->in, v, (uint8_t)(step + 1), plain);
        }
    for (rel_vid v = 0; v < s->g->n; v++) wrong += plain[v] != mine[v];
    bench_found(a, wrong == 0, "%lld within %d steps, as by plain steps", (long long)s->total, HOPS);
    if (s->peer_ran) bench_found(a, (double)s->total == s->peer_value, "as igraph's");
out:
    rel_scratch_release(ctx, mark);
    return st;
}

const bench_kernel bench_kernels_audience[] = {
    {"ego-2", ego, peer_ego, check_ego, .graphs = ON_ALL, .prepare = prepare_ego},
    {"audience-10", audience, NULL, check_audience, .graphs = ON_ALL, .fits = room_for_patterns,
     .traffic = traffic_audience, .prepare = prepare_audience},
    {0},
};
