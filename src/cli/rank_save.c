#include <inttypes.h>
#include <math.h>

#include "ingest/results.h"
#include "src/cli/rank_args.h"

/* What tells two stored rankings apart: everything that changes a score. */
static rel_status save_parameters(rel_ctx *ctx, const rel_rank_args *a, rel_buf *text)
{
    rel_json j;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "by", rel_str_of(a->by));
    rel_graph_args_describe(&j, &a->graph);
    rel_json_f64(&j, "damping", a->damping);
    rel_json_f64(&j, "tolerance", a->tolerance);
    rel_json_i64(&j, "max_rounds", a->max_rounds);
    rel_json_f64(&j, "alpha", a->alpha);
    rel_json_i64(&j, "hops", a->hops);
    rel_json_i64(&j, "precision", a->precision);
    rel_json_f64(&j, "epsilon", a->epsilon);
    rel_json_f64(&j, "delta", a->delta);
    rel_json_bool(&j, "exact", a->exact);
    rel_json_text(&j, "personalize", rel_str_of(a->personalize));
    rel_json_end_object(&j);
    *text = j.out;
    return j.status;
}

rel_status rel_rank_save(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, const rel_ranking *r)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_buf parameters = {0};
    rel_result_scores scores[REL_CRITERION_COUNT];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int i = 0; i < r->criteria; i++) {
        rel_vid *order = NULL;
        int64_t count;
        REL_TRY(rel_scratch(ctx, &order, g->n, sizeof *order, "ranking"));
        REL_TRY(rel_ranking_order(ctx, r->by[i], r->score[i], g->n, g->n, order, &count));
        while (count > 0 && isnan(r->score[i][order[count - 1]])) count--;
        scores[i] = (rel_result_scores){rel_criterion_word((int)r->by[i]), r->score[i], order, count};
    }
    REL_TRY(save_parameters(ctx, a, &parameters));
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_WRITE, &w));
    const rel_result_run run = {.command = "rank", .parameters = parameters.data, .seed = ctx->seed};
    REL_TRY(rel_results_store_scores(ctx, w, &run, &g->names, scores, r->criteria));
    rel_note(ctx, "stored the scores of %" PRIu32 " accounts in '%s'", g->n, a->source);
out:
    rel_workspace_close(w);
    rel_buf_free(&parameters);
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_rank_stored(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, double *start,
                           bool *stored)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_buf parameters = {0};
    int64_t found = 0;
    double sum = 0;
    const char *criterion = rel_criterion_word(REL_BY_PAGERANK);
    REL_TRY(save_parameters(ctx, a, &parameters));
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_READ, &w));
    const rel_result_run run = {.command = "rank", .parameters = parameters.data};
    REL_TRY(rel_results_read_scores(ctx, w, &run, criterion, &g->names, start, &found));
    for (rel_vid v = 0; v < g->n; v++) sum += start[v];
    *stored = sum > 0;
    if (*stored)
        rel_note(ctx, "starts from the stored scores of %" PRId64 " of %" PRIu32 " accounts", found, g->n);
    else
        rel_note(ctx, "no PageRank of these accounts is stored: starts afresh");
out:
    rel_workspace_close(w);
    rel_buf_free(&parameters);
    return st;
}

rel_status rel_rank_check_save(rel_ctx *ctx, const rel_rank_args *a)
{
    rel_source_kind kind;
    const rel_status st = rel_source_kind_of(ctx, a->source, &kind);
    if (st != REL_OK || kind == REL_SOURCE_WORKSPACE) return st;
    if (a->save) return rel_fail(ctx, REL_E_USAGE, "option '--save': '%s' is not a workspace", a->source);
    if (a->warm) return rel_fail(ctx, REL_E_USAGE, "option '--warm': '%s' is not a workspace", a->source);
    return REL_OK;
}
