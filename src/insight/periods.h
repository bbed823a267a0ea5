/* Periods of the calendar, in UTC: what "every week" means. Days, weeks (Monday to Sunday, numbered as in
 * ISO 8601), months, quarters, years, or N days counted from the first one. */
#ifndef REL_INSIGHT_PERIODS_H
#define REL_INSIGHT_PERIODS_H

#include "src/base/time.h"

typedef enum rel_period_unit { REL_PERIOD_WEEKS, REL_PERIOD_MONTHS, REL_PERIOD_DAYS } rel_period_unit;

typedef struct rel_period_every {
    rel_period_unit unit;
    int64_t step; /* of units; a step of months divides the year. A single day is DAYS, 1 */
} rel_period_every;

/* "day", "week", "month", "quarter", "year", "10 days", "10d". Errors: E_USAGE, with the nearest word. */
REL_CHECKED
rel_status rel_period_parse(rel_ctx *ctx, const char *text, rel_period_every *every);

typedef struct rel_periods {
    rel_period_every every;
    int count;      /* >= 1 */
    int64_t *start; /* count + 1: period i is start[i] <= t < start[i + 1] */
} rel_periods;

enum { REL_PERIODS_MAX = 4096, REL_PERIOD_LABEL = 32 };

/* The periods of the calendar that hold first and last and all between them. since and until (or
 * REL_TIME_MISSING) take the place of first and last and cut the first and the last period, so that these
 * may be shorter than the others. N days count from the day of the first. Errors: E_LIMIT (more than
 * REL_PERIODS_MAX), E_USAGE (since >= until), E_MEM. Yours: rel_periods_free. */
REL_CHECKED
rel_status rel_periods_make(rel_ctx *ctx, rel_period_every every, int64_t first, int64_t last, int64_t since,
                            int64_t until, rel_periods *p);
/* Accepts {0}. */
void rel_periods_free(rel_periods *p);

/* The period that t lies in; -1 when none does. O(log count). */
int rel_periods_find(const rel_periods *p, int64_t t);
/* "2012-07-04", "2012-W27", "2012-07", "2012-Q3", "2012"; of N days "2012-07-04/2012-07-13", first and last
 * day. A period that since or until cuts has the name of the whole. */
void rel_period_label(const rel_periods *p, int i, char label[REL_PERIOD_LABEL]);

#endif
