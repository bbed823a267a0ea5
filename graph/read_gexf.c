/* GEXF 1.0 to 1.3, as Gephi, networkx, graphology, rgexf and relais write it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/gexf_times.h"
#include "graph/import_store.h"
#include "graph/readers.h"
#include "graph/write_times.h"
#include "src/base/xml.h"

/* What an open element is to us. */
typedef enum place {
    IN_NOTHING,
    IN_ROOT, /* <gexf> */
    IN_META,
    IN_CREATOR,
    IN_GRAPH,
    IN_ATTRIBUTES,
    IN_ATTRIBUTE,
    IN_DEFAULT,
    IN_NODES,
    IN_EDGES,
    IN_NODE,
    IN_EDGE,
    IN_VALUES, /* and what else lies between a node or an edge and what it says: spells, parents */
    SKIPPED,
} place;

typedef struct element {
    place place;
    rel_import_table table; /* of row; of the attributes that are declared */
    int64_t row;            /* NODE, EDGE, VALUES: vertex or edge; NODES: the vertex they lie in; -1: none */
    rel_gexf_span span;
} element;

/* Columns that XML attributes and elements of the look give. */
typedef enum fixed {
    LABEL,
    WEIGHT,
    KIND,
    PARENT,
    RED,
    GREEN,
    BLUE,
    ALPHA,
    SIZE,
    THICKNESS,
    SHAPE,
    X,
    Y,
    Z,
    FIRST_TIME,
    LAST_TIME,
    INSTANTS,
    FIXED,
} fixed;

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

enum { NO_COLUMN = -1 };

typedef struct attribute {
    char *id;
    int column;
} attribute;

/* The attributes that are declared for nodes or for edges. */
typedef struct declared {
    attribute *list;
    size_t count, capacity;
    size_t last; /* values mostly come in the order of the declarations */
    int fixed[FIXED];
    int64_t set_row[REL_IMPORT_COLUMNS_MAX],
        since[REL_IMPORT_COLUMNS_MAX]; /* the value of a time that is set */
} declared;

typedef struct reader {
    rel_ctx *ctx;
    const char *path;
    rel_import *imp;
    element stack[REL_XML_DEPTH_MAX + 1];
    int depth;
    bool wants_text;
    rel_buf text;

    bool directed; /* edges that say nothing else */
    declared of[2];
    int declaring; /* column of the attribute whose default may come; NO_COLUMN */
    rel_gexf_clock clock;
    int64_t kind; /* of the edge that is open: a layer, or -1 */

    int64_t graphs, dynamic; /* values of a time that another of a later time follows */
    bool own;                /* relais wrote the file */
    rel_import_tally types;
} reader;

static rel_status set(reader *r, const rel_xml *at, rel_import_table table, int column, int64_t row,
                      rel_str text)
{
    return rel_import_set(r->imp, table, column, row, text, rel_xml_line(at));
}

/* A column that no declaration asks for. */
static rel_status need(reader *r, rel_import_table table, fixed which, int *column)
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
static rel_status set_fixed(reader *r, const rel_xml *at, rel_import_table table, fixed which, int64_t row,
                            rel_str text)
{
    rel_status st;
    int column;
    if (!text.len) return REL_OK;
    REL_TRY(need(r, table, which, &column));
    st = set(r, at, table, column, row, text);
out:
    return st;
}

