/* What `relais simulate` prints. */
#ifndef REL_CLI_SIMULATE_PRINT_H
#define REL_CLI_SIMULATE_PRINT_H

#include "algorithms/diffusion/spread.h"
#include "src/cli/cli.h"
#include "src/cli/influence_args.h"
#include "src/insight/picking_groups.h"

typedef struct rel_simulate_view {
    rel_cli *cli;
    const rel_graph *g;
    const rel_influence_setup *setup;
    const rel_account_list *seeds;
    const rel_spread_opts *opts;
    const rel_spread_result *r;
    const rel_picking_groups *groups; /* NULL: none */
    int64_t top;                       /* accounts and groups for eyes, accounts for programs; 0: all */
} rel_simulate_view;

REL_CHECKED
rel_status rel_simulate_print(const rel_simulate_view *w);

#endif
