/* Mastodon and what speaks its API (GoToSocial, Pleroma, Pixelfed): statuses, accounts, contexts, search
 * results, notifications, and lists of accounts in an envelope. What becomes of what is documented in
 * docs/formats/mastodon.md. */
#include <stdio.h>

#include "ingest/format.h"
#include "ingest/html_text.h"
#include "ingest/json_access.h"
#include "ingest/reading.h"
#include "ingest/text_index.h"
#include "src/base/i18n.h"

#define MASTODON REL_STR_LIT("mastodon")

enum { NAME_MAX_BYTES = 512, URI_MAX_BYTES = 1024 };

/* One record. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    int64_t retrieved_at;
    rel_text_index accounts; /* of a record with several statuses, by the instance's own id */
    rel_text_index statuses;
} scene;

/* -------- accounts -------- */

/* "https://host:port/..." -> "host:port" */
static rel_str host_of(rel_str url)
{
    const char *slashes = url.s ? strstr(url.s, "://") : NULL;
    if (!slashes) return REL_STR_MISSING;
    rel_str rest = rel_str_of(slashes + 3);
    return rel_str_cut(&rest, '/');
}

static rel_str without_at(rel_str name)
{
    return name.len && name.s[0] == '@' ? (rel_str){name.s + 1, name.len - 1} : name;
}

static rel_str lowered(char *room, int len)
{
    if (len < 0 || len >= NAME_MAX_BYTES) return REL_STR_MISSING;
    for (int i = 0; i < len; i++)
        if (room[i] >= 'A' && room[i] <= 'Z') room[i] = (char)(room[i] + 32);
    return (rel_str){room, (size_t)len};
}

/* "user@host", the name that is the same on every instance; missing when the host is not known. */
static rel_str full_name(const cJSON *account, char room[NAME_MAX_BYTES])
{
    const rel_str acct = without_at(rel_field_text(account, "acct"));
    if (!acct.len) return REL_STR_MISSING;
    if (memchr(acct.s, '@', acct.len)) return lowered(room, snprintf(room, NAME_MAX_BYTES, "%s", acct.s));
    rel_str host = host_of(rel_field_text(account, "url"));
    if (!host.len) host = host_of(rel_field_text(account, "uri"));
    if (!host.len) return REL_STR_MISSING;
    return lowered(room, snprintf(room, NAME_MAX_BYTES, "%s@%.*s", acct.s, REL_STR_ARG(host)));
}

/* A text that was HTML, in scratch memory of the context. */
static rel_str plain(scene *s, rel_str html, rel_html_link_fn *link, void *user)
{
    char *out;
    if (!html.len || s->b->status != REL_OK) return REL_STR_MISSING;
    s->b->status = rel_scratch(s->b->ctx, &out, html.len, 1, "text of a status");
    return s->b->status == REL_OK ? rel_html_text(out, html, link, user) : REL_STR_MISSING;
}

static bool is_profile(const cJSON *account)
{
    return rel_field(account, "followers_count") || rel_field(account, "note") ||
           rel_field(account, "created_at");
}

static rel_account_ref read_account(scene *s, const cJSON *account)
{
    char room[NAME_MAX_BYTES];
    const rel_str name = full_name(account, room);
    const rel_account_ref ref =
        rel_batch_account(s->b, MASTODON, name, name.s ? name : rel_field_text(account, "acct"));
    if (ref == REL_ACCOUNT_UNKNOWN || !is_profile(account)) return ref;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    int64_t *ignored = &s->b->counts.fields_ignored;
    rel_account_record a = rel_account_record_empty();
    a.handle = name;
    a.name = rel_field_text(account, "display_name");
    if (!a.name.len) a.name = REL_STR_MISSING;
    a.bio = plain(s, rel_field_text(account, "note"), NULL, NULL);
    a.url = rel_field_text(account, "url");
    a.created = rel_optional_time(rel_field(account, "created_at"), ignored);
    a.seen_at = s->retrieved_at;
    a.followers = rel_value_count(rel_field(account, "followers_count"), ignored);
    a.following = rel_value_count(rel_field(account, "following_count"), ignored);
    a.posts = rel_value_count(rel_field(account, "statuses_count"), ignored);
    a.bot = rel_value_flag(rel_field(account, "bot"));
    a.is_protected = rel_value_flag(rel_field(account, "locked"));
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
    rel_scratch_release(s->b->ctx, mark);
    return ref;
}

