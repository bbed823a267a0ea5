#include "graph/gexf_values.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/write_times.h"

static const struct {
    const char *name;
    rel_import_type type;
} FIXED_COLUMNS[FIXED] = {
    [LABEL] = {"label", REL_IMPORT_TEXT},
    [WEIGHT] = {"weight", REL_IMPORT_NUMBER},
    [KIND] = {"kind", REL_IMPORT_TEXT},
    [PARENT] = {"parent", REL_IMPORT_TEXT},
    [RED] = {"r", REL_IMPORT_WHOLE},
    [GREEN] = {"g", REL_IMPORT_WHOLE},
    [BLUE] = {"b", REL_IMPORT_WHOLE},
    [ALPHA] = {"alpha", REL_IMPORT_NUMBER},
    [SIZE] = {"size", REL_IMPORT_NUMBER},
    [THICKNESS] = {"thickness", REL_IMPORT_NUMBER},
    [SHAPE] = {"shape", REL_IMPORT_TEXT},
    [X] = {"x", REL_IMPORT_NUMBER},
    [Y] = {"y", REL_IMPORT_NUMBER},
    [Z] = {"z", REL_IMPORT_NUMBER},
    [FIRST_TIME] = {"first_time", REL_IMPORT_WHOLE},
    [LAST_TIME] = {"last_time", REL_IMPORT_WHOLE},
    [INSTANTS] = {REL_ACT_TIMES, REL_IMPORT_TEXT},
};

static rel_status set(rel_gexf_reader *r, const rel_xml *at, rel_import_table table, int column, int64_t row,
                      rel_str text)
{
    return rel_import_set(r->imp, table, column, row, text, rel_xml_line(at));
}

/* A column that no declaration asks for. */
rel_status rel_gexf_need(rel_gexf_reader *r, rel_import_table table, rel_gexf_fixed which, int *column)
{
    rel_status st = REL_OK;
    int *known = &r->of[table].fixed[which];
    if (*known < 0)
        st = rel_import_column(r->imp, table, rel_str_of(FIXED_COLUMNS[which].name),
                               FIXED_COLUMNS[which].type, known);
    *column = *known;
    return st;
}

/* Sets it when there is text. */
rel_status rel_gexf_set_fixed(rel_gexf_reader *r, const rel_xml *at, rel_import_table table,
                              rel_gexf_fixed which, int64_t row, rel_str text)
{
    rel_status st;
    int column;
    if (!text.len) return REL_OK;
    REL_TRY(rel_gexf_need(r, table, which, &column));
    st = set(r, at, table, column, row, text);
out:
    return st;
}

/* Attributes. */

static rel_import_type type_of(rel_str word)
{
    static const struct {
        const char *word;
        rel_import_type type;
    } WORDS[] = {{"boolean", REL_IMPORT_BOOL},      {"integer", REL_IMPORT_WHOLE},
                 {"long", REL_IMPORT_WHOLE},        {"short", REL_IMPORT_WHOLE},
                 {"byte", REL_IMPORT_WHOLE},        {"int", REL_IMPORT_WHOLE},
                 {"float", REL_IMPORT_SINGLE},      {"double", REL_IMPORT_NUMBER},
                 {"bigdecimal", REL_IMPORT_NUMBER}, {"biginteger", REL_IMPORT_ANY}};
    if (!word.s) return REL_IMPORT_ANY;
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
        if (rel_str_is_nocase(word, WORDS[k].word)) return WORDS[k].type;
    return REL_IMPORT_TEXT; /* lists, too, as they stand */
}

static rel_gexf_attribute *find_attribute(rel_gexf_declared *d, rel_str id)
{
    for (size_t k = 0; k < d->count; k++) {
        const size_t at = (d->last + k) % d->count;
        if (!rel_str_is(id, d->list[at].id)) continue;
        d->last = at + 1;
        return &d->list[at];
    }
    return NULL;
}

static rel_status add_attribute(rel_gexf_reader *r, rel_import_table table, rel_str id, rel_str title,
                                rel_import_type type)
{
    rel_status st;
    rel_gexf_declared *d = &r->of[table];
    int column;
    REL_TRY(rel_import_column(r->imp, table, title, type, &column));
    REL_TRY(rel_grow(r->ctx, &d->list, &d->capacity, d->count + 1, sizeof *d->list, "attributes"));
    d->list[d->count] = (rel_gexf_attribute){NULL, column};
    REL_TRY(rel_alloc(r->ctx, &d->list[d->count].id, id.len + 1, 1, "attributes"));
    if (id.len) memcpy(d->list[d->count].id, id.s, id.len);
    d->count++;
out:
    return st;
}

