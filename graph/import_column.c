/* One column of an import as one of ours: its type, its name, its values. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/import_store.h"
#include "graph/text_scan.h"
#include "graph/write_times.h"
#include "src/base/number_text.h"
#include "src/base/time.h"

/* The column, and where its values go. */
typedef struct taking {
    rel_ctx *ctx;
    const rel_import *imp;
    const rel_import_column_data *c;
    const rel_import_rows *rows;
    rel_graph *g;
    bool own; /* relais wrote the file */
    char name[REL_IMPORT_NAME];
} taking;

static rel_str text_at(const taking *t, int64_t i)
{
    return rel_import_value(t->imp, t->c, t->rows->first ? t->rows->first[i] : i);
}

/* Types. */

static int64_t sum_classes(const rel_import_column_data *c, rel_value_class from, rel_value_class to)
{
    int64_t sum = 0;
    for (int k = (int)from; k <= (int)to; k++) sum += c->count[k];
    return sum;
}

/* Every value is the same number as a float, told by the shortest text that reads back as it. */
static bool fits_single(const rel_import *imp, const rel_import_column_data *c)
{
    bool fits = true;
    const int64_t rows = (int64_t)c->rows;
#pragma omp parallel for num_threads(imp->ctx->threads) if (rows >= REL_IMPORT_FEW) reduction(&& : fits) schedule(static)
    for (int64_t i = 0; i < rows; i++) {
        double value, back;
        char room[REL_NUMBER_TEXT];
        const rel_str text = rel_str_trim(rel_import_cell_text(imp, &c->cell[i]));
        if (!fits || !rel_str_to_f64(text, &value)) continue;
        const char *end = rel_put_f32(room, (float)value);
        fits =
            rel_str_to_f64((rel_str){room, (size_t)(end - room)}, &back) && (back == value || value != value);
    }
    return fits;
}

static rel_attribute_type type_of_any(const rel_import_column_data *c, int64_t all)
{
    const int64_t whole = sum_classes(c, REL_VALUE_BIT, REL_VALUE_WHOLE);
    const int64_t special = c->count[REL_VALUE_SPECIAL], number = c->count[REL_VALUE_NUMBER];
    if (all > 0 && c->count[REL_VALUE_TRUTH] == all) return REL_ATTRIBUTE_BOOL;
    if (whole > 0 && whole == all) return REL_ATTRIBUTE_I64;
    if (whole + number > 0 && whole + number + special == all) return REL_ATTRIBUTE_F64;
    return REL_ATTRIBUTE_TEXT;
}

rel_attribute_type rel_import_type_of(const rel_import *imp, const rel_import_column_data *c)
{
    const int64_t all = sum_classes(c, REL_VALUE_BIT, REL_VALUE_TEXT);
    const int64_t numbers = sum_classes(c, REL_VALUE_BIT, REL_VALUE_SPECIAL);
    switch (c->type) {
    case REL_IMPORT_ANY: return type_of_any(c, all);
    case REL_IMPORT_BOOL:
        return c->count[REL_VALUE_BIT] + c->count[REL_VALUE_TRUTH] == all ? REL_ATTRIBUTE_BOOL
                                                                          : REL_ATTRIBUTE_TEXT;
    case REL_IMPORT_WHOLE:
        if (sum_classes(c, REL_VALUE_BIT, REL_VALUE_PADDED) == all) return REL_ATTRIBUTE_I64;
        return numbers == all ? REL_ATTRIBUTE_F64 : REL_ATTRIBUTE_TEXT;
    case REL_IMPORT_NUMBER: return numbers == all ? REL_ATTRIBUTE_F64 : REL_ATTRIBUTE_TEXT;
    case REL_IMPORT_SINGLE:
        if (numbers != all) return REL_ATTRIBUTE_TEXT;
        return fits_single(imp, c) ? REL_ATTRIBUTE_F32 : REL_ATTRIBUTE_F64;
    case REL_IMPORT_TEXT: break;
    }
    return REL_ATTRIBUTE_TEXT;
}

