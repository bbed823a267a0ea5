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

/* Sorts each REL_REORDER_RUN new numbers below busy, as rel_reorder_by_degree gave them, by descending row
 * length of c, the other direction of a directed graph (rows of 512 and more count as equal), ties as they
 * were: a loop over rows is then seldom wrong about where a row ends, and values that neighbours share lie as
 * close as before. O(n), no scratch; the same order at any thread count. */
enum { REL_REORDER_RUN = 8192 };
void rel_reorder_even_rows(rel_ctx *ctx, const rel_csr *c, rel_reorder *r);

/* c with new numbers in both places: row v holds the new numbers of the neighbours of order[v], in the order
 * of the old row, so rows are not sorted. Scratch of ctx, as above: 8 bytes a vertex and 4 an arc, 8 with
 * weights (which are left out when `weighted` is false or c has none). O(n + m). Errors: E_MEM. */
REL_CHECKED
rel_status rel_reorder_csr(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, bool weighted, rel_csr *out);

/* Moves the vertices all of whose neighbours come before them behind the others, keeping the order otherwise:
 * 0 <= new < *core are the rest, *core <= new < busy those set apart, of which no two are neighbours. c is
 * symmetric and r is fresh from rel_reorder_by_degree for it. In Kronecker graphs two in three vertices
 * are set apart, with one edge in eight. O(n + m), most rows are left early; 4 bytes a vertex while it runs.
 * Errors: E_MEM (r is no longer of use). */
REL_CHECKED
rel_status rel_reorder_set_apart(rel_ctx *ctx, const rel_csr *c, rel_reorder *r, rel_vid *core);

/* rel_reorder_csr, with the neighbours below `core` first in each row: those of row v are adj[off[v]] to
 * before adj[middle[v]]. *middle has `core` values, 8 bytes each, and is NULL when every vertex with
 * neighbours is below core. */
REL_CHECKED
rel_status rel_reorder_csr_split(rel_ctx *ctx, const rel_csr *c, const rel_reorder *r, rel_vid core,
                                 bool weighted, rel_csr *out, const rel_eid **middle);

#endif
