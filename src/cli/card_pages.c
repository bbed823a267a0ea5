/* Score cards for eyes: a page an account, or a row. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/cli/account_args.h"
#include "src/cli/card_args.h"

enum { NUMBER = 32 };

static rel_str number_text(double x, char text[NUMBER])
{
    if (isnan(x)) return REL_STR_MISSING;
    snprintf(text, NUMBER, fabs(x) >= 1000 ? "%.0f" : "%.4g", x);
    return rel_str_of(text);
}

static rel_str percent_text(double x, char text[NUMBER])
{
    if (isnan(x)) return REL_STR_MISSING;
    snprintf(text, NUMBER, "%5.1f %%", x);
    return rel_str_of(text);
}

rel_status rel_card_signal_words(const rel_card_view *w, rel_vid v, rel_buf *b)
{
    rel_status st = REL_OK;
    b->len = 0;
    for (int t = 0; t < REL_TRAIT_COUNT && st == REL_OK; t++)
        if (rel_signal_raised(w->cards, (rel_trait)t, v))
            st = rel_buf_printf(w->cli->ctx, b, "%s%s", b->len ? ", " : "", rel_trait_word(t));
    return st;
}

double rel_card_part(const rel_card_view *w, rel_trait t, rel_vid v)
{
    double *const *from = rel_trait_about(t)->group == REL_TRAITS_RESONANCE ? w->of_size : w->percent;
    const int64_t sample = rel_trait_sample(w->cards, t, v);
    if (!from[t] || (sample >= 0 && sample < w->policy->sample[t])) return NAN;
    return from[t][v];
}

/* -------- a page -------- */

/* What is said beside the number: why there is none, or that a signal is raised. */
static rel_status remark(const rel_card_view *w, rel_trait t, rel_vid v, rel_buf *b)
{
    rel_ctx *ctx = w->cli->ctx;
    const rel_signal *s = rel_signal_of(t);
    b->len = 0;
    if (isnan(rel_trait_value(w->cards, t, v)))
        return rel_buf_printf(ctx, b, _("missing: %s"), _(rel_missing_words(rel_trait_why(w->cards, t, v))));
    if (!s || !rel_signal_raised(w->cards, t, v)) return REL_OK;
    return rel_buf_printf(ctx, b, s->below ? _("signal: below %g") : _("signal: %g or more"), s->threshold);
}

static rel_status put_trait(const rel_card_view *w, rel_table *tab, rel_trait t, rel_vid v, rel_buf *b)
{
    char text[NUMBER], sample[64];
    const rel_trait_info *about = rel_trait_about(t);
    const int64_t n = rel_trait_sample(w->cards, t, v);
    const bool first = t == 0 || rel_trait_about((rel_trait)(t - 1))->group != about->group;
    const bool known = !isnan(rel_trait_value(w->cards, t, v));
    rel_table_text(tab, first ? rel_str_of(_(rel_trait_group_title(about->group))) : REL_STR_LIT(""));
    rel_table_text(tab, rel_str_of(_(about->title)));
    rel_table_text(tab, number_text(rel_trait_value(w->cards, t, v), text));
    rel_table_text(tab, rel_str_of(_(about->unit)));
    snprintf(sample, sizeof sample, "%s: %" PRId64, *about->sample ? _(about->sample) : "", n);
    rel_table_text(tab, n > 0 ? rel_str_of(sample) : REL_STR_LIT(""));
    rel_table_text(tab, known ? percent_text(w->percent[t][v], text) : REL_STR_LIT(""));
    rel_table_text(tab, known ? percent_text(w->of_size[t][v], text) : REL_STR_LIT(""));
    const rel_status st = remark(w, t, v, b);
    rel_table_text(tab, (rel_str){b->len ? b->data : "", b->len});
    rel_table_end_row(tab);
    return st;
}

