/* Finding accounts of a graph as people write them, and calling them by names that people know. */
#ifndef REL_INSIGHT_ACCOUNT_H
#define REL_INSIGHT_ACCOUNT_H

#include "graph/graph.h"

/* The vertex named `text`: a name as it stands in the graph ("x:12", "42"), or a handle, with or without '@',
 * case ignored. Cost O(log n) for a name, O(n) for a handle. Errors: E_DATA: nobody has that name (with the
 * nearest one); E_USAGE: several accounts have that handle. */
REL_CHECKED
rel_status rel_account_find(rel_ctx *ctx, const rel_graph *g, rel_str text, rel_vid *v);
/* A comma list of accounts: jump[v] becomes 1 for each, others stay. *found counts them. Errors: as above. */
REL_CHECKED
rel_status rel_account_mark(rel_ctx *ctx, const rel_graph *g, const char *list, double *jump, int64_t *found);

/* Missing when the graph has no handles or v has none. */
rel_str rel_handle_of(const rel_graph *g, rel_vid v);
/* The handle, else the label that a graph file gave, else the name. room as in rel_names_get. */
rel_str rel_called(const rel_graph *g, rel_vid v, char room[REL_NAME_NUMBER_TEXT]);

#endif
