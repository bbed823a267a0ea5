/* Reading Pajek: .net files, and .paj projects of several networks with their partitions and vectors. Source:
 * Batagelj and Mrvar, "Pajek: reference manual". */
#include "graph/pajek_details.h"
#include "graph/pajek_values.h"
#include "graph/readers.h"
#include "graph/text_edges.h"

typedef enum section_kind {
    SKIPPED, /* also what stands before the first */
    VERTICES,
    ARCS,      /* a pair in each line */
    EDGES,     /* the same, without direction */
    ARCS_LIST, /* a vertex, and those it leads to */
    EDGES_LIST,
    MATRIX,
    VALUES, /* of a partition or vector */
} section_kind;

/* What sections belong to. */
typedef enum owner_kind { THE_NETWORK, ANOTHER_NETWORK, AN_OBJECT } owner_kind;

typedef struct pajek {
    rel_text_file *f;
    owner_kind owner;
    bool is_announced; /* *Network was there, and its *Vertices is to come */
    section_kind section;
    int64_t section_line;
    rel_text_edges edges;

    bool has_vertices;
    int64_t n, n1;   /* vertices, and those of the first mode */
    int position[3]; /* columns + 1, 0: none yet */
    rel_pajek_details details;

    int64_t row, col;    /* of a matrix: the next entry */
    int64_t more_in_row; /* entries behind the last column */

    rel_pajek_values values;
    int64_t networks, objects; /* left out */
} pajek;

/* Vertices. */

/* The number at the start of rest as a vertex. Without *Vertices they come as edges name them. */
static rel_status take_vertex(pajek *p, rel_str *rest, rel_vid *v)
{
    rel_str found;
    int64_t number = 0;
    const bool is_number = rel_word_i64(rest, &rel_pajek_words, &number, &found);
    if (is_number && number >= 1 && number <= (p->has_vertices ? p->n : INT64_MAX)) {
        *v = (rel_vid)(number - 1);
        return p->has_vertices ? REL_OK : rel_import_vertex(p->f->imp, found, v);
    }
    if (!p->has_vertices)
        return rel_fail(p->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected the number of a vertex, found '%.*s'",
                        REL_TEXT_AT(p->f), REL_SHOWN(found));
    return rel_fail(p->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected the number of a vertex, 1 to %" PRId64 ", found '%.*s'",
                    REL_TEXT_AT(p->f), p->n, REL_SHOWN(found));
}

static rel_status column(pajek *p, rel_import_table table, const char *name, rel_import_type type, int *known)
{
    int c = *known - 1;
    if (c >= 0) return REL_OK;
    const rel_status st = rel_import_column(p->f->imp, table, rel_str_of(name), type, &c);
    *known = c + 1;
    return st;
}

static rel_status take_label(pajek *p, rel_vid v, rel_word word)
{
    rel_status st;
    rel_str text;
    if (word.open && word.text.s[0] == '"')
        return rel_fail(p->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected '\"' at the end of %.*s",
                        REL_TEXT_AT(p->f), REL_SHOWN(word.text));
    REL_TRY(rel_text_of(p->f, word, &text));
    st = rel_import_rename(p->f->imp, v, text);
out:
    return st;
}

/* Up to three numbers behind the label. */
static rel_status take_position(pajek *p, rel_vid v, rel_str *rest)
{
    static const char *const names[] = {"x", "y", "z"};
    rel_status st = REL_OK;
    for (int i = 0; i < 3; i++) {
        rel_str behind = *rest, found;
        double value;
        if (!rel_word_f64(&behind, &rel_pajek_words, &value, &found)) return REL_OK;
        REL_TRY(column(p, REL_IMPORT_VERTICES, names[i], REL_IMPORT_NUMBER, &p->position[i]));
        REL_TRY(
            rel_import_set(p->f->imp, REL_IMPORT_VERTICES, p->position[i] - 1, v, found, p->f->lines.number));
        *rest = behind;
    }
out:
    return st;
}

