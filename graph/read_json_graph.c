/* Reading graphs in JSON: graphology and Gephi Lite, D3 and sigma, networkx' node-link data, cytoscape.js,
 * the JSON Graph Format. Nodes and edges are parsed one by one, so that nothing but the graph is held in
 * memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/import.h"
#include "graph/json_parts.h"
#include "graph/known_columns.h"
#include "graph/readers.h"
#include "src/base/i18n.h"
#include "src/base/input.h"
#include "src/base/json_parser.h"
#include "src/base/json_tree.h"
#include "src/base/json_writer.h"

enum { NAME_MAX_BYTES = 256, POLL_ITEMS = 4096 };

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    rel_str text;
    rel_import *imp, *edge_keys; /* edge_keys: Gephi Lite's edges by their keys */
    rel_json_parts parts;
    rel_json_parser parser;
    char *room; /* of one element */
    size_t room_bytes;
    rel_buf key;
    rel_known_columns known[2]; /* of vertices and edges */
    bool indexes;               /* edges name their ends by their places among the nodes */
    bool numbers;               /* all ids are whole numbers */
    int64_t items, added, bad_edges, bad_nodes, nested, replaced;
    int64_t first_bad_edge, first_bad_node; /* lines */
} reading;

/* -------- sentences -------- */

static int64_t line_of(const reading *r, const char *at)
{
    int64_t line = 1;
    for (const char *p = r->text.s; (p = memchr(p, '\n', (size_t)(at - p))); p++) line++;
    return line;
}

static rel_status no_json(const reading *r, const char *expected, rel_str found)
{
    enum { SHOWN = 20 };
    if (!found.len)
        return rel_fail(r->ctx, REL_E_DATA, "'%s' ends in the middle: expected %s", r->path, _(expected));
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s, found '%.*s'", r->path,
                    line_of(r, found.s), _(expected), found.len < SHOWN ? (int)found.len : SHOWN, found.s);
}

static rel_status bad_element(const reading *r, rel_str element, rel_json_fault fault)
{
    static const char *const what[] = {
        [REL_JSON_BAD] = N_("is not valid JSON"),
        [REL_JSON_TRUNCATED] = N_("ends in the middle"),
        [REL_JSON_TOO_DEEP] = N_("is nested deeper than a node or an edge may be"),
        [REL_JSON_TOO_LARGE] = N_("is larger than a node or an edge may be"),
    };
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": an element that %s", r->path,
                    line_of(r, element.s), _(what[fault]));
}

/* -------- elements -------- */

/* *item is valid until the next one. */
static rel_status parse(reading *r, rel_str element, const cJSON **item)
{
    rel_status st;
    REL_TRY(rel_grow(r->ctx, &r->room, &r->room_bytes, element.len + 1, 1, "element of a JSON graph"));
    memcpy(r->room, element.s, element.len);
    r->room[element.len] = '\0';
    const rel_json_result result = rel_json_parse(&r->parser, r->room, element.len);
    *item = result.root;
    r->replaced += result.replaced;
    if (r->parser.status != REL_OK) return r->parser.status;
    if (!result.root || result.end != element.len) st = bad_element(r, element, result.fault);
out:
    return st;
}

/* The name of a value of an object, its escapes resolved. */
static rel_status read_key(reading *r, rel_str raw, rel_str *key)
{
    rel_status st;
    const cJSON *item;
    *key = raw;
    if (!raw.len || !memchr(raw.s, '\\', raw.len)) return REL_OK;
    REL_TRY(parse(r, (rel_str){raw.s - 1, raw.len + 2}, &item));
    const rel_str text = rel_value_text(item);
    r->key.len = 0;
    REL_TRY(rel_buf_add(r->ctx, &r->key, text.s, text.len));
    *key = (rel_str){r->key.data, r->key.len};
out:
    return st;
}

typedef rel_status element_fn(reading *r, rel_str key, const cJSON *item, const char *at);