static rel_status set_time(reader *r, rel_import_table table, fixed which, int64_t row, int64_t utc)
{
    rel_status st;
    int column;
    REL_TRY(need(r, table, which, &column));
    st = rel_import_set_whole(r->imp, table, column, row, utc);
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

static attribute *find_attribute(declared *d, rel_str id)
{
    for (size_t k = 0; k < d->count; k++) {
        const size_t at = (d->last + k) % d->count;
        if (!rel_str_is(id, d->list[at].id)) continue;
        d->last = at + 1;
        return &d->list[at];
    }
    return NULL;
}

static rel_status add_attribute(reader *r, rel_import_table table, rel_str id, rel_str title,
                                rel_import_type type)
{
    rel_status st;
    declared *d = &r->of[table];
    int column;
    REL_TRY(rel_import_column(r->imp, table, title, type, &column));
    REL_TRY(rel_grow(r->ctx, &d->list, &d->capacity, d->count + 1, sizeof *d->list, "attributes"));
    d->list[d->count] = (attribute){NULL, column};
    REL_TRY(rel_alloc(r->ctx, &d->list[d->count].id, id.len + 1, 1, "attributes"));
    if (id.len) memcpy(d->list[d->count].id, id.s, id.len);
    d->count++;
out:
    return st;
}

/* An attribute of edges called weight, in any case, is what the XML attribute says, too. */
static rel_status declare(reader *r, const char *const *attributes, rel_import_table table)
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

/* Open or closed, to the second they are the same. */
static bool is_start(const char *name)
{
    return strcmp(name, "start") == 0 || strcmp(name, "startopen") == 0;
}

static bool is_end(const char *name)
{
    return strcmp(name, "end") == 0 || strcmp(name, "endopen") == 0;
}

/* Of the values of different times the latest stays. */
static bool is_later(reader *r, declared *d, int column, int64_t row, int64_t since)
{
    const bool again = d->set_row[column] == row + 1;
    const bool later = !again || since >= d->since[column];
    r->dynamic += again;
    d->set_row[column] = row + 1;
    if (later) d->since[column] = since;
    return later;
}

static rel_status value(reader *r, const rel_xml *at, const char *const *attributes, const element *of)
{
    rel_status st = REL_OK;
    rel_str id = REL_STR_MISSING, text = id, start = id, end = id, instant = id;
    declared *d = &r->of[of->table];
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        rel_str *to = strcmp(name, "for") == 0 || strcmp(name, "id") == 0 ? &id
                      : strcmp(name, "value") == 0                        ? &text
                      : is_start(name)                                    ? &start
                      : is_end(name)                                      ? &end
                      : strcmp(name, "timestamp") == 0                    ? &instant
                                                                          : NULL;
        if (to) *to = rel_str_of(attributes[1]);
    }
    attribute *a = find_attribute(d, id);
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

static rel_status color(reader *r, const rel_xml *at, const char *const *attributes, const element *of)
{
    static const char *const NAMES[] = {"r", "g", "b"};
    rel_status st;
    char channel[3][4];
    const rel_str hex = rel_xml_attribute(attributes, "hex");
    const bool is_hex = hex.s && hex_color(hex, channel);
    for (int k = 0; k < 3; k++) {
        const rel_str text = is_hex ? rel_str_of(channel[k]) : rel_xml_attribute(attributes, NAMES[k]);
        REL_TRY(set_fixed(r, at, of->table, (fixed)(RED + k), of->row, text));
    }
    st = set_fixed(r, at, of->table, ALPHA, of->row, rel_xml_attribute(attributes, "a"));
out:
    return st;
}

static rel_status position(reader *r, const rel_xml *at, const char *const *attributes, const element *of)
{
    rel_status st;
    double depth;
    const rel_str z = rel_xml_attribute(attributes, "z");
    REL_TRY(set_fixed(r, at, of->table, X, of->row, rel_xml_attribute(attributes, "x")));
    REL_TRY(set_fixed(r, at, of->table, Y, of->row, rel_xml_attribute(attributes, "y")));
    const bool flat = !z.len || (rel_str_to_f64(z, &depth) && depth == 0);
    st = flat ? REL_OK : set_fixed(r, at, of->table, Z, of->row, z);
out:
    return st;
}

/* Times. */

static rel_status add_times(reader *r, const rel_xml *at, const char *const *attributes, rel_gexf_span *span)
{
    rel_status st = REL_OK;
    rel_str start = REL_STR_MISSING, end = start;
    const int64_t line = rel_xml_line(at);
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        const rel_str text = rel_str_of(attributes[1]);
        if (is_start(name))
            start = text;
        else if (is_end(name))
            end = text;
        else if (strcmp(name, "intervals") == 0)
            rel_gexf_add_intervals(&r->clock, span, text, line);
        else if (strcmp(name, "timestamp") == 0 || strcmp(name, "timestamps") == 0)
            REL_TRY(rel_gexf_add_instants(r->ctx, &r->clock, span, text, line));
    }
    rel_gexf_add_interval(&r->clock, span, start, end, line);
out:
    return st;
}

/* The times of accounts in a file of ours are those of their edges. */
static rel_status keep_times(reader *r, const element *e)
{
    rel_status st = REL_OK;
    int column;
    const rel_str kind = r->kind >= 0 ? rel_str_of(rel_kind_word((rel_kind)r->kind)) : REL_STR_MISSING;
    REL_TRY(rel_gexf_take_instants(r->ctx, &r->clock, kind, &r->text));
    if (e->row < 0 || (r->own && e->place == IN_NODE)) return REL_OK;
    if (e->span.first != REL_TIME_MISSING && !e->span.from_ever)
        REL_TRY(set_time(r, e->table, FIRST_TIME, e->row, e->span.first));
    if (e->span.last != REL_TIME_MISSING && !e->span.for_ever)
        REL_TRY(set_time(r, e->table, LAST_TIME, e->row, e->span.last));
    if (!r->text.len || e->place == IN_NODE) return REL_OK;
    REL_TRY(need(r, e->table, INSTANTS, &column));
    st = rel_import_set(r->imp, e->table, column, e->row, (rel_str){r->text.data, r->text.len}, 0);
out:
    return st;
}

