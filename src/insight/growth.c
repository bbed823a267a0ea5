#include "src/insight/growth.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/sort.h"

/* -------- words -------- */

static const struct {
    const char *word, *text;
} statuses[] = {
#define X(name, word, text) {word, text},
    REL_GROWTH_STATUS_LIST(X)
#undef X
};

const char *rel_growth_status_word(rel_growth_status s)
{
    return statuses[s].word;
}

const char *rel_growth_status_text(rel_growth_status s)
{
    return statuses[s].text;
}

int64_t rel_growth_change(const rel_growth_period *p, rel_vid v)
{
    return p->rank[v] && p->rank_before[v] ? (int64_t)p->rank_before[v] - (int64_t)p->rank[v] : 0;
}

rel_growth_status rel_growth_status_of(const rel_growth_period *p, rel_vid v)
{
    const uint32_t rank = p->rank[v], before = p->rank_before[v];
    if (!rank) return REL_GROWTH_GONE;
    if (!before) return p->first[v] == p->index ? REL_GROWTH_NEW : REL_GROWTH_BACK;
    return rank < before ? REL_GROWTH_UP : rank > before ? REL_GROWTH_DOWN : REL_GROWTH_SAME;
}

/* -------- state -------- */

typedef struct run {
    rel_ctx *ctx;
    const rel_timed *t;
    const rel_periods *periods;
    const rel_growth_opts *o;
    int64_t *begin, *item; /* WITHIN: acts of period i are item[begin[i] .. begin[i + 1]) */
    /* Of the window: the acts, and their vertices numbered anew. */
    rel_vid *source, *target;
    float *weight;
    int64_t *time;
    rel_vid *local;   /* by vertex of the source */
    uint64_t *number; /* back again */
    double *local_score, *start, *jump;
    uint32_t *local_order;
    /* By vertex of the source, from period to period. */
    double *score;
    uint32_t *rank, *rank_before;
    int32_t *first;
    rel_vid *order, *order_before;
} run;

/* -------- the acts of a window -------- */

static bool instants(const rel_timed *t)
{
    return t->first == t->last;
}

/* A stable counting sort: the acts of a period stay in the order of the source. */
static rel_status sort_into_periods(run *r, int64_t *most)
{
    rel_status st;
    const int64_t m = r->t->count;
    int16_t *period;
    REL_TRY(rel_scratch_unset(r->ctx, &period, (size_t)m, sizeof *period, "periods of interactions"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->item, (size_t)m, sizeof *r->item, "interactions by period"));
    REL_TRY(rel_scratch(r->ctx, &r->begin, (size_t)r->periods->count + 2, sizeof *r->begin, "periods"));
    for (int64_t i = 0; i < m; i++) {
        period[i] = (int16_t)rel_periods_find(r->periods, r->t->first[i]);
        if (period[i] >= 0) r->begin[period[i] + 2]++;
    }
    *most = 0;
    for (int p = 0; p < r->periods->count; p++) {
        if (r->begin[p + 2] > *most) *most = r->begin[p + 2];
        r->begin[p + 2] += r->begin[p + 1];
    }
    for (int64_t i = 0; i < m; i++)
        if (period[i] >= 0) r->item[r->begin[period[i] + 1]++] = i;
out:
    return st;
}

static void take(run *r, int64_t act, int64_t at)
{
    r->source[at] = r->t->from[act];
    r->target[at] = r->t->to[act];
    r->weight[at] = r->t->weight ? r->t->weight[act] : 1;
    r->time[at] = r->t->last[act];
}

static void window_bounds(const run *r, int p, int64_t *since, int64_t *until)
{
    const int64_t window = r->o->window;
    *until = r->periods->start[p + 1];
    *since = *until - window;
    if (window == REL_GROWTH_WITHIN) *since = r->periods->start[p];
    if (window == REL_GROWTH_CUMULATIVE) *since = INT64_MIN + 1;
}

