/* Who bridges: participation coefficient (is attention spread over communities or kept in one?), Burt's
 * constraint (do my contacts all know each other?) and local bridges (ties between people without a common
 * contact). Directions do not count; weights of both directions are added, each 1 when there are none.
 *
 * Sources: Guimera, Amaral, "Functional cartography of complex metabolic networks", Nature 433, 2005; Burt,
 * "Structural holes", 1992, 2.1; Granovetter, "The strength of weak ties", Am. J. Sociology 78(6), 1973. */
#ifndef REL_ALGORITHMS_STRUCTURE_BRIDGING_H
#define REL_ALGORITHMS_STRUCTURE_BRIDGING_H

#include "graph/graph.h"

/* All need out and in. Scratch: the undirected copy of a directed graph (8 bytes a vertex, up to 8 an arc),
 * and what is said. Same bits at any thread count. Errors: E_USAGE (a direction is missing), E_DATA (a
 * weight that is read and not above 0 and finite, with its edge and row), E_MEM, E_STOPPED. */

/* score[v] = 1 - sum over the communities c of (weight of v's edges into c / weight of v's edges)^2: 0 when
 * all are in one community or there are none, near 1 when they are spread over many. community[v] <
 * communities, else E_USAGE. Cost O(n + m); 12 bytes a community and thread. */
REL_CHECKED
rel_status rel_participation(rel_ctx *ctx, const rel_graph *g, const uint32_t *community,
                             uint32_t communities, double *score);

/* score[v] = sum over v's neighbours j of (p_vj + sum over q of p_vq p_qj)^2, p_ij the share of i's weight
 * that goes to j: about 1 / degree when nobody knows each other, above 1 possible in small closed circles.
 * NaN for a vertex without neighbours. Cost: for each pair the smaller degree; 32 bytes a vertex, 8 a vertex
 * and thread, 4 an arc of the undirected graph (8 when weighted), and 8 for each of some 2^18 arcs and of the
 * longest row. */
REL_CHECKED
rel_status rel_constraint(rel_ctx *ctx, const rel_graph *g, double *score);

/* bridges[v] becomes the number of v's neighbours with whom v has no common neighbour; *total the number of
 * such pairs. Cost: for each pair the smaller degree; 1 byte a vertex and thread. */
REL_CHECKED
rel_status rel_local_bridges(rel_ctx *ctx, const rel_graph *g, int64_t *bridges, int64_t *total);

#endif
