/* What shortest paths say. */
#include <math.h>

#include "algorithms/centrality/betweenness.h"
#include "algorithms/centrality/betweenness_sampling.h"
#include "algorithms/centrality/distances.h"
#include "bench/kernels.h"
#include "bench/oracle.h"
#include "src/base/rng.h"

enum {
    SOURCES = 16,
    TARGETS = 32,
    EXACT_MAX = 1 << 14,
    HARMONIC_MAX = 1 << 17,
    PEER_TARGETS = 64,
    FIRST = 10,
    WEIGHTED_MAX = 1 << 12
};

static bool few_vertices(const rel_graph *g)
{
    return g->n <= EXACT_MAX;
}

static bool some_vertices(const rel_graph *g)
{
    return g->n <= HARMONIC_MAX;
}

static rel_status betweenness(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_betweenness(ctx, s->g, REL_BETWEENNESS_DEFAULTS, s->score);
}

static rel_status peer_betweenness(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx,
                        igraph_betweenness(&s->peer, &s->peer_score, igraph_vss_all(), s->g->directed, NULL));
}

static rel_status from_sources(rel_ctx *ctx, bench_subject *s, const float *length)
{
    rel_vid source[SOURCES];
    bench_choose(s->g, source, SOURCES);
    const rel_betweenness_opts o = {.source = source, .count = SOURCES, .length = length};
    return rel_betweenness(ctx, s->g, o, s->score);
}

static rel_status betweenness_some(rel_ctx *ctx, void *user)
{
    return from_sources(ctx, user, NULL);
}

static rel_status betweenness_weighted(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return from_sources(ctx, s, s->g->out.weight);
}

/* igraph counts each pair of an undirected graph once. */
static rel_status peer_from_sources(rel_ctx *ctx, bench_subject *s, const igraph_vector_t *length)
{
    rel_vid source[SOURCES];
    igraph_vs_t some;
    igraph_vector_int_t list;
    bench_choose(s->g, source, SOURCES);
    igraph_vector_int_init(&list, SOURCES);
    for (int k = 0; k < SOURCES; k++) VECTOR(list)[k] = source[k];
    igraph_vs_vector(&some, &list);
    const igraph_error_t code = igraph_betweenness_subset(&s->peer, &s->peer_score, igraph_vss_all(),
                                                          s->g->directed, some, igraph_vss_all(), length);
    if (!s->g->directed) igraph_vector_scale(&s->peer_score, 2);
    igraph_vs_destroy(&some);
    igraph_vector_int_destroy(&list);
    return bench_igraph(ctx, code);
}

static rel_status peer_betweenness_some(rel_ctx *ctx, void *user)
{
    return peer_from_sources(ctx, user, NULL);
}

static rel_status peer_betweenness_weighted(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return peer_from_sources(ctx, s, &s->peer_weight);
}

static rel_status check_by_igraph(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    (void)ctx;
    bench_found_near(a, s, 1, 1e-5);
    return REL_OK;
}

static rel_status check_betweenness_some(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_vid source[SOURCES];
    double worst = 0;
    bench_choose(s->g, source, SOURCES);
    const rel_status st = oracle_betweenness(ctx, s->g, source, SOURCES, s->score2);
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < s->g->n; v++)
        if (s->score2[v] > 0 || s->score[v] > 0)
            worst = fmax(worst, fabs(s->score[v] - s->score2[v]) / fmax(s->score2[v], 1e-300));
    bench_found(a, worst <= 1e-5, "Brandes in double: largest relative error %.1e", worst);
    bench_found_near(a, s, 1, 1e-5);
    return st;
}

static rel_status sampled(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_sampled r = {.score = s->score, .error = s->score2};
    const rel_status st = rel_betweenness_sample(ctx, s->g, REL_SAMPLING_DEFAULTS, &r);
    s->total = r.samples;
    return st;
}

/* Every pair counts, so the shares of a small graph are known exactly. */
static rel_status check_sampled_exact(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    const double pairs = (double)s->g->n * ((double)s->g->n - 1), both = s->g->directed ? 1 : 2;
    double worst = 0;
    const rel_status st = rel_betweenness(ctx, s->g, REL_BETWEENNESS_DEFAULTS, s->score2);
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < s->g->n; v++)
        worst = fmax(worst, fabs(s->score[v] - both * s->score2[v] / pairs));
    bench_found(a, worst <= REL_SAMPLING_DEFAULTS.epsilon, "%lld samples, largest error %.4f",
                (long long)s->total, worst);
    return st;
}

