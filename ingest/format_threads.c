/* Threads: captures of posts, and media objects of the Threads API. What becomes of what is documented in
 * docs/formats/captures.md. */
#include "ingest/capture.h"
#include "ingest/format.h"
#include "ingest/post_acts.h"
#include "src/base/i18n.h"

#define THREADS REL_STR_LIT("threads")

enum { LINK_TEXT = 2048 };

/* One record. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    rel_capture from;
} scene;

static int64_t count_of(const scene *s, const cJSON *o, const char *key)
{
    return rel_value_count(rel_field(o, key), &s->b->counts.fields_ignored);
}

/* -------- accounts -------- */

static rel_account_ref account_of(const scene *s, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    return rel_batch_account(s->b, THREADS, rel_value_id(rel_field_either(user, "pk", "id"), room),
                             rel_field_text(user, "username"));
}

static void describe(const scene *s, rel_account_ref ref, const cJSON *user)
{
    rel_account_record a = rel_account_record_empty();
    a.handle = rel_field_text(user, "username");
    a.name = rel_field_text(user, "full_name");
    a.bio = rel_field_text(user, "biography");
    a.followers = count_of(s, user, "follower_count");
    a.verified = rel_value_flag(rel_field(user, "is_verified"));
    a.is_protected = rel_value_flag(rel_field_either(user, "text_post_app_is_private", "is_private"));
    a.seen_at = s->from.collected_at;
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

/* -------- posts as the web has them -------- */

/* A post that another one quotes or passes on; NULL when it is gone. */
static const cJSON *shared_post(const cJSON *post, const char *key)
{
    return rel_field_object(rel_field_path(post, "text_post_app_info", "share_info", NULL), key);
}

/* Likes that the author hides are missing, whatever stands there. */
static void fill_counts(const scene *s, const cJSON *post, rel_post_record *p)
{
    const cJSON *info = rel_field_object(post, "text_post_app_info");
    p->replies = count_of(s, info, "direct_reply_count");
    p->shares = count_of(s, info, "repost_count");
    p->quotes = count_of(s, info, "quote_count");
    if (rel_value_flag(rel_field(post, "like_and_view_counts_disabled")) == 1) return;
    p->likes = count_of(s, post, "like_count");
    p->views = count_of(s, post, "view_count");
}

/* Links go through "https://l.threads.com/?u=ADDRESS&e=...". */
static void add_link(const scene *s, const rel_post_record *p, rel_str url)
{
    char room[LINK_TEXT];
    static const char through[] = "https://l.threads.";
    if (url.len > sizeof through && memcmp(url.s, through, sizeof through - 1) == 0) {
        const rel_str inner = rel_address_part(url, "?u=");
        if (inner.len && inner.len <= LINK_TEXT) url = rel_address_decode(inner, room, sizeof room);
    }
    rel_batch_add_link(s->b, THREADS, p->id, url);
}

static void add_mentions(const scene *s, const cJSON *info, const rel_post_record *p, size_t from)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *fragments = rel_field_path(info, "text_fragments", "fragments", NULL);
    for (const cJSON *f = rel_array_first(fragments); f; f = f->next) {
        const cJSON *user = rel_field_path(f, "mention_fragment", "mentioned_user", NULL);
        rel_post_mention(s->b, p, from, rel_value_id(rel_field_either(user, "pk", "id"), room),
                         rel_field_text(user, "username"));
        const rel_str link = rel_value_text(rel_field_path(f, "link_fragment", "uri", NULL));
        if (link.len) add_link(s, p, link);
    }
    const bool plain = !rel_array_first(fragments);
    rel_post_text(s->b, p, from, (rel_text_wishes){.mentions = plain, .tags = true, .links = plain});
    const cJSON *preview = rel_field_path(info, "link_preview_attachment", "url", NULL);
    if (preview) add_link(s, p, rel_value_text(preview));
}

static void read_post(const scene *s, const cJSON *post, bool collected);

