/* Bluesky: AppView views (feeds, threads, profiles, lists of followers, likes and reposts), records of
 * repositories, and Jetstream events with their deletes. What becomes of what is documented in
 * docs/formats/bluesky.md.
 *
 * Every post and act has an at-uri, "at://did/collection/key", and the did in it is its author: so targets
 * are known without looking them up. */
#include <stdio.h>

#include "ingest/format.h"
#include "ingest/json_access.h"
#include "ingest/reading.h"
#include "ingest/text_match.h"
#include "src/base/i18n.h"

#define BLUESKY REL_STR_LIT("bluesky")

enum { URI_MAX_BYTES = 1024, THREAD_MAX_DEPTH = 100 };

/* One record of the file. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    int64_t retrieved_at; /* when the file says so; of Jetstream events, their time */
} scene;

/* -------- names -------- */

typedef struct at_uri {
    rel_str authority; /* a did, or a handle */
    rel_str collection, key;
} at_uri;

static bool parse_uri(rel_str text, at_uri *uri)
{
    if (!rel_text_begins(text, "at://")) return false;
    rel_str rest = {text.s + 5, text.len - 5};
    uri->authority = rel_str_cut(&rest, '/');
    uri->collection = rest.s ? rel_str_cut(&rest, '/') : REL_STR_MISSING;
    uri->key = rest;
    return uri->authority.len > 0;
}

static rel_account_ref account_of(scene *s, rel_str authority)
{
    const bool did = rel_text_begins(authority, "did:");
    return rel_batch_account(s->b, BLUESKY, did ? authority : REL_STR_MISSING,
                             did ? REL_STR_MISSING : authority);
}

/* The author of what the uri names. */
static rel_account_ref owner_of(scene *s, rel_str text)
{
    at_uri uri;
    return parse_uri(text, &uri) ? account_of(s, uri.authority) : REL_ACCOUNT_UNKNOWN;
}

static bool is_post_uri(rel_str text)
{
    at_uri uri;
    return parse_uri(text, &uri) && rel_str_is(uri.collection, "app.bsky.feed.post");
}

static rel_str type_of(const cJSON *o)
{
    return rel_value_text(rel_field_either(o, "$type", "py_type"));
}

/* -------- accounts -------- */

/* A profile as somebody who is listed or looked up has it, not the few fields that come with a post. */
static bool is_profile(const cJSON *o)
{
    return rel_field(o, "description") || rel_field_either(o, "followersCount", "followers_count");
}

static rel_str valid_handle(const cJSON *o)
{
    const rel_str handle = rel_field_text(o, "handle");
    return rel_str_is(handle, "handle.invalid") ? REL_STR_MISSING : handle;
}

static rel_account_ref read_actor(scene *s, const cJSON *o, bool listed)
{
    const rel_account_ref ref = rel_batch_account(s->b, BLUESKY, rel_field_text(o, "did"), valid_handle(o));
    if (ref == REL_ACCOUNT_UNKNOWN) return ref;
    int64_t *ignored = &s->b->counts.fields_ignored;
    rel_account_record a = rel_account_record_empty();
    a.handle = valid_handle(o);
    a.name = rel_value_text(rel_field_either(o, "displayName", "display_name"));
    if (!a.name.len) a.name = REL_STR_MISSING;
    a.bio = rel_field_text(o, "description");
    a.created = rel_optional_time(rel_field_either(o, "createdAt", "created_at"), ignored);
    a.seen_at = s->retrieved_at;
    a.followers = rel_value_count(rel_field_either(o, "followersCount", "followers_count"), ignored);
    a.following = rel_value_count(rel_field_either(o, "followsCount", "follows_count"), ignored);
    a.posts = rel_value_count(rel_field_either(o, "postsCount", "posts_count"), ignored);
    const cJSON *verification = rel_field(o, "verification");
    const rel_str status =
        rel_value_text(rel_field_either(verification, "verifiedStatus", "verified_status"));
    if (status.s) a.verified = rel_str_is(status, "valid");
    a.observed = listed || is_profile(o);
    rel_batch_profile(s->b, ref, &a);
    return ref;
}

