#include "ingest/csv_row.h"

#include <stdint.h>

/* -------- finding bytes, eight at a time -------- */

#define EACH_BYTE(c) (0x0101010101010101u * (unsigned char)(c))

/* The top bit of every byte of w that is zero; bytes above the first zero one may be marked wrongly. */
static inline uint64_t zero_bytes(uint64_t w)
{
    return (w - EACH_BYTE(1)) & ~w & EACH_BYTE(0x80);
}

/* Index of the lowest byte in memory order that is marked. */
static inline size_t first_marked(uint64_t mask)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(mask) >> 3;
#else
#error "the order of bytes must be little endian"
#endif
}

/* The first a or b, or end. */
static const char *find_either(const char *p, const char *end, char a, char b)
{
    const uint64_t as = EACH_BYTE(a), bs = EACH_BYTE(b);
    for (; end - p >= 8; p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        const uint64_t hit = zero_bytes(w ^ as) | zero_bytes(w ^ bs);
        if (hit) return p + first_marked(hit);
    }
    while (p < end && *p != a && *p != b) p++;
    return p;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && *p == ' ') p++;
    return p;
}

/* -------- one row -------- */

static bool is_escaped(const rel_csv_dialect *d, const char *from, const char *quote)
{
    if (!d->backslash) return false;
    const char *p = quote;
    while (p > from && p[-1] == '\\') p--;
    return (quote - p) % 2 == 1;
}

/* The quote that closes the field whose text begins at p: before limit, with its next byte before end. */
static const char *closing_quote(const rel_csv_dialect *d, const char *p, const char *limit, const char *end,
                                 bool *escaped)
{
    const char *const from = p;
    for (;;) {
        const char *q = p < limit ? memchr(p, '"', (size_t)(limit - p)) : NULL;
        if (!q) return NULL;
        if (is_escaped(d, from, q)) {
            p = q + 1;
        } else if (q + 1 < end && q[1] == '"') {
            p = q + 2;
        } else {
            return q;
        }
        *escaped = true;
    }
}

static bool at_row_end(const rel_csv_dialect *d, const char *p, const char *end)
{
    if (p == end || *p == d->newline) return true;
    return *p == '\r' && (p + 1 == end || p[1] == d->newline);
}

static void push(rel_csv_row *row, const char *from, const char *to, bool escaped)
{
    if (row->fields < row->capacity) {
        row->field[row->fields] = (rel_str){from, (size_t)(to - from)};
        row->escaped[row->fields] = escaped;
        row->any_escaped |= escaped;
    }
    row->fields++;
}

/* A row with a fault is its first line. */
static size_t faulty(const rel_csv_dialect *d, const char *data, size_t len, rel_csv_fault fault,
                     rel_csv_row *row)
{
    const char *nl = memchr(data, d->newline, len);
    row->fault = fault;
    row->fields = 0; /* how far the row was read depends on how much is there */
    row->lines = nl != NULL;
    return nl ? (size_t)(nl - data) + 1 : len;
}

static int64_t count_newlines(const rel_csv_dialect *d, const char *p, const char *end)
{
    int64_t n = 0;
    while ((p = memchr(p, d->newline, (size_t)(end - p)))) {
        n++;
        p++;
    }
    return n;
}

size_t rel_csv_scan(const rel_csv_dialect *d, const char *data, size_t len, rel_csv_row *row)
{
    const char *p = data, *const end = data + len;
    const char *const limit = len > d->max_bytes ? data + d->max_bytes : end;
    row->fields = 0;
    row->any_escaped = false;
    row->fault = REL_CSV_FINE;
    row->lines = 0;
    for (;;) {
        const char *s = skip_blanks(p, end);
        if (s < end && *s == '"') {
            bool escaped = false;
            const char *q = closing_quote(d, s + 1, limit, end, &escaped);
            if (!q) return faulty(d, data, len, REL_CSV_OPEN_QUOTE, row);
            p = skip_blanks(q + 1, end);
            if (!at_row_end(d, p, end) && *p != d->sep) return faulty(d, data, len, REL_CSV_AFTER_QUOTE, row);
            escaped = escaped || (d->backslash && memchr(s + 1, '\\', (size_t)(q - s - 1)));
            row->lines += count_newlines(d, s + 1, q);
            push(row, s + 1, q, escaped);
        } else {
            s = p;
            p = find_either(p, end, d->sep, d->newline);
            const bool cr = p > s && p[-1] == '\r' && at_row_end(d, p, end);
            push(row, s, p - cr, false);
        }
        if (p < end && *p == d->sep) {
            p++;
            continue;
        }
        if (p < end && *p != d->newline) p++; /* the CR of CRLF */
        if (p == end) return len;
        row->lines++;
        return (size_t)(p - data) + 1;
    }
}

