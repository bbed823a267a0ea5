/* TikTok: captures of its pages (videos and comments), lists of its web API, and replies of the Research API
 * v2. What becomes of what is documented in docs/formats/captures.md. */
#include "ingest/capture.h"
#include "ingest/format.h"
#include "ingest/post_acts.h"
#include "ingest/text_entities.h"
#include "src/base/i18n.h"

#define TIKTOK REL_STR_LIT("tiktok")

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

/* Exact counts as strings, else rounded ones as numbers. */
static int64_t stat_of(const scene *s, const cJSON *o, const char *exact, const char *rounded,
                       const char *key)
{
    const int64_t n = count_of(s, rel_field(o, exact), key);
    return n != REL_COUNT_MISSING ? n : count_of(s, rel_field(o, rounded), key);
}

/* -------- accounts -------- */

/* A user of the web ("uniqueId"), of comments ("unique_id") or of the Research API ("username"). */
static rel_account_ref account_of(const scene *s, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_field_either(user, "id", "uid"), room);
    return rel_batch_account(
        s->b, TIKTOK, id, rel_value_text(rel_field_first(user, "uniqueId", "unique_id", "username", NULL)));
}

/* What is said of somebody who was observed; holder has the counts beside the user. */
static void describe(const scene *s, rel_account_ref ref, const cJSON *user, const cJSON *holder,
                     const char *exact, const char *rounded)
{
    rel_account_record a = rel_account_record_empty();
    a.handle = rel_value_text(rel_field_first(user, "uniqueId", "unique_id", "username", NULL));
    a.name = rel_value_text(rel_field_first(user, "nickname", "display_name", NULL));
    a.bio = rel_value_text(rel_field_first(user, "signature", "bio_description", NULL));
    a.followers = stat_of(s, holder, exact, rounded, "followerCount");
    a.following = stat_of(s, holder, exact, rounded, "followingCount");
    a.posts = stat_of(s, holder, exact, rounded, "videoCount");
    a.verified = rel_value_flag(rel_field_either(user, "verified", "is_verified"));
    a.is_protected = rel_value_flag(rel_field_either(user, "privateAccount", "secret"));
    a.seen_at = s->from.collected_at;
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

/* {"user": {...}, "stats": {...}} */
static rel_account_ref read_user_entry(const scene *s, const cJSON *entry)
{
    const cJSON *user = rel_field_object(entry, "user");
    const rel_account_ref ref = account_of(s, user);
    if (ref != REL_ACCOUNT_UNKNOWN) describe(s, ref, user, entry, "statsV2", "stats");
    return ref;
}

/* -------- videos of the web -------- */

/* The author is an object, or a name beside an id. */
static rel_account_ref video_author(const scene *s, const cJSON *v)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *author = rel_field(v, "author");
    if (cJSON_IsObject(author)) return account_of(s, author);
    return rel_batch_account(s->b, TIKTOK, rel_value_id(rel_field(v, "authorId"), room),
                             rel_value_text(author));
}

/* What a duet or a stitch is made of. */
typedef struct original {
    rel_str post;
    rel_account_ref author;
    bool there;
} original;

static bool is_set(rel_str id)
{
    return id.len && !rel_str_is(id, "0");
}

/* "#duet with @name", as TikTok writes it in front of the description. */
static rel_str partner_in_text(rel_str text)
{
    static const char *const before[] = {"#duet with @", "#stitch with @", "#Duet with @", "#Stitch with @"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const char *at = text.s ? strstr(text.s, before[i]) : NULL;
        if (!at) continue;
        const char *name = at + strlen(before[i]);
        const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._");
        if (n) return (rel_str){name, n};
    }
    return REL_STR_MISSING;
}

