/* Reading DOT: what Graphviz draws, and what programs write for it. Source: "The DOT language",
 * graphviz.org/doc/info/lang.html. */
#include <stdlib.h>

#include "graph/dot_scan.h"
#include "graph/known_columns.h"
#include "graph/readers.h"
#include "graph/text_scan.h"

enum {
    DEPTH_MAX = 100, /* of subgraphs in subgraphs */
    POLL_ITEMS = 4096,
    GROUP_EDGES_MAX = 10000000, /* between groups, and so many more for every byte of the file: */
    GROUP_EDGES_A_BYTE = 64,
};

/* An attribute of a statement, or a default of a scope. The texts are the file's, or scratch. */
typedef struct attribute {
    rel_str name, value;
    int64_t line;
} attribute;

typedef struct attributes {
    attribute *item;
    size_t count, room;
} attributes;

typedef struct vertices {
    rel_vid *item;
    size_t count, room;
} vertices;

/* A named subgraph: what it holds, and the defaults that were set in it. */
typedef struct group {
    vertices members;
    attributes defaults[2];
} group;

/* Edges of a strict graph by their ends. */
typedef struct pair_slot {
    uint64_t ends; /* lower half + 1: 0 is empty */
    int64_t row;
} pair_slot;

typedef struct reading {
    rel_text_file *f;
    rel_ctx *ctx;
    rel_dot_scan scan;
    bool strict, directed, numbers; /* numbers: all ids are whole numbers */
    attributes defaults[2];         /* of vertices and edges, the outer scopes' first */
    rel_arena texts;                /* theirs, where they are not the file's */
    size_t scope[2];                /* where those of the innermost scope begin */
    attributes list;                /* of the statement at hand */
    vertices members;               /* of the subgraphs that are open, each behind its parent's own */
    vertices ends;                  /* of the edge statements that are open */
    size_t *bound;                  /* where in `ends` the groups of these statements end */
    size_t bounds, bound_room;
    rel_known_columns known[2];
    /* Named subgraphs, which may be taken up again within the subgraph that they are in: their names behind
     * the number of that one, and what they hold. */
    rel_import *group_names;
    group *group;
    size_t group_room;
    int64_t inside;   /* the number of the subgraph at hand; 0: the graph, below 0: one without a name */
    int64_t nameless; /* these so far, which are never found again */
    pair_slot *pair;
    size_t pairs, pair_slots;
    int position[3], cluster;          /* columns; -1: not there yet */
    int64_t items, group_edges, drawn; /* drawn: attributes that say only how Graphviz drew it */
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

static rel_status push_attribute(reading *r, attributes *a, const attribute *item)
{
    const rel_status st = rel_grow(r->ctx, &a->item, &a->room, a->count + 1, sizeof *a->item, "attributes");
    if (st == REL_OK) a->item[a->count++] = *item;
    return st;
}

/* [name=value, ...][...] into r->list */
static rel_status read_list(reading *r)
{
    rel_status st = REL_OK;
    r->list.count = 0;
    while (take_sign(r, '[')) {
        while (!take_sign(r, ']')) {
            attribute a = {.line = r->scan.token.line, .value = REL_STR_LIT("true")};
            if (r->scan.token.kind != REL_DOT_ID) return expected(r, "the name of an attribute or ']'");
            REL_TRY(take_text(r, &a.name));
            if (take_sign(r, '=')) {
                if (r->scan.token.kind != REL_DOT_ID) return expected(r, "the value of an attribute");
                REL_TRY(take_text(r, &a.value));
            }
            REL_TRY(push_attribute(r, &r->list, &a));
            if (!take_sign(r, ',')) (void)take_sign(r, ';');
        }
    }
out:
    return st;
}

static bool is_one_of(rel_str name, const char *const *names)
{
    while (*names && !rel_str_is(name, *names)) names++;
    return *names != NULL;
}

/* What says how Graphviz drew something, and nothing about it; and what relais adds for the eye. */
static bool is_drawing(const reading *r, rel_str name, rel_import_table table)
{
    static const char *const look[2][6] = {{"shape", "style", "fixedsize", "width", "fillcolor", NULL},
                                           {"color", NULL}};
    static const char *const drawn[] = {"lp",     "xlp",      "head_lp", "tail_lp", "rects",
                                        "lwidth", "vertices", "lheight", NULL};
    if (r->f->rules.own && is_one_of(name, look[table])) return true;
    if (name.len >= 6 && name.s[0] == '_' && memcmp(name.s + name.len - 5, "draw_", 5) == 0) return true;
    if (table == REL_IMPORT_EDGES && rel_str_is(name, "pos")) return true;
    return is_one_of(name, drawn);
}

/* "x,y" or "x,y,z", perhaps with "!" behind. False: it is none. */
static rel_status set_position(reading *r, int64_t row, rel_str value, bool *done)
{
    static const char *const names[] = {"x", "y", "z"};
    rel_status st = REL_OK;
    double at[3];
    int n = 0;
    rel_str rest = rel_str_trim(value);
    *done = false;
    if (rest.len && rest.s[rest.len - 1] == '!') rest.len--;
    while (rest.s && n < 3) {
        const rel_str part = rel_str_trim(rel_str_cut(&rest, ','));
        if (!rel_str_to_f64(part, &at[n])) return REL_OK;
        n++;
    }
    if (rest.s || n < 2) return REL_OK;
    for (int k = 0; k < n; k++) {
        if (r->position[k] < 0)
            REL_TRY(rel_import_column(r->f->imp, REL_IMPORT_VERTICES, rel_str_of(names[k]), REL_IMPORT_NUMBER,
                                      &r->position[k]));
        REL_TRY(rel_import_set_number(r->f->imp, REL_IMPORT_VERTICES, r->position[k], row, at[k]));
    }
    *done = true;
out:
    return st;
}

static rel_status set_attribute(reading *r, rel_import_table table, int64_t row, const attribute *a)
{
    rel_status st;
    int column;
    bool done = false;
    /* "\N" is the name, and dot writes it as everybody's label. */
    if (rel_str_is(a->name, "label") && (rel_str_is(a->value, "\\N") || rel_str_is(a->value, "\\E")))
        return REL_OK;
    if (is_drawing(r, a->name, table)) {
        r->drawn++;
        return REL_OK;
    }
    if (table == REL_IMPORT_VERTICES && rel_str_is(a->name, "pos"))
        REL_TRY(set_position(r, row, a->value, &done));
    if (done) return REL_OK;
    REL_TRY(rel_known_column(r->ctx, &r->known[table], r->f->imp, table, a->name, &column));
    st = rel_import_set(r->f->imp, table, column, row, a->value, a->line);
out:
    return st;
}

static rel_status set_attributes(reading *r, rel_import_table table, int64_t row, const attributes *list)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < list->count && st == REL_OK; i++)
        st = set_attribute(r, table, row, &list->item[i]);
    return st;
}

