#include "algorithms/diffusion/spread.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/spread_parts.h"
#include "src/base/time.h"

/* Sums go over the runs of a block, then over blocks, both in order. How many blocks a round has between two
 * looks at whether to stop changes nothing. */
enum { BLOCK = 8, ROUND_FIRST = 8, ROUND_MOST = 1024, ROUND_BYTES = 64 << 20 };
#define ROUND_SECONDS 0.1

static const double quantile_of[] = {0.05, 0.25, 0.5, 0.75, 0.95};

typedef struct work {
    const rel_graph *g;
    const rel_spread_opts *o;
    rel_spread_result *r;
    rel_spread_links links;
    rel_spread_state *state; /* one a thread */
    uint32_t **counts;       /* by_account: one a thread */
    double *reach;           /* of each run */
    int64_t width;           /* numbers of a block */
    int64_t most;            /* blocks of a round */
    double *partial;         /* of each block of a round: sums by group, their squares, by hop, by time */
    double *total;           /* the same of all blocks so far */
    double *one;             /* groups of a run, one a thread */
} work;

/* -------- what a run says -------- */

static double worth(const work *w, rel_vid v)
{
    return w->o->audience ? w->o->audience[v] : 1;
}

static double sum_of(const work *w, const rel_vid *v, int64_t count)
{
    if (!w->o->audience) return (double)count;
    double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += w->o->audience[v[i]];
    return sum;
}

static void note_groups(const work *w, const rel_spread_state *s, double *one, double *partial)
{
    const int32_t groups = w->o->groups;
    memset(one, 0, (size_t)groups * sizeof *one);
    for (int64_t i = 0; i < s->count; i++) {
        const rel_vid v = s->reached[i];
        if (w->o->group[v] >= 0) one[w->o->group[v]] += worth(w, v);
    }
    for (int32_t c = 0; c < groups; c++) {
        partial[c] += one[c];
        partial[groups + c] += one[c] * one[c];
    }
}

static void note_hops(const work *w, const rel_spread_state *s, double *by_hop)
{
    const int64_t hops = w->o->hops;
    if (s->time) {
        for (int64_t i = 0; i < s->count; i++) {
            const rel_vid v = s->reached[i];
            by_hop[s->hop[v] < hops ? s->hop[v] : hops] += worth(w, v);
        }
        return;
    }
    int64_t before = 0;
    for (int64_t h = 0; h <= hops; h++) {
        const int64_t end = h < hops ? s->level[h] : s->count;
        by_hop[h] += sum_of(w, s->reached + before, end - before);
        before = end;
    }
}

/* Into the first instant by which each was reached; they are summed up at the end. */
static void note_times(const work *w, const rel_spread_state *s, double *by_time)
{
    int k = 0;
    for (int64_t i = 0; i < s->count; i++) {
        const rel_vid v = s->reached[i];
        while (k < w->o->times && s->time[v] > w->o->time[k]) k++;
        if (k == w->o->times) return;
        by_time[k] += worth(w, v);
    }
}

static void make_runs(const work *w, uint64_t seed, int64_t first, int64_t last, int thread, double *partial)
{
    const rel_spread_opts *o = w->o;
    rel_spread_state *s = &w->state[thread];
    memset(partial, 0, (size_t)w->width * sizeof *partial);
    for (int64_t run = first; run < last; run++) {
        rel_spread_run(s, seed, run);
        w->reach[run] = sum_of(w, s->reached, s->count);
        double *part = partial;
        if (o->group) note_groups(w, s, w->one + (int64_t)thread * o->groups, part);
        part += o->group ? 2 * (int64_t)o->groups : 0;
        note_hops(w, s, part);
        part += o->hops + 1;
        if (o->times) note_times(w, s, part);
        for (int64_t i = 0; w->counts && i < s->count; i++) w->counts[thread][s->reached[i]]++;
    }
}

/* -------- what all runs say -------- */

/* 97.5 % point of Student's t: its expansion in 1 / degrees of freedom about the normal's (Abramowitz,
 * Stegun, 26.7.5), exact for 1 and 2, where that is off by more than 1 %. */
static double student(double freedom)
{
    static const double few[] = {12.706204736432095, 4.302652729911275};
    const double z = 1.959963984540054, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    if (freedom < 3) return few[freedom < 2 ? 0 : 1];
    return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom);
}

