/* Reading DOT: what Graphviz draws, and what programs write for it. Source: "The DOT language",
 * graphviz.org/doc/info/lang.html. */
#include <stdlib.h>

#include "graph/dot_graph.h"
#include "graph/dot_scan.h"
#include "graph/readers.h"
#include "graph/text_scan.h"

enum {
    DEPTH_MAX = 100, /* of subgraphs in subgraphs */
    POLL_ITEMS = 4096,
};

typedef struct reading {
    rel_text_file *f;
    rel_ctx *ctx;
    rel_dot_scan scan;
    rel_dot_graph graph;
    rel_dot_attributes list;  /* of the statement at hand */
    rel_dot_vertices members; /* of the subgraphs that are open, each behind its parent's own */
    rel_dot_vertices ends;    /* of the edge statements that are open */
    size_t *bound;            /* where in `ends` the groups of these statements end */
    size_t bounds, bound_room;
    int64_t inside;   /* the number of the subgraph at hand; 0: the graph, below 0: one without a name */
    int64_t nameless; /* these so far, which are never found again */
    int64_t items;
    int depth;
} reading;

/* -------- sentences -------- */

static rel_status expected(const reading *r, const char *what)
{
    const rel_dot_token *t = &r->scan.token;
    if (t->kind == REL_DOT_END)
        return rel_fail(r->ctx, REL_E_DATA, "'%s' ends in the middle: expected %s", r->f->path, what);
    if (t->kind == REL_DOT_BAD && t->text.len && (*t->text.s == '"' || *t->text.s == '<'))
        return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected a text, found no end of '%.*s'",
                        r->f->path, t->line, REL_SHOWN(t->text));
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s, found '%.*s'", r->f->path,
                    t->line, what, REL_SHOWN(t->text));
}

/* -------- tokens -------- */

static bool is_sign(const reading *r, char sign)
{
    return r->scan.token.kind == REL_DOT_SIGN && r->scan.token.sign == sign;
}

static bool take_sign(reading *r, char sign)
{
    const bool there = is_sign(r, sign);
    if (there) rel_dot_scan_next(&r->scan);
    return there;
}

static bool is_word(const reading *r, const char *word)
{
    const rel_dot_token *t = &r->scan.token;
    return t->kind == REL_DOT_ID && !t->quoted && !t->html && rel_str_is_nocase(t->text, word);
}

static bool take_word(reading *r, const char *word)
{
    const bool there = is_word(r, word);
    if (there) rel_dot_scan_next(&r->scan);
    return there;
}

static bool is_keyword(const reading *r)
{
    static const char *const words[] = {"node", "edge", "graph", "digraph", "subgraph", "strict"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(r, words[i])) return true;
    return false;
}

/* Scratch copies live until the statement ends. */
static rel_status keep(reading *r, rel_str text, rel_str *kept)
{
    char *room;
    const rel_status st = rel_scratch_unset(r->ctx, &room, text.len + 1, 1, "a text");
    if (st != REL_OK) return st;
    memcpy(room, text.s, text.len);
    *kept = (rel_str){room, text.len};
    return REL_OK;
}

/* The meaning of the name or value at hand, and on to the next. */
static rel_status take_text(reading *r, rel_str *text)
{
    rel_status st;
    char *room;
    const rel_dot_token t = r->scan.token;
    *text = t.text;
    if (t.escaped || t.joined) {
        REL_TRY(rel_scratch_unset(r->ctx, &room, t.text.len + 1, 1, "a text"));
        *text = (rel_str){room, rel_dot_text(&t, room)};
    }
    const rel_str raw = *text;
    REL_TRY(rel_text_plain(r->f, raw, text));
    if (text->s != raw.s) REL_TRY(keep(r, *text, text));
    rel_dot_scan_next(&r->scan);
out:
    return st;
}

/* -------- attributes -------- */

