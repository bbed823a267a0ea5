#include "algorithms/centrality/pagerank.h"

#include <math.h>

#include "algorithms/centrality/packed_kernels.h"
#include "algorithms/centrality/pagerank_parts.h"
#include "graph/builder.h"
#include "graph/reorder.h"
#include "graph/weights.h"

typedef rel_pagerank_state state;
/* Room for rounding: the rounds end a little below the tolerance. Sums of n terms and the residual as it is
 * followed are right to about 1e-14; below a tolerance of FOLLOWED that is checked. */
static const double MARGIN = 0.98, FOLLOWED = 1e-11;

static void one_block(const state *s, rel_vid from, rel_vid to, int64_t k, rel_pagerank_work *work,
                      const double given[2])
{
    const rel_vid first = from + (rel_vid)(k * REL_PAGERANK_BLOCK);
    s->sums[k] = (rel_pagerank_sums){0};
    work(s, first, to - first < REL_PAGERANK_BLOCK ? to : first + REL_PAGERANK_BLOCK, given, &s->sums[k]);
}

rel_pagerank_sums rel_pagerank_pass(int threads, const state *s, rel_vid from, rel_vid to, bool skewed,
                                    rel_pagerank_work *work, const double given[2])
{
    const int64_t blocks = from < to ? rel_pagerank_blocks(to - from) : 0;
    rel_pagerank_sums sum = {0};
    (void)threads;
    (void)skewed;
/* dynamic: in-degrees are skewed, one hub may weigh like many blocks */
#pragma omp parallel num_threads(threads)
    {
#pragma omp for schedule(dynamic, 1)
        for (int64_t k = 0; k < (skewed ? blocks : 0); k++) one_block(s, from, to, k, work, given);
#pragma omp for schedule(static)
        for (int64_t k = 0; k < (skewed ? 0 : blocks); k++) one_block(s, from, to, k, work, given);
    }
    for (int64_t k = 0; k < blocks; k++)
        for (int i = 0; i < REL_PAGERANK_SUMS; i++) sum.at[i] += s->sums[k].at[i];
    return sum;
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

static rel_status take_scratch(rel_ctx *ctx, bool undirected, state *s)
{
    rel_status st;
    const size_t n = s->n, core = s->core;
    REL_TRY(rel_scratch_unset(ctx, &s->strength, n, sizeof *s->strength, "pagerank strengths"));
    REL_TRY(rel_scratch_unset(ctx, &s->left, n, sizeof *s->left, "pagerank residuals"));
    REL_TRY(rel_scratch_unset(ctx, &s->change, core, sizeof *s->change, "pagerank changes"));
    REL_TRY(rel_scratch_unset(ctx, &s->step, core, sizeof *s->step, "pagerank steps"));
    if (undirected) REL_TRY(rel_scratch_unset(ctx, &s->scale, core, sizeof *s->scale, "pagerank scales"));
    REL_TRY(rel_scratch_unset(ctx, &s->sums, (size_t)rel_pagerank_blocks(s->n), sizeof *s->sums,
                              "pagerank sums"));
out:
    return st;
}

static void add_strengths(int threads, const rel_csr *out, const rel_vid *order, bool weighted,
                          const state *s)
{
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < s->n; v++) s->strength[v] = out_strength(out, order ? order[v] : v, weighted);
}

static void land_on_busy(const state *s, rel_vid first, rel_vid last, const double given[2],
                         rel_pagerank_sums *sums)
{
    (void)given;
    for (rel_vid v = first; v < last; v++)
        if (s->strength[v] > 0) sums->at[0] += rel_pagerank_landing(s, v);
}

/* Where vertices have new numbers: the rows that the rounds read, and whom they move. */
static rel_status prepare_rows(rel_ctx *ctx, const rel_graph *g, bool weighted, rel_reorder *r, state *s)
{
    rel_status st;
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, r));
    if (g->directed) rel_reorder_even_rows(ctx, &g->in, r);
    s->core = s->busy = r->busy;
    if (!g->directed) REL_TRY(rel_reorder_set_apart(ctx, &g->out, r, &s->core));
    REL_TRY(rel_reorder_csr_split(ctx, &g->in, r, s->core, weighted, &s->in, &s->middle));
    s->order = r->order;
out:
    return st;
}

/* Fills what the rounds read. */
static rel_status prepare(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o, double jump_total,
                          state *s)
{
    rel_status st;
    rel_reorder r = {0};
    double *land = NULL;
    const double none[2] = {0};
    const bool packed = rel_is_packed(&g->packed);
    const bool weighted = o->weighted && (packed ? g->packed.weighted : g->in.weight && g->out.weight);
    s->core = s->busy = g->n;
    if (packed) {
        s->packed = &g->packed;
        s->weighted = weighted;
        s->order = g->packed.order;
    } else if (g->m >= o->reorder_from) {
        REL_TRY(prepare_rows(ctx, g, weighted, &r, s));
    } else {
        s->in = (rel_csr){g->in.off, g->in.adj, weighted ? g->in.weight : NULL};
    }
    REL_TRY(take_scratch(ctx, !g->directed, s));
    if (packed)
        REL_TRY(rel_packed_strengths(ctx, g, REL_DEGREE_OUT, weighted, s->strength));
    else
        add_strengths(ctx->threads, &g->out, s->order, weighted, s);
    if (o->jump) {
        REL_TRY(rel_scratch_unset(ctx, &land, g->n, sizeof *land, "pagerank jumps"));
        for (rel_vid v = 0; v < g->n; v++) land[v] = o->jump[s->order ? s->order[v] : v] / jump_total;
        s->landing = land;
    }
    s->landed = rel_pagerank_pass(ctx->threads, s, 0, s->n, false, land_on_busy, none).at[0];
out:
    return st;
}

