/* What the workspace makes of batches: accounts, posts, tags, interactions, twice and in any order. */
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static rel_workspace *fresh(void)
{
    char path[512];
    return kit_open(&ctx, kit_fresh("store.relais", path), REL_WORKSPACE_CREATE);
}

static void finish(rel_workspace *w)
{
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

/* Two posts, one with mention, tag and link. */
static void fill(void)
{
    const rel_account_ref ann = kit_profile(&k, "1", "Ann", KIT_NOON, 100, "likes tea");
    const rel_account_ref bob = kit_account(&k, "2", "bob");
    kit_post(&k, "1001", ann, KIT_NOON - 60, "hello @bob #tea");
    rel_batch_add_tag(&k.b, kit_str("x"), kit_str("1001"), kit_str("tea"));
    rel_batch_add_tag(&k.b, kit_str("x"), kit_str("1001"), kit_str("tea"));
    rel_batch_add_link(&k.b, kit_str("x"), kit_str("1001"), kit_str("https://example.org/"));
    kit_act(&k, REL_KIND_MENTION, ann, bob, KIT_NOON - 60, "1001", NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, ann, bob, KIT_NOON - 60, "1001", NULL, NULL);
    kit_post(&k, "1002", ann, KIT_NOON - 30, "again");
}

static void first_and_second_time(void)
{
    rel_workspace *w = fresh();
    fill();
    rel_run_counts c = kit_run(&k, w, "a");
    CHECK(c.accounts_new == 2 && c.posts_new == 2 && c.posts_duplicate == 0);
    CHECK(c.interactions_new == 1 && c.interactions_duplicate == 1);
    CHECK_TEXT(kit_rows(w, "SELECT key, handle, followers, bio, observed FROM account ORDER BY key"),
               "x:1|Ann|100|likes tea|1;x:2|bob|null|null|0;");
    CHECK_TEXT(kit_rows(w, "SELECT kind, source, target, post, count, time_text FROM interaction_named"),
               "mention|x:1|x:2|1001|1|2024-10-04T11:59:00Z;");
    CHECK_TEXT(kit_rows(w, "SELECT p.native_id, t.tag FROM post_tag t JOIN post p ON p.id = t.post"),
               "1001|tea;");
    CHECK_TEXT(kit_rows(w, "SELECT url FROM post_link"), "https://example.org/;");
    const rel_hash128 before = kit_content(w);
    fill();
    c = kit_run(&k, w, "a");
    CHECK(c.accounts_new == 0 && c.posts_new == 0 && c.posts_duplicate == 2);
    CHECK(c.interactions_new == 0 && c.interactions_duplicate == 2);
    CHECK(kit_same(before, kit_content(w)));
    finish(w);
}

static void counts_of_the_latest_words_of_the_earliest(void)
{
    rel_workspace *w = fresh();
    const int64_t retrieved[] = {KIT_NOON, KIT_NOON + 100, KIT_NOON - 100, REL_TIME_MISSING};
    const char *const text[] = {"first", "edited", "oldest", "undated"};
    const char *const expected[] = {"first|10;", "first|11;", "oldest|11;", "undated|11;"};
    for (int i = 0; i < 4; i++) {
        rel_post_record p = kit_post_record("1", kit_account(&k, "1", "ann"), KIT_NOON);
        p.retrieved_at = retrieved[i];
        p.text = kit_str(text[i]);
        p.likes = 10 + i;
        rel_batch_add_post(&k.b, &p);
        kit_run(&k, w, "p");
        CHECK_TEXT(kit_rows(w, "SELECT text, likes FROM post"), expected[i]);
    }
    /* Missing never replaces what is there; collected stays. */
    rel_post_record p = kit_post_record("1", kit_account(&k, "1", "ann"), KIT_NOON);
    p.retrieved_at = KIT_NOON + 200;
    p.collected = false;
    p.shares = 3;
    rel_batch_add_post(&k.b, &p);
    kit_run(&k, w, "p");
    CHECK_TEXT(
        kit_rows(w, "SELECT text, likes, shares, collected, retrieved_at - first_retrieved_at FROM post"),
        "undated|11|3|1|null;");
    finish(w);
}

/* A post that mentions somebody, read at `retrieved`. */
static rel_run_counts dated(rel_workspace *w, int64_t time, int64_t error, int64_t retrieved)
{
    const rel_account_ref ann = kit_account(&k, "1", NULL);
    rel_post_record p = kit_post_record("1001", ann, time);
    p.time_error = error;
    p.retrieved_at = retrieved;
    rel_batch_add_post(&k.b, &p);
    kit_act(&k, REL_KIND_MENTION, ann, kit_account(&k, "2", NULL), time, "1001", NULL, NULL);
    return kit_run(&k, w, "a");
}

/* What the source says is better than any estimate, and a narrow one better than a wide one; what the post
 * did moves along. */
static void estimated_times(void)
{
    static const struct {
        int64_t time, error, retrieved;
        const char *stored;
    } step[] = {{REL_TIME_MISSING, 60, 50, "null|0|null;"},
                {1000, 3600, 100, "1000|3600|1000;"},
                {900, 86400, 90, "1000|3600|1000;"},
                {1200, 3600, 200, "1000|3600|1000;"},
                {1100, 3600, 40, "1100|3600|1100;"},
                {1234, 0, 300, "1234|0|1234;"},
                {1000, 3600, 20, "1234|0|1234;"},
                {1235, 0, 400, "1234|0|1234;"},
                {1233, 0, 10, "1233|0|1233;"}};
    rel_workspace *w = fresh();
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        const rel_run_counts c = dated(w, step[i].time, step[i].error, step[i].retrieved);
        CHECK(c.batch.times_estimated == (step[i].error && step[i].time != REL_TIME_MISSING));
        CHECK_TEXT(kit_rows(w, "SELECT p.time, p.time_error, i.time FROM post p, interaction i"),
                   step[i].stored);
    }
    CHECK(kit_number(w, "SELECT sum(times_estimated) FROM source") == 5);
    rel_workspace_summary s;
    CHECK_OK(&ctx, rel_workspace_summarize(&ctx, w, &s));
    CHECK(s.times_estimated == 0);
    const rel_account_ref ann = kit_account(&k, "1", NULL);
    rel_post_record p = kit_post_record("1002", ann, 5);
    p.time_error = 60;
    rel_batch_add_post(&k.b, &p);
    kit_run(&k, w, "b");
    CHECK_OK(&ctx, rel_workspace_summarize(&ctx, w, &s));
    CHECK(s.times_estimated == 1);
    finish(w);
}

