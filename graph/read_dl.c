/* Reading UCINET DL: matrices and lists. Source: the help of UCINET on its DL language. */
#include <stdio.h>
#include <stdlib.h>

#include "graph/dl_head.h"
#include "graph/readers.h"
#include "graph/text_edges.h"

/* Labels embedded in lists, by what they are in lower case: UCINET knows no case. */
typedef struct label_map {
    rel_import *folded; /* used for its names alone */
    rel_vid *vertex;    /* by its number among them */
    size_t capacity;
} label_map;

typedef struct dl_reading {
    rel_text_file *f;
    rel_dl_head head;
    rel_text_edges edges;
    rel_str rest;     /* of the line at hand */
    label_map map[2]; /* of rows, or both; of columns of the second kind */
    int mode;         /* column, when labels are embedded in lists of two kinds */
    rel_buf lower;
} dl_reading;

/* Vertices. */

static rel_status rename_vertices(dl_reading *r, const rel_dl_labels *labels, int64_t first)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < labels->count; i++) {
        rel_str text;
        REL_TRY(rel_text_of(r->f, labels->word[i], &text));
        REL_TRY(rel_import_rename(r->f->imp, (rel_vid)(first + (int64_t)i), text));
    }
out:
    return st;
}

/* Rows are numbered from 1, and columns after them when they are vertices of another kind. */
static rel_status number_vertices(dl_reading *r)
{
    rel_status st;
    const rel_dl_head *h = &r->head;
    const int64_t n = h->rows + (h->two_modes ? h->columns : 0);
    REL_TRY(rel_import_numbered(r->f->imp, n, 1));
    REL_TRY(rename_vertices(r, &h->label[REL_DL_ROWS], 0));
    if (!h->two_modes) return REL_OK;
    REL_TRY(rename_vertices(r, &h->label[REL_DL_COLUMNS], h->rows));
    st = rel_text_modes(r->f, h->rows, n);
out:
    return st;
}

/* The next word of the data, across lines; *more is false at the end of the file. */
static rel_status next_word(dl_reading *r, rel_word *word, bool *more)
{
    rel_status st = REL_OK;
    while (!(*more = rel_word_next(&r->rest, &rel_dl_words, word))) {
        if (!rel_text_line(r->f, &st)) return st;
        r->rest = r->f->lines.line;
    }
    return REL_OK;
}

static rel_status refuse_number(const dl_reading *r, rel_str found, int64_t most)
{
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected the number of a vertex, 1 to %" PRId64 ", found '%.*s'",
                    REL_TEXT_AT(r->f), most, REL_SHOWN(found));
}

/* Matrices. */

static rel_status refuse_end(const dl_reading *r, int64_t row)
{
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected %" PRId64
                    " rows of a matrix, found the end of the file in row %" PRId64,
                    REL_TEXT_AT(r->f), r->head.rows, row + 1);
}

/* Labels in front of the columns: of both kinds when there is one. */
static rel_status take_column_labels(dl_reading *r)
{
    rel_status st = REL_OK;
    for (int64_t i = 0; i < r->head.columns; i++) {
        rel_word word;
        rel_str text;
        bool more;
        REL_TRY(next_word(r, &word, &more));
        if (!more) return refuse_end(r, 0);
        REL_TRY(rel_text_of(r->f, word, &text));
        REL_TRY(rel_import_rename(r->f->imp, (rel_vid)(r->head.two_modes ? r->head.rows + i : i), text));
    }
out:
    return st;
}

static rel_status take_row_label(dl_reading *r, int64_t row)
{
    rel_status st;
    rel_word word;
    rel_str text;
    bool more;
    REL_TRY(next_word(r, &word, &more));
    if (!more) return refuse_end(r, row);
    /* With one kind of vertices the columns' labels have named them. */
    if (!r->head.two_modes && r->head.column_labels_embedded) return REL_OK;
    REL_TRY(rel_text_of(r->f, word, &text));
    st = rel_import_rename(r->f->imp, (rel_vid)row, text);
out:
    return st;
}

static rel_status take_entry(dl_reading *r, int64_t row, int64_t column)
{
    rel_status st;
    rel_word word;
    double value;
    int64_t edge;
    bool more;
    REL_TRY(next_word(r, &word, &more));
    if (!more) return refuse_end(r, row);
    if (!rel_str_to_f64(word.text, &value))
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected a number in row %" PRId64
                        " of a matrix, found '%.*s'",
                        REL_TEXT_AT(r->f), row + 1, REL_SHOWN(word.text));
    if (value == 0) return REL_OK;
    const rel_vid v = (rel_vid)(r->head.two_modes ? r->head.rows + column : column);
    /* Nothing but ones is a matrix without weights. */
    const rel_str weight = value == 1 ? REL_STR_MISSING : word.text;
    st = rel_text_edge(r->f, &r->edges, (rel_vid)row, v, weight, &edge);
out:
    return st;
}

