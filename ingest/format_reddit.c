/* Reddit: dumps of submissions and comments (Pushshift, Arctic Shift), one a line, and listings of the API.
 * What becomes of what is documented in docs/formats/reddit.md. */
#include <inttypes.h>
#include <stdio.h>

#include "ingest/format.h"
#include "ingest/json_access.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/text_entities.h"
#include "src/base/i18n.h"

#define REDDIT REL_STR_LIT("reddit")

/* One record. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
} scene;

/* -------- ids and names -------- */

enum { FULLNAME_TEXT = 40 };

/* "t3_abc": the id that tells submissions (t3), comments (t1) and accounts (t2) apart. */
static rel_str with_prefix(rel_str id, const char *prefix, char room[FULLNAME_TEXT])
{
    if (id.len > 3 && memcmp(id.s, prefix, 3) == 0) return id;
    if (!id.len || id.len > FULLNAME_TEXT - 4 || id.s[id.len - 1] == '_') return REL_STR_MISSING;
    memcpy(room, prefix, 3);
    memcpy(room + 3, id.s, id.len);
    return (rel_str){room, 3 + id.len};
}

static bool is_fullname(rel_str id)
{
    return id.len > 3 && id.s[0] == 't' && id.s[1] >= '1' && id.s[1] <= '6' && id.s[2] == '_';
}

/* Some dumps write ids as numbers; Reddit's own are the same to the base 36. */
static rel_str base36(int64_t number, char room[FULLNAME_TEXT])
{
    size_t at = FULLNAME_TEXT;
    do {
        room[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    } while (number);
    return (rel_str){room + at, FULLNAME_TEXT - at};
}

static bool was_deleted(rel_str text)
{
    return rel_str_is(text, "[deleted]") || rel_str_is(text, "[removed]") ||
           rel_str_is(text, "[deleted by user]") || rel_str_is(text, "[ Removed by Reddit ]");
}

/* Names never change and are never given again, and only some sources have the other id (t2_...): so the name
 * is the key. Case does not count. */
static rel_account_ref account_of(scene *s, rel_str name)
{
    if (name.len > 2 && (memcmp(name.s, "u/", 2) == 0)) name = (rel_str){name.s + 2, name.len - 2};
    if (!name.len || was_deleted(name)) return REL_ACCOUNT_UNKNOWN;
    return rel_batch_account(s->b, REDDIT, REL_STR_MISSING, name);
}

/* -------- what a thing is -------- */

static bool is_comment(const cJSON *o)
{
    return rel_field(o, "body") && (rel_field(o, "parent_id") || rel_field(o, "link_id"));
}

static bool is_submission(const cJSON *o)
{
    return rel_field(o, "title") && !rel_field(o, "body") && rel_field(o, "subreddit") &&
           (rel_field(o, "permalink") || rel_field(o, "num_comments") || rel_field(o, "selftext") ||
            rel_field(o, "is_self") || rel_field(o, "domain"));
}

static bool is_account(const cJSON *o)
{
    return rel_field(o, "name") && (rel_field(o, "comment_karma") || rel_field(o, "link_karma"));
}

/* {"t2_abc": {"name": ...}, ...} */
static bool is_account_map(const cJSON *o)
{
    return cJSON_IsObject(o) && o->child && strncmp(o->child->string, "t2_", 3) == 0 &&
           rel_field(o->child, "name");
}

/* -------- accounts -------- */

static void read_account(scene *s, const cJSON *o)
{
    const rel_account_ref ref = account_of(s, rel_field_text(o, "name"));
    if (ref == REL_ACCOUNT_UNKNOWN) {
        rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "name of an account");
        return;
    }
    int64_t *ignored = &s->b->counts.fields_ignored;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    const cJSON *profile = rel_field_object(o, "subreddit"); /* of the account, where it is followed */
    rel_account_record a = rel_account_record_empty();
    a.name = rel_field_text(profile, "title");
    if (!a.name.len) a.name = REL_STR_MISSING;
    a.bio = rel_unescaped_text(s->b, rel_field_text(profile, "public_description"));
    a.created = rel_optional_time(rel_field(o, "created_utc"), ignored);
    a.followers = rel_value_count(rel_field(profile, "subscribers"), ignored);
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
    rel_scratch_release(s->b->ctx, mark);
}

/* -------- posts -------- */

/* A post on its way into the batch. */
typedef struct draft {
    const cJSON *o;
    bool comment;
    rel_post_record post;
    char id[FULLNAME_TEXT], link[FULLNAME_TEXT], parent[FULLNAME_TEXT];
} draft;

