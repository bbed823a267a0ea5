/* Label propagation: every account takes the community that most of its ties lead to, again and again, until
 * nobody changes. Quick and simple; communities are less even than those of leiden.h, and on graphs without
 * clear communities one of them may swallow all.
 *
 * Source: Raghavan, Albert, Kumara, "Near linear time algorithm to detect community structures in large-scale
 * networks", Phys. Rev. E 76, 2007; in batches, against swinging to and fro: Cordasco, Gargano, "Community
 * detection via semi-synchronous label propagation algorithms", BASNA 2010. */
#ifndef REL_ALGORITHMS_COMMUNITY_LABEL_PROPAGATION_H
#define REL_ALGORITHMS_COMMUNITY_LABEL_PROPAGATION_H

#include "graph/graph.h"

typedef struct rel_propagation_opts {
    int max_rounds; /* >= 1 */
    bool weighted;  /* ties count by their weight */
} rel_propagation_opts;

#define REL_PROPAGATION_DEFAULTS ((rel_propagation_opts){.max_rounds = 100, .weighted = true})

/* community[v] becomes the number of v's community: 0 is the largest, ties by their smallest vertex.
 * Directions do not count: the ties of an account are its edges either way. Among communities with equally
 * strong ties an account stays where it is, else ctx->seed draws. Every community is connected: what shares a
 * label without hanging together falls into its parts (as in the paper). *count and *rounds may be NULL.
 *
 * Needs out and in. The vertices of a round come in an order drawn by the seed, in batches cut by their
 * number alone; a batch decides on what was before it. Same numbers at any thread count. Cost O(n + m) a
 * round, some ten rounds; later rounds look only where something changed. Scratch 17 bytes a vertex, and 12 a
 * vertex and thread; no bytes an edge. Polls for stop before every round. Errors: E_USAGE (a direction is
 * missing, max_rounds), E_DATA (a weight is not above 0, with the edge), E_NOCONV (after max_rounds:
 * community holds what was found), E_MEM, E_STOPPED; community is untouched on all others. */
REL_CHECKED
rel_status rel_label_propagation(rel_ctx *ctx, const rel_graph *g, rel_propagation_opts opts,
                                 rel_vid *community, rel_vid *count, int *rounds);

#endif
