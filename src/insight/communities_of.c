#include "src/insight/communities_of.h"

#include <inttypes.h>

#include "src/base/hash.h"
#include "src/base/sort.h"

/* Equal for equal values. Texts are told apart by 64 bits of hash: communities are few. */
static uint64_t key_of(const rel_attribute *a, rel_vid v)
{
    if (a->type == REL_ATTRIBUTE_I64) return (uint64_t)a->value.i64[v];
    if (a->type != REL_ATTRIBUTE_TEXT) return rel_sort_key_f64(rel_attribute_f64(a, v));
    const rel_str text = rel_attribute_text(a, v);
    return rel_hash64(text.s, text.len);
}

rel_status rel_communities_of(rel_ctx *ctx, const rel_graph *g, uint32_t *community, uint32_t *count)
{
    rel_status st;
    rel_sort_item *items = NULL;
    int64_t known = 0;
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "community");
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *count = 0;
    REL_TRY(rel_scratch(ctx, &items, g->n, sizeof *items, "communities"));
    for (rel_vid v = 0; a && v < g->n; v++)
        if (!rel_attribute_is_missing(a, v)) items[known++] = (rel_sort_item){key_of(a, v), v};
    if (!known) {
        rel_fail(ctx, REL_E_USAGE, "participation: nothing says which communities the accounts are in");
        st = rel_hint(ctx, "a graph file says it in a column 'community' of its accounts, a workspace in its "
                           "table 'community'");
        goto out;
    }
    REL_TRY(rel_sort_radix(ctx, items, known));
    for (rel_vid v = 0; v < g->n; v++) community[v] = UINT32_MAX;
    for (int64_t i = 0; i < known; i++) {
        *count += i == 0 || items[i].key != items[i - 1].key;
        community[items[i].value] = *count - 1;
    }
    if (known == (int64_t)g->n) goto out;
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] == UINT32_MAX) community[v] = *count;
    ++*count;
    rel_note(ctx, "participation: %" PRId64 " accounts in no known community count as one more",
             (int64_t)g->n - known);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
