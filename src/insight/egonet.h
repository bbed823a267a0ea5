/* Ego network: what the neighbourhood of an account is like. */
#ifndef REL_INSIGHT_EGONET_H
#define REL_INSIGHT_EGONET_H

#include "algorithms/structure/ego.h"

enum { REL_EGONET_HOPS_MAX = 20 };

typedef struct rel_egonet {
    int64_t accounts;                    /* with the centres */
    int64_t at[REL_EGONET_HOPS_MAX + 1]; /* by distance; at[0]: the centres */
    int64_t edges;                       /* among all of them; an undirected one counts once */
    int64_t others;                      /* edges among them without the centres */
    double density;     /* others / the pairs of accounts that could have one; NaN when there are none */
    double reciprocity; /* share of edges that are returned; NaN without edges or when undirected */
} rel_egonet;

/* The network of opts, hops <= REL_EGONET_HOPS_MAX. step: n bytes, becomes that of rel_ego. Needs both
 * directions. Cost: rel_ego, and a search for each edge of the network. Errors: those of rel_ego. */
REL_CHECKED
rel_status rel_egonet_measure(rel_ctx *ctx, const rel_graph *g, const rel_ego_opts *opts, uint8_t *step,
                              rel_egonet *net);

/* Structural holes around one account. Directions do not count; weights of both are added.
 * Source: Burt, "Structural holes", 1992; effective size as in Borgatti, "Structural holes: unpacking Burt's
 * redundancy measures", Connections 20(1), 1997. */
typedef struct rel_holes {
    int64_t contacts;      /* accounts joined to it */
    int64_t ties;          /* pairs of contacts that are joined */
    double effective_size; /* contacts - 2 ties / contacts: contacts that do not stand for each other; NaN
                            * without contacts */
    double constraint;     /* as rel_constraint says; NaN without contacts */
} rel_holes;

/* Needs both directions. Cost: the degrees of the contacts. Scratch: 17 bytes a vertex. Errors: E_USAGE (a
 * direction is missing), E_MEM. */
REL_CHECKED
rel_status rel_holes_around(rel_ctx *ctx, const rel_graph *g, rel_vid v, rel_holes *holes);

/* The graph of all with step[v] != 0, with the columns ego_distance and in_degree (within it). The graph is
 * yours. Errors: E_MEM. */
REL_CHECKED
rel_status rel_egonet_graph(rel_ctx *ctx, const rel_graph *g, const uint8_t *step, rel_graph *out);

#endif
