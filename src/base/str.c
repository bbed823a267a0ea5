#include "src/base/str.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool rel_str_is_nocase(rel_str a, const char *terminated)
{
    if (a.len != strlen(terminated)) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.s[i]) != lower(terminated[i])) return false;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

rel_str rel_str_trim(rel_str a)
{
    while (a.len && is_space(a.s[0])) a.s++, a.len--;
    while (a.len && is_space(a.s[a.len - 1])) a.len--;
    return a;
}

rel_str rel_str_cut(rel_str *rest, char sep)
{
    const char *at = rest->len ? memchr(rest->s, sep, rest->len) : NULL;
    rel_str head = *rest;
    if (!at) {
        *rest = REL_STR_MISSING;
        return head;
    }
    head.len = (size_t)(at - rest->s);
    *rest = (rel_str){at + 1, rest->len - head.len - 1};
    return head;
}

bool rel_str_to_i64(rel_str a, int64_t *out)
{
    size_t i = 0;
    const bool negative = a.len && a.s[0] == '-';
    if (a.len && (a.s[0] == '-' || a.s[0] == '+')) i = 1;
    if (i == a.len) return false;
    int64_t v = 0;
    for (; i < a.len; i++) {
        const unsigned d = (unsigned)((unsigned char)a.s[i] - '0');
        if (d > 9 || __builtin_mul_overflow(v, 10, &v)) return false;
        if (negative ? __builtin_sub_overflow(v, (int64_t)d, &v) : __builtin_add_overflow(v, (int64_t)d, &v))
            return false;
    }
    *out = v;
    return true;
}

/* Plain decimals of up to 15 digits without an exponent: exact integers and powers of ten, so that one
 * division rounds once (Clinger, "How to read floating point numbers accurately", PLDI 1990). */
static bool to_simple_decimal(rel_str s, double *out)
{
    static const double power[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    uint64_t digits = 0;
    const bool negative = s.len && s.s[0] == '-';
    size_t i = negative, point = s.len;
    if (s.len == i || s.len > i + 16) return false;
    for (; i < s.len; i++) {
        const unsigned digit = (unsigned char)s.s[i] - (unsigned)'0';
        if (digit <= 9)
            digits = digits * 10 + digit;
        else if (s.s[i] == '.' && point == s.len)
            point = i;
        else
            return false;
    }
    const bool has_point = point < s.len;
    const size_t count = s.len - negative - has_point;
    if (count == 0 || count > 15) return false;
    const double v = has_point ? (double)digits / power[s.len - point - 1] : (double)digits;
    *out = negative ? -v : v;
    return true;
}

bool rel_str_to_f64(rel_str a, double *out)
{
    char copy[64], *end;
    if (to_simple_decimal(a, out)) return true;
    if (a.len == 0 || a.len >= sizeof copy) return false;
    /* strtod also takes hexadecimal numbers and leading blanks, which no data file means. */
    for (size_t i = 0; i < a.len; i++)
        if (is_space(a.s[i]) || lower(a.s[i]) == 'x') return false;
    memcpy(copy, a.s, a.len);
    copy[a.len] = '\0';
    errno = 0;
    const double v = strtod(copy, &end);
    if (*end || end == copy) return false;
    *out = v;
    return true;
}

rel_status rel_buf_reserve(rel_ctx *ctx, rel_buf *b, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(b->len, more, &need) || need == SIZE_MAX)
        return rel_fail(ctx, REL_E_MEM, "no memory for a text of %zu bytes", more);
    if (b->max_bytes && need > b->max_bytes)
        return rel_fail(ctx, REL_E_LIMIT, "text longer than %zu bytes", b->max_bytes);
    return rel_grow(ctx, &b->data, &b->capacity, need + 1, 1, "text");
}

rel_status rel_buf_add(rel_ctx *ctx, rel_buf *b, const char *s, size_t len)
{
    const rel_status st = rel_buf_reserve(ctx, b, len);
    if (st != REL_OK) return st;
    if (len) memcpy(b->data + b->len, s, len);
    b->len += len;
    b->data[b->len] = '\0';
    return REL_OK;
}

rel_status rel_buf_puts(rel_ctx *ctx, rel_buf *b, const char *terminated)
{
    return rel_buf_add(ctx, b, terminated, strlen(terminated));
}

rel_status rel_buf_printf(rel_ctx *ctx, rel_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    rel_status st = rel_buf_reserve(ctx, b, (size_t)(len > 0 ? len : 0));
    if (st == REL_OK && len > 0) {
        vsnprintf(b->data + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
    return st;
}

void rel_buf_free(rel_buf *b)
{
    free(b->data);
    *b = (rel_buf){.max_bytes = b->max_bytes};
}

int rel_str_distance(const char *a, const char *b)
{
    enum { MAX = 64 };
    const size_t n = strlen(a), m = strlen(b);
    if (n >= MAX || m >= MAX) return MAX;
    int d[MAX][MAX];
    for (size_t i = 0; i <= n; i++) d[i][0] = (int)i;
    for (size_t j = 0; j <= m; j++) d[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            int best = d[i - 1][j - 1] + !same;
            if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]) &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[n][m];
}
