/* Lists in one cell of a table: names, hashtags, links. Tools write them as "a,b", "a|b", "['a', 'b']", or as
 * JSON arrays of texts or objects. */
#ifndef REL_INGEST_CELL_LIST_H
#define REL_INGEST_CELL_LIST_H

#include "src/base/ctx.h"
#include "src/base/json_tree.h"
#include "src/base/str.h"

enum { REL_CELL_LIST_MAX = 1000 }; /* more items are left out and counted */

typedef struct rel_cell_item {
    rel_str text;  /* name, tag or link */
    rel_str other; /* id that a JSON object gives besides, or missing */
} rel_cell_item;

typedef enum rel_cell_list_of { REL_CELL_NAMES, REL_CELL_TAGS, REL_CELL_LINKS } rel_cell_list_of;

/* Items of a cell in scratch memory of ctx: *item[0..*count). separator: the character between them, 0 when
 * any of the usual ones may be. Errors: E_MEM. A cell that looks like JSON and is none is read as a plain
 * list. *left_out is increased by the items above REL_CELL_LIST_MAX. */
REL_CHECKED
rel_status rel_cell_list(rel_ctx *ctx, rel_str cell, rel_cell_list_of what, char separator,
                         rel_cell_item **item, size_t *count, int64_t *left_out);
/* The same of a JSON value: a list of texts, numbers or objects, or one of them. */
REL_CHECKED
rel_status rel_cell_list_of_json(rel_ctx *ctx, const cJSON *value, rel_cell_list_of what,
                                 rel_cell_item **item, size_t *count, int64_t *left_out);

#endif
