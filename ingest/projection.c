#include "ingest/projection.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/projection_times.h"
#include "ingest/workspace_internal.h"

/* -------- options -------- */

rel_projection_opts rel_projection_defaults(void)
{
    rel_projection_opts o = {
        .since = REL_TIME_MISSING, .until = REL_TIME_MISSING, .directions = REL_BUILD_BOTH};
    for (int k = 0; k < REL_KIND_COUNT; k++) o.layer_weight[k] = 1;
    return o;
}

static int find_kind(rel_str word)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (rel_str_is_nocase(word, rel_kind_word((rel_kind)k))) return k;
    return -1;
}

static rel_status no_such_layer(rel_ctx *ctx, rel_str word)
{
    char typed[64];
    int nearest = 0, distance = 1000;
    snprintf(typed, sizeof typed, "%.*s", REL_STR_ARG(word));
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        const int d = rel_str_distance(typed, rel_kind_word((rel_kind)k));
        if (d < distance) {
            distance = d;
            nearest = k;
        }
    }
    (void)rel_fail(ctx, REL_E_USAGE,
                   "layers: '%s' is none of follow, mention, reply, share, quote, like, comment", typed);
    if (distance > 2) return REL_E_USAGE;
    return rel_hint(ctx, "did you mean '%s'?", rel_kind_word((rel_kind)nearest));
}

rel_status rel_projection_layers(rel_ctx *ctx, const char *text, rel_projection_opts *opts)
{
    double weight[REL_KIND_COUNT] = {0};
    rel_str rest = rel_str_of(text);
    bool any = false;
    while (rest.s) {
        rel_str number = rel_str_trim(rel_str_cut(&rest, ','));
        const rel_str word = rel_str_trim(rel_str_cut(&number, '='));
        double value = 1;
        const int k = find_kind(word);
        if (k < 0) return no_such_layer(ctx, word);
        if (number.s && (!rel_str_to_f64(rel_str_trim(number), &value) || !(value >= 0) || value > 1e9))
            return rel_fail(ctx, REL_E_USAGE,
                            "layers: weight of '%s': '%.*s' is not a number from 0 to 1000000000",
                            rel_kind_word((rel_kind)k), REL_STR_ARG(number));
        weight[k] = value;
        any |= value > 0;
    }
    if (!any) return rel_fail(ctx, REL_E_USAGE, "layers: no layer has a weight above 0");
    memcpy(opts->layer_weight, weight, sizeof weight);
    return REL_OK;
}

/* -------- reading the interactions -------- */

typedef struct edge_list {
    uint32_t *source, *target; /* account rows, then vertices */
    float *weight;
    int64_t *time;
    uint8_t *layer;
    size_t count;
    size_t source_capacity, target_capacity, weight_capacity, time_capacity, layer_capacity;
    int64_t last_time;
} edge_list;

static void free_edges(edge_list *e)
{
    free(e->source);
    free(e->target);
    free(e->weight);
    free(e->time);
    free(e->layer);
}

static rel_status need_edge(rel_ctx *ctx, edge_list *e)
{
    const size_t n = e->count + 1;
    if (n <= e->layer_capacity) return REL_OK;
    rel_status st =
        rel_grow(ctx, &e->source, &e->source_capacity, n, sizeof *e->source, "sources of interactions");
    if (st == REL_OK)
        st = rel_grow(ctx, &e->target, &e->target_capacity, n, sizeof *e->target, "targets of interactions");
    if (st == REL_OK)
        st = rel_grow(ctx, &e->weight, &e->weight_capacity, n, sizeof *e->weight, "weights of interactions");
    if (st == REL_OK)
        st = rel_grow(ctx, &e->time, &e->time_capacity, n, sizeof *e->time, "times of interactions");
    if (st == REL_OK)
        st = rel_grow(ctx, &e->layer, &e->layer_capacity, n, sizeof *e->layer, "kinds of interactions");
    return st;
}

