/* Ambassadors for eyes, and as CSV. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/cli/account_args.h"
#include "src/cli/ambassadors_args.h"
#include "src/cli/wrapped.h"
#include "src/insight/community_card.h"
#include "src/insight/picking_words.h"

enum { COLUMNS = 24, WIDTH = 100, SHOWN_GROUPS = 10 };

typedef struct sheet {
    rel_column column[COLUMNS];
    int count;
} sheet;

typedef struct view {
    rel_cli *cli;
    rel_ctx *ctx;
    const rel_ambassadors_view *w;
    bool eyes;
    rel_buf text;
} view;

static void add(sheet *s, const char *key, const char *title, rel_cell_type type)
{
    s->column[s->count++] = (rel_column){key, title, type, 0};
}

/* People read 12.3 accounts, and 1234; programs get all digits. */
static double shown(const view *v, double x)
{
    if (!v->eyes || isnan(x)) return x;
    return round(10 * x) / 10;
}

static double percent(const view *v, double share)
{
    return v->eyes ? round(1000 * share) / 10 : share;
}

static void put_called(view *v, rel_table *t, rel_vid u)
{
    if (u == REL_VID_NONE) {
        rel_table_missing(t);
        return;
    }
    if (rel_card_name(v->ctx, v->w->g, u, &v->text) == REL_OK)
        rel_table_text(t, (rel_str){v->text.data, v->text.len});
    else
        rel_table_missing(t);
}

static void put_name(view *v, rel_table *t, rel_vid u)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_table_text(t, u == REL_VID_NONE ? REL_STR_MISSING : rel_names_get(&v->w->g->names, u, room));
}

static void heading(view *v, const char *title)
{
    rel_outfile_printf(&v->cli->out, "\n%s\n", title);
}

/* -------- picks -------- */

static void describe_picks(const view *v, sheet *s)
{
    const rel_candidates *c = &v->w->k->candidates;
    add(s, "rank", N_("rank"), REL_CELL_I64);
    add(s, "account", NULL, REL_CELL_TEXT);
    add(s, "handle", NULL, REL_CELL_TEXT);
    add(s, NULL, N_("account"), REL_CELL_TEXT);
    s->column[s->count - 1].flags = REL_COLUMN_WHOLE;
    add(s, "own_reach", N_("alone"), REL_CELL_F64);
    add(s, "added_reach", N_("adds"), REL_CELL_F64);
    add(s, "cumulated_reach", N_("together"), REL_CELL_F64);
    add(s, "cumulated_share", N_("%"), REL_CELL_F64);
    add(s, "overlap", N_("overlap %"), REL_CELL_F64);
    add(s, "communities_reached", N_("communities"), REL_CELL_I64);
    add(s, "loss", N_("lost without"), REL_CELL_F64);
    add(s, "replacement", NULL, REL_CELL_TEXT);
    add(s, NULL, N_("best replacement"), REL_CELL_TEXT);
    add(s, "replacement_change", N_("changes"), REL_CELL_F64);
    if (c->cost) add(s, "cost", N_("cost"), REL_CELL_F64);
    if (c->has_policy) add(s, "policy_score", N_("policy"), REL_CELL_F64);
    add(s, "included", NULL, REL_CELL_BOOL);
    add(s, "reason", NULL, REL_CELL_TEXT);
}

static void put_pick(view *v, rel_table *t, int64_t i)
{
    const rel_picking_pick *p = &v->w->a->pick[i];
    const rel_contribution *b = p->brings;
    const rel_candidates *c = &v->w->k->candidates;
    rel_table_i64(t, i + 1);
    put_name(v, t, p->v);
    rel_table_text(t, rel_handle_of(v->w->g, p->v));
    put_called(v, t, p->v);
    rel_table_f64(t, shown(v, b->own));
    rel_table_f64(t, shown(v, b->added));
    rel_table_f64(t, shown(v, p->cumulated));
    rel_table_f64(t, percent(v, p->cumulated_share));
    rel_table_f64(t, percent(v, b->overlap));
    rel_table_i64(t, p->communities);
    rel_table_f64(t, shown(v, b->loss));
    put_name(v, t, b->replacement);
    put_called(v, t, b->replacement);
    rel_table_f64(t, b->replacement == REL_VID_NONE ? (double)NAN : shown(v, b->replaced));
    if (c->cost) rel_table_f64(t, c->cost[p->v]);
    if (c->has_policy) rel_table_f64(t, shown(v, c->verdict[p->v].score));
    rel_table_bool(t, p->included);
    rel_table_text(t, v->w->reason[i]);
    rel_table_end_row(t);
}

static rel_status print_picks(view *v)
{
    sheet s = {0};
    describe_picks(v, &s);
    rel_table t = rel_cli_table(v->cli, s.column, s.count);
    for (int64_t i = 0; i < v->w->a->max.count && t.status == REL_OK; i++) put_pick(v, &t, i);
    return rel_table_end(&t);
}

