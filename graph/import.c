/* Import: what a reader says, kept until a graph is made of it (import_graph.c). */
#include "graph/import.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/import_store.h"
#include "src/base/hash.h"
#include "src/base/number_text.h"
#include "src/base/utf8.h"

enum { TAG_SHORT = 0x80, TAG_LONG = 1, FIRST_SLOTS = 64 };

rel_status rel_import_begin(rel_ctx *ctx, const char *path, rel_import **imp)
{
    const rel_status st = rel_alloc(ctx, imp, 1, sizeof **imp, "a graph to import");
    if (st != REL_OK) return st;
    (*imp)->ctx = ctx;
    (*imp)->path = path;
    return REL_OK;
}

void rel_import_free(rel_import *imp)
{
    if (!imp) return;
    for (int table = 0; table < 2; table++) {
        for (size_t c = 0; c < imp->columns[table]; c++) {
            free(imp->column[table][c].name);
            free(imp->column[table][c].cell);
        }
        free(imp->column[table]);
    }
    free(imp->text);
    rel_buf_free(&imp->cleaned);
    free(imp->id);
    free(imp->slot);
    free(imp->declared);
    free(imp->source);
    free(imp->target);
    free(imp->directed);
    free(imp);
}

size_t rel_import_bytes(const rel_import *imp)
{
    size_t bytes = sizeof *imp + imp->text_capacity + imp->cleaned.capacity + imp->slots * sizeof *imp->slot +
                   imp->id_capacity * sizeof *imp->id +
                   (imp->source_capacity + imp->target_capacity) * sizeof *imp->source +
                   imp->directed_capacity + imp->declared_capacity;
    for (int table = 0; table < 2; table++) {
        bytes += imp->column_capacity[table] * sizeof *imp->column[table];
        for (size_t c = 0; c < imp->columns[table]; c++)
            bytes += imp->column[table][c].capacity * sizeof(rel_import_cell);
    }
    return bytes;
}

void rel_import_odd(rel_import *imp, rel_import_reason reason, int64_t line)
{
    rel_import_count(&imp->odd[reason], line);
}

/* Texts. */

static uint64_t place_of(const rel_import_cell *cell)
{
    uint64_t place = 0;
    memcpy(&place, cell->byte, sizeof cell->byte);
    return place;
}

static rel_str arena_text(const rel_import *imp, uint64_t place)
{
    uint32_t len;
    memcpy(&len, imp->text + place, sizeof len);
    return (rel_str){imp->text + place + sizeof len, len};
}

rel_str rel_import_cell_text(const rel_import *imp, const rel_import_cell *cell)
{
    if (cell->tag & TAG_SHORT)
        return (rel_str){(const char *)cell->byte, (size_t)(cell->tag & ~(unsigned)TAG_SHORT)};
    return cell->tag == TAG_LONG ? arena_text(imp, place_of(cell)) : REL_STR_MISSING;
}

static rel_status add_text(rel_import *imp, rel_str text, rel_import_cell *cell)
{
    rel_status st;
    *cell = (rel_import_cell){0};
    if (text.len <= REL_IMPORT_SHORT) {
        cell->tag = (uint8_t)(TAG_SHORT + text.len);
        if (text.len) memcpy(cell->byte, text.s, text.len);
        return REL_OK;
    }
    if (text.len > UINT32_MAX)
        return rel_fail(imp->ctx, REL_E_LIMIT, "'%s': a text of %zu bytes is too long", imp->path, text.len);
    const uint64_t place = imp->text_len;
    const uint32_t len = (uint32_t)text.len;
    /* What stands in the arena moves with it. */
    const bool own = imp->text && text.s >= imp->text && text.s < imp->text + imp->text_len;
    const size_t from = own ? (size_t)(text.s - imp->text) : 0;
    REL_TRY(
        rel_grow(imp->ctx, &imp->text, &imp->text_capacity, imp->text_len + sizeof len + len, 1, "texts"));
    memcpy(imp->text + place, &len, sizeof len);
    memcpy(imp->text + place + sizeof len, own ? imp->text + from : text.s, len);
    imp->text_len += sizeof len + len;
    cell->tag = TAG_LONG;
    memcpy(cell->byte, &place, sizeof cell->byte);
out:
    return st;
}