/* squares: sum of squared deviations from the mean. */
static rel_spread_interval interval(double mean, double squares, int64_t runs)
{
    const double freedom = (double)(runs - 1);
    const double half =
        runs > 1 ? student(freedom) * sqrt(fmax(0, squares) / freedom / (double)runs) : (double)NAN;
    return (rel_spread_interval){mean, mean - half < 0 ? 0 : mean - half, mean + half};
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void conclude_reach(work *w)
{
    rel_spread_result *r = w->r;
    const int64_t runs = r->runs;
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < runs; i++) sum += w->reach[i];
    const double mean = sum / (double)runs;
    for (int64_t i = 0; i < runs; i++) squares += (w->reach[i] - mean) * (w->reach[i] - mean);
    r->reach = interval(mean, squares, runs);
    qsort(w->reach, (size_t)runs, sizeof *w->reach, ascending);
    for (size_t q = 0; q < sizeof quantile_of / sizeof *quantile_of; q++) {
        const int64_t rank = (int64_t)ceil(quantile_of[q] * (double)runs);
        r->quantile[q] = w->reach[rank > 0 ? rank - 1 : 0];
    }
}

static void conclude(work *w, int threads)
{
    const rel_spread_opts *o = w->o;
    rel_spread_result *r = w->r;
    const double *part = w->total;
    const double runs = (double)r->runs;
    conclude_reach(w);
    for (int32_t c = 0; o->group && c < o->groups; c++) {
        const double mean = part[c] / runs;
        r->by_group[c] = interval(mean, part[o->groups + c] - runs * mean * mean, r->runs);
    }
    part += o->group ? 2 * (int64_t)o->groups : 0;
    for (int64_t h = 0; h <= o->hops; h++) r->by_hop[h] = part[h] / runs;
    part += o->hops + 1;
    double sum = 0;
    for (int k = 0; k < o->times; k++) {
        sum += part[k];
        r->by_time[k] = sum / runs;
    }
    for (rel_vid v = 0; w->counts && v < w->g->n; v++) {
        int64_t count = 0;
        for (int t = 0; t < threads; t++) count += w->counts[t][v];
        r->probability[v] = (double)count / runs;
    }
}

/* -------- rounds -------- */

static void make_round(rel_ctx *ctx, const work *w, int64_t first, int64_t last)
{
    const int64_t blocks = (last - first + BLOCK - 1) / BLOCK;
    const uint64_t seed = ctx->seed;
/* dynamic: a run that dies out at once is a thousand times shorter than one that does not */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
    for (int64_t b = 0; b < blocks; b++) {
        const int64_t from = first + b * BLOCK, to = from + BLOCK < last ? from + BLOCK : last;
        make_runs(w, seed, from, to, omp_get_thread_num(), w->partial + b * w->width);
    }
    for (int64_t b = 0; b < blocks; b++)
        for (int64_t i = 0; i < w->width; i++) w->total[i] += w->partial[b * w->width + i];
}

static rel_status make_all(rel_ctx *ctx, work *w)
{
    rel_status st = REL_OK;
    const int64_t runs = w->o->runs;
    int64_t blocks = ROUND_FIRST < w->most ? ROUND_FIRST : w->most;
    while (w->r->runs < runs) {
        REL_TRY(rel_poll(ctx));
        const double began = rel_clock();
        const int64_t first = w->r->runs;
        const int64_t last = first + blocks * BLOCK < runs ? first + blocks * BLOCK : runs;
        make_round(ctx, w, first, last);
        w->r->runs = last;
        rel_progress(ctx, "simulating", "runs", last, runs);
        if (rel_clock() - began < ROUND_SECONDS && 2 * blocks <= w->most) blocks *= 2;
    }
out:
    return st;
}

/* -------- the call -------- */

static rel_status check_audience(rel_ctx *ctx, const rel_graph *g, const double *audience)
{
    for (rel_vid v = 0; audience && v < g->n; v++)
        if (!(audience[v] >= 0 && isfinite(audience[v])))
            return rel_fail(ctx, REL_E_USAGE, "spread: an audience of %g is not a number from 0",
                            audience[v]);
    return REL_OK;
}

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_influence *f, const rel_vid *seed,
                        int64_t seeds, const rel_spread_opts *o)
{
    if (f->n != g->n || f->m != g->m)
        return rel_fail(ctx, REL_E_USAGE, "spread: the influence is that of another graph");
    if (o->runs < 1 || o->runs > REL_SPREAD_RUNS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "spread: %lld runs are not from 1 to %lld", (long long)o->runs,
                        (long long)REL_SPREAD_RUNS_MAX);
    if (seeds < 1) return rel_fail(ctx, REL_E_USAGE, "spread: no account begins");
    for (int64_t i = 0; i < seeds; i++)
        if (seed[i] >= g->n)
            return rel_fail(ctx, REL_E_USAGE, "spread: there is no account %lld", (long long)seed[i]);
    if (o->hops < 0 || o->times < 0 || (o->group && o->groups < 0))
        return rel_fail(ctx, REL_E_USAGE, "spread: fewer than no rows are asked for");
    for (int k = 0; k < o->times; k++)
        if (!(o->time[k] >= 0) || (k > 0 && !(o->time[k] >= o->time[k - 1])))
            return rel_fail(ctx, REL_E_USAGE, "spread: instants are not ascending from 0");
    if (o->times && !rel_influence_delays(f))
        return rel_fail(ctx, REL_E_USAGE, "spread: without delays there is no time");
    for (rel_vid v = 0; o->group && v < g->n; v++)
        if (o->group[v] >= o->groups)
            return rel_fail(ctx, REL_E_USAGE, "spread: there is no group %lld", (long long)o->group[v]);
    return check_audience(ctx, g, o->audience);
}