static rel_status vertex_line(pajek *p, rel_str rest)
{
    rel_status st;
    rel_vid v;
    rel_word label;
    REL_TRY(take_vertex(p, &rest, &v));
    if (!rel_word_next(&rest, &rel_pajek_words, &label)) return REL_OK;
    REL_TRY(take_label(p, v, label));
    REL_TRY(take_position(p, v, &rest));
    st = rel_pajek_take_details(&p->details, p->f, REL_IMPORT_VERTICES, v, rest);
out:
    return st;
}

/* "*Vertices N" or "*Vertices N N1"; rest is what follows the word. */
static rel_status take_counts(pajek *p, rel_str rest, int64_t *n, int64_t *n1)
{
    rel_str found;
    const rel_text_file *f = p->f;
    if (!rel_word_i64(&rest, &rel_pajek_words, n, &found) || *n < 0)
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected the number of vertices, found '%.*s'",
                        REL_TEXT_AT(f), REL_SHOWN(found));
    *n1 = *n;
    const rel_str second = rel_str_trim(rest);
    if (second.len && (!rel_str_to_i64(second, n1) || *n1 < 0 || *n1 > *n))
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64
                        ": expected the number of vertices of the first kind, 0 to %" PRId64 ", found '%.*s'",
                        REL_TEXT_AT(f), *n, REL_SHOWN(second));
    if (*n1 == 0) *n1 = *n;
    return REL_OK;
}

static rel_status begin_vertices(pajek *p, rel_str rest)
{
    rel_status st;
    rel_text_file *f = p->f;
    REL_TRY(take_counts(p, rest, &p->n, &p->n1));
    if (rel_import_vertices(f->imp))
        return rel_fail(f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected *Vertices before the edges",
                        REL_TEXT_AT(f));
    REL_TRY(rel_text_check_count(f, p->n));
    REL_TRY(rel_import_numbered(f->imp, p->n, 1));
    p->has_vertices = true;
    if (p->n1 < p->n) st = rel_text_modes(f, p->n1, p->n);
out:
    return st;
}

/* Edges. */

static rel_status edge_line(pajek *p, rel_str rest)
{
    rel_status st;
    rel_vid u, v;
    int64_t edge;
    double value;
    rel_str found = REL_STR_MISSING;
    REL_TRY(take_vertex(p, &rest, &u));
    REL_TRY(take_vertex(p, &rest, &v));
    rel_str behind = rest;
    const bool has_weight = rel_word_f64(&behind, &rel_pajek_words, &value, &found);
    REL_TRY(rel_text_edge(p->f, &p->edges, u, v, has_weight ? found : REL_STR_MISSING, &edge));
    if (has_weight) rest = behind;
    if (rest.len) st = rel_pajek_take_details(&p->details, p->f, REL_IMPORT_EDGES, edge, rest);
out:
    return st;
}

static rel_status list_line(pajek *p, rel_str rest)
{
    rel_status st;
    rel_vid u, v;
    int64_t edge;
    REL_TRY(take_vertex(p, &rest, &u));
    while (rel_str_trim(rest).len) {
        REL_TRY(take_vertex(p, &rest, &v));
        REL_TRY(rel_text_edge(p->f, &p->edges, u, v, REL_STR_MISSING, &edge));
    }
out:
    return st;
}

/* Matrices. */

static int64_t matrix_rows(const pajek *p)
{
    return p->n1;
}

static int64_t matrix_columns(const pajek *p)
{
    return p->n1 < p->n ? p->n - p->n1 : p->n;
}