/* The text, or a clean copy of it, which is valid until the next call. */
static rel_status make_clean(rel_import *imp, rel_str *text, int64_t *mended)
{
    rel_status st;
    if (rel_utf8_xml_safe(text->s, text->len)) return REL_OK;
    imp->cleaned.len = 0;
    REL_TRY(rel_buf_reserve(imp->ctx, &imp->cleaned, REL_UTF8_CLEAN_MAX(text->len)));
    imp->cleaned.len = rel_utf8_clean(imp->cleaned.data, text->s, text->len, NULL);
    *text = (rel_str){imp->cleaned.data, imp->cleaned.len};
    ++*mended;
out:
    return st;
}

/* Vertices. */

/* The slot of an id, or the empty one where it belongs. */
static uint32_t find_slot(const rel_import *imp, rel_str id, uint32_t hash)
{
    uint32_t at = hash & (imp->slots - 1);
    for (; imp->slot[at].vertex; at = (at + 1) & (imp->slots - 1)) {
        if (imp->slot[at].hash != hash) continue;
        if (rel_str_eq(rel_import_cell_text(imp, &imp->id[imp->slot[at].vertex - 1]), id)) break;
    }
    return at;
}

/* Room for one more id: at most two thirds of the slots are taken. */
static rel_status grow_slots(rel_import *imp)
{
    if (imp->slots && 3 * ((uint64_t)imp->in_slots + 1) <= 2 * (uint64_t)imp->slots) return REL_OK;
    rel_import_slot *larger;
    if (imp->slots > UINT32_MAX / 2)
        return rel_fail(imp->ctx, REL_E_LIMIT, "'%s' names more vertices than %" PRIu32, imp->path,
                        UINT32_MAX / 3 * 2);
    const uint32_t slots = imp->slots ? 2 * imp->slots : FIRST_SLOTS;
    const rel_status st = rel_alloc(imp->ctx, &larger, slots, sizeof *larger, "ids of vertices");
    if (st != REL_OK) return st;
    for (uint32_t i = 0; i < imp->slots; i++) {
        if (!imp->slot[i].vertex) continue;
        uint32_t at = imp->slot[i].hash & (slots - 1);
        while (larger[at].vertex) at = (at + 1) & (slots - 1);
        larger[at] = imp->slot[i];
    }
    free(imp->slot);
    imp->slot = larger;
    imp->slots = slots;
    return REL_OK;
}

static rel_status too_many(const rel_import *imp)
{
    return rel_fail(imp->ctx, REL_E_LIMIT, "'%s': a graph can have %" PRIu32 " vertices, not more", imp->path,
                    REL_VID_MAX);
}

/* Cells up to v. */
static rel_status reach_id(rel_import *imp, size_t v)
{
    const rel_status st = rel_grow(imp->ctx, &imp->id, &imp->id_capacity, v + 1, sizeof *imp->id, "ids");
    if (st == REL_OK && v >= imp->ids) {
        memset(imp->id + imp->ids, 0, (v + 1 - imp->ids) * sizeof *imp->id);
        imp->ids = v + 1;
    }
    return st;
}

/* The numbered vertex that a decimal number without ornaments stands for; REL_VID_NONE: none. */
static rel_vid numbered_vertex(const rel_import *imp, rel_str id)
{
    int64_t number, v;
    const rel_value_class class = imp->numbered ? rel_value_class_of(id) : REL_VALUE_TEXT;
    if (class != REL_VALUE_WHOLE && class != REL_VALUE_BIT) return REL_VID_NONE;
    if (!rel_str_to_i64(id, &number) || __builtin_sub_overflow(number, imp->first, &v)) return REL_VID_NONE;
    return v >= 0 && v < imp->numbered ? (rel_vid)v : REL_VID_NONE;
}

rel_vid rel_import_find(const rel_import *imp, rel_str id)
{
    if (imp->slots) {
        const uint32_t at = find_slot(imp, id, (uint32_t)rel_hash64(id.s, id.len));
        if (imp->slot[at].vertex) return imp->slot[at].vertex - 1;
    }
    return numbered_vertex(imp, id);
}

