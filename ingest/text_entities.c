#include "ingest/text_entities.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What stands before an @ or # that begins nothing: the middle of an address or of a word. */
static bool joins(char c)
{
    return is_letter(c) || is_digit(c) || c == '@' || c == '#' || c == '&' || c == '/';
}

static size_t name_end(rel_str t, size_t i)
{
    const size_t from = i;
    while (i < t.len && (is_letter(t.s[i]) || is_digit(t.s[i]) || t.s[i] == '.' || t.s[i] == '-')) i++;
    while (i > from && (t.s[i - 1] == '.' || t.s[i - 1] == '-')) i--;
    return i;
}

static bool read_mention(rel_str t, size_t at, size_t *end)
{
    size_t i = name_end(t, at + 1);
    if (i == at + 1 || (!is_letter(t.s[at + 1]) && !is_digit(t.s[at + 1]))) return false;
    if (i < t.len && t.s[i] == '@') {
        const size_t host = name_end(t, i + 1);
        if (host > i + 1 && memchr(t.s + i + 1, '.', host - i - 1)) i = host;
    }
    *end = i;
    return true;
}

/* Bytes of the character at i when it may stand in a hashtag, else 0. Beyond ASCII that is everything but the
 * no-break blank, French quotes, general punctuation, CJK punctuation and what lies past the basic plane
 * (emoji). */
static size_t tag_char(rel_str t, size_t i)
{
    const unsigned char c = (unsigned char)t.s[i];
    if (c < 0x80) return is_letter(t.s[i]) || is_digit(t.s[i]);
    const unsigned char next = i + 1 < t.len ? (unsigned char)t.s[i + 1] : 0;
    const unsigned char third = i + 2 < t.len ? (unsigned char)t.s[i + 2] : 0;
    if (c >= 0xF0 || c < 0xC0) return 0;
    if (c == 0xC2 && next < 0xC0 && next != 0xAA && next != 0xB5 && next != 0xBA) return 0;
    if (c == 0xE2 && (next == 0x80 || next == 0x81)) return 0;
    if (c == 0xE3 && next == 0x80 && third < 0x85) return 0;
    return c >= 0xE0 ? 3 : 2;
}

static bool read_tag(rel_str t, size_t at, size_t *end)
{
    size_t i = at + 1, digits = 0;
    while (i < t.len) {
        const size_t n = tag_char(t, i);
        if (!n || i + n > t.len) break;
        digits += is_digit(t.s[i]);
        i += n;
    }
    *end = i;
    return i - at - 1 > digits;
}

static bool starts(rel_str t, size_t at, const char *word)
{
    const size_t n = strlen(word);
    return t.len - at >= n && memcmp(t.s + at, word, n) == 0;
}

/* Where the bracket closes that stands open at `at`, among the bytes up to `end`; end when it does not. */
static size_t bracket_end(rel_str t, size_t at, size_t end)
{
    int open = 1;
    for (size_t i = at; i < end; i++) {
        open += (t.s[i] == '(') - (t.s[i] == ')');
        if (!open) return i;
    }
    return end;
}

static bool read_link(rel_str t, size_t at, size_t *end)
{
    if (!starts(t, at, "http://") && !starts(t, at, "https://")) return false;
    size_t i = at;
    while (i < t.len && (unsigned char)t.s[i] > ' ' && !strchr("<>\"", t.s[i])) i++;
    if (at > 1 && t.s[at - 1] == '(' && t.s[at - 2] == ']') {
        i = bracket_end(t, at, i);
        *end = i;
        return i > at + 8;
    }
    while (i > at && strchr(".,;:!?')]", t.s[i - 1])) i--;
    *end = i;
    return i > at + 8;
}

bool rel_entity_next(rel_str t, size_t *at, rel_entity *e)
{
    for (size_t i = *at; i < t.len; i++) {
        const char c = t.s[i];
        size_t end;
        if (c != '@' && c != '#' && c != 'h') continue;
        if (c == 'h' && read_link(t, i, &end)) {
            *e = (rel_entity){REL_ENTITY_LINK, {t.s + i, end - i}};
        } else if (i && joins(t.s[i - 1])) {
            continue;
        } else if (c == '@' && read_mention(t, i, &end)) {
            *e = (rel_entity){REL_ENTITY_MENTION, {t.s + i + 1, end - i - 1}};
        } else if (c == '#' && read_tag(t, i, &end)) {
            *e = (rel_entity){REL_ENTITY_TAG, {t.s + i + 1, end - i - 1}};
        } else {
            continue;
        }
        *at = end;
        return true;
    }
    *at = t.len;
    return false;
}

/* The name at i; missing when it is too short or too long. */
static rel_str read_user(rel_str t, size_t i, char room[REL_USER_NAME_MAX], size_t *end)
{
    size_t len = 0;
    for (; i < t.len; i++) {
        if (t.s[i] == '\\' && i + 1 < t.len && t.s[i + 1] == '_') continue;
        if (!is_letter(t.s[i]) && !is_digit(t.s[i]) && t.s[i] != '-') break;
        if (len < REL_USER_NAME_MAX) room[len] = t.s[i];
        len++;
    }
    *end = i;
    return len >= REL_USER_NAME_MIN && len <= REL_USER_NAME_MAX ? (rel_str){room, len} : REL_STR_MISSING;
}

rel_str rel_text_next_user(rel_str t, size_t *at, char room[REL_USER_NAME_MAX])
{
    for (size_t i = *at, end; i + 2 < t.len; i++) {
        if (t.s[i] == 'h' && read_link(t, i, &end)) {
            i = end - 1;
            continue;
        }
        if ((t.s[i] != 'u' && t.s[i] != 'U') || t.s[i + 1] != '/') continue;
        /* "/u/name" stands at the beginning of a word, not of a path. */
        const size_t before = i > 0 && t.s[i - 1] == '/' ? i - 1 : i;
        if (before > 0 && (joins(t.s[before - 1]) || t.s[before - 1] == '.')) continue;
        const rel_str name = read_user(t, i + 2, room, &end);
        if (!name.s) continue;
        *at = end;
        return name;
    }
    *at = t.len;
    return REL_STR_MISSING;
}

rel_str rel_text_shared_from(rel_str t)
{
    size_t end;
    if (!starts(t, 0, "RT @") || !read_mention(t, 3, &end)) return REL_STR_MISSING;
    if (end >= t.len || t.s[end] != ':') return REL_STR_MISSING;
    return (rel_str){t.s + 4, end - 4};
}