/* The same text for as long as the file is read. */
static rel_status keep_longer(reading *r, rel_str *text)
{
    if (text->s >= r->f->all.s && text->s < r->f->all.s + r->f->all.len) return REL_OK;
    char *copy = rel_arena_take(&r->texts, text->len + 1, 1);
    if (!copy) return rel_fail(r->ctx, REL_E_MEM, "no memory for the texts of '%s'", r->f->path);
    memcpy(copy, text->s, text->len);
    text->s = copy;
    return REL_OK;
}

/* node [...] and edge [...] count for what comes into being after them, as far as their braces reach. */
static rel_status take_defaults(reading *r, rel_import_table table)
{
    rel_status st = REL_OK;
    attributes *d = &r->defaults[table];
    for (size_t i = 0; i < r->list.count && st == REL_OK; i++) {
        attribute *a = &r->list.item[i];
        size_t k = r->scope[table];
        st = keep_longer(r, &a->name);
        if (st == REL_OK) st = keep_longer(r, &a->value);
        if (st != REL_OK) return st;
        while (k < d->count && !rel_str_eq(d->item[k].name, a->name)) k++;
        if (k < d->count)
            d->item[k] = *a;
        else
            st = push_attribute(r, d, a);
    }
    return st;
}

/* -------- vertices -------- */

static rel_status push_vertex(reading *r, vertices *list, rel_vid v)
{
    const rel_status st =
        rel_grow(r->ctx, &list->item, &list->room, list->count + 1, sizeof *list->item, "vertices");
    if (st == REL_OK) list->item[list->count++] = v;
    return st;
}