/* Whether a value of this class is what the column was declared as. */
static bool is_declared(rel_import_type type, rel_value_class class)
{
    switch (type) {
    case REL_IMPORT_BOOL: return class == REL_VALUE_BIT || class == REL_VALUE_TRUTH;
    case REL_IMPORT_WHOLE: return class <= REL_VALUE_PADDED;
    case REL_IMPORT_NUMBER:
    case REL_IMPORT_SINGLE: return class <= REL_VALUE_SPECIAL;
    case REL_IMPORT_ANY:
    case REL_IMPORT_TEXT: break;
    }
    return true;
}

static const char *type_word(rel_import_type type)
{
    static const char *const WORDS[] = {"any", "truth values", "whole numbers", "numbers", "numbers", "text"};
    return WORDS[type];
}

/* What the column became instead of what it was declared as, with the first value that is not so. */
static void note_undeclared(const taking *t, rel_attribute_type type)
{
    const rel_import_column_data *c = t->c;
    int64_t row = INT64_MAX, line = 0, others = 0;
    for (int class = 0; class < REL_VALUE_CLASSES; class ++) {
        if (!c->count[class] || is_declared(c->type, (rel_value_class) class)) continue;
        others += c->count[class];
        if (c->first_row[class] >= row) continue;
        row = c->first_row[class];
        line = c->first_line[class];
    }
    if (!others) return;
    const char *now = type == REL_ATTRIBUTE_TEXT ? "text" : "numbers with fractions";
    const rel_str found = rel_import_value(t->imp, c, row);
    if (line)
        rel_note(t->ctx,
                 "'%s' line %" PRId64 ": attribute '%s' is declared as %s but %" PRId64
                 " values are not, the first is '%.*s': it is kept as %s",
                 t->imp->path, line, c->name, type_word(c->type), others, REL_SHOWN(found), now);
    else
        rel_note(t->ctx,
                 "'%s': attribute '%s' is declared as %s but %" PRId64
                 " values are not, the first is '%.*s': it is kept as %s",
                 t->imp->path, c->name, type_word(c->type), others, REL_SHOWN(found), now);
}

/* Names. */

void rel_import_choose_name(rel_ctx *ctx, const char *path, const char *raw, const rel_attributes *table,
                            char name[REL_IMPORT_NAME])
{
    enum { ROOM = REL_IMPORT_NAME - 8 };
    char base[ROOM];
    const size_t whole = strlen(raw);
    size_t len = whole;
    if (len >= ROOM) {
        len = ROOM - 1;
        while (len > 0 && (raw[len] & 0xC0) == 0x80) len--; /* not inside a character */
    }
    for (size_t i = 0; i < len; i++)
        base[i] = raw[i] >= 'A' && raw[i] <= 'Z' ? (char)(raw[i] - 'A' + 'a') : raw[i];
    base[len] = '\0';
    snprintf(name, REL_IMPORT_NAME, "%s", len ? base : "unnamed");
    for (int k = 2; k < 2000 && rel_attribute_find(table, name); k++)
        snprintf(name, REL_IMPORT_NAME, "%s_%d", len ? base : "unnamed", k);
    if (len < whole || !rel_str_is_nocase(rel_str_of(raw), name)) {
        char shown[REL_IMPORT_NAME];
        snprintf(shown, sizeof shown, "%.*s", REL_SHOWN(rel_str_of(raw)));
        rel_note(ctx, "'%s': attribute '%s' is called '%s' here", path, shown, name);
    }
}

/* The name of a column as it was before a writer of ours made it fit: "relais_id" is "id", and the column of
 * edges "edge_name" is "name" where vertices have one, too. */
static const char *own_name(const taking *t)
{
    static const char PREFIX[] = "relais_", EDGE[] = "edge_";
    const char *raw = t->c->name;
    if (strncmp(raw, PREFIX, sizeof PREFIX - 1) == 0) return raw + sizeof PREFIX - 1;
    if (t->rows->table == REL_IMPORT_EDGES && strncmp(raw, EDGE, sizeof EDGE - 1) == 0 &&
        rel_import_find_column(t->imp, REL_IMPORT_VERTICES, raw + sizeof EDGE - 1) >= 0)
        return raw + sizeof EDGE - 1;
    return raw;
}

