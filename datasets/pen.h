/* Pen: writes JSON text into room that the caller holds. The generators format from several threads, where
 * nothing may be allocated: when the room is used up the pen stops and says so (full), nothing is overrun.
 * Commas are its business; begin and end are the caller's. */
#ifndef REL_DATASETS_PEN_H
#define REL_DATASETS_PEN_H

#include "src/base/str.h"

typedef struct rel_pen {
    char *at, *end; /* next byte, and one behind the room */
    bool full;      /* something did not fit; what stands before it is no whole document */
    bool comma;     /* a value stands before in this object or array */
    bool spaced;    /* ", " and ": ", as Python writes */
    bool ascii;     /* characters beyond ASCII as \u escapes, as Python writes */
} rel_pen;

rel_pen rel_pen_on(char *room, size_t size_bytes);

/* Bytes as they are. */
static inline void rel_pen_raw(rel_pen *p, const char *s, size_t len)
{
    if ((size_t)(p->end - p->at) < len) {
        p->full = true;
        return;
    }
    memcpy(p->at, s, len);
    p->at += len;
}

static inline void rel_pen_puts(rel_pen *p, const char *terminated)
{
    rel_pen_raw(p, terminated, strlen(terminated));
}

/* A decimal number, and a UTC time in milliseconds as "2021-04-08T19:34:25.000Z", without quotes. */
void rel_pen_digits(rel_pen *p, uint64_t value);
void rel_pen_time(rel_pen *p, int64_t utc_ms);

/* JSON; key NULL at top level and in arrays. */
void rel_pen_begin(rel_pen *p, const char *key, char bracket); /* '{' or '[' */
void rel_pen_end(rel_pen *p, char bracket);                    /* '}' or ']' */
void rel_pen_key(rel_pen *p, const char *key);                 /* a value follows by rel_pen_raw */
void rel_pen_text(rel_pen *p, const char *key, rel_str value); /* missing becomes null */
void rel_pen_str(rel_pen *p, const char *key, const char *terminated);
void rel_pen_int(rel_pen *p, const char *key, int64_t value);
void rel_pen_id(rel_pen *p, const char *key, uint64_t value); /* as a string */
void rel_pen_bool(rel_pen *p, const char *key, bool value);
void rel_pen_null(rel_pen *p, const char *key);
void rel_pen_when(rel_pen *p, const char *key, int64_t utc_ms); /* ISO 8601 with milliseconds */
void rel_pen_newline(rel_pen *p);

#endif
