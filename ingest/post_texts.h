/* What the accounts of a graph wrote and shared: their posts, one by one, in whatever order the reader wants
 * them, and how often they acted. */
#ifndef REL_INGEST_POST_TEXTS_H
#define REL_INGEST_POST_TEXTS_H

#include "graph/names.h"
#include "ingest/workspace.h"

/* A collected post. */
typedef struct rel_post_ref {
    int64_t row; /* post.id */
    rel_vid author;
    bool share; /* of somebody's post */
} rel_post_ref;

typedef struct rel_post_text {
    int64_t text_row;   /* the post whose text, hashtags and links these are: the shared one when it is known,
                         * else the post itself */
    rel_str text, lang; /* missing when not known */
    rel_str platform, native_id, url; /* of the post itself */
    int64_t time, shares;             /* of the post itself; REL_TIME_MISSING, -1: not known */
    const rel_str *tag, *link;
    size_t tags, links;
} rel_post_text;

/* Of accounts, by vertex. */
typedef struct rel_activity {
    rel_post_ref *post; /* ascending rows */
    int64_t posts;
    int64_t *acts;       /* interactions that the account made, follows left out */
    int64_t first, last; /* of posts and acts; REL_TIME_MISSING: none has a time */
} rel_activity;

typedef struct rel_posts rel_posts;

/* Opens the posts of the accounts named (account keys in ascending order of their rows, as rel_project makes
 * them) that are collected, and counts their acts, from since on and before until; REL_TIME_MISSING: no
 * bound. With a bound, posts and acts without a time are left out. kinds: a bit (1 << rel_kind) for each that
 * counts as an act. The handle sees the workspace as it was at this moment, until it is closed: it holds a
 * transaction of w.
 *
 * Cost: one look at every account, post and interaction. Memory: 16 bytes a post, 8 an account named, 4 an
 * account. Errors: E_USAGE (a name is no account of this workspace), E_IO, E_DATA, E_MEM, E_STOPPED; *posts
 * is NULL and *activity {0} then. Both are yours. */
REL_CHECKED
rel_status rel_posts_open(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                          int64_t until, unsigned kinds, rel_posts **posts, rel_activity *activity);
/* The post of this row; texts are borrowed until the next call. Cost: some look-ups by key. Memory: that of
 * the longest text so far. Errors: E_IO, E_DATA (no such post), E_MEM. */
REL_CHECKED
rel_status rel_posts_get(rel_ctx *ctx, rel_posts *posts, int64_t row, rel_post_text *text);
/* Accepts NULL. */
void rel_posts_close(rel_posts *posts);
/* Accepts {0}. */
void rel_activity_free(rel_activity *activity);

#endif
