/* Scanning, mending and parsing of JSON; texts out of HTML; the index of texts. */
#include <stdlib.h>

#include "ingest/html_text.h"
#include "ingest/ingest.h"
#include "ingest/json_access.h"
#include "ingest/text_index.h"
#include "src/base/json_parser.h"
#include "src/base/json_scan.h"
#include "tests/check.h"

static rel_json_scan scan(const char *text, char *copy)
{
    strcpy(copy, text);
    return rel_json_scan_value(copy, strlen(text));
}

static void check_scan(void)
{
    char t[512];
    rel_json_scan s = scan("{\"a\":[1,\"x\",{}]} rest", t);
    CHECK(s.complete && s.end == 16 && s.depth == 3 && s.values == 6 && !s.long_numbers);
    CHECK(!scan("{\"a\":[1", t).complete);
    CHECK(!scan("\"open", t).complete);
    CHECK(!scan("\"open\\", t).complete);
    s = scan("12,", t);
    CHECK(s.complete && s.end == 2);
    s = scan("?x", t);
    CHECK(s.complete && s.end == 1);
    /* 2^53 is exact in a double, the next whole number is not. */
    CHECK(!scan("[9007199254740992]", t).long_numbers);
    CHECK(scan("[9007199254740993]", t).long_numbers);
    CHECK(scan("[-12345678901234567]", t).long_numbers);
    CHECK(!scan("[\"9007199254740993\"]", t).long_numbers);
    CHECK(!scan("[12345678901234567.5, 1e300]", t).long_numbers);
}

static void check_escapes(void)
{
    char t[512];
    CHECK(scan("\"\\ud83d\\ude00\"", t).replaced == 0);
    CHECK_TEXT(t, "\"\\ud83d\\ude00\"");
    CHECK(scan("\"\\ud83d x\"", t).replaced == 1);
    CHECK_TEXT(t, "\"\\ufffd x\"");
    CHECK(scan("\"\\ude00\\u0000\"", t).replaced == 2);
    CHECK_TEXT(t, "\"\\ufffd\\ufffd\"");
    CHECK(scan("\"\\\\ud83d\"", t).replaced == 0); /* an escaped backslash, then letters */
    CHECK(scan("\"\\ud83d\\ud83d\\ude00\"", t).replaced == 1);
}

static void check_quoting(void)
{
    char out[256];
    const char *text = "{\"a\\\"9007199254740993\":9007199254740993,\"b\":[-9999999999999999999,1.5,12]}";
    out[rel_json_quote_numbers(out, text, strlen(text))] = '\0';
    CHECK_TEXT(out,
               "{\"a\\\"9007199254740993\":\"9007199254740993\",\"b\":[\"-9999999999999999999\",1.5,12]}");
    /* As many long numbers as fit: the room that the header promises suffices. */
    char *many = malloc(17 * 1000 + 2), *quoted = malloc(REL_JSON_QUOTED_MAX(17 * 1000 + 1));
    many[0] = '[';
    for (int i = 0; i < 1000; i++) memcpy(many + 1 + 17 * i, "9999999999999999,", 17);
    many[17 * 1000] = ']';
    CHECK(rel_json_quote_numbers(quoted, many, 17 * 1000 + 1) == 19 * 1000 + 1);
    free(many);
    free(quoted);
}

