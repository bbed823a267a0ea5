#include "src/insight/influence.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

#include "ingest/influence_results.h"
#include "ingest/plain_table.h"
#include "src/base/i18n.h"
#include "src/insight/account_index.h"

const char *rel_probability_word(int i)
{
    static const char *const words[] = {"learned",    "weighted-cascade", "uniform",
                                        "trivalency", "column",           "file"};
    return i >= 0 && i < (int)(sizeof words / sizeof *words) ? words[i] : NULL;
}

const char *rel_spread_model_word(int i)
{
    static const char *const words[] = {"ic", "lt"};
    return i >= 0 && i < (int)(sizeof words / sizeof *words) ? words[i] : NULL;
}

enum { SOURCE, TARGET, NUMBER, COLUMNS }; /* of a file */

/* What is being made. */
typedef struct making {
    rel_ctx *ctx;
    const rel_source *source;
    const rel_graph *g;
    const rel_influence_request *request;
    rel_influence_setup *setup;
    float *given;         /* m; NaN: none */
    double rest;          /* p of edges that have none, unless the request says one */
    double learned_delay; /* NaN: none */
    const char *path;     /* of a file */
    rel_account_index index;
    int at[COLUMNS]; /* fields */
    bool found;      /* a probability of some edge */
    char first_unknown[256], first_unknown_edge[512];
} making;

/* -------- a file -------- */

static rel_status set_edge(making *w, int64_t line, rel_eid e, double p)
{
    if (!isnan(w->given[e]) && w->given[e] != (float)p)
        return rel_fail(w->ctx, REL_E_DATA, "'%s' line %" PRId64 ": a second probability for the same edge",
                        w->path, line);
    w->given[e] = (float)p;
    w->found = true;
    return REL_OK;
}

static rel_status find_end(making *w, const rel_plain_row *row, rel_str text, rel_vid *v)
{
    bool several;
    *v = rel_account_index_find(&w->index, text, &several);
    if (several)
        return rel_fail(w->ctx, REL_E_DATA, "'%s' line %" PRId64 ": several accounts have the handle '%.*s'",
                        w->path, row->line, REL_STR_ARG(text));
    if (*v == REL_VID_NONE && !w->setup->unknown_accounts++)
        snprintf(w->first_unknown, sizeof w->first_unknown, "%.*s", REL_STR_ARG(text));
    return REL_OK;
}

static rel_status begin_rows(making *w, const rel_plain_row *row, bool *header)
{
    static const char *const sources[] = {"source", "from", "follower", "src", "u", NULL};
    static const char *const targets[] = {"target", "to", "followed", "followee", "dst", "v", NULL};
    static const char *const numbers[] = {"p", "probability", "weight", NULL};
    static const rel_plain_column column[] = {{sources, false}, {targets, false}, {numbers, false}};
    return rel_plain_row_begin(row, column, COLUMNS,
                               N_("three columns, source, target and p, or a header that names them"), w->at,
                               header);
}

static rel_status take_row(void *user, const rel_plain_row *row)
{
    making *w = user;
    rel_status st = REL_OK;
    bool header = false;
    double p;
    rel_vid u, v;
    if (row->index == 0) {
        st = begin_rows(w, row, &header);
        if (st != REL_OK || header) return st;
    }
    if (row->fields <= w->at[SOURCE] || row->fields <= w->at[TARGET] || row->fields <= w->at[NUMBER])
        return rel_plain_row_bad(row, N_("a source, a target and a probability"));
    const rel_str source = row->field[w->at[SOURCE]], target = row->field[w->at[TARGET]];
    if (!rel_str_to_f64(row->field[w->at[NUMBER]], &p) || !(p >= 0 && p <= 1))
        return rel_plain_row_bad(row, N_("a probability from 0 to 1"));
    REL_TRY(find_end(w, row, source, &u));
    REL_TRY(find_end(w, row, target, &v));
    if (u == REL_VID_NONE || v == REL_VID_NONE) return REL_OK;
    const rel_eid e = rel_graph_find(w->g, u, v);
    if (e < 0) {
        if (!w->setup->unknown_edges++)
            snprintf(w->first_unknown_edge, sizeof w->first_unknown_edge, "%.*s -> %.*s", REL_STR_ARG(source),
                     REL_STR_ARG(target));
        return REL_OK;
    }
    REL_TRY(set_edge(w, row->line, e, p));
    if (!w->g->directed) st = set_edge(w, row->line, rel_graph_find(w->g, v, u), p);
out:
    return st;
}

