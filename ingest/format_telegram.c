/* Telegram: the result.json of Telegram Desktop, of one chat or of a whole account, and messages of Telethon
 * as 4CAT stores them, one a line. What becomes of what is documented in docs/formats/telegram.md. */
#include <ctype.h>
#include <stdio.h>

#include "ingest/format.h"
#include "ingest/json_access.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/telegram_peer.h"
#include "src/base/i18n.h"

#define TELEGRAM REL_STR_LIT("telegram")

enum { POST_ID_MAX = REL_TELEGRAM_PEER_MAX + REL_JSON_ID_TEXT };

/* A message on its way into the batch. */
typedef struct message {
    rel_batch *b;
    int64_t line;
    bool rt_mentions;
    const cJSON *json;
    rel_telegram_peer chat, author;
    rel_post_record post;
    char id[POST_ID_MAX], target_id[POST_ID_MAX];
} message;

/* -------- who -------- */

static rel_account_ref account(message *m, const rel_telegram_peer *p)
{
    const rel_account_ref ref =
        rel_batch_account(m->b, TELEGRAM, p->id, p->id.len ? p->handle : REL_STR_MISSING);
    if (ref == REL_ACCOUNT_UNKNOWN || !p->name.len) return ref;
    rel_account_record a = rel_account_record_empty();
    a.name = p->name;
    a.seen_at = m->post.time;
    rel_batch_profile(m->b, ref, &a);
    return ref;
}

/* -------- messages, whatever they come from -------- */

static rel_str message_id(char room[POST_ID_MAX], const rel_telegram_peer *chat, const cJSON *number)
{
    char digits[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(number, digits);
    const int len = snprintf(room, POST_ID_MAX, "%.*s/%.*s", REL_STR_ARG(chat->id), REL_STR_ARG(id));
    return chat->id.len && id.len && len < POST_ID_MAX ? (rel_str){room, (size_t)len} : REL_STR_MISSING;
}

/* False, and rejected, when something is missing without which there is no post. */
static bool start_message(message *m, const cJSON *time)
{
    bool bad_time = false;
    rel_post_record *post = &m->post;
    *post = rel_post_record_empty();
    post->platform = TELEGRAM;
    post->id = message_id(m->id, &m->chat, rel_field(m->json, "id"));
    post->time = rel_value_time(time, &bad_time);
    if (!m->chat.id.len) {
        rel_batch_reject(m->b, REL_REJECT_NO_ID, m->line, "id of the chat of a message");
        return false;
    }
    /* A record that is rejected leaves no account behind. */
    if (post->id.len && !bad_time) post->author = account(m, &m->author);
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !post->id.len,
                                  .bad_time = bad_time,
                                  .bad_author = post->author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(m->json, "id"),
                                  .author = rel_field(m->json, "from_id")};
    post->conversation_id = m->chat.id;
    post->collected = true;
    return !rel_reject_post(m->b, m->line, &fault);
}

/* What a message refers to. */
typedef struct references {
    bool forwarded;
    rel_telegram_peer origin;      /* of what was forwarded */
    const cJSON *origin_number;    /* its message there */
    const cJSON *answered;         /* number of the message that it answers */
    rel_telegram_peer answered_in; /* and its chat */
} references;

/* Stores the message and its share or reply. */
static void add_message(message *m, const references *r)
{
    rel_post_record *post = &m->post;
    char origin_id[POST_ID_MAX];
    const rel_str origin = message_id(origin_id, &r->origin, r->origin_number),
                  answered = message_id(m->target_id, &r->answered_in, r->answered);
    post->kind = r->forwarded ? REL_POST_SHARE : answered.len ? REL_POST_REPLY : REL_POST_ORIGINAL;
    post->target_id = r->forwarded ? origin : answered;
    rel_batch_add_post(m->b, post);
    rel_batch_observe(m->b, post->author, post->time);
    if (r->forwarded) rel_post_act(m->b, post, REL_KIND_SHARE, account(m, &r->origin), origin);
    if (answered.len) rel_post_act(m->b, post, REL_KIND_REPLY, REL_ACCOUNT_UNKNOWN, answered);
}

static void mention_user(message *m, size_t from, const cJSON *number)
{
    char room[REL_JSON_ID_TEXT];
    rel_telegram_peer p = {0};
    rel_telegram_peer_set(&p, "user", rel_value_id(number, room));
    rel_post_mention(m->b, &m->post, from, p.id, REL_STR_MISSING);
}

static void add_reaction(message *m, const rel_telegram_peer *who, int64_t time)
{
    rel_bare_act(m->b, REL_KIND_LIKE, account(m, who), m->post.author, TELEGRAM, m->post.id, time);
}

