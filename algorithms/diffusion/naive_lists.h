/* Naive lists: the accounts that somebody would pick without computing how a message spreads: the first by a
 * number of each account alone. A choice is worth what it reaches beyond the best of these.
 *
 * Single discount: Chen, Wang, Yang, "Efficient influence maximization in social networks", KDD 2009, here
 * for directed graphs. */
#ifndef REL_ALGORITHMS_DIFFUSION_NAIVE_LISTS_H
#define REL_ALGORITHMS_DIFFUSION_NAIVE_LISTS_H

#include "algorithms/diffusion/influence.h"
#include "algorithms/diffusion/pick_rules.h"

/* name, word (of JSON), title: "the first by ..." */
#define REL_NAIVE_LIST(X)                                                                                    \
    X(FOLLOWERS, "followers", N_("followers")) /* vertex column followers; nobody when there is none */      \
    X(DEGREE, "degree", N_("degree"))          /* who give them attention */                                 \
    X(WEIGHTED_DEGREE, "weighted-degree", N_("weighted degree")) /* whom they reach in one hop, expected */  \
    X(PAGERANK, "pagerank", N_("PageRank"))                                                                  \
    X(SINGLE_DISCOUNT, "single-discount", N_("degree with discount")) /* those picked already not counted */

typedef enum rel_naive {
#define X(name, word, title) REL_NAIVE_##name,
    REL_NAIVE_LIST(X)
#undef X
        REL_NAIVE_COUNT
} rel_naive;

/* NULL beyond the last one; static. */
const char *rel_naive_word(int naive);
const char *rel_naive_title(int naive); /* to be translated */

/* The included accounts, then the first that may be picked so that the rules can still be obeyed; ties by the
 * smallest account. *pick is scratch of ctx, for *count accounts; *count is 0 when the graph does not know
 * the number (followers) or no set obeys the rules.
 *
 * Needs g.out and g.in. Cost: O(n + m) and a sort of n; PageRank's rounds. Scratch beside *pick: 36 bytes an
 * account and what the rules take (pick_room.h); PageRank's. Same at any thread count. Errors: E_LIMIT
 * (quotas too entangled), E_DATA (PageRank: a weight that is none), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_naive_list(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence, rel_naive naive,
                          const rel_pick_rules *rules, rel_vid **pick, int64_t *count);

#endif
