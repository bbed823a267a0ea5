/* One column of attributes of a graph that igraph read, as one of ours. Private to graph/. */
#ifndef REL_GRAPH_FOREIGN_COLUMN_H
#define REL_GRAPH_FOREIGN_COLUMN_H

#include "graph/foreign_graph.h"

/* Adds the column under a name that is free. arc: for columns of edges, where each edge went (-1: nowhere).
 * A text column that was declared as whole numbers or truth values becomes one, when all its values are such;
 * else it stays text (or becomes numbers with fractions), and that is noted. Errors: E_MEM. */
REL_CHECKED
rel_status rel_foreign_add_column(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                                  bool edges, int column, const int64_t *arc, rel_graph *g);

#endif
