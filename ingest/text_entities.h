/* Mentions, hashtags and links in the text of a post, for sources that have no fields for them. */
#ifndef REL_INGEST_TEXT_ENTITIES_H
#define REL_INGEST_TEXT_ENTITIES_H

#include "src/base/str.h"

typedef enum rel_entity_kind {
    REL_ENTITY_MENTION, /* "name" of @name, or "name@host" of @name@host */
    REL_ENTITY_TAG,     /* without '#'; never digits only */
    REL_ENTITY_LINK,    /* from http:// or https:// to the next blank, without closing punctuation */
} rel_entity_kind;

typedef struct rel_entity {
    rel_entity_kind kind;
    rel_str text; /* borrowed */
} rel_entity;

/* The next one at or after *at, which moves behind it. False when there is none left. An address such as
 * a@b.org is no mention, and nothing inside a link counts. */
bool rel_entity_next(rel_str text, size_t *at, rel_entity *e);

/* The name behind "RT @name:" at the beginning of a text, as people and old programs share by hand; else
 * missing. */
rel_str rel_text_shared_from(rel_str text);

#endif
