#include "ingest/reading.h"

#include <stdio.h>

#include "ingest/text_match.h"

int64_t rel_optional_time(const cJSON *item, int64_t *ignored)
{
    bool bad = false;
    const int64_t time = rel_value_time(item, &bad);
    if (bad) ++*ignored;
    return time;
}

rel_str rel_optional_text(const cJSON *item, int64_t *ignored)
{
    if (item && !cJSON_IsString(item)) ++*ignored;
    return rel_value_text(item);
}

rel_str rel_unescaped_text(rel_batch *b, rel_str text)
{
    static const struct {
        const char *code;
        char is;
    } codes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    char *out;
    size_t n = 0;
    if (!text.len || !memchr(text.s, '&', text.len) || b->status != REL_OK) return text;
    b->status = rel_scratch(b->ctx, &out, text.len, 1, "text of a post");
    if (b->status != REL_OK) return REL_STR_MISSING;
    for (size_t i = 0; i < text.len; n++) {
        out[n] = text.s[i++];
        for (size_t k = 0; out[n] == '&' && k < sizeof codes / sizeof *codes; k++) {
            const size_t len = strlen(codes[k].code) - 1;
            if (text.len - i < len || memcmp(text.s + i, codes[k].code + 1, len) != 0) continue;
            out[n] = codes[k].is;
            i += len;
            break;
        }
    }
    return (rel_str){out, n};
}

bool rel_reject_post(rel_batch *b, int64_t line, const rel_post_fault *f)
{
    if (!f->bad_id && !f->bad_time && !f->bad_author) return false;
    if (!f->collected) {
        b->counts.fields_ignored++;
    } else if (f->bad_id) {
        rel_batch_reject(b, f->id ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_ID, line, "id of a post");
    } else if (f->bad_time) {
        rel_batch_reject(b, REL_REJECT_BAD_TIME, line, "time of a post");
    } else {
        rel_batch_reject(b, f->author ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_AUTHOR, line,
                         "author of a post");
    }
    return true;
}

void rel_batch_observe(rel_batch *b, rel_account_ref ref, int64_t seen_at)
{
    rel_account_record *a = rel_batch_account_at(b, ref);
    if (!a) return;
    a->observed = true;
    if (seen_at > a->seen_at) a->seen_at = seen_at;
}

void rel_add_once(rel_batch *b, size_t from, const rel_interaction_record *interaction)
{
    if (b->interactions >= from + REL_POST_MENTIONS_MAX) {
        b->counts.fields_ignored++;
        return;
    }
    for (size_t i = from; i < b->interactions; i++)
        if (b->interaction[i].kind == interaction->kind && b->interaction[i].target == interaction->target)
            return;
    rel_batch_add_interaction(b, interaction);
}

rel_str rel_make_act_id(char room[REL_ACT_ID_TEXT], rel_kind kind, rel_str account_key, rel_str post)
{
    const int len = snprintf(room, REL_ACT_ID_TEXT, "%s %.*s %.*s", rel_kind_word(kind),
                             REL_STR_ARG(account_key), REL_STR_ARG(post));
    return (rel_str){room, len < REL_ACT_ID_TEXT ? (size_t)len : REL_ACT_ID_TEXT - 1};
}

void rel_subject_parse(rel_str text, rel_str *id, rel_str *handle)
{
    *id = *handle = REL_STR_MISSING;
    if (rel_text_is_digits(text) || (text.len > 4 && memcmp(text.s, "did:", 4) == 0))
        *id = text;
    else
        *handle = text;
}

/* -------- the name of a file -------- */

static bool is_one_of(rel_str text, const char *const *words)
{
    for (; *words; words++)
        if (rel_str_is_nocase(text, *words)) return true;
    return false;
}

static bool parts(char c)
{
    return c == '_' || c == '-' || c == '.' || c == ' ';
}

/* The word that starts at `at`, up to the next separator. */
static rel_str word_at(rel_str name, size_t at)
{
    size_t end = at;
    while (end < name.len && !parts(name.s[end])) end++;
    return (rel_str){name.s + at, end - at};
}

