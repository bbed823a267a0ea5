/* What the files of plans share; not for users. */
#ifndef REL_INSIGHT_PLAN_PARTS_H
#define REL_INSIGHT_PLAN_PARTS_H

#include "src/base/pace.h"
#include "src/insight/plan.h"

/* Whether distances or betweenness of such a source are computed exactly. */
bool rel_plan_is_exact(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o);

/* Seconds of a family's kernels from the size of the graph and the pace of the machine alone: grows with
 * accounts and arcs, and is right within a factor of 3 mostly. `packed`: on packed rows as they are. */
double rel_plan_model(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o, const rel_pace *pace,
                      int threads, bool packed);
/* The same of opening the source, once `pace` is known. */
double rel_plan_model_opening(const rel_plan_size *s, const rel_pace *pace);

#endif
