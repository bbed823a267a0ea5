/* X captured from the web: what Zeeschuimer keeps of the pages, what 4CAT makes of that ("twitter-import"),
 * and whole replies of the pages' own API. The fields move every few months: what is not found is missing,
 * and what cannot be used is counted. docs/formats/x-web.md. */
#include "ingest/capture.h"
#include "ingest/format.h"
#include "ingest/reading.h"
#include "ingest/x_post.h"
#include "src/base/i18n.h"

/* -------- where things stand -------- */

/* The first of several places that has something. */
static const cJSON *first_of(const cJSON *a, const cJSON *b, const cJSON *c)
{
    return a ? a : b ? b : c;
}

/* An account of the web, or, in captures of before 2023, one as in API v1.1. `id` is never the account's. */
static rel_x_user look_at_user(const cJSON *user)
{
    const cJSON *core = rel_field_object(user, "core"), *legacy = rel_field_object(user, "legacy");
    const cJSON *old = legacy ? legacy : user, *counts = rel_field_object(user, "relationship_counts");
    const cJSON *paid = rel_field(user, "is_blue_verified");
    const cJSON *verified = rel_field_path(user, "verification", "verified", NULL);
    if (!verified) verified = rel_field(old, "verified");
    return (rel_x_user){
        .id = first_of(rel_field(user, "rest_id"), rel_field(legacy, "id_str"), rel_field(user, "id_str")),
        .name = first_of(rel_field(core, "name"), rel_field(old, "name"), NULL),
        .handle = first_of(rel_field(core, "screen_name"), rel_field(old, "screen_name"), NULL),
        .created = first_of(rel_field(core, "created_at"), rel_field(old, "created_at"), NULL),
        .bio = first_of(rel_field(old, "description"),
                        rel_field_path(user, "profile_bio", "description", NULL), NULL),
        .location =
            first_of(rel_field_path(user, "location", "location", NULL), rel_field(old, "location"), NULL),
        .verified = rel_value_is_true(paid) ? paid : verified,
        .is_protected =
            first_of(rel_field_path(user, "privacy", "protected", NULL), rel_field(old, "protected"), NULL),
        .followers = first_of(rel_field(old, "followers_count"), rel_field(counts, "followers"), NULL),
        .following = first_of(rel_field(old, "friends_count"), rel_field(counts, "following"), NULL),
        .fields = old};
}

/* A post stands in a wrapper when X limits who may answer it. */
static const cJSON *unwrap(const cJSON *result)
{
    const cJSON *inner = rel_field_object(result, "tweet");
    return inner ? inner : result;
}

/* The post inside of "..._result": {"result": {...}}. */
static const cJSON *result_of(const cJSON *o, const char *key)
{
    return unwrap(rel_field_path(o, key, "result", NULL));
}

/* All versions of an edited post count as one, under the id of the first. */
static const cJSON *post_id(const cJSON *post, const cJSON *legacy)
{
    const cJSON *edits = rel_field_object(post, "edit_control");
    const cJSON *first =
        rel_array_first(rel_field_path(edits, "edit_control_initial", "edit_tweet_ids", NULL));
    if (!first) first = rel_array_first(rel_field(edits, "edit_tweet_ids"));
    return first_of(first, rel_field(post, "rest_id"), rel_field(legacy, "id_str"));
}

static const cJSON *author_of(const cJSON *post)
{
    const cJSON *user = rel_field_path(post, "core", "user_results", "result", NULL);
    if (!user) user = rel_field_path(post, "core", "user_result", "result", NULL);
    return user ? user : rel_field_object(post, "user");
}

