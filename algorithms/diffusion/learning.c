#include "algorithms/diffusion/learning.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/par.h"

/* Successes as expected that draw the factor of an account towards 1; rounds that fit factors to fixed
 * successes; the movement, in parts of the rate, that counts as none. */
static const double ACCOUNT_PRIOR = 3, STILL = 1e-3;
enum { FACTOR_ROUNDS = 30 };

typedef struct state {
    const rel_exposures *x;
    rel_learning_opts o;
    int threads;
    double *success;          /* m: expected, or counted */
    double *p;                /* m */
    double *credit;           /* told: how probably the act followed this sender */
    double *sends, *receives; /* n: factors of the base */
    double level;             /* what the factors are multiplied with */
} state;

static double trials_of(const state *s, rel_vid v, rel_eid e)
{
    const rel_exposures *x = s->x;
    const rel_vid w = x->g->out.adj[e];
    switch (s->o.method) {
    case REL_LEARN_JACCARD: return (double)x->acted[v] + x->acted[w] - x->together[e];
    case REL_LEARN_EM: return x->trials[e];
    default: return x->acted[w];
    }
}

/* -------- the base -------- */

static double base_of(const state *s, rel_vid v, rel_eid e)
{
    return fmin(1, s->level * s->sends[s->x->g->out.adj[e]] * s->receives[v]);
}

static double expected_successes(const void *state_, int64_t first, int64_t last)
{
    const state *s = state_;
    const rel_csr *out = &s->x->g->out;
    double sum = 0;
    for (rel_vid v = (rel_vid)first; v < last; v++)
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++)
            sum += trials_of(s, v, e) * s->sends[out->adj[e]] * s->receives[v];
    return sum;
}

static double all_successes(const void *state_, int64_t first, int64_t last)
{
    const state *s = state_;
    double sum = 0;
    for (rel_eid e = first; e < last; e++) sum += s->success[e];
    return sum;
}

static double all_trials(const void *state_, int64_t first, int64_t last)
{
    const state *s = state_;
    const rel_csr *out = &s->x->g->out;
    double sum = 0;
    for (rel_vid v = (rel_vid)first; v < last; v++)
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) sum += trials_of(s, v, e);
    return sum;
}

static double rate_of(const state *s)
{
    const double trials = rel_par_sum(s->threads, s->x->g->n, all_trials, s);
    return trials > 0 ? rel_par_sum(s->threads, s->x->g->m, all_successes, s) / trials : 0;
}

static void fit_level(state *s)
{
    const double expected = rel_par_sum(s->threads, s->x->g->n, expected_successes, s);
    s->level = expected > 0 ? rel_par_sum(s->threads, s->x->g->m, all_successes, s) / expected : 0;
}

static void fit_senders(state *s)
{
    const rel_exposures *x = s->x;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 1024)
    for (rel_vid w = 0; w < x->g->n; w++) {
        double found = ACCOUNT_PRIOR, expected = ACCOUNT_PRIOR;
        for (int64_t k = x->sender_off[w]; k < x->sender_off[w + 1]; k++) {
            const rel_eid e = x->sender_edge[k];
            const rel_vid v = x->receiver[e];
            found += s->success[e];
            expected += trials_of(s, v, e) * s->level * s->receives[v];
        }
        s->sends[w] = found / expected;
    }
}

static void fit_receivers(state *s)
{
    const rel_csr *out = &s->x->g->out;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < s->x->g->n; v++) {
        double found = ACCOUNT_PRIOR, expected = ACCOUNT_PRIOR;
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
            found += s->success[e];
            expected += trials_of(s, v, e) * s->level * s->sends[out->adj[e]];
        }
        s->receives[v] = found / expected;
    }
}

static void fit_base(state *s)
{
    fit_level(s);
    if (s->o.base != REL_LEARN_ACCOUNTS) return;
    fit_senders(s);
    fit_receivers(s);
}

static void start_base(state *s)
{
    const rel_graph *g = s->x->g;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid senders = g->out.off[v + 1] - g->out.off[v];
        s->sends[v] = 1;
        s->receives[v] = s->o.base == REL_LEARN_CASCADE && senders ? 1 / (double)senders : 1;
    }
}

/* -------- successes -------- */

/* The parts that the senders before each act have in it. EM: by their present probabilities. */
static void share_credit(const state *s, const double *p)
{
    const rel_exposures *x = s->x;
    const int64_t acts = x->cascades->acts;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 4096)
    for (int64_t a = 0; a < acts; a++) {
        const int64_t first = x->off[a], last = x->off[a + 1];
        double reached = 0; /* by any of them; summed so that small ones do not cancel */
        for (int64_t k = first; p && k < last; k++) reached += p[x->edge[k]] * (1 - reached);
        for (int64_t k = first; k < last; k++)
            s->credit[k] = reached > 0 ? p[x->edge[k]] / reached : 1 / (double)(last - first);
    }
}

