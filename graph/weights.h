/* Whether the weights of a graph are what every kernel counts on: above 0 and finite. The builder leaves
 * others out, but a snapshot opens without being read, and one that is damaged or that another program made
 * may hold any; so may a caller's own arrays. Kernels ask here before they read weights. */
#ifndef REL_GRAPH_WEIGHTS_H
#define REL_GRAPH_WEIGHTS_H

#include <float.h>

#include "graph/graph.h"

static inline bool rel_weight_is_sound(float weight)
{
    return weight > 0 && weight <= FLT_MAX; /* neither is true of NaN */
}

/* Reads the weights of these directions (REL_BUILD_OUT, REL_BUILD_IN or both; those that g lacks are passed
 * over), packed or not; an undirected graph has one. `who` opens the sentence: the kernel's name. One
 * parallel pass over 4 bytes an arc and direction, nothing when g has no weights. Errors: E_DATA, naming both
 * accounts of the first such arc, the row that holds it and the weight; the same at any thread count. */
REL_CHECKED
rel_status rel_graph_check_weights(rel_ctx *ctx, const rel_graph *g, int directions, const char *who);

/* The sentence about arc e of c, which is g's out or in; inverse: what was expected has one, too. E_DATA. */
REL_CHECKED
rel_status rel_graph_refuse_weight(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_eid e,
                                   bool inverse, const char *who);

#endif
