#include "src/insight/periods.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY = 86400, WEEK_DAYS = 7, YEAR_MONTHS = 12 };

/* -------- words -------- */

static const struct {
    const char *word;
    rel_period_every every;
} words[] = {
    {"day", {REL_PERIOD_DAYS, 1}},
    {"week", {REL_PERIOD_WEEKS, 1}},
    {"month", {REL_PERIOD_MONTHS, 1}},
    {"quarter", {REL_PERIOD_MONTHS, 3}},
    {"year", {REL_PERIOD_MONTHS, YEAR_MONTHS}},
};
enum { WORDS = sizeof words / sizeof *words };

/* "10 days", "10d" */
static bool parse_days(rel_str text, int64_t *days)
{
    size_t i = 0;
    while (i < text.len && text.s[i] >= '0' && text.s[i] <= '9') i++;
    const rel_str unit = rel_str_trim((rel_str){text.s + i, text.len - i});
    if (!rel_str_to_i64((rel_str){text.s, i}, days) || *days < 1 || *days > 36525) return false;
    return rel_str_is_nocase(unit, "d") || rel_str_is_nocase(unit, "day") || rel_str_is_nocase(unit, "days");
}

rel_status rel_period_parse(rel_ctx *ctx, const char *text, rel_period_every *every)
{
    const rel_str typed = rel_str_trim(rel_str_of(text));
    int nearest = 0, least = 1000;
    for (int i = 0; i < WORDS; i++) {
        if (rel_str_is_nocase(typed, words[i].word)) {
            *every = words[i].every;
            return REL_OK;
        }
        const int d = rel_str_distance(text, words[i].word);
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    *every = (rel_period_every){.unit = REL_PERIOD_DAYS};
    if (parse_days(typed, &every->step)) return REL_OK;
    rel_fail(ctx, REL_E_USAGE,
             "every: '%s' is none of day, week, month, quarter, year, or a number of days (10d)", text);
    return least <= 2 ? rel_hint(ctx, "did you mean '%s'?", words[nearest].word) : REL_E_USAGE;
}

/* -------- the calendar -------- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Monday of the week of a day; days and result counted from 1970-01-01, a Thursday. */
static int64_t monday_of(int64_t day)
{
    return floor_div(day + 3, WEEK_DAYS) * WEEK_DAYS - 3;
}

static int64_t months_of(rel_date d)
{
    return (int64_t)d.year * YEAR_MONTHS + d.month - 1;
}

static int64_t month_start(int64_t months)
{
    return rel_date_start((rel_date){(int)(months / YEAR_MONTHS), (int)(months % YEAR_MONTHS) + 1, 1});
}

/* First second of the period that t lies in. */
static int64_t start_of(rel_period_every e, int64_t t)
{
    const int64_t day = floor_div(t, DAY);
    if (e.unit == REL_PERIOD_WEEKS) return monday_of(day) * DAY;
    if (e.unit == REL_PERIOD_DAYS) return day * DAY;
    const int64_t months = months_of(rel_date_of(t));
    return month_start(months - months % e.step);
}

/* First second of the period after the one that starts at t. */
static int64_t after(rel_period_every e, int64_t t)
{
    if (e.unit == REL_PERIOD_MONTHS) return month_start(months_of(rel_date_of(t)) + e.step);
    return t + e.step * DAY * (e.unit == REL_PERIOD_WEEKS ? WEEK_DAYS : 1);
}

/* -------- periods -------- */

rel_status rel_periods_make(rel_ctx *ctx, rel_period_every every, int64_t first, int64_t last, int64_t since,
                            int64_t until, rel_periods *p)
{
    const int64_t from = since != REL_TIME_MISSING ? since : first;
    const int64_t end = until != REL_TIME_MISSING ? until : last + 1;
    rel_status st;
    int count = 0;
    *p = (rel_periods){.every = every};
    if (from >= end) return rel_fail(ctx, REL_E_USAGE, "periods: the last ends before the first begins");
    for (int64_t t = start_of(every, from); t < end; t = after(every, t))
        if (++count > REL_PERIODS_MAX) {
            rel_fail(ctx, REL_E_LIMIT, "more than %d periods", REL_PERIODS_MAX);
            return rel_hint(ctx, "choose longer ones, or bounds with '--since' and '--until'");
        }
    REL_TRY(rel_alloc(ctx, &p->start, (size_t)count + 1, sizeof *p->start, "periods"));
    p->start[0] = start_of(every, from);
    for (int i = 0; i < count; i++) p->start[i + 1] = after(every, p->start[i]);
    if (since != REL_TIME_MISSING) p->start[0] = since;
    if (until != REL_TIME_MISSING) p->start[count] = until;
    p->count = count;
out:
    return st;
}

void rel_periods_free(rel_periods *p)
{
    free(p->start);
    *p = (rel_periods){0};
}

int rel_periods_find(const rel_periods *p, int64_t t)
{
    int low = 0, high = p->count;
    if (p->count == 0 || t < p->start[0] || t >= p->start[p->count]) return -1;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (t < p->start[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* The week belongs to the year of its Thursday, and is the first when that is one of the year's first seven
 * days. */
static void week_label(int64_t t, char label[REL_PERIOD_LABEL])
{
    const int64_t thursday = monday_of(floor_div(t, DAY)) + 3;
    const int year = rel_date_of(thursday * DAY).year;
    const int64_t new_year = rel_date_start((rel_date){year, 1, 1}) / DAY;
    snprintf(label, REL_PERIOD_LABEL, "%04d-W%02d", year, (int)((thursday - new_year) / WEEK_DAYS) + 1);
}

static void month_label(rel_date d, int64_t step, char label[REL_PERIOD_LABEL])
{
    if (step == YEAR_MONTHS)
        snprintf(label, REL_PERIOD_LABEL, "%04d", d.year);
    else if (step == 3)
        snprintf(label, REL_PERIOD_LABEL, "%04d-Q%d", d.year, (d.month - 1) / 3 + 1);
    else
        snprintf(label, REL_PERIOD_LABEL, "%04d-%02d", d.year, d.month);
}

void rel_period_label(const rel_periods *p, int i, char label[REL_PERIOD_LABEL])
{
    const int64_t t = p->start[i];
    const rel_date first = rel_date_of(t);
    if (p->every.unit == REL_PERIOD_WEEKS) {
        week_label(t, label);
    } else if (p->every.unit == REL_PERIOD_MONTHS) {
        month_label(first, p->every.step, label);
    } else {
        const rel_date last = rel_date_of(start_of(p->every, t) + (p->every.step - 1) * DAY);
        const int len =
            snprintf(label, REL_PERIOD_LABEL, "%04d-%02d-%02d", first.year, first.month, first.day);
        if (p->every.step > 1)
            snprintf(label + len, (size_t)(REL_PERIOD_LABEL - len), "/%04d-%02d-%02d", last.year, last.month,
                     last.day);
    }
}
