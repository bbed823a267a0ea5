/* The two searches of the Leiden method on one level: moving vertices between communities, and refining the
 * communities found. Private to community/.
 *
 * Both are parallel and give the same result at any thread count: the vertices to look at are put in an order
 * that depends on the seed alone and cut into batches by their number alone. The choices of a batch are made
 * in parallel and see the state before it; they are then carried out one by one, each only if it still is a
 * gain. Small levels have batches of one. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_MOVES_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_MOVES_H

#include "algorithms/community/community_level.h"

enum { REL_SEARCH_SWEEPS = 100 }; /* at most; a search takes as many streams, and one more */

typedef struct rel_search {
    const rel_level *g;
    rel_community_room *room;
    uint64_t stream;     /* of random numbers: one a search */
    double worthwhile;   /* moving: at most 1; gains that cannot be above this share of the weight are not
                            looked at */
    double tol;          /* moving: ends when a sweep gains less than this share of the total weight, */
    double relative_tol; /* or of what all sweeps gained; small levels end when nobody moves */
    double randomness;   /* refining: gains that differ by this much weight differ in likelihood by e */
    bool as_ordered;     /* refining: the communities are those the level was ordered by */
} rel_search;

/* Moves vertices until nobody gains, or too little is gained. room->community is the start and the result;
 * *moved, which may be NULL, becomes the number that moved in the last sweep. */
REL_CHECKED
rel_status rel_search_move(rel_ctx *ctx, const rel_search *s, int64_t *moved);

/* room->refined becomes a partition of each community into connected groups. */
REL_CHECKED
rel_status rel_search_refine(rel_ctx *ctx, const rel_search *s);

/* For the searches: list[] becomes those of the vertices 0..n with unsettled[v], in the order of this stream;
 * returns their number. */
int64_t rel_search_order(rel_ctx *ctx, rel_vid n, uint64_t stream, const uint8_t *unsettled, rel_vid *list);
/* Vertices a batch; 1: one after the other. */
int64_t rel_search_batch(rel_vid n);

#endif