/* The words of the kinds differ in their first two letters. */
static int kind_of(const char *word, int len)
{
    if (len < 4) return -1;
    switch (word[0]) {
    case 'f': return REL_KIND_FOLLOW;
    case 'm': return REL_KIND_MENTION;
    case 'r': return REL_KIND_REPLY;
    case 's': return REL_KIND_SHARE;
    case 'q': return REL_KIND_QUOTE;
    case 'l': return REL_KIND_LIKE;
    case 'c': return REL_KIND_COMMENT;
    default: return -1;
    }
}

enum { KIND, SOURCE, TARGET, TIME, WEIGHT };

/* One interaction: used, or counted by the first reason to leave it out. */
static rel_status take(rel_ctx *ctx, sqlite3_stmt *s, const rel_projection_opts *o, edge_list *e,
                       rel_projection_counts *c)
{
    const char *word = (const char *)sqlite3_column_text(s, KIND);
    const int kind = word ? kind_of(word, sqlite3_column_bytes(s, KIND)) : -1;
    const int64_t target = sqlite3_column_int64(s, TARGET); /* NULL reads as 0, which no account has */
    const bool dated = sqlite3_column_type(s, TIME) != SQLITE_NULL;
    const int64_t time = dated ? sqlite3_column_int64(s, TIME) : REL_TIME_MISSING;
    const bool bounded = o->since != REL_TIME_MISSING || o->until != REL_TIME_MISSING;
    if (kind < 0 || !(o->layer_weight[kind] > 0)) {
        c->other_layer++;
    } else if (target == 0) {
        c->unresolved++;
    } else if (bounded && !dated) {
        c->without_time++;
    } else if ((o->since != REL_TIME_MISSING && time < o->since) ||
               (o->until != REL_TIME_MISSING && time >= o->until)) {
        c->outside_period++;
    } else {
        const rel_status st = need_edge(ctx, e);
        if (st != REL_OK) return st;
        const size_t i = e->count++;
        e->source[i] = (uint32_t)sqlite3_column_int64(s, SOURCE);
        e->target[i] = (uint32_t)target;
        e->time[i] = time;
        e->layer[i] = (uint8_t)kind;
        e->weight[i] = (float)(sqlite3_column_double(s, WEIGHT) * o->layer_weight[kind]);
        if (time > e->last_time) e->last_time = time;
        c->interactions++;
    }
    return REL_OK;
}

static rel_status read_edges(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *o, edge_list *e,
                             rel_projection_counts *c)
{
    enum { ROUND = 1 << 20 };
    sqlite3_stmt *s = NULL;
    bool row = true;
    int64_t rows = 0;
    const int rc =
        sqlite3_prepare_v2(w->db, "SELECT kind, source, target, time, weight FROM interaction", -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    e->last_time = REL_TIME_MISSING;
    while (st == REL_OK && row) {
        if (rows++ % ROUND == 0) {
            st = rel_poll(ctx);
            rel_progress(ctx, "projecting", "interactions", rows - 1, 0);
        }
        if (st == REL_OK) st = rel_ws_step(ctx, w, s, &row);
        if (st == REL_OK && row) st = take(ctx, s, o, e, c);
    }
    sqlite3_finalize(s);
    return st;
}

/* An interaction without a time does not fade: a follow stands until it is taken back. */
void rel_projection_fade(rel_ctx *ctx, int64_t half_life, int64_t end, int64_t count, const int64_t *time,
                         float *weight)
{
    const double per_second = 1.0 / (double)half_life;
    (void)ctx;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t i = 0; i < count; i++) {
        if (time[i] == REL_TIME_MISSING || time[i] >= end) continue;
        const double faded = (double)weight[i] * exp2(-(double)(end - time[i]) * per_second);
        weight[i] = faded > (double)FLT_MIN ? (float)faded : FLT_MIN;
    }
}

