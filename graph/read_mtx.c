/* Reading Matrix Market: a matrix as the graph of which it is the adjacency matrix. Source: Boisvert, Pozo,
 * Remington, "The Matrix Market exchange formats: initial design", NISTIR 5935, 1996. */
#include <math.h>

#include "graph/readers.h"
#include "graph/text_scan.h"

typedef enum symmetry { GENERAL, SYMMETRIC, SKEW } symmetry;

typedef struct reading {
    rel_text_file *f;
    bool array, pattern, whole; /* whole: integers */
    symmetry symmetry;
    int64_t rows, columns, entries; /* entries: of a coordinate matrix */
    bool two_mode;
    int weight;
    int64_t zeros;
} reading;

static const rel_word_rules PLAIN = {.quotes = ""};
static const char BANNER[] = "%%MatrixMarket";

/* -------- the beginning -------- */

static rel_status refuse_word(const reading *r, const char *expected, rel_str found)
{
    return rel_fail(r->f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s, found '%.*s'",
                    REL_TEXT_AT(r->f), expected, REL_SHOWN(found));
}

static rel_status read_field(reading *r, rel_str word)
{
    r->pattern = rel_str_is_nocase(word, "pattern");
    r->whole = rel_str_is_nocase(word, "integer");
    if (rel_str_is_nocase(word, "complex")) return refuse_word(r, "real numbers, which can be weights", word);
    if (r->pattern && r->array) return refuse_word(r, "numbers in an array", word);
    if (r->pattern || r->whole || rel_str_is_nocase(word, "real") || rel_str_is_nocase(word, "double"))
        return REL_OK;
    return refuse_word(r, "pattern, real or integer", word);
}

static rel_status read_symmetry(reading *r, rel_str word)
{
    r->symmetry = rel_str_is_nocase(word, "symmetric")        ? SYMMETRIC
                  : rel_str_is_nocase(word, "skew-symmetric") ? SKEW
                                                              : GENERAL;
    if (r->symmetry != GENERAL || rel_str_is_nocase(word, "general")) return REL_OK;
    return refuse_word(r, "general, symmetric or skew-symmetric", word);
}

static rel_status read_banner(reading *r)
{
    rel_status st;
    rel_word word[5];
    if (!rel_text_line(r->f, &st)) return st;
    rel_str line = r->f->lines.line;
    for (int i = 0; i < 5; i++) (void)rel_word_next(&line, &PLAIN, &word[i]);
    if (!rel_str_is_nocase(word[0].text, BANNER) || !rel_str_is_nocase(word[1].text, "matrix"))
        return refuse_word(r, "'%%MatrixMarket matrix'", r->f->lines.line);
    r->array = rel_str_is_nocase(word[2].text, "array");
    if (!r->array && !rel_str_is_nocase(word[2].text, "coordinate"))
        return refuse_word(r, "coordinate or array", word[2].text);
    REL_TRY(read_field(r, word[3].text));
    st = read_symmetry(r, word[4].text);
out:
    return st;
}

/* The next line that says something. */
static bool next_line(reading *r, rel_str *line, rel_status *st)
{
    while (rel_text_line(r->f, st)) {
        *line = rel_str_trim(r->f->lines.line);
        if (line->len && line->s[0] != '%') return true;
    }
    return false;
}

/* As many entries as fit into the file, and not many more vertices than that: the sizes of a damaged file ask
 * for no memory. */
