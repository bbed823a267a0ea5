#include <math.h>

#include "algorithms/centrality/packed_kernels.h"
#include "algorithms/rounds.h"
#include "src/base/par.h"

/* Blocks cut by n alone leave partial sums that are added in block order. */
enum { BLOCK = 64 };

typedef struct state {
    const rel_graph *g;
    bool weighted;
    double damping;
    const double *landing; /* by new number, sums to 1; NULL: anywhere */
    double *inverse;       /* 1 / out-strength, 0 when there is none */
    double *value;         /* scores by new number */
    double *share;         /* score / out-strength */
    double *moved;         /* by block */
} state;

static double landing(const state *s, rel_vid v)
{
    return s->landing ? s->landing[v] : 1.0 / (double)s->g->n;
}

static rel_vid old_number(const rel_graph *g, rel_vid v)
{
    return g->packed.order ? g->packed.order[v] : v;
}

/* Four running sums hide the latency of the additions; their order is fixed. */
static double sum_shares(const double *share, const rel_vid *from, int count)
{
    double a = 0, b = 0, c = 0, d = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        a += share[from[i]];
        b += share[from[i + 1]];
        c += share[from[i + 2]];
        d += share[from[i + 3]];
    }
    for (; i < count; i++) a += share[from[i]];
    return (a + b) + (c + d);
}

static double received(const state *s, rel_vid v)
{
    const rel_packed *p = &s->g->packed;
    rel_packed_cursor c = rel_packed_begin(p, &p->in, v);
    rel_vid from[REL_PACKED_PIECE];
    float weight[REL_PACKED_PIECE];
    double sum = 0;
    for (int count; (count = rel_packed_next(&c, from, s->weighted ? weight : NULL)) > 0;) {
        if (!s->weighted)
            sum += sum_shares(s->share, from, count);
        else
            for (int i = 0; i < count; i++) sum += s->share[from[i]] * (double)weight[i];
    }
    return sum;
}

static double dangling(const void *given, int64_t first, int64_t last)
{
    const state *s = given;
    double sum = 0;
    for (int64_t v = first; v < last; v++)
        if (!(s->inverse[v] > 0)) sum += s->value[v];
    return sum;
}

static double round_block(const state *s, int64_t k, double lost)
{
    const rel_vid n = s->g->n, first = (rel_vid)(k * BLOCK), last = n - first < BLOCK ? n : first + BLOCK;
    double moved = 0;
    for (rel_vid v = first; v < last; v++) {
        const double mass =
            (1 - s->damping + s->damping * lost) * landing(s, v) + s->damping * received(s, v);
        moved += fabs(mass - s->value[v]);
        s->value[v] = mass;
    }
    return moved;
}

/* One round of Jacobi's method; returns how much mass moved. */
static double round_all(int threads, const state *s)
{
    const rel_vid n = s->g->n;
    const int64_t blocks = ((int64_t)n + BLOCK - 1) / BLOCK;
    const double lost = rel_par_sum(threads, n, dangling, s);
    double moved = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) s->share[v] = s->value[v] * s->inverse[v];
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 4)
    for (int64_t k = 0; k < blocks; k++) s->moved[k] = round_block(s, k, lost);
    for (int64_t k = 0; k < blocks; k++) moved += s->moved[k];
    return moved;
}

static rel_status prepare(rel_ctx *ctx, const rel_pagerank_opts *o, double jump_total, double start_total,
                          state *s)
{
    rel_status st;
    const rel_graph *g = s->g;
    double *land = NULL;
    REL_TRY(rel_scratch_unset(ctx, &s->inverse, g->n, sizeof *s->inverse, "pagerank strengths"));
    REL_TRY(rel_scratch_unset(ctx, &s->value, g->n, sizeof *s->value, "pagerank scores"));
    REL_TRY(rel_scratch_unset(ctx, &s->share, g->n, sizeof *s->share, "pagerank shares"));
    REL_TRY(rel_scratch_unset(ctx, &s->moved, g->n / BLOCK + 1, sizeof *s->moved, "pagerank sums"));
    if (o->jump) REL_TRY(rel_scratch_unset(ctx, &land, g->n, sizeof *land, "pagerank jumps"));
    REL_TRY(rel_packed_strengths(ctx, g, REL_DEGREE_OUT, s->weighted, s->inverse));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid old = old_number(g, v);
        s->inverse[v] = s->inverse[v] > 0 ? 1 / s->inverse[v] : 0;
        if (land) land[v] = o->jump[old] / jump_total;
        s->value[v] = o->start ? o->start[old] / start_total : land ? land[v] : 1.0 / (double)g->n;
    }
    s->landing = land;
out:
    return st;
}

static double mass_between(const void *scores, int64_t first, int64_t last)
{
    const double *value = scores;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += value[v];
    return sum;
}

static void put_back(int threads, const state *s, double *score)
{
    const double total = rel_par_sum(threads, s->g->n, mass_between, s->value);
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < s->g->n; v++) score[old_number(s->g, v)] = s->value[v] / total;
}

rel_status rel_pagerank_packed(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o,
                               double jump_total, double start_total, double *score, int *rounds)
{
    rel_status st = REL_OK;
    const double per_moved = o->damping / (1 - o->damping);
    double error = INFINITY, first = 0;
    int round = 0;
    state s = {.g = g, .weighted = o->weighted && g->packed.weighted, .damping = o->damping};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) goto out;
    REL_TRY(prepare(ctx, o, jump_total, start_total, &s));
    while (error > o->tol && round < o->max_rounds) {
        st = rel_poll(ctx);
        if (st != REL_OK) break;
        error = round_all(ctx->threads, &s) * per_moved;
        if (round++ == 0) first = error;
        rel_progress(ctx, "pagerank", "rounds", round, rel_rounds_expected(1, first, round, error, o->tol));
    }
    put_back(ctx->threads, &s, score);
    if (st == REL_OK && error > o->tol)
        st = rel_fail(ctx, REL_E_NOCONV, "pagerank: error up to %.3g after %d rounds, %.3g was asked for",
                      error, round, o->tol);
out:
    if (rounds) *rounds = round;
    rel_scratch_release(ctx, mark);
    return st;
}
