/* What each reader makes of its fixtures, compared with tests/data/ingest/golden/NAME.expected. The first
 * line of such a file says what was read, and how: read FILE as FORMAT [subject=S] [platform=P] [preset=P]
 * [map=M] [kinds=K] [kind=K] [rt-mentions] [no-header] and the rest is what came out. REL_UPDATE=1 rewrites
 * the rest. Then the same again in small blocks and with more threads: the same batches. Every format has a
 * fixture. */
#include <glob.h>

#include "tests/check.h"
#include "tests/ingest_dump.h"

#define FOLDER REL_SOURCE_DIR "/tests/data/ingest/golden/"

typedef struct fixture {
    char expected[256]; /* path of the file */
    char line[1024];    /* its first line, cut into words */
    const char *file, *format;
    rel_ingest_opts opts;
} fixture;

/* Takes "subject=@x" or "rt-mentions". */
static bool take_option(fixture *f, const char *word)
{
    const struct {
        const char *name;
        const char **value;
    } texts[] = {{"subject=", &f->opts.subject}, {"platform=", &f->opts.platform},
                 {"map=", &f->opts.map},         {"kinds=", &f->opts.kinds},
                 {"kind=", &f->opts.kind},       {"preset=", &f->opts.preset}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const size_t len = strlen(texts[i].name);
        if (strncmp(word, texts[i].name, len) != 0) continue;
        *texts[i].value = word + len;
        return true;
    }
    if (strcmp(word, "rt-mentions") == 0) return f->opts.rt_mentions = true;
    if (strcmp(word, "no-header") == 0) return f->opts.no_header = true;
    return false;
}

/* Reads the first line; false, and said, when it is none of ours. */
static bool read_fixture(const char *path, fixture *f)
{
    *f = (fixture){0};
    snprintf(f->expected, sizeof f->expected, "%s", path);
    FILE *in = fopen(path, "rb");
    bool good = in && fgets(f->line, sizeof f->line, in);
    if (in) fclose(in);
    f->line[strcspn(f->line, "\n")] = '\0';
    char *rest = f->line, *word[16];
    int words = 0;
    while (good && words < 16 && (word[words] = strsep(&rest, " "))) words++;
    good = good && words >= 4 && strcmp(word[0], "read") == 0 && strcmp(word[2], "as") == 0;
    for (int i = 4; good && i < words; i++) good = take_option(f, word[i]);
    if (good) {
        f->file = word[1];
        f->format = word[3];
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

static void spill(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL);
    if (!f) return;
    fputs(text, f);
    CHECK(fclose(f) == 0);
}

/* Says the first line that differs. */
static void compare(const char *name, const char *found, const char *expected)
{
    int line = 1;
    CHECK(strcmp(found, expected) == 0);
    if (strcmp(found, expected) == 0) return;
    while (*found && *found == *expected) line += *found++ == '\n', expected++;
    fprintf(stderr, "%s: line %d differs at\n  found    %.120s\n  expected %.120s\n", name, line, found,
            expected);
}

static void check_fixture(const fixture *f, bool update)
{
    char path[512];
    rel_ctx ctx;
    dump d = {0};
    rel_ctx_init(&ctx, 1);
    snprintf(path, sizeof path, FOLDER "%s", f->file);
    CHECK_OK(&ctx, dump_file(&ctx, path, &f->opts, 0, &d));
    CHECK_TEXT(d.format, f->format);
    char *expected = slurp(f->expected);
    CHECK(expected != NULL);
    if (expected && d.text.data) {
        char *body = strchr(expected, '\n') + 1;
        if (update) {
            rel_buf whole = {0};
            CHECK_OK(&ctx, rel_buf_add(&ctx, &whole, expected, (size_t)(body - expected)));
            CHECK_OK(&ctx, rel_buf_puts(&ctx, &whole, d.text.data));
            spill(f->expected, whole.data);
            rel_buf_free(&whole);
        } else {
            compare(f->expected, d.text.data, body);
        }
    }
    free(expected);
    rel_buf_free(&d.text);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
}

/* Small blocks cut the file in other places, so accounts repeat; at any number of threads they are the same.
 */
static void check_threads(const fixture *f)
{
    static const int threads[] = {1, 2, 8};
    char path[512];
    char *first = NULL;
    snprintf(path, sizeof path, FOLDER "%s", f->file);
    for (size_t k = 0; k < 3; k++) {
        rel_ctx ctx;
        dump d = {0};
        rel_ctx_init(&ctx, threads[k]);
        CHECK_OK(&ctx, dump_file(&ctx, path, &f->opts, 600, &d));
        CHECK(d.batches >= 1);
        if (!first)
            first = d.text.data;
        else if (d.text.data)
            compare(f->expected, d.text.data, first);
        if (first != d.text.data) rel_buf_free(&d.text);
        rel_ctx_free(&ctx);
    }
    free(first);
}

static rel_status silent(rel_ctx *ctx, const fixture *f)
{
    char path[512];
    dump d = {.silent = true};
    snprintf(path, sizeof path, FOLDER "%s", f->file);
    return dump_file(ctx, path, &f->opts, 0, &d);
}

static void check_one(const char *path, bool update, bool *has_fixture, bool *preset_has_fixture)
{
    fixture f;
    const bool good = read_fixture(path, &f);
    CHECK(good);
    if (!good) return;
    for (size_t i = 0; rel_formats[i]; i++)
        if (strcmp(rel_formats[i]->name, f.format) == 0) has_fixture[i] = true;
    for (int i = 0; rel_preset_builtin(i); i++)
        if (strcmp(rel_preset_builtin(i), f.format) == 0) preset_has_fixture[i] = true;
    check_fixture(&f, update);
    check_threads(&f);
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    CHECK_TORTURE(&ctx, silent(&ctx, &f), (void)0);
    rel_ctx_free(&ctx);
}

/* Tables are held to account by test_csv_formats, which has more to say of them. */
static bool is_table(const rel_format *f)
{
    return strcmp(f->name, "csv-posts") == 0 || strcmp(f->name, "csv-edges") == 0 ||
           strcmp(f->name, "edgelist") == 0;
}

int main(int argc, char **argv)
{
    const bool update = getenv("REL_UPDATE") != NULL;
    char pattern[512];
    bool has_fixture[256] = {false}, preset_has_fixture[256] = {false};
    glob_t found;
    snprintf(pattern, sizeof pattern, FOLDER "%s*.expected", argc > 1 ? argv[1] : "");
    CHECK(glob(pattern, 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_one(found.gl_pathv[i], update, has_fixture, preset_has_fixture);
    globfree(&found);
    for (size_t i = 0; rel_formats[i] && argc == 1; i++) {
        CHECK(is_table(rel_formats[i]) || has_fixture[i]);
        if (!is_table(rel_formats[i]) && !has_fixture[i])
            fprintf(stderr, "no fixture of %s\n", rel_formats[i]->name);
    }
    for (int i = 0; rel_preset_builtin(i) && argc == 1; i++) {
        CHECK(preset_has_fixture[i]);
        if (!preset_has_fixture[i]) fprintf(stderr, "no fixture of the preset %s\n", rel_preset_builtin(i));
    }
    return CHECK_REPORT();
}
