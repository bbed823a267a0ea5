#include "graph/json_parts.h"

#include "src/base/i18n.h"
#include "src/base/json_scan.h"

enum { DEPTH_MAX = 3 }; /* of objects that are looked into for a graph */

static rel_str behind(rel_str s, size_t bytes)
{
    return (rel_str){s.s + bytes, s.len - bytes};
}

static rel_str skip_blank(rel_str s)
{
    return behind(s, rel_json_blank(s.s, s.len));
}

static bool starts_with(rel_str s, char c)
{
    return s.len > 0 && s.s[0] == c;
}

/* Cuts the value off that rest begins with; false: it does not end. */
static bool cut_value(rel_str *rest, rel_str *value)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    const size_t n = rel_json_value_end(rest->s, rest->len, &depth, &quoted, &escaped);
    if (!n) return false;
    *value = (rel_str){rest->s, n};
    *rest = behind(*rest, n);
    return true;
}

rel_json_walk rel_json_walk_begin(rel_str value)
{
    return (rel_json_walk){.rest = value.len ? behind(value, 1) : value, .object = starts_with(value, '{')};
}

static bool fault(rel_json_walk *w, const char *expected)
{
    w->expected = expected;
    return false;
}

bool rel_json_walk_next(rel_json_walk *w)
{
    const bool first = !w->value.s;
    w->rest = skip_blank(w->rest);
    if (starts_with(w->rest, w->object ? '}' : ']')) return false;
    if (!first) {
        if (!starts_with(w->rest, ',')) return fault(w, w->object ? N_("',' or '}'") : N_("',' or ']'"));
        w->rest = skip_blank(behind(w->rest, 1));
    }
    if (w->object) {
        if (!starts_with(w->rest, '"')) return fault(w, N_("a name in quotes"));
        if (!cut_value(&w->rest, &w->key)) return fault(w, N_("the end of a name"));
        w->key = (rel_str){w->key.s + 1, w->key.len - 2};
        w->rest = skip_blank(w->rest);
        if (!starts_with(w->rest, ':')) return fault(w, N_("':'"));
        w->rest = skip_blank(behind(w->rest, 1));
    }
    if (!w->rest.len || strchr(",:]}", w->rest.s[0])) return fault(w, N_("a value"));
    w->cut = !cut_value(&w->rest, &w->value);
    return !w->cut || fault(w, N_("the end of a value"));
}

rel_str rel_json_walk_fault(const rel_json_walk *w)
{
    return w->cut ? behind(w->rest, w->rest.len) : w->rest;
}

/* -------- the parts -------- */

static bool holds_graph(const rel_json_parts *p)
{
    return p->nodes.s || p->edges.s;
}

/* Objects that the graph may be inside of. */
static bool is_outer(rel_str key)
{
    return rel_str_is(key, "graph") || rel_str_is(key, "elements") || rel_str_is(key, "graphDataset") ||
           rel_str_is(key, "fullGraph");
}

static bool look_into(rel_str object, int depth, rel_json_parts *p);

/* {"nodes": ..., "edges": ...} of an object within; what holds no graph (networkx' "graph") changes nothing.
 */
static bool look_deeper(rel_str value, int depth, rel_json_parts *p)
{
    rel_json_parts inner = *p;
    if (!starts_with(value, '{') || depth >= DEPTH_MAX) return true;
    if (!look_into(value, depth + 1, &inner)) {
        *p = inner;
        return false;
    }
    if (holds_graph(&inner)) *p = inner;
    return true;
}

static void add_map(rel_str map[REL_JSON_MAPS_MAX], int *maps, rel_str value)
{
    if (starts_with(value, '{') && *maps < REL_JSON_MAPS_MAX) map[(*maps)++] = value;
}

/* graphology's options: {"type": "directed", ...} */
static void read_options(rel_str value, rel_json_parts *p)
{
    if (!starts_with(value, '{')) return;
    for (rel_json_walk w = rel_json_walk_begin(value); rel_json_walk_next(&w);) {
        if (!rel_str_is(w.key, "type")) continue;
        if (rel_str_is(w.value, "\"undirected\"")) p->directed = 0;
        if (rel_str_is(w.value, "\"directed\"") || rel_str_is(w.value, "\"mixed\"")) p->directed = 1;
    }
}