static void profile_of_the_latest(void)
{
    rel_workspace *w = fresh();
    kit_profile(&k, "1", "ann", KIT_NOON, 100, "tea");
    kit_run(&k, w, "a");
    kit_profile(&k, "1", "ann", KIT_NOON + 3600, 110, NULL);
    kit_run(&k, w, "b");
    CHECK_TEXT(kit_rows(w, "SELECT followers, bio FROM account"), "110|tea;");
    kit_profile(&k, "1", "ann", KIT_NOON - KIT_DAY, 90, "coffee");
    kit_run(&k, w, "c");
    CHECK_TEXT(kit_rows(w, "SELECT followers, bio FROM account"), "110|tea;");
    /* The history has the first of each day, in whatever order they came. */
    kit_profile(&k, "1", "ann", KIT_NOON - 3600, 95, NULL);
    kit_run(&k, w, "d");
    CHECK_TEXT(kit_rows(w, "SELECT (day - 20000 * 86400) / 86400, followers FROM profile ORDER BY day"),
               "-1|90;0|95;");
    /* Seen again with nothing new: the time moves on, so that a record from in between does not count as
     * later. */
    kit_profile(&k, "1", "ann", KIT_NOON + 7200, 110, NULL);
    kit_run(&k, w, "e");
    kit_profile(&k, "1", "ann", KIT_NOON + 5000, 70, NULL);
    kit_run(&k, w, "f");
    CHECK_TEXT(kit_rows(w, "SELECT followers, seen_at - 20000 * 86400 - 43200 FROM account"), "110|7200;");
    finish(w);
}

