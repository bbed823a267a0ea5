#include <math.h>
#include <stdlib.h>

#include "src/insight/learning_parts.h"

static const double priors[] = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500};
enum { PRIORS = sizeof priors / sizeof *priors };
static const double FOLLOWED_BY = 0.9; /* the share of follows that the window tried takes in */
enum { RUNS = 100, SPREADS = 200 }; /* simulations of each cascade; cascades */

typedef struct choice {
    rel_ctx *ctx;
    const rel_graph *g;
    const rel_cascades *train;
    rel_exposures all, within, judge; /* without a window, with one, of the validation */
    double window;                    /* of within; 0: not made */
    rel_learning *learning;
} choice;

/* -------- trying -------- */

static rel_status judge_way(choice *c, rel_learning_way *way)
{
    rel_learned learned = {0};
    const rel_exposures *x = way->window > 0 ? &c->within : &c->all;
    rel_status st = rel_learn(c->ctx, x, way->opts, &learned);
    if (st == REL_OK) st = rel_learning_likelihood(c->ctx, &c->judge, learned.p, &way->likelihood);
    rel_learned_free(&learned);
    return st;
}

/* Keeps the better of it and the best so far; of equals the earlier one. */
static rel_status try_way(choice *c, rel_learning_way way)
{
    rel_learning *l = c->learning;
    rel_progress(c->ctx, "choosing how to learn", "ways", l->tries, 0);
    const rel_status st = judge_way(c, &way);
    if (st != REL_OK) return st;
    if (l->tries < REL_LEARNING_TRIED) l->tried[l->tries++] = way;
    if (isnan(l->way.likelihood) || way.likelihood > l->way.likelihood) l->way = way;
    return REL_OK;
}

static rel_status try_methods(choice *c)
{
    rel_status st = REL_OK;
    static const rel_learning_method method[] = {REL_LEARN_EM, REL_LEARN_BERNOULLI, REL_LEARN_JACCARD,
                                                 REL_LEARN_PARTIAL_CREDIT};
    const rel_learning_way start = c->learning->way;
    for (int i = 0; i < 4 && st == REL_OK; i++) {
        rel_learning_way way = start;
        way.opts.method = method[i];
        st = try_way(c, way);
    }
    return st;
}

static rel_status try_bases(choice *c)
{
    rel_status st = REL_OK;
    const rel_learning_way start = c->learning->way;
    for (int i = 0; i < 3 && st == REL_OK; i++) {
        rel_learning_way way = start;
        way.opts.base = (rel_learning_base)i;
        if (isnan(start.likelihood) || way.opts.base != start.opts.base) st = try_way(c, way);
    }
    return st;
}

static rel_status try_priors(choice *c)
{
    rel_status st = REL_OK;
    const rel_learning_way start = c->learning->way;
    for (int i = 0; i < PRIORS && st == REL_OK; i++) {
        rel_learning_way way = start;
        way.opts.prior = priors[i];
        if (priors[i] != start.opts.prior) st = try_way(c, way);
    }
    return st;
}

/* -------- the window -------- */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The time after the latest sender in which most of the acts that followed one did. */
static rel_status usual_delay(rel_ctx *ctx, const rel_exposures *x, double *delay)
{
    rel_status st;
    const rel_cascades *c = x->cascades;
    double *ago = NULL, *when = NULL;
    size_t n = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &ago, (size_t)c->acts, sizeof *ago, "delays"));
    REL_TRY(rel_scratch_unset(ctx, &when, x->g->n, sizeof *when, "times"));
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) {
            double latest = -INFINITY;
            when[c->account[a]] = c->time[a];
            for (int64_t k = x->off[a]; k < x->off[a + 1]; k++)
                latest = fmax(latest, when[x->g->out.adj[x->edge[k]]]);
            if (x->off[a] < x->off[a + 1]) ago[n++] = c->time[a] - latest;
        }
    }
    qsort(ago, n, sizeof *ago, ascending);
    *delay = n ? ago[(size_t)(FOLLOWED_BY * (double)(n - 1))] : 0;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status try_window(choice *c)
{
    rel_status st;
    rel_learning_way way = c->learning->way;
    REL_TRY(usual_delay(c->ctx, &c->all, &way.window));
    if (!(way.window > 0)) goto out;
    REL_TRY(rel_exposures_make(c->ctx, c->g, c->train, way.window, &c->within));
    st = try_way(c, way);
out:
    return st;
}