static rel_status read_file(making *w)
{
    const rel_influence_setup *s = w->setup;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    rel_status st = rel_account_index_make(w->ctx, w->g, &w->index);
    if (st == REL_OK) st = rel_plain_table_read(w->ctx, w->path, take_row, w);
    rel_scratch_release(w->ctx, mark);
    if (st != REL_OK) return st;
    if (!w->found)
        return rel_fail(w->ctx, REL_E_DATA, "'%s' has no probability for any edge of the graph", w->path);
    if (s->unknown_accounts)
        rel_note(w->ctx,
                 "left out: %" PRId64
                 " (accounts of probabilities that are not in the graph, the first: '%s')",
                 s->unknown_accounts, w->first_unknown);
    if (s->unknown_edges)
        rel_note(w->ctx, "left out: %" PRId64 " (probabilities of edges that are not there, the first: '%s')",
                 s->unknown_edges, w->first_unknown_edge);
    return st;
}

/* -------- a column -------- */

static rel_status bad_edge(const making *w, const char *name, rel_eid e, double p)
{
    char room[2][REL_NAME_NUMBER_TEXT];
    rel_vid u = 0;
    while (w->g->out.off[u + 1] <= e) u++;
    const rel_str source = rel_names_get(&w->g->names, u, room[0]),
                  target = rel_names_get(&w->g->names, w->g->out.adj[e], room[1]);
    return rel_fail(w->ctx, REL_E_DATA, "column '%s', edge '%.*s' -> '%.*s': %g is not a probability", name,
                    REL_STR_ARG(source), REL_STR_ARG(target), p);
}

static rel_status read_column(making *w, const char *name)
{
    const rel_graph *g = w->g;
    const rel_attribute *a = rel_attribute_find(&g->edge_attributes, name);
    const bool weights = !a && g->out.weight && rel_str_is_nocase(rel_str_of(name), "weight");
    if (!weights && (!a || a->type == REL_ATTRIBUTE_TEXT || a->type == REL_ATTRIBUTE_BOOL))
        return rel_fail(w->ctx, REL_E_USAGE, "the edges have no column '%s' of numbers", name);
    for (rel_eid e = 0; e < g->m; e++) {
        const double p = weights ? (double)g->out.weight[e] : rel_attribute_f64(a, e);
        if (!isnan(p) && !(p >= 0 && p <= 1)) return bad_edge(w, name, e, p);
        w->given[e] = (float)p;
    }
    return REL_OK;
}

/* -------- what was learnt -------- */

/* *found: there are probabilities to use. */
static rel_status read_learned(making *w, bool *found)
{
    static const char none[] = "no learned probabilities", nothing[] = "no cascades to learn from";
    rel_status st;
    rel_ctx *ctx = w->ctx;
    rel_workspace *ws = NULL;
    rel_learning_record record = {0};
    int64_t edges = 0;
    bool stored = false;
    *found = false;
    w->setup->fallback = none;
    if (w->source->kind != REL_SOURCE_WORKSPACE) return REL_OK;
    REL_TRY(rel_workspace_open(ctx, w->source->path, REL_WORKSPACE_READ, &ws));
    REL_TRY(rel_results_read_influence(ctx, ws, w->g, w->given, NULL, &record, &edges, &stored));
    if (!stored) goto out;
    w->learned_delay = record.mean_delay;
    snprintf(w->setup->learning, sizeof w->setup->learning, "%s", record.method);
    if (strcmp(record.method, "cascade") == 0) {
        w->setup->fallback = nothing;
    } else if (edges) {
        w->rest = record.rate;
        w->setup->fallback = NULL;
        *found = true;
    }
out:
    rel_learning_record_free(&record);
    rel_workspace_close(ws);
    return st;
}