/* [name=value, ...][...] into r->list */
static rel_status read_list(reading *r)
{
    rel_status st = REL_OK;
    r->list.count = 0;
    while (take_sign(r, '[')) {
        while (!take_sign(r, ']')) {
            rel_dot_attribute a = {.line = r->scan.token.line, .value = REL_STR_LIT("true")};
            if (r->scan.token.kind != REL_DOT_ID) return expected(r, "the name of an attribute or ']'");
            REL_TRY(take_text(r, &a.name));
            if (take_sign(r, '=')) {
                if (r->scan.token.kind != REL_DOT_ID) return expected(r, "the value of an attribute");
                REL_TRY(take_text(r, &a.value));
            }
            REL_TRY(rel_dot_attributes_add(r->ctx, &r->list, &a));
            if (!take_sign(r, ',')) (void)take_sign(r, ';');
        }
    }
out:
    return st;
}

/* -------- vertices -------- */

/* name[:port[:compass]] */
static rel_status read_vertex(reading *r, rel_vid *v)
{
    rel_status st;
    rel_str id, port;
    REL_TRY(take_text(r, &id));
    for (int i = 0; i < 2 && take_sign(r, ':'); i++) {
        if (r->scan.token.kind != REL_DOT_ID) return expected(r, "a port");
        REL_TRY(take_text(r, &port));
    }
    REL_TRY(rel_dot_add_vertex(&r->graph, id, v));
    if (r->depth > 0) st = rel_dot_vertices_add(r->ctx, &r->members, *v);
out:
    return st;
}

/* -------- edges -------- */

/* All of one group to all of the next: ends.item[from..middle) and [middle..to). */
static rel_status join(reading *r, size_t from, size_t middle, size_t to)
{
    rel_status st = REL_OK;
    int64_t row;
    if (middle - from > 1 || to - middle > 1)
        REL_TRY(rel_dot_count_joined(&r->graph, (middle - from) * (to - middle)));
    for (size_t i = from; i < middle; i++) {
        for (size_t k = middle; k < to; k++) {
            if (++r->items % POLL_ITEMS == 0) REL_TRY(rel_poll(r->ctx));
            REL_TRY(rel_dot_add_edge(&r->graph, r->ends.item[i], r->ends.item[k], &row));
            REL_TRY(rel_dot_set(&r->graph, REL_IMPORT_EDGES, row, &r->list));
        }
    }
out:
    return st;
}

/* -------- subgraphs -------- */

static rel_status read_statements(reading *r);

/* { ... } with defaults of its own. */
static rel_status read_scope(reading *r, int64_t group)
{
    rel_status st;
    size_t outer[2];
    REL_TRY(rel_dot_open_scope(&r->graph, group, outer));
    REL_TRY(read_statements(r));
    if (!take_sign(r, '}')) return expected(r, "a node, an edge or '}'");
    st = rel_dot_close_scope(&r->graph, group, outer);
out:
    return st;
}

/* [subgraph [name]] [{ ... }]; its members are members.item[*from..) */
static rel_status read_subgraph(reading *r, size_t *from)
{
    rel_status st = REL_OK;
    rel_str name = REL_STR_MISSING;
    int64_t group = -1;
    const int64_t outer = r->inside;
    *from = r->members.count;
    if (take_word(r, "subgraph") && r->scan.token.kind == REL_DOT_ID) REL_TRY(take_text(r, &name));
    if (++r->depth > DEPTH_MAX)
        return rel_fail(r->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": subgraphs nested deeper than %d",
                        r->f->path, r->scan.token.line, DEPTH_MAX);
    if (name.s) REL_TRY(rel_dot_find_group(&r->graph, r->inside, name, &group));
    r->inside = group >= 0 ? group + 1 : -++r->nameless;
    if (take_sign(r, '{'))
        REL_TRY(read_scope(r, group));
    else if (group < 0)
        return expected(r, "'{'");
    r->inside = outer;
    if (group >= 0) REL_TRY(rel_dot_merge_group(&r->graph, group, &r->members, *from));
    rel_dot_vertices_unique(&r->members, *from);
    if (group >= 0) st = rel_dot_mark_cluster(&r->graph, name, &r->members, *from);
    r->depth--;
out:
    return st;
}

