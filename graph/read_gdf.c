/* Reading GDF: two tables with commas, nodes and edges, each under a line that names and types its columns.
 * Source: Adar, "GUESS: the graph exploration system", and what Gephi, DMI-TCAT and YouTube Data Tools write.
 */
#include <stdlib.h>

#include "graph/readers.h"
#include "graph/text_scan.h"

/* What a column is for. */
enum { ATTRIBUTE = 0, NAME = -1, NODE1 = -2, NODE2 = -3, DIRECTED = -4, COLOUR = -5 };

typedef struct gdf_table {
    bool begun;
    int *column; /* by place: a column + 1, or one of the above; 0 only until it is known */
    size_t count, capacity;
} gdf_table;

typedef struct gdf_reading {
    rel_text_file *f;
    gdf_table table[2];  /* of vertices and edges */
    rel_import_table at; /* of the line at hand */
    int colour[2][3];    /* columns r, g, b + 1 */
    rel_word *field;     /* of the line at hand */
    size_t fields, field_room;
    bool all_numbers; /* the names of the nodes */
    int64_t declared; /* vertices when the edges began, -1: not yet */
    int64_t again;
} gdf_reading;

/* Headings: "nodedef>name VARCHAR,label VARCHAR(64),width DOUBLE default 4". */

static const char *const HEADS[] = {"nodedef>", "edgedef>"};

/* True when the line is a heading, which is cut off it. */
static bool cut_heading(rel_str *line, rel_import_table *table)
{
    for (int t = 0; t < 2; t++) {
        const size_t len = strlen(HEADS[t]);
        if (line->len < len || !rel_str_is_nocase((rel_str){line->s, len}, HEADS[t])) continue;
        *line = (rel_str){line->s + len, line->len - len};
        *table = t ? REL_IMPORT_EDGES : REL_IMPORT_VERTICES;
        return true;
    }
    return false;
}

static bool find_type(rel_str word, rel_import_type *type)
{
    static const struct {
        const char *word;
        rel_import_type type;
    } types[] = {
        {"varchar", REL_IMPORT_TEXT},   {"string", REL_IMPORT_TEXT},    {"text", REL_IMPORT_TEXT},
        {"char", REL_IMPORT_TEXT},      {"boolean", REL_IMPORT_BOOL},   {"bool", REL_IMPORT_BOOL},
        {"int", REL_IMPORT_WHOLE},      {"integer", REL_IMPORT_WHOLE},  {"tinyint", REL_IMPORT_WHOLE},
        {"smallint", REL_IMPORT_WHOLE}, {"bigint", REL_IMPORT_WHOLE},   {"long", REL_IMPORT_WHOLE},
        {"double", REL_IMPORT_NUMBER},  {"float", REL_IMPORT_NUMBER},   {"real", REL_IMPORT_NUMBER},
        {"decimal", REL_IMPORT_NUMBER}, {"numeric", REL_IMPORT_NUMBER}, {"date", REL_IMPORT_ANY},
        {"timestamp", REL_IMPORT_ANY}};
    word = rel_str_cut(&word, '(');
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!rel_str_is_nocase(word, types[i].word)) continue;
        *type = types[i].type;
        return true;
    }
    return false;
}

/* The name of a column, which may have blanks, its type, and what stands where a value is missing. */
static rel_str cut_column(rel_str text, rel_import_type *type, rel_str *standard)
{
    static const rel_word_rules WORDS = {.quotes = ""};
    rel_str rest = text;
    rel_word word;
    *type = REL_IMPORT_ANY;
    *standard = REL_STR_MISSING;
    while (rel_word_next(&rest, &WORDS, &word)) {
        if (word.text.s == text.s || !find_type(word.text, type)) continue;
        const rel_str name = rel_str_trim((rel_str){text.s, (size_t)(word.text.s - text.s)});
        if (rel_word_next(&rest, &WORDS, &word) && rel_str_is_nocase(word.text, "default"))
            *standard = rel_str_trim(rest);
        return name;
    }
    return text;
}

/* Columns that are no attributes, by their names. */
static int role_of(rel_import_table table, rel_str name)
{
    if (table == REL_IMPORT_VERTICES) {
        if (rel_str_is_nocase(name, "name")) return NAME;
        return rel_str_is_nocase(name, "color") ? COLOUR : ATTRIBUTE;
    }
    if (rel_str_is_nocase(name, "node1")) return NODE1;
    if (rel_str_is_nocase(name, "node2")) return NODE2;
    return rel_str_is_nocase(name, "directed") ? DIRECTED : ATTRIBUTE;
}