/* Calls take for every element of an array, or value of an object. */
static rel_status each(reading *r, rel_str list, element_fn *take)
{
    rel_status st = REL_OK;
    if (!list.s) return REL_OK;
    rel_json_walk w = rel_json_walk_begin(list);
    while (rel_json_walk_next(&w)) {
        const cJSON *item;
        rel_str key = REL_STR_MISSING;
        if (++r->items % POLL_ITEMS == 0) {
            rel_progress(r->ctx, "reading", "bytes", w.rest.s - r->text.s, (int64_t)r->text.len);
            REL_TRY(rel_poll(r->ctx));
        }
        if (w.object) REL_TRY(read_key(r, w.key, &key));
        REL_TRY(parse(r, w.value, &item));
        REL_TRY(take(r, key, item, w.value.s));
    }
    if (w.expected) st = no_json(r, w.expected, rel_json_walk_fault(&w));
out:
    return st;
}

/* -------- attributes -------- */

static rel_status set_value(reading *r, rel_import_table table, int64_t row, rel_str name, const cJSON *item)
{
    rel_status st;
    int column;
    int64_t whole;
    const rel_str text = rel_value_text(item);
    if (!name.len || name.len > NAME_MAX_BYTES) {
        r->nested++;
        return REL_OK;
    }
    REL_TRY(rel_known_column(r->ctx, &r->known[table], r->imp, table, name, REL_IMPORT_ANY, &column));
    if (text.s)
        st = rel_import_set(r->imp, table, column, row, text, 0);
    else if (cJSON_IsBool(item))
        st = rel_import_set(r->imp, table, column, row,
                            cJSON_IsTrue(item) ? REL_STR_LIT("true") : REL_STR_LIT("false"), 0);
    else if (rel_value_i64(item, &whole))
        st = rel_import_set_whole(r->imp, table, column, row, whole);
    else
        st = rel_import_set_number(r->imp, table, column, row, item->valuedouble);
out:
    return st;
}

static bool is_one_of(rel_str name, const char *list)
{
    for (rel_str rest = rel_str_of(list); rest.s;)
        if (rel_str_eq(rel_str_cut(&rest, '|'), name)) return true;
    return false;
}

/* Objects that hold attributes and mean nothing themselves. */
static bool is_bag(rel_str name)
{
    return is_one_of(name, "attributes|data|metadata|position");
}

/* The fields of an object but those in `without`; objects within give "object.field", unless they are bags.
 * What is nested deeper, and lists, are left out. */
static rel_status set_fields(reading *r, rel_import_table table, int64_t row, const cJSON *item,
                             const char *prefix, const char *without, int depth)
{
    rel_status st = REL_OK;
    char room[NAME_MAX_BYTES + 1];
    for (const cJSON *f = item->child; f && st == REL_OK; f = f->next) {
        rel_str name = rel_str_of(f->string);
        if (cJSON_IsNull(f) || (*without && is_one_of(name, without))) continue;
        if (cJSON_IsObject(f) && !*prefix && depth < 2) {
            const bool bag = is_bag(name) && depth == 0;
            const char *ends = rel_str_is(name, "data") ? without : "";
            st = set_fields(r, table, row, f, bag ? "" : f->string, ends, depth + 1);
            continue;
        }
        if (cJSON_IsObject(f) || cJSON_IsArray(f)) {
            r->nested++;
            continue;
        }
        if (*prefix) {
            const int len = snprintf(room, sizeof room, "%s.%s", prefix, f->string);
            name = (rel_str){room, len < (int)sizeof room ? (size_t)len : 0};
        }
        st = set_value(r, table, row, name, f);
    }
    return st;
}

/* -------- ids -------- */

enum { ID_TEXT = REL_F64_TEXT }; /* rel_value_id needs less */

/* A text or a number; missing for everything else. */
static rel_str id_of(const cJSON *item, char room[ID_TEXT])
{
    const rel_str id = rel_value_id(item, room);
    if (id.s || !cJSON_IsNumber(item)) return id;
    return (rel_str){room, (size_t)rel_f64_text(item->valuedouble, false, room)};
}

