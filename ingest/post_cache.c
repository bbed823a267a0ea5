#include "ingest/post_cache.h"

#include <stdlib.h>

rel_status rel_post_cache_begin(rel_ctx *ctx, rel_post_cache *c)
{
    if (c->entry) return REL_OK;
    return rel_alloc(ctx, &c->entry, REL_POST_CACHE_SLOTS, sizeof *c->entry, "posts stored lately");
}

static rel_post_entry *place(const rel_post_cache *c, const rel_post_record *p)
{
    return &c->entry[p->id_hash.low % REL_POST_CACHE_SLOTS];
}

static bool is_of(const rel_post_entry *e, const rel_post_record *p)
{
    return e->row && e->hash.low == p->id_hash.low && e->hash.high == p->id_hash.high;
}

/* Merging is idempotent, so the record that was merged last can be left out; collected only ever grows. */
int64_t rel_post_cache_find(const rel_post_cache *c, const rel_post_record *p)
{
    const rel_post_entry *e = place(c, p);
    return is_of(e, p) && e->said == p->said && e->collected >= p->collected ? e->row : 0;
}

void rel_post_cache_put(rel_post_cache *c, const rel_post_record *p, int64_t row)
{
    rel_post_entry *e = place(c, p);
    const bool collected = p->collected || (is_of(e, p) && e->collected);
    *e = (rel_post_entry){p->id_hash, p->said, row, collected};
}

void rel_post_cache_free(rel_post_cache *c)
{
    free(c->entry);
    c->entry = NULL;
}
