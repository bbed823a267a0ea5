/* What the network inside a community is like: how dense, how mutual, how much around one account; and who
 * leads it.
 *
 * Sources: centralization: Freeman, "Centrality in social networks: conceptual clarification", Social
 * Networks 1, 1979; transitivity: Newman, "The structure and function of complex networks", SIAM Review 45,
 * 2003. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_INSIDE_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_INSIDE_H

#include "algorithms/community/community_flows.h"
#include "graph/graph.h"

/* The graph of all vertices and the edges within communities, without names and attributes. Its arrays are
 * scratch of ctx: 16 bytes a vertex, and 4 an arc and direction (8 with weights); half of it when
 * undirected. Needs out, and in when directed. Cost O(n + m). Errors: E_USAGE (a direction is missing),
 * E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_community_inner(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_graph *inner);

typedef struct rel_community_inside {
    rel_vid members;
    rel_vid alone;    /* members without an edge to another one */
    int64_t edges;    /* between members; an undirected one counts once */
    int64_t pairs;    /* of members that are joined, one way or both */
    rel_vid most_in, most_out; /* edges that end, or begin, at one member, at most */
    int64_t returned; /* edges that are returned; 0 when undirected */
    int64_t triangles;
    double corners;      /* pairs of neighbours of a member, added up: a triangle closes three */
    double density;     /* edges by those that there could be; NaN below two members */
    double reciprocity; /* returned / edges; NaN without edges, or when undirected */
    double
        transitivity; /* share of the pairs of neighbours that are joined; NaN when there are no such pairs */
    /* How far all edges end, or begin, at one account: 1 in a star, 0 when all receive, or give, alike; NaN
     * below three members. The same number twice when undirected. */
    double in_centralization, out_centralization;
} rel_community_inside;

/* inside[0..rows->count) of the graph that rel_community_inner made. Cost: that of rel_triangles; scratch:
 * its and 8 bytes a vertex. Same bits at any thread count. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_community_insides(rel_ctx *ctx, const rel_graph *inner, const rel_community_rows *rows,
                                 rel_community_inside *inside);

/* PageRank of every account in the network of its community alone: score[0..n), each > 0, summing to 1 in
 * each community within 1e-12 * n.
 *
 * One PageRank of the inner graph gives all: with jumps to anywhere, what every vertex without out-edges
 * spreads is a multiple of the same jumps in each community, so that the scores within one are those of it
 * alone times a factor, which is divided out. The error within a community of k of n accounts is below tol n
 * / k, which for small ones of large graphs is far above what is found.
 *
 * Cost, memory, errors: those of rel_pagerank on the inner graph; no E_NOCONV: 1000 rounds of damping 0.85
 * are beyond any tolerance of double. Same bits at any thread count. */
REL_CHECKED
rel_status rel_community_leaders(rel_ctx *ctx, const rel_graph *inner, const rel_community_rows *rows,
                                 bool weighted, double *score);

#endif
