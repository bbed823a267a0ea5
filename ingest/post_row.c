#include <stdio.h>

#include "ingest/post_row_state.h"
#include "ingest/reading.h"
#include "ingest/text_entities.h"
#include "ingest/text_match.h"

enum { NAME_MAX_BYTES = 512 };

typedef rel_post_row_state row;

rel_str rel_post_row_cell(const row *r, rel_post_role role)
{
    const rel_post_plan *p = r->plan;
    if (!p->preset) return rel_mapping_cell(p->column, NULL, role, r->field, r->fields);
    return rel_preset_cell(p->preset, p->column, &p->more, role, r->field, r->fields);
}

/* An account of this platform; a handle that must stay as it is stands for the id. Some tools put a
 * decentralised id where they do not know the handle. */
rel_account_ref rel_post_row_account(const row *r, rel_str id, rel_str handle)
{
    if (!id.len && handle.len > 4 && memcmp(handle.s, "did:", 4) == 0)
        return rel_batch_account(r->b, r->platform, handle, REL_STR_MISSING);
    if (!id.len && handle.len && r->plan->preset && r->plan->preset->exact_handles)
        id = handle.s[0] == '@' ? (rel_str){handle.s + 1, handle.len - 1} : handle;
    return rel_batch_account(r->b, r->platform, id, handle);
}

static rel_str text_or_missing(rel_str s)
{
    return s.len ? s : REL_STR_MISSING;
}

/* The part of the value that the preset asks for. */
static rel_str part_of(const row *r, rel_post_role role, rel_str value)
{
    char *room;
    const rel_value_part part = r->plan->preset ? r->plan->preset->part[role] : REL_PART_WHOLE;
    if (part == REL_PART_WHOLE || !value.len || r->b->status != REL_OK) return value;
    r->b->status = rel_scratch(r->b->ctx, &room, REL_VALUE_PART_ROOM, 1, "part of a value");
    return r->b->status == REL_OK ? rel_value_part_of(part, value, r->post.id, room) : REL_STR_MISSING;
}

/* -------- values; every one of these is false when it rejected the row -------- */

static bool read_id(const row *r, rel_post_role role, rel_str *id)
{
    *id = REL_STR_MISSING;
    if (!rel_post_row_mapped(r, role)) return true;
    const rel_str s = part_of(r, role, rel_post_row_cell(r, role));
    const char *what = rel_post_roles.role[role].name;
    if (!rel_cell_id(s, id)) {
        rel_batch_reject(r->b, REL_REJECT_BAD_NUMBER, r->line, "%s '%.*s' lost digits in a spreadsheet", what,
                         REL_STR_ARG(s));
        return false;
    }
    if (id->len <= NAME_MAX_BYTES) return true;
    rel_batch_reject(r->b, REL_REJECT_TOO_LARGE, r->line, "%s has %zu bytes", what, id->len);
    return false;
}

static bool read_count(const row *r, rel_post_role role, int64_t *count)
{
    const rel_str s = part_of(r, role, rel_post_row_cell(r, role));
    if (rel_cell_count(s, count)) return true;
    rel_batch_reject(r->b, REL_REJECT_BAD_NUMBER, r->line, "%s '%.*s', expected a count",
                     rel_post_roles.role[role].name, REL_STR_ARG(s));
    return false;
}

static bool read_counts(row *r)
{
    const struct {
        rel_post_role role;
        int64_t *count;
    } all[] = {{REL_POST_ROLE_LIKES, &r->post.likes},
               {REL_POST_ROLE_REPLIES, &r->post.replies},
               {REL_POST_ROLE_SHARES, &r->post.shares},
               {REL_POST_ROLE_QUOTES, &r->post.quotes},
               {REL_POST_ROLE_VIEWS, &r->post.views},
               {REL_POST_ROLE_FOLLOWERS, &r->profile.followers},
               {REL_POST_ROLE_FOLLOWING, &r->profile.following},
               {REL_POST_ROLE_POSTS, &r->profile.posts}};
    /* A platform that hides a count may still give a number. */
    const bool no_likes = rel_cell_flag(rel_post_row_cell(r, REL_POST_ROLE_LIKES_HIDDEN)) == 1,
               no_followers = rel_cell_flag(rel_post_row_cell(r, REL_POST_ROLE_FOLLOWERS_HIDDEN)) == 1;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (rel_post_row_mapped(r, all[i].role) && !read_count(r, all[i].role, all[i].count)) return false;
    if (no_likes) r->post.likes = REL_COUNT_MISSING;
    if (no_followers) r->profile.followers = REL_COUNT_MISSING;
    return true;
}

