/* Slow and plain ways to the same answers, written apart from the kernels: what bench_kernels verifies with.
 * Graphs have both directions. Results are the caller's arrays of n unless said otherwise; scratch is of ctx;
 * errors: E_MEM. */
#ifndef REL_BENCH_ORACLE_H
#define REL_BENCH_ORACLE_H

#include "graph/graph.h"

/* score, any start of sum 1, becomes PageRank by plain rounds in double until one moves no more than 1e-15 in
 * all, or less than the round before helps no more. jump NULL: anywhere. */
REL_CHECKED
rel_status oracle_pagerank(rel_ctx *ctx, const rel_graph *g, double damping, const double *jump,
                           bool weighted, double *score);
/* y = the sums of x over the arcs into each vertex, or out of it. */
void oracle_gather(int threads, const rel_csr *c, rel_vid n, const double *x, double *y);
/* Brandes, one source after the other in double. */
REL_CHECKED
rel_status oracle_betweenness(rel_ctx *ctx, const rel_graph *g, const rel_vid *source, int count,
                              double *score);
/* harmonic[k]: the sum of 1 / d(u, target[k]) over all u that reach it. */
REL_CHECKED
rel_status oracle_harmonic(rel_ctx *ctx, const rel_graph *g, const rel_vid *target, int count,
                           double *harmonic);
/* label: the same for the vertices of one component. */
REL_CHECKED
rel_status oracle_weak(rel_ctx *ctx, const rel_graph *g, rel_vid *label);
REL_CHECKED
rel_status oracle_strong(rel_ctx *ctx, const rel_graph *g, rel_vid *label);
/* True when both cut the vertices into the same groups. */
REL_CHECKED
rel_status oracle_same_groups(rel_ctx *ctx, rel_vid n, const rel_vid *a, const rel_vid *b, bool *same);
/* Of an undirected graph: core numbers; for each of count vertices its triangles, and its neighbours with
 * whom it has no common one. */
REL_CHECKED
rel_status oracle_core(rel_ctx *ctx, const rel_graph *g, rel_vid *core);
REL_CHECKED
rel_status oracle_circles(rel_ctx *ctx, const rel_graph *g, const rel_vid *vertex, int count,
                          int64_t *triangles, int64_t *bridges);
/* Burt's constraint of count vertices. */
REL_CHECKED
rel_status oracle_constraint(rel_ctx *ctx, const rel_graph *g, const rel_vid *vertex, int count,
                             double *constraint);

#endif
