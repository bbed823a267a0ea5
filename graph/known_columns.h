/* Columns of an import by their names, for readers whose rows name them one by one: rows mostly repeat the
 * order of the row before, so the next one is guessed and seldom looked for. Private to graph/. */
#ifndef REL_GRAPH_KNOWN_COLUMNS_H
#define REL_GRAPH_KNOWN_COLUMNS_H

#include "graph/import.h"

enum { REL_KNOWN_COLUMNS = 1024 };

/* {0} knows none. */
typedef struct rel_known_columns {
    rel_str name[REL_KNOWN_COLUMNS]; /* copies */
    int column[REL_KNOWN_COLUMNS];
    int count, next;
} rel_known_columns;

/* As rel_import_column, but the type counts only while the name is not known yet. */
REL_CHECKED
rel_status rel_known_column(rel_ctx *ctx, rel_known_columns *known, rel_import *imp, rel_import_table table,
                            rel_str name, rel_import_type type, int *column);
void rel_known_columns_free(rel_known_columns *known);

#endif