/* A row may go on in the next line, but a line never begins a second row. */
static rel_status matrix_line(pajek *p, rel_str rest)
{
    rel_status st = REL_OK;
    const int64_t rows = matrix_rows(p), columns = matrix_columns(p);
    while (rel_str_trim(rest).len) {
        rel_str found;
        double value;
        int64_t edge;
        if (!rel_word_f64(&rest, &rel_pajek_words, &value, &found))
            return rel_fail(p->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected a number in this matrix, found '%.*s'",
                            REL_TEXT_AT(p->f), REL_SHOWN(found));
        if (p->col == columns) {
            p->more_in_row++;
            continue;
        }
        if (p->row == rows)
            return rel_fail(p->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected %" PRId64 " rows in this matrix, found another",
                            REL_TEXT_AT(p->f), rows);
        const rel_vid u = (rel_vid)p->row, v = (rel_vid)(p->col++ + p->n - columns);
        if (value != 0) REL_TRY(rel_text_edge(p->f, &p->edges, u, v, found, &edge));
    }
    if (p->col == columns) {
        p->row++;
        p->col = 0;
    }
out:
    return st;
}

static rel_status begin_matrix(pajek *p)
{
    if (!p->has_vertices)
        return rel_fail(p->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected *Vertices before this matrix",
                        REL_TEXT_AT(p->f));
    p->edges.directed = p->n1 == p->n;
    p->row = p->col = 0;
    return REL_OK;
}

/* Sections. */

/* What a section leaves to be done when it ends. */
static rel_status end_section(pajek *p)
{
    if (p->section == VALUES) return rel_pajek_end_values(&p->values, p->f);
    if (p->section == MATRIX && (p->row < matrix_rows(p) || p->col))
        return rel_fail(p->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected %" PRId64 " rows of %" PRId64
                        " numbers in this matrix, found %" PRId64 " whole rows",
                        p->f->path, p->section_line, matrix_rows(p), matrix_columns(p), p->row);
    return REL_OK;
}

/* ":2 "name"" behind the word of a section: the name of the relation, else its number. */
static rel_status take_relation(pajek *p, rel_str rest)
{
    rel_word word;
    rel_str name = REL_STR_MISSING;
    rest = rel_str_trim(rest);
    if (rest.len && *rest.s == ':') {
        rest = (rel_str){rest.s + 1, rest.len - 1};
        while (rel_word_next(&rest, &rel_pajek_words, &word)) name = word.text;
    }
    return rel_text_relation(p->f, &p->edges, name);
}

static section_kind section_of(rel_str word)
{
    static const struct {
        const char *word;
        section_kind section;
    } words[] = {
        {"vertices", VERTICES},    {"arcs", ARCS},     {"edges", EDGES},      {"arcslist", ARCS_LIST},
        {"edgeslist", EDGES_LIST}, {"matrix", MATRIX}, {"partition", VALUES}, {"vector", VALUES}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rel_str_is_nocase(word, words[i].word)) return words[i].section;
    return SKIPPED;
}

/* Cuts the word off "*Arcs :1", and the star. */
static rel_str take_section_word(rel_str *line)
{
    const char *p = line->s + 1, *end = line->s + line->len;
    while (p < end && *p != ' ' && *p != '\t' && *p != ':') p++;
    const rel_str word = {line->s + 1, (size_t)(p - line->s - 1)};
    *line = (rel_str){p, (size_t)(end - p)};
    return word;
}

/* A section of the network that is read. */
static rel_status begin_own_section(pajek *p, section_kind section, rel_str rest)
{
    rel_status st;
    p->section = section;
    if (section == VERTICES) return begin_vertices(p, rest);
    REL_TRY(take_relation(p, rest));
    p->edges.directed = section == ARCS || section == ARCS_LIST;
    if (section == MATRIX) st = begin_matrix(p);
out:
    return st;
}

