#include <math.h>

#include "algorithms/diffusion/naive_lists.h"
#include "src/base/sort.h"
#include "src/insight/picking_parts.h"

bool rel_picking_stopped(rel_picking_work *w)
{
    if (!w->ctx->stop || !*w->ctx->stop) return false;
    w->ctx->stop = NULL;
    w->a->stopped = w->hasty = true;
    rel_forgive(w->ctx);
    return true;
}

bool rel_picking_is_included(const rel_picking *k, rel_vid v)
{
    const rel_account_list *list = &k->candidates.include;
    for (int64_t i = 0; i < list->count; i++)
        if (list->v[i] == v) return true;
    return false;
}

/* -------- choosing -------- */

static rel_status make_rivals(rel_picking_work *w, rel_rival_list *list)
{
    rel_status st = REL_OK;
    rel_picking_answer *a = w->a;
    for (int i = 0; i < REL_NAIVE_COUNT && i < REL_PICKING_RIVALS; i++) {
        rel_picking_rival *r = &a->rival[a->rivals];
        r->name = rel_naive_word(i);
        r->title = rel_naive_title(i);
        REL_TRY(
            rel_naive_list(w->ctx, w->g, w->k->influence, (rel_naive)i, &w->k->rules, &r->pick, &r->count));
        if (!r->count) continue;
        list[a->rivals++] = (rel_rival_list){.name = r->name, .pick = r->pick, .count = r->count};
    }
out:
    return st;
}

static rel_status choose(rel_picking_work *w)
{
    rel_status st;
    rel_rival_list list[REL_PICKING_RIVALS];
    const rel_picking_ask *ask = &w->k->ask;
    REL_TRY(make_rivals(w, list));
    const rel_influence_max_opts opts = {.rules = w->k->rules,
                                         .audience = w->k->audience.weight,
                                         .epsilon = ask->epsilon,
                                         .delta = ask->delta,
                                         .certificate = ask->certificate,
                                         .time_limit = ask->time_limit,
                                         .list = list,
                                         .lists = w->a->rivals,
                                         .fresh = -1}; /* contributions and the simulator judge anew */
    REL_TRY(rel_influence_max(w->ctx, w->k->influence, &opts, &w->a->max));
    w->hasty = w->a->max.end == REL_MAX_TIME;
    (void)rel_picking_stopped(w);
out:
    return st;
}

/* -------- what it comes to -------- */

/* The largest own reaches by community, ties by the smaller number. */
static void find_main(const rel_picking_work *w, int64_t i, rel_picking_pick *p)
{
    const int32_t groups = w->k->community.count;
    const double *reach = w->a->contributions.by_group + i * groups;
    for (int32_t c = 0; c < groups; c++) {
        int at = p->mains;
        p->communities += reach[c] >= 1;
        while (at > 0 && p->main[at - 1].reach < reach[c]) at--;
        if (at == REL_PICKING_MAIN || !(reach[c] > 0)) continue;
        if (p->mains < REL_PICKING_MAIN) p->mains++;
        for (int k = p->mains - 1; k > at; k--) p->main[k] = p->main[k - 1];
        p->main[at] = (rel_picking_share){
            .community = c, .reach = reach[c], .share = p->brings->own > 0 ? reach[c] / p->brings->own : 0};
    }
}

static void find_enough(rel_picking_work *w)
{
    rel_picking_answer *a = w->a;
    int64_t i = a->max.count;
    for (; i > 1; i--) {
        const rel_picking_pick *p = &a->pick[i - 1];
        const double before = p->cumulated - p->brings->added;
        if (p->brings->added >= before * w->k->ask.enough / 100) break;
    }
    a->enough = i;
}

