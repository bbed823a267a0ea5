#include "src/base/number_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { POWERS = 19, MAX_SCALE = 31 };

static const uint64_t TEN[POWERS] = {1u,
                                     10u,
                                     100u,
                                     1000u,
                                     10000u,
                                     100000u,
                                     1000000u,
                                     10000000u,
                                     100000000u,
                                     1000000000u,
                                     10000000000u,
                                     100000000000u,
                                     1000000000000u,
                                     10000000000000u,
                                     100000000000000u,
                                     1000000000000000u,
                                     10000000000000000u,
                                     100000000000000000u,
                                     1000000000000000000u};

static char *pair(char *p, unsigned x)
{
    p[0] = (char)('0' + x / 10);
    p[1] = (char)('0' + x % 10);
    return p + 2;
}

char *rel_put_u64(char *p, uint64_t x)
{
    char text[20];
    int at = 20;
    while (x >= 100) {
        const unsigned low = (unsigned)(x % 100);
        x /= 100;
        pair(text + (at -= 2), low);
    }
    if (x >= 10)
        pair(text + (at -= 2), (unsigned)x);
    else
        text[--at] = (char)('0' + x);
    memcpy(p, text + at, (size_t)(20 - at));
    return p + (20 - at);
}

char *rel_put_i64(char *p, int64_t x)
{
    if (x < 0) *p++ = '-';
    return rel_put_u64(p, x < 0 ? -(uint64_t)x : (uint64_t)x);
}

/* What a binary format asks for: every decimal of `sure` digits survives a round trip, and `enough` digits
 * tell all its numbers apart. */
typedef struct format {
    int mantissa_bits, sure, enough;
} format;

/* digits * 10^-scale, at most `enough` digits. */
typedef struct decimal {
    uint64_t digits;
    int scale;
    int precision; /* digits that were needed */
} decimal;

static wide five_to(int k)
{
    static const uint64_t FIVE[16] = {1u,         5u,          25u,         125u,        625u,     3125u,
                                      15625u,     78125u,      390625u,     1953125u,    9765625u, 48828125u,
                                      244140625u, 1220703125u, 6103515625u, 30517578125u};
    return k < 16 ? FIVE[k] : (wide)FIVE[15] * 5 * FIVE[k - 16];
}

/* The shortest decimal inside the interval of the reals that round to mantissa * 2^exponent. Everything is
 * scaled by 10^scale and counted in units of 2^-shift, which are exact in 128 bits: 53 bits of mantissa, 72
 * of 5^31 and 2 for the quarter that the interval below a power of two needs. False when the number lies
 * outside the range where this holds. */
static bool shortest(uint64_t mantissa, int exponent, format f, decimal *d)
{
    /* 1233 / 4096 is just below log10(2), and near enough down to 2^-120: the first
     * guess of the scale is right or one too high. */
    int scale = f.enough - 1 - (((exponent + f.mantissa_bits - 1) * 1233) >> 12);
    for (;; scale--) {
        const int shift = 2 - (exponent + scale);
        if (scale < 0 || scale > MAX_SCALE || shift < 3 || shift > 120) return false;
        const wide five = five_to(scale), value = 4 * mantissa * five;
        const uint64_t whole = (uint64_t)(value >> shift);
        if (whole >= TEN[f.enough]) continue;
        const bool lowest = mantissa == UINT64_C(1) << (f.mantissa_bits - 1);
        const wide above = 2 * five, below = lowest ? five : 2 * five;
        const bool even = !(mantissa & 1);
        for (int precision = f.sure;; precision++) {
            const uint64_t unit = TEN[f.enough - precision];
            uint64_t near = whole / unit * unit;
            const wide rest = value - ((wide)near << shift), step = (wide)unit << shift;
            if (2 * rest > step || (2 * rest == step && near / unit % 2)) near += unit;
            const wide back = (wide)near << shift;
            const bool up = back > value;
            const wide off = up ? back - value : value - back, allowed = up ? above : below;
            if (precision < f.enough && !(off < allowed || (even && off == allowed))) continue;
            *d = (decimal){near, scale, precision};
            return true;
        }
    }
}

