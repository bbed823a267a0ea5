#include "ingest/table_value.h"

#include <math.h>

#include "ingest/record.h"

enum { EXACT_DIGITS = 15 }; /* a double holds every number of so many digits */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool rel_cell_is_empty(rel_str cell)
{
    static const char *const words[] = {"na", "n/a", "null", "none", "nan", "-", "nil"};
    cell = rel_str_trim(cell);
    if (cell.len > 4) return false;
    if (cell.len == 0) return true;
    if (is_digit(cell.s[0])) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rel_str_is_nocase(cell, words[i])) return true;
    return false;
}

/* -------- ids -------- */

static size_t leading_digits(rel_str s)
{
    size_t i = 0;
    while (i < s.len && is_digit(s.s[i])) i++;
    return i;
}

/* 1.38E+18, 1,38E+18, 1e18 */
static bool is_scientific(rel_str s)
{
    size_t i = leading_digits(s);
    if (i == 0 || i > 1) return false;
    if (i < s.len && (s.s[i] == '.' || s.s[i] == ',')) {
        i++;
        while (i < s.len && is_digit(s.s[i])) i++;
    }
    if (i >= s.len || (s.s[i] | 32) != 'e') return false;
    i++;
    if (i < s.len && s.s[i] == '+') i++;
    const rel_str exponent = {s.s + i, s.len - i};
    return exponent.len > 0 && exponent.len < 4 && leading_digits(exponent) == exponent.len;
}

/* Digits and ".0", ".00" */
static bool is_decimal_whole(rel_str s, size_t *digits)
{
    *digits = leading_digits(s);
    if (*digits == 0 || *digits + 1 >= s.len || s.s[*digits] != '.') return false;
    for (size_t i = *digits + 1; i < s.len; i++)
        if (s.s[i] != '0') return false;
    return true;
}

bool rel_cell_id(rel_str cell, rel_str *id)
{
    size_t digits;
    cell = rel_str_trim(cell);
    *id = cell;
    if (cell.len && leading_digits(cell) == cell.len) return true; /* nearly all */
    if (cell.len >= 3 && cell.s[0] == '=' && cell.s[1] == '"' && cell.s[cell.len - 1] == '"')
        cell = (rel_str){cell.s + 2, cell.len - 3};
    else if (cell.len > 1 && cell.s[0] == '\'' && is_digit(cell.s[1]))
        cell = (rel_str){cell.s + 1, cell.len - 1};
    *id = cell;
    if (cell.len == 0 || rel_cell_is_empty(cell)) {
        *id = REL_STR_MISSING;
        return true;
    }
    if (!is_digit(cell.s[0]) || leading_digits(cell) == cell.len) return true;
    if (is_scientific(cell)) return false;
    if (!is_decimal_whole(cell, &digits)) return true;
    id->len = digits;
    return digits <= EXACT_DIGITS;
}

bool rel_cell_looks_like_id(rel_str cell)
{
    size_t digits;
    rel_str id;
    if (!rel_cell_id(cell, &id)) return true;
    if (!id.s) return false;
    digits = leading_digits(id);
    return digits == id.len || (id.len > 4 && memcmp(id.s, "did:", 4) == 0) ||
           (id.len == 24 && memcmp(id.s, "UC", 2) == 0);
}

/* -------- numbers -------- */

/* Bytes of the sign that groups digits at s: a comma, a blank, a no-break or thin blank, an apostrophe; 0:
 * none. */
static size_t group_sign(rel_str s)
{
    if (s.s[0] == ',' || s.s[0] == ' ' || s.s[0] == '\'') return 1;
    if (s.len >= 2 && memcmp(s.s, "\xC2\xA0", 2) == 0) return 2;
    if (s.len >= 3 && (memcmp(s.s, "\xE2\x80\xAF", 3) == 0 || memcmp(s.s, "\xE2\x80\x89", 3) == 0)) return 3;
    return 0;
}

bool rel_cell_count(rel_str cell, int64_t *count)
{
    cell = rel_str_trim(cell);
    *count = REL_COUNT_MISSING;
    if (rel_cell_is_empty(cell)) return true;
    int64_t v = 0;
    size_t i = 0, since = 0;
    bool grouped = false;
    for (; i < cell.len; since++) {
        const rel_str rest = {cell.s + i, cell.len - i};
        if (is_digit(rest.s[0])) {
            if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, rest.s[0] - '0', &v))
                return false;
            i++;
            continue;
        }
        const size_t sign = group_sign(rest);
        if (!sign || since == 0 || since > 3 || (grouped && since != 3)) break;
        grouped = true;
        i += sign;
        since = (size_t)-1;
    }
    if (i == 0 || (grouped && since != 3)) return false;
    if (i < cell.len) {
        size_t digits;
        if (grouped || !is_decimal_whole(cell, &digits)) return false;
    }
    *count = v;
    return true;
}