static rel_status begin_section(pajek *p, rel_str line)
{
    rel_status st;
    rel_str rest = line;
    const rel_str word = take_section_word(&rest);
    const section_kind section = section_of(word);
    if (section == VERTICES && p->owner == AN_OBJECT)
        return p->section == VALUES ? rel_pajek_take_count(&p->values, p->f, rest, p->n) : REL_OK;
    REL_TRY(end_section(p));
    p->section = SKIPPED;
    p->section_line = p->f->lines.number;
    const bool is_network = rel_str_is_nocase(word, "network");
    if (is_network || (section == VERTICES && p->has_vertices)) {
        p->owner = p->has_vertices ? ANOTHER_NETWORK : THE_NETWORK;
        p->networks += p->has_vertices && !p->is_announced;
        p->is_announced = is_network && p->has_vertices;
    } else if (section == VALUES) {
        p->owner = AN_OBJECT;
        p->section = VALUES;
        rel_pajek_begin_values(&p->values, rel_str_is_nocase(word, "partition"), rest, p->f->lines.number);
    } else if (section == SKIPPED) {
        p->owner = AN_OBJECT;
        p->objects++;
    } else if (p->owner == THE_NETWORK) {
        st = begin_own_section(p, section, rest);
    }
out:
    return st;
}

static rel_status take_line(pajek *p, rel_str line)
{
    switch (p->section) {
    case VERTICES: return vertex_line(p, line);
    case ARCS:
    case EDGES: return edge_line(p, line);
    case ARCS_LIST:
    case EDGES_LIST: return list_line(p, line);
    case MATRIX: return matrix_line(p, line);
    case VALUES: return rel_pajek_take_values(&p->values, p->f, line);
    case SKIPPED: break;
    }
    return REL_OK;
}

static void tell(const pajek *p)
{
    rel_ctx *ctx = p->f->ctx;
    const char *path = p->f->path;
    if (!p->has_vertices) rel_note(ctx, "'%s' has no *Vertices: those that edges name are taken", path);
    if (p->networks)
        rel_note(ctx, "'%s': the first network is read, %" PRId64 " others are left out", path, p->networks);
    if (p->values.left_out)
        rel_note(ctx, "'%s': %" PRId64 " partitions or vectors of another number of vertices are left out",
                 path, p->values.left_out);
    if (p->objects)
        rel_note(ctx, "'%s': %" PRId64 " permutations, clusters or other objects are left out", path,
                 p->objects);
    if (p->more_in_row)
        rel_note(ctx, "'%s': %" PRId64 " numbers behind the last column of a matrix are left out", path,
                 p->more_in_row);
    if (p->details.unknown)
        rel_note(ctx, "'%s': %" PRId64 " parameters or times were not understood, the first in line %" PRId64,
                 path, p->details.unknown, p->details.unknown_line);
}

static rel_status read_lines(pajek *p)
{
    rel_status st;
    while (rel_text_line(p->f, &st)) {
        const rel_str line = rel_str_trim(p->f->lines.line);
        if (!line.len || *line.s == '%') continue;
        REL_TRY(*line.s == '*' ? begin_section(p, line) : take_line(p, line));
    }
    REL_TRY(st);
    st = end_section(p);
out:
    return st;
}

static rel_status read_pajek(rel_text_file *f)
{
    pajek p = {.f = f};
    p.values.column = -1;
    const rel_status st = read_lines(&p);
    if (st == REL_OK) tell(&p);
    return st;
}

rel_status rel_pajek_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_pajek, g);
}

/* A section word at the start of a line: the first that is neither empty nor a comment, or *Vertices behind
 * some lines of text. */
int rel_pajek_detect(const char *path, rel_str first)
{
    enum { LINES_BEFORE = 30 };
    rel_lines l;
    bool text_before = false;
    (void)path;
    rel_lines_begin(&l, first);
    while (l.number < LINES_BEFORE && rel_lines_next(&l)) {
        rel_str line = rel_str_trim(l.line);
        if (!line.len || *line.s == '%') continue;
        if (*line.s != '*') {
            text_before = true;
            continue;
        }
        const rel_str word = take_section_word(&line);
        line = rel_str_trim(line);
        if (rel_str_is_nocase(word, "vertices") && line.len && *line.s >= '0' && *line.s <= '9') return 95;
        if (!text_before && (section_of(word) != SKIPPED || rel_str_is_nocase(word, "network"))) return 90;
    }
    return 0;
}
