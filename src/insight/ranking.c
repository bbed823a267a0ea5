#include "src/insight/ranking.h"

#include <stdlib.h>

#include "src/base/sort.h"

rel_status rel_ranking_order(rel_ctx *ctx, rel_criterion by, const double *score, rel_vid n, int64_t top,
                             rel_vid *order, int64_t *count)
{
    rel_status st;
    double *turned = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (rel_criterion_low_first(by)) {
        REL_TRY(rel_scratch_unset(ctx, &turned, n, sizeof *turned, "ranking"));
        for (rel_vid v = 0; v < n; v++) turned[v] = -score[v];
        score = turned;
    }
    st = rel_sort_top(ctx, score, n, top, order, count);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status compute(rel_ctx *ctx, const rel_graph *g, const rel_ranking_opts *o, rel_ranking *r)
{
    rel_status st;
    rel_scoring s = {.g = g, .source = o->source, .opts = &o->scoring};
    for (int i = 0; i < o->criteria; i++) {
        r->by[i] = o->by[i];
        REL_TRY(rel_alloc(ctx, &r->score[i], g->n, sizeof *r->score[i], "scores"));
        s.score[o->by[i]] = r->score[i];
    }
    if (o->standings && s.score[REL_BY_BETWEENNESS]) {
        REL_TRY(rel_alloc(ctx, &r->error, g->n, sizeof *r->error, "errors of scores"));
        s.error = r->error;
    }
    st = rel_scores(ctx, &s);
    for (int i = 0; i < o->criteria; i++) r->way[i] = s.way[o->by[i]];
out:
    return st;
}

static rel_status stand(rel_ctx *ctx, rel_ranking *r)
{
    rel_status st = REL_OK;
    for (int i = 0; i < r->criteria; i++) {
        REL_TRY(rel_alloc(ctx, &r->standing[i], r->n, sizeof *r->standing[i], "standings"));
        REL_TRY(rel_standings(ctx, r->by[i], r->score[i], r->n, r->standing[i]));
    }
    if (r->aggregate == REL_AGGREGATE_NONE) goto out;
    REL_TRY(rel_alloc(ctx, &r->joined, r->n, sizeof *r->joined, "joined scores"));
    rel_aggregate_values(r->aggregate, r->standing, r->criteria, r->n, r->joined);
out:
    return st;
}

/* Families are computed in order and betweenness is the last one: when it was stopped, the rest is there. */
static bool has_scores(const rel_ranking *r, rel_status ended)
{
    bool some = ended == REL_OK || ended == REL_E_NOCONV;
    for (int i = 0; ended == REL_E_STOPPED && i < r->criteria; i++) some = some || r->way[i].samples > 0;
    return some;
}

rel_status rel_rank(rel_ctx *ctx, const rel_graph *g, const rel_ranking_opts *o, rel_ranking *r)
{
    rel_status st, ended;
    const int64_t top = o->top > 0 && o->top < g->n ? o->top : g->n;
    *r = (rel_ranking){.n = g->n, .criteria = o->criteria, .aggregate = o->aggregate};
    ended = compute(ctx, g, o, r);
    if (!has_scores(r, ended)) REL_TRY(ended);
    if (o->standings || o->aggregate != REL_AGGREGATE_NONE) REL_TRY(stand(ctx, r));
    REL_TRY(rel_alloc(ctx, &r->order, (size_t)top, sizeof *r->order, "ranking"));
    if (r->joined)
        REL_TRY(rel_sort_top(ctx, r->joined, g->n, top, r->order, &r->count));
    else
        REL_TRY(rel_ranking_order(ctx, r->by[0], r->score[0], g->n, top, r->order, &r->count));
    st = ended;
out:
    if (!has_scores(r, st)) rel_ranking_free(r);
    return st;
}

void rel_ranking_free(rel_ranking *r)
{
    for (int i = 0; i < REL_CRITERION_COUNT; i++) {
        free(r->score[i]);
        free(r->standing[i]);
    }
    free(r->error);
    free(r->joined);
    free(r->order);
    *r = (rel_ranking){0};
}
