/* Resampling: a graph as it might have been, had other interactions of the same people been seen. For the
 * bootstrap: what changes little from one resample to the next is no accident of the data.
 *
 * Every interaction is drawn as often as a Poisson variable of mean 1 says, independently of all others. The
 * classic bootstrap draws as many interactions as there are, with replacement, so that the counts depend on
 * each other; with more than a few hundred interactions that is no different, and independent counts can be a
 * function of the pair of accounts alone: the same for both directions, in any order, with any number of
 * threads, without a list of all interactions.
 *
 * Sources: Efron, "Bootstrap methods: another look at the jackknife", Ann. Statist. 7(1), 1979; Poisson
 * counts: Hanley, MacGibbon, "Creating non-parametric bootstrap samples using Poisson frequencies", Comput.
 * Methods Programs Biomed. 83(1), 2006. */
#ifndef REL_GRAPH_RESAMPLE_H
#define REL_GRAPH_RESAMPLE_H

#include "graph/graph.h"

/* What is drawn. ACTS: an edge of weight w is ceil(w) interactions of weight w / ceil(w) each (at most 10^6;
 * without weights one). EDGES: each edge is one, whatever its weight: for weights that are no counts. */
typedef enum rel_resample_unit { REL_RESAMPLE_ACTS, REL_RESAMPLE_EDGES } rel_resample_unit;

typedef struct rel_resampler {
    const rel_graph *g; /* borrowed */
    rel_resample_unit unit;
    rel_eid *off[2]; /* scratch of ctx: out, in */
    rel_vid *adj[2];
    float *weight[2];
    float *drawn; /* of the arcs of one direction of g, 0: left out */
} rel_resampler;

/* Needs out and in. Everything is scratch of ctx: 16 bytes a vertex and 20 an arc (8 and 12 when undirected).
 * Errors: E_USAGE (a direction is missing), E_MEM. */
REL_CHECKED
rel_status rel_resampler_init(rel_ctx *ctx, const rel_graph *g, rel_resample_unit unit, rel_resampler *r);

/* One resample: the vertices, names and vertex attributes of the graph and the arcs that were drawn, with
 * their new weights. *resampled borrows from r and from the graph until the next call; do not free it. The
 * same for the same ctx->seed and number, with any number of threads. Cost O(n + m) and, for an arc, the
 * square root of its interactions. */
void rel_resample(rel_ctx *ctx, rel_resampler *r, uint64_t number, rel_graph *resampled);

#endif
