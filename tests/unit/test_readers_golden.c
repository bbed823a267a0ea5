/* What each JSON reader makes of its fixtures, compared with tests/data/ingest/json/NAME.expected.
 * REL_UPDATE=1 rewrites those files. Then the same again in small blocks and with more threads: the same
 * batches. */
#include "tests/check.h"
#include "tests/ingest_dump.h"

#define FOLDER REL_SOURCE_DIR "/tests/data/ingest/json/"

static const struct fixture {
    const char *file, *expected, *format;
    rel_ingest_opts opts;
} fixtures[] = {
    {"x_v2_pages.jsonl", "x_v2_pages.expected", "x-v2", {0}},
    {"x_v2_pages.jsonl", "x_v2_pages_rt.expected", "x-v2", {.rt_mentions = true}},
    {"x_v2_flat.jsonl", "x_v2_flat.expected", "x-v2", {0}},
    {"x_v2_lists.jsonl", "x_v2_lists.expected", "x-v2", {0}},
    {"x_v2_lists.jsonl", "x_v2_lists_subject.expected", "x-v2", {.subject = "@grace"}},
    {"x_v2_bad.jsonl", "x_v2_bad.expected", "x-v2", {0}},
    {"mastodon_timeline.json", "mastodon_timeline.expected", "mastodon", {0}},
    {"mastodon_mixed.jsonl", "mastodon_mixed.expected", "mastodon", {.subject = "dave@ici.example"}},
    {"mastodon_mixed.jsonl", "mastodon_no_subject.expected", "mastodon", {0}},
    {"mastodon_followers.json", "mastodon_followers.expected", "mastodon", {.subject = "@Dave@ici.example"}},
    {"mastodon_followers.json",
     "mastodon_likers.expected",
     "mastodon",
     {.subject = "https://ici.example/users/Alice/statuses/10"}},
    {"bluesky_views.jsonl", "bluesky_views.expected", "bluesky", {0}},
    {"bluesky_snake.json", "bluesky_snake.expected", "bluesky", {0}},
    {"bluesky_repo.json", "bluesky_repo.expected", "bluesky", {0}},
    {"bluesky_jetstream.jsonl", "bluesky_jetstream.expected", "bluesky", {0}},
};

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

static void check_fixture(const struct fixture *f, bool update)
{
    char path[512], expected_path[512];
    rel_ctx ctx;
    dump d = {0};
    rel_ctx_init(&ctx, 1);
    snprintf(path, sizeof path, FOLDER "%s", f->file);
    snprintf(expected_path, sizeof expected_path, FOLDER "%s", f->expected);
    CHECK_OK(&ctx, dump_file(&ctx, path, &f->opts, 0, &d));
    CHECK_TEXT(d.format, f->format);
    if (update) spill(expected_path, d.text.data);
    char *expected = slurp(expected_path);
    CHECK(expected != NULL);
    if (expected && d.text.data) compare(f->expected, d.text.data, expected);
    free(expected);
    rel_buf_free(&d.text);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
}

/* Small blocks cut the file in other places, so accounts repeat; at any number of threads they are the same.
 */
static void check_threads(const struct fixture *f)
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

static rel_status silent(rel_ctx *ctx, const struct fixture *f)
{
    char path[512];
    dump d = {.silent = true};
    snprintf(path, sizeof path, FOLDER "%s", f->file);
    return dump_file(ctx, path, &f->opts, 0, &d);
}

int main(void)
{
    const bool update = getenv("REL_UPDATE") != NULL;
    for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++) {
        check_fixture(&fixtures[i], update);
        check_threads(&fixtures[i]);
        rel_ctx ctx;
        rel_ctx_init(&ctx, 1);
        CHECK_TORTURE(&ctx, silent(&ctx, &fixtures[i]), (void)0);
        rel_ctx_free(&ctx);
    }
    return CHECK_REPORT();
}
