/* X (Twitter) API v1.1: posts, search results, timelines, streams, accounts, pages of followers and friends.
 * What becomes of what is documented in docs/formats/x-v1.md. */
#include "ingest/format.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/x_post.h"
#include "src/base/i18n.h"

/* -------- where things stand -------- */

static rel_x_user look_at_user(const cJSON *user)
{
    return (rel_x_user){.id = rel_x_id(user),
                        .name = rel_field(user, "name"),
                        .handle = rel_field(user, "screen_name"),
                        .created = rel_field(user, "created_at"),
                        .bio = rel_field(user, "description"),
                        .location = rel_field(user, "location"),
                        .verified = rel_field(user, "verified"),
                        .is_protected = rel_field(user, "protected"),
                        .followers = rel_field(user, "followers_count"),
                        .following = rel_field(user, "friends_count"),
                        .fields = user};
}

/* Where the text and the entities are whole: "extended_tweet" of a stream, else the post itself. */
static rel_x_post look_at_post(const cJSON *post)
{
    const cJSON *extended = rel_field_object(post, "extended_tweet");
    const cJSON *text = rel_field(extended, "full_text"), *entities = rel_field_object(extended, "entities");
    const cJSON *shared = rel_field_object(post, "retweeted_status"),
                *quoted = rel_field_object(post, "quoted_status");
    if (!text) text = rel_field_either(post, "full_text", "text");
    if (!entities) entities = rel_field_object(post, "entities");
    const cJSON *quoted_id = rel_field_either(post, "quoted_status_id_str", "quoted_status_id");
    return (rel_x_post){.fields = cJSON_IsObject(post) ? post : NULL,
                        .id = rel_x_id(post),
                        .author = rel_field(post, "user"),      /* of whatever type: a wrong one is said */
                        .entities = entities ? entities : post, /* some programs keep them one level up */
                        .text = text,
                        .shared = shared,
                        .shared_id = rel_x_id(shared),
                        .quoted = quoted,
                        .quoted_id = quoted_id ? quoted_id : rel_x_id(quoted)};
}

static const rel_x_ops ops = {look_at_user, look_at_post};

/* -------- what a record is -------- */

static bool is_message(const cJSON *o)
{
    return rel_field(o, "sender_id") || rel_field(o, "sender_id_str") || rel_field(o, "recipient") ||
           rel_field(o, "message_create");
}

static bool has_text(const cJSON *o)
{
    return rel_field(o, "text") || rel_field(o, "full_text");
}

static bool is_list(const cJSON *o)
{
    return rel_field(o, "slug") && rel_field(o, "member_count");
}

/* A picture alone may have no text. */
static bool is_post(const cJSON *o)
{
    const bool dated = rel_field(o, "created_at"), by_user = rel_field(o, "user");
    if (is_message(o) || is_list(o)) return false;
    return has_text(o) ? by_user || dated : by_user && (dated || rel_field(o, "retweeted_status"));
}

static bool is_user(const cJSON *o)
{
    return rel_field(o, "screen_name") && !has_text(o) && !rel_field(o, "connections") &&
           !rel_field(o, "indices");
}

/* What the streams say besides posts, by the only key of the object. */
static bool is_notice(const cJSON *o)
{
    static const char *const words[] = {
        "scrub_geo", "limit",   "status_withheld", "user_withheld",  "disconnect",
        "warning",   "friends", "friends_str",     "direct_message", "for_user",
        "control",   "event",   "status_deletion", "follow_warning"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rel_field(o, words[i])) return !has_text(o);
    return false;
}

/* Private, or nothing that a graph is made of. */
static bool is_nothing_for_us(const cJSON *o)
{
    return is_message(o) || is_list(o) || is_notice(o) || rel_field(o, "connections") ||
           rel_field_array(o, "lists") || rel_field_array(o, "events");
}

static bool has_cursor(const cJSON *o)
{
    return rel_field(o, "next_cursor_str") || rel_field(o, "next_cursor");
}

/* -------- lists of accounts -------- */

