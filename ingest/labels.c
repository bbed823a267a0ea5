#include "ingest/labels.h"

#include <inttypes.h>
#include <stdlib.h>

#include "ingest/csv_row.h"
#include "src/base/input.h"
#include "src/base/utf8.h"

enum { COLUMNS = 256, ROW_MAX_BYTES = 1 << 20, FIELD_MAX_BYTES = 4096, ROWS_A_POLL = 65536 };

rel_str rel_labels_account(const rel_labels *l, int64_t i)
{
    const size_t at = i > 0 ? l->label_end[i - 1] : 0;
    return (rel_str){l->text.data + at, l->account_end[i] - at};
}

rel_str rel_labels_label(const rel_labels *l, int64_t i)
{
    return (rel_str){l->text.data + l->account_end[i], l->label_end[i] - l->account_end[i]};
}

void rel_labels_free(rel_labels *l)
{
    free(l->line);
    free(l->account_end);
    free(l->label_end);
    rel_buf_free(&l->text);
    *l = (rel_labels){0};
}

/* One file being read. */
typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    int64_t line;
    char sep; /* ' ': blanks */
    bool begun;
    int account, label, platform; /* columns; platform -1: none */
    rel_csv_row row;
    rel_labels *list;
} reading;

static rel_status bad_line(const reading *r, const char *expected)
{
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s", r->path, r->line, expected);
}

static rel_status add(const reading *r, rel_str platform, rel_str account, rel_str label)
{
    rel_status st;
    rel_ctx *ctx = r->ctx;
    rel_labels *l = r->list;
    const size_t need = (size_t)l->count + 1;
    REL_TRY(rel_grow(ctx, &l->line, &l->line_capacity, need, sizeof *l->line, "labels"));
    REL_TRY(rel_grow(ctx, &l->account_end, &l->account_capacity, need, sizeof *l->account_end, "labels"));
    REL_TRY(rel_grow(ctx, &l->label_end, &l->label_capacity, need, sizeof *l->label_end, "labels"));
    if (platform.len && !memchr(account.s, ':', account.len)) {
        REL_TRY(rel_buf_add(ctx, &l->text, platform.s, platform.len));
        REL_TRY(rel_buf_puts(ctx, &l->text, ":"));
    }
    REL_TRY(rel_buf_add(ctx, &l->text, account.s, account.len));
    l->account_end[l->count] = l->text.len;
    REL_TRY(rel_buf_add(ctx, &l->text, label.s, label.len));
    l->label_end[l->count] = l->text.len;
    l->line[l->count++] = r->line;
out:
    return st;
}

/* -------- the first row -------- */

static bool is_one_of(rel_str word, const char *const *words)
{
    for (; *words; words++)
        if (rel_str_is_nocase(word, *words)) return true;
    return false;
}

/* The first of the names that are good for something wins: "account" before "id". */
static int find_column(const rel_csv_row *row, const char *const *names)
{
    for (; *names; names++)
        for (int i = 0; i < (int)row->fields; i++)
            if (rel_str_is_nocase(row->field[i], *names)) return i;
    return -1;
}

/* True for a header; without one the two columns are account and label. */
static rel_status begin(reading *r, bool *header)
{
    static const char *const accounts[] = {"account", "key",    "id",   "node", "name",
                                           "handle",  "vertex", "user", NULL};
    static const char *const labels[] = {"label",  "community",  "group", "class", "cluster",
                                         "target", "department", "truth", "value", NULL};
    static const char *const platforms[] = {"platform", NULL};
    const rel_csv_row *row = &r->row;
    r->begun = true;
    r->account = find_column(row, accounts);
    r->label = find_column(row, labels);
    r->platform = find_column(row, platforms);
    *header = r->account >= 0 && r->label >= 0;
    if (*header) return REL_OK;
    /* a header of two columns need not call both by a known name */
    if (row->fields == 2) *header = is_one_of(row->field[0], accounts) || is_one_of(row->field[1], labels);
    r->account = 0;
    r->label = 1;
    r->platform = -1;
    return row->fields == 2 ? REL_OK
                            : bad_line(r, "two columns, account and label, or a header that names them");
}

