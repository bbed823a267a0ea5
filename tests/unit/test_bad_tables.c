/* Tables with something wrong in them: each fault costs its row, is counted by its reason with its line, and
 * the rest is read. */
#include <stdlib.h>

#include "tests/check.h"
#include "tests/table_dump.h"

enum { HUGE_BYTES = 10 * 1024 * 1024 };

#define HEADER "id,author,text,time\n"
#define FIRST "1,@ana,one,2023-05-06\n"
#define LAST "9,@bo,nine,2023-05-07\n"

typedef struct bad {
    const char *what, *before; /* HEADER when NULL */
    const char *rows;          /* between FIRST and LAST; %HUGE is a field of 10 MiB */
    size_t zeros;              /* this many '~' in rows stand for zero bytes */
    const char *rejects;       /* lines as table_dump writes them */
    size_t posts;
} bad;

static const bad cases[] = {
    {"10 MiB in one field", NULL, "2,@cy,%HUGE,2023-05-06\n", 0, "3 too_large: column 3 has 10485760 bytes\n",
     2},
    {"10 MiB in quotes with lines in it", NULL, "2,@cy,\"%HUGE\n,\n\",2023-05-06\n3,@cy,x,2023-05-06\n", 0,
     "3 too_large: column 3 has 10485763 bytes\n", 3},
    {"a column named twice: the first is read", "id,author,text,time,text\n", "2,@cy,two,2023-05-06,zwei\n",
     0, "2 bad_row: 4 columns, expected 5\n4 bad_row: 4 columns, expected 5\n", 1},
    {"the separator changes", NULL, "2;@cy;two;2023-05-06\n3;@cy;three;2023-05-06\n", 0,
     "3 bad_row: 1 columns, expected 4; 4 with ';' between them\n"
     "4 bad_row: 1 columns, expected 4; 4 with ';' between them\n",
     2},
    {"the separator changes to tabs, and back", NULL, "2\t@cy\ttwo\t2023-05-06\n3,@cy,three,2023-05-06\n", 0,
     "3 bad_row: 1 columns, expected 4; 4 with tabs between them\n", 3},
    {"rows that are too short or too long", NULL, "2,@cy\n3,@cy,three,2023-05-06,more\n", 0,
     "3 bad_row: 2 columns, expected 4\n4 bad_row: 5 columns, expected 4\n", 2},
    {"quotes that never end", NULL, "2,@cy,\"two,2023-05-06\n3,@cy,three,2023-05-06\n", 0,
     "3 bad_quotes: a quoted field does not end before a separator\n", 3},
    {"text behind a closing quote", NULL, "2,@cy,\"two\" and,2023-05-06\n3,@cy,three,2023-05-06\n", 0,
     "3 bad_quotes: a quoted field does not end before a separator\n", 3},
    {"zero bytes in a text become U+FFFD", NULL,
     "2,@cy,a~b among so many other words that it is not much of the file,2023-05-06\n", 1, "", 3},
    {"a time that is none", NULL, "2,@cy,two,soon\n", 0, "3 bad_time: time 'soon'\n", 2},
    {"no author, no id", NULL, "2,,two,2023-05-06\n,@cy,two,2023-05-06\n", 0,
     "3 no_author: no author\n4 no_id: no id\n", 2},
    {"an id that a spreadsheet damaged", NULL, "1.38E+18,@cy,two,2023-05-06\n", 0,
     "3 bad_number: id '1.38E+18' lost digits in a spreadsheet\n", 2},
    {"an empty row and a row of separators", NULL, "\n,,,\n", 0, "", 2},
};

static rel_status add(rel_ctx *ctx, rel_buf *b, const char *rows, size_t zeros)
{
    rel_status st = REL_OK;
    for (const char *p = rows; *p && st == REL_OK; p++) {
        const char zero = '\0';
        if (strncmp(p, "%HUGE", 5) == 0) {
            REL_TRY(rel_buf_reserve(ctx, b, HUGE_BYTES));
            memset(b->data + b->len, 'x', HUGE_BYTES);
            b->len += HUGE_BYTES;
            b->data[b->len] = '\0';
            p += 4;
        } else {
            st = rel_buf_add(ctx, b, zeros && *p == '~' ? &zero : p, 1);
        }
    }
out:
    return st;
}

static size_t lines_in(const char *text)
{
    size_t n = 0;
    for (; text && *text; text++) n += *text == '\n';
    return n;
}

static void check_case(const bad *c, size_t step)
{
    rel_ctx ctx;
    rel_buf bytes = {0};
    table_dump d = {0};
    rel_ctx_init(&ctx, 1);
    CHECK_OK(&ctx, add(&ctx, &bytes, c->before ? c->before : HEADER, 0));
    CHECK_OK(&ctx, add(&ctx, &bytes, FIRST, 0));
    CHECK_OK(&ctx, add(&ctx, &bytes, c->rows, c->zeros));
    CHECK_OK(&ctx, add(&ctx, &bytes, LAST, 0));
    const rel_ingest_opts opts = {.format = "csv-posts", .platform = "x"};
    CHECK_OK(&ctx, table_read(&ctx, (rel_str){bytes.data, bytes.len}, &opts, step, &d));
    CHECK_TEXT(d.rejects.data ? d.rejects.data : "", c->rejects);
    CHECK(lines_in(d.posts.data) == c->posts);
    if (lines_in(d.posts.data) != c->posts)
        fprintf(stderr, "%s: %zu posts\n", c->what, lines_in(d.posts.data));
    CHECK((d.counts.text_replaced > 0) == (c->zeros > 0));
    table_free(&d);
    rel_buf_free(&bytes);
    rel_ctx_free(&ctx);
}

/* A header alone is a table without rows. */
static void check_header_only(void)
{
    rel_ctx ctx;
    table_dump d = {0};
    rel_ctx_init(&ctx, 1);
    const rel_ingest_opts opts = {0};
    CHECK_OK(&ctx, table_read(&ctx, rel_str_of(HEADER), &opts, 0, &d));
    CHECK(d.format && strcmp(d.format->name, "csv-posts") == 0);
    CHECK(d.counts.records == 0 && !d.posts.len && !d.rejects.len);
    table_free(&d);
    rel_ctx_free(&ctx);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(&cases[i], 0);
        if (!strstr(cases[i].rows, "%HUGE")) check_case(&cases[i], 7);
    }
    check_header_only();
    return CHECK_REPORT();
}