/* A date may be a number with a fraction, also in quotes. */
static int64_t time_of(const cJSON *item, bool *bad)
{
    double epoch;
    const rel_str text = rel_value_text(item);
    if (!text.s || !memchr(text.s, '.', text.len) || !rel_str_to_f64(text, &epoch) ||
        !(epoch >= 0 && epoch < 0x1p53))
        return rel_value_time(item, bad);
    return (int64_t)epoch;
}

static int64_t optional_time(const cJSON *item, int64_t *ignored)
{
    bool bad = false;
    const int64_t time = time_of(item, &bad);
    if (bad) ++*ignored;
    return time;
}

static rel_str id_of(const cJSON *o, bool comment, char room[FULLNAME_TEXT])
{
    const char *prefix = comment ? "t1_" : "t3_";
    const rel_str name = rel_field_text(o, "name");
    if (name.len > 3 && memcmp(name.s, prefix, 3) == 0) return name;
    return with_prefix(rel_field_text(o, "id"), prefix, room);
}

/* What a comment answers. Without parent_id it stands under the submission itself. */
static rel_str parent_of(const draft *d, rel_str link, char room[FULLNAME_TEXT], int64_t *ignored)
{
    int64_t number;
    char digits[FULLNAME_TEXT];
    const cJSON *item = rel_field(d->o, "parent_id");
    const rel_str text = rel_value_text(item);
    if (!item || is_fullname(text)) return item ? text : link;
    if (text.len) return with_prefix(text, "t1_", room);
    if (!cJSON_IsNumber(item) || !rel_value_i64(item, &number) || number < 0) {
        ++*ignored;
        return REL_STR_MISSING;
    }
    const rel_str id = base36(number, digits);
    const bool is_link = link.len > 3 && rel_str_eq(id, (rel_str){link.s + 3, link.len - 3});
    return is_link ? link : with_prefix(id, "t1_", room);
}

/* False, and rejected, when something is missing without which there is no post. */
static bool start_draft(scene *s, draft *d, bool collected)
{
    bool bad_time = false;
    const cJSON *author = rel_field(d->o, "author");
    const rel_str name = rel_value_text(author);
    d->post = rel_post_record_empty();
    d->post.platform = REDDIT;
    d->post.id = id_of(d->o, d->comment, d->id);
    d->post.time = time_of(rel_field_either(d->o, "created_utc", "created"), &bad_time);
    /* A record that is rejected leaves no account behind. */
    if (d->post.id.s && !bad_time) d->post.author = account_of(s, name);
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !d->post.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = d->post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(d->o, "id"),
                                  .author = name.s ? NULL : author}; /* [deleted] is none */
    return !rel_reject_post(s->b, s->line, &fault);
}

/* Two texts, a blank line between, in scratch memory. */
static rel_str joined(scene *s, rel_str a, const char *between, rel_str b)
{
    char *both;
    const size_t gap = strlen(between);
    if (!a.len) return b;
    if (!b.len || s->b->status != REL_OK) return a;
    s->b->status = rel_scratch(s->b->ctx, &both, a.len + gap + b.len, 1, "text of a post");
    if (s->b->status != REL_OK) return REL_STR_MISSING;
    memcpy(both, a.s, a.len);
    memcpy(both + a.len, between, gap);
    memcpy(both + a.len + gap, b.s, b.len);
    return (rel_str){both, a.len + gap + b.len};
}

static rel_str part_of_text(scene *s, const cJSON *o, const char *key)
{
    const rel_str text = rel_optional_text(rel_field(o, key), &s->b->counts.fields_ignored);
    return was_deleted(text) ? REL_STR_MISSING : rel_unescaped_text(s->b, text);
}

static rel_str text_of(scene *s, const draft *d)
{
    if (d->comment) return part_of_text(s, d->o, "body");
    const rel_str title = part_of_text(s, d->o, "title");
    return joined(s, title, "\n\n", part_of_text(s, d->o, "selftext"));
}

/* Upvotes less downvotes; below zero there is nobody left who likes it. Hidden for the first hours. */
static int64_t score_of(const cJSON *o, int64_t *ignored)
{
    int64_t score;
    const cJSON *item = rel_field_either(o, "score", "ups");
    if (rel_value_is_true(rel_field(o, "score_hidden")) || rel_value_is_true(rel_field(o, "hide_score")))
        return REL_COUNT_MISSING;
    if (rel_value_i64(item, &score)) return score < 0 ? 0 : score;
    return rel_value_count(item, ignored);
}

