/* JSON of any shape as a table: JSON pointers (RFC 6901) that --map or a preset names are its columns, a
 * record is a row. So rows of posts and of edges read JSON as they read CSV. */
#ifndef REL_INGEST_JSON_TABLE_H
#define REL_INGEST_JSON_TABLE_H

#include "ingest/format.h"
#include "ingest/json_access.h"
#include "ingest/preset.h"

enum { REL_JSON_COLUMNS_MAX = 96, REL_JSON_NUMBER_TEXT = 32 };

/* The value a pointer leads to, from `from`; NULL when there is none, or null. pointer: terminated, "" or
 * with '/' in front of each name; in names ~1 is '/' and ~0 is '~'. Digits lead into arrays. */
const cJSON *rel_json_at(const cJSON *from, const char *pointer);

typedef struct rel_json_table {
    size_t columns;
    rel_str name[REL_JSON_COLUMNS_MAX]; /* the pointers, terminated, in text */
    bool list[REL_JSON_COLUMNS_MAX];    /* may hold a list or an object */
    bool needed[REL_JSON_COLUMNS_MAX]; /* a value of a wrong type rejects the record, elsewhere it is left out
                                        */
    const char *records;               /* to the list of records in a value; NULL: the value is the record */
    char *text;
} rel_json_table;

/* One record as a row. */
typedef struct rel_json_row {
    rel_str field[REL_JSON_COLUMNS_MAX];
    const cJSON *tree[REL_JSON_COLUMNS_MAX]; /* of columns that hold a list or an object */
    char room[REL_JSON_COLUMNS_MAX][REL_JSON_NUMBER_TEXT];
} rel_json_row;

/* The columns that are named. Errors: E_USAGE (a column of --map that is no pointer; too many), E_MEM. */
REL_CHECKED
rel_status rel_json_table_make(rel_ctx *ctx, const char *map, const rel_preset *preset, rel_json_table *t);
void rel_json_table_free(rel_json_table *t);
/* Which columns may hold lists and which must hold what they should: column is what the mapping made of the
 * table. */
void rel_json_table_judge(rel_json_table *t, const rel_role_set *set, const int *column,
                          const rel_more_columns *more);

/* Fills the row. False: the record was rejected. b NULL: nothing is rejected, and lists are left out (for
 * samples). */
bool rel_json_row_take(const rel_json_table *t, const cJSON *record, rel_batch *b, int64_t line,
                       rel_json_row *row);

/* First record of a value, for samples: NULL when there is none. */
const cJSON *rel_json_first_record(const rel_json_table *t, const cJSON *value);

#endif