static bool read_time(row *r)
{
    char both[96];
    rel_str s = rel_post_row_cell(r, REL_POST_ROLE_TIME);
    const rel_str clock = rel_post_row_cell(r, REL_POST_ROLE_CLOCK);
    if (rel_cell_is_empty(s)) return true;
    if (clock.len && s.len + clock.len + 1 < sizeof both)
        s = (rel_str){both,
                      (size_t)snprintf(both, sizeof both, "%.*s %.*s", REL_STR_ARG(s), REL_STR_ARG(clock))};
    if (rel_table_time(s, r->plan->dates, &r->post.time)) return true;
    rel_batch_reject(r->b, REL_REJECT_BAD_TIME, r->line, "time '%.*s'", REL_STR_ARG(s));
    return false;
}

/* A time besides that of the post: one that is none counts as missing. */
int64_t rel_post_row_optional_time(const row *r, rel_post_role role)
{
    int64_t t = REL_TIME_MISSING;
    const rel_str s = rel_post_row_cell(r, role);
    if (!rel_cell_is_empty(s) && !rel_table_time(s, r->plan->dates, &t)) r->b->counts.fields_ignored++;
    return t;
}

static bool read_kind(row *r)
{
    const rel_str word = rel_post_row_cell(r, REL_POST_ROLE_KIND);
    r->means = REL_MEANS_POST;
    r->has_kind = word.len > 0;
    if (!r->has_kind) return true;
    r->means = rel_kind_words_find(r->plan->words, word, &r->kind);
    if (r->means != REL_MEANS_NOTHING) return true;
    rel_batch_reject(r->b, REL_REJECT_BAD_KIND, r->line, "kind '%.*s'", REL_STR_ARG(word));
    return false;
}

/* -------- references -------- */

static bool read_reference(const row *r, rel_post_role post, rel_post_role id, rel_post_role handle,
                           rel_post_reference *ref)
{
    return read_id(r, post, &ref->post) && read_id(r, id, &ref->author_id) &&
           read_id(r, handle, &ref->handle);
}

/* 'target_id' and 'target_author' belong to what the row is: a share, a reply, a quote. */
static bool read_target(row *r)
{
    rel_post_reference t = {REL_STR_MISSING, REL_STR_MISSING, REL_STR_MISSING};
    rel_str author;
    if (!read_id(r, REL_POST_ROLE_TARGET_ID, &t.post) || !read_id(r, REL_POST_ROLE_TARGET_AUTHOR, &author))
        return false;
    *(r->plan->target_is_id ? &t.author_id : &t.handle) = author;
    if (!rel_post_reference_given(&t)) return true;
    const rel_kind kind = r->means == REL_MEANS_KIND ? r->kind : r->plan->target_kind;
    rel_post_reference *ref = kind == REL_KIND_SHARE   ? &r->share
                              : kind == REL_KIND_QUOTE ? &r->quote
                                                       : &r->reply;
    if (!ref->post.s) ref->post = t.post;
    if (!ref->author_id.s) ref->author_id = t.author_id;
    if (!ref->handle.s) ref->handle = t.handle;
    return true;
}

/* Whose post a link on Facebook leads to, unless to the author's own. */
static void read_share_link(row *r)
{
    const rel_facebook_link link = rel_facebook_link_of(rel_post_row_cell(r, REL_POST_ROLE_SHARE_LINK));
    char own[NAME_MAX_BYTES + 1];
    if (!link.account.s || link.account.len > NAME_MAX_BYTES || rel_str_eq(link.account, r->author_id))
        return;
    snprintf(own, sizeof own, "%.*s", REL_STR_ARG(r->handle));
    if (r->handle.s && rel_str_is_nocase(link.account, own)) return;
    *(rel_text_is_digits(link.account) ? &r->share.author_id : &r->share.handle) = link.account;
    r->share.post = link.post;
}