/* -------- posts -------- */

/* A record and what is known about it from around it. */
typedef struct item {
    rel_str uri;
    rel_account_ref author;
    const cJSON *record;
    const cJSON *view;  /* has the counts; NULL: there are none */
    int64_t event_time; /* when it was seen or indexed, for records whose own time is none */
    bool collected;
} item;

static int64_t time_of(scene *s, const item *it)
{
    bool bad = false;
    const int64_t time = rel_value_time(rel_field_either(it->record, "createdAt", "created_at"), &bad);
    /* Clients write what they like; the platform then sorts by the time of indexing. */
    if (bad) s->b->counts.fields_ignored++;
    return time != REL_TIME_MISSING ? time : it->event_time;
}

static rel_str uri_in(const cJSON *o, const char *key)
{
    return rel_field_text(rel_field(o, key), "uri");
}

/* The uri of the post that a record quotes; missing when it quotes none (or a list, a feed). */
static rel_str quoted_uri(const cJSON *record)
{
    const cJSON *inner = rel_field_path(record, "embed", "record", NULL);
    rel_str uri = rel_field_text(inner, "uri");
    if (!uri.s) uri = uri_in(inner, "record");
    return is_post_uri(uri) ? uri : REL_STR_MISSING;
}

static rel_interaction_record act(const scene *s, const item *it, rel_kind kind, rel_account_ref target,
                                  int64_t time)
{
    (void)s;
    return (rel_interaction_record){
        .kind = kind, .source = it->author, .target = target, .time = time, .platform = BLUESKY, .weight = 1};
}

static void add_link_of(scene *s, rel_str post, const cJSON *external)
{
    rel_batch_add_link(s->b, BLUESKY, post, rel_field_text(external, "uri"));
}

/* Mentions, links and tags of the text stand in facets; a link card in the embed. */
static void read_facets(scene *s, const item *it, int64_t time)
{
    const size_t from = s->b->interactions;
    const cJSON *embed = rel_field(it->record, "embed");
    add_link_of(s, it->uri, rel_field(embed, "external"));
    add_link_of(s, it->uri, rel_field_path(embed, "media", "external", NULL));
    for (const cJSON *t = rel_array_first(rel_field(it->record, "tags")); t; t = t->next)
        rel_batch_add_tag(s->b, BLUESKY, it->uri, rel_value_text(t));
    for (const cJSON *f = rel_array_first(rel_field(it->record, "facets")); f; f = f->next) {
        for (const cJSON *x = rel_array_first(rel_field(f, "features")); x; x = x->next) {
            const rel_str did = rel_field_text(x, "did");
            rel_batch_add_tag(s->b, BLUESKY, it->uri, rel_field_text(x, "tag"));
            rel_batch_add_link(s->b, BLUESKY, it->uri, rel_field_text(x, "uri"));
            if (!did.len || !it->collected) continue;
            rel_interaction_record i = act(s, it, REL_KIND_MENTION, account_of(s, did), time);
            i.post_id = it->uri;
            rel_add_once(s->b, from, &i);
        }
    }
}

static void fill_counts(scene *s, const cJSON *view, rel_post_record *post)
{
    int64_t *ignored = &s->b->counts.fields_ignored;
    post->likes = rel_value_count(rel_field_either(view, "likeCount", "like_count"), ignored);
    post->replies = rel_value_count(rel_field_either(view, "replyCount", "reply_count"), ignored);
    post->shares = rel_value_count(rel_field_either(view, "repostCount", "repost_count"), ignored);
    post->quotes = rel_value_count(rel_field_either(view, "quoteCount", "quote_count"), ignored);
}

