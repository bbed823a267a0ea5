#include "algorithms/centrality/pagerank.h"

#include <math.h>

#include "algorithms/centrality/packed_kernels.h"
#include "graph/reorder.h"
#include "src/base/par.h"

/* Vertices are handled in blocks cut by n alone; each block leaves partial sums that are added in block
 * order, so that no sum depends on the number of threads. */
enum { BLOCK = 256 };
/* A correction in float is worth following to this share of what it started from. */
static const double FLOAT_GAIN = 4e-6;
/* Stop a little before the aim: the rounds in float see a residual that is not quite the true one. */
static const double MARGIN = 0.7;
/* In an undirected graph the eigenvalues of a round are real and within +-damping. Chebyshev's polynomials
 * for the inner part of that range shrink everything in it at their best rate and the few eigenvalues
 * outside, which small components have, still faster than Jacobi's powers do. Eigenvalues of directed graphs
 * are complex, which Chebyshev's polynomials do not take well: omega stays 1. */
static const double CHEBYSHEV_RANGE = 0.82;

/* Corrections are held in units of 2^-64, so that none of their digits fall below what a float can hold. */
#define UNIT 0x1p64

typedef struct state {
    rel_vid n;
    rel_csr in;
    double damping;
    const double *landing; /* where jumps land, sums to 1; NULL: anywhere */
    double *inverse;       /* 1 / out-strength, 0 when there is none */
    double *score;
    double *share;                   /* what one unit of weight carries: score / out-strength */
    float *float_share, *next_share; /* the same of a correction, in the same room */
    float *right;                    /* the residual that the correction answers */
    float *step, *before;            /* the correction, and that of the round before */
    double *sum, *lost;              /* by block: residual, mass without out-edges */
} state;

static int64_t block_count(rel_vid n)
{
    return ((int64_t)n + BLOCK - 1) / BLOCK;
}

static double landing(const state *s, rel_vid v)
{
    return s->landing ? s->landing[v] : 1.0 / (double)s->n;
}

static double add_up(const double *partial, int64_t blocks)
{
    double sum = 0;
    for (int64_t k = 0; k < blocks; k++) sum += partial[k];
    return sum;
}

/* Four running sums hide the latency of the additions; their order is fixed. A function for each type of
 * share, with and without weights. */
#define GATHER(name, type, factor)                                                                           \
    static double name(const type *share, const rel_csr *in, rel_vid v)                                      \
    {                                                                                                        \
        const rel_vid *adj = in->adj;                                                                        \
        const float *weight = in->weight;                                                                    \
        const rel_eid last = in->off[v + 1];                                                                 \
        rel_eid e = in->off[v];                                                                              \
        type a = 0, b = 0, c = 0, d = 0;                                                                     \
        (void)weight;                                                                                        \
        for (; e + 4 <= last; e += 4) {                                                                      \
            a += share[adj[e]] factor(0);                                                                    \
            b += share[adj[e + 1]] factor(1);                                                                \
            c += share[adj[e + 2]] factor(2);                                                                \
            d += share[adj[e + 3]] factor(3);                                                                \
        }                                                                                                    \
        for (; e < last; e++) a += share[adj[e]] factor(0);                                                  \
        return (double)((a + b) + (c + d));                                                                  \
    }
#define ONE(i)
#define FLOAT_WEIGHT(i) *weight[e + (i)]
#define DOUBLE_WEIGHT(i) *(double)weight[e + (i)]
GATHER(gather_float, float, ONE)
GATHER(gather_double, double, ONE)
GATHER(gather_float_weighted, float, FLOAT_WEIGHT)
GATHER(gather_double_weighted, double, DOUBLE_WEIGHT)

static rel_vid block_end(const state *s, rel_vid first)
{
    return s->n - first < BLOCK ? s->n : first + BLOCK;
}

/* Everybody starts where the jumps land; what one jump brings is exact. */
static void start_block(const state *s, int64_t k)
{
    const rel_vid first = (rel_vid)(k * BLOCK), last = block_end(s, first);
    for (rel_vid v = first; v < last; v++) {
        s->score[v] = (1 - s->damping) * landing(s, v);
        s->right[v] = (float)(s->score[v] * UNIT);
        s->step[v] = (float)(landing(s, v) * UNIT);
    }
}