static bool is_id(const cJSON *item)
{
    char room[ID_TEXT];
    return id_of(item, room).len > 0;
}

static const cJSON *node_id(const cJSON *node)
{
    static const char *const names[] = {"id", "key", "name"};
    const cJSON *data = rel_field_object(node, "data");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *id = rel_field(node, names[i]);
        if (!id) id = rel_field(data, names[i]);
        if (id && !cJSON_IsObject(id) && !cJSON_IsArray(id)) return id;
    }
    return NULL;
}

/* An end of an edge, which may be a mere pair. D3 puts the node itself into the place of its id once it has
 * begun to draw. */
static const cJSON *edge_end(const cJSON *edge, const char *name, const char *other, bool second)
{
    if (cJSON_IsArray(edge)) {
        const cJSON *first = rel_array_first(edge);
        return second && first ? first->next : first;
    }
    const cJSON *data = rel_field_object(edge, "data");
    const cJSON *end = rel_field_either(edge, name, other);
    if (!end) end = rel_field_either(data, name, other);
    return cJSON_IsObject(end) ? node_id(end) : end;
}

static const cJSON *source_of(const cJSON *edge)
{
    return edge_end(edge, "source", "from", false);
}

static const cJSON *target_of(const cJSON *edge)
{
    return edge_end(edge, "target", "to", true);
}

/* -------- nodes -------- */

static bool is_whole(rel_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.s[i] < '0' || id.s[i] > '9') return false;
    return id.len > 0;
}

static void count_bad(const reading *r, int64_t *count, int64_t *first, const char *at)
{
    if ((*count)++ == 0) *first = line_of(r, at);
}

/* Nodes by their places: names need not be unique, or be there at all. */
static rel_status take_indexed(reading *r, rel_str key, const cJSON *node, const char *at)
{
    rel_status st = REL_OK;
    char room[ID_TEXT];
    const rel_vid v = (rel_vid)(r->items - 1);
    const cJSON *id = node_id(node);
    const rel_str name = id_of(id, room);
    (void)key;
    (void)at;
    if (name.len) REL_TRY(rel_import_rename(r->imp, v, name));
    if (cJSON_IsObject(node)) st = set_fields(r, REL_IMPORT_VERTICES, v, node, "", id ? id->string : "", 0);
out:
    return st;
}

static rel_status take_node(reading *r, rel_str key, const cJSON *node, const char *at)
{
    rel_status st;
    rel_vid v;
    char room[ID_TEXT];
    const cJSON *item = node_id(node);
    const rel_str id = key.s ? key : cJSON_IsObject(node) ? id_of(item, room) : id_of(node, room);
    if (r->parts.mixed && source_of(node) && target_of(node)) return REL_OK;
    if (!id.len) {
        count_bad(r, &r->bad_nodes, &r->first_bad_node, at);
        return REL_OK;
    }
    r->numbers = r->numbers && is_whole(id);
    REL_TRY(rel_import_vertex(r->imp, id, &v));
    if (cJSON_IsObject(node))
        st = set_fields(r, REL_IMPORT_VERTICES, v, node, "", item && !key.s ? item->string : "", 0);
out:
    return st;
}

/* Whether edges name their ends by place. They do when they hold numbers and the nodes' ids are names. */
static rel_status find_indexes(reading *r)
{
    rel_status st = REL_OK;
    rel_json_walk nodes = rel_json_walk_begin(r->parts.nodes), edges = rel_json_walk_begin(r->parts.edges);
    const cJSON *item;
    bool numbers;
    if (!r->parts.nodes.s || !r->parts.edges.s || r->parts.mixed || nodes.object) return REL_OK;
    if (!rel_json_walk_next(&nodes) || !rel_json_walk_next(&edges)) return REL_OK;
    REL_TRY(parse(r, edges.value, &item));
    numbers = cJSON_IsNumber(source_of(item)) && cJSON_IsNumber(target_of(item));
    if (!numbers) return REL_OK;
    REL_TRY(parse(r, nodes.value, &item));
    const cJSON *id = node_id(item);
    const rel_str text = rel_value_text(id);
    r->indexes = !id || (text.s && !is_whole(text)) || rel_str_is(rel_str_of(id->string), "name");
out:
    return st;
}

