/* Captures: what people keep of a platform's web pages with Zeeschuimer, and what 4CAT makes of that. A line
 * of Zeeschuimer's is {"item_id", "source_platform": "instagram.com", "source_platform_url": the page that
 * was open, "source_url": the request, "timestamp_collected": milliseconds, "data": {what the platform
 * sent}}. 4CAT moves the fields of data up and keeps the others under "__import_meta". What the platform sent
 * is the business of its reader. */
#ifndef REL_INGEST_CAPTURE_H
#define REL_INGEST_CAPTURE_H

#include "ingest/reading.h"

typedef struct rel_capture {
    const cJSON *item; /* what the platform sent; the record itself when there is no envelope */
    rel_str source; /* "instagram.com", "tiktok-comments"; missing: no envelope, or one that does not say */
    rel_str page, request; /* addresses; may be missing */
    int64_t collected_at;  /* REL_TIME_MISSING: not known */
    bool enveloped;
} rel_capture;

/* Takes the envelope off. *ignored counts a time of collection that is none. */
rel_capture rel_capture_open(const cJSON *record, int64_t *ignored);

/* For detection: 100 when an envelope says that the record is of one of these sources ("tiktok.com|
 * tiktok-comments"), 0 when it says another, -1 when it says none. A file of captures goes to a reader that
 * is certain or to none. */
int rel_capture_score(const cJSON *record, const char *sources);

/* What an address has between `before` and the next '/', '?' or its end: ".../media/12/comments/", "/media/"
 * -> "12". Missing when it has none. */
rel_str rel_address_part(rel_str address, const char *before);

/* A part of an address with its "%C3%A9" as characters; what is no such escape stays. Cut off at the end of
 * the room. */
rel_str rel_address_decode(rel_str part, char *room, size_t size);

/* Stores a post, and that its author was observed when it is collected activity; false when it was rejected
 * for the fault. */
bool rel_capture_add_post(rel_batch *b, int64_t line, const rel_post_record *post,
                          const rel_post_fault *fault);

/* Counts and lists a record that is none of the reader's. */
void rel_capture_reject_unknown(rel_batch *b, int64_t line, const cJSON *record);

#endif