static void share_float_block(const state *s, int64_t k)
{
    const rel_vid first = (rel_vid)(k * BLOCK), last = block_end(s, first);
    double lost = 0;
    for (rel_vid v = first; v < last; v++) {
        s->float_share[v] = (float)((double)s->step[v] * s->inverse[v]);
        s->before[v] = 0;
        if (!(s->inverse[v] > 0)) lost += (double)s->step[v];
    }
    s->lost[k] = lost;
}

/* One round of a correction: Jacobi's when omega is 1, else Chebyshev's. `lost` is the mass that spreads.
 * Pull, not push: each vertex is written by one thread and there are no atomics. */
static void correct_block(const state *s, int64_t k, double omega, double lost)
{
    const rel_vid first = (rel_vid)(k * BLOCK), last = block_end(s, first);
    double moved = 0, next_lost = 0;
    for (rel_vid v = first; v < last; v++) {
        const double received = s->in.weight ? gather_float_weighted(s->float_share, &s->in, v)
                                             : gather_float(s->float_share, &s->in, v);
        const double answer = (double)s->right[v] + s->damping * (received + lost * landing(s, v));
        const double old = (double)s->before[v];
        const float mass = (float)(omega == 1 ? answer : omega * (answer - old) + old);
        moved += fabs(answer - (double)s->step[v]);
        s->before[v] = mass;
        s->next_share[v] = (float)((double)mass * s->inverse[v]);
        if (!(s->inverse[v] > 0)) next_lost += (double)mass;
    }
    s->sum[k] = moved;
    s->lost[k] = next_lost;
}

/* The scores already hold `right`, the first term of the correction. */
static void share_double_block(const state *s, int64_t k)
{
    const rel_vid first = (rel_vid)(k * BLOCK), last = block_end(s, first);
    double lost = 0;
    for (rel_vid v = first; v < last; v++) {
        s->score[v] += ((double)s->step[v] - (double)s->right[v]) / UNIT;
        s->share[v] = s->score[v] * s->inverse[v];
        if (!(s->inverse[v] > 0)) lost += s->score[v];
    }
    s->lost[k] = lost;
}

/* The round in double: new scores, and the residual of the old ones. Scores are never negative, so cutting
 * off what a correction left below 0 only brings them nearer. */
static void settle_block(const state *s, int64_t k, double lost)
{
    const rel_vid first = (rel_vid)(k * BLOCK), last = block_end(s, first);
    double moved = 0;
    for (rel_vid v = first; v < last; v++) {
        const double received =
            s->in.weight ? gather_double_weighted(s->share, &s->in, v) : gather_double(s->share, &s->in, v);
        const double mass = (1 - s->damping + s->damping * lost) * landing(s, v) + s->damping * received;
        const double left = mass - s->score[v];
        moved += fabs(left);
        s->score[v] = mass;
        s->right[v] = s->step[v] = (float)(left * UNIT);
    }
    s->sum[k] = moved;
}

static double settle(int threads, const state *s)
{
    const int64_t blocks = block_count(s->n);
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t k = 0; k < blocks; k++) share_double_block(s, k);
    const double lost = add_up(s->lost, blocks);
/* dynamic: in-degrees are skewed, one hub may weigh like many blocks */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (int64_t k = 0; k < blocks; k++) settle_block(s, k, lost);
    return add_up(s->sum, blocks);
}

typedef struct pace {
    double radius; /* half the range of Chebyshev's polynomials; 0: Jacobi */
    int round, max_rounds;
} pace;

/* Rounds in float from the correction in step, until its residual is about `goal` or `most` rounds are done.
 */
static rel_status correct(rel_ctx *ctx, state *s, double goal, int most, pace *p)
{
    rel_status st = REL_OK;
    const int64_t blocks = block_count(s->n);
    double omega = 1, previous = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t k = 0; k < blocks; k++) share_float_block(s, k);
    for (int i = 0; i < most && p->round + 1 < p->max_rounds; i++) {
        const double square = p->radius * p->radius;
        if (i > 0) omega = i == 1 ? 2 / (2 - square) : 4 / (4 - square * omega);
        REL_TRY(rel_poll(ctx));
        const double lost = add_up(s->lost, blocks);
/* dynamic: in-degrees are skewed, one hub may weigh like many blocks */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t k = 0; k < blocks; k++) correct_block(s, k, omega, lost);
        float *swap = s->step;
        s->step = s->before;
        s->before = swap;
        swap = s->float_share;
        s->float_share = s->next_share;
        s->next_share = swap;
        const double left = add_up(s->sum, blocks) / UNIT,
                     ratio = i > 0 && left < previous ? left / previous : 1;
        rel_progress(ctx, "pagerank", "rounds", ++p->round, 0);
        if (left * ratio <= goal) break;
        previous = left;
    }
