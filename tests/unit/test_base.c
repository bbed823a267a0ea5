/* The small parts of src/base: arena, strings, UTF-8, random numbers, sums, sorting, JSON, statuses. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "src/base/json_writer.h"
#include "src/base/par.h"
#include "src/base/progress.h"
#include "src/base/rng.h"
#include "src/base/sort.h"
#include "src/base/utf8.h"
#include "tests/check.h"

/* Large blocks are used again, and never more is held than was once in use. */
static void test_arena_keeps(void)
{
    enum { MIB = 1 << 20 };
    rel_arena a = {0};
    const rel_arena_mark mark = rel_arena_get_mark(&a);
    void *eight = rel_arena_take(&a, 8 * MIB, 64), *six = rel_arena_take(&a, 6 * MIB, 64);
    CHECK(eight && six && a.spare_bytes == 0 && a.large_bytes == 14 * MIB);
    rel_arena_release(&a, mark);
    CHECK(a.large_bytes == 0);
    if (a.spare_bytes > 0) { /* not under the address sanitizer */
        CHECK(a.spare_bytes == 14 * MIB);
        CHECK(rel_arena_take(&a, 6 * MIB - 100, 64) == six && a.spare_bytes == 8 * MIB);
        CHECK(rel_arena_take(&a, 5 * MIB, 64) != NULL); /* for 8 it is too small, and 19 are too many */
        CHECK(a.spare_bytes == 0 && a.large_bytes == 11 * MIB);
        rel_arena_release(&a, mark);
        CHECK(a.spare_bytes == 11 * MIB);
        CHECK(rel_arena_take(&a, 3 * MIB, 64) != NULL && a.large_bytes == 0);
        rel_arena_trim(&a);
    }
    CHECK(a.spare_bytes == 0);
    CHECK(rel_arena_take(&a, 20 * MIB, 64) != NULL && a.large_peak >= 14 * MIB);
    rel_arena_free(&a);
    CHECK(!a.top && !a.spare);
}

static void test_arena(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const rel_arena_mark outer = rel_scratch_mark(&ctx);
    int64_t *a = NULL, *big = NULL;
    CHECK_OK(&ctx, rel_scratch(&ctx, &a, 100, sizeof *a, "test"));
    CHECK((uintptr_t)a % 64 == 0 && a[0] == 0 && a[99] == 0);
    for (int i = 0; i < 100; i++) a[i] = i;
    const rel_arena_mark inner = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_scratch(&ctx, &big, 1 << 20, sizeof *big, "test"));
    CHECK(big[(1 << 20) - 1] == 0);
    rel_scratch_release(&ctx, inner);
    CHECK(ctx.arena.used_bytes == 800);
    CHECK(a[99] == 99);
    rel_scratch_release(&ctx, outer);
    CHECK(ctx.arena.used_bytes == 0);
    CHECK(ctx.arena.peak_bytes == 800 + (8 << 20));
    CHECK(rel_scratch(&ctx, &big, SIZE_MAX / 4, 8, "too much") == REL_E_MEM);
    CHECK(big == NULL);
    CHECK(strstr(ctx.message, "no memory for too much"));
    rel_ctx_free(&ctx);
}

static void test_failures(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    CHECK(rel_fail(&ctx, REL_E_DATA, "'%s' line %d: bad", "a\x1b[31m\nb", 7) == REL_E_DATA);
    CHECK_TEXT(ctx.message, "'a?[31m?b' line 7: bad");
    CHECK(rel_hint(&ctx, "try %s", "this") == REL_E_DATA);
    CHECK_TEXT(ctx.hint, "try this");
    CHECK(rel_fail(&ctx, REL_E_IO, "other") == REL_E_IO);
    CHECK_TEXT(ctx.hint, "");
    CHECK(rel_status_exit_code(REL_E_USAGE) == 2 && rel_status_exit_code(REL_E_DATA) == 3);
    CHECK(rel_status_exit_code(REL_E_STOPPED) == 130 && rel_status_exit_code(REL_NEGATIVE) == 1);
    volatile sig_atomic_t stop = 0;
    ctx.stop = &stop;
    CHECK(rel_poll(&ctx) == REL_OK);
    stop = 1;
    CHECK(rel_poll(&ctx) == REL_E_STOPPED);
    /* A message that fills its buffer is not cut inside a character. */
    char longer[4000];
    for (size_t i = 0; i + 2 < sizeof longer; i += 2) memcpy(longer + i, "\xC3\xA9", 2);
    longer[3998] = '\0';
    CHECK(rel_fail(&ctx, REL_E_DATA, "x%s", longer) == REL_E_DATA);
    CHECK(rel_utf8_valid(ctx.message, strlen(ctx.message)) && strlen(ctx.message) > 1000);
    rel_ctx_free(&ctx);
}

