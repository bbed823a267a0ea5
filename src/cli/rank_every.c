#include "src/cli/rank_every.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/insight/account.h"

enum {
    MOVERS = 10,     /* rows of the tables of risers and of fallers */
    LEADERS = 3,     /* columns of the table of leaders */
    EMPTY_RUNS = 10, /* gaps that are named one by one */
};

/* Who rose, or fell, from one period to the next. */
typedef struct mover {
    rel_vid account;
    int period;
    int64_t places; /* > 0 */
    uint32_t rank, rank_before;
    double score;
} mover;

/* What is kept of each period for the table of leaders. */
typedef struct leaders {
    int64_t acts, accounts, fresh, gone;
    int count;
    struct {
        rel_vid account;
        rel_growth_status status;
        int64_t change;
    } at[LEADERS];
} leaders;

typedef struct view {
    rel_cli *cli;
    const rel_rank_every_args *a;
    const rel_graph *g;
    const rel_attribute *handle; /* NULL: nobody has one */
    const rel_periods *periods;
    rel_table rows; /* for programs */
    leaders *of;    /* for eyes: one a period */
    bool *printed;  /* by account: among the rows of the period that is being printed */
    bool *empty;    /* by period */
    mover riser[MOVERS + 1], faller[MOVERS + 1];
    int risers, fallers;
    rel_filter_counts filtered;
} view;

/* -------- rows for programs -------- */

static const rel_column row_column[] = {
    {"period", N_("period"), REL_CELL_TEXT, 0},
    {"from", NULL, REL_CELL_TIME, 0},
    {"until", NULL, REL_CELL_TIME, 0},
    {"rank", N_("rank"), REL_CELL_I64, 0},
    {"account", N_("account"), REL_CELL_TEXT, 0},
    {"handle", N_("handle"), REL_CELL_TEXT, 0},
    {"score", N_("score"), REL_CELL_F64, 0},
    {"rank_before", N_("before"), REL_CELL_I64, 0},
    {"change", N_("change"), REL_CELL_I64, 0},
    {"status", N_("status"), REL_CELL_TEXT, 0},
};

static void put_rank(rel_table *t, uint32_t rank)
{
    rel_table_i64(t, rank ? (int64_t)rank : INT64_MIN);
}

static void put_row(view *w, const rel_growth_period *p, rel_vid v)
{
    char label[REL_PERIOD_LABEL], room[REL_NAME_NUMBER_TEXT];
    rel_table *t = &w->rows;
    const bool both = p->rank[v] && p->rank_before[v];
    rel_period_label(w->periods, p->index, label);
    rel_table_text(t, rel_str_of(label));
    rel_table_i64(t, w->periods->start[p->index]);
    rel_table_i64(t, w->periods->start[p->index + 1]);
    put_rank(t, p->rank[v]);
    rel_table_text(t, rel_names_get(&w->g->names, v, room));
    rel_table_text(t, w->handle ? rel_attribute_text(w->handle, v) : REL_STR_MISSING);
    rel_table_f64(t, p->rank[v] ? p->score[v] : NAN);
    put_rank(t, p->rank_before[v]);
    rel_table_i64(t, both ? rel_growth_change(p, v) : INT64_MIN);
    rel_table_text(t, rel_str_of(rel_growth_status_word(rel_growth_status_of(p, v))));
    rel_table_end_row(t);
}

static int64_t first_of(const view *w, int64_t count)
{
    return w->a->top > 0 && w->a->top < count ? w->a->top : count;
}

/* The first accounts of the period, then those of the period before that are no longer among them. */
static rel_status print_rows(view *w, const rel_growth_period *p)
{
    const int64_t first = first_of(w, p->count), before = first_of(w, p->count_before);
    for (int64_t i = 0; i < first; i++) {
        put_row(w, p, p->order[i]);
        w->printed[p->order[i]] = true;
    }
    for (int64_t i = 0; i < before; i++)
        if (!w->printed[p->order_before[i]]) put_row(w, p, p->order_before[i]);
    for (int64_t i = 0; i < first; i++) w->printed[p->order[i]] = false;
    return w->rows.status;
}

