#include "src/insight/picking_words.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/i18n.h"
#include "src/insight/community_card.h"

enum { MOSTLY = 50, OVERLAPS = 25 }; /* percent, from which on it is said */

void rel_reach_text(double reach, char text[REL_REACH_TEXT])
{
    const bool whole = reach == floor(reach) && reach < 1e15;
    snprintf(text, REL_REACH_TEXT, !whole && reach < 999.95 ? "%.1f" : "%.0f", reach);
}

int rel_certificate_percent(double certificate)
{
    return (int)floor(100 * certificate + 1e-9);
}

void rel_confidence_text(double delta, char text[REL_REACH_TEXT])
{
    snprintf(text, REL_REACH_TEXT, "%.6g", 100 * (1 - delta));
}

typedef struct telling {
    rel_ctx *ctx;
    const rel_picking *k;
    const rel_picking_answer *a;
    const rel_graph *g;
    rel_buf *text, name;
} telling;

static bool is_weighted(const telling *t)
{
    return t->k->audience.weight != NULL;
}

/* -------- the reason of a pick -------- */

static rel_status tell_reach(telling *t, const rel_contribution *b)
{
    char own[REL_REACH_TEXT], only[REL_REACH_TEXT];
    rel_reach_text(b->own, own);
    rel_reach_text(b->loss, only);
    if (t->a->max.count == 1 && !t->k->candidates.already.count)
        return rel_buf_printf(
            t->ctx, t->text, is_weighted(t) ? _("reaches an audience of %s") : _("reaches %s accounts"), own);
    return rel_buf_printf(
        t->ctx, t->text,
        is_weighted(t) ? _("reaches an audience of %s alone, of which nobody else of the set reaches %s")
                       : _("reaches %s accounts alone, %s of which nobody else of the set reaches"),
        own, only);
}

static rel_status tell_where(telling *t, const rel_picking_pick *p)
{
    if (!p->mains) return REL_OK;
    const rel_picking_share *first = &p->main[0];
    const rel_str label = t->k->label[first->community];
    if (100 * first->share >= MOSTLY)
        return rel_buf_printf(t->ctx, t->text, _("; mostly in '%.*s' (%.0f %%)"), REL_STR_ARG(label),
                              100 * first->share);
    return rel_buf_printf(t->ctx, t->text, _("; spread over %d communities, first of all '%.*s' (%.0f %%)"),
                          (int)p->communities, REL_STR_ARG(label), 100 * first->share);
}

static rel_status tell_overlap(telling *t, const rel_contribution *b)
{
    if (b->overlaps_most == REL_VID_NONE || !(b->own > 0)) return REL_OK;
    const double share = 100 * b->overlap_most / b->own;
    if (share < OVERLAPS) return REL_OK;
    const rel_status st = rel_card_name(t->ctx, t->g, b->overlaps_most, &t->name);
    if (st != REL_OK) return st;
    return rel_buf_printf(t->ctx, t->text, _("; %s reaches %.0f %% of them, too"), t->name.data, share);
}

/* Quotas that ask for somebody like her. */
static rel_status tell_quotas(telling *t, rel_vid v)
{
    rel_status st = REL_OK;
    const rel_picking_quotas *q = &t->k->quotas;
    for (int i = 0; i < q->count; i++) {
        const int32_t group = q->groups[i].group[v];
        if (!q->least[i] || group < 0 || q->least[i][group] <= 0) continue;
        REL_TRY(rel_buf_printf(t->ctx, t->text, _("; one of the at least %" PRId64 " of %s %s"),
                               q->least[i][group], q->groups[i].column, q->groups[i].name[group].s));
    }
out:
    return st;
}

rel_status rel_picking_reason(rel_ctx *ctx, const rel_picking *k, const rel_picking_answer *a, int64_t i,
                              rel_buf *text)
{
    rel_status st;
    telling t = {.ctx = ctx, .k = k, .a = a, .g = &k->source->graph, .text = text};
    const rel_picking_pick *p = &a->pick[i];
    if (p->included) REL_TRY(rel_buf_puts(ctx, text, _("included as asked; ")));
    REL_TRY(tell_reach(&t, p->brings));
    REL_TRY(tell_where(&t, p));
    REL_TRY(tell_overlap(&t, p->brings));
    st = tell_quotas(&t, p->v);
out:
    rel_buf_free(&t.name);
    return st;
}

/* -------- the summary -------- */