rel_str rel_post_row_answered(rel_str *text)
{
    for (size_t i = 0; i + 2 < text->len; i++) {
        size_t end = i + 2;
        if (text->s[i] != '>' || text->s[i + 1] != '>') continue;
        while (end < text->len && text->s[end] >= '0' && text->s[end] <= '9') end++;
        if (end == i + 2) continue;
        const rel_str id = {text->s + i + 2, end - i - 2};
        *text = (rel_str){text->s + end, text->len - end};
        return id;
    }
    *text = REL_STR_MISSING;
    return REL_STR_MISSING;
}

/* Posts that the text names as ">>1234" are what it answers, rather than its thread. */
static void read_answered(row *r)
{
    if (!r->plan->preset || !r->plan->preset->text_answers) return;
    rel_str text = rel_post_row_cell(r, REL_POST_ROLE_TEXT);
    const rel_str first = rel_post_row_answered(&text);
    r->answers_in_text = first.s && first.len <= NAME_MAX_BYTES;
    if (r->answers_in_text) r->reply = (rel_post_reference){.post = first};
}

static bool read_references(row *r)
{
    if (!read_reference(r, REL_POST_ROLE_SHARE_ID, REL_POST_ROLE_SHARE_AUTHOR_ID, REL_POST_ROLE_SHARE_HANDLE,
                        &r->share) ||
        !read_reference(r, REL_POST_ROLE_REPLY_ID, REL_POST_ROLE_REPLY_AUTHOR_ID, REL_POST_ROLE_REPLY_HANDLE,
                        &r->reply) ||
        !read_reference(r, REL_POST_ROLE_QUOTE_ID, REL_POST_ROLE_QUOTE_AUTHOR_ID, REL_POST_ROLE_QUOTE_HANDLE,
                        &r->quote) ||
        !read_target(r) || !read_id(r, REL_POST_ROLE_COMMENT_ON, &r->comment_on) ||
        !read_id(r, REL_POST_ROLE_SHARER_ID, &r->sharer.author_id) ||
        !read_id(r, REL_POST_ROLE_SHARER_HANDLE, &r->sharer.handle))
        return false;
    read_answered(r);
    if (rel_post_row_mapped(r, REL_POST_ROLE_SHARE_LINK)) read_share_link(r);
    /* The first of a thread names itself. */
    if (r->reply.post.s && rel_str_eq(r->reply.post, r->post.id)) r->reply.post = REL_STR_MISSING;
    if (r->comment_on.s && rel_str_eq(r->comment_on, r->post.id)) r->comment_on = REL_STR_MISSING;
    /* An answer to what is commented on is a comment. */
    if (r->comment_on.s && rel_str_eq(r->reply.post, r->comment_on)) r->reply.post = REL_STR_MISSING;
    const bool may_share = !r->has_kind || (r->means == REL_MEANS_KIND && r->kind == REL_KIND_SHARE);
    if (may_share && !r->share.author_id.s && !r->share.handle.s)
        r->share.handle = rel_text_shared_from(rel_post_row_cell(r, REL_POST_ROLE_TEXT));
    return true;
}

/* -------- the post -------- */

/* A displayed name that begins with @ is the handle; a name is better than nothing where the preset says so;
 * an address with a number leads to an account by its id. */
static void settle_names(row *r)
{
    const rel_preset *preset = r->plan->preset;
    if (!r->handle.s && r->name.len > 1 && r->name.s[0] == '@' && !memchr(r->name.s, ' ', r->name.len)) {
        r->handle = r->name;
        r->name = REL_STR_MISSING;
    }
    const rel_str owner = part_of(r, REL_POST_ROLE_OWNER, rel_post_row_cell(r, REL_POST_ROLE_OWNER));
    if (!r->author_id.s && !r->handle.s && owner.len && owner.len <= NAME_MAX_BYTES)
        *(rel_text_is_digits(owner) ? &r->author_id : &r->handle) = owner;
    if (!preset) return;
    if (!r->author_id.s && !r->handle.s && preset->author == REL_AUTHOR_NAME) r->handle = r->name;
    if (preset->part[REL_POST_ROLE_HANDLE] == REL_PART_FACEBOOK_ACCOUNT && rel_text_is_digits(r->handle)) {
        if (!r->author_id.s) r->author_id = r->handle;
        r->handle = REL_STR_MISSING;
    }
}

