#include "src/insight/trial.h"

#include <math.h>
#include <stdio.h>

#include "algorithms/centrality/distances.h"
#include "algorithms/structure/ego.h"
#include "src/base/rng.h"
#include "src/base/time.h"

/* --- the stopwatch ----------------------------------------------------------------------------------------
 */

enum {
    MARKS_WANTED = 4, /* the first one ends what was prepared, the others say how fast it goes */
    PATIENCE = 2,     /* seconds beyond the budget after which fewer will do */
};

static void begin_stage(rel_watch *w, const char *what, double at)
{
    snprintf(w->what, sizeof w->what, "%s", what);
    w->stages++;
    w->marks = 0;
    w->stage_began = w->stages == 1 ? w->began : w->last_at;
    w->first_at = at;
}

static void see(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    rel_watch *w = user;
    const double now = rel_clock();
    (void)unit;
    if (w->stages == 0 || done < w->last || strcmp(w->what, what) != 0) {
        begin_stage(w, what, now);
        w->first = done;
    }
    w->marks++;
    w->last = done;
    w->last_at = now;
    w->total = total;
    const double spent = now - w->began;
    if (spent > w->budget && (w->marks >= MARKS_WANTED || spent > w->budget + PATIENCE)) w->stop = 1;
    if (w->asked && *w->asked) w->stop = 1;
}

void rel_watch_start(rel_ctx *ctx, rel_watch *w, double budget)
{
    *w = (rel_watch){.progress = ctx->progress,
                     .note = ctx->note,
                     .user = ctx->user,
                     .asked = ctx->stop,
                     .stop = ctx->stop ? *ctx->stop : 0,
                     .budget = budget,
                     .began = rel_clock()};
    ctx->progress = see;
    ctx->note = NULL;
    ctx->user = w;
    ctx->stop = &w->stop;
}

/* Seconds of one unit of progress in this stage. What was prepared before the first one counts with it when
 * there is no other. */
static double pace(const rel_watch *w)
{
    if (w->last > w->first) return (w->last_at - w->first_at) / (double)(w->last - w->first);
    return w->last > 0 ? (w->last_at - w->stage_began) / (double)w->last : 0;
}

/* Where the end is not known: as many rounds as most take, and within this factor. */
enum { USUAL_ROUNDS = 30 };
static const double WIDE = 3;

rel_status rel_watch_stop(rel_ctx *ctx, rel_watch *w, rel_status ended, rel_trial *p)
{
    const double spent = rel_clock() - w->began;
    ctx->progress = w->progress;
    ctx->note = w->note;
    ctx->user = w->user;
    ctx->stop = w->asked;
    *p = (rel_trial){.all = {spent, spent, spent}, .spent = spent, .finished = true};
    if (ended == REL_E_NOCONV) rel_forgive(ctx);
    if (ended == REL_OK || ended == REL_E_NOCONV) return REL_OK;
    if (ended != REL_E_STOPPED || (ctx->stop && *ctx->stop)) return ended;
    rel_forgive(ctx);
    p->finished = false;
    p->open_ended = w->total <= 0;
    const double total = w->total > w->last ? (double)w->total : fmax(USUAL_ROUNDS, 2.0 * (double)w->last);
    const double left = (total - (double)w->last) * pace(w);
    p->all.seconds = w->last_at - w->began + left;
    p->all.low = w->last_at - w->began + (p->open_ended ? left / WIDE : 0.8 * left);
    p->all.high = w->last_at - w->began + (p->open_ended ? left * WIDE : 1.25 * left);
    return REL_OK;
}

/* --- families ---------------------------------------------------------------------------------------------
 */

/* Runs the kernels of the scores that are there. */
static rel_status run(rel_ctx *ctx, rel_scoring *s, double budget, rel_watch *w, rel_trial *p)
{
    rel_watch_start(ctx, w, budget);
    const rel_status st = rel_scores(ctx, s);
    return rel_watch_stop(ctx, w, st, p);
}

static void scale(rel_trial *p, double times)
{
    p->all.low *= times;
    p->all.seconds *= times;
    p->all.high *= times;
}

enum { BALLS = 4, DISTANCES_SEEN = 24, STREAM_BALLS = 0x42414c };

