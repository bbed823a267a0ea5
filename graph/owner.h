/* Owner: the memory behind a graph: heap blocks, and the file that a snapshot is mapped from. Private to
 * graph/: users of a graph see rel_graph_free only. */
#ifndef REL_GRAPH_OWNER_H
#define REL_GRAPH_OWNER_H

#include "graph/graph.h"

typedef struct rel_graph_owner {
    void **block; /* each from rel_big_alloc */
    size_t count, capacity;
    void *map; /* NULL: none */
    size_t map_bytes;
    rel_str meta; /* of a snapshot, in the map */
} rel_graph_owner;

/* As rel_alloc, but the bytes are not zeroed, and large blocks ask for huge pages: an array that is written
 * whole right after should not be written twice. Release with free(). Errors: E_MEM. */
REL_CHECKED
rel_status rel_big_alloc(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what);

/* Gives a block to g, which frees it in the end. On E_MEM the block stays the caller's. */
REL_CHECKED
rel_status rel_graph_adopt(rel_ctx *ctx, rel_graph *g, void *block);
/* rel_big_alloc, and g adopts the block. *out is NULL on E_MEM. */
REL_CHECKED
rel_status rel_graph_alloc(rel_ctx *ctx, rel_graph *g, void *out, size_t count, size_t size,
                           const char *what);
/* Makes room so that the next `more` adoptions cannot fail. */
REL_CHECKED
rel_status rel_graph_reserve(rel_ctx *ctx, rel_graph *g, size_t more);
/* Frees one block before its time; a pointer that is no block of g (a mapped array, NULL) is left alone. */
void rel_graph_drop(rel_graph *g, const void *block);
/* Takes a block out of g's hands: true when it was one; the caller frees it then. */
bool rel_graph_disown(rel_graph *g, const void *block);

/* Bytes of one value; TEXT: of one offset. */
size_t rel_attribute_size(rel_attribute_type type);
/* Puts a column whose arrays g owns into a table of g, in place of one of that name, which is dropped. */
REL_CHECKED
rel_status rel_graph_put_column(rel_ctx *ctx, rel_graph *g, rel_attributes *table,
                                const rel_attribute *column);
/* Drops the arrays of a column. */
void rel_graph_drop_column(rel_graph *g, const rel_attribute *a);

#endif
