/* `relais communities --every`: communities of one period after another, with names that stay. */
#ifndef REL_CLI_COMMUNITIES_EVERY_H
#define REL_CLI_COMMUNITIES_EVERY_H

#include "src/cli/graph_args.h"
#include "src/insight/grouping.h"

typedef struct rel_communities_every_args {
    const char *source;
    const char *every, *window; /* as typed; window NULL: within */
    int64_t top;                /* communities to print for eyes, by their largest size; 0: all */
    int64_t least;              /* members that a community needs to be followed */
    bool members;               /* print the community of every account in every period instead */
    const rel_graph_args *graph;
    rel_group_opts group;
} rel_communities_every_args;

/* Prints one row for each period and community that was there or ended; for eyes also one a period. Errors:
 * E_USAGE, those of rel_community_history. */
REL_CHECKED
rel_status rel_communities_every(rel_cli *cli, const rel_communities_every_args *a);

#endif