/* Short decimals go another way than strtod, to the same bits. */
static void numbers_as_strtod(void)
{
    int64_t wrong = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        char text[40];
        double read, expected;
        const uint64_t digits = rel_rand(5, 1, i) >> (rel_rand(5, 2, i) % 60);
        const int len = snprintf(text, sizeof text, "%s%" PRIu64, i % 3 ? "" : "-", digits);
        if (i % 2) {
            const int point = 1 + (int)(rel_rand(5, 3, i) % (uint64_t)len);
            memmove(text + point + 1, text + point, (size_t)(len - point) + 1);
            text[point] = '.';
        }
        expected = strtod(text, NULL);
        wrong += !rel_str_to_f64(rel_str_of(text), &read) || memcmp(&read, &expected, sizeof read) != 0;
    }
    CHECK(wrong == 0);
    double zero = 1;
    CHECK(rel_str_to_f64(rel_str_of("-0"), &zero) && zero == 0 && signbit(zero));
    CHECK(!rel_str_to_f64(rel_str_of("-"), &zero) && !rel_str_to_f64(rel_str_of("."), &zero));
    CHECK(!rel_str_to_f64(rel_str_of("-."), &zero) && !rel_str_to_f64(rel_str_of("1.2.3"), &zero));
}

static void test_strings(void)
{
    int64_t i = 5;
    double f = 5;
    CHECK(rel_str_to_i64(rel_str_of("9223372036854775807"), &i) && i == INT64_MAX);
    CHECK(rel_str_to_i64(rel_str_of("-9223372036854775808"), &i) && i == INT64_MIN);
    CHECK(!rel_str_to_i64(rel_str_of("9223372036854775808"), &i) && i == INT64_MIN);
    CHECK(!rel_str_to_i64(rel_str_of(""), &i) && !rel_str_to_i64(rel_str_of("-"), &i));
    CHECK(!rel_str_to_i64(rel_str_of("1 "), &i) && !rel_str_to_i64(rel_str_of("1e3"), &i));
    CHECK(rel_str_to_f64(rel_str_of("1e-3"), &f) && f == 1e-3);
    CHECK(!rel_str_to_f64(rel_str_of("0x10"), &f) && !rel_str_to_f64(rel_str_of(" 1"), &f));
    CHECK(!rel_str_to_f64(rel_str_of("1,5"), &f));
    numbers_as_strtod();
    rel_str rest = rel_str_of("a,,b");
    CHECK(rel_str_is(rel_str_cut(&rest, ','), "a") && rel_str_is(rel_str_cut(&rest, ','), ""));
    CHECK(rel_str_is(rel_str_cut(&rest, ','), "b") && rest.s == NULL);
    CHECK(rel_str_is(rel_str_trim(rel_str_of(" \t a b\r\n")), "a b"));
    CHECK(rel_str_is_nocase(rel_str_of("AbC"), "aBc") && !rel_str_is_nocase(rel_str_of("ab"), "abc"));
    CHECK(rel_str_distance("rank", "rank") == 0 && rel_str_distance("rnak", "rank") == 1);
    CHECK(rel_str_distance("expotr", "export") == 1 && rel_str_distance("", "abc") == 3);
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    rel_buf b = {.max_bytes = 10};
    CHECK_OK(&ctx, rel_buf_printf(&ctx, &b, "%d-%s", 12, "abc"));
    CHECK_TEXT(b.data, "12-abc");
    CHECK(rel_buf_puts(&ctx, &b, "12345") == REL_E_LIMIT);
    CHECK_TEXT(b.data, "12-abc");
    rel_buf_free(&b);
    rel_ctx_free(&ctx);
}

