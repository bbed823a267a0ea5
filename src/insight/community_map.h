/* The map of communities: a graph whose vertices are the communities and whose edges are what flows between
 * them. */
#ifndef REL_INSIGHT_COMMUNITY_MAP_H
#define REL_INSIGHT_COMMUNITY_MAP_H

#include "src/insight/community_card.h"

/* map becomes a graph of cards->count vertices, community c under number c, directed as g is, with an edge
 * for the weight of all edges from one community to another, by layer where g has layers. Columns of
 * vertices: label, community, accounts, share, inside, outside, conductance, density, reciprocity, leader,
 * and of the communities with a card network_shape and posts; of edges: ties, the number of g's edges that it
 * stands for. The map is yours: rel_graph_free. Cost O(pairs). Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_community_map(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_graph *map);

#endif
