/* Plain tables that people write by hand or save from a spreadsheet: labels, costs, weights of accounts. */
#ifndef REL_INGEST_PLAIN_TABLE_H
#define REL_INGEST_PLAIN_TABLE_H

#include "src/base/str.h"

typedef struct rel_plain_row {
    rel_ctx *ctx;
    const char *path;
    int64_t line;   /* from 1 */
    int64_t index;  /* of rows that say something, from 0 */
    rel_str *field; /* trimmed, without their quotes, text as it stands: see rel_plain_row_is_text */
    int fields;
} rel_plain_row;

/* Called for each row that says something, in the order of the file; not OK ends the reading. */
typedef rel_status rel_plain_row_fn(void *user, const rel_plain_row *row);

/* Rows of fields parted by , ; | tab or blanks, which the first row tells; quotes as in csv_row.h. Lines that
 * are empty or begin with # are passed over. Errors: E_IO, E_DATA (with file and line), E_MEM, E_STOPPED, and
 * those of the function. */
REL_CHECKED
rel_status rel_plain_table_read(rel_ctx *ctx, const char *path, rel_plain_row_fn *row, void *user);
/* The same of a text in memory; path is for sentences. */
REL_CHECKED
rel_status rel_plain_table_parse(rel_ctx *ctx, rel_str content, const char *path, rel_plain_row_fn *row,
                                 void *user);

/* A column that is wanted. */
typedef struct rel_plain_column {
    const char *const *names; /* that a header may give it, the best first; ends with NULL */
    bool optional;            /* found by its name only; stands behind those that are not */
} rel_plain_column;

/* Where the columns are, told by the first row: at[i] is the field of column i, -1: it is not there. The row
 * is a header when it names all columns that are not optional, or has as many fields as these and names one
 * of them. Without a header rows have exactly these columns, in their order; else E_DATA, with what was
 * expected. */
REL_CHECKED
rel_status rel_plain_row_begin(const rel_plain_row *row, const rel_plain_column *column, int columns,
                               const char *expected, int *at, bool *header);

/* E_DATA: "'costs.csv' line 3: expected a cost". expected is translated. */
rel_status rel_plain_row_bad(const rel_plain_row *row, const char *expected);
/* The column that the header row calls by one of these names, which end with NULL: the first name that is
 * there wins; -1: none. */
int rel_plain_row_find(const rel_plain_row *row, const char *const *names);
/* Whether a field is text that may be kept: not too long, UTF-8 without control characters. */
bool rel_plain_row_is_text(rel_str field);

#endif
