/* Times: UTC seconds since 1970 in int64_t. */
#ifndef REL_BASE_TIME_H
#define REL_BASE_TIME_H

#include "src/base/str.h"

#define REL_TIME_MISSING INT64_MIN

/* Reads ISO 8601 ("2021-04-08", "2021-04-08T19:34:25.000Z", "...+02:00", "... 19:34:25"), Twitter v1.1
 * ("Wed Oct 10 20:19:24 +0000 2018"), RFC 2822 ("Wed, 10 Oct 2018 20:19:24 +0200", zone names UT, GMT, Z, and
 * those of America, Europe, Asia, Africa and Australia such as EDT, CEST, JST; CST is American, IST Indian),
 * and epochs in s, ms or us told apart by their size (10, 13 and 16 digits at today's dates). Without a zone
 * a time counts as UTC. Fractions of a second are cut off.
 * False when it is none of these, or names a day that does not exist, or a year outside 1970 to 9999. */
bool rel_time_parse(rel_str text, int64_t *utc);

/* "2021-04-08T19:34:25Z". */
enum { REL_TIME_TEXT = 32 };
void rel_time_text(int64_t utc, char text[REL_TIME_TEXT]);

/* A day of the Gregorian calendar, month and day from 1, year >= 1970. */
typedef struct rel_date {
    int year, month, day;
} rel_date;
/* The UTC day in which utc lies, and the first second of a day. */
rel_date rel_date_of(int64_t utc);
int64_t rel_date_start(rel_date date);

/* Seconds of "30d", "2w", "12h", "45min", "90s", "6months" (30 days each), "1y" (365 days). */
bool rel_duration_parse(rel_str text, int64_t *seconds);

/* Seconds of a clock that never goes backwards, for measuring. */
double rel_clock(void);
/* Seconds that this program has kept processors busy since it was started. */
double rel_clock_busy(void);

#endif