static void check_close(void)
{
    char out[512];
    static const char *const cases[][2] = {
        {"{\"data\":[{\"id\":\"1\",\"text\":\"abc", "{\"data\":[{\"id\":\"1\"}]}"},
        {"{\"data\":[{\"id\":\"1\"},{\"id\":", "{\"data\":[{\"id\":\"1\"},{}]}"},
        {"[1,2", "[1]"},
        {"{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1}}"},
        {"{", "{}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(rel_json_close(out, cases[i][0], strlen(cases[i][0])) == strlen(cases[i][1]));
        CHECK_TEXT(out, cases[i][1]);
    }
    CHECK(rel_json_close(out, "abc", 3) == 0);
    CHECK(rel_json_close(out, "{]", 2) == 0);
    char deep[REL_JSON_MAX_DEPTH + 1];
    memset(deep, '[', sizeof deep);
    CHECK(rel_json_close(out, deep, sizeof deep) == 0);
}

/* Cut at any two places, the end is found as if the text came at once. */
static void check_value_end(void)
{
    const char *text = "{\"a\\\\\":\"}\\\"]\",\"b\":[{},[\"x\"]]} {\"c\":1}";
    const size_t len = strlen(text), expected = 29;
    for (size_t cut = 0; cut <= expected; cut++) {
        int64_t depth = 0;
        bool quoted = false, escaped = false;
        size_t n = cut ? rel_json_value_end(text, cut, &depth, &quoted, &escaped) : 0;
        if (!n) n = cut + rel_json_value_end(text + cut, len - cut, &depth, &quoted, &escaped);
        CHECK(n == expected);
    }
}

static void check_parser(void)
{
    rel_ctx ctx;
    rel_json_parser p;
    char t[1024];
    rel_ctx_init(&ctx, 1);
    rel_json_parser_init(&p, &ctx);
    strcpy(t, "{\"id\":1294030472427835393,\"Id\":2,\"n\":12,\"null\":null,\"t\":true,\"f\":-1.5} x");
    rel_json_result r = rel_json_parse(&p, t, strlen(t));
    char room[REL_JSON_ID_TEXT];
    int64_t n, ignored = 0;
    bool bad = false;
    CHECK(r.root && r.end == strlen(t) - 2);
    CHECK(rel_str_is(rel_value_id(rel_field(r.root, "id"), room), "1294030472427835393"));
    CHECK(rel_value_i64(rel_field(r.root, "id"), &n) && n == 1294030472427835393);
    CHECK(rel_str_is(rel_value_id(rel_field(r.root, "n"), room), "12"));
    CHECK(!rel_field(r.root, "ID") && !rel_field(r.root, "null") && !rel_field(NULL, "x"));
    CHECK(rel_value_count(rel_field(r.root, "f"), &ignored) == REL_COUNT_MISSING && ignored == 1);
    CHECK(rel_value_count(NULL, &ignored) == REL_COUNT_MISSING && ignored == 1);
    CHECK(rel_value_flag(rel_field(r.root, "t")) == 1 &&
          rel_value_flag(rel_field(r.root, "n")) == REL_FLAG_MISSING);
    CHECK(rel_value_time(rel_field(r.root, "n"), &bad) == 12 && !bad);
    CHECK(rel_value_time(rel_field(r.root, "t"), &bad) == REL_TIME_MISSING && bad);
    /* Another thread of control, or this one outside a parse, still gets malloc: this must not be the
     * arena's. */
    cJSON *own = cJSON_Parse("{\"a\":1}");
    CHECK(own != NULL);
    strcpy(t, "[");
    for (int i = 0; i < 200; i++) strcat(t, "{\"a\":");
    CHECK(rel_json_parse(&p, t, strlen(t)).fault == REL_JSON_TRUNCATED);
    CHECK(cJSON_GetObjectItemCaseSensitive(own, "a")->valuedouble == 1);
    cJSON_Delete(own);
    rel_json_parser_free(&p);
    CHECK(p.peak_bytes > 0);
    rel_ctx_free(&ctx);
}

/* A record of two million values and one more. */
static void check_value_bomb(void)
{
    rel_ctx ctx;
    rel_json_parser p;
    rel_ctx_init(&ctx, 1);
    rel_json_parser_init(&p, &ctx);
    const size_t len = 2 * (size_t)REL_JSON_MAX_VALUES + 1;
    char *t = malloc(len + 1);
    for (size_t i = 0; i < len; i++) t[i] = i % 2 ? '1' : ',';
    t[0] = '[';
    t[len - 1] = ']';
    t[len] = '\0';
    const rel_json_result r = rel_json_parse(&p, t, len);
    CHECK(!r.root && r.fault == REL_JSON_TOO_LARGE);
    CHECK(p.peak_bytes == 0);
    free(t);
    rel_json_parser_free(&p);
    rel_ctx_free(&ctx);
}

static void keep_link(void *user, rel_str address)
{
    char *links = user;
    snprintf(links + strlen(links), 256 - strlen(links), "[%.*s]", REL_STR_ARG(address));
}

static void check_html(void)
{
    static const char *const cases[][3] = {
        {"<p>a &amp; b</p><p>c<br/>d</p>", "a & b\nc\nd", ""},
        {"<a href=\"https://x.example/?a=1&amp;b=2\" rel=\"x\">lien</a>", "lien",
         "[https://x.example/?a=1&b=2]"},
        {"<a class=\"u-url mention\" href=\"https://x\">@a</a> <a class='mention hashtag' href='y'>#b</a>",
         "@a #b", ""},
        {"1 < 2 &unknown; &#39;&#x2019;&#0;&#55357; &amp",
         "1 < 2 &unknown; '\xE2\x80\x99\xEF\xBF\xBD\xEF\xBF\xBD &amp", ""},
        {"a <b", "a <b", ""},
        {"&lt;script&gt;", "<script>", ""},
        {"<BR>x<pre>y</pre>",
         "x"
         "y",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[256], links[256] = "", text[257];
        const rel_str t = rel_html_text(out, rel_str_of(cases[i][0]), keep_link, links);
        CHECK(t.len <= strlen(cases[i][0]));
        snprintf(text, sizeof text, "%.*s", REL_STR_ARG(t));
        CHECK_TEXT(text, cases[i][1]);
        CHECK_TEXT(links, cases[i][2]);
    }
}

static void check_index(void)
{
    rel_ctx ctx;
    rel_text_index index = {0}, folded = {0};
    char name[16][8];
    rel_ctx_init(&ctx, 1);
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK(!rel_text_index_find(&index, rel_str_of("a"), false));
    CHECK_OK(&ctx, rel_text_index_make(&ctx, &index, 16));
    CHECK_OK(&ctx, rel_text_index_make(&ctx, &folded, 16));
    for (int i = 0; i < 16; i++) {
        snprintf(name[i], sizeof name[i], "Name%d", i);
        rel_text_index_add(&index, rel_str_of(name[i]), false, name[i]);
        rel_text_index_add(&folded, rel_str_of(name[i]), true, name[i]);
    }
    rel_text_index_add(&folded, rel_str_of("NAME3"), true, "second");
    CHECK(rel_text_index_find(&index, rel_str_of("Name7"), false) == name[7]);
    CHECK(!rel_text_index_find(&index, rel_str_of("name7"), false));
    CHECK(rel_text_index_find(&folded, rel_str_of("nAME3"), true) == name[3]);
    CHECK(!rel_text_index_find(&folded, REL_STR_MISSING, true));
    rel_scratch_release(&ctx, mark);
    rel_ctx_free(&ctx);
}

int main(void)
{
    check_scan();
    check_escapes();
    check_quoting();
    check_close();
    check_value_end();
    check_parser();
    check_value_bomb();
    check_html();
    check_index();
    return CHECK_REPORT();
}