static void test_utf8(void)
{
    static const struct {
        const char *bytes;
        const char *cleaned;
    } cases[] = {
        {"plain text, long enough for eight at a time", NULL},
        {"Zo\xC3\xA9 \xF0\x9F\x8C\xB4", NULL},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                 /* overlong */
        {"\xED\xA0\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* surrogate */
        {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"cut \xE2\x82", "cut \xEF\xBF\xBD\xEF\xBF\xBD"},
        {"bell\x07 in the middle of it", "bell\xEF\xBF\xBD in the middle of it"},
        {"\xEF\xBF\xBE", "\xEF\xBF\xBD"}, /* U+FFFE */
        {"tab\tline\nreturn\r", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[256];
        int64_t replaced = 0;
        const size_t len = strlen(cases[i].bytes);
        const size_t n = rel_utf8_clean(out, cases[i].bytes, len, &replaced);
        out[n] = '\0';
        CHECK_TEXT(out, cases[i].cleaned ? cases[i].cleaned : cases[i].bytes);
        CHECK((replaced == 0) == (cases[i].cleaned == NULL));
        CHECK(rel_utf8_xml_safe(cases[i].bytes, len) == (cases[i].cleaned == NULL));
        CHECK(rel_utf8_xml_safe(out, n));
    }
    uint32_t not_same = 0;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        uint32_t back = 0;
        if (code >= 0xD800 && code < 0xE000) continue;
        const size_t n = rel_utf8_encode(bytes, code);
        not_same += rel_utf8_decode(bytes, n, &back) != n || back != code;
    }
    CHECK(not_same == 0);
    char latin[16];
    const size_t len = rel_utf8_from_1252(latin,
                                          "\xE9\x80\x93"
                                          "A\x81",
                                          5);
    CHECK(rel_str_is((rel_str){latin, len}, "é€“A\xEF\xBF\xBD"));
    CHECK(rel_utf8_valid("a\x07", 2) && !rel_utf8_xml_safe("a\x07", 2));
    CHECK(rel_utf8_width("Zo\xC3\xA9") == 3 && rel_utf8_width("\xF0\x9F\x8C\xB4") == 2);
    CHECK(rel_utf8_width("e\xCC\x81") == 1);
    /* Agreement of the fast and the slow way on every pair of bytes in the middle of plain text. */
    for (int a = 1; a < 256; a++) {
        for (int c = 1; c < 256; c++) {
            char s[16] = "abcdefg..hijklm", out[64];
            int64_t replaced = 0;
            s[7] = (char)a;
            s[8] = (char)c;
            rel_utf8_clean(out, s, 15, &replaced);
            CHECK(rel_utf8_xml_safe(s, 15) == (replaced == 0));
        }
    }
}

static void test_random(void)
{
    /* The first outputs of SplitMix64 with seed 1234567, as published with the generator. */
    CHECK(rel_mix64(1234567) == 6457827717110365317u);
    CHECK(rel_mix64(1234567 + 0x9e3779b97f4a7c15u) == 3203168211198807973u);
    double sum = 0;
    int64_t low = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        const double u = rel_rand_unit(1, 2, i);
        CHECK(u >= 0 && u < 1);
        sum += u;
        low += rel_rand_below(1, 3, i, 10) < 3;
    }
    CHECK(fabs(sum / 100000 - 0.5) < 0.005);
    CHECK(llabs(low - 30000) < 700);
    CHECK(rel_rand(1, 2, 3) != rel_rand(1, 3, 2) && rel_rand(2, 1, 3) != rel_rand(1, 2, 3));
}

static double harmonic(const void *state, int64_t first, int64_t last)
{
    double sum = 0;
    (void)state;
    for (int64_t i = first; i < last; i++) sum += 1.0 / (double)(i + 1);
    return sum;
}

static void test_sums(void)
{
    const double one = rel_par_sum(1, 1000003, harmonic, NULL);
    CHECK(fabs(one - (log(1000003) + 0.57721566490153286 + 0.5 / 1000003)) < 1e-9);
    CHECK(rel_par_sum(2, 1000003, harmonic, NULL) == one && rel_par_sum(8, 1000003, harmonic, NULL) == one);
    CHECK(rel_par_sum(2, 0, harmonic, NULL) == 0);
    for (int threads = 1; threads <= 8; threads *= 2) {
        static int64_t counts[100002];
        for (int64_t i = 0; i < 100001; i++) counts[i] = i % 7;
        int64_t expected = 0;
        const int64_t total = rel_par_prefix(threads, counts, 100001);
        bool same = true;
        for (int64_t i = 0; i < 100001; i++) {
            same = same && counts[i] == expected;
            expected += i % 7;
        }
        CHECK(same && total == expected && counts[100001] == expected);
    }
}