/* Scores to start from, in new numbers. They go by way of `left`, as they may lie where the results go. */
static void take_start(int threads, const double *start, double total, state *s)
{
    (void)threads;
#pragma omp parallel num_threads(threads)
    {
#pragma omp for schedule(static)
        for (rel_vid v = 0; v < s->n; v++) s->left[v] = start[s->order ? s->order[v] : v] / total;
#pragma omp for schedule(static)
        for (rel_vid v = 0; v < s->n; v++) s->score[v] = s->left[v];
    }
}

static bool in_core(const state *s, rel_vid v)
{
    return v < s->core && s->strength[v] > 0;
}

/* What a unit of weight carries from the core; others are heard by nobody, or by the core alone. */
static void carry(const state *s, rel_vid first, rel_vid last, const double given[2], rel_pagerank_sums *sums)
{
    (void)given;
    (void)sums;
    for (rel_vid v = first; v < last; v++) s->change[v] = in_core(s, v) ? s->score[v] / s->strength[v] : 0;
}

/* The scores one round on, which the residual knows; those outside the core follow from it. Scores are never
 * negative, so cutting off what is below 0 only brings them nearer. */
static void complete(const state *s, rel_vid first, rel_vid last, const double given[2],
                     rel_pagerank_sums *sums)
{
    double sum = 0;
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        const double y = in_core(s, v) ? s->score[v] + s->left[v]
                                       : rel_pagerank_landing(s, v) +
                                             s->damping * rel_pagerank_hear_double(s, s->change, v);
        s->score[v] = fmax(y - s->sum * rel_pagerank_landing(s, v), 0);
        sum += s->score[v];
    }
    sums->at[0] += sum;
}

/* Scores that sum to 1, given[0] being their sum so far; in `left` on the way to the old numbers. */
static void share(const state *s, rel_vid first, rel_vid last, const double given[2], rel_pagerank_sums *sums)
{
    (void)sums;
    for (rel_vid v = first; v < last; v++) s->left[v] = s->score[v] / given[0];
}

static void finish(int threads, const state *s)
{
    const double none[2] = {0};
    rel_pagerank_pass(threads, s, 0, s->core, false, carry, none);
    const double total[2] = {rel_pagerank_pass(threads, s, 0, s->n, true, complete, none).at[0]};
    rel_pagerank_pass(threads, s, 0, s->n, false, share, total);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < s->n; v++) s->score[s->order ? s->order[v] : v] = s->left[v];
}

static void begin(int threads, state *s, bool undirected, rel_pagerank_start from)
{
    if (undirected)
        rel_pagerank_undirected_begin(threads, s, from);
    else
        rel_pagerank_directed_begin(threads, s, from);
}

/* The residual is followed in double, and far from the precision of double that is as good as measuring it.
 * Near it, it is measured again when the rounds end, and they go on as long as that helps. */
static rel_status iterate(rel_ctx *ctx, state *s, const rel_pagerank_opts *o, bool undirected)
{
    rel_status st;
    double last = INFINITY;
    s->aim = MARGIN * o->tol;
    begin(ctx->threads, s, undirected, o->start ? REL_PAGERANK_WARM : REL_PAGERANK_COLD);
    for (bool done = false;;) {
        st = undirected ? rel_pagerank_undirected(ctx, s) : rel_pagerank_directed(ctx, s);
        if (done || st != REL_OK || o->tol >= FOLLOWED || s->round >= s->max_rounds) break;
        begin(ctx->threads, s, undirected, REL_PAGERANK_AGAIN);
        const double error = rel_pagerank_error(s);
        done = error <= o->tol || error > last / 2;
        if (done) s->aim = error; /* no round more */
        last = error;
    }
    if (st == REL_OK && rel_pagerank_error(s) > o->tol)
        st = rel_fail(ctx, REL_E_NOCONV, "pagerank: error up to %.3g after %d rounds, %.3g was asked for",
                      rel_pagerank_error(s), s->round, o->tol);
    return st;
}

rel_status rel_pagerank(rel_ctx *ctx, const rel_graph *g, rel_pagerank_opts o, double *score, int *rounds)
{
    rel_status st;
    double jump_total = 1, start_total = 1;
    state s = {.n = g->n, .score = score, .damping = o.damping, .max_rounds = o.max_rounds};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, &jump_total, &start_total));
    if (g->n == 0) goto out;
    if (o.weighted) REL_TRY(rel_graph_check_weights(ctx, g, REL_BUILD_BOTH, "pagerank"));
    REL_TRY(prepare(ctx, g, &o, jump_total, &s));
    if (o.start) take_start(ctx->threads, o.start, start_total, &s);
    st = iterate(ctx, &s, &o, !g->directed);
    finish(ctx->threads, &s);
out:
    if (rounds) *rounds = s.round;
    rel_scratch_release(ctx, mark);
    return st;
}
