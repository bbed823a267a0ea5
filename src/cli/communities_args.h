/* What `relais communities` is asked, for the files that do it. */
#ifndef REL_CLI_COMMUNITIES_ARGS_H
#define REL_CLI_COMMUNITIES_ARGS_H

#include "src/cli/graph_args.h"
#include "src/insight/grouping.h"

typedef struct rel_communities_args {
    const char *source, *method, *quality, *against, *evaluate, *profile, *map;
    const char *every, *window;
    int64_t top, runs, min_size;
    double resolution;
    bool members, save, figures, undirected, unweighted, overlapping;
    rel_graph_args graph;
} rel_communities_args;

/* What is printed of a grouping. */
typedef struct rel_communities_view {
    const rel_graph *g;
    const rel_grouping *p;
    int64_t top;                /* communities; 0: all */
    const rel_labelling *given; /* what the communities were made from; NULL: they were found */
    const rel_labelling *truth; /* what they are compared with; NULL: nothing */
    rel_likeness like;          /* with truth */
} rel_communities_view;

/* The table of communities on standard output, then what holds for all of them. */
REL_CHECKED
rel_status rel_communities_print(rel_cli *cli, const rel_communities_view *view);
/* The latter. shape: of the whole network, "" when it has none; NULL: not asked for. */
REL_CHECKED
rel_status rel_communities_print_summary(rel_cli *cli, const rel_communities_view *view, const char *shape);
/* The table of accounts; the rest is said on standard error. */
REL_CHECKED
rel_status rel_communities_print_members(rel_cli *cli, const rel_communities_view *view);

/* Resolutions from one to another. */
typedef struct rel_communities_range {
    double from, to;
    int steps;
} rel_communities_range;

/* "0.2:5:20" or "0.2:5". Errors: E_USAGE. */
REL_CHECKED
rel_status rel_communities_parse_range(rel_ctx *ctx, const char *text, rel_communities_range *range);
/* Groups by each resolution and prints what comes of it. */
REL_CHECKED
rel_status rel_communities_profile(rel_cli *cli, const rel_graph *g, const rel_group_opts *opts,
                                   const rel_labelling *truth, rel_communities_range range);

/* Communities that overlap: the table of them, or of accounts, a row for each account and community. */
REL_CHECKED
rel_status rel_communities_overlapping(rel_cli *cli, const rel_communities_args *a, const rel_graph *g,
                                       const rel_group_opts *opts);

/* E_USAGE when communities shall be stored in what is no workspace. */
REL_CHECKED
rel_status rel_communities_check_save(rel_ctx *ctx, const rel_communities_args *a);
/* Stores the community of every account in the workspace. */
REL_CHECKED
rel_status rel_communities_save(rel_ctx *ctx, const rel_communities_args *a, const rel_graph *g,
                                const rel_grouping *p);

#endif