static void fade(rel_ctx *ctx, const rel_projection_opts *o, edge_list *e)
{
    const int64_t end = o->until != REL_TIME_MISSING ? o->until : e->last_time;
    rel_projection_fade(ctx, o->half_life, end, (int64_t)e->count, e->time, e->weight);
}

/* -------- vertices -------- */

/* vertex[row] for every account of an interaction, in the order of their rows; *n vertices. */
static rel_status number_vertices(rel_ctx *ctx, edge_list *e, uint32_t **vertex, size_t *rows, rel_vid *n)
{
    uint32_t last = 0;
    for (size_t i = 0; i < e->count; i++) {
        if (e->source[i] > last) last = e->source[i];
        if (e->target[i] > last) last = e->target[i];
    }
    *rows = (size_t)last + 1;
    const rel_status st = rel_alloc(ctx, vertex, *rows, sizeof **vertex, "vertices of accounts");
    if (st != REL_OK) return st;
    uint32_t *v = *vertex;
    for (size_t i = 0; i < e->count; i++) v[e->source[i]] = v[e->target[i]] = 1;
    rel_vid next = 0;
    for (size_t i = 0; i < *rows; i++) v[i] = v[i] ? next++ : REL_VID_NONE;
    for (size_t i = 0; i < e->count; i++) {
        e->source[i] = v[e->source[i]];
        e->target[i] = v[e->target[i]];
    }
    *n = next;
    return REL_OK;
}

/* -------- attributes -------- */

typedef struct column {
    const char *name;
    const char *sql; /* over the table account */
    rel_attribute_type type;
} column;

