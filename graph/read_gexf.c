/* GEXF 1.0 to 1.3, as Gephi, networkx, graphology, rgexf and relais write it. */
#include <inttypes.h>
#include <stdlib.h>

#include "graph/gexf_values.h"
#include "graph/readers.h"

static rel_status set_time(rel_gexf_reader *r, rel_import_table table, rel_gexf_fixed which, int64_t row,
                           int64_t utc)
{
    rel_status st;
    int column;
    REL_TRY(rel_gexf_need(r, table, which, &column));
    st = rel_import_set_whole(r->imp, table, column, row, utc);
out:
    return st;
}

/* Times. */

static rel_status add_times(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                            rel_gexf_span *span)
{
    rel_status st = REL_OK;
    rel_str start = REL_STR_MISSING, end = start;
    const int64_t line = rel_xml_line(at);
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0];
        const rel_str text = rel_str_of(attributes[1]);
        if (rel_gexf_is_start(name))
            start = text;
        else if (rel_gexf_is_end(name))
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
static rel_status keep_times(rel_gexf_reader *r, const rel_gexf_element *e)
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
    REL_TRY(rel_gexf_need(r, e->table, INSTANTS, &column));
    st = rel_import_set(r->imp, e->table, column, e->row, (rel_str){r->text.data, r->text.len}, 0);
out:
    return st;
}

/* Nodes and edges. */

static rel_status open_node(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                            int64_t within, rel_gexf_element *e)
{
    rel_status st;
    rel_vid v;
    bool again;
    const rel_str id = rel_xml_attribute(attributes, "id");
    *e = (rel_gexf_element){
        .place = IN_NODE, .table = REL_IMPORT_VERTICES, .row = -1, .span = REL_GEXF_SPAN_NONE};
    if (!id.s) {
        rel_import_odd(r->imp, REL_IMPORT_NO_ID, rel_xml_line(at));
        return REL_OK;
    }
    REL_TRY(rel_import_declare(r->imp, id, &v, &again));
    if (again) rel_import_odd(r->imp, REL_IMPORT_AGAIN, rel_xml_line(at));
    e->row = v;
    rel_str parent = rel_xml_attribute(attributes, "pid");
    if (!parent.s && within >= 0) parent = rel_import_id(r->imp, (rel_vid)within);
    REL_TRY(rel_gexf_set_fixed(r, at, REL_IMPORT_VERTICES, LABEL, v, rel_xml_attribute(attributes, "label")));
    REL_TRY(rel_gexf_set_fixed(r, at, REL_IMPORT_VERTICES, PARENT, v, parent));
    st = add_times(r, at, attributes, &e->span);
out:
    return st;
}

/* Whether an edge goes one way; `mutual` goes both. */
static bool is_directed(rel_gexf_reader *r, const rel_xml *at, rel_str type)
{
    if (!type.s) return r->directed;
    if (rel_str_is_nocase(type, "directed")) return true;
    if (rel_str_is_nocase(type, "undirected") || rel_str_is_nocase(type, "mutual")) return false;
    rel_import_count(&r->types, rel_xml_line(at));
    return r->directed;
}

static rel_status open_edge(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                            rel_gexf_element *e)
{
    rel_status st;
    rel_vid u, v;
    rel_str source = REL_STR_MISSING, target = source, label = source, weight = source, kind = source,
            type = source;
    const char *const *a = attributes;
    *e = (rel_gexf_element){
        .place = IN_EDGE, .table = REL_IMPORT_EDGES, .row = -1, .span = REL_GEXF_SPAN_NONE};
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
    REL_TRY(rel_gexf_set_fixed(r, at, REL_IMPORT_EDGES, WEIGHT, e->row, weight));
    REL_TRY(rel_gexf_set_fixed(r, at, REL_IMPORT_EDGES, KIND, e->row, kind));
    REL_TRY(rel_gexf_set_fixed(r, at, REL_IMPORT_EDGES, LABEL, e->row, label));
    if (kind.s) r->kind = rel_import_kind(kind);
    st = add_times(r, at, attributes, &e->span);
out:
    return st;
}

/* Events. */

static void open_graph(rel_gexf_reader *r, const char *const *attributes, rel_gexf_element *e)
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

