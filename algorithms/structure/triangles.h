/* Triangles and clustering: how many pairs of an account's neighbours are joined themselves. High clustering
 * is a circle of people who know each other, low clustering a broadcaster or a broker. Directions and weights
 * do not count; a pair that is joined both ways is one edge.
 *
 * Source: Watts, Strogatz, "Collective dynamics of small-world networks", Nature 393, 1998 (local
 * clustering); counting: Latapy, "Main-memory triangle computations for very large (sparse (power-law))
 * graphs", Theor. Comp. Sci. 407, 2008: vertices ordered by degree, edges oriented to the higher degree. */
#ifndef REL_ALGORITHMS_STRUCTURE_TRIANGLES_H
#define REL_ALGORITHMS_STRUCTURE_TRIANGLES_H

#include "graph/graph.h"

/* *total becomes the number of triangles; through[v], when through is not NULL, the number of those with v.
 *
 * Needs out and in. Cost O(m^1.5) at most; the triangles among the 8192 vertices of highest degree, which are
 * most of them in social graphs, are counted 64 at a time when through is NULL. Scratch: 24 bytes a vertex
 * and 2 an arc of an undirected graph; of a directed one 8 a vertex and up to 4 an arc more; 1 byte a vertex
 * and thread, 9 with through; 8 MiB. Same at any thread count. Errors: E_USAGE (a direction is missing),
 * E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_triangles(rel_ctx *ctx, const rel_graph *g, int64_t *through, int64_t *total);

/* local[v] becomes the share of the pairs of v's neighbours that are joined, 0 when there is no pair;
 * *transitivity the same over all pairs of the graph. Either may be NULL. Cost and errors as above, with 8
 * bytes a vertex more. */
REL_CHECKED
rel_status rel_clustering(rel_ctx *ctx, const rel_graph *g, double *local, double *transitivity);

#endif