/* -------- statuses -------- */

static rel_str status_id(const cJSON *status)
{
    const rel_str uri = rel_field_text(status, "uri");
    return uri.len ? uri : rel_field_text(status, "url");
}

/* Whom a status answers: among those it mentions, itself, or somebody else of the same record. */
static const cJSON *replied_to(const scene *s, const cJSON *status)
{
    char room[REL_JSON_ID_TEXT], other[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_field(status, "in_reply_to_account_id"), room);
    if (!id.s) return NULL;
    for (const cJSON *m = rel_array_first(rel_field(status, "mentions")); m; m = m->next)
        if (rel_str_eq(rel_value_id(rel_field(m, "id"), other), id)) return m;
    const cJSON *own = rel_field(status, "account");
    if (rel_str_eq(rel_value_id(rel_field(own, "id"), other), id)) return own;
    return rel_text_index_find(&s->accounts, id, false);
}

/* The uri of the status that is answered. The instance gives its own id only: it is the uri's last part when
 * the status was written there. */
static rel_str replied_uri(const scene *s, const cJSON *status, const cJSON *target, char room[URI_MAX_BYTES])
{
    char id_room[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_field(status, "in_reply_to_id"), id_room);
    const cJSON *known = rel_text_index_find(&s->statuses, id, false);
    if (known) return status_id(known);
    const rel_str acct = rel_field_text(target, "acct"), url = rel_field_text(target, "url");
    const rel_str host = host_of(url);
    if (!id.s || !host.len || !acct.len || memchr(acct.s, '@', acct.len)) return REL_STR_MISSING;
    const int len = snprintf(room, URI_MAX_BYTES, "%.*s%.*s/users/%.*s/statuses/%.*s", (int)(host.s - url.s),
                             url.s, REL_STR_ARG(host), REL_STR_ARG(acct), REL_STR_ARG(id));
    return len < URI_MAX_BYTES ? (rel_str){room, (size_t)len} : REL_STR_MISSING;
}

/* The status that is quoted. Mastodon wraps it in its state, others do not. */
static const cJSON *quoted_status(const cJSON *status)
{
    const cJSON *quote = rel_field_object(status, "quote"), *inner = rel_field_object(quote, "quoted_status");
    if (inner) return inner;
    return rel_field(quote, "account") ? quote : NULL;
}

typedef struct link_place {
    rel_batch *b;
    rel_str post_id;
} link_place;

static void add_link(void *user, rel_str address)
{
    const link_place *place = user;
    rel_batch_add_link(place->b, MASTODON, place->post_id, address);
}

static rel_str text_of(scene *s, const cJSON *status, link_place *place)
{
    const rel_str warning = rel_field_text(status, "spoiler_text");
    const rel_str text = plain(
        s, rel_optional_text(rel_field(status, "content"), &s->b->counts.fields_ignored), add_link, place);
    if (!warning.len || s->b->status != REL_OK) return text;
    char *both;
    s->b->status = rel_scratch(s->b->ctx, &both, warning.len + 1 + text.len, 1, "text of a status");
    if (s->b->status != REL_OK) return REL_STR_MISSING;
    memcpy(both, warning.s, warning.len);
    both[warning.len] = '\n';
    if (text.len) memcpy(both + warning.len + 1, text.s, text.len);
    return (rel_str){both, warning.len + 1 + text.len};
}

static void fill_counts(scene *s, const cJSON *status, rel_post_record *post)
{
    int64_t *ignored = &s->b->counts.fields_ignored;
    post->likes = rel_value_count(rel_field(status, "favourites_count"), ignored);
    post->replies = rel_value_count(rel_field(status, "replies_count"), ignored);
    post->shares = rel_value_count(rel_field(status, "reblogs_count"), ignored);
    post->quotes = rel_value_count(rel_field(status, "quotes_count"), ignored);
}