static void read_post(scene *s, const item *it)
{
    const cJSON *reply = rel_field(it->record, "reply");
    const rel_str parent = uri_in(reply, "parent"), root = uri_in(reply, "root"),
                  quoted = quoted_uri(it->record);
    rel_post_record post = rel_post_record_empty();
    post.platform = BLUESKY;
    post.id = it->uri;
    post.author = it->author;
    post.kind = parent.s ? REL_POST_REPLY : quoted.s ? REL_POST_QUOTE : REL_POST_ORIGINAL;
    post.time = time_of(s, it);
    post.retrieved_at = s->retrieved_at;
    post.text = rel_optional_text(rel_field(it->record, "text"), &s->b->counts.fields_ignored);
    post.lang = rel_value_text(rel_array_first(rel_field(it->record, "langs")));
    post.conversation_id = root.s ? root : it->uri;
    post.target_id = parent.s ? parent : quoted;
    post.collected = it->collected;
    fill_counts(s, it->view, &post);
    rel_batch_add_post(s->b, &post);
    if (it->collected) {
        rel_batch_observe(s->b, it->author,
                          s->retrieved_at != REL_TIME_MISSING ? s->retrieved_at : post.time);
        rel_interaction_record i = act(s, it, REL_KIND_REPLY, owner_of(s, parent), post.time);
        i.post_id = it->uri;
        i.target_post = parent;
        if (parent.s) rel_batch_add_interaction(s->b, &i);
        i.kind = REL_KIND_QUOTE;
        i.target = owner_of(s, quoted);
        i.target_post = quoted;
        if (quoted.s) rel_batch_add_interaction(s->b, &i);
    }
    read_facets(s, it, post.time);
}

/* -------- acts: likes, reposts, follows -------- */

static void read_like_or_repost(scene *s, const item *it, rel_kind kind)
{
    const rel_str target = uri_in(it->record, "subject");
    if (!target.len) {
        rel_batch_reject(s->b, REL_REJECT_MISSING_FIELD, s->line, "subject of a %s", rel_kind_word(kind));
        return;
    }
    /* Feeds and labellers can be liked too. */
    if (!is_post_uri(target)) {
        s->b->counts.ignored++;
        return;
    }
    rel_interaction_record i = act(s, it, kind, owner_of(s, target), time_of(s, it));
    i.target_post = target;
    i.act_id = it->uri;
    rel_batch_add_interaction(s->b, &i);
}

static void read_follow(scene *s, const item *it)
{
    const rel_str did = rel_field_text(it->record, "subject");
    if (!did.len) {
        rel_batch_reject(s->b, REL_REJECT_MISSING_FIELD, s->line, "subject of a follow");
        return;
    }
    rel_interaction_record i = act(s, it, REL_KIND_FOLLOW, account_of(s, did), time_of(s, it));
    i.act_id = it->uri;
    rel_batch_add_interaction(s->b, &i);
}

static void read_own_profile(scene *s, const item *it)
{
    rel_account_record a = rel_account_record_empty();
    a.name = rel_value_text(rel_field_either(it->record, "displayName", "display_name"));
    a.bio = rel_field_text(it->record, "description");
    a.seen_at = it->event_time;
    a.observed = true;
    rel_batch_profile(s->b, it->author, &a);
}

/* A record of a repository, by its collection. */
static void read_record(scene *s, const item *it)
{
    at_uri uri;
    if (!parse_uri(it->uri, &uri) || it->author == REL_ACCOUNT_UNKNOWN) {
        rel_batch_reject(s->b, it->uri.len ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_ID, s->line,
                         "uri of a record");
        return;
    }
    if (!cJSON_IsObject(it->record)) {
        rel_batch_reject(s->b, REL_REJECT_WRONG_TYPE, s->line, "record");
        return;
    }
    if (rel_str_is(uri.collection, "app.bsky.feed.post"))
        read_post(s, it);
    else if (rel_str_is(uri.collection, "app.bsky.feed.like"))
        read_like_or_repost(s, it, REL_KIND_LIKE);
    else if (rel_str_is(uri.collection, "app.bsky.feed.repost"))
        read_like_or_repost(s, it, REL_KIND_SHARE);
    else if (rel_str_is(uri.collection, "app.bsky.graph.follow"))
        read_follow(s, it);
    else if (rel_str_is(uri.collection, "app.bsky.actor.profile"))
        read_own_profile(s, it);
    else
        s->b->counts.ignored++; /* blocks, lists, gates and other programs' collections */
}

