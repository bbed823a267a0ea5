#include "ingest/plain_table.h"

#include <inttypes.h>

#include "ingest/csv_row.h"
#include "src/base/i18n.h"
#include "src/base/input.h"
#include "src/base/utf8.h"

enum { COLUMNS = 256, ROW_MAX_BYTES = 1 << 20, FIELD_MAX_BYTES = 4096, ROWS_A_POLL = 65536 };

/* One file being read. */
typedef struct reading {
    rel_plain_row row; /* what is handed on */
    char sep;          /* ' ': blanks; 0: not known yet */
    rel_csv_row csv;
    rel_plain_row_fn *take;
    void *user;
} reading;

rel_status rel_plain_row_bad(const rel_plain_row *row, const char *expected)
{
    return rel_fail(row->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s", row->path, row->line,
                    _(expected));
}

int rel_plain_row_find(const rel_plain_row *row, const char *const *names)
{
    for (; *names; names++)
        for (int i = 0; i < row->fields; i++)
            if (rel_str_is_nocase(row->field[i], *names)) return i;
    return -1;
}

static bool is_one_of(rel_str word, const char *const *names)
{
    for (; *names; names++)
        if (rel_str_is_nocase(word, *names)) return true;
    return false;
}

rel_status rel_plain_row_begin(const rel_plain_row *row, const rel_plain_column *column, int columns,
                               const char *expected, int *at, bool *header)
{
    int needed = 0;
    *header = true;
    for (int i = 0; i < columns; i++) {
        needed += !column[i].optional;
        at[i] = rel_plain_row_find(row, column[i].names);
        *header = *header && (column[i].optional || at[i] >= 0);
    }
    if (*header) return REL_OK;
    if (row->fields != needed) return rel_plain_row_bad(row, expected);
    /* a header of so many columns need not call all by a known name */
    for (int i = 0; i < columns; i++) {
        at[i] = i < needed ? i : -1;
        *header = *header || (i < needed && is_one_of(row->field[i], column[i].names));
    }
    return REL_OK;
}

bool rel_plain_row_is_text(rel_str field)
{
    return field.len <= FIELD_MAX_BYTES && rel_utf8_xml_safe(field.s, field.len);
}

static rel_status take_row(reading *r)
{
    const rel_csv_row *csv = &r->csv;
    if (csv->fault != REL_CSV_FINE) return rel_plain_row_bad(&r->row, N_("quotes that close"));
    if (csv->fields > COLUMNS) return rel_plain_row_bad(&r->row, N_("fewer columns"));
    for (size_t i = 0; i < csv->fields; i++) csv->field[i] = rel_str_trim(csv->field[i]);
    if (csv->fields == 0 || (csv->fields == 1 && csv->field[0].len == 0)) return REL_OK;
    r->row.field = csv->field;
    r->row.fields = (int)csv->fields;
    const rel_status st = r->take(r->user, &r->row);
    r->row.index++;
    return st;
}

/* Fields between blanks; returns the length of the line. */
static size_t scan_blanks(const char *data, size_t len, rel_csv_row *row)
{
    const char *end = memchr(data, '\n', len);
    const size_t line = end ? (size_t)(end - data) + 1 : len;
    row->fields = 0;
    row->fault = REL_CSV_FINE;
    row->any_escaped = false;
    row->lines = 1;
    for (size_t i = 0; i < line;) {
        const size_t first = i;
        while (i < line && !memchr(" \t\r\n", data[i], 4)) i++;
        if (i > first) {
            if (row->fields < row->capacity) row->field[row->fields] = (rel_str){data + first, i - first};
            row->fields++;
        } else {
            i++;
        }
    }
    return line;
}

static char separator_of(rel_str line)
{
    static const char known[] = {'\t', ',', ';', '|'};
    for (size_t i = 0; i < sizeof known; i++)
        if (memchr(line.s, known[i], line.len)) return known[i];
    return ' ';
}

static size_t line_length(const char *data, size_t len)
{
    const char *end = memchr(data, '\n', len);
    return end ? (size_t)(end - data) + 1 : len;
}

static bool says_nothing(const char *data, size_t len)
{
    const rel_str line = rel_str_trim((rel_str){data, len});
    return !line.len || *line.s == '#';
}

static rel_status read_rows(reading *r, char *data, size_t len)
{
    rel_status st = REL_OK;
    rel_csv_dialect dialect = {.newline = '\n', .max_bytes = ROW_MAX_BYTES};
    for (size_t at = 0; at < len;) {
        const size_t line = line_length(data + at, len - at);
        r->row.line++;
        if (r->row.line % ROWS_A_POLL == 0) REL_TRY(rel_poll(r->row.ctx));
        if (says_nothing(data + at, line)) {
            at += line;
            continue;
        }
        if (!r->sep) r->sep = separator_of((rel_str){data + at, line});
        dialect.sep = r->sep;
        const size_t used = r->sep == ' ' ? scan_blanks(data + at, len - at, &r->csv)
                                          : rel_csv_scan(&dialect, data + at, len - at, &r->csv);
        if (r->csv.any_escaped && r->csv.fields <= COLUMNS) rel_csv_unescape(&dialect, data + at, &r->csv);
        REL_TRY(take_row(r));
        r->row.line += r->csv.lines > 1 ? r->csv.lines - 1 : 0;
        at += used;
    }
out:
    return st;
}

rel_status rel_plain_table_parse(rel_ctx *ctx, rel_str content, const char *path, rel_plain_row_fn *take,
                                 void *user)
{
    rel_status st;
    rel_str field[COLUMNS];
    bool escaped[COLUMNS];
    char *copy = NULL;
    reading r = {.row = {.ctx = ctx, .path = path},
                 .csv = {.field = field, .escaped = escaped, .capacity = COLUMNS},
                 .take = take,
                 .user = user};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (content.len >= 3 && memcmp(content.s, "\xef\xbb\xbf", 3) == 0)
        content = (rel_str){content.s + 3, content.len - 3};
    if (content.len && memchr(content.s, '\0', content.len))
        return rel_fail(ctx, REL_E_DATA, "'%s' is no table: it is not text", path);
    /* Quotes are undoubled in place. */
    REL_TRY(rel_scratch_unset(ctx, &copy, content.len + 1, 1, "a table"));
    if (content.len) memcpy(copy, content.s, content.len);
    st = read_rows(&r, copy, content.len);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_plain_table_read(rel_ctx *ctx, const char *path, rel_plain_row_fn *take, void *user)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = rel_plain_table_parse(ctx, content, path, take, user);
out:
    rel_input_close(in);
    return st;
}
