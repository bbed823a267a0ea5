/* Lists of accounts that people give: on the command line or in a file, with or without a number for each. */
#ifndef REL_INSIGHT_ACCOUNT_LIST_H
#define REL_INSIGHT_ACCOUNT_LIST_H

#include "graph/graph.h"

typedef struct rel_account_list {
    rel_vid *v; /* each account once, in the order given; scratch of the context */
    int64_t count;
    int64_t unknown;         /* rows of a file whose account is not in the graph (skip_unknown) */
    char first_unknown[256]; /* the first of them, perhaps cut */
} rel_account_list;

typedef struct rel_account_list_opts {
    bool skip_unknown; /* accounts of a file that are not in the graph are counted, else refused */
    bool may_be_empty; /* else no account at all is E_USAGE or E_DATA */
} rel_account_list_opts;

/* given: "@anna,@bob,x:42", or a file: when it has no comma, does not begin with '@' and is the name of one,
 * or "-". A file has an account a line, or is a table with a column account, key, id, node, name, handle,
 * vertex or user, and perhaps platform (ingest/plain_table.h); accounts are named as in account.h. Cost: a
 * search for each name; for handles a sort of those of the graph once. Errors: E_IO; E_DATA: an account that
 * is not there, with the nearest one, and of a file its line; several accounts have a handle; E_MEM,
 * E_STOPPED. */
REL_CHECKED
rel_status rel_account_list_read(rel_ctx *ctx, const rel_graph *g, const char *given,
                                 rel_account_list_opts opts, rel_account_list *list);

/* Numbers of accounts: a file with a row "account, number" for each; a header names the columns, the number's
 * by one of `names` (ends with NULL). value[v] becomes the number, NaN where none is given. Besides: E_DATA:
 * what is no number from low to high, with file and line; a second, other number for an account. */
REL_CHECKED
rel_status rel_account_values_read(rel_ctx *ctx, const rel_graph *g, const char *path,
                                   const char *const *names, double low, double high,
                                   rel_account_list_opts opts, double *value, rel_account_list *list);

/* The accounts of the brand itself (own), or of its competitors, that the workspace's table brand has (what =
 * 'handle'), as far as they are in the graph; the others are counted. None at all: E_DATA with a hint. */
REL_CHECKED
rel_status rel_account_list_brands(rel_ctx *ctx, const rel_graph *g, const char *workspace, bool own,
                                   rel_account_list *list);

#endif
