/* Rows of edges: the part that tables (CSV) and plain edge lists share. A plan says once for a file where
 * things stand; then every row becomes an interaction. */
#ifndef REL_INGEST_EDGE_ROW_H
#define REL_INGEST_EDGE_ROW_H

#include "ingest/format.h"
#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "ingest/table_time.h"

/* The beginning of a table. */
typedef struct rel_edge_table {
    rel_columns columns;
    const rel_str *cell; /* data rows, cell[row * columns.count + column] */
    size_t rows;
    char sep; /* ' ': blanks and tabs */
} rel_edge_table;

typedef struct rel_edge_plan {
    int column[REL_EDGE_ROLES];
    rel_more_columns more;    /* used with a preset */
    const rel_preset *preset; /* borrowed; NULL: none */
    const char *platform;     /* of rows that do not say, borrowed; NULL: "other" */
    bool ids;                 /* 'source' and 'target' hold ids of the platform, not handles */
    bool decimal_comma;
    rel_date_order dates;
    rel_kind kind; /* of rows that do not say */
    rel_kind_words *words;
    rel_str subject_id,
        subject_handle;  /* of --subject or the name of the file, borrowed; missing: not said */
    int64_t header_line; /* of an edge list: not a record; 0 when there is none */
} rel_edge_plan;

/* Where the columns come from --map or the header, or, for tables without header, from their place: source,
 * target, then times, weights and kinds as their values show. preset: NULL when there is none; must live as
 * long as the plan. Says through rel_note what is read. Errors:
 * E_USAGE (of --map, --kinds, --kind; no column for the source or the target), E_MEM. */
REL_CHECKED
rel_status rel_edge_plan_make(rel_ctx *ctx, const rel_edge_table *table, const rel_ingest_opts *opts,
                              const rel_preset *preset, rel_edge_plan *plan);
void rel_edge_plan_free(rel_edge_plan *plan);

/* How sure we may be that this is a table of edges, 0 to 100. */
int rel_edge_table_score(const rel_edge_table *table, const rel_ingest_opts *opts);

/* Reads one row. */
void rel_edge_row(const rel_edge_plan *plan, rel_batch *b, const rel_str *field, size_t fields, int64_t line);

#endif
