/* Reading GML: Newman's collections, networkx, igraph, Gephi, yEd. Source: Himsolt, "GML: a portable graph
 * file format", Universitaet Passau 1997. */
#include <stdio.h>
#include <stdlib.h>

#include "graph/gml_scan.h"
#include "graph/known_columns.h"
#include "graph/readers.h"
#include "graph/text_scan.h"

enum { POLL_LISTS = 8192, MISSING_NAME = 32 };

/* A value of a node or edge, kept until its list ends: the id may come last. */
typedef struct gml_value {
    rel_str key;
    rel_gml_token value;
    bool is_colour; /* "#RRGGBB": three columns */
} gml_value;

/* What is known of a vertex: that an edge named it, or a node. */
enum { NOT_SEEN, MENTIONED, DECLARED };

typedef struct mention {
    rel_vid vertex;
    rel_str id; /* as it stands */
    int64_t line;
} mention;

typedef struct gml_reading {
    rel_text_file *f;
    rel_gml_scan scan;
    bool directed, is_forced; /* forced: known from before, `directed` is not looked at again */
    gml_value *value;         /* of the node or edge at hand */
    size_t values, value_room;
    rel_known_columns known[2]; /* of vertices and edges */
    uint8_t *seen;              /* by vertex */
    size_t vertices, seen_room;
    mention *mentioned; /* vertices that an edge named before a node did */
    size_t mentions, mention_room;
    int64_t nodes, nameless;
    int64_t lists; /* left out */
    rel_str first_list;
    int64_t first_list_line;
} gml_reading;

/* Sentences. */

#define AT(r) (r)->f->path, (r)->scan.token.line

/* A text without an end. */
static bool is_open_text(const gml_reading *r)
{
    const rel_gml_token *t = &r->scan.token;
    return t->kind == REL_GML_BAD && t->text.s > r->f->all.s && t->text.s[-1] == '"';
}

static rel_status refuse_open_text(const gml_reading *r)
{
    return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected '\"' at the end of \"%.*s", AT(r),
                    REL_SHOWN(r->scan.token.text));
}

static rel_status refuse_key(const gml_reading *r)
{
    if (is_open_text(r)) return refuse_open_text(r);
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected the name of a value, found '%.*s'", AT(r),
                    REL_SHOWN(r->scan.token.text));
}

static rel_status refuse_value(const gml_reading *r, rel_str key)
{
    if (is_open_text(r)) return refuse_open_text(r);
    if (r->scan.token.kind == REL_GML_END)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected a value of '%.*s', found the end of the file", AT(r),
                        REL_SHOWN(key));
    return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected a value of '%.*s', found '%.*s'",
                    AT(r), REL_SHOWN(key), REL_SHOWN(r->scan.token.text));
}

static rel_status refuse_open_list(const gml_reading *r, int64_t line)
{
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected ']' at the end of this list, found the end of the file",
                    r->f->path, line);
}

/* Grammar: a list is keys with values. */

/* The next key, or *more = false: the list that began in this line has ended. 0: the file itself. */
static rel_status take_key(gml_reading *r, int64_t list_line, rel_str *key, bool *more)
{
    const rel_gml_kind kind = rel_gml_next(&r->scan);
    *key = r->scan.token.text;
    *more = kind == REL_GML_KEY;
    if (*more || (kind == REL_GML_CLOSE && list_line) || (kind == REL_GML_END && !list_line)) return REL_OK;
    return kind == REL_GML_END ? refuse_open_list(r, list_line) : refuse_key(r);
}

static bool is_truth(rel_str word)
{
    return rel_str_is_nocase(word, "true") || rel_str_is_nocase(word, "false");
}

/* The value of key, in r->scan.token: a number, a text, a truth value, or the bracket that opens a list. */
static rel_status take_value(gml_reading *r, rel_str key)
{
    double number;
    const rel_str *word = &r->scan.token.text;
    switch (rel_gml_next(&r->scan)) {
    case REL_GML_TEXT:
    case REL_GML_OPEN: return REL_OK;
    case REL_GML_NUMBER:
        if (rel_str_to_f64(*word, &number)) return REL_OK;
        break;
    case REL_GML_KEY:
        if (is_truth(*word) || rel_gml_is_odd_number(*word)) return REL_OK;
        break;
    default: break;
    }
    return refuse_value(r, key);
}