static rel_interaction_record act(const rel_post_record *post, rel_kind kind, rel_account_ref target,
                                  rel_str target_post)
{
    return (rel_interaction_record){.kind = kind,
                                    .source = post->author,
                                    .target = target,
                                    .time = post->time,
                                    .platform = MASTODON,
                                    .post_id = post->id,
                                    .target_post = target_post,
                                    .weight = 1};
}

static rel_account_ref read_status(scene *s, const cJSON *status, bool collected);

static void add_acts(scene *s, const cJSON *status, const rel_post_record *post)
{
    rel_interaction_record i;
    const cJSON *boosted = rel_field_object(status, "reblog"), *quoted = quoted_status(status);
    if (boosted) {
        i = act(post, REL_KIND_SHARE, read_status(s, boosted, false), status_id(boosted));
        rel_batch_add_interaction(s->b, &i);
        if (!s->info->opts->rt_mentions) return;
    }
    if (rel_field(status, "in_reply_to_id") && !boosted) {
        const cJSON *target = replied_to(s, status);
        i = act(post, REL_KIND_REPLY, target ? read_account(s, target) : REL_ACCOUNT_UNKNOWN,
                post->target_id);
        rel_batch_add_interaction(s->b, &i);
    }
    if (quoted && !boosted) {
        i = act(post, REL_KIND_QUOTE, read_status(s, quoted, false), status_id(quoted));
        rel_batch_add_interaction(s->b, &i);
    }
    const size_t from = s->b->interactions;
    const cJSON *m = rel_array_first(rel_field(boosted ? boosted : status, "mentions"));
    for (; m; m = m->next) {
        const rel_account_ref target = read_account(s, m);
        if (target == REL_ACCOUNT_UNKNOWN) continue;
        i = act(post, REL_KIND_MENTION, target, REL_STR_MISSING);
        rel_add_once(s->b, from, &i);
    }
}

/* Fills in what the status says; the texts live in scratch memory. */
static void fill_post(scene *s, const cJSON *status, rel_post_record *post, char room[URI_MAX_BYTES])
{
    const cJSON *boosted = rel_field_object(status, "reblog"), *quoted = quoted_status(status);
    const cJSON *content = boosted ? boosted : status;
    link_place place = {s->b, post->id};
    post->retrieved_at = s->retrieved_at;
    post->url = rel_field_text(status, "url");
    post->lang = rel_field_text(content, "language");
    if (boosted) {
        post->kind = REL_POST_SHARE;
        post->target_id = status_id(boosted);
    } else if (rel_field(status, "in_reply_to_id")) {
        post->kind = REL_POST_REPLY;
        post->target_id = replied_uri(s, status, replied_to(s, status), room);
    } else if (quoted) {
        post->kind = REL_POST_QUOTE;
        post->target_id = status_id(quoted);
    }
    /* A boost repeats the counts of what it boosts. */
    if (!boosted) fill_counts(s, status, post);
    post->text = text_of(s, content, &place);
    for (const cJSON *t = rel_array_first(rel_field(content, "tags")); t; t = t->next)
        rel_batch_add_tag(s->b, MASTODON, post->id, rel_field_text(t, "name"));
}

