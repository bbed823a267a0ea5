/* How vertices look in a graph file: the parts of a plan that rel_write_plan_make puts together. */
#ifndef REL_GRAPH_WRITE_LOOK_H
#define REL_GRAPH_WRITE_LOOK_H

#include "graph/write_common.h"

/* Each fills its part of the plan, from scratch memory. Errors: E_USAGE (no such attribute, or of the wrong
 * type), E_MEM. */
REL_CHECKED
rel_status rel_write_choose_colors(rel_ctx *ctx, rel_write_plan *p);
REL_CHECKED
rel_status rel_write_choose_sizes(rel_ctx *ctx, rel_write_plan *p);
/* None, with a note, when some vertices have no position: Gephi would put them all at the origin. */
void rel_write_choose_positions(rel_ctx *ctx, rel_write_plan *p);

#endif