static rel_status read_nodes(reading *r)
{
    rel_status st;
    int64_t n = 0;
    REL_TRY(find_indexes(r));
    if (!r->indexes) return each(r, r->parts.nodes, take_node);
    for (rel_json_walk w = rel_json_walk_begin(r->parts.nodes); rel_json_walk_next(&w);) n++;
    REL_TRY(rel_import_numbered(r->imp, n, 0));
    r->items = 0;
    st = each(r, r->parts.nodes, take_indexed);
out:
    return st;
}

/* -------- edges -------- */

static rel_status find_end(reading *r, const cJSON *end, rel_vid *v)
{
    char room[ID_TEXT];
    int64_t place;
    *v = REL_VID_NONE;
    if (r->indexes) {
        if (rel_value_i64(end, &place) && place >= 0 && place < rel_import_vertices(r->imp))
            *v = (rel_vid)place;
        return REL_OK;
    }
    const rel_str id = id_of(end, room);
    if (!id.len) return REL_OK;
    const int64_t before = rel_import_vertices(r->imp);
    const rel_status st = rel_import_vertex(r->imp, id, v);
    r->added += rel_import_vertices(r->imp) - before;
    if (rel_import_vertices(r->imp) > before) r->numbers = r->numbers && is_whole(id);
    return st;
}

static bool is_directed(const reading *r, const cJSON *edge)
{
    const cJSON *undirected = rel_field(edge, "undirected"), *directed = rel_field(edge, "directed");
    if (cJSON_IsBool(undirected)) return !cJSON_IsTrue(undirected);
    if (cJSON_IsBool(directed)) return cJSON_IsTrue(directed);
    return r->parts.directed != 0;
}

/* Gephi Lite keeps what it knows of an edge elsewhere, by its key: the key of row i is vertex i of edge_keys.
 * One that is missing or there already gets a place all the same. */
static rel_status keep_key(reading *r, const cJSON *edge, int64_t row)
{
    rel_status st;
    char room[ID_TEXT], other[32];
    rel_vid v;
    rel_str key = id_of(rel_field(edge, "key"), room);
    if (!r->edge_keys) REL_TRY(rel_import_begin(r->ctx, r->path, &r->edge_keys));
    if (!key.len || rel_import_find(r->edge_keys, key) != REL_VID_NONE)
        key = (rel_str){other, (size_t)snprintf(other, sizeof other, "\n%" PRId64, row)};
    st = rel_import_vertex(r->edge_keys, key, &v);
out:
    return st;
}

static rel_status take_edge(reading *r, rel_str key, const cJSON *edge, const char *at)
{
    rel_status st;
    rel_vid source = REL_VID_NONE, target = REL_VID_NONE;
    int64_t row;
    const cJSON *from = source_of(edge), *to = target_of(edge);
    (void)key;
    if (r->parts.mixed && (!from || !to)) return REL_OK;
    /* Both are looked at before either becomes a vertex. */
    if (is_id(from) && is_id(to)) {
        REL_TRY(find_end(r, from, &source));
        REL_TRY(find_end(r, to, &target));
    }
    if (source == REL_VID_NONE || target == REL_VID_NONE) {
        count_bad(r, &r->bad_edges, &r->first_bad_edge, at);
        return REL_OK;
    }
    REL_TRY(rel_import_edge(r->imp, source, target, is_directed(r, edge), &row));
    if (!cJSON_IsObject(edge)) return REL_OK;
    if (r->parts.edge_maps) REL_TRY(keep_key(r, edge, row));
    st =
        set_fields(r, REL_IMPORT_EDGES, row, edge, "", "source|target|from|to|id|key|undirected|directed", 0);
out:
    return st;
}

