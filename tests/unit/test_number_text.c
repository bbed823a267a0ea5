/* Numbers as text against the C library: the shortest text that reads back, digit for digit. */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "src/base/number_text.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "tests/check.h"

static const char *end_text(char *room, char *end)
{
    *end = '\0';
    return room;
}

static void check_double(double x)
{
    char found[64], expected[64];
    if (isinf(x)) return;
    end_text(found, rel_put_f64(found, x));
    if (x == floor(x) && fabs(x) < 1e15)
        snprintf(expected, sizeof expected, "%.0f", x == 0 ? 0.0 : x);
    else
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(expected, sizeof expected, "%.*g", digits, x);
            if (strtod(expected, NULL) == x) break;
        }
    CHECK_TEXT(found, expected);
}

static void check_float(float x)
{
    char found[64], expected[64];
    if (isinf(x)) return;
    end_text(found, rel_put_f32(found, x));
    if (x == floorf(x) && fabs((double)x) < 1e15)
        snprintf(expected, sizeof expected, "%.0f", x == 0 ? 0.0 : (double)x);
    else
        for (int digits = 6; digits <= 9; digits++) {
            snprintf(expected, sizeof expected, "%.*g", digits, (double)x);
            if (strtof(expected, NULL) == x) break;
        }
    CHECK_TEXT(found, expected);
}

static void reals(void)
{
    static const double some[] = {0.0,
                                  1,
                                  0.1,
                                  0.3,
                                  1e-4,
                                  1e-5,
                                  1.5,
                                  0.999999999999999,
                                  1e15,
                                  1e16,
                                  1e300,
                                  1e-300,
                                  5e-324,
                                  DBL_MAX,
                                  DBL_MIN,
                                  2.0 / 3,
                                  1e14 + 0.5,
                                  1e-15,
                                  1e-16,
                                  9e-16,
                                  0x1p-20,
                                  0x1p-30,
                                  0x1p-49,
                                  0.00012,
                                  123456789.125,
                                  999999999999999.5,
                                  99999999999999.95,
                                  9.999999999999999e-5,
                                  4503599627370495.5};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        check_double(some[i]);
        check_double(-some[i]);
        check_double(nextafter(some[i], INFINITY));
        check_double(nextafter(some[i], 0));
        check_float((float)some[i]);
        check_float(nextafterf((float)some[i], 0));
    }
    for (uint64_t i = 0; i < 300000; i++) {
        const uint64_t r = rel_rand(7, 1, i);
        check_double(ldexp((double)(r >> 11), (int)(r % 130) - 130));
        check_double((double)(r % 100000) / 1000);
        check_double(ldexp(1, (int)(r % 100) - 60));
        check_float(ldexpf((float)(r >> 40), (int)(r % 130) - 100));
        check_float((float)(r % 100000) / 1000.0f);
    }
}

static void other_numbers(void)
{
    char text[64];
    CHECK_TEXT(end_text(text, rel_put_f64(text, -0.0)), "0");
    CHECK_TEXT(end_text(text, rel_put_f64(text, (double)NAN)), "NaN");
    CHECK_TEXT(end_text(text, rel_put_f64(text, -(double)INFINITY)), "-INF");
    CHECK_TEXT(end_text(text, rel_put_f32(text, INFINITY)), "INF");
    CHECK_TEXT(end_text(text, rel_put_f32(text, 0.1f)), "0.1");
    CHECK_TEXT(end_text(text, rel_put_i64(text, INT64_MIN)), "-9223372036854775808");
    CHECK_TEXT(end_text(text, rel_put_u64(text, UINT64_MAX)), "18446744073709551615");
    CHECK_TEXT(end_text(text, rel_put_u64(text, 0)), "0");
    for (uint64_t x = 1; x < UINT64_MAX / 7; x *= 7) {
        char expected[32];
        snprintf(expected, sizeof expected, "%" PRIu64, x);
        CHECK_TEXT(end_text(text, rel_put_u64(text, x)), expected);
    }
    CHECK_TEXT(end_text(text, rel_put_milli(text, 4)), "4");
    CHECK_TEXT(end_text(text, rel_put_milli(text, -0.0004)), "0");
    CHECK_TEXT(end_text(text, rel_put_milli(text, -12.5)), "-12.5");
    CHECK_TEXT(end_text(text, rel_put_milli(text, 4.0206)), "4.021");
    CHECK_TEXT(end_text(text, rel_put_milli(text, 99.9999)), "100");
}

static void times(void)
{
    char text[64], expected[REL_TIME_TEXT];
    CHECK_TEXT(end_text(text, rel_put_time(text, 0)), "1970-01-01T00:00:00Z");
    CHECK_TEXT(end_text(text, rel_put_time(text, 951782399)), "2000-02-28T23:59:59Z");
    CHECK_TEXT(end_text(text, rel_put_time(text, 951782400)), "2000-02-29T00:00:00Z");
    CHECK_TEXT(end_text(text, rel_put_time(text, REL_TIME_WRITABLE_MAX)), "9999-12-31T23:59:59Z");
    for (int64_t t = 0; t <= REL_TIME_WRITABLE_MAX; t += 86399 * 17) {
        rel_time_text(t, expected);
        CHECK_TEXT(end_text(text, rel_put_time(text, t)), expected);
    }
}

int main(void)
{
    reals();
    other_numbers();
    times();
    return CHECK_REPORT();
}
