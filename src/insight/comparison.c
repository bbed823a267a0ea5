#include "src/insight/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/rank_correlation.h"

static rel_status agree(rel_ctx *ctx, const rel_rank_lists *lists, int64_t k, double p, rel_agreement *a)
{
    rel_status st;
    /* A list that was cut off says nothing of who comes below. */
    const int64_t shorter = lists->a_count < lists->b_count ? lists->a_count : lists->b_count;
    a->k = k > 0 && k < shorter ? k : shorter;
    a->p = p;
    REL_TRY(rel_rank_biased_overlap(ctx, lists, p, &a->rbo));
    if (a->k) REL_TRY(rel_overlap_at(ctx, lists, a->k, &a->overlap));
out:
    return st;
}

/* What sorts a ranking, so that more is better. */
static double merit(const rel_ranking *r, int i, rel_vid v)
{
    if (r->joined && i == 0) return r->joined[v];
    return rel_criterion_low_first(r->by[i]) ? -r->score[i][v] : r->score[i][v];
}

/* No score stands below all others. */
static double or_least(double x)
{
    return isnan(x) ? -INFINITY : x;
}

/* --- two criteria of one ranking ---------------------------------------------------------------------------
 */

static rel_status order_by(rel_ctx *ctx, const rel_ranking *r, int i, rel_vid **order, double **value)
{
    rel_status st;
    int64_t count;
    REL_TRY(rel_scratch_unset(ctx, order, r->n, sizeof **order, "rankings to compare"));
    REL_TRY(rel_scratch_unset(ctx, value, r->n, sizeof **value, "rankings to compare"));
    REL_TRY(rel_ranking_order(ctx, r->by[i], r->score[i], r->n, r->n, *order, &count));
    for (rel_vid v = 0; v < r->n; v++)
        (*value)[v] = or_least(rel_criterion_low_first(r->by[i]) ? -r->score[i][v] : r->score[i][v]);
out:
    return st;
}

rel_status rel_compare_criteria(rel_ctx *ctx, const rel_ranking *r, int one, int other, int64_t k, double p,
                                rel_agreement *a)
{
    rel_status st;
    rel_vid *first = NULL, *second = NULL;
    double *x = NULL, *y = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *a = (rel_agreement){.accounts = r->n};
    REL_TRY(order_by(ctx, r, one, &first, &x));
    REL_TRY(order_by(ctx, r, other, &second, &y));
    REL_TRY(rel_kendall_tau_b(ctx, x, y, r->n, &a->kendall_tau_b));
    st = agree(ctx, &(rel_rank_lists){first, second, r->n, r->n, r->n}, k, p, a);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* --- a ranking and a list ----------------------------------------------------------------------------------
 */

/* The accounts of both: vertices, then those of the list that the graph does not have. */
typedef struct joint {
    const rel_ranking *r;
    const rel_ranked_list *list;
    rel_vid *id;     /* of each entry of the list */
    rel_vid n;       /* ids in all */
    int64_t *place;  /* of each vertex in the ranking */
    int64_t *listed; /* place of each vertex in the list, -1: not in it */
} joint;

static rel_status match(rel_ctx *ctx, const rel_graph *g, joint *j)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, &j->id, (size_t)j->list->count, sizeof *j->id, "accounts of both rankings"));
    REL_TRY(rel_scratch(ctx, &j->place, g->n, sizeof *j->place, "accounts of both rankings"));
    REL_TRY(rel_scratch(ctx, &j->listed, g->n, sizeof *j->listed, "accounts of both rankings"));
    j->n = g->n;
    for (rel_vid v = 0; v < g->n; v++) j->listed[v] = -1;
    for (int64_t i = 0; i < j->r->count; i++) j->place[j->r->order[i]] = i;
    for (int64_t i = 0; i < j->list->count; i++) {
        const rel_str account = rel_ranked_account(j->list, i);
        const rel_vid v = rel_names_find(&g->names, account);
        j->id[i] = v == REL_VID_NONE ? j->n++ : v;
        if (v == REL_VID_NONE) continue;
        if (j->listed[v] >= 0)
            REL_TRY(rel_fail(ctx, REL_E_DATA, "the other ranking lists account '%.*s' twice",
                             REL_STR_ARG(account)));
        j->listed[v] = i;
    }
out:
    return st;
}

/* Scores sort the list one way or the other; the ends tell. */
static bool list_rises(const rel_ranked_list *l)
{
    int64_t last = l->count - 1;
    while (last > 0 && isnan(l->score[last])) last--;
    return last > 0 && l->score[0] < l->score[last];
}

static rel_status correlate(rel_ctx *ctx, const joint *j, rel_agreement *a)
{
    rel_status st;
    double *x = NULL, *y = NULL;
    int64_t both = 0;
    const double turn = list_rises(j->list) ? -1 : 1;
    const size_t most = (size_t)(j->list->count < j->r->n ? j->list->count : j->r->n);
    REL_TRY(rel_scratch_unset(ctx, &x, most, sizeof *x, "scores to compare"));
    REL_TRY(rel_scratch_unset(ctx, &y, most, sizeof *y, "scores to compare"));
    for (rel_vid v = 0; v < j->r->n; v++) {
        if (j->listed[v] < 0) continue;
        x[both] = or_least(merit(j->r, 0, v));
        y[both++] = or_least(turn * j->list->score[j->listed[v]]);
    }
    a->accounts = both;
    a->only_here = (int64_t)j->r->n - both;
    a->only_there = j->list->count - both;
    if (!both) return rel_fail(ctx, REL_E_USAGE, "the rankings have no account in common");
    st = rel_kendall_tau_b(ctx, x, y, both, &a->kendall_tau_b);
out:
    return st;
}

static rel_status find_movers(rel_ctx *ctx, const joint *j, int64_t k, rel_comparison *c)
{
    rel_status st;
    const rel_ranking *r = j->r;
    const rel_ranked_list *l = j->list;
    const int64_t here = k < r->count ? k : r->count, there = k < l->count ? k : l->count;
    int64_t count = 0;
    REL_TRY(rel_alloc(ctx, &c->mover, (size_t)(here + there), sizeof *c->mover, "accounts that moved"));
    for (int64_t i = 0; i < r->count; i++) {
        const rel_vid v = r->order[i];
        const int64_t at = j->listed[v];
        if (i >= here && (at < 0 || at >= there)) continue;
        c->mover[count++] = (rel_mover){v, at, i + 1, at < 0 ? 0 : l->rank[at]};
    }
    for (int64_t i = 0; i < there; i++)
        if (j->id[i] >= r->n) c->mover[count++] = (rel_mover){REL_VID_NONE, i, 0, l->rank[i]};
    c->count = count;
out:
    return st;
}

rel_status rel_compare(rel_ctx *ctx, const rel_graph *g, const rel_ranking *r, const rel_ranked_list *other,
                       int64_t k, double p, rel_comparison *c)
{
    rel_status st;
    joint j = {.r = r, .list = other};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *c = (rel_comparison){0};
    REL_TRY(match(ctx, g, &j));
    REL_TRY(correlate(ctx, &j, &c->agreement));
    REL_TRY(agree(ctx, &(rel_rank_lists){r->order, j.id, r->count, other->count, j.n}, k, p, &c->agreement));
    st = find_movers(ctx, &j, k > 0 ? k : j.n, c);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_comparison_free(c);
    return st;
}

void rel_comparison_free(rel_comparison *c)
{
    free(c->mover);
    *c = (rel_comparison){0};
}
