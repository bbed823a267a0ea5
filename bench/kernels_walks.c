/* Degree and what is computed by walking along edges, round after round. */
#include <math.h>

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/centrality/spectral.h"
#include "bench/kernels.h"
#include "bench/oracle.h"

static rel_status degree(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_degree(ctx, s->g, REL_DEGREE_ALL, false, s->score);
}

static rel_status peer_degree(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    const rel_status st =
        bench_igraph(ctx, igraph_degree(&s->peer, &s->peer_number, igraph_vss_all(), IGRAPH_ALL, true));
    return st;
}

static rel_status check_degree(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    double sum = 0;
    (void)ctx;
    for (rel_vid v = 0; v < s->g->n; v++) sum += s->score[v];
    bench_found(a, sum == (double)s->g->m * (s->g->directed ? 2 : 1), "the sum is the number of ends");
    if (!s->peer_ran) return REL_OK;
    for (rel_vid v = 0; v < s->g->n; v++) VECTOR(s->peer_score)[v] = (double)VECTOR(s->peer_number)[v];
    bench_found_near(a, s, 1, 0);
    return REL_OK;
}

static double traffic_degree(const bench_subject *s)
{
    return (s->g->directed ? 24 : 16) * (double)s->g->n;
}

static rel_status strength(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_degree(ctx, s->g, REL_DEGREE_IN, true, s->score);
}

static rel_status peer_strength(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(
        ctx, igraph_strength(&s->peer, &s->peer_score, igraph_vss_all(), IGRAPH_IN, true, &s->peer_weight));
}

static rel_status check_strength(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    double worst = 0;
    (void)ctx;
    for (rel_vid v = 0; v < s->g->n; v++) {
        double sum = 0;
        for (rel_eid e = s->g->in.off[v]; e < s->g->in.off[v + 1]; e++) sum += (double)s->g->in.weight[e];
        worst = fmax(worst, fabs(sum - s->score[v]));
    }
    bench_found(a, worst == 0, "the sums of the rows");
    bench_found_near(a, s, 1, 1e-9);
    return REL_OK;
}

static double traffic_strength(const bench_subject *s)
{
    return 4 * (double)s->g->m + 16 * (double)s->g->n;
}

static rel_status run_pagerank(rel_ctx *ctx, bench_subject *s, double tol, const double *jump)
{
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    o.tol = tol;
    o.jump = jump;
    return rel_pagerank(ctx, s->read, o, s->score, &s->rounds);
}

static rel_status pagerank(rel_ctx *ctx, void *user)
{
    return run_pagerank(ctx, user, 1e-9, NULL);
}

static rel_status pagerank_coarse(rel_ctx *ctx, void *user)
{
    return run_pagerank(ctx, user, 1e-4, NULL);
}

static rel_status pagerank_jump(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return run_pagerank(ctx, s, 1e-9, s->jump);
}

static const igraph_vector_t *weights(const bench_subject *s)
{
    return igraph_vector_size(&s->peer_weight) ? &s->peer_weight : NULL;
}

static rel_status peer_pagerank(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_pagerank(&s->peer, IGRAPH_PAGERANK_ALGO_PRPACK, &s->peer_score, NULL,
                                             igraph_vss_all(), true, REL_PAGERANK_DEFAULTS.damping,
                                             weights(s), NULL));
}

static rel_status peer_pagerank_jump(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_vector_t reset;
    const rel_status st = bench_igraph(ctx, igraph_vector_init_array(&reset, s->jump, s->g->n));
    if (st != REL_OK) return st;
    const igraph_error_t code = igraph_personalized_pagerank(
        &s->peer, IGRAPH_PAGERANK_ALGO_PRPACK, &s->peer_score, NULL, igraph_vss_all(), true,
        REL_PAGERANK_DEFAULTS.damping, &reset, weights(s), NULL);
    igraph_vector_destroy(&reset);
    return bench_igraph(ctx, code);
}

/* The oracle starts from the answer, as PageRank is the only fixed point: it then needs few rounds. */
static rel_status check_l1(rel_ctx *ctx, bench_subject *s, double tol, const double *jump, bool peer,
                           bench_answer *a)
{
    double error = 0, difference = 0;
    memcpy(s->score2, s->score, s->g->n * sizeof *s->score);
    const rel_status st = oracle_pagerank(ctx, s->g, REL_PAGERANK_DEFAULTS.damping, jump, true, s->score2);
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < s->g->n; v++) error += fabs(s->score[v] - s->score2[v]);
    bench_found(a, error <= tol, "L1 error %.1e, %d rounds", error, s->rounds);
    if (!s->peer_ran || !peer) return st;
    for (rel_vid v = 0; v < s->g->n; v++) difference += fabs(s->score2[v] - VECTOR(s->peer_score)[v]);
    bench_found(a, difference <= 1e-6, "igraph's %.1e", difference);
    return st;
}

static rel_status check_pagerank(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    return check_l1(ctx, s, 1e-9, NULL, true, a);
}

static rel_status check_pagerank_coarse(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    return check_l1(ctx, s, 1e-4, NULL, false, a);
}

static rel_status check_pagerank_jump(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    return check_l1(ctx, s, 1e-9, s->jump, true, a);
}

