#include "src/base/utf8.h"

#include <string.h>

static const char REPLACEMENT[3] = {(char)0xEF, (char)0xBF, (char)0xBD};

size_t rel_utf8_decode(const char *s, size_t len, uint32_t *code)
{
    const unsigned char *p = (const unsigned char *)s;
    const unsigned c = p[0];
    if (c < 0x80) {
        *code = c;
        return 1;
    }
    /* The bounds of the second byte exclude overlong forms, surrogates and what lies past U+10FFFF. */
    size_t n;
    unsigned lo = 0x80, hi = 0xBF;
    uint32_t v;
    if (c >= 0xC2 && c <= 0xDF) {
        n = 2;
        v = c & 0x1F;
    } else if (c >= 0xE0 && c <= 0xEF) {
        n = 3;
        v = c & 0x0F;
        if (c == 0xE0) lo = 0xA0;
        if (c == 0xED) hi = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        n = 4;
        v = c & 0x07;
        if (c == 0xF0) lo = 0x90;
        if (c == 0xF4) hi = 0x8F;
    } else {
        return 0;
    }
    if (len < n || p[1] < lo || p[1] > hi) return 0;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (p[i] & 0x3F);
    }
    *code = v;
    return n;
}

/* Length of the leading run of plain ASCII without control characters, eight bytes at a time. */
static size_t plain_run(const char *s, size_t len)
{
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        const uint64_t high = w & 0x8080808080808080u;
        /* A byte below 0x20 borrows into its top bit when 0x20 is taken from it. */
        const uint64_t low = (w - 0x2020202020202020u) & ~w & 0x8080808080808080u;
        if (high | low) break;
    }
    return i;
}

static bool xml_char(uint32_t c)
{
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c != 0xFFFE && c != 0xFFFF;
}

static bool scan(const char *s, size_t len, bool xml)
{
    size_t i = 0;
    while (i < len) {
        i += plain_run(s + i, len - i);
        /* A few single characters, then try long runs again. */
        for (int k = 0; k < 8 && i < len; k++) {
            uint32_t c;
            const size_t n = rel_utf8_decode(s + i, len - i, &c);
            if (!n || (xml && !xml_char(c))) return false;
            i += n;
        }
    }
    return true;
}

bool rel_utf8_valid(const char *s, size_t len)
{
    return scan(s, len, false);
}

bool rel_utf8_xml_safe(const char *s, size_t len)
{
    return scan(s, len, true);
}

size_t rel_utf8_clean(char *out, const char *s, size_t len, int64_t *replaced)
{
    size_t w = 0;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        size_t n = rel_utf8_decode(s + i, len - i, &c);
        if (n && xml_char(c)) {
            memcpy(out + w, s + i, n);
            w += n;
        } else {
            memcpy(out + w, REPLACEMENT, sizeof REPLACEMENT);
            w += sizeof REPLACEMENT;
            if (replaced) ++*replaced;
            if (!n) n = 1;
        }
        i += n;
    }
    return w;
}

size_t rel_utf8_encode(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    const int n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)((0xF00 >> n & 0xFF) | code);
    return (size_t)n;
}

size_t rel_utf8_from_1252(char *out, const char *s, size_t len)
{
    /* Bytes 0x80 to 0x9F; the five that the code page leaves open become U+FFFD. */
    static const uint16_t high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                      0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    size_t w = 0;
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)s[i];
        w += rel_utf8_encode(out + w, c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c);
    }
    return w;
}

void rel_utf8_printable(char *s)
{
    size_t len = strlen(s);
    for (size_t i = 0; i < len;) {
        uint32_t c;
        const size_t n = rel_utf8_decode(s + i, len - i, &c);
        if (!n && len - i < 4) {
            s[i] = '\0'; /* a character cut by a full buffer */
            return;
        }
        if (!n || c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0)) {
            for (size_t k = 0; k < (n ? n : 1); k++) s[i + k] = '?';
        }
        i += n ? n : 1;
    }
}

int rel_utf8_width(const char *s)
{
    static const struct {
        uint32_t first, last;
    } zero[] = {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0x1F3FB, 0x1F3FF}},
      wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
                {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    int width = 0;
    const size_t len = strlen(s);
    for (size_t i = 0; i < len;) {
        uint32_t c;
        const size_t n = rel_utf8_decode(s + i, len - i, &c);
        int w = 1;
        for (size_t k = 0; n && k < sizeof zero / sizeof *zero; k++)
            if (c >= zero[k].first && c <= zero[k].last) w = 0;
        for (size_t k = 0; n && w && k < sizeof wide / sizeof *wide; k++)
            if (c >= wide[k].first && c <= wide[k].last) w = 2;
        width += w;
        i += n ? n : 1;
    }
    return width;
}