/* -------- AppView -------- */

static void read_embedded(scene *s, const cJSON *embed);

/* postView, and with the same fields a notification and an embedded record (`value`). */
static rel_account_ref read_view(scene *s, const cJSON *view, bool collected)
{
    const cJSON *author = rel_field(view, "author"), *record = rel_field_either(view, "record", "value");
    item it = {.uri = rel_field_text(view, "uri"), .record = record, .view = view, .collected = collected};
    it.author = author ? read_actor(s, author, false) : owner_of(s, it.uri);
    it.event_time =
        rel_optional_time(rel_field_either(view, "indexedAt", "indexed_at"), &s->b->counts.fields_ignored);
    if (!collected && (!it.uri.len || !record))
        s->b->counts.fields_ignored++;
    else
        read_record(s, &it);
    read_embedded(s, rel_field(view, "embed"));
    return it.author;
}

/* The quoted post, which a view carries along: context. */
static void read_embedded(scene *s, const cJSON *embed)
{
    const cJSON *inner = rel_field(embed, "record");
    if (rel_field(inner, "record") && !rel_field(inner, "uri")) inner = rel_field(inner, "record");
    if (is_post_uri(rel_field_text(inner, "uri")) && rel_field(inner, "author") && rel_field(inner, "value"))
        read_view(s, inner, false);
}

static bool is_post_view(const cJSON *o)
{
    return rel_field(o, "uri") && rel_field(o, "author") && rel_field(o, "record");
}

static void add_repost(scene *s, const cJSON *reason, rel_account_ref author, rel_str post)
{
    char room[REL_ACT_ID_TEXT];
    const cJSON *by = rel_field(reason, "by");
    const item it = {.author = read_actor(s, by, false)};
    const int64_t time =
        rel_optional_time(rel_field_either(reason, "indexedAt", "indexed_at"), &s->b->counts.fields_ignored);
    rel_interaction_record i = act(s, &it, REL_KIND_SHARE, author, time);
    const rel_account_record *source = rel_batch_account_at(s->b, it.author);
    i.target_post = post;
    i.act_id = rel_field_text(reason, "uri");
    if (!i.act_id.s && source) i.act_id = rel_make_act_id(room, i.kind, source->key, post);
    rel_batch_observe(s->b, it.author, time);
    rel_batch_add_interaction(s->b, &i);
}

/* feedViewPost: a post, why it is in the feed, and the posts that it answers. */
static void read_feed_item(scene *s, const cJSON *o)
{
    static const char *const around[] = {"root", "parent"};
    const cJSON *post = rel_field(o, "post"), *reason = rel_field(o, "reason"),
                *reply = rel_field(o, "reply");
    const bool reposted = rel_field(reason, "by") != NULL;
    const rel_account_ref author = read_view(s, post, !reposted);
    if (reposted) add_repost(s, reason, author, rel_field_text(post, "uri"));
    for (size_t k = 0; k < 2; k++)
        if (is_post_view(rel_field(reply, around[k]))) read_view(s, rel_field(reply, around[k]), false);
}

/* threadViewPost: parents above, replies below. */
static void read_thread(scene *s, const cJSON *node, int depth)
{
    if (!is_post_view(rel_field(node, "post"))) {
        s->b->counts.ignored++; /* deleted, or blocked */
        return;
    }
    read_view(s, rel_field(node, "post"), true);
    if (depth == THREAD_MAX_DEPTH) return;
    if (rel_field(node, "parent")) read_thread(s, rel_field(node, "parent"), depth + 1);
    for (const cJSON *r = rel_array_first(rel_field(node, "replies")); r; r = r->next)
        read_thread(s, r, depth + 1);
}

/* {"subject": profile, "followers": [profile]} and the like; each of the list acts on, or is acted on by, the
 * one. */
