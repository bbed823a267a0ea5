#include "ingest/projection_times.h"

#include <inttypes.h>
#include <stdlib.h>

#include "graph/write_times.h"
#include "src/base/time.h"

typedef struct act {
    rel_eid arc;
    int64_t time;
    uint8_t layer;
} act;

static int by_arc(const void *a, const void *b)
{
    const act *x = a, *y = b;
    if (x->arc != y->arc) return x->arc < y->arc ? -1 : 1;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return x->layer - y->layer;
}

static size_t list_acts(const rel_edges *e, const rel_graph *g, act *list)
{
    size_t count = 0;
    for (rel_eid i = 0; i < e->count; i++) {
        if (e->time[i] == REL_TIME_MISSING) continue;
        const rel_eid arc = rel_graph_find(g, e->source[i], e->target[i]);
        if (arc >= 0) list[count++] = (act){arc, e->time[i], e->layer[i]};
    }
    qsort(list, count, sizeof *list, by_arc);
    return count;
}

/* Appends what the sorted list says, each instant of a layer once; end[arc] is where the text of an arc ends.
 */
static rel_status write_texts(rel_ctx *ctx, const act *list, size_t count, rel_eid arcs, rel_buf *text,
                              uint64_t *end)
{
    rel_status st = REL_OK;
    size_t i = 0;
    for (rel_eid e = 0; e < arcs; e++) {
        for (const size_t first = i; i < count && list[i].arc == e; i++) {
            if (i > first && by_arc(&list[i - 1], &list[i]) == 0) continue;
            REL_TRY(rel_buf_printf(ctx, text, "%s%" PRId64 " %s", i > first ? "," : "", list[i].time,
                                   rel_kind_word((rel_kind)list[i].layer)));
        }
        end[e] = text->len;
    }
out:
    return st;
}

rel_status rel_projection_add_times(rel_ctx *ctx, const rel_edges *edges, rel_graph *g)
{
    rel_status st;
    act *list = NULL;
    uint64_t *end = NULL;
    rel_str *value = NULL;
    rel_buf text = {0};
    if (!g->out.off) return rel_fail(ctx, REL_E_USAGE, "projection: times need the outgoing edges");
    REL_TRY(rel_alloc(ctx, &list, (size_t)edges->count + 1, sizeof *list, "times of edges"));
    REL_TRY(rel_alloc(ctx, &end, (size_t)g->m + 1, sizeof *end, "times of edges"));
    REL_TRY(rel_alloc(ctx, &value, (size_t)g->m + 1, sizeof *value, "times of edges"));
    const size_t count = list_acts(edges, g, list);
    REL_TRY(write_texts(ctx, list, count, g->m, &text, end));
    for (rel_eid e = 0; e < g->m; e++) {
        const uint64_t start = e ? end[e - 1] : 0;
        value[e] = end[e] > start ? (rel_str){text.data + start, (size_t)(end[e] - start)} : REL_STR_MISSING;
    }
    st = rel_graph_add_edge_attribute(ctx, g, REL_ACT_TIMES, REL_ATTRIBUTE_TEXT, value, NULL);
out:
    rel_buf_free(&text);
    free(value);
    free(end);
    free(list);
    return st;
}
