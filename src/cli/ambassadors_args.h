/* What `relais ambassadors` is asked, for the files that do it. */
#ifndef REL_CLI_AMBASSADORS_ARGS_H
#define REL_CLI_AMBASSADORS_ARGS_H

#include "src/cli/graph_args.h"
#include "src/cli/influence_args.h"
#include "src/insight/picking.h"

typedef struct rel_ambassadors_args {
    const char *source, *include, *exclude, *already, *costs, *policy;
    const char *audience, *audience_by, *max_per, *min_per, *fair;
    const char *shortlist, *output;
    int64_t count, runner_ups, judge_runs;
    double budget, default_cost, epsilon, delta, certificate, enough, time_limit;
    bool skip_unknown, save;
    rel_influence_args influence;
    rel_graph_args graph;
} rel_ambassadors_args;

/* What is printed. */
typedef struct rel_ambassadors_view {
    const rel_ambassadors_args *args;
    const rel_graph *g;
    const rel_picking *k;
    const rel_picking_answer *a;
    const rel_influence_setup *influence;
    rel_vid communities_found; /* for the occasion; 0: they were known */
    rel_str *reason;           /* by pick, terminated */
} rel_ambassadors_view;

/* For eyes: a paragraph, tables and reasons; with --csv the table of picks. */
REL_CHECKED
rel_status rel_ambassadors_print(rel_cli *cli, const rel_ambassadors_view *view);
/* One object. */
REL_CHECKED
rel_status rel_ambassadors_json(rel_cli *cli, const rel_ambassadors_view *view);
/* What was asked, as keys of the object that j is in: all that changes the picks. */
void rel_ambassadors_describe(rel_json *j, const rel_ambassadors_args *a);

/* A list that a team can mail. */
REL_CHECKED
rel_status rel_ambassadors_shortlist(rel_cli *cli, const rel_ambassadors_view *view);
/* Stores the picks in the workspace. */
REL_CHECKED
rel_status rel_ambassadors_save(rel_ctx *ctx, const rel_ambassadors_view *view);
/* Adds the columns pick, pick_rank, added_reach and reached_probability to the graph. */
REL_CHECKED
rel_status rel_ambassadors_attach(rel_ctx *ctx, const rel_ambassadors_view *view, rel_graph *g);

#endif