static rel_status check_sizes(reading *r, rel_str line)
{
    enum { VERTICES_ALWAYS = 1000000, VERTICES_AN_ENTRY = 1000 };
    const int64_t bytes = (int64_t)r->f->all.len;
    int64_t values = r->entries;
    if (r->array &&
        (__builtin_mul_overflow(r->rows, r->columns, &values) || r->rows > bytes || r->columns > bytes))
        values = INT64_MAX;
    if (r->symmetry != GENERAL && r->array && values < INT64_MAX) values = values / 2 - r->rows;
    if (values > bytes) return refuse_word(r, "no more entries than the file has room for", line);
    if (r->symmetry != GENERAL && r->rows != r->columns)
        return refuse_word(r, "as many rows as columns in a symmetric matrix", line);
    if (r->rows > REL_VID_MAX || r->columns > REL_VID_MAX || r->rows + r->columns > REL_VID_MAX)
        return rel_fail(r->f->ctx, REL_E_LIMIT,
                        "'%s' line %" PRId64 ": a graph can have %" PRIu32 " vertices, found '%.*s'",
                        REL_TEXT_AT(r->f), REL_VID_MAX, REL_SHOWN(line));
    if (r->rows + r->columns > VERTICES_ALWAYS && (r->rows + r->columns) / VERTICES_AN_ENTRY > values)
        return refuse_word(r, "at least one entry for every 1000 vertices", line);
    return REL_OK;
}

static rel_status read_sizes(reading *r)
{
    rel_status st;
    rel_str line, rest, found;
    rel_word more;
    if (!next_line(r, &line, &st))
        return st != REL_OK ? st
                            : rel_fail(r->f->ctx, REL_E_DATA,
                                       "'%s': expected the sizes of the matrix, found none", r->f->path);
    rest = line;
    const bool good = rel_word_i64(&rest, &PLAIN, &r->rows, &found) &&
                      rel_word_i64(&rest, &PLAIN, &r->columns, &found) &&
                      (r->array || rel_word_i64(&rest, &PLAIN, &r->entries, &found));
    if (!good || r->rows < 0 || r->columns < 0 || r->entries < 0 || rel_word_next(&rest, &PLAIN, &more))
        return refuse_word(r, r->array ? "'rows columns'" : "'rows columns entries'", line);
    return check_sizes(r, line);
}

/* -------- entries -------- */

/* Row and column from 1. A skew-symmetric matrix has each number once more with the other sign, turned round:
 * the positive one of the two is the edge. */
static rel_status take(reading *r, int64_t row, int64_t column, double value)
{
    rel_status st = REL_OK;
    int64_t edge;
    if (value == 0) {
        r->zeros++;
        return REL_OK;
    }
    const bool turned = r->symmetry == SKEW && value < 0;
    rel_vid from = (rel_vid)(row - 1), to = (rel_vid)(column - 1 + (r->two_mode ? r->rows : 0));
    if (turned) {
        const rel_vid other = from;
        from = to;
        to = other;
        value = -value;
    }
    REL_TRY(rel_import_edge(r->f->imp, from, to, r->symmetry != SYMMETRIC, &edge));
    if (r->pattern) return REL_OK;
    st = r->whole && fabs(value) < 0x1p53
             ? rel_import_set_whole(r->f->imp, REL_IMPORT_EDGES, r->weight, edge, (int64_t)value)
             : rel_import_set_number(r->f->imp, REL_IMPORT_EDGES, r->weight, edge, value);
out:
    return st;
}

static bool good_value(const reading *r, double value)
{
    return isfinite(value) && (!r->whole || value == floor(value));
}

static rel_status read_entry(reading *r, rel_str line)
{
    int64_t row, column;
    double value = 1;
    rel_str found;
    rel_word more;
    if (!rel_word_i64(&line, &PLAIN, &row, &found) || row < 1 || row > r->rows)
        return refuse_word(r, "the number of a row", found);
    if (!rel_word_i64(&line, &PLAIN, &column, &found) || column < 1 || column > r->columns)
        return refuse_word(r, "the number of a column", found);
    if (!r->pattern && (!rel_word_f64(&line, &PLAIN, &value, &found) || !good_value(r, value)))
        return refuse_word(r, r->whole ? "a whole number" : "a number", found);
    if (rel_word_next(&line, &PLAIN, &more)) return refuse_word(r, "the end of the line", more.text);
    return take(r, row, column, value);
}