static rel_status put_traits(const rel_card_view *w, rel_vid v, rel_buf *b)
{
    static const rel_column column[] = {
        {NULL, N_("about"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("trait"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("number"), REL_CELL_TEXT, 0},
        {NULL, N_("unit"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("sample"), REL_CELL_TEXT, 0},
        {NULL, N_("of all"), REL_CELL_TEXT, 0},
        {NULL, N_("of its size"), REL_CELL_TEXT, 0},
        {NULL, N_("remark"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    };
    rel_status st = REL_OK;
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < REL_TRAIT_COUNT && st == REL_OK; i++) st = put_trait(w, &t, (rel_trait)i, v, b);
    const rel_status ended = rel_table_end(&t);
    return st == REL_OK ? ended : st;
}

/* -------- what the policy says -------- */

static rel_status put_verdict(const rel_card_view *w, rel_vid v, rel_buf *b)
{
    rel_status st;
    rel_outfile *out = &w->cli->out;
    const rel_verdict *d = &w->verdict[v];
    b->len = 0;
    REL_TRY(rel_verdict_words(w->cli->ctx, w->policy, w->cards, v, d, b));
    if (rel_verdict_allowed(d))
        rel_outfile_printf(out, _("Policy %s: allowed\n"), w->policy->name);
    else
        rel_outfile_printf(out, _("Policy %s: not allowed: %.*s\n"), w->policy->name, (int)b->len, b->data);
    if (isnan(d->score))
        rel_outfile_puts(out, _("Score: missing, nothing that is weighed is known\n"));
    else
        rel_outfile_printf(out, _("Score: %.1f of 100, from %.0f %% of the weights; rank %" PRId64 "\n"),
                           d->score, 100 * d->known, w->rank[v]);
out:
    return st;
}

static void put_bounds(rel_table *t, const rel_policy_filter *f)
{
    char text[2 * NUMBER + 8], low[NUMBER], high[NUMBER];
    number_text(f->min, low);
    number_text(f->max, high);
    if (isinf(f->min) && isinf(f->max))
        snprintf(text, sizeof text, "%s", _("known"));
    else if (isinf(f->max))
        snprintf(text, sizeof text, ">= %s", low);
    else if (isinf(f->min))
        snprintf(text, sizeof text, "<= %s", high);
    else
        snprintf(text, sizeof text, "%s - %s", low, high);
    rel_table_text(t, f->set ? rel_str_of(text) : REL_STR_LIT(""));
}

/* Filters and weights, and what they made of this account. */
static rel_status put_terms(const rel_card_view *w, rel_vid v)
{
    static const rel_column column[] = {
        {NULL, N_("trait"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("number"), REL_CELL_TEXT, 0},
        {NULL, N_("wanted"), REL_CELL_TEXT, 0},
        {NULL, N_("met"), REL_CELL_TEXT, 0},
        {NULL, N_("weight"), REL_CELL_TEXT, 0},
        {NULL, N_("percentile"), REL_CELL_TEXT, 0},
    };
    char text[NUMBER];
    const rel_policy *p = w->policy;
    const rel_verdict *d = &w->verdict[v];
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const uint64_t bit = REL_TRAIT_BIT(i);
        if (!p->filter[i].set && !(p->weight[i] > 0)) continue;
        const bool met = !((d->outside | d->missing) & bit);
        rel_table_text(&t, rel_str_of(_(rel_trait_about((rel_trait)i)->title)));
        rel_table_text(&t, number_text(rel_trait_value(w->cards, (rel_trait)i, v), text));
        put_bounds(&t, &p->filter[i]);
        rel_table_text(&t, rel_str_of(!p->filter[i].set ? "" : met ? _("yes") : _("no")));
        rel_table_text(&t, p->weight[i] > 0 ? number_text(p->weight[i], text) : REL_STR_LIT(""));
        rel_table_text(&t, p->weight[i] > 0 ? percent_text(rel_card_part(w, (rel_trait)i, v), text)
                                            : REL_STR_LIT(""));
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

rel_status rel_card_pages(const rel_card_view *w)
{
    rel_status st = REL_OK;
    rel_buf b = {0};
    char room[REL_NAME_NUMBER_TEXT];
    rel_outfile *out = &w->cli->out;
    for (int64_t i = 0; i < w->count; i++) {
        const rel_vid v = w->order[i];
        const rel_str name = rel_names_get(&w->g->names, v, room), handle = rel_handle_of(w->g, v);
        if (i) rel_outfile_puts(out, "\n");
        if (handle.len) rel_outfile_printf(out, "@%.*s  ", REL_STR_ARG(handle));
        rel_outfile_printf(out, "%.*s\n", REL_STR_ARG(name));
        if (!w->cards->observed[v])
            rel_outfile_puts(out, _("Not observed: neither profile nor posts were collected\n"));
        REL_TRY(put_traits(w, v, &b));
        REL_TRY(rel_card_signal_words(w, v, &b));
        if (w->cards->suspected[v])
            rel_outfile_printf(out, _("Suspected automation: %.*s\n"), (int)b.len, b.data);
        if (!w->policy) continue;
        rel_outfile_puts(out, "\n");
        REL_TRY(put_verdict(w, v, &b));
        REL_TRY(put_terms(w, v));
    }
out:
    rel_buf_free(&b);
    return st;
}

/* -------- the table -------- */

static const rel_trait in_table[] = {
    REL_TRAIT_FOLLOWERS,      REL_TRAIT_REACHABLE,    REL_TRAIT_ENGAGEMENT_PER_VIEW, REL_TRAIT_BRAND_SHARE,
    REL_TRAIT_POSTS_PER_WEEK, REL_TRAIT_ANSWER_SHARE, REL_TRAIT_COMPETITOR_SHARE,    REL_TRAIT_MOMENTUM};
enum { IN_TABLE = sizeof in_table / sizeof *in_table, FIXED = 6 };

/* Of those that are printed. */
static bool any_known(const rel_card_view *w, rel_trait t)
{
    for (int64_t i = 0; i < w->count; i++)
        if (!isnan(rel_trait_value(w->cards, t, w->order[i]))) return true;
    return false;
}

static int table_columns(const rel_card_view *w, rel_column *column)
{
    int k = 0;
    const bool handles = rel_any_handle(w->g, w->order, w->count);
    column[k++] = (rel_column){NULL, N_("rank"), REL_CELL_I64, 0};
    column[k++] = (rel_column){NULL, N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE};
    column[k++] = (rel_column){NULL, handles ? N_("handle") : NULL, REL_CELL_TEXT, 0};
    column[k++] = (rel_column){NULL, w->policy ? N_("score") : NULL, REL_CELL_TEXT, 0};
    for (int i = 0; i < IN_TABLE; i++) {
        const bool any = any_known(w, in_table[i]);
        column[k++] = (rel_column){NULL, any ? rel_trait_about(in_table[i])->title : NULL, REL_CELL_TEXT, 0};
    }
    column[k++] = (rel_column){NULL, N_("signals"), REL_CELL_TEXT, REL_COLUMN_WHOLE};
    column[k++] = (rel_column){NULL, w->policy ? N_("not allowed") : NULL, REL_CELL_TEXT, REL_COLUMN_WHOLE};
    return k;
}

static rel_status put_row(const rel_card_view *w, rel_table *t, rel_vid v, rel_buf *b)
{
    rel_status st;
    char text[NUMBER], room[REL_NAME_NUMBER_TEXT];
    rel_table_i64(t, w->rank[v]);
    rel_table_text(t, rel_names_get(&w->g->names, v, room));
    rel_table_text(t, rel_handle_of(w->g, v));
    rel_table_text(t, w->verdict ? number_text(w->verdict[v].score, text) : REL_STR_MISSING);
    for (int i = 0; i < IN_TABLE; i++)
        rel_table_text(t, number_text(rel_trait_value(w->cards, in_table[i], v), text));
    REL_TRY(rel_card_signal_words(w, v, b));
    rel_table_text(t, (rel_str){b->len ? b->data : "", b->len});
    b->len = 0;
    if (w->policy) REL_TRY(rel_verdict_words(w->cli->ctx, w->policy, w->cards, v, &w->verdict[v], b));
    rel_table_text(t, (rel_str){b->len ? b->data : "", b->len});
    rel_table_end_row(t);
out:
    return st;
}

rel_status rel_card_table(const rel_card_view *w)
{
    rel_status st = REL_OK;
    rel_buf b = {0};
    rel_column column[FIXED + IN_TABLE];
    rel_table t = rel_cli_table(w->cli, column, table_columns(w, column));
    for (int64_t i = 0; i < w->count && st == REL_OK; i++) st = put_row(w, &t, w->order[i], &b);
    const rel_status ended = rel_table_end(&t);
    rel_buf_free(&b);
    return st == REL_OK ? ended : st;
}