/* Adds up the "count" of each; missing when there are none. */
static int64_t sum_of_counts(message *m, const cJSON *list)
{
    int64_t sum = REL_COUNT_MISSING;
    for (const cJSON *r = rel_array_first(list); r; r = r->next) {
        const int64_t n = rel_value_count(rel_field(r, "count"), &m->b->counts.fields_ignored);
        if (n != REL_COUNT_MISSING && n < INT32_MAX) sum = (sum == REL_COUNT_MISSING ? 0 : sum) + n;
    }
    return sum;
}

/* -------- Telegram Desktop -------- */

/* The chat around a message, or the one that the user names. */
static void find_chat(message *m, const rel_source_info *info)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str type = rel_field_text(info->outer, "type"),
                  id = rel_value_id(rel_field(info->outer, "id"), room),
                  subject = rel_str_of(info->opts->subject);
    m->chat.name = rel_field_text(info->outer, "name");
    if (id.len) {
        const bool user = rel_str_is(type, "personal_chat") || rel_str_is(type, "bot_chat") ||
                          rel_str_is(type, "saved_messages") || rel_str_is(type, "replies");
        rel_telegram_peer_set(&m->chat,
                              user                                ? "user"
                              : rel_str_is(type, "private_group") ? "chat"
                                                                  : "channel",
                              id);
    } else if (subject.len) {
        rel_telegram_peer_set(&m->chat, isdigit((unsigned char)subject.s[0]) ? "channel" : "", subject);
    }
}

/* What is said there is said by the chat. */
static bool is_channel(const cJSON *chat)
{
    const rel_str type = rel_field_text(chat, "type");
    return rel_str_is(type, "public_channel") || rel_str_is(type, "private_channel");
}

/* Text is a string, or strings and parts with a type. */
static rel_str part_text(const cJSON *part)
{
    return cJSON_IsObject(part) ? rel_field_text(part, "text") : rel_value_text(part);
}

static rel_str joined_text(message *m, const cJSON *text)
{
    size_t len = 0;
    char *out;
    if (!cJSON_IsArray(text)) return rel_optional_text(text, &m->b->counts.fields_ignored);
    for (const cJSON *p = text->child; p; p = p->next) len += part_text(p).len;
    if (m->b->status == REL_OK) m->b->status = rel_scratch(m->b->ctx, &out, len + 1, 1, "text of a message");
    if (m->b->status != REL_OK) return REL_STR_MISSING;
    len = 0;
    for (const cJSON *p = text->child; p; p = p->next) {
        const rel_str t = part_text(p);
        if (t.len) memcpy(out + len, t.s, t.len);
        len += t.len;
    }
    return (rel_str){out, len};
}

static void add_parts(message *m, bool mentions)
{
    const size_t from = m->b->interactions;
    const cJSON *list = rel_field_array(m->json, "text_entities");
    if (!rel_array_first(list)) list = rel_field_array(m->json, "text");
    for (const cJSON *p = rel_array_first(list); p; p = p->next) {
        const rel_str type = rel_field_text(p, "type"), text = rel_field_text(p, "text");
        if (rel_str_is(type, "hashtag") && text.len > 1)
            rel_batch_add_tag(m->b, TELEGRAM, m->post.id,
                              text.s[0] == '#' ? (rel_str){text.s + 1, text.len - 1} : text);
        else if (rel_str_is(type, "link"))
            rel_batch_add_link(m->b, TELEGRAM, m->post.id, text);
        else if (rel_str_is(type, "text_link"))
            rel_batch_add_link(m->b, TELEGRAM, m->post.id, rel_field_text(p, "href"));
        else if (rel_str_is(type, "mention") && mentions)
            rel_post_mention(m->b, &m->post, from, REL_STR_MISSING, text);
        else if (rel_str_is(type, "mention_name") && mentions)
            mention_user(m, from, rel_field(p, "user_id"));
    }
}

static void add_desktop_reactions(message *m)
{
    for (const cJSON *r = rel_array_first(rel_field(m->json, "reactions")); r; r = r->next)
        for (const cJSON *one = rel_array_first(rel_field(r, "recent")); one; one = one->next) {
            rel_telegram_peer who = {0};
            rel_telegram_peer_of_id(&who, rel_field(one, "from_id"));
            who.name = rel_field_text(one, "from");
            add_reaction(m, &who, rel_optional_time(rel_field(one, "date"), &m->b->counts.fields_ignored));
        }
}

static bool has_key(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key) != NULL;
}

