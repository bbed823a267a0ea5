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
    const rel_growth_opts *o;
    rel_windows windows;
    double *local_score, *start, *jump;
    uint32_t *local_order;
    /* By vertex of the source, from period to period. */
    double *score;
    uint32_t *rank, *rank_before;
    int32_t *first;
    rel_vid *order, *order_before;
} run;

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
    rel_window_bounds(&r->windows, p, &since, &source.projection.until);
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
    REL_TRY(rel_window_graph(&r->windows, period->index, &g, &period->acts, &period->filtered));
    if (period->acts > 0) REL_TRY(rank_window(r, &g, period));
    for (int64_t i = 0; i < period->count_before; i++) period->gone += !r->rank[r->order_before[i]];
out:
    rel_graph_free(&g);
    return st;
}

static rel_status reserve(run *r)
{
    rel_status st = REL_OK;
    rel_ctx *ctx = r->ctx;
    const size_t n = r->t->source.graph.n;
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
    run r = {.ctx = ctx, .t = t, .o = o};
    rel_window_opts window = o->window;
    window.communities = o->by == REL_BY_PARTICIPATION;
    rel_growth_period period = {.index = -1};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_windows_begin(ctx, t, periods, &window, &r.windows));
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
