/* Lines, words and fields of text graph files: what ends them, quotes, code pages, numbers of lines. */
#include <stdlib.h>

#include "graph/text_scan.h"
#include "tests/check.h"

static const char *shown(rel_str s)
{
    static char text[2][64];
    static int at;
    at = !at;
    snprintf(text[at], sizeof text[at], "%.*s", REL_STR_ARG(s));
    return text[at];
}

static void line_ends(void)
{
    rel_lines l;
    rel_lines_begin(&l, REL_STR_LIT("\xEF\xBB\xBF"
                                    "a\r\nb\rc\n\rd\n\ne"));
    static const char *const expected[] = {"a", "b", "c", "", "d", "", "e"};
    for (int64_t i = 0; i < 7; i++) {
        CHECK(rel_lines_next(&l) && l.number == i + 1);
        CHECK_TEXT(shown(l.line), expected[i]);
    }
    CHECK(!rel_lines_next(&l) && !rel_lines_next(&l) && l.number == 7);
    rel_lines_begin(&l, REL_STR_LIT(""));
    CHECK(!rel_lines_next(&l) && l.number == 0);
    rel_lines_begin(&l, REL_STR_LIT("a\r"));
    CHECK(rel_lines_next(&l) && l.line.len == 1 && !rel_lines_next(&l));
}

/* A file of CRs alone is searched for a line feed once, not once a line. */
static void many_returns(void)
{
    enum { LINES = 1 << 20 };
    char *text = malloc(2 * LINES);
    if (!text) abort();
    for (size_t i = 0; i < 2 * LINES; i++) text[i] = i % 2 ? '\r' : 'x';
    rel_lines l;
    rel_lines_begin(&l, (rel_str){text, 2 * LINES});
    while (rel_lines_next(&l)) {
    }
    CHECK(l.number == LINES);
    free(text);
}

static void words(void)
{
    static const rel_word_rules quoted = {.also = {','}, .quotes = "\"'"}, plain = {.quotes = ""};
    rel_str rest = REL_STR_LIT("  12,\"a b\" 'c\\'d' \"e\"\"f\" \"g\\\" 'h ");
    rel_word w;
    int64_t number;
    rel_str found;
    CHECK(rel_word_i64(&rest, &quoted, &number, &found) && number == 12);
    CHECK(rel_word_next(&rest, &quoted, &w) && w.quote == '"' && !w.escaped);
    CHECK_TEXT(shown(w.text), "a b");
    CHECK(rel_word_next(&rest, &quoted, &w) && w.quote == '\'' && w.escaped);
    CHECK(rel_word_next(&rest, &quoted, &w) && w.quote == '"' && w.escaped);
    /* A backslash before the last quote of the line is a letter: the quote must close somewhere. */
    CHECK(rel_word_next(&rest, &quoted, &w) && w.quote == '"' && !w.escaped);
    CHECK_TEXT(shown(w.text), "g\\");
    CHECK(rel_word_next(&rest, &quoted, &w) && w.open && w.quote == 0);
    CHECK_TEXT(shown(w.text), "'h");
    CHECK(!rel_word_next(&rest, &quoted, &w));
    rest = REL_STR_LIT("\"a, b");
    CHECK(rel_word_next(&rest, &plain, &w) && !w.open);
    CHECK_TEXT(shown(w.text), "\"a,");
    CHECK(!rel_word_i64(&rest, &plain, &number, &found));
    CHECK_TEXT(shown(found), "b");
    CHECK(!rel_word_i64(&rest, &plain, &number, &found) && found.len == 0);
}

static void fields(void)
{
    rel_str rest = REL_STR_LIT("a b , 'it's, so' ,\"x\"\"y\",, 'open,");
    static const char *const expected[] = {"a b", "it's, so", "x\"\"y", "", "'open", ""};
    rel_word f;
    for (int i = 0; i < 6; i++) {
        CHECK(rel_field_next(&rest, &f));
        CHECK_TEXT(shown(f.text), expected[i]);
        CHECK(f.escaped == (i == 2));
    }
    CHECK(!rel_field_next(&rest, &f));
}

static void meanings(rel_ctx *ctx)
{
    rel_text_file f = {.ctx = ctx};
    rel_str text;
    CHECK_OK(ctx, rel_text_plain(&f, REL_STR_LIT("Zo\xE9"), &text));
    CHECK_TEXT(shown(text), "Zo\xC3\xA9");
    CHECK_OK(ctx, rel_text_plain(&f, REL_STR_LIT("Zo\xC3\xA9"), &text));
    CHECK_TEXT(shown(text), "Zo\xC3\xA9");
    const rel_word w = {.text = REL_STR_LIT("a\\\"b\"\"c\\\\d\\e \xE9"), .quote = '"', .escaped = true};
    CHECK_OK(ctx, rel_text_of(&f, w, &text));
    CHECK_TEXT(shown(text), "a\"b\"c\\d\\e \xC3\xA9");
    CHECK(rel_shown_bytes(REL_STR_LIT("one\ntwo")) == 3);
    rel_buf_free(&f.room);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    line_ends();
    many_returns();
    words();
    fields();
    meanings(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
