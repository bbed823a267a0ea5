/* Files of cascades (ingest/cascade_line.h says what a line of theirs is), for learning. Empty lines and
 * those that begin with '#' or '%' are passed over. */
#ifndef REL_INGEST_CASCADE_FILE_H
#define REL_INGEST_CASCADE_FILE_H

#include "graph/cascades.h"
#include "src/base/str.h"

/* REL_VID_NONE when nobody has this name. */
typedef rel_vid rel_account_find_fn(const void *user, rel_str name);

typedef struct rel_cascade_file_counts {
    int64_t cascades; /* read, single ones among them */
    int64_t acts;     /* read */
    int64_t single;   /* cascades of one account: what it said was passed on by nobody */
    int64_t repeated; /* acts of an account after its first in the cascade */
    int64_t unknown;  /* acts of accounts that are not in the graph */
    int64_t empty;    /* cascades of unknown accounts only */
    int64_t bad;      /* lines that are no cascade; a note says each of the first REL_BAD_LINES_SHOWN */
} rel_cascade_file_counts;

enum { REL_BAD_LINES_SHOWN = 5, REL_CASCADE_LINE_MAX = 64 << 20 };

/* Adds the cascades of a file (plain, .gz, .zst; "-": standard input) to c, in its order. Errors: E_IO;
 * E_DATA (no line is a cascade, or no account of it is in the graph); E_LIMIT (a line above
 * REL_CASCADE_LINE_MAX), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_cascade_file_read(rel_ctx *ctx, const char *path, rel_account_find_fn *find, const void *user,
                                 rel_cascades *c, rel_cascade_file_counts *counts);

/* The same of a text in memory; path is for sentences. */
REL_CHECKED
rel_status rel_cascade_text_read(rel_ctx *ctx, rel_str content, const char *path, rel_account_find_fn *find,
                                 const void *user, rel_cascades *c, rel_cascade_file_counts *counts);

#endif
