/* GraphML as igraph, networkx, yEd, Neo4j, Gephi, Communalytic and graphology write it. */
#include <inttypes.h>
#include <stdlib.h>

#include "graph/import.h"
#include "graph/readers.h"
#include "src/base/xml.h"

/* What an open element is to us. */
typedef enum place {
    IN_NOTHING,
    IN_ROOT, /* <graphml> */
    IN_KEY,
    IN_DEFAULT,
    IN_DESC, /* of the document */
    IN_GRAPH,
    IN_NODE,
    IN_EDGE,
    IN_DATA,
    IN_RICH,  /* elements within <data>: graphics of yEd */
    IN_LABEL, /* the one of them that is text for people */
    SKIPPED,
} place;

typedef struct element {
    place place;
    rel_import_table table; /* of row */
    bool directed;          /* GRAPH: edges are, unless they say otherwise */
    int64_t row; /* NODE and EDGE and below: vertex or edge; GRAPH: the vertex that it lies in; -1: none */
} element;

enum { NO_COLUMN = -1, TABLE_KEYS_MAX = 1024 };

typedef struct key {
    char *id, *name;
    rel_import_type type;
    bool is_for[2];
    bool when_used; /* its columns are made when it is first used, else when it is declared */
    int column[2];
    char *standard; /* default */
} key;

typedef struct reader {
    rel_ctx *ctx;
    const char *path;
    rel_import *imp;
    element stack[REL_XML_DEPTH_MAX + 1];
    int depth;
    bool wants_text;

    key *keys;
    size_t key_count, key_capacity;
    size_t last_key; /* values mostly come in the order of the keys */
    key *declaring;  /* IN_KEY: NULL when the key is of no use */

    key *data_key;       /* IN_DATA and below */
    bool rich, labelled; /* the data hold elements; one of them was a label */
    rel_buf text;
    int label[2], labels, parent; /* columns that XML attributes and nesting give; NO_COLUMN: none yet */

    int64_t graphs;
    bool own; /* relais wrote the file */
    rel_import_tally hyperedges, ports, misplaced, twice;
} reader;

/* A column of texts that no key declares. */
static rel_status need(reader *r, rel_import_table table, const char *name, int *column)
{
    return *column >= 0 ? REL_OK
                        : rel_import_column(r->imp, table, rel_str_of(name), REL_IMPORT_TEXT, column);
}

/* Keys. */

static rel_import_type type_of(rel_str word)
{
    static const struct {
        const char *word;
        rel_import_type type;
    } WORDS[] = {{"boolean", REL_IMPORT_BOOL},  {"bool", REL_IMPORT_BOOL},     {"int", REL_IMPORT_WHOLE},
                 {"integer", REL_IMPORT_WHOLE}, {"long", REL_IMPORT_WHOLE},    {"short", REL_IMPORT_WHOLE},
                 {"float", REL_IMPORT_SINGLE},  {"double", REL_IMPORT_NUMBER}, {"real", REL_IMPORT_NUMBER}};
    if (!word.s) return REL_IMPORT_ANY;
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
        if (rel_str_is_nocase(word, WORDS[k].word)) return WORDS[k].type;
    return REL_IMPORT_TEXT;
}

static rel_status copy_text(reader *r, rel_str text, char **copy)
{
    const rel_status st = rel_alloc(r->ctx, copy, text.len + 1, 1, "keys");
    if (st == REL_OK && text.len) memcpy(*copy, text.s, text.len);
    return st;
}

static key *find_key(reader *r, rel_str id, rel_import_table table)
{
    for (size_t k = 0; k < r->key_count; k++) {
        const size_t at = (r->last_key + k) % r->key_count;
        if (!r->keys[at].is_for[table] || !rel_str_is(id, r->keys[at].id)) continue;
        r->last_key = at + 1;
        return &r->keys[at];
    }
    return NULL;
}

