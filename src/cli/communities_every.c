#include "src/cli/communities_every.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/sort.h"
#include "src/cli/account_args.h"
#include "src/insight/account.h"
#include "src/insight/community_history.h"

/* A row that is kept until the largest communities are known. */
typedef struct row {
    int period;
    rel_community_life life;
    rel_vid leader;
} row;

typedef struct view {
    rel_cli *cli;
    const rel_communities_every_args *a;
    const rel_graph *g;
    const rel_periods *periods;
    bool handles;
    rel_table table; /* for programs: the rows; for eyes: the periods */
    row *rows;       /* for eyes */
    size_t count, room;
    rel_filter_counts filtered;
    int64_t small_accounts; /* in communities too small to be followed, over all periods */
} view;

static const struct {
    const char *word, *text; /* text: %u is the other community */
} events[] = {
    [REL_COMMUNITY_BORN] = {"born", N_("born")},
    [REL_COMMUNITY_SPLIT] = {"split", N_("split from %u")},
    [REL_COMMUNITY_BACK] = {"back", N_("back")},
    [REL_COMMUNITY_SAME] = {"same", N_("same size")},
    [REL_COMMUNITY_GREW] = {"grew", N_("grew")},
    [REL_COMMUNITY_SHRANK] = {"shrank", N_("shrank")},
    [REL_COMMUNITY_MERGED] = {"merged", N_("merged into %u")},
    [REL_COMMUNITY_DIED] = {"died", N_("died")},
};

/* -------- rows of communities -------- */

static const rel_column life_column[] = {
    {"period", N_("period"), REL_CELL_TEXT, 0},
    {"from", NULL, REL_CELL_TIME, 0},
    {"until", NULL, REL_CELL_TIME, 0},
    {"community", N_("community"), REL_CELL_I64, 0},
    {"event", N_("event"), REL_CELL_TEXT, 0},
    {"other", NULL, REL_CELL_I64, 0},
    {"accounts", N_("accounts"), REL_CELL_I64, 0},
    {"accounts_before", N_("before"), REL_CELL_I64, 0},
    {"kept", N_("stayed"), REL_CELL_I64, 0},
    {"leader", N_("leader"), REL_CELL_TEXT, 0},
    {"leader_handle", N_("handle"), REL_CELL_TEXT, 0},
};
enum { LIFE_COLUMNS = sizeof life_column / sizeof *life_column };