static bool is_whole(rel_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.s[i] < '0' || id.s[i] > '9') return false;
    return id.len > 0;
}

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
    const int64_t before = rel_import_vertices(r->f->imp);
    REL_TRY(rel_import_vertex(r->f->imp, id, v));
    if (rel_import_vertices(r->f->imp) > before) {
        r->numbers = r->numbers && is_whole(id);
        REL_TRY(set_attributes(r, REL_IMPORT_VERTICES, *v, &r->defaults[REL_IMPORT_VERTICES]));
    }
    if (r->depth > 0) st = push_vertex(r, &r->members, *v);
out:
    return st;
}

/* -------- edges -------- */

static uint64_t ends_of(const reading *r, rel_vid u, rel_vid v)
{
    if (!r->directed && u > v) return ((uint64_t)v << 32 | u) + 1;
    return ((uint64_t)u << 32 | v) + 1;
}

static pair_slot *find_pair(const reading *r, uint64_t ends)
{
    uint64_t h = ends * UINT64_C(0x9e3779b97f4a7c15);
    h ^= h >> 32;
    size_t i = (size_t)h & (r->pair_slots - 1);
    while (r->pair[i].ends && r->pair[i].ends != ends) i = (i + 1) & (r->pair_slots - 1);
    return &r->pair[i];
}

static rel_status grow_pairs(reading *r)
{
    enum { FIRST_SLOTS = 1024 };
    rel_status st;
    pair_slot *old = r->pair;
    const size_t slots = r->pair_slots;
    if (2 * (r->pairs + 1) <= slots) return REL_OK;
    REL_TRY(rel_alloc(r->ctx, &r->pair, slots ? 2 * slots : FIRST_SLOTS, sizeof *r->pair,
                      "edges of a strict graph"));
    r->pair_slots = slots ? 2 * slots : FIRST_SLOTS;
    for (size_t i = 0; i < slots; i++)
        if (old[i].ends) *find_pair(r, old[i].ends) = old[i];
    free(old);
    return REL_OK;
out:
    r->pair = old;
    return st;
}

/* The row of an edge; a strict graph has one for each pair. */
static rel_status add_edge(reading *r, rel_vid u, rel_vid v, int64_t *row)
{
    rel_status st;
    pair_slot *slot = NULL;
    if (r->strict) {
        REL_TRY(grow_pairs(r));
        slot = find_pair(r, ends_of(r, u, v));
        if (slot->ends) {
            *row = slot->row;
            return REL_OK;
        }
    }
    REL_TRY(rel_import_edge(r->f->imp, u, v, r->directed, row));
    REL_TRY(set_attributes(r, REL_IMPORT_EDGES, *row, &r->defaults[REL_IMPORT_EDGES]));
    if (slot) {
        *slot = (pair_slot){ends_of(r, u, v), *row};
        r->pairs++;
    }
out:
    return st;
}

/* All of one group to all of the next: ends.item[from..middle) and [middle..to). */
static rel_status join(reading *r, size_t from, size_t middle, size_t to)
{
    rel_status st = REL_OK;
    int64_t row;
    const size_t most = GROUP_EDGES_MAX + GROUP_EDGES_A_BYTE * r->f->all.len;
    if (middle - from > 1 || to - middle > 1) r->group_edges += (int64_t)((middle - from) * (to - middle));
    if ((size_t)r->group_edges > most)
        return rel_fail(r->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": its groups make more than %zu edges",
                        r->f->path, r->scan.token.line, most);
    for (size_t i = from; i < middle; i++) {
        for (size_t k = middle; k < to; k++) {
            if (++r->items % POLL_ITEMS == 0) REL_TRY(rel_poll(r->ctx));
            REL_TRY(add_edge(r, r->ends.item[i], r->ends.item[k], &row));
            REL_TRY(set_attributes(r, REL_IMPORT_EDGES, row, &r->list));
        }
    }
out:
    return st;
}

/* -------- subgraphs -------- */

static int by_number(const void *x, const void *y)
{
    const rel_vid a = *(const rel_vid *)x, b = *(const rel_vid *)y;
    return a < b ? -1 : a > b;
}