/* -------- statements -------- */

/* One end of edges: a vertex or a group, put behind r->ends. */
static rel_status read_end(reading *r, bool *is_group)
{
    rel_status st;
    rel_vid v;
    size_t from;
    *is_group = is_word(r, "subgraph") || is_sign(r, '{');
    if (!*is_group) {
        if (r->scan.token.kind != REL_DOT_ID || is_keyword(r)) return expected(r, "a node, an edge or '}'");
        REL_TRY(read_vertex(r, &v));
        return rel_dot_vertices_add(r->ctx, &r->ends, v);
    }
    REL_TRY(read_subgraph(r, &from));
    for (size_t i = from; i < r->members.count; i++)
        REL_TRY(rel_dot_vertices_add(r->ctx, &r->ends, r->members.item[i]));
    if (r->depth == 0) r->members.count = 0;
out:
    return st;
}

static bool is_edge(const reading *r)
{
    return r->scan.token.kind == REL_DOT_ARROW || r->scan.token.kind == REL_DOT_LINE;
}

static rel_status push_bound(reading *r)
{
    const rel_status st =
        rel_grow(r->ctx, &r->bound, &r->bound_room, r->bounds + 1, sizeof *r->bound, "edges");
    if (st == REL_OK) r->bound[r->bounds++] = r->ends.count;
    return st;
}

/* a -> b -> {c d} [...], or one node with its attributes, or a subgraph alone. */
static rel_status read_chain(reading *r)
{
    rel_status st;
    bool is_group, other;
    const size_t ends = r->ends.count, bounds = r->bounds;
    REL_TRY(read_end(r, &is_group));
    REL_TRY(push_bound(r));
    while (is_edge(r)) {
        if ((r->scan.token.kind == REL_DOT_ARROW) != r->graph.directed)
            return expected(r, r->graph.directed ? "'->' in a digraph" : "'--' in a graph");
        rel_dot_scan_next(&r->scan);
        REL_TRY(read_end(r, &other));
        REL_TRY(push_bound(r));
    }
    REL_TRY(read_list(r));
    if (r->bounds == bounds + 1 && !is_group)
        REL_TRY(rel_dot_set(&r->graph, REL_IMPORT_VERTICES, r->ends.item[ends], &r->list));
    for (size_t i = bounds, from = ends; i + 1 < r->bounds; i++) {
        REL_TRY(join(r, from, r->bound[i], r->bound[i + 1]));
        from = r->bound[i];
    }
    r->ends.count = ends;
    r->bounds = bounds;
out:
    return st;
}

/* graph [...], node [...], edge [...] */
static rel_status read_defaults(reading *r, bool *done)
{
    static const char *const words[] = {"node", "edge", "graph"};
    rel_status st = REL_OK;
    *done = false;
    for (int t = 0; t < 3 && !*done; t++) {
        if (!take_word(r, words[t])) continue;
        *done = true;
        if (!is_sign(r, '[')) return expected(r, "'['");
        REL_TRY(read_list(r));
        if (t < 2)
            st = rel_dot_take_defaults(&r->graph, t ? REL_IMPORT_EDGES : REL_IMPORT_VERTICES, &r->list);
    }
out:
    return st;
}

/* name = value, of the graph or subgraph: how it is drawn. */
static rel_status read_assignment(reading *r, bool *done)
{
    rel_dot_scan ahead = r->scan;
    *done = false;
    if (ahead.token.kind != REL_DOT_ID) return REL_OK;
    rel_dot_scan_next(&ahead);
    if (ahead.token.kind != REL_DOT_SIGN || ahead.token.sign != '=') return REL_OK;
    *done = true;
    r->scan = ahead;
    rel_dot_scan_next(&r->scan);
    if (r->scan.token.kind != REL_DOT_ID) return expected(r, "a value");
    rel_dot_scan_next(&r->scan);
    return REL_OK;
}