/* -------- Gephi Lite's attributes -------- */

static rel_status take_node_data(reading *r, rel_str key, const cJSON *item, const char *at)
{
    (void)at;
    const rel_vid v = rel_import_find(r->imp, key);
    if (v == REL_VID_NONE || !cJSON_IsObject(item)) return REL_OK;
    return set_fields(r, REL_IMPORT_VERTICES, v, item, "", "", 0);
}

static rel_status take_edge_data(reading *r, rel_str key, const cJSON *item, const char *at)
{
    (void)at;
    const rel_vid e = r->edge_keys ? rel_import_find(r->edge_keys, key) : REL_VID_NONE;
    if (e == REL_VID_NONE || !cJSON_IsObject(item)) return REL_OK;
    return set_fields(r, REL_IMPORT_EDGES, e, item, "", "", 0);
}

/* -------- the document -------- */

static void say_rest(const reading *r)
{
    if (r->bad_nodes)
        rel_note(r->ctx, "'%s': %" PRId64 " nodes without an id are left out, the first in line %" PRId64,
                 r->path, r->bad_nodes, r->first_bad_node);
    if (r->bad_edges)
        rel_note(r->ctx, "'%s': %" PRId64 " edges without two ends are left out, the first in line %" PRId64,
                 r->path, r->bad_edges, r->first_bad_edge);
    if (r->added && r->parts.nodes.s)
        rel_note(r->ctx, "'%s': %" PRId64 " vertices are named by edges only", r->path, r->added);
    if (r->nested)
        rel_note(r->ctx, "'%s': %" PRId64 " lists and deeper objects among the attributes are left out",
                 r->path, r->nested);
    if (r->replaced)
        rel_note(r->ctx, "'%s': %" PRId64 " escapes that stand for no character became U+FFFD", r->path,
                 r->replaced);
    if (r->parts.directed < 0)
        rel_note(r->ctx,
                 "'%s' does not say whether its edges have a direction: those that do not either are read as "
                 "directed",
                 r->path);
}

static rel_status read_parts(reading *r)
{
    rel_status st;
    REL_TRY(read_nodes(r));
    REL_TRY(each(r, r->parts.edges, take_edge));
    for (int i = 0; i < r->parts.node_maps; i++) REL_TRY(each(r, r->parts.node_map[i], take_node_data));
    for (int i = 0; i < r->parts.edge_maps; i++) REL_TRY(each(r, r->parts.edge_map[i], take_edge_data));
    rel_import_default_directed(r->imp, r->parts.directed != 0);
    say_rest(r);
out:
    return st;
}

static rel_status find_parts(reading *r)
{
    if (rel_json_parts_find(r->text, &r->parts)) return REL_OK;
    if (r->parts.expected) return no_json(r, r->parts.expected, r->parts.fault);
    return rel_fail(r->ctx, REL_E_DATA, "'%s': expected nodes and edges, found neither", r->path);
}

static void free_reading(reading *r)
{
    for (int t = 0; t < 2; t++) rel_known_columns_free(&r->known[t]);
    free(r->room);
    rel_buf_free(&r->key);
    rel_json_parser_free(&r->parser);
    rel_import_free(r->imp);
    rel_import_free(r->edge_keys);
}

rel_status rel_json_graph_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    reading r = {.ctx = ctx, .path = path, .numbers = true};
    *g = (rel_graph){0};
    rel_json_parser_init(&r.parser, ctx);
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &r.text));
    REL_TRY(find_parts(&r));
    REL_TRY(rel_import_begin(ctx, path, &r.imp));
    REL_TRY(read_parts(&r));
    const rel_import_rules rules = {.labels_name = r.numbers, .directions = directions};
    st = rel_import_graph(ctx, r.imp, &rules, g);
out:
    free_reading(&r);
    rel_input_close(in);
    return st;
}

int rel_json_graph_detect(const char *path, rel_str first)
{
    (void)path;
    return rel_json_graph_likeness(first);
}