static rel_status take_row(dl_reading *r, int64_t row)
{
    rel_status st = REL_OK;
    const rel_dl_head *h = &r->head;
    int64_t from = 0, to = h->columns;
    if (h->row_labels_embedded) REL_TRY(take_row_label(r, row));
    if (h->format == REL_DL_LOWER) to = row + 1;
    if (h->format == REL_DL_UPPER) from = row;
    for (int64_t column = from; column < to; column++)
        if (h->diagonal || h->two_modes || column != row) REL_TRY(take_entry(r, row, column));
out:
    return st;
}

static rel_status take_matrices(dl_reading *r)
{
    rel_status st;
    rel_dl_head *h = &r->head;
    rel_word word;
    bool more;
    REL_TRY(number_vertices(r));
    if (h->column_labels_embedded) REL_TRY(take_column_labels(r));
    for (int64_t k = 0; k < h->matrices; k++) {
        const rel_dl_labels *names = &h->label[REL_DL_MATRICES];
        char room[REL_NAME_NUMBER_TEXT];
        rel_str name = REL_STR_MISSING;
        if (k < (int64_t)names->count)
            name = names->word[k].text;
        else if (h->matrices > 1)
            name = (rel_str){room, (size_t)snprintf(room, sizeof room, "%" PRId64, k + 1)};
        REL_TRY(rel_text_relation(r->f, &r->edges, name));
        for (int64_t row = 0; row < h->rows; row++) REL_TRY(take_row(r, row));
    }
    REL_TRY(next_word(r, &word, &more));
    if (more)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected the end of the matrix, found '%.*s'",
                        REL_TEXT_AT(r->f), REL_SHOWN(word.text));
out:
    return st;
}

/* Lists. */

/* The vertex of an embedded label. */
static rel_status find_label(dl_reading *r, int side, rel_word word, rel_vid *v)
{
    rel_status st;
    rel_str text;
    rel_vid k;
    label_map *map = &r->map[side];
    const int64_t most = side ? r->head.columns : r->head.rows, known = rel_import_vertices(map->folded);
    REL_TRY(rel_text_of(r->f, word, &text));
    r->lower.len = 0;
    REL_TRY(rel_buf_add(r->f->ctx, &r->lower, text.s, text.len));
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] >= 'A' && text.s[i] <= 'Z') r->lower.data[i] = (char)(text.s[i] + 32);
    REL_TRY(rel_import_vertex(map->folded, (rel_str){r->lower.data, r->lower.len}, &k));
    if (k < known) {
        *v = map->vertex[k];
        return REL_OK;
    }
    if (known == most)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected %" PRId64 " different labels, found '%.*s' besides",
                        REL_TEXT_AT(r->f), most, REL_SHOWN(text));
    const int64_t before = rel_import_vertices(r->f->imp);
    REL_TRY(rel_grow(r->f->ctx, &map->vertex, &map->capacity, (size_t)k + 1, sizeof *map->vertex, "labels"));
    REL_TRY(rel_import_vertex(r->f->imp, text, v));
    if (*v < before)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64
                        ": expected a column that is called otherwise than the rows, found '%.*s'",
                        REL_TEXT_AT(r->f), REL_SHOWN(text));
    map->vertex[k] = *v;
    if (r->head.two_modes)
        st = rel_import_set(r->f->imp, REL_IMPORT_VERTICES, r->mode, *v,
                            side ? REL_STR_LIT("2") : REL_STR_LIT("1"), r->f->lines.number);
out:
    return st;
}

/* The vertex that a word of a list names: side 0 is a row, 1 a column. */
static rel_status find_vertex(dl_reading *r, int side, rel_word word, rel_vid *v)
{
    const rel_dl_head *h = &r->head;
    const bool columns = side && h->two_modes;
    if (side ? h->column_labels_embedded : h->row_labels_embedded) return find_label(r, columns, word, v);
    const int64_t most = columns ? h->columns : h->rows;
    int64_t number;
    if (!rel_str_to_i64(word.text, &number) || number < 1 || number > most)
        return refuse_number(r, word.text, most);
    *v = (rel_vid)(number - 1 + (columns ? h->rows : 0));
    return REL_OK;
}

/* Labels that come before lists whose vertices are named by labels: they may be those of nobody. */
static rel_status begin_labels(dl_reading *r)
{
    rel_status st = REL_OK;
    rel_vid v;
    const rel_dl_head *h = &r->head;
    if (h->row_labels_embedded != h->column_labels_embedded)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64
                        ": lists are read with labels of both rows and columns, or of none",
                        REL_TEXT_AT(r->f));
    for (int side = 0; side <= h->two_modes; side++) {
        REL_TRY(rel_import_begin(r->f->ctx, r->f->path, &r->map[side].folded));
        if (side == 0 && h->two_modes)
            REL_TRY(rel_import_column(r->f->imp, REL_IMPORT_VERTICES, REL_STR_LIT("mode"), REL_IMPORT_WHOLE,
                                      &r->mode));
    }
    for (int side = 0; side <= h->two_modes; side++)
        for (size_t i = 0; i < h->label[side].count; i++)
            REL_TRY(find_label(r, side, h->label[side].word[i], &v));