/* Nodes and edges. */

static rel_status open_node(reader *r, const rel_xml *at, const char *const *attributes, int64_t within,
                            element *e)
{
    rel_status st;
    rel_vid v;
    bool again;
    const rel_str id = rel_xml_attribute(attributes, "id");
    *e = (element){.place = IN_NODE, .table = REL_IMPORT_VERTICES, .row = -1, .span = REL_GEXF_SPAN_NONE};
    if (!id.s) {
        rel_import_odd(r->imp, REL_IMPORT_NO_ID, rel_xml_line(at));
        return REL_OK;
    }
    REL_TRY(rel_import_declare(r->imp, id, &v, &again));
    if (again) rel_import_odd(r->imp, REL_IMPORT_AGAIN, rel_xml_line(at));
    e->row = v;
    rel_str parent = rel_xml_attribute(attributes, "pid");
    if (!parent.s && within >= 0) parent = rel_import_id(r->imp, (rel_vid)within);
    REL_TRY(set_fixed(r, at, REL_IMPORT_VERTICES, LABEL, v, rel_xml_attribute(attributes, "label")));
    REL_TRY(set_fixed(r, at, REL_IMPORT_VERTICES, PARENT, v, parent));
    st = add_times(r, at, attributes, &e->span);
out:
    return st;
}

/* Whether an edge goes one way; `mutual` goes both. */
static bool is_directed(reader *r, const rel_xml *at, rel_str type)
{
    if (!type.s) return r->directed;
    if (rel_str_is_nocase(type, "directed")) return true;
    if (rel_str_is_nocase(type, "undirected") || rel_str_is_nocase(type, "mutual")) return false;
    rel_import_count(&r->types, rel_xml_line(at));
    return r->directed;
}

static rel_status open_edge(reader *r, const rel_xml *at, const char *const *attributes, element *e)
{
    rel_status st;
    rel_vid u, v;
    rel_str source = REL_STR_MISSING, target = source, label = source, weight = source, kind = source,
            type = source;
    const char *const *a = attributes;
    *e = (element){.place = IN_EDGE, .table = REL_IMPORT_EDGES, .row = -1, .span = REL_GEXF_SPAN_NONE};
    for (; *a; a += 2) {
        const char *name = a[0];
        rel_str *to = strcmp(name, "source") == 0   ? &source
                      : strcmp(name, "target") == 0 ? &target
                      : strcmp(name, "weight") == 0 ? &weight
                      : strcmp(name, "kind") == 0   ? &kind
                      : strcmp(name, "label") == 0  ? &label
                      : strcmp(name, "type") == 0   ? &type
                                                    : NULL;
        if (to) *to = rel_str_of(a[1]);
    }
    r->kind = -1;
    if (!source.s || !target.s) {
        rel_import_odd(r->imp, REL_IMPORT_NO_END, rel_xml_line(at));
        return REL_OK;
    }
    REL_TRY(rel_import_vertex(r->imp, source, &u));
    REL_TRY(rel_import_vertex(r->imp, target, &v));
    REL_TRY(rel_import_edge(r->imp, u, v, is_directed(r, at, type), &e->row));
    REL_TRY(set_fixed(r, at, REL_IMPORT_EDGES, WEIGHT, e->row, weight));
    REL_TRY(set_fixed(r, at, REL_IMPORT_EDGES, KIND, e->row, kind));
    REL_TRY(set_fixed(r, at, REL_IMPORT_EDGES, LABEL, e->row, label));
    if (kind.s) r->kind = rel_import_kind(kind);
    st = add_times(r, at, attributes, &e->span);
out:
    return st;
}

/* Events. */

static void open_graph(reader *r, const char *const *attributes, element *e)
{
    const rel_str type = rel_xml_attribute(attributes, "defaultedgetype");
    rel_str format = rel_xml_attribute(attributes, "timeformat");
    if (!format.s) format = rel_xml_attribute(attributes, "timetype");
    if (r->graphs++) return;
    e->place = IN_GRAPH;
    r->directed = rel_str_is_nocase(type, "directed");
    r->clock.dates = rel_str_is_nocase(format, "date") || rel_str_is_nocase(format, "datetime");
    rel_import_default_directed(r->imp, r->directed);
}

