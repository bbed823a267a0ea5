#include "graph/known_columns.h"

#include <stdint.h>
#include <stdlib.h>

static rel_status remember(rel_ctx *ctx, rel_known_columns *k, rel_str name, int column)
{
    char *copy;
    if (k->count == REL_KNOWN_COLUMNS) return REL_OK;
    const rel_status st = rel_alloc(ctx, &copy, name.len + 1, 1, "name of an attribute");
    if (st != REL_OK) return st;
    memcpy(copy, name.s, name.len);
    k->name[k->count] = (rel_str){copy, name.len};
    k->column[k->count++] = column;
    return REL_OK;
}

rel_status rel_known_column(rel_ctx *ctx, rel_known_columns *k, rel_import *imp, rel_import_table table,
                            rel_str name, rel_import_type type, int *column)
{
    for (int i = 0; i < k->count; i++) {
        const int at = k->next + i < k->count ? k->next + i : k->next + i - k->count;
        if (!rel_str_eq(name, k->name[at])) continue;
        k->next = at + 1 < k->count ? at + 1 : 0;
        *column = k->column[at];
        return REL_OK;
    }
    const rel_status st = rel_import_column(imp, table, name, type, column);
    return st == REL_OK ? remember(ctx, k, name, *column) : st;
}

void rel_known_columns_free(rel_known_columns *k)
{
    for (int i = 0; i < k->count; i++) free((void *)(uintptr_t)k->name[i].s);
    *k = (rel_known_columns){0};
}