out:
    return st;
}

static rel_status edge_line(dl_reading *r, rel_str line)
{
    rel_status st = REL_OK;
    rel_word from, to, more;
    rel_vid u, v;
    double value;
    int64_t edge;
    rel_str weight = REL_STR_MISSING;
    if (!rel_word_next(&line, &rel_dl_words, &from)) return REL_OK;
    if (!rel_word_next(&line, &rel_dl_words, &to))
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected two vertices, found '%.*s' alone", REL_TEXT_AT(r->f),
                        REL_SHOWN(from.text));
    REL_TRY(find_vertex(r, 0, from, &u));
    REL_TRY(find_vertex(r, 1, to, &v));
    if (rel_word_next(&line, &rel_dl_words, &more)) {
        weight = more.text;
        if (!rel_str_to_f64(weight, &value) || rel_word_next(&line, &rel_dl_words, &more))
            return rel_fail(r->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected one value behind two vertices, found '%.*s'",
                            REL_TEXT_AT(r->f), REL_SHOWN(more.text));
    }
    st = rel_text_edge(r->f, &r->edges, u, v, weight, &edge);
out:
    return st;
}

/* The vertex, and those it leads to: to every one on the line. */
static rel_status lead_to(dl_reading *r, rel_vid u, rel_str line)
{
    rel_status st = REL_OK;
    rel_word word;
    rel_vid v;
    int64_t edge;
    while (rel_word_next(&line, &rel_dl_words, &word)) {
        REL_TRY(find_vertex(r, 1, word, &v));
        REL_TRY(rel_text_edge(r->f, &r->edges, u, v, REL_STR_MISSING, &edge));
    }
out:
    return st;
}

static rel_status node_line(dl_reading *r, rel_str line)
{
    rel_status st;
    rel_word word;
    rel_vid u;
    if (!rel_word_next(&line, &rel_dl_words, &word)) return REL_OK;
    REL_TRY(find_vertex(r, 0, word, &u));
    st = lead_to(r, u, line);
out:
    return st;
}

/* "3 5 7 9": the next vertex leads to three. */
static rel_status counted_line(dl_reading *r, rel_str line, int64_t *row)
{
    int64_t count, found = 0;
    rel_str text;
    rel_word word;
    if (!rel_str_trim(line).len) return REL_OK;
    const bool is_number = rel_word_i64(&line, &rel_dl_words, &count, &text);
    for (rel_str rest = line; rel_word_next(&rest, &rel_dl_words, &word);) found++;
    if (!is_number || count != found)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected '%" PRId64
                        "' as the number of those that follow, found '%.*s'",
                        REL_TEXT_AT(r->f), found, REL_SHOWN(text));
    if (*row == r->head.rows)
        return rel_fail(r->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected %" PRId64 " lines, found another", REL_TEXT_AT(r->f),
                        *row);
    return lead_to(r, (rel_vid)(*row)++, line);
}

static rel_status take_list(dl_reading *r)
{
    rel_status st;
    int64_t row = 0;
    const rel_dl_head *h = &r->head;
    const bool labels = h->row_labels_embedded || h->column_labels_embedded;
    REL_TRY(labels ? begin_labels(r) : number_vertices(r));
    do {
        if (h->format == REL_DL_EDGES) REL_TRY(edge_line(r, r->rest));
        if (h->format == REL_DL_NODES) REL_TRY(node_line(r, r->rest));
        if (h->format == REL_DL_COUNTED_NODES) REL_TRY(counted_line(r, r->rest, &row));
        if (!rel_text_line(r->f, &st)) break;
        r->rest = r->f->lines.line;
    } while (true);
    const int64_t n = h->rows + (h->two_modes ? h->columns : 0);
    if (labels && rel_import_vertices(r->f->imp) < n)
        rel_note(r->f->ctx, "'%s': of %" PRId64 " vertices %" PRId64 " have labels, the others are left out",
                 r->f->path, n, rel_import_vertices(r->f->imp));
out:
    return st;
}

static rel_status read_dl(rel_text_file *f)
{
    rel_status st;
    dl_reading r = {.f = f};
    REL_TRY(rel_dl_take_head(f, &r.head, &r.rest));
    const bool half = r.head.format == REL_DL_LOWER || r.head.format == REL_DL_UPPER;
    r.edges.directed = !r.head.two_modes && !half;
    rel_import_default_directed(f->imp, r.edges.directed);
    st = r.head.format < REL_DL_EDGES ? take_matrices(&r) : take_list(&r);
out:
    for (int side = 0; side < 2; side++) {
        rel_import_free(r.map[side].folded);
        free(r.map[side].vertex);
    }
    rel_buf_free(&r.lower);
    rel_dl_head_free(&r.head);
    return st;
}

rel_status rel_dl_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_dl, g);
}

int rel_dl_detect(const char *path, rel_str first)
{
    (void)path;
    return rel_dl_begins(first) ? 92 : 0;
}
