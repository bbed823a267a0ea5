/* The end of a run: targets found, handles joined, deletes applied. */
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static rel_workspace *fresh(void)
{
    char path[512];
    return kit_open(&ctx, kit_fresh("resolve.relais", path), REL_WORKSPACE_CREATE);
}

static void finish(rel_workspace *w)
{
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

static const char *acts(rel_workspace *w)
{
    return kit_rows(w, "SELECT kind, source, target FROM interaction_named ORDER BY kind, source, target");
}

static void share(const char *id, const char *by, const char *of_post)
{
    const rel_account_ref a = kit_account(&k, by, NULL);
    rel_post_record p = kit_post_record(id, a, 100);
    p.kind = REL_POST_SHARE;
    p.target_id = kit_str(of_post);
    rel_batch_add_post(&k.b, &p);
    kit_act(&k, REL_KIND_SHARE, a, REL_ACCOUNT_UNKNOWN, 100, id, of_post, NULL);
}

/* A target is found when its post came before, in the same run, or in a later one; with few and with many
 * open. */
static void targets(void)
{
    rel_workspace *w = fresh();
    share("20", "2", "10");
    share("21", "3", "11");
    kit_post(&k, "10", kit_account(&k, "1", NULL), 90, "same run");
    rel_run_counts c = kit_run(&k, w, "a");
    CHECK(c.targets_resolved == 1);
    CHECK_TEXT(acts(w), "share|x:2|x:1;share|x:3|null;");
    rel_workspace_summary s;
    CHECK_OK(&ctx, rel_workspace_summarize(&ctx, w, &s));
    CHECK(s.unresolved == 1 && s.interactions[REL_KIND_SHARE] == 2 && s.first_time == 100 &&
          s.last_time == 100);
    kit_post(&k, "11", kit_account(&k, "1", NULL), 90, "later run");
    c = kit_run(&k, w, "b");
    CHECK(c.targets_resolved == 1);
    /* Many open ones, one new post and one new interaction about an old post. */
    for (int i = 0; i < 50; i++) {
        char id[16], post[16];
        snprintf(id, sizeof id, "%d", 3000 + i);
        snprintf(post, sizeof post, "%d", 4000 + i);
        share(id, "5", post);
    }
    c = kit_run(&k, w, "c");
    CHECK(c.targets_resolved == 0);
    kit_post(&k, "4007", kit_account(&k, "7", NULL), 90, "new");
    share("5000", "8", "10");
    kit_act(&k, REL_KIND_LIKE, kit_account(&k, "8", NULL), REL_ACCOUNT_UNKNOWN, 300, NULL, "11", NULL);
    c = kit_run(&k, w, "d");
    CHECK(c.targets_resolved == 3);
    CHECK(kit_number(w, "SELECT count(*) FROM interaction WHERE target IS NULL") == 49);
    CHECK_TEXT(kit_rows(w, "SELECT kind, target FROM interaction_named WHERE source = 'x:8' ORDER BY kind"),
               "like|x:1;share|x:1;");
    /* An answer to oneself is left out once it is known to be one. */
    share("6000", "9", "6001");
    kit_run(&k, w, "e");
    kit_post(&k, "6001", kit_account(&k, "9", NULL), 90, "mine");
    kit_run(&k, w, "f");
    CHECK(kit_number(w, "SELECT count(*) FROM interaction_named WHERE source = 'x:9'") == 0);
    finish(w);
}

static void follow_by_handle(const char *from, const char *to)
{
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, NULL, from), kit_account(&k, NULL, to), REL_TIME_MISSING,
            NULL, NULL, NULL);
}

