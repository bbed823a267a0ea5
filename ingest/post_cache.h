/* Post cache: posts that this writer has stored lately, and what the record said that was merged last.
 * Exports repeat: a shared post comes along with each page that has a share of it. A record that says what
 * was merged last changes nothing, and is known to without asking SQLite. A fixed table; a newer post takes
 * the place of an older one. */
#ifndef REL_INGEST_POST_CACHE_H
#define REL_INGEST_POST_CACHE_H

#include "ingest/record.h"

enum { REL_POST_CACHE_SLOTS = 1 << 18 }; /* 10 MiB */

typedef struct rel_post_entry {
    rel_hash128 hash; /* of platform and id */
    uint64_t said;    /* hash of the record that was merged last */
    int64_t row;      /* in the table post; 0: free */
    bool collected;   /* as the column */
} rel_post_entry;

typedef struct rel_post_cache {
    rel_post_entry *entry; /* NULL before the first post */
} rel_post_cache;

/* Makes room; does nothing when there is some. Errors: E_MEM. */
REL_CHECKED
rel_status rel_post_cache_begin(rel_ctx *ctx, rel_post_cache *c);
/* The row of the post when the record would change nothing in it, else 0. */
int64_t rel_post_cache_find(const rel_post_cache *c, const rel_post_record *p);
/* The record was merged into this row last. */
void rel_post_cache_put(rel_post_cache *c, const rel_post_record *p, int64_t row);
/* Forgets all; accepts {0}. */
void rel_post_cache_free(rel_post_cache *c);

#endif
