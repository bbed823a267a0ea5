/* Options of the commands that read a graph source and choose a part of it. */
#ifndef REL_CLI_GRAPH_ARGS_H
#define REL_CLI_GRAPH_ARGS_H

#include "src/base/json_writer.h"
#include "src/cli/cli.h"
#include "src/insight/filter.h"
#include "src/insight/source.h"

typedef struct rel_graph_args {
    const char *layers;
    int64_t since, until, half_life;
    double min_weight;
    bool largest_component;
    int64_t k_core;
    bool packed; /* no option: a command works on packed rows where it can */
    bool times;  /* no option: a command asks for the instants of edges */
    bool bare;   /* no option: a command has something to say of a graph without edges, too */
} rel_graph_args;

#define REL_GRAPH_ARGS_DEFAULTS ((rel_graph_args){.since = REL_TIME_MISSING, .until = REL_TIME_MISSING})

/* Rows of an option table whose arguments hold a rel_graph_args named `field`. */
#define REL_GRAPH_OPTIONS(args, field)                                                                       \
    REL_GROUP(N_("Which interactions")),                                                                     \
        {.type = REL_OPT_LIST,                                                                               \
         .name = "layers",                                                                                   \
         .value = N_("LIST"),                                                                                \
         .weighted = true,                                                                                   \
         .words = rel_layer_word,                                                                            \
         .offset = offsetof(args, field.layers),                                                             \
         .help = N_("kinds of interactions that count, each with its weight: share=2,mention; else all, "    \
                    "weight 1")},                                                                            \
        REL_TIME(args, field.since, "since", N_("only what happened at this time or later")),                \
        REL_TIME(args, field.until, "until", N_("only what happened before this time")),                     \
        REL_DURATION(args, field.half_life, "half-life",                                                     \
                     N_("an interaction this much older counts half: 30d")),                                 \
        REL_GROUP(N_("Which part of the graph")),                                                            \
        REL_F64(args, field.min_weight, "min-weight", N_("W"), 0, 1e12,                                      \
                N_("only edges of this weight or more")),                                                    \
        REL_I64(args, field.k_core, "k-core", N_("K"), 0, 1e9,                                               \
                N_("only accounts that stay when those with fewer than K neighbours are removed again and "  \
                   "again")),                                                                                \
        REL_FLAG(args, field.largest_component, "largest-component",                                         \
                 N_("only the largest group of accounts that hang together"))

const char *rel_layer_word(int i);

/* Opens the source, filters it and says on standard error what was left out. */
REL_CHECKED
rel_status rel_graph_args_open(rel_cli *cli, const char *path, const rel_graph_args *a, rel_source *s);
/* The projection that these options ask for. Errors: E_USAGE. */
REL_CHECKED
rel_status rel_graph_args_projection(rel_ctx *ctx, const rel_graph_args *a, rel_projection_opts *o);
/* The filter that these options ask for. */
rel_filter_opts rel_graph_args_filter(const rel_graph_args *a);
/* Writes what these options change about the graph, as keys of the object that j is in. */
void rel_graph_args_describe(rel_json *j, const rel_graph_args *a);
/* Edges of a file that its graph could not take. Every command that opens one says so, once. */
void rel_note_dropped(rel_ctx *ctx, const rel_graph *g);
/* One sentence for each reason, those of rel_note_dropped among them. */
void rel_note_left_out(rel_ctx *ctx, const rel_source *s);
void rel_note_filtered(rel_ctx *ctx, const rel_filter_counts *c);
/* E_DATA: why there is nothing to work on. */
REL_CHECKED
rel_status rel_nothing_left(rel_ctx *ctx, const char *path, const rel_source *s);
/* How long the program has run, when --verbose asks. */
void rel_note_time(rel_cli *cli, const char *what);

#endif