static void handles_join_accounts(void)
{
    rel_workspace *w = fresh();
    follow_by_handle("@Ann", "@bob");
    follow_by_handle("@eve", "@ann");
    kit_post(&k, "9", kit_account(&k, NULL, "Bob"), 100, "by handle");
    kit_run(&k, w, "edges");
    CHECK(kit_number(w, "SELECT count(*) FROM account WHERE by_handle = 1") == 3);
    kit_profile(&k, "1", "ANN", KIT_NOON, 10, NULL);
    kit_profile(&k, "2", "bob", KIT_NOON, 20, NULL);
    kit_profile(&k, "3", "bob", KIT_NOON + 5, 30, NULL); /* seen later: has the handle now */
    rel_run_counts c = kit_run(&k, w, "profiles");
    CHECK(c.accounts_merged == 2);
    CHECK_TEXT(acts(w), "follow|x:1|x:3;follow|x:@eve|x:1;");
    CHECK_TEXT(kit_rows(w, "SELECT author FROM post_named"), "x:3;");
    CHECK_TEXT(kit_rows(w, "SELECT l.key, a.key FROM account_alias l JOIN account a ON a.id = l.account"),
               "x:@ann|x:1;x:@bob|x:3;");
    const rel_hash128 before = kit_content(w);
    follow_by_handle("@Ann", "@bob");
    follow_by_handle("@eve", "@ann");
    c = kit_run(&k, w, "edges");
    CHECK(c.accounts_new == 0 && c.accounts_merged == 0);
    CHECK(kit_same(before, kit_content(w)));
    /* The handle first seen after the account, in the same workspace opened again. */
    char path[512];
    snprintf(path, sizeof path, "%s", w->path);
    rel_workspace_close(w);
    w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    kit_profile(&k, "4", "zoe", KIT_NOON, 10, NULL);
    kit_run(&k, w, "zoe");
    follow_by_handle("@zoe", "@ann");
    follow_by_handle("@zoe", "@ZOE");
    kit_act(&k, REL_KIND_SHARE, kit_account(&k, NULL, "zoe"), kit_account(&k, "4", NULL), 5, NULL, NULL,
            NULL);
    kit_run(&k, w, "zoe follows");
    CHECK_TEXT(acts(w), "follow|x:1|x:3;follow|x:4|x:1;follow|x:@eve|x:1;");
    /* A rename: the old handle's account joins the account that had the handle. */
    kit_profile(&k, "6", "eva", KIT_NOON, 10, NULL);
    kit_run(&k, w, "eva");
    kit_profile(&k, "6", "eve", KIT_NOON + 9, 10, NULL);
    c = kit_run(&k, w, "eve");
    CHECK(c.accounts_merged == 1);
    CHECK_TEXT(acts(w), "follow|x:1|x:3;follow|x:4|x:1;follow|x:6|x:1;");
    finish(w);
}

/* The same acts under both names become one, with the larger weight; a profile known by handle is kept. */
static void joined_acts(void)
{
    rel_workspace *w = fresh();
    const rel_account_ref by_id = kit_account(&k, "1", NULL), target = kit_account(&k, "2", NULL);
    kit_act(&k, REL_KIND_MENTION, by_id, target, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, by_id, target, 50, NULL, NULL, NULL);
    const rel_account_ref ann = kit_profile(&k, NULL, "ann", KIT_NOON, 77, "by handle");
    for (int i = 0; i < 3; i++)
        kit_act(&k, REL_KIND_MENTION, ann, target, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, ann, target, 50, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, ann, target, 51, NULL, NULL, NULL);
    kit_run(&k, w, "a");
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 5);
    kit_profile(&k, "1", "ann", KIT_NOON - 1, 70, NULL);
    const rel_run_counts c = kit_run(&k, w, "b");
    CHECK(c.accounts_merged == 1);
    CHECK_TEXT(
        kit_rows(w, "SELECT kind, source, target, time, count FROM interaction_named ORDER BY kind, time"),
        "mention|x:1|x:2|null|3;share|x:1|x:2|50|1;share|x:1|x:2|51|1;");
    CHECK_TEXT(kit_rows(w, "SELECT followers, bio, observed FROM account WHERE key = 'x:1'"),
               "77|by handle|1;");
    finish(w);
}

/* A post that mentions somebody by handle in one file and by id in another mentions them once, whichever came
 * first. */
static void joined_acts_of_posts(void)
{
    rel_workspace *w = fresh();
    for (int run = 0; run < 2; run++) {
        const rel_account_ref author = kit_account(&k, "1", NULL), by_id = kit_account(&k, "2", NULL),
                              by_handle = kit_account(&k, NULL, "bob");
        kit_post(&k, "11", author, 50, "one");
        kit_act(&k, REL_KIND_MENTION, author, run ? by_id : by_handle, 50, "11", NULL, NULL);
        kit_act(&k, REL_KIND_REPLY, author, by_id, 50, "11", NULL, NULL);
        kit_post(&k, "12", author, 60, "two");
        kit_act(&k, REL_KIND_MENTION, author, kit_account(&k, "3", NULL), 60, "12", NULL, NULL);
        kit_act(&k, REL_KIND_MENTION, author, run ? by_handle : by_id, 60, "12", NULL, NULL);
        kit_run(&k, w, run ? "b" : "a");
    }
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 6);
    kit_profile(&k, "2", "bob", KIT_NOON, 20, NULL);
    const rel_run_counts c = kit_run(&k, w, "c");
    CHECK(c.accounts_merged == 1);
    CHECK_TEXT(kit_rows(w, "SELECT kind, target, time FROM interaction_named ORDER BY time, kind, target"),
               "mention|x:2|50;reply|x:2|50;mention|x:2|60;mention|x:3|60;");
    finish(w);
}

