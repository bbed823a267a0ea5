/* Plans of time: the source is opened and each kernel is run for a moment (declared in plan.h). */
#include <math.h>

#include "graph/edgelist.h"
#include "src/base/memory.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "src/insight/plan_parts.h"
#include "src/insight/ranking.h"

enum {
    TEXT_PART = 32 << 20,     /* bytes of a large text that are read */
    TEXT_WHOLE = 48 << 20,    /* bytes of a text that is read as it is */
    WORKSPACE_ROWS = 6 << 20, /* accounts and interactions of a workspace that is read */
    UNPACKED_ARCS = 1 << 26,  /* of packed rows that are unpacked */
    RANKED = 1 << 21,         /* accounts that are sorted, at most */
    TOP = 20,
};
static const double BUDGET = 1, LEAST_BUDGET = 0.1; /* seconds, of all trials and of each */
static const double MODEL_FACTOR = 3;

const char *rel_plan_way_word(rel_plan_way way)
{
    static const char *const words[] = {"measured", "extrapolated", "modelled"};
    return words[way];
}

static void add(rel_span *to, rel_span more)
{
    to->low += more.low;
    to->seconds += more.seconds;
    to->high += more.high;
}

static rel_span within(double seconds, double factor)
{
    return (rel_span){seconds / factor, seconds, seconds * factor};
}

static void worse(rel_plan *plan, rel_plan_way way)
{
    if (way > plan->way) plan->way = way;
}

/* --- the source -------------------------------------------------------------------------------------------
 */

/* How much larger the source is than what was opened of it. */
typedef struct opened {
    rel_source source;
    double times; /* 1: all of it */
} opened;

static rel_status open_part(rel_ctx *ctx, const char *path, const rel_plan_size *size, opened *o)
{
    o->source = (rel_source){.kind = size->kind, .path = path};
    o->times = size->text_bytes / TEXT_PART;
    return rel_edgelist_read_part(ctx, path, REL_EDGELIST_DEFAULTS, TEXT_PART, &o->source.graph);
}

/* Opens the source as rank does. Notes are those of the command, which is not run. */
static rel_status open_source(rel_ctx *ctx, const char *path, const rel_plan_size *size, bool stays,
                              opened *o, rel_plan *plan)
{
    rel_status st;
    rel_watch w;
    rel_trial p;
    rel_projection_opts how = rel_projection_defaults();
    how.directions = REL_BUILD_BOTH | (stays ? REL_BUILD_PACKED : 0);
    o->times = 1;
    rel_watch_start(ctx, &w, INFINITY);
    st = size->text_bytes > TEXT_WHOLE ? open_part(ctx, path, size, o)
                                       : rel_source_open(ctx, path, &how, &o->source);
    REL_TRY(rel_watch_stop(ctx, &w, st, &p));
    plan->open_seconds = within(o->times * p.all.seconds, o->times > 1 ? 1.25 : 1);
    if (o->times > 1) worse(plan, REL_PLAN_EXTRAPOLATED);
out:
    return st;
}

/* Whether the source may be opened and its graph be worked on for a moment. */
static bool can_try(const rel_plan_size *s, const rel_plan *plan, bool stays)
{
    const double available = (double)rel_memory_available();
    if (available > 0 && plan->memory > available) return false;
    if (s->arcs > REL_PLAN_TRIAL_ARCS) return false;
    if (s->packed && !stays && s->arcs > UNPACKED_ARCS) return false;
    return s->kind != REL_SOURCE_WORKSPACE || s->accounts + s->arcs <= WORKSPACE_ROWS;
}

/* --- the kernels ------------------------------------------------------------------------------------------
 */

static bool is_first(const rel_criterion *by, int i)
{
    for (int k = 0; k < i; k++)
        if (rel_criterion_family(by[k]) == rel_criterion_family(by[i])) return false;
    return true;
}

static rel_status try_families(rel_ctx *ctx, const opened *o, const rel_criterion *by, int criteria,
                               const rel_scoring_opts *opts, rel_plan *plan)
{
    rel_status st = REL_OK;
    double left = BUDGET;
    int families = 0;
    for (int i = 0; i < criteria; i++) families += is_first(by, i);
    for (int i = 0; i < criteria; i++) {
        rel_trial p;
        if (!is_first(by, i)) continue;
        const double budget = fmax(left / families--, LEAST_BUDGET);
        REL_TRY(
            rel_trial_family(ctx, &o->source, rel_criterion_family(by[i]), by, criteria, opts, budget, &p));
        left -= p.spent;
        if (!p.finished) worse(plan, REL_PLAN_EXTRAPOLATED);
        if (p.open_ended && !plan->any_doubtful) plan->doubtful = by[i];
        plan->any_doubtful = plan->any_doubtful || p.open_ended;
        add(&plan->seconds,
            (rel_span){p.all.low * o->times, p.all.seconds * o->times, p.all.high * o->times});
    }
out:
    return st;
}

/* Sorting the scores and printing the first, on scores of no meaning. */
static rel_status add_ranking(rel_ctx *ctx, const rel_plan_size *s, rel_criterion by, rel_plan *plan)
{
    rel_status st;
    double *score;
    rel_vid order[TOP];
    int64_t count;
    const rel_vid n = s->accounts < RANKED ? (rel_vid)s->accounts : RANKED;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const double began = rel_clock();
    REL_TRY(rel_scratch_unset(ctx, &score, n, sizeof *score, "a plan"));
    for (rel_vid v = 0; v < n; v++) score[v] = rel_rand_unit(ctx->seed, 0, v);
    REL_TRY(rel_ranking_order(ctx, by, score, n, TOP, order, &count));
    add(&plan->seconds, within((rel_clock() - began) * (n ? s->accounts / n : 1), 1));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status model_all(rel_ctx *ctx, const rel_plan_size *s, const rel_criterion *by, int criteria,
                            const rel_scoring_opts *opts, bool stays, rel_plan *plan)
{
    rel_pace pace;
    const rel_status st = rel_pace_measure(ctx, &pace);
    if (st != REL_OK) return st;
    plan->way = REL_PLAN_MODELLED;
    plan->open_seconds = within(rel_plan_model_opening(s, &pace), MODEL_FACTOR);
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        if (is_first(by, i))
            add(&plan->seconds, within(rel_plan_model(f, s, opts, &pace, ctx->threads, stays), MODEL_FACTOR));
    }
    return REL_OK;
}

rel_status rel_plan_rank(rel_ctx *ctx, const char *path, const rel_plan_size *s, const rel_criterion *by,
                         int criteria, const rel_scoring_opts *opts, rel_plan *plan)
{
    rel_status st;
    opened o = {.times = 1};
    bool stays = s->packed;
    REL_TRY(rel_plan_rank_memory(ctx, s, by, criteria, opts, plan));
    plan->memory += (double)rel_memory_used();
    for (int i = 0; i < criteria; i++) stays = stays && rel_criterion_reads_packed(by[i]);
    REL_TRY(add_ranking(ctx, s, by[0], plan));
    if (!can_try(s, plan, stays)) {
        REL_TRY(model_all(ctx, s, by, criteria, opts, stays, plan));
    } else {
        REL_TRY(open_source(ctx, path, s, stays, &o, plan));
        if (o.source.graph.m > 0) REL_TRY(try_families(ctx, &o, by, criteria, opts, plan));
    }
    add(&plan->seconds, plan->open_seconds);
out:
    rel_source_close(&o.source);
    return st;
}
