/* Whether any set of accounts obeys the rules, and if none, which of them are in conflict. */
#ifndef REL_ALGORITHMS_DIFFUSION_FEASIBILITY_H
#define REL_ALGORITHMS_DIFFUSION_FEASIBILITY_H

#include "algorithms/diffusion/pick_rules.h"
#include "src/base/ctx.h"

/* A name for sentences; borrowed. */
typedef const char *rel_group_name_fn(const void *user, int quota, int32_t group);

/* OK, or E_USAGE with a sentence that names a smallest set of rules that contradict each other: without any
 * one of them the others could be obeyed (a deletion filter, Chinneck and Dravnieks, 1991). group_name may be
 * NULL: groups are named by their number. Exact: whole numbers, no rounding.
 *
 * Cost: O(n) for each quota, and a search in as many whole numbers as groups of candidates differ in their
 * limits (with a budget: in their cost, too), once, and again for each rule when they contradict each other.
 * Scratch: 5 bytes an account, 40 more when some must be picked, 8 for each limit times each such group. Errors: E_USAGE (also: a cost that is negative or 4e12 and more, an included account
 * that is barred, without cost, in the base or there twice, a group out of range), E_LIMIT (2^25 limits times
 * groups), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_rules_check(rel_ctx *ctx, rel_vid n, const rel_pick_rules *rules,
                           rel_group_name_fn *group_name, const void *user);

#endif
