/* What a text begins with, ends with, is made of. */
#ifndef REL_INGEST_TEXT_MATCH_H
#define REL_INGEST_TEXT_MATCH_H

#include "src/base/str.h"

static inline bool rel_text_begins(rel_str text, const char *start)
{
    const size_t n = strlen(start);
    return text.len >= n && memcmp(text.s, start, n) == 0;
}

/* An empty end is at the end of nothing. */
static inline bool rel_text_ends(rel_str text, rel_str end)
{
    return end.len && text.len >= end.len && memcmp(text.s + text.len - end.len, end.s, end.len) == 0;
}

/* One digit at least. */
static inline bool rel_text_is_digits(rel_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] < '0' || text.s[i] > '9') return false;
    return text.len > 0;
}

#endif
