#include "src/insight/account_index.h"

#include "src/base/hash.h"

static uint64_t folded_hash(rel_str s)
{
    char small[256];
    size_t len = 0;
    for (; len < s.len && len < sizeof small; len++) {
        const char c = s.s[len];
        small[len] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return rel_hash64(small, len);
}

static bool same_folded(rel_str a, rel_str b)
{
    for (size_t i = 0; i < a.len && a.len == b.len; i++) {
        const char x = a.s[i], y = b.s[i];
        const bool letter = (x | 32) >= 'a' && (x | 32) <= 'z';
        if (x != y && !(letter && (x ^ 32) == y)) return false;
    }
    return a.len == b.len;
}

rel_status rel_account_index_make(rel_ctx *ctx, const rel_graph *g, rel_account_index *x)
{
    rel_status st;
    const rel_attribute *column = rel_attribute_find(&g->vertex_attributes, "handle");
    *x = (rel_account_index){.g = g};
    if (!column || column->type != REL_ATTRIBUTE_TEXT) return REL_OK;
    x->handle = column;
    REL_TRY(rel_scratch_unset(ctx, &x->item, g->n, sizeof *x->item, "handles"));
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_str handle = rel_attribute_text(column, v);
        if (handle.s) x->item[x->count++] = (rel_sort_item){folded_hash(handle), v};
    }
    st = rel_sort_radix(ctx, x->item, x->count);
out:
    return st;
}

static int64_t first_of(const rel_account_index *x, uint64_t key)
{
    int64_t low = 0, high = x->count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (x->item[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

rel_vid rel_account_index_next(const rel_account_index *x, rel_str handle, int64_t *at)
{
    const uint64_t key = folded_hash(handle);
    if (*at == 0) *at = first_of(x, key);
    while (*at < x->count && x->item[*at].key == key) {
        const rel_vid v = (rel_vid)x->item[(*at)++].value;
        if (same_folded(rel_attribute_text(x->handle, v), handle)) return v;
    }
    return REL_VID_NONE;
}

rel_vid rel_account_index_find(const rel_account_index *x, rel_str text, bool *several)
{
    int64_t at = 0;
    rel_str bare = text;
    *several = false;
    rel_vid v = rel_names_find(&x->g->names, text);
    if (v != REL_VID_NONE) return v;
    if (bare.len > 1 && *bare.s == '@') bare = (rel_str){bare.s + 1, bare.len - 1};
    if (!x->count) return rel_names_find(&x->g->names, bare);
    v = rel_account_index_next(x, bare, &at);
    *several = v != REL_VID_NONE && rel_account_index_next(x, bare, &at) != REL_VID_NONE;
    return v;
}
