/* Cascades of a workspace: a post and what followed it: its shares, quotes, replies and comments, and what
 * followed these, in time. Posts hang together by the post that each is about and by their conversation;
 * whoever acts is in the cascade once, from the first act on, and the first of all is the initiator.
 *
 * A post that nobody answered is a cascade of one: what it said was passed on by nobody. Likes pass nothing
 * on, and follows are no acts: neither is in a cascade. */
#ifndef REL_INGEST_CASCADES_H
#define REL_INGEST_CASCADES_H

#include "graph/cascades.h"
#include "graph/names.h"
#include "ingest/workspace.h"

typedef struct rel_workspace_cascade_counts {
    int64_t cascades, acts; /* read */
    int64_t single;         /* cascades of one account */
    int64_t repeated;       /* acts of an account after its first in the cascade */
    int64_t without_time;   /* left out: posts and acts of which no time is known */
    int64_t outside_period; /* left out */
    int64_t without_post;   /* left out: acts that say neither by which post they were made nor about which */
    int64_t outside_graph;  /* left out: of accounts that the graph does not have */
} rel_workspace_cascade_counts;

/* names: account keys in ascending order of their rows, as rel_project makes them; some may be left out.
 * since and until as in rel_projection_opts. Cascades come in the order of their first act, ties by the first
 * post. Posts are told apart by 64 bits of a hash. Cost: one look at every post and act, a sort of the acts.
 * Memory: 24 bytes an act, 28 to 40 a post while it lasts. Errors: E_USAGE (a name is no account of this
 * workspace), E_IO, E_DATA, E_LIMIT (2^32 posts), E_MEM, E_STOPPED; c is empty then. */
REL_CHECKED
rel_status rel_workspace_cascades(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                                  int64_t until, rel_cascades *c, rel_workspace_cascade_counts *counts);

#endif
