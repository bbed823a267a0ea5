/* X API v2 objects as twarc keeps them: users, tweets and the pages around them. */
#ifndef REL_DATASETS_X_V2_H
#define REL_DATASETS_X_V2_H

#include "datasets/draft.h"
#include "datasets/pen.h"

#define REL_X_EPOCH_MS 1288834974657 /* of X's snowflake ids */

/* An id of X's form for something that happened at utc_ms; low takes its last 22 bits. */
static inline uint64_t rel_x_snowflake(int64_t utc_ms, uint64_t low)
{
    return (uint64_t)(utc_ms - REL_X_EPOCH_MS) << 22 | (low & 0x3fffff);
}

typedef struct rel_x_user {
    uint64_t id;
    int64_t created_ms;
    const char *name, *handle, *bio, *location;
    int64_t followers, following, tweets, listed;
    bool verified, is_protected;
} rel_x_user;

typedef struct rel_x_tweet {
    uint64_t id, author, conversation;
    int64_t time_ms;
    const rel_draft *draft;
    const char *lang, *source;            /* lang NULL: the field is left out, as in old files */
    const char *reference;                /* "retweeted", "quoted", "replied_to", or NULL */
    uint64_t reference_id, reply_to_user; /* reply_to_user 0: none */
    int64_t shares, replies, likes, quotes, views;
    bool long_form; /* with the annotations that X adds, several times the size */
} rel_x_tweet;

void rel_x_v2_user(rel_pen *p, const char *key, const rel_x_user *u);
/* The fields of a tweet, without the brackets around them. */
void rel_x_v2_tweet_fields(rel_pen *p, const rel_x_tweet *t);
void rel_x_v2_tweet(rel_pen *p, const char *key, const rel_x_tweet *t);
/* A "problem" entry of a page: a tweet or user that cannot be seen any more. */
void rel_x_v2_problem(rel_pen *p, const char *parameter, const char *value, const char *title,
                      const char *resource_type);
/* "__twarc": where and when the page was asked for. */
void rel_x_v2_origin(rel_pen *p, const char *url, int64_t retrieved_ms);

#endif
