/* Tables: rows of typed cells, written for eyes (aligned), as JSON lines or as CSV from one description. */
#ifndef REL_REPORT_TABLE_H
#define REL_REPORT_TABLE_H

#include "src/base/outfile.h"

typedef enum rel_table_form { REL_TABLE_EYES, REL_TABLE_JSON, REL_TABLE_CSV } rel_table_form;

typedef enum rel_cell_type {
    REL_CELL_TEXT,
    REL_CELL_I64,
    REL_CELL_F64,   /* eyes: six digits, aligned at the point */
    REL_CELL_BYTES, /* eyes: "1.2 MB"; else bytes */
    REL_CELL_TIME,  /* UTC seconds; written as ISO 8601 */
    REL_CELL_BOOL,
} rel_cell_type;

enum {
    REL_COLUMN_QUIET = 1, /* a card for eyes leaves the line out when the cell is missing, 0 or false */
    REL_COLUMN_WHOLE = 2, /* text for eyes is never shortened */
};

typedef struct rel_column {
    const char *key;   /* of JSON and CSV; "scores.pagerank" is pagerank inside the object scores. NULL: for
                          eyes only */
    const char *title; /* N_(); NULL: not for eyes */
    rel_cell_type type;
    int flags;
} rel_column;

typedef struct rel_table_style {
    rel_table_form form;
    bool card;  /* for eyes: each row as lines "title  value" */
    bool color; /* for eyes: the header stands out */
} rel_table_style;

enum {
    REL_TABLE_COLUMNS = 192,
    REL_TABLE_TEXT_WIDTH = 48,  /* columns of a terminal after which a text for eyes is shortened */
    REL_TABLE_BLOCK_ROWS = 500, /* rows that are aligned together */
};

typedef struct rel_cell {
    bool missing;
    int64_t i;
    double f;
    size_t at, len; /* TEXT: in text */
} rel_cell;

typedef struct rel_table {
    rel_ctx *ctx;             /* borrowed */
    rel_outfile *out;         /* borrowed */
    const rel_column *column; /* borrowed; `columns` of them */
    int columns;
    rel_table_style style;
    rel_status status; /* of the first failure; later calls do nothing */
    rel_cell *cell;    /* rows that are not written yet */
    size_t cells, cell_capacity;
    rel_buf text;
    int64_t rows; /* in all */
    int width[REL_TABLE_COLUMNS];
    int decimals[REL_TABLE_COLUMNS];
} rel_table;

/* Nothing is allocated before the first cell. columns <= REL_TABLE_COLUMNS. */
rel_table rel_table_begin(rel_ctx *ctx, rel_outfile *out, rel_table_style style, const rel_column *column,
                          int columns);

/* Cells come in the order of the columns, one a column. */
void rel_table_text(rel_table *t, rel_str value); /* missing: s == NULL */
void rel_table_i64(rel_table *t, int64_t value);  /* INT64_MIN: missing */
void rel_table_f64(rel_table *t, double value);   /* NaN: missing */
void rel_table_bool(rel_table *t, bool value);
void rel_table_missing(rel_table *t);
void rel_table_end_row(rel_table *t);

/* Writes what is left and frees the memory; also after a failure. A table for eyes without rows writes
 * nothing; CSV writes the header. Errors: the first failure: E_MEM, or that of the file. */
REL_CHECKED
rel_status rel_table_end(rel_table *t);

#endif
