/* Lengths of arcs from their weights. A weight is the strength of a tie, so a strong tie is a short way: by
 * convention its length is 1 / weight (Newman, "Scientific collaboration networks. II", Phys. Rev. E 64,
 * 2001; Opsahl, Agneessens, Skvoretz, "Node centrality in weighted networks", Social Networks 32(3), 2010,
 * with their alpha = 1). Where weights are distances already, they are the lengths. */
#ifndef REL_ALGORITHMS_CENTRALITY_LENGTHS_H
#define REL_ALGORITHMS_CENTRALITY_LENGTHS_H

#include "graph/graph.h"

typedef enum rel_length {
    REL_LENGTH_ONE,     /* steps count, weights do not */
    REL_LENGTH_INVERSE, /* 1 / weight, rounded to float */
    REL_LENGTH_WEIGHT,
} rel_length;

/* The lengths of the arcs of c, which is g's out or in, in their order: the graph's own weights, or scratch
 * of ctx (4 bytes an arc), or NULL when each is 1. Errors: E_DATA (a weight that is not above 0 and finite,
 * or whose inverse is not; the sentence names `who` asks, both accounts and the row), E_MEM. */
REL_CHECKED
rel_status rel_lengths_of(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_length rule,
                          const char *who, const float **length);

#endif
