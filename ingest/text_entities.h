/* Mentions, hashtags and links in the text of a post, for sources that have no fields for them. */
#ifndef REL_INGEST_TEXT_ENTITIES_H
#define REL_INGEST_TEXT_ENTITIES_H

#include "src/base/str.h"

typedef enum rel_entity_kind {
    REL_ENTITY_MENTION, /* "name" of @name, or "name@host" of @name@host */
    REL_ENTITY_TAG,     /* without '#'; never digits only */
    REL_ENTITY_LINK,    /* from http:// or https:// to the next blank, without closing punctuation; of
                         * [text](link) what    stands in the brackets */
} rel_entity_kind;

typedef struct rel_entity {
    rel_entity_kind kind;
    rel_str text; /* borrowed */
} rel_entity;

/* The next one at or after *at, which moves behind it. False when there is none left. An address such as
 * a@b.org is no mention, and nothing inside a link counts. */
bool rel_entity_next(rel_str text, size_t *at, rel_entity *e);

/* The next name that is written as on Reddit, u/name or /u/name, at or after *at, which moves behind it.
 * Missing when there is none left. Nothing inside a link or a word counts; "\\_", as Reddit's editor writes
 * it, is "_". The name lives in room. */
enum { REL_USER_NAME_MIN = 3, REL_USER_NAME_MAX = 20 };
rel_str rel_text_next_user(rel_str text, size_t *at, char room[REL_USER_NAME_MAX]);

/* The name behind "RT @name:" at the beginning of a text, as people and old programs share by hand; else
 * missing. */
rel_str rel_text_shared_from(rel_str text);

#endif
