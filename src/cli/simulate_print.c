#include "src/cli/simulate_print.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/sort.h"
#include "src/cli/account_args.h"
#include "src/insight/account.h"

static const int quantile[] = {5, 25, 50, 75, 95};
enum { QUANTILES = sizeof quantile / sizeof *quantile };

/* -------- what is printed -------- */

/* The accounts most probably reached, without those that begin. */
static rel_status order_accounts(const rel_simulate_view *w, uint32_t **order, int64_t *count)
{
    rel_status st;
    rel_ctx *ctx = w->cli->ctx;
    const rel_vid n = w->g->n;
    double *score;
    int64_t found = 0;
    const int64_t most = w->top > 0 && w->top < (int64_t)n ? w->top : (int64_t)n;
    *count = 0;
    REL_TRY(rel_scratch(ctx, order, (size_t)most, sizeof **order, "accounts"));
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    st = rel_scratch_unset(ctx, &score, n, sizeof *score, "accounts");
    if (st == REL_OK) {
        memcpy(score, w->r->probability, n * sizeof *score);
        for (int64_t i = 0; i < w->seeds->count; i++) score[w->seeds->v[i]] = -1;
        st = rel_sort_top(ctx, score, n, most, *order, &found);
    }
    while (*count < found && w->r->probability[(*order)[*count]] > 0 && score[(*order)[*count]] > 0) ++*count;
    rel_scratch_release(ctx, mark);
out:
    return st;
}

/* Groups by reach, ties by number. */
static rel_status order_groups(const rel_simulate_view *w, uint32_t **order, int64_t *count)
{
    rel_status st;
    rel_ctx *ctx = w->cli->ctx;
    double *score;
    const int32_t groups = w->groups->count;
    REL_TRY(rel_scratch(ctx, order, (size_t)groups, sizeof **order, "groups"));
    REL_TRY(rel_scratch(ctx, &score, (size_t)groups, sizeof *score, "groups"));
    for (int32_t c = 0; c < groups; c++) score[c] = w->r->by_group[c].mean;
    st = rel_sort_top(ctx, score, groups, groups, *order, count);
out:
    return st;
}

/* The last hop at which anybody was reached; later ones say nothing. */
static int64_t last_hop(const rel_simulate_view *w)
{
    int64_t h = w->opts->hops;
    while (h > 0 && w->r->by_hop[h] == 0) h--;
    return h;
}

/* -------- for eyes -------- */

static double rounded(double x)
{
    const double scale = fabs(x) < 10 ? 1000 : fabs(x) < 1000 ? 10 : 1;
    return round(x * scale) / scale;
}

/* "7 d", "90 min" */
static void duration_text(double seconds, char *text, size_t size)
{
    static const struct {
        double seconds;
        const char *unit;
    } units[] = {{86400, N_("d")}, {3600, N_("h")}, {60, N_("min")}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (seconds < units[i].seconds) continue;
        snprintf(text, size, "%.3g %s", seconds / units[i].seconds, _(units[i].unit));
        return;
    }
    snprintf(text, size, "%.3g %s", seconds, _("s"));
}

static void put_line(rel_table *t, const char *text)
{
    rel_table_text(t, text && *text ? rel_str_of(text) : REL_STR_MISSING);
}

