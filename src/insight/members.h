/* Who is in the audiences of several accounts at once. */
#ifndef REL_INSIGHT_MEMBERS_H
#define REL_INSIGHT_MEMBERS_H

#include "algorithms/structure/audience.h"

typedef struct rel_members_opts {
    const rel_vid *account; /* those in question, borrowed */
    int accounts;           /* 1 to REL_AUDIENCE_MAX */
    uint32_t wanted;        /* bit k: gives attention to account[k] */
    bool exactly;           /* and to no other of them */
} rel_members_opts;

/* member[0..*count) becomes those who are wanted, the one who receives the most attention first (its
 * in-degree), ties by smaller vertex. member has room for n. Needs in. Cost O(n) and the rows of the
 * accounts. Scratch: 28 bytes a vertex. Errors: E_USAGE (in is missing), E_MEM. */
REL_CHECKED
rel_status rel_audience_members(rel_ctx *ctx, const rel_graph *g, const rel_members_opts *opts,
                                rel_vid *member, int64_t *count);

#endif
