#include "graph/write_times.h"

#include <stdlib.h>

#include "src/base/number_text.h"
#include "src/base/time.h"

rel_instants rel_write_edge_times(const rel_write_plan *p, rel_eid arc, int layer)
{
    rel_instants it = {.rest = REL_STR_MISSING, .before = REL_TIME_MISSING};
    if (p->times) {
        it.rest = rel_attribute_text(p->times, arc);
        it.layer = layer >= 0 ? rel_kind_word(p->layer[layer].kind) : NULL;
    } else if (rel_write_edge_span(p, arc, &it.given[1], &it.given[0])) {
        it.left = 2;
    }
    return it;
}

bool rel_instants_next(rel_instants *it, int64_t *time)
{
    while (it->left) {
        *time = it->given[--it->left];
        if (*time == it->before) continue;
        it->before = *time;
        return true;
    }
    while (it->rest.len) {
        rel_str word = rel_str_cut(&it->rest, ',');
        const rel_str number = rel_str_cut(&word, ' ');
        if (it->layer && !rel_str_is(word, it->layer)) continue;
        if (!rel_str_to_i64(number, time) || !rel_time_writable(*time) || *time == it->before) continue;
        it->before = *time;
        return true;
    }
    return false;
}

static int by_time(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Counts the instants of the edges of each vertex, or puts them where off says, which then is where the next
 * vertex begins. */
static void visit(const rel_write_plan *p, int64_t *off, int64_t *list)
{
    const rel_graph *g = p->g;
    int64_t t;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++)
            for (rel_instants it = rel_write_edge_times(p, e, -1); rel_instants_next(&it, &t);) {
                const rel_vid v = g->out.adj[e];
                if (list) {
                    list[off[u]] = t;
                    list[off[v]] = t;
                }
                off[u]++;
                off[v]++;
            }
}

/* Of the list of each vertex every instant once, ascending. end[v] is where it ends. */
static void sort_each(const rel_write_plan *p, const int64_t *end, int64_t *list, rel_write_instants *of)
{
    for (rel_vid v = 0; v < p->g->n; v++) {
        int64_t *const first = list + (v ? end[v - 1] : 0);
        const int64_t count = list + end[v] - first;
        int64_t kept = 0;
        qsort(first, (size_t)count, sizeof *first, by_time);
        for (int64_t i = 0; i < count; i++)
            if (!kept || first[kept - 1] != first[i]) first[kept++] = first[i];
        of[v] = (rel_write_instants){first, kept};
    }
}

rel_status rel_write_choose_times(rel_ctx *ctx, rel_write_plan *p)
{
    rel_status st;
    const rel_vid n = p->g->n;
    int64_t *off = NULL, *list = NULL, sum = 0;
    rel_write_instants *of = NULL;
    const rel_attribute *times = rel_attribute_find(&p->g->edge_attributes, REL_ACT_TIMES);
    if (times && times->type == REL_ATTRIBUTE_TEXT) p->times = times;
    REL_TRY(rel_scratch(ctx, &off, n, sizeof *off, "instants of accounts"));
    REL_TRY(rel_scratch(ctx, &of, n, sizeof *of, "instants of accounts"));
    visit(p, off, NULL);
    for (rel_vid v = 0; v < n; v++) {
        const int64_t count = off[v];
        off[v] = sum;
        sum += count;
    }
    REL_TRY(rel_scratch(ctx, &list, (size_t)sum + 1, sizeof *list, "instants of accounts"));
    visit(p, off, list);
    sort_each(p, off, list, of);
    p->vertex_times = of;
out:
    return st;
}