static void write_of(const char *post, const char *by, int64_t seen_at)
{
    const rel_account_ref a = kit_profile(&k, by, NULL, seen_at, 5, "bio");
    kit_post(&k, post, a, seen_at, "words");
    rel_batch_add_tag(&k.b, kit_str("x"), kit_str(post), kit_str("tag"));
    rel_batch_add_link(&k.b, kit_str("x"), kit_str(post), kit_str("https://e.org"));
    kit_act(&k, REL_KIND_MENTION, a, kit_account(&k, "99", NULL), seen_at, post, NULL, NULL);
}

static void deleted_posts_and_acts(void)
{
    rel_workspace *w = fresh();
    write_of("1", "10", KIT_NOON);
    write_of("2", "10", KIT_NOON);
    kit_act(&k, REL_KIND_LIKE, kit_account(&k, "11", NULL), kit_account(&k, "10", NULL), KIT_NOON, NULL, "1",
            "like/1");
    kit_run(&k, w, "a");
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 3);
    kit_delete(&k, REL_DELETE_POST, "1", KIT_NOON + 1);
    kit_delete(&k, REL_DELETE_ACT, "like/1", KIT_NOON + 1);
    rel_run_counts c = kit_run(&k, w, "b");
    CHECK(c.deletes == 2);
    CHECK_TEXT(kit_rows(w, "SELECT native_id FROM post"), "2;");
    CHECK(kit_number(w, "SELECT (SELECT count(*) FROM interaction) + (SELECT count(*) FROM post_tag)"
                        " + (SELECT count(*) FROM post_link)") == 3);
    /* Neither comes back, not even after the file was closed and opened. */
    char path[512];
    snprintf(path, sizeof path, "%s", w->path);
    rel_workspace_close(w);
    w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    write_of("1", "10", KIT_NOON);
    kit_act(&k, REL_KIND_LIKE, kit_account(&k, "11", NULL), kit_account(&k, "10", NULL), KIT_NOON, NULL, "1",
            "like/1");
    c = kit_run(&k, w, "c");
    CHECK(c.posts_new == 0 && c.posts_deleted_before == 1 && c.interactions_deleted_before == 2);
    CHECK_TEXT(kit_rows(w, "SELECT native_id FROM post"), "2;");
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 1);
    /* Written and deleted in one batch, and deleted before it was ever seen. */
    write_of("3", "10", KIT_NOON);
    kit_delete(&k, REL_DELETE_POST, "3", KIT_NOON);
    kit_delete(&k, REL_DELETE_POST, "4", KIT_NOON);
    kit_run(&k, w, "d");
    write_of("4", "10", KIT_NOON);
    c = kit_run(&k, w, "e");
    CHECK(c.posts_deleted_before == 1);
    CHECK_TEXT(kit_rows(w, "SELECT native_id FROM post"), "2;");
    rel_workspace_summary s;
    CHECK_OK(&ctx, rel_workspace_summarize(&ctx, w, &s));
    CHECK(s.deleted == 4 && s.posts == 1);
    finish(w);
}

static void deleted_accounts(void)
{
    rel_workspace *w = fresh();
    write_of("1", "10", KIT_NOON);
    write_of("2", "20", KIT_NOON);
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, "20", NULL), kit_account(&k, "10", NULL), REL_TIME_MISSING,
            NULL, NULL, NULL);
    kit_run(&k, w, "a");
    kit_delete(&k, REL_DELETE_ACCOUNT, "10", KIT_NOON + 100);
    kit_run(&k, w, "b");
    CHECK_TEXT(kit_rows(w, "SELECT key FROM account ORDER BY key"), "x:20;x:99;");
    CHECK_TEXT(acts(w), "mention|x:20|x:99;");
    CHECK(kit_number(w, "SELECT (SELECT count(*) FROM post) * 100 + (SELECT count(*) FROM post_tag) * 10"
                        " + (SELECT count(*) FROM profile)") == 111);
    /* What is older stays away, also as a target; what is later is an account again. */
    write_of("3", "10", KIT_NOON);
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, "20", NULL), kit_account(&k, "10", NULL), REL_TIME_MISSING,
            NULL, NULL, NULL);
    rel_run_counts c = kit_run(&k, w, "c");
    CHECK(c.posts_deleted_before == 1 && c.interactions_deleted_before == 2 && c.accounts_new == 0);
    write_of("5", "10", KIT_NOON + 200);
    c = kit_run(&k, w, "d");
    CHECK(c.accounts_new == 1 && c.posts_new == 1);
    finish(w);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    targets();
    handles_join_accounts();
    joined_acts();
    joined_acts_of_posts();
    deleted_posts_and_acts();
    deleted_accounts();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
