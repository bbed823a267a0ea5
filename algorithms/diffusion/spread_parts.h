/* Spread, inside: receivers of each account, and one run. */
#ifndef REL_ALGORITHMS_DIFFUSION_SPREAD_PARTS_H
#define REL_ALGORITHMS_DIFFUSION_SPREAD_PARTS_H

#include "algorithms/diffusion/influence.h"

/* Envelopes of probabilities below .25: the exponent of a float and two bits of its mantissa. */
enum { REL_ENVELOPE_SHIFT = 21, REL_ENVELOPES = 0x3e800000 >> REL_ENVELOPE_SHIFT };

/* A receiver and the probability (LT: weight) to reach it: ~(bits of p) << 32 | receiver, so that ascending
 * links are p descending, then receivers ascending. */
typedef uint64_t rel_spread_link;

/* Receivers of each account: rows of g.in. */
typedef struct rel_spread_links {
    const rel_influence *influence;
    const rel_eid *off;
    const rel_vid *to; /* all with the same p; NULL: see link */
    double p;
    rel_spread_link *link; /* a row is ascending, unless there are delays by edge */
    float *delay;          /* means, or NULL: all the same */
    /* No p of the envelope is above top; an edge under it is passed over with probability 1 - top. */
    double top[REL_ENVELOPES], inverse_log[REL_ENVELOPES]; /* 1 / log(1 - top) */
} rel_spread_links;

/* In the scratch of ctx. Errors: E_MEM, E_USAGE (no g.in). */
REL_CHECKED
rel_status rel_spread_links_make(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence,
                                 rel_spread_links *links);

/* Who begins: ascending, borrowed. */
typedef struct rel_spread_starts {
    const rel_vid *seed, *rival;
    int64_t seeds, rivals;
} rel_spread_starts;

/* What one thread needs to make runs, and what the last one came to. Arrays are n long. */
typedef struct rel_spread_state {
    const rel_spread_links *links;
    rel_spread_starts starts;
    uint64_t *seen;   /* a bit each */
    rel_vid *reached; /* in the order they were */
    int64_t count;    /* of these */
    int64_t *level; /* hops + 1: how many were reached within 0, 1, ... hops; all others count as the last */
    int64_t hops;
    uint32_t *live;  /* positions in a row that let the message through */
    double *sum;     /* LT: weights of reached senders */
    rel_vid *listed; /* accounts to be cleaned up: LT: with a sum; of the rival */
    int64_t lists;
    double *time;     /* delays: when each was reached; of others INFINITY */
    uint32_t *hop;    /* delays: along that way */
    rel_vid *heap;    /* delays: not yet reached, the earliest on top */
    uint32_t *place;  /* delays: in the heap, + 1; 0: not in it */
    rel_vid *listens; /* LT with delays: the sender that each listens to, + 1; 0: not drawn */
    uint64_t key, draws;
} rel_spread_state;

/* In the scratch of ctx. Errors: E_MEM. */
REL_CHECKED
rel_status rel_spread_state_new(rel_ctx *ctx, const rel_spread_links *links, rel_spread_starts starts,
                                int64_t hops, rel_spread_state *state);
/* Makes run number `run`. */
void rel_spread_run(rel_spread_state *state, uint64_t seed, int64_t run);

#endif