/* An account, with the latest post that its profile brings along. */
static void read_user(rel_x_reading *r, const cJSON *user, const rel_x_list *l)
{
    const cJSON *status = rel_field_object(user, "status");
    const rel_account_ref ref = is_user(user) ? rel_x_read_user(r, user) : REL_ACCOUNT_UNKNOWN;
    if (!cJSON_IsObject(user))
        rel_batch_reject(r->b, REL_REJECT_WRONG_TYPE, r->line, "expected an account");
    else if (ref == REL_ACCOUNT_UNKNOWN)
        rel_batch_reject(r->b, REL_REJECT_NO_ID, r->line, "id of an account");
    if (ref == REL_ACCOUNT_UNKNOWN) return;
    rel_x_add_listed(r, l, ref);
    if (status) rel_x_read_post(r, status, false, ref);
}

/* A page of whole accounts. They are kept when nobody says whose followers they are. */
static void read_users(rel_x_reading *r, const cJSON *record, const cJSON *users)
{
    const rel_x_list l = rel_x_list_of(r);
    if (l.owner == REL_ACCOUNT_UNKNOWN && (has_cursor(record) || l.is_list) && users->child)
        rel_x_refuse_list(r);
    for (const cJSON *u = users->child; u; u = u->next) read_user(r, u, &l);
}

static void read_ids(rel_x_reading *r, const cJSON *ids)
{
    char room[REL_JSON_ID_TEXT];
    const rel_x_list l = rel_x_list_of(r);
    if (l.owner == REL_ACCOUNT_UNKNOWN) {
        rel_x_refuse_list(r);
        return;
    }
    for (const cJSON *i = ids->child; i; i = i->next) {
        const rel_str id = rel_value_id(i, room);
        if (id.s)
            rel_x_add_listed(r, &l, rel_batch_account(r->b, REL_X, id, REL_STR_MISSING));
        else
            rel_batch_reject(r->b, REL_REJECT_WRONG_TYPE, r->line, "id of an account");
    }
}

/* How two accounts stand to each other. */
static void read_relationship(rel_x_reading *r, const cJSON *relationship)
{
    const cJSON *source = rel_field_object(relationship, "source"),
                *target = rel_field_object(relationship, "target");
    const rel_account_ref from = rel_x_read_user(r, source), to = rel_x_read_user(r, target);
    if (from == REL_ACCOUNT_UNKNOWN || to == REL_ACCOUNT_UNKNOWN) {
        rel_batch_reject(r->b, REL_REJECT_NO_ID, r->line, "id of an account");
        return;
    }
    if (rel_value_is_true(rel_field(source, "following")))
        rel_bare_act(r->b, REL_KIND_FOLLOW, from, to, REL_X, REL_STR_MISSING, REL_TIME_MISSING);
    if (rel_value_is_true(rel_field(source, "followed_by")))
        rel_bare_act(r->b, REL_KIND_FOLLOW, to, from, REL_X, REL_STR_MISSING, REL_TIME_MISSING);
}

/* -------- records -------- */

static void read_delete(rel_x_reading *r, const cJSON *notice)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_x_id(rel_field(notice, "status")), room);
    if (rel_field(notice, "direct_message")) {
        r->b->counts.ignored++; /* private ones are not kept */
        return;
    }
    if (!id.s) {
        rel_batch_reject(r->b, REL_REJECT_NO_ID, r->line, "id of a deleted post");
        return;
    }
    const rel_delete_record d = {
        .what = REL_DELETE_POST,
        .platform = REL_X,
        .id = id,
        .time = rel_optional_time(rel_field(notice, "timestamp_ms"), &r->b->counts.fields_ignored)};
    rel_batch_add_delete(r->b, &d);
}

static void read_item(rel_x_reading *r, const cJSON *item)
{
    r->seen_at = REL_TIME_MISSING;
    if (!cJSON_IsObject(item))
        rel_batch_reject(r->b, REL_REJECT_WRONG_TYPE, r->line, "expected an object");
    else if (is_post(item))
        rel_x_read_post(r, item, true, REL_ACCOUNT_UNKNOWN);
    else if (is_nothing_for_us(item))
        r->b->counts.ignored++;
    else if (is_user(item)) {
        const rel_x_list l = rel_x_list_of(r);
        read_user(r, item, &l);
    } else
        rel_batch_reject(r->b, REL_REJECT_UNKNOWN_RECORD, r->line, "neither a post nor an account");
}

/* What "statuses/lookup" replies with when it is to name those it did not find: a post or null for each id.
 */
static bool is_lookup(const cJSON *id)
{
    return cJSON_IsObject(id) && (!id->child || is_post(id->child) || cJSON_IsNull(id->child));
}

