/* Degree and strength: how many accounts give (out) or receive (in) attention, and how much of it.
 * The simplest ranking, and the one that cannot tell a crowd from a circle.
 *
 * Source: Freeman, "Centrality in social networks: conceptual clarification", Social Networks 1(3), 1979; for
 * strength: Barrat et al., "The architecture of complex weighted networks", PNAS 101(11), 2004. */
#ifndef REL_ALGORITHMS_CENTRALITY_DEGREE_H
#define REL_ALGORITHMS_CENTRALITY_DEGREE_H

#include "graph/graph.h"

typedef enum rel_degree_direction { REL_DEGREE_IN, REL_DEGREE_OUT, REL_DEGREE_ALL } rel_degree_direction;

/* score[v] becomes the number of neighbours (weighted false) or the sum of the weights of the edges (true),
 * added in row order. REL_DEGREE_ALL adds both directions; in an undirected graph all three are the same.
 * Needs: the direction(s) asked for. Cost O(n), or O(n + m) when weighted. No scratch. Same bits at any
 * thread count. Errors: E_USAGE (a direction is missing), E_DATA (a weight
 * that is read and not above 0 and finite; score is untouched), E_STOPPED. */
REL_CHECKED
rel_status rel_degree(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction, bool weighted,
                      double *score);

#endif
