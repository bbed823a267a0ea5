#include "ingest/table_time.h"

#include <stdio.h>

#include "src/base/time.h"

/* "31/12/2021 10:00:05 PM" in parts. */
typedef struct parts {
    int number[3]; /* as they stand */
    char sep;
    bool short_year;
    rel_str clock; /* what follows the date, trimmed */
} parts;

static bool take_number(rel_str *s, int most_digits, int *value, int *digits)
{
    *value = *digits = 0;
    while (s->len && s->s[0] >= '0' && s->s[0] <= '9') {
        if (++*digits > most_digits) return false;
        *value = *value * 10 + (s->s[0] - '0');
        *s = (rel_str){s->s + 1, s->len - 1};
    }
    return *digits > 0;
}

static bool take_date(rel_str s, parts *p)
{
    int digits = 0;
    s = rel_str_trim(s);
    for (int i = 0; i < 3; i++) {
        if (i && (!s.len || (i == 1 ? !strchr("/.-", s.s[0]) : s.s[0] != p->sep))) return false;
        if (i) {
            p->sep = s.s[0];
            s = (rel_str){s.s + 1, s.len - 1};
        }
        if (!take_number(&s, i < 2 ? 2 : 4, &p->number[i], &digits)) return false;
    }
    if (digits != 4 && digits != 2) return false;
    p->short_year = digits == 2;
    if (s.len && s.s[0] != ' ' && s.s[0] != ',' && s.s[0] != 'T') return false;
    p->clock = rel_str_trim(s.len ? (rel_str){s.s + 1, s.len - 1} : s);
    return true;
}

rel_date_order rel_date_order_of(rel_str cell)
{
    parts p;
    if (!take_date(cell, &p)) return REL_DATE_ISO;
    const int first = p.number[0], second = p.number[1];
    if (p.sep == '.' || first > 12) return REL_DATE_DAY_FIRST;
    return second > 12 ? REL_DATE_MONTH_FIRST : REL_DATE_UNCLEAR;
}

rel_status rel_date_order_find(rel_ctx *ctx, const char *path, const rel_str *cell, size_t stride,
                               size_t rows, char sep, rel_date_order *order)
{
    size_t seen[REL_DATE_UNCLEAR + 1] = {0};
    rel_str example = REL_STR_MISSING;
    for (size_t r = 0; r < rows; r++) {
        const rel_date_order o = rel_date_order_of(cell[r * stride]);
        if (o != REL_DATE_ISO && !seen[o]) example = cell[r * stride];
        seen[o]++;
    }
    const bool day = seen[REL_DATE_DAY_FIRST] > 0, month = seen[REL_DATE_MONTH_FIRST] > 0;
    *order = day ? REL_DATE_DAY_FIRST : month ? REL_DATE_MONTH_FIRST : REL_DATE_ISO;
    if (day != month || !example.s) return REL_OK;
    /* Who separates columns by ';' writes the day first. */
    if (!day && sep == ';') {
        *order = REL_DATE_DAY_FIRST;
        rel_note(ctx, "'%s': in dates such as '%.*s' the day is taken to come first", path,
                 REL_STR_ARG(example));
        return REL_OK;
    }
    *order = REL_DATE_UNCLEAR;
    rel_fail(ctx, REL_E_DATA, "'%s': the day or the month may come first in dates such as '%.*s'", path,
             REL_STR_ARG(example));
    return rel_hint(ctx, "write dates as 2021-12-31");
}

/* "10:00", "10:00:05", "9:00 PM" as "HH:MM:SS". */
static bool read_clock(rel_str s, char text[16])
{
    int part[3] = {0, 0, 0}, digits, n = 0;
    for (;;) {
        if (!take_number(&s, 2, &part[n], &digits)) return false;
        if (++n == 3 || !s.len || s.s[0] != ':') break;
        s = (rel_str){s.s + 1, s.len - 1};
    }
    s = rel_str_trim(s);
    const bool am = rel_str_is_nocase(s, "am"), pm = rel_str_is_nocase(s, "pm");
    if (n < 2 || (s.len && !am && !pm)) return false;
    if ((am || pm) && (part[0] < 1 || part[0] > 12)) return false;
    if (am || pm) part[0] = part[0] % 12 + (pm ? 12 : 0);
    return snprintf(text, 16, "%02d:%02d:%02d", part[0], part[1], part[2]) == 8;
}

/* "15-Nov-2025", "15 Nov 2025": no order is in doubt. */
static bool take_named_month(rel_str s, parts *p)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    int digits, month = -1;
    s = rel_str_trim(s);
    if (!take_number(&s, 2, &p->number[0], &digits) || s.len < 8) return false;
    p->sep = s.s[0];
    if (!strchr("- /", p->sep) || s.s[4] != p->sep) return false;
    for (int m = 0; m < 12; m++)
        if (rel_str_is_nocase((rel_str){s.s + 1, 3}, names[m])) month = m;
    s = (rel_str){s.s + 5, s.len - 5};
    if (month < 0 || !take_number(&s, 4, &p->number[2], &digits) || digits != 4) return false;
    if (s.len && s.s[0] != ' ' && s.s[0] != ',') return false;
    p->number[1] = month + 1;
    p->short_year = false;
    p->clock = rel_str_trim(s.len ? (rel_str){s.s + 1, s.len - 1} : s);
    return true;
}

bool rel_table_time(rel_str cell, rel_date_order order, int64_t *utc)
{
    char iso[48], clock[16] = "00:00:00";
    parts p;
    if (rel_time_parse(cell, utc)) return true;
    const bool named = take_named_month(cell, &p);
    if (!named && ((order != REL_DATE_DAY_FIRST && order != REL_DATE_MONTH_FIRST) || !take_date(cell, &p)))
        return false;
    if (p.clock.len && !read_clock(p.clock, clock)) return false;
    const bool day_first = named || order == REL_DATE_DAY_FIRST || p.sep == '.';
    const int n = snprintf(iso, sizeof iso, "%04d-%02d-%02dT%s", p.number[2] + (p.short_year ? 2000 : 0),
                           p.number[day_first ? 1 : 0], p.number[day_first ? 0 : 1], clock);
    return rel_time_parse((rel_str){iso, (size_t)n}, utc);
}