static size_t undouble(const rel_csv_dialect *d, char *s, size_t len)
{
    size_t w = 0;
    for (size_t i = 0; i < len; i++) {
        const bool pair = s[i] == '"' || (d->backslash && s[i] == '\\' && i + 1 < len &&
                                          (s[i + 1] == '"' || s[i + 1] == '\\'));
        if (pair) i++;
        s[w++] = s[i < len ? i : len - 1];
    }
    return w;
}

void rel_csv_unescape(const rel_csv_dialect *d, char *data, rel_csv_row *row)
{
    if (!row->any_escaped) return;
    const size_t n = row->fields < row->capacity ? row->fields : row->capacity;
    for (size_t i = 0; i < n; i++) {
        if (!row->escaped[i]) continue;
        char *s = data + (row->field[i].s - data);
        row->field[i].len = undouble(d, s, row->field[i].len);
    }
}

/* -------- cutting -------- */

static const char *last_newline(const rel_csv_dialect *d, const char *from, const char *to)
{
    while (to > from && to[-1] != d->newline) to--;
    return to > from ? to - 1 : NULL;
}

/* True when the quote at q opens a field: between it and the separator or the row's start are only blanks. */
static bool opens(const rel_csv_dialect *d, const char *row, const char *q)
{
    while (q > row && q[-1] == ' ') q--;
    return q == row || q[-1] == d->sep;
}

typedef enum closing { CLOSED, FAULT, MORE } closing;

/* What comes of the quoted field whose text begins at p in the row that starts at row. CLOSED: *next is
 * behind the quote. Decides as rel_csv_scan does, which must not depend on how much is there. */
static closing close_field(const rel_csv_dialect *d, const char *row, const char *p, const char *end,
                           bool last, const char **next)
{
    const bool beyond = (size_t)(end - row) > d->max_bytes;
    const char *const limit = beyond ? row + d->max_bytes : end;
    bool escaped = false;
    const char *q = closing_quote(d, p, limit, end, &escaped);
    if (!q) return (size_t)(end - row) >= d->max_bytes || last ? FAULT : MORE;
    const char *after = skip_blanks(q + 1, end);
    /* The next byte may be a second quote, the one after a CR a newline. */
    if (!last && (after == end || (*after == '\r' && after + 1 == end))) return MORE;
    if (!at_row_end(d, after, end) && *after != d->sep) return FAULT;
    *next = q + 1;
    return CLOSED;
}

size_t rel_csv_cut(const rel_csv_dialect *d, const char *data, size_t len, bool last)
{
    const char *row = data, *p = data, *const end = data + len;
    if (last) return len;
    for (;;) {
        const char *q = p < end ? memchr(p, '"', (size_t)(end - p)) : NULL;
        const char *nl = last_newline(d, p, q ? q : end);
        if (nl) row = nl + 1;
        if (!q) return (size_t)(row - data);
        if (!opens(d, row, q)) {
            p = q + 1;
            continue;
        }
        const closing c = close_field(d, row, q + 1, end, last, &p);
        if (c == MORE) return (size_t)(row - data);
        if (c == CLOSED) continue;
        nl = memchr(row, d->newline, (size_t)(end - row));
        if (!nl) return (size_t)(row - data);
        row = p = nl + 1;
    }
}