bool rel_cell_weight(rel_str cell, bool decimal_comma, double *weight)
{
    char copy[64];
    cell = rel_str_trim(cell);
    *weight = 1;
    if (rel_cell_is_empty(cell)) return true;
    if (cell.len >= sizeof copy) return false;
    size_t n = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.s[i] != ',')
            copy[n++] = cell.s[i];
        else if (decimal_comma)
            copy[n++] = '.';
    }
    double v;
    if (!rel_str_to_f64((rel_str){copy, n}, &v) || !isfinite(v) || v <= 0) return false;
    *weight = v;
    return true;
}

int rel_cell_flag(rel_str cell)
{
    static const char *const yes[] = {"true", "1", "yes", "oui", "vrai", "y", "t"}, *const no[] = {
                                                                                        "false", "0",    "no",
                                                                                        "non",   "faux", "n",
                                                                                        "f"};
    cell = rel_str_trim(cell);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (rel_str_is_nocase(cell, yes[i])) return 1;
        if (rel_str_is_nocase(cell, no[i])) return 0;
    }
    return REL_FLAG_MISSING;
}

/* The host of an address, or what looks like one: "https://www.example.org/a" is "example.org". */
static rel_str host_of(rel_str s)
{
    static const char *const before[] = {"https://", "http://", "www.", "mobile.", "m."};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const size_t len = strlen(before[i]);
        if (s.len > len && rel_str_is_nocase((rel_str){s.s, len}, before[i]))
            s = (rel_str){s.s + len, s.len - len};
    }
    size_t end = 0;
    while (end < s.len && !strchr("/?#:", s.s[end])) end++;
    return (rel_str){s.s, end};
}

/* Sites by their hosts; the host of another site is its platform. */
static rel_str platform_of_host(rel_str host)
{
    static const struct {
        const char *host, *platform;
    } known[] = {{"twitter.com", "x"},          {"x.com", "x"},
                 {"facebook.com", "facebook"},  {"instagram.com", "instagram"},
                 {"youtube.com", "youtube"},    {"youtu.be", "youtube"},
                 {"reddit.com", "reddit"},      {"old.reddit.com", "reddit"},
                 {"tiktok.com", "tiktok"},      {"linkedin.com", "linkedin"},
                 {"bsky.app", "bluesky"},       {"threads.net", "threads"},
                 {"threads.com", "threads"},    {"t.me", "telegram"},
                 {"pinterest.com", "pinterest"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (rel_str_is(host, known[i].host)) return rel_str_of(known[i].platform);
    return host;
}

rel_str rel_cell_platform(rel_str cell, const char *named, char room[REL_PLATFORM_TEXT])
{
    if (!cell.len) return rel_str_of(named && *named ? named : "other");
    const bool address = memchr(cell.s, '.', cell.len) && !memchr(cell.s, ' ', cell.len);
    if (address) cell = host_of(cell);
    const size_t len = cell.len < REL_PLATFORM_TEXT ? cell.len : REL_PLATFORM_TEXT;
    for (size_t i = 0; i < len; i++)
        room[i] = cell.s[i] >= 'A' && cell.s[i] <= 'Z' ? (char)(cell.s[i] + 32) : cell.s[i];
    const rel_str platform = {room, len};
    if (address) return platform_of_host(platform);
    return rel_str_is(platform, "twitter") ? REL_STR_LIT("x") : platform;
}

/* -------- lists -------- */

static bool between_items(char c)
{
    return c == ',' || c == ';' || c == '|' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '[' ||
           c == ']' || c == '"' || c == '\'' || c == '(' || c == ')';
}

rel_str rel_cell_next(rel_str *rest)
{
    size_t i = 0;
    while (i < rest->len && between_items(rest->s[i])) i++;
    if (i == rest->len) return *rest = REL_STR_MISSING;
    size_t end = i;
    while (end < rest->len && !between_items(rest->s[end])) end++;
    const rel_str item = {rest->s + i, end - i};
    *rest = (rel_str){rest->s + end, rest->len - end};
    return item;
}