static bool read_author(row *r)
{
    rel_str author;
    if (!read_id(r, REL_POST_ROLE_AUTHOR_ID, &r->author_id) ||
        !read_id(r, REL_POST_ROLE_HANDLE, &r->handle) || !read_id(r, REL_POST_ROLE_AUTHOR, &author))
        return false;
    r->name = text_or_missing(rel_post_row_cell(r, REL_POST_ROLE_NAME));
    if (r->plan->author_is_name) {
        if (!r->name.s) r->name = author;
    } else if (r->plan->author_is_id) {
        r->author_id = author;
    } else if (author.s) {
        r->handle = author;
        if (r->plan->preset && r->plan->preset->author == REL_AUTHOR_NAME && !r->name.s) r->name = author;
    }
    settle_names(r);
    if (r->author_id.s || r->handle.s) return true;
    rel_batch_reject(r->b, REL_REJECT_NO_AUTHOR, r->line, "no author");
    return false;
}

/* An id made of what the row says, for tables without a column of ids: the same row gives the same id. */
static rel_str made_id(row *r)
{
    char text[REL_HASH_TEXT];
    const rel_str part[] = {
        r->author_id.s ? r->author_id : r->handle, rel_post_row_cell(r, REL_POST_ROLE_TIME),
        rel_post_row_cell(r, REL_POST_ROLE_CLOCK), rel_post_row_cell(r, REL_POST_ROLE_TEXT)};
    rel_hash128 h = {0, 0};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const rel_hash128 chain[2] = {h, rel_hash128_of(part[i].s ? part[i].s : "", part[i].len)};
        h = rel_hash128_of(chain, sizeof chain);
    }
    rel_hash128_text(h, text);
    return (rel_str){r->id_room, (size_t)snprintf(r->id_room, sizeof r->id_room, "row-%s", text)};
}

static bool read_post_id(row *r)
{
    if (!read_id(r, REL_POST_ROLE_ID, &r->post.id)) return false;
    if (r->post.id.s) return true;
    if (rel_post_row_mapped(r, REL_POST_ROLE_ID)) {
        rel_batch_reject(r->b, REL_REJECT_NO_ID, r->line, "no id");
        return false;
    }
    const rel_str url = rel_post_row_cell(r, REL_POST_ROLE_URL);
    r->post.id = url.len && url.len <= NAME_MAX_BYTES ? url : made_id(r);
    return true;
}

static rel_post_kind post_kind(const row *r)
{
    if (r->means == REL_MEANS_KIND) {
        switch (r->kind) {
        case REL_KIND_SHARE: return REL_POST_SHARE;
        case REL_KIND_REPLY: return REL_POST_REPLY;
        case REL_KIND_QUOTE: return REL_POST_QUOTE;
        case REL_KIND_COMMENT: return REL_POST_COMMENT;
        default: break;
        }
    }
    if (rel_post_reference_given(&r->share)) return REL_POST_SHARE;
    if (rel_post_reference_given(&r->reply))
        return r->plan->target_kind == REL_KIND_COMMENT ? REL_POST_COMMENT : REL_POST_REPLY;
    if (r->comment_on.s) return REL_POST_COMMENT;
    return rel_post_reference_given(&r->quote) ? REL_POST_QUOTE : REL_POST_ORIGINAL;
}

/* A text whose line breaks may be written as the two characters \n, its & as &amp;. */
static rel_str row_text(const row *r, rel_post_role role)
{
    char *plain;
    size_t n = 0;
    rel_str s = text_or_missing(rel_post_row_cell(r, role));
    if (r->plan->preset && r->plan->preset->escaped_characters) s = rel_unescaped_text(r->b, s);
    const char *found = s.len ? memchr(s.s, '\\', s.len) : NULL;
    if (!found || !r->plan->preset || !r->plan->preset->escaped_newlines || r->b->status != REL_OK) return s;
    r->b->status = rel_scratch(r->b->ctx, &plain, s.len, 1, "text of a post");
    if (r->b->status != REL_OK) return s;
    for (size_t i = 0; i < s.len; i++) {
        const bool escaped = s.s[i] == '\\' && i + 1 < s.len && s.s[i + 1] == 'n';
        plain[n++] = escaped ? '\n' : s.s[i];
        i += escaped;
    }
    return (rel_str){plain, n};
}