static bool has_key(const reader *r, rel_str id)
{
    for (size_t k = 0; k < r->key_count; k++)
        if (rel_str_is(id, r->keys[k].id)) return true;
    return false;
}

static rel_status add_key(reader *r, rel_str id, rel_str name, rel_import_type type, const bool is_for[2])
{
    rel_status st;
    if (r->key_count >= 2 * TABLE_KEYS_MAX) /* each is for one of two tables at least */
        return rel_fail(r->ctx, REL_E_LIMIT, "'%s': a table can have %d attributes, not more", r->path,
                        TABLE_KEYS_MAX);
    REL_TRY(rel_grow(r->ctx, &r->keys, &r->key_capacity, r->key_count + 1, sizeof *r->keys, "keys"));
    key *k = &r->keys[r->key_count];
    *k = (key){.type = type, .is_for = {is_for[0], is_for[1]}, .column = {NO_COLUMN, NO_COLUMN}};
    r->key_count++;
    REL_TRY(copy_text(r, id, &k->id));
    REL_TRY(copy_text(r, name, &k->name));
out:
    return st;
}

/* The column of a key in a table, with its default. */
static rel_status need_column(reader *r, key *k, rel_import_table table)
{
    rel_status st;
    if (k->column[table] >= 0) return REL_OK;
    REL_TRY(rel_import_column(r->imp, table, rel_str_of(k->name), k->type, &k->column[table]));
    if (k->standard) REL_TRY(rel_import_default(r->imp, table, k->column[table], rel_str_of(k->standard)));
out:
    return st;
}

/* Keys of graphics (yEd's and yFiles' own) get a column only when some element has plain text for them. */
static rel_status open_key(reader *r, const rel_xml *at, const char *const *attributes)
{
    rel_status st = REL_OK;
    const rel_str id = rel_xml_attribute(attributes, "id"), scope = rel_xml_attribute(attributes, "for"),
                  name = rel_xml_attribute(attributes, "attr.name"),
                  type = rel_xml_attribute(attributes, "attr.type");
    const bool all = !scope.len || rel_str_is(scope, "all");
    const bool is_for[2] = {all || rel_str_is(scope, "node"), all || rel_str_is(scope, "edge")};
    r->declaring = NULL;
    for (int table = 0; table < 2; table++)
        if (is_for[table] && find_key(r, id, (rel_import_table)table)) {
            rel_import_count(&r->twice, rel_xml_line(at));
            return REL_OK;
        }
    REL_TRY(add_key(r, id, name.len ? name : id, type_of(type), is_for));
    r->declaring = &r->keys[r->key_count - 1];
    r->declaring->when_used = all || rel_xml_attribute(attributes, "yfiles.type").s ||
                              (!type.s && rel_xml_attribute(attributes, "attr.uri").s);
out:
    return st;
}

static rel_status close_key(reader *r)
{
    rel_status st = REL_OK;
    key *k = r->declaring;
    r->declaring = NULL;
    for (int table = 0; table < 2; table++)
        if (k && !k->when_used && k->is_for[table]) REL_TRY(need_column(r, k, (rel_import_table)table));
out:
    return st;
}

/* Nodes and edges. */

static rel_status set(reader *r, const rel_xml *at, rel_import_table table, int column, int64_t row,
                      rel_str text)
{
    return rel_import_set(r->imp, table, column, row, text, rel_xml_line(at));
}