/* Each once. */
static size_t sort_unique(rel_vid *v, size_t count)
{
    size_t kept = 0;
    if (!count) return 0;
    qsort(v, count, sizeof *v, by_number);
    for (size_t i = 1; i < count; i++)
        if (v[i] != v[kept]) v[++kept] = v[i];
    return kept + 1;
}

/* The number of a named subgraph of the one at hand. */
static rel_status find_group(reading *r, rel_str name, rel_vid *number)
{
    rel_status st;
    rel_buf key = {0};
    if (!r->group_names) REL_TRY(rel_import_begin(r->ctx, r->f->path, &r->group_names));
    REL_TRY(rel_buf_printf(r->ctx, &key, "%" PRId64 ":", r->inside));
    REL_TRY(rel_buf_add(r->ctx, &key, name.s, name.len));
    const size_t before = (size_t)rel_import_vertices(r->group_names);
    REL_TRY(rel_grow(r->ctx, &r->group, &r->group_room, before + 1, sizeof *r->group, "subgraphs"));
    r->group[before] = (group){0};
    st = rel_import_vertex(r->group_names, (rel_str){key.data, key.len}, number);
out:
    rel_buf_free(&key);
    return st;
}

/* The members of the subgraph that ends, members.item[from..), become those of its name, and the other way
 * round. */
static rel_status merge_group(reading *r, rel_vid number, size_t from)
{
    rel_status st = REL_OK;
    vertices *g = &r->group[number].members;
    for (size_t i = from; i < r->members.count; i++) REL_TRY(push_vertex(r, g, r->members.item[i]));
    g->count = sort_unique(g->item, g->count);
    r->members.count = from;
    for (size_t i = 0; i < g->count; i++) REL_TRY(push_vertex(r, &r->members, g->item[i]));
out:
    return st;
}

/* Graphviz draws a frame around what is in a cluster; of clusters in clusters the inner one counts. */
static rel_status mark_cluster(reading *r, rel_str name, size_t from)
{
    rel_status st = REL_OK;
    rel_import *imp = r->f->imp;
    if (name.len < 7 || memcmp(name.s, "cluster", 7) != 0) return REL_OK;
    if (r->cluster < 0)
        REL_TRY(rel_import_column(imp, REL_IMPORT_VERTICES, REL_STR_LIT("cluster"), REL_IMPORT_TEXT,
                                  &r->cluster));
    for (size_t i = from; i < r->members.count && st == REL_OK; i++) {
        const rel_vid v = r->members.item[i];
        if (!rel_import_get(imp, REL_IMPORT_VERTICES, r->cluster, v).s)
            st = rel_import_set(imp, REL_IMPORT_VERTICES, r->cluster, v, name, r->scan.token.line);
    }
out:
    return st;
}

static rel_status read_statements(reading *r);

/* Those that were set in a subgraph before, when it is taken up again. */
static rel_status push_defaults(reading *r, const group *g)
{
    rel_status st = REL_OK;
    for (int t = 0; t < 2; t++) {
        r->scope[t] = r->defaults[t].count;
        for (size_t i = 0; g && i < g->defaults[t].count && st == REL_OK; i++)
            st = push_attribute(r, &r->defaults[t], &g->defaults[t].item[i]);
    }
    return st;
}

static rel_status pop_defaults(reading *r, group *g)
{
    rel_status st = REL_OK;
    for (int t = 0; t < 2; t++) {
        if (g) g->defaults[t].count = 0;
        for (size_t i = r->scope[t]; g && i < r->defaults[t].count && st == REL_OK; i++)
            st = push_attribute(r, &g->defaults[t], &r->defaults[t].item[i]);
        r->defaults[t].count = r->scope[t];
    }
    return st;
}

/* { ... } with defaults of its own. */
static rel_status read_scope(reading *r, bool named, rel_vid number)
{
    rel_status st;
    const size_t outer[] = {r->scope[0], r->scope[1]};
    REL_TRY(push_defaults(r, named ? &r->group[number] : NULL));
    REL_TRY(read_statements(r));
    if (!take_sign(r, '}')) return expected(r, "a node, an edge or '}'");
    st = pop_defaults(r, named ? &r->group[number] : NULL);
    memcpy(r->scope, outer, sizeof outer);
out:
    return st;
}