static bool take_part(rel_str key, rel_str value, int depth, rel_json_parts *p)
{
    const bool array = starts_with(value, '[');
    if (rel_str_is(key, "nodes") && (array || starts_with(value, '{'))) {
        p->nodes = value;
    } else if ((rel_str_is(key, "edges") || rel_str_is(key, "links")) && array) {
        p->edges = value;
    } else if (rel_str_is(key, "elements") && array) {
        p->nodes = p->edges = value;
        p->mixed = true;
    } else if (rel_str_is(key, "directed")) {
        p->directed = rel_str_is(value, "true") ? 1 : rel_str_is(value, "false") ? 0 : p->directed;
    } else if (rel_str_is(key, "options")) {
        read_options(value, p);
    } else if (rel_str_is(key, "nodeData") || rel_str_is(key, "nodeRenderingData") ||
               rel_str_is(key, "layout")) {
        add_map(p->node_map, &p->node_maps, value);
    } else if (rel_str_is(key, "edgeData") || rel_str_is(key, "edgeRenderingData")) {
        add_map(p->edge_map, &p->edge_maps, value);
    } else if (is_outer(key)) {
        return look_deeper(value, depth, p);
    }
    return true;
}

/* False: it is no JSON. */
static bool look_into(rel_str object, int depth, rel_json_parts *p)
{
    rel_json_walk w = rel_json_walk_begin(object);
    while (rel_json_walk_next(&w))
        if (!take_part(w.key, w.value, depth, p)) return false;
    if (!w.expected) return true;
    p->fault = rel_json_walk_fault(&w);
    p->expected = w.expected;
    return false;
}

bool rel_json_parts_find(rel_str text, rel_json_parts *p)
{
    *p = (rel_json_parts){.directed = -1};
    if (text.len >= 3 && memcmp(text.s, "\xEF\xBB\xBF", 3) == 0) text = behind(text, 3);
    text = skip_blank(text);
    if (!starts_with(text, '{')) {
        p->fault = text;
        p->expected = N_("'{'");
        return false;
    }
    return look_into(text, 0, p) && holds_graph(p);
}

/* -------- detection -------- */

/* Whether one of the names stands in an object, or in its object `data` (cytoscape.js). What the peek cuts in
 * the middle still shows its beginning. */
static bool object_has(rel_str object, const char *names, bool within_data)
{
    if (!starts_with(object, '{')) return false;
    for (rel_json_walk w = rel_json_walk_begin(object); rel_json_walk_next(&w) || w.cut;) {
        for (rel_str rest = rel_str_of(names); rest.s;)
            if (rel_str_eq(rel_str_cut(&rest, '|'), w.key)) return true;
        const rel_str value = w.cut ? w.rest : w.value;
        if (within_data && rel_str_is(w.key, "data") && object_has(value, names, false)) return true;
        if (w.cut) break;
    }
    return false;
}

/* The same of the first object of an array, or of an object of objects. */
static bool first_has(rel_str value, const char *names)
{
    rel_json_walk w = rel_json_walk_begin(value);
    return (rel_json_walk_next(&w) || w.cut) && object_has(w.cut ? w.rest : w.value, names, true);
}

/* Whether the first element of an array is a pair of ids. */
static bool first_is_pair(rel_str value)
{
    rel_json_walk w = rel_json_walk_begin(value), pair;
    int ids = 0;
    if (!rel_json_walk_next(&w) || !starts_with(w.value, '[')) return false;
    for (pair = rel_json_walk_begin(w.value); rel_json_walk_next(&pair); ids++)
        if (strchr("{[", pair.value.s[0])) return false;
    return ids == 2;
}

static int likeness(rel_str object, int depth)
{
    rel_json_walk w = rel_json_walk_begin(object);
    bool nodes = false, edges = false;
    int within = 0;
    while (rel_json_walk_next(&w) || w.cut) {
        const rel_str value = w.cut ? w.rest : w.value;
        const bool array = starts_with(value, '['), both = array || starts_with(value, '{');
        if (rel_str_is(w.key, "nodes")) nodes = both && first_has(value, "id|key|name|label|attributes");
        if (rel_str_is(w.key, "edges") || rel_str_is(w.key, "links"))
            edges = array && (first_has(value, "source|from") || first_is_pair(value));
        if (rel_str_is(w.key, "elements") && array) nodes = edges = first_has(value, "id|source");
        if (rel_str_is(w.key, "type") && rel_str_is(value, "\"gephi-lite\"")) return 96;
        if (is_outer(w.key) && starts_with(value, '{') && depth < DEPTH_MAX && !within)
            within = likeness(value, depth + 1);
        if (w.cut) break;
    }
    if (nodes && edges) return 95;
    if (edges) return 88;
    return within ? within : nodes ? 80 : 0;
}

int rel_json_graph_likeness(rel_str first)
{
    if (first.len >= 3 && memcmp(first.s, "\xEF\xBB\xBF", 3) == 0) first = behind(first, 3);
    first = skip_blank(first);
    return starts_with(first, '{') ? likeness(first, 0) : 0;
}