/* An attribute of edges called weight, in any case, is what the XML attribute says, too. */
rel_status rel_gexf_declare(rel_gexf_reader *r, const char *const *attributes, rel_import_table table)
{
    rel_status st;
    const rel_str id = rel_xml_attribute(attributes, "id");
    rel_str title = rel_xml_attribute(attributes, "title");
    if (!title.len) title = id;
    if (table == REL_IMPORT_EDGES && rel_str_is_nocase(title, "weight")) title = REL_STR_LIT("weight");
    REL_TRY(add_attribute(r, table, id, title, type_of(rel_xml_attribute(attributes, "type"))));
    r->declaring = r->of[table].list[r->of[table].count - 1].column;
out:
    return st;
}

/* Of the values of different times the latest stays. */
static bool is_later(rel_gexf_reader *r, rel_gexf_declared *d, int column, int64_t row, int64_t since)
{
    const bool again = d->set_row[column] == row + 1;
    const bool later = !again || since >= d->since[column];
    r->dynamic += again;
    d->set_row[column] = row + 1;
    if (later) d->since[column] = since;
    return later;
}

rel_status rel_gexf_value(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                          const rel_gexf_element *of)
{
    rel_status st = REL_OK;
    rel_str id = REL_STR_MISSING, text = id, start = id, end = id, instant = id;
    rel_gexf_declared *d = &r->of[of->table];
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        rel_str *to = strcmp(name, "for") == 0 || strcmp(name, "id") == 0 ? &id
                      : strcmp(name, "value") == 0                        ? &text
                      : rel_gexf_is_start(name)                           ? &start
                      : rel_gexf_is_end(name)                             ? &end
                      : strcmp(name, "timestamp") == 0                    ? &instant
                                                                          : NULL;
        if (to) *to = rel_str_of(attributes[1]);
    }
    rel_gexf_attribute *a = find_attribute(d, id);
    if (!a) {
        rel_import_odd(r->imp, REL_IMPORT_UNDECLARED, rel_xml_line(at));
        REL_TRY(add_attribute(r, of->table, id, id, REL_IMPORT_ANY));
        a = &d->list[d->count - 1];
    }
    if (start.s || end.s || instant.s) {
        const int64_t since = rel_gexf_time(&r->clock, instant.s ? instant : start, rel_xml_line(at));
        if (!is_later(r, d, a->column, of->row, since)) return REL_OK;
    }
    st = set(r, at, of->table, a->column, of->row, text);
out:
    return st;
}

/* The look. */

/* "#rrggbb" or "#rgb"; false: it is none. */
static bool hex_color(rel_str hex, char channel[3][4])
{
    if (hex.len && hex.s[0] == '#') hex = (rel_str){hex.s + 1, hex.len - 1};
    const size_t each = hex.len == 3 ? 1 : 2;
    if (hex.len != 3 && hex.len != 6 && hex.len != 8) return false;
    for (size_t i = 0; i < hex.len; i++)
        if (!strchr("0123456789abcdefABCDEF", hex.s[i])) return false;
    for (size_t k = 0; k < 3; k++) {
        const char digits[3] = {hex.s[k * each], hex.s[k * each + each - 1], '\0'};
        snprintf(channel[k], sizeof channel[k], "%ld", strtol(digits, NULL, 16));
    }
    return true;
}

rel_status rel_gexf_color(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                          const rel_gexf_element *of)
{
    static const char *const NAMES[] = {"r", "g", "b"};
    rel_status st;
    char channel[3][4];
    const rel_str hex = rel_xml_attribute(attributes, "hex");
    const bool is_hex = hex.s && hex_color(hex, channel);
    for (int k = 0; k < 3; k++) {
        const rel_str text = is_hex ? rel_str_of(channel[k]) : rel_xml_attribute(attributes, NAMES[k]);
        REL_TRY(rel_gexf_set_fixed(r, at, of->table, (rel_gexf_fixed)(RED + k), of->row, text));
    }
    st = rel_gexf_set_fixed(r, at, of->table, ALPHA, of->row, rel_xml_attribute(attributes, "a"));
out:
    return st;
}

rel_status rel_gexf_position(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                             const rel_gexf_element *of)
{
    rel_status st;
    double depth;
    const rel_str z = rel_xml_attribute(attributes, "z");
    REL_TRY(rel_gexf_set_fixed(r, at, of->table, X, of->row, rel_xml_attribute(attributes, "x")));
    REL_TRY(rel_gexf_set_fixed(r, at, of->table, Y, of->row, rel_xml_attribute(attributes, "y")));
    const bool flat = !z.len || (rel_str_to_f64(z, &depth) && depth == 0);
    st = flat ? REL_OK : rel_gexf_set_fixed(r, at, of->table, Z, of->row, z);
out:
    return st;
}
