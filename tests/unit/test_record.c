/* Batches: accounts found again, profiles merged, texts made valid and cut, what is left out and counted. And
 * whose followers a file lists, by its name. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/reading.h"
#include "ingest/record.h"
#include "tests/check.h"

#define T(x) rel_str_of(x)

static void check_accounts(rel_ctx *ctx, rel_batch *b)
{
    rel_batch_reset(b, ctx);
    const rel_account_ref a = rel_batch_account(b, T("x"), T("9007199254740993"), T("@Alice"));
    CHECK(rel_batch_account(b, T("x"), T("9007199254740993"), REL_STR_MISSING) == a);
    CHECK(rel_batch_account(b, T("x"), T("9007199254740992"), REL_STR_MISSING) != a);
    CHECK(rel_batch_account(b, T("y"), T("9007199254740993"), REL_STR_MISSING) != a);
    const rel_account_ref h = rel_batch_account(b, T("x"), REL_STR_MISSING, T("@Bob"));
    CHECK(rel_batch_account(b, T("x"), T(""), T("bOB")) == h);
    CHECK(rel_str_is(b->account[a].key, "x:9007199254740993") && rel_str_is(b->account[a].handle, "Alice"));
    CHECK(rel_str_is(b->account[h].key, "x:@bob") && rel_str_is(b->account[h].handle, "Bob"));
    CHECK(rel_batch_account(b, T("x"), T(""), T("@")) == REL_ACCOUNT_UNKNOWN);
    CHECK(!b->account[a].observed && b->account[a].followers == REL_COUNT_MISSING &&
          b->account[a].bot == REL_FLAG_MISSING);
    /* Invalid bytes in an id: the hash is that of the key as it is stored. */
    const rel_account_ref bad = rel_batch_account(b, T("x"), T("a\xFF"), REL_STR_MISSING);
    CHECK(rel_str_is(b->account[bad].key, "x:a\xEF\xBF\xBD"));
    const rel_hash128 hash = rel_hash128_of(b->account[bad].key.s, b->account[bad].key.len);
    CHECK(hash.low == b->account[bad].key_hash.low && hash.high == b->account[bad].key_hash.high);
    CHECK(rel_batch_account(b, T("x"), T("a\xEF\xBF\xBD"), REL_STR_MISSING) == bad);
    char id[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "%d", i);
        const rel_account_ref r = rel_batch_account(b, T("x"), T(id), REL_STR_MISSING);
        CHECK(rel_batch_account(b, T("x"), T(id), REL_STR_MISSING) == r &&
              rel_str_is(b->account[r].platform, "x"));
    }
    rel_batch_reset(b, ctx);
    CHECK(b->accounts == 0 && rel_batch_account(b, T("x"), T("1"), REL_STR_MISSING) == 0);
}

static void check_profiles(rel_ctx *ctx, rel_batch *b)
{
    rel_batch_reset(b, ctx);
    const rel_account_ref a = rel_batch_account(b, T("x"), T("1"), REL_STR_MISSING);
    rel_account_record p = rel_account_record_empty();
    p.seen_at = 200;
    p.name = T("new");
    p.followers = 20;
    p.observed = true;
    rel_batch_profile(b, a, &p);
    p = rel_account_record_empty();
    p.seen_at = 100;
    p.name = T("old");
    p.bio = T("bio");
    p.followers = 10;
    p.following = 5;
    rel_batch_profile(b, a, &p);
    const rel_account_record *r = rel_batch_account_at(b, a);
    CHECK(rel_str_is(r->name, "new") && rel_str_is(r->bio, "bio") && r->followers == 20 && r->following == 5);
    CHECK(r->seen_at == 200 && r->observed);
    p = rel_account_record_empty();
    p.seen_at = 300;
    p.followers = 30;
    p.bot = 1;
    rel_batch_profile(b, a, &p);
    r = rel_batch_account_at(b, a);
    CHECK(r->followers == 30 && rel_str_is(r->name, "new") && r->bot == 1 && r->seen_at == 300);
    rel_batch_profile(b, REL_ACCOUNT_UNKNOWN, &p);
    CHECK(!rel_batch_account_at(b, 7));
}

