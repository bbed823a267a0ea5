/* Input: plain, gzip and zstd files give the same bytes; damage gives what came before it and then a
 * sentence. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "src/base/input.h"
#include "tests/check.h"

enum { TEXT = 3000000 };
static char *text;

static void write_file(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(data, 1, len, f) == len && fclose(f) == 0);
}

static size_t gzip(char *out, size_t room, const char *data, size_t len)
{
    z_stream z = {0};
    CHECK(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)data;
    z.avail_in = (uInt)len;
    z.next_out = (unsigned char *)out;
    z.avail_out = (uInt)room;
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

/* Reads all in pieces of `piece` bytes; true when the content is text[0..len). */
static bool reads(rel_ctx *ctx, const char *path, size_t piece, size_t len, rel_status *end)
{
    static char got_text[2 * TEXT];
    rel_input *in = NULL;
    size_t at = 0, got = 1;
    *end = rel_input_open(ctx, path, &in);
    while (*end == REL_OK && got > 0 && at <= TEXT) {
        *end = rel_input_read(ctx, in, got_text + at, piece, &got);
        at += got;
    }
    rel_input_close(in);
    return at == len && memcmp(got_text, text, len) == 0;
}

static void same_bytes_however_packed(rel_ctx *ctx)
{
    static char packed[2 * TEXT];
    rel_status end;
    write_file("input.txt", text, TEXT);
    size_t n = gzip(packed, TEXT, text, 1000000);
    n += gzip(packed + n, TEXT, text + 1000000, 0);
    n += gzip(packed + n, TEXT, text + 1000000, TEXT - 1000000);
    memset(packed + n, 0, 512); /* as tapes fill up */
    write_file("input.gz", packed, n + 512);
    n = ZSTD_compress(packed, 2 * TEXT, text, 1000000, 3);
    n += ZSTD_compress(packed + n, TEXT, text + 1000000, TEXT - 1000000, 3);
    write_file("input.zst", packed, n);
    static const char *const files[] = {"input.txt", "input.gz", "input.zst"};
    for (size_t i = 0; i < 3; i++) {
        static const size_t pieces[] = {7, 4096, 700001, TEXT};
        for (size_t k = 0; k < 4; k++) {
            CHECK(reads(ctx, files[i], pieces[k], TEXT, &end));
            CHECK(end == REL_OK);
        }
        rel_input *in;
        rel_str whole, first;
        CHECK_OK(ctx, rel_input_open(ctx, files[i], &in));
        CHECK_OK(ctx, rel_input_peek(ctx, in, 100, &first));
        CHECK(first.len == 100 && memcmp(first.s, text, 100) == 0);
        CHECK_OK(ctx, rel_input_peek(ctx, in, 200000, &first));
        CHECK(first.len == 200000 && memcmp(first.s, text, 200000) == 0);
        CHECK_OK(ctx, rel_input_whole(ctx, in, &whole));
        CHECK(whole.len == TEXT && memcmp(whole.s, text, TEXT) == 0);
        CHECK(rel_input_consumed(in) == rel_input_size(in));
        rel_input_close(in);
    }
}

static void long_windows_are_unpacked(rel_ctx *ctx)
{
    static char packed[TEXT + 1000];
    rel_status end;
    ZSTD_CCtx *c = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, 28); /* libzstd's own limit is 27 */
    ZSTD_CCtx_setParameter(c, ZSTD_c_enableLongDistanceMatching, 0);
    ZSTD_inBuffer from = {text, TEXT, 0};
    ZSTD_outBuffer to = {packed, sizeof packed, 0};
    CHECK(ZSTD_compressStream2(c, &to, &from, ZSTD_e_flush) != (size_t)-1);
    CHECK(ZSTD_compressStream2(c, &to, &from, ZSTD_e_end) == 0);
    ZSTD_freeCCtx(c);
    write_file("input-long.zst", packed, to.pos);
    CHECK(reads(ctx, "input-long.zst", 65536, TEXT, &end));
    CHECK(end == REL_OK);
}

