/* What each reader makes of its fixtures, compared with what tests/data/ingest/golden/NAME.expected says.
 * REL_UPDATE=1 rewrites those files. Then the same again in small blocks and with more threads: the same
 * batches. Every format has a fixture. */
#include "tests/check.h"
#include "tests/golden_fixture.h"
#include "tests/ingest_dump.h"

static void spill(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL);
    if (!f) return;
    fputs(text, f);
    CHECK(fclose(f) == 0);
}

static void check_fixture(const fixture *f, bool update)
{
    char path[512];
    rel_ctx ctx;
    dump d = {0};
    rel_ctx_init(&ctx, 1);
    snprintf(path, sizeof path, FIXTURE_FOLDER "%s", f->file);
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
            check_same_text(f->expected, d.text.data, body);
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
    snprintf(path, sizeof path, FIXTURE_FOLDER "%s", f->file);
    for (size_t k = 0; k < 3; k++) {
        rel_ctx ctx;
        dump d = {0};
        rel_ctx_init(&ctx, threads[k]);
        CHECK_OK(&ctx, dump_file(&ctx, path, &f->opts, 600, &d));
        CHECK(d.batches >= 1);
        if (!first)
            first = d.text.data;
        else if (d.text.data)
            check_same_text(f->expected, d.text.data, first);
        if (first != d.text.data) rel_buf_free(&d.text);
        rel_ctx_free(&ctx);
    }
    free(first);
}

static rel_status silent(rel_ctx *ctx, const fixture *f)
{
    char path[512];
    dump d = {.silent = true};
    snprintf(path, sizeof path, FIXTURE_FOLDER "%s", f->file);
    return dump_file(ctx, path, &f->opts, 0, &d);
}

/* All presets are read by the same functions, so memory fails in a few of them only; in all of them it would
 * take longer than the rest together. */
static bool is_tortured(const fixture *f)
{
    static const char *const presets[] = {"twarc_csv.csv", "minet_bluesky.csv", "4cat_4chan.csv",
                                          "minet_twitter_followers.csv"};
    bool preset = false;
    for (int i = 0; rel_preset_builtin(i) && !preset; i++)
        preset = strcmp(rel_preset_builtin(i), f->format) == 0;
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (strcmp(f->file, presets[i]) == 0) return true;
    return !preset;
}

static void check_one(const char *path, bool update, bool *has_fixture, bool *preset_has_fixture)
{
    fixture f;
    const bool good = fixture_read(path, &f);
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
    if (is_tortured(&f)) CHECK_TORTURE(&ctx, silent(&ctx, &f), (void)0);
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
    snprintf(pattern, sizeof pattern, FIXTURE_FOLDER "%s*.expected", argc > 1 ? argv[1] : "");
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
