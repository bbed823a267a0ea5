#include "src/cli/write_args.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "src/base/input.h"
#include "src/base/progress.h"
#include "src/cli/terminal.h"

const char *rel_written_format_word(int i)
{
    for (int k = 0; rel_graph_formats[k]; k++)
        if (rel_graph_formats[k]->write && i-- == 0) return rel_graph_formats[k]->name;
    return NULL;
}

const char *rel_gexf_version_word(int i)
{
    static const char *const words[] = {"1.3", "1.2", NULL};
    return words[i];
}

static rel_status check_format_options(rel_ctx *ctx, const rel_write_args *a, const rel_graph_format *f)
{
    const bool gexf = strcmp(f->name, "gexf") == 0;
    if (a->dynamic && !gexf)
        return rel_fail(ctx, REL_E_USAGE, "option '--dynamic' is for gexf, found format '%s'", f->name);
    if (a->timestamps && !gexf)
        return rel_fail(ctx, REL_E_USAGE, "option '--timestamps' is for gexf, found format '%s'", f->name);
    if (a->timestamps && a->dynamic)
        return rel_fail(ctx, REL_E_USAGE, "options '--dynamic' and '--timestamps' exclude each other");
    if (a->gexf && !gexf)
        return rel_fail(ctx, REL_E_USAGE, "option '--gexf' is for gexf, found format '%s'", f->name);
    if (a->excel_fr && strcmp(f->name, "csv") != 0)
        return rel_fail(ctx, REL_E_USAGE, "option '--excel-fr' is for csv, found format '%s'", f->name);
    return REL_OK;
}

rel_status rel_write_args_format(rel_ctx *ctx, const rel_write_args *a, const char *path,
                                 const rel_graph_format **format)
{
    rel_buf words = {0};
    const rel_graph_format *f = a->format ? rel_graph_format_find(a->format) : rel_graph_format_of_path(path);
    *format = f;
    if (f && f->write) return check_format_options(ctx, a, f);
    if (f)
        rel_fail(ctx, REL_E_USAGE, "'%s': relais reads %s but does not write it", path, _(f->title));
    else if (strcmp(path, "-") == 0)
        rel_fail(ctx, REL_E_USAGE, "standard output has no name that tells the format");
    else
        rel_fail(ctx, REL_E_USAGE, "'%s': its name does not tell the format to write", path);
    if (rel_words_join(ctx, rel_written_format_word, &words) == REL_OK)
        rel_hint(ctx, "say one with '--format': %s", words.data ? words.data : "");
    rel_buf_free(&words);
    return ctx->status;
}

static rel_status check_column(rel_ctx *ctx, const rel_graph *g, const char *option, const char *name)
{
    const rel_attributes *a = &g->vertex_attributes;
    const char *near = NULL;
    int least = 4;
    if (!name || rel_attribute_find(a, name)) return REL_OK;
    for (int k = 0; k < a->count; k++) {
        const int d = rel_str_distance(name, a->column[k].name);
        if (d < least) {
            least = d;
            near = a->column[k].name;
        }
    }
    rel_fail(ctx, REL_E_USAGE, "option '--%s': accounts have no column '%s'", option, name);
    return near ? rel_hint(ctx, "did you mean '%s'?", near) : ctx->status;
}

/* How many words of the command line from argv on say nothing about what is in the file: where it goes, and
 * the options of every command (the seed is said anyway). So one graph has the same bytes under any name and
 * with any number of threads. */
static int words_to_leave_out(char **argv, const char *path)
{
    const char *word = argv[0];
    const bool long_name = strncmp(word, "--", 2) == 0;
    const size_t len = strcspn(word, "=");
    if (strcmp(word, "-o") == 0 || strcmp(word, "--output") == 0 || strcmp(word, "--map") == 0) return 2;
    if (strncmp(word, "--output=", 9) == 0 || strncmp(word, "--map=", 6) == 0 || strcmp(word, path) == 0)
        return 1;
    if (strncmp(word, "-o", 2) == 0 && strcmp(word + 2, path) == 0) return 1;
    for (const rel_opt *o = rel_global_options; long_name && o->type != REL_OPT_END; o++)
        if (rel_opt_is_named(o) && strlen(o->name) == len - 2 && strncmp(word + 2, o->name, len - 2) == 0)
            return rel_opt_takes_value(o) && word[len] == '\0' ? 2 : 1;
    return 0;
}