static void check_text(rel_ctx *ctx, rel_batch *b)
{
    rel_batch_reset(b, ctx);
    CHECK(!rel_batch_text(b, REL_STR_MISSING).s);
    const rel_str empty = rel_batch_text(b, T(""));
    CHECK(empty.s && empty.len == 0);
    CHECK(rel_str_is(rel_batch_text(b, T("a\x01"
                                         "b\xFF")),
                     "a\xEF\xBF\xBD"
                     "b\xEF\xBF\xBD") &&
          b->counts.text_replaced == 2);
    char *large = malloc(REL_FIELD_MAX_BYTES + 2);
    memset(large, 'a', REL_FIELD_MAX_BYTES + 2);
    memcpy(large + REL_FIELD_MAX_BYTES - 1, "\xC3\xA9", 2);
    const rel_str cut = rel_batch_text(b, (rel_str){large, REL_FIELD_MAX_BYTES + 2});
    CHECK(cut.len == REL_FIELD_MAX_BYTES - 1 && b->counts.text_cut == 1 && b->counts.text_replaced == 2);
    CHECK(rel_batch_text(b, (rel_str){large, REL_FIELD_MAX_BYTES - 1}).len == REL_FIELD_MAX_BYTES - 1 &&
          b->counts.text_cut == 1);
    free(large);
}

static void check_left_out(rel_ctx *ctx, rel_batch *b)
{
    rel_batch_reset(b, ctx);
    const rel_account_ref a = rel_batch_account(b, T("x"), T("1"), REL_STR_MISSING);
    rel_interaction_record i = {
        .kind = REL_KIND_REPLY, .source = a, .target = a, .platform = T("x"), .weight = 1};
    rel_batch_add_interaction(b, &i);
    CHECK(b->interactions == 0 && b->counts.self_interactions == 1);
    i.target = REL_ACCOUNT_UNKNOWN;
    rel_batch_add_interaction(b, &i);
    CHECK(b->interactions == 0 && b->counts.unresolved_targets == 1);
    i.target_post = T("77");
    rel_batch_add_interaction(b, &i);
    CHECK(b->interactions == 1 && b->counts.unresolved_targets == 2);
    rel_post_record p = rel_post_record_empty();
    p.platform = T("x");
    p.id = T("5");
    rel_batch_add_post(b, &p);
    CHECK(b->posts == 0);
    p.author = a;
    rel_batch_add_post(b, &p);
    CHECK(b->posts == 1);
    rel_batch_add_tag(b, T("x"), T("5"), T("velo"));
    rel_batch_add_tag(b, T("x"), T("5"), T("velo"));
    rel_batch_add_tag(b, T("x"), T("6"), T("velo"));
    rel_batch_add_tag(b, T("x"), T("6"), T(""));
    CHECK(b->tags == 2);
    rel_batch_add_link(b, T("x"), T("5"), T("u"));
    rel_batch_add_link(b, T("x"), T("5"), T("v"));
    rel_batch_add_link(b, T("x"), T("5"), T("u"));
    CHECK(b->links == 2);
    for (int k = 0; k < REL_BATCH_REJECT_MAX + 5; k++)
        rel_batch_reject(b, REL_REJECT_NO_ID, k + 1, "%d\x1b[31m", k);
    CHECK(b->rejects == REL_BATCH_REJECT_MAX &&
          b->counts.rejected[REL_REJECT_NO_ID] == REL_BATCH_REJECT_MAX + 5);
    CHECK(rel_str_is(b->reject[3].detail, "3?[31m") && b->reject[3].line == 4);
    rel_batch_counts sum = {0};
    rel_batch_counts_add(&sum, &b->counts);
    rel_batch_counts_add(&sum, &b->counts);
    CHECK(sum.unresolved_targets == 4 && sum.rejected[REL_REJECT_NO_ID] == 2 * (REL_BATCH_REJECT_MAX + 5));
    CHECK_TEXT(rel_reject_word(REL_REJECT_TOO_DEEP), "too_deep");
    CHECK(rel_batch_memory(b) > 1000);
}

static rel_status fill(rel_ctx *ctx, rel_batch *b)
{
    rel_batch_reset(b, ctx);
    const rel_account_ref a = rel_batch_account(b, T("x"), T("1"), T("alice"));
    const rel_account_ref c = rel_batch_account(b, T("x"), T("2"), T("carol"));
    rel_post_record p = rel_post_record_empty();
    p.platform = T("x");
    p.id = T("5");
    p.author = a;
    p.text = T("text");
    rel_batch_add_post(b, &p);
    rel_batch_add_tag(b, T("x"), T("5"), T("velo"));
    rel_batch_add_link(b, T("x"), T("5"), T("https://x"));
    rel_batch_add_interaction(
        b, &(rel_interaction_record){.kind = REL_KIND_SHARE, .source = a, .target = c, .platform = T("x")});
    rel_batch_add_delete(b, &(rel_delete_record){.what = REL_DELETE_POST, .platform = T("x"), .id = T("9")});
    rel_batch_reject(b, REL_REJECT_BAD_JSON, 1, "x");
    return b->status;
}