/* Values. */

static rel_status add(const taking *t, rel_attribute_type type, const void *values, const uint8_t *present)
{
    return t->rows->table == REL_IMPORT_EDGES
               ? rel_graph_add_edge_attribute(t->ctx, t->g, t->name, type, values, present)
               : rel_graph_add_vertex_attribute(t->ctx, t->g, t->name, type, values, present);
}

static bool is_true(rel_str text)
{
    return rel_str_is_nocase(text, "true") || (rel_value_class_of(text) == REL_VALUE_BIT && text.s[0] == '1');
}

/* The value of a row as the type; false: it is missing. What it may be was looked at before. */
static bool value_as(rel_attribute_type type, bool time, rel_str text, void *values, int64_t i)
{
    double number = NAN;
    text = rel_str_trim(text);
    if (!text.len) return false;
    switch (type) {
    case REL_ATTRIBUTE_BOOL: ((uint8_t *)values)[i] = is_true(text); return true;
    case REL_ATTRIBUTE_I64:
        return time ? rel_time_parse(text, (int64_t *)values + i)
                    : rel_str_to_i64(text, (int64_t *)values + i);
    case REL_ATTRIBUTE_F32:
        rel_str_to_f64(text, &number);
        ((float *)values)[i] = (float)number;
        return !isnan(number);
    case REL_ATTRIBUTE_F64:
        rel_str_to_f64(text, &number);
        ((double *)values)[i] = number;
        return !isnan(number);
    case REL_ATTRIBUTE_TEXT: break;
    }
    return false;
}

/* Of parallel edges the earliest first_time and the latest last_time. */
static void merge_times(const taking *t, bool time, int64_t *value, uint8_t *present)
{
    const rel_import_rows *r = t->rows;
    const bool earliest = strncmp(t->name, "first_", 6) == 0;
    if (!rel_attribute_is_time_name(t->name) || (!earliest && strncmp(t->name, "last_", 5) != 0)) return;
    for (int64_t i = 0; i < r->edges; i++) {
        int64_t here[1];
        const int64_t e = r->arc[i], row = r->row ? r->row[i] : i;
        if (e < 0 || !value_as(REL_ATTRIBUTE_I64, time, rel_import_value(t->imp, t->c, row), here, 0))
            continue;
        if (!present[e] || (earliest ? *here < value[e] : *here > value[e])) value[e] = *here;
        present[e] = 1;
    }
}

/* time: the values are ISO 8601 texts, kept as seconds. */
static rel_status take_numbers(const taking *t, rel_attribute_type type, bool time)
{
    rel_status st;
    void *value;
    uint8_t *present;
    const int64_t count = t->rows->count;
    const size_t size = type == REL_ATTRIBUTE_BOOL ? 1 : type == REL_ATTRIBUTE_F32 ? 4 : 8;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)count, size, "attributes"));
    REL_TRY(rel_scratch(t->ctx, &present, (size_t)count, 1, "attributes"));
#pragma omp parallel for num_threads(t->ctx->threads) if (count >= REL_IMPORT_FEW) schedule(static)
    for (int64_t i = 0; i < count; i++) present[i] = value_as(type, time, text_at(t, i), value, i);
    if (type == REL_ATTRIBUTE_I64 && t->rows->table == REL_IMPORT_EDGES) merge_times(t, time, value, present);
    st = add(t, type, value, present);
out:
    return st;
}

/* A label that says the name of its vertex once more says nothing; our writers take it from `handle` and
 * `name`, too. */
static bool repeats_name(const taking *t, int64_t v, rel_str label)
{
    static const char *const FROM[] = {"handle", "name"};
    char room[REL_NAME_NUMBER_TEXT];
    if (rel_str_eq(label, rel_names_get(&t->g->names, (rel_vid)v, room))) return true;
    for (size_t k = 0; t->own && k < sizeof FROM / sizeof *FROM; k++) {
        const int column = rel_import_find_column(t->imp, REL_IMPORT_VERTICES, FROM[k]);
        if (column < 0) continue;
        const rel_str text = rel_import_value(t->imp, &t->imp->column[REL_IMPORT_VERTICES][column], v);
        if (rel_str_trim(text).len) return rel_str_eq(label, text);
    }
    return false;
}