/* Passes a post on (nothing else counts then), answers somebody, quotes a post, mentions people. */
static void add_acts(const scene *s, const cJSON *post, const rel_post_record *p)
{
    const size_t from = s->b->interactions;
    const cJSON *info = rel_field_object(post, "text_post_app_info");
    const cJSON *passed = shared_post(post, "reposted_post"), *quoted = shared_post(post, "quoted_post");
    if (passed) {
        rel_post_act(s->b, p, REL_KIND_SHARE, account_of(s, rel_field(passed, "user")),
                     rel_field_text(passed, "code"));
        if (s->info->opts->rt_mentions) add_mentions(s, info, p, from);
    } else {
        if (p->kind == REL_POST_REPLY)
            rel_post_act(s->b, p, REL_KIND_REPLY, account_of(s, rel_field(info, "reply_to_author")),
                         REL_STR_MISSING);
        if (quoted)
            rel_post_act(s->b, p, REL_KIND_QUOTE, account_of(s, rel_field(quoted, "user")),
                         rel_field_text(quoted, "code"));
        add_mentions(s, info, p, from);
    }
    if (passed) read_post(s, passed, false);
    if (quoted) read_post(s, quoted, false);
}

static void fill_kind(const cJSON *post, rel_post_record *p)
{
    const cJSON *info = rel_field_object(post, "text_post_app_info");
    const cJSON *passed = shared_post(post, "reposted_post"), *quoted = shared_post(post, "quoted_post");
    const bool answers =
        rel_field_object(info, "reply_to_author") || rel_value_flag(rel_field(info, "is_reply")) == 1;
    p->kind = passed    ? REL_POST_SHARE
              : answers ? REL_POST_REPLY
              : quoted  ? REL_POST_QUOTE
                        : REL_POST_ORIGINAL;
    if (passed || (quoted && !answers)) p->target_id = rel_field_text(passed ? passed : quoted, "code");
}

static void read_post(const scene *s, const cJSON *post, bool collected)
{
    char id[REL_JSON_ID_TEXT];
    bool bad_time = false;
    rel_post_record p = rel_post_record_empty();
    const cJSON *user = rel_field(post, "user"), *id_item = rel_field_either(post, "code", "pk");
    const cJSON *caption = rel_field(post, "caption");
    p.platform = THREADS;
    p.id = rel_value_id(id_item, id);
    p.time = rel_value_time(rel_field(post, "taken_at"), &bad_time);
    if (p.id.s && !bad_time) p.author = account_of(s, user);
    fill_kind(post, &p);
    p.text = rel_optional_text(cJSON_IsObject(caption) ? rel_field(caption, "text") : caption,
                               &s->b->counts.fields_ignored);
    p.url = rel_field_text(post, "canonical_url");
    p.retrieved_at = s->from.collected_at;
    p.collected = collected;
    fill_counts(s, post, &p);
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = id_item,
                                  .author = user};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault) || !collected) return;
    describe(s, p.author, user);
    add_acts(s, post, &p);
}

/* -------- media objects of the API -------- */

/* What a post refers to, as {"id": ...} or as the id alone. */
static rel_str reference(const cJSON *media, const char *key, char room[REL_JSON_ID_TEXT])
{
    const cJSON *other = rel_field(media, key);
    return rel_value_id(cJSON_IsObject(other) ? rel_field(other, "id") : other, room);
}

/* Ids of accounts in the API are others than on the web: accounts go by name where there is one. */
static rel_account_ref media_author(const scene *s, const cJSON *media)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str name = rel_field_text(media, "username");
    const rel_str id = rel_value_id(rel_field_path(media, "owner", "id", NULL), room);
    return rel_batch_account(s->b, THREADS, name.len ? REL_STR_MISSING : id, name);
}