/* reach: of the whole set by group; rows come with the most accounts first. */
static rel_status by_group(rel_picking_work *w, const rel_picking_groups *x, const rel_spread_interval *reach,
                           rel_picking_reach **rows)
{
    rel_status st;
    rel_sort_item *order = NULL;
    int32_t *at = NULL;
    const rel_influence_max_result *m = &w->a->max;
    const double *weight = w->k->audience.weight;
    REL_TRY(rel_scratch(w->ctx, &order, (size_t)x->count, sizeof *order, "groups"));
    REL_TRY(rel_scratch(w->ctx, &at, (size_t)x->count, sizeof *at, "groups"));
    REL_TRY(rel_scratch(w->ctx, rows, (size_t)x->count, sizeof **rows, "groups"));
    for (int32_t c = 0; c < x->count; c++) order[c] = (rel_sort_item){~(uint64_t)x->accounts[c], (uint64_t)c};
    REL_TRY(rel_sort_radix(w->ctx, order, x->count));
    for (int32_t i = 0; i < x->count; i++) {
        const int32_t c = (int32_t)order[i].value;
        at[c] = i;
        (*rows)[i] = (rel_picking_reach){.group = c, .accounts = x->accounts[c], .reach = reach[c]};
    }
    for (rel_vid v = 0; v < w->g->n; v++)
        if (x->group[v] >= 0) (*rows)[at[x->group[v]]].audience += weight ? weight[v] : 1;
    for (int64_t i = 0; i < m->count; i++)
        if (x->group[m->pick[i]] >= 0) (*rows)[at[x->group[m->pick[i]]]].picks++;
out:
    return st;
}

static rel_status sum_up(rel_picking_work *w)
{
    rel_status st;
    rel_picking_answer *a = w->a;
    const double *cost = w->k->candidates.cost;
    double cumulated = a->contributions.base;
    REL_TRY(rel_scratch(w->ctx, &a->pick, (size_t)a->max.count, sizeof *a->pick, "picks"));
    a->cost = cost ? 0 : (double)NAN;
    for (int64_t i = 0; i < a->max.count; i++) {
        rel_picking_pick *p = &a->pick[i];
        p->v = a->max.pick[i];
        p->brings = &a->contributions.pick[i];
        p->included = rel_picking_is_included(w->k, p->v);
        p->cumulated = cumulated += p->brings->added;
        find_main(w, i, p);
        if (cost) a->cost += cost[p->v];
    }
    for (int64_t i = 0; i < a->max.count; i++)
        a->pick[i].cumulated_share = cumulated > 0 ? a->pick[i].cumulated / cumulated : 0;
    find_enough(w);
    REL_TRY(by_group(w, &w->k->community, a->spread.by_group, &a->community));
    if (w->k->rules.fair_group) st = by_group(w, &w->k->fair, a->fair_spread.by_group, &a->fair);
out:
    return st;
}

/* -------- the whole -------- */

rel_status rel_picking_solve(rel_ctx *ctx, const rel_picking *k, rel_picking_answer *a)
{
    rel_status st;
    volatile sig_atomic_t *const stop = ctx->stop;
    rel_picking_work w = {.ctx = ctx, .k = k, .a = a, .g = &k->source->graph};
    *a = (rel_picking_answer){.best_rival = -1};
    REL_TRY(rel_scratch_unset(ctx, &w.seed, w.g->n, sizeof *w.seed, "seeds"));
    REL_TRY(choose(&w));
    REL_TRY(rel_rr_sampler_new(ctx, k->influence, k->audience.weight, &w.sampler));
    REL_TRY(rel_picking_judge(&w));
    st = sum_up(&w);
out:
    ctx->stop = stop;
    rel_rr_sampler_delete(w.sampler);
    if (st != REL_OK) rel_picking_answer_free(a);
    return st;
}

void rel_picking_answer_free(rel_picking_answer *a)
{
    rel_influence_max_free(&a->max);
    rel_contributions_free(&a->contributions);
    rel_spread_free(&a->spread);
    rel_spread_free(&a->fair_spread);
    *a = (rel_picking_answer){0};
}
