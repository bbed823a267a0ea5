#include <math.h>
#include <stdio.h>

#include "algorithms/structure/components.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/places.h"
#include "src/insight/ranking.h"

typedef struct export_args {
    const char *source, *output, *by, *layout;
    int64_t top;
    rel_graph_args graph;
    rel_write_args write;
} export_args;

static void defaults(void *given)
{
    *(export_args *)given = (export_args){.by = "pagerank", .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(export_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .required = true,
     .value = N_("FILE"),
     .offset = offsetof(export_args, output),
     .help = N_("file to write: .graphml .gexf .csv .dot .net .rgraph ...; - is standard output")},
    REL_WRITE_OPTIONS(export_args, write),
    REL_GRAPH_OPTIONS(export_args, graph),
    REL_I64(export_args, top, "top", N_("N"), 0, 1e9, N_("only the N best accounts; 0: all")),
    REL_LIST(export_args, by, "by", N_("LIST"), rel_criterion_word,
             N_("criteria that become columns; --top keeps the best of the first one")),
    REL_CHOICE(export_args, layout, "layout", N_("LAYOUT"), rel_layout_word,
               N_("place the accounts; else they have the places that the source has, if any")),
    REL_OPTS_END,
};

/* The criteria of --by first, then those that every exported account carries. */
static int columns_of(const rel_criterion *by, int count, rel_criterion column[REL_CRITERION_COUNT])
{
    static const rel_criterion always[] = {REL_BY_PAGERANK, REL_BY_IN_DEGREE, REL_BY_OUT_DEGREE};
    int columns = count;
    memcpy(column, by, (size_t)count * sizeof *by);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        bool there = false;
        for (int k = 0; k < columns; k++) there = there || column[k] == always[i];
        if (!there) column[columns++] = always[i];
    }
    return columns;
}

static rel_status add_score(rel_ctx *ctx, rel_graph *g, rel_criterion c, const double *score)
{
    rel_status st;
    int64_t *whole = NULL;
    uint8_t *present = NULL;
    const char *name = rel_criterion_word((int)c);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &present, g->n, 1, "scores"));
    for (rel_vid v = 0; v < g->n; v++)
        if (!isnan(score[v])) present[v] = 1;
    if (!rel_criterion_is_count(c)) {
        st = rel_graph_add_vertex_attribute(ctx, g, name, REL_ATTRIBUTE_F64, score, present);
        goto out;
    }
    REL_TRY(rel_scratch(ctx, &whole, g->n, sizeof *whole, "scores"));
    for (rel_vid v = 0; v < g->n; v++) whole[v] = present[v] ? (int64_t)score[v] : 0;
    st = rel_graph_add_vertex_attribute(ctx, g, name, REL_ATTRIBUTE_I64, whole, present);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status add_component(rel_ctx *ctx, rel_graph *g)
{
    rel_status st;
    rel_vid *component = NULL;
    int64_t *number = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &component, g->n, sizeof *component, "components"));
    REL_TRY(rel_scratch(ctx, &number, g->n, sizeof *number, "components"));
    REL_TRY(rel_components_weak(ctx, g, component, NULL, NULL));
    for (rel_vid v = 0; v < g->n; v++) number[v] = component[v];
    st = rel_graph_add_vertex_attribute(ctx, g, "component", REL_ATTRIBUTE_I64, number, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Scores are those of the graph before --top cuts it: a part of it would know less. */
static rel_status add_columns(rel_ctx *ctx, rel_graph *g, const rel_ranking *r)
{
    rel_status st = REL_OK;
    for (int i = 0; i < r->criteria; i++) REL_TRY(add_score(ctx, g, r->by[i], r->score[i]));
    st = add_component(ctx, g);
out:
    return st;
}

static rel_status add_places(rel_ctx *ctx, rel_graph *g, const char *layout)
{
    rel_status st = REL_OK;
    float *x = NULL, *y = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!layout) return REL_OK;
    REL_TRY(rel_scratch(ctx, &x, g->n, sizeof *x, "places"));
    REL_TRY(rel_scratch(ctx, &y, g->n, sizeof *y, "places"));
    REL_TRY(rel_places(ctx, g, (rel_layout)rel_word_index(rel_str_of(layout), rel_layout_word), 0, x, y));
    st = rel_places_attach(ctx, g, x, y);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The accounts of the ranking, which has the best ones. */
static rel_status keep_top(rel_ctx *ctx, rel_graph *g, const rel_ranking *r)
{
    rel_status st;
    rel_graph part = {0};
    rel_filter_counts counts;
    double *place = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &place, g->n, sizeof *place, "places"));
    for (int64_t i = 0; i < r->count; i++) place[r->order[i]] = (double)(r->count - i);
    REL_TRY(rel_graph_filter(ctx, g, &(rel_filter_opts){.top = r->count}, place, &part, &counts));
    rel_graph_free(g);
    *g = part;
    rel_note_filtered(ctx, &counts);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const export_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st, ranked;
    rel_source source = {0};
    rel_ranking ranking = {0};
    rel_ranking_opts opts = {.top = a->top > 0 ? a->top : 1, .scoring = REL_SCORING_DEFAULTS};
    rel_criterion by[REL_CRITERION_COUNT];
    const rel_graph_format *format;
    rel_write_args write = a->write;
    rel_graph_args part = a->graph;
    int count;
    REL_TRY(rel_write_args_format(ctx, &a->write, a->output, &format));
    REL_TRY(rel_criteria_parse(ctx, a->by, by, &count));
    opts.criteria = columns_of(by, count, opts.by);
    part.times = write.timestamps;
    REL_TRY(rel_graph_args_open(cli, a->source, &part, &source));
    opts.source = &source;
    ranked = rel_rank(ctx, &source.graph, &opts, &ranking);
    if (ranked != REL_OK && ranked != REL_E_NOCONV) REL_TRY(ranked);
    REL_TRY(add_columns(ctx, &source.graph, &ranking));
    rel_note_time(cli, N_("ranked"));
    REL_TRY(add_places(ctx, &source.graph, a->layout));
    if (a->top > 0) REL_TRY(keep_top(ctx, &source.graph, &ranking));
    if (!write.size_by) write.size_by = rel_criterion_word((int)by[0]);
    REL_TRY(rel_write_args_write(cli, &write, &source.graph, format, a->output,
                                 source.kind == REL_SOURCE_WORKSPACE ? NULL : a->source));
    rel_note_time(cli, N_("written"));
    st = ranked;
out:
    rel_ranking_free(&ranking);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_export = {
    .name = "export",
    .summary = N_("write a graph file for Gephi and others"),
    .text =
        N_("Writes the graph of a workspace, a snapshot or a graph file in the format that the name of "
           "the output "
           "tells. Accounts carry what is known of them, their PageRank, in- and out-degree and "
           "component; edges "
           "carry their layer, weight and times. Scores are those of the graph before --top cuts it.\n\n"
           "The expected size is said before writing. The file is whole or absent: it takes its name "
           "when all of "
           "it is written. Its description holds the version, the seed, the checksum of a graph file and the "
           "command."),
    .example = "relais export brand.relais -o brand.graphml\n"
               "relais export brand.relais -o core.gexf --layers share --top 5000 --dynamic\n"
               "relais export follows.rgraph -o - --format graphml --largest-component",
    .options = options,
    .args_size = sizeof(export_args),
    .defaults = defaults,
    .run = run,
};