/* Stores a status and returns its author. Only a collected one acts. */
static rel_account_ref read_status(scene *s, const cJSON *status, bool collected)
{
    char room[URI_MAX_BYTES];
    bool bad_time = false;
    rel_post_record post = rel_post_record_empty();
    const cJSON *account = rel_field(status, "account");
    post.platform = MASTODON;
    post.id = status_id(status);
    post.time = rel_value_time(rel_field(status, "created_at"), &bad_time);
    /* A record that is rejected leaves no account behind. */
    if (post.id.len && !bad_time && cJSON_IsObject(account)) post.author = read_account(s, account);
    post.collected = collected;
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !post.id.len,
                                  .bad_time = bad_time,
                                  .bad_author = post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(status, "uri"),
                                  .author = account};
    if (rel_reject_post(s->b, s->line, &fault)) return post.author;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    fill_post(s, status, &post, room);
    rel_batch_add_post(s->b, &post);
    if (collected) {
        rel_batch_observe(s->b, post.author,
                          s->retrieved_at != REL_TIME_MISSING ? s->retrieved_at : post.time);
        add_acts(s, status, &post);
    }
    rel_scratch_release(s->b->ctx, mark);
    return post.author;
}

/* -------- lists of accounts that say whose they are -------- */

typedef struct list {
    rel_kind kind;
    bool outward; /* the subject acts: a list of those it follows */
    rel_account_ref subject;
    rel_str post; /* of likes and shares */
} list;

static void add_list_edge(scene *s, const list *l, rel_account_ref other)
{
    char room[REL_ACT_ID_TEXT];
    rel_interaction_record i = {.kind = l->kind,
                                .source = l->outward ? l->subject : other,
                                .target = l->outward ? other : l->subject,
                                .time = REL_TIME_MISSING,
                                .platform = MASTODON,
                                .target_post = l->post,
                                .weight = 1};
    const rel_account_record *source = rel_batch_account_at(s->b, i.source);
    if (l->kind != REL_KIND_FOLLOW && source) i.act_id = rel_make_act_id(room, l->kind, source->key, l->post);
    rel_batch_add_interaction(s->b, &i);
}

static bool is_address(rel_str text)
{
    return text.len > 8 && (memcmp(text.s, "http://", 7) == 0 || memcmp(text.s, "https://", 8) == 0);
}

/* "@user@host", "user@host" or an account object. */
static rel_account_ref subject_account(scene *s, const cJSON *item, rel_str text)
{
    char room[NAME_MAX_BYTES];
    if (cJSON_IsObject(item)) return read_account(s, item);
    text = without_at(text);
    if (!text.len || !memchr(text.s, '@', text.len))
        return rel_batch_account(s->b, MASTODON, REL_STR_MISSING, text);
    const rel_str name = lowered(room, snprintf(room, sizeof room, "%.*s", REL_STR_ARG(text)));
    return rel_batch_account(s->b, MASTODON, name, name);
}

/* Whose list a file of accounts is, by --subject or its name: there only "user@host" is sure. False: not
 * known. */
static bool list_owner(const char *path, const rel_ingest_opts *opts, rel_str *subject, bool *following)
{
    const rel_list_owner owner = rel_list_owner_of(path, opts);
    const rel_str name = without_at(owner.handle);
    *following = owner.following;
    *subject = owner.by_name ? owner.handle : rel_str_of(opts->subject);
    return subject->len && (!owner.by_name || memchr(name.s ? name.s : "", '@', name.len));
}

/* An account that stands alone. --subject or the name of the file says whose follower it is, or which status
 * it liked or shared. */
static void read_lone_account(scene *s, const cJSON *account)
{
    const rel_account_ref ref = read_account(s, account);
    rel_str subject;
    bool following;
    if (ref == REL_ACCOUNT_UNKNOWN) rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "acct of an account");
    if (ref == REL_ACCOUNT_UNKNOWN || !list_owner(s->info->path, s->info->opts, &subject, &following)) return;
    list l = {.kind = REL_KIND_FOLLOW, .subject = REL_ACCOUNT_UNKNOWN};
    if (is_address(subject)) {
        const bool shares = s->info->opts->kind && strcmp(s->info->opts->kind, "share") == 0;
        l.kind = shares ? REL_KIND_SHARE : REL_KIND_LIKE;
        l.post = subject;
    } else {
        l.subject = subject_account(s, NULL, subject);
        l.outward = following;
    }
    add_list_edge(s, &l, ref);
}