/* The first is the vertex's name. */
static const column columns[] = {
    {"key", "key", REL_ATTRIBUTE_TEXT},
    {"platform", "platform", REL_ATTRIBUTE_TEXT},
    {"handle", "handle", REL_ATTRIBUTE_TEXT},
    {"label", "coalesce(nullif(handle, ''), nullif(name, ''), substr(key, length(platform) + 2))",
     REL_ATTRIBUTE_TEXT},
    {"name", "name", REL_ATTRIBUTE_TEXT},
    {"observed", "observed", REL_ATTRIBUTE_BOOL},
    {"followers", "followers", REL_ATTRIBUTE_I64},
    {"following", "following", REL_ATTRIBUTE_I64},
    {"posts", "posts", REL_ATTRIBUTE_I64},
    {"verified", "verified", REL_ATTRIBUTE_BOOL},
    {"bot", "bot", REL_ATTRIBUTE_BOOL},
    {"lang", "lang", REL_ATTRIBUTE_TEXT},
    {"created", "created", REL_ATTRIBUTE_I64},
    {"url", "url", REL_ATTRIBUTE_TEXT},
    {"location", "location", REL_ATTRIBUTE_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* The values of one column while the table is read. */
typedef struct values {
    uint8_t *present;
    uint8_t *flag;
    int64_t *number;
    uint64_t *end; /* of the texts, in `text` */
    rel_buf text;
} values;

static void free_values(values v[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        free(v[i].present);
        free(v[i].flag);
        free(v[i].number);
        free(v[i].end);
        rel_buf_free(&v[i].text);
    }
}

static rel_status make_values(rel_ctx *ctx, values v[COLUMNS], rel_vid n)
{
    rel_status st = REL_OK;
    for (int i = 0; i < COLUMNS && st == REL_OK; i++) {
        st = rel_alloc(ctx, &v[i].present, n, 1, "attributes");
        if (st != REL_OK) break;
        switch (columns[i].type) {
        case REL_ATTRIBUTE_BOOL: st = rel_alloc(ctx, &v[i].flag, n, sizeof *v[i].flag, "attributes"); break;
        case REL_ATTRIBUTE_I64:
            st = rel_alloc(ctx, &v[i].number, n, sizeof *v[i].number, "attributes");
            break;
        default: st = rel_alloc(ctx, &v[i].end, n, sizeof *v[i].end, "attributes"); break;
        }
    }
    return st;
}

static rel_status set_value(rel_ctx *ctx, sqlite3_stmt *s, int i, values *v, rel_vid at)
{
    const bool there = sqlite3_column_type(s, i + 1) != SQLITE_NULL;
    rel_status st = REL_OK;
    v->present[at] = there;
    if (v->number) {
        if (there) v->number[at] = sqlite3_column_int64(s, i + 1);
    } else if (v->flag) {
        if (there) v->flag[at] = sqlite3_column_int(s, i + 1) != 0;
    } else {
        const rel_str text = rel_ws_text(s, i + 1);
        if (text.len) st = rel_buf_add(ctx, &v->text, text.s, text.len);
        v->end[at] = v->text.len;
    }
    return st;
}

static rel_status prepare_columns(rel_ctx *ctx, rel_workspace *w, sqlite3_stmt **s)
{
    rel_buf sql = {0};
    rel_status st = rel_buf_puts(ctx, &sql, "SELECT id");
    for (int i = 0; i < COLUMNS && st == REL_OK; i++) st = rel_buf_printf(ctx, &sql, ", %s", columns[i].sql);
    if (st == REL_OK) st = rel_buf_puts(ctx, &sql, " FROM account ORDER BY id");
    if (st == REL_OK) {
        const int rc = sqlite3_prepare_v2(w->db, sql.data, -1, s, NULL);
        if (rc != SQLITE_OK) st = rel_ws_fail(ctx, w, rc);
    }
    rel_buf_free(&sql);
    return st;
}

/* Rows come in the order of the vertices, so texts can be appended. */
static rel_status read_accounts(rel_ctx *ctx, rel_workspace *w, const uint32_t *vertex, size_t rows,
                                rel_vid n, values v[COLUMNS])
{
    sqlite3_stmt *s = NULL;
    bool row = true;
    rel_vid found = 0;
    rel_status st = prepare_columns(ctx, w, &s);
    while (st == REL_OK && row && found < n) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st != REL_OK || !row) break;
        const int64_t id = sqlite3_column_int64(s, 0);
        const rel_vid at = id > 0 && (size_t)id < rows ? vertex[id] : REL_VID_NONE;
        if (at == REL_VID_NONE) continue;
        for (int i = 0; i < COLUMNS && st == REL_OK; i++) st = set_value(ctx, s, i, &v[i], at);
        found++;
    }
    sqlite3_finalize(s);
    if (st == REL_OK && found < n)
        st = rel_fail(ctx, REL_E_DATA, "'%s': damaged: interactions name accounts that are not there",
                      w->path);
    return st;
}

static rel_status add_text(rel_ctx *ctx, rel_graph *g, int i, const values *v, rel_str *room)
{
    for (rel_vid u = 0; u < g->n; u++) {
        const uint64_t start = u ? v->end[u - 1] : 0;
        room[u] = v->present[u]
                      ? (rel_str){v->text.data ? v->text.data + start : "", (size_t)(v->end[u] - start)}
                      : REL_STR_MISSING;
    }
    if (i == 0) return rel_graph_set_names(ctx, g, room);
    return rel_graph_add_vertex_attribute(ctx, g, columns[i].name, REL_ATTRIBUTE_TEXT, room, v->present);
}

static rel_status add_columns(rel_ctx *ctx, rel_graph *g, values v[COLUMNS])
{
    rel_str *room;
    rel_status st = rel_alloc(ctx, &room, g->n, sizeof *room, "attributes");
    for (int i = 0; i < COLUMNS && st == REL_OK; i++) {
        if (v[i].end)
            st = add_text(ctx, g, i, &v[i], room);
        else
            st = rel_graph_add_vertex_attribute(ctx, g, columns[i].name, columns[i].type,
                                                v[i].number ? (const void *)v[i].number : v[i].flag,
                                                v[i].present);
        rel_buf_free(&v[i].text);
    }
    free(room);
    return st;
}

