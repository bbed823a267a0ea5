/* Posts that come again: what the cache lets pass without asking SQLite never changes what is stored. */
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static rel_post_record record(uint64_t low, uint64_t high, uint64_t said, bool collected)
{
    return (rel_post_record){.id_hash = {low, high}, .said = said, .collected = collected};
}

static void table(void)
{
    rel_post_cache c = {0};
    CHECK_TORTURE(&ctx, rel_post_cache_begin(&ctx, &c), rel_post_cache_free(&c));
    CHECK_OK(&ctx, rel_post_cache_begin(&ctx, &c));
    const rel_post_record a = record(5, 1, 7, false), own = record(5, 1, 7, true),
                          other = record(5, 1, 8, false),
                          same_slot = record(5 + REL_POST_CACHE_SLOTS, 1, 7, false);
    CHECK(rel_post_cache_find(&c, &a) == 0);
    rel_post_cache_put(&c, &a, 11);
    CHECK(rel_post_cache_find(&c, &a) == 11);
    CHECK(!rel_post_cache_find(&c, &own) && !rel_post_cache_find(&c, &other) &&
          !rel_post_cache_find(&c, &same_slot));
    rel_post_cache_put(&c, &own, 11);
    rel_post_cache_put(&c, &a, 11);
    CHECK(rel_post_cache_find(&c, &own) == 11);
    rel_post_cache_put(&c, &same_slot, 12);
    CHECK(!rel_post_cache_find(&c, &a) && rel_post_cache_find(&c, &same_slot) == 12);
    rel_post_cache_free(&c);
}

static void post(const char *platform, int64_t likes, const char *text, bool collected)
{
    rel_post_record p = kit_post_record("1", kit_account(&k, "1", NULL), KIT_NOON);
    p.platform = kit_str(platform);
    p.retrieved_at = KIT_NOON;
    p.likes = likes;
    p.text = kit_str(text);
    p.collected = collected;
    rel_batch_add_post(&k.b, &p);
}

static const char *rows(rel_workspace *w)
{
    return kit_rows(w, "SELECT platform, likes, text, collected FROM post ORDER BY platform");
}

/* Of equally old records the last one's counts stand, so one that was there before the last must be heard. */
static void alternating(bool one_batch)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("cache.relais", path), REL_WORKSPACE_CREATE);
    rel_run run = kit_begin(&k, w, "a", false);
    static const int64_t likes[] = {1, 2, 1, 1};
    for (int i = 0; i < 4; i++) {
        post("x", likes[i], NULL, false);
        if (!one_batch) kit_store(&k, w, &run);
    }
    if (one_batch) kit_store(&k, w, &run);
    CHECK_TEXT(rows(w), "x|1|null|0;");
    post("x", 1, NULL, true);
    kit_store(&k, w, &run);
    CHECK_TEXT(rows(w), "x|1|null|1;");
    post("x", 1, "words", false);
    post("mastodon", 1, "words", false);
    kit_store(&k, w, &run);
    CHECK_TEXT(rows(w), "mastodon|1|words|0;x|1|words|1;");
    kit_delete(&k, REL_DELETE_POST, "1", KIT_NOON);
    kit_store(&k, w, &run);
    post("x", 1, "words", false);
    kit_store(&k, w, &run);
    CHECK_TEXT(rows(w), "mastodon|1|words|0;");
    const rel_run_counts c = kit_end(&k, w, &run);
    CHECK(c.posts_new == 2 && c.posts_duplicate == 5 && c.posts_deleted_before == 1);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

/* What a batch that failed had put there is not believed. */
static void rolled_back(void)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("cache.relais", path), REL_WORKSPACE_CREATE);
    rel_run run = kit_begin(&k, w, "a", false);
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w,
                               "CREATE TEMP TRIGGER no BEFORE INSERT ON interaction"
                               " BEGIN SELECT raise(ABORT, 'no'); END"));
    for (int i = 0; i < 2; i++) {
        post("x", 1, NULL, true);
        if (i == 0) {
            kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, "1", NULL), kit_account(&k, "2", NULL),
                    REL_TIME_MISSING, NULL, NULL, NULL);
            CHECK(rel_run_store(&ctx, w, &run, &k.b) == REL_E_IO);
            rel_forgive(&ctx);
            rel_batch_reset(&k.b, &ctx);
        } else {
            kit_store(&k, w, &run);
        }
        CHECK_TEXT(rows(w), i ? "x|1|null|1;" : "");
    }
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w, "DROP TRIGGER no"));
    kit_end(&k, w, &run);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    table();
    alternating(false);
    alternating(true);
    rolled_back();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
