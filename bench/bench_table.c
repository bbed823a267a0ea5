/* Tables in Markdown of the JSON lines of bench programs. usage: bench_table [FILE]    default: standard
 * input */
#include "bench/table.h"
#include "src/base/input.h"

int main(int argc, char **argv)
{
    rel_ctx ctx;
    rel_input *in = NULL;
    rel_str text;
    rel_status st;
    rel_ctx_init(&ctx, 1);
    REL_TRY(rel_input_open(&ctx, argc > 1 ? argv[1] : "-", &in));
    REL_TRY(rel_input_whole(&ctx, in, &text));
    st = bench_table_write(&ctx, text, stdout);
out:
    if (st != REL_OK) fprintf(stderr, "bench_table: %s\n", ctx.message);
    rel_input_close(in);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st);
}