static void peek_then_read_loses_nothing(rel_ctx *ctx)
{
    rel_input *in;
    rel_str first;
    char data[300];
    size_t got;
    CHECK_OK(ctx, rel_input_open(ctx, "input.gz", &in));
    CHECK_OK(ctx, rel_input_read(ctx, in, data, 300, &got));
    CHECK(got == 300 && memcmp(data, text, 300) == 0);
    CHECK_OK(ctx, rel_input_peek(ctx, in, 50, &first));
    CHECK(first.len == 50 && memcmp(first.s, text + 300, 50) == 0);
    CHECK_OK(ctx, rel_input_read(ctx, in, data, 300, &got));
    CHECK(got == 300 && memcmp(data, text + 300, 300) == 0);
    CHECK_OK(ctx, rel_input_peek(ctx, in, 256 * 1024, &first));
    CHECK(first.len == 256 * 1024 && memcmp(first.s, text + 600, first.len) == 0);
    rel_str whole;
    CHECK(rel_input_whole(ctx, in, &whole) == REL_E_USAGE);
    rel_input_close(in);
}

static void short_and_empty_files(rel_ctx *ctx)
{
    rel_input *in;
    rel_str s;
    char c;
    size_t got;
    write_file("input-empty", "", 0);
    CHECK_OK(ctx, rel_input_open(ctx, "input-empty", &in));
    CHECK_OK(ctx, rel_input_peek(ctx, in, 10, &s));
    CHECK(s.len == 0);
    CHECK_OK(ctx, rel_input_whole(ctx, in, &s));
    CHECK(s.len == 0 && s.s);
    rel_input_close(in);
    write_file("input-empty", "x", 1);
    CHECK_OK(ctx, rel_input_open(ctx, "input-empty", &in));
    CHECK_OK(ctx, rel_input_peek(ctx, in, 10, &s));
    CHECK(s.len == 1 && s.s[0] == 'x');
    CHECK_OK(ctx, rel_input_read(ctx, in, &c, 1, &got));
    CHECK(got == 1 && c == 'x');
    CHECK_OK(ctx, rel_input_read(ctx, in, &c, 1, &got));
    CHECK(got == 0);
    rel_input_close(in);
}

