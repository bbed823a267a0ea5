#include "algorithms/centrality/pagerank.h"

#include <math.h>
#include <string.h>

/* Vertices are handled in blocks cut by n alone; each block leaves partial sums that are added in block
 * order, so that no sum depends on the number of threads. */
enum { BLOCK = 1024 };

typedef struct state {
    const rel_graph *g;
    const double *jump;     /* weights of landing places, or NULL */
    double jump_total;      /* their sum */
    const double *strength; /* sum of out-weights, or NULL: the out-degree */
    double *score;
    double *share, *next_share; /* score over out-strength: what one unit of weight carries */
    double *moved, *dangling;   /* partial sums by block */
} state;

static int64_t block_count(const rel_graph *g)
{
    return ((int64_t)g->n + BLOCK - 1) / BLOCK;
}

static double landing(const state *s, rel_vid v)
{
    return s->jump ? s->jump[v] / s->jump_total : 1.0 / (double)s->g->n;
}

static double out_strength(const state *s, rel_vid v)
{
    return s->strength ? s->strength[v] : (double)(s->g->out.off[v + 1] - s->g->out.off[v]);
}

/* Four running sums hide the latency of the additions; their order is fixed. */
static double gather(const double *share, const rel_vid *adj, rel_eid first, rel_eid last)
{
    double a = 0, b = 0, c = 0, d = 0;
    rel_eid e = first;
    for (; e + 4 <= last; e += 4) {
        a += share[adj[e]];
        b += share[adj[e + 1]];
        c += share[adj[e + 2]];
        d += share[adj[e + 3]];
    }
    for (; e < last; e++) a += share[adj[e]];
    return (a + b) + (c + d);
}

static double gather_weighted(const double *share, const rel_vid *adj, const float *weight, rel_eid first,
                              rel_eid last)
{
    double a = 0, b = 0, c = 0, d = 0;
    rel_eid e = first;
    for (; e + 4 <= last; e += 4) {
        a += share[adj[e]] * (double)weight[e];
        b += share[adj[e + 1]] * (double)weight[e + 1];
        c += share[adj[e + 2]] * (double)weight[e + 2];
        d += share[adj[e + 3]] * (double)weight[e + 3];
    }
    for (; e < last; e++) a += share[adj[e]] * (double)weight[e];
    return (a + b) + (c + d);
}

/* One round for the vertices of block k. `lost` is the mass of the vertices without out-edges. Pull, not
 * push: each vertex is written by one thread and there are no atomics. */
static void sweep_block(const state *s, int64_t k, double damping, double lost)
{
    const rel_csr in = s->g->in;
    const rel_vid first = (rel_vid)(k * BLOCK);
    const rel_vid last = s->g->n - first < BLOCK ? s->g->n : first + BLOCK;
    double moved = 0, dangling = 0;
    for (rel_vid v = first; v < last; v++) {
        const double received = s->strength
                                    ? gather_weighted(s->share, in.adj, in.weight, in.off[v], in.off[v + 1])
                                    : gather(s->share, in.adj, in.off[v], in.off[v + 1]);
        const double mass = (1 - damping + damping * lost) * landing(s, v) + damping * received;
        const double strength = out_strength(s, v);
        moved += fabs(mass - s->score[v]);
        s->score[v] = mass;
        s->next_share[v] = strength > 0 ? mass / strength : 0;
        if (!(strength > 0)) dangling += mass;
    }
    s->moved[k] = moved;
    s->dangling[k] = dangling;
}

/* Everybody starts where the jumps land. */
static void start_block(const state *s, int64_t k)
{
    const rel_vid first = (rel_vid)(k * BLOCK);
    const rel_vid last = s->g->n - first < BLOCK ? s->g->n : first + BLOCK;
    double dangling = 0;
    for (rel_vid v = first; v < last; v++) {
        const double strength = out_strength(s, v);
        s->score[v] = landing(s, v);
        s->share[v] = strength > 0 ? s->score[v] / strength : 0;
        if (!(strength > 0)) dangling += s->score[v];
    }
    s->dangling[k] = dangling;
}

