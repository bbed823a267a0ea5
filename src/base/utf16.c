#include "src/base/utf16.h"

#include "src/base/utf8.h"

static bool is_plain(unsigned char c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r';
}

bool rel_utf16_begins(const unsigned char *s, size_t len, rel_utf16 *d, size_t *mark)
{
    *d = (rel_utf16){0};
    *mark = 2;
    if (len >= 2 && s[0] == 0xFF && s[1] == 0xFE) return true;
    d->big_endian = true;
    if (len >= 2 && s[0] == 0xFE && s[1] == 0xFF) return true;
    *mark = 0;
    if (len < 4) return false;
    if (!s[0] && is_plain(s[1]) && !s[2] && is_plain(s[3])) return true;
    d->big_endian = false;
    return is_plain(s[0]) && !s[1] && is_plain(s[2]) && !s[3];
}

static size_t replacement(rel_utf16 *d, char *out)
{
    d->high = 0;
    d->replaced++;
    return rel_utf8_encode(out, 0xFFFD);
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

size_t rel_utf16_decode(rel_utf16 *d, const unsigned char *in, size_t *len, char *out, size_t room)
{
    const int first = d->big_endian ? 1 : 0; /* position of the lower byte */
    size_t at = 0, w = 0;
    while (at + 2 <= *len && room - w >= 4) {
        const uint32_t unit = (uint32_t)in[at + (size_t)first] | (uint32_t)in[at + 1 - (size_t)first] << 8;
        if (unit < 0x80 && !d->high) {
            out[w++] = (char)unit;
        } else if (d->high && is_low(unit)) {
            w += rel_utf8_encode(out + w, 0x10000 + ((d->high - 0xD800) << 10) + (unit - 0xDC00));
            d->high = 0;
        } else if (d->high) {
            w += replacement(d, out + w);
            continue; /* the unit is looked at again */
        } else if (is_high(unit)) {
            d->high = unit;
        } else if (is_low(unit)) {
            w += replacement(d, out + w);
        } else {
            w += rel_utf8_encode(out + w, unit);
        }
        at += 2;
    }
    *len = at;
    return w;
}

size_t rel_utf16_end(rel_utf16 *d, bool odd, char *out)
{
    size_t w = 0;
    if (d->high) w += replacement(d, out);
    if (odd) w += replacement(d, out + w);
    return w;
}
