/* Tables: one description, three forms. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "src/report/table.h"
#include "tests/check.h"

static const rel_column columns[] = {
    {"rank", "rank", REL_CELL_I64, 0},  {"account", "account", REL_CELL_TEXT, 0},
    {"scores.a", "a", REL_CELL_F64, 0}, {"scores.b", "b", REL_CELL_F64, 0},
    {"time", NULL, REL_CELL_TIME, 0},   {"seen", "seen", REL_CELL_BOOL, REL_COLUMN_QUIET},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void add_row(rel_table *t, int64_t rank, const char *account, double a, double b, int64_t time,
                    bool seen)
{
    rel_table_i64(t, rank);
    rel_table_text(t, rel_str_of(account));
    rel_table_f64(t, a);
    rel_table_f64(t, b);
    rel_table_i64(t, time);
    rel_table_bool(t, seen);
    rel_table_end_row(t);
}

static void fill(rel_table *t)
{
    add_row(t, 1, "x:1, \"é\"", 0.25, 12, 1341100800, true);
    add_row(t, 10, "日本語", 0.001, 3, INT64_MIN, false);
    add_row(t, 11, NULL, NAN, 4, 0, false);
}

/* What a table writes, as text. */
static char *written(rel_ctx *ctx, rel_table_style style, void (*rows)(rel_table *t))
{
    static char text[64 * 1024];
    const char *path = "table.txt";
    rel_outfile out;
    CHECK_OK(ctx, rel_outfile_open(ctx, path, &out));
    rel_table t = rel_table_begin(ctx, &out, style, columns, COLUMNS);
    rows(&t);
    CHECK_OK(ctx, rel_table_end(&t));
    CHECK_OK(ctx, rel_outfile_close(&out));
    const int fd = open(path, O_RDONLY);
    const ssize_t len = read(fd, text, sizeof text - 1);
    text[len > 0 ? len : 0] = '\0';
    close(fd);
    unlink(path);
    return text;
}

static void nothing(rel_table *t)
{
    (void)t;
}

static void many(rel_table *t)
{
    for (int i = 0; i < 3 * REL_TABLE_BLOCK_ROWS; i++) add_row(t, i, "a", i == 700 ? 0.5 : 1, 1, 0, false);
}

static void three_forms(rel_ctx *ctx)
{
    CHECK_TEXT(
        written(ctx, (rel_table_style){REL_TABLE_JSON, false, false}, fill),
        "{\"rank\":1,\"account\":\"x:1, \\\"é\\\"\",\"scores\":{\"a\":0.25,\"b\":12},"
        "\"time\":\"2012-07-01T00:00:00Z\",\"seen\":true}\n"
        "{\"rank\":10,\"account\":\"日本語\",\"scores\":{\"a\":0.001,\"b\":3},\"time\":null,\"seen\":false}\n"
        "{\"rank\":11,\"account\":null,\"scores\":{\"a\":null,\"b\":4},\"time\":\"1970-01-01T00:00:00Z\","
        "\"seen\":false}\n");
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_CSV, false, false}, fill),
               "rank,account,scores.a,scores.b,time,seen\n"
               "1,\"x:1, \"\"é\"\"\",0.25,12,2012-07-01T00:00:00Z,true\n"
               "10,日本語,0.001,3,,false\n"
               "11,,,4,1970-01-01T00:00:00Z,false\n");
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_EYES, false, false}, fill),
               "rank  account       a   b  seen\n"
               "   1  x:1, \"é\"  0.250  12  yes\n"
               "  10  日本語    0.001   3  no\n"
               "  11  -             -   4  no\n");
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_EYES, true, false}, fill),
               "rank     1\naccount  x:1, \"é\"\na        0.25\nb        12\nseen     yes\n"
               "\nrank     10\naccount  日本語\na        0.001\nb        3\n"
               "\nrank     11\naccount  -\na        -\nb        4\n");
}

static void empty_ones(rel_ctx *ctx)
{
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_CSV, false, false}, nothing),
               "rank,account,scores.a,scores.b,time,seen\n");
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_JSON, false, false}, nothing), "");
    CHECK_TEXT(written(ctx, (rel_table_style){REL_TABLE_EYES, false, false}, nothing), "");
}

static void long_ones_have_one_header(rel_ctx *ctx)
{
    const char *text = written(ctx, (rel_table_style){REL_TABLE_EYES, false, false}, many);
    int lines = 0, headers = 0;
    for (const char *c = text; (c = strchr(c, '\n')); c++) lines++;
    for (const char *c = text; (c = strstr(c, "account")); c++) headers++;
    CHECK(lines == 3 * REL_TABLE_BLOCK_ROWS + 1);
    CHECK(headers == 1);
}

static void long_text(rel_table *t)
{
    add_row(t, 1, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaéé", 1, 1, 0, true);
    add_row(t, 1, "a\x1b[31mb", 1, 1, 0, true);
}

static void text_is_cut_and_harmless(rel_ctx *ctx)
{
    const char *text = written(ctx, (rel_table_style){REL_TABLE_EYES, false, false}, long_text);
    CHECK(strstr(text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…  ") != NULL);
    CHECK(strstr(text, "a?[31mb") != NULL);
    CHECK(strchr(text, '\x1b') == NULL);
}

static rel_status small(rel_ctx *ctx)
{
    rel_outfile out = {.ctx = ctx, .fd = -1};
    rel_status st = rel_outfile_open(ctx, "table.txt", &out);
    rel_table t =
        rel_table_begin(ctx, &out, (rel_table_style){REL_TABLE_JSON, false, false}, columns, COLUMNS);
    if (st == REL_OK) fill(&t);
    const rel_status end = rel_table_end(&t);
    rel_outfile_discard(&out);
    return st == REL_OK ? end : st;
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    three_forms(&ctx);
    empty_ones(&ctx);
    long_ones_have_one_header(&ctx);
    text_is_cut_and_harmless(&ctx);
    CHECK_TORTURE(&ctx, small(&ctx), (void)0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