/* The account at the near end of the k-th arc, so that one with many arcs is more likely. */
static rel_vid end_of_arc(const rel_graph *g, uint64_t k)
{
    const rel_packed *p = &g->packed;
    rel_vid to[REL_PACKED_PIECE], v = 0;
    if (!rel_is_packed(p)) return g->in.adj[k];
    for (uint32_t degree; k >= (degree = rel_packed_degree(&p->in, v)); v++) k -= degree;
    rel_packed_cursor c = rel_packed_begin(p, &p->in, v);
    for (uint64_t count; (count = (uint64_t)rel_packed_next(&c, to, NULL)) <= k;) k -= count;
    return rel_packed_old(p, to[k]);
}

/* Balls of HyperBall grow at distance d with which probability, in the mean over the arcs out of them: adding
 * vertices to a ball until it is x times as large changes about 0.72 ln(x) of each counter. Exact balls
 * around a few ends of random arcs tell how fast they grow. growing[0] is 1: at first all balls are new. */
static rel_status find_growth(rel_ctx *ctx, const rel_graph *g, int precision, double growing[DISTANCES_SEEN])
{
    rel_status st;
    uint8_t *step;
    int64_t at[DISTANCES_SEEN + 1];
    const double counters = ldexp(0.72, precision);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &step, g->n, sizeof *step, "a plan"));
    for (int d = 0; d < DISTANCES_SEEN; d++) growing[d] = d == 0;
    for (uint64_t i = 0; i < BALLS; i++) {
        const rel_vid centre = end_of_arc(g, rel_rand_below(ctx->seed, STREAM_BALLS, i, (uint64_t)g->m));
        const rel_ego_opts o = {
            .centre = &centre, .centres = 1, .hops = DISTANCES_SEEN, .direction = REL_EGO_IN};
        REL_TRY(rel_ego(ctx, g, o, step, at));
        double ball = 1;
        for (int d = 1; d < DISTANCES_SEEN; d++) {
            const double more = (double)at[d];
            growing[d] += -expm1(-counters * log1p(more / ball)) / BALLS;
            ball += more;
        }
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The part of a step that goes into looking who grew, and the probability of growing below which it ends. */
static const double SCAN = 0.1, NOBODY = 1e-5;

/* The first step of HyperBall says how long a whole one takes; later ones read only the balls that grew. */
static rel_status add_steps(rel_ctx *ctx, const rel_graph *g, int precision, const rel_watch *w, rel_trial *p)
{
    double growing[DISTANCES_SEEN], steps = 0;
    const double began = rel_clock();
    const rel_status st = find_growth(ctx, g, precision, growing);
    if (st != REL_OK) return st;
    for (int d = 0; d < DISTANCES_SEEN && growing[d] > NOBODY; d++) steps += SCAN + (1 - SCAN) * growing[d];
    const double left = (steps * REL_HYPERBALL_PARTS - (double)w->last) * pace(w);
    p->all.seconds = w->last_at - w->began + left;
    p->all.low = w->last_at - w->began + 0.8 * left;
    p->all.high = w->last_at - w->began + 1.25 * left;
    p->open_ended = false;
    p->spent += rel_clock() - began;
    return REL_OK;
}

rel_status rel_trial_family(rel_ctx *ctx, const rel_source *source, rel_family family,
                            const rel_criterion *by, int criteria, const rel_scoring_opts *opts,
                            double budget, rel_trial *p)
{
    rel_status st = REL_OK;
    rel_watch w;
    const rel_graph *g = &source->graph;
    rel_scoring s = {.g = g, .source = source, .opts = opts};
    int asked = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int i = 0; i < criteria; i++) {
        if (rel_criterion_family(by[i]) != family) continue;
        /* Triangles and clustering are counted one after the other, each in the same time. */
        if (family != REL_FAMILY_TRIANGLES || asked == 0)
            REL_TRY(rel_scratch_unset(ctx, &s.score[by[i]], g->n, sizeof(double), "scores"));
        asked++;
    }
    REL_TRY(run(ctx, &s, budget, &w, p));
    if (!p->finished && strcmp(w.what, "hyperball") == 0) REL_TRY(add_steps(ctx, g, opts->precision, &w, p));
    if (family == REL_FAMILY_TRIANGLES) scale(p, asked);
    /* Katz comes after the largest eigenvalue is known, and its rounds are like those before. */
    if (!p->finished && s.score[REL_BY_KATZ] && strcmp(w.what, "eigenvector") == 0) {
        p->all = (rel_span){1.3 * p->all.low, 2 * p->all.seconds, 3 * p->all.high};
        p->open_ended = true;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