/* Copies the acts of period p's window; returns their number. */
static int64_t take_window(run *r, int p)
{
    int64_t from, until, count = 0;
    window_bounds(r, p, &from, &until);
    if (r->item) {
        for (int64_t i = r->begin[p]; i < r->begin[p + 1]; i++) take(r, r->item[i], count++);
        return count;
    }
    for (int64_t i = 0; i < r->t->count; i++)
        if (r->t->first[i] < until && r->t->last[i] >= from) take(r, i, count++);
    return count;
}

/* Numbers the accounts of the window, in the order of the source. */
static rel_vid number_accounts(run *r, int64_t count)
{
    const rel_vid n = r->t->source.graph.n;
    rel_vid next = 0;
    memset(r->local, 0, (size_t)n * sizeof *r->local);
    for (int64_t i = 0; i < count; i++) r->local[r->source[i]] = r->local[r->target[i]] = 1;
    for (rel_vid v = 0; v < n; v++) {
        if (!r->local[v]) continue;
        r->number[next] = v;
        r->local[v] = next++;
    }
    for (int64_t i = 0; i < count; i++) {
        r->source[i] = r->local[r->source[i]];
        r->target[i] = r->local[r->target[i]];
    }
    return next;
}

/* The one column of accounts that a criterion asks for. */
static rel_status add_communities(run *r, rel_graph *g)
{
    rel_status st;
    const rel_attribute *all = rel_attribute_find(&r->t->source.graph.vertex_attributes, "community");
    int64_t *community;
    uint8_t *present;
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    if (!all || all->type != REL_ATTRIBUTE_I64) return REL_OK;
    REL_TRY(rel_scratch_unset(r->ctx, &community, g->n, sizeof *community, "communities"));
    REL_TRY(rel_scratch_unset(r->ctx, &present, g->n, 1, "communities"));
    for (rel_vid v = 0; v < g->n; v++) {
        const int64_t u = (int64_t)r->number[v];
        community[v] = all->value.i64[u];
        present[v] = !rel_attribute_is_missing(all, u);
    }
    st = rel_graph_add_vertex_attribute(r->ctx, g, "community", REL_ATTRIBUTE_I64, community, present);
out:
    rel_scratch_release(r->ctx, mark);
    return st;
}

/* The graph of a window; its vertices are named by the numbers of the source's. */
static rel_status build_window(run *r, int p, int64_t count, rel_graph *g, rel_filter_counts *filtered)
{
    rel_status st;
    rel_graph part = {0};
    const rel_vid n = number_accounts(r, count);
    if (r->o->half_life > 0)
        rel_projection_fade(r->ctx, r->o->half_life, r->periods->start[p + 1], count, r->time, r->weight);
    const rel_edges edges = {.count = count, .source = r->source, .target = r->target, .weight = r->weight};
    REL_TRY(rel_graph_build(r->ctx, n, &edges, REL_BUILD_DEFAULTS, g));
    REL_TRY(rel_graph_set_numbers(r->ctx, g, r->number));
    if (r->o->by == REL_BY_PARTICIPATION) REL_TRY(add_communities(r, g));
    if (!rel_filter_is_empty(&r->o->filter)) {
        REL_TRY(rel_graph_filter(r->ctx, g, &r->o->filter, NULL, &part, filtered));
        rel_graph_free(g);
        *g = part;
    }
out:
    if (st != REL_OK) rel_graph_free(g);
    return st;
}

/* -------- the ranking of a window -------- */

/* Where PageRank starts: the last score of an account; a new one has the mean, or nothing when jumps land on
 * chosen accounts. False when nobody has any. */
static bool starting_scores(run *r, const rel_graph *g)
{
    const double fresh = r->jump ? 0 : 1.0 / (double)g->n;
    double sum = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        const double last = r->score[g->names.number[v]];
        r->start[v] = last > 0 ? last : fresh;
        sum += r->start[v];
    }
    return sum > 0;
}

/* False when nobody of the jump set is in the window. */
static bool jump_in_window(run *r, const rel_graph *g)
{
    double sum = 0;
    for (rel_vid v = 0; v < g->n; v++) sum += r->jump[v] = r->o->scoring.pagerank.jump[g->names.number[v]];
    return sum > 0;
}