static rel_status prepare_results(rel_ctx *ctx, const rel_graph *g, const rel_spread_opts *o,
                                  rel_spread_result *r)
{
    rel_status st;
    if (o->group)
        REL_TRY(rel_alloc(ctx, &r->by_group, (size_t)o->groups, sizeof *r->by_group, "reach by group"));
    REL_TRY(rel_alloc(ctx, &r->by_hop, (size_t)o->hops + 1, sizeof *r->by_hop, "reach by hop"));
    REL_TRY(rel_alloc(ctx, &r->by_time, (size_t)o->times, sizeof *r->by_time, "reach over time"));
    if (o->by_account)
        REL_TRY(rel_alloc(ctx, &r->probability, g->n, sizeof *r->probability, "probabilities"));
out:
    return st;
}

static int by_number(const void *a, const void *b)
{
    const rel_vid x = *(const rel_vid *)a, y = *(const rel_vid *)b;
    return (x > y) - (x < y);
}

/* A copy in ascending order: runs draw for one account after another, and a set has no order of its own. */
static rel_status as_set(rel_ctx *ctx, const rel_vid *v, int64_t count, const rel_vid **set)
{
    rel_status st;
    rel_vid *copy;
    REL_TRY(rel_scratch_unset(ctx, &copy, (size_t)count, sizeof *copy, "seeds"));
    if (count) memcpy(copy, v, (size_t)count * sizeof *copy);
    qsort(copy, (size_t)count, sizeof *copy, by_number);
    *set = copy;
out:
    return st;
}

static rel_status prepare(rel_ctx *ctx, work *w, const rel_influence *f, const rel_vid *seed, int64_t seeds)
{
    rel_status st;
    const rel_spread_opts *o = w->o;
    const size_t threads = (size_t)ctx->threads;
    w->width = (o->group ? 2 * (int64_t)o->groups : 0) + o->hops + 1 + o->times;
    w->most = ROUND_BYTES / (w->width * (int64_t)sizeof(double));
    if (w->most > ROUND_MOST) w->most = ROUND_MOST;
    if (w->most < (int64_t)threads) w->most = (int64_t)threads;
    REL_TRY(prepare_results(ctx, w->g, o, w->r));
    REL_TRY(rel_spread_links_make(ctx, w->g, f, &w->links));
    REL_TRY(rel_scratch_unset(ctx, &w->reach, (size_t)o->runs, sizeof *w->reach, "reach of runs"));
    REL_TRY(rel_scratch(ctx, &w->total, (size_t)w->width, sizeof *w->total, "runs"));
    REL_TRY(rel_scratch_unset(ctx, &w->partial, (size_t)(w->width * w->most), sizeof *w->partial, "runs"));
    if (o->group)
        REL_TRY(rel_scratch(ctx, &w->one, threads * (size_t)o->groups, sizeof *w->one, "reach by group"));
    rel_spread_starts starts = {.seeds = seeds, .rivals = f->opts.rivals};
    REL_TRY(as_set(ctx, seed, seeds, &starts.seed));
    REL_TRY(as_set(ctx, f->opts.rival, f->opts.rivals, &starts.rival));
    REL_TRY(rel_scratch(ctx, &w->state, threads, sizeof *w->state, "runs"));
    for (size_t t = 0; t < threads; t++)
        REL_TRY(rel_spread_state_new(ctx, &w->links, starts, o->hops, &w->state[t]));
    if (!o->by_account) return REL_OK;
    REL_TRY(rel_scratch(ctx, &w->counts, threads, sizeof *w->counts, "runs"));
    for (size_t t = 0; t < threads; t++)
        REL_TRY(rel_scratch(ctx, &w->counts[t], w->g->n, sizeof **w->counts, "runs"));
out:
    return st;
}

rel_status rel_spread(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence, const rel_vid *seed,
                      int64_t seeds, const rel_spread_opts *opts, rel_spread_result *result)
{
    rel_status st;
    work w = {.g = g, .o = opts, .r = result};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *result = (rel_spread_result){0};
    REL_TRY(check(ctx, g, influence, seed, seeds, opts));
    REL_TRY(prepare(ctx, &w, influence, seed, seeds));
    st = make_all(ctx, &w);
    if (result->runs) conclude(&w, ctx->threads);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK && !result->runs) rel_spread_free(result);
    return st;
}

void rel_spread_free(rel_spread_result *r)
{
    free(r->by_group);
    free(r->by_hop);
    free(r->by_time);
    free(r->probability);
    *r = (rel_spread_result){0};
}
