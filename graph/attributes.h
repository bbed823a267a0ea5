/* Attributes: typed columns beside a graph, one value a vertex or an arc. Missing is not 0 and not "". */
#ifndef REL_GRAPH_ATTRIBUTES_H
#define REL_GRAPH_ATTRIBUTES_H

#include "src/base/str.h"

typedef enum rel_attribute_type {
    REL_ATTRIBUTE_BOOL, /* uint8_t, 0 or 1 */
    REL_ATTRIBUTE_I64,
    REL_ATTRIBUTE_F32,
    REL_ATTRIBUTE_F64,
    REL_ATTRIBUTE_TEXT, /* off[count + 1] into text */
} rel_attribute_type;

typedef struct rel_attribute {
    char name[64]; /* lower case, unique without case within its table; [a-z_][a-z0-9_.-]* where we choose */
    rel_attribute_type type;
    int64_t count;
    union {
        const uint8_t *b;
        const int64_t *i64;
        const float *f32;
        const double *f64;
        const uint64_t *off; /* TEXT */
    } value;
    const char *text;        /* TEXT: valid UTF-8, XML-safe */
    const uint8_t *present;  /* one byte a value, 0: missing; NULL: all are there */
} rel_attribute;

typedef struct rel_attributes {
    rel_attribute *column;
    int count;
} rel_attributes;

/* NULL when there is no such column (names compare without ASCII case). */
const rel_attribute *rel_attribute_find(const rel_attributes *a, const char *name);
bool rel_attribute_is_missing(const rel_attribute *a, int64_t i);
/* TEXT columns only; missing gives REL_STR_MISSING. */
rel_str rel_attribute_text(const rel_attribute *a, int64_t i);
/* Number of BOOL, I64, F32 and F64 columns; NaN when missing. */
double rel_attribute_f64(const rel_attribute *a, int64_t i);

/* Columns of whole numbers that are called so hold UTC seconds: first_time, last_time, created, first_seen,
 * last_seen. */
bool rel_attribute_is_time_name(const char *name);

/* Adding a column to a graph's table copies the values; the graph owns the copy. `values` is an array of the
 * type's C type (TEXT: rel_str, missing by s == NULL); present may be NULL. Replaces a column of that name.
 * Errors: E_MEM (table unchanged). */
struct rel_graph;
REL_CHECKED rel_status rel_graph_add_vertex_attribute(rel_ctx *ctx, struct rel_graph *g, const char *name,
                                                      rel_attribute_type type, const void *values,
                                                      const uint8_t *present);
REL_CHECKED rel_status rel_graph_add_edge_attribute(rel_ctx *ctx, struct rel_graph *g, const char *name,
                                                    rel_attribute_type type, const void *values,
                                                    const uint8_t *present);

#endif
