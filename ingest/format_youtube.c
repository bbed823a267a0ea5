/* YouTube Data API v3: threads of comments, comments, videos, channels, subscriptions, search results, items
 * of playlists, activities, as pages or one by one. What becomes of what is documented in
 * docs/formats/youtube.md. */
#include <ctype.h>
#include <stdio.h>

#include "ingest/format.h"
#include "ingest/html_text.h"
#include "ingest/json_access.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/text_match.h"
#include "src/base/i18n.h"

#define YOUTUBE REL_STR_LIT("youtube")

/* When YouTube gave its accounts handles: 10 October 2022. An "@" in an older text is followed by a display
 * name. */
enum { HANDLES_SINCE = 1665360000 };
enum { ADDRESS_MAX = 512 };

/* One record. */
typedef struct scene {
    rel_batch *b;
    int64_t line;
} scene;

static rel_str behind(rel_str text, size_t n)
{
    return (rel_str){text.s + n, text.len - n};
}

/* -------- accounts -------- */

/* A channel by its id, with the name that came along. */
static rel_account_ref channel(scene *s, rel_str id, rel_str name, int64_t seen_at)
{
    const rel_account_ref ref = rel_batch_account(s->b, YOUTUBE, id, REL_STR_MISSING);
    if (ref == REL_ACCOUNT_UNKNOWN || !name.len) return ref;
    rel_account_record a = rel_account_record_empty();
    /* Since 2023 comments show handles in the place of names. */
    if (name.s[0] == '@')
        a.handle = name;
    else
        a.name = name;
    a.seen_at = seen_at;
    rel_batch_profile(s->b, ref, &a);
    return ref;
}

static void read_channel(scene *s, const cJSON *item)
{
    char room[REL_JSON_ID_TEXT];
    int64_t *ignored = &s->b->counts.fields_ignored;
    const cJSON *snippet = rel_field_object(item, "snippet"), *numbers = rel_field_object(item, "statistics");
    const cJSON *brand = rel_field_path(item, "brandingSettings", "channel", NULL);
    const rel_account_ref ref =
        rel_batch_account(s->b, YOUTUBE, rel_value_id(rel_field(item, "id"), room), REL_STR_MISSING);
    if (ref == REL_ACCOUNT_UNKNOWN) {
        rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "id of a channel");
        return;
    }
    rel_account_record a = rel_account_record_empty();
    const rel_str address = rel_field_text(snippet, "customUrl");
    if (rel_text_begins(address, "@")) a.handle = address;
    a.name = rel_field_text(snippet ? snippet : brand, "title");
    a.bio = rel_field_text(snippet ? snippet : brand, "description");
    a.location = rel_field_text(snippet ? snippet : brand, "country");
    a.lang = rel_field_text(snippet, "defaultLanguage");
    a.created = rel_optional_time(rel_field(snippet, "publishedAt"), ignored);
    if (!rel_value_is_true(rel_field(numbers, "hiddenSubscriberCount")))
        a.followers = rel_value_count(rel_field(numbers, "subscriberCount"), ignored);
    a.posts = rel_value_count(rel_field(numbers, "videoCount"), ignored);
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

/* -------- videos -------- */

/* A video on its way into the batch, from whatever names one. */
typedef struct video {
    const cJSON *id, *channel; /* as they stand */
    rel_str id_text, channel_text, channel_name;
    const cJSON *snippet, *numbers;
    const cJSON *time;
} video;

static rel_str video_address(char room[ADDRESS_MAX], rel_str video_id, rel_str comment_id)
{
    const int len = snprintf(room, ADDRESS_MAX, "https://www.youtube.com/watch?v=%.*s%s%.*s",
                             REL_STR_ARG(video_id), comment_id.len ? "&lc=" : "", REL_STR_ARG(comment_id));
    return video_id.len && len < ADDRESS_MAX ? (rel_str){room, (size_t)len} : REL_STR_MISSING;
}

/* Title and description, in scratch memory. */
static rel_str text_of_video(scene *s, const cJSON *snippet)
{
    int64_t *ignored = &s->b->counts.fields_ignored;
    const rel_str title = rel_optional_text(rel_field(snippet, "title"), ignored),
                  more = rel_optional_text(rel_field(snippet, "description"), ignored);
    char *both;
    if (!more.len) return title;
    if (s->b->status == REL_OK)
        s->b->status = rel_scratch(s->b->ctx, &both, title.len + 1 + more.len, 1, "text of a video");
    if (s->b->status != REL_OK) return REL_STR_MISSING;
    if (title.len) memcpy(both, title.s, title.len);
    both[title.len] = '\n';
    memcpy(both + title.len + 1, more.s, more.len);
    return (rel_str){both, title.len + 1 + more.len};
}