/* -------- rows -------- */

static bool is_usable(rel_str field)
{
    return field.len <= FIELD_MAX_BYTES && rel_utf8_xml_safe(field.s, field.len);
}

static rel_status take_row(reading *r)
{
    const rel_csv_row *row = &r->row;
    bool header = false;
    if (row->fault != REL_CSV_FINE) return bad_line(r, "quotes that close");
    if (row->fields > COLUMNS) return bad_line(r, "fewer columns");
    for (size_t i = 0; i < row->fields; i++) row->field[i] = rel_str_trim(row->field[i]);
    if (row->fields == 0 || (row->fields == 1 && row->field[0].len == 0)) return REL_OK;
    if (!r->begun) {
        const rel_status st = begin(r, &header);
        if (st != REL_OK || header) return st;
    }
    const int most = r->account > r->label ? r->account : r->label;
    if ((int)row->fields <= most || (int)row->fields <= r->platform)
        return bad_line(r, "an account and its label");
    const rel_str account = row->field[r->account], label = row->field[r->label];
    const rel_str platform = r->platform < 0 ? REL_STR_MISSING : row->field[r->platform];
    if (!account.len) return bad_line(r, "an account");
    if (!is_usable(account) || !is_usable(label) || (platform.len && !is_usable(platform)))
        return bad_line(r, "text in UTF-8");
    return label.len ? add(r, platform, account, label) : REL_OK;
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
        r->line++;
        if (r->line % ROWS_A_POLL == 0) REL_TRY(rel_poll(r->ctx));
        if (says_nothing(data + at, line)) {
            at += line;
            continue;
        }
        if (!r->begun) r->sep = separator_of((rel_str){data + at, line});
        dialect.sep = r->sep;
        const size_t used = r->sep == ' ' ? scan_blanks(data + at, len - at, &r->row)
                                          : rel_csv_scan(&dialect, data + at, len - at, &r->row);
        if (r->row.any_escaped && r->row.fields <= COLUMNS) rel_csv_unescape(&dialect, data + at, &r->row);
        REL_TRY(take_row(r));
        r->line += r->row.lines > 1 ? r->row.lines - 1 : 0;
        at += used;
    }
out:
    return st;
}

rel_status rel_labels_parse(rel_ctx *ctx, rel_str content, const char *path, rel_labels *list)
{
    rel_status st;
    rel_str field[COLUMNS];
    bool escaped[COLUMNS];
    char *copy = NULL;
    reading r = {.ctx = ctx, .path = path, .list = list};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *list = (rel_labels){0};
    r.row = (rel_csv_row){.field = field, .escaped = escaped, .capacity = COLUMNS};
    if (content.len >= 3 && memcmp(content.s, "\xef\xbb\xbf", 3) == 0)
        content = (rel_str){content.s + 3, content.len - 3};
    if (content.len && memchr(content.s, '\0', content.len))
        return rel_fail(ctx, REL_E_DATA, "'%s' is no table of labels: it is not text", path);
    /* Quotes are undoubled in place. */
    REL_TRY(rel_scratch_unset(ctx, &copy, content.len + 1, 1, "labels"));
    if (content.len) memcpy(copy, content.s, content.len);
    REL_TRY(read_rows(&r, copy, content.len));
    if (!list->count) st = rel_fail(ctx, REL_E_DATA, "'%s' holds no labels", path);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_labels_free(list);
    return st;
}

rel_status rel_labels_read(rel_ctx *ctx, const char *path, rel_labels *list)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    *list = (rel_labels){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = rel_labels_parse(ctx, content, path, list);
out:
    rel_input_close(in);
    return st;
}