static rel_status open_node(reader *r, const rel_xml *at, const char *const *attributes, const element *graph,
                            element *e)
{
    rel_status st;
    rel_vid v;
    bool again;
    const rel_str id = rel_xml_attribute(attributes, "id"), labels = rel_xml_attribute(attributes, "labels");
    e->place = IN_NODE;
    e->table = REL_IMPORT_VERTICES;
    if (!id.s) {
        rel_import_odd(r->imp, REL_IMPORT_NO_ID, rel_xml_line(at));
        return REL_OK;
    }
    REL_TRY(rel_import_declare(r->imp, id, &v, &again));
    if (again) rel_import_odd(r->imp, REL_IMPORT_AGAIN, rel_xml_line(at));
    e->row = v;
    if (labels.s) {
        REL_TRY(need(r, REL_IMPORT_VERTICES, "labels", &r->labels));
        REL_TRY(set(r, at, REL_IMPORT_VERTICES, r->labels, v, labels));
    }
    if (graph->row >= 0) {
        REL_TRY(need(r, REL_IMPORT_VERTICES, "parent", &r->parent));
        REL_TRY(set(r, at, REL_IMPORT_VERTICES, r->parent, v, rel_import_id(r->imp, (rel_vid)graph->row)));
    }
out:
    return st;
}

static rel_status open_edge(reader *r, const rel_xml *at, const char *const *attributes, const element *graph,
                            element *e)
{
    rel_status st;
    rel_vid u, v;
    rel_str source = REL_STR_MISSING, target = source, label = source, directed = source;
    e->place = IN_EDGE;
    e->table = REL_IMPORT_EDGES;
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        rel_str *to = strcmp(name, "source") == 0     ? &source
                      : strcmp(name, "target") == 0   ? &target
                      : strcmp(name, "label") == 0    ? &label
                      : strcmp(name, "directed") == 0 ? &directed
                                                      : NULL;
        if (to) *to = rel_str_of(attributes[1]);
    }
    if (!source.s || !target.s) {
        rel_import_odd(r->imp, REL_IMPORT_NO_END, rel_xml_line(at));
        return REL_OK;
    }
    REL_TRY(rel_import_vertex(r->imp, source, &u));
    REL_TRY(rel_import_vertex(r->imp, target, &v));
    REL_TRY(
        rel_import_edge(r->imp, u, v, directed.s ? rel_str_is(directed, "true") : graph->directed, &e->row));
    if (label.s) {
        REL_TRY(need(r, REL_IMPORT_EDGES, "label", &r->label[REL_IMPORT_EDGES]));
        REL_TRY(set(r, at, REL_IMPORT_EDGES, r->label[REL_IMPORT_EDGES], e->row, label));
    }
out:
    return st;
}

static void open_graph(reader *r, const char *const *attributes, int64_t within, element *e)
{
    e->place = IN_GRAPH;
    e->row = within;
    e->directed = rel_str_is(rel_xml_attribute(attributes, "edgedefault"), "directed");
    if (within < 0) rel_import_default_directed(r->imp, e->directed);
}

/* Values. */

static rel_status open_data(reader *r, const rel_xml *at, const char *const *attributes, const element *of,
                            element *e)
{
    rel_status st = REL_OK;
    const bool is_for[2] = {of->table == REL_IMPORT_VERTICES, of->table == REL_IMPORT_EDGES};
    const rel_str id = rel_xml_attribute(attributes, "key");
    if (of->row < 0) return REL_OK; /* what it belongs to was left out */
    r->data_key = find_key(r, id, of->table);
    if (!r->data_key && has_key(r, id)) {
        rel_import_count(&r->misplaced, rel_xml_line(at));
        return REL_OK;
    }
    if (!r->data_key) {
        rel_import_odd(r->imp, REL_IMPORT_UNDECLARED, rel_xml_line(at));
        REL_TRY(add_key(r, id, id, REL_IMPORT_ANY, is_for));
        r->data_key = &r->keys[r->key_count - 1];
    }
    *e = (element){.place = IN_DATA, .table = of->table, .row = of->row};
    r->rich = r->labelled = false;
out:
    return st;
}

static rel_status close_data(reader *r, const rel_xml *at, const element *e)
{
    rel_status st = REL_OK;
    if (r->rich || !r->text.len) return REL_OK;
    REL_TRY(need_column(r, r->data_key, e->table));
    st = set(r, at, e->table, r->data_key->column[e->table], e->row, (rel_str){r->text.data, r->text.len});
out:
    return st;
}