/* The rest of a list whose bracket was taken, whatever is in it and however deep. */
static rel_status skip_list(gml_reading *r)
{
    const int64_t line = r->scan.token.line;
    for (int64_t depth = 1; depth > 0;) {
        switch (rel_gml_next(&r->scan)) {
        case REL_GML_OPEN: depth++; break;
        case REL_GML_CLOSE: depth--; break;
        case REL_GML_END: return refuse_open_list(r, line);
        case REL_GML_BAD: return refuse_key(r);
        default: break;
        }
    }
    return REL_OK;
}

static rel_status leave_out_list(gml_reading *r, rel_str key)
{
    if (r->lists++ == 0) {
        r->first_list = key;
        r->first_list_line = r->scan.token.line;
    }
    return skip_list(r);
}

/* Values of a node or edge. */

static rel_status keep(gml_reading *r, rel_str key, bool is_colour)
{
    const rel_status st =
        rel_grow(r->f->ctx, &r->value, &r->value_room, r->values + 1, sizeof *r->value, "values");
    if (st == REL_OK) r->value[r->values++] = (gml_value){key, r->scan.token, is_colour};
    return st;
}

/* What of `graphics` has a column: the position, the width as size, the colour. */
static rel_status take_graphics(gml_reading *r)
{
    rel_status st;
    rel_str key;
    bool more;
    const int64_t line = r->scan.token.line;
    for (;;) {
        REL_TRY(take_key(r, line, &key, &more));
        if (!more) return REL_OK;
        REL_TRY(take_value(r, key));
        if (r->scan.token.kind == REL_GML_OPEN)
            REL_TRY(skip_list(r));
        else if (rel_str_is(key, "x") || rel_str_is(key, "y") || rel_str_is(key, "z"))
            REL_TRY(keep(r, key, false));
        else if (rel_str_is(key, "w"))
            REL_TRY(keep(r, REL_STR_LIT("size"), false));
        else if (rel_str_is(key, "fill"))
            REL_TRY(keep(r, key, true));
    }
out:
    return st;
}

/* Keeps all values of the list whose bracket was taken. */
static rel_status take_values(gml_reading *r, bool is_node)
{
    rel_status st;
    rel_str key;
    bool more;
    const int64_t line = r->scan.token.line;
    r->values = 0;
    for (;;) {
        REL_TRY(take_key(r, line, &key, &more));
        if (!more) return REL_OK;
        REL_TRY(take_value(r, key));
        if (r->scan.token.kind != REL_GML_OPEN)
            REL_TRY(keep(r, key, false));
        else if (is_node && rel_str_is_nocase(key, "graphics"))
            REL_TRY(take_graphics(r));
        else
            REL_TRY(leave_out_list(r, key));
    }
out:
    return st;
}

/* Takes the value of that key out of what was kept; NULL: there is none. */
static const rel_gml_token *find_value(gml_reading *r, const char *key)
{
    for (size_t i = r->values; i-- > 0;) {
        if (!rel_str_is_nocase(r->value[i].key, key)) continue;
        r->value[i].key = REL_STR_MISSING;
        return &r->value[i].value;
    }
    return NULL;
}

/* A text without entities and in UTF-8; a number without a plus or zeros before it when `plain`. */
static rel_status meaning(gml_reading *r, const rel_gml_token *t, bool plain, rel_str *text)
{
    rel_status st;
    int64_t number;
    *text = t->text;
    if (t->kind == REL_GML_NUMBER && plain && rel_str_to_i64(*text, &number)) {
        if (*text->s == '+') *text = (rel_str){text->s + 1, text->len - 1};
        while (text->len > 1 && *text->s == '0') *text = (rel_str){text->s + 1, text->len - 1};
    }
    if (t->kind != REL_GML_TEXT) return REL_OK;
    REL_TRY(rel_text_plain(r->f, *text, text));
    if (!text->len || !memchr(text->s, '&', text->len)) return REL_OK;
    if (text->s != r->f->room.data) {
        r->f->room.len = 0;
        REL_TRY(rel_buf_add(r->f->ctx, &r->f->room, text->s, text->len));
    }
    *text = (rel_str){r->f->room.data, rel_gml_unescape(r->f->room.data, text->len)};
out:
    return st;
}