static void handles(void)
{
    rel_workspace *w = fresh();
    kit_profile(&k, "1", "ann", KIT_NOON, 1, NULL);
    kit_run(&k, w, "a");
    kit_profile(&k, "1", "ANN", KIT_NOON + 1, 1, NULL);
    kit_run(&k, w, "b");
    CHECK(kit_number(w, "SELECT count(*) FROM account_alias") == 0);
    kit_profile(&k, "1", "Anna", KIT_NOON + 2, 1, NULL);
    kit_run(&k, w, "c");
    CHECK_TEXT(
        kit_rows(w,
                 "SELECT a.handle, l.key, l.handle FROM account a JOIN account_alias l ON l.account = a.id"),
        "Anna|x:@ann|ANN;");
    /* Mentioned by the old handle: the same account. */
    const rel_account_ref bob = kit_account(&k, "2", "bob");
    kit_act(&k, REL_KIND_FOLLOW, bob, kit_account(&k, NULL, "@Ann"), REL_TIME_MISSING, NULL, NULL, NULL);
    kit_run(&k, w, "d");
    CHECK_TEXT(kit_rows(w, "SELECT source, target FROM interaction_named"), "x:2|x:1;");
    CHECK(kit_number(w, "SELECT count(*) FROM account") == 2);
    finish(w);
}

static void plain_acts(void)
{
    rel_workspace *w = fresh();
    for (int round = 0; round < 3; round++) {
        const rel_account_ref a = kit_account(&k, "1", NULL), b = kit_account(&k, "2", NULL);
        rel_run run = kit_begin(&k, w, "plain", true);
        /* Dated: the same act at the same time is one. */
        kit_act(&k, REL_KIND_SHARE, a, b, 100, NULL, NULL, NULL);
        kit_act(&k, REL_KIND_SHARE, a, b, 100, NULL, NULL, NULL);
        kit_act(&k, REL_KIND_SHARE, a, b, 101, NULL, NULL, NULL);
        /* Undated: each row is an act, within a batch and across batches of a run. */
        kit_act(&k, REL_KIND_MENTION, a, b, REL_TIME_MISSING, NULL, NULL, NULL);
        kit_act(&k, REL_KIND_MENTION, a, b, REL_TIME_MISSING, NULL, NULL, NULL);
        /* With an id. */
        kit_act(&k, REL_KIND_LIKE, a, b, 100, NULL, NULL, "like/1");
        kit_act(&k, REL_KIND_LIKE, a, b, 200, NULL, NULL, "like/1");
        /* Of a post that is not known. */
        kit_act(&k, REL_KIND_LIKE, a, REL_ACCOUNT_UNKNOWN, 300, NULL, "77", NULL);
        kit_act(&k, REL_KIND_LIKE, a, REL_ACCOUNT_UNKNOWN, 301, NULL, "77", NULL);
        kit_store(&k, w, &run);
        kit_act(&k, REL_KIND_MENTION, kit_account(&k, "1", NULL), kit_account(&k, "2", NULL),
                REL_TIME_MISSING, NULL, NULL, NULL);
        kit_store(&k, w, &run);
        const rel_run_counts c = kit_end(&k, w, &run);
        CHECK(c.interactions_new == (round ? 0 : 7));
        CHECK(c.interactions_duplicate == (round ? 10 : 3));
        CHECK_TEXT(kit_rows(w, "SELECT kind, time, count, weight, act_key, target_post FROM interaction"
                               " ORDER BY kind, time"),
                   "like|100|1|1.0|x:like/1|null;like|300|1|1.0|x:1 like 77|77;mention|null|3|3.0|null|null;"
                   "share|100|1|1.0|null|null;share|101|1|1.0|null|null;");
        CHECK(kit_number(w, "SELECT count(*) FROM tally") == 0);
    }
    /* Another file that has more of them: the larger number stands. */
    for (int i = 0; i < 5; i++)
        kit_act(&k, REL_KIND_MENTION, kit_account(&k, "1", NULL), kit_account(&k, "2", NULL),
                REL_TIME_MISSING, NULL, NULL, NULL);
    kit_run(&k, w, "other");
    CHECK(kit_number(w, "SELECT count FROM interaction WHERE kind = 'mention'") == 5);
    finish(w);
}