/* The video is named by duetInfo, its author by the mention that has its id, else by the description. */
static original find_original(const scene *s, const cJSON *v, rel_str text, char room[REL_JSON_ID_TEXT])
{
    char user_room[REL_JSON_ID_TEXT];
    original o = {rel_value_id(rel_field_path(v, "duetInfo", "duetFromId", NULL), room), REL_ACCOUNT_UNKNOWN,
                  false};
    if (!is_set(o.post)) o.post = REL_STR_MISSING;
    for (const cJSON *e = rel_array_first(rel_field(v, "textExtra")); e; e = e->next) {
        const rel_str video = rel_field_text(e, "awemeId");
        if (!is_set(video) || (o.post.s && !rel_str_eq(video, o.post))) continue;
        o.post = video;
        o.author = rel_batch_account(s->b, TIKTOK, rel_value_id(rel_field(e, "userId"), user_room),
                                     rel_field_text(e, "userUniqueId"));
        break;
    }
    if (o.author == REL_ACCOUNT_UNKNOWN)
        o.author = rel_batch_account(s->b, TIKTOK, REL_STR_MISSING, partner_in_text(text));
    o.there = o.post.s || o.author != REL_ACCOUNT_UNKNOWN;
    return o;
}

static void add_tags(const scene *s, const cJSON *v, const rel_post_record *p)
{
    for (const cJSON *e = rel_array_first(rel_field(v, "textExtra")); e; e = e->next)
        rel_batch_add_tag(s->b, TIKTOK, p->id, rel_field_text(e, "hashtagName"));
    for (const cJSON *c = rel_array_first(rel_field(v, "challenges")); c; c = c->next)
        rel_batch_add_tag(s->b, TIKTOK, p->id, rel_field_text(c, "title"));
}

/* Whom the video mentions; the author of what it shares only when that is asked for. */
static void mention(const scene *s, const rel_post_record *p, size_t from, const original *o, rel_str id,
                    rel_str name)
{
    if (!is_set(id)) id = REL_STR_MISSING;
    const rel_account_ref who = rel_batch_account(s->b, TIKTOK, id, name);
    if (who != REL_ACCOUNT_UNKNOWN && (who != o->author || s->info->opts->rt_mentions))
        rel_post_mention(s->b, p, from, id, name);
}

/* A duet or stitch is one share of the original. Mentions stand in the fields, else in the text alone. */
static void add_video_acts(const scene *s, const cJSON *v, const rel_post_record *p, const original *o)
{
    char room[REL_JSON_ID_TEXT];
    size_t at = 0;
    rel_entity e;
    const size_t from = s->b->interactions;
    const cJSON *extra = rel_field_array(v, "textExtra");
    if (o->there) rel_post_act(s->b, p, REL_KIND_SHARE, o->author, o->post);
    for (const cJSON *m = rel_array_first(extra); m; m = m->next)
        mention(s, p, from, o, rel_value_id(rel_field(m, "userId"), room), rel_field_text(m, "userUniqueId"));
    rel_post_text(s->b, p, from, (rel_text_wishes){.tags = !extra, .links = true});
    for (int n = 0; !extra && n < REL_POST_MENTIONS_MAX && rel_entity_next(p->text, &at, &e); n++)
        if (e.kind == REL_ENTITY_MENTION) mention(s, p, from, o, REL_STR_MISSING, e.text);
}

static void fill_video(const scene *s, const cJSON *v, rel_post_record *p)
{
    p->platform = TIKTOK;
    p->lang = rel_field_text(v, "textLanguage");
    if (rel_str_is(p->lang, "un")) p->lang = REL_STR_MISSING; /* not known */
    p->likes = stat_of(s, v, "statsV2", "stats", "diggCount");
    p->replies = stat_of(s, v, "statsV2", "stats", "commentCount");
    p->shares = stat_of(s, v, "statsV2", "stats", "shareCount");
    p->views = stat_of(s, v, "statsV2", "stats", "playCount");
    p->retrieved_at = s->from.collected_at;
    p->collected = true;
}

static void read_video(const scene *s, const cJSON *v)
{
    char id[REL_JSON_ID_TEXT], room[REL_JSON_ID_TEXT];
    bool bad_time = false;
    original o = {REL_STR_MISSING, REL_ACCOUNT_UNKNOWN, false};
    rel_post_record p = rel_post_record_empty();
    const cJSON *author = rel_field(v, "author");
    p.id = rel_value_id(rel_field(v, "id"), id);
    p.time = rel_value_time(rel_field(v, "createTime"), &bad_time);
    if (p.id.s && !bad_time) p.author = video_author(s, v);
    p.text = rel_optional_text(rel_field(v, "desc"), &s->b->counts.fields_ignored);
    if (p.author != REL_ACCOUNT_UNKNOWN) o = find_original(s, v, p.text, room);
    fill_video(s, v, &p);
    p.kind = o.there ? REL_POST_SHARE : REL_POST_ORIGINAL;
    p.target_id = o.post;
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(v, "id"),
                                  .author = author};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    if (cJSON_IsObject(author)) describe(s, p.author, author, v, "authorStatsV2", "authorStats");
    add_tags(s, v, &p);
    add_video_acts(s, v, &p, &o);
}