static int by_key(const void *a, const void *b)
{
    const rel_sort_item *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->value < y->value ? -1 : 1;
}

static void test_sort(void)
{
    enum { N = 200000 };
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    rel_sort_item *items = malloc(N * sizeof *items), *expected = malloc(N * sizeof *items);
    for (int threads = 1; threads <= 8; threads *= 2) {
        for (int bits = 0; bits < 60; bits += 19) {
            const uint64_t range = (uint64_t)1 << bits;
            ctx.threads = threads;
            for (uint64_t i = 0; i < N; i++)
                items[i] = (rel_sort_item){rel_rand_below(1, range, i, range), i};
            memcpy(expected, items, N * sizeof *items);
            qsort(expected, N, sizeof *expected, by_key);
            CHECK_OK(&ctx, rel_sort_radix(&ctx, items, N));
            CHECK(memcmp(items, expected, N * sizeof *items) == 0);
        }
    }
    const double score[] = {1, NAN, -2, 3, 3, 0, -0.0, INFINITY, -INFINITY};
    const uint32_t best[] = {7, 3, 4, 0, 5, 6, 2, 8, 1};
    uint32_t order[9];
    int64_t found = 0;
    CHECK_OK(&ctx, rel_sort_top(&ctx, score, 9, 20, order, &found));
    CHECK(found == 9);
    CHECK(memcmp(order, best, sizeof best) == 0);
    CHECK_TORTURE(&ctx, rel_sort_top(&ctx, score, 9, 2, order, &found), (void)0);
    CHECK(found == 2);
    CHECK(ctx.arena.used_bytes == 0);
    free(items);
    free(expected);
    rel_ctx_free(&ctx);
}

static void test_json(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    rel_json j;
    rel_json_init(&j, &ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "a\"b", (rel_str){"x\\\n\t\x01\0y\xC3\xA9", 9});
    rel_json_text(&j, "none", REL_STR_MISSING);
    rel_json_i64(&j, "i", INT64_MIN);
    rel_json_begin_array(&j, "list");
    rel_json_f64(&j, NULL, 0.1);
    rel_json_f64(&j, NULL, NAN);
    rel_json_f64(&j, NULL, 1e300);
    rel_json_f64(&j, NULL, -0.0);
    rel_json_bool(&j, NULL, true);
    rel_json_end_array(&j);
    rel_json_begin_object(&j, "empty");
    rel_json_end_object(&j);
    rel_json_end_object(&j);
    rel_json_newline(&j);
    CHECK(j.status == REL_OK);
    CHECK_TEXT(j.out.data, "{\"a\\\"b\":\"x\\\\\\n\\t\\u0001\\u0000y\xC3\xA9\",\"none\":null,"
                           "\"i\":-9223372036854775808,\"list\":[0.1,null,1e+300,0,true],\"empty\":{}}\n");
    rel_buf_free(&j.out);
    for (uint64_t i = 0; i < 20000; i++) {
        char text[REL_F64_TEXT];
        const uint64_t bits = rel_rand(5, 6, i);
        double x;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x)) continue;
        rel_f64_text(x, true, text);
        CHECK(strtod(text, NULL) == x);
    }
    rel_ctx_free(&ctx);
}

static void test_progress(void)
{
    char text[160];
    rel_progress_text(text, sizeof text, "reading", "lines", 1234567, 4938268, 4);
    CHECK_TEXT(text, "reading   25 %  1.23 M lines  309 k/s  12 s left");
    rel_progress_text(text, sizeof text, "reading", "lines", 10, 0, 0.1);
    CHECK_TEXT(text, "reading  10 lines");
    rel_human_count(text, sizeof text, 999.7);
    CHECK_TEXT(text, "1.00 k");
}

int main(void)
{
    test_arena();
    test_arena_keeps();
    test_failures();
    test_strings();
    test_utf8();
    test_random();
    test_sums();
    test_sort();
    test_json();
    test_progress();
    return CHECK_REPORT();
}