static void read_desktop(message *m, const rel_source_info *info)
{
    references r = {.forwarded = has_key(m->json, "forwarded_from") || has_key(m->json, "forwarded_from_id"),
                    .origin_number = rel_field(m->json, "forwarded_from_message_id"),
                    .answered = rel_field(m->json, "reply_to_message_id")};
    const cJSON *time = rel_field(m->json, "date_unixtime");
    if (!rel_str_is(rel_field_text(m->json, "type"), "message")) {
        m->b->counts.ignored++; /* somebody joined, a call, something of a newer version */
        return;
    }
    find_chat(m, info);
    rel_telegram_peer_of_id(&m->author, rel_field(m->json, "from_id"));
    m->author.name = rel_field_text(m->json, "from");
    if (!rel_field(m->json, "from_id") && is_channel(info->outer))
        rel_telegram_peer_set(&m->author, "", m->chat.id);
    if (!start_message(m, time ? time : rel_field(m->json, "date"))) return;
    rel_telegram_peer_of_id(&r.origin, rel_field(m->json, "forwarded_from_id"));
    rel_telegram_peer_of_name(&r.origin, rel_field_text(m->json, "forwarded_from"));
    rel_telegram_peer_of_id(&r.answered_in, rel_field(m->json, "reply_to_peer_id"));
    if (!r.answered_in.id.len) rel_telegram_peer_set(&r.answered_in, "", m->chat.id);
    m->post.text = joined_text(m, rel_field(m->json, "text"));
    m->post.views = rel_value_count(rel_field(m->json, "views"), &m->b->counts.fields_ignored);
    m->post.likes = sum_of_counts(m, rel_field(m->json, "reactions"));
    add_message(m, &r);
    add_parts(m, !r.forwarded || m->rt_mentions);
    add_desktop_reactions(m);
}

/* -------- Telethon and 4CAT -------- */

static void set_chat_of_object(message *m)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *chat = rel_field_object(m->json, "_chat");
    rel_telegram_peer_of_object(&m->chat, rel_field_object(m->json, "peer_id"));
    if (!m->chat.id.len) rel_telegram_peer_of_object(&m->chat, rel_field_object(m->json, "to_id"));
    if (!m->chat.id.len) {
        const bool user = rel_field(chat, "first_name") != NULL;
        rel_telegram_peer_set(&m->chat, user ? "user" : "channel", rel_value_id(rel_field(chat, "id"), room));
    }
    m->chat.name = rel_field_text(chat, "title");
    m->chat.handle = rel_field_text(chat, "username");
}

/* Who wrote it; in a channel nobody is named but the channel. */
static void set_sender(message *m)
{
    const cJSON *from = rel_field(m->json, "from_id");
    if (cJSON_IsObject(from))
        rel_telegram_peer_of_object(&m->author, from);
    else
        rel_telegram_peer_of_id(&m->author, from);
    if (!m->author.id.len && !from) {
        rel_telegram_peer_set(&m->author, "", m->chat.id);
        m->author.name = m->chat.name;
        m->author.handle = m->chat.handle;
    }
    const cJSON *sender = rel_field_object(m->json, "_sender");
    if (rel_field_text(sender, "username").len) m->author.handle = rel_field_text(sender, "username");
    if (rel_field_text(sender, "title").len) m->author.name = rel_field_text(sender, "title");
}

/* First and last name, in scratch memory. */
static rel_str full_name(message *m, const cJSON *sender)
{
    const rel_str first = rel_field_text(sender, "first_name"), last = rel_field_text(sender, "last_name");
    char *both;
    if (!first.len || !last.len) return first.len ? first : last;
    if (m->b->status == REL_OK)
        m->b->status = rel_scratch(m->b->ctx, &both, first.len + 1 + last.len, 1, "name of an account");
    if (m->b->status != REL_OK) return REL_STR_MISSING;
    memcpy(both, first.s, first.len);
    both[first.len] = ' ';
    memcpy(both + first.len + 1, last.s, last.len);
    return (rel_str){both, first.len + 1 + last.len};
}

static void add_sender_profile(message *m)
{
    const cJSON *sender = rel_field_object(m->json, "_sender");
    rel_account_record a = rel_account_record_empty();
    if (!sender) return;
    a.name = full_name(m, sender);
    a.bot = rel_value_flag(rel_field(sender, "bot"));
    a.verified = rel_value_flag(rel_field(sender, "verified"));
    a.followers = rel_value_count(rel_field(sender, "participants_count"), &m->b->counts.fields_ignored);
    a.seen_at = m->post.time;
    rel_batch_profile(m->b, m->post.author, &a);
}