static void add_follows(scene *s, const cJSON *list, rel_account_ref subject, bool outward)
{
    for (const cJSON *c = rel_array_first(list); c; c = c->next) {
        const rel_account_ref other = read_actor(s, c, true);
        if (other == REL_ACCOUNT_UNKNOWN) {
            rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "did of an account");
            continue;
        }
        const item it = {.author = outward ? subject : other};
        const rel_interaction_record i =
            act(s, &it, REL_KIND_FOLLOW, outward ? other : subject, REL_TIME_MISSING);
        if (subject != REL_ACCOUNT_UNKNOWN) rel_batch_add_interaction(s->b, &i);
    }
}

static rel_account_ref find_subject(scene *s, const cJSON *record)
{
    rel_str id, handle;
    const cJSON *subject = rel_field(record, "subject");
    if (cJSON_IsObject(subject)) return read_actor(s, subject, true);
    rel_str text = rel_value_text(subject);
    if (!text.len) text = rel_str_of(s->info->opts->subject);
    rel_subject_parse(text, &id, &handle);
    if (!text.len) {
        /* By the name of the file only a DID or a whole handle is sure. */
        const rel_list_owner owner = rel_list_owner_of(s->info->path, s->info->opts);
        id = owner.id.len && owner.id.s[0] == 'd' ? owner.id : REL_STR_MISSING;
        handle = owner.handle.len && memchr(owner.handle.s, '.', owner.handle.len) ? owner.handle
                                                                                   : REL_STR_MISSING;
    }
    return rel_batch_account(s->b, BLUESKY, id, handle);
}

static void read_follow_list(scene *s, const cJSON *record)
{
    const rel_account_ref subject = find_subject(s, record);
    if (subject == REL_ACCOUNT_UNKNOWN)
        rel_batch_reject(s->b, REL_REJECT_NO_SUBJECT, s->line, "use --subject");
    add_follows(s, rel_field(record, "followers"), subject, false);
    add_follows(s, rel_field(record, "follows"), subject, true);
}

/* {"uri": post, "likes": [{actor, createdAt}]} or {"uri": post, "repostedBy": [profile]} */
static void read_reactions(scene *s, const cJSON *record, const cJSON *list, rel_kind kind)
{
    char room[REL_ACT_ID_TEXT];
    const rel_str post = rel_field_text(record, "uri");
    if (!post.len) rel_batch_reject(s->b, REL_REJECT_MISSING_FIELD, s->line, "uri of the post");
    for (const cJSON *c = rel_array_first(list); c; c = c->next) {
        const cJSON *actor = rel_field(c, "actor");
        const item it = {.author = read_actor(s, actor ? actor : c, true)};
        const rel_account_record *source = rel_batch_account_at(s->b, it.author);
        if (!source) rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "did of an account");
        if (!source || !post.len) continue;
        const cJSON *at = actor ? rel_field_either(c, "createdAt", "created_at") : NULL;
        rel_interaction_record i =
            act(s, &it, kind, REL_ACCOUNT_UNKNOWN, rel_optional_time(at, &s->b->counts.fields_ignored));
        i.act_id = rel_make_act_id(room, kind, source->key, post);
        i.target_post = post;
        i.target = owner_of(s, post);
        rel_batch_add_interaction(s->b, &i);
    }
}

/* -------- repositories -------- */

/* {"uri", "cid", "value"} as com.atproto.repo.listRecords gives it. */
static void read_repo_record(scene *s, const cJSON *o)
{
    const item it = {.uri = rel_field_text(o, "uri"),
                     .record = rel_field(o, "value"),
                     .author = owner_of(s, rel_field_text(o, "uri")),
                     .event_time = REL_TIME_MISSING,
                     .collected = true};
    read_record(s, &it);
}

/* -------- Jetstream -------- */

static void add_delete(scene *s, enum rel_delete_what what, rel_str id, int64_t time)
{
    const rel_delete_record d = {.what = what, .platform = BLUESKY, .id = id, .time = time};
    rel_batch_add_delete(s->b, &d);
}

