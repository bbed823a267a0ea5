/* How an import keeps what a reader says. Private to graph/import*.c. */
#ifndef REL_GRAPH_IMPORT_STORE_H
#define REL_GRAPH_IMPORT_STORE_H

#include "graph/import.h"

/* A text, or none: up to 7 bytes stand in the cell, longer ones in the arena of the import, after their
 * length. */
typedef struct rel_import_cell {
    uint8_t tag;     /* 0: none; 0x80 + length; 1: in the arena */
    uint8_t byte[7]; /* the text, or its place */
} rel_import_cell;

enum {
    REL_IMPORT_SHORT = 7,
    REL_IMPORT_COLUMNS_MAX = 1024,
    REL_IMPORT_FEW = 4096, /* rows that do not need several threads */
};

/* What a text says, white space at its ends aside. */
typedef enum rel_value_class {
    REL_VALUE_BIT,     /* 0 or 1 */
    REL_VALUE_WHOLE,   /* of 64 bits, spelt as relais would */
    REL_VALUE_PADDED,  /* the same with zeros or a plus before it */
    REL_VALUE_LARGE,   /* a whole number of more than 64 bits */
    REL_VALUE_NUMBER,  /* with a fraction or an exponent */
    REL_VALUE_SPECIAL, /* NaN, INF, ... */
    REL_VALUE_TRUTH,   /* true, false */
    REL_VALUE_TEXT,
    REL_VALUE_CLASSES,
} rel_value_class;

typedef struct rel_import_column_data {
    char *name;
    rel_import_type type;
    rel_import_cell *cell;
    size_t rows, capacity;    /* rows: up to the last that has a value */
    rel_import_cell before;   /* the last long value */
    rel_import_cell standard; /* default */
    int64_t count[REL_VALUE_CLASSES];
    int64_t first_row[REL_VALUE_CLASSES], first_line[REL_VALUE_CLASSES]; /* of the first value of the class */
} rel_import_column_data;

typedef struct rel_import_slot {
    uint32_t hash;
    uint32_t vertex; /* + 1, 0: empty */
} rel_import_slot;

struct rel_import {
    rel_ctx *ctx;
    const char *path;
    char *text; /* the arena */
    size_t text_len, text_capacity;
    rel_buf cleaned;

    int64_t n;
    rel_import_cell *id; /* of a numbered import: those that were renamed */
    size_t ids, id_capacity;
    rel_import_slot *slot;
    uint32_t slots, in_slots; /* slots is a power of two or 0 */
    int64_t numbered, first;  /* vertices with numbers */
    int64_t renamed;
    int64_t mended; /* ids that were no text */

    rel_import_tally odd[REL_IMPORT_REASONS];
    uint8_t *declared;
    size_t declared_known, declared_capacity; /* entries of declared */
    int64_t declarations;                     /* vertices that were declared */

    rel_vid *source, *target;
    uint8_t *directed;
    size_t source_capacity, target_capacity, directed_capacity;
    int64_t m, undirected;
    bool default_undirected;

    rel_import_column_data *column[2];
    size_t columns[2], column_capacity[2];
};

rel_value_class rel_value_class_of(rel_str trimmed);
/* Borrowed from the cell or the arena; missing when there is none. */
rel_str rel_import_cell_text(const rel_import *imp, const rel_import_cell *cell);
/* The value of a row, the default when it has none. */
rel_str rel_import_value(const rel_import *imp, const rel_import_column_data *c, int64_t row);
/* Column of that name, ASCII case aside; -1: none. */
int rel_import_find_column(const rel_import *imp, rel_import_table table, const char *name);

/* The layer that a word names, ASCII case aside; -1: none. */
int rel_import_kind(rel_str word);
/* What a column is kept as. */
rel_attribute_type rel_import_type_of(const rel_import *imp, const rel_import_column_data *c);

typedef struct rel_import_naming {
    int column;      /* of vertices that gave the names; -1: the ids did */
    bool keep_id;    /* they are an attribute now */
    bool keep_label; /* the ids that vertices got besides their numbers are */
} rel_import_naming;

/* Names the vertices of g, and says what gave the names. Errors: E_MEM. */
REL_CHECKED
rel_status rel_import_name_vertices(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                    rel_graph *g, rel_import_naming *names);
/* Ids that are no names as an attribute, whole numbers when all are. Vertices without one have none. Errors:
 * E_MEM. */
REL_CHECKED
rel_status rel_import_keep_ids(rel_ctx *ctx, const rel_import *imp, const char *wanted, rel_graph *g);

/* Where the rows of a table went: vertices to themselves, edges to arcs. */
typedef struct rel_import_rows {
    rel_import_table table;
    int64_t count;        /* values of a column of the graph */
    const int64_t *first; /* the row that each of them comes from; NULL: its own */
    int64_t edges;        /* edges as they were built: of arc[] and row[] */
    const int64_t *arc;   /* where each went, -1: nowhere */
    const int64_t *row;   /* the row of each; NULL: its own */
    int told;             /* column whose values were spoken of already; -1: none */
} rel_import_rows;

/* Adds the column to a table of g under a name that is free, as what its values are, and notes it when it was
 * declared as something else. Errors: E_MEM. */
REL_CHECKED
rel_status rel_import_add_column(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                 const rel_import_rows *rows, int column, rel_graph *g);
/* Sets value[] of arcs that parallel edges became to the instants of all of them, in *text, which is the
 * caller's to free. Takes scratch. Errors: E_MEM. */
REL_CHECKED
rel_status rel_import_merge_acts(rel_ctx *ctx, const rel_import *imp, const rel_import_column_data *c,
                                 const rel_import_rows *rows, rel_str *value, char **text);
/* The name that a column gets: lower case, short enough, and not there yet. */
enum { REL_IMPORT_NAME = 64 };
void rel_import_choose_name(rel_ctx *ctx, const char *path, const char *raw, const rel_attributes *table,
                            char name[REL_IMPORT_NAME]);

#endif