static void add_video(scene *s, const video *v)
{
    char address[ADDRESS_MAX];
    bool bad_time = false;
    int64_t *ignored = &s->b->counts.fields_ignored;
    rel_post_record post = rel_post_record_empty();
    post.platform = YOUTUBE;
    post.id = v->id_text;
    post.time = rel_value_time(v->time, &bad_time);
    /* A record that is rejected leaves no account behind. */
    if (post.id.len && !bad_time) post.author = channel(s, v->channel_text, v->channel_name, post.time);
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !post.id.len,
                                  .bad_time = bad_time,
                                  .bad_author = post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = v->id,
                                  .author = v->channel};
    if (rel_reject_post(s->b, s->line, &fault)) return;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    post.collected = true;
    post.text = text_of_video(s, v->snippet);
    post.lang = rel_field_text(v->snippet, "defaultAudioLanguage");
    if (!post.lang.len) post.lang = rel_field_text(v->snippet, "defaultLanguage");
    post.url = video_address(address, post.id, REL_STR_MISSING);
    post.conversation_id = post.id;
    post.likes = rel_value_count(rel_field(v->numbers, "likeCount"), ignored);
    post.replies = rel_value_count(rel_field(v->numbers, "commentCount"), ignored);
    post.views = rel_value_count(rel_field(v->numbers, "viewCount"), ignored);
    rel_batch_add_post(s->b, &post);
    for (const cJSON *t = rel_array_first(rel_field(v->snippet, "tags")); t; t = t->next)
        rel_batch_add_tag(s->b, YOUTUBE, post.id, rel_value_text(t));
    rel_post_text(s->b, &post, s->b->interactions, (rel_text_wishes){.tags = true, .links = true});
    rel_batch_observe(s->b, post.author, post.time);
    rel_scratch_release(s->b->ctx, mark);
}

/* A video whose channel and time stand in its snippet. */
static void read_video(scene *s, const cJSON *item, const cJSON *id)
{
    const cJSON *snippet = rel_field_object(item, "snippet");
    const video v = {.id = id,
                     .channel = rel_field(snippet, "channelId"),
                     .id_text = rel_value_text(id),
                     .channel_text = rel_field_text(snippet, "channelId"),
                     .channel_name = rel_field_text(snippet, "channelTitle"),
                     .snippet = snippet,
                     .numbers = rel_field_object(item, "statistics"),
                     .time = rel_field(snippet, "publishedAt")};
    add_video(s, &v);
}

/* A result is a video, a channel or a playlist. */
static void read_search_result(scene *s, const cJSON *item)
{
    const cJSON *id = rel_field_object(item, "id"), *snippet = rel_field_object(item, "snippet");
    const rel_str channel_id = rel_field_text(id, "channelId");
    if (rel_field(id, "videoId")) {
        read_video(s, item, rel_field(id, "videoId"));
    } else if (channel_id.len) {
        rel_account_record a = rel_account_record_empty();
        a.name = rel_field_text(snippet, "title");
        a.bio = rel_field_text(snippet, "description");
        a.created = rel_optional_time(rel_field(snippet, "publishedAt"), &s->b->counts.fields_ignored);
        a.observed = true;
        rel_batch_profile(s->b, rel_batch_account(s->b, YOUTUBE, channel_id, REL_STR_MISSING), &a);
    } else if (rel_field(id, "playlistId")) {
        s->b->counts.ignored++;
    } else {
        rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "id of a search result");
    }
}

/* The list of all uploads of channel UCx is playlist UUx. */
static bool is_uploads(rel_str playlist, rel_str channel_id)
{
    return rel_text_begins(playlist, "UU") && rel_text_begins(channel_id, "UC") &&
           rel_str_eq(behind(playlist, 2), behind(channel_id, 2));
}

/* The channel of an item is that of the list, the channel of the video stands beside it since 2020. */
static void read_playlist_item(scene *s, const cJSON *item)
{
    const cJSON *snippet = rel_field_object(item, "snippet"),
                *details = rel_field_object(item, "contentDetails");
    const bool own = is_uploads(rel_field_text(snippet, "playlistId"), rel_field_text(snippet, "channelId"));
    const char *const who = own ? "channelId" : "videoOwnerChannelId";
    const cJSON *id = rel_field_path(snippet, "resourceId", "videoId", NULL);
    if (!id) id = rel_field(details, "videoId");
    if (!rel_field(snippet, who)) {
        s->b->counts.ignored++; /* a video that is gone, or of somebody that the item does not name */
        return;
    }
    const cJSON *time = rel_field(details, "videoPublishedAt");
    const video v = {.id = id,
                     .channel = rel_field(snippet, who),
                     .id_text = rel_value_text(id),
                     .channel_text = rel_field_text(snippet, who),
                     .channel_name = rel_field_text(snippet, own ? "channelTitle" : "videoOwnerChannelTitle"),
                     .snippet = snippet,
                     /* Otherwise the snippet's time is when the video was put into the list. */
                     .time = time || !own ? time : rel_field(snippet, "publishedAt")};
    add_video(s, &v);
}