/* -------- what people see -------- */

/* Keeps the largest moves, one an account, largest first; equal ones in the order of coming. */
static void add_mover(mover *list, int *count, mover m)
{
    int at = *count;
    for (int i = 0; i < *count; i++) {
        if (list[i].account != m.account) continue;
        if (list[i].places >= m.places) return;
        memmove(&list[i], &list[i + 1], (size_t)(*count - i - 1) * sizeof *list);
        at = --*count;
        break;
    }
    while (at > 0 && list[at - 1].places < m.places) at--;
    memmove(&list[at + 1], &list[at], (size_t)(*count - at) * sizeof *list);
    list[at] = m;
    if (*count < MOVERS) ++*count;
}

/* Risers are among the first of this period, fallers were among the first of the one before. */
static void find_movers(view *w, const rel_growth_period *p)
{
    for (int64_t i = 0; i < first_of(w, p->count); i++) {
        const rel_vid v = p->order[i];
        const mover m = {v, p->index, rel_growth_change(p, v), p->rank[v], p->rank_before[v], p->score[v]};
        if (m.places > 0) add_mover(w->riser, &w->risers, m);
    }
    for (int64_t i = 0; i < first_of(w, p->count_before); i++) {
        const rel_vid v = p->order_before[i];
        const mover m = {v, p->index, -rel_growth_change(p, v), p->rank[v], p->rank_before[v], p->score[v]};
        if (m.places > 0) add_mover(w->faller, &w->fallers, m);
    }
}

static void keep_leaders(view *w, const rel_growth_period *p)
{
    leaders *l = &w->of[p->index];
    *l = (leaders){.acts = p->acts, .accounts = p->count, .fresh = p->fresh, .gone = p->gone};
    for (; l->count < LEADERS && l->count < p->count; l->count++) {
        const rel_vid v = p->order[l->count];
        l->at[l->count].account = v;
        l->at[l->count].status = rel_growth_status_of(p, v);
        l->at[l->count].change = rel_growth_change(p, v);
    }
}

static rel_str name_of(const view *w, rel_vid v, char room[REL_NAME_NUMBER_TEXT])
{
    const rel_str handle = w->handle ? rel_attribute_text(w->handle, v) : REL_STR_MISSING;
    return handle.len ? handle : rel_names_get(&w->g->names, v, room);
}

static const rel_column mover_column[] = {
    {NULL, N_("change"), REL_CELL_TEXT, 0}, {NULL, N_("period"), REL_CELL_TEXT, 0},
    {NULL, N_("before"), REL_CELL_I64, 0},  {NULL, N_("rank"), REL_CELL_I64, 0},
    {NULL, N_("score"), REL_CELL_F64, 0},   {NULL, N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    {NULL, N_("handle"), REL_CELL_TEXT, 0},
};

static rel_status print_movers(view *w, const char *title, const mover *list, int count, char sign)
{
    rel_cli *cli = w->cli;
    rel_column column[sizeof mover_column / sizeof *mover_column];
    char label[REL_PERIOD_LABEL], change[32], room[REL_NAME_NUMBER_TEXT];
    if (!count) return REL_OK;
    memcpy(column, mover_column, sizeof column);
    if (!w->handle) column[6].title = NULL;
    rel_outfile_printf(&cli->out, "%s\n", _(title));
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < count; i++) {
        const mover *m = &list[i];
        rel_period_label(w->periods, m->period, label);
        snprintf(change, sizeof change, "%c%" PRId64, sign, m->places);
        rel_table_text(&t, rel_str_of(change));
        rel_table_text(&t, rel_str_of(label));
        rel_table_i64(&t, m->rank_before);
        rel_table_i64(&t, m->rank);
        rel_table_f64(&t, m->score);
        rel_table_text(&t, rel_names_get(&w->g->names, m->account, room));
        rel_table_text(&t, w->handle ? rel_attribute_text(w->handle, m->account) : REL_STR_MISSING);
        rel_table_end_row(&t);
    }
    const rel_status st = rel_table_end(&t);
    rel_outfile_puts(&cli->out, "\n");
    return st;
}

