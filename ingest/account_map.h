/* Account map: which row of the table account a key has, and as much of the row as tells whether a record
 * brings anything new. The one thing in memory that grows with the number of distinct accounts: 40 bytes an
 * account and a table of 4-byte slots that is 3/8 to 3/4 full, so 45 to 51 bytes; while the table
 * doubles, 62. */
#ifndef REL_INGEST_ACCOUNT_MAP_H
#define REL_INGEST_ACCOUNT_MAP_H

#include "src/base/ctx.h"
#include "src/base/hash.h"

enum {
    REL_ACCOUNT_KNOWN = 1,    /* the fields below are those of the row */
    REL_ACCOUNT_OBSERVED = 2, /* as the column */
};

typedef struct rel_account_entry {
    rel_hash128 hash; /* of the key */
    uint64_t words;   /* hash of the texts and flags that were applied last */
    uint64_t counts;  /* hash of the counts that were applied last */
    uint32_t handle;  /* hash of the handle, without case */
    uint32_t id;      /* row in the table account */
    uint32_t seen;    /* seen_at, 0 when missing; times after 2106 count as 2106 */
    uint32_t flags;
} rel_account_entry;

typedef struct rel_account_map {
    rel_account_entry **chunk; /* of REL_ACCOUNT_CHUNK entries, in the order they were added */
    size_t chunk_capacity;
    size_t count;
    uint32_t *slot; /* position + 1 of an entry; 0: free */
    size_t slots;   /* a power of two or 0 */
} rel_account_map;

enum { REL_ACCOUNT_CHUNK = 4096 };

/* The entry of this key, or NULL. It stays where it is until the map is emptied. O(1). */
rel_account_entry *rel_account_map_find(const rel_account_map *m, rel_hash128 hash);
/* Adds a key that is not in the map. Errors: E_MEM (map unchanged). */
REL_CHECKED
rel_status rel_account_map_add(rel_ctx *ctx, rel_account_map *m, rel_hash128 hash, uint32_t id,
                               rel_account_entry **entry);
/* Frees everything; the map is empty then and can be used on. Accepts {0}. */
void rel_account_map_free(rel_account_map *m);
size_t rel_account_map_bytes(const rel_account_map *m);

#endif