/* As printf's %g with the given precision writes it. */
static char *put_decimal(char *p, decimal d)
{
    char text[20];
    while (d.digits % 10 == 0) {
        d.digits /= 10;
        d.scale--;
    }
    const int len = (int)(rel_put_u64(text, d.digits) - text), exponent = len - 1 - d.scale;
    if (exponent < -4 || exponent >= d.precision) {
        *p++ = text[0];
        if (len > 1) *p++ = '.';
        memcpy(p, text + 1, (size_t)(len - 1));
        p += len - 1;
        *p++ = 'e';
        *p++ = exponent < 0 ? '-' : '+';
        const unsigned size = (unsigned)abs(exponent);
        return size < 100 ? pair(p, size) : rel_put_u64(p, size);
    }
    if (exponent < 0) {
        memcpy(p, "0.000", 5);
        p += 1 - exponent;
        memcpy(p, text, (size_t)len);
        return p + len;
    }
    const int whole = exponent + 1 < len ? exponent + 1 : len;
    memcpy(p, text, (size_t)whole);
    p += whole;
    for (int k = len; k <= exponent; k++) *p++ = '0';
    if (whole == len) return p;
    *p++ = '.';
    memcpy(p, text + whole, (size_t)(len - whole));
    return p + (len - whole);
}

/* NaN, infinities, zero and whole numbers; NULL for the rest. */
static char *put_simple(char *p, double x)
{
    if (isnan(x)) return memcpy(p, "NaN", 3), p + 3;
    if (isinf(x)) return memcpy(p, x > 0 ? "INF" : "-INF", 4), p + (x > 0 ? 3 : 4);
    if (fabs(x) < 1e15 && x == (double)(int64_t)x) return rel_put_i64(p, (int64_t)x);
    return NULL;
}

/* 32 - 1 characters at most: "-1.2345678901234567e-308" has 24. */
static char *put_by_library(char *p, double x, format f)
{
    char text[REL_NUMBER_TEXT];
    int len = 0;
    for (int digits = f.sure; digits <= f.enough; digits++) {
        len = snprintf(text, sizeof text, "%.*g", digits, x);
        if (f.enough == 9 ? strtof(text, NULL) == (float)x : strtod(text, NULL) == x) break;
    }
    memcpy(p, text, (size_t)len);
    return p + len;
}

static const format DOUBLE = {53, 15, 17}, SINGLE = {24, 6, 9};

static char *put_real(char *p, double x, format f)
{
    decimal d;
    uint64_t bits;
    char *end = put_simple(p, x);
    if (end) return end;
    memcpy(&bits, &x, sizeof bits);
    /* The bits of a double, without those that are 0 in a float. Below 2^-100 the library takes over, so that
     * no subnormal number, float or double, comes this far. */
    const int raw = (int)(bits >> 52 & 0x7FF), exponent = raw - 1075 + (53 - f.mantissa_bits);
    const uint64_t mantissa = (bits << 12 >> 12 | UINT64_C(1) << 52) >> (53 - f.mantissa_bits);
    if (raw < 1023 - 100 || !shortest(mantissa, exponent, f, &d)) return put_by_library(p, x, f);
    if (x < 0) *p++ = '-';
    return put_decimal(p, d);
}

char *rel_put_f64(char *p, double x)
{
    return put_real(p, x, DOUBLE);
}

char *rel_put_f32(char *p, float x)
{
    return put_real(p, (double)x, SINGLE);
}

char *rel_put_milli(char *p, double x)
{
    const int64_t milli = llround(fabs(x) * 1000);
    if (x < 0 && milli) *p++ = '-';
    p = rel_put_i64(p, milli / 1000);
    unsigned rest = (unsigned)(milli % 1000);
    if (!rest) return p;
    *p++ = '.';
    for (unsigned unit = 100; rest; unit /= 10) {
        *p++ = (char)('0' + rest / unit);
        rest %= unit;
    }
    return p;
}

char *rel_put_time(char *p, int64_t utc)
{
    const int64_t day = utc / 86400, second = utc % 86400;
    /* Years that begin in March, so that the day that comes and goes is the last one of the year; eras of 400
     * such years have 146097 days. */
    const int64_t z = day + 719468, era = z / 146097, of_era = z % 146097;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * of_year + 2) / 153;
    const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const int64_t year = era * 400 + year_of_era + (month <= 2);
    p = pair(pair(p, (unsigned)(year / 100)), (unsigned)(year % 100));
    *p++ = '-';
    p = pair(p, (unsigned)month);
    *p++ = '-';
    p = pair(p, (unsigned)(of_year - (153 * month_from_march + 2) / 5 + 1));
    *p++ = 'T';
    p = pair(p, (unsigned)(second / 3600));
    *p++ = ':';
    p = pair(p, (unsigned)(second / 60 % 60));
    *p++ = ':';
    p = pair(p, (unsigned)(second % 60));
    *p++ = 'Z';
    return p;
}