static rel_status learned_or_cascade(making *w, bool asked)
{
    bool found;
    const rel_status st = read_learned(w, &found);
    rel_influence_setup *s = w->setup;
    if (st != REL_OK) return st;
    s->probability = found ? REL_PROBABILITY_LEARNED : REL_PROBABILITY_CASCADE;
    if (found) return REL_OK;
    if (asked && !s->learning[0]) {
        rel_fail(w->ctx, REL_E_DATA, "'%s': no probabilities were learned yet", w->source->path);
        return w->source->kind == REL_SOURCE_WORKSPACE
                   ? rel_hint(w->ctx, "'relais learn %s' learns them", w->source->path)
                   : rel_hint(w->ctx, "they are learned from a workspace");
    }
    rel_note(w->ctx, "%s: weighted cascade instead, each account hears from all its contacts alike",
             _(s->fallback));
    return REL_OK;
}

/* -------- putting it together -------- */

static bool is_there(const char *path)
{
    struct stat info;
    return strcmp(path, "-") == 0 || strpbrk(path, "/.") || stat(path, &info) == 0;
}

static rel_status choose(making *w)
{
    static const char column[] = "column:";
    const char *const where = w->request->probability;
    rel_influence_setup *s = w->setup;
    if (!where) return learned_or_cascade(w, false);
    if (strcmp(where, rel_probability_word(REL_PROBABILITY_LEARNED)) == 0) return learned_or_cascade(w, true);
    for (int i = REL_PROBABILITY_CASCADE; i <= REL_PROBABILITY_TRIVALENCY; i++) {
        s->probability = (rel_probability)i;
        if (strcmp(where, rel_probability_word(i)) == 0) return REL_OK;
    }
    s->probability = REL_PROBABILITY_COLUMN;
    if (strncmp(where, column, strlen(column)) == 0) return read_column(w, where + strlen(column));
    s->probability = REL_PROBABILITY_FILE;
    w->path = where;
    if (is_there(where)) return read_file(w);
    rel_fail(w->ctx, REL_E_USAGE, "option '--probability': '%s' is neither a way nor a file", where);
    return rel_hint(w->ctx, "learned, weighted-cascade, uniform, trivalency, column:NAME, or a file");
}

/* Edges without a probability get one. */
static void fill(making *w)
{
    rel_influence_setup *s = w->setup;
    const double rest = isnan(w->request->p) ? w->rest : w->request->p;
    for (rel_eid e = 0; e < w->g->m; e++) {
        const bool none = isnan(w->given[e]);
        s->edges_other += none;
        if (none) w->given[e] = (float)rest;
    }
    s->edges_given = w->g->m - s->edges_other;
    if (!s->edges_other) return;
    s->p = rest;
    rel_note(w->ctx, "edges without a probability: %" PRId64 " of %" PRId64 ", taken as %g", s->edges_other,
             w->g->m, rest);
}

static rel_status check_p(const making *w)
{
    const rel_probability from = w->setup->probability;
    if (from == REL_PROBABILITY_UNIFORM && isnan(w->request->p))
        return rel_fail(w->ctx, REL_E_USAGE, "option '--probability': uniform needs '--p'");
    if ((from == REL_PROBABILITY_CASCADE || from == REL_PROBABILITY_TRIVALENCY) && !isnan(w->request->p)) {
        rel_fail(w->ctx, REL_E_USAGE, "option '--p' says nothing with probabilities by %s",
                 rel_probability_word((int)from));
        return rel_hint(w->ctx, "'--probability uniform' gives every edge the same");
    }
    return REL_OK;
}

