#include "graph/name_sort.h"

#include "src/base/sort.h"

enum { FEW = 24 }; /* texts that insertion sort sorts faster */

typedef struct texts {
    const char *text;
    const uint64_t *off;
} texts;

/* What is left of text i after its first `depth` bytes. */
static inline rel_str rest(const texts *t, uint64_t i, size_t depth)
{
    const uint64_t from = t->off[i], len = t->off[i + 1] - from;
    return len > depth ? (rel_str){t->text + from + depth, len - depth} : (rel_str){t->text, 0};
}

static int compare(rel_str a, rel_str b)
{
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common ? memcmp(a.s, b.s, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static void sort_few(const texts *t, rel_sort_item *item, int64_t count, size_t depth)
{
    for (int64_t i = 1; i < count; i++) {
        const rel_sort_item moved = item[i];
        const rel_str name = rest(t, moved.value, depth);
        int64_t k = i;
        for (; k > 0 && compare(rest(t, item[k - 1].value, depth), name) > 0; k--) item[k] = item[k - 1];
        item[k] = moved;
    }
}

/* Length of what all texts share after `depth`; *same: there is nothing else. */
static size_t common_prefix(const texts *t, const rel_sort_item *item, int64_t count, size_t depth,
                            bool *same)
{
    const rel_str first = rest(t, item[0].value, depth);
    size_t common = first.len;
    *same = true;
    for (int64_t i = 1; i < count; i++) {
        const rel_str other = rest(t, item[i].value, depth);
        size_t k = 0;
        if (other.len != first.len) *same = false;
        if (other.len < common) common = other.len;
        while (k < common && other.s[k] == first.s[k]) k++;
        common = k;
        if (common < first.len) *same = false;
        if (!common && !*same) break;
    }
    return common;
}

/* Eight bytes as a number that orders as they do. */
static uint64_t key_of(rel_str s)
{
    uint64_t key = 0;
    for (size_t k = 0; k < 8; k++) key = key << 8 | (k < s.len ? (unsigned char)s.s[k] : 0);
    return key;
}

/* Recursion splits the group each time (what all share is skipped), and a group at depth d has texts of d
 * bytes: it goes no deeper than the square root of the bytes there are. */
static rel_status sort_group(rel_ctx *ctx, const texts *t, rel_sort_item *item, int64_t count, size_t depth)
{
    bool same;
    if (count < FEW) {
        sort_few(t, item, count, depth);
        return REL_OK;
    }
    depth += common_prefix(t, item, count, depth, &same);
    if (same) return REL_OK;
    for (int64_t i = 0; i < count; i++) item[i].key = key_of(rest(t, item[i].value, depth));
    rel_status st = rel_sort_radix(ctx, item, count);
    int64_t end;
    for (int64_t i = 0; st == REL_OK && i < count; i = end) {
        for (end = i + 1; end < count && item[end].key == item[i].key;) end++;
        if (end - i > 1) st = sort_group(ctx, t, item + i, end - i, depth + 8);
    }
    return st;
}

rel_status rel_name_sort(rel_ctx *ctx, const char *text, const uint64_t *off, rel_vid n, rel_vid *order)
{
    rel_status st;
    rel_sort_item *item = NULL;
    const texts t = {text, off};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &item, n, sizeof *item, "sorting names"));
    for (rel_vid i = 0; i < n; i++) item[i].value = i;
    REL_TRY(sort_group(ctx, &t, item, n, 0));
    for (rel_vid i = 0; i < n; i++) order[i] = (rel_vid)item[i].value;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
