#include "ingest/csv_sniff.h"

#include <inttypes.h>

#include "ingest/ingest.h"
#include "ingest/mapping.h"
#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "src/base/utf8.h"

enum { PREAMBLE_MAX = 20, HEADER_CELL_MAX = 100 };

static const char SEPARATORS[] = {',', ';', '\t', '|'};

/* One candidate dialect and how well it fits. */
typedef struct fit {
    rel_csv_dialect dialect;
    size_t width[REL_CSV_SAMPLE_ROWS]; /* columns of each row, 0: a fault */
    size_t start[REL_CSV_SAMPLE_ROWS]; /* where it starts */
    size_t rows, same;                 /* of these have dialect.columns columns */
} fit;

bool rel_looks_like_number(rel_str s)
{
    double v;
    if (!rel_str_to_f64(s, &v)) return false;
    /* strtod also knows words: nan, inf. */
    const char last = s.s[s.len - 1];
    return last == '.' || (last >= '0' && last <= '9');
}

bool rel_looks_like_table_text(rel_str first)
{
    size_t i = 0;
    while (i < first.len && strchr(" \t\r\n", first.s[i]) && first.s[i]) i++;
    if (i == first.len || strchr("{[<", first.s[i])) return false;
    if (first.len - i >= 5 && memcmp(first.s + i, "%PDF-", 5) == 0) return false;
    const size_t end = first.len < 65536 ? first.len : 65536;
    size_t control = 0;
    for (; i < end; i++) {
        const unsigned char c = (unsigned char)first.s[i];
        control += (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
    }
    return control * 100 <= end;
}

/* -------- encoding -------- */

/* Bytes above ASCII, and none of them part of valid UTF-8: a file of Windows. */
static bool is_windows_1252(rel_str first)
{
    size_t single = 0;
    for (size_t i = 0; i < first.len;) {
        uint32_t code;
        const size_t n = rel_utf8_decode(first.s + i, first.len - i, &code);
        if (n > 1) return false;
        if (n == 0) single++;
        i += n ? n : 1;
    }
    return single > 0;
}

/* -------- what comes before the table -------- */

static size_t line_length(rel_str text, size_t at, char newline)
{
    const char *nl = memchr(text.s + at, newline, text.len - at);
    return (nl ? (size_t)(nl - text.s) + 1 : text.len) - at;
}

/* Excel's "sep=;", comments. *forced is the separator that the file names, or 0. */
static void skip_preamble(rel_csv_dialect *d, rel_str text, char *forced)
{
    size_t at = 0;
    *forced = 0;
    while (at < text.len) {
        const size_t len = line_length(text, at, d->newline);
        const rel_str line = rel_str_trim((rel_str){text.s + at, len});
        const bool sep = line.len <= 5 && len >= 5 && memcmp(text.s + at, "sep=", 4) == 0;
        if (sep) *forced = text.s[at + 4];
        if (!sep && line.len && line.s[0] != '#' && line.s[0] != '%') break;
        at += len;
        d->preamble_lines++;
    }
    d->preamble_bytes = at;
}

/* -------- fitting a separator -------- */

static size_t most_common_width(const fit *f, size_t *count)
{
    size_t best = 0;
    *count = 0;
    for (size_t i = 0; i < f->rows; i++) {
        size_t n = 0;
        for (size_t k = 0; k < f->rows; k++) n += f->width[k] == f->width[i];
        if (n < *count || (n == *count && f->width[i] <= best) || f->width[i] == 0) continue;
        *count = n;
        best = f->width[i];
    }
    return best;
}

/* Lines before the table that have fewer columns: a title, a list of filters. */
static void skip_title(fit *f)
{
    size_t skip = 0;
    while (skip < f->rows && skip < PREAMBLE_MAX && f->width[skip] && f->width[skip] < f->dialect.columns)
        skip++;
    if (skip == 0 || skip + 2 > f->rows || skip == PREAMBLE_MAX) return;
    /* One line with several columns is rather a damaged header than a title. */
    for (size_t i = 0; i < skip; i++)
        if (f->width[i] > 2 && f->width[i] + 1 >= f->dialect.columns) return;
    f->rows -= skip;
    memmove(f->width, f->width + skip, f->rows * sizeof *f->width);
    memmove(f->start, f->start + skip, f->rows * sizeof *f->start);
}

static void fit_dialect(fit *f, rel_str text, bool whole, rel_csv_row *row)
{
    size_t at = f->dialect.preamble_bytes;
    while (at < text.len && f->rows < REL_CSV_SAMPLE_ROWS) {
        const size_t n = rel_csv_scan(&f->dialect, text.s + at, text.len - at, row);
        const bool blank = row->fields == 1 && row->field[0].len == 0;
        /* What the probe cuts in the middle is no row. */
        if (!whole && f->rows && (at + n == text.len || row->fault == REL_CSV_OPEN_QUOTE)) break;
        f->start[f->rows] = at;
        if (!blank) f->width[f->rows++] = row->fault == REL_CSV_FINE ? row->fields : 0;
        at += n;
    }
    f->dialect.columns = most_common_width(f, &f->same);
    skip_title(f);
    /* The first row comes right behind what is passed over, blank lines included. */
    for (size_t i = f->dialect.preamble_bytes; f->rows && i < f->start[0]; i++)
        f->dialect.preamble_lines += text.s[i] == f->dialect.newline;
    if (f->rows) f->dialect.preamble_bytes = f->start[0];
}

/* Most rows alike first, then more columns. */
static bool fits_better(const fit *a, const fit *b)
{
    if (a->dialect.columns < 2 || a->dialect.columns > REL_CSV_MAX_COLUMNS) return false;
    if (2 * a->same < a->rows) return false;
    if (b->dialect.columns < 2) return true;
    const size_t left = 20 * a->same / a->rows, right = 20 * b->same / b->rows;
    return left != right ? left > right : a->dialect.columns > b->dialect.columns;
}

static void find_dialect(fit *best, rel_str text, bool whole, const rel_preset *preset, rel_csv_row *row)
{
    rel_csv_dialect base = {.newline = '\n', .max_bytes = REL_RECORD_MAX_BYTES};
    char forced;
    if (!memchr(text.s, '\n', text.len) && memchr(text.s, '\r', text.len)) base.newline = '\r';
    base.windows_1252 = is_windows_1252(text);
    skip_preamble(&base, text, &forced);
    *best = (fit){.dialect = base};
    for (size_t s = 0; s < sizeof SEPARATORS; s++) {
        for (int backslash = 0; backslash < 2; backslash++) {
            fit f = {.dialect = base};
            f.dialect.sep = SEPARATORS[s];
            f.dialect.backslash = backslash == 1;
            if (forced && forced != f.dialect.sep) continue;
            if (preset && preset->says_escapes && preset->backslash != f.dialect.backslash) continue;
            fit_dialect(&f, text, whole, row);
            if (fits_better(&f, best)) *best = f;
        }
    }
}

/* -------- header -------- */

static bool all_words(const rel_str *cell, size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        if (!cell[c].len || cell[c].len > HEADER_CELL_MAX || cell[c].s[0] == '@' ||
            rel_looks_like_number(cell[c]))
            return false;
    return true;
}

static bool has_number_column(const rel_csv_sample *s)
{
    for (size_t c = 0; c < s->dialect.columns; c++) {
        size_t numbers = 0;
        for (size_t r = 1; r < s->rows; r++)
            numbers += rel_looks_like_number(s->cell[r * s->dialect.columns + c]);
        if (s->rows > 1 && numbers == s->rows - 1) return true;
    }
    return false;
}

/* The first row of the sample is the header. */
static bool is_header(const rel_probe *probe, const rel_csv_sample *s)
{
    if (probe->opts && probe->opts->no_header) return false;
    if (probe->opts && rel_mapping_by_name(probe->opts->map)) return true;
    if (probe->preset && rel_preset_fits(probe->preset, s->cell, s->dialect.columns)) return true;
    for (size_t c = 0; c < s->dialect.columns; c++)
        if (rel_looks_like_number(s->cell[c])) return false;
    if (rel_mapping_names_in(&rel_edge_roles, s->cell, s->dialect.columns) ||
        rel_mapping_names_in(&rel_post_roles, s->cell, s->dialect.columns))
        return true;
    return all_words(s->cell, s->dialect.columns) && has_number_column(s);
}

/* -------- sample -------- */

static rel_status keep_cell(rel_ctx *ctx, const rel_csv_dialect *d, rel_str *cell)
{
    char *text;
    if (!d->windows_1252) return REL_OK;
    const rel_status st = rel_scratch(ctx, &text, 3 * cell->len + 1, 1, "sample of a table");
    if (st == REL_OK) *cell = (rel_str){text, rel_utf8_from_1252(text, cell->s, cell->len)};
    return st;
}

static rel_status take_rows(rel_ctx *ctx, const fit *f, char *text, size_t len, rel_csv_row *row,
                            rel_csv_sample *s)
{
    const size_t columns = s->dialect.columns;
    for (size_t i = 0; i < f->rows; i++) {
        rel_csv_scan(&f->dialect, text + f->start[i], len - f->start[i], row);
        /* Only the row that comes first may be the header. */
        if (row->fault != REL_CSV_FINE || row->fields != columns) {
            s->others++;
            continue;
        }
        rel_csv_unescape(&f->dialect, text, row);
        for (size_t c = 0; c < columns; c++) {
            rel_str *cell = &s->cell[s->rows * columns + c];
            *cell = rel_str_trim(row->field[c]);
            const rel_status st = keep_cell(ctx, &f->dialect, cell);
            if (st != REL_OK) return st;
        }
        s->rows++;
    }
    return REL_OK;
}

/* The row that names columns may stand below others of its width, which name groups of columns or say what
 * was searched for: the first of the first rows with several names that are known, when the first row has
 * none. */
static size_t find_header(const rel_probe *probe, const fit *f, const rel_csv_sample *s)
{
    enum { NAMES = 3 };
    const size_t columns = s->dialect.columns, rows = f->same == f->rows ? f->rows : 0;
    if (probe->opts && probe->opts->no_header) return 0;
    for (size_t r = 0; r + 1 < rows && r < PREAMBLE_MAX; r++) {
        const rel_str *row = s->cell + r * columns;
        const size_t posts = rel_mapping_names_in(&rel_post_roles, row, columns),
                     edges = rel_mapping_names_in(&rel_edge_roles, row, columns);
        if (probe->preset && rel_preset_fits(probe->preset, row, columns)) return r;
        if (r == 0 && (posts || edges)) return 0;
        if (posts >= NAMES || edges >= NAMES) return r;
    }
    return 0;
}

/* The table begins at this row of the sample. */
static void drop_rows(fit *f, rel_csv_sample *s, rel_str text, size_t rows)
{
    for (size_t i = s->dialect.preamble_bytes; i < f->start[rows]; i++)
        s->dialect.preamble_lines += text.s[i] == s->dialect.newline;
    s->dialect.preamble_bytes = f->start[rows];
    s->cell += rows * s->dialect.columns;
    s->rows -= rows;
}

rel_status rel_csv_sniff(rel_ctx *ctx, const rel_probe *probe, rel_csv_sample *s)
{
    rel_status st;
    fit *best;
    char *text;
    rel_csv_row row = {.capacity = REL_CSV_MAX_COLUMNS};
    *s = (rel_csv_sample){0};
    if (!rel_looks_like_table_text(probe->first)) return REL_OK;
    REL_TRY(rel_scratch(ctx, &row.field, row.capacity, sizeof *row.field, "sample of a table"));
    REL_TRY(rel_scratch(ctx, &row.escaped, row.capacity, sizeof *row.escaped, "sample of a table"));
    REL_TRY(rel_scratch(ctx, &best, 1, sizeof *best, "sample of a table"));
    const rel_str first = probe->first;
    find_dialect(best, first, probe->whole, probe->preset, &row);
    s->dialect = best->dialect;
    if (best->dialect.columns < 2 || !best->dialect.sep) {
        s->dialect.columns = 0;
        goto out;
    }
    REL_TRY(rel_scratch(ctx, &text, first.len + 1, 1, "sample of a table"));
    memcpy(text, first.s, first.len);
    REL_TRY(
        rel_scratch(ctx, &s->cell, best->rows * s->dialect.columns, sizeof *s->cell, "sample of a table"));
    REL_TRY(take_rows(ctx, best, text, first.len, &row, s));
    const size_t above = find_header(probe, best, s);
    if (above) drop_rows(best, s, first, above);
    if (s->rows && best->width[0] == s->dialect.columns && is_header(probe, s)) {
        s->dialect.header = true;
        s->header = s->cell;
        s->cell += s->dialect.columns;
        s->rows--;
    }
out:
    return st;
}

bool rel_csv_header_is_plain(const rel_csv_sample *s)
{
    enum { NAME_MAX = 40 };
    for (size_t c = 0; c < s->dialect.columns; c++)
        if (!s->header[c].len || s->header[c].len > NAME_MAX) return false;
    return true;
}

rel_status rel_csv_check(rel_ctx *ctx, const rel_probe *probe, const rel_csv_sample *s)
{
    if (s->dialect.columns == 0)
        return rel_fail(ctx, REL_E_DATA,
                        "'%s': no table: no separator (, ; tab |) gives most rows the same number of columns",
                        probe->path);
    if (s->dialect.preamble_lines)
        rel_note(ctx, "'%s': the table begins behind line %" PRId64, probe->path, s->dialect.preamble_lines);
    if (s->dialect.windows_1252) rel_note(ctx, "'%s' is not UTF-8: it is read as windows-1252", probe->path);
    return REL_OK;
}
