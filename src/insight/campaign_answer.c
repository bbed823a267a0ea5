#include <math.h>

#include "algorithms/diffusion/naive_lists.h"
#include "src/insight/campaign.h"

enum {
    SAMPLES_LEAST = 1 << 16, /* of contributions */
    SAMPLES_MOST = 1 << 20,
    SAMPLES_HASTY = 1 << 14, /* when somebody waits */
    RUNS_HASTY = 1000,
};

typedef struct solving {
    rel_ctx *ctx;
    const rel_campaign *k;
    rel_campaign_answer *a;
    const rel_graph *g;
    rel_rr_sampler *sampler;
    rel_vid *seed; /* the base, then a list */
    int64_t seeds; /* of the base */
    bool hasty;    /* the time is over, or somebody asked to stop: what is left is done quickly */
} solving;

/* What is left after a stop is short, and without it there would be no answer: nobody is listened to. The
 * next Ctrl-C ends the program. */
static bool was_stopped(solving *s)
{
    if (!s->ctx->stop || !*s->ctx->stop) return false;
    s->ctx->stop = NULL;
    s->a->stopped = s->hasty = true;
    rel_forgive(s->ctx);
    return true;
}

/* -------- choosing -------- */

static rel_status make_rivals(solving *s, rel_rival_list *list)
{
    rel_status st = REL_OK;
    rel_campaign_answer *a = s->a;
    for (int i = 0; i < REL_NAIVE_COUNT && i < REL_CAMPAIGN_RIVALS; i++) {
        rel_campaign_rival *r = &a->rival[a->rivals];
        r->name = rel_naive_word(i);
        REL_TRY(
            rel_naive_list(s->ctx, s->g, s->k->influence, (rel_naive)i, &s->k->rules, &r->pick, &r->count));
        if (!r->count) continue;
        list[a->rivals++] = (rel_rival_list){.name = r->name, .pick = r->pick, .count = r->count};
    }
out:
    return st;
}

static rel_status choose(solving *s)
{
    rel_status st;
    rel_rival_list list[REL_CAMPAIGN_RIVALS];
    const rel_campaign_ask *ask = &s->k->ask;
    REL_TRY(make_rivals(s, list));
    const rel_influence_max_opts opts = {.rules = s->k->rules,
                                         .audience = s->k->audience.weight,
                                         .epsilon = ask->epsilon,
                                         .delta = ask->delta,
                                         .certificate = ask->certificate,
                                         .time_limit = ask->time_limit,
                                         .list = list,
                                         .lists = s->a->rivals};
    REL_TRY(rel_influence_max(s->ctx, s->k->influence, &opts, &s->a->max));
    s->hasty = s->a->max.end == REL_MAX_TIME;
    (void)was_stopped(s);
out:
    return st;
}

/* -------- judging -------- */

static rel_status contributions(solving *s)
{
    const rel_influence_max_result *m = &s->a->max;
    int64_t samples = m->judged < SAMPLES_LEAST  ? SAMPLES_LEAST
                      : m->judged > SAMPLES_MOST ? SAMPLES_MOST
                                                 : m->judged;
    if (s->hasty) samples = SAMPLES_HASTY;
    const rel_campaign_groups *x = &s->k->community;
    return rel_contributions_make(s->ctx, s->sampler, &s->k->rules, m->pick, m->count, samples,
                                  s->k->ask.runner_ups, x->group, x->count, &s->a->contributions);
}

static rel_status simulate(solving *s, const rel_vid *pick, int64_t count, bool whole, rel_spread_result *r)
{
    int64_t runs = s->k->ask.judge_runs;
    if (s->hasty && runs > RUNS_HASTY) runs = RUNS_HASTY;
    const rel_spread_opts opts = {.runs = runs,
                                  .audience = s->k->audience.weight,
                                  .group = whole ? s->k->community.group : NULL,
                                  .groups = whole ? s->k->community.count : 0,
                                  .by_account = whole};
    for (int64_t i = 0; i < count; i++) s->seed[s->seeds + i] = pick[i];
    return rel_spread(s->ctx, s->g, s->k->influence, s->seed, s->seeds + count, &opts, r);
}

/* The lists on the same runs as the set: differences are those of the lists, not of chance. */
static rel_status judge(solving *s)
{
    rel_status st;
    rel_campaign_answer *a = s->a;
    REL_TRY(simulate(s, a->max.pick, a->max.count, true, &a->spread));
    a->best_rival = -1;
    for (int i = 0; i < a->rivals; i++) {
        rel_spread_result r = {0};
        REL_TRY(simulate(s, a->rival[i].pick, a->rival[i].count, false, &r));
        a->rival[i].reach = r.reach;
        rel_spread_free(&r);
        if (a->best_rival < 0 || a->rival[i].reach.mean > a->rival[a->best_rival].reach.mean)
            a->best_rival = i;
    }
out:
    return st;
}

