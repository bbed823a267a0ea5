/* How often each post was shared: the acts of a workspace counted by the post that they are about. */
#ifndef REL_INGEST_POST_SHARES_H
#define REL_INGEST_POST_SHARES_H

#include "graph/names.h"
#include "ingest/workspace.h"

/* One post. */
typedef struct rel_post_shares {
    uint64_t key;         /* hash of its id */
    rel_vid author;       /* position in the names given */
    uint32_t shares : 31; /* in the period; more count as 2^31 - 1 */
    uint32_t own : 1;     /* a collected post of the period that is no share itself */
} rel_post_shares;

typedef struct rel_post_shares_list {
    rel_post_shares *post; /* in no order that means anything, but always the same one */
    int64_t count;
    int64_t without_post; /* shares of the period of which the post is not known */
} rel_post_shares_list;

/* The posts of the accounts named (account keys in ascending order of their rows, as rel_project makes them)
 * that were collected or shared from since on and before until; REL_TIME_MISSING: no bound. With a bound,
 * posts and shares without a time are left out. Posts are told apart by 64 bits of a hash and their author.
 *
 * Cost: one look at every account, post and share. Memory: 16 bytes a post of a table that is half to three
 * quarters full, so 21 to 32, and while it grows half as much again; 4 an account. Errors: E_USAGE (a name is
 * no account of this workspace), E_IO, E_DATA, E_MEM, E_STOPPED; the list is then empty. Yours:
 * rel_post_shares_free. */
REL_CHECKED
rel_status rel_post_shares_read(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                                int64_t until, rel_post_shares_list *list);
/* Accepts {0}. */
void rel_post_shares_free(rel_post_shares_list *list);

#endif