/* The first label of a node or edge that is no white space. */
static rel_status close_label(reader *r, const rel_xml *at, const element *e)
{
    rel_status st = REL_OK;
    int *column = &r->label[e->table];
    const rel_str text = rel_str_trim((rel_str){r->text.data, r->text.len});
    if (!text.len || r->labelled) return REL_OK;
    r->labelled = true;
    REL_TRY(need(r, e->table, "label", column));
    st = set(r, at, e->table, *column, e->row, text);
out:
    return st;
}

static bool is_label(const char *name)
{
    return strcmp(name, "NodeLabel") == 0 || strcmp(name, "EdgeLabel") == 0 ||
           strcmp(name, "Label.Text") == 0;
}

static bool is_text(place p)
{
    return p == IN_DATA || p == IN_LABEL || p == IN_DEFAULT || p == IN_DESC;
}

/* Events. */

static rel_status open_in_root(reader *r, const rel_xml *at, const char *name, const char *const *attributes,
                               element *e)
{
    if (strcmp(name, "key") == 0) {
        e->place = IN_KEY;
        return open_key(r, at, attributes);
    }
    if (strcmp(name, "graph") == 0 && r->graphs++ == 0) open_graph(r, attributes, -1, e);
    if (strcmp(name, "desc") == 0) e->place = IN_DESC;
    return REL_OK;
}

static rel_status open_in_graph(reader *r, const rel_xml *at, const char *name, const char *const *attributes,
                                const element *graph, element *e)
{
    if (strcmp(name, "edge") == 0) return open_edge(r, at, attributes, graph, e);
    if (strcmp(name, "node") == 0) return open_node(r, at, attributes, graph, e);
    if (strcmp(name, "hyperedge") == 0) rel_import_count(&r->hyperedges, rel_xml_line(at));
    if (strcmp(name, "key") == 0) {
        e->place = IN_KEY;
        return open_key(r, at, attributes);
    }
    return REL_OK;
}

static rel_status open_in_item(reader *r, const rel_xml *at, const char *name, const char *const *attributes,
                               const element *of, element *e)
{
    if (strcmp(name, "data") == 0) return open_data(r, at, attributes, of, e);
    if (strcmp(name, "graph") == 0) open_graph(r, attributes, of->place == IN_NODE ? of->row : -1, e);
    if (strcmp(name, "port") == 0) rel_import_count(&r->ports, rel_xml_line(at));
    return REL_OK;
}

static rel_status on_open(void *user, const rel_xml *at, const char *name, const char *const *attributes)
{
    rel_status st = REL_OK;
    reader *r = user;
    const element *of = &r->stack[r->depth];
    element e = {.place = SKIPPED, .row = -1};
    switch (of->place) {
    case IN_NOTHING:
        if (strcmp(name, "graphml") != 0)
            return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected <graphml>, found <%s>",
                            r->path, rel_xml_line(at), name);
        e.place = IN_ROOT;
        break;
    case IN_ROOT: st = open_in_root(r, at, name, attributes, &e); break;
    case IN_GRAPH: st = open_in_graph(r, at, name, attributes, of, &e); break;
    case IN_NODE:
    case IN_EDGE: st = open_in_item(r, at, name, attributes, of, &e); break;
    case IN_KEY:
        if (strcmp(name, "default") == 0) e.place = IN_DEFAULT;
        break;
    case IN_DATA:
    case IN_RICH:
    case IN_LABEL:
        r->rich = true;
        e = (element){.place = is_label(name) ? IN_LABEL : IN_RICH, .table = of->table, .row = of->row};
        break;
    case IN_DEFAULT:
    case IN_DESC:
    case SKIPPED: break;
    }
    r->stack[++r->depth] = e;
    r->wants_text = is_text(e.place);
    if (r->wants_text) r->text.len = 0;
    return st;
}

