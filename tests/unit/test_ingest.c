/* Files into a workspace: the same at any number of threads, read twice, stopped in the middle, from standard
 * input; and what is said when nothing is usable. */
#include <fcntl.h>

#include "ingest/ingest.h"
#include "tests/workspace_kit.h"

#define FOLDER REL_SOURCE_DIR "/tests/data/ingest/golden/"

static const char *const fixtures[] = {
    "x_v2_pages.jsonl",     "x_v2_lists.jsonl",    "x_v2_bad.jsonl",    "mastodon_timeline.json",
    "mastodon_mixed.jsonl", "bluesky_views.jsonl", "bluesky_repo.json", "bluesky_jetstream.jsonl"};
enum { FIXTURES = sizeof fixtures / sizeof *fixtures };

static const rel_ingest_opts plain = {0};

static rel_status ingest(rel_ctx *ctx, rel_workspace *w, const char *path, rel_ingest_result *r)
{
    return rel_ingest_file(ctx, w, path, &plain, r);
}

static void ingest_all(rel_ctx *ctx, rel_workspace *w, bool expect_known)
{
    for (int i = 0; i < FIXTURES; i++) {
        char path[512];
        rel_ingest_result r;
        snprintf(path, sizeof path, FOLDER "%s", fixtures[i]);
        CHECK_OK(ctx, ingest(ctx, w, path, &r));
        CHECK(r.already_read == expect_known && !r.resumed);
        CHECK(expect_known || (r.counts.batch.records > 0 && r.bytes > 0 && r.memory_bytes > 0));
    }
}

static void check_threads_and_again(void)
{
    static const int threads[] = {1, 2, 8};
    rel_hash128 first = {0};
    for (int k = 0; k < 3; k++) {
        char path[512];
        rel_ctx ctx;
        rel_ctx_init(&ctx, threads[k]);
        rel_workspace *w = kit_open(&ctx, kit_fresh("ingest-threads.relais", path), REL_WORKSPACE_CREATE);
        ingest_all(&ctx, w, false);
        const rel_hash128 content = kit_content(w);
        if (k == 0) first = content;
        CHECK(kit_same(content, first));
        ingest_all(&ctx, w, true);
        CHECK(kit_same(kit_content(w), first));
        int64_t findings = -1;
        CHECK_OK(&ctx, rel_workspace_check(&ctx, w, &findings));
        CHECK(findings == 0);
        rel_workspace_close(w);
        rel_ctx_free(&ctx);
    }
}

/* Some megabytes of posts that answer one another. */
static const char *large_file(char path[512], int posts)
{
    snprintf(path, 512, "%s/ingest-large.jsonl", REL_TEST_DIR);
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL);
    for (int i = 1; f && i <= posts; i++)
        fprintf(
            f,
            "{\"id\":\"%d\",\"author_id\":\"%d\",\"created_at\":\"2025-03-01T10:00:00Z\",\"text\":\"%0400d\","
            "\"referenced_tweets\":[{\"type\":\"quoted\",\"id\":\"%d\"}]}\n",
            i, i % 97, i, i / 2);
    if (f) CHECK(fclose(f) == 0);
    return path;
}

typedef struct stopper {
    volatile sig_atomic_t stop;
    int reports, at;
} stopper;

static void stop_soon(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    stopper *s = user;
    (void)what;
    (void)unit;
    (void)done;
    (void)total;
    if (++s->reports == s->at) s->stop = 1;
}

static void check_stop_and_resume(void)
{
    char file[512], path[512];
    large_file(file, 20000);
    rel_ctx ctx;
    rel_ingest_result r;
    rel_ctx_init(&ctx, 2);
    rel_workspace *w = kit_open(&ctx, kit_fresh("ingest-whole.relais", path), REL_WORKSPACE_CREATE);
    CHECK_OK(&ctx, ingest(&ctx, w, file, &r));
    CHECK(r.counts.posts_new == 20000 && !r.resumed);
    const rel_hash128 whole = kit_content(w);
    rel_workspace_close(w);
    for (int at = 1; at <= 4; at++) {
        stopper s = {.at = at};
        ctx.stop = &s.stop;
        ctx.progress = stop_soon;
        ctx.user = &s;
        w = kit_open(&ctx, kit_fresh("ingest-stopped.relais", path), REL_WORKSPACE_CREATE);
        CHECK(ingest(&ctx, w, file, &r) == REL_E_STOPPED);
        const int64_t kept = kit_number(w, "SELECT count(*) FROM post");
        CHECK(kept > 0 && kept < 20000 && r.counts.batch.records > 0);
        ctx.stop = NULL;
        ctx.progress = NULL;
        CHECK_OK(&ctx, ingest(&ctx, w, file, &r));
        CHECK(r.resumed && r.counts.posts_new == 20000);
        CHECK(kit_same(kit_content(w), whole));
        CHECK_OK(&ctx, ingest(&ctx, w, file, &r));
        CHECK(r.already_read);
        rel_workspace_close(w);
    }
    rel_ctx_free(&ctx);
}

