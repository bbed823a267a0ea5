#include "src/insight/picking_audience.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/plain_table.h"
#include "src/base/i18n.h"
#include "src/base/par.h"
#include "src/insight/account.h"

enum { COLUMNS = 16 };

static const char *const weight_names[] = {"weight", "audience", "value", NULL};

/* A row of a table of columns and values. */
typedef struct said {
    int64_t line;
    size_t column, value; /* in text */
    double weight;
} said;

/* What has been said so far. */
typedef struct making {
    rel_ctx *ctx;
    const rel_graph *g;
    double *weight; /* product; NaN: nothing was said */
    double rest;    /* NaN: nothing was said of the rest */
    rel_picking_groups groups[COLUMNS];
    int columns;
    bool by_account; /* the file is a table of accounts */
    rel_buf text;    /* of the rows, each value terminated */
    said *row;       /* of a table of columns and values */
    size_t rows, row_capacity;
} making;

static void multiply(making *m, rel_vid v, double weight)
{
    /* finite, so that a weight of 0 that follows still counts */
    m->weight[v] = isnan(m->weight[v]) ? weight : fmin(m->weight[v] * weight, DBL_MAX);
}

static rel_status groups_of(making *m, const char *option, rel_str column, rel_picking_groups **groups)
{
    rel_status st;
    for (int i = 0; i < m->columns; i++) {
        *groups = &m->groups[i];
        if (rel_str_is_nocase(column, m->groups[i].column)) return REL_OK;
    }
    if (m->columns == COLUMNS)
        return rel_fail(m->ctx, REL_E_USAGE, "option '%s': more than %d columns", option, COLUMNS);
    *groups = &m->groups[m->columns];
    REL_TRY(rel_picking_groups_make(m->ctx, m->g, option, column, *groups));
    m->columns++;
out:
    return st;
}

static rel_status weigh(making *m, const char *option, rel_str column, rel_str value, double weight)
{
    rel_status st;
    rel_picking_groups *groups;
    int32_t group = -1;
    if (rel_str_is(column, "*")) {
        m->rest = weight;
        return REL_OK;
    }
    REL_TRY(groups_of(m, option, column, &groups));
    if (!rel_str_is(value, "*")) REL_TRY(rel_picking_group_find(m->ctx, groups, option, value, &group));
    for (rel_vid v = 0; v < m->g->n; v++)
        if (groups->group[v] == group) multiply(m, v, weight);
out:
    return st;
}

/* -------- the option -------- */

static rel_status weigh_by(making *m, const char *by)
{
    static const char option[] = "--audience-by";
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(by);
    while (rest.s) {
        rel_picking_item item;
        REL_TRY(rel_picking_item_cut(m->ctx, option, false, REL_AUDIENCE_WEIGHT_MAX, &rest, &item));
        if (!item.value.s && !rel_str_is(item.column, "*")) {
            rel_fail(m->ctx, REL_E_USAGE, "option '%s': '%.*s' without a value", option,
                     REL_STR_ARG(item.column));
            return rel_hint(m->ctx, "say COLUMN:VALUE=WEIGHT, as in lang:fr=2, or *=WEIGHT for the rest");
        }
        REL_TRY(weigh(m, option, item.column, item.value, item.number));
    }
out:
    return st;
}

/* -------- the file -------- */

static bool is_header(const rel_plain_row *row)
{
    static const char *const column[] = {"column", "attribute", NULL}, *const value[] = {"value", NULL};
    return rel_plain_row_find(row, column) == 0 && rel_plain_row_find(row, value) == 1;
}

/* A table of columns and values has three columns and no header that calls one an account. */
static bool is_by_account(const rel_plain_row *row)
{
    static const char *const accounts[] = {"account", "key",    "id",   "node", "name",
                                           "handle",  "vertex", "user", NULL};
    return row->fields != 3 || rel_plain_row_find(row, accounts) >= 0;
}

/* The sentence of an option, as one of a line. */
static rel_status at_line(rel_ctx *ctx, const char *path, int64_t line, rel_status st)
{
    char message[REL_MESSAGE_MAX], hint[REL_MESSAGE_MAX];
    if (st != REL_E_USAGE) return st;
    const char *colon = strstr(ctx->message, ": ");
    snprintf(message, sizeof message, "%s", colon ? colon + 2 : ctx->message);
    snprintf(hint, sizeof hint, "%s", ctx->hint);
    rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": %s", path, line, message);
    return hint[0] ? rel_hint(ctx, "%s", hint) : REL_E_DATA;
}

