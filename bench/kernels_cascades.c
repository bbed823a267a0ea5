/* Messages run forwards, and what is learnt from those of the past. No program is a peer. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/learning.h"
#include "algorithms/diffusion/naive_lists.h"
#include "algorithms/diffusion/rr_samples.h"
#include "algorithms/diffusion/spread.h"
#include "bench/kernels.h"
#include "src/base/rng.h"

static const rel_influence_opts cascade = {.rule = REL_INFLUENCE_CASCADE};

/* -------- simulation -------- */

enum { SEEDS = 50, RUNS = 256, SAMPLES = 1 << 18, COLLECTION = 1001 };

/* From the first of most followers. With one run it is what comes before the first. */
static rel_status simulate(rel_ctx *ctx, bench_subject *s, int64_t runs)
{
    rel_status st;
    rel_influence f = {0};
    rel_spread_result r = {0};
    const rel_spread_opts o = {.runs = runs};
    REL_TRY(rel_influence_make(ctx, s->g, &cascade, &f));
    REL_TRY(rel_spread(ctx, s->g, &f, s->number, (int64_t)s->counts[0], &o, &r));
    s->value = r.reach.mean;
    s->score[0] = r.reach.high - r.reach.mean;
out:
    rel_spread_free(&r);
    rel_influence_free(&f);
    return st;
}

static rel_status simulate_once(rel_ctx *ctx, void *user)
{
    return simulate(ctx, user, 1);
}

static rel_status simulate_all(rel_ctx *ctx, void *user)
{
    return simulate(ctx, user, RUNS);
}

static rel_status choose_seeds(rel_ctx *ctx, bench_subject *s)
{
    rel_status st;
    rel_influence f = {0};
    rel_vid *pick;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_pick_rules rules = {.count = SEEDS};
    REL_TRY(rel_influence_make(ctx, s->g, &cascade, &f));
    REL_TRY(rel_naive_list(ctx, s->g, &f, REL_NAIVE_DEGREE, &rules, &pick, &s->counts[0]));
    for (int64_t i = 0; i < s->counts[0]; i++) s->number[i] = pick[i];
out:
    rel_influence_free(&f);
    rel_scratch_release(ctx, mark);
    return st;
}

/* Samples drawn backwards say the same. */
static rel_status check_simulation(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    rel_influence f = {0};
    rel_rr_sampler *sampler = NULL;
    uint8_t *picked = NULL;
    int64_t hits = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &picked, s->g->n, 1, "check"));
    REL_TRY(rel_influence_make(ctx, s->g, &cascade, &f));
    REL_TRY(rel_rr_sampler_new(ctx, &f, NULL, &sampler));
    for (int64_t i = 0; i < s->counts[0]; i++) picked[s->number[i]] = 1;
    REL_TRY(rel_rr_judge(ctx, sampler, COLLECTION, 0, SAMPLES, (const uint8_t *const[]){picked}, 1, &hits));
    const double reach = rel_rr_audience(sampler) * (double)hits / SAMPLES,
                 error = hypot(4 * reach / sqrt((double)hits + 1), 2 * s->score[0]);
    bench_found(a, fabs(s->value - reach) <= error, "%d runs reach %.1f each, by samples %.1f, +- %.1f", RUNS,
                s->value, reach, error);
out:
    rel_rr_sampler_delete(sampler);
    rel_influence_free(&f);
    rel_scratch_release(ctx, mark);
    return st;
}

/* One run alone varies too much to be compared. */
static rel_status check_once(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    (void)ctx;
    bench_found(a, s->value >= SEEDS && s->value <= s->g->n, "reaches %.0f", s->value);
    return REL_OK;
}

/* -------- learning -------- */

enum { ACTS = 1 << 19, ACTS_AN_ACCOUNT = 64, /* at most */ STREAM_START = 1, STREAM_PASS, STREAM_DELAY };
static const double mean_delay = 3600;

/* The weighted cascade from one account, each step an exponential time later. when: -1 everywhere, and so
 * again at the end. */