/* *apart: how far two scores may differ that cannot be told apart. E_NOCONV: the scores are there. */
static rel_status score_by_pagerank(run *r, const rel_graph *g, int *rounds, double *apart)
{
    rel_pagerank_opts o = r->o->scoring.pagerank;
    if (r->o->scoring.max_rounds) o.max_rounds = r->o->scoring.max_rounds;
    if (o.jump) o.jump = r->jump;
    if (!r->o->cold && starting_scores(r, g)) o.start = r->start;
    *apart = o.tol;
    return rel_pagerank(r->ctx, g, o, r->local_score, rounds);
}

/* Shares of posts are counted in the workspace, for all its accounts, with the bounds of the window. */
static rel_status score_by_shares(run *r, const rel_graph *g, int p)
{
    rel_source source = r->t->source;
    rel_scoring s = {.g = &source.graph, .source = &source, .opts = &r->o->scoring};
    double *all;
    rel_status st;
    int64_t since;
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    window_bounds(r, p, &since, &source.projection.until);
    if (since > source.projection.since) source.projection.since = since;
    REL_TRY(rel_scratch_unset(r->ctx, &all, source.graph.n, sizeof *all, "scores"));
    s.score[r->o->by] = all;
    REL_TRY(rel_scores(r->ctx, &s));
    for (rel_vid v = 0; v < g->n; v++) r->local_score[v] = all[g->names.number[v]];
out:
    rel_scratch_release(r->ctx, mark);
    return st;
}

static rel_status score_window(run *r, const rel_graph *g, rel_growth_period *period, double *apart)
{
    double most = 0;
    const rel_criterion by = r->o->by;
    rel_scoring s = {.g = g, .opts = &r->o->scoring};
    *apart = 0;
    if (by == REL_BY_PAGERANK) return score_by_pagerank(r, g, &period->rounds, apart);
    if (rel_criterion_family(by) == REL_FAMILY_SHARES) return score_by_shares(r, g, period->index);
    s.score[by] = r->local_score;
    const rel_status st = rel_scores(r->ctx, &s);
    for (rel_vid v = 0; v < g->n; v++) most = fmax(most, fabs(r->local_score[v]));
    if (s.way[by].method == REL_METHOD_ITERATION) *apart = s.way[by].error * most;
    return st;
}

/* Ranks, shared by those who cannot be told apart; who has no score comes last and is not ranked. */
static void number_ranks(run *r, const rel_graph *g, int64_t count, double apart, rel_growth_period *period)
{
    uint32_t rank = 0;
    double best = 0;
    for (int64_t i = 0; i < count; i++) {
        const rel_vid u = r->local_order[i];
        const rel_vid v = (rel_vid)g->names.number[u];
        if (isnan(r->local_score[u])) break;
        if (i == 0 || fabs(best - r->local_score[u]) > apart) {
            rank = (uint32_t)i + 1;
            best = r->local_score[u];
        }
        r->rank[v] = rank;
        r->score[v] = r->local_score[u];
        r->order[i] = v;
        period->count++;
        if (r->first[v] < 0) {
            r->first[v] = period->index;
            period->fresh++;
        }
    }
}

static rel_status rank_window(run *r, const rel_graph *g, rel_growth_period *period)
{
    rel_status st = REL_OK;
    int64_t count;
    double apart;
    if (g->m == 0 || (r->jump && !jump_in_window(r, g))) return REL_OK;
    st = score_window(r, g, period, &apart);
    period->early = st == REL_E_NOCONV;
    if (st != REL_OK && st != REL_E_NOCONV) return st;
    REL_TRY(rel_ranking_order(r->ctx, r->o->by, r->local_score, g->n, g->n, r->local_order, &count));
    number_ranks(r, g, count, apart, period);
out:
    return st;
}

/* -------- period after period -------- */