/* Columns. */

/* A text between quotes stays a text, even one of digits; nan and inf are words only numbers may be. */
static rel_import_type type_of(const rel_gml_token *t)
{
    if (t->kind == REL_GML_TEXT) return REL_IMPORT_TEXT;
    return rel_gml_is_odd_number(t->text) ? REL_IMPORT_NUMBER : REL_IMPORT_ANY;
}

static rel_status column_of(gml_reading *r, rel_import_table table, const gml_value *v, int *column)
{
    const rel_import_type type = type_of(&v->value);
    /* What is no number anywhere else makes a column of numbers, however it began. */
    if (type == REL_IMPORT_NUMBER) return rel_import_column(r->f->imp, table, v->key, type, column);
    return rel_known_column(r->f->ctx, &r->known[table], r->f->imp, table, v->key, type, column);
}

/* "#RRGGBB" as the columns r, g, b; anything else is left out. */
static rel_status set_colour(gml_reading *r, rel_import_table table, int64_t row, const gml_value *v)
{
    static const char *const names[] = {"r", "g", "b"};
    const rel_str s = v->value.text;
    unsigned part[6];
    if (s.len < 7 || *s.s != '#') return REL_OK;
    for (int i = 0; i < 6; i++) {
        const char c = s.s[i + 1], letter = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            part[i] = (unsigned)(c - '0');
        else if (letter >= 'a' && letter <= 'f')
            part[i] = (unsigned)(letter - 'a' + 10);
        else
            return REL_OK;
    }
    rel_status st = REL_OK;
    for (int i = 0; i < 3 && st == REL_OK; i++) {
        int column;
        st = rel_import_column(r->f->imp, table, rel_str_of(names[i]), REL_IMPORT_WHOLE, &column);
        if (st == REL_OK)
            st = rel_import_set_number(r->f->imp, table, column, row, 16 * part[2 * i] + part[2 * i + 1]);
    }
    return st;
}

/* What igraph and others write for a number that is missing. */
static bool is_nan(const rel_gml_token *t)
{
    const rel_str end = {t->text.s + (t->text.len > 3), 3};
    return t->kind == REL_GML_KEY && t->text.len >= 3 && t->text.len <= 4 && rel_str_is_nocase(end, "nan");
}

static rel_status set_values(gml_reading *r, rel_import_table table, int64_t row)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < r->values; i++) {
        const gml_value *v = &r->value[i];
        int column;
        rel_str text;
        if (!v->key.s || is_nan(&v->value)) continue;
        if (v->is_colour) {
            REL_TRY(set_colour(r, table, row, v));
            continue;
        }
        REL_TRY(meaning(r, &v->value, false, &text));
        REL_TRY(column_of(r, table, v, &column));
        REL_TRY(rel_import_set(r->f->imp, table, column, row, text, v->value.line));
    }
out:
    return st;
}

/* Nodes and edges. */

/* What is known of v, which may be new. */
static rel_status look_up(gml_reading *r, rel_vid v, uint8_t **seen)
{
    const size_t need = (size_t)v + 1;
    const rel_status st = rel_grow(r->f->ctx, &r->seen, &r->seen_room, need, 1, "nodes");
    if (st != REL_OK) return st;
    if (need > r->vertices) memset(r->seen + r->vertices, NOT_SEEN, need - r->vertices);
    if (need > r->vertices) r->vertices = need;
    *seen = &r->seen[v];
    return REL_OK;
}