static void damage_comes_after_what_is_good(rel_ctx *ctx)
{
    static char packed[TEXT + 1000];
    rel_status end;
    size_t n = gzip(packed, sizeof packed, text, TEXT);
    write_file("input-bad.gz", packed, n / 2);
    CHECK(!reads(ctx, "input-bad.gz", 1000, TEXT, &end));
    CHECK(end == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'input-bad.gz' is cut off: it ends in the middle of its gzip packing");
    memset(packed + n, 'x', 5);
    write_file("input-bad.gz", packed, n + 5);
    CHECK(reads(ctx, "input-bad.gz", 1000, TEXT, &end));
    CHECK(end == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'input-bad.gz' is damaged: other bytes follow its gzip packing");
    packed[n / 2] = (char)(packed[n / 2] ^ 0x55);
    write_file("input-bad.gz", packed, n);
    CHECK(!reads(ctx, "input-bad.gz", 1000, TEXT, &end));
    CHECK(end == REL_E_DATA);

    n = ZSTD_compress(packed, sizeof packed, text, TEXT, 3);
    write_file("input-bad.zst", packed, n - 1);
    CHECK(!reads(ctx, "input-bad.zst", TEXT, TEXT, &end) || end == REL_E_DATA);
    CHECK(end == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'input-bad.zst' is cut off: it ends in the middle of its zstd packing");
    memset(packed + n, 'x', 5);
    write_file("input-bad.zst", packed, n + 5);
    CHECK(reads(ctx, "input-bad.zst", 1000, TEXT, &end));
    CHECK(end == REL_E_DATA);

    rel_input *in;
    rel_str s;
    write_file("input-bad.gz", "\x1f\x8b\x08\xff\xff", 5);
    CHECK_OK(ctx, rel_input_open(ctx, "input-bad.gz", &in));
    CHECK(rel_input_peek(ctx, in, 10, &s) == REL_E_DATA);
    CHECK(rel_input_whole(ctx, in, &s) == REL_E_DATA);
    rel_input_close(in);
}

/* The text as UTF-16, with a mark or without. */
static size_t widen(char *out, const char *s, size_t len, bool big, bool mark)
{
    size_t w = 0;
    if (mark) {
        out[w++] = (char)(big ? 0xFE : 0xFF);
        out[w++] = (char)(big ? 0xFF : 0xFE);
    }
    for (size_t i = 0; i < len; i++) {
        out[w++] = big ? 0 : s[i];
        out[w++] = big ? s[i] : 0;
    }
    return w;
}

static void utf16_is_decoded_as_it_comes(rel_ctx *ctx)
{
    enum { PART = 400001 };
    static char wide[2 * TEXT], packed[2 * TEXT];
    static const size_t pieces[] = {1, 7, 65536, TEXT};
    rel_status end;
    for (int how = 0; how < 4; how++) {
        const bool mark = how & 1, big = how & 2;
        const size_t n = widen(wide, text, PART, big, mark);
        write_file("input-wide", wide, n);
        write_file("input-wide.gz", packed, gzip(packed, sizeof packed, wide, n));
        write_file("input-wide.zst", packed, ZSTD_compress(packed, sizeof packed, wide, n, 3));
        for (size_t p = 0; p < 4; p++) {
            CHECK(reads(ctx, "input-wide", pieces[p], PART, &end) && end == REL_OK);
            CHECK(p == 0 || reads(ctx, "input-wide.gz", pieces[p], PART, &end));
            CHECK(p == 0 || reads(ctx, "input-wide.zst", pieces[p], PART, &end));
        }
        rel_input *in;
        rel_str first, whole;
        CHECK_OK(ctx, rel_input_open(ctx, "input-wide", &in));
        CHECK(rel_input_is_utf16(in) && !rel_input_is_plain(in));
        CHECK_OK(ctx, rel_input_peek(ctx, in, 100, &first));
        CHECK(first.len == 100 && memcmp(first.s, text, 100) == 0);
        CHECK_OK(ctx, rel_input_whole(ctx, in, &whole));
        CHECK(whole.len == PART && memcmp(whole.s, text, PART) == 0 && rel_input_replaced(in) == 0);
        CHECK(rel_input_consumed(in) == rel_input_size(in));
        rel_input_close(in);
    }
    /* Cut off in the middle of its packing: what came before is there. */
    const size_t n = widen(wide, text, PART, false, true), m = gzip(packed, sizeof packed, wide, n);
    write_file("input-wide.gz", packed, m / 2);
    CHECK(!reads(ctx, "input-wide.gz", 1000, PART, &end) && end == REL_E_DATA);
}

/* a, e acute, the euro, a face, then halves of pairs: high before a letter, a low one, high at the end; one
 * byte left. */
static void surrogates_that_are_none_are_counted(rel_ctx *ctx)
{
    static const char units[] = "\xFF\xFE"
                                "a\0\xE9\0\xAC\x20\x3D\xD8\x00\xDE"
                                "\x3D\xD8"
                                "b\0\x00\xDE"
                                "c\0\x3D\xD8"
                                "x";
    static const char expected[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD"
                                   "b\xEF\xBF\xBD"
                                   "c\xEF\xBF\xBD\xEF\xBF\xBD";
    rel_input *in;
    rel_str whole;
    write_file("input-wide", units, sizeof units - 1);
    CHECK_OK(ctx, rel_input_open(ctx, "input-wide", &in));
    CHECK_OK(ctx, rel_input_whole(ctx, in, &whole));
    CHECK(whole.len == sizeof expected - 1 && memcmp(whole.s, expected, whole.len) == 0);
    CHECK(rel_input_replaced(in) == 4);
    rel_input_close(in);
}

static void marks_of_utf8_are_no_content(rel_ctx *ctx)
{
    static char packed[1000];
    static const char *const files[] = {"input-mark", "input-mark.gz"};
    write_file("input-mark",
               "\xEF\xBB\xBF"
               "abc",
               6);
    write_file("input-mark.gz", packed,
               gzip(packed, sizeof packed,
                    "\xEF\xBB\xBF"
                    "abc",
                    6));
    for (int i = 0; i < 2; i++) {
        rel_input *in;
        rel_str s;
        char data[10];
        size_t got;
        CHECK_OK(ctx, rel_input_open(ctx, files[i], &in));
        CHECK_OK(ctx, rel_input_whole(ctx, in, &s));
        CHECK(s.len == 3 && memcmp(s.s, "abc", 3) == 0 && !rel_input_is_utf16(in));
        rel_input_leave(in, 3);
        rel_input_close(in);
        CHECK_OK(ctx, rel_input_open(ctx, files[i], &in));
        CHECK_OK(ctx, rel_input_read(ctx, in, data, sizeof data, &got));
        CHECK(got == 3 && memcmp(data, "abc", 3) == 0);
        rel_input_close(in);
    }
}

static void the_systems_words(rel_ctx *ctx)
{
    rel_input *in;
    rel_hash128 h;
    CHECK(rel_input_open(ctx, "no-such-file", &in) == REL_E_IO && !in);
    CHECK_TEXT(ctx->message, "cannot open 'no-such-file': No such file or directory");
    CHECK(rel_input_open(ctx, ".", &in) == REL_E_IO && !in);
    CHECK_TEXT(ctx->message, "cannot read '.': Is a directory");
    CHECK(rel_input_hash(ctx, ".", &h) == REL_E_IO);
    CHECK(rel_input_hash(ctx, "-", &h) == REL_E_USAGE);
}

static void hashes_are_of_the_packed_file(rel_ctx *ctx)
{
    rel_hash128 h;
    const rel_hash128 expected = rel_hash128_of(text, TEXT);
    CHECK_OK(ctx, rel_input_hash(ctx, "input.txt", &h));
    CHECK(h.low == expected.low && h.high == expected.high);
    CHECK_OK(ctx, rel_input_hash(ctx, "input.gz", &h));
    CHECK(h.low != expected.low);
}

static void standard_input_and_pipes(rel_ctx *ctx)
{
    int ends[2];
    rel_input *in;
    rel_str whole;
    const int keep = dup(STDIN_FILENO);
    CHECK(pipe(ends) == 0);
    CHECK(write(ends[1], text, 30000) == 30000);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    CHECK_OK(ctx, rel_input_open(ctx, "-", &in));
    CHECK(rel_input_size(in) == 0);
    CHECK_OK(ctx, rel_input_whole(ctx, in, &whole));
    CHECK(whole.len == 30000 && memcmp(whole.s, text, 30000) == 0);
    CHECK(rel_input_consumed(in) == 30000);
    rel_input_close(in);
    CHECK(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* stays open */
    dup2(keep, STDIN_FILENO);
    close(keep);
}

static rel_status open_and_unpack(rel_ctx *ctx, const char *path)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str s;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_peek(ctx, in, 1000, &s));
    REL_TRY(rel_input_whole(ctx, in, &s));
out:
    rel_input_close(in);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    text = malloc(TEXT);
    for (int i = 0; i < TEXT; i++) text[i] = (char)("0123456789 abc\n"[(unsigned)i * 2654435761u >> 7 & 15]);
    same_bytes_however_packed(&ctx);
    long_windows_are_unpacked(&ctx);
    peek_then_read_loses_nothing(&ctx);
    short_and_empty_files(&ctx);
    damage_comes_after_what_is_good(&ctx);
    utf16_is_decoded_as_it_comes(&ctx);
    surrogates_that_are_none_are_counted(&ctx);
    marks_of_utf8_are_no_content(&ctx);
    the_systems_words(&ctx);
    hashes_are_of_the_packed_file(&ctx);
    standard_input_and_pipes(&ctx);
    CHECK_TORTURE(&ctx, open_and_unpack(&ctx, "input.txt"), (void)0);
    CHECK_TORTURE(&ctx, open_and_unpack(&ctx, "input.gz"), (void)0);
    CHECK_TORTURE(&ctx, open_and_unpack(&ctx, "input.zst"), (void)0);
    CHECK_TORTURE(&ctx, open_and_unpack(&ctx, "input-wide"), (void)0);
    free(text);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
