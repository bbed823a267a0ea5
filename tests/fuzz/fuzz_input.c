/* Packed input: whatever the bytes, reading in small and in large pieces and at once gives the same content,
 * or the same failure after the same content. */
#define _GNU_SOURCE
#include "src/base/input.h"
#include "tests/fuzz/fuzz_file.h"

enum { CONTENT_MAX = 1 << 22 };

static rel_status read_pieces(rel_ctx *ctx, const char *path, size_t piece, char *content, size_t *len)
{
    rel_input *in;
    size_t got = 1;
    *len = 0;
    rel_status st = rel_input_open(ctx, path, &in);
    while (st == REL_OK && got > 0 && *len + piece <= CONTENT_MAX) {
        st = rel_input_read(ctx, in, content + *len, piece, &got);
        require(got <= piece && (st == REL_OK || got == 0));
        *len += got;
    }
    rel_input_close(in);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char a[CONTENT_MAX], b[CONTENT_MAX];
    size_t a_len, b_len;
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const fuzz_file f = fuzz_file_open(data, size);
    const rel_status st = read_pieces(&ctx, f.path, 1000, a, &a_len);
    require(st == REL_OK || st == REL_E_DATA);
    if (a_len + 70000 < CONTENT_MAX) { /* bombs are cut, and then the pieces end elsewhere */
        rel_input *in;
        rel_str whole, first;
        require(read_pieces(&ctx, f.path, 65536, b, &b_len) == st);
        require(st != REL_OK || a_len == b_len);
        require(memcmp(a, b, a_len < b_len ? a_len : b_len) == 0);
        if (rel_input_open(&ctx, f.path, &in) == REL_OK) {
            require(rel_input_peek(&ctx, in, 100, &first) == REL_OK || st != REL_OK);
            if (st == REL_OK) {
                require(memcmp(first.s, a, first.len) == 0);
                require(rel_input_whole(&ctx, in, &whole) == REL_OK);
                require(whole.len == a_len && memcmp(whole.s, a, a_len) == 0);
            }
            rel_input_close(in);
        }
    }
    fuzz_file_close(f);
    rel_ctx_free(&ctx);
    return 0;
}
