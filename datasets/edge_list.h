/* What the generators share of rel_edge_list. */
#ifndef REL_DATASETS_EDGE_LIST_H
#define REL_DATASETS_EDGE_LIST_H

#include "datasets/generators.h"

/* Sorts by (source, target), drops repeats and self loops. Errors: E_MEM, E_STOPPED (list then unsorted). */
REL_CHECKED
rel_status rel_edge_list_tidy(rel_ctx *ctx, rel_edge_list *l);

#endif
