#include "src/cli/graph_args.h"

#include <inttypes.h>
#include <stdio.h>

#include "src/base/time.h"

const char *rel_layer_word(int i)
{
    return i < REL_KIND_COUNT ? rel_kind_word((rel_kind)i) : NULL;
}

rel_status rel_graph_args_projection(rel_ctx *ctx, const rel_graph_args *a, rel_projection_opts *o)
{
    *o = rel_projection_defaults();
    o->since = a->since;
    o->until = a->until;
    o->half_life = a->half_life;
    o->times = a->times;
    o->directions = REL_BUILD_BOTH | (a->packed ? REL_BUILD_PACKED : 0);
    if (a->since != REL_TIME_MISSING && a->until != REL_TIME_MISSING && a->since >= a->until)
        return rel_fail(ctx, REL_E_USAGE, "option '--since': the period ends before it begins");
    return a->layers ? rel_projection_layers(ctx, a->layers, o) : REL_OK;
}

rel_filter_opts rel_graph_args_filter(const rel_graph_args *a)
{
    return (rel_filter_opts){
        .min_weight = a->min_weight, .k_core = a->k_core, .largest_component = a->largest_component};
}

void rel_graph_args_describe(rel_json *j, const rel_graph_args *a)
{
    rel_json_text(j, "layers", rel_str_of(a->layers));
    a->since == REL_TIME_MISSING ? rel_json_null(j, "since") : rel_json_i64(j, "since", a->since);
    a->until == REL_TIME_MISSING ? rel_json_null(j, "until") : rel_json_i64(j, "until", a->until);
    rel_json_i64(j, "half_life", a->half_life);
    rel_json_f64(j, "min_weight", a->min_weight);
    rel_json_i64(j, "k_core", a->k_core);
    rel_json_bool(j, "largest_component", a->largest_component);
}

void rel_note_dropped(rel_ctx *ctx, const rel_graph *g)
{
    if (g->dropped.bad_weight)
        rel_note(ctx, "left out: %" PRId64 " (edges whose weight is not a number above 0)",
                 g->dropped.bad_weight);
}

void rel_note_left_out(rel_ctx *ctx, const rel_source *s)
{
    const rel_projection_counts *c = &s->left_out;
    const bool acts = s->kind == REL_SOURCE_WORKSPACE;
    if (c->other_layer && acts)
        rel_note(ctx, "left out: %" PRId64 " (interactions of other layers)", c->other_layer);
    if (c->other_layer && !acts)
        rel_note(ctx, "left out: %" PRId64 " (edges of other layers)", c->other_layer);
    if (c->outside_period && acts)
        rel_note(ctx, "left out: %" PRId64 " (interactions outside the period)", c->outside_period);
    if (c->outside_period && !acts)
        rel_note(ctx, "left out: %" PRId64 " (edges outside the period)", c->outside_period);
    if (c->without_time && acts)
        rel_note(ctx, "left out: %" PRId64 " (interactions without a date)", c->without_time);
    if (c->without_time && !acts)
        rel_note(ctx, "left out: %" PRId64 " (edges without a date)", c->without_time);
    if (c->unresolved)
        rel_note(ctx, "left out: %" PRId64 " (interactions whose target is not known yet)", c->unresolved);
    rel_note_dropped(ctx, &s->graph);
}

void rel_note_filtered(rel_ctx *ctx, const rel_filter_counts *c)
{
    if (c->edges_light)
        rel_note(ctx, "left out: %" PRId64 " (edges below the minimum weight)", c->edges_light);
    if (c->vertices_core)
        rel_note(ctx, "left out: %" PRId64 " (accounts outside the k-core)", c->vertices_core);
    if (c->vertices_component)
        rel_note(ctx, "left out: %" PRId64 " (accounts outside the largest component)",
                 c->vertices_component);
    if (c->vertices_top) rel_note(ctx, "left out: %" PRId64 " (accounts below the top)", c->vertices_top);
    if (c->vertices_isolated)
        rel_note(ctx, "left out: %" PRId64 " (accounts without an edge)", c->vertices_isolated);
}

void rel_note_time(rel_cli *cli, const char *what)
{
    if (cli->given.verbose) rel_note(cli->ctx, "%8.1f ms: %s", 1000 * (rel_clock() - cli->started), _(what));
}

rel_status rel_nothing_left(rel_ctx *ctx, const char *path, const rel_source *s)
{
    const rel_projection_counts *c = &s->left_out;
    if (s->kind != REL_SOURCE_WORKSPACE)
        return rel_fail(ctx, REL_E_DATA, "'%s': no edge is left to work on", path);
    if (c->other_layer || c->outside_period || c->without_time)
        return rel_fail(ctx, REL_E_DATA, "'%s': no interaction is left of these layers and this period",
                        path);
    rel_fail(ctx, REL_E_DATA, "'%s': no interactions are stored yet", path);
    return rel_hint(ctx, "'relais ingest %s FILE' reads some", path);
}

rel_status rel_graph_args_open(rel_cli *cli, const char *path, const rel_graph_args *a, rel_source *s)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_graph filtered = {0};
    rel_filter_counts counts = {0};
    rel_projection_opts projection;
    const rel_filter_opts filter = rel_graph_args_filter(a);
    *s = (rel_source){0};
    REL_TRY(rel_graph_args_projection(ctx, a, &projection));
    if (!rel_filter_is_empty(&filter)) projection.directions = REL_BUILD_BOTH;
    REL_TRY(rel_source_open(ctx, path, &projection, s));
    rel_note_time(cli, N_("source opened"));
    rel_note_left_out(ctx, s);
    if (!rel_filter_is_empty(&filter)) {
        REL_TRY(rel_graph_filter(ctx, &s->graph, &filter, NULL, &filtered, &counts));
        rel_graph_free(&s->graph);
        s->graph = filtered;
        rel_note_filtered(ctx, &counts);
        rel_note_time(cli, N_("filtered"));
    }
    if (s->graph.m == 0 && !a->bare) st = rel_nothing_left(ctx, path, s);
out:
    if (st != REL_OK) rel_source_close(s);
    return st;
}