static void check_nothing_usable(void)
{
    char path[512], file[512];
    rel_ctx ctx;
    rel_ingest_result r;
    rel_ctx_init(&ctx, 2);
    snprintf(file, sizeof file, "%s/ingest-nothing.jsonl", REL_TEST_DIR);
    FILE *f = fopen(file, "wb");
    CHECK(f && fputs("{\"id\":\"1\",\"text\":\"no author\"}\n{\"id\":\"2\",\"text\":\"no author\"}\n"
                     "{\"text\":\"no id\",\"author_id\":\"1\"}\n{\"torn\n",
                     f) >= 0);
    if (f) CHECK(fclose(f) == 0);
    rel_workspace *w = kit_open(&ctx, kit_fresh("ingest-nothing.relais", path), REL_WORKSPACE_CREATE);
    /* Tried again it is the same error, not "read before". */
    for (int i = 0; i < 3; i++) {
        CHECK(ingest(&ctx, w, file, &r) == REL_E_DATA);
        CHECK(strstr(ctx.message, "nothing usable in 4 records (looked for posts, accounts,") != NULL);
        CHECK(strstr(ctx.message, "as 'x-v2'; found 2 no_author, 1 ") != NULL);
        CHECK(r.counts.batch.records == 4 && !r.already_read);
    }
    CHECK(ingest(&ctx, w, "/nonexistent/file", &r) == REL_E_IO);
    rel_workspace_close(w);
    rel_ctx_free(&ctx);
}

/* A stream has no identity: it is read each time, and gives nothing new. */
static void check_stream(void)
{
    char path[512];
    rel_ctx ctx;
    rel_ingest_result r;
    rel_ctx_init(&ctx, 2);
    rel_workspace *w = kit_open(&ctx, kit_fresh("ingest-stream.relais", path), REL_WORKSPACE_CREATE);
    for (int i = 0; i < 2; i++) {
        int fd[2];
        char data[16384];
        CHECK(pipe(fd) == 0);
        FILE *f = fopen(FOLDER "x_v2_pages.jsonl", "rb");
        CHECK(f != NULL);
        const size_t len = f ? fread(data, 1, sizeof data, f) : 0;
        if (f) fclose(f);
        CHECK(write(fd[1], data, len) == (ssize_t)len && close(fd[1]) == 0);
        const int kept = dup(0);
        CHECK(dup2(fd[0], 0) == 0);
        CHECK_OK(&ctx, ingest(&ctx, w, "-", &r));
        CHECK(dup2(kept, 0) == 0);
        close(kept);
        close(fd[0]);
        CHECK(!r.already_read && !r.resumed && r.counts.batch.records == 4);
        CHECK((r.counts.posts_new > 0) == (i == 0));
    }
    CHECK(kit_number(w, "SELECT count(*) FROM post") == 11);
    rel_workspace_close(w);
    rel_ctx_free(&ctx);
}

/* Options are part of what a file is. */
static void count_lists(void *user, const char *sentence)
{
    *(int *)user += strstr(sentence, "does not say whose followers they are") != NULL;
}

static void check_identity(void)
{
    char path[512];
    rel_ctx ctx;
    rel_ingest_result r;
    rel_ctx_init(&ctx, 2);
    rel_workspace *w = kit_open(&ctx, kit_fresh("ingest-identity.relais", path), REL_WORKSPACE_CREATE);
    const char *file = FOLDER "mastodon_followers.json";
    int said = 0;
    ctx.note = count_lists;
    ctx.user = &said;
    CHECK_OK(&ctx, ingest(&ctx, w, file, &r));
    CHECK(said == 1);
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 0);
    const rel_ingest_opts subject = {.subject = "dave@ici.example"};
    CHECK_OK(&ctx, rel_ingest_file(&ctx, w, file, &subject, &r));
    CHECK(!r.already_read && kit_number(w, "SELECT count(*) FROM interaction WHERE kind = 'follow'") == 2);
    CHECK(said == 1);
    CHECK_OK(&ctx, ingest(&ctx, w, FOLDER "mastodon_timeline.json", &r));
    CHECK(said == 1);
    const rel_ingest_opts again = {.again = true};
    CHECK_OK(&ctx, rel_ingest_file(&ctx, w, file, &again, &r));
    CHECK(!r.already_read && r.counts.accounts_new == 0 && said == 2);
    CHECK(kit_number(
              w, "SELECT count(*) FROM account WHERE key = 'mastodon:dave@ici.example' AND observed = 0") ==
          1);
    rel_workspace_close(w);
    rel_ctx_free(&ctx);
}

int main(void)
{
    check_threads_and_again();
    check_stop_and_resume();
    check_nothing_usable();
    check_stream();
    check_identity();
    return CHECK_REPORT();
}
