/* Whether any set of accounts obeys the rules, and if none, which of them are in conflict. */
#ifndef REL_ALGORITHMS_DIFFUSION_FEASIBILITY_H
#define REL_ALGORITHMS_DIFFUSION_FEASIBILITY_H

#include "algorithms/diffusion/pick_rules.h"
#include "src/base/ctx.h"

/* OK, or E_USAGE with a sentence that names a smallest set of rules that contradict each other. group_name
 * may be NULL: groups are named by their number. */
typedef const char *rel_group_name_fn(const void *user, int quota, int32_t group);
REL_CHECKED
rel_status rel_rules_check(rel_ctx *ctx, rel_vid n, const rel_pick_rules *rules,
                           rel_group_name_fn *group_name, const void *user);

#endif
