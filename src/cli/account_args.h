/* Accounts given on the command line, and how they are called. */
#ifndef REL_CLI_ACCOUNT_ARGS_H
#define REL_CLI_ACCOUNT_ARGS_H

#include "graph/graph.h"
#include "src/cli/cli.h"
#include "src/insight/account.h"

typedef struct rel_accounts {
    rel_vid *v; /* scratch of the context */
    int64_t count;
} rel_accounts;

/* A comma list, each account once, in the order of the list. Errors: those of rel_account_find; E_USAGE:
 * none, or more than max. */
REL_CHECKED
rel_status rel_accounts_parse(rel_ctx *ctx, const rel_graph *g, const char *list, int64_t max,
                              rel_accounts *accounts);

/* v NULL: anybody of the graph. */
bool rel_any_handle(const rel_graph *g, const rel_vid *v, int64_t count);

#endif