rel_status rel_import_vertex(rel_import *imp, rel_str id, rel_vid *v)
{
    rel_status st;
    if (id.s == NULL) id = REL_STR_LIT("");
    REL_TRY(make_clean(imp, &id, &imp->mended));
    REL_TRY(grow_slots(imp));
    const uint32_t hash = (uint32_t)rel_hash64(id.s, id.len), at = find_slot(imp, id, hash);
    *v = imp->slot[at].vertex ? imp->slot[at].vertex - 1 : numbered_vertex(imp, id);
    if (*v != REL_VID_NONE) return REL_OK;
    if (imp->n >= (int64_t)REL_VID_MAX) return too_many(imp);
    REL_TRY(reach_id(imp, (size_t)imp->n));
    REL_TRY(add_text(imp, id, &imp->id[imp->n]));
    *v = (rel_vid)imp->n++;
    imp->slot[at] = (rel_import_slot){hash, *v + 1};
    imp->in_slots++;
out:
    return st;
}

/* A slot, the id of its vertex and that id's text lie in three places: each round fetches one of them. */
void rel_import_expect(const rel_import *imp, const rel_str *id, int count)
{
    const rel_import_slot *slot[REL_IMPORT_EXPECTED];
    if (!imp->slots) return;
    for (int i = 0; i < count; i++) {
        slot[i] = &imp->slot[(uint32_t)rel_hash64(id[i].s, id[i].len) & (imp->slots - 1)];
        __builtin_prefetch(slot[i]);
    }
    for (int i = 0; i < count; i++)
        if (slot[i]->vertex) __builtin_prefetch(&imp->id[slot[i]->vertex - 1]);
    for (int i = 0; i < count; i++) {
        const rel_import_cell *cell = slot[i]->vertex ? &imp->id[slot[i]->vertex - 1] : NULL;
        if (cell && cell->tag == TAG_LONG) __builtin_prefetch(imp->text + place_of(cell));
    }
}

rel_status rel_import_declare(rel_import *imp, rel_str id, rel_vid *v, bool *again)
{
    rel_status st;
    REL_TRY(rel_import_vertex(imp, id, v));
    const size_t need = (size_t)*v + 1;
    REL_TRY(rel_grow(imp->ctx, &imp->declared, &imp->declared_capacity, need, 1, "vertices"));
    if (need > imp->declared_known) {
        memset(imp->declared + imp->declared_known, 0, need - imp->declared_known);
        imp->declared_known = need;
    }
    *again = imp->declared[*v];
    imp->declarations += !*again;
    imp->declared[*v] = 1;
out:
    return st;
}

rel_str rel_import_id(const rel_import *imp, rel_vid v)
{
    return v < imp->ids ? rel_import_cell_text(imp, &imp->id[v]) : REL_STR_MISSING;
}

rel_status rel_import_numbered(rel_import *imp, int64_t n, int64_t first)
{
    if (n > (int64_t)REL_VID_MAX) return too_many(imp);
    imp->n = imp->numbered = n;
    imp->first = first;
    return REL_OK;
}

rel_status rel_import_rename(rel_import *imp, rel_vid v, rel_str id)
{
    rel_status st;
    rel_import_cell cell;
    if (!id.len) return REL_OK;
    REL_TRY(make_clean(imp, &id, &imp->mended));
    REL_TRY(reach_id(imp, v));
    REL_TRY(grow_slots(imp));
    REL_TRY(add_text(imp, id, &cell));
    imp->renamed += imp->id[v].tag == 0;
    imp->id[v] = cell;
    id = rel_import_cell_text(imp, &cell);
    const uint32_t hash = (uint32_t)rel_hash64(id.s, id.len), at = find_slot(imp, id, hash);
    if (!imp->slot[at].vertex) {
        imp->slot[at] = (rel_import_slot){hash, v + 1};
        imp->in_slots++;
    }
out:
    return st;
}

int64_t rel_import_vertices(const rel_import *imp)
{
    return imp->n;
}

/* Edges. */

rel_status rel_import_edge(rel_import *imp, rel_vid source, rel_vid target, bool directed, int64_t *edge)
{
    rel_status st;
    const size_t need = (size_t)imp->m + 1;
    REL_TRY(rel_grow(imp->ctx, &imp->source, &imp->source_capacity, need, sizeof *imp->source, "edges"));
    REL_TRY(rel_grow(imp->ctx, &imp->target, &imp->target_capacity, need, sizeof *imp->target, "edges"));
    REL_TRY(rel_grow(imp->ctx, &imp->directed, &imp->directed_capacity, need, 1, "edges"));
    imp->source[imp->m] = source;
    imp->target[imp->m] = target;
    imp->directed[imp->m] = directed;
    imp->undirected += !directed;
    *edge = imp->m++;
out:
    return st;
}