static void read_lookup(rel_x_reading *r, const cJSON *found)
{
    for (const cJSON *c = found->child; c; c = c->next) {
        if (cJSON_IsNull(c))
            r->b->counts.ignored++;
        else
            read_item(r, c);
    }
}

static void refuse_error(rel_x_reading *r, const cJSON *record)
{
    rel_str words = rel_field_text(rel_array_first(rel_field(record, "errors")), "message");
    if (!words.s) words = rel_field_text(record, "error");
    rel_batch_reject(r->b, REL_REJECT_PLATFORM_ERROR, r->line, "%.*s", REL_STR_ARG(words));
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    rel_x_reading r = {.ops = &ops, .info = info, .b = b, .line = line, .seen_at = REL_TIME_MISSING};
    const cJSON *array, *object;
    if (is_post(record))
        read_item(&r, record);
    else if ((array = rel_field_array(record, "statuses")))
        for (const cJSON *c = array->child; c; c = c->next) read_item(&r, c);
    else if ((array = rel_field_array(record, "users")))
        read_users(&r, record, array);
    else if ((array = rel_field_array(record, "ids")))
        read_ids(&r, array);
    else if ((object = rel_field_object(record, "delete")))
        read_delete(&r, object);
    else if ((object = rel_field_object(record, "relationship")))
        read_relationship(&r, object);
    else if ((object = rel_field_object(record, "id")) && is_lookup(object))
        read_lookup(&r, object);
    else if (rel_field_array(record, "errors") || rel_field(record, "error"))
        refuse_error(&r, record);
    else
        read_item(&r, record);
}

/* -------- detection -------- */

/* "Wed Oct 10 20:19:24 +0000 2018", which no other platform writes. */
static bool has_x_time(const cJSON *o)
{
    int64_t utc;
    const rel_str t = rel_field_text(o, "created_at");
    return t.len == 30 && t.s[3] == ' ' && t.s[7] == ' ' && t.s[20] == '+' && rel_time_parse(t, &utc);
}

static int score_user(const cJSON *o)
{
    if (!is_user(o) || !rel_x_id(o)) return 0;
    if (rel_field(o, "followers_count") || rel_field(o, "profile_image_url") || has_x_time(o)) return 90;
    return rel_field(o, "id_str") ? 60 : 40;
}

static int score_item(const cJSON *o)
{
    if (is_post(o)) {
        const cJSON *user = rel_field(o, "user");
        const bool named = rel_field(user, "screen_name") || rel_field(user, "id_str");
        if (has_x_time(o)) return named ? 95 : 70;
        return rel_field(user, "screen_name") && rel_x_id(o) ? 60 : 0;
    }
    if (rel_field_path(o, "delete", "status", NULL)) return 95;
    if (is_list(o) || (is_message(o) && has_x_time(o)) || rel_field(o, "message_create")) return 60;
    if (rel_field_path(o, "limit", "track", NULL)) return 60;
    return score_user(o);
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json, *a;
    int score = score_item(o);
    if (score || !o) return score;
    if ((a = rel_field_array(o, "statuses")))
        return a->child ? score_item(a->child) : rel_field(o, "search_metadata") ? 80 : 0;
    if ((a = rel_field_array(o, "users")))
        return a->child ? score_user(a->child) : rel_field(o, "next_cursor_str") ? 60 : 0;
    if ((a = rel_field_array(o, "ids"))) return has_cursor(o) ? 80 : 0;
    if ((a = rel_field_array(o, "lists"))) return is_list(a->child) ? 60 : 0;
    if (rel_field_path(o, "relationship", "source", "screen_name", NULL)) return 90;
    if (rel_field_path(o, "event", "message_create", NULL)) return 60;
    if ((a = rel_field_object(o, "id")) && is_lookup(a)) return a->child ? 80 : 0;
    return rel_field(o, "connections") && rel_field(o, "screen_name") ? 60 : 0;
}

/* A page that takes its subject from the name of its file says so. */
static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    const cJSON *o = probe->json;
    *out = NULL;
    if (rel_field_array(o, "users") || rel_field_array(o, "ids") || is_user(o))
        rel_list_owner_note(ctx, probe->path, &owner);
    return REL_OK;
}

const rel_format rel_format_x_v1 = {
    .name = "x-v1",
    .title = N_("X (Twitter) API v1.1: posts, searches, streams, lists of followers"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions, follows"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .read_json = read_json,
};
