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

/* Numbers of parallel edges: the earliest first_time, the latest last_time. */
static void merge_times(const taking *t, int64_t *value, uint8_t *present)
{
    const bool earliest = strcmp(t->name, "first_time") == 0;
    if (!t->edges || (!earliest && strcmp(t->name, "last_time") != 0)) return;
    for (int64_t i = 0; i < t->from; i++) {
        int64_t here;
        const int64_t e = t->arc[i];
        if (e < 0 || !rel_str_to_i64(rel_str_trim(text_at(t, i)), &here)) continue;
        if (!present[e] || (earliest ? here < value[e] : here > value[e])) value[e] = here;
        present[e] = 1;
    }
}

/* Text that was declared as whole numbers. *done: all are. */
static rel_status take_declared_whole(const taking *t, bool *done)
{
    rel_status st;
    int64_t *value;
    uint8_t *present;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, sizeof *value, "attributes"));
    REL_TRY(rel_scratch(t->ctx, &present, (size_t)t->count, 1, "attributes"));
    *done = false;
    for (int64_t i = 0; i < t->count; i++) {
        const rel_str text = rel_str_trim(text_at(t, source_of(t, i)));
        present[i] = text.len > 0;
        if (text.len && !rel_str_to_i64(text, &value[i])) return REL_OK;
    }
    merge_times(t, value, present);
    *done = true;
    st = add(t, REL_ATTRIBUTE_I64, value, present);
out:
    return st;
}

/* Numbers with fractions, and whole ones that are not all whole. *done: all are numbers. */
static rel_status take_declared_numbers(const taking *t, rel_attribute_type type, bool *done)
{
    rel_status st;
    double *value;
    uint8_t *present;
    int64_t inexact = 0;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, sizeof *value, "attributes"));
    REL_TRY(rel_scratch(t->ctx, &present, (size_t)t->count, 1, "attributes"));
    *done = false;
    for (int64_t i = 0; i < t->count; i++) {
        const rel_str text = rel_str_trim(text_at(t, source_of(t, i)));
        present[i] = text.len > 0;
        if (text.len && !rel_str_to_f64(text, &value[i])) return REL_OK;
        inexact += present[i] && fabs(value[i]) > 0x1p53;
    }
    *done = true;
    if (type == REL_ATTRIBUTE_I64)
        rel_note(t->ctx,
                 "'%s': attribute '%s' is declared as whole numbers but holds others; %" PRId64
                 " values have lost digits",
                 t->rules->path, t->name, inexact);
    st = add(t, REL_ATTRIBUTE_F64, value, present);
out:
    return st;
}

static rel_status take_declared_truths(const taking *t, bool *done)
{
    rel_status st;
    uint8_t *value, *present;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)t->count, 1, "attributes"));
    REL_TRY(rel_scratch(t->ctx, &present, (size_t)t->count, 1, "attributes"));
    *done = false;
    for (int64_t i = 0; i < t->count; i++) {
        const rel_str text = rel_str_trim(text_at(t, source_of(t, i)));
        present[i] = text.len > 0;
        value[i] = rel_str_is_nocase(text, "true") || rel_str_is(text, "1");
        if (text.len && !value[i] && !rel_str_is_nocase(text, "false") && !rel_str_is(text, "0"))
            return REL_OK;
    }
    *done = true;
    st = add(t, REL_ATTRIBUTE_BOOL, value, present);
out:
    return st;
}

static rel_status take_declared(const taking *t, rel_attribute_type type)
{
    rel_status st;
    bool done;
    done = false;
    if (type == REL_ATTRIBUTE_BOOL) REL_TRY(take_declared_truths(t, &done));
    if (type == REL_ATTRIBUTE_I64) REL_TRY(take_declared_whole(t, &done));
    if (!done && type != REL_ATTRIBUTE_BOOL) REL_TRY(take_declared_numbers(t, type, &done));
    if (done) return REL_OK;
    rel_note(
        t->ctx,
        "'%s': attribute '%s' is kept as text: not all its values are of the type that it is declared as",
        t->rules->path, t->name);
    st = take_texts(t);
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
    const rel_graphml_key *declared = rules->head ? rel_graphml_head_find(rules->head, edges, c.name) : NULL;
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
        st = declared ? take_declared(&t, declared->type) : take_texts(&t);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