static rel_status tell_set(telling *t)
{
    rel_ctx *ctx = t->ctx;
    rel_status st;
    char reach[REL_REACH_TEXT], low[REL_REACH_TEXT], high[REL_REACH_TEXT], total[REL_REACH_TEXT];
    const rel_spread_result *s = &t->a->spread;
    const int64_t already = t->k->candidates.already.count, picks = t->a->max.count;
    rel_reach_text(s->reach.mean, reach);
    rel_reach_text(s->reach.low, low);
    rel_reach_text(s->reach.high, high);
    rel_reach_text(t->k->audience.total, total);
    REL_TRY(rel_buf_printf(
        ctx, t->text, rel_plural("%" PRId64 " account is", "%" PRId64 " accounts are", (unsigned long)picks),
        picks));
    if (already)
        REL_TRY(rel_buf_printf(ctx, t->text, _(", with the %" PRId64 " recruited already,"), already));
    REL_TRY(rel_buf_printf(
        ctx, t->text,
        is_weighted(t) ? _(" expected to reach an audience of %s out of %s, %.1f %% (95 %% interval %s to %s,"
                           " %" PRId64 " simulated messages).")
                       : _(" expected to reach %s of %s accounts, %.1f %% (95 %% interval %s to %s, %" PRId64
                           " simulated messages)."),
        reach, total, 100 * s->reach.mean / t->k->audience.total, low, high, s->runs));
    if (!already) goto out;
    rel_reach_text(t->a->contributions.base, reach);
    st = rel_buf_printf(ctx, t->text, _(" Those recruited already reach %s alone."), reach);
out:
    return st;
}

static bool has_rules(const rel_picking *k)
{
    const int64_t n = k->source->graph.n;
    return k->quotas.count || k->rules.includes || k->candidates.excluded[REL_BARRED_NOT] < n;
}

static rel_status tell_certificate(telling *t)
{
    char confidence[REL_REACH_TEXT], best[REL_REACH_TEXT];
    const rel_influence_max_result *m = &t->a->max;
    rel_confidence_text(t->k->ask.delta, confidence);
    rel_reach_text(m->best_high, best);
    return rel_buf_printf(
        t->ctx, t->text,
        has_rules(t->k)
            ? _(" That is at least %d %% of the best possible under these rules, with %s %% confidence.")
            : _(" That is at least %d %% of the best possible, with %s %% confidence."),
        rel_certificate_percent(m->certificate), confidence);
}

static rel_status tell_gain(telling *t)
{
    char reach[REL_REACH_TEXT], gain[REL_REACH_TEXT];
    const rel_picking_answer *a = t->a;
    if (a->max.chosen_list >= 0)
        return rel_buf_printf(t->ctx, t->text,
                              _(" These are the first by %s, who reach more than what was computed."),
                              _(a->rival[a->max.chosen_list].title));
    if (a->best_rival < 0) return REL_OK;
    const rel_picking_rival *r = &a->rival[a->best_rival];
    const double more = a->spread.reach.mean - r->reach.mean;
    rel_reach_text(r->reach.mean, reach);
    rel_reach_text(fabs(more), gain);
    if (!(more > 0) && t->k->rules.fair_group)
        return rel_buf_printf(t->ctx, t->text, _(" The first by %s, who are less fair, reach %s."),
                              _(r->title), reach);
    if (!(more > 0))
        return rel_buf_printf(t->ctx, t->text,
                              _(" The first by %s would reach as many (%s) in these simulations."),
                              _(r->title), reach);
    return rel_buf_printf(
        t->ctx, t->text,
        _(" The best list without computing, the first by %s, reaches %s: the choice gains %s (%.1f %%)."),
        _(r->title), reach, gain, r->reach.mean > 0 ? 100 * more / r->reach.mean : 0);
}

static rel_status tell_enough(telling *t)
{
    const rel_picking_answer *a = t->a;
    if (a->enough >= a->max.count || a->max.count < 2) return REL_OK;
    return rel_buf_printf(t->ctx, t->text,
                          rel_plural(" After %" PRId64 " pick each further one adds less than %g %%.",
                                     " After %" PRId64 " picks each further one adds less than %g %%.",
                                     (unsigned long)a->enough),
                          a->enough, t->k->ask.enough);
}

static rel_status tell_cost(telling *t)
{
    const double budget = t->k->ask.candidates.budget;
    if (isnan(t->a->cost)) return REL_OK;
    if (budget > 0)
        return rel_buf_printf(t->ctx, t->text, _(" Together they cost %.12g of %.12g."), t->a->cost, budget);
    return rel_buf_printf(t->ctx, t->text, _(" Together they cost %.12g."), t->a->cost);
}

static rel_status tell_end(telling *t)
{
    const rel_picking_answer *a = t->a;
    const char *why = a->stopped                     ? _(" Stopped on request: the best set so far.")
                      : a->max.end == REL_MAX_TIME   ? _(" The time limit ended it: the best set so far.")
                      : a->max.end == REL_MAX_MEMORY ? _(" The memory ended it: the best set so far.")
                                                     : "";
    return rel_buf_puts(t->ctx, t->text, why);
}

rel_status rel_picking_summary(rel_ctx *ctx, const rel_picking *k, const rel_picking_answer *a, rel_buf *text)
{
    static rel_status (*const sentence[])(telling *) = {tell_set,    tell_certificate, tell_gain,
                                                        tell_enough, tell_cost,        tell_end};
    rel_status st = REL_OK;
    telling t = {.ctx = ctx, .k = k, .a = a, .g = &k->source->graph, .text = text};
    for (size_t i = 0; i < sizeof sentence / sizeof *sentence; i++) REL_TRY(sentence[i](&t));
out:
    rel_buf_free(&t.name);
    return st;
}
