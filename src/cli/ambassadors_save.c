/* Picks in the workspace, as columns of a graph, and as a list to mail. */
#include <inttypes.h>
#include <math.h>

#include "ingest/pick_results.h"
#include "src/cli/account_args.h"
#include "src/cli/ambassadors_args.h"

/* -------- what was asked -------- */

static void number(rel_json *j, const char *key, double x, bool given)
{
    given ? rel_json_f64(j, key, x) : rel_json_null(j, key);
}

void rel_ambassadors_describe(rel_json *j, const rel_ambassadors_args *a)
{
    const rel_influence_args *i = &a->influence;
    rel_json_i64(j, "count", a->count);
    number(j, "budget", a->budget, a->budget > 0);
    rel_json_text(j, "costs", rel_str_of(a->costs));
    number(j, "default_cost", a->default_cost, a->default_cost >= 0);
    rel_json_text(j, "include", rel_str_of(a->include));
    rel_json_text(j, "exclude", rel_str_of(a->exclude));
    rel_json_text(j, "already", rel_str_of(a->already));
    rel_json_text(j, "policy", rel_str_of(a->policy));
    rel_json_text(j, "max_per", rel_str_of(a->max_per));
    rel_json_text(j, "min_per", rel_str_of(a->min_per));
    rel_json_text(j, "fair", rel_str_of(a->fair));
    rel_json_text(j, "audience", rel_str_of(a->audience));
    rel_json_text(j, "audience_by", rel_str_of(a->audience_by));
    rel_json_text(j, "model", rel_str_of(i->model));
    rel_json_text(j, "probability", rel_str_of(i->probability));
    number(j, "p", i->p, i->p >= 0);
    rel_json_i64(j, "deadline", i->deadline);
    rel_json_i64(j, "within", i->within);
    rel_json_i64(j, "delay", i->delay);
    rel_json_text(j, "rivals", rel_str_of(i->rivals));
    rel_json_f64(j, "certificate", a->certificate);
    rel_json_f64(j, "epsilon", a->epsilon);
    rel_json_f64(j, "delta", a->delta);
    rel_json_f64(j, "time_limit", a->time_limit);
    rel_graph_args_describe(j, &a->graph);
}

/* -------- the workspace -------- */

static rel_status save_parameters(rel_ctx *ctx, const rel_ambassadors_args *a, rel_buf *text)
{
    rel_json j;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_ambassadors_describe(&j, a);
    rel_json_end_object(&j);
    *text = j.out;
    return j.status;
}

rel_status rel_ambassadors_save(rel_ctx *ctx, const rel_ambassadors_view *w)
{
    rel_status st;
    rel_workspace *store = NULL;
    rel_buf parameters = {0};
    rel_result_pick *pick = NULL;
    const double *cost = w->k->candidates.cost;
    const int64_t picks = w->a->max.count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &pick, (size_t)picks, sizeof *pick, "picks"));
    for (int64_t i = 0; i < picks; i++) {
        const rel_picking_pick *p = &w->a->pick[i];
        pick[i] = (rel_result_pick){.v = p->v,
                                    .added_reach = p->brings->added,
                                    .cost = cost ? cost[p->v] : (double)NAN,
                                    .reason = w->reason[i].s};
    }
    REL_TRY(save_parameters(ctx, w->args, &parameters));
    REL_TRY(rel_workspace_open(ctx, w->args->source, REL_WORKSPACE_WRITE, &store));
    const rel_result_run run = {
        .command = REL_PICK_COMMAND, .parameters = parameters.data, .seed = ctx->seed};
    REL_TRY(rel_results_store_picks(ctx, store, &run, &w->g->names, pick, picks, w->a->spread.probability));
    rel_note(ctx, "stored %" PRId64 " picks in '%s'", picks, w->args->source);
out:
    rel_workspace_close(store);
    rel_buf_free(&parameters);
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- columns -------- */

rel_status rel_ambassadors_attach(rel_ctx *ctx, const rel_ambassadors_view *w, rel_graph *g)
{
    rel_status st;
    int64_t *rank = NULL;
    double *added = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &rank, g->n, sizeof *rank, "picks"));
    REL_TRY(rel_scratch(ctx, &added, g->n, sizeof *added, "picks"));
    for (int64_t i = 0; i < w->a->max.count; i++) {
        rank[w->a->pick[i].v] = i + 1;
        added[w->a->pick[i].v] = w->a->pick[i].brings->added;
    }
    st = rel_picks_attach(ctx, g, rank, added, w->a->spread.probability);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
