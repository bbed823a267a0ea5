#include "src/base/time.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

typedef struct cursor {
    const char *p, *end;
} cursor;

static bool eat(cursor *c, char ch)
{
    if (c->p == c->end || *c->p != ch) return false;
    c->p++;
    return true;
}

/* Exactly count digits. */
static bool digits(cursor *c, int count, int *out)
{
    int v = 0;
    if (c->end - c->p < count) return false;
    for (int i = 0; i < count; i++, c->p++) {
        if (*c->p < '0' || *c->p > '9') return false;
        v = v * 10 + (*c->p - '0');
    }
    *out = v;
    return true;
}

static void skip_blanks(cursor *c)
{
    while (c->p < c->end && *c->p == ' ') c->p++;
}

static bool at_digit(const cursor *c)
{
    return c->p < c->end && *c->p >= '0' && *c->p <= '9';
}

/* Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-compatible low-level date
 * algorithms"). */
static int64_t days_from_civil(int y, int m, int d)
{
    y -= m <= 2;
    const int64_t era = y / 400;
    const int64_t yoe = y - era * 400;
    const int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool to_utc(int y, int mon, int d, int h, int min, int s, int offset, int64_t *utc)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1970 || y > 9999 || mon < 1 || mon > 12 || h > 24 || min > 59 || s > 60) return false;
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d < 1 || d > length[mon - 1] + (mon == 2 && leap)) return false;
    if (h == 24 && (min || s)) return false;
    *utc = days_from_civil(y, mon, d) * 86400 + h * 3600 + min * 60 + s - offset;
    return true;
}

static bool clock_part(cursor *c, int *h, int *min, int *s)
{
    *s = 0;
    if (!digits(c, 2, h) || !eat(c, ':') || !digits(c, 2, min)) return false;
    if (eat(c, ':') && !digits(c, 2, s)) return false;
    if (c->p + 1 < c->end && (*c->p == '.' || *c->p == ',') && c->p[1] >= '0' && c->p[1] <= '9') {
        c->p++;
        while (at_digit(c)) c->p++;
    }
    return true;
}

/* An offset or a zone name up to the end or a blank; nothing at all means UTC. */
static bool zone(cursor *c, int *offset)
{
    static const struct {
        const char *name;
        int minutes;
    } names[] = {{"Z", 0},      {"UTC", 0},     {"GMT", 0},    {"UT", 0},      {"CET", 60},    {"CEST", 120},
                 {"WEST", 60},  {"WET", 0},     {"BST", 60},   {"EET", 120},   {"EEST", 180},  {"EST", -300},
                 {"EDT", -240}, {"CST", -360},  {"CDT", -300}, {"MST", -420},  {"MDT", -360},  {"PST", -480},
                 {"PDT", -420}, {"AST", -240},  {"ADT", -180}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600},
                 {"BRT", -180}, {"BRST", -120}, {"ART", -180}, {"WAT", 60},    {"CAT", 120},   {"SAST", 120},
                 {"EAT", 180},  {"MSK", 180},   {"PKT", 300},  {"IST", 330},   {"WIB", 420},   {"ICT", 420},
                 {"SGT", 480},  {"HKT", 480},   {"PHT", 480},  {"AWST", 480},  {"JST", 540},   {"KST", 540},
                 {"ACST", 570}, {"AEST", 600},  {"AEDT", 660}, {"NZST", 720},  {"NZDT", 780}};
    *offset = 0;
    skip_blanks(c);
    if (c->p == c->end) return true;
    if (*c->p == '+' || *c->p == '-') {
        int h, min = 0;
        const int sign = *c->p++ == '-' ? -1 : 1;
        if (!digits(c, 2, &h)) return false;
        eat(c, ':');
        if (at_digit(c) && !digits(c, 2, &min)) return false;
        if (h > 14 || min > 59) return false;
        *offset = sign * (h * 3600 + min * 60);
        return true;
    }
    const char *from = c->p;
    while (c->p < c->end && *c->p != ' ') c->p++;
    const rel_str name = {from, (size_t)(c->p - from)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!rel_str_is_nocase(name, names[i].name)) continue;
        *offset = names[i].minutes * 60;
        return true;
    }
    return false;
}

static bool iso(cursor c, int64_t *utc)
{
    int y, mon, d, h = 0, min = 0, s = 0, offset = 0;
    if (!digits(&c, 4, &y) || !eat(&c, '-') || !digits(&c, 2, &mon) || !eat(&c, '-') || !digits(&c, 2, &d))
        return false;
    if (c.p < c.end) {
        if (!eat(&c, 'T') && !eat(&c, 't') && !eat(&c, ' ')) return false;
        if (!clock_part(&c, &h, &min, &s) || !zone(&c, &offset)) return false;
    }
    return c.p == c.end && to_utc(y, mon, d, h, min, s, offset, utc);
}

