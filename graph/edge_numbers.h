/* Numbers that stand for vertices, to dense indices in ascending order. Private to graph/. */
#ifndef REL_GRAPH_EDGE_NUMBERS_H
#define REL_GRAPH_EDGE_NUMBERS_H

#include "graph/types.h"
#include "src/base/ctx.h"

/* Ends of edges: numbers below 2^32 in narrow, or else below 2^64 in wide (the other is NULL). */
typedef struct rel_edge_ends {
    uint32_t *narrow[2];
    uint64_t *wide[2];
    int64_t count;
    uint64_t largest;
} rel_edge_ends;

typedef struct rel_numbering {
    rel_vid n;
    uint64_t *number; /* n, ascending; free(). NULL: number v is v itself */
    rel_vid *end[2];  /* count; for narrow input its own arrays, overwritten, else new ones: free() */
} rel_numbering;

/* When the largest number is within a small multiple of the edges: a bit a number, and the numbers of bits
 * before. Else: a hash set that all threads fill, whose members are sorted. Same result at any thread count.
 * Memory: at most 12 bytes an edge, or 30 bytes a vertex; wide: 8 bytes an edge more.
 * Errors: E_MEM, E_LIMIT (more vertices than REL_VID_MAX), E_STOPPED; the input is then still the caller's.
 */
REL_CHECKED
rel_status rel_edge_number(rel_ctx *ctx, rel_edge_ends *ends, rel_numbering *out);

#endif
