/* Audience: how much it counts that an account is reached. */
#ifndef REL_INSIGHT_PICKING_AUDIENCE_H
#define REL_INSIGHT_PICKING_AUDIENCE_H

#include "src/insight/account_list.h"
#include "src/insight/picking_groups.h"

#define REL_AUDIENCE_WEIGHT_MAX 1e9

typedef struct rel_picking_audience {
    double *weight;   /* n, scratch; NULL: everybody counts 1 */
    double total;     /* sum of the weights */
    rel_vid accounts; /* that count more than 0 */
    int64_t unknown;  /* accounts of the file that are not in the graph */
    char first_unknown[256];
} rel_picking_audience;

/* path: a table "account,weight", or one of "column,value,weight" with rows such as lang,fr,2; NULL: none.
 * by: a comma list of COLUMN:VALUE=WEIGHT; NULL: none. The weight of an account is the product of all that is
 * said of it; whom nothing is said of counts 1, or what "*=WEIGHT" (in a table the row *,*,WEIGHT) says. A
 * value of * stands for those that have none in this column. Errors: E_USAGE (no such column or value in
 * `by`; nobody counts; a product above the largest weight), E_DATA (with file and line), E_IO, E_MEM,
 * E_STOPPED; those of account_list.h. */
REL_CHECKED
rel_status rel_picking_audience_make(rel_ctx *ctx, const rel_graph *g, const char *path, const char *by,
                                     rel_account_list_opts opts, rel_picking_audience *audience);

#endif
