/* Ambassadors for programs. The keys are documented in docs/commands/ambassadors.md. */
#include <math.h>

#include "src/cli/account_args.h"
#include "src/cli/ambassadors_args.h"
#include "src/insight/picking_words.h"

typedef struct view {
    rel_json *j;
    const rel_ambassadors_view *w;
    const rel_attribute *community; /* the column, whose values are numbers or texts */
} view;

static void put_account(view *v, rel_vid u)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_json_text(v->j, "account", rel_names_get(&v->w->g->names, u, room));
    rel_json_text(v->j, "handle", rel_handle_of(v->w->g, u));
}

static void put_community(view *v, int32_t c)
{
    int64_t number;
    const rel_str name = v->w->k->community.name[c];
    if (v->community->type == REL_ATTRIBUTE_I64 && rel_str_to_i64(name, &number))
        rel_json_i64(v->j, "community", number);
    else
        rel_json_text(v->j, "community", name);
    rel_json_text(v->j, "label", v->w->k->label[c]);
}

static void put_interval(view *v, const rel_spread_interval *r)
{
    rel_json_f64(v->j, "mean", r->mean);
    rel_json_f64(v->j, "low", r->low);
    rel_json_f64(v->j, "high", r->high);
}

/* -------- picks -------- */

static void put_others(view *v, const rel_contribution *b)
{
    if (b->overlaps_most == REL_VID_NONE) {
        rel_json_null(v->j, "overlaps_most");
    } else {
        rel_json_begin_object(v->j, "overlaps_most");
        put_account(v, b->overlaps_most);
        rel_json_f64(v->j, "reach", b->overlap_most);
        rel_json_end_object(v->j);
    }
    if (b->replacement == REL_VID_NONE) {
        rel_json_null(v->j, "replacement");
    } else {
        rel_json_begin_object(v->j, "replacement");
        put_account(v, b->replacement);
        rel_json_f64(v->j, "change", b->replaced);
        rel_json_end_object(v->j);
    }
}

static void put_pick(view *v, int64_t i)
{
    const rel_picking_pick *p = &v->w->a->pick[i];
    const rel_contribution *b = p->brings;
    const rel_candidates *c = &v->w->k->candidates;
    rel_json_begin_object(v->j, NULL);
    rel_json_i64(v->j, "rank", i + 1);
    put_account(v, p->v);
    rel_json_f64(v->j, "own_reach", b->own);
    rel_json_f64(v->j, "added_reach", b->added);
    rel_json_f64(v->j, "cumulated_reach", p->cumulated);
    rel_json_f64(v->j, "cumulated_share", p->cumulated_share);
    rel_json_f64(v->j, "loss", b->loss);
    rel_json_f64(v->j, "overlap", b->overlap);
    put_others(v, b);
    rel_json_i64(v->j, "communities_reached", p->communities);
    rel_json_begin_array(v->j, "communities");
    for (int k = 0; k < p->mains; k++) {
        rel_json_begin_object(v->j, NULL);
        put_community(v, p->main[k].community);
        rel_json_f64(v->j, "reach", p->main[k].reach);
        rel_json_f64(v->j, "share", p->main[k].share);
        rel_json_end_object(v->j);
    }
    rel_json_end_array(v->j);
    if (c->cost) rel_json_f64(v->j, "cost", c->cost[p->v]);
    if (c->has_policy) rel_json_f64(v->j, "policy_score", c->verdict[p->v].score);
    rel_json_bool(v->j, "included", p->included);
    rel_json_text(v->j, "reason", v->w->reason[i]);
    rel_json_end_object(v->j);
}

/* -------- the whole -------- */

static void put_reach(view *v)
{
    const rel_picking_answer *a = v->w->a;
    const double total = v->w->k->audience.total;
    rel_json_begin_object(v->j, "reach");
    put_interval(v, &a->spread.reach);
    rel_json_f64(v->j, "audience", total);
    rel_json_f64(v->j, "share", a->spread.reach.mean / total);
    rel_json_f64(v->j, "base", a->contributions.base);
    rel_json_i64(v->j, "runs", a->spread.runs);
    rel_json_end_object(v->j);
}

static void put_certificate(view *v)
{
    const rel_influence_max_result *m = &v->w->a->max;
    const rel_picking_ask *ask = &v->w->k->ask;
    rel_json_begin_object(v->j, "certificate");
    rel_json_f64(v->j, "share", m->certificate);
    rel_json_f64(v->j, "confidence", 1 - ask->delta);
    rel_json_f64(v->j, "proved_low", m->proved_low);
    rel_json_f64(v->j, "best_high", m->best_high);
    rel_json_f64(v->j, "asked", ask->certificate);
    rel_json_f64(v->j, "epsilon", ask->epsilon);
    rel_json_i64(v->j, "samples", m->samples);
    rel_json_i64(v->j, "judged", m->judged);
    rel_json_end_object(v->j);
}

static const char *end_word(const rel_picking_answer *a)
{
    if (a->stopped) return "stopped";
    switch (a->max.end) {
    case REL_MAX_REACHED: return "proved";
    case REL_MAX_TIME: return "time";
    case REL_MAX_MEMORY: return "memory";
    case REL_MAX_STOPPED: return "stopped";
    case REL_MAX_SAMPLES: break;
    }
    return "samples";
}

static void put_lists(view *v)
{
    const rel_picking_answer *a = v->w->a;
    rel_json_begin_array(v->j, "lists");
    for (int i = 0; i < a->rivals; i++) {
        rel_json_begin_object(v->j, NULL);
        rel_json_text(v->j, "list", rel_str_of(a->rival[i].name));
        put_interval(v, &a->rival[i].reach);
        rel_json_f64(v->j, "gain", a->spread.reach.mean - a->rival[i].reach.mean);
        rel_json_bool(v->j, "chosen", a->max.chosen_list == i);
        rel_json_end_object(v->j);
    }
    rel_json_end_array(v->j);
}

