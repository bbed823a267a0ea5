/* CSV rows: RFC 4180, the liberties of real files, lost quotes, and the law that rows do not depend on where
 * blocks end. */
#include <stdlib.h>

#include "ingest/csv_row.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "tests/check.h"
#include "tests/csv_law.h"

static const rel_csv_dialect COMMA = {.sep = ',', .newline = '\n', .max_bytes = 1 << 20};

/* All rows as text: fields between [ ], rows ended by ; and faults as !. */
static const char *rows_of(const rel_csv_dialect *d, const char *text)
{
    static char out[4096];
    static char data[4096];
    rel_str field[8];
    bool escaped[8];
    rel_csv_row row = {.field = field, .escaped = escaped, .capacity = 8};
    size_t w = 0;
    const size_t len = strlen(text);
    memcpy(data, text, len + 1);
    for (size_t at = 0; at < len;) {
        const size_t n = rel_csv_scan(d, data + at, len - at, &row);
        if (row.fault != REL_CSV_FINE) {
            w += (size_t)snprintf(out + w, sizeof out - w, "!");
        } else {
            rel_csv_unescape(d, data + at, &row);
            for (size_t i = 0; i < row.fields && i < row.capacity; i++)
                w += (size_t)snprintf(out + w, sizeof out - w, "[%.*s]", REL_STR_ARG(field[i]));
        }
        w += (size_t)snprintf(out + w, sizeof out - w, ";");
        at += n;
    }
    out[w] = '\0';
    return out;
}

static void rfc4180(void)
{
    CHECK_TEXT(rows_of(&COMMA, "a,b,c\n1,2,3\n"), "[a][b][c];[1][2][3];");
    CHECK_TEXT(rows_of(&COMMA, "a,b\r\n1,2"), "[a][b];[1][2];");
    CHECK_TEXT(rows_of(&COMMA, "\"a,b\",\"c\nd\",\"e\"\"f\"\nx,,\n"), "[a,b][c\nd][e\"f];[x][][];");
    CHECK_TEXT(rows_of(&COMMA, "\"a\r\nb\",c\r\n\"\",\"\"\"\"\r\n"), "[a\r\nb][c];[][\"];");
    CHECK_TEXT(rows_of(&COMMA, "a\n\nb\n"), "[a];[];[b];");
    CHECK_TEXT(rows_of(&COMMA, "a,"), "[a][];");
    CHECK_TEXT(rows_of(&COMMA, "a\rb,c\n"), "[a\rb][c];");
}

static void liberties(void)
{
    CHECK_TEXT(rows_of(&COMMA, "5\" screen,say \"hi\"\n"), "[5\" screen][say \"hi\"];");
    CHECK_TEXT(rows_of(&COMMA, "\"a\" , \"b\"\nc, d\n"), "[a][b];[c][ d];");
    const rel_csv_dialect mac = {.sep = ';', .newline = '\r', .max_bytes = 1 << 20};
    CHECK_TEXT(rows_of(&mac, "a;b\r\"c\rd\";e\r"), "[a][b];[c\rd][e];");
    const rel_csv_dialect back = {.sep = ',', .newline = '\n', .backslash = true, .max_bytes = 1 << 20};
    CHECK_TEXT(rows_of(&back, "\"a \\\"b\\\", c\",\"d\\\\\"\n"), "[a \"b\", c][d\\];");
}

static void lost_quotes(void)
{
    /* A quote that never closes costs its row only. */
    CHECK_TEXT(rows_of(&COMMA, "a,\"b\n1,2\n3,4\n"), "!;[1][2];[3][4];");
    /* One that a later quote seems to close: text follows it, so it was another one. */
    CHECK_TEXT(rows_of(&COMMA, "a,\"b\n1,\"2\"\n3,4\n"), "!;[1][2];[3][4];");
    CHECK_TEXT(rows_of(&COMMA, "\"a\"b,c\nd,e\n"), "!;[d][e];");
    /* Quotes that do not close within max_bytes of their row are lost, though one comes later. */
    const rel_csv_dialect small = {.sep = ',', .newline = '\n', .max_bytes = 8};
    CHECK_TEXT(rows_of(&small, "\"abc\ndefghi\"\nx,y\n"), "!;[defghi\"];[x][y];");
    CHECK_TEXT(rows_of(&small, "\"abc\nde\"\nx,y\n"), "[abc\nde];[x][y];");
}

static void many_columns(void)
{
    rel_str field[2];
    bool escaped[2];
    rel_csv_row row = {.field = field, .escaped = escaped, .capacity = 2};
    const char text[] = "a,\"b\"\"\",\"c\"\"\",d\n";
    CHECK(rel_csv_scan(&COMMA, text, sizeof text - 1, &row) == sizeof text - 1);
    CHECK(row.fields == 4 && row.lines == 1 && rel_str_is(field[0], "a"));
}

static void cutting(void)
{
    const char text[] = "a,b\n\"c\nd\",e\nf";
    CHECK(rel_csv_cut(&COMMA, text, 3, false) == 0);
    CHECK(rel_csv_cut(&COMMA, text, 4, false) == 4);
    CHECK(rel_csv_cut(&COMMA, text, 8, false) == 4); /* the newline inside the quotes ends no row */
    CHECK(rel_csv_cut(&COMMA, text, 12, false) == 12 && text[11] == '\n');
    CHECK(rel_csv_cut(&COMMA, text, 13, false) == 12);
    CHECK(rel_csv_cut(&COMMA, text, 13, true) == 13);
}

/* Random texts of the bytes that matter, all small block sizes. */
static void law(void)
{
    static const char bytes[] = "aa,,\"\"\"\n\n\r \\;";
    char text[64];
    int broken = 0;
    for (uint64_t trial = 0; trial < 20000; trial++) {
        const size_t len = (size_t)(rel_rand(1, 0, trial) % sizeof text);
        for (size_t i = 0; i < len; i++) text[i] = bytes[rel_rand(1, trial + 1, i) % (sizeof bytes - 1)];
        rel_csv_dialect d = COMMA;
        d.backslash = trial % 2 == 1;
        if (trial % 3 == 0) d.max_bytes = 1 + trial % 20;
        if (trial % 7 == 0) d.newline = '\r';
        for (size_t step = 1; step <= 9; step++) broken += !csv_law_holds(&d, text, len, step);
    }
    CHECK(broken == 0);
}

/* Cutting goes on one thread before all the others: it must run well above parsing, quotes or not. */
static void cutting_is_fast(void)
{
    enum { LEN = 64 << 20 };
    char *text = malloc(LEN);
    static const char row[] = "\"user_1234\",\"user_987\",\"1341100972\",\"RT\"\n";
    if (!text) abort();
    for (size_t i = 0; i < LEN; i++) text[i] = row[i % (sizeof row - 1)];
    const double started = rel_clock();
    size_t at = 0, blocks = 0;
    while (at < LEN) {
        const size_t n = LEN - at < 1 << 20 ? LEN - at : 1 << 20;
        at += rel_csv_cut(&COMMA, text + at, n, at + n == LEN);
        blocks++;
    }
    const double rate = LEN / (rel_clock() - started) / 1e6;
    fprintf(stderr, "cutting quoted rows: %.0f MB/s\n", rate);
    CHECK(blocks >= 64 && rate > 20); /* a floor that only a quadratic mistake breaks, sanitizers included */
    free(text);
}

int main(void)
{
    rfc4180();
    liberties();
    lost_quotes();
    many_columns();
    cutting();
    law();
    cutting_is_fast();
    return CHECK_REPORT();
}
