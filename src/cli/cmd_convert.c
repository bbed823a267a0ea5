#include "graph/pack.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/plan.h"

typedef struct convert_args {
    const char *in, *out, *from;
    bool compress, in_rows;
    rel_write_args write;
} convert_args;

static const char *read_format_word(int i)
{
    for (int k = 0; rel_graph_formats[k]; k++)
        if (rel_graph_formats[k]->read && i-- == 0) return rel_graph_formats[k]->name;
    return NULL;
}

static const rel_opt options[] = {
    REL_POSITIONAL(convert_args, in, N_("IN"), N_("graph file to read; - is standard input")),
    REL_POSITIONAL(convert_args, out, N_("OUT"), N_("graph file to write; - is standard output")),
    REL_CHOICE(convert_args, from, "from", N_("FORMAT"), read_format_word,
               N_("format to read; else by the content of the file")),
    REL_FLAG(convert_args, compress, "compress",
             N_("snapshot whose edges take about a third of the room, for graphs that would not fit")),
    REL_FLAG(convert_args, in_rows, "in-rows",
             N_("with --compress: keep the edges by the account that receives attention only; half as much "
                "again, enough for PageRank and degrees")),
    REL_WRITE_OPTIONS(convert_args, write),
    REL_OPTS_END,
};

static rel_status read_graph(rel_ctx *ctx, const convert_args *a, rel_graph *g)
{
    rel_status st;
    rel_source_kind kind;
    if (a->from) return rel_graph_format_find(a->from)->read(ctx, a->in, REL_BUILD_BOTH, g);
    REL_TRY(rel_source_kind_of(ctx, a->in, &kind));
    if (kind == REL_SOURCE_WORKSPACE) {
        rel_fail(ctx, REL_E_USAGE, "'%s' is a workspace, not a graph file", a->in);
        return rel_hint(ctx, "'relais export %s -o %s' writes its graph", a->in, a->out);
    }
    REL_TRY(rel_plan_check_reading(ctx, a->in));
    st = rel_graph_file_read(ctx, a->in, REL_BUILD_BOTH, g);
out:
    return st;
}

static rel_status check_compress(rel_ctx *ctx, const convert_args *a, const rel_graph_format *format)
{
    if (a->in_rows && !a->compress)
        return rel_fail(ctx, REL_E_USAGE, "option '--in-rows' goes with '--compress'");
    if (a->compress && strcmp(format->name, "rgraph") != 0)
        return rel_fail(ctx, REL_E_USAGE, "option '--compress' is for rgraph, found format '%s'",
                        format->name);
    return REL_OK;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const convert_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_graph g = {0};
    const rel_graph_format *format;
    REL_TRY(rel_write_args_format(ctx, &a->write, a->out, &format));
    REL_TRY(check_compress(ctx, a, format));
    REL_TRY(read_graph(ctx, a, &g));
    rel_note_dropped(ctx, &g);
    REL_TRY(rel_graph_need_out(ctx, &g));
    if (a->compress)
        REL_TRY(rel_graph_pack(ctx, &g, a->in_rows ? REL_BUILD_IN : REL_BUILD_BOTH));
    else
        REL_TRY(rel_graph_need_in(ctx, &g));
    st = rel_write_args_write(cli, &a->write, &g, format, a->out, a->in);
out:
    rel_graph_free(&g);
    return st;
}

const rel_command rel_cmd_convert = {
    .name = "convert",
    .summary = N_("turn one graph file into another"),
    .text = N_("Reads a graph file, whose format is told by its content, and writes it in the format that "
               "the name of "
               "the output tells. A snapshot (.rgraph) opens at once whatever its size, so that an edge list "
               "that is "
               "analysed often is worth converting.\n\n"
               "'relais formats' lists the formats."),
    .example = "relais convert follows.el.gz follows.rgraph\n"
               "relais convert follows.el.gz follows.rgraph --compress\n"
               "relais convert follows.rgraph follows.gexf\n"
               "relais convert karate.gml - --format dot",
    .options = options,
    .args_size = sizeof(convert_args),
    .run = run,
};
