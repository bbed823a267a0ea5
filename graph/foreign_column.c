#include "graph/foreign_column.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* The column, and which of its values go where. */
typedef struct taking {
    rel_ctx *ctx;
    const rel_foreign *f;
    const rel_foreign_rules *rules;
    rel_graph *g;
    bool edges;
    int column;
    int64_t from;  /* values of the foreign column */
    int64_t count; /* values of ours */
    const int64_t *arc;
    const int64_t *first; /* of edges: the edge that each of our values comes from */
    char name[64];
} taking;

static int64_t source_of(const taking *t, int64_t i)
{
    return t->first ? t->first[i] : i;
}

static rel_str text_at(const taking *t, int64_t i)
{
    return rel_foreign_text(t->f, t->edges, t->column, i);
}

static const rel_attributes *table_of(const taking *t)
{
    return t->edges ? &t->g->edge_attributes : &t->g->vertex_attributes;
}

/* Lower case, short enough, and not there yet. */
static void choose_name(taking *t)
{
    enum { ROOM = sizeof t->name - 8 };
    char base[ROOM];
    const char *raw = rel_foreign_column_at(t->f, t->edges, t->column).name;
    size_t len = strlen(raw);
    if (len >= ROOM) {
        len = ROOM - 1;
        while (len > 0 && (raw[len] & 0xC0) == 0x80) len--; /* not inside a character */
    }
    for (size_t i = 0; i < len; i++)
        base[i] = raw[i] >= 'A' && raw[i] <= 'Z' ? (char)(raw[i] - 'A' + 'a') : raw[i];
    base[len] = '\0';
    snprintf(t->name, sizeof t->name, "%s", len ? base : "unnamed");
    for (int k = 2; k < 1000 && rel_attribute_find(table_of(t), t->name); k++)
        snprintf(t->name, sizeof t->name, "%s_%d", len ? base : "unnamed", k);
    if (len < strlen(raw) || rel_str_is_nocase(rel_str_of(raw), t->name) == false)
        rel_note(t->ctx, "'%s': attribute '%s' is called '%s' here", t->rules->path, raw, t->name);
}

static rel_status add(const taking *t, rel_attribute_type type, const void *values, const uint8_t *present)
{
    return t->edges ? rel_graph_add_edge_attribute(t->ctx, t->g, t->name, type, values, present)
                    : rel_graph_add_vertex_attribute(t->ctx, t->g, t->name, type, values, present);
}

static rel_status take_numbers(const taking *t)
{
    rel_status st;
    double *value;
    uint8_t *present;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, sizeof *value, "attributes"));
    REL_TRY(rel_scratch(t->ctx, &present, (size_t)t->count, 1, "attributes"));
    for (int64_t i = 0; i < t->count; i++) {
        value[i] = rel_foreign_number(t->f, t->edges, t->column, source_of(t, i));
        present[i] = (uint8_t)!isnan(value[i]);
    }
    st = add(t, REL_ATTRIBUTE_F64, value, present);
out:
    return st;
}

static rel_status take_truths(const taking *t)
{
    rel_status st;
    uint8_t *value;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, 1, "attributes"));
    for (int64_t i = 0; i < t->count; i++)
        value[i] = rel_foreign_bool(t->f, t->edges, t->column, source_of(t, i));
    st = add(t, REL_ATTRIBUTE_BOOL, value, NULL);
out:
    return st;
}

static rel_status take_texts(const taking *t)
{
    rel_status st;
    rel_str *value;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, sizeof *value, "attributes"));
    for (int64_t i = 0; i < t->count; i++) {
        value[i] = text_at(t, source_of(t, i));
        if (!value[i].len) value[i] = REL_STR_MISSING;
    }
    st = add(t, REL_ATTRIBUTE_TEXT, value, NULL);
out:
    return st;
}

/* The first edge that went to each arc. */
static rel_status first_edges(rel_ctx *ctx, const int64_t *arc, int64_t from, int64_t count, int64_t **first)
{
    const rel_status st = rel_scratch(ctx, first, (size_t)count, sizeof **first, "attributes");
    for (int64_t i = from; st == REL_OK && i-- > 0;)
        if (arc[i] >= 0) (*first)[arc[i]] = i;
    return st;
}

rel_status rel_foreign_add_column(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                                  bool edges, int column, const int64_t *arc, rel_graph *g)
{
    rel_status st;
    int64_t *first = NULL;
    const rel_foreign_column c = rel_foreign_column_at(f, edges, column);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    taking t = {.ctx = ctx, .f = f, .rules = rules, .g = g, .edges = edges, .column = column, .arc = arc};
    t.from = edges ? rel_foreign_edges(f) : rel_foreign_vertices(f);
    t.count = edges ? g->m : g->n;
    if (edges) REL_TRY(first_edges(ctx, arc, t.from, t.count, &first));
    t.first = first;
    choose_name(&t);
    if (c.type == REL_FOREIGN_NUMBER)
        st = take_numbers(&t);
    else if (c.type == REL_FOREIGN_BOOL)
        st = take_truths(&t);
    else
        st = take_texts(&t);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
