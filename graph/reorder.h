/* Reordering vertices by degree: new number 0 is the vertex with the most neighbours. Kernels that read
 * values of neighbours in no order run several times faster on such a graph, as the few vertices that most
 * edges lead to then share a few cache lines. Users never see the new numbers: a kernel puts its results
 * back.
 *
 * Source: the idea is old; measured for social graphs by Balaji, Lucia, "When is graph reordering an
 * optimization?", IISWC 2018. */
#ifndef REL_GRAPH_REORDER_H
#define REL_GRAPH_REORDER_H

#include "graph/graph.h"

typedef struct rel_reorder {
    rel_vid n;
    rel_vid busy;   /* the vertices 0 <= new < busy have a degree above 0 */
    rel_vid *order; /* new -> old */
    rel_vid *rank;  /* old -> new */
} rel_reorder;

/* Sorts the vertices by descending row length of c, ties by ascending old number. The arrays are scratch of
 * ctx: take a mark before, release it when done. Cost O(n) and O(k log k) for the k vertices of degree above
 * 65534; 8 bytes a vertex, and 4 MiB while it runs. Same order at any thread count. Errors: E_MEM. */
REL_CHECKED
rel_status rel_reorder_by_degree(rel_ctx *ctx, const rel_csr *c, rel_vid n, rel_reorder *r);

/* c with new numbers in both places: row v holds the new numbers of the neighbours of order[v], in the order
 * of the old row, so rows are not sorted. Scratch of ctx, as above: 8 bytes a vertex and 4 an arc, 8 with
 * weights (which are left out when `weighted` is false or c has none). O(n + m). Errors: E_MEM. */
REL_CHECKED
rel_status rel_reorder_csr(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, bool weighted, rel_csr *out);

#endif
