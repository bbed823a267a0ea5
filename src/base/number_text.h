/* Numbers as text, fast: each function writes at p and returns the end, without a terminator. Decimal point
 * and digits are the C locale's, whatever the environment says. */
#ifndef REL_BASE_NUMBER_TEXT_H
#define REL_BASE_NUMBER_TEXT_H

#include <stdint.h>

/* Room that any one of them takes. */
enum { REL_NUMBER_TEXT = 32 };

char *rel_put_u64(char *p, uint64_t x);
char *rel_put_i64(char *p, int64_t x);
/* Shortest decimal text that reads back as x; the digits are those that printf gives for the precision
 * needed. "NaN", "INF", "-INF" (XML Schema's words) for the rest. Exact integer arithmetic from 1e-15 to
 * 1e15, beyond that by the C library. */
char *rel_put_f64(char *p, double x);
/* The same for a float: 0.1f is "0.1". */
char *rel_put_f32(char *p, float x);
/* x rounded to 1/1000, without trailing zeros; |x| < 1e15. For sizes and positions. */
char *rel_put_milli(char *p, double x);
/* "2021-04-08T19:34:25Z" of UTC seconds in the years 1970 to 9999, see rel_time_writable. */
char *rel_put_time(char *p, int64_t utc);

#define REL_TIME_WRITABLE_MAX INT64_C(253402300799) /* the end of 9999 */
static inline _Bool rel_time_writable(int64_t utc)
{
    return utc >= 0 && utc <= REL_TIME_WRITABLE_MAX;
}

#endif
