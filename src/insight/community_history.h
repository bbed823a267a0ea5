/* Communities followed through time: found in each period, with names that stay while most of their members
 * do, and what became of them: born, grown, shrunk, split, merged, ended. */
#ifndef REL_INSIGHT_COMMUNITY_HISTORY_H
#define REL_INSIGHT_COMMUNITY_HISTORY_H

#include "algorithms/community/community_names.h"
#include "src/insight/grouping.h"
#include "src/insight/window.h"

typedef struct rel_community_history_opts {
    rel_window_opts window; /* what the graph of a period is made of */
    rel_group_opts group;   /* start is set here */
    rel_vid least;          /* members that a community needs to be followed; >= 1 */
} rel_community_history_opts;

/* One period. Arrays belong to rel_community_history and change with the next period. */
typedef struct rel_community_period {
    int index;
    int64_t acts; /* of its window */
    rel_filter_counts filtered;
    rel_vid accounts;               /* of its graph; 0: an empty period */
    double quality, coverage;       /* of its communities; NaN in an empty period */
    rel_vid small, small_accounts;  /* communities with too few members to be followed, and who is in them */
    const rel_community_life *life; /* lives: the communities, the largest first, then those that ended */
    rel_vid lives;
    const rel_vid *name;   /* by vertex of the source: its community in this period; REL_VID_NONE: none */
    const rel_vid *leader; /* lives: who receives the most attention from inside it (weight, then smaller
                            * vertex), a vertex of the source; REL_VID_NONE when it ended */
} rel_community_period;

/* Called once a period, in order; what it returns ends the run. */
typedef rel_status rel_community_period_fn(void *user, const rel_community_period *period);

/* Finds the communities of every period. The search of a period starts from the last communities of its
 * accounts, so that what did not change keeps its communities; Leiden improves on them.
 *
 * Cost: that of the windows and of the method in each period, and O(accounts) a period. Memory: that of
 * rel_windows, 44 bytes an account, the graph and the grouping of one period. The same at any thread count.
 * Errors: those of the method and of `each`. */
REL_CHECKED
rel_status rel_community_history(rel_ctx *ctx, const rel_timed *timed, const rel_periods *periods,
                                 const rel_community_history_opts *o, rel_community_period_fn *each,
                                 void *user);

#endif