static rel_status take_node(gml_reading *r)
{
    rel_status st;
    rel_vid v;
    uint8_t *seen;
    char room[MISSING_NAME];
    const int64_t line = r->scan.token.line;
    REL_TRY(take_values(r, true));
    r->nodes++;
    rel_str id = {room, 0};
    const rel_gml_token *token = find_value(r, "id");
    if (token) {
        REL_TRY(meaning(r, token, true, &id));
    } else {
        id.len = (size_t)snprintf(room, sizeof room, "node-%" PRId64, r->nodes);
        r->nameless++;
    }
    REL_TRY(rel_import_vertex(r->f->imp, id, &v));
    REL_TRY(look_up(r, v, &seen));
    if (*seen == DECLARED)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected another id, found node '%.*s' a second time",
                        r->f->path, token ? token->line : line, REL_SHOWN(id));
    *seen = DECLARED;
    st = set_values(r, REL_IMPORT_VERTICES, v);
out:
    return st;
}

static rel_status take_end(gml_reading *r, const char *key, int64_t line, rel_vid *v)
{
    rel_status st;
    rel_str id;
    uint8_t *seen;
    const rel_gml_token *token = find_value(r, key);
    if (!token)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected '%s' in this edge, found none", r->f->path, line,
                        key);
    REL_TRY(meaning(r, token, true, &id));
    REL_TRY(rel_import_vertex(r->f->imp, id, v));
    REL_TRY(look_up(r, *v, &seen));
    if (*seen == NOT_SEEN) {
        REL_TRY(rel_grow(r->f->ctx, &r->mentioned, &r->mention_room, r->mentions + 1, sizeof *r->mentioned,
                         "nodes"));
        r->mentioned[r->mentions++] = (mention){*v, token->text, token->line};
        *seen = MENTIONED;
    }
out:
    return st;
}

static rel_status take_edge(gml_reading *r)
{
    rel_status st;
    rel_vid source, target;
    int64_t edge;
    const int64_t line = r->scan.token.line;
    REL_TRY(take_values(r, false));
    REL_TRY(take_end(r, "source", line, &source));
    REL_TRY(take_end(r, "target", line, &target));
    REL_TRY(rel_import_edge(r->f->imp, source, target, r->directed, &edge));
    st = set_values(r, REL_IMPORT_EDGES, edge);
out:
    return st;
}

/* Every vertex that an edge names is a node. The first in the file that is none is told. */
static rel_status check_mentions(gml_reading *r)
{
    for (size_t i = 0; i < r->mentions; i++) {
        const mention *m = &r->mentioned[i];
        if (r->seen[m->vertex] == DECLARED) continue;
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected the id of a node, found '%.*s' that no node has",
                        r->f->path, m->line, REL_SHOWN(m->id));
    }
    return REL_OK;
}

/* The graph. */

/* *again: edges were taken before the file said that they are directed. */
static rel_status take_graph(gml_reading *r, bool *again)
{
    rel_status st;
    rel_str key;
    bool more;
    const int64_t line = r->scan.token.line;
    *again = false;
    for (int64_t lists = 1;; lists++) {
        REL_TRY(take_key(r, line, &key, &more));
        if (!more) return REL_OK;
        REL_TRY(take_value(r, key));
        if (lists % POLL_LISTS == 0) {
            rel_progress(r->f->ctx, "reading", "bytes", r->scan.at - r->f->all.s, (int64_t)r->f->all.len);
            REL_TRY(rel_poll(r->f->ctx));
        }
        double number;
        const rel_gml_token *t = &r->scan.token;
        if (t->kind != REL_GML_OPEN) {
            if (r->is_forced || !rel_str_is_nocase(key, "directed") || !rel_str_to_f64(t->text, &number))
                continue;
            *again = rel_import_edges(r->f->imp) > 0 && r->directed != (number != 0);
            r->directed = number != 0;
            if (*again) return REL_OK;
        } else if (rel_str_is_nocase(key, "node")) {
            REL_TRY(take_node(r));
        } else if (rel_str_is_nocase(key, "edge")) {
            REL_TRY(take_edge(r));
        } else {
            REL_TRY(leave_out_list(r, key));
        }
    }
out:
    return st;
}

