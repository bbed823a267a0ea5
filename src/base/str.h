/* Strings: a borrowed slice and a growing buffer. */
#ifndef REL_BASE_STR_H
#define REL_BASE_STR_H

#include <string.h>

#include "src/base/ctx.h"

/* A piece of text that belongs to somebody else: not terminated, may hold any bytes. s == NULL means
 * missing, which is not the same as empty. */
typedef struct rel_str {
    const char *s;
    size_t len;
} rel_str;

#define REL_STR_MISSING ((rel_str){NULL, 0})
#define REL_STR_LIT(literal) ((rel_str){"" literal, sizeof(literal) - 1})
/* For printf: "%.*s" with REL_STR_ARG(x). */
#define REL_STR_ARG(x) (int)(x).len, (x).s ? (x).s : ""

static inline rel_str rel_str_of(const char *terminated)
{
    return (rel_str){terminated, terminated ? strlen(terminated) : 0};
}

static inline bool rel_str_eq(rel_str a, rel_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static inline bool rel_str_is(rel_str a, const char *terminated)
{
    return rel_str_eq(a, rel_str_of(terminated));
}

/* Equal when ASCII letters are compared without case. */
bool rel_str_is_nocase(rel_str a, const char *terminated);
/* Without white space at both ends. */
rel_str rel_str_trim(rel_str a);
/* Cuts *rest at the first sep: returns what is before it, *rest becomes what is after it, or missing. */
rel_str rel_str_cut(rel_str *rest, char sep);
/* The whole slice as a number. False, and *out untouched, when it is none, or does not fit. */
bool rel_str_to_i64(rel_str a, int64_t *out);
bool rel_str_to_f64(rel_str a, double *out);

/* A growing buffer that is always terminated. {0} is an empty one without limit. */
typedef struct rel_buf {
    char *data; /* NULL or terminated */
    size_t len;
    size_t capacity;
    size_t max_bytes; /* 0: no limit; larger gives E_LIMIT */
} rel_buf;

REL_CHECKED
rel_status rel_buf_reserve(rel_ctx *ctx, rel_buf *b, size_t more);
REL_CHECKED
rel_status rel_buf_add(rel_ctx *ctx, rel_buf *b, const char *s, size_t len);
REL_CHECKED
rel_status rel_buf_puts(rel_ctx *ctx, rel_buf *b, const char *terminated);
REL_CHECKED
rel_status rel_buf_printf(rel_ctx *ctx, rel_buf *b, const char *format, ...) REL_PRINTF(3, 4);
void rel_buf_free(rel_buf *b);

/* Levenshtein distance with transpositions of neighbours (optimal string alignment), ASCII case ignored;
 * for "did you mean". Strings over 63 bytes count as far apart. */
int rel_str_distance(const char *a, const char *b);

#endif