static rel_str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return rel_str_of(slash ? slash + 1 : path);
}

bool rel_file_name_has(const char *path, const char *const *words)
{
    const rel_str name = base_name(path);
    for (size_t at = 0; at < name.len; at++) {
        const rel_str word = word_at(name, at);
        if (is_one_of(word, words)) return true;
        at += word.len;
    }
    return false;
}

static const char *const word_followers[] = {"followers", "follower", NULL};
static const char *const word_following[] = {"friends", "friend", "following", "followees", NULL};

static bool is_list_word(rel_str word, bool *following)
{
    *following = is_one_of(word, word_following);
    return *following || is_one_of(word, word_followers);
}

static rel_str without_endings(rel_str name)
{
    static const char *const endings[] = {"json", "jsonl", "ndjson", "csv", "tsv", "txt", "gz", "zst", NULL};
    for (;;) {
        size_t dot = name.len;
        while (dot > 0 && name.s[dot - 1] != '.') dot--;
        if (dot < 2 || !is_one_of((rel_str){name.s + dot, name.len - dot}, endings)) return name;
        name.len = dot - 1;
    }
}

/* 20240131: as likely the day when it was collected as an id. */
static bool is_date(rel_str digits)
{
    if (digits.len != 8 || (memcmp(digits.s, "19", 2) != 0 && memcmp(digits.s, "20", 2) != 0)) return false;
    const int month = 10 * (digits.s[4] - '0') + digits.s[5] - '0',
              day = 10 * (digits.s[6] - '0') + digits.s[7] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

enum { ID_MIN_DIGITS = 5 }; /* less are more likely a page or a year */

static bool is_certain(rel_str text)
{
    if (text.len > 1 && memchr(text.s, '@', text.len)) return true;
    if (text.len > 4 && memcmp(text.s, "did:", 4) == 0) return true;
    return rel_text_is_digits(text) && text.len >= ID_MIN_DIGITS && !is_date(text);
}

/* Words that collectors and programs put into names, whoever the list is of; also with a number ("page2"). */
static bool is_common(rel_str word)
{
    static const char *const common[] = {
        "get",       "all",     "my",        "list",     "lists",       "page",     "part",  "data",
        "export",    "new",     "old",       "raw",      "ids",         "id",       "user",  "users",
        "of",        "account", "accounts",  "json",     "output",      "response", "test",  "sample",
        "twitter",   "tweets",  "x",         "v1",       "v2",          "twarc",    "minet", "4cat",
        "tcat",      "gephi",   "instagram", "tiktok",   "mastodon",    "bluesky",  "bsky",  "facebook",
        "youtube",   "reddit",  "threads",   "linkedin", "zeeschuimer", "api",      "brand", "download",
        "downloads", "crawl",   "snapshot",  "social",   "network",     NULL};
    while (word.len && word.s[word.len - 1] >= '0' && word.s[word.len - 1] <= '9' && !is_one_of(word, common))
        word.len--;
    return !word.len || is_one_of(word, common);
}

static bool is_handle(rel_str text)
{
    bool letter = false, own = false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.s[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        letter = letter || is_letter;
        if (!is_letter && !(c >= '0' && c <= '9') && !strchr("_.-@", c)) return false;
    }
    for (size_t at = 0; at < text.len; at++) {
        const rel_str word = word_at(text, at);
        own = own || !is_common(word);
        at += word.len;
    }
    return letter && own;
}

/* "2024_@name": what stands before is none of it. */
static rel_str from_at_sign(rel_str text)
{
    for (size_t i = 1; i < text.len; i++)
        if (text.s[i] == '@' && parts(text.s[i - 1])) return (rel_str){text.s + i, text.len - i};
    return text;
}

/* Without what parts it from the word of the list. A handle may start or end with "_": only one is taken. */
static rel_str after_separator(rel_str text)
{
    if (text.len && text.s[0] == '_') return (rel_str){text.s + 1, text.len - 1};
    while (text.len && text.s[0] != '_' && parts(text.s[0])) text = (rel_str){text.s + 1, text.len - 1};
    return text;
}

static rel_str before_separator(rel_str text)
{
    if (text.len && text.s[text.len - 1] == '_') return (rel_str){text.s, text.len - 1};
    while (text.len && text.s[text.len - 1] != '_' && parts(text.s[text.len - 1])) text.len--;
    return text;
}

/* What stands behind the word of the list: "ids" and "of" say nothing, and behind an id stands a page or a
 * date. */
static rel_str behind(rel_str rest)
{
    static const char *const fillers[] = {"ids", "id", "list", "of", NULL};
    rest = after_separator(rest);
    for (rel_str word = word_at(rest, 0); is_one_of(word, fillers); word = word_at(rest, 0))
        rest = after_separator((rel_str){rest.s + word.len, rest.len - word.len});
    const rel_str first = word_at(rest, 0);
    return rel_text_is_digits(first) && is_certain(first) ? first : rest;
}

/* The id or handle in a name; missing when it has none that is sure. */
static rel_str owner_in(rel_str before, rel_str after)
{
    after = from_at_sign(behind(after));
    before = from_at_sign(before_separator(before));
    if (is_certain(after)) return after;
    if (is_certain(before)) return before;
    if (before.len && after.len) return REL_STR_MISSING;
    const rel_str only = before.len ? before : after;
    return is_handle(only) ? only : REL_STR_MISSING;
}

/* Where the first word of a list stands, and how long it is; 0 when there is none. */
static size_t find_list_word(rel_str name, size_t *at, bool *following)
{
    for (*at = 0; *at < name.len; ++*at) {
        const rel_str word = word_at(name, *at);
        if (is_list_word(word, following)) return word.len;
        *at += word.len;
    }
    return 0;
}

/* False when the name has no word of a list. */
static bool look_at_name(const char *path, rel_str *owner, bool *following)
{
    const char *slash = strrchr(path, '/');
    const rel_str name = without_endings(base_name(path));
    size_t at, second;
    bool other;
    const size_t len = find_list_word(name, &at, following);
    if (len) {
        const rel_str after = {name.s + at + len, name.len - at - len};
        *owner = owner_in((rel_str){name.s, at}, after);
        /* followers_best_friend: which of the two words is the list? */
        if (find_list_word(after, &second, &other) && !is_certain(*owner)) *owner = REL_STR_MISSING;
        return true;
    }
    if (!slash) return false;
    const char *folder = slash;
    while (folder > path && folder[-1] != '/') folder--;
    if (!is_list_word((rel_str){folder, (size_t)(slash - folder)}, following)) return false;
    *owner = owner_in(REL_STR_MISSING, name);
    return true;
}

rel_list_owner rel_list_owner_of(const char *path, const rel_ingest_opts *opts)
{
    rel_list_owner o = {0};
    rel_str text = REL_STR_MISSING;
    o.is_list = path && look_at_name(path, &text, &o.following);
    o.by_name = text.len > 0;
    if (opts && opts->subject && opts->subject[0]) {
        text = rel_str_of(opts->subject);
        o.is_list = true;
        o.by_name = false;
    }
    if (text.len) rel_subject_parse(text, &o.id, &o.handle);
    return o;
}

void rel_list_owner_note(rel_ctx *ctx, const char *path, const rel_list_owner *owner)
{
    const rel_str name = owner->id.len ? owner->id : owner->handle;
    if (!owner->by_name) return;
    if (owner->following)
        rel_note(
            ctx,
            "'%s' is read as the accounts that '%.*s' follows, as its name says; '--subject' says otherwise",
            path, REL_STR_ARG(name));
    else
        rel_note(ctx, "'%s' is read as the followers of '%.*s', as its name says; '--subject' says otherwise",
                 path, REL_STR_ARG(name));
}