static rel_status on_close(void *user, const rel_xml *at)
{
    static const char WORDS[] = "Written by relais ";
    rel_status st = REL_OK;
    reader *r = user;
    const element *e = &r->stack[r->depth--];
    r->wants_text = is_text(r->stack[r->depth].place);
    switch (e->place) {
    case IN_DATA: return close_data(r, at, e);
    case IN_LABEL: return close_label(r, at, e);
    case IN_KEY: return close_key(r);
    case IN_DEFAULT:
        if (r->declaring && !r->declaring->standard && r->text.len)
            st = copy_text(r, (rel_str){r->text.data, r->text.len}, &r->declaring->standard);
        break;
    case IN_DESC: r->own = r->text.len && strstr(r->text.data, WORDS); break;
    case IN_NOTHING:
    case IN_ROOT:
    case IN_GRAPH:
    case IN_NODE:
    case IN_EDGE:
    case IN_RICH:
    case SKIPPED: break;
    }
    return st;
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
    if (r->graphs > 1) rel_note(ctx, "'%s' holds %" PRId64 " graphs; the first was read", path, r->graphs);
    if (r->hyperedges.count)
        rel_note(ctx, "'%s': %" PRId64 " hyperedges were left out, the first in line %" PRId64, path,
                 r->hyperedges.count, r->hyperedges.line);
    if (r->ports.count)
        rel_note(ctx, "'%s': %" PRId64 " ports were left out, the first in line %" PRId64, path,
                 r->ports.count, r->ports.line);
    if (r->twice.count)
        rel_note(ctx,
                 "'%s': %" PRId64
                 " keys have the id of one before them and were left out, the first in line %" PRId64,
                 path, r->twice.count, r->twice.line);
    if (r->misplaced.count)
        rel_note(ctx,
                 "'%s': %" PRId64
                 " values whose key is for something else were left out, the first in line %" PRId64,
                 path, r->misplaced.count, r->misplaced.line);
}

static rel_status read_graph(reader *r, rel_input *in, int directions, rel_graph *g)
{
    static const rel_xml_events EVENTS = {.open = on_open, .close = on_close, .text = on_text};
    rel_status st;
    rel_str first;
    REL_TRY(rel_input_peek(r->ctx, in, 1, &first));
    if (!first.len) return rel_fail(r->ctx, REL_E_DATA, "'%s' is empty: expected GraphML", r->path);
    REL_TRY(rel_import_begin(r->ctx, r->path, &r->imp));
    REL_TRY(rel_xml_read(r->ctx, in, r->path, "GraphML", &EVENTS, r, &r->wants_text));
    say(r);
    const rel_import_rules rules = {.own = r->own, .directions = directions};
    st = rel_import_graph(r->ctx, r->imp, &rules, g);
out:
    return st;
}

rel_status rel_graphml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    reader *r = NULL;
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_alloc(ctx, &r, 1, sizeof *r, "a reader of GraphML"));
    r->ctx = ctx;
    r->path = path;
    r->stack[0].row = -1;
    r->label[0] = r->label[1] = r->labels = r->parent = NO_COLUMN;
    st = read_graph(r, in, directions, g);
out:
    for (size_t k = 0; r && k < r->key_count; k++) {
        free(r->keys[k].id);
        free(r->keys[k].name);
        free(r->keys[k].standard);
    }
    if (r) {
        free(r->keys);
        rel_buf_free(&r->text);
        rel_import_free(r->imp);
        free(r);
    }
    rel_input_close(in);
    return st;
}

int rel_graphml_detect(const char *path, rel_str first)
{
    const char *dot = strrchr(path, '.');
    if (rel_xml_root_is(first, "graphml")) return 100;
    /* A head longer than was looked at: the name says it. */
    return first.len && dot && rel_str_is_nocase(rel_str_of(dot), ".graphml") ? 60 : 0;
}
