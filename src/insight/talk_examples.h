/* Posts that are typical of a community: see community_talk.h, whose part this is. */
#ifndef REL_INSIGHT_TALK_EXAMPLES_H
#define REL_INSIGHT_TALK_EXAMPLES_H

#include "src/base/sort.h"
#include "src/insight/community_talk.h"

typedef struct rel_examples_of {
    rel_posts *posts;
    const rel_activity *activity;
    const rel_sort_item *order; /* value: position in activity->post */
    rel_term_table *table;
    int most;
} rel_examples_of;

/* talk->example from the posts order[first..last), weight[slot] being what a term adds to a post's score.
 * Marks `last` and `community` of the slots. Errors: those of rel_posts_get, E_MEM. */
REL_CHECKED
rel_status rel_examples_find(rel_ctx *ctx, const rel_examples_of *job, int64_t first, int64_t last,
                             const double *weight, rel_talk *talk);

#endif