int64_t rel_import_edges(const rel_import *imp)
{
    return imp->m;
}

void rel_import_default_directed(rel_import *imp, bool directed)
{
    imp->default_undirected = !directed;
}

/* Columns. */

rel_status rel_import_column(rel_import *imp, rel_import_table table, rel_str name, rel_import_type type,
                             int *column)
{
    rel_status st;
    const size_t count = imp->columns[table];
    for (size_t c = 0; c < count; c++) {
        rel_import_column_data *old = &imp->column[table][c];
        if (!rel_str_is(name, old->name)) continue;
        if (old->type == REL_IMPORT_ANY) old->type = type;
        *column = (int)c;
        return REL_OK;
    }
    if (count >= REL_IMPORT_COLUMNS_MAX)
        return rel_fail(imp->ctx, REL_E_LIMIT, "'%s': a table can have %d attributes, not more", imp->path,
                        REL_IMPORT_COLUMNS_MAX);
    int64_t mended = 0;
    REL_TRY(make_clean(imp, &name, &mended));
    REL_TRY(rel_grow(imp->ctx, &imp->column[table], &imp->column_capacity[table], count + 1,
                     sizeof *imp->column[table], "columns"));
    rel_import_column_data *c = &imp->column[table][count];
    *c = (rel_import_column_data){.type = type};
    REL_TRY(rel_alloc(imp->ctx, &c->name, name.len + 1, 1, "columns"));
    if (name.len) memcpy(c->name, name.s, name.len);
    imp->columns[table]++;
    *column = (int)count;
out:
    return st;
}

int rel_import_find_column(const rel_import *imp, rel_import_table table, const char *name)
{
    for (size_t c = 0; c < imp->columns[table]; c++)
        if (rel_str_is_nocase(rel_str_of(imp->column[table][c].name), name)) return (int)c;
    return -1;
}

/* The word of a number that strtod would take, or of a truth value. */
static rel_value_class class_of_word(rel_str word)
{
    double value;
    if (rel_str_is_nocase(word, "true") || rel_str_is_nocase(word, "false")) return REL_VALUE_TRUTH;
    return rel_str_to_f64(word, &value) ? REL_VALUE_SPECIAL : REL_VALUE_TEXT;
}

static size_t digits(rel_str s, size_t at)
{
    const size_t from = at;
    while (at < s.len && s.s[at] >= '0' && s.s[at] <= '9') at++;
    return at - from;
}

/* Whole numbers have `len` digits from `at` on. */
static rel_value_class class_of_whole(rel_str s, size_t at, size_t len)
{
    int64_t value;
    if (s.s[0] == '+' || (len > 1 && s.s[at] == '0') || (at && s.s[at] == '0')) return REL_VALUE_PADDED;
    if (s.len == 1 && s.s[0] <= '1') return REL_VALUE_BIT;
    return len <= 18 || rel_str_to_i64(s, &value) ? REL_VALUE_WHOLE : REL_VALUE_LARGE;
}