/* -------- comments -------- */

static rel_str author_id(const cJSON *snippet)
{
    const cJSON *id = rel_field(snippet, "authorChannelId");
    const rel_str text = cJSON_IsObject(id) ? rel_field_text(id, "value") : rel_value_text(id);
    if (text.len) return text;
    const rel_str address = rel_field_text(snippet, "authorChannelUrl");
    const char *at = address.s ? strstr(address.s, "/channel/") : NULL;
    return at ? rel_str_of(at + strlen("/channel/")) : REL_STR_MISSING;
}

/* A name is no id, but one that begins with @ is a handle, which nobody else has. */
static rel_account_ref comment_author(scene *s, const cJSON *snippet, int64_t time)
{
    const rel_str id = author_id(snippet), name = rel_field_text(snippet, "authorDisplayName");
    if (id.len) return channel(s, id, name, time);
    return rel_text_begins(name, "@") ? rel_batch_account(s->b, YOUTUBE, REL_STR_MISSING, name)
                                      : REL_ACCOUNT_UNKNOWN;
}

/* The text as it was typed, else what its HTML shows; in scratch memory. */
static rel_str text_of_comment(scene *s, const cJSON *snippet)
{
    char *plain;
    int64_t *ignored = &s->b->counts.fields_ignored;
    const rel_str typed = rel_optional_text(rel_field(snippet, "textOriginal"), ignored);
    if (typed.s) return typed;
    const rel_str html = rel_optional_text(rel_field(snippet, "textDisplay"), ignored);
    if (!html.len || s->b->status != REL_OK) return html;
    s->b->status = rel_scratch(s->b->ctx, &plain, html.len, 1, "text of a comment");
    return s->b->status == REL_OK ? rel_html_text(plain, html, NULL, NULL) : REL_STR_MISSING;
}

/* What surrounds a comment. */
typedef struct thread {
    const cJSON *snippet; /* of the thread, or NULL */
    const cJSON *top;     /* the comment that the others answer, or NULL */
    const cJSON *replies; /* the others that came along, or NULL */
} thread;

/* "UgX.9Y" is an answer to "UgX". */
static rel_str parent_of(const cJSON *snippet, rel_str id)
{
    const rel_str parent = rel_field_text(snippet, "parentId");
    const char *dot = id.len ? memchr(id.s, '.', id.len) : NULL;
    return parent.len || !dot ? parent : (rel_str){id.s, (size_t)(dot - id.s)};
}

/* Whether the byte at i belongs to a name without blanks that began before. Beyond ASCII that is all but the
 * no-break blank and what is like it; a dot or a dash only between two others. */
static bool in_name(rel_str text, size_t i)
{
    const unsigned char c = i < text.len ? (unsigned char)text.s[i] : 0,
                        next = i + 1 < text.len ? (unsigned char)text.s[i + 1] : 0;
    if (c >= 0x80) return !(c == 0xC2 && next == 0xA0) && !(c == 0xE2 && next == 0x80);
    if (c == '.' || c == '-') return isalnum(next) || next == '_' || next >= 0x80;
    return isalnum(c) || c == '_';
}

static size_t handle_length(rel_str text)
{
    size_t i = 0;
    while (in_name(text, i)) i++;
    return i;
}

/* How well the text behind its "@" begins with this author's name; 0: not. */
static size_t name_match(const cJSON *comment, rel_str text)
{
    rel_str name = rel_value_text(rel_field_path(comment, "snippet", "authorDisplayName", NULL));
    if (rel_text_begins(name, "@")) name = behind(name, 1);
    if (!name.len || text.len < name.len || memcmp(text.s, name.s, name.len) != 0) return 0;
    return in_name(text, name.len) ? 0 : name.len; /* "@Al" is not in "@Alice" */
}

/* All answers of a thread hang on its first comment; whom one really answers it says with "@name" at its
 * beginning: somebody of the thread, or, where names are handles, that handle. */
