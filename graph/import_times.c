/* Of parallel edges the instants of all: the column act_times, see write_times.h. */
#include <stdlib.h>

#include "graph/import_store.h"

typedef struct act {
    int64_t time;
    rel_str text; /* as it stood: "1700000000 share" */
} act;

typedef struct merging {
    rel_ctx *ctx;
    const rel_import *imp;
    const rel_import_column_data *c;
    const rel_import_rows *rows;
    int64_t *head; /* the first edge of an arc + 1 */
    int64_t *next; /* the next of the same arc + 1; 0: none */
    act *list;
    size_t count, capacity;
    rel_buf text;
} merging;

static int by_time_and_text(const void *a, const void *b)
{
    const act *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    const size_t least = x->text.len < y->text.len ? x->text.len : y->text.len;
    const int order = memcmp(x->text.s, y->text.s, least);
    return order ? order : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static rel_status add_acts(merging *m, rel_str rest)
{
    rel_status st = REL_OK;
    while (rest.s) {
        const rel_str text = rel_str_trim(rel_str_cut(&rest, ','));
        rel_str words = text;
        int64_t time;
        if (!rel_str_to_i64(rel_str_cut(&words, ' '), &time)) continue;
        REL_TRY(rel_grow(m->ctx, &m->list, &m->capacity, m->count + 1, sizeof *m->list, "times"));
        m->list[m->count++] = (act){time, text};
    }
out:
    return st;
}

/* The instants of all edges of an arc at the end of m->text. */
static rel_status merge_arc(merging *m, int64_t arc)
{
    rel_status st = REL_OK;
    const rel_import_rows *r = m->rows;
    m->count = 0;
    for (int64_t i = m->head[arc]; i; i = m->next[i - 1]) {
        const int64_t row = r->row ? r->row[i - 1] : i - 1;
        REL_TRY(add_acts(m, rel_import_value(m->imp, m->c, row)));
    }
    if (m->count) qsort(m->list, m->count, sizeof *m->list, by_time_and_text);
    for (size_t k = 0; k < m->count; k++) {
        if (k > 0 && rel_str_eq(m->list[k].text, m->list[k - 1].text)) continue;
        if (k > 0) REL_TRY(rel_buf_puts(m->ctx, &m->text, ","));
        REL_TRY(rel_buf_add(m->ctx, &m->text, m->list[k].text.s, m->list[k].text.len));
    }
out:
    return st;
}

/* Lists the edges of each arc, in order. */
static rel_status list_edges(merging *m)
{
    rel_status st;
    const rel_import_rows *r = m->rows;
    REL_TRY(rel_scratch(m->ctx, &m->head, (size_t)r->count, sizeof *m->head, "times"));
    REL_TRY(rel_scratch(m->ctx, &m->next, (size_t)r->edges, sizeof *m->next, "times"));
    for (int64_t i = r->edges; i-- > 0;) {
        if (r->arc[i] < 0) continue;
        m->next[i] = m->head[r->arc[i]];
        m->head[r->arc[i]] = i + 1;
    }
out:
    return st;
}

rel_status rel_import_merge_acts(rel_ctx *ctx, const rel_import *imp, const rel_import_column_data *c,
                                 const rel_import_rows *rows, rel_str *value, char **text)
{
    rel_status st;
    size_t *off;
    merging m = {.ctx = ctx, .imp = imp, .c = c, .rows = rows};
    REL_TRY(rel_scratch(ctx, &off, (size_t)rows->count + 1, sizeof *off, "times"));
    REL_TRY(list_edges(&m));
    for (int64_t arc = 0; arc < rows->count; arc++) {
        const bool parallel = m.head[arc] && m.next[m.head[arc] - 1];
        off[arc] = m.text.len;
        if (parallel) REL_TRY(merge_arc(&m, arc));
    }
    off[rows->count] = m.text.len;
    for (int64_t arc = 0; arc < rows->count; arc++)
        if (off[arc + 1] > off[arc]) value[arc] = (rel_str){m.text.data + off[arc], off[arc + 1] - off[arc]};
    *text = m.text.data; /* the caller's now */
    m.text = (rel_buf){0};
out:
    free(m.list);
    rel_buf_free(&m.text);
    return st;
}