static const rel_column leader_column[] = {
    {NULL, N_("period"), REL_CELL_TEXT, 0},  {NULL, N_("interactions"), REL_CELL_I64, 0},
    {NULL, N_("accounts"), REL_CELL_I64, 0}, {NULL, N_("new"), REL_CELL_I64, 0},
    {NULL, N_("gone"), REL_CELL_I64, 0},     {NULL, N_("1st"), REL_CELL_TEXT, 0},
    {NULL, N_("2nd"), REL_CELL_TEXT, 0},     {NULL, N_("3rd"), REL_CELL_TEXT, 0},
};

/* "ann (+2)"; a leader that keeps its place is only named. */
static void put_leader(const view *w, rel_table *t, const leaders *l, int i, bool first_period)
{
    char text[256], room[REL_NAME_NUMBER_TEXT];
    if (i >= l->count) {
        rel_table_missing(t);
        return;
    }
    const rel_str name = name_of(w, l->at[i].account, room);
    const rel_growth_status status = l->at[i].status;
    int len = snprintf(text, sizeof text, "%.*s", REL_STR_ARG(name));
    if (status == REL_GROWTH_UP || status == REL_GROWTH_DOWN)
        len += snprintf(text + len, sizeof text - (size_t)len, " (%+" PRId64 ")", l->at[i].change);
    else if (status != REL_GROWTH_SAME && !first_period)
        len += snprintf(text + len, sizeof text - (size_t)len, " (%s)", _(rel_growth_status_text(status)));
    rel_table_text(t, (rel_str){text, (size_t)len});
}

static rel_status print_leaders(view *w)
{
    char label[REL_PERIOD_LABEL];
    rel_table t = rel_cli_table(w->cli, leader_column, sizeof leader_column / sizeof *leader_column);
    for (int p = 0; p < w->periods->count; p++) {
        const leaders *l = &w->of[p];
        rel_period_label(w->periods, p, label);
        rel_table_text(&t, rel_str_of(label));
        rel_table_i64(&t, l->acts);
        rel_table_i64(&t, l->accounts);
        rel_table_i64(&t, l->fresh);
        rel_table_i64(&t, l->gone);
        for (int i = 0; i < LEADERS; i++) put_leader(w, &t, l, i, p == 0);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_for_eyes(view *w)
{
    rel_status st;
    REL_TRY(print_movers(w, N_("Risers"), w->riser, w->risers, '+'));
    REL_TRY(print_movers(w, N_("Fallers"), w->faller, w->fallers, '-'));
    rel_outfile_printf(&w->cli->out, "%s\n", _(N_("Leaders")));
    st = print_leaders(w);
out:
    return st;
}

/* -------- period after period -------- */

static rel_status take_period(void *user, const rel_growth_period *p)
{
    view *w = user;
    w->filtered.edges_light += p->filtered.edges_light;
    w->filtered.vertices_core += p->filtered.vertices_core;
    w->filtered.vertices_component += p->filtered.vertices_component;
    w->empty[p->index] = p->count == 0;
    if (w->cli->style.form != REL_TABLE_EYES) return print_rows(w, p);
    find_movers(w, p);
    keep_leaders(w, p);
    return REL_OK;
}

/* Gaps are said, and not only seen in what is missing. */
static void note_empty(const view *w)
{
    rel_ctx *ctx = w->cli->ctx;
    char first[REL_PERIOD_LABEL], last[REL_PERIOD_LABEL];
    int runs = 0;
    int64_t more = 0;
    for (int p = 0, end; p < w->periods->count; p = end) {
        for (end = p; end < w->periods->count && w->empty[end];) end++;
        if (end == p) {
            end++;
            continue;
        }
        rel_period_label(w->periods, p, first);
        rel_period_label(w->periods, end - 1, last);
        if (++runs > EMPTY_RUNS)
            more += end - p;
        else if (end - p == 1)
            rel_note(ctx, "nothing to rank: %s", first);
        else
            rel_note(ctx, "nothing to rank: %s to %s (%d periods)", first, last, end - p);
    }
    if (more) rel_note(ctx, "nothing to rank: %" PRId64 " more periods", more);
}

/* -------- what was asked -------- */

static rel_status find_opts(view *w, const rel_projection_opts *projection, rel_growth_opts *o)
{
    rel_status st = REL_OK;
    double *jump;
    int64_t found;
    rel_ctx *ctx = w->cli->ctx;
    *o = w->a->growth;
    o->window.half_life = projection->half_life;
    o->window.filter = rel_graph_args_filter(w->a->graph);
    if (w->a->window) REL_TRY(rel_window_parse(ctx, w->a->window, &o->window.length));
    if (w->a->personalize) {
        REL_TRY(rel_scratch(ctx, &jump, w->g->n, sizeof *jump, "accounts to start from"));
        REL_TRY(rel_account_mark(ctx, w->g, w->a->personalize, jump, &found));
        o->scoring.pagerank.jump = jump;
    }
out:
    return st;
}

static const rel_attribute *handles_of(const rel_graph *g)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "handle");
    if (!a || a->type != REL_ATTRIBUTE_TEXT) return NULL;
    for (rel_vid v = 0; v < g->n; v++)
        if (!rel_attribute_is_missing(a, v)) return a;
    return NULL;
}