/* Another estimate, from random sources: the mean of batches and how far it may be off. */
static rel_status check_sampled(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    enum { BATCHES = 6, STREAM_SOURCE = 0xbe };
    rel_status st;
    double *sum = NULL, *square = NULL, worst = 0;
    int64_t wrong = 0;
    const rel_graph *g = s->g;
    if (g->n <= EXACT_MAX) return check_sampled_exact(ctx, s, a);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &sum, g->n, sizeof *sum, "check"));
    REL_TRY(rel_scratch(ctx, &square, g->n, sizeof *square, "check"));
    for (int b = 0; b < BATCHES; b++) {
        rel_vid source[SOURCES];
        for (int k = 0; k < SOURCES; k++)
            source[k] = (rel_vid)rel_rand_below(ctx->seed, STREAM_SOURCE, (uint64_t)(b * SOURCES + k), g->n);
        const rel_betweenness_opts o = {.source = source, .count = SOURCES};
        REL_TRY(rel_betweenness(ctx, g, o, s->score2));
        for (rel_vid v = 0; v < g->n; v++) {
            const double share = s->score2[v] / SOURCES / ((double)g->n - 1);
            sum[v] += share;
            square[v] += share * share;
        }
    }
    for (rel_vid v = 0; v < g->n; v++) {
        const double mean = sum[v] / BATCHES;
        const double off = sqrt(fmax(0, square[v] / BATCHES - mean * mean) / (BATCHES - 1));
        worst = fmax(worst, fabs(s->score[v] - mean));
        wrong += fabs(s->score[v] - mean) > REL_SAMPLING_DEFAULTS.epsilon + 5 * off;
    }
    bench_found(a, wrong == 0, "%lld samples, at most %.4f from the estimate of %d sources",
                (long long)s->total, worst, BATCHES * SOURCES);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* What the distribution of distances says the scores add up to. */
static double sum_of_pairs(const rel_distances *d)
{
    double sum = 0;
    for (int k = 1; k <= REL_DISTANCE_MAX; k++) sum += d->pairs[k] / k;
    return sum;
}

static void check_sum(const bench_subject *s, bench_answer *a)
{
    double sum = 0;
    for (rel_vid v = 0; v < s->g->n; v++) sum += s->score[v];
    bench_found(a, fabs(sum - s->value) <= 1e-9 * sum, "the sum is that of the distances");
}

static rel_status hyperball(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_distances d = {.harmonic = s->score, .hops = 2};
    const rel_status st = rel_distances_hyperball(ctx, s->read, 8, REL_SIMD_BEST, &d);
    s->value = sum_of_pairs(&d);
    return st;
}

/* One estimate has a standard error of 6.5 %, and as most balls end as the same one, so may the mean: three
 * of them are allowed. */
static rel_status check_hyperball(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_vid target[TARGETS];
    double exact[TARGETS], off = 0, sum = 0;
    bench_choose(s->g, target, TARGETS);
    const rel_status st = oracle_harmonic(ctx, s->g, target, TARGETS, exact);
    for (int k = 0; st == REL_OK && k < TARGETS; k++) {
        off += fabs(s->score[target[k]] - exact[k]);
        sum += exact[k];
    }
    bench_found(a, off <= 3 * 0.065 * sum, "%.1f %% off the exact values of %d vertices in the mean",
                100 * off / sum, TARGETS);
    return st;
}

static rel_status harmonic(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_distances d = {.harmonic = s->score, .hops = 2};
    const rel_status st = rel_distances_exact(ctx, s->g, &d);
    s->value = sum_of_pairs(&d);
    return st;
}