static rel_status read_statement(reading *r)
{
    rel_status st;
    bool done;
    if (++r->items % POLL_ITEMS == 0) {
        rel_progress(r->ctx, "reading", "bytes", r->scan.at - r->scan.begin, (int64_t)r->f->all.len);
        REL_TRY(rel_poll(r->ctx));
    }
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    REL_TRY(read_defaults(r, &done));
    if (!done) REL_TRY(read_assignment(r, &done));
    if (!done) REL_TRY(read_chain(r));
    rel_scratch_release(r->ctx, mark);
out:
    return st;
}

static rel_status read_statements(reading *r)
{
    rel_status st = REL_OK;
    while (st == REL_OK && !is_sign(r, '}') && r->scan.token.kind != REL_DOT_END)
        if (!take_sign(r, ';')) st = read_statement(r);
    return st;
}

/* -------- the file -------- */

static rel_status read_graph(reading *r)
{
    rel_status st;
    rel_dot_scan_next(&r->scan);
    r->graph.strict = take_word(r, "strict");
    r->graph.directed = is_word(r, "digraph");
    if (!take_word(r, "digraph") && !take_word(r, "graph")) return expected(r, "'graph' or 'digraph'");
    if (r->scan.token.kind == REL_DOT_ID) rel_dot_scan_next(&r->scan);
    if (!take_sign(r, '{')) return expected(r, "'{'");
    rel_import_default_directed(r->f->imp, r->graph.directed);
    REL_TRY(read_statements(r));
    if (!is_sign(r, '}')) return expected(r, "a node, an edge or '}'");
    rel_dot_scan_next(&r->scan);
    if (is_word(r, "strict") || is_word(r, "graph") || is_word(r, "digraph"))
        rel_note(r->ctx, "'%s' holds several graphs: the first is read, the others are left out", r->f->path);
    else if (r->scan.token.kind != REL_DOT_END)
        return expected(r, "the end of the file");
    if (r->graph.drawn && !r->f->rules.own)
        rel_note(r->ctx, "'%s': %" PRId64 " attributes that only say how Graphviz drew it are left out",
                 r->f->path, r->graph.drawn);
out:
    return st;
}

/* "// Written by relais 0.1.0, ..." */
static bool is_own(rel_str all)
{
    static const char mark[] = "// Written by relais ";
    return all.len > sizeof mark && memcmp(all.s, mark, sizeof mark - 1) == 0;
}

static rel_status read_dot(rel_text_file *f)
{
    reading r = {.f = f, .ctx = f->ctx};
    const rel_arena_mark mark = rel_scratch_mark(f->ctx);
    rel_dot_scan_begin(&r.scan, f->all);
    rel_dot_graph_init(&r.graph, f->ctx, f->imp, f->path, f->all);
    f->rules.own = r.graph.own = is_own(f->all);
    const rel_status st = read_graph(&r);
    f->rules.labels_name = r.graph.numbers;
    rel_dot_graph_free(&r.graph);
    free(r.list.item);
    free(r.members.item);
    free(r.ends.item);
    free(r.bound);
    rel_scratch_release(f->ctx, mark);
    return st;
}

rel_status rel_dot_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_dot, g);
}

/* [strict] (graph | digraph) [name] {, behind blanks and comments. */
int rel_dot_detect(const char *path, rel_str first)
{
    rel_dot_scan s;
    bool graph = false;
    (void)path;
    rel_dot_scan_begin(&s, first);
    for (int words = 0; words < 4; words++) {
        rel_dot_scan_next(&s);
        const rel_dot_token *t = &s.token;
        if (t->kind == REL_DOT_SIGN && t->sign == '{') return graph ? 96 : 0;
        if (t->kind != REL_DOT_ID) return 0;
        if (graph || t->quoted || t->html) continue;
        graph = rel_str_is_nocase(t->text, "graph") || rel_str_is_nocase(t->text, "digraph");
        if (!graph && (words || !rel_str_is_nocase(t->text, "strict"))) return 0;
    }
    return 0;
}
