#include "ingest/value_part.h"

#include <stdio.h>

#include "ingest/table_value.h"
#include "ingest/text_match.h"

const char *const rel_value_part_names[] = {
#define X(part, name) name,
    REL_VALUE_PART_LIST(X)
#undef X
        NULL,
};

static bool begins(rel_str s, const char *start)
{
    const size_t len = strlen(start);
    return s.len >= len && rel_str_is_nocase((rel_str){s.s, len}, start);
}

static rel_str or_missing(rel_str s)
{
    return s.len ? s : REL_STR_MISSING;
}

/* -------- addresses -------- */

/* Host and path of "https://host/path?query#fragment"; *query is what follows "?". */
static rel_str without_query(rel_str address, rel_str *query)
{
    size_t end = 0;
    while (end < address.len && address.s[end] != '?' && address.s[end] != '#') end++;
    *query = REL_STR_MISSING;
    if (end < address.len && address.s[end] == '?')
        *query = (rel_str){address.s + end + 1, address.len - end - 1};
    return (rel_str){address.s, end};
}

static rel_str last_segment(rel_str path)
{
    while (path.len && path.s[path.len - 1] == '/') path.len--;
    if (!path.len) return REL_STR_MISSING;
    size_t from = path.len;
    while (from && path.s[from - 1] != '/') from--;
    return (rel_str){path.s + from, path.len - from};
}

static rel_str url_end(rel_str address)
{
    rel_str query;
    return or_missing(last_segment(without_query(address, &query)));
}

/* The first name behind the host of an address of X, unless it is one of its pages. */
static rel_str x_account(rel_str address)
{
    static const char *const hosts[] = {"https://", "http://", "www.", "mobile.", "x.com/", "twitter.com/"};
    rel_str query, s = without_query(address, &query);
    bool host = false;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (!begins(s, hosts[i])) continue;
        const size_t len = strlen(hosts[i]);
        s = (rel_str){s.s + len, s.len - len};
        host |= i >= 4;
    }
    const rel_str name = rel_str_cut(&s, '/');
    return host && !rel_str_is_nocase(name, "i") && !rel_str_is_nocase(name, "search") ? or_missing(name)
                                                                                       : REL_STR_MISSING;
}

static rel_str x_post(rel_str address)
{
    const rel_str id = url_end(address);
    return x_account(address).s && rel_text_is_digits(id) ? id : address;
}

/* Of "id=5&story_fbid=7" the value of a name. */
static rel_str parameter(rel_str query, const char *name)
{
    const size_t len = strlen(name);
    while (query.len) {
        const rel_str one = rel_str_cut(&query, '&');
        if (one.len > len && one.s[len] == '=' && memcmp(one.s, name, len) == 0)
            return (rel_str){one.s + len + 1, one.len - len - 1};
    }
    return REL_STR_MISSING;
}

/* Segments of a path, the empty ones left out. */
enum { SEGMENTS = 8 };
static size_t segments_of(rel_str path, rel_str segment[SEGMENTS])
{
    size_t n = 0;
    while (path.len && n < SEGMENTS) {
        const rel_str one = rel_str_cut(&path, '/');
        if (one.len) segment[n++] = one;
    }
    return n;
}

/* -------- Facebook -------- */

static bool is_facebook(rel_str host)
{
    static const char *const hosts[] = {"facebook.com", "fb.com"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        const size_t len = strlen(hosts[i]);
        if (host.len < len || !rel_str_is_nocase((rel_str){host.s + host.len - len, len}, hosts[i])) continue;
        if (host.len == len || host.s[host.len - len - 1] == '.') return true;
    }
    return false;
}

/* First segments of addresses that name no account. */
static bool names_no_account(rel_str segment)
{
    static const char *const words[] = {
        "watch",  "events", "story.php",   "photo.php", "photo",         "photos",     "reel",
        "sharer", "share",  "sharer.php",  "hashtag",   "login",         "l.php",      "media",
        "help",   "search", "marketplace", "gaming",    "ads",           "stories",    "live",
        "video",  "videos", "notes",       "posts",     "permalink.php", "profile.php"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rel_str_is_nocase(segment, words[i])) return true;
    return false;
}

static rel_str last_number(const rel_str *segment, size_t from, size_t count)
{
    for (size_t i = count; i > from; i--)
        if (rel_text_is_digits(segment[i - 1])) return segment[i - 1];
    return REL_STR_MISSING;
}