/* "id ID", "handle NAME" or "none", then "following" or "followers", and "list" or "no list". */
static void check_owner(const char *path, const char *subject, const char *expected)
{
    char found[256];
    const rel_ingest_opts opts = {.subject = subject};
    const rel_list_owner o = rel_list_owner_of(path, &opts);
    snprintf(found, sizeof found, "%s%.*s%.*s %s%s%s",
             o.id.len       ? "id "
             : o.handle.len ? "handle "
                            : "none",
             REL_STR_ARG(o.id), REL_STR_ARG(o.handle), o.following ? "following" : "followers",
             o.is_list ? "" : " no list", o.by_name ? " by name" : "");
    if (strcmp(found, expected) != 0) fprintf(stderr, "owner of '%s'\n", path);
    CHECK_TEXT(found, expected);
}

static void check_owners(void)
{
    static const char *const named[][2] = {
        {"followers_12345.json", "id 12345 followers by name"},
        {"/a/b.c/friends-@name.json", "handle @name following by name"},
        {"name_followers.json", "handle name followers by name"},
        {"Followers_1294030472427835393.jsonl.zst", "id 1294030472427835393 followers by name"},
        {"follower_ids_12345.txt.gz", "id 12345 followers by name"},
        {"followers_of_some_one.json", "handle some_one followers by name"},
        {"following some.one.json", "handle some.one following by name"},
        {"followers__name_.json", "handle _name_ followers by name"},
        {"_name__followers.json", "handle _name_ followers by name"},
        {"twitter-followers-12345-2.json", "id 12345 followers by name"},
        {"followers_12345_20240131.json", "id 12345 followers by name"},
        {"2024_@name_friends.json", "handle @name following by name"},
        {"twitter_name_friends.json", "handle twitter_name following by name"},
        {"@name-friends-page2.json", "handle @name following by name"},
        {"followers_did:plc:abc.json", "id did:plc:abc followers by name"},
        {"followees/12345.json", "id 12345 following by name"},
        {"friends/name.json", "handle name following by name"},
        {"mastodon_following_nina@ici.example.json", "handle nina@ici.example following by name"},
        {"my_friends_12345.json", "id 12345 following by name"},
        /* Names that may mean something else. */
        {"followers.json", "none followers"},
        {"get_followers_0.json", "none followers"},
        {"get_friends.json", "none following"},
        {"followers_2024.json", "none followers"},
        {"followers_20240131.json", "none followers"},
        {"followers_page2.json", "none followers"},
        {"minet_twitter_friends.csv", "none following"},
        {"x_v1_followers.json", "none followers"},
        {"followers_list.json", "none followers"},
        {"followers_best_friend.json", "none followers"},
        {"followers_\xC3\xA9t\xC3\xA9.json", "none followers"},
        {"followers/", "none followers"},
        {"followers/0.json", "none followers"},
        {"notfollowers_12345.json", "none followers no list"},
        {"12345.json", "none followers no list"},
        {"-", "none followers no list"},
        {"", "none followers no list"},
        {".json", "none followers no list"},
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) check_owner(named[i][0], NULL, named[i][1]);
    check_owner("friends_12345.json", "@other", "handle @other following");
    check_owner("page.json", "777", "id 777 followers");
    check_owner("friends_12345.json", "", "id 12345 following by name");
}

int main(void)
{
    rel_ctx ctx;
    rel_batch b;
    rel_ctx_init(&ctx, 1);
    rel_batch_init(&b);
    check_accounts(&ctx, &b);
    check_profiles(&ctx, &b);
    check_text(&ctx, &b);
    check_left_out(&ctx, &b);
    check_owners();
    rel_batch_free(&b);
    CHECK_TORTURE(&ctx, fill(&ctx, &b), (void)0);
    CHECK(b.posts == 1 && b.tags == 1 && b.links == 1 && b.interactions == 1 && b.deletes == 1 &&
          b.rejects == 1);
    rel_batch_free(&b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