static bool has_role(const gdf_table *t, int role)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->column[i] == role) return true;
    return false;
}

static rel_status add_column(gdf_reading *r, rel_word field)
{
    rel_status st;
    gdf_table *t = &r->table[r->at];
    rel_import_type type;
    rel_str standard, name;
    int column;
    REL_TRY(rel_grow(r->f->ctx, &t->column, &t->capacity, t->count + 1, sizeof *t->column, "columns"));
    const rel_str raw = cut_column(field.text, &type, &standard);
    int role = role_of(r->at, raw);
    if (role != ATTRIBUTE && has_role(t, role)) role = ATTRIBUTE;
    t->column[t->count] = role;
    /* Without columns of the usual names the first ones are what identifies a row. */
    if (role == ATTRIBUTE && r->at == REL_IMPORT_VERTICES && t->count == 0) t->column[0] = NAME;
    if (role == ATTRIBUTE && r->at == REL_IMPORT_EDGES && t->count < 2)
        t->column[t->count] = t->count ? NODE2 : NODE1;
    if (t->column[t->count++] != ATTRIBUTE) return REL_OK;
    REL_TRY(rel_text_plain(r->f, raw, &name));
    REL_TRY(rel_import_column(r->f->imp, r->at, name, type, &column));
    t->column[t->count - 1] = column + 1;
    if (standard.s) st = rel_import_default(r->f->imp, r->at, column, standard);
out:
    return st;
}

static rel_status take_heading(gdf_reading *r, rel_str line)
{
    rel_status st = REL_OK;
    rel_word field;
    gdf_table *t = &r->table[r->at];
    if (t->begun)
        return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected one '%s', found another",
                        REL_TEXT_AT(r->f), HEADS[r->at]);
    t->begun = true;
    if (r->at == REL_IMPORT_EDGES) r->declared = rel_import_vertices(r->f->imp);
    while (rel_field_next(&line, &field)) REL_TRY(add_column(r, field));
    const bool good =
        r->at == REL_IMPORT_VERTICES ? has_role(t, NAME) : has_role(t, NODE1) && has_role(t, NODE2);
    if (!good)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected a column 'name', or 'node1' and 'node2', found none",
                        REL_TEXT_AT(r->f));
out:
    return st;
}

/* Rows. */

static rel_status split(gdf_reading *r, rel_str line)
{
    rel_status st = REL_OK;
    const gdf_table *t = &r->table[r->at];
    rel_word field;
    r->fields = 0;
    while (rel_field_next(&line, &field)) {
        if (r->fields == t->count && !field.text.len && !line.s) break; /* a comma at the end */
        if (r->fields == t->count)
            return rel_fail(r->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected %zu values, found '%.*s' besides",
                            REL_TEXT_AT(r->f), t->count, REL_SHOWN(field.text));
        REL_TRY(rel_grow(r->f->ctx, &r->field, &r->field_room, r->fields + 1, sizeof *r->field, "fields"));
        r->field[r->fields++] = field;
    }
out:
    return st;
}

/* The field of that role; NULL: it is missing or empty. */
static const rel_word *field_of(const gdf_reading *r, int role)
{
    for (size_t i = 0; i < r->fields; i++)
        if (r->table[r->at].column[i] == role && r->field[i].text.len) return &r->field[i];
    return NULL;
}

static rel_status take_vertex(gdf_reading *r, int role, rel_vid *v)
{
    rel_status st;
    rel_str text;
    const rel_word *field = field_of(r, role);
    if (!field)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected the name of a node, found none", REL_TEXT_AT(r->f));
    REL_TRY(rel_text_of(r->f, *field, &text));
    for (size_t i = 0; i < text.len && r->all_numbers; i++)
        r->all_numbers = text.s[i] >= '0' && text.s[i] <= '9';
    st = rel_import_vertex(r->f->imp, text, v);
out:
    return st;
}

/* "114,116,177" as the columns r, g, b; another word is left out. */
static rel_status set_colour(gdf_reading *r, int64_t row)
{
    static const char *const names[] = {"r", "g", "b"};
    rel_status st = REL_OK;
    const rel_word *field = field_of(r, COLOUR);
    int64_t part[3];
    rel_str rest = field ? field->text : REL_STR_MISSING;
    for (int i = 0; i < 3; i++)
        if (!rel_str_to_i64(rel_str_trim(rel_str_cut(&rest, ',')), &part[i]) || part[i] < 0 || part[i] > 255)
            return REL_OK;
    for (int i = 0; i < 3; i++) {
        int column;
        REL_TRY(rel_import_column(r->f->imp, r->at, rel_str_of(names[i]), REL_IMPORT_WHOLE, &column));
        REL_TRY(rel_import_set_number(r->f->imp, r->at, column, row, (double)part[i]));
    }
out:
    return st;
}