/* Some vertices: all of them would take igraph n searches. Its time is scaled up to all. */
static rel_status peer_harmonic(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_vid target[PEER_TARGETS];
    igraph_vs_t some;
    igraph_vector_int_t list;
    bench_choose(s->g, target, PEER_TARGETS);
    igraph_vector_int_init(&list, PEER_TARGETS);
    for (int k = 0; k < PEER_TARGETS; k++) VECTOR(list)[k] = target[k];
    igraph_vs_vector(&some, &list);
    const igraph_error_t code =
        igraph_harmonic_centrality(&s->peer, &s->peer_score, some, IGRAPH_IN, NULL, false);
    igraph_vs_destroy(&some);
    igraph_vector_int_destroy(&list);
    s->peer_share = PEER_TARGETS / (double)s->g->n;
    return bench_igraph(ctx, code);
}

static rel_status check_harmonic(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_vid target[PEER_TARGETS];
    double exact[PEER_TARGETS], worst = 0, peer = 0;
    bench_choose(s->g, target, PEER_TARGETS);
    const rel_status st = oracle_harmonic(ctx, s->g, target, PEER_TARGETS, exact);
    for (int k = 0; st == REL_OK && k < PEER_TARGETS; k++) {
        worst = fmax(worst, fabs(s->score[target[k]] - exact[k]) / fmax(1, exact[k]));
        if (s->peer_ran) peer = fmax(peer, fabs(VECTOR(s->peer_score)[k] - exact[k]) / fmax(1, exact[k]));
    }
    bench_found(a, worst <= 1e-9, "%d vertices: largest relative error %.1e", PEER_TARGETS, worst);
    check_sum(s, a);
    if (s->peer_ran) bench_found(a, peer <= 1e-9, "igraph's %.1e", peer);
    if (s->peer_ran) igraph_vector_resize(&s->peer_score, s->g->n);
    return st;
}

static rel_status harmonic_top(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_harmonic_top(ctx, s->g, FIRST, s->number, s->score, &s->total);
}

/* igraph has no such search: the time is that of all, from which the first are to be taken. */
static rel_status check_harmonic_top(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    double exact[FIRST], worst = 0;
    const rel_status st = oracle_harmonic(ctx, s->g, s->number, FIRST, exact);
    for (int k = 0; st == REL_OK && k < FIRST; k++)
        worst = fmax(worst, fabs(s->score[k] - exact[k]) / exact[k]);
    bench_found(a, worst <= 1e-9, "the first %d, %lld searched from: largest relative error %.1e", FIRST,
                (long long)s->total, worst);
    if (s->peer_ran) igraph_vector_resize(&s->peer_score, s->g->n);
    return st;
}

static bool has_first(const rel_graph *g)
{
    return g->n >= FIRST;
}

static rel_status weighted(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_distances d = {.harmonic = s->score};
    return rel_distances_weighted(ctx, s->g, REL_LENGTH_WEIGHT, &d);
}

static rel_status peer_weighted(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_harmonic_centrality(&s->peer, &s->peer_score, igraph_vss_all(), IGRAPH_IN,
                                                        &s->peer_weight, false));
}

static bool very_few_vertices(const rel_graph *g)
{
    return g->n <= WEIGHTED_MAX;
}

const bench_kernel bench_kernels_paths[] = {
    {"betweenness-16", betweenness_some, peer_betweenness_some, check_betweenness_some, .graphs = ON_ALL},
    {"betweenness-16-weighted", betweenness_weighted, peer_betweenness_weighted, check_by_igraph,
     .graphs = ON_ALL | ON_WEIGHTED, .by_igraph = true},
    {"betweenness", betweenness, peer_betweenness, check_by_igraph, .graphs = ON_ALL, .fits = few_vertices,
     .by_igraph = true},
    {"betweenness-sampled", sampled, NULL, check_sampled, .graphs = ON_ALL},
    {"harmonic-p8", hyperball, NULL, check_hyperball, .graphs = ON_ALL},
    {"harmonic-p8-packed", hyperball, NULL, check_hyperball, .graphs = ON_ALL, .packed = true},
    {"harmonic", harmonic, peer_harmonic, check_harmonic, .graphs = ON_ALL, .fits = some_vertices},
    {"harmonic-weighted", weighted, peer_weighted, check_by_igraph, .graphs = ON_ALL | ON_WEIGHTED,
     .fits = very_few_vertices, .by_igraph = true},
    {"harmonic-top-10", harmonic_top, peer_harmonic, check_harmonic_top, .graphs = ON_ALL, .fits = has_first},
    {0},
};