/* -------- comments -------- */

/* The page on which a comment was captured is that of its video: ".../@name/video/ID". */
static rel_account_ref video_owner(const scene *s, rel_str video)
{
    if (!video.len || !rel_str_eq(rel_address_part(s->from.page, "/video/"), video))
        return REL_ACCOUNT_UNKNOWN;
    return rel_batch_account(s->b, TIKTOK, REL_STR_MISSING, rel_address_part(s->from.page, "/@"));
}

static void read_comment(const scene *s, const cJSON *c)
{
    char id[REL_JSON_ID_TEXT], video[REL_JSON_ID_TEXT], parent[REL_JSON_ID_TEXT];
    bool bad_time = false;
    rel_post_record p = rel_post_record_empty();
    const cJSON *user = rel_field(c, "user");
    p.platform = TIKTOK;
    p.id = rel_value_id(rel_field_either(c, "cid", "id"), id);
    p.time = rel_value_time(rel_field(c, "create_time"), &bad_time);
    if (p.id.s && !bad_time) p.author = account_of(s, rel_field_object(c, "user"));
    p.conversation_id = rel_value_id(rel_field_either(c, "aweme_id", "video_id"), video);
    const rel_str answered = rel_value_id(rel_field_either(c, "reply_id", "parent_comment_id"), parent);
    const bool answers = is_set(answered) && !rel_str_eq(answered, p.conversation_id);
    p.target_id = answers ? answered : p.conversation_id;
    p.kind = answers ? REL_POST_REPLY : REL_POST_COMMENT;
    p.text = rel_optional_text(rel_field(c, "text"), &s->b->counts.fields_ignored);
    p.lang = rel_field_text(c, "comment_language");
    p.likes = rel_value_count(rel_field_either(c, "digg_count", "like_count"), &s->b->counts.fields_ignored);
    p.replies = rel_value_count(rel_field_either(c, "reply_comment_total", "reply_count"),
                                &s->b->counts.fields_ignored);
    p.retrieved_at = s->from.collected_at;
    p.collected = true;
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field_either(c, "cid", "id"),
                                  .author = user};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    const size_t from = s->b->interactions;
    rel_post_act(s->b, &p, answers ? REL_KIND_REPLY : REL_KIND_COMMENT,
                 answers ? REL_ACCOUNT_UNKNOWN : video_owner(s, p.conversation_id), p.target_id);
    rel_post_text(s->b, &p, from, (rel_text_wishes){.mentions = true, .tags = true, .links = true});
    for (const cJSON *r = rel_array_first(rel_field(c, "reply_comment")); r; r = r->next) read_comment(s, r);
}

/* -------- Research API -------- */

/* In lists of what somebody likes or shares the videos are context. */
static rel_account_ref read_research_video(const scene *s, const cJSON *v, bool collected, rel_str *id,
                                           char room[REL_JSON_ID_TEXT])
{
    bool bad_time = false;
    int64_t *ignored = &s->b->counts.fields_ignored;
    rel_post_record p = rel_post_record_empty();
    p.platform = TIKTOK;
    p.id = *id = rel_value_id(rel_field(v, "id"), room);
    p.time = rel_value_time(rel_field(v, "create_time"), &bad_time);
    if (p.id.s && !bad_time)
        p.author = rel_batch_account(s->b, TIKTOK, REL_STR_MISSING, rel_field_text(v, "username"));
    p.text = rel_optional_text(rel_field(v, "video_description"), ignored);
    p.likes = count_of(s, v, "like_count");
    p.replies = count_of(s, v, "comment_count");
    p.shares = count_of(s, v, "share_count");
    p.views = count_of(s, v, "view_count");
    p.collected = collected;
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(v, "id"),
                                  .author = rel_field(v, "username")};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return p.author;
    for (const cJSON *h = rel_array_first(rel_field(v, "hashtag_names")); h; h = h->next)
        rel_batch_add_tag(s->b, TIKTOK, p.id, rel_value_text(h));
    for (const cJSON *h = rel_array_first(rel_field(v, "hashtag_info_list")); h; h = h->next)
        rel_batch_add_tag(s->b, TIKTOK, p.id, rel_field_text(h, "hashtag_name"));
    if (!collected) return p.author;
    const size_t from = s->b->interactions;
    for (const cJSON *m = rel_array_first(rel_field(v, "video_mention_list")); m; m = m->next)
        rel_post_mention(s->b, &p, from, REL_STR_MISSING, rel_value_text(m));
    rel_post_text(s->b, &p, from, (rel_text_wishes){.mentions = true, .tags = true, .links = true});
    return p.author;
}