static void read_delete(scene *s, rel_str collection, rel_str uri, int64_t time)
{
    if (rel_str_is(collection, "app.bsky.feed.post"))
        add_delete(s, REL_DELETE_POST, uri, time);
    else if (rel_str_is(collection, "app.bsky.feed.like") || rel_str_is(collection, "app.bsky.feed.repost") ||
             rel_str_is(collection, "app.bsky.graph.follow"))
        add_delete(s, REL_DELETE_ACT, uri, time);
    else
        s->b->counts.ignored++;
}

/* The older form has a "commit", the newer one has its fields in the event itself. */
static void read_commit(scene *s, const cJSON *event, const cJSON *commit, int64_t time)
{
    char room[URI_MAX_BYTES];
    const rel_str did = rel_field_text(event, "did"), collection = rel_field_text(commit, "collection"),
                  key = rel_field_text(commit, "rkey"), operation = rel_field_text(commit, "operation");
    if (!did.len || !collection.len || !key.len) {
        rel_batch_reject(s->b, did.len ? REL_REJECT_NO_ID : REL_REJECT_NO_AUTHOR, s->line, "commit");
        return;
    }
    const int len = snprintf(room, sizeof room, "at://%.*s/%.*s/%.*s", REL_STR_ARG(did),
                             REL_STR_ARG(collection), REL_STR_ARG(key));
    if (len >= (int)sizeof room) {
        rel_batch_reject(s->b, REL_REJECT_TOO_LARGE, s->line, "uri over %d bytes", URI_MAX_BYTES - 1);
        return;
    }
    item it = {.uri = {room, (size_t)len},
               .record = rel_field(commit, "record"),
               .event_time = time,
               .collected = true};
    if (rel_str_is(operation, "delete")) {
        read_delete(s, collection, it.uri, time);
    } else if (!rel_text_begins(collection, "app.bsky.")) {
        s->b->counts.ignored++;
    } else if (rel_str_is(operation, "create") || rel_str_is(operation, "update")) {
        it.author = account_of(s, did);
        read_record(s, &it);
    } else {
        rel_batch_reject(s->b, REL_REJECT_UNKNOWN_RECORD, s->line, "operation '%.*s'",
                         REL_STR_ARG(operation));
    }
}

/* A new handle. */
static void read_identity(scene *s, const cJSON *identity, int64_t time)
{
    rel_account_record a = rel_account_record_empty();
    a.handle = valid_handle(identity);
    a.seen_at = time;
    if (!a.handle.len) {
        s->b->counts.ignored++;
        return;
    }
    const rel_account_ref ref = rel_batch_account(s->b, BLUESKY, rel_field_text(identity, "did"), a.handle);
    rel_batch_profile(s->b, ref, &a);
}

/* An account that is gone takes everything with it. One that its owner has switched off may come back. */
static void read_account_event(scene *s, const cJSON *account, int64_t time)
{
    const rel_str status = rel_field_text(account, "status");
    const bool gone =
        rel_value_flag(rel_field(account, "active")) == 0 &&
        (rel_str_is(status, "deleted") || rel_str_is(status, "takendown") || rel_str_is(status, "suspended"));
    if (gone)
        add_delete(s, REL_DELETE_ACCOUNT, rel_field_text(account, "did"), time);
    else
        s->b->counts.ignored++;
}

static bool is_event(const cJSON *o)
{
    return rel_field(o, "did") &&
           (rel_field(o, "commit") || rel_field(o, "identity") || rel_field(o, "account") ||
            (rel_field(o, "collection") && rel_field(o, "operation")));
}

static void read_event(scene *s, const cJSON *o)
{
    bool bad = false;
    const cJSON *commit = rel_field(o, "commit"), *identity = rel_field(o, "identity"),
                *account = rel_field(o, "account");
    const int64_t time = rel_value_time(rel_field_either(o, "time_us", "time"), &bad);
    if (bad) {
        rel_batch_reject(s->b, REL_REJECT_BAD_TIME, s->line, "time_us");
        return;
    }
    s->retrieved_at = time;
    if (commit)
        read_commit(s, o, commit, time);
    else if (identity)
        read_identity(s, identity, time);
    else if (account)
        read_account_event(s, account, time);
    else
        read_commit(s, o, o, time);
}

/* -------- records -------- */