static void acts_of_posts(void)
{
    rel_workspace *w = fresh();
    /* First without the account that is answered, then with it. */
    rel_account_ref ann = kit_account(&k, "1", "ann");
    kit_post(&k, "10", ann, 100, "re");
    kit_act(&k, REL_KIND_REPLY, ann, REL_ACCOUNT_UNKNOWN, 100, "10", "5", NULL);
    kit_act(&k, REL_KIND_QUOTE, ann, REL_ACCOUNT_UNKNOWN, 100, "10", "6", NULL);
    kit_run(&k, w, "a");
    CHECK_TEXT(kit_rows(w, "SELECT kind, target, target_post FROM interaction_named ORDER BY kind"),
               "quote|null|6;reply|null|5;");
    ann = kit_account(&k, "1", "ann");
    kit_post(&k, "10", ann, 100, "re");
    kit_act(&k, REL_KIND_REPLY, ann, kit_account(&k, "2", NULL), 100, "10", "5", NULL);
    kit_run(&k, w, "b");
    CHECK_TEXT(kit_rows(w, "SELECT kind, target, target_post FROM interaction_named ORDER BY kind"),
               "quote|null|6;reply|x:2|5;");
    /* More acts than a post has numbers for go among the acts without a post, and are told apart there too.
     */
    for (int round = 0; round < 2; round++) {
        ann = kit_account(&k, "1", "ann");
        kit_post(&k, "11", ann, 100, "everybody");
        for (int i = 0; i < REL_WS_ACTS_OF_POST_MAX + 10; i++) {
            char id[16];
            snprintf(id, sizeof id, "%d", 1000 + i);
            kit_act(&k, REL_KIND_MENTION, ann, kit_account(&k, id, NULL), 100, "11", NULL, NULL);
        }
        kit_run(&k, w, "c");
        CHECK(kit_number(w, "SELECT count(*) FROM interaction WHERE kind = 'mention'") ==
              REL_WS_ACTS_OF_POST_MAX + 10);
    }
    finish(w);
}

static void rejects(void)
{
    rel_workspace *w = fresh();
    for (int i = 0; i < 100; i++) rel_batch_reject(&k.b, REL_REJECT_BAD_JSON, i + 1, "at byte %d", i);
    rel_batch_reject(&k.b, REL_REJECT_NO_ID, 101, "id");
    k.b.counts.records = 120;
    const rel_run_counts c = kit_run(&k, w, "a");
    CHECK(c.batch.records == 120);
    CHECK(c.batch.rejected[REL_REJECT_BAD_JSON] == 100 && c.batch.rejected[REL_REJECT_NO_ID] == 1);
    CHECK(kit_number(w, "SELECT count(*) FROM rejected") == REL_BATCH_REJECT_MAX);
    CHECK_TEXT(kit_rows(w, "SELECT * FROM rejected_named LIMIT 1"), "file.jsonl|1|bad_json|at byte 0;");
    finish(w);
}

static void runs(void)
{
    rel_workspace *w = fresh();
    fill();
    rel_run run = kit_begin(&k, w, "id", false);
    CHECK(!run.complete_before && run.resume_offset == 0);
    kit_store(&k, w, &run);
    /* Interrupted here. */
    rel_run next = kit_begin(&k, w, "id", false);
    CHECK(!next.complete_before && next.source_id == run.source_id);
    CHECK(next.resume_offset == 100 && next.resume_line == 1);
    kit_end(&k, w, &next);
    next = kit_begin(&k, w, "id", false);
    CHECK(next.complete_before);
    next = kit_begin(&k, w, "id", true);
    CHECK(!next.complete_before && next.resume_offset == 0 && next.source_id != run.source_id);
    next = kit_begin(&k, w, "other", false);
    CHECK(!next.complete_before);
    finish(w);
}