static rel_status choose_delay(making *w)
{
    const rel_influence_request *r = w->request;
    rel_influence_setup *s = w->setup;
    const bool wanted = r->within > 0 || (r->over_time && !r->deadline && !r->rivals);
    s->mean_delay = r->delay;
    if (r->delay > 0 || !wanted) return REL_OK;
    if (w->learned_delay > 0) {
        s->mean_delay = w->learned_delay;
        s->delay_learned = true;
    }
    if (r->within > 0 && !(s->mean_delay > 0)) {
        rel_fail(w->ctx, REL_E_USAGE, "option '--within' needs '--delay': no delay was learned");
        return rel_hint(w->ctx, "'--delay 2h' says how long passing on takes in the mean");
    }
    return REL_OK;
}

static rel_status make(making *w)
{
    rel_status st;
    const rel_influence_request *r = w->request;
    rel_influence_setup *s = w->setup;
    rel_influence_opts o = {.model = r->model,
                            .p = r->p,
                            .given = w->given,
                            .max_hops = r->deadline,
                            .max_time = r->within,
                            .mean_delay = s->mean_delay,
                            .rival = s->rivals.v,
                            .rivals = s->rivals.count};
    switch (s->probability) {
    case REL_PROBABILITY_CASCADE: o.rule = REL_INFLUENCE_CASCADE; break;
    case REL_PROBABILITY_UNIFORM: o.rule = REL_INFLUENCE_UNIFORM; break;
    case REL_PROBABILITY_TRIVALENCY: o.rule = REL_INFLUENCE_TRIVALENCY; break;
    default: o.rule = REL_INFLUENCE_GIVEN;
    }
    if (o.rule == REL_INFLUENCE_UNIFORM) s->p = r->p;
    if (o.rule == REL_INFLUENCE_GIVEN) fill(w);
    REL_TRY(rel_influence_make(w->ctx, w->g, &o, &s->influence));
    if (s->influence.rescaled)
        rel_note(w->ctx,
                 "accounts whose weights add up to more than 1: %" PRId64 ", they are divided by their sum",
                 s->influence.rescaled);
out:
    return st;
}

static rel_status read_rivals(making *w)
{
    const char *const rivals = w->request->rivals;
    if (!rivals) return REL_OK;
    if (strcmp(rivals, "competitors") != 0)
        return rel_account_list_read(w->ctx, w->g, rivals, (rel_account_list_opts){0}, &w->setup->rivals);
    if (w->source->kind != REL_SOURCE_WORKSPACE)
        return rel_fail(w->ctx, REL_E_USAGE, "option '--rivals': only a workspace knows competitors");
    return rel_account_list_brands(w->ctx, w->g, w->source->path, false, &w->setup->rivals);
}

/* Probabilities edge by edge are wanted, or may be. */
static bool by_edge(const rel_influence_request *r)
{
    for (int i = REL_PROBABILITY_CASCADE; r->probability && i <= REL_PROBABILITY_TRIVALENCY; i++)
        if (strcmp(r->probability, rel_probability_word(i)) == 0) return false;
    return true;
}

rel_status rel_influence_setup_make(rel_ctx *ctx, const rel_source *source,
                                    const rel_influence_request *request, rel_influence_setup *setup)
{
    rel_status st;
    making w = {.ctx = ctx,
                .source = source,
                .g = &source->graph,
                .request = request,
                .setup = setup,
                .learned_delay = (double)NAN};
    rel_arena_mark mark = rel_scratch_mark(ctx);
    *setup = (rel_influence_setup){.model = request->model, .p = (double)NAN};
    REL_TRY(read_rivals(&w));
    mark = rel_scratch_mark(ctx); /* the rivals stay */
    if (by_edge(request)) {
        REL_TRY(rel_scratch_unset(ctx, &w.given, (size_t)w.g->m, sizeof *w.given, "probabilities of edges"));
        for (rel_eid e = 0; e < w.g->m; e++) w.given[e] = NAN;
    }
    REL_TRY(choose(&w));
    REL_TRY(check_p(&w));
    REL_TRY(choose_delay(&w));
    st = make(&w);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

void rel_influence_setup_free(rel_influence_setup *setup)
{
    rel_influence_free(&setup->influence);
}