static void next_period(run *r, rel_growth_period *period)
{
    rel_vid *order = r->order_before;
    uint32_t *rank = r->rank_before;
    r->order_before = r->order;
    r->rank_before = r->rank;
    r->order = order;
    r->rank = rank;
    memset(r->rank, 0, (size_t)r->t->source.graph.n * sizeof *r->rank);
    *period = (rel_growth_period){.index = period->index + 1,
                                  .order = r->order,
                                  .count_before = period->count,
                                  .order_before = r->order_before,
                                  .rank = r->rank,
                                  .rank_before = r->rank_before,
                                  .score = r->score,
                                  .first = r->first};
}

static rel_status one_period(run *r, rel_growth_period *period)
{
    rel_status st;
    rel_graph g = {0};
    period->acts = take_window(r, period->index);
    if (period->acts > 0) {
        REL_TRY(build_window(r, period->index, period->acts, &g, &period->filtered));
        REL_TRY(rank_window(r, &g, period));
    }
    for (int64_t i = 0; i < period->count_before; i++) period->gone += !r->rank[r->order_before[i]];
    st = REL_OK;
out:
    rel_graph_free(&g);
    return st;
}

static rel_status reserve(run *r)
{
    rel_status st = REL_OK;
    rel_ctx *ctx = r->ctx;
    const size_t n = r->t->source.graph.n;
    int64_t most = r->t->count;
    if (r->o->window == REL_GROWTH_WITHIN && instants(r->t)) REL_TRY(sort_into_periods(r, &most));
    REL_TRY(rel_scratch_unset(ctx, &r->source, (size_t)most, sizeof *r->source, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &r->target, (size_t)most, sizeof *r->target, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &r->weight, (size_t)most, sizeof *r->weight, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &r->time, (size_t)most, sizeof *r->time, "interactions"));
    REL_TRY(rel_scratch_unset(ctx, &r->local, n, sizeof *r->local, "accounts of a period"));
    REL_TRY(rel_scratch_unset(ctx, &r->number, n, sizeof *r->number, "accounts of a period"));
    REL_TRY(rel_scratch_unset(ctx, &r->local_score, n, sizeof *r->local_score, "scores"));
    REL_TRY(rel_scratch_unset(ctx, &r->start, n, sizeof *r->start, "scores to start from"));
    if (r->o->scoring.pagerank.jump)
        REL_TRY(rel_scratch(ctx, &r->jump, n, sizeof *r->jump, "accounts to start from"));
    REL_TRY(rel_scratch_unset(ctx, &r->local_order, n, sizeof *r->local_order, "ranking"));
    REL_TRY(rel_scratch(ctx, &r->score, n, sizeof *r->score, "scores"));
    REL_TRY(rel_scratch(ctx, &r->rank, n, sizeof *r->rank, "ranks"));
    REL_TRY(rel_scratch(ctx, &r->rank_before, n, sizeof *r->rank_before, "ranks"));
    REL_TRY(rel_scratch_unset(ctx, &r->first, n, sizeof *r->first, "first periods"));
    REL_TRY(rel_scratch(ctx, &r->order, n, sizeof *r->order, "ranking"));
    REL_TRY(rel_scratch(ctx, &r->order_before, n, sizeof *r->order_before, "ranking"));
    for (size_t v = 0; v < n; v++) r->first[v] = -1;
out:
    return st;
}

rel_status rel_growth(rel_ctx *ctx, const rel_timed *t, const rel_periods *periods, const rel_growth_opts *o,
                      rel_growth_fn *each, void *user)
{
    rel_status st;
    bool early = false;
    run r = {.ctx = ctx, .t = t, .periods = periods, .o = o};
    rel_growth_period period = {.index = -1};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(reserve(&r));
    for (int p = 0; p < periods->count; p++) {
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "ranking", "periods", p, periods->count);
        next_period(&r, &period);
        REL_TRY(one_period(&r, &period));
        early = early || period.early;
        REL_TRY(each(user, &period));
    }
    if (early) st = rel_fail(ctx, REL_E_NOCONV, "pagerank: still moving in some of the periods");
out:
    rel_scratch_release(ctx, mark);
    return st;
}
