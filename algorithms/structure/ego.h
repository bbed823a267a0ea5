/* Ego network: everybody within a few steps of one or several accounts, and how many steps away. One step
 * against the edges is an account's audience, two steps the audience of its audience.
 *
 * Sources: Freeman, "Centered graphs and the structure of ego networks", Math. Social Sciences 3(3), 1982;
 * searched from both ends as in Beamer, Asanovic, Patterson, "Direction-optimizing breadth-first search", SC
 * 2012. */
#ifndef REL_ALGORITHMS_STRUCTURE_EGO_H
#define REL_ALGORITHMS_STRUCTURE_EGO_H

#include "graph/graph.h"

enum { REL_EGO_HOPS_MAX = 254 };

/* Which way a step goes. In an undirected graph all three are the same. */
typedef enum rel_ego_direction {
    REL_EGO_IN,  /* from an account to those who give it attention: the audience */
    REL_EGO_OUT, /* from an account to those it gives attention to */
    REL_EGO_ALL,
} rel_ego_direction;

typedef struct rel_ego_opts {
    const rel_vid *centre; /* borrowed; each < n; one that is there twice counts once */
    int64_t centres;       /* 0: nobody is near */
    int hops;              /* 0 to REL_EGO_HOPS_MAX */
    rel_ego_direction direction;
} rel_ego_opts;

/* step[v] becomes 1 for the centres, 2 for who is one step away from the nearest of them, ..., hops + 1, and
 * 0 for everybody else: the array is what rel_graph_subgraph takes to build the network among them.
 * at[d], when at is not NULL (hops + 1 entries), becomes the number of vertices at distance d.
 *
 * Needs the direction(s) asked for, plain or packed; with both, steps to many are quicker. Cost: n bytes
 * cleared, and while few are reached, their arcs; from then on a sweep over n bytes a step and at most one
 * look at each arc that leaves a vertex nearer than hops, or that leads to one not yet reached; packed rows
 * are decoded once each, from the end that was reached, beside a sweep in every step. No scratch. Same
 * numbers at any thread count. Errors: E_USAGE (a direction is missing, a centre is no vertex, hops out of
 * range; step is untouched), E_STOPPED (step holds the nearer ones). */
REL_CHECKED
rel_status rel_ego(rel_ctx *ctx, const rel_graph *g, rel_ego_opts opts, uint8_t *step, int64_t *at);

#endif