static rel_status keep_row(making *m, const rel_plain_row *row, double weight)
{
    rel_status st;
    rel_ctx *ctx = m->ctx;
    REL_TRY(rel_grow(ctx, &m->row, &m->row_capacity, m->rows + 1, sizeof *m->row, "audience"));
    said *s = &m->row[m->rows++];
    *s = (said){.line = row->line, .weight = weight, .column = m->text.len};
    REL_TRY(rel_buf_add(ctx, &m->text, row->field[0].s, row->field[0].len));
    REL_TRY(rel_buf_add(ctx, &m->text, "", 1));
    s->value = m->text.len;
    REL_TRY(rel_buf_add(ctx, &m->text, row->field[1].s, row->field[1].len));
    st = rel_buf_add(ctx, &m->text, "", 1);
out:
    return st;
}

/* Scratch taken here would not outlive the table: rows are kept, and counted afterwards. */
static rel_status take_row(void *user, const rel_plain_row *row)
{
    making *m = user;
    double weight;
    if (row->index == 0) m->by_account = is_by_account(row);
    if (m->by_account || (row->index == 0 && is_header(row))) return REL_OK;
    if (row->fields != 3 || !row->field[0].len || !row->field[1].len)
        return rel_plain_row_bad(row, N_("a column, a value and a weight"));
    if (!rel_plain_row_is_text(row->field[0]) || !rel_plain_row_is_text(row->field[1]))
        return rel_plain_row_bad(row, N_("text in UTF-8"));
    if (!rel_str_to_f64(row->field[2], &weight) || !(weight >= 0 && weight <= REL_AUDIENCE_WEIGHT_MAX))
        return rel_plain_row_bad(row, N_("a weight from 0 to 1e9"));
    return keep_row(m, row, weight);
}

static rel_status weigh_by_rows(making *m, const char *path)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < m->rows; i++) {
        const said *s = &m->row[i];
        const rel_str column = rel_str_of(m->text.data + s->column),
                      value = rel_str_of(m->text.data + s->value);
        REL_TRY(at_line(m->ctx, path, s->line, weigh(m, "--audience", column, value, s->weight)));
    }
out:
    return st;
}

static rel_status weigh_by_file(making *m, const char *path, rel_account_list_opts opts,
                                rel_picking_audience *out)
{
    rel_status st;
    double *value = NULL;
    rel_account_list list;
    REL_TRY(rel_plain_table_read(m->ctx, path, take_row, m));
    if (!m->by_account) return weigh_by_rows(m, path);
    REL_TRY(rel_scratch_unset(m->ctx, &value, m->g->n, sizeof *value, "audience"));
    REL_TRY(rel_account_values_read(m->ctx, m->g, path, weight_names, 0, REL_AUDIENCE_WEIGHT_MAX, opts, value,
                                    &list));
    for (rel_vid v = 0; v < m->g->n; v++)
        if (!isnan(value[v])) multiply(m, v, value[v]);
    out->unknown = list.unknown;
    memcpy(out->first_unknown, list.first_unknown, sizeof out->first_unknown);
out:
    return st;
}

/* -------- both -------- */

static double sum_of(const void *state, int64_t first, int64_t last)
{
    const double *weight = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += weight[v];
    return sum;
}

/* Products of what is said have the same limit as what is said: beyond it sums would be of no use. */
static rel_status check_weight(const making *m, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    if (m->weight[v] <= REL_AUDIENCE_WEIGHT_MAX) return REL_OK;
    const rel_str name = rel_called(m->g, v, room);
    return rel_fail(m->ctx, REL_E_USAGE, "the weights that are given for '%.*s' have a product above %g",
                    REL_STR_ARG(name), REL_AUDIENCE_WEIGHT_MAX);
}

rel_status rel_picking_audience_make(rel_ctx *ctx, const rel_graph *g, const char *path, const char *by,
                                     rel_account_list_opts opts, rel_picking_audience *a)
{
    rel_status st;
    making m = {.ctx = ctx, .g = g, .rest = (double)NAN, .by_account = false};
    *a = (rel_picking_audience){.total = g->n, .accounts = g->n};
    if (!path && !by) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &m.weight, g->n, sizeof *m.weight, "audience"));
    for (rel_vid v = 0; v < g->n; v++) m.weight[v] = (double)NAN;
    if (path) REL_TRY(weigh_by_file(&m, path, opts, a));
    if (by) REL_TRY(weigh_by(&m, by));
    const double rest = isnan(m.rest) ? 1 : m.rest;
    a->accounts = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        if (isnan(m.weight[v])) m.weight[v] = rest;
        REL_TRY(check_weight(&m, v));
        a->accounts += m.weight[v] > 0;
    }
    a->total = rel_par_sum(ctx->threads, g->n, sum_of, m.weight);
    a->weight = m.weight;
    if (!a->accounts) st = rel_fail(ctx, REL_E_USAGE, "the audience is empty: every weight is 0");
out:
    free(m.row);
    rel_buf_free(&m.text);
    return st;
}
