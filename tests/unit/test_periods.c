/* Periods of the calendar, against dates and week numbers of `date -u +%G-W%V`. */
#include "src/insight/periods.h"
#include "tests/check.h"

static rel_ctx ctx;

static int64_t at(const char *text)
{
    int64_t t = REL_TIME_MISSING;
    CHECK(rel_time_parse(rel_str_of(text), &t));
    return t;
}

static rel_periods make(const char *every, const char *first, const char *last, const char *since,
                        const char *until)
{
    rel_period_every e;
    rel_periods p = {0};
    CHECK_OK(&ctx, rel_period_parse(&ctx, every, &e));
    CHECK_OK(&ctx, rel_periods_make(&ctx, e, at(first), at(last), since ? at(since) : REL_TIME_MISSING,
                                    until ? at(until) : REL_TIME_MISSING, &p));
    return p;
}

/* The labels joined by blanks, and the periods are one behind the other. */
static void check_labels(const char *every, const char *first, const char *last, const char *expected)
{
    char text[512] = "", label[REL_PERIOD_LABEL];
    rel_periods p = make(every, first, last, NULL, NULL);
    for (int i = 0; i < p.count; i++) {
        rel_period_label(&p, i, label);
        strcat(strcat(text, i ? " " : ""), label);
        CHECK(p.start[i] < p.start[i + 1]);
        CHECK(rel_periods_find(&p, p.start[i]) == i && rel_periods_find(&p, p.start[i + 1] - 1) == i);
    }
    CHECK(rel_periods_find(&p, p.start[0] - 1) == -1 && rel_periods_find(&p, p.start[p.count]) == -1);
    CHECK(p.start[0] <= at(first) && at(last) < p.start[p.count]);
    CHECK_TEXT(text, expected);
    rel_periods_free(&p);
}

static void labels(void)
{
    check_labels("day", "2012-02-28T23:59:59", "2012-03-01", "2012-02-28 2012-02-29 2012-03-01");
    check_labels("Week", "2012-07-01T23:59:59", "2012-07-02", "2012-W26 2012-W27");
    check_labels("month", "2012-11-30", "2013-01-01", "2012-11 2012-12 2013-01");
    check_labels("quarter", "2012-07-01", "2013-01-01", "2012-Q3 2012-Q4 2013-Q1");
    check_labels("year", "1970-01-01", "1971-12-31", "1970 1971");
    check_labels("10 days", "2012-07-04T12:00:00", "2012-07-14",
                 "2012-07-04/2012-07-13 2012-07-14/2012-07-23");
    check_labels("1d", "2012-07-04T12:00:00", "2012-07-04T13:00:00", "2012-07-04");
}

/* Weeks around the new year belong to the year of their Thursday. */
static void weeks_of_two_years(void)
{
    static const char *const day[][2] = {
        {"1970-01-01", "1970-W01"}, {"2005-01-01", "2004-W53"}, {"2008-12-29", "2009-W01"},
        {"2009-12-31", "2009-W53"}, {"2010-01-03", "2009-W53"}, {"2010-01-04", "2010-W01"},
        {"2012-01-01", "2011-W52"}, {"2016-01-03", "2015-W53"}, {"2024-12-30", "2025-W01"},
    };
    for (size_t i = 0; i < sizeof day / sizeof *day; i++)
        check_labels("week", day[i][0], day[i][0], day[i][1]);
    rel_periods p = make("week", "2012-07-04", "2012-07-04", NULL, NULL);
    CHECK(p.count == 1 && p.start[0] == at("2012-07-02") && p.start[1] == at("2012-07-09"));
    rel_periods_free(&p);
}

static void bounds_cut(void)
{
    char label[REL_PERIOD_LABEL];
    rel_periods p = make("week", "2012-07-10", "2012-07-10", "2012-07-04T06:00:00", "2012-07-20");
    CHECK(p.count == 3 && p.start[0] == at("2012-07-04T06:00:00") && p.start[3] == at("2012-07-20"));
    CHECK(p.start[1] == at("2012-07-09") && p.start[2] == at("2012-07-16"));
    rel_period_label(&p, 0, label);
    CHECK_TEXT(label, "2012-W27");
    rel_periods_free(&p);
    p = make("7 days", "2012-07-10", "2012-07-10", "2012-07-04T06:00:00", "2012-07-13");
    CHECK(p.count == 2 && p.start[0] == at("2012-07-04T06:00:00") && p.start[1] == at("2012-07-11"));
    rel_period_label(&p, 0, label);
    CHECK_TEXT(label, "2012-07-04/2012-07-10");
    rel_periods_free(&p);
}

static void refused(void)
{
    static const char *const bad[] = {"", "hour", "0 days", "-1d", "2 months", "d", "99999d", "10"};
    rel_period_every e;
    rel_periods p;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(rel_period_parse(&ctx, bad[i], &e) == REL_E_USAGE);
    CHECK(rel_period_parse(&ctx, "weak", &e) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "every: 'weak' is none of day, week, month, quarter, year, or a number of days (10d)");
    CHECK_TEXT(ctx.hint, "did you mean 'week'?");
    e = (rel_period_every){REL_PERIOD_DAYS, 1};
    CHECK(rel_periods_make(&ctx, e, 0, at("2020-01-01"), REL_TIME_MISSING, REL_TIME_MISSING, &p) ==
          REL_E_LIMIT);
    CHECK_TEXT(ctx.message, "more than 4096 periods");
    CHECK(p.start == NULL);
    CHECK(rel_periods_make(&ctx, e, 0, 1, 5, 5, &p) == REL_E_USAGE);
    CHECK_TORTURE(&ctx, rel_periods_make(&ctx, e, 0, 1, REL_TIME_MISSING, REL_TIME_MISSING, &p),
                  rel_periods_free(&p));
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    labels();
    weeks_of_two_years();
    bounds_cut();
    refused();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