static void fill_post(scene *s, draft *d, bool collected)
{
    rel_post_record *post = &d->post;
    int64_t *ignored = &s->b->counts.fields_ignored;
    const rel_str permalink = rel_field_text(d->o, "permalink");
    const rel_str link = with_prefix(rel_field_text(d->o, "link_id"), "t3_", d->link);
    post->retrieved_at = optional_time(rel_field_either(d->o, "retrieved_on", "retrieved_utc"), ignored);
    post->text = text_of(s, d);
    if (permalink.len && permalink.s[0] == '/')
        post->url = joined(s, REL_STR_LIT("https://www.reddit.com"), "", permalink);
    post->likes = score_of(d->o, ignored);
    post->replies =
        d->comment ? REL_COUNT_MISSING : rel_value_count(rel_field(d->o, "num_comments"), ignored);
    post->shares = rel_value_count(rel_field(d->o, "num_crossposts"), ignored);
    post->views = rel_value_count(rel_field(d->o, "view_count"), ignored);
    post->conversation_id = d->comment ? link : post->id;
    post->collected = collected;
    if (d->comment) {
        post->target_id = parent_of(d, link, d->parent, ignored);
        post->kind = post->target_id.len && post->target_id.s[1] == '1' ? REL_POST_REPLY : REL_POST_COMMENT;
    } else {
        post->target_id = with_prefix(rel_field_text(d->o, "crosspost_parent"), "t3_", d->parent);
        if (post->target_id.len) post->kind = REL_POST_SHARE;
    }
    rel_batch_add_post(s->b, post);
}

/* Reddit's own pictures, films and pages are no links. */
static bool is_own(rel_str url)
{
    static const char *const places[] = {"https://www.reddit.com/", "https://i.redd.it/",
                                         "https://v.redd.it/", "https://old.reddit.com/",
                                         "http://www.reddit.com/"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (url.len > strlen(places[i]) && memcmp(url.s, places[i], strlen(places[i])) == 0) return true;
    return false;
}

/* The subreddit is kept as a tag "r/name": what is posted in one place is about one thing. */
static void add_tags_and_links(scene *s, const draft *d)
{
    const rel_str sub = rel_field_text(d->o, "subreddit");
    if (sub.len) rel_batch_add_tag(s->b, REDDIT, d->post.id, joined(s, REL_STR_LIT("r/"), "", sub));
    const rel_str url =
        rel_unescaped_text(s->b, rel_value_text(rel_field_either(d->o, "url_overridden_by_dest", "url")));
    const bool is_self = rel_value_is_true(rel_field(d->o, "is_self"));
    if (!d->comment && !is_self && url.len > 8 && memcmp(url.s, "http", 4) == 0 && !is_own(url))
        rel_batch_add_link(s->b, REDDIT, d->post.id, url);
    rel_post_text(s->b, &d->post, s->b->interactions, (rel_text_wishes){.links = true});
}

/* shared: whose post a crosspost shares; a mention of that account is none besides. */
static void add_mentions(scene *s, const draft *d, rel_account_ref shared)
{
    char room[REL_USER_NAME_MAX];
    const size_t from = s->b->interactions;
    rel_str name;
    for (size_t at = 0; (name = rel_text_next_user(d->post.text, &at, room)).len;) {
        const bool again = shared != REL_ACCOUNT_UNKNOWN && account_of(s, name) == shared;
        if (!again || s->info->opts->rt_mentions)
            rel_post_mention(s->b, &d->post, from, REL_STR_MISSING, name);
    }
}

static rel_account_ref read_post(scene *s, const cJSON *o, bool comment, bool collected);

/* The author of the submission that a comment stands under, where the API says it. */
static rel_account_ref author_of_link(scene *s, const draft *d)
{
    const rel_str name = rel_field_text(d->o, "link_author");
    return d->post.kind == REL_POST_COMMENT && name.len ? account_of(s, name) : REL_ACCOUNT_UNKNOWN;
}

static void add_acts(scene *s, const draft *d)
{
    const rel_post_record *post = &d->post;
    if (d->comment)
        rel_post_act(s->b, post, post->kind == REL_POST_REPLY ? REL_KIND_REPLY : REL_KIND_COMMENT,
                     author_of_link(s, d), post->target_id);
    rel_account_ref shared = REL_ACCOUNT_UNKNOWN;
    if (post->kind == REL_POST_SHARE) {
        const cJSON *original = rel_array_first(rel_field(d->o, "crosspost_parent_list"));
        if (original) shared = read_post(s, original, false, false);
        rel_post_act(s->b, post, REL_KIND_SHARE, shared, post->target_id);
    }
    add_mentions(s, d, shared);
}

static void observe(scene *s, const draft *d)
{
    const rel_post_record *post = &d->post;
    rel_batch_observe(s->b, post->author,
                      post->retrieved_at != REL_TIME_MISSING ? post->retrieved_at : post->time);
    rel_account_record *a = rel_batch_account_at(s->b, post->author);
    if (!a) return;
    if (rel_str_is_nocase(a->handle, "AutoModerator")) a->bot = 1;
    const int64_t created =
        optional_time(rel_field(d->o, "author_created_utc"), &s->b->counts.fields_ignored);
    if (created != REL_TIME_MISSING) a->created = created;
}

/* Stores a submission or comment and returns its author. Only a collected one acts. */
static rel_account_ref read_post(scene *s, const cJSON *o, bool comment, bool collected)
{
    draft d = {.o = o, .comment = comment};
    if (!start_draft(s, &d, collected)) return d.post.author;
    const rel_arena_mark mark = rel_scratch_mark(s->b->ctx);
    fill_post(s, &d, collected);
    add_tags_and_links(s, &d);
    if (collected) {
        observe(s, &d);
        add_acts(s, &d);
    }
    rel_scratch_release(s->b->ctx, mark);
    return d.post.author;
}

/* -------- things of the API -------- */

static void read_thing(scene *s, const cJSON *thing);

static void read_things(scene *s, const cJSON *array)
{
    for (const cJSON *c = rel_array_first(array); c; c = c->next) read_thing(s, c);
}

/* {"kind": "t1", "data": {...}}. Nested as deep as the record is. */
static void read_thing(scene *s, const cJSON *thing)
{
    const rel_str kind = rel_field_text(thing, "kind");
    const cJSON *data = rel_field_object(thing, "data");
    if (!cJSON_IsObject(thing)) {
        rel_batch_reject(s->b, REL_REJECT_WRONG_TYPE, s->line, "expected an object");
    } else if (rel_str_is(kind, "Listing")) {
        read_things(s, rel_field(data, "children"));
    } else if (rel_str_is(kind, "t1") && is_comment(data)) {
        read_post(s, data, true, true);
        const cJSON *replies = rel_field_object(data, "replies");
        if (replies) read_thing(s, replies);
    } else if (rel_str_is(kind, "t3") && is_submission(data)) {
        read_post(s, data, false, true);
    } else if (rel_str_is(kind, "t2") && data) {
        read_account(s, data);
    } else if (kind.len && !rel_str_is(kind, "t1") && !rel_str_is(kind, "t3")) {
        /* Messages, subreddits, awards, "more": private, or nothing that a graph is made of. */
        s->b->counts.ignored++;
    } else {
        rel_batch_reject(s->b, REL_REJECT_UNKNOWN_RECORD, s->line,
                         "neither a submission, a comment nor an account");
    }
}

/* -------- records -------- */

static const cJSON *things_of(const cJSON *o)
{
    return rel_array_first(rel_field_path(o, "json", "data", "things", NULL));
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    scene s = {info, b, line};
    if (!cJSON_IsObject(record))
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
    else if (rel_field(record, "kind"))
        read_thing(&s, record);
    else if (is_comment(record))
        read_post(&s, record, true, true);
    else if (is_submission(record))
        read_post(&s, record, false, true);
    else if (things_of(record))
        read_things(&s, rel_field_path(record, "json", "data", "things", NULL));
    else if (is_account(record))
        read_account(&s, record);
    else if (is_account_map(record))
        for (const cJSON *c = record->child; c; c = c->next) read_account(&s, c);
    else if (rel_field(record, "error"))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%.*s",
                         REL_STR_ARG(rel_field_text(record, "message")));
    else
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line,
                         "neither a submission, a comment nor an account");
}

