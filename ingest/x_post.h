/* Posts and accounts of X as its first API (v1.1) and its web pages name their fields. The two keep them in
 * different places: a reader says where (rel_x_ops), and what becomes of them is done here once.
 * docs/formats/x-v1.md. */
#ifndef REL_INGEST_X_POST_H
#define REL_INGEST_X_POST_H

#include "ingest/format.h"
#include "ingest/json_access.h"

/* Where what is known of an account stands. Every field may be NULL. */
typedef struct rel_x_user {
    const cJSON *id;
    const cJSON *name, *handle, *created; /* the web moved these */
    const cJSON *bio, *location, *verified, *is_protected;
    const cJSON *followers, *following;
    const cJSON *fields; /* url, lang, statuses_count */
} rel_x_user;

/* Where what is known of a post stands. Every field but `fields` may be NULL or missing. */
typedef struct rel_x_post {
    const cJSON *fields; /* created_at, in_reply_to_..., favorite_count, ...; NULL: the post was taken away */
    const cJSON *id;
    const cJSON *author, *author_id; /* the account, to be looked at with ops->user; else its id alone */
    const cJSON *entities;           /* user_mentions, hashtags, urls */
    const cJSON *text;
    const cJSON *shared, *quoted; /* whole posts, to be looked at with ops->post */
    const cJSON *shared_id, *quoted_id;
    const cJSON *conversation, *views;
} rel_x_post;

typedef struct rel_x_ops {
    rel_x_user (*user)(const cJSON *user);
    rel_x_post (*post)(const cJSON *post);
} rel_x_ops;

/* One record. */
typedef struct rel_x_reading {
    const rel_x_ops *ops;
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    /* When the record was retrieved. When it does not say, the time of the post that is read stands for it:
     * what came with that post was so then, or later. */
    int64_t seen_at;
} rel_x_reading;

#define REL_X REL_STR_LIT("x")

/* The field "id_str", else "id": a program that reads numbers as doubles spoils the second. */
const cJSON *rel_x_id(const cJSON *o);

/* Whether an address is that of a post, ".../status/ID". An id may be short: its digits alone, at the end of
 * any address, say nothing. */
bool rel_x_links_to(rel_str url, rel_str post);

/* The account, with its profile when there is one. UNKNOWN when it has neither id nor handle. */
rel_account_ref rel_x_read_user(rel_x_reading *r, const cJSON *user);

/* Stores a post with what it does and the posts that it brings along. Returns its author. `author`, when not
 * UNKNOWN, wrote it: for a post that stands in its author's profile. */
rel_account_ref rel_x_read_post(rel_x_reading *r, const cJSON *post, bool collected, rel_account_ref author);

/* Whose followers, or friends, a list of accounts names: by --subject or the name of the file (reading.h). */
typedef struct rel_x_list {
    rel_account_ref owner; /* UNKNOWN: not known */
    bool following, is_list;
} rel_x_list;
rel_x_list rel_x_list_of(rel_x_reading *r);
/* An account of the list. Nothing happens when the owner is not known. */
void rel_x_add_listed(rel_x_reading *r, const rel_x_list *list, rel_account_ref other);
/* Rejects a list whose owner is not known. */
void rel_x_refuse_list(rel_x_reading *r);

#endif