static void put_event(rel_table *t, const rel_community_life *life)
{
    char text[64];
    if (t->style.form != REL_TABLE_EYES) {
        rel_table_text(t, rel_str_of(events[life->event].word));
        return;
    }
    /* The texts are the list above, each with one number at most. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, _(events[life->event].text), (unsigned)life->other);
#pragma GCC diagnostic pop
    rel_table_text(t, rel_str_of(text));
}

static void put_period(const view *w, rel_table *t, int period)
{
    char label[REL_PERIOD_LABEL];
    rel_period_label(w->periods, period, label);
    rel_table_text(t, rel_str_of(label));
    rel_table_i64(t, w->periods->start[period]);
    rel_table_i64(t, w->periods->start[period + 1]);
}

static void put_life(const view *w, rel_table *t, const row *r)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_community_life *life = &r->life;
    const bool known = life->accounts_before > 0, leads = r->leader != REL_VID_NONE;
    put_period(w, t, r->period);
    rel_table_i64(t, life->name);
    put_event(t, life);
    rel_table_i64(t, life->other == REL_VID_NONE ? INT64_MIN : (int64_t)life->other);
    rel_table_i64(t, life->accounts);
    rel_table_i64(t, known ? (int64_t)life->accounts_before : INT64_MIN);
    rel_table_i64(t, known ? (int64_t)life->kept : INT64_MIN);
    rel_table_text(t, leads ? rel_names_get(&w->g->names, r->leader, room) : REL_STR_MISSING);
    rel_table_text(t, leads ? rel_handle_of(w->g, r->leader) : REL_STR_MISSING);
    rel_table_end_row(t);
}

static rel_status keep_row(view *w, const row *r)
{
    const rel_status st =
        rel_grow(w->cli->ctx, &w->rows, &w->room, w->count + 1, sizeof *w->rows, "communities of periods");
    if (st == REL_OK) w->rows[w->count++] = *r;
    return st;
}

/* -------- rows of accounts -------- */

static const rel_column member_column[] = {
    {"period", N_("period"), REL_CELL_TEXT, 0}, {"from", NULL, REL_CELL_TIME, 0},
    {"until", NULL, REL_CELL_TIME, 0},          {"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    {"handle", N_("handle"), REL_CELL_TEXT, 0}, {"community", N_("community"), REL_CELL_I64, 0},
};

static void put_members(view *w, const rel_community_period *p)
{
    char room[REL_NAME_NUMBER_TEXT];
    for (rel_vid v = 0; v < w->g->n; v++) {
        if (p->name[v] == REL_VID_NONE) continue;
        put_period(w, &w->table, p->index);
        rel_table_text(&w->table, rel_names_get(&w->g->names, v, room));
        rel_table_text(&w->table, rel_handle_of(w->g, v));
        rel_table_i64(&w->table, p->name[v]);
        rel_table_end_row(&w->table);
    }
}

/* -------- rows of periods, for eyes -------- */

static const rel_column period_column[] = {
    {NULL, N_("period"), REL_CELL_TEXT, 0},       {NULL, N_("interactions"), REL_CELL_I64, 0},
    {NULL, N_("accounts"), REL_CELL_I64, 0},      {NULL, N_("communities"), REL_CELL_I64, 0},
    {NULL, N_("born"), REL_CELL_I64, 0},          {NULL, N_("ended"), REL_CELL_I64, 0},
    {NULL, N_("in small ones"), REL_CELL_I64, 0}, {NULL, N_("quality"), REL_CELL_F64, 0},
    {NULL, N_("coverage"), REL_CELL_F64, 0},
};

static bool is_end(const rel_community_life *life)
{
    return life->event == REL_COMMUNITY_MERGED || life->event == REL_COMMUNITY_DIED;
}

static void put_summary(view *w, const rel_community_period *p)
{
    char label[REL_PERIOD_LABEL];
    int64_t born = 0, ended = 0;
    for (rel_vid i = 0; i < p->lives; i++) {
        born += p->life[i].event == REL_COMMUNITY_BORN || p->life[i].event == REL_COMMUNITY_SPLIT;
        ended += is_end(&p->life[i]);
    }
    rel_period_label(w->periods, p->index, label);
    rel_table_text(&w->table, rel_str_of(label));
    rel_table_i64(&w->table, p->acts);
    rel_table_i64(&w->table, p->accounts);
    rel_table_i64(&w->table, (int64_t)p->lives - ended);
    rel_table_i64(&w->table, born);
    rel_table_i64(&w->table, ended);
    rel_table_i64(&w->table, p->small_accounts);
    rel_table_f64(&w->table, p->quality);
    rel_table_f64(&w->table, p->coverage);
    rel_table_end_row(&w->table);
}

/* -------- period after period -------- */

static rel_status take_period(void *user, const rel_community_period *p)
{
    rel_status st = REL_OK;
    view *w = user;
    const bool eyes = w->cli->style.form == REL_TABLE_EYES;
    w->filtered.edges_light += p->filtered.edges_light;
    w->filtered.vertices_core += p->filtered.vertices_core;
    w->filtered.vertices_component += p->filtered.vertices_component;
    w->small_accounts += p->small_accounts;
    if (w->a->members) {
        put_members(w, p);
        return w->table.status;
    }
    if (eyes) put_summary(w, p);
    for (rel_vid i = 0; i < p->lives; i++) {
        const row r = {p->index, p->life[i], p->leader[i]};
        if (eyes)
            REL_TRY(keep_row(w, &r));
        else
            put_life(w, &w->table, &r);
    }
    st = w->table.status;
out:
    return st;
}

/* largest[name]: the most members it ever had. */
static rel_status choose_names(view *w, rel_vid names, bool *shown)
{
    rel_status st;
    int64_t found;
    double *largest;
    uint32_t *order;
    rel_ctx *ctx = w->cli->ctx;
    const int64_t top = w->a->top ? w->a->top : (int64_t)names;
    REL_TRY(rel_scratch(ctx, &largest, names, sizeof *largest, "communities"));
    REL_TRY(rel_scratch(ctx, &order, names, sizeof *order, "communities"));
    for (size_t i = 0; i < w->count; i++)
        if (w->rows[i].life.accounts > largest[w->rows[i].life.name])
            largest[w->rows[i].life.name] = w->rows[i].life.accounts;
    REL_TRY(rel_sort_top(ctx, largest, names, top, order, &found));
    for (int64_t i = 0; i < found; i++) shown[order[i]] = true;
    if (found < names)
        rel_note(ctx, "communities shown: the %" PRId64 " that were largest, of %" PRIu32 " (--top)", found,
                 names);
out:
    return st;
}

static rel_status print_lives(view *w)
{
    rel_status st, ended;
    bool *shown;
    rel_vid names = 0;
    rel_column column[LIFE_COLUMNS];
    memcpy(column, life_column, sizeof column);
    if (!w->handles) column[LIFE_COLUMNS - 1].title = NULL;
    for (size_t i = 0; i < w->count; i++)
        if (w->rows[i].life.name >= names) names = w->rows[i].life.name + 1;
    if (!names) return REL_OK;
    REL_TRY(rel_scratch(w->cli->ctx, &shown, names, sizeof *shown, "communities"));
    REL_TRY(choose_names(w, names, shown));
    rel_outfile_puts(&w->cli->out, "\n");
    rel_table t = rel_cli_table(w->cli, column, LIFE_COLUMNS);
    for (size_t i = 0; i < w->count; i++)
        if (shown[w->rows[i].life.name]) put_life(w, &t, &w->rows[i]);
    ended = rel_table_end(&t);
    st = ended;
out:
    return st;
}

static rel_status follow(view *w, const rel_timed *timed, const rel_community_history_opts *o)
{
    rel_status st, followed;
    const bool eyes = w->cli->style.form == REL_TABLE_EYES;
    rel_column member[sizeof member_column / sizeof *member_column];
    memcpy(member, member_column, sizeof member);
    if (eyes && !w->handles) member[4].title = NULL;
    if (w->a->members)
        w->table = rel_cli_table(w->cli, member, sizeof member / sizeof *member);
    else if (eyes)
        w->table = rel_cli_table(w->cli, period_column, sizeof period_column / sizeof *period_column);
    else
        w->table = rel_cli_table(w->cli, life_column, LIFE_COLUMNS);
    followed = rel_community_history(w->cli->ctx, timed, w->periods, o, take_period, w);
    REL_TRY(rel_table_end(&w->table));
    REL_TRY(followed);
    if (eyes && !w->a->members) REL_TRY(print_lives(w));
    rel_note_filtered(w->cli->ctx, &w->filtered);
    if (w->small_accounts)
        rel_note(w->cli->ctx,
                 "not followed: %" PRId64 " (account and period) in communities of fewer than %" PRId64,
                 w->small_accounts, w->a->least);
out:
    return st;
}

rel_status rel_communities_every(rel_cli *cli, const rel_communities_every_args *a)
{
    rel_status st;
    rel_ctx *ctx = cli->ctx;
    rel_timed timed = {0};
    rel_periods periods = {0};
    rel_period_every every;
    rel_projection_opts projection;
    rel_community_history_opts o = {.group = a->group, .least = (rel_vid)a->least};
    view w = {.cli = cli, .a = a, .periods = &periods};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_period_parse(ctx, a->every, &every));
    if (a->window) REL_TRY(rel_window_parse(ctx, a->window, &o.window.length));
    REL_TRY(rel_graph_args_projection(ctx, a->graph, &projection));
    REL_TRY(rel_timed_open(ctx, a->source, &projection, &timed));
    rel_note_left_out(ctx, &timed.source);
    if (timed.count == 0) REL_TRY(rel_nothing_left(ctx, a->source, &timed.source));
    w.g = &timed.source.graph;
    w.handles = rel_any_handle(w.g, NULL, 0);
    o.window.half_life = projection.half_life;
    o.window.filter = rel_graph_args_filter(a->graph);
    REL_TRY(rel_periods_make(ctx, every, timed.first_time, timed.last_time, projection.since,
                             projection.until, &periods));
    st = follow(&w, &timed, &o);
out:
    free(w.rows);
    rel_scratch_release(ctx, mark);
    rel_periods_free(&periods);
    rel_timed_close(&timed);
    return st;
}