static const struct envelope {
    const char *key;
    rel_kind kind;
    bool outward;
} envelopes[] = {{"followers", REL_KIND_FOLLOW, false},
                 {"following", REL_KIND_FOLLOW, true},
                 {"favourited_by", REL_KIND_LIKE, false},
                 {"reblogged_by", REL_KIND_SHARE, false}};

/* {"subject": "user@host" or a status' uri, "followers": [...]}: true when it was one. */
static bool read_envelope(scene *s, const cJSON *record)
{
    bool any = false;
    const cJSON *subject = rel_field(record, "subject");
    const rel_str text = rel_value_text(subject);
    for (size_t k = 0; k < sizeof envelopes / sizeof *envelopes; k++) {
        const cJSON *a = rel_field_array(record, envelopes[k].key);
        if (!a) continue;
        any = true;
        list l = {.kind = envelopes[k].kind, .outward = envelopes[k].outward, .subject = REL_ACCOUNT_UNKNOWN};
        if (!subject)
            rel_batch_reject(s->b, REL_REJECT_NO_SUBJECT, s->line, "%s", envelopes[k].key);
        else if (l.kind == REL_KIND_FOLLOW)
            l.subject = subject_account(s, subject, text);
        else
            l.post = cJSON_IsObject(subject) ? status_id(subject) : text;
        for (a = a->child; a; a = a->next) {
            const rel_account_ref ref = read_account(s, a);
            if (ref == REL_ACCOUNT_UNKNOWN)
                rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "acct of an account");
            else if (subject)
                add_list_edge(s, &l, ref);
        }
    }
    return any;
}

/* -------- records -------- */

static bool is_account(const cJSON *o)
{
    return rel_field(o, "acct") && !rel_field(o, "account");
}

static bool is_status(const cJSON *o)
{
    return rel_field(o, "account") &&
           (rel_field(o, "content") || rel_field(o, "reblog") || rel_field(o, "visibility"));
}

static bool is_notification(const cJSON *o)
{
    return rel_field(o, "type") && rel_field(o, "account") && rel_field(o, "created_at");
}

static void index_statuses(scene *s, const cJSON *const *arrays, size_t count)
{
    size_t n = 0;
    for (size_t k = 0; k < count; k++)
        for (const cJSON *c = rel_array_first(arrays[k]); c; c = c->next) n++;
    if (s->b->status == REL_OK) s->b->status = rel_text_index_make(s->b->ctx, &s->accounts, n);
    if (s->b->status == REL_OK) s->b->status = rel_text_index_make(s->b->ctx, &s->statuses, n);
    for (size_t k = 0; k < count && s->b->status == REL_OK; k++)
        for (const cJSON *c = rel_array_first(arrays[k]); c; c = c->next) {
            const cJSON *account = rel_field(c, "account");
            rel_text_index_add(&s->statuses, rel_field_text(c, "id"), false, c);
            rel_text_index_add(&s->accounts, rel_field_text(account, "id"), false, account);
        }
}

/* A thread, or the results of a search. */
static void read_collection(scene *s, const cJSON *record)
{
    const cJSON *const arrays[] = {rel_field(record, "ancestors"), rel_field(record, "descendants"),
                                   rel_field(record, "statuses")};
    index_statuses(s, arrays, 3);
    for (const cJSON *a = rel_array_first(rel_field(record, "accounts")); a; a = a->next)
        read_lone_account(s, a);
    for (size_t k = 0; k < 3; k++)
        for (const cJSON *c = rel_array_first(arrays[k]); c; c = c->next) read_status(s, c, true);
}

