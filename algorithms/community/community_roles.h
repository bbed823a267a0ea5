/* What part an account plays in its community and between communities.
 *
 * Within-module degree z and the parts drawn from it and from the participation coefficient: Guimera, Amaral,
 * "Functional cartography of complex metabolic networks", Nature 433, 2005. Brokerage: Gould, Fernandez,
 * "Structures of mediation: a formal approach to brokerage in transaction networks", Sociological Methodology
 * 19, 1989. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_ROLES_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_ROLES_H

#include "algorithms/community/community_flows.h"
#include "graph/graph.h"

/* z[v] = (k - mean of k) / standard deviation of k over the members of v's community, where k is the weight
 * of v's edges to other members (1 an edge without weights; both directions added): 2.5 and more is a hub of
 * the community. 0 where all members are alike. Needs out, and in when directed. Cost O(n + m); scratch 8
 * bytes a vertex. Same bits at any thread count. Errors: E_USAGE (a direction is missing), E_MEM,
 * E_STOPPED. */
REL_CHECKED
rel_status rel_within_module_degree(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                    const rel_community_rows *rows, double *z);

/* name, word, z from, participation up to */
#define REL_CARTOGRAPHY_LIST(X)                                                                              \
    X(ULTRA_PERIPHERAL, "ultra_peripheral", -INFINITY, 0.05)                                                 \
    X(PERIPHERAL, "peripheral", -INFINITY, 0.62)                                                             \
    X(CONNECTOR, "connector", -INFINITY, 0.80)                                                               \
    X(KINLESS, "kinless", -INFINITY, INFINITY)                                                               \
    X(PROVINCIAL_HUB, "provincial_hub", 2.5, 0.30)                                                           \
    X(CONNECTOR_HUB, "connector_hub", 2.5, 0.75)                                                             \
    X(KINLESS_HUB, "kinless_hub", 2.5, INFINITY)

typedef enum rel_cartography {
#define X(name, word, z, participation) REL_CARTOGRAPHY_##name,
    REL_CARTOGRAPHY_LIST(X)
#undef X
} rel_cartography;
const char *rel_cartography_word(rel_cartography part);
/* The part of an account with this z and this participation coefficient (structure/bridging.h). */
rel_cartography rel_cartography_of(double z, double participation);

/* Ways of standing between a source, whose messages the broker takes up, and a receiver, who takes up the
 * broker's: an edge u -> v says that u gives attention to v, so messages go from v to u. Counted are the
 * pairs (source, receiver) that the account joins and that are not joined directly (the receiver gives the
 * source no attention). */
#define REL_BROKERAGE_LIST(X)                                                                                \
    X(COORDINATOR, "coordinator")       /* all three in one community */                                     \
    X(ITINERANT, "itinerant")           /* source and receiver in one community, the broker in another */    \
    X(GATEKEEPER, "gatekeeper")         /* brings what outsiders say into the own community */               \
    X(REPRESENTATIVE, "representative") /* takes what the own community says to outsiders */                 \
    X(LIAISON, "liaison")               /* all three in different communities */

typedef enum rel_brokerage {
#define X(name, word) REL_BROKERAGE_##name,
    REL_BROKERAGE_LIST(X)
#undef X
        REL_BROKERAGE_COUNT
} rel_brokerage;
const char *rel_brokerage_word(rel_brokerage way);

/* broker[v] becomes the number of pairs by way. In an undirected graph each edge goes both ways, so that
 * every pair counts twice, and gatekeeper and representative are the same.
 *
 * Needs out and in. Cost: O(n + m) for all pairs, and for those that are joined directly, over the edges u ->
 * v, the smaller of the out-degrees of u and v (times a logarithm): at most O(m^1.5 log n). Scratch 1 byte a
 * vertex and thread, and 8 a community and thread. Counts are integers: the same at any thread count. Errors:
 * E_USAGE (a direction is missing, a community is too large a number), E_MEM, E_STOPPED. */
typedef struct rel_broker {
    int64_t by[REL_BROKERAGE_COUNT];
} rel_broker;
REL_CHECKED
rel_status rel_brokers(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                       rel_broker *broker);

#endif