/* Whose list it is stands in the request only. */
static rel_account_ref list_owner(const scene *s)
{
    const rel_list_owner o = rel_list_owner_of(s->info->path, s->info->opts);
    const rel_account_ref owner = rel_batch_account(s->b, TIKTOK, o.id, o.handle);
    if (owner == REL_ACCOUNT_UNKNOWN) rel_batch_reject(s->b, REL_REJECT_NO_SUBJECT, s->line, "use --subject");
    return owner;
}

static void read_follow_list(const scene *s, const cJSON *first, bool following)
{
    const rel_account_ref owner = list_owner(s);
    for (const cJSON *u = first; u && s->b->status == REL_OK; u = u->next) {
        const rel_account_ref ref = account_of(s, u);
        if (ref == REL_ACCOUNT_UNKNOWN)
            rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "username of an account");
        else if (owner != REL_ACCOUNT_UNKNOWN)
            rel_bare_act(s->b, REL_KIND_FOLLOW, following ? owner : ref, following ? ref : owner, TIKTOK,
                         REL_STR_MISSING, REL_TIME_MISSING);
    }
}

static void read_video_list(const scene *s, const cJSON *first, rel_kind kind)
{
    char room[REL_JSON_ID_TEXT];
    rel_str id;
    const rel_account_ref owner = list_owner(s);
    for (const cJSON *v = first; v && s->b->status == REL_OK; v = v->next) {
        const cJSON *item = rel_field(v, "id");
        if (!rel_value_id(item, room).s) {
            rel_batch_reject(s->b, item ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_ID, s->line, "id of a post");
            continue;
        }
        const rel_account_ref author = read_research_video(s, v, false, &id, room);
        if (owner != REL_ACCOUNT_UNKNOWN)
            rel_bare_act(s->b, kind, owner, author, TIKTOK, id, REL_TIME_MISSING);
    }
}

static void read_research_profile(const scene *s, const cJSON *data)
{
    rel_account_record a = rel_account_record_empty();
    const rel_account_ref owner = list_owner(s);
    if (owner == REL_ACCOUNT_UNKNOWN) return;
    a.name = rel_field_text(data, "display_name");
    a.bio = rel_field_text(data, "bio_description");
    a.url = rel_field_text(data, "bio_url");
    a.followers = count_of(s, data, "follower_count");
    a.following = count_of(s, data, "following_count");
    a.posts = count_of(s, data, "video_count");
    a.verified = rel_value_flag(rel_field(data, "is_verified"));
    a.observed = true;
    rel_batch_profile(s->b, owner, &a);
}

/* -------- records -------- */

static bool is_video(const cJSON *o)
{
    return rel_field(o, "createTime") && rel_field(o, "id") &&
           rel_field_first(o, "desc", "author", "stats", "statsV2", "video", NULL);
}

static bool is_comment(const cJSON *o)
{
    return (rel_field(o, "cid") && rel_field(o, "aweme_id")) ||
           (rel_field(o, "video_id") && rel_field(o, "create_time") && rel_field(o, "text"));
}

static bool is_research_video(const cJSON *o)
{
    return rel_field(o, "id") && rel_field(o, "create_time") &&
           rel_field_first(o, "video_description", "region_code", "hashtag_names", "music_id", NULL);
}

static void read_item(const scene *s, const cJSON *o)
{
    char room[REL_JSON_ID_TEXT];
    rel_str id;
    if (is_video(o))
        read_video(s, o);
    else if (is_comment(o))
        read_comment(s, o);
    else if (is_research_video(o))
        read_research_video(s, o, true, &id, room);
    else if (account_of(s, rel_field_object(o, "user")) != REL_ACCOUNT_UNKNOWN)
        read_user_entry(s, o);
    else
        rel_capture_reject_unknown(s->b, s->line, o);
}