static rel_status open_in_item(reader *r, const rel_xml *at, const char *name, const char *const *attributes,
                               element *of, element *e)
{
    const bool node = of->place == IN_NODE;
    if (strcmp(name, "attvalues") == 0 || strcmp(name, "spells") == 0 || strcmp(name, "slices") == 0 ||
        strcmp(name, "parents") == 0) {
        if (of->row >= 0) *e = (element){.place = IN_VALUES, .table = of->table, .row = of->row};
        return REL_OK;
    }
    if (strcmp(name, "nodes") == 0 && node) *e = (element){.place = IN_NODES, .row = of->row};
    if (strcmp(name, "edges") == 0 && node) *e = (element){.place = IN_EDGES, .row = -1};
    if (of->row < 0) return REL_OK;
    if (strcmp(name, "color") == 0) return color(r, at, attributes, of);
    if (strcmp(name, "position") == 0) return position(r, at, attributes, of);
    const rel_str text = rel_xml_attribute(attributes, "value");
    if (strcmp(name, "size") == 0) return set_fixed(r, at, of->table, SIZE, of->row, text);
    if (strcmp(name, "thickness") == 0) return set_fixed(r, at, of->table, THICKNESS, of->row, text);
    if (strcmp(name, "shape") == 0) return set_fixed(r, at, of->table, SHAPE, of->row, text);
    return REL_OK;
}

static rel_status open_in_values(reader *r, const rel_xml *at, const char *name,
                                 const char *const *attributes, element *of)
{
    if (strcmp(name, "attvalue") == 0) return value(r, at, attributes, of);
    /* The times are those of the node or edge around. */
    if (strcmp(name, "spell") == 0 || strcmp(name, "slice") == 0)
        return add_times(r, at, attributes, &of[-1].span);
    if (strcmp(name, "parent") == 0)
        return set_fixed(r, at, of->table, PARENT, of->row, rel_xml_attribute(attributes, "for"));
    return REL_OK;
}

static rel_status open_in_graph(const char *name, const char *const *attributes, element *e)
{
    if (strcmp(name, "nodes") == 0) e->place = IN_NODES;
    if (strcmp(name, "edges") == 0) e->place = IN_EDGES;
    if (strcmp(name, "attributes") != 0) return REL_OK;
    e->place = IN_ATTRIBUTES;
    e->table = rel_str_is_nocase(rel_xml_attribute(attributes, "class"), "edge") ? REL_IMPORT_EDGES
                                                                                 : REL_IMPORT_VERTICES;
    return REL_OK;
}

static rel_status open_element(reader *r, const rel_xml *at, const char *name, const char *const *attributes,
                               element *of, element *e)
{
    switch (of->place) {
    case IN_NOTHING:
        if (strcmp(name, "gexf") != 0)
            return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected <gexf>, found <%s>", r->path,
                            rel_xml_line(at), name);
        e->place = IN_ROOT;
        break;
    case IN_ROOT:
        if (strcmp(name, "meta") == 0) e->place = IN_META;
        if (strcmp(name, "graph") == 0) open_graph(r, attributes, e);
        break;
    case IN_META:
        if (strcmp(name, "creator") == 0) e->place = IN_CREATOR;
        break;
    case IN_GRAPH: return open_in_graph(name, attributes, e);
    case IN_ATTRIBUTES:
        if (strcmp(name, "attribute") != 0) break;
        *e = (element){.place = IN_ATTRIBUTE, .table = of->table, .row = -1};
        return declare(r, attributes, of->table);
    case IN_ATTRIBUTE:
        if (strcmp(name, "default") == 0) *e = (element){.place = IN_DEFAULT, .table = of->table, .row = -1};
        break;
    case IN_NODES:
        if (strcmp(name, "node") == 0) return open_node(r, at, attributes, of->row, e);
        break;
    case IN_EDGES:
        if (strcmp(name, "edge") == 0) return open_edge(r, at, attributes, e);
        break;
    case IN_NODE:
    case IN_EDGE: return open_in_item(r, at, name, attributes, of, e);
    case IN_VALUES: return open_in_values(r, at, name, attributes, of);
    case IN_CREATOR:
    case IN_DEFAULT:
    case SKIPPED: break;
    }
    return REL_OK;
}

static bool is_text(place p)
{
    return p == IN_DEFAULT || p == IN_CREATOR;
}