/* -------- detection -------- */

static int score_thing(const cJSON *o)
{
    const rel_str kind = rel_field_text(o, "kind");
    const cJSON *data = rel_field_object(o, "data");
    if (!data) return 0;
    if (rel_str_is(kind, "Listing")) return rel_field_array(data, "children") ? 90 : 0;
    if (rel_str_is(kind, "t1")) return is_comment(data) ? 95 : 0;
    if (rel_str_is(kind, "t3")) return is_submission(data) ? 95 : 0;
    return rel_str_is(kind, "t2") && rel_field(data, "name") ? 95 : 0;
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    if (!o) return 0;
    if (rel_field(o, "kind")) return score_thing(o);
    const bool dated = rel_field(o, "created_utc") && rel_field(o, "author") && rel_field(o, "subreddit");
    if (dated && (is_comment(o) || is_submission(o))) return 95;
    if (things_of(o)) return score_thing(things_of(o));
    if (is_account(o) && rel_field(o, "created_utc")) return 90;
    return is_account_map(o) ? 90 : 0;
}

const rel_format rel_format_reddit = {
    .name = "reddit",
    .title = N_("Reddit: dumps of submissions and comments, listings of the API"),
    .yields = N_("posts, accounts, comments, replies, shares, mentions"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .read_json = read_json,
};
