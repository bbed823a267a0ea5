/* Options of the commands that ask how a message spreads. */
#ifndef REL_CLI_INFLUENCE_ARGS_H
#define REL_CLI_INFLUENCE_ARGS_H

#include "src/base/json_writer.h"
#include "src/cli/cli.h"
#include "src/insight/influence.h"

typedef struct rel_influence_args {
    const char *model, *probability, *rivals;
    double p;
    int64_t deadline, within, delay;
} rel_influence_args;

#define REL_INFLUENCE_ARGS_DEFAULTS ((rel_influence_args){.model = "ic", .p = -1})

/* Rows of an option table whose arguments hold a rel_influence_args named `field`. */
#define REL_INFLUENCE_OPTIONS(args, field)                                                                   \
    REL_GROUP(N_("How a message spreads")),                                                                  \
        REL_CHOICE(args, field.model, "model", N_("MODEL"), rel_spread_model_word,                           \
                   N_("ic: independent cascade, each contact is one chance; lt: linear threshold, contacts " \
                      "add up")),                                                                            \
        REL_TEXT(args, field.probability, "probability", N_("WHERE"),                                        \
                 N_("where probabilities come from: learned, weighted-cascade, uniform, trivalency, "        \
                    "column:NAME of the edges, or a file source,target,p; else learned when there are "      \
                    "some, or weighted-cascade")),                                                           \
        REL_F64(args, field.p, "p", N_("P"), 0, 1,                                                           \
                N_("probability of every edge with uniform, else of edges that have none")),                 \
        REL_I64(args, field.deadline, "deadline", N_("HOPS"), 0, 1e6,                                        \
                N_("only who is reached within so many hops; 0: no deadline")),                              \
        REL_DURATION(args, field.within, "within", N_("only who is reached within this time: 7d")),          \
        REL_DURATION(args, field.delay, "delay",                                                             \
                     N_("mean time until somebody passes a message on; else the learned one")),              \
        REL_TEXT(args, field.rivals, "rivals", N_("ACCOUNTS"),                                               \
                 N_("accounts that start a competitor's message: @rival,@other, a file, or competitors: "    \
                    "those of the workspace"))

/* The influence that these options ask for. over_time: as in rel_influence_request. Scratch and errors: those
 * of rel_influence_setup_make. */
REL_CHECKED
rel_status rel_influence_args_make(rel_ctx *ctx, const rel_influence_args *a, const rel_source *source,
                                   bool over_time, rel_influence_setup *setup);
/* Writes what the influence was made from as keys of the object that j is in: model, probability, fallback,
 * p, deadline, within, delay, rivals. */
void rel_influence_describe(rel_json *j, const rel_graph *g, const rel_influence_setup *setup);

#endif