static rel_account_ref named_at_start(scene *s, const thread *t, const cJSON *snippet, rel_str text,
                                      int64_t time)
{
    if (!rel_text_begins(text, "@")) return REL_ACCOUNT_UNKNOWN;
    text = behind(text, 1);
    const cJSON *best = NULL;
    size_t most = name_match(t->top, text);
    if (most) best = t->top;
    for (const cJSON *c = rel_array_first(t->replies); c; c = c->next)
        if (name_match(c, text) > most) {
            most = name_match(c, text);
            best = c;
        }
    if (best) return comment_author(s, rel_field_object(best, "snippet"), REL_TIME_MISSING);
    const size_t len = handle_length(text);
    if (len < 3 || time < HANDLES_SINCE ||
        !rel_text_begins(rel_field_text(snippet, "authorDisplayName"), "@"))
        return REL_ACCOUNT_UNKNOWN;
    return rel_batch_account(s->b, YOUTUBE, REL_STR_MISSING, (rel_str){text.s, len});
}

static void add_comment_acts(scene *s, const thread *t, const cJSON *snippet, const rel_post_record *post,
                             rel_str video_id)
{
    if (post->kind == REL_POST_REPLY) {
        rel_account_ref target = named_at_start(s, t, snippet, post->text, post->time);
        if (target == REL_ACCOUNT_UNKNOWN && t->top)
            target = comment_author(s, rel_field_object(t->top, "snippet"), REL_TIME_MISSING);
        rel_post_act(s->b, post, REL_KIND_REPLY, target, post->target_id);
        return;
    }
    const cJSON *owner = rel_field(t->snippet, "channelId");
    if (!owner) owner = rel_field(snippet, "channelId");
    rel_post_act(s->b, post, REL_KIND_COMMENT,
                 rel_batch_account(s->b, YOUTUBE, rel_value_text(owner), REL_STR_MISSING), video_id);
}

static void read_comment(scene *s, const cJSON *item, const thread *t)
{
    char address[ADDRESS_MAX];
    bool bad_time = false;
    int64_t *ignored = &s->b->counts.fields_ignored;
    const cJSON *snippet = rel_field_object(item, "snippet");
    rel_post_record post = rel_post_record_empty();
    post.platform = YOUTUBE;
    post.id = rel_field_text(item, "id");
    post.time = rel_value_time(rel_field(snippet, "publishedAt"), &bad_time);
    if (post.id.len && !bad_time) post.author = comment_author(s, snippet, post.time);
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !post.id.len,
                                  .bad_time = bad_time,
                                  .bad_author = post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(item, "id"),
                                  .author = rel_field(snippet, "authorChannelId")};
    if (rel_reject_post(s->b, s->line, &fault)) return;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    const rel_str parent = parent_of(snippet, post.id);
    rel_str video_id = rel_field_text(snippet, "videoId");
    if (!video_id.len) video_id = rel_field_text(t->snippet, "videoId");
    post.collected = true;
    post.kind = parent.len ? REL_POST_REPLY : REL_POST_COMMENT;
    post.target_id = parent.len ? parent : video_id;
    post.conversation_id = video_id;
    post.text = text_of_comment(s, snippet);
    post.url = video_address(address, video_id, post.id);
    post.likes = rel_value_count(rel_field(snippet, "likeCount"), ignored);
    if (t->top == item) post.replies = rel_value_count(rel_field(t->snippet, "totalReplyCount"), ignored);
    rel_batch_add_post(s->b, &post);
    rel_post_text(s->b, &post, s->b->interactions, (rel_text_wishes){.tags = true, .links = true});
    rel_batch_observe(s->b, post.author, post.time);
    add_comment_acts(s, t, snippet, &post, video_id);
    rel_scratch_release(s->b->ctx, mark);
}

static void read_thread(scene *s, const cJSON *item)
{
    const cJSON *snippet = rel_field_object(item, "snippet");
    const thread t = {.snippet = snippet,
                      .top = rel_field_object(snippet, "topLevelComment"),
                      .replies = rel_field_path(item, "replies", "comments", NULL)};
    if (!t.top) {
        rel_batch_reject(s->b, REL_REJECT_MISSING_FIELD, s->line, "topLevelComment");
        return;
    }
    read_comment(s, t.top, &t);
    for (const cJSON *c = rel_array_first(t.replies); c; c = c->next) read_comment(s, c, &t);
}

static void read_lone_comment(scene *s, const cJSON *item)
{
    read_comment(s, item, &(thread){0});
}

/* -------- subscriptions and activities -------- */

