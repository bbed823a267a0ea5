/* What `relais rank` is asked, for the files that do it. */
#ifndef REL_CLI_RANK_ARGS_H
#define REL_CLI_RANK_ARGS_H

#include "src/cli/graph_args.h"
#include "src/insight/bootstrap.h"
#include "src/insight/ranking.h"

typedef struct rel_rank_args {
    const char *source, *by, *personalize, *normalize, *aggregate, *accounts, *every, *window, *compare,
        *resample;
    int64_t top, bootstrap, max_rounds, hops, precision;
    double damping, tolerance, alpha, epsilon, delta, persistence;
    bool exact, save, explain, agreement, warm;
    rel_graph_args graph;
} rel_rank_args;

/* What is printed of a ranking. */
typedef struct rel_rank_view {
    const rel_graph *g;
    const rel_ranking *r;
    rel_normalize normalize;
    bool explain;
    int64_t top;                    /* accounts printed; 0: all */
    const double *accounts;         /* n; not NULL: those above 0 are printed, instead of the top */
    const rel_bootstrap *bootstrap; /* of the accounts printed, in their order; NULL: none */
} rel_rank_view;

/* The table of the accounts on standard output. */
REL_CHECKED
rel_status rel_rank_print(rel_cli *cli, const rel_rank_view *view);
/* The column of handles, NULL when none of the accounts printed has one. */
const rel_attribute *rel_rank_handles(const rel_rank_view *view);
/* The accounts that are printed, in order: scratch of ctx. */
REL_CHECKED
rel_status rel_rank_printed(rel_ctx *ctx, const rel_rank_view *view, rel_vid **vertex, int64_t *count);
/* Prints the ranking with how sure each account's rank is. After E_STOPPED as far as that went. */
REL_CHECKED
rel_status rel_rank_bootstrap(rel_cli *cli, const rel_rank_args *a, const rel_ranking_opts *opts,
                              rel_rank_view *view);
const char *rel_resample_word(int unit);
/* What the options ask of a ranking of this source. Accounts to start from are scratch. */
REL_CHECKED
rel_status rel_rank_opts(rel_ctx *ctx, const rel_rank_args *a, const rel_source *source,
                         rel_ranking_opts *opts);
/* Prints who stands where in this ranking and in the one that --compare names, and how much they agree. */
REL_CHECKED
rel_status rel_rank_compare(rel_cli *cli, const rel_rank_args *a, const rel_rank_view *view);
/* Prints how much each two criteria of the ranking agree. */
REL_CHECKED
rel_status rel_rank_agreement(rel_cli *cli, const rel_rank_args *a, const rel_ranking *r);
/* E_USAGE when scores shall be stored in, or taken from, what is no workspace. */
REL_CHECKED
rel_status rel_rank_check_save(rel_ctx *ctx, const rel_rank_args *a);
/* Stores the scores of all accounts, as the kernels gave them, in the workspace. r has all accounts. */
REL_CHECKED
rel_status rel_rank_save(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, const rel_ranking *r);
/* start[0..n) becomes where PageRank starts from: the stored scores. *stored: whether there are any. Says on
 * standard error what was found. */
REL_CHECKED
rel_status rel_rank_stored(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, double *start,
                           bool *stored);

#endif