static rel_x_post look_at_post(const cJSON *result)
{
    const cJSON *post = unwrap(result), *legacy = rel_field_object(post, "legacy");
    const cJSON *note = rel_field_path(post, "note_tweet", "note_tweet_results", "result", NULL);
    const cJSON *shared = first_of(result_of(legacy, "retweeted_status_result"),
                                   result_of(post, "retweeted_status_result"), NULL),
                *quoted =
                    first_of(result_of(post, "quoted_status_result"),
                             result_of(legacy, "quoted_status_result"), result_of(post, "quotedRefResult"));
    const cJSON *shared_id = rel_field(legacy, "retweeted_status_id_str"),
                *quoted_id = rel_field(legacy, "quoted_status_id_str");
    const cJSON *entities = rel_field_object(note, "entity_set");
    return (rel_x_post){
        .fields = legacy, /* none: a tombstone, or a kind of post that is not known */
        .id = post_id(post, legacy),
        .author = author_of(post),
        .author_id = rel_field(legacy, "user_id_str"),
        .entities = entities ? entities : rel_field_object(legacy, "entities"),
        .text = first_of(rel_field(note, "text"), rel_field(legacy, "full_text"), rel_field(legacy, "text")),
        .shared = shared,
        .quoted = quoted,
        .shared_id = shared_id ? shared_id : post_id(shared, rel_field_object(shared, "legacy")),
        .quoted_id = quoted_id ? quoted_id : post_id(quoted, rel_field_object(quoted, "legacy")),
        .conversation = rel_field(legacy, "conversation_id_str"),
        .views = first_of(rel_field_path(post, "views", "count", NULL),
                          rel_field_path(post, "ext_views", "count", NULL), NULL)};
}

static const rel_x_ops ops = {look_at_user, look_at_post};

/* -------- what a record is -------- */

static bool is_unavailable(const cJSON *o)
{
    const rel_str type = rel_field_text(o, "__typename");
    return rel_field(o, "tombstone") || rel_str_is(type, "TweetTombstone") ||
           rel_str_is(type, "TweetUnavailable") || rel_str_is(type, "UserUnavailable");
}

static bool is_post(const cJSON *result)
{
    const cJSON *post = unwrap(result), *legacy = rel_field_object(post, "legacy");
    return legacy && (rel_field(legacy, "full_text") || rel_field(legacy, "user_id_str") ||
                      rel_field(legacy, "conversation_id_str") || rel_field(post, "edit_control"));
}

static bool is_user(const cJSON *result)
{
    return rel_field(result, "rest_id") && !is_post(result) &&
           (rel_field_path(result, "legacy", "screen_name", NULL) ||
            rel_field_path(result, "core", "screen_name", NULL));
}

static void read_account(rel_x_reading *r, const cJSON *user, const rel_x_list *l)
{
    const rel_account_ref ref = rel_x_read_user(r, user);
    if (ref == REL_ACCOUNT_UNKNOWN)
        rel_batch_reject(r->b, REL_REJECT_NO_ID, r->line, "id of an account");
    else
        rel_x_add_listed(r, l, ref);
}

/* -------- whole replies -------- */

/* What a reply of the pages' API has besides posts: the list that it is, and what was found. */
typedef struct reply {
    rel_x_list list;
    int64_t retrieved_at;
    int64_t found;
} reply;

static void read_found(rel_x_reading *r, reply *w, const cJSON *result)
{
    w->found++;
    r->seen_at = w->retrieved_at;
    if (is_post(result))
        rel_x_read_post(r, result, true, REL_ACCOUNT_UNKNOWN);
    else if (is_user(result))
        read_account(r, result, &w->list);
    else if (is_unavailable(result))
        r->b->counts.ignored++;
    else
        rel_batch_reject(r->b, REL_REJECT_UNKNOWN_RECORD, r->line, "neither a post nor an account");
}

/* Goes through everything. A post is not gone into: what it brings along is its context. Depth is that of the
 * record. */
static void walk(rel_x_reading *r, reply *w, const cJSON *o)
{
    static const char *const words[] = {"tweet_results", "tweet_result", "tweetResult", "user_results"};
    const cJSON *result = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words && !result; i++)
        result = rel_field_path(o, words[i], "result", NULL);
    if (!result && (is_post(o) || is_user(o))) result = o;
    if (result) {
        read_found(r, w, result);
        return;
    }
    for (const cJSON *c = o->child; c; c = c->next)
        if (c->child) walk(r, w, c);
}