static void add_follow(scene *s, rel_str source, rel_str target, rel_str target_name, const cJSON *time)
{
    bool bad_time = false;
    const int64_t at = rel_value_time(time, &bad_time);
    if (bad_time)
        rel_batch_reject(s->b, REL_REJECT_BAD_TIME, s->line, "time of a subscription");
    else if (!source.len)
        rel_batch_reject(s->b, REL_REJECT_NO_AUTHOR, s->line, "channel that subscribes");
    else if (!target.len)
        rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "channel that is subscribed to");
    else
        rel_bare_act(s->b, REL_KIND_FOLLOW, channel(s, source, REL_STR_MISSING, at),
                     channel(s, target, target_name, at), YOUTUBE, REL_STR_MISSING, at);
}

static void read_subscription(scene *s, const cJSON *item)
{
    const cJSON *snippet = rel_field_object(item, "snippet");
    rel_str source = rel_field_text(snippet, "channelId");
    if (!source.len) source = rel_value_text(rel_field_path(item, "subscriberSnippet", "channelId", NULL));
    add_follow(s, source, rel_value_text(rel_field_path(snippet, "resourceId", "channelId", NULL)),
               rel_field_text(snippet, "title"), rel_field(snippet, "publishedAt"));
}

static void read_activity(scene *s, const cJSON *item)
{
    const cJSON *snippet = rel_field_object(item, "snippet"),
                *details = rel_field_object(item, "contentDetails");
    const cJSON *upload = rel_field_path(details, "upload", "videoId", NULL);
    const rel_str liked = rel_value_text(rel_field_path(details, "like", "resourceId", "videoId", NULL)),
                  followed = rel_value_text(
                      rel_field_path(details, "subscription", "resourceId", "channelId", NULL)),
                  who = rel_field_text(snippet, "channelId");
    if (upload) {
        read_video(s, item, upload);
    } else if (followed.len) {
        add_follow(s, who, followed, REL_STR_MISSING, rel_field(snippet, "publishedAt"));
    } else if (liked.len && who.len) {
        const int64_t at = rel_optional_time(rel_field(snippet, "publishedAt"), &s->b->counts.fields_ignored);
        rel_bare_act(s->b, REL_KIND_LIKE, channel(s, who, rel_field_text(snippet, "channelTitle"), at),
                     REL_ACCOUNT_UNKNOWN, YOUTUBE, liked, at);
    } else {
        s->b->counts.ignored++; /* says that something was done, but not to what */
    }
}

/* -------- records -------- */

static void read_item_video(scene *s, const cJSON *item)
{
    read_video(s, item, rel_field(item, "id"));
}

static const struct kind {
    const char *word;
    void (*read)(scene *s, const cJSON *item);
} kinds[] = {{"youtube#commentThread", read_thread},       {"youtube#comment", read_lone_comment},
             {"youtube#video", read_item_video},           {"youtube#channel", read_channel},
             {"youtube#searchResult", read_search_result}, {"youtube#playlistItem", read_playlist_item},
             {"youtube#subscription", read_subscription},  {"youtube#activity", read_activity}};

static bool is_error(const cJSON *o)
{
    return cJSON_IsObject(rel_field(o, "error")) && !rel_field(o, "kind");
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    scene s = {.b = b, .line = line};
    if (!cJSON_IsObject(record)) {
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
        return;
    }
    rel_str kind = rel_field_text(record, "kind");
    if (!kind.s) kind = rel_field_text(info->outer, "kind");
    if (is_error(record)) {
        const rel_str words = rel_value_text(rel_field_path(record, "error", "message", NULL));
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%.80s", words.s ? words.s : "");
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!rel_str_is(kind, kinds[i].word)) continue;
        kinds[i].read(&s, record);
        return;
    }
    if (rel_text_begins(kind, "youtube#"))
        b->counts.ignored++;
    else
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line, "its kind is none of the YouTube Data API");
}

/* -------- detection -------- */

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    if (rel_text_begins(rel_field_text(o, "kind"), "youtube#")) return 100;
    const cJSON *first = rel_array_first(rel_field(o, "items"));
    if (rel_text_begins(rel_field_text(first, "kind"), "youtube#")) return 100;
    const cJSON *fault = rel_array_first(rel_field_path(o, "error", "errors", NULL));
    return rel_text_begins(rel_field_text(fault, "domain"), "youtube.") ? 60 : 0;
}

static const rel_json_list lists[] = {{{"items"}}, {{NULL}}};

const rel_format rel_format_youtube = {
    .name = "youtube",
    .title = N_("YouTube Data API v3, replies or their items"),
    .yields = N_("posts, accounts, comments, replies, follows, likes"),
    .framing = REL_FRAMING_JSON,
    .lists = lists,
    .detect = detect,
    .read_json = read_json,
};