/* Defaults are written once and stand in every row, whose room a small file may not ask for. */
static rel_status check_room(const taking *t, uint64_t bytes, uint64_t longest)
{
    const uint64_t freely = UINT64_C(256) << 20, times = 16;
    if (bytes <= freely || bytes / times <= t->imp->text_len) return REL_OK;
    return rel_fail(t->ctx, REL_E_LIMIT, "'%s': a text of %zu bytes is too long", t->imp->path,
                    (size_t)longest);
}

static rel_status take_texts(const taking *t)
{
    rel_status st;
    rel_str *value;
    char *merged = NULL;
    int64_t there = 0;
    uint64_t bytes = 0, longest = 0;
    const bool label = t->rows->table == REL_IMPORT_VERTICES && strcmp(t->name, "label") == 0;
    const int64_t count = t->rows->count;
    REL_TRY(rel_scratch(t->ctx, &value, (size_t)count, sizeof *value, "attributes"));
#pragma omp parallel for num_threads(t->ctx->threads) if (count >= REL_IMPORT_FEW) reduction(+ : there, bytes) reduction(max : longest) schedule(static)
    for (int64_t i = 0; i < count; i++) {
        value[i] = text_at(t, i);
        if (!value[i].len || (label && repeats_name(t, i, value[i]))) value[i] = REL_STR_MISSING;
        there += value[i].s != NULL;
        bytes += value[i].len;
        if (value[i].len > longest) longest = value[i].len;
    }
    REL_TRY(check_room(t, bytes, longest));
    if (label && !there && t->c->rows) return REL_OK;
    if (t->rows->table == REL_IMPORT_EDGES && strcmp(t->name, REL_ACT_TIMES) == 0)
        REL_TRY(rel_import_merge_acts(t->ctx, t->imp, t->c, t->rows, value, &merged));
    st = add(t, REL_ATTRIBUTE_TEXT, value, NULL);
out:
    free(merged);
    return st;
}

/* Nothing but ISO 8601 times: an epoch is a whole number and no text. */
static bool are_times(const taking *t)
{
    bool all = t->c->count[REL_VALUE_TEXT] > 0;
    const int64_t rows = (int64_t)t->c->rows;
    for (int class = 0; class < REL_VALUE_TEXT; class ++) all = all && !t->c->count[class];
    if (!all || !rel_attribute_is_time_name(t->name)) return false;
#pragma omp parallel for num_threads(t->ctx->threads) if (rows >= REL_IMPORT_FEW) reduction(&& : all) schedule(static)
    for (int64_t i = 0; i < rows; i++) {
        int64_t utc;
        const rel_str text = rel_str_trim(rel_import_cell_text(t->imp, &t->c->cell[i]));
        all = all && (!text.len || rel_time_parse(text, &utc));
    }
    return all;
}

rel_status rel_import_add_column(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                 const rel_import_rows *rows, int column, rel_graph *g)
{
    rel_status st;
    const rel_import_column_data *c = &imp->column[rows->table][column];
    taking t = {.ctx = ctx, .imp = imp, .c = c, .rows = rows, .g = g, .own = rules->own};
    const rel_attributes *table =
        rows->table == REL_IMPORT_EDGES ? &g->edge_attributes : &g->vertex_attributes;
    const rel_attribute_type type = rel_import_type_of(imp, c);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_import_choose_name(ctx, imp->path, t.own ? own_name(&t) : c->name, table, t.name);
    const bool time = type == REL_ATTRIBUTE_TEXT && are_times(&t);
    if (!time && column != rows->told) note_undeclared(&t, type);
    if (time)
        st = take_numbers(&t, REL_ATTRIBUTE_I64, true);
    else
        st = type == REL_ATTRIBUTE_TEXT ? take_texts(&t) : take_numbers(&t, type, false);
    rel_scratch_release(ctx, mark);
    return st;
}