static void put_runner_ups(view *v)
{
    const rel_contributions *c = &v->w->a->contributions;
    const double *cost = v->w->k->candidates.cost;
    rel_json_begin_array(v->j, "runner_ups");
    for (int64_t i = 0; i < c->runner_ups; i++) {
        rel_json_begin_object(v->j, NULL);
        put_account(v, c->runner_up[i]);
        rel_json_f64(v->j, "added_reach", c->runner_up_added[i]);
        if (cost) rel_json_f64(v->j, "cost", cost[c->runner_up[i]]);
        rel_json_end_object(v->j);
    }
    rel_json_end_array(v->j);
}

static void put_group(view *v, const rel_picking_reach *r)
{
    rel_json_i64(v->j, "accounts", r->accounts);
    rel_json_f64(v->j, "audience", r->audience);
    put_interval(v, &r->reach);
    rel_json_f64(v->j, "share", r->audience > 0 ? r->reach.mean / r->audience : (double)NAN);
    rel_json_i64(v->j, "picks", r->picks);
}

static void put_groups(view *v)
{
    const rel_picking_answer *a = v->w->a;
    const rel_picking *k = v->w->k;
    rel_json_begin_array(v->j, "communities");
    for (int32_t i = 0; i < k->community.count; i++) {
        rel_json_begin_object(v->j, NULL);
        put_community(v, a->community[i].group);
        put_group(v, &a->community[i]);
        rel_json_end_object(v->j);
    }
    rel_json_end_array(v->j);
    if (!a->fair) return;
    rel_json_begin_object(v->j, "fair");
    rel_json_text(v->j, "column", rel_str_of(k->fair.column));
    rel_json_begin_array(v->j, "groups");
    for (int32_t i = 0; i < k->fair.count; i++) {
        rel_json_begin_object(v->j, NULL);
        rel_json_text(v->j, "group", k->fair.name[a->fair[i].group]);
        put_group(v, &a->fair[i]);
        rel_json_end_object(v->j);
    }
    rel_json_end_array(v->j);
    rel_json_end_object(v->j);
}

static void put_policy(view *v)
{
    const rel_policy *p = &v->w->k->candidates.policy;
    if (!v->w->k->candidates.has_policy) return;
    rel_json_begin_object(v->j, "policy");
    rel_json_text(v->j, "name", rel_str_of(p->name));
    rel_json_begin_object(v->j, "weights");
    for (int t = 0; t < REL_TRAIT_COUNT; t++)
        if (p->weight[t] > 0) rel_json_f64(v->j, rel_trait_word(t), p->weight[t]);
    rel_json_end_object(v->j);
    rel_json_begin_object(v->j, "filters");
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        const rel_policy_filter *f = &p->filter[t];
        if (!f->set) continue;
        rel_json_begin_object(v->j, rel_trait_word(t));
        if (isfinite(f->min)) rel_json_f64(v->j, "min", f->min);
        if (isfinite(f->max)) rel_json_f64(v->j, "max", f->max);
        rel_json_end_object(v->j);
    }
    rel_json_end_object(v->j);
    rel_json_end_object(v->j);
}

static void put_candidates(view *v)
{
    const rel_candidates *c = &v->w->k->candidates;
    rel_json_i64(v->j, "candidates", c->excluded[REL_BARRED_NOT]);
    rel_json_begin_object(v->j, "left_out");
    for (int why = REL_BARRED_NOT + 1; why < REL_BARRED_COUNT; why++)
        rel_json_i64(v->j, rel_barred_word(why), c->excluded[why]);
    rel_json_end_object(v->j);
    rel_json_i64(v->j, "without_cost", c->no_cost);
    rel_json_i64(v->j, "unknown", c->unknown + v->w->k->audience.unknown);
    put_policy(v);
}

static void put_all(view *v)
{
    const rel_picking_answer *a = v->w->a;
    rel_json_begin_object(v->j, NULL);
    rel_json_begin_array(v->j, "picks");
    for (int64_t i = 0; i < a->max.count; i++) put_pick(v, i);
    rel_json_end_array(v->j);
    put_reach(v);
    put_certificate(v);
    rel_json_text(v->j, "ended", rel_str_of(end_word(a)));
    rel_json_begin_object(v->j, "enough");
    rel_json_i64(v->j, "picks", a->enough);
    rel_json_f64(v->j, "percent", v->w->k->ask.enough);
    rel_json_end_object(v->j);
    rel_json_f64(v->j, "cost", a->cost);
    rel_json_i64(v->j, "exchanged", a->exchanged);
    put_lists(v);
    put_runner_ups(v);
    rel_json_i64(v->j, "communities_found", v->w->communities_found);
    put_groups(v);
    put_candidates(v);
    rel_json_begin_object(v->j, "influence");
    rel_influence_describe(v->j, v->w->g, v->w->influence);
    rel_json_end_object(v->j);
    rel_json_begin_object(v->j, "asked");
    rel_ambassadors_describe(v->j, v->w->args);
    rel_json_end_object(v->j);
    rel_json_end_object(v->j);
    rel_json_newline(v->j);
}

rel_status rel_ambassadors_json(rel_cli *cli, const rel_ambassadors_view *w)
{
    rel_json j;
    rel_json_init(&j, cli->ctx);
    view v = {.j = &j, .w = w, .community = rel_attribute_find(&w->g->vertex_attributes, "community")};
    put_all(&v);
    if (j.status == REL_OK) rel_outfile_add(&cli->out, j.out.data, j.out.len);
    rel_buf_free(&j.out);
    return j.status;
}