rel_value_class rel_value_class_of(rel_str s)
{
    enum { NUMBER_MAX = 63 }; /* bytes that rel_str_to_f64 takes */
    const size_t sign = s.len && (s.s[0] == '-' || s.s[0] == '+');
    size_t at = sign, whole, fraction = 0;
    if (s.len > NUMBER_MAX) return REL_VALUE_TEXT;
    whole = digits(s, at);
    at += whole;
    if (at == s.len && whole) return class_of_whole(s, sign, whole);
    if (at < s.len && s.s[at] == '.') {
        fraction = digits(s, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0) return class_of_word(s);
    if (at < s.len && (s.s[at] == 'e' || s.s[at] == 'E')) {
        at++;
        at += at < s.len && (s.s[at] == '-' || s.s[at] == '+');
        const size_t exponent = digits(s, at);
        if (!exponent) return REL_VALUE_TEXT;
        at += exponent;
    }
    return at == s.len ? REL_VALUE_NUMBER : REL_VALUE_TEXT;
}

/* Counts a value of a column, or one that is replaced no more. */
static void count_value(rel_import_column_data *c, rel_str text, int64_t row, int64_t line, int by)
{
    const rel_value_class class = rel_value_class_of(rel_str_trim(text));
    if (by > 0 && c->count[class] == 0) {
        c->first_row[class] = row;
        c->first_line[class] = line;
    }
    c->count[class] += by;
}

static rel_status reach_row(rel_import *imp, rel_import_column_data *c, size_t row)
{
    if (row < c->rows) return REL_OK;
    const rel_status st = rel_grow(imp->ctx, &c->cell, &c->capacity, row + 1, sizeof *c->cell, "values");
    if (st != REL_OK) return st;
    if (row > c->rows) memset(c->cell + c->rows, 0, (row - c->rows) * sizeof *c->cell);
    c->cell[row] = (rel_import_cell){0};
    c->rows = row + 1;
    return REL_OK;
}

static rel_status set_cell(rel_import *imp, rel_import_column_data *c, rel_str text, rel_import_cell *cell)
{
    if (text.len > REL_IMPORT_SHORT && c->before.tag &&
        rel_str_eq(rel_import_cell_text(imp, &c->before), text)) {
        *cell = c->before;
        return REL_OK;
    }
    const rel_status st = add_text(imp, text, cell);
    if (st == REL_OK && cell->tag == TAG_LONG) c->before = *cell;
    return st;
}

rel_status rel_import_set(rel_import *imp, rel_import_table table, int column, int64_t row, rel_str text,
                          int64_t line)
{
    rel_status st;
    int64_t mended = 0;
    rel_import_column_data *c = &imp->column[table][column];
    const bool old = (size_t)row < c->rows && c->cell[row].tag;
    if (!text.len && !old) return REL_OK;
    REL_TRY(reach_row(imp, c, (size_t)row));
    if (old) count_value(c, rel_import_cell_text(imp, &c->cell[row]), row, 0, -1);
    c->cell[row] = (rel_import_cell){0};
    if (!text.len) return REL_OK;
    REL_TRY(make_clean(imp, &text, &mended));
    REL_TRY(set_cell(imp, c, text, &c->cell[row]));
    /* The text may have stood in the arena, which may have moved. */
    count_value(c, rel_import_cell_text(imp, &c->cell[row]), row, line, 1);
out:
    return st;
}

rel_status rel_import_set_number(rel_import *imp, rel_import_table table, int column, int64_t row,
                                 double value)
{
    char text[REL_NUMBER_TEXT];
    const char *end = rel_put_f64(text, value);
    return rel_import_set(imp, table, column, row, (rel_str){text, (size_t)(end - text)}, 0);
}

rel_status rel_import_set_whole(rel_import *imp, rel_import_table table, int column, int64_t row,
                                int64_t value)
{
    char text[REL_NUMBER_TEXT];
    const char *end = rel_put_i64(text, value);
    return rel_import_set(imp, table, column, row, (rel_str){text, (size_t)(end - text)}, 0);
}

rel_status rel_import_default(rel_import *imp, rel_import_table table, int column, rel_str text)
{
    rel_status st;
    int64_t mended = 0;
    rel_import_column_data *c = &imp->column[table][column];
    if (c->standard.tag) count_value(c, rel_import_cell_text(imp, &c->standard), 0, 0, -1);
    c->standard = (rel_import_cell){0};
    if (!text.len) return REL_OK;
    REL_TRY(make_clean(imp, &text, &mended));
    REL_TRY(add_text(imp, text, &c->standard));
    count_value(c, rel_import_cell_text(imp, &c->standard), 0, 0, 1);
out:
    return st;
}

rel_str rel_import_get(const rel_import *imp, rel_import_table table, int column, int64_t row)
{
    const rel_import_column_data *c = &imp->column[table][column];
    return (size_t)row < c->rows ? rel_import_cell_text(imp, &c->cell[row]) : REL_STR_MISSING;
}

rel_str rel_import_value(const rel_import *imp, const rel_import_column_data *c, int64_t row)
{
    const bool there = (size_t)row < c->rows && c->cell[row].tag;
    return rel_import_cell_text(imp, there ? &c->cell[row] : &c->standard);
}