static rel_status rank_all(view *w, const rel_timed *t, const rel_growth_opts *o)
{
    rel_ctx *ctx = w->cli->ctx;
    rel_status st, ranked;
    const size_t periods = (size_t)w->periods->count;
    const bool eyes = w->cli->style.form == REL_TABLE_EYES;
    REL_TRY(rel_scratch(ctx, &w->printed, w->g->n, sizeof *w->printed, "accounts printed"));
    REL_TRY(rel_scratch(ctx, &w->empty, periods, sizeof *w->empty, "periods"));
    if (eyes) REL_TRY(rel_scratch(ctx, &w->of, periods, sizeof *w->of, "leaders"));
    w->rows = rel_cli_table(w->cli, row_column, sizeof row_column / sizeof *row_column);
    ranked = rel_growth(ctx, t, w->periods, o, take_period, w);
    if (eyes && (ranked == REL_OK || ranked == REL_E_NOCONV)) REL_TRY(print_for_eyes(w));
    st = rel_table_end(&w->rows);
    if (st == REL_OK) st = ranked;
    rel_note_filtered(ctx, &w->filtered);
    note_empty(w);
out:
    return st;
}

rel_status rel_rank_every(rel_cli *cli, const rel_rank_every_args *a)
{
    rel_status st;
    rel_ctx *ctx = cli->ctx;
    rel_timed timed = {0};
    rel_periods periods = {0};
    rel_period_every every;
    rel_projection_opts projection;
    rel_growth_opts growth;
    view w = {.cli = cli, .a = a};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_period_parse(ctx, a->every, &every));
    REL_TRY(rel_graph_args_projection(ctx, a->graph, &projection));
    REL_TRY(rel_timed_open(ctx, a->source, &projection, &timed));
    rel_note_left_out(ctx, &timed.source);
    if (timed.count == 0) REL_TRY(rel_nothing_left(ctx, a->source, &timed.source));
    w.g = &timed.source.graph;
    w.handle = handles_of(w.g);
    REL_TRY(rel_periods_make(ctx, every, timed.first_time, timed.last_time, projection.since,
                             projection.until, &periods));
    w.periods = &periods;
    REL_TRY(find_opts(&w, &projection, &growth));
    st = rank_all(&w, &timed, &growth);
out:
    rel_scratch_release(ctx, mark);
    rel_periods_free(&periods);
    rel_timed_close(&timed);
    return st;
}