static bool month_name(cursor *c, int *mon)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (c->end - c->p < 3) return false;
    for (int i = 0; i < 12; i++) {
        if (memcmp(c->p, names + 3 * i, 3) != 0) continue;
        c->p += 3;
        *mon = i + 1;
        return true;
    }
    return false;
}

static bool day_of_month(cursor *c, int *d)
{
    *d = 0;
    if (!at_digit(c)) return false;
    while (at_digit(c) && *d < 100) *d = *d * 10 + (*c->p++ - '0');
    return true;
}

/* "Wed Oct 10 20:19:24 +0000 2018" */
static bool twitter(cursor c, int64_t *utc)
{
    int y, mon, d, h, min, s, offset;
    if (c.end - c.p < 20) return false;
    c.p += 3;
    if (!eat(&c, ' ') || !month_name(&c, &mon) || !eat(&c, ' ')) return false;
    if (!day_of_month(&c, &d) || !eat(&c, ' ') || !clock_part(&c, &h, &min, &s)) return false;
    cursor year = {c.end - 4, c.end};
    c.end -= 4;
    while (c.end > c.p && c.end[-1] == ' ') c.end--;
    return zone(&c, &offset) && c.p == c.end && digits(&year, 4, &y) &&
           to_utc(y, mon, d, h, min, s, offset, utc);
}

/* "[Wed, ]10 Oct 2018 20:19[:24] +0200" */
static bool rfc2822(cursor c, int64_t *utc)
{
    int y, mon, d, h, min, s, offset;
    if (!at_digit(&c)) {
        const char *comma = memchr(c.p, ',', (size_t)(c.end - c.p));
        if (!comma || comma - c.p > 9) return false;
        c.p = comma + 1;
        skip_blanks(&c);
    }
    if (!day_of_month(&c, &d) || !eat(&c, ' ') || !month_name(&c, &mon) || !eat(&c, ' ')) return false;
    if (!digits(&c, 4, &y) || !eat(&c, ' ') || !clock_part(&c, &h, &min, &s)) return false;
    return zone(&c, &offset) && c.p == c.end && to_utc(y, mon, d, h, min, s, offset, utc);
}

static bool epoch(rel_str text, int64_t *utc)
{
    int64_t v;
    double f;
    if (!rel_str_to_i64(text, &v)) {
        /* "1617910465.0", as spreadsheets and pandas write it */
        if (!memchr(text.s, '.', text.len) || !rel_str_to_f64(text, &f) || !(f >= 0 && f < 1e17))
            return false;
        v = (int64_t)f;
    }
    if (v < 0) return false;
    if (v >= 100000000000000)
        v /= 1000000;
    else if (v >= 100000000000)
        v /= 1000;
    *utc = v;
    return true;
}

bool rel_time_parse(rel_str text, int64_t *utc)
{
    text = rel_str_trim(text);
    if (text.len == 0 || text.len > 64) return false;
    const cursor c = {text.s, text.s + text.len};
    return iso(c, utc) || epoch(text, utc) || twitter(c, utc) || rfc2822(c, utc);
}

void rel_time_text(int64_t utc, char text[REL_TIME_TEXT])
{
    struct tm tm;
    const time_t t = (time_t)utc;
    if (utc == REL_TIME_MISSING || !gmtime_r(&t, &tm)) {
        text[0] = '\0';
        return;
    }
    strftime(text, REL_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

rel_date rel_date_of(int64_t utc)
{
    struct tm tm = {.tm_year = 70, .tm_mday = 1};
    const time_t t = (time_t)utc;
    gmtime_r(&t, &tm);
    return (rel_date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
}

int64_t rel_date_start(rel_date date)
{
    return days_from_civil(date.year, date.month, date.day) * 86400;
}

bool rel_duration_parse(rel_str text, int64_t *seconds)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"s", 1},
                 {"min", 60},
                 {"h", 3600},
                 {"d", 86400},
                 {"day", 86400},
                 {"days", 86400},
                 {"w", 7 * 86400},
                 {"week", 7 * 86400},
                 {"weeks", 7 * 86400},
                 {"month", 30 * 86400},
                 {"months", 30 * 86400},
                 {"y", 365 * 86400},
                 {"year", 365 * 86400},
                 {"years", 365 * 86400}};
    text = rel_str_trim(text);
    size_t i = 0;
    while (i < text.len && text.s[i] >= '0' && text.s[i] <= '9') i++;
    int64_t count;
    if (!rel_str_to_i64((rel_str){text.s, i}, &count)) return false;
    const rel_str unit = rel_str_trim((rel_str){text.s + i, text.len - i});
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (rel_str_is_nocase(unit, units[k].unit))
            return !__builtin_mul_overflow(count, units[k].seconds, seconds);
    return false;
}

double rel_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double rel_clock_busy(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