/* What a reader of the file needs to make it again, after the version; the same words in every language. */
static rel_status describe(rel_cli *cli, const char *input, const char *path, rel_buf *b)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_hash128 hash;
    char text[REL_HASH_TEXT];
    REL_TRY(rel_buf_printf(ctx, b, "seed %" PRIu64, ctx->seed));
    if (input && strcmp(input, "-") != 0) {
        REL_TRY(rel_input_hash(ctx, input, &hash));
        rel_hash128_text(hash, text);
        REL_TRY(rel_buf_printf(ctx, b, ", input xxh3 %s", text));
    }
    REL_TRY(rel_buf_puts(ctx, b, ", command: relais"));
    for (int i = 1; i < cli->argc; i++) {
        const int left_out = words_to_leave_out(cli->argv + i, path);
        if (left_out) {
            i += left_out - 1;
            continue;
        }
        const bool quote = cli->argv[i][strcspn(cli->argv[i], " \t\n'\"")] != '\0';
        REL_TRY(rel_buf_printf(ctx, b, quote ? " \"%s\"" : " %s", cli->argv[i]));
    }
out:
    return st;
}

static int64_t size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (int64_t)info.st_size : 0;
}

/* One sentence: a pair of accounts may be several edges of the file. */
static void note_one_file(rel_ctx *ctx, const rel_graph *g, const char *path, int64_t pairs, int64_t edges,
                          bool communities)
{
    char size[32];
    rel_human_bytes(size, sizeof size, (double)size_of(path));
    if (communities)
        rel_note(ctx, "wrote '%s': %" PRIu32 " communities, %" PRId64 " edges, %s", path, g->n, edges, size);
    else if (edges == pairs)
        rel_note(ctx, "wrote '%s': %" PRIu32 " accounts, %" PRId64 " edges, %s", path, g->n, edges, size);
    else
        rel_note(ctx,
                 "wrote '%s': %" PRIu32 " accounts, %" PRId64
                 " connected pairs, one edge for each pair and layer: %" PRId64 " edges, %s",
                 path, g->n, pairs, edges, size);
}

static void note_two_files(rel_ctx *ctx, const rel_graph *g, const char *path, int64_t pairs, int64_t edges,
                           bool communities)
{
    char size[32], vertex_file[4096], edge_file[4096];
    size_t stem = strlen(path);
    if (stem > 4 && rel_str_is_nocase((rel_str){path + stem - 4, 4}, ".csv")) stem -= 4;
    snprintf(vertex_file, sizeof vertex_file, "%.*s.nodes.csv", (int)stem, path);
    snprintf(edge_file, sizeof edge_file, "%.*s.edges.csv", (int)stem, path);
    rel_human_bytes(size, sizeof size, (double)(size_of(vertex_file) + size_of(edge_file)));
    if (communities)
        rel_note(ctx, "wrote '%s' and '%s': %" PRIu32 " communities, %" PRId64 " edges, %s", vertex_file,
                 edge_file, g->n, edges, size);
    else if (edges == pairs)
        rel_note(ctx, "wrote '%s' and '%s': %" PRIu32 " accounts, %" PRId64 " edges, %s", vertex_file,
                 edge_file, g->n, edges, size);
    else
        rel_note(ctx,
                 "wrote '%s' and '%s': %" PRIu32 " accounts, %" PRId64
                 " connected pairs, one edge for each pair and layer: %" PRId64 " edges, %s",
                 vertex_file, edge_file, g->n, pairs, edges, size);
}

static void note_written(rel_ctx *ctx, const rel_graph *g, const rel_graph_format *format, const char *path,
                         bool merge, bool communities)
{
    const int64_t pairs = g->directed ? g->m : g->m / 2;
    /* A snapshot keeps the layers as columns. */
    const bool own = strcmp(format->name, "rgraph") == 0;
    const int64_t edges = rel_write_edge_count(g, merge || own);
    if (strcmp(format->name, "csv") == 0)
        note_two_files(ctx, g, path, pairs, edges, communities);
    else
        note_one_file(ctx, g, path, pairs, edges, communities);
}

rel_status rel_write_args_write(rel_cli *cli, const rel_write_args *a, const rel_graph *g,
                                const rel_graph_format *format, const char *path, const char *input)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_buf description = {0};
    char size[32];
    REL_TRY(check_column(ctx, g, "color-by", a->color_by));
    REL_TRY(check_column(ctx, g, "size-by", a->size_by));
    REL_TRY(describe(cli, input, path, &description));
    const rel_write_opts opts = {.title = a->title,
                                 .description = description.data,
                                 .color_by = a->color_by,
                                 .size_by = a->size_by,
                                 .one_edge_per_pair = a->merge,
                                 .gexf_version = a->gexf,
                                 .dynamic = a->dynamic,
                                 .timestamps = a->timestamps,
                                 .excel_fr = a->excel_fr};
    if (format->estimate) {
        rel_human_bytes(size, sizeof size, (double)format->estimate(g, &opts));
        rel_note(ctx, "'%s' will take about %s", path, size);
    }
    REL_TRY(rel_graph_file_write(ctx, g, path, format->name, &opts));
    if (strcmp(path, "-") != 0) note_written(ctx, g, format, path, a->merge, a->communities);
out:
    rel_buf_free(&description);
    return st;
}