static rel_status on_open(void *user, const rel_xml *at, const char *name, const char *const *attributes)
{
    reader *r = user;
    element e = {.place = SKIPPED, .row = -1};
    const rel_status st = open_element(r, at, name, attributes, &r->stack[r->depth], &e);
    r->stack[++r->depth] = e;
    r->wants_text = is_text(e.place);
    if (r->wants_text) r->text.len = 0;
    return st;
}

static rel_status on_close(void *user, const rel_xml *at)
{
    static const char CREATOR[] = "relais ";
    reader *r = user;
    const element *e = &r->stack[r->depth--];
    const rel_str text = rel_str_trim((rel_str){r->text.data, r->text.len});
    (void)at;
    r->wants_text = is_text(r->stack[r->depth].place);
    if (e->place == IN_NODE || e->place == IN_EDGE) return keep_times(r, e);
    if (e->place == IN_CREATOR)
        r->own = text.len >= sizeof CREATOR && memcmp(text.s, CREATOR, sizeof CREATOR - 1) == 0;
    if (e->place == IN_DEFAULT && text.len)
        return rel_import_default(r->imp, e->table, r->declaring, (rel_str){r->text.data, r->text.len});
    return REL_OK;
}

static rel_status on_text(void *user, const char *text, size_t len)
{
    reader *r = user;
    return rel_buf_add(r->ctx, &r->text, text, len);
}

/* What was left out, by reason. */
static void say(const reader *r)
{
    rel_ctx *ctx = r->ctx;
    const char *path = r->path;
    const rel_import_tally *wrong = &r->clock.wrong;
    if (r->graphs > 1) rel_note(ctx, "'%s' holds %" PRId64 " graphs; the first was read", path, r->graphs);
    if (r->types.count)
        rel_note(ctx,
                 "'%s': %" PRId64 " edges are neither directed nor undirected nor mutual and count as the "
                 "others, the first in line %" PRId64,
                 path, r->types.count, r->types.line);
    if (r->dynamic)
        rel_note(ctx, "'%s': %" PRId64 " values that later ones follow were left out", path, r->dynamic);
    if (wrong->count)
        rel_note(ctx,
                 "'%s': %" PRId64 " times cannot be read and count as missing, the first in line %" PRId64,
                 path, wrong->count, wrong->line);
    if (r->clock.numbers)
        rel_note(ctx,
                 "'%s': %" PRId64 " times are numbers and count as seconds since 1970 (from 10^11 on as "
                 "milliseconds)",
                 path, r->clock.numbers);
}

static rel_status read_graph(reader *r, rel_input *in, int directions, rel_graph *g)
{
    static const rel_xml_events EVENTS = {.open = on_open, .close = on_close, .text = on_text};
    rel_status st;
    rel_str first;
    REL_TRY(rel_input_peek(r->ctx, in, 1, &first));
    if (!first.len) return rel_fail(r->ctx, REL_E_DATA, "'%s' is empty: expected GEXF", r->path);
    REL_TRY(rel_import_begin(r->ctx, r->path, &r->imp));
    REL_TRY(rel_xml_read(r->ctx, in, r->path, "GEXF", &EVENTS, r, &r->wants_text));
    say(r);
    const rel_import_rules rules = {.own = r->own, .directions = directions};
    st = rel_import_graph(r->ctx, r->imp, &rules, g);
out:
    return st;
}

static void delete_reader(reader *r)
{
    if (!r) return;
    for (int table = 0; table < 2; table++) {
        for (size_t k = 0; k < r->of[table].count; k++) free(r->of[table].list[k].id);
        free(r->of[table].list);
    }
    rel_gexf_clock_free(&r->clock);
    rel_buf_free(&r->text);
    rel_import_free(r->imp);
    free(r);
}

rel_status rel_gexf_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    reader *r = NULL;
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_alloc(ctx, &r, 1, sizeof *r, "a reader of GEXF"));
    r->ctx = ctx;
    r->path = path;
    r->kind = -1;
    for (int table = 0; table < 2; table++)
        for (int k = 0; k < FIXED; k++) r->of[table].fixed[k] = NO_COLUMN;
    st = read_graph(r, in, directions, g);
out:
    delete_reader(r);
    rel_input_close(in);
    return st;
}

int rel_gexf_detect(const char *path, rel_str first)
{
    const char *dot = strrchr(path, '.');
    if (rel_xml_root_is(first, "gexf")) return 100;
    /* A head longer than was looked at: the name says it. */
    return first.len && dot && rel_str_is_nocase(rel_str_of(dot), ".gexf") ? 60 : 0;
}