static void add_successes(const state *s, bool count)
{
    const rel_exposures *x = s->x;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 4096)
    for (rel_eid i = 0; i < x->edges; i++) {
        const int64_t first = x->followed_off[i], last = x->followed_off[i + 1];
        double sum = count ? (double)(last - first) : 0;
        for (int64_t k = first; !count && k < last; k++) sum += s->credit[x->followed_at[k]];
        s->success[x->followed[i]] = sum;
    }
}

/* -------- probabilities -------- */

/* Returns the largest movement. */
static double set_probabilities(state *s)
{
    const rel_csr *out = &s->x->g->out;
    double moved = 0;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic, 1024) reduction(max : moved)
    for (rel_vid v = 0; v < s->x->g->n; v++) {
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
            const double trials = trials_of(s, v, e) + s->o.prior, base = base_of(s, v, e);
            const double p = trials > 0 ? fmin(1, (s->success[e] + s->o.prior * base) / trials) : base;
            moved = fmax(moved, fabs(p - s->p[e]));
            s->p[e] = p;
        }
    }
    return moved;
}

static rel_status maximize(rel_ctx *ctx, state *s, int *rounds)
{
    rel_status st = REL_OK;
    double moved = 1, rate = 0;
    /* Equal parts to begin with: then every p that can be above 0 is. */
    share_credit(s, NULL);
    for (*rounds = 0; moved > STILL * rate && *rounds < s->o.max_rounds; ++*rounds) {
        REL_TRY(rel_poll(ctx));
        add_successes(s, false);
        rate = rate_of(s);
        fit_base(s);
        moved = set_probabilities(s);
        share_credit(s, s->p);
    }
out:
    return st;
}

static void count_once(state *s)
{
    share_credit(s, NULL);
    add_successes(s, s->o.method != REL_LEARN_PARTIAL_CREDIT);
    for (int i = 0; i < FACTOR_ROUNDS; i++) fit_base(s);
    set_probabilities(s);
}

/* -------- the delay -------- */

static double credited(const void *state_, int64_t first, int64_t last)
{
    const state *s = state_;
    double sum = 0;
    for (int64_t k = first; k < last; k++) sum += s->credit[k];
    return sum;
}

/* The time of the sender's act is looked up in the cascade, on one thread: once a learning. */
static rel_status mean_delay(rel_ctx *ctx, const state *s, double *delay)
{
    rel_status st;
    const rel_exposures *x = s->x;
    const rel_cascades *c = x->cascades;
    double *when = NULL, sum = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &when, x->g->n, sizeof *when, "times"));
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) {
            when[c->account[a]] = c->time[a];
            for (int64_t k = x->off[a]; k < x->off[a + 1]; k++)
                sum += s->credit[k] * (c->time[a] - when[x->g->out.adj[x->edge[k]]]);
        }
    }
    *delay = x->told ? sum / rel_par_sum(s->threads, x->told, credited, s) : (double)NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- all of it -------- */

static rel_status check_opts(rel_ctx *ctx, rel_learning_opts o)
{
    if (!(o.prior >= 0) || !isfinite(o.prior))
        return rel_fail(ctx, REL_E_USAGE, "learning: the prior is a number of trials from 0 on");
    if (o.max_rounds < 1) return rel_fail(ctx, REL_E_USAGE, "learning: at least one round is needed");
    return REL_OK;
}

static rel_status make_room(rel_ctx *ctx, state *s)
{
    rel_status st;
    const size_t n = s->x->g->n, m = (size_t)s->x->g->m;
    REL_TRY(rel_scratch(ctx, &s->success, m, sizeof *s->success, "successes"));
    REL_TRY(rel_scratch(ctx, &s->p, m, sizeof *s->p, "probabilities"));
    REL_TRY(rel_scratch_unset(ctx, &s->credit, (size_t)s->x->told, sizeof *s->credit, "credits"));
    REL_TRY(rel_scratch(ctx, &s->sends, n, sizeof *s->sends, "factors of accounts"));
    st = rel_scratch(ctx, &s->receives, n, sizeof *s->receives, "factors of accounts");
out:
    return st;
}

rel_status rel_learn(rel_ctx *ctx, const rel_exposures *x, rel_learning_opts opts, rel_learned *learned)
{
    rel_status st;
    state s = {.x = x, .o = opts, .threads = ctx->threads};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *learned = (rel_learned){.mean_delay = (double)NAN};
    REL_TRY(check_opts(ctx, opts));
    REL_TRY(make_room(ctx, &s));
    REL_TRY(rel_alloc(ctx, &learned->p, (size_t)x->g->m, sizeof *learned->p, "probabilities"));
    start_base(&s);
    if (opts.method == REL_LEARN_EM)
        REL_TRY(maximize(ctx, &s, &learned->rounds));
    else
        count_once(&s);
    for (rel_eid e = 0; e < x->g->m; e++) learned->p[e] = (float)s.p[e];
    learned->rate = rate_of(&s);
    REL_TRY(mean_delay(ctx, &s, &learned->mean_delay));
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_learned_free(learned);
    return st;
}

void rel_learned_free(rel_learned *learned)
{
    free(learned->p);
    *learned = (rel_learned){.mean_delay = (double)NAN};
}