/* What stands behind the graph; other graphs are counted. */
static rel_status pass_over_rest(gml_reading *r)
{
    rel_status st;
    rel_str key;
    bool more;
    int64_t graphs = 0;
    for (;;) {
        REL_TRY(take_key(r, 0, &key, &more));
        if (!more) break;
        REL_TRY(take_value(r, key));
        if (r->scan.token.kind != REL_GML_OPEN) continue;
        graphs += rel_str_is_nocase(key, "graph");
        REL_TRY(skip_list(r));
    }
    if (graphs)
        rel_note(r->f->ctx, "'%s': the first graph is read, %" PRId64 " others are left out", r->f->path,
                 graphs);
out:
    return st;
}

/* Up to the bracket of the first graph. */
static rel_status find_graph(gml_reading *r)
{
    rel_status st;
    rel_str key;
    bool more;
    for (;;) {
        REL_TRY(take_key(r, 0, &key, &more));
        if (!more)
            return rel_fail(r->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected 'graph [', found the end of the file", AT(r));
        REL_TRY(take_value(r, key));
        if (r->scan.token.kind != REL_GML_OPEN) continue;
        if (rel_str_is_nocase(key, "graph")) return REL_OK;
        REL_TRY(skip_list(r));
    }
out:
    return st;
}

static rel_status take_file(gml_reading *r, bool *again)
{
    rel_status st;
    r->scan = (rel_gml_scan){.at = r->f->lines.at, .end = r->f->lines.end, .line = 1};
    REL_TRY(find_graph(r));
    REL_TRY(take_graph(r, again));
    if (*again) return REL_OK;
    REL_TRY(check_mentions(r));
    st = pass_over_rest(r);
out:
    return st;
}

static void tell(const gml_reading *r)
{
    if (r->nameless)
        rel_note(r->f->ctx,
                 "'%s': %" PRId64 " nodes have no id and are called node-1, node-2, ... by their place",
                 r->f->path, r->nameless);
    if (r->lists)
        rel_note(r->f->ctx,
                 "'%s': %" PRId64 " lists were left out, the first is '%.*s' in line %" PRId64
                 ": attributes are single values",
                 r->f->path, r->lists, REL_SHOWN(r->first_list), r->first_list_line);
}

static void free_reading(gml_reading *r)
{
    for (int table = 0; table < 2; table++) rel_known_columns_free(&r->known[table]);
    free(r->value);
    free(r->seen);
    free(r->mentioned);
}

static rel_status read_gml(rel_text_file *f)
{
    rel_status st;
    bool again;
    gml_reading r = {.f = f};
    REL_TRY(take_file(&r, &again));
    if (again) { /* the same from the start, knowing it */
        free_reading(&r);
        r = (gml_reading){.f = f, .directed = r.directed, .is_forced = true};
        rel_import_free(f->imp);
        f->imp = NULL;
        REL_TRY(rel_import_begin(f->ctx, f->path, &f->imp));
        REL_TRY(take_file(&r, &again));
    }
    rel_import_default_directed(f->imp, r.directed);
    tell(&r);
out:
    free_reading(&r);
    return st;
}

rel_status rel_gml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.labels_name = true, .directions = directions};
    return rel_text_graph(ctx, path, &rules, read_gml, g);
}

/* The word `graph`, blanks and a bracket, after comments and other keys. */
int rel_gml_detect(const char *path, rel_str first)
{
    const bool named = rel_path_has_extension(path, "gml");
    rel_gml_scan s = {.at = first.s, .end = first.s + (first.len), .line = 1};
    if (first.len >= 3 && memcmp(first.s, "\xEF\xBB\xBF", 3) == 0) s.at += 3;
    int depth = 0;
    bool is_graph = false;
    for (rel_gml_kind kind; (kind = rel_gml_next(&s)) != REL_GML_END && kind != REL_GML_BAD;) {
        if (kind == REL_GML_OPEN && depth++ == 0 && is_graph) return 95;
        if (kind == REL_GML_CLOSE && --depth < 0) break;
        is_graph = kind == REL_GML_KEY && rel_str_is_nocase(s.token.text, "graph");
    }
    return named && first.len ? 60 : 0;
}
