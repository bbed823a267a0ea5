/* `relais rank --every`: the ranking of one period after another. */
#ifndef REL_CLI_RANK_EVERY_H
#define REL_CLI_RANK_EVERY_H

#include "src/cli/graph_args.h"
#include "src/insight/growth.h"

/* What `relais rank` was asked, as far as it concerns periods. */
typedef struct rel_rank_every_args {
    const char *source;
    const char *every, *window; /* as typed; window NULL: within */
    const char *personalize;    /* NULL: nobody */
    int64_t top;                /* accounts of each period; 0: all */
    const rel_graph_args *graph;
    rel_growth_opts growth; /* by and scoring; the rest is found here */
} rel_rank_every_args;

/* Prints one row for each period and account of the first `top` of the period or of the one before; for eyes
 * who rose, who fell and who led. Errors: E_USAGE, those of rel_growth; with E_NOCONV everything is printed.
 */
REL_CHECKED
rel_status rel_rank_every(rel_cli *cli, const rel_rank_every_args *a);

#endif
