/* What each reader of graph files makes of its fixtures, compared with tests/data/graphs/NAME.expected. The
 * first line of such a file says what was read: read FILE as FORMAT, and the rest is the graph, or the
 * sentence that refused it, and what was noted. REL_UPDATE=1 rewrites the rest. Then the same again with more
 * threads and with failing allocations. Every format that is read has a fixture. */
#include <glob.h>

#include "tests/graph_dump.h"

#define FOLDER REL_SOURCE_DIR "/tests/data/graphs/"

typedef struct fixture {
    const char *expected; /* path of the file */
    char line[256];       /* its first line, cut into words */
    const char *file, *format;
    char path[512];
} fixture;

/* Reads the first line; false, and said, when it is none of ours. */
static bool read_fixture(const char *path, fixture *f)
{
    *f = (fixture){.expected = path};
    FILE *in = fopen(path, "rb");
    bool good = in && fgets(f->line, sizeof f->line, in);
    if (in) fclose(in);
    f->line[strcspn(f->line, "\n")] = '\0';
    char *rest = f->line, *word[5];
    int words = 0;
    while (good && words < 5 && (word[words] = strsep(&rest, " "))) words++;
    good = good && words == 4 && strcmp(word[0], "read") == 0 && strcmp(word[2], "as") == 0;
    if (good) {
        f->file = word[1];
        f->format = word[3];
        snprintf(f->path, sizeof f->path, FOLDER "%s", f->file);
    } else {
        fprintf(stderr, "%s: the first line does not say what was read\n", path);
    }
    return good;
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *text = calloc(1, 1 << 20);
    if (text && fread(text, 1, (1 << 20) - 1, f) == 0) text[0] = '\0';
    fclose(f);
    return text;
}

static void spill(const char *path, const char *head, size_t len, const char *text)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL);
    if (!f) return;
    fwrite(head, 1, len, f);
    fputs(text, f);
    CHECK(fclose(f) == 0);
}

static void check_fixture(const fixture *f, int threads, bool update)
{
    rel_ctx ctx;
    graph_dump d;
    const rel_graph_format *format;
    rel_ctx_init(&ctx, threads);
    graph_dump_file(&ctx, f->path, f->file, &format, &d);
    CHECK_TEXT(format ? format->name : NULL, f->format);
    char *expected = slurp(f->expected);
    CHECK(expected && d.text.data);
    if (expected && d.text.data) {
        const char *body = strchr(expected, '\n') + 1;
        if (update)
            spill(f->expected, expected, (size_t)(body - expected), d.text.data);
        else
            check_same_text(f->expected, d.text.data, body);
    }
    free(expected);
    rel_buf_free(&d.text);
    rel_buf_free(&d.notes);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
}

static rel_status read_once(rel_ctx *ctx, const fixture *f, rel_graph *g)
{
    return rel_graph_file_read(ctx, f->path, REL_BUILD_BOTH, g);
}

/* A refused file has its sentence, and no allocation fails in a worse way. */
static void check_torture(const fixture *f)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 1);
    const rel_status st = read_once(&ctx, f, &g);
    CHECK(st == REL_OK || ((st == REL_E_DATA || st == REL_E_LIMIT) && !g.owner));
    rel_graph_free(&g);
    if (st == REL_OK) CHECK_TORTURE(&ctx, read_once(&ctx, f, &g), rel_graph_free(&g));
    rel_ctx_free(&ctx);
}

static void check_one(const char *path, bool update, bool *has_fixture)
{
    fixture f;
    const bool good = read_fixture(path, &f);
    CHECK(good);
    if (!good) return;
    for (size_t i = 0; rel_graph_formats[i]; i++)
        if (strcmp(rel_graph_formats[i]->name, f.format) == 0) has_fixture[i] = true;
    check_fixture(&f, 1, update);
    check_fixture(&f, 2, false);
    check_fixture(&f, 8, false);
    check_torture(&f);
}

/* Held to account by test_edgelist and test_snapshot, which have more to say of them. */
static bool has_its_own_test(const rel_graph_format *f)
{
    return strcmp(f->name, "edgelist") == 0 || strcmp(f->name, "rgraph") == 0;
}

int main(int argc, char **argv)
{
    const bool update = getenv("REL_UPDATE") != NULL;
    char pattern[512];
    bool has_fixture[64] = {false};
    glob_t found;
    snprintf(pattern, sizeof pattern, FOLDER "%s*.expected", argc > 1 ? argv[1] : "");
    CHECK(glob(pattern, 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) check_one(found.gl_pathv[i], update, has_fixture);
    globfree(&found);
    for (size_t i = 0; rel_graph_formats[i] && argc == 1; i++) {
        const rel_graph_format *f = rel_graph_formats[i];
        const bool held = !f->read || has_its_own_test(f) || has_fixture[i];
        CHECK(held);
        if (!held) fprintf(stderr, "no fixture of %s\n", f->name);
    }
    return CHECK_REPORT();
}