static void read_media(const scene *s, const cJSON *media)
{
    char id[REL_JSON_ID_TEXT], share[REL_JSON_ID_TEXT], reply[REL_JSON_ID_TEXT], quote[REL_JSON_ID_TEXT],
        root[REL_JSON_ID_TEXT];
    bool bad_time = false;
    rel_post_record p = rel_post_record_empty();
    const rel_str shared = reference(media, "reposted_post", share),
                  answered = reference(media, "replied_to", reply),
                  quoted = reference(media, "quoted_post", quote);
    p.platform = THREADS;
    p.id = rel_value_id(rel_field(media, "id"), id);
    p.time = rel_value_time(rel_field(media, "timestamp"), &bad_time);
    if (p.id.s && !bad_time) p.author = media_author(s, media);
    p.text = rel_optional_text(rel_field(media, "text"), &s->b->counts.fields_ignored);
    p.url = rel_field_text(media, "permalink");
    p.kind = shared.s     ? REL_POST_SHARE
             : answered.s ? REL_POST_REPLY
             : quoted.s   ? REL_POST_QUOTE
                          : REL_POST_ORIGINAL;
    p.target_id = shared.s ? shared : answered.s ? answered : quoted;
    p.conversation_id = reference(media, "root_post", root);
    p.collected = true;
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(media, "id"),
                                  .author = rel_field_either(media, "username", "owner")};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    const size_t from = s->b->interactions;
    if (shared.s) rel_post_act(s->b, &p, REL_KIND_SHARE, REL_ACCOUNT_UNKNOWN, shared);
    if (!shared.s && answered.s) rel_post_act(s->b, &p, REL_KIND_REPLY, REL_ACCOUNT_UNKNOWN, answered);
    if (!shared.s && quoted.s) rel_post_act(s->b, &p, REL_KIND_QUOTE, REL_ACCOUNT_UNKNOWN, quoted);
    const bool mentions = !shared.s || s->info->opts->rt_mentions;
    rel_post_text(s->b, &p, from, (rel_text_wishes){.mentions = mentions, .tags = true, .links = true});
    rel_batch_add_link(s->b, THREADS, p.id, rel_field_text(media, "link_attachment_url"));
}

/* -------- records -------- */

static bool is_media(const cJSON *o)
{
    const rel_str link = rel_field_text(o, "permalink");
    if (!rel_field(o, "id")) return false;
    if (rel_str_is(rel_field_text(o, "media_product_type"), "THREADS")) return true;
    return link.s && (strstr(link.s, "threads.net/") || strstr(link.s, "threads.com/"));
}

static bool is_post(const cJSON *o)
{
    return rel_field_either(o, "code", "pk") &&
           rel_field_first(o, "text_post_app_info", "caption", "taken_at", NULL);
}

static void read_item(const scene *s, const cJSON *o)
{
    const cJSON *inner = rel_field_object(o, "post");
    if (is_media(o))
        read_media(s, o);
    else if (is_post(o))
        read_post(s, o, true);
    else if (is_post(inner))
        read_post(s, inner, true);
    else
        rel_capture_reject_unknown(s->b, s->line, o);
}

static const cJSON *list_in(const cJSON *o)
{
    const cJSON *list = rel_field_array(o, "thread_items");
    return list ? list : rel_field_array(o, "data");
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const scene s = {info, b, line, rel_capture_open(record, &b->counts.fields_ignored)};
    const cJSON *list = list_in(s.from.item);
    if (rel_field_object(s.from.item, "error"))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%s", "");
    else if (!list)
        read_item(&s, s.from.item);
    else if (!rel_array_first(list))
        b->counts.ignored++;
    for (const cJSON *c = rel_array_first(list); c && b->status == REL_OK; c = c->next) read_item(&s, c);
}

static int score_item(const cJSON *o)
{
    const cJSON *inner = rel_field_object(o, "post");
    if (is_media(o)) return 95;
    return rel_field_object(inner ? inner : o, "text_post_app_info") ? 95 : 0;
}

static int detect(const rel_probe *probe)
{
    const cJSON *list = list_in(probe->json);
    const int captured = rel_capture_score(probe->json, "threads.net|threads.com");
    if (captured >= 0) return captured;
    return score_item(list ? rel_array_first(list) : probe->json);
}

const rel_format rel_format_threads = {
    .name = "threads",
    .title = N_("Threads: captures and API replies; not checked on a real file"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .read_json = read_json,
};
