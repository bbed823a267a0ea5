/* The declarations at the head of a GraphML file. Private to graph/.
 *
 * igraph reads every number as a double and prints what it cannot parse nowhere: a 64-bit id typed "long"
 * loses its last digits, a boolean that is missing becomes false. So columns typed int, long and boolean are
 * declared as text before igraph sees them, and turned back into what they were afterwards. So are weights of
 * edges, whose NaN would look like a missing one. */
#ifndef REL_GRAPH_GRAPHML_HEAD_H
#define REL_GRAPH_GRAPHML_HEAD_H

#include "graph/attributes.h"
#include "src/base/str.h"

typedef struct rel_graphml_key {
    char name[128];
    bool edges;              /* for edges, else for vertices */
    rel_attribute_type type; /* I64, F64 or BOOL: what it was declared as */
} rel_graphml_key;

enum { REL_GRAPHML_KEYS_MAX = 1024 };

typedef struct rel_graphml_head {
    rel_buf text; /* the head, with the types changed */
    size_t len;   /* bytes of the file that it stands for */
    rel_graphml_key *key;
    size_t keys, capacity;
} rel_graphml_head;

/* Looks at everything before the first <graph>. A file in which none is found (UTF-16, or no GraphML) gets an
 * empty head: it goes to igraph as it is. Errors: E_MEM, E_LIMIT (too many keys). */
REL_CHECKED
rel_status rel_graphml_head_read(rel_ctx *ctx, rel_str file, rel_graphml_head *h);
void rel_graphml_head_free(rel_graphml_head *h);
/* A column of edges that is called so holds their weights. */
bool rel_is_weight_name(rel_str name);
/* NULL when the column was not changed. */
const rel_graphml_key *rel_graphml_head_find(const rel_graphml_head *h, bool edges, const char *name);

#endif
