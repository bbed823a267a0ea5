#include "graph/attributes.h"

#include <math.h>
#include <stdlib.h>

#include "graph/owner.h"
#include "src/base/utf8.h"

const rel_attribute *rel_attribute_find(const rel_attributes *a, const char *name)
{
    for (int i = 0; i < a->count; i++)
        if (rel_str_is_nocase(rel_str_of(a->column[i].name), name)) return &a->column[i];
    return NULL;
}

bool rel_attribute_is_time_name(const char *name)
{
    static const char *const TIMES[] = {"first_time", "last_time", "created", "first_seen", "last_seen"};
    for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++)
        if (rel_str_is_nocase(rel_str_of(name), TIMES[i])) return true;
    return false;
}

bool rel_attribute_is_missing(const rel_attribute *a, int64_t i)
{
    return a->present && !a->present[i];
}

rel_str rel_attribute_text(const rel_attribute *a, int64_t i)
{
    if (a->type != REL_ATTRIBUTE_TEXT || rel_attribute_is_missing(a, i)) return REL_STR_MISSING;
    const uint64_t *off = a->value.off;
    return (rel_str){a->text + off[i], (size_t)(off[i + 1] - off[i])};
}

double rel_attribute_f64(const rel_attribute *a, int64_t i)
{
    if (rel_attribute_is_missing(a, i)) return NAN;
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: return a->value.b[i];
    case REL_ATTRIBUTE_I64: return (double)a->value.i64[i];
    case REL_ATTRIBUTE_F32: return (double)a->value.f32[i];
    case REL_ATTRIBUTE_F64: return a->value.f64[i];
    case REL_ATTRIBUTE_TEXT: break;
    }
    return NAN;
}

size_t rel_attribute_size(rel_attribute_type type)
{
    switch (type) {
    case REL_ATTRIBUTE_BOOL: return sizeof(uint8_t);
    case REL_ATTRIBUTE_I64: return sizeof(int64_t);
    case REL_ATTRIBUTE_F32: return sizeof(float);
    case REL_ATTRIBUTE_F64: return sizeof(double);
    case REL_ATTRIBUTE_TEXT: return sizeof(uint64_t);
    }
    return 0;
}

void rel_graph_drop_column(rel_graph *g, const rel_attribute *a)
{
    /* The union's members share one address. */
    rel_graph_drop(g, a->value.b);
    rel_graph_drop(g, a->text);
    rel_graph_drop(g, a->present);
}

rel_status rel_graph_put_column(rel_ctx *ctx, rel_graph *g, rel_attributes *table,
                                const rel_attribute *column)
{
    rel_attribute *old = NULL;
    for (int i = 0; i < table->count && !old; i++)
        if (rel_str_is_nocase(rel_str_of(table->column[i].name), column->name)) old = &table->column[i];
    if (old) {
        rel_graph_drop_column(g, old);
        *old = *column;
        return REL_OK;
    }
    size_t capacity = (size_t)table->count;
    const rel_status st = rel_grow(ctx, &table->column, &capacity, capacity + 1, sizeof *table->column,
                                   "a table of attributes");
    if (st != REL_OK) return st;
    table->column[table->count++] = *column;
    return REL_OK;
}

static rel_status copy_name(rel_ctx *ctx, const char *name, rel_attribute *a)
{
    const size_t len = strlen(name);
    if (len == 0 || len >= sizeof a->name || !rel_utf8_xml_safe(name, len))
        return rel_fail(ctx, REL_E_USAGE, "'%s' cannot name an attribute: 1 to %zu bytes of text are needed",
                        name, sizeof a->name - 1);
    for (size_t i = 0; i < len; i++)
        a->name[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    return REL_OK;
}

/* Fills a->present when something is missing. */
static rel_status copy_present(rel_ctx *ctx, rel_graph *g, const void *values, const uint8_t *present,
                               rel_attribute *a)
{
    const rel_str *text = a->type == REL_ATTRIBUTE_TEXT ? values : NULL;
    bool all = true;
    uint8_t *copy;
    if (!present && !text) return REL_OK;
    for (int64_t i = 0; i < a->count && all; i++) all = (!present || present[i]) && (!text || text[i].s);
    if (all) return REL_OK;
    const rel_status st = rel_graph_alloc(ctx, g, &copy, (size_t)a->count, 1, a->name);
    if (st != REL_OK) return st;
    for (int64_t i = 0; i < a->count; i++) copy[i] = (!present || present[i]) && (!text || text[i].s);
    a->present = copy;
    return REL_OK;
}

static rel_status copy_texts(rel_ctx *ctx, rel_graph *g, const rel_str *values, rel_attribute *a)
{
    uint64_t *off;
    char *text;
    size_t room = 0;
    for (int64_t i = 0; i < a->count; i++) {
        if (rel_attribute_is_missing(a, i)) continue;
        const bool safe = rel_utf8_xml_safe(values[i].s, values[i].len);
        room += safe ? values[i].len : REL_UTF8_CLEAN_MAX(values[i].len);
    }
    rel_status st = rel_graph_alloc(ctx, g, &off, (size_t)a->count + 1, sizeof *off, a->name);
    if (st != REL_OK) return st;
    a->value.off = off;
    st = rel_graph_alloc(ctx, g, &text, room, 1, a->name);
    if (st != REL_OK) return st;
    a->text = text;
    off[0] = 0;
    for (int64_t i = 0; i < a->count; i++) {
        off[i + 1] = off[i];
        if (!rel_attribute_is_missing(a, i))
            off[i + 1] += rel_utf8_clean(text + off[i], values[i].s, values[i].len, NULL);
    }
    return REL_OK;
}

static rel_status copy_numbers(rel_ctx *ctx, rel_graph *g, const void *values, rel_attribute *a)
{
    const size_t size = rel_attribute_size(a->type);
    uint8_t *copy;
    const rel_status st = rel_graph_alloc(ctx, g, &copy, (size_t)a->count, size, a->name);
    if (st != REL_OK) return st;
    if (a->type == REL_ATTRIBUTE_BOOL) {
        const uint8_t *b = values;
        for (int64_t i = 0; i < a->count; i++) copy[i] = b[i] != 0;
    } else if (a->count) {
        memcpy(copy, values, (size_t)a->count * size);
    }
    a->value.b = copy;
    return REL_OK;
}

static rel_status add(rel_ctx *ctx, rel_graph *g, rel_attributes *table, int64_t count, const char *name,
                      rel_attribute_type type, const void *values, const uint8_t *present)
{
    rel_status st;
    rel_attribute a = {.type = type, .count = count};
    REL_TRY(copy_name(ctx, name, &a));
    REL_TRY(copy_present(ctx, g, values, present, &a));
    if (type == REL_ATTRIBUTE_TEXT)
        REL_TRY(copy_texts(ctx, g, values, &a));
    else
        REL_TRY(copy_numbers(ctx, g, values, &a));
    REL_TRY(rel_graph_put_column(ctx, g, table, &a));
    return REL_OK;
out:
    rel_graph_drop_column(g, &a);
    return st;
}

rel_status rel_graph_add_vertex_attribute(rel_ctx *ctx, rel_graph *g, const char *name,
                                          rel_attribute_type type, const void *values, const uint8_t *present)
{
    return add(ctx, g, &g->vertex_attributes, g->n, name, type, values, present);
}

rel_status rel_graph_add_edge_attribute(rel_ctx *ctx, rel_graph *g, const char *name, rel_attribute_type type,
                                        const void *values, const uint8_t *present)
{
    return add(ctx, g, &g->edge_attributes, g->m, name, type, values, present);
}
