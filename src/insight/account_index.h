/* Accounts by name or handle, for those who look for many: a file of accounts. For a few see account.h. */
#ifndef REL_INSIGHT_ACCOUNT_INDEX_H
#define REL_INSIGHT_ACCOUNT_INDEX_H

#include "graph/graph.h"
#include "src/base/sort.h"

typedef struct rel_account_index {
    const rel_graph *g;          /* borrowed */
    const rel_attribute *handle; /* NULL: no account has one */
    rel_sort_item *item;         /* hash of the handle in small letters -> vertex, sorted; scratch */
    int64_t count;
} rel_account_index;

/* Cost: a sort of the handles; 16 bytes of scratch for each, and as much again while it sorts. Errors: E_MEM.
 */
REL_CHECKED
rel_status rel_account_index_make(rel_ctx *ctx, const rel_graph *g, rel_account_index *x);
/* The vertex called `text` as in account.h, REL_VID_NONE when nobody is. *several: more than one account has
 * this handle; the first is returned. Cost O(log n). */
rel_vid rel_account_index_find(const rel_account_index *x, rel_str text, bool *several);
/* The accounts that have this handle (without '@'), one after another, ascending; *at is 0 at first;
 * REL_VID_NONE at the end. */
rel_vid rel_account_index_next(const rel_account_index *x, rel_str handle, int64_t *at);

#endif