static rel_status print_summary(const rel_simulate_view *w)
{
    static const rel_column column[] = {
        {NULL, N_("accounts that begin"), REL_CELL_I64, 0},
        {NULL, N_("rival's accounts"), REL_CELL_I64, REL_COLUMN_QUIET},
        {NULL, N_("model"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("probabilities"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("mean delay"), REL_CELL_TEXT, REL_COLUMN_QUIET},
        {NULL, N_("only within"), REL_CELL_TEXT, REL_COLUMN_QUIET},
        {NULL, N_("hops at most"), REL_CELL_I64, REL_COLUMN_QUIET},
        {NULL, N_("runs"), REL_CELL_I64, 0},
        {NULL, N_("expected reach"), REL_CELL_F64, 0},
        {NULL, N_("  interval of 95 %"), REL_CELL_TEXT, REL_COLUMN_QUIET},
        {NULL, N_("  in the middle run"), REL_CELL_F64, 0},
        {NULL, N_("  half of the runs"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("  nine runs of ten"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    };
    const rel_influence_opts *o = &w->setup->influence.opts;
    const rel_spread_result *r = w->r;
    char text[128], delay[64] = "", until[64] = "";
    rel_table_style kept = w->cli->style;
    w->cli->style.card = true;
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    w->cli->style = kept;
    rel_table_i64(&t, w->seeds->count);
    rel_table_i64(&t, w->setup->rivals.count);
    put_line(&t, o->model == REL_SPREAD_LT ? _("linear threshold") : _("independent cascade"));
    put_line(&t, rel_probability_word((int)w->setup->probability));
    if (w->setup->mean_delay > 0) duration_text(w->setup->mean_delay, delay, sizeof delay);
    put_line(&t, delay);
    if (o->max_time > 0) duration_text(o->max_time, until, sizeof until);
    put_line(&t, until);
    rel_table_i64(&t, o->max_hops);
    rel_table_i64(&t, r->runs);
    rel_table_f64(&t, rounded(r->reach.mean));
    snprintf(text, sizeof text, _("%g to %g"), rounded(r->reach.low), rounded(r->reach.high));
    put_line(&t, isnan(r->reach.low) ? "" : text);
    rel_table_f64(&t, rounded(r->quantile[2]));
    snprintf(text, sizeof text, _("%g to %g"), rounded(r->quantile[1]), rounded(r->quantile[3]));
    put_line(&t, text);
    snprintf(text, sizeof text, _("%g to %g"), rounded(r->quantile[0]), rounded(r->quantile[4]));
    put_line(&t, text);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

static rel_status print_hops(const rel_simulate_view *w)
{
    static const rel_column column[] = {{NULL, N_("hops"), REL_CELL_TEXT, 0},
                                        {NULL, N_("reached"), REL_CELL_F64, 0},
                                        {NULL, N_("in all"), REL_CELL_F64, 0}};
    char text[32];
    double sum = 0;
    rel_outfile_printf(&w->cli->out, "\n%s\n", _("Hop by hop"));
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    const int64_t last = last_hop(w);
    for (int64_t h = 0; h <= last; h++) {
        sum += w->r->by_hop[h];
        snprintf(text, sizeof text, h == w->opts->hops ? _("%" PRId64 " and more") : "%" PRId64, h);
        rel_table_text(&t, rel_str_of(text));
        rel_table_f64(&t, rounded(w->r->by_hop[h]));
        rel_table_f64(&t, rounded(sum));
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_times(const rel_simulate_view *w)
{
    static const rel_column column[] = {{NULL, N_("within"), REL_CELL_TEXT, 0},
                                        {NULL, N_("reached"), REL_CELL_F64, 0}};
    char text[64];
    rel_outfile_printf(&w->cli->out, "\n%s\n", _("Over time"));
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int k = 0; k < w->opts->times; k++) {
        duration_text(w->opts->time[k], text, sizeof text);
        rel_table_text(&t, rel_str_of(text));
        rel_table_f64(&t, rounded(w->r->by_time[k]));
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_groups(const rel_simulate_view *w)
{
    rel_status st;
    uint32_t *order;
    int64_t count;
    const rel_column column[] = {
        {NULL, w->groups->column, REL_CELL_TEXT, 0}, {NULL, N_("accounts"), REL_CELL_I64, 0},
        {NULL, N_("reached"), REL_CELL_F64, 0},      {NULL, N_("from"), REL_CELL_F64, 0},
        {NULL, N_("to"), REL_CELL_F64, 0},           {NULL, N_("share of it"), REL_CELL_F64, 0}};
    REL_TRY(order_groups(w, &order, &count));
    rel_outfile_printf(&w->cli->out, "\n%s\n", _("Group by group"));
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    const int64_t rows = w->top > 0 && w->top < count ? w->top : count;
    for (int64_t i = 0; i < rows; i++) {
        const rel_spread_interval *x = &w->r->by_group[order[i]];
        const double accounts = (double)w->groups->accounts[order[i]];
        rel_table_text(&t, w->groups->name[order[i]]);
        rel_table_i64(&t, w->groups->accounts[order[i]]);
        rel_table_f64(&t, rounded(x->mean));
        rel_table_f64(&t, rounded(x->low));
        rel_table_f64(&t, rounded(x->high));
        rel_table_f64(&t, rounded(x->mean / accounts));
        rel_table_end_row(&t);
    }
    st = rel_table_end(&t);
    if (rows < count) rel_note(w->cli->ctx, "groups not shown: %" PRId64, count - rows);
out:
    return st;
}

static rel_status print_accounts(const rel_simulate_view *w)
{
    rel_status st;
    uint32_t *order;
    int64_t count;
    char room[REL_NAME_NUMBER_TEXT];
    REL_TRY(order_accounts(w, &order, &count));
    if (!count) goto out;
    const bool handles = rel_any_handle(w->g, order, count);
    const rel_column column[] = {{NULL, N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
                                 {NULL, handles ? N_("handle") : NULL, REL_CELL_TEXT, 0},
                                 {NULL, N_("probability"), REL_CELL_F64, 0}};
    rel_outfile_printf(&w->cli->out, "\n%s\n", _("Most probably reached, without those that begin"));
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int64_t i = 0; i < count; i++) {
        rel_table_text(&t, rel_names_get(&w->g->names, order[i], room));
        rel_table_text(&t, rel_handle_of(w->g, order[i]));
        rel_table_f64(&t, w->r->probability[order[i]]);
        rel_table_end_row(&t);
    }
    st = rel_table_end(&t);
out:
    return st;
}

static rel_status print_for_eyes(const rel_simulate_view *w)
{
    rel_status st;
    REL_TRY(print_summary(w));
    REL_TRY(print_hops(w));
    if (w->opts->times) REL_TRY(print_times(w));
    if (w->groups) REL_TRY(print_groups(w));
    st = print_accounts(w);
out:
    return st;
}

/* -------- JSON: one object -------- */

static void put_interval(rel_json *j, const char *key, const rel_spread_interval *x)
{
    rel_json_begin_object(j, key);
    rel_json_f64(j, "mean", x->mean);
    rel_json_f64(j, "low", x->low);
    rel_json_f64(j, "high", x->high);
    rel_json_end_object(j);
}

static void put_summary(rel_json *j, const rel_simulate_view *w)
{
    char room[REL_NAME_NUMBER_TEXT], key[16];
    rel_json_begin_array(j, "seeds");
    for (int64_t i = 0; i < w->seeds->count; i++)
        rel_json_text(j, NULL, rel_names_get(&w->g->names, w->seeds->v[i], room));
    rel_json_end_array(j);
    rel_influence_describe(j, w->g, w->setup);
    rel_json_i64(j, "runs", w->r->runs);
    put_interval(j, "reach", &w->r->reach);
    rel_json_begin_object(j, "quantiles");
    for (int q = 0; q < QUANTILES; q++) {
        snprintf(key, sizeof key, "%d", quantile[q]);
        rel_json_f64(j, key, w->r->quantile[q]);
    }
    rel_json_end_object(j);
}

static void put_steps(rel_json *j, const rel_simulate_view *w)
{
    const int64_t last = last_hop(w);
    rel_json_begin_array(j, "by_hop");
    for (int64_t h = 0; h <= last; h++) {
        rel_json_begin_object(j, NULL);
        rel_json_i64(j, "hops", h);
        rel_json_f64(j, "reach", w->r->by_hop[h]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
    rel_json_begin_array(j, "by_time");
    for (int k = 0; k < w->opts->times; k++) {
        rel_json_begin_object(j, NULL);
        rel_json_f64(j, "seconds", w->opts->time[k]);
        rel_json_f64(j, "reach", w->r->by_time[k]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
}

static rel_status put_groups(rel_json *j, const rel_simulate_view *w)
{
    rel_status st;
    uint32_t *order;
    int64_t count = 0;
    rel_json_text(j, "group", w->groups ? rel_str_of(w->groups->column) : REL_STR_MISSING);
    rel_json_begin_array(j, "by_group");
    if (w->groups) REL_TRY(order_groups(w, &order, &count));
    for (int64_t i = 0; i < count; i++) {
        rel_json_begin_object(j, NULL);
        rel_json_text(j, "name", w->groups->name[order[i]]);
        rel_json_i64(j, "accounts", w->groups->accounts[order[i]]);
        put_interval(j, "reach", &w->r->by_group[order[i]]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
    st = j->status;
out:
    return st;
}

static rel_status put_accounts(rel_json *j, const rel_simulate_view *w)
{
    rel_status st;
    uint32_t *order;
    int64_t count;
    char room[REL_NAME_NUMBER_TEXT];
    REL_TRY(order_accounts(w, &order, &count));
    rel_json_begin_array(j, "accounts");
    for (int64_t i = 0; i < count; i++) {
        rel_json_begin_object(j, NULL);
        rel_json_text(j, "account", rel_names_get(&w->g->names, order[i], room));
        rel_json_text(j, "handle", rel_handle_of(w->g, order[i]));
        rel_json_f64(j, "probability", w->r->probability[order[i]]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
    st = j->status;
out:
    return st;
}

static rel_status print_json(const rel_simulate_view *w)
{
    rel_status st;
    rel_json j;
    rel_json_init(&j, w->cli->ctx);
    rel_json_begin_object(&j, NULL);
    put_summary(&j, w);
    put_steps(&j, w);
    REL_TRY(put_groups(&j, w));
    REL_TRY(put_accounts(&j, w));
    rel_json_end_object(&j);
    rel_json_newline(&j);
    st = j.status;
    if (st == REL_OK) rel_outfile_add(&w->cli->out, j.out.data, j.out.len);
out:
    rel_buf_free(&j.out);
    return st;
}

/* -------- CSV: a row for each number -------- */

static void put_row(rel_table *t, const char *kind, rel_str name, rel_str handle, double value, double low,
                    double high)
{
    rel_table_text(t, rel_str_of(kind));
    rel_table_text(t, name);
    rel_table_text(t, handle);
    rel_table_f64(t, value);
    rel_table_f64(t, low);
    rel_table_f64(t, high);
    rel_table_end_row(t);
}

static void put_number_row(rel_table *t, const char *kind, double name, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", name);
    put_row(t, kind, rel_str_of(text), REL_STR_MISSING, value, (double)NAN, (double)NAN);
}

static rel_status put_long_rows(rel_table *t, const rel_simulate_view *w)
{
    rel_status st = REL_OK;
    uint32_t *order;
    int64_t count = 0;
    char room[REL_NAME_NUMBER_TEXT];
    if (w->groups) REL_TRY(order_groups(w, &order, &count));
    for (int64_t i = 0; i < count; i++) {
        const rel_spread_interval *x = &w->r->by_group[order[i]];
        put_row(t, "group", w->groups->name[order[i]], REL_STR_MISSING, x->mean, x->low, x->high);
    }
    REL_TRY(order_accounts(w, &order, &count));
    for (int64_t i = 0; i < count; i++)
        put_row(t, "account", rel_names_get(&w->g->names, order[i], room), rel_handle_of(w->g, order[i]),
                w->r->probability[order[i]], (double)NAN, (double)NAN);
out:
    return st;
}

static rel_status print_csv(const rel_simulate_view *w)
{
    static const rel_column column[] = {
        {"kind", N_("kind"), REL_CELL_TEXT, 0},     {"name", N_("name"), REL_CELL_TEXT, 0},
        {"handle", N_("handle"), REL_CELL_TEXT, 0}, {"value", N_("value"), REL_CELL_F64, 0},
        {"low", N_("low"), REL_CELL_F64, 0},        {"high", N_("high"), REL_CELL_F64, 0},
    };
    const rel_spread_result *r = w->r;
    const int64_t last = last_hop(w);
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    put_row(&t, "reach", REL_STR_MISSING, REL_STR_MISSING, r->reach.mean, r->reach.low, r->reach.high);
    for (int q = 0; q < QUANTILES; q++) put_number_row(&t, "quantile", quantile[q], r->quantile[q]);
    for (int64_t h = 0; h <= last; h++) put_number_row(&t, "hop", (double)h, r->by_hop[h]);
    for (int k = 0; k < w->opts->times; k++) put_number_row(&t, "time", w->opts->time[k], r->by_time[k]);
    const rel_status st = put_long_rows(&t, w), ended = rel_table_end(&t);
    return st == REL_OK ? ended : st;
}

rel_status rel_simulate_print(const rel_simulate_view *w)
{
    rel_status st;
    rel_ctx *ctx = w->cli->ctx;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    switch (w->cli->style.form) {
    case REL_TABLE_JSON: st = print_json(w); break;
    case REL_TABLE_CSV: st = print_csv(w); break;
    default: st = print_for_eyes(w);
    }
    rel_scratch_release(ctx, mark);
    return st;
}
