/* dump FILE [--counts] [--block N] [--threads N] [--format F] [--subject S] [--rt-mentions]: what a reader
 * makes of a file, without a workspace. For writing and comparing golden files, and for measuring readers
 * alone. */
#include <stdio.h>

#include "tests/ingest_dump.h"

static void print_counts(const dump *d, double seconds)
{
    printf("{\"format\":\"%s\",\"bytes\":%" PRId64 ",\"records\":%" PRId64 ",\"accounts\":%zu,\"posts\":%zu",
           d->format, d->bytes, d->counts.records, d->accounts, d->posts);
    for (int k = 0; k < REL_KIND_COUNT; k++)
        printf(",\"%s\":%" PRId64, rel_kind_word((rel_kind)k), d->kind[k]);
    int64_t rejected = 0;
    for (int i = 0; i < REL_REJECT_COUNT; i++) rejected += d->counts.rejected[i];
    printf(",\"rejected\":%" PRId64 ",\"ignored\":%" PRId64
           ",\"batches\":%zu,\"memory\":%zu,\"seconds\":%.3f,\"MB_s\":%.0f}\n",
           rejected, d->counts.ignored, d->batches, d->memory_bytes, seconds,
           1e-6 * (double)d->bytes / seconds);
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    dump d = {0};
    rel_ingest_opts opts = {0};
    size_t block = 0;
    rel_ctx_init(&ctx, 0);
    for (int i = 2; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (!strcmp(argv[i], "--counts"))
            d.silent = true;
        else if (!strcmp(argv[i], "--rt-mentions"))
            opts.rt_mentions = true;
        else if (!strcmp(argv[i], "--block"))
            block = (size_t)atol(value), i++;
        else if (!strcmp(argv[i], "--threads"))
            ctx.threads = atoi(value), i++;
        else if (!strcmp(argv[i], "--format"))
            opts.format = value, i++;
        else if (!strcmp(argv[i], "--subject"))
            opts.subject = value, i++;
        else
            return 2;
    }
    if (argc < 2) return 2;
    const double started = rel_clock();
    const rel_status st = dump_file(&ctx, argv[1], &opts, block, &d);
    if (d.silent && d.format[0])
        print_counts(&d, rel_clock() - started);
    else if (d.text.data)
        fputs(d.text.data, stdout);
    if (st != REL_OK) fprintf(stderr, "dump: %s%s%s\n", ctx.message, ctx.hint[0] ? "\nhint: " : "", ctx.hint);
    rel_buf_free(&d.text);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st);
}