/* Whether instructions of a timeline, a post or an account stand somewhere near the outside. */
static bool is_reply(const cJSON *o, int levels)
{
    if (rel_field_array(o, "instructions") || is_post(o) || is_user(o) ||
        rel_field_path(o, "tweetResult", "result", NULL))
        return true;
    for (const cJSON *c = levels && cJSON_IsObject(o) ? o->child : NULL; c; c = c->next)
        if (cJSON_IsObject(c) && is_reply(c, levels - 1)) return true;
    return false;
}

/* data.user.result.timeline_v2.timeline.instructions */
enum { REPLY_LEVELS = 6 };

static void read_reply(rel_x_reading *r, const cJSON *reply_data, int64_t retrieved_at)
{
    reply w = {.retrieved_at = retrieved_at, .list = rel_x_list_of(r)};
    walk(r, &w, reply_data);
    if (!w.found) r->b->counts.ignored++; /* the end of a timeline */
}

/* -------- records -------- */

static void refuse(rel_x_reading *r, const cJSON *item)
{
    const cJSON *error = rel_array_first(rel_field(item, "errors"));
    if (error)
        rel_batch_reject(r->b, REL_REJECT_PLATFORM_ERROR, r->line, "%.*s",
                         REL_STR_ARG(rel_field_text(error, "message")));
    else if (rel_field(unwrap(item), "rest_id"))
        rel_batch_reject(r->b, REL_REJECT_MISSING_FIELD, r->line, "legacy");
    else
        rel_batch_reject(r->b, REL_REJECT_UNKNOWN_RECORD, r->line, "neither a post nor an account");
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const rel_capture c = rel_capture_open(record, &b->counts.fields_ignored);
    rel_x_reading r = {.ops = &ops, .info = info, .b = b, .line = line, .seen_at = c.collected_at};
    if (!cJSON_IsObject(c.item))
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
    else if (is_post(c.item))
        rel_x_read_post(&r, c.item, true, REL_ACCOUNT_UNKNOWN);
    else if (is_user(c.item)) {
        const rel_x_list l = rel_x_list_of(&r);
        read_account(&r, c.item, &l);
    } else if (is_unavailable(unwrap(c.item)))
        b->counts.ignored++;
    else if (is_reply(c.item, REPLY_LEVELS))
        read_reply(&r, c.item, c.collected_at);
    else
        refuse(&r, c.item);
}

/* -------- detection -------- */

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    const int enveloped = rel_capture_score(o, "twitter.com|x.com|twitter-comments");
    if (enveloped >= 0) return enveloped;
    if (is_post(o) && (rel_field(unwrap(o), "rest_id") || rel_str_is(rel_field_text(o, "type"), "adaptive")))
        return 95;
    if (is_user(o)) return 90;
    return rel_field(o, "data") && is_reply(o, REPLY_LEVELS) ? 90 : 0;
}

/* A reply that lists accounts, near its beginning. */
static bool lists_accounts(const cJSON *o, int levels)
{
    if (rel_field_path(o, "user_results", "result", NULL) && !rel_field(o, "tweet_results")) return true;
    for (const cJSON *c = levels && o ? o->child : NULL; c; c = c->next)
        if (c->child && !is_post(c) && lists_accounts(c, levels - 1)) return true;
    return false;
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    *out = NULL;
    if (is_user(probe->json) || lists_accounts(probe->json, 2 * REPLY_LEVELS))
        rel_list_owner_note(ctx, probe->path, &owner);
    return REL_OK;
}

const rel_format rel_format_x_web = {
    .name = "x-web",
    .title = N_("X (Twitter) captured from the web: Zeeschuimer, 4CAT, replies of the pages"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions, follows"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .read_json = read_json,
};
