/* A look over the bytes of a JSON value before cJSON parses it: where it ends, how deep it is, and the repair
 * of what cJSON would lose. cJSON keeps numbers as doubles, ends a string at an escaped NUL, and refuses a
 * whole record for half a surrogate pair; see docs/formats/x-v2.md for what users see of that.
 *
 * Runs at 1 to 3 GB/s: strings are passed over 16 bytes at a time. */
#ifndef REL_BASE_JSON_SCAN_H
#define REL_BASE_JSON_SCAN_H

#include "src/base/str.h"

enum { REL_JSON_MAX_DEPTH = 128 }; /* of a value that is parsed */

typedef struct rel_json_scan {
    size_t end;        /* where the value ends; len when it does not */
    bool complete;     /* it ended: its brackets are closed. A number at the very end counts as complete */
    int depth;         /* deepest nesting */
    int64_t values;    /* at most this many objects, arrays, strings, numbers and words */
    int64_t replaced;  /* escapes that stand for no character (NUL, half a surrogate pair), now \ufffd */
    bool long_numbers; /* has whole numbers beyond 2^53: see rel_json_quote_numbers */
} rel_json_scan;

/* Looks over the value that starts at s (no white space before it). Replaces escapes in place. */
rel_json_scan rel_json_scan_value(char *s, size_t len);

/* The same value with each whole number beyond 2^53 in quotes. out has room for REL_JSON_QUOTED_MAX(len)
 * bytes. Returns the length written. */
#define REL_JSON_QUOTED_MAX(len) ((len) + (len) / 8 + 16)
size_t rel_json_quote_numbers(char *out, const char *s, size_t len);

/* How far a value goes, for cutting: depth and quotes may be carried over from earlier bytes. Returns where
 * the value ended, or 0 when it did not. *depth, *quoted and *escaped are brought along. */
size_t rel_json_value_end(const char *s, size_t len, int64_t *depth, bool *quoted, bool *escaped);

/* Closes what is open in the beginning of a value: writes s up to the last place where a value ended, and the
 * missing brackets. out has room for len + REL_JSON_MAX_DEPTH + 1 bytes and is terminated. Returns the
 * length, 0 when nothing can be made of it. */
size_t rel_json_close(char *out, const char *s, size_t len);

/* Whether a file that starts like this has one value a line: the first line is one object; or, when it is
 * damaged, another line is that starts without indent. What has no line break within `first` (whole: the file
 * ends there) is taken by its first bracket. */
bool rel_json_has_lines(rel_str first, bool whole);

/* Bytes of white space at s. */
size_t rel_json_blank(const char *s, size_t len);

#endif