rel_facebook_link rel_facebook_link_of(rel_str address)
{
    rel_facebook_link link = {REL_STR_MISSING, REL_STR_MISSING};
    rel_str query, segment[SEGMENTS];
    rel_str rest = without_query(rel_str_trim(address), &query);
    if (begins(rest, "https://"))
        rest = (rel_str){rest.s + 8, rest.len - 8};
    else if (begins(rest, "http://"))
        rest = (rel_str){rest.s + 7, rest.len - 7};
    const size_t count = segments_of(rest, segment);
    if (count == 0 || !is_facebook(segment[0])) return link;
    if (count == 1) return link;
    if (rel_str_is_nocase(segment[1], "profile.php") || rel_str_is_nocase(segment[1], "permalink.php") ||
        rel_str_is_nocase(segment[1], "story.php")) {
        link.account = parameter(query, "id");
        link.post = parameter(query, "story_fbid");
        return link;
    }
    const bool group = rel_str_is_nocase(segment[1], "groups") || rel_str_is_nocase(segment[1], "pg");
    const bool pages = rel_str_is_nocase(segment[1], "pages") || rel_str_is_nocase(segment[1], "people");
    /* "groups/ID/...", "pages/Name/ID", "Page/..." */
    const size_t at = group ? 2 : pages ? 3 : 1;
    if (at >= count || (at == 1 && names_no_account(segment[1]))) return link;
    link.account = segment[at];
    link.post = last_number(segment, at + 1, count);
    return link;
}

/* -------- Reddit -------- */

/* ".../comments/POST/title/COMMENT/" */
static rel_str reddit_id(rel_str address, char room[REL_VALUE_PART_ROOM])
{
    rel_str query, segment[SEGMENTS];
    const size_t count = segments_of(without_query(address, &query), segment);
    for (size_t i = 0; i + 1 < count; i++) {
        if (!rel_str_is(segment[i], "comments")) continue;
        const bool comment = i + 3 < count;
        const rel_str id = comment ? segment[i + 3] : segment[i + 1];
        if (id.len > 32) return REL_STR_MISSING;
        const int n = snprintf(room, REL_VALUE_PART_ROOM, "%s_%.*s", comment ? "t1" : "t3", REL_STR_ARG(id));
        return (rel_str){room, (size_t)n};
    }
    return REL_STR_MISSING;
}

/* -------- paths and siblings -------- */

/* The part before the last, when there are `parts` parts, or more with or_more. */
static rel_str above_last(rel_str path, size_t parts, bool or_more)
{
    rel_str above = REL_STR_MISSING, last = REL_STR_MISSING;
    size_t n = 0;
    for (rel_str rest = path; rest.s; n++) {
        above = last;
        last = rel_str_cut(&rest, '/');
    }
    return n == parts || (or_more && n > parts) ? or_missing(above) : REL_STR_MISSING;
}

static rel_str sibling(rel_str value, rel_str own, char room[REL_VALUE_PART_ROOM])
{
    size_t end = own.len;
    while (end && own.s[end - 1] != '-') end--;
    if (!value.len || !end || end + value.len > REL_VALUE_PART_ROOM) return or_missing(value);
    memcpy(room, own.s, end);
    memcpy(room + end, value.s, value.len);
    return (rel_str){room, end + value.len};
}

static rel_str after_underscore(rel_str value)
{
    const char *at = value.len ? memchr(value.s, '_', value.len) : NULL;
    if (!at) return or_missing(value);
    return or_missing((rel_str){at + 1, (size_t)(value.s + value.len - at) - 1});
}

/* Of "seed/page_post" the page. */
static rel_str path_page(rel_str path)
{
    const char *slash = path.len ? memchr(path.s, '/', path.len) : NULL;
    if (!slash) return REL_STR_MISSING;
    rel_str last = {slash + 1, (size_t)(path.s + path.len - slash) - 1};
    if (!last.len || memchr(last.s, '/', last.len) || !memchr(last.s, '_', last.len)) return REL_STR_MISSING;
    return or_missing(rel_str_cut(&last, '_'));
}

static rel_str first_of(rel_str list)
{
    return or_missing(rel_cell_next(&list));
}

rel_str rel_value_part_of(rel_value_part part, rel_str value, rel_str own, char room[REL_VALUE_PART_ROOM])
{
    switch (part) {
    case REL_PART_URL_END: return url_end(value);
    case REL_PART_X_ACCOUNT: return x_account(value);
    case REL_PART_X_POST: return x_post(value);
    case REL_PART_FACEBOOK_ACCOUNT: return rel_facebook_link_of(value).account;
    case REL_PART_REDDIT_ID: return reddit_id(value, room);
    case REL_PART_AFTER_UNDERSCORE: return after_underscore(value);
    case REL_PART_PATH_PAGE: return path_page(value);
    case REL_PART_PATH_POST: return above_last(value, 3, false);
    case REL_PART_PATH_COMMENT: return above_last(value, 4, true);
    case REL_PART_SIBLING: return sibling(value, own, room);
    case REL_PART_FIRST: return first_of(value);
    case REL_PART_NOT_ZERO: return rel_str_is(value, "0") ? REL_STR_MISSING : value;
    default: return value;
    }
}
