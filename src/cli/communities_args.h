/* What `relais communities` is asked, for the files that do it. */
#ifndef REL_CLI_COMMUNITIES_ARGS_H
#define REL_CLI_COMMUNITIES_ARGS_H

#include "src/cli/graph_args.h"
#include "src/insight/grouping.h"

typedef struct rel_communities_args {
    const char *source, *method, *quality, *map;
    const char *every, *window;
    int64_t top, min_size;
    double resolution;
    bool members, save, figures;
    rel_graph_args graph;
} rel_communities_args;

/* The table of communities on standard output, then what holds for all of them. */
REL_CHECKED
rel_status rel_communities_print(rel_cli *cli, const rel_communities_args *a, const rel_grouping *p);
/* The latter. shape: of the whole network, "" when it has none; NULL: not asked for. */
REL_CHECKED
rel_status rel_communities_print_summary(rel_cli *cli, const rel_grouping *p, const char *shape);
/* The table of accounts. */
REL_CHECKED
rel_status rel_communities_print_members(rel_cli *cli, const rel_graph *g, const rel_grouping *p);
/* E_USAGE when communities shall be stored in what is no workspace. */
REL_CHECKED
rel_status rel_communities_check_save(rel_ctx *ctx, const rel_communities_args *a);
/* Stores the community of every account in the workspace. */
REL_CHECKED
rel_status rel_communities_save(rel_ctx *ctx, const rel_communities_args *a, const rel_graph *g,
                                const rel_grouping *p);

#endif
