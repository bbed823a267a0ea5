#include "datasets/pen.h"

#include "src/base/utf8.h"

rel_pen rel_pen_on(char *room, size_t size_bytes)
{
    return (rel_pen){.at = room, .end = room + size_bytes};
}

void rel_pen_digits(rel_pen *p, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    rel_pen_raw(p, digits + at, sizeof digits - at);
}

static void fixed(char *at, int width, int64_t value)
{
    while (width-- > 0) {
        at[width] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* Days to a civil date by 400-year eras that begin on 1 March: Richards, in "Explanatory Supplement to the
 * Astronomical Almanac", 3rd edition, chapter 15. */
static void civil(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    const int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

void rel_pen_time(rel_pen *p, int64_t utc_ms)
{
    char text[] = "0000-00-00T00:00:00.000Z";
    const int64_t days = utc_ms / 86400000, ms = utc_ms % 86400000;
    int64_t year, month, day;
    civil(days, &year, &month, &day);
    fixed(text, 4, year);
    fixed(text + 5, 2, month);
    fixed(text + 8, 2, day);
    fixed(text + 11, 2, ms / 3600000);
    fixed(text + 14, 2, ms / 60000 % 60);
    fixed(text + 17, 2, ms / 1000 % 60);
    fixed(text + 20, 3, ms % 1000);
    rel_pen_raw(p, text, sizeof text - 1);
}

static void unit(rel_pen *p, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    const char text[] = {'\\',          'u', hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15],
                         hex[code & 15]};
    rel_pen_raw(p, text, sizeof text);
}

static void escape_control(rel_pen *p, char c)
{
    const char *const from = "\"\\\n\r\t\b\f", *const to = "\"\\nrtbf";
    const char *const found = c ? strchr(from, c) : NULL;
    if (!found) {
        unit(p, (unsigned char)c);
        return;
    }
    const char text[] = {'\\', to[found - from]};
    rel_pen_raw(p, text, sizeof text);
}

static size_t escape_wide(rel_pen *p, const char *s, size_t len)
{
    uint32_t code;
    const size_t size = rel_utf8_decode(s, len, &code);
    if (size == 0) {
        unit(p, 0xfffd);
        return 1;
    }
    if (code < 0x10000) {
        unit(p, code);
    } else {
        unit(p, 0xd800 + ((code - 0x10000) >> 10));
        unit(p, 0xdc00 + ((code - 0x10000) & 0x3ff));
    }
    return size;
}

static void quoted(rel_pen *p, const char *s, size_t len)
{
    size_t from = 0, i = 0;
    rel_pen_raw(p, "\"", 1);
    while (i < len) {
        const unsigned char c = (unsigned char)s[i];
        const bool control = c < 0x20 || c == '"' || c == '\\', wide = p->ascii && c >= 0x80;
        if (!control && !wide) {
            i++;
            continue;
        }
        rel_pen_raw(p, s + from, i - from);
        if (control) {
            escape_control(p, s[i]);
            i++;
        } else {
            i += escape_wide(p, s + i, len - i);
        }
        from = i;
    }
    rel_pen_raw(p, s + from, len - from);
    rel_pen_raw(p, "\"", 1);
}

void rel_pen_key(rel_pen *p, const char *key)
{
    if (p->comma) rel_pen_raw(p, ", ", p->spaced ? 2 : 1);
    p->comma = true;
    if (!key) return;
    rel_pen_raw(p, "\"", 1);
    rel_pen_puts(p, key);
    rel_pen_raw(p, "\": ", p->spaced ? 3 : 2);
}

void rel_pen_begin(rel_pen *p, const char *key, char bracket)
{
    rel_pen_key(p, key);
    rel_pen_raw(p, &bracket, 1);
    p->comma = false;
}

void rel_pen_end(rel_pen *p, char bracket)
{
    rel_pen_raw(p, &bracket, 1);
    p->comma = true;
}

void rel_pen_text(rel_pen *p, const char *key, rel_str value)
{
    rel_pen_key(p, key);
    if (value.s)
        quoted(p, value.s, value.len);
    else
        rel_pen_raw(p, "null", 4);
}

void rel_pen_str(rel_pen *p, const char *key, const char *terminated)
{
    rel_pen_text(p, key, rel_str_of(terminated));
}

void rel_pen_int(rel_pen *p, const char *key, int64_t value)
{
    rel_pen_key(p, key);
    if (value < 0) rel_pen_raw(p, "-", 1);
    rel_pen_digits(p, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void rel_pen_id(rel_pen *p, const char *key, uint64_t value)
{
    rel_pen_key(p, key);
    rel_pen_raw(p, "\"", 1);
    rel_pen_digits(p, value);
    rel_pen_raw(p, "\"", 1);
}

void rel_pen_bool(rel_pen *p, const char *key, bool value)
{
    rel_pen_key(p, key);
    rel_pen_puts(p, value ? "true" : "false");
}

void rel_pen_null(rel_pen *p, const char *key)
{
    rel_pen_key(p, key);
    rel_pen_raw(p, "null", 4);
}

void rel_pen_when(rel_pen *p, const char *key, int64_t utc_ms)
{
    rel_pen_key(p, key);
    rel_pen_raw(p, "\"", 1);
    rel_pen_time(p, utc_ms);
    rel_pen_raw(p, "\"", 1);
}

void rel_pen_newline(rel_pen *p)
{
    rel_pen_raw(p, "\n", 1);
    p->comma = false;
}
