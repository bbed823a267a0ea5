/* Instagram, inside: what the files of its reader share. */
#ifndef REL_INGEST_INSTAGRAM_H
#define REL_INGEST_INSTAGRAM_H

#include "ingest/capture.h"
#include "ingest/format.h"

#define INSTAGRAM REL_STR_LIT("instagram")

/* One record. */
typedef struct rel_instagram {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    rel_capture from;
} rel_instagram;

/* -------- accounts -------- */

rel_str rel_instagram_user_id(const cJSON *user, char room[REL_JSON_ID_TEXT]);
rel_account_ref rel_instagram_account(const rel_instagram *s, const cJSON *user);
/* A profile, and not just an id with a name. */
bool rel_instagram_is_profile(const cJSON *user);
/* What is said of somebody who was observed: by a profile, or by a post of theirs. */
void rel_instagram_describe(const rel_instagram *s, rel_account_ref ref, const cJSON *user);

/* -------- counts -------- */

/* The count of an edge: {"edge_liked_by": {"count": 3}}. */
int64_t rel_instagram_edge_count(const rel_instagram *s, const cJSON *o, const char *edge);
/* A count under one of two names, else that of an edge. */
int64_t rel_instagram_count(const rel_instagram *s, const cJSON *o, const char *key, const char *other,
                            const char *edge);

/* -------- ids -------- */

enum { REL_INSTAGRAM_CODE = 12 };

/* The code of a post that stands in its address, for its number: both say the same in base 64 and base 10.
 * What is behind "_" is the id of the owner. Missing when it is no such number. */
rel_str rel_instagram_code(rel_str number, char room[REL_INSTAGRAM_CODE]);
/* The code in ".../p/CODE/". */
rel_str rel_instagram_code_in(rel_str address);

/* -------- comments -------- */

/* What comments hang on. */
typedef struct rel_instagram_thread {
    rel_str post;
    rel_account_ref owner; /* of the post; may be unknown */
    rel_str parent;        /* the comment that is answered; missing: the post */
    rel_account_ref parent_author;
} rel_instagram_thread;

void rel_instagram_comment(const rel_instagram *s, const cJSON *comment, const rel_instagram_thread *on);
/* The comments of a list; edges: in the "node" of each item. */
void rel_instagram_comments(const rel_instagram *s, const cJSON *first, bool edges,
                            const rel_instagram_thread *on);
/* {"comments": [...]}, a reply of the internal API: what it is about stands in the request or in the page. */
void rel_instagram_comment_page(const rel_instagram *s, const cJSON *page);

#endif