/* Each round reads the rows, the offsets and a vector, and writes one, in float at least. */
static double traffic_pagerank(const bench_subject *s)
{
    return s->rounds * bench_traffic(s, 1, 8);
}

/* Rows packed: half of the bytes when there are two directions. */
static double traffic_packed(const bench_subject *s)
{
    const double bytes = (double)rel_graph_bytes(s->read) / (s->g->directed ? 2 : 1);
    return s->rounds * (bytes + 8 * (double)s->g->n);
}

/* The same in double. */
static double traffic_rounds(const bench_subject *s)
{
    return s->rounds * bench_traffic(s, 1, 16);
}

static rel_status eigenvector(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_eigenvector(ctx, s->g, REL_SPECTRAL_DEFAULTS, s->score, &s->value, &s->rounds);
}

static rel_status peer_eigenvector(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_arpack_options_t arpack;
    igraph_arpack_options_init(&arpack);
    return bench_igraph(ctx, igraph_eigenvector_centrality(&s->peer, &s->peer_score, NULL, s->g->directed,
                                                           true, weights(s), &arpack));
}

static double worst_residual(const bench_subject *s, const double *product, double factor, double added)
{
    double worst = 0;
    for (rel_vid v = 0; v < s->g->n; v++)
        worst = fmax(worst, fabs(factor * product[v] + added - s->score[v]));
    return worst;
}

static rel_status check_eigenvector(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    oracle_gather(ctx->threads, &s->g->in, s->g->n, s->score, s->score2);
    const double off = worst_residual(s, s->score2, 1 / s->value, 0);
    bench_found(a, off <= 1e-8, "residual %.1e, %d rounds", off, s->rounds);
    bench_found_near(a, s, 1, 1e-6);
    return REL_OK;
}

static rel_status hits(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_hits(ctx, s->g, REL_SPECTRAL_DEFAULTS, s->score2, s->score, &s->value, &s->rounds);
}

static rel_status peer_hits(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_arpack_options_t arpack;
    igraph_arpack_options_init(&arpack);
    return bench_igraph(ctx, igraph_hub_and_authority_scores(&s->peer, NULL, &s->peer_score, NULL, true,
                                                             weights(s), &arpack));
}

/* authority again from the hubs, scaled to maximum 1. */
static rel_status check_hits(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    double *product = NULL, most = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &product, s->g->n, sizeof *product, "check"));
    oracle_gather(ctx->threads, &s->g->out, s->g->n, s->score, product);
    oracle_gather(ctx->threads, &s->g->in, s->g->n, product, s->score2);
    for (rel_vid v = 0; v < s->g->n; v++) most = fmax(most, s->score2[v]);
    const double off = worst_residual(s, s->score2, 1 / most, 0);
    bench_found(a, off <= 1e-8, "residual %.1e, %d rounds", off, s->rounds);
    bench_found_near(a, s, 1, 1e-6);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double traffic_hits(const bench_subject *s)
{
    return s->rounds * bench_traffic(s, 2, 32);
}

/* Alpha is half of what the series bears. */
static rel_status katz(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_katz(ctx, s->g, s->katz_alpha, REL_SPECTRAL_DEFAULTS, s->score, &s->rounds);
}

static rel_status prepare_katz(rel_ctx *ctx, bench_subject *s)
{
    double value = 0;
    const rel_status st = rel_eigenvector(ctx, s->g, REL_SPECTRAL_DEFAULTS, s->score2, &value, NULL);
    s->katz_alpha = 0.5 / value;
    return st;
}

static rel_status check_katz(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    double most = 0;
    oracle_gather(ctx->threads, &s->g->in, s->g->n, s->score, s->score2);
    for (rel_vid v = 0; v < s->g->n; v++) most = fmax(most, s->score[v]);
    const double off = worst_residual(s, s->score2, s->katz_alpha, 1) / most;
    bench_found(a, off <= 1e-8, "residual %.1e, %d rounds", off, s->rounds);
    return REL_OK;
}

const bench_kernel bench_kernels_walks[] = {
    {"degree", degree, peer_degree, check_degree, .graphs = ON_ALL, .traffic = traffic_degree},
    {"strength", strength, peer_strength, check_strength, .graphs = ON_ALL | ON_WEIGHTED,
     .traffic = traffic_strength},
    {"pagerank", pagerank, peer_pagerank, check_pagerank, .graphs = ON_ALL, .traffic = traffic_pagerank},
    {"pagerank-packed", pagerank, NULL, check_pagerank, .graphs = ON_ALL, .traffic = traffic_packed,
     .packed = true},
    {"pagerank-1e-4", pagerank_coarse, NULL, check_pagerank_coarse, .graphs = ON_ALL,
     .traffic = traffic_pagerank},
    {"pagerank-jump", pagerank_jump, peer_pagerank_jump, check_pagerank_jump, .graphs = ON_ALL,
     .traffic = traffic_pagerank},
    {"eigenvector", eigenvector, peer_eigenvector, check_eigenvector, .graphs = ON_ALL,
     .traffic = traffic_rounds},
    {"hits", hits, peer_hits, check_hits, .graphs = ON_ALL, .traffic = traffic_hits},
    {"katz", katz, NULL, check_katz, .graphs = ON_ALL, .traffic = traffic_rounds, .prepare = prepare_katz},
    {0},
};