static rel_status draw_cascade(rel_ctx *ctx, bench_subject *s, uint64_t number, rel_vid *queue, double *when)
{
    rel_status st = REL_OK;
    const rel_graph *g = s->g;
    const uint64_t key = rel_rand(ctx->seed, STREAM_PASS, number);
    int64_t end = 1, repeated = 0;
    queue[0] = g->out.adj[rel_rand_below(ctx->seed, STREAM_START, number, (uint64_t)g->m)];
    when[queue[0]] = 0;
    for (int64_t i = 0; i < end; i++) {
        const rel_vid u = queue[i];
        const rel_csr *in = g->directed ? &g->in : &g->out;
        REL_TRY(rel_cascades_add(ctx, &s->cascades, u, when[u]));
        for (rel_eid e = in->off[u]; e < in->off[u + 1]; e++) {
            const rel_vid v = in->adj[e];
            const double senders = (double)(g->out.off[v + 1] - g->out.off[v]);
            if (when[v] >= 0 || rel_rand_unit(key, STREAM_PASS, (uint64_t)e) * senders >= 1) continue;
            when[v] = when[u] - mean_delay * log(1 - rel_rand_unit(key, STREAM_DELAY, (uint64_t)e));
            queue[end++] = v;
        }
    }
    st = rel_cascades_end(ctx, &s->cascades, &repeated);
out:
    for (int64_t i = 0; i < end; i++) when[queue[i]] = -1;
    return st;
}

static rel_status draw_cascades(rel_ctx *ctx, bench_subject *s)
{
    rel_status st;
    rel_vid *queue;
    double *when;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &queue, s->g->n, sizeof *queue, "cascades"));
    REL_TRY(rel_scratch(ctx, &when, s->g->n, sizeof *when, "cascades"));
    for (rel_vid v = 0; v < s->g->n; v++) when[v] = -1;
    const int64_t few = (int64_t)s->g->n * ACTS_AN_ACCOUNT, acts = few < ACTS ? few : ACTS;
    for (uint64_t i = 0; s->cascades.acts < acts; i++) REL_TRY(draw_cascade(ctx, s, i, queue, when));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* By expectation-maximisation, laying out included. */
static rel_status learn(rel_ctx *ctx, void *user)
{
    rel_status st;
    bench_subject *s = user;
    rel_exposures x = {0};
    rel_learned l = {0};
    REL_TRY(rel_exposures_make(ctx, s->g, &s->cascades, 0, &x));
    REL_TRY(rel_learn(ctx, &x, REL_LEARNING_DEFAULTS, &l));
    s->value = l.rate;
    s->score[0] = l.mean_delay;
    s->rounds = l.rounds;
    s->total = s->cascades.acts;
out:
    rel_learned_free(&l);
    rel_exposures_free(&x);
    return st;
}

/* The rate of success is that which the cascades were drawn with. */
static rel_status check_learning(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    const rel_csr *out = &s->g->out;
    rel_exposures x = {0};
    double successes = 0, trials = 0;
    REL_TRY(rel_exposures_make(ctx, s->g, &s->cascades, 0, &x));
    for (rel_vid v = 0; v < s->g->n; v++)
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
            trials += x.trials[e];
            successes += x.trials[e] / (double)(out->off[v + 1] - out->off[v]);
        }
    const double drawn = successes / trials;
    bench_found(a, fabs(s->value / drawn - 1) < 0.1,
                "%lld acts in %lld cascades, %d rounds, rate %.5f, drawn with %.5f, mean delay %.0f s, drawn "
                "with %.0f s",
                (long long)s->total, (long long)s->cascades.count, s->rounds, s->value, drawn, s->score[0],
                mean_delay);
out:
    rel_exposures_free(&x);
    return st;
}

static bool of_learning(const rel_graph *g)
{
    return g->n <= 1 << 18 && g->m > 0;
}

const bench_kernel bench_kernels_cascades[] = {
    {"simulation", simulate_all, NULL, check_simulation, .graphs = ON_ALL, .prepare = choose_seeds},
    {"simulation-1", simulate_once, NULL, check_once, .graphs = ON_ALL, .prepare = choose_seeds},
    {"learning", learn, NULL, check_learning, .graphs = ON_ALL, .fits = of_learning,
     .prepare = draw_cascades},
    {0},
};
