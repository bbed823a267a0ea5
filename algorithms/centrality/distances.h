/* What shortest distances say of an account: harmonic centrality and closeness (how near everybody is who may
 * hear of it), reach within h steps, and the distribution of distances in the whole graph. Distances run
 * along attention: u -> w -> v means that v is two steps from u, and counts for v. Weights count only
 * where it is said.
 *
 * Sources: Marchiori, Latora, "Harmony in the small-world", Physica A 285, 2000; Wasserman, Faust, "Social
 * network analysis", 1994, 5.2 (closeness in graphs that are not connected); exact: Then et al., "The more
 * the merrier: efficient multi-source graph traversal", VLDB 8(4), 2014; approximate: Boldi, Vigna, "In-core
 * computation of geometric centralities with HyperBall", ICDM Workshops 2013; counters: Flajolet, Fusy,
 * Gandouet, Meunier, "HyperLogLog", AofA 2007. */
#ifndef REL_ALGORITHMS_CENTRALITY_DISTANCES_H
#define REL_ALGORITHMS_CENTRALITY_DISTANCES_H

#include "algorithms/centrality/lengths.h"
#include "algorithms/simd.h"
#include "graph/graph.h"

enum {
    REL_DISTANCE_MAX = 63,    /* longer distances are counted as this one in `pairs` */
    REL_HYPERBALL_PARTS = 16, /* of each step of HyperBall: what its progress counts */
};

/* Arrays of n are the caller's, each may be NULL. */
typedef struct rel_distances {
    double *harmonic; /* sum of 1 / d(u, v) over the u that reach v, u != v */
    double
        *closeness; /* (k / (n - 1)) * (k / sum of d(u, v)) for the k vertices that reach v; 0 when k = 0 */
    double *reach;  /* how many are at most `hops` steps from v, v not counted */
    int hops;       /* in, >= 1 */
    double pairs[REL_DISTANCE_MAX + 1]; /* out: ordered pairs u != v at distance d */
    int longest;                        /* out: the longest distance found */
} rel_distances;

/* Exact: 64 searches at once. Needs in, plain or packed: packed rows are decoded in every step, and give the
 * same bytes. Cost O(n m / 64) for each distance that occurs: for graphs of up to about 100,000 vertices.
 * Scratch 40 bytes a vertex, 44 on packed rows. Same bits at any thread count. Errors: E_USAGE (hops, no in),
 * E_MEM, E_STOPPED (the arrays are then not usable). */
REL_CHECKED
rel_status rel_distances_exact(rel_ctx *ctx, const rel_graph *g, rel_distances *d);

/* Exact, with lengths of arcs by their weights: harmonic and closeness, in units of these lengths; `hops`,
 * reach, pairs and longest are not touched. One search a vertex, from it against the arcs. Needs in. Cost
 * O(n (n + m) log n); scratch 20 bytes a vertex and thread, and 4 an arc for inverse weights. Each value is
 * added up in order of distance, so its bits are the same at any thread count. Errors: E_USAGE (no in),
 * E_DATA (a weight that is not above 0 and finite), E_MEM, E_STOPPED (as above). */
REL_CHECKED
rel_status rel_distances_weighted(rel_ctx *ctx, const rel_graph *g, rel_length weights, rel_distances *d);

/* HyperBall: the number of vertices in each ball is estimated by 2^p counters; one estimate has a standard
 * error of 1.04 / sqrt(2^p): 6.5 % for p = 8, 3.3 % for p = 10; sums over many balls have less. Random by
 * ctx->seed. Needs in and out. Cost O(2^p m) for each distance, less as balls stop growing. Scratch
 * 2^(p + 1) + 38 bytes a vertex and 4 an arc. Same bits at any thread count and with any instructions.
 *
 * Packed rows: `in` is enough; they are decoded in every step and never copied, which leaves 2^(p + 1) + 18
 * bytes a vertex of scratch. What is said of a vertex is the same to the byte as on plain rows; so is
 * `pairs`, a sum over vertices in the order of their numbers, where the rows were packed from plain ones (a
 * stream numbers vertices by their edges before repeats are dropped).
 *
 * Errors: E_USAGE (hops, p not 4 to 12, a direction missing, instructions the processor lacks), E_MEM,
 * E_STOPPED (as above). */
REL_CHECKED
rel_status rel_distances_hyperball(rel_ctx *ctx, const rel_graph *g, int p, rel_simd simd, rel_distances *d);

/* The first k accounts by harmonic centrality, exactly, without computing that of all others: an account is
 * searched from only while a bound on its value says that it may be among them. The bound counts who may
 * reach it in two steps, by classes of degree: of the many accounts with few neighbours each hub knows a few.
 * Idea of the pruning: Bergamini, Borassi, Crescenzi, Marino, Meyerhenke, "Computing top-k closeness
 * centrality faster in unweighted graphs", ACM TKDD 13(5), 2019.
 *
 * first and harmonic: the caller's, min(k, n) each; by value, ties by vertex. *searched, which may be NULL:
 * from how many accounts was searched. Needs in and out. Cost O(n + m) and O(m) for 64 accounts searched and
 * each distance: few where hubs stand out, all where accounts are alike. Scratch 130 bytes a vertex. Same
 * bits at any thread count. Errors: E_USAGE (k < 1, a direction missing), E_MEM, E_STOPPED (the arrays are
 * then not usable). */
REL_CHECKED
rel_status rel_harmonic_top(rel_ctx *ctx, const rel_graph *g, int64_t k, rel_vid *first, double *harmonic,
                            int64_t *searched);

#endif