/* Search results have the video in "item". */
static void read_items(const scene *s, const cJSON *first)
{
    if (!first) s->b->counts.ignored++;
    for (const cJSON *c = first; c && s->b->status == REL_OK; c = c->next) {
        const cJSON *inner = rel_field_object(c, "item");
        read_item(s, inner ? inner : c);
    }
}

static bool read_research(const scene *s, const cJSON *data)
{
    const cJSON *list;
    if ((list = rel_field_first(data, "user_followers", "user_following", NULL)))
        read_follow_list(s, rel_array_first(list), rel_field(data, "user_following"));
    else if ((list = rel_field_first(data, "user_reposted_videos", "reposted_videos", NULL)))
        read_video_list(s, rel_array_first(list), REL_KIND_SHARE);
    else if ((list = rel_field(data, "user_liked_videos")))
        read_video_list(s, rel_array_first(list), REL_KIND_LIKE);
    else if ((list = rel_field_first(data, "videos", "comments", "user_pinned_videos", "pinned_videos_list",
                                     NULL)))
        read_items(s, rel_array_first(list));
    else if (rel_field(data, "follower_count"))
        read_research_profile(s, data);
    else
        return false;
    return true;
}

static bool is_error(const cJSON *o)
{
    const rel_str code = rel_value_text(rel_field_path(o, "error", "code", NULL));
    return code.len && !rel_str_is(code, "ok");
}

static const cJSON *list_in(const cJSON *o)
{
    static const char *const names[] = {"itemList", "item_list", "comments", "userList", "videos", "data"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rel_field_array(o, names[i])) return rel_field(o, names[i]);
    return NULL;
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const scene s = {info, b, line, rel_capture_open(record, &b->counts.fields_ignored)};
    const cJSON *o = s.from.item, *list = list_in(o);
    if (is_error(o))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%.*s",
                         REL_STR_ARG(rel_value_text(rel_field_path(o, "error", "message", NULL))));
    else if (is_video(o) || is_comment(o) || is_research_video(o))
        read_item(&s, o);
    else if (list)
        read_items(&s, rel_array_first(list));
    else if (rel_field_object(o, "userInfo"))
        read_item(&s, rel_field(o, "userInfo"));
    else if (!read_research(&s, rel_field_object(o, "data")))
        read_item(&s, o);
}

/* -------- detection -------- */

static int score_item(const cJSON *o)
{
    const cJSON *inner = rel_field_object(o, "item");
    if (inner) o = inner;
    if (is_video(o)) return rel_field_first(o, "stats", "statsV2", "music", "video", NULL) ? 95 : 60;
    if (rel_field(o, "cid") && rel_field(o, "aweme_id")) return 95;
    if (is_research_video(o)) return 90;
    return is_comment(o) || rel_field_path(o, "user", "uniqueId", NULL) ? 80 : 0;
}

/* A list of the Research API that does not say whose it is. */
static bool is_owned_list(const cJSON *data)
{
    return rel_field_first(data, "user_followers", "user_following", "user_reposted_videos",
                           "user_liked_videos", NULL);
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json, *data = rel_field_object(o, "data");
    const int captured = rel_capture_score(o, "tiktok.com|tiktok-comments");
    if (captured >= 0) return captured;
    if (is_owned_list(data) || rel_field_either(data, "user_pinned_videos", "pinned_videos_list")) return 100;
    const cJSON *list = list_in(o);
    if (!list) list = list_in(data);
    if (list) return score_item(rel_array_first(list));
    if (rel_field_object(o, "userInfo")) return score_item(rel_field(o, "userInfo"));
    if (data && rel_field(data, "follower_count") && rel_field(data, "likes_count")) return 90;
    return score_item(o);
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    *out = NULL;
    if (is_owned_list(rel_field_object(probe->json, "data"))) rel_list_owner_note(ctx, probe->path, &owner);
    return REL_OK;
}

const rel_format rel_format_tiktok = {
    .name = "tiktok",
    .title = N_("TikTok: captures and Research API replies; not checked on a real file"),
    .yields = N_("posts, accounts, shares, mentions, comments, replies, follows, likes"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .read_json = read_json,
};
