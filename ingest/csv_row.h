/* CSV rows: where a row ends and what its fields are.
 *
 * RFC 4180: a field in double quotes may hold separators, newlines and quotes (written twice). Real files
 * take liberties, and these are the rules for them:
 * - a quote opens a quoted field only where a field begins (blanks before it are passed over); anywhere else
 * it is a character like others;
 * - behind the closing quote comes a separator or the end of the row, blanks apart. Anything else is a fault;
 * - quotes that do not close within max_bytes are a fault.
 * A row with a fault is its first line only: reading goes on at the next line, so a lost quote costs one row.
 */
#ifndef REL_INGEST_CSV_ROW_H
#define REL_INGEST_CSV_ROW_H

#include "src/base/str.h"

enum { REL_CSV_MAX_COLUMNS = 4096 }; /* a row with more is rejected */

/* How one file is written. */
typedef struct rel_csv_dialect {
    char sep;              /* , ; tab or | */
    char newline;          /* '\n'; '\r' in files that have no other */
    bool backslash;        /* inside quotes \" is a quote, besides "" */
    bool windows_1252;     /* not UTF-8 but Windows' West European code page */
    bool header;           /* the first row names the columns */
    size_t columns;        /* of the header, or of most rows */
    size_t preamble_bytes; /* before the first row, a byte order mark aside: an Excel
                            * "sep=" line, comments, a title */
    int64_t preamble_lines;
    size_t max_bytes; /* of a row with quotes */
} rel_csv_dialect;

typedef enum rel_csv_fault {
    REL_CSV_FINE,
    REL_CSV_OPEN_QUOTE,  /* quotes that do not close */
    REL_CSV_AFTER_QUOTE, /* text behind a closing quote */
} rel_csv_fault;

/* One row. The caller gives the arrays. */
typedef struct rel_csv_row {
    rel_str *field; /* borrowed from the data, without their quotes; room for `capacity` */
    bool *escaped;  /* the field has doubled or escaped quotes, see rel_csv_unescape; room for `capacity` */
    size_t capacity;
    size_t fields; /* found; those above capacity were only counted; 0 with a fault */
    bool any_escaped;
    rel_csv_fault fault;
    int64_t lines; /* newlines passed */
} rel_csv_row;

/* Splits the row that starts at data; the data ends where the last row ends. Returns how many bytes belong to
 * the row, its newline included. Cost: one pass; with a fault at most max_bytes more. */
size_t rel_csv_scan(const rel_csv_dialect *d, const char *data, size_t len, rel_csv_row *row);
/* Undoubles quotes, in place: the fields of the row lie in data, which may be changed. */
void rel_csv_unescape(const rel_csv_dialect *d, char *data, rel_csv_row *row);

/* Where the last row of data ends that is complete, 0 when none is; data starts with a row. With `last` no
 * more bytes follow and everything is returned. Runs at the speed of memory where there are no quotes. */
size_t rel_csv_cut(const rel_csv_dialect *d, const char *data, size_t len, bool last);

#endif