out:
    return st;
}

/* The sum of n weights, or NaN when one of them is negative or no number, or none is above 0. */
static double total_of(const double *weight, rel_vid n)
{
    double total = 0;
    for (rel_vid v = 0; v < n; v++) total += weight[v] >= 0 ? weight[v] : NAN;
    return total > 0 && isfinite(total) ? total : NAN;
}

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o, double *jump_total,
                             double *start_total)
{
    if (!(o->damping >= 0 && o->damping < 1))
        return rel_fail(ctx, REL_E_USAGE, "pagerank: damping %g is not a number from 0 to below 1",
                        o->damping);
    if (!(o->tol > 0)) return rel_fail(ctx, REL_E_USAGE, "pagerank: tolerance %g is not above 0", o->tol);
    if (o->max_rounds < 1)
        return rel_fail(ctx, REL_E_USAGE, "pagerank: %d rounds are too few", o->max_rounds);
    const bool packed = g->packed.in.block && (g->packed.out.block || g->packed.out_degree);
    if (!packed && (!g->in.off || !g->out.off))
        return rel_fail(ctx, REL_E_USAGE, "pagerank: the graph was built without both directions");
    *jump_total = o->jump && g->n > 0 ? total_of(o->jump, g->n) : 1;
    *start_total = o->start && g->n > 0 ? total_of(o->start, g->n) : 1;
    if (isnan(*jump_total))
        return rel_fail(ctx, REL_E_USAGE,
                        "pagerank: the jump weights are not all at least 0 with a positive sum");
    if (isnan(*start_total))
        return rel_fail(ctx, REL_E_USAGE,
                        "pagerank: the scores to start from are not all at least 0 with a positive sum");
    return REL_OK;
}

static double out_strength(const rel_csr *out, rel_vid v, bool weighted)
{
    if (!weighted) return (double)(out->off[v + 1] - out->off[v]);
    double sum = 0;
    for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) sum += (double)out->weight[e];
    return sum;
}

static rel_status take_scratch(rel_ctx *ctx, state *s)
{
    rel_status st;
    const size_t n = s->n, blocks = (size_t)block_count(s->n);
    REL_TRY(rel_scratch_unset(ctx, &s->inverse, n, sizeof *s->inverse, "pagerank strengths"));
    REL_TRY(rel_scratch_unset(ctx, &s->share, n, sizeof *s->share, "pagerank shares"));
    REL_TRY(rel_scratch_unset(ctx, &s->right, n, sizeof *s->right, "pagerank residuals"));
    REL_TRY(rel_scratch_unset(ctx, &s->step, n, sizeof *s->step, "pagerank corrections"));
    REL_TRY(rel_scratch_unset(ctx, &s->before, n, sizeof *s->before, "pagerank corrections"));
    REL_TRY(rel_scratch_unset(ctx, &s->sum, blocks, sizeof *s->sum, "pagerank sums"));
    REL_TRY(rel_scratch_unset(ctx, &s->lost, blocks, sizeof *s->lost, "pagerank sums"));
    s->float_share = (void *)s->share;
    s->next_share = s->float_share + n;
out:
    return st;
}

/* Fills what the rounds read, in new numbers when the graph is large. */
static rel_status prepare(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o, double jump_total,
                          rel_reorder *r, state *s)
{
    rel_status st = REL_OK;
    double *land = NULL;
    const bool weighted = o->weighted && g->in.weight && g->out.weight;
    s->in = g->in;
    if (!weighted) s->in.weight = NULL;
    if (o->jump) REL_TRY(rel_scratch_unset(ctx, &land, g->n, sizeof *land, "pagerank jumps"));
    REL_TRY(take_scratch(ctx, s));
    if (g->m >= o->reorder_from) {
        REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, r));
        REL_TRY(rel_reorder_csr(ctx, &g->in, r, weighted, &s->in));
    }
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid old = r->order ? r->order[v] : v;
        const double strength = out_strength(&g->out, old, weighted);
        s->inverse[v] = strength > 0 ? 1 / strength : 0;
        if (land) land[v] = o->jump[old] / jump_total;
    }
    s->landing = land;
