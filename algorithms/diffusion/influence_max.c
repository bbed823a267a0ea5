#include "algorithms/diffusion/influence_max.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/influence_bounds.h"
#include "algorithms/diffusion/influence_search.h"
#include "src/base/memory.h"
#include "src/base/time.h"

enum {
    SIZES_MAX = 4000, /* looks at most */
    JUDGES = 2,
    JUDGES_OF_PROOF = 4 /* judging samples for one that chooses: they are cheaper */
};

/* ---- the plan ---- */

/* Accounts that a permitted set has at most. */
static int64_t most_picks(const rel_pick_rules *r, rel_vid n)
{
    double cheapest = INFINITY;
    int64_t open = 0;
    for (rel_vid v = 0; v < n; v++) {
        if ((r->barred && r->barred[v]) || (r->base && r->base[v]) || (r->cost && isnan(r->cost[v])))
            continue;
        open++;
        if (r->cost && r->cost[v] < cheapest) cheapest = r->cost[v];
    }
    int64_t most = open + r->includes < n ? open + r->includes : n;
    if (r->count > 0 && r->count < most) most = r->count;
    if (r->budget > 0) {
        const double pays = floor(r->budget / (r->cost ? cheapest : 1) * (1 + 1e-9));
        if (pays < (double)most) most = (int64_t)pays;
    }
    const int64_t rival = r->rival_count < n ? r->rival_count : n;
    return most > rival ? most : rival;
}

bool rel_search_plain(const rel_pick_rules *r)
{
    return r->count > 0 && !r->includes && !r->cost && !r->quotas && !r->fair_group;
}

/* Sizes and failure probabilities, all fixed before anything is drawn. */
static void plan(rel_search *q)
{
    const rel_influence_max_opts *o = q->o;
    q->most = most_picks(&o->rules, q->n);
    const double picks = (double)q->most, n = (double)q->n,
                 log_sets = rel_search_plain(&o->rules) ? rel_log_choose(n, picks) : picks * log(n);
    double epsilon = o->epsilon, best_share = (picks > 1 ? picks : 1) / n;
    if (o->certificate > 0 && (1 - o->certificate) / 2 < epsilon) epsilon = (1 - o->certificate) / 2;
    if (o->audience) best_share = 1 / n; /* who is picked need not count herself */
    q->target = o->certificate > 0 ? o->certificate : 1 - exp(-1) - o->epsilon;
    q->first = rel_looks_first(log_sets, o->delta);
    const double most = rel_looks_most(log_sets, o->delta, epsilon, best_share),
                 sizes = ceil(log(most / q->first) / log(REL_SEARCH_GROWTH)) + 2;
    q->sizes = sizes < SIZES_MAX ? (int)sizes : SIZES_MAX;
    q->fail = o->delta / (2 * q->sizes);
    q->judges = o->certificate > 0 ? (int64_t)JUDGES_OF_PROOF : (int64_t)JUDGES;
}

static rel_status check(rel_ctx *ctx, const rel_influence_max_opts *o)
{
    if (!(o->epsilon > 0 && o->epsilon < 1 - exp(-1)))
        return rel_fail(ctx, REL_E_USAGE, "influence: epsilon %g is not between 0 and 1 - 1/e", o->epsilon);
    if (!(o->delta > 0 && o->delta < 1))
        return rel_fail(ctx, REL_E_USAGE, "influence: delta %g is not between 0 and 1", o->delta);
    if (!(o->certificate >= 0 && o->certificate <= 0.999))
        return rel_fail(ctx, REL_E_USAGE, "influence: a certificate of %g is not a number from 0 to .999",
                        o->certificate);
    if (!(o->time_limit >= 0))
        return rel_fail(ctx, REL_E_USAGE, "influence: a time limit of %g is not a number from 0",
                        o->time_limit);
    if (o->lists < 0 || o->lists > REL_RIVAL_LISTS)
        return rel_fail(ctx, REL_E_USAGE, "influence: %d lists are not from 0 to %d", o->lists,
                        (int)REL_RIVAL_LISTS);
    if (o->rules.count < 0 || (o->rules.count == 0 && !(o->rules.budget > 0)))
        return rel_fail(ctx, REL_E_USAGE, "influence: neither how many to pick nor a budget was given");
    return REL_OK;
}

/* ---- the search ---- */