/* Somebody followed, liked or shared at a known time; posts that mention come as statuses. */
static void read_notification(scene *s, const cJSON *n)
{
    char room[REL_ACT_ID_TEXT];
    const rel_str type = rel_field_text(n, "type");
    const cJSON *status = rel_field_object(n, "status");
    const bool like = rel_str_is(type, "favourite"), share = rel_str_is(type, "reblog"),
               follow = rel_str_is(type, "follow");
    rel_interaction_record i = {.platform = MASTODON, .weight = 1};
    i.source = read_account(s, rel_field(n, "account"));
    i.time = rel_optional_time(rel_field(n, "created_at"), &s->b->counts.fields_ignored);
    if (follow) {
        const rel_str subject = rel_str_of(s->info->opts->subject);
        i.kind = REL_KIND_FOLLOW;
        i.target = subject.len ? subject_account(s, NULL, subject) : REL_ACCOUNT_UNKNOWN;
        if (!subject.len)
            rel_batch_reject(s->b, REL_REJECT_NO_SUBJECT, s->line, "notification of a follow");
        else
            rel_batch_add_interaction(s->b, &i);
    } else if (status) {
        i.target = read_status(s, status, true);
        if (!like && !share) return;
        i.kind = like ? REL_KIND_LIKE : REL_KIND_SHARE;
        i.target_post = status_id(status);
        const rel_account_record *source = rel_batch_account_at(s->b, i.source);
        if (source) i.act_id = rel_make_act_id(room, i.kind, source->key, i.target_post);
        rel_batch_add_interaction(s->b, &i);
    } else {
        s->b->counts.ignored++;
    }
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    scene s = {.info = info, .b = b, .line = line};
    if (!cJSON_IsObject(record)) {
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
        return;
    }
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    s.retrieved_at = rel_optional_time(rel_field(record, "retrieved_at"), &b->counts.fields_ignored);
    if (is_status(record))
        read_status(&s, record, true);
    else if (is_account(record))
        read_lone_account(&s, record);
    else if (is_notification(record))
        read_notification(&s, record);
    else if (rel_field(record, "ancestors") || rel_field(record, "statuses"))
        read_collection(&s, record);
    else if (read_envelope(&s, record))
        (void)0;
    else if (rel_field(record, "error"))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%.*s",
                         REL_STR_ARG(rel_field_text(record, "error")));
    else
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line, "neither a status nor an account");
    rel_scratch_release(b->ctx, mark);
}

/* -------- detection -------- */

static bool has_acct(const cJSON *account)
{
    return rel_field(account, "acct") && rel_field(account, "username");
}

static int detect(const rel_probe *probe)
{
    static const char *const lists[] = {"ancestors", "descendants", "statuses"};
    const cJSON *o = probe->json;
    if (is_status(o) || is_notification(o)) return has_acct(rel_field(o, "account")) ? 95 : 0;
    if (has_acct(o)) return 90;
    for (size_t k = 0; k < 3; k++)
        if (has_acct(rel_field(rel_array_first(rel_field(o, lists[k])), "account"))) return 90;
    for (size_t k = 0; k < sizeof envelopes / sizeof *envelopes; k++)
        if (has_acct(rel_array_first(rel_field(o, envelopes[k].key)))) return 90;
    if (has_acct(rel_array_first(rel_field(o, "accounts")))) return 80;
    if (rel_field_array(o, "ancestors") && rel_field_array(o, "descendants")) return 60; /* an empty thread */
    return 0;
}

/* The beginning of an array of accounts and nothing else, which is what a page of followers is. */
static bool is_page_of_accounts(const rel_probe *probe)
{
    const rel_str start = rel_str_trim(probe->first);
    if (!start.len || start.s[0] != '[' || probe->samples == 0) return false;
    for (size_t i = 0; i < probe->samples; i++)
        if (!is_account(probe->sample[i]) || !has_acct(probe->sample[i])) return false;
    return true;
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    rel_str subject;
    bool following;
    *out = NULL;
    if (!is_page_of_accounts(probe)) return REL_OK;
    if (list_owner(probe->path, opts, &subject, &following))
        rel_list_owner_note(ctx, probe->path, &owner);
    else
        rel_note(
            ctx,
            "'%s' is a list of accounts that does not say whose followers they are: they are stored without "
            "follows; '--subject @name@server' says it",
            probe->path);
    return REL_OK;
}

const rel_format rel_format_mastodon = {
    .name = "mastodon",
    .title = N_("Mastodon API: statuses, accounts, threads, lists of followers"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions, follows, likes"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .read_json = read_json,
};