/* [subgraph [name]] [{ ... }]; its members are members.item[*from..) */
static rel_status read_subgraph(reading *r, size_t *from)
{
    rel_status st = REL_OK;
    rel_str name = REL_STR_MISSING;
    rel_vid number = 0;
    const int64_t outer = r->inside;
    *from = r->members.count;
    if (take_word(r, "subgraph") && r->scan.token.kind == REL_DOT_ID) REL_TRY(take_text(r, &name));
    if (++r->depth > DEPTH_MAX)
        return rel_fail(r->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": subgraphs nested deeper than %d",
                        r->f->path, r->scan.token.line, DEPTH_MAX);
    if (name.s) REL_TRY(find_group(r, name, &number));
    r->inside = name.s ? (int64_t)number + 1 : -++r->nameless;
    if (take_sign(r, '{'))
        REL_TRY(read_scope(r, name.s != NULL, number));
    else if (!name.s)
        return expected(r, "'{'");
    r->inside = outer;
    if (name.s) REL_TRY(merge_group(r, number, *from));
    r->members.count = *from + sort_unique(r->members.item + *from, r->members.count - *from);
    if (name.s) st = mark_cluster(r, name, *from);
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
        return push_vertex(r, &r->ends, v);
    }
    REL_TRY(read_subgraph(r, &from));
    for (size_t i = from; i < r->members.count; i++) REL_TRY(push_vertex(r, &r->ends, r->members.item[i]));
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
        if ((r->scan.token.kind == REL_DOT_ARROW) != r->directed)
            return expected(r, r->directed ? "'->' in a digraph" : "'--' in a graph");
        rel_dot_scan_next(&r->scan);
        REL_TRY(read_end(r, &other));
        REL_TRY(push_bound(r));
    }
    REL_TRY(read_list(r));
    if (r->bounds == bounds + 1 && !is_group)
        REL_TRY(set_attributes(r, REL_IMPORT_VERTICES, r->ends.item[ends], &r->list));
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
        if (t < 2) st = take_defaults(r, t ? REL_IMPORT_EDGES : REL_IMPORT_VERTICES);
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
    r->strict = take_word(r, "strict");
    r->directed = is_word(r, "digraph");
    if (!take_word(r, "digraph") && !take_word(r, "graph")) return expected(r, "'graph' or 'digraph'");
    if (r->scan.token.kind == REL_DOT_ID) rel_dot_scan_next(&r->scan);
    if (!take_sign(r, '{')) return expected(r, "'{'");
    rel_import_default_directed(r->f->imp, r->directed);
    REL_TRY(read_statements(r));
    if (!is_sign(r, '}')) return expected(r, "a node, an edge or '}'");
    rel_dot_scan_next(&r->scan);
    if (is_word(r, "strict") || is_word(r, "graph") || is_word(r, "digraph"))
        rel_note(r->ctx, "'%s' holds several graphs: the first is read, the others are left out", r->f->path);
    else if (r->scan.token.kind != REL_DOT_END)
        return expected(r, "the end of the file");
    if (r->drawn && !r->f->rules.own)
        rel_note(r->ctx, "'%s': %" PRId64 " attributes that only say how Graphviz drew it are left out",
                 r->f->path, r->drawn);
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
    reading r = {.f = f, .ctx = f->ctx, .numbers = true, .position = {-1, -1, -1}, .cluster = -1};
    const rel_arena_mark mark = rel_scratch_mark(f->ctx);
    rel_dot_scan_begin(&r.scan, f->all);
    f->rules.own = is_own(f->all);
    const rel_status st = read_graph(&r);
    f->rules.labels_name = r.numbers;
    for (int64_t i = 0; r.group_names && i < rel_import_vertices(r.group_names); i++) {
        free(r.group[i].members.item);
        free(r.group[i].defaults[0].item);
        free(r.group[i].defaults[1].item);
    }
    free(r.group);
    rel_import_free(r.group_names);
    rel_arena_free(&r.texts);
    free(r.defaults[0].item);
    free(r.defaults[1].item);
    free(r.list.item);
    free(r.members.item);
    free(r.ends.item);
    free(r.bound);
    free(r.pair);
    for (int t = 0; t < 2; t++) rel_known_columns_free(&r.known[t]);
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