out:
    return st;
}

static void put_back(int threads, const rel_reorder *r, const state *s)
{
    (void)threads;
    if (!r->order) return;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < s->n; v++) s->share[v] = s->score[v];
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < s->n; v++) s->score[v] = s->share[r->rank[v]];
}

/* Scores to start from, in new numbers. They go by way of `share`, as they may lie where the results go. */
static void take_start(int threads, const rel_reorder *r, const double *start, double total, state *s)
{
    (void)threads;
#pragma omp parallel num_threads(threads)
    {
#pragma omp for schedule(static)
        for (rel_vid v = 0; v < s->n; v++) s->share[v] = start[r->order ? r->order[v] : v] / total;
#pragma omp for schedule(static)
        for (rel_vid v = 0; v < s->n; v++) {
            s->score[v] = s->share[v];
            s->right[v] = s->step[v] = 0;
        }
    }
}

static double mass_between(const void *scores, int64_t first, int64_t last)
{
    const double *score = scores;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += score[v];
    return sum;
}

/* Rounds in float lose a little of the mass; later ones find it again, unless the call ends before. */
static void restore_mass(int threads, const rel_vid n, double *score)
{
    const double total = rel_par_sum(threads, n, mass_between, score);
    for (rel_vid v = 0; v < n; v++) score[v] /= total;
}

/* Alternates corrections in float with rounds in double that prove how good they are. */
static rel_status iterate(rel_ctx *ctx, state *s, const rel_pagerank_opts *o, bool undirected, pace *p)
{
    rel_status st = REL_OK;
    const int64_t blocks = block_count(s->n);
    const double per_residual = o->damping / (1 - o->damping);
    const int most = o->damping > 0 ? (int)fmin(log(FLOAT_GAIN) / log(o->damping) + 10, 1e6) : 1;
    double size = 1, error = INFINITY;
    p->radius = undirected ? CHEBYSHEV_RANGE * o->damping : 0;
    if (o->start) {
        REL_TRY(rel_poll(ctx));
        size = settle(ctx->threads, s);
        error = size * per_residual;
        p->round++;
    } else {
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (int64_t k = 0; k < blocks; k++) start_block(s, k);
    }
    while (error > o->tol && p->round < o->max_rounds) {
        const double aim = per_residual > 0 ? MARGIN * o->tol / per_residual : 1;
        st = correct(ctx, s, fmax(aim, size * FLOAT_GAIN), most, p);
        const double left = settle(ctx->threads, s), shrunk = left / size;
        p->round++;
        error = left * per_residual;
        if (st != REL_OK || error <= o->tol || shrunk > 0.5) break;
        size = left;
    }
    if (st == REL_OK && error > o->tol)
        st = rel_fail(ctx, REL_E_NOCONV, "pagerank: error up to %.3g after %d rounds, %.3g was asked for",
                      error, p->round, o->tol);
out:
    return st;
}

rel_status rel_pagerank(rel_ctx *ctx, const rel_graph *g, rel_pagerank_opts o, double *score, int *rounds)
{
    rel_status st;
    double jump_total = 1, start_total = 1;
    pace p = {.max_rounds = o.max_rounds};
    rel_reorder r = {0};
    state s = {.n = g->n, .score = score, .damping = o.damping};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, &jump_total, &start_total));
    if (g->n == 0) goto out;
    if (rel_is_packed(&g->packed)) {
        st = rel_pagerank_packed(ctx, g, &o, jump_total, start_total, score, &p.round);
        goto out;
    }
    REL_TRY(prepare(ctx, g, &o, jump_total, &r, &s));
    if (o.start) take_start(ctx->threads, &r, o.start, start_total, &s);
    st = iterate(ctx, &s, &o, !g->directed, &p);
    if (st != REL_OK) restore_mass(ctx->threads, g->n, score);
    put_back(ctx->threads, &r, &s);
out:
    if (rounds) *rounds = p.round;
    rel_scratch_release(ctx, mark);
    return st;
}
