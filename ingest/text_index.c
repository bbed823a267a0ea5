#include "ingest/text_index.h"

#include "src/base/hash.h"

typedef struct rel_text_entry {
    rel_str text;
    const void *thing;
} rel_text_entry;

static char folded(char c, bool fold)
{
    return fold && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint64_t hash_of(rel_str text, bool fold)
{
    char start[64];
    if (!fold) return rel_hash64(text.s, text.len);
    const size_t len = text.len < sizeof start ? text.len : sizeof start;
    for (size_t i = 0; i < len; i++) start[i] = folded(text.s[i], true);
    return rel_hash64(start, len);
}

static bool same(rel_str a, rel_str b, bool fold)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (folded(a.s[i], fold) != folded(b.s[i], fold)) return false;
    return true;
}

rel_status rel_text_index_make(rel_ctx *ctx, rel_text_index *index, size_t most)
{
    size_t entries = 8;
    while (entries < 2 * most) entries *= 2;
    index->mask = entries - 1;
    return rel_scratch(ctx, &index->entry, entries, sizeof *index->entry, "index of a record");
}

static rel_text_entry *place(const rel_text_index *index, rel_str text, bool fold)
{
    for (size_t i = (size_t)hash_of(text, fold) & index->mask;; i = (i + 1) & index->mask) {
        rel_text_entry *e = &index->entry[i];
        if (!e->text.s || same(e->text, text, fold)) return e;
    }
}

void rel_text_index_add(rel_text_index *index, rel_str text, bool fold, const void *thing)
{
    if (!text.len) return;
    rel_text_entry *e = place(index, text, fold);
    if (!e->text.s) *e = (rel_text_entry){text, thing};
}

const void *rel_text_index_find(const rel_text_index *index, rel_str text, bool fold)
{
    return text.len && index->entry ? place(index, text, fold)->thing : NULL;
}