static rel_status print_reasons(view *v)
{
    rel_status st = REL_OK;
    heading(v, _("Why these"));
    for (int64_t i = 0; i < v->w->a->max.count; i++) {
        char number[24];
        const int indent = snprintf(number, sizeof number, "%4" PRId64 "  ", i + 1);
        rel_buf *text = &v->text;
        REL_TRY(rel_card_name(v->ctx, v->w->g, v->w->a->pick[i].v, text));
        REL_TRY(rel_buf_printf(v->ctx, text, ": %s", v->w->reason[i].s));
        rel_wrapped_plain(text);
        rel_outfile_puts(&v->cli->out, number);
        rel_wrapped_put(&v->cli->out, text->data, indent, WIDTH);
    }
out:
    return st;
}

/* -------- against the lists -------- */

static rel_status print_lists(view *v)
{
    sheet s = {0};
    const rel_picking_answer *a = v->w->a;
    if (!a->rivals) return REL_OK;
    heading(v, _("Against lists made without computing, by the same simulator"));
    add(&s, NULL, N_("the first by"), REL_CELL_TEXT);
    add(&s, NULL, N_("reach"), REL_CELL_F64);
    add(&s, NULL, N_("from"), REL_CELL_F64);
    add(&s, NULL, N_("to"), REL_CELL_F64);
    add(&s, NULL, N_("the choice gains"), REL_CELL_F64);
    add(&s, NULL, N_("%"), REL_CELL_F64);
    rel_table t = rel_cli_table(v->cli, s.column, s.count);
    for (int i = 0; i < a->rivals; i++) {
        const rel_spread_interval *r = &a->rival[i].reach;
        const double gain = a->spread.reach.mean - r->mean;
        rel_table_text(&t, rel_str_of(_(a->rival[i].title)));
        rel_table_f64(&t, shown(v, r->mean));
        rel_table_f64(&t, shown(v, r->low));
        rel_table_f64(&t, shown(v, r->high));
        rel_table_f64(&t, shown(v, gain));
        rel_table_f64(&t, r->mean > 0 ? percent(v, gain / r->mean) : (double)NAN);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

/* -------- runner-ups -------- */

static rel_status print_runner_ups(view *v)
{
    sheet s = {0};
    const rel_contributions *c = &v->w->a->contributions;
    const double *cost = v->w->k->candidates.cost;
    if (!c->runner_ups) return REL_OK;
    heading(v, _("Who would come next"));
    add(&s, NULL, N_("account"), REL_CELL_TEXT);
    s.column[0].flags = REL_COLUMN_WHOLE;
    add(&s, NULL, N_("adds to the set"), REL_CELL_F64);
    if (cost) add(&s, NULL, N_("cost"), REL_CELL_F64);
    rel_table t = rel_cli_table(v->cli, s.column, s.count);
    for (int64_t i = 0; i < c->runner_ups && t.status == REL_OK; i++) {
        put_called(v, &t, c->runner_up[i]);
        rel_table_f64(&t, shown(v, c->runner_up_added[i]));
        if (cost) rel_table_f64(&t, cost[c->runner_up[i]]);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

/* -------- groups -------- */

static void put_group(view *v, rel_table *t, const rel_picking_reach *r, rel_str name)
{
    rel_table_text(t, name);
    rel_table_i64(t, r->accounts);
    rel_table_f64(t, shown(v, r->reach.mean));
    rel_table_f64(t, shown(v, r->reach.low));
    rel_table_f64(t, shown(v, r->reach.high));
    rel_table_f64(t, r->audience > 0 ? percent(v, r->reach.mean / r->audience) : (double)NAN);
    rel_table_i64(t, r->picks);
    rel_table_end_row(t);
}

static rel_status print_groups(view *v, const char *title, const rel_picking_groups *x, const rel_str *name,
                               const rel_picking_reach *rows)
{
    sheet s = {0};
    add(&s, NULL, title, REL_CELL_TEXT);
    add(&s, NULL, N_("accounts"), REL_CELL_I64);
    add(&s, NULL, N_("reached"), REL_CELL_F64);
    add(&s, NULL, N_("from"), REL_CELL_F64);
    add(&s, NULL, N_("to"), REL_CELL_F64);
    add(&s, NULL, N_("%"), REL_CELL_F64);
    add(&s, NULL, N_("picks"), REL_CELL_I64);
    rel_table t = rel_cli_table(v->cli, s.column, s.count);
    const int32_t printed = x->count < SHOWN_GROUPS ? x->count : SHOWN_GROUPS;
    for (int32_t i = 0; i < printed && t.status == REL_OK; i++)
        put_group(v, &t, &rows[i], name[rows[i].group]);
    const rel_status st = rel_table_end(&t);
    if (printed < x->count)
        rel_outfile_printf(&v->cli->out, _("and %d smaller ones\n"), (int)(x->count - printed));
    return st;
}

static rel_status print_reach(view *v)
{
    rel_status st;
    const rel_picking *k = v->w->k;
    const rel_picking_answer *a = v->w->a;
    heading(v, _("Reach by community"));
    REL_TRY(print_groups(v, N_("community"), &k->community, k->label, a->community));
    if (!a->fair) goto out;
    rel_outfile_printf(&v->cli->out, _("\nReach by %s, which is to be fair\n"), k->fair.column);
    st = print_groups(v, k->fair.column, &k->fair, k->fair.name, a->fair);
out:
    return st;
}

/* -------- what it was made from -------- */

static rel_status put_line(view *v, const char *title)
{
    enum { INDENT = 16 };
    if (!v->text.len) return REL_OK;
    rel_wrapped_plain(&v->text);
    rel_outfile_printf(&v->cli->out, "%-*s", INDENT, title);
    rel_wrapped_put(&v->cli->out, v->text.data, INDENT, WIDTH);
    v->text.len = 0;
    return REL_OK;
}

static rel_status print_model(view *v)
{
    rel_status st;
    const rel_influence_setup *s = v->w->influence;
    const rel_influence_opts *o = &s->influence.opts;
    rel_ctx *ctx = v->ctx;
    v->text.len = 0;
    REL_TRY(rel_buf_puts(ctx, &v->text,
                         s->model == REL_SPREAD_LT ? _("linear threshold") : _("independent cascade")));
    REL_TRY(
        rel_buf_printf(ctx, &v->text, _("; probabilities: %s"), rel_probability_word((int)s->probability)));
    if (s->fallback) REL_TRY(rel_buf_printf(ctx, &v->text, " (%s)", _(s->fallback)));
    if (o->max_hops) REL_TRY(rel_buf_printf(ctx, &v->text, _("; within %" PRId64 " hops"), o->max_hops));
    if (o->max_time > 0) REL_TRY(rel_buf_printf(ctx, &v->text, _("; within %g days"), o->max_time / 86400));
    if (s->rivals.count)
        REL_TRY(rel_buf_printf(ctx, &v->text, _("; against %" PRId64 " accounts of a competitor"),
                               s->rivals.count));
    st = put_line(v, _("model"));
out:
    return st;
}

static rel_status print_candidates(view *v)
{
    rel_status st;
    const rel_candidates *c = &v->w->k->candidates;
    v->text.len = 0;
    REL_TRY(rel_buf_printf(v->ctx, &v->text, _("%" PRId64 " of %" PRIu32 " accounts"),
                           c->excluded[REL_BARRED_NOT], v->w->g->n));
    for (int why = REL_BARRED_NOT + 1; why < REL_BARRED_COUNT; why++)
        if (c->excluded[why])
            REL_TRY(rel_buf_printf(v->ctx, &v->text, "; %" PRId64 " %s", c->excluded[why],
                                   _(rel_barred_words(why))));
    st = put_line(v, _("candidates"));
out:
    return st;
}

static rel_status print_policy(view *v)
{
    rel_status st = REL_OK;
    const rel_policy *p = &v->w->k->candidates.policy;
    if (!v->w->k->candidates.has_policy) return REL_OK;
    v->text.len = 0;
    REL_TRY(rel_buf_puts(v->ctx, &v->text, p->name));
    for (int t = 0; t < REL_TRAIT_COUNT; t++)
        if (p->weight[t] > 0)
            REL_TRY(rel_buf_printf(v->ctx, &v->text, _("; %s counts %g"), rel_trait_word(t), p->weight[t]));
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        if (!p->filter[t].set) continue;
        REL_TRY(rel_buf_printf(v->ctx, &v->text, "; %s", rel_trait_word(t)));
        if (isfinite(p->filter[t].min))
            REL_TRY(rel_buf_printf(v->ctx, &v->text, _(" from %g"), p->filter[t].min));
        if (isfinite(p->filter[t].max))
            REL_TRY(rel_buf_printf(v->ctx, &v->text, _(" to %g"), p->filter[t].max));
    }
    st = put_line(v, _("policy"));
out:
    return st;
}

/* -------- all of it -------- */

static rel_status print_summary(view *v)
{
    rel_status st;
    v->text.len = 0;
    REL_TRY(rel_picking_summary(v->ctx, v->w->k, v->w->a, &v->text));
    rel_wrapped_plain(&v->text);
    rel_wrapped_put(&v->cli->out, v->text.data, 0, WIDTH);
    rel_outfile_puts(&v->cli->out, "\n");
out:
    return st;
}

rel_status rel_ambassadors_print(rel_cli *cli, const rel_ambassadors_view *w)
{
    static rel_status (*const part[])(view *) = {print_summary, print_picks,      print_reasons,
                                                 print_lists,   print_runner_ups, print_reach};
    rel_status st = REL_OK;
    view v = {.cli = cli, .ctx = cli->ctx, .w = w, .eyes = cli->style.form == REL_TABLE_EYES};
    if (!v.eyes) {
        st = print_picks(&v);
        goto out;
    }
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) REL_TRY(part[i](&v));
    rel_outfile_puts(&cli->out, "\n");
    REL_TRY(print_model(&v));
    REL_TRY(print_candidates(&v));
    st = print_policy(&v);
out:
    rel_buf_free(&v.text);
    return st;
}
