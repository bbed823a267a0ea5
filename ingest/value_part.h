/* Parts of values in tables: tools put the id of a post into an address, the one who is shared into a link,
 * the posts above a comment into a path. */
#ifndef REL_INGEST_VALUE_PART_H
#define REL_INGEST_VALUE_PART_H

#include "src/base/str.h"

/* Part, its name in presets. */
#define REL_VALUE_PART_LIST(X)                                                                               \
    X(WHOLE, "whole")                                                                                        \
    X(URL_END, "url-end")                   /* ".../p/CxA1/?x=1": "CxA1" */                                  \
    X(FACEBOOK_ACCOUNT, "facebook-account") /* "https://www.facebook.com/velo.club/posts/1": "velo.club" */  \
    X(X_ACCOUNT, "x-account")               /* "https://x.com/ana/status/12": "ana" */                       \
    X(X_POST, "x-post")       /* "https://x.com/ana/status/12": "12"; what is no such address: all of it */  \
    X(REDDIT_ID, "reddit-id") /* ".../comments/13ab/title/": "t3_13ab"; ".../13ab/title/jj1": "t1_jj1" */    \
    X(AFTER_UNDERSCORE, "after-underscore") /* "t1_jj1": "jj1" */                                            \
    X(PATH_PAGE, "path-page")               /* of "seed/page_post" the page */                               \
    X(PATH_POST, "path-post")               /* of "seed/post/comment" the post */                            \
    X(PATH_COMMENT, "path-comment")         /* of "seed/post/comment/answer" the comment */                  \
    X(SIBLING, "sibling")                   /* "7" in the row "chat-9": "chat-7" */                          \
    X(FIRST, "first")                       /* of "fr,en" or ["fr", "en"] the first */                       \
    X(NOT_ZERO, "not-zero")                 /* 0 means that it is not known */

typedef enum rel_value_part {
#define X(part, name) REL_PART_##part,
    REL_VALUE_PART_LIST(X)
#undef X
        REL_VALUE_PARTS
} rel_value_part;

/* The names in their order; NULL ends. */
extern const char *const rel_value_part_names[];

/* The part of a value, missing when it has none. What is not a slice of the value is made in room. own: id of
 * the row, for a sibling. */
enum { REL_VALUE_PART_ROOM = 600 };
rel_str rel_value_part_of(rel_value_part part, rel_str value, rel_str own, char room[REL_VALUE_PART_ROOM]);

/* The page, group or person that an address of Facebook belongs to, and the post that it shows: an id when
 * these are only digits. Missing where the address does not tell (facebook.com/watch?v=1) or is none of
 * Facebook. */
typedef struct rel_facebook_link {
    rel_str account, post;
} rel_facebook_link;
rel_facebook_link rel_facebook_link_of(rel_str address);

#endif