static double add_up(const double *partial, int64_t blocks)
{
    double sum = 0;
    for (int64_t k = 0; k < blocks; k++) sum += partial[k];
    return sum;
}

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_pagerank_opts *o, double *jump_total)
{
    if (!(o->damping >= 0 && o->damping < 1))
        return rel_fail(ctx, REL_E_USAGE, "pagerank: damping %g is not a number from 0 to below 1",
                        o->damping);
    if (!(o->tol > 0)) return rel_fail(ctx, REL_E_USAGE, "pagerank: tolerance %g is not above 0", o->tol);
    if (o->max_rounds < 1)
        return rel_fail(ctx, REL_E_USAGE, "pagerank: %d rounds are too few", o->max_rounds);
    if (!g->in.off || !g->out.off)
        return rel_fail(ctx, REL_E_USAGE, "pagerank: the graph was built without both directions");
    *jump_total = 0;
    if (!o->jump) return REL_OK;
    for (rel_vid v = 0; v < g->n; v++) {
        if (!(o->jump[v] >= 0))
            return rel_fail(ctx, REL_E_USAGE, "pagerank: a jump weight is negative or no number");
        *jump_total += o->jump[v];
    }
    if (!(*jump_total > 0) || !isfinite(*jump_total))
        return rel_fail(ctx, REL_E_USAGE, "pagerank: the jump weights do not have a positive sum");
    return REL_OK;
}

static void out_strengths(int threads, const rel_graph *g, double *strength)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) sum += (double)g->out.weight[e];
        strength[v] = sum;
    }
}

static rel_status take_scratch(rel_ctx *ctx, const rel_graph *g, bool weighted, state *s, double **strength)
{
    rel_status st;
    const size_t blocks = (size_t)block_count(g);
    if (weighted) REL_TRY(rel_scratch(ctx, strength, g->n, sizeof **strength, "pagerank strengths"));
    REL_TRY(rel_scratch(ctx, &s->share, g->n, sizeof *s->share, "pagerank shares"));
    REL_TRY(rel_scratch(ctx, &s->next_share, g->n, sizeof *s->next_share, "pagerank shares"));
    REL_TRY(rel_scratch(ctx, &s->moved, blocks, sizeof *s->moved, "pagerank sums"));
    REL_TRY(rel_scratch(ctx, &s->dangling, blocks, sizeof *s->dangling, "pagerank sums"));
out:
    return st;
}

rel_status rel_pagerank(rel_ctx *ctx, const rel_graph *g, rel_pagerank_opts o, double *score, int *rounds)
{
    rel_status st;
    int round = 0;
    double *strength = NULL;
    const bool weighted = o.weighted && g->in.weight && g->out.weight;
    const int64_t blocks = block_count(g);
    state s = {.g = g, .jump = o.jump, .score = score};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, &s.jump_total));
    if (g->n == 0) goto out;
    REL_TRY(take_scratch(ctx, g, weighted, &s, &strength));
    if (weighted) out_strengths(ctx->threads, g, strength);
    s.strength = strength;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t k = 0; k < blocks; k++) start_block(&s, k);
    /* A round shrinks the distance to the answer by the damping, so the distance after it is at most this
     * many times what it moved. */
    const double error_per_move = o.damping / (1 - o.damping);
    double error = INFINITY;
    while (error > o.tol && round < o.max_rounds) {
        REL_TRY(rel_poll(ctx));
        const double lost = add_up(s.dangling, blocks);
/* dynamic: in-degrees are skewed, one hub may weigh like many blocks */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t k = 0; k < blocks; k++) sweep_block(&s, k, o.damping, lost);
        double *const old = s.share;
        s.share = s.next_share;
        s.next_share = old;
        error = add_up(s.moved, blocks) * error_per_move;
        round++;
        rel_progress(ctx, "pagerank", "rounds", round, 0);
    }
    if (error > o.tol)
        st = rel_fail(ctx, REL_E_NOCONV, "pagerank: error up to %.3g after %d rounds, %.3g was asked for",
                      error, round, o.tol);
out:
    if (rounds) *rounds = round;
    rel_scratch_release(ctx, mark);
    return st;
}
