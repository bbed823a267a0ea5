#include <inttypes.h>

#include "ingest/results.h"
#include "src/base/json_writer.h"
#include "src/cli/communities_args.h"

/* What tells two stored groupings apart: everything that changes a community. */
static rel_status save_parameters(rel_ctx *ctx, const rel_communities_args *a, const rel_grouping *p,
                                  rel_buf *text)
{
    rel_json j;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "method", rel_str_of(rel_group_method_word((int)p->method)));
    rel_json_bool(&j, "undirected", a->undirected);
    rel_json_bool(&j, "unweighted", a->unweighted);
    rel_json_i64(&j, "runs", p->runs);
    rel_json_text(&j, "evaluate", rel_str_of(a->evaluate));
    rel_json_text(&j, "quality", rel_str_of(a->quality));
    rel_json_f64(&j, "resolution", p->resolution);
    rel_graph_args_describe(&j, &a->graph);
    rel_json_end_object(&j);
    *text = j.out;
    return j.status;
}

rel_status rel_communities_save(rel_ctx *ctx, const rel_communities_args *a, const rel_graph *g,
                                const rel_grouping *p)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_buf parameters = {0};
    REL_TRY(save_parameters(ctx, a, p, &parameters));
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_WRITE, &w));
    const rel_result_run run = {.command = "communities", .parameters = parameters.data, .seed = ctx->seed};
    REL_TRY(rel_results_store_communities(ctx, w, &run, &g->names, p->community));
    rel_note(ctx, "stored the communities of %" PRIu32 " accounts in '%s'", g->n, a->source);
out:
    rel_workspace_close(w);
    rel_buf_free(&parameters);
    return st;
}

rel_status rel_communities_check_save(rel_ctx *ctx, const rel_communities_args *a)
{
    rel_source_kind kind;
    const rel_status st = rel_source_kind_of(ctx, a->source, &kind);
    if (st != REL_OK || !a->save || kind == REL_SOURCE_WORKSPACE) return st;
    return rel_fail(ctx, REL_E_USAGE, "option '--save': '%s' is not a workspace", a->source);
}
