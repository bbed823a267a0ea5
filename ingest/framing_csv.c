/* CSV: the rows of a table. The header is no record. */
#include "ingest/csv_sniff.h"
#include "ingest/framing.h"
#include "ingest/ingest.h"
#include "src/base/i18n.h"
#include "src/base/utf8.h"

static rel_status begin(rel_ctx *ctx, const rel_probe *probe, const rel_format *format,
                        const rel_ingest_opts *opts, void **out)
{
    (void)format;
    rel_status st;
    rel_csv_sample s;
    rel_csv_dialect *d = NULL;
    rel_probe p = *probe;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    p.opts = opts;
    *out = NULL;
    REL_TRY(rel_csv_sniff(ctx, &p, &s));
    if (s.dialect.columns < 2) {
        st = rel_csv_check(ctx, &p, &s);
        goto out;
    }
    REL_TRY(rel_alloc(ctx, &d, 1, sizeof *d, "CSV framing"));
    *d = s.dialect;
    *out = d;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* cut->inside: the table has begun, what comes before it has been passed over together with the first row. */
static size_t cut_csv(const void *dialect, rel_cut *cut, const char *data, size_t len, bool last)
{
    const rel_csv_dialect *d = dialect;
    const size_t before = cut->inside ? 0 : d->preamble_bytes;
    if (last) return len;
    if (before >= len) return 0;
    const size_t n = rel_csv_cut(d, data + before, len - before, false);
    if (n == 0) return 0;
    cut->inside = true;
    return before + n;
}

/* A record over the limit has no quotes that could hide its end: those would have been cut off as faulty. So
 * it ends at the first newline behind the limit. cut->quoted: the limit was passed by an earlier call. */
static size_t skip_csv(const void *dialect, rel_cut *cut, const char *data, size_t len, bool *done)
{
    const rel_csv_dialect *d = dialect;
    const size_t from = cut->quoted || len <= d->max_bytes ? 0 : d->max_bytes;
    const char *nl = memchr(data + from, d->newline, len - from);
    *done = nl != NULL;
    cut->quoted = !*done;
    cut->inside = true;
    return nl ? (size_t)(nl - data) + 1 : len;
}

typedef struct reading {
    const rel_csv_dialect *d;
    const rel_source_info *info;
    const rel_format *format;
    rel_batch *b;
    rel_csv_row row;
} reading;

/* Fields of a windows-1252 file as UTF-8, in scratch. */
static rel_status decode_fields(reading *r)
{
    for (size_t i = 0; i < r->row.fields; i++) {
        rel_str *f = &r->row.field[i];
        char *text;
        const rel_status st = rel_scratch(r->b->ctx, &text, 3 * f->len + 1, 1, "a text in windows-1252");
        if (st != REL_OK) return st;
        *f = (rel_str){text, rel_utf8_from_1252(text, f->s, f->len)};
    }
    return REL_OK;
}

static size_t largest_field(const rel_csv_row *row)
{
    size_t best = 0;
    for (size_t i = 1; i < row->fields; i++)
        if (row->field[i].len > row->field[best].len) best = i;
    return best;
}

static void read_good_row(reading *r, char *data, size_t len, int64_t line)
{
    rel_csv_unescape(r->d, data, &r->row);
    if (len > REL_FIELD_MAX_BYTES) {
        const size_t i = largest_field(&r->row);
        if (r->row.field[i].len > REL_FIELD_MAX_BYTES) {
            rel_batch_reject(r->b, REL_REJECT_TOO_LARGE, line, "column %zu has %zu bytes", i + 1,
                             r->row.field[i].len);
            return;
        }
    }
    const rel_arena_mark mark = rel_scratch_mark(r->b->ctx);
    if (r->d->windows_1252) r->b->status = decode_fields(r);
    if (r->b->status == REL_OK) r->format->read_row(r->info, r->b, r->row.field, r->row.fields, line);
    rel_scratch_release(r->b->ctx, mark);
}

/* The separator that gives the row the right number of columns, in words; NULL when none does. */
static const char *other_separator(const reading *r, const char *data, size_t len)
{
    static const struct {
        char sep;
        const char *words;
    } others[] = {{',', "','"}, {';', "';'"}, {'\t', "tabs"}, {'|', "'|'"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        rel_csv_dialect d = *r->d;
        rel_csv_row row = {.capacity = 0}; /* only counted */
        d.sep = others[i].sep;
        if (d.sep == r->d->sep) continue;
        rel_csv_scan(&d, data, len, &row);
        if (row.fault == REL_CSV_FINE && row.fields == r->d->columns) return others[i].words;
    }
    return NULL;
}

static void reject_width(reading *r, const char *data, size_t len, int64_t line)
{
    const size_t found = r->row.fields, expected = r->d->columns;
    const char *other = other_separator(r, data, len);
    if (other)
        rel_batch_reject(r->b, REL_REJECT_BAD_ROW, line,
                         "%zu columns, expected %zu; %zu with %s between them", found, expected, expected,
                         other);
    else
        rel_batch_reject(r->b, REL_REJECT_BAD_ROW, line, "%zu columns, expected %zu", found, expected);
}

static void read_row(reading *r, char *data, size_t len, int64_t line)
{
    const rel_csv_row *row = &r->row;
    if (row->fault == REL_CSV_FINE && row->fields == 1 && rel_str_trim(row->field[0]).len == 0)
        return; /* blank line */
    r->b->counts.records++;
    if (row->fault != REL_CSV_FINE)
        rel_batch_reject(r->b, REL_REJECT_BAD_QUOTES, line, "a quoted field does not end before a separator");
    else if (row->fields != r->d->columns)
        reject_width(r, data, len, line);
    else
        read_good_row(r, data, len, line);
}

static void parse_csv(const void *dialect, const rel_source_info *info, const rel_format *format,
                      rel_batch *b, const rel_block *block)
{
    const rel_csv_dialect *d = dialect;
    reading r = {.d = d, .info = info, .format = format, .b = b, .row = {.capacity = d->columns}};
    int64_t line = block->first_line;
    size_t at = 0;
    bool header = block->at_start && d->header;
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    if (b->status == REL_OK)
        b->status = rel_scratch(b->ctx, &r.row.field, d->columns, sizeof *r.row.field, "fields of a row");
    if (b->status == REL_OK)
        b->status = rel_scratch(b->ctx, &r.row.escaped, d->columns, sizeof *r.row.escaped, "fields of a row");
    if (block->at_start) {
        at = d->preamble_bytes < block->len ? d->preamble_bytes : block->len;
        line += d->preamble_lines;
    }
    while (at < block->len && b->status == REL_OK) {
        const size_t n = rel_csv_scan(d, block->data + at, block->len - at, &r.row);
        const bool blank = r.row.fields == 1 && r.row.fault == REL_CSV_FINE && r.row.field[0].len == 0;
        if (header && !blank)
            header = false;
        else
            read_row(&r, block->data + at, n, line);
        line += r.row.lines;
        at += n;
    }
    rel_scratch_release(b->ctx, mark);
}

/* Old Macintosh files end their lines with CR. */
static int64_t lines_in(const void *dialect, const char *data, size_t len)
{
    const rel_csv_dialect *d = dialect;
    int64_t lines = 0;
    if (d->newline == '\n') return rel_count_lines(data, len);
    for (size_t i = 0; i < len; i++) lines += data[i] == d->newline;
    return lines;
}

const rel_framing_ops rel_framing_csv = {
    .title = N_("CSV"),
    .begin = begin,
    .cut = cut_csv,
    .skip = skip_csv,
    .parse = parse_csv,
    .lines = lines_in,
};
