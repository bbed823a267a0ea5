#include "src/insight/window.h"

#include <stdlib.h>

rel_status rel_window_parse(rel_ctx *ctx, const char *text, int64_t *length)
{
    const rel_str typed = rel_str_trim(rel_str_of(text));
    if (rel_str_is_nocase(typed, "period")) {
        *length = REL_WINDOW_WITHIN;
        return REL_OK;
    }
    if (rel_str_is_nocase(typed, "all")) {
        *length = REL_WINDOW_CUMULATIVE;
        return REL_OK;
    }
    if (rel_duration_parse(typed, length) && *length > 0) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "window: '%s' is none of period, all, or a duration (30d)", text);
}

/* -------- the acts of a window -------- */

static bool instants(const rel_timed *t)
{
    return t->first == t->last;
}

/* A stable counting sort: the acts of a period stay in the order of the source. */
static rel_status sort_into_periods(rel_windows *w, int64_t *most)
{
    rel_status st;
    const int64_t m = w->timed->count;
    int16_t *period;
    REL_TRY(rel_scratch_unset(w->ctx, &period, (size_t)m, sizeof *period, "periods of interactions"));
    REL_TRY(rel_scratch_unset(w->ctx, &w->item, (size_t)m, sizeof *w->item, "interactions by period"));
    REL_TRY(rel_scratch(w->ctx, &w->begin, (size_t)w->periods->count + 2, sizeof *w->begin, "periods"));
    for (int64_t i = 0; i < m; i++) {
        period[i] = (int16_t)rel_periods_find(w->periods, w->timed->first[i]);
        if (period[i] >= 0) w->begin[period[i] + 2]++;
    }
    *most = 0;
    for (int p = 0; p < w->periods->count; p++) {
        if (w->begin[p + 2] > *most) *most = w->begin[p + 2];
        w->begin[p + 2] += w->begin[p + 1];
    }
    for (int64_t i = 0; i < m; i++)
        if (period[i] >= 0) w->item[w->begin[period[i] + 1]++] = i;
out:
    return st;
}

static void take(rel_windows *w, int64_t act, int64_t at)
{
    w->source[at] = w->timed->from[act];
    w->target[at] = w->timed->to[act];
    w->weight[at] = w->timed->weight ? w->timed->weight[act] : 1;
    w->time[at] = w->timed->last[act];
}

void rel_window_bounds(const rel_windows *w, int p, int64_t *since, int64_t *until)
{
    const int64_t length = w->opts->length;
    *until = w->periods->start[p + 1];
    *since = *until - length;
    if (length == REL_WINDOW_WITHIN) *since = w->periods->start[p];
    if (length == REL_WINDOW_CUMULATIVE) *since = INT64_MIN + 1;
}

/* Copies the acts of period p's window; returns their number. */
static int64_t take_window(rel_windows *w, int p)
{
    int64_t from, until, count = 0;
    rel_window_bounds(w, p, &from, &until);
    if (w->item) {
        for (int64_t i = w->begin[p]; i < w->begin[p + 1]; i++) take(w, w->item[i], count++);
        return count;
    }
    for (int64_t i = 0; i < w->timed->count; i++)
        if (w->timed->first[i] < until && w->timed->last[i] >= from) take(w, i, count++);
    return count;
}

/* Numbers the accounts of the window, in the order of the source. */
static rel_vid number_accounts(rel_windows *w, int64_t count)
{
    const rel_vid n = w->timed->source.graph.n;
    rel_vid next = 0;
    memset(w->local, 0, (size_t)n * sizeof *w->local);
    for (int64_t i = 0; i < count; i++) w->local[w->source[i]] = w->local[w->target[i]] = 1;
    for (rel_vid v = 0; v < n; v++) {
        if (!w->local[v]) continue;
        w->number[next] = v;
        w->local[v] = next++;
    }
    for (int64_t i = 0; i < count; i++) {
        w->source[i] = w->local[w->source[i]];
        w->target[i] = w->local[w->target[i]];
    }
    return next;
}

/* The one column of accounts that a question about a period may need. */
static rel_status add_communities(rel_windows *w, rel_graph *g)
{
    rel_status st;
    const rel_attribute *all = rel_attribute_find(&w->timed->source.graph.vertex_attributes, "community");
    int64_t *community;
    uint8_t *present;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    if (!all || all->type != REL_ATTRIBUTE_I64) return REL_OK;
    REL_TRY(rel_scratch_unset(w->ctx, &community, g->n, sizeof *community, "communities"));
    REL_TRY(rel_scratch_unset(w->ctx, &present, g->n, 1, "communities"));
    for (rel_vid v = 0; v < g->n; v++) {
        const int64_t u = (int64_t)w->number[v];
        community[v] = all->value.i64[u];
        present[v] = !rel_attribute_is_missing(all, u);
    }
    st = rel_graph_add_vertex_attribute(w->ctx, g, "community", REL_ATTRIBUTE_I64, community, present);
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* The graph of a window; its vertices are named by the numbers of the source's. */
static rel_status build(rel_windows *w, int p, int64_t count, rel_graph *g, rel_filter_counts *filtered)
{
    rel_status st;
    rel_graph part = {0};
    const rel_vid n = number_accounts(w, count);
    if (w->opts->half_life > 0)
        rel_projection_fade(w->ctx, w->opts->half_life, w->periods->start[p + 1], count, w->time, w->weight);
    const rel_edges edges = {.count = count, .source = w->source, .target = w->target, .weight = w->weight};
    REL_TRY(rel_graph_build(w->ctx, n, &edges, REL_BUILD_DEFAULTS, g));
    REL_TRY(rel_graph_set_numbers(w->ctx, g, w->number));
    if (w->opts->communities) REL_TRY(add_communities(w, g));
    if (!rel_filter_is_empty(&w->opts->filter)) {
        REL_TRY(rel_graph_filter(w->ctx, g, &w->opts->filter, NULL, &part, filtered));
        rel_graph_free(g);
        *g = part;
    }
out:
    if (st != REL_OK) rel_graph_free(g);
    return st;
}

rel_status rel_window_graph(rel_windows *w, int p, rel_graph *g, int64_t *acts, rel_filter_counts *filtered)
{
    *g = (rel_graph){0};
    *acts = take_window(w, p);
    return *acts > 0 ? build(w, p, *acts, g, filtered) : REL_OK;
}

rel_status rel_windows_begin(rel_ctx *ctx, const rel_timed *timed, const rel_periods *periods,
                             const rel_window_opts *opts, rel_windows *w)
{
    rel_status st = REL_OK;
    const size_t n = timed->source.graph.n;
    int64_t most = timed->count;
    *w = (rel_windows){.ctx = ctx, .timed = timed, .periods = periods, .opts = opts};
    if (opts->length == REL_WINDOW_WITHIN && instants(timed)) REL_TRY(sort_into_periods(w, &most));
    REL_TRY(rel_scratch_unset(ctx, &w->source, (size_t)most, sizeof *w->source, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &w->target, (size_t)most, sizeof *w->target, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &w->weight, (size_t)most, sizeof *w->weight, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &w->time, (size_t)most, sizeof *w->time, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &w->local, n, sizeof *w->local, "accounts of a period"));
    REL_TRY(rel_scratch_unset(ctx, &w->number, n, sizeof *w->number, "accounts of a period"));
out:
    return st;
}
