/* Who is around one account, and who gives attention to several. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/structure/audience.h"
#include "algorithms/structure/ego.h"
#include "bench/kernels.h"

enum { ACCOUNTS = 10, PAIRS = ACCOUNTS * ACCOUNTS, HOPS = 2 };

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
    for (int k = 0; k < PAIRS; k++) s->score[k] = a.pair[k / ACCOUNTS][k % ACCOUNTS].jaccard;
    rel_audience_free(&a);
    return st;
}

static rel_status choose_accounts(rel_ctx *ctx, const bench_subject *s, igraph_vector_int_t *list,
                                  igraph_vs_t *which)
{
    rel_status st = bench_igraph(ctx, igraph_vector_int_init(list, ACCOUNTS));
    if (st != REL_OK) return st;
    for (int k = 0; k < ACCOUNTS; k++) VECTOR(*list)[k] = s->number[k];
    st = bench_igraph(ctx, igraph_vs_vector(which, list));
    if (st != REL_OK) igraph_vector_int_destroy(list);
    return st;
}

/* Only what igraph has: the share that each two audiences have in common, of the ten patterns nothing. */
static rel_status peer_audience(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_vector_int_t list;
    igraph_vs_t which;
    igraph_matrix_t jaccard;
    rel_status st = choose_accounts(ctx, s, &list, &which);
    if (st != REL_OK) return st;
    igraph_matrix_init(&jaccard, 0, 0);
    st = bench_igraph(ctx, igraph_similarity_jaccard(&s->peer, &jaccard, which, IGRAPH_IN, false));
    for (int k = 0; st == REL_OK && k < PAIRS; k++)
        VECTOR(s->peer_score)[k] = MATRIX(jaccard, k / ACCOUNTS, k % ACCOUNTS);
    igraph_matrix_destroy(&jaccard);
    igraph_vector_int_destroy(&list);
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
    double off = 0;
    for (int k = 0; s->peer_ran && k < PAIRS; k++)
        off = fmax(off, fabs(s->score[k] - VECTOR(s->peer_score)[k]));
    if (s->peer_ran) bench_found(a, off <= 1e-12, "the shares of each two as igraph's");
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

static rel_status prepare_hub(rel_ctx *ctx, bench_subject *s)
{
    (void)ctx;
    memset(s->counts, 0, s->g->n * sizeof *s->counts);
    most_heard(s->g, s->number);
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

/* The network of those one step from the centre, with its edges. */
static rel_status network(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    const rel_ego_opts o = {.centre = s->number, .centres = 1, .hops = 1, .direction = REL_EGO_ALL};
    rel_graph part = {0};
    rel_status st = rel_ego(ctx, s->g, o, (uint8_t *)s->counts, NULL);
    if (st != REL_OK) return st;
    st = rel_graph_subgraph(ctx, s->g, (const uint8_t *)s->counts, &part);
    s->total = part.n;
    s->value = (double)part.m;
    rel_graph_free(&part);
    return st;
}

static rel_status peer_network(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_graph_list_t list;
    igraph_graph_list_init(&list, 0);
    const igraph_error_t code =
        igraph_neighborhood_graphs(&s->peer, &list, igraph_vss_1(s->number[0]), 1, IGRAPH_ALL, 0);
    const igraph_t *part = code == IGRAPH_SUCCESS ? igraph_graph_list_get_ptr(&list, 0) : NULL;
    s->peer_value = part ? (double)igraph_ecount(part) * (s->g->directed ? 1 : 2) : 0;
    igraph_graph_list_destroy(&list);
    return bench_igraph(ctx, code);
}

/* The arcs among the marked, looked at one by one. */
static rel_status check_network(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    const uint8_t *in = (const uint8_t *)s->counts;
    int64_t people = 0, arcs = 0;
    (void)ctx;
    for (rel_vid v = 0; v < s->g->n; v++) {
        people += in[v] != 0;
        for (rel_eid e = s->g->out.off[v]; in[v] && e < s->g->out.off[v + 1]; e++)
            arcs += in[s->g->out.adj[e]] != 0;
    }
    bench_found(a, people == s->total && (double)arcs == s->value, "%lld accounts, %lld arcs",
                (long long)people, (long long)arcs);
    if (s->peer_ran) bench_found(a, s->value == s->peer_value, "as igraph's");
    return REL_OK;
}

const bench_kernel bench_kernels_audience[] = {
    {"ego-2", ego, peer_ego, check_ego, .graphs = ON_ALL, .prepare = prepare_ego},
    {"ego-2-hub", ego, peer_ego, check_ego, .graphs = ON_ALL, .fits = room_for_patterns,
     .prepare = prepare_hub},
    {"ego-network", network, peer_network, check_network, .graphs = ON_ALL, .prepare = prepare_ego},
    {"ego-network-hub", network, peer_network, check_network, .graphs = ON_ALL, .fits = room_for_patterns,
     .prepare = prepare_hub},
    {"audience-10", audience, peer_audience, check_audience, .graphs = ON_ALL, .fits = room_for_patterns,
     .traffic = traffic_audience, .prepare = prepare_audience},
    {0},
};
