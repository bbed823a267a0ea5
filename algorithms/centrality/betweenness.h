/* Betweenness: through whom do shortest paths run? Of all shortest paths from s to t, which share passes v,
 * added over pairs s, t other than v. High values are brokers: accounts that join parts of the network which
 * few others join.
 *
 * Source: Brandes, "A faster algorithm for betweenness centrality", J. Math. Sociology 25(2), 2001; searches
 * from several sources at once: Then et al., "The more the merrier: efficient multi-source graph traversal",
 * VLDB 8(4), 2014. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_H

#include "algorithms/centrality/lengths.h"
#include "algorithms/simd.h"
#include "graph/graph.h"

typedef struct rel_betweenness_opts {
    const rel_vid *source; /* count of them, each < n; NULL: every vertex */
    int64_t count;         /* when source is not NULL */
    const float *length;   /* of the arcs, in the order of out.adj, > 0 and finite; NULL: by `weights` */
    rel_simd simd;
    rel_length weights; /* how far an arc of which weight reaches; REL_LENGTH_ONE: they do not count */
} rel_betweenness_opts;

#define REL_BETWEENNESS_DEFAULTS ((rel_betweenness_opts){.source = NULL})

/* score[v] becomes the sum over the sources s and all t of the share of shortest paths s -> t through v. With
 * every vertex as source the sum of an undirected graph is halved, so that each pair counts once; with a list
 * of sources it is not. Two paths are equally long when the sums of their lengths, added from the source on,
 * are the same double: the order of adding does not matter as long as a path is shorter than 2^29 times the
 * shortest arc.
 *
 * Without lengths 16 sources are searched at once; counts of paths are kept in float and added up in double:
 * each score is within 1e-5 of its exact value, relatively. Where a source has more than 1e30 shortest paths
 * to a vertex, and with lengths, each source is searched alone in double.
 *
 * Needs out, and in when there are no lengths. Cost: O(m) for 16 sources and each of their distances, in a
 * graph of small diameter; O(m) a source, O((n + m) log n) with lengths. Scratch: 168 bytes a vertex and 4 an
 * arc and direction for a copy ordered by degree, beside 6 bytes for every vertex and distance at which one
 * of 16 sources finds it, and 224 a vertex when the paths are too many; with lengths 288 bytes a vertex, and
 * 4 an arc for inverse weights. Same bits at any thread count and with any instructions. Errors: E_USAGE (a
 * source, a length or a weight out of range, a direction missing, instructions that the processor lacks),
 * E_LIMIT (more than 1e300 shortest paths), E_MEM, E_STOPPED. score is then not usable.
 */
REL_CHECKED
rel_status rel_betweenness(rel_ctx *ctx, const rel_graph *g, rel_betweenness_opts opts, double *score);

#endif