static rel_status prepare(rel_search *q, const rel_influence *influence)
{
    rel_status st;
    const size_t n = q->n, lists = (size_t)q->o->lists;
    rel_ctx *ctx = q->ctx;
    /* not q->most: of a budget that is rounding's business */
    size_t longest = q->o->rules.count > 0 && q->o->rules.count < q->n ? (size_t)q->o->rules.count : n;
    for (size_t j = 0; j < lists; j++)
        if ((size_t)q->o->list[j].count > longest) longest = (size_t)q->o->list[j].count;
    REL_TRY(rel_rr_sampler_new(ctx, influence, q->o->audience, &q->sampler));
    REL_TRY(rel_coverage_new(ctx, q->n, &q->coverage));
    REL_TRY(rel_scratch_unset(ctx, &q->with_sentinels, n, 1, "sentinels"));
    REL_TRY(rel_scratch_unset(ctx, &q->sentinel, longest, sizeof *q->sentinel, "sentinels"));
    REL_TRY(rel_scratch_unset(ctx, &q->mark, n, 1, "picks"));
    REL_TRY(rel_scratch_unset(ctx, &q->list_mark, n * (lists + 1), 1, "lists"));
    REL_TRY(rel_scratch(ctx, &q->best, longest, sizeof *q->best, "picks"));
    REL_TRY(rel_scratch(ctx, &q->best_added, longest, sizeof *q->best_added, "picks"));
    for (size_t j = 0; j < lists; j++)
        rel_search_mark(q, q->o->list[j].pick, q->o->list[j].count, q->list_mark + j * n);
    rel_search_mark(q, NULL, 0, q->list_mark + lists * n);
    q->rules = q->o->rules;
    q->base = q->rules.base;
    q->choose = REL_SEARCH_CHOOSE;
    q->total = rel_rr_audience(q->sampler);
    q->least_high = 1;
    q->max_bytes = q->o->max_bytes > 0 ? q->o->max_bytes : rel_memory_available() / 2;
    if (q->max_bytes <= 0) q->max_bytes = INT64_MAX;
out:
    return st;
}

/* With a set in hand, a stop ends the search as a time limit does. */
static rel_status run(rel_search *q, rel_max_end *end)
{
    rel_status st;
    REL_TRY(rel_search_find_sentinels(q));
    REL_TRY(rel_search_looks(q, end));
    while (*end == REL_MAX_SAMPLES && q->sentinels) {
        REL_TRY(rel_search_drop_sentinels(q));
        REL_TRY(rel_search_looks(q, end));
    }
out:
    if (st == REL_E_STOPPED && q->best_judged > 0) {
        *end = REL_MAX_STOPPED;
        rel_forgive(q->ctx);
        st = REL_OK;
    }
    return st;
}

static rel_status give(rel_search *q)
{
    rel_status st;
    rel_influence_max_result *r = q->r;
    const size_t count = (size_t)q->best_count;
    REL_TRY(rel_alloc(q->ctx, &r->pick, count, sizeof *r->pick, "picks"));
    REL_TRY(rel_alloc(q->ctx, &r->added, count, sizeof *r->added, "picks"));
    REL_TRY(rel_alloc(q->ctx, &r->list_reach, (size_t)q->o->lists, sizeof *r->list_reach, "reach of lists"));
    memcpy(r->pick, q->best, count * sizeof *r->pick);
    r->count = q->best_count;
    r->chosen_list = q->best_list;
    for (int j = 0; j < q->o->lists && q->list_judged > 0; j++)
        r->list_reach[j] = q->total * (double)q->list_hits[j] / (double)q->list_judged;
    if (q->o->rules.base && q->list_judged > 0)
        r->base_reach = q->total * (double)q->list_hits[q->o->lists] / (double)q->list_judged;
    r->proved_low = q->total * q->best_low;
    r->best_high = q->total * q->least_high;
    r->certificate = r->best_high > 0 ? fmin(r->proved_low / r->best_high, 1) : 1;
    if (q->most == 0) { /* nobody may be picked: nothing is the best */
        r->best_high = r->proved_low;
        r->certificate = 1;
    }
    REL_TRY(rel_search_estimate(q));
out:
    return st;
}

rel_status rel_influence_max(rel_ctx *ctx, const rel_influence *influence, const rel_influence_max_opts *opts,
                             rel_influence_max_result *result)
{
    rel_status st;
    rel_search q = {.ctx = ctx, .o = opts, .r = result, .n = influence->n, .best_list = -1};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *result = (rel_influence_max_result){.chosen_list = -1};
    q.started = rel_clock();
    REL_TRY(check(ctx, opts));
    if (influence->n == 0) {
        result->certificate = 1;
        goto out;
    }
    plan(&q);
    REL_TRY(prepare(&q, influence));
    REL_TRY(run(&q, &result->end));
    REL_TRY(give(&q));
out:
    rel_coverage_delete(q.coverage);
    rel_rr_samples_free(&q.s);
    rel_rr_sampler_delete(q.sampler);
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_influence_max_free(result);
    return st;
}

void rel_influence_max_free(rel_influence_max_result *result)
{
    free(result->pick);
    free(result->added);
    free(result->list_reach);
    *result = (rel_influence_max_result){.chosen_list = -1};
}
