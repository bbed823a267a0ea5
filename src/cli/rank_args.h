/* What `relais rank` is asked, for the files that do it. */
#ifndef REL_CLI_RANK_ARGS_H
#define REL_CLI_RANK_ARGS_H

#include "src/cli/graph_args.h"
#include "src/insight/ranking.h"

typedef struct rel_rank_args {
    const char *source, *by, *personalize, *normalize, *aggregate, *accounts, *every, *window;
    int64_t top, max_rounds, hops, precision;
    double damping, tolerance, alpha, epsilon, delta;
    bool exact, save, explain;
    rel_graph_args graph;
} rel_rank_args;

/* What is printed of a ranking. */
typedef struct rel_rank_view {
    const rel_graph *g;
    const rel_ranking *r;
    rel_normalize normalize;
    bool explain;
    int64_t top;            /* accounts printed; 0: all */
    const double *accounts; /* n; not NULL: those above 0 are printed, instead of the top */
} rel_rank_view;

/* The table of the accounts on standard output. */
REL_CHECKED
rel_status rel_rank_print(rel_cli *cli, const rel_rank_view *view);
/* E_USAGE when scores shall be stored where they cannot. */
REL_CHECKED
rel_status rel_rank_check_save(rel_ctx *ctx, const rel_rank_args *a);
/* Stores the scores of all accounts, as the kernels gave them, in the workspace. r has all accounts. */
REL_CHECKED
rel_status rel_rank_save(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, const rel_ranking *r);

#endif