static bool is_actor(const cJSON *o)
{
    return rel_text_begins(rel_field_text(o, "did"), "did:") && rel_field(o, "handle");
}

static void read_item(scene *s, const cJSON *o)
{
    if (is_event(o))
        read_event(s, o);
    else if (is_post_view(o))
        read_view(s, o, true);
    else if (is_post_view(rel_field(o, "post")))
        read_feed_item(s, o);
    else if (rel_field(o, "uri") && rel_field(o, "value"))
        read_repo_record(s, o);
    else if (is_actor(o))
        read_actor(s, o, true);
    else if (rel_text_begins(type_of(o), "app.bsky."))
        rel_batch_reject(s->b, REL_REJECT_NO_AUTHOR, s->line, "a record without its at-uri");
    else
        rel_batch_reject(s->b, REL_REJECT_UNKNOWN_RECORD, s->line, "neither a view, a record nor an event");
}

static const char *const item_lists[] = {"feed", "posts", "records", "notifications", "profiles", "actors"};

/* True when the record is an answer of the AppView with a list in it. */
static bool read_answer(scene *s, const cJSON *o)
{
    const cJSON *reposted_by = rel_field_either(o, "repostedBy", "reposted_by");
    if (rel_field_array(o, "followers") || rel_field_array(o, "follows"))
        read_follow_list(s, o);
    else if (rel_field_array(o, "likes"))
        read_reactions(s, o, rel_field(o, "likes"), REL_KIND_LIKE);
    else if (cJSON_IsArray(reposted_by))
        read_reactions(s, o, reposted_by, REL_KIND_SHARE);
    else if (rel_field_object(o, "thread"))
        read_thread(s, rel_field(o, "thread"), 0);
    else {
        for (size_t k = 0; k < sizeof item_lists / sizeof *item_lists; k++) {
            const cJSON *list = rel_field_array(o, item_lists[k]);
            if (!list) continue;
            for (const cJSON *c = list->child; c; c = c->next) read_item(s, c);
            return true;
        }
        return false;
    }
    return true;
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    scene s = {.info = info, .b = b, .line = line};
    if (!cJSON_IsObject(record)) {
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
        return;
    }
    s.retrieved_at =
        rel_optional_time(rel_field_either(record, "retrieved_at", "retrievedAt"), &b->counts.fields_ignored);
    if (is_event(record))
        read_event(&s, record);
    else if (read_answer(&s, record))
        return;
    else if (rel_field(record, "error") && rel_field(record, "message"))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%.*s",
                         REL_STR_ARG(rel_field_text(record, "error")));
    else
        read_item(&s, record);
}

/* -------- detection -------- */

static int score_item(const cJSON *o)
{
    const cJSON *post = rel_field(o, "post");
    if (is_event(o)) return rel_text_begins(rel_field_text(o, "did"), "did:") ? 95 : 0;
    if (rel_text_begins(rel_field_text(o, "uri"), "at://") ||
        rel_text_begins(rel_field_text(post, "uri"), "at://"))
        return 95;
    if (is_actor(o) || is_actor(rel_field(o, "actor"))) return 90;
    return rel_text_begins(type_of(o), "app.bsky.") ? 70 : 0;
}

static int detect(const rel_probe *probe)
{
    static const char *const lists[] = {"followers", "follows", "likes", "repostedBy", "reposted_by"};
    const cJSON *o = probe->json;
    int score = score_item(o), other;
    for (size_t k = 0; k < sizeof item_lists / sizeof *item_lists; k++)
        if ((other = score_item(rel_array_first(rel_field(o, item_lists[k])))) > score) score = other;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if ((other = score_item(rel_array_first(rel_field(o, lists[k])))) > score) score = other;
    if ((other = score_item(rel_field(o, "thread"))) > score) score = other;
    if ((other = score_item(rel_field(o, "subject"))) > score) score = other;
    return score;
}

const rel_format rel_format_bluesky = {
    .name = "bluesky",
    .title = N_("Bluesky: AppView answers, repository records, Jetstream events"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions, follows, likes, deletes"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .read_json = read_json,
};
