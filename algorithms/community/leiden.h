/* Leiden: communities, that is groups of accounts that give more attention to each other than to the rest.
 * Every community is connected.
 *
 * Source: Traag, Waltman, van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
 * Scientific Reports 9, 2019. Qualities: modularity, Newman, Girvan, "Finding and evaluating community
 * structure in networks", Phys. Rev. E 69, 2004, with the resolution of Reichardt, Bornholdt, "Statistical
 * mechanics of community detection", Phys. Rev. E 74, 2006; of directed graphs: Leicht, Newman, "Community
 * structure in directed networks", Phys. Rev. Lett. 100, 2008; the constant Potts model (CPM): Traag, Van
 * Dooren, Nesterov, "Narrow scope for resolution-limit-free community detection", Phys. Rev. E 84, 2011; the
 * Louvain method: Blondel, Guillaume, Lambiotte, Lefebvre, "Fast unfolding of communities in large networks",
 * J. Stat. Mech., 2008. */
#ifndef REL_ALGORITHMS_COMMUNITY_LEIDEN_H
#define REL_ALGORITHMS_COMMUNITY_LEIDEN_H

#include "algorithms/community/community_quality.h"
#include "graph/graph.h"

typedef struct rel_leiden_opts {
    rel_quality quality;
    double resolution;  /* >= 0, finite. Larger: more and smaller communities. Modularity: 1 is the usual one;
                         * CPM: communities are denser inside, and sparser between, than this */
    double randomness;  /* > 0: how freely refining chooses among gains, in mean edge weights */
    double tol;         /* >= 0: searches on more than 8192 vertices end when a sweep gains less than this
                         * share of the whole weight; smaller ones when nobody wants to move */
    int max_iterations; /* fewer when one gains nothing; 0: 1 above 2^22 arcs, else 10 */
    bool weighted;      /* edges count by their weight */
    bool louvain;       /* the older method: whole communities become the vertices of the next level. Cheaper;
                         * communities may be badly connected, or not at all */
    const rel_vid *start; /* n community numbers < n to start from, borrowed; NULL: everybody alone */
} rel_leiden_opts;

#define REL_LEIDEN_DEFAULTS                                                                                  \
    ((rel_leiden_opts){.quality = REL_QUALITY_MODULARITY,                                                    \
                       .resolution = 1,                                                                      \
                       .randomness = 0.01,                                                                   \
                       .tol = 1e-5,                                                                          \
                       .max_iterations = 0,                                                                  \
                       .weighted = true})

typedef struct rel_leiden_result {
    rel_vid count;  /* communities */
    double quality; /* of the partition, as rel_quality_of gives it */
    int iterations;
} rel_leiden_result;

/* community[v] becomes the number of v's community: 0 is the largest, ties by their smallest vertex. The same
 * numbers at any thread count; ctx->seed draws the order of visits. Isolated vertices are alone.
 *
 * Needs out and in (the same arrays when undirected). Cost: O(m) a sweep, some ten sweeps an iteration.
 * Scratch: 4 bytes an arc (8 when weighted) for a copy, 8 an arc for the level above it, and for the one
 * above that 4 (none) when there is one iteration only, else 8; twice that when directed, and 8 (16) for the
 * rows of both directions; about 150 bytes a vertex, and 32 a vertex and thread. What levels do not need is
 * not touched: 31 and 36 bytes an edge, of 40, were on graphs of 15 M edges. Polls for stop before every
 * sweep. Errors: E_USAGE (option out of range, a direction is missing), E_DATA (a weight is not above 0, with
 * the edge), E_MEM, E_STOPPED; community is left untouched. Ownership: community belongs to the caller. */
REL_CHECKED
rel_status rel_leiden(rel_ctx *ctx, const rel_graph *g, rel_leiden_opts opts, rel_vid *community,
                      rel_leiden_result *result);

#endif