void rel_post_row_author(row *r)
{
    rel_account_record *p = &r->profile;
    r->post.author = rel_post_row_account(r, r->author_id, r->handle);
    p->handle = r->handle;
    p->name = r->name;
    p->bio = row_text(r, REL_POST_ROLE_BIO);
    p->location = text_or_missing(rel_post_row_cell(r, REL_POST_ROLE_LOCATION));
    p->created = rel_post_row_optional_time(r, REL_POST_ROLE_JOINED);
    p->verified = (int8_t)rel_cell_flag(rel_post_row_cell(r, REL_POST_ROLE_VERIFIED));
    p->is_protected = (int8_t)rel_cell_flag(rel_post_row_cell(r, REL_POST_ROLE_PROTECTED));
    p->bot = (int8_t)rel_cell_flag(rel_post_row_cell(r, REL_POST_ROLE_BOT));
    p->seen_at = r->post.retrieved_at != REL_TIME_MISSING ? r->post.retrieved_at : r->post.time;
    p->observed = r->post.collected;
    rel_batch_profile(r->b, r->post.author, p);
}

static void store_post(row *r)
{
    rel_post_record *p = &r->post;
    p->platform = r->platform;
    p->kind = post_kind(r);
    p->text = row_text(r, REL_POST_ROLE_TEXT);
    p->lang = text_or_missing(part_of(r, REL_POST_ROLE_LANG, rel_post_row_cell(r, REL_POST_ROLE_LANG)));
    p->url = text_or_missing(rel_post_row_cell(r, REL_POST_ROLE_URL));
    p->conversation_id = text_or_missing(rel_post_row_cell(r, REL_POST_ROLE_CONVERSATION));
    p->target_id = p->kind == REL_POST_SHARE ? r->share.post
                   : r->reply.post.s         ? r->reply.post
                   : r->comment_on.s         ? r->comment_on
                                             : r->quote.post;
    if (p->kind == REL_POST_SHARE && r->plan->preset && r->plan->preset->share_counts_original)
        p->likes = p->replies = p->shares = p->quotes = p->views = REL_COUNT_MISSING;
    rel_batch_add_post(r->b, p);
}

static bool is_blank(const row *r)
{
    for (size_t i = 0; i < r->fields; i++)
        if (rel_str_trim(r->field[i]).len) return false;
    return true;
}

void rel_post_row(const rel_post_plan *plan, const rel_ingest_opts *opts, rel_batch *b, const rel_str *field,
                  const struct cJSON *const *tree, size_t fields, int64_t line)
{
    row r = {
        .plan = plan, .opts = opts, .b = b, .field = field, .tree = tree, .fields = fields, .line = line};
    if (is_blank(&r)) {
        b->counts.ignored++;
        return;
    }
    r.post = rel_post_record_empty();
    r.post.collected = true;
    r.profile = rel_account_record_empty();
    r.platform =
        rel_cell_platform(rel_post_row_cell(&r, REL_POST_ROLE_PLATFORM), plan->platform, r.platform_room);
    if (!read_kind(&r)) return;
    if (r.means == REL_MEANS_IGNORE) {
        b->counts.ignored++;
        return;
    }
    if (plan->preset && plan->preset->table == REL_PRESET_ACCOUNTS) {
        if (!read_author(&r) || !read_time(&r) || !read_counts(&r)) return;
        r.post.retrieved_at = rel_post_row_optional_time(&r, REL_POST_ROLE_RETRIEVED);
        rel_post_row_author(&r);
        return;
    }
    if (!read_author(&r) || !read_post_id(&r) || !read_time(&r) || !read_counts(&r) || !read_references(&r))
        return;
    r.post.retrieved_at = rel_post_row_optional_time(&r, REL_POST_ROLE_RETRIEVED);
    if (r.means == REL_MEANS_KIND && (r.kind == REL_KIND_LIKE || r.kind == REL_KIND_FOLLOW)) {
        rel_post_row_bare_act(&r);
        return;
    }
    const bool shared = rel_post_reference_given(&r.sharer);
    r.post.collected = !shared && rel_cell_flag(rel_post_row_cell(&r, REL_POST_ROLE_COLLECTED)) != 0;
    rel_post_row_author(&r);
    store_post(&r);
    if (r.post.collected)
        rel_post_row_acts(&r);
    else
        rel_post_row_context(&r);
    if (shared) rel_post_row_shared(&r);
}