static rel_status open_in_item(rel_gexf_reader *r, const rel_xml *at, const char *name,
                               const char *const *attributes, rel_gexf_element *of, rel_gexf_element *e)
{
    const bool node = of->place == IN_NODE;
    if (strcmp(name, "attvalues") == 0 || strcmp(name, "spells") == 0 || strcmp(name, "slices") == 0 ||
        strcmp(name, "parents") == 0) {
        if (of->row >= 0) *e = (rel_gexf_element){.place = IN_VALUES, .table = of->table, .row = of->row};
        return REL_OK;
    }
    if (strcmp(name, "nodes") == 0 && node) *e = (rel_gexf_element){.place = IN_NODES, .row = of->row};
    if (strcmp(name, "edges") == 0 && node) *e = (rel_gexf_element){.place = IN_EDGES, .row = -1};
    if (of->row < 0) return REL_OK;
    if (strcmp(name, "color") == 0) return rel_gexf_color(r, at, attributes, of);
    if (strcmp(name, "position") == 0) return rel_gexf_position(r, at, attributes, of);
    const rel_str text = rel_xml_attribute(attributes, "value");
    if (strcmp(name, "size") == 0) return rel_gexf_set_fixed(r, at, of->table, SIZE, of->row, text);
    if (strcmp(name, "thickness") == 0) return rel_gexf_set_fixed(r, at, of->table, THICKNESS, of->row, text);
    if (strcmp(name, "shape") == 0) return rel_gexf_set_fixed(r, at, of->table, SHAPE, of->row, text);
    return REL_OK;
}

static rel_status open_in_values(rel_gexf_reader *r, const rel_xml *at, const char *name,
                                 const char *const *attributes, rel_gexf_element *of)
{
    if (strcmp(name, "attvalue") == 0) return rel_gexf_value(r, at, attributes, of);
    /* The times are those of the node or edge around. */
    if (strcmp(name, "spell") == 0 || strcmp(name, "slice") == 0)
        return add_times(r, at, attributes, &of[-1].span);
    if (strcmp(name, "parent") == 0)
        return rel_gexf_set_fixed(r, at, of->table, PARENT, of->row, rel_xml_attribute(attributes, "for"));
    return REL_OK;
}

static rel_status open_in_graph(const char *name, const char *const *attributes, rel_gexf_element *e)
{
    if (strcmp(name, "nodes") == 0) e->place = IN_NODES;
    if (strcmp(name, "edges") == 0) e->place = IN_EDGES;
    if (strcmp(name, "attributes") != 0) return REL_OK;
    e->place = IN_ATTRIBUTES;
    e->table = rel_str_is_nocase(rel_xml_attribute(attributes, "class"), "edge") ? REL_IMPORT_EDGES
                                                                                 : REL_IMPORT_VERTICES;
    return REL_OK;
}

static rel_status open_element(rel_gexf_reader *r, const rel_xml *at, const char *name,
                               const char *const *attributes, rel_gexf_element *of, rel_gexf_element *e)
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
        *e = (rel_gexf_element){.place = IN_ATTRIBUTE, .table = of->table, .row = -1};
        return rel_gexf_declare(r, attributes, of->table);
    case IN_ATTRIBUTE:
        if (strcmp(name, "default") == 0)
            *e = (rel_gexf_element){.place = IN_DEFAULT, .table = of->table, .row = -1};
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

static bool is_text(rel_gexf_place p)
{
    return p == IN_DEFAULT || p == IN_CREATOR;
}

static rel_status on_open(void *user, const rel_xml *at, const char *name, const char *const *attributes)
{
    rel_gexf_reader *r = user;
    rel_gexf_element e = {.place = SKIPPED, .row = -1};
    const rel_status st = open_element(r, at, name, attributes, &r->stack[r->depth], &e);
    r->stack[++r->depth] = e;
    r->wants_text = is_text(e.place);
    if (r->wants_text) r->text.len = 0;
    return st;
}

static rel_status on_close(void *user, const rel_xml *at)
{
    static const char CREATOR[] = "relais ";
    rel_gexf_reader *r = user;
    const rel_gexf_element *e = &r->stack[r->depth--];
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
    rel_gexf_reader *r = user;
    return rel_buf_add(r->ctx, &r->text, text, len);
}

/* What was left out, by reason. */
static void say(const rel_gexf_reader *r)
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

static rel_status read_graph(rel_gexf_reader *r, rel_input *in, int directions, rel_graph *g)
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

static void delete_reader(rel_gexf_reader *r)
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
    rel_gexf_reader *r = NULL;
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