static void follows(int first, int last)
{
    char id[16];
    for (int i = first; i < last; i++) {
        snprintf(id, sizeof id, "%d", 7919 * i % 100003);
        kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, id, NULL), kit_account(&k, "star", NULL),
                REL_TIME_MISSING, NULL, NULL, NULL);
    }
}

static bool has_key_index(rel_workspace *w)
{
    return kit_number(w, "SELECT count(*) FROM sqlite_schema WHERE name = 'account_key'") == 1;
}

/* A run with very many new accounts gives up the index of their keys until its end; interrupted in between,
 * the next one still knows every account. */
static void many_accounts(void)
{
    char path[512];
    rel_workspace *w = fresh();
    snprintf(path, sizeof path, "%s", w->path);
    rel_run run = kit_begin(&k, w, "many", false);
    for (int i = 0; i < 12; i++) {
        follows(1000 * i, 1000 * (i + 1));
        kit_store(&k, w, &run);
    }
    CHECK(!has_key_index(w));
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
    w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    run = kit_begin(&k, w, "many", false);
    CHECK(run.resume_line == 12);
    follows(11000, 13000);
    kit_store(&k, w, &run);
    const rel_run_counts c = kit_end(&k, w, &run);
    CHECK(has_key_index(w));
    CHECK(c.accounts_new == 13001 && c.interactions_new == 13000);
    CHECK(kit_number(w, "SELECT count(*) FROM account") == 13001);
    CHECK(kit_number(w, "SELECT sum(count) FROM interaction") == 13000);
    /* 53 to 59 bytes an account, and what a chunk leaves unused. */
    CHECK(rel_account_map_bytes(&w->map) < 59 * 13001 + REL_ACCOUNT_CHUNK * sizeof(rel_account_entry));
    /* A small run after a large one keeps the index, and finds accounts one by one. */
    rel_workspace_close(w);
    w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    run = kit_begin(&k, w, "few", false);
    follows(500, 510);
    kit_store(&k, w, &run);
    CHECK(has_key_index(w) && !w->all_accounts && w->map.count == 11);
    follows(0, 5000);
    kit_store(&k, w, &run);
    follows(5000, 5001);
    kit_store(&k, w, &run);
    CHECK(w->all_accounts && w->map.count == 13001);
    CHECK(kit_end(&k, w, &run).accounts_new == 0);
    finish(w);
}

/* The map against keys that are known, and keys that are not. */
static void account_map(void)
{
    rel_account_map m = {0};
    rel_account_entry *e, *first = NULL;
    const rel_hash128 nobody = {1, 2};
    CHECK(!rel_account_map_find(&m, nobody));
    for (uint32_t i = 0; i < 20000; i++) {
        /* The same low half for neighbours: they share a slot and are told apart by the other half. */
        CHECK_OK(&ctx, rel_account_map_add(&ctx, &m, (rel_hash128){i / 4 * 1000003u, i}, i + 1, &e));
        if (!first) first = e;
    }
    bool all = true;
    for (uint32_t i = 0; i < 20000; i++) {
        e = rel_account_map_find(&m, (rel_hash128){i / 4 * 1000003u, i});
        all = all && e && e->id == i + 1;
    }
    CHECK(all && first->id == 1 && !rel_account_map_find(&m, nobody));
    const double each = (double)rel_account_map_bytes(&m) / 20000;
    CHECK(each > 50 && each < 62);
    rel_account_map_free(&m);
    CHECK(!rel_account_map_find(&m, nobody));
    CHECK_TORTURE(&ctx, rel_account_map_add(&ctx, &m, nobody, 1, &e), rel_account_map_free(&m));
    rel_account_map_free(&m);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    first_and_second_time();
    counts_of_the_latest_words_of_the_earliest();
    estimated_times();
    profile_of_the_latest();
    handles();
    plain_acts();
    acts_of_posts();
    rejects();
    runs();
    many_accounts();
    account_map();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