static void set_references(message *m, references *r)
{
    const cJSON *forward = rel_field_object(m->json, "fwd_from"),
                *reply = rel_field_object(m->json, "reply_to");
    const cJSON *origin = rel_field(forward, "from_id");
    r->forwarded = forward != NULL;
    if (cJSON_IsObject(origin))
        rel_telegram_peer_of_object(&r->origin, origin);
    else
        rel_telegram_peer_of_object(&r->origin,
                                    forward); /* Telethon before 2020: {"channel_id", "from_id": 1} */
    if (!r->origin.id.len) rel_telegram_peer_of_id(&r->origin, origin);
    if (!r->origin.name.len) rel_telegram_peer_of_name(&r->origin, rel_field_text(forward, "from_name"));
    r->origin_number = rel_field(forward, "channel_post");
    r->answered = rel_field(reply ? reply : m->json, "reply_to_msg_id");
    /* The first message of a topic is not answered by all that stand in it. */
    if (rel_value_is_true(rel_field(reply, "forum_topic")) && !rel_field(reply, "reply_to_top_id"))
        r->answered = NULL;
    rel_telegram_peer_of_object(&r->answered_in, rel_field_object(reply, "reply_to_peer_id"));
    if (!r->answered_in.id.len) rel_telegram_peer_set(&r->answered_in, "", m->chat.id);
}

static void add_entities(message *m, bool mentions)
{
    const size_t from = m->b->interactions;
    rel_post_text(m->b, &m->post, from, (rel_text_wishes){mentions, true, true});
    for (const cJSON *e = rel_array_first(rel_field(m->json, "entities")); e; e = e->next) {
        rel_batch_add_link(m->b, TELEGRAM, m->post.id, rel_field_text(e, "url"));
        if (mentions) mention_user(m, from, rel_field(e, "user_id"));
    }
    const cJSON *reactions = rel_field_path(m->json, "reactions", "recent_reactions", NULL);
    for (const cJSON *one = rel_array_first(reactions); one; one = one->next) {
        rel_telegram_peer who = {0};
        rel_telegram_peer_of_object(&who, rel_field_object(one, "peer_id"));
        add_reaction(m, &who, rel_optional_time(rel_field(one, "date"), &m->b->counts.fields_ignored));
    }
}

static void read_telethon(message *m)
{
    references r = {0};
    int64_t *ignored = &m->b->counts.fields_ignored;
    if (rel_field(m->json, "action")) {
        m->b->counts.ignored++;
        return;
    }
    set_chat_of_object(m);
    set_sender(m);
    if (!start_message(m, rel_field(m->json, "date"))) return;
    set_references(m, &r);
    m->post.text = rel_optional_text(rel_field(m->json, "message"), ignored);
    m->post.views = rel_value_count(rel_field(m->json, "views"), ignored);
    m->post.shares = rel_value_count(rel_field(m->json, "forwards"), ignored);
    m->post.replies = rel_value_count(rel_field_path(m->json, "replies", "replies", NULL), ignored);
    m->post.likes = sum_of_counts(m, rel_field_path(m->json, "reactions", "results", NULL));
    add_message(m, &r);
    add_sender_profile(m);
    add_entities(m, !r.forwarded || m->rt_mentions);
}

/* -------- records -------- */

static bool is_desktop(const cJSON *o)
{
    const rel_str type = rel_field_text(o, "type");
    return rel_field(o, "date") && (rel_str_is(type, "message") || rel_str_is(type, "service"));
}

static bool is_telethon(const cJSON *o)
{
    if (rel_field(o, "_chat") || rel_field(o, "_sender")) return rel_field(o, "date");
    const cJSON *at = rel_field_object(o, "peer_id");
    if (!at) at = rel_field_object(o, "to_id");
    return rel_field(o, "date") && at &&
           (rel_field(at, "channel_id") || rel_field(at, "user_id") || rel_field(at, "chat_id"));
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    message m = {.b = b, .line = line, .rt_mentions = info->opts->rt_mentions, .json = record};
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    if (!cJSON_IsObject(record))
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
    else if (is_telethon(record))
        read_telethon(&m);
    else if (rel_field(record, "type"))
        read_desktop(&m, info);
    else
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line, "not a message");
    rel_scratch_release(b->ctx, mark);
}

/* -------- detection -------- */

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json, *first = rel_array_first(rel_field(o, "messages"));
    if (first) return is_desktop(first) ? 95 : 0;
    const cJSON *chat = rel_array_first(rel_field_path(o, "chats", "list", NULL));
    if (chat) return rel_field_array(chat, "messages") ? 95 : 0;
    /* Much may stand before the chats of an account. */
    if (rel_field_object(o, "personal_information") && rel_field_text(o, "about").s) return 80;
    if (is_telethon(o)) return 95;
    return is_desktop(o) && rel_field(o, "text") ? 70 : 0;
}

static const rel_json_list lists[] = {
    {{"messages"}}, {{"chats", "list", "messages"}}, {{"left_chats", "list", "messages"}}, {{NULL}}};

const rel_format rel_format_telegram = {
    .name = "telegram",
    .title = N_("Telegram: result.json of Telegram Desktop, messages of 4CAT"),
    .yields = N_("posts, accounts, shares, replies, mentions, likes"),
    .framing = REL_FRAMING_JSON,
    .lists = lists,
    .detect = detect,
    .read_json = read_json,
};
