#include "src/base/json_scan.h"

#include <ctype.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

size_t rel_json_blank(const char *s, size_t len)
{
    size_t i = 0;
    while (i < len && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r')) i++;
    return i;
}

/* First quote or backslash of s[i..len). */
static size_t find_special(const char *s, size_t i, size_t len)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
    for (; i + 16 <= len; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i));
        const int hits =
            _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)));
        if (hits) return i + (size_t)__builtin_ctz((unsigned)hits);
    }
#endif
    while (i < len && s[i] != '"' && s[i] != '\\') i++;
    return i;
}

/* The number behind "\u" at s[i], or -1. */
static int unit(const char *s, size_t i, size_t len)
{
    int v = 0;
    if (i + 6 > len || s[i] != '\\' || s[i + 1] != 'u') return -1;
    for (size_t k = i + 2; k < i + 6; k++) {
        const unsigned char c = (unsigned char)s[k];
        if (!isxdigit(c)) return -1;
        v = v * 16 + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return v;
}

/* Passes over the escape at s[i], mending it when it stands for no character. */
static size_t escape(char *s, size_t i, size_t len, rel_json_scan *scan)
{
    const int u = unit(s, i, len);
    if (u < 0) return i + 2;
    if (u >= 0xD800 && u < 0xDC00) {
        const int low = unit(s, i + 6, len);
        if (low >= 0xDC00 && low < 0xE000) return i + 12;
    }
    if (u == 0 || (u >= 0xD800 && u < 0xE000)) {
        memcpy(s + i, "\\ufffd", 6);
        scan->replaced++;
    }
    return i + 6;
}

/* End of the string whose opening quote is at s[i - 1]; len + 1 when it does not end. */
static size_t string_end(char *s, size_t i, size_t len, rel_json_scan *scan)
{
    while ((i = find_special(s, i, len)) < len) {
        if (s[i] == '"') return i + 1;
        i = escape(s, i, len, scan);
    }
    return len + 1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool number_char(char c)
{
    return is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

/* End of the number at s[i]; *exact becomes false when it is a whole number that a double does not hold. */
static size_t number_end(const char *s, size_t i, size_t len, bool *exact)
{
    if (s[i] == '-') i++;
    const size_t from = i;
    while (i < len && is_digit(s[i])) i++;
    const size_t digits = i - from;
    if (i < len && number_char(s[i])) {
        while (i < len && number_char(s[i])) i++;
    } else if (digits > 16 || (digits == 16 && memcmp(s + from, "9007199254740992", 16) > 0)) {
        *exact = false;
    }
    return i;
}

static size_t word_end(const char *s, size_t i, size_t len)
{
    while (i < len && isalpha((unsigned char)s[i])) i++;
    return i;
}

rel_json_scan rel_json_scan_value(char *s, size_t len)
{
    rel_json_scan r = {.end = len};
    int depth = 0;
    size_t i = 0;
    bool exact = true;
    while (i < len) {
        switch (s[i]) {
        case '"':
            i = string_end(s, i + 1, len, &r);
            if (i > len) return r;
            r.values++;
            break;
        case '{':
        case '[':
            i++;
            r.values++;
            if (++depth > r.depth) r.depth = depth;
            continue;
        case '}':
        case ']':
            i++;
            depth--;
            break;
        case '-':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9':
            i = number_end(s, i, len, &exact);
            r.values++;
            break;
        case 't':
        case 'f':
        case 'n':
            i = word_end(s, i, len);
            r.values++;
            break;
        default:
            i++;
            if (depth) continue;
            break; /* no value starts with this: one byte, which cJSON will refuse */
        }
        if (depth > 0) continue;
        r.end = i;
        r.complete = true;
        break;
    }
    r.long_numbers = !exact;
    return r;
}

size_t rel_json_quote_numbers(char *out, const char *s, size_t len)
{
    size_t w = 0;
    for (size_t i = 0; i < len;) {
        const size_t from = i;
        bool exact = true;
        if (s[i] == '"') {
            i = find_special(s, i + 1, len);
            while (i < len && s[i] == '\\') i = find_special(s, i + 2 < len ? i + 2 : len, len);
            if (i < len) i++;
        } else if (is_digit(s[i]) || s[i] == '-') {
            i = number_end(s, i, len, &exact);
        } else {
            i++;
        }
        if (!exact) out[w++] = '"';
        memcpy(out + w, s + from, i - from);
        w += i - from;
        if (!exact) out[w++] = '"';
    }
    return w;
}

size_t rel_json_value_end(const char *s, size_t len, int64_t *depth, bool *quoted, bool *escaped)
{
    size_t i = 0;
    while (i < len) {
        if (*quoted) {
            if (*escaped) {
                *escaped = false;
                i++;
                continue;
            }
            i = find_special(s, i, len);
            if (i == len) return 0;
            if (s[i] == '\\')
                *escaped = true;
            else
                *quoted = false;
            i++;
            if (!*quoted && *depth == 0) return i;
            continue;
        }
        const char c = s[i++];
        if (c == '"')
            *quoted = true;
        else if (c == '{' || c == '[')
            ++*depth;
        else if (c == '}' || c == ']') {
            if (--*depth <= 0) return i;
        } else if (*depth == 0 && (i == len || strchr(" \t\r\n,]}[{\"", s[i]))) {
            /* A number or a word ends where something else begins, which must be seen. */
            if (i < len) return i;
        }
    }
    return 0;
}

size_t rel_json_close(char *out, const char *s, size_t len)
{
    char closing[REL_JSON_MAX_DEPTH + 1];
    size_t depth = 0, good = 0, good_depth = 0;
    for (size_t i = 0; i < len;) {
        const char c = s[i];
        if (c == '"') {
            i = find_special(s, i + 1, len);
            while (i < len && s[i] == '\\') i = find_special(s, i + 2 < len ? i + 2 : len, len);
            if (i == len) break;
        } else if (c == '{' || c == '[') {
            if (depth == REL_JSON_MAX_DEPTH) return 0;
            closing[depth++] = c == '{' ? '}' : ']';
            good = i + 1;
            good_depth = depth;
        } else if (c == '}' || c == ']') {
            if (!depth || closing[--depth] != c) return 0;
            good = i + 1;
            good_depth = depth;
            if (!depth) break;
        } else if (c == ',') {
            /* What stands before a comma is whole. */
            good = i;
            good_depth = depth;
        }
        i++;
    }
    if (!good) return 0;
    memcpy(out, s, good);
    while (good_depth) out[good++] = closing[--good_depth];
    out[good] = '\0';
    return good;
}

/* True when text is exactly one object and white space. */
static bool is_one_object(rel_str text)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    const size_t blank = rel_json_blank(text.s, text.len);
    const char *s = text.s + blank;
    const size_t len = text.len - blank;
    if (!len || *s != '{') return false;
    const size_t n = rel_json_value_end(s, len, &depth, &quoted, &escaped);
    return n && n + rel_json_blank(s + n, len - n) == len;
}

bool rel_json_has_lines(rel_str first, bool whole)
{
    const size_t blank = rel_json_blank(first.s, first.len);
    if (blank == first.len || first.s[blank] == '[') return false;
    rel_str rest = {first.s + blank, first.len - blank};
    if (!whole && !memchr(rest.s, '\n', rest.len)) return true;
    while (rest.s) {
        const bool more = memchr(rest.s, '\n', rest.len) != NULL;
        const rel_str line = rel_str_cut(&rest, '\n');
        if ((more || whole) && line.len && line.s[0] == '{' && is_one_object(line)) return true;
    }
    return false;
}