/* -------- the whole -------- */

static rel_status build(rel_ctx *ctx, const rel_projection_opts *o, const edge_list *e, rel_vid n,
                        rel_graph *g)
{
    const rel_edges edges = {(rel_eid)e->count, e->source, e->target, e->weight, e->layer, e->time};
    const rel_status st =
        rel_graph_build(ctx, n, &edges, (rel_build_opts){.directed = true, .directions = o->directions}, g);
    return st == REL_OK && o->times ? rel_projection_add_times(ctx, &edges, g) : st;
}

/* The vertices alone; the edges move to acts. */
static rel_status keep_acts(rel_ctx *ctx, edge_list *e, rel_vid n, rel_graph *g, rel_acts *acts)
{
    *acts = (rel_acts){(int64_t)e->count, e->source, e->target, e->weight, e->time};
    e->source = e->target = NULL;
    e->weight = NULL;
    e->time = NULL;
    return rel_graph_build(ctx, n, &(rel_edges){0}, REL_BUILD_DEFAULTS, g);
}

static rel_status add_accounts(rel_ctx *ctx, rel_workspace *w, const uint32_t *vertex, size_t rows,
                               rel_graph *g)
{
    values v[COLUMNS] = {0};
    rel_status st = make_values(ctx, v, g->n);
    if (st == REL_OK) st = read_accounts(ctx, w, vertex, rows, g->n, v);
    if (st == REL_OK) st = add_columns(ctx, g, v);
    free_values(v);
    return st;
}

static rel_status project(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *o, rel_graph *g,
                          rel_acts *acts, rel_projection_counts *counts)
{
    edge_list e = {0};
    uint32_t *vertex = NULL;
    size_t rows = 0;
    rel_vid n = 0;
    rel_status st = read_edges(ctx, w, o, &e, counts);
    if (st == REL_OK && o->half_life > 0 && !acts) fade(ctx, o, &e);
    if (st == REL_OK) st = number_vertices(ctx, &e, &vertex, &rows, &n);
    if (st == REL_OK) st = acts ? keep_acts(ctx, &e, n, g, acts) : build(ctx, o, &e, n, g);
    free_edges(&e);
    if (st == REL_OK) st = add_accounts(ctx, w, vertex, rows, g);
    free(vertex);
    return st;
}

static rel_status project_at_once(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *opts,
                                  rel_graph *g, rel_acts *acts, rel_projection_counts *counts)
{
    *g = (rel_graph){0};
    *counts = (rel_projection_counts){0};
    if (opts->half_life < 0) return rel_fail(ctx, REL_E_USAGE, "projection: the half-life is negative");
    if (opts->since != REL_TIME_MISSING && opts->until != REL_TIME_MISSING && opts->since >= opts->until)
        return rel_fail(ctx, REL_E_USAGE, "projection: the period ends before it begins");
    /* One transaction: a writer may add accounts and interactions meanwhile. */
    rel_status st = rel_ws_exec(ctx, w, "BEGIN");
    if (st == REL_OK) st = rel_ws_end(ctx, w, project(ctx, w, opts, g, acts, counts));
    if (st != REL_OK) rel_graph_free(g);
    return st;
}

rel_status rel_project(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *opts, rel_graph *g,
                       rel_projection_counts *counts)
{
    return project_at_once(ctx, w, opts, g, NULL, counts);
}

rel_status rel_project_acts(rel_ctx *ctx, rel_workspace *w, const rel_projection_opts *opts, rel_graph *g,
                            rel_acts *acts, rel_projection_counts *counts)
{
    *acts = (rel_acts){0};
    const rel_status st = project_at_once(ctx, w, opts, g, acts, counts);
    if (st != REL_OK) rel_acts_free(acts);
    return st;
}

void rel_acts_free(rel_acts *acts)
{
    free(acts->source);
    free(acts->target);
    free(acts->weight);
    free(acts->time);
    *acts = (rel_acts){0};
}