static rel_status set_values(gdf_reading *r, int64_t row)
{
    rel_status st = REL_OK;
    const gdf_table *t = &r->table[r->at];
    for (size_t i = 0; i < r->fields; i++) {
        rel_str text;
        if (t->column[i] <= 0 || !r->field[i].text.len) continue;
        REL_TRY(rel_text_of(r->f, r->field[i], &text));
        REL_TRY(rel_import_set(r->f->imp, r->at, t->column[i] - 1, row, text, r->f->lines.number));
    }
out:
    return st;
}

static rel_status node_line(gdf_reading *r)
{
    rel_status st;
    rel_vid v;
    const int64_t before = rel_import_vertices(r->f->imp);
    REL_TRY(take_vertex(r, NAME, &v));
    r->again += r->declared < 0 && v < before;
    REL_TRY(set_colour(r, v));
    st = set_values(r, v);
out:
    return st;
}

static rel_status take_directed(const gdf_reading *r, bool *directed)
{
    static const char *const yes[] = {"true", "1", "yes", "t"}, *const no[] = {"false", "0", "no", "f"};
    const rel_word *field = field_of(r, DIRECTED);
    *directed = false;
    if (!field) return REL_OK;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        *directed = rel_str_is_nocase(field->text, yes[i]);
        if (*directed || rel_str_is_nocase(field->text, no[i])) return REL_OK;
    }
    return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected 'true' or 'false', found '%.*s'",
                    REL_TEXT_AT(r->f), REL_SHOWN(field->text));
}

static rel_status edge_line(gdf_reading *r)
{
    rel_status st;
    rel_vid u, v;
    int64_t edge;
    bool directed;
    REL_TRY(take_directed(r, &directed));
    REL_TRY(take_vertex(r, NODE1, &u));
    REL_TRY(take_vertex(r, NODE2, &v));
    REL_TRY(rel_import_edge(r->f->imp, u, v, directed, &edge));
    st = set_values(r, edge);
out:
    return st;
}

static rel_status take_line(gdf_reading *r)
{
    rel_status st;
    rel_str line = rel_str_trim(r->f->lines.line);
    if (!line.len || *line.s == '#') return REL_OK;
    if (cut_heading(&line, &r->at)) return take_heading(r, line);
    if (!r->table[r->at].begun)
        return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected 'nodedef>', found '%.*s'",
                        REL_TEXT_AT(r->f), REL_SHOWN(line));
    REL_TRY(split(r, line));
    st = r->at == REL_IMPORT_VERTICES ? node_line(r) : edge_line(r);
out:
    return st;
}

static rel_status read_gdf(rel_text_file *f)
{
    rel_status st;
    gdf_reading r = {.f = f, .at = REL_IMPORT_VERTICES, .all_numbers = true, .declared = -1};
    while (rel_text_line(f, &st)) REL_TRY(take_line(&r));
    REL_TRY(st);
    rel_import_default_directed(f->imp, has_role(&r.table[REL_IMPORT_EDGES], DIRECTED));
    f->rules.labels_name = r.all_numbers;
    if (r.again)
        rel_note(f->ctx, "'%s': %" PRId64 " nodes are there twice: the values of their last line are kept",
                 f->path, r.again);
    if (r.declared > 0 && rel_import_vertices(f->imp) > r.declared)
        rel_note(f->ctx, "'%s': %" PRId64 " nodes that edges name have no line of their own", f->path,
                 rel_import_vertices(f->imp) - r.declared);
out:
    free(r.table[0].column);
    free(r.table[1].column);
    free(r.field);
    return st;
}

rel_status rel_gdf_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_gdf, g);
}

/* The first line that is neither empty nor a comment is a heading. */
int rel_gdf_detect(const char *path, rel_str first)
{
    rel_lines l;
    rel_import_table table;
    (void)path;
    rel_lines_begin(&l, first);
    while (rel_lines_next(&l)) {
        rel_str line = rel_str_trim(l.line);
        if (!line.len || *line.s == '#') continue;
        return cut_heading(&line, &table) ? 96 : 0;
    }
    return 0;
}