static rel_status read_coordinates(reading *r)
{
    rel_status st;
    rel_str line;
    int64_t count = 0;
    while (next_line(r, &line, &st)) {
        if (++count > r->entries)
            return rel_fail(r->f->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected the end behind %" PRId64
                            " entries, found '%.*s'",
                            REL_TEXT_AT(r->f), r->entries, REL_SHOWN(line));
        REL_TRY(read_entry(r, line));
    }
    REL_TRY(st);
    if (count < r->entries)
        st = rel_fail(r->f->ctx, REL_E_DATA,
                      "'%s' ends in the middle: expected %" PRId64 " entries, found %" PRId64, r->f->path,
                      r->entries, count);
out:
    return st;
}

/* The values of an array stand column by column, those above the diagonal of a symmetric one left out. */
static rel_status read_array(reading *r)
{
    rel_status st;
    rel_str line;
    const int64_t below = r->symmetry == SKEW;
    int64_t row = 1 + below, column = 1;
    bool full = r->rows < row || r->columns < 1;
    while (next_line(r, &line, &st)) {
        rel_word word;
        while (rel_word_next(&line, &PLAIN, &word)) {
            double value;
            if (full) return refuse_word(r, "the end of the matrix", word.text);
            if (!rel_str_to_f64(word.text, &value) || !good_value(r, value))
                return refuse_word(r, r->whole ? "a whole number" : "a number", word.text);
            REL_TRY(take(r, row, column, value));
            if (++row <= r->rows) continue;
            column++;
            row = r->symmetry == GENERAL ? 1 : column + below;
            full = column > r->columns || row > r->rows;
        }
    }
    REL_TRY(st);
    if (!full)
        st = rel_fail(r->f->ctx, REL_E_DATA,
                      "'%s' ends in the middle: expected column %" PRId64 " of %" PRId64 ", row %" PRId64,
                      r->f->path, column, r->columns, row);
out:
    return st;
}

/* -------- the file -------- */

/* Rows come first, then columns: which a vertex is stands in `mode`. */
static rel_status make_modes(reading *r)
{
    rel_status st;
    int mode;
    REL_TRY(rel_import_column(r->f->imp, REL_IMPORT_VERTICES, REL_STR_LIT("mode"), REL_IMPORT_WHOLE, &mode));
    for (int64_t v = 0; v < r->rows + r->columns; v++)
        REL_TRY(rel_import_set_whole(r->f->imp, REL_IMPORT_VERTICES, mode, v, v < r->rows ? 1 : 2));
    rel_note(r->f->ctx,
             "'%s': %" PRId64 " rows and %" PRId64
             " columns: rows point at columns, see the attribute 'mode'",
             r->f->path, r->rows, r->columns);
out:
    return st;
}

static rel_status read_mtx(rel_text_file *f)
{
    rel_status st;
    reading r = {.f = f};
    REL_TRY(read_banner(&r));
    REL_TRY(read_sizes(&r));
    r.two_mode = r.rows != r.columns;
    REL_TRY(rel_import_numbered(f->imp, r.rows + (r.two_mode ? r.columns : 0), 1));
    if (r.two_mode) REL_TRY(make_modes(&r));
    if (!r.pattern)
        REL_TRY(
            rel_import_column(f->imp, REL_IMPORT_EDGES, REL_STR_LIT("weight"), REL_IMPORT_NUMBER, &r.weight));
    rel_import_default_directed(f->imp, r.symmetry != SYMMETRIC);
    REL_TRY(r.array ? read_array(&r) : read_coordinates(&r));
    if (r.zeros && !r.array)
        rel_note(f->ctx, "'%s': %" PRId64 " entries of 0 are no edges", f->path, r.zeros);
out:
    return st;
}

rel_status rel_mtx_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_mtx, g);
}

int rel_mtx_detect(const char *path, rel_str first)
{
    (void)path;
    const rel_str start = {first.s, first.len < sizeof BANNER - 1 ? first.len : sizeof BANNER - 1};
    return rel_str_is_nocase(start, BANNER) ? 99 : 0;
}