rel_status rel_learning_choose(rel_ctx *ctx, const rel_graph *g, const rel_learning_split *split,
                               const rel_learning_request *request, rel_learning *learning)
{
    rel_status st;
    choice c = {.ctx = ctx, .g = g, .train = &split->train, .learning = learning};
    const bool any_method = !request->method || strcmp(request->method, "best") == 0;
    REL_TRY(rel_exposures_make(ctx, g, &split->train, 0, &c.all));
    REL_TRY(rel_exposures_make(ctx, g, &split->validation, 0, &c.judge));
    if (request->window > 0)
        REL_TRY(rel_exposures_make(ctx, g, &split->train, (double)request->window, &c.within));
    if (any_method)
        REL_TRY(try_methods(&c));
    else
        REL_TRY(try_way(&c, learning->way));
    REL_TRY(try_bases(&c));
    if (isnan(request->prior)) REL_TRY(try_priors(&c));
    if (request->window == 0) REL_TRY(try_window(&c));
out:
    rel_exposures_free(&c.all);
    rel_exposures_free(&c.within);
    rel_exposures_free(&c.judge);
    return st;
}

/* -------- judging -------- */

void rel_weighted_cascade(const rel_graph *g, float *p)
{
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
            p[e] = (float)(1 / (double)(g->out.off[v + 1] - g->out.off[v]));
}

static rel_status judge_model(rel_ctx *ctx, const rel_exposures *test, const float *p, const char *name,
                              rel_learning_model *model)
{
    rel_status st;
    model->name = name;
    REL_TRY(rel_learning_check_make(ctx, test, p, &model->check));
    st = rel_foretold_spread_make(ctx, test->g, test->cascades, p, RUNS, SPREADS, &model->spread);
out:
    return st;
}

/* A prior beside which no history counts leaves the rate alone, at its likeliest. */
static rel_status likeliest_uniform(rel_ctx *ctx, const rel_exposures *x, float *p, double *value)
{
    rel_learned learned = {0};
    const rel_learning_opts opts = {
        .method = REL_LEARN_EM, .base = REL_LEARN_RATE, .prior = 1e15, .max_rounds = 1000};
    const rel_status st = rel_learn(ctx, x, opts, &learned);
    *value = st == REL_OK && x->g->m ? (double)learned.p[0] : 0;
    for (rel_eid e = 0; st == REL_OK && e < x->g->m; e++) p[e] = learned.p[0];
    rel_learned_free(&learned);
    return st;
}

rel_status rel_learning_judge(rel_ctx *ctx, const rel_graph *g, const rel_learning_split *split,
                              rel_learning *learning)
{
    rel_status st;
    rel_exposures plain = {0}, within = {0}, test = {0};
    rel_learned learned = {0};
    float *p = NULL;
    const rel_learning_way *way = &learning->way;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int i = 0; i < REL_LEARNING_MODELS; i++) learning->model[i].p = (double)NAN;
    REL_TRY(rel_scratch_unset(ctx, &p, (size_t)g->m, sizeof *p, "probabilities"));
    REL_TRY(rel_exposures_make(ctx, g, &split->known, 0, &plain));
    REL_TRY(rel_exposures_make(ctx, g, &split->test, 0, &test));
    if (way->window > 0) REL_TRY(rel_exposures_make(ctx, g, &split->known, way->window, &within));
    REL_TRY(rel_learn(ctx, way->window > 0 ? &within : &plain, way->opts, &learned));
    REL_TRY(judge_model(ctx, &test, learned.p, "learned", &learning->model[0]));
    rel_weighted_cascade(g, p);
    REL_TRY(judge_model(ctx, &test, p, "weighted-cascade", &learning->model[1]));
    REL_TRY(likeliest_uniform(ctx, &plain, p, &learning->model[2].p));
    REL_TRY(judge_model(ctx, &test, p, "uniform", &learning->model[2]));
    learning->checked = true;
out:
    rel_learned_free(&learned);
    rel_exposures_free(&plain);
    rel_exposures_free(&within);
    rel_exposures_free(&test);
    rel_scratch_release(ctx, mark);
    return st;
}