/* Once more, and quickly, when it is stopped meanwhile. */
static rel_status surely(solving *s, rel_status (*step)(solving *s), void (*undo)(rel_campaign_answer *a))
{
    rel_status st = step(s);
    if (st == REL_E_STOPPED && was_stopped(s)) {
        undo(s->a);
        st = step(s);
    }
    return st;
}

static void undo_contributions(rel_campaign_answer *a)
{
    rel_contributions_free(&a->contributions);
}

static void undo_judging(rel_campaign_answer *a)
{
    rel_spread_free(&a->spread);
}

/* -------- what it comes to -------- */

/* The largest own reaches by community, ties by the smaller number. */
static void find_main(const solving *s, int64_t i, rel_campaign_pick *p)
{
    const int32_t groups = s->k->community.count;
    const double *reach = s->a->contributions.by_group + i * groups;
    for (int32_t c = 0; c < groups; c++) {
        int at = p->mains;
        p->communities += reach[c] >= 1;
        while (at > 0 && p->main[at - 1].reach < reach[c]) at--;
        if (at == REL_CAMPAIGN_MAIN || !(reach[c] > 0)) continue;
        if (p->mains < REL_CAMPAIGN_MAIN) p->mains++;
        for (int k = p->mains - 1; k > at; k--) p->main[k] = p->main[k - 1];
        p->main[at] = (rel_campaign_share){
            .community = c, .reach = reach[c], .share = p->brings->own > 0 ? reach[c] / p->brings->own : 0};
    }
}

static bool is_included(const solving *s, rel_vid v)
{
    const rel_account_list *list = &s->k->candidates.include;
    for (int64_t i = 0; i < list->count; i++)
        if (list->v[i] == v) return true;
    return false;
}

static void find_enough(solving *s)
{
    rel_campaign_answer *a = s->a;
    int64_t i = a->max.count;
    for (; i > 1; i--) {
        const rel_campaign_pick *p = &a->pick[i - 1];
        const double before = p->cumulated - p->brings->added;
        if (p->brings->added >= before * s->k->ask.enough / 100) break;
    }
    a->enough = i;
}

static rel_status sum_up(solving *s)
{
    rel_status st;
    rel_campaign_answer *a = s->a;
    const double *cost = s->k->candidates.cost;
    double cumulated = a->max.base_reach;
    REL_TRY(rel_scratch(s->ctx, &a->pick, (size_t)a->max.count, sizeof *a->pick, "picks"));
    a->cost = cost ? 0 : (double)NAN;
    for (int64_t i = 0; i < a->max.count; i++) {
        rel_campaign_pick *p = &a->pick[i];
        p->v = a->max.pick[i];
        p->brings = &a->contributions.pick[i];
        p->included = is_included(s, p->v);
        p->cumulated = cumulated += p->brings->added;
        find_main(s, i, p);
        if (cost) a->cost += cost[p->v];
    }
    for (int64_t i = 0; i < a->max.count; i++)
        a->pick[i].cumulated_share = cumulated > 0 ? a->pick[i].cumulated / cumulated : 0;
    find_enough(s);
out:
    return st;
}

/* -------- the whole -------- */

static rel_status put_base(solving *s)
{
    rel_status st;
    const rel_account_list *already = &s->k->candidates.already;
    REL_TRY(rel_scratch_unset(s->ctx, &s->seed, s->g->n, sizeof *s->seed, "seeds"));
    for (int64_t i = 0; i < already->count; i++) s->seed[s->seeds++] = already->v[i];
out:
    return st;
}

rel_status rel_campaign_solve(rel_ctx *ctx, const rel_campaign *k, rel_campaign_answer *a)
{
    rel_status st;
    volatile sig_atomic_t *const stop = ctx->stop;
    solving s = {.ctx = ctx, .k = k, .a = a, .g = &k->source->graph};
    *a = (rel_campaign_answer){.best_rival = -1};
    REL_TRY(put_base(&s));
    REL_TRY(choose(&s));
    REL_TRY(rel_rr_sampler_new(ctx, k->influence, k->audience.weight, &s.sampler));
    REL_TRY(surely(&s, contributions, undo_contributions));
    REL_TRY(surely(&s, judge, undo_judging));
    st = sum_up(&s);
out:
    ctx->stop = stop;
    rel_rr_sampler_delete(s.sampler);
    if (st != REL_OK) rel_campaign_answer_free(a);
    return st;
}

void rel_campaign_answer_free(rel_campaign_answer *a)
{
    rel_influence_max_free(&a->max);
    rel_contributions_free(&a->contributions);
    rel_spread_free(&a->spread);
    *a = (rel_campaign_answer){0};
}
