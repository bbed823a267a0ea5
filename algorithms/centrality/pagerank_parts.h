/* What the files of PageRank share; not for users.
 *
 * All of them solve the linear system (I - d S) y = b, where b is where jumps land, S sends the mass of a
 * vertex along its edges, and mass without out-edges is lost. Lost mass lands like jumps, so that the scores
 * are y / |y|: the solution never has to wait for it to come round. */
#ifndef REL_ALGORITHMS_CENTRALITY_PAGERANK_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_PAGERANK_PARTS_H

#include "algorithms/centrality/pagerank.h"

/* Vertices are handled in blocks cut by n alone; each block leaves partial sums that are added in block
 * order, so that no sum depends on the number of threads. */
enum { REL_PAGERANK_BLOCK = 256, REL_PAGERANK_SUMS = 2 };

typedef struct rel_pagerank_sums {
    double at[REL_PAGERANK_SUMS];
} rel_pagerank_sums;

/* Vertices have new numbers when the graph is large. The rounds move the vertices 0 <= v < core; what the
 * others receive follows from them. Rows hold neighbours in the core before `middle`, others after it. */
typedef struct rel_pagerank_state {
    rel_vid n, core, busy; /* busy: vertices from there on have no edges, or (directed) no out-edges */
    rel_csr in;
    const rel_eid *middle; /* core of them, or NULL: every neighbour is in the core */
    double damping;
    const double *landing;   /* where jumps land, sums to 1; NULL: anywhere */
    double landed;           /* share of the jumps that land on vertices with out-edges */
    double *strength;        /* weight of the out-edges */
    double *score;           /* undirected: for a unit of strength, while the rounds last */
    double *left;            /* residual of the core; what others hold for a unit of strength */
    double *change;          /* of the residual */
    float *step;             /* what one unit of weight carries in this round */
    float *scale;            /* undirected: 1 / diagonal of the system */
    rel_pagerank_sums *sums; /* by block */
    double aim;              /* residual, for a unit of score, at which the rounds end */
    int round, max_rounds;
} rel_pagerank_state;

static inline double rel_pagerank_landing(const rel_pagerank_state *s, rel_vid v)
{
    return s->landing ? s->landing[v] : 1.0 / (double)s->n;
}

static inline int64_t rel_pagerank_blocks(rel_vid n)
{
    return ((int64_t)n + REL_PAGERANK_BLOCK - 1) / REL_PAGERANK_BLOCK;
}

/* A piece of work on the vertices first <= v < last, with two parameters; adds to two sums. */
typedef void rel_pagerank_work(const rel_pagerank_state *s, rel_vid first, rel_vid last,
                               const double given[2], rel_pagerank_sums *sums);

/* Does the work on from <= v < to in parallel and returns the sums. `skewed` when rows are read: hubs come
 * first and weigh like many blocks. */
rel_pagerank_sums rel_pagerank_pass(int threads, const rel_pagerank_state *s, rel_vid from, rel_vid to,
                                    bool skewed, rel_pagerank_work *work, const double given[2]);

/* Rounds from the scores in `score` (cold: from nothing) until the residual is at most the aim, or one round
 * is left. Errors: E_STOPPED; what is reached is kept. */
REL_CHECKED
rel_status rel_pagerank_directed(rel_ctx *ctx, rel_pagerank_state *s, bool cold);
REL_CHECKED
rel_status rel_pagerank_undirected(rel_ctx *ctx, rel_pagerank_state *s, bool cold);

/* Weighted sum of what the neighbours carry, in double whatever the type: steps in float are then followed
 * without an error. Four running sums hide the latency of the additions; their order is fixed. */
#define REL_PAGERANK_GATHER(name, type)                                                                      \
    static inline double name(const type *carried, const rel_csr *in, rel_eid first, rel_eid last)           \
    {                                                                                                        \
        const rel_vid *adj = in->adj;                                                                        \
        const float *w = in->weight;                                                                         \
        double a = 0, b = 0, c = 0, d = 0;                                                                   \
        rel_eid e = first;                                                                                   \
        if (w) {                                                                                             \
            for (; e + 4 <= last; e += 4) {                                                                  \
                a += (double)carried[adj[e]] * (double)w[e];                                                 \
                b += (double)carried[adj[e + 1]] * (double)w[e + 1];                                         \
                c += (double)carried[adj[e + 2]] * (double)w[e + 2];                                         \
                d += (double)carried[adj[e + 3]] * (double)w[e + 3];                                         \
            }                                                                                                \
            for (; e < last; e++) a += (double)carried[adj[e]] * (double)w[e];                               \
        } else {                                                                                             \
            for (; e + 4 <= last; e += 4) {                                                                  \
                a += (double)carried[adj[e]];                                                                \
                b += (double)carried[adj[e + 1]];                                                            \
                c += (double)carried[adj[e + 2]];                                                            \
                d += (double)carried[adj[e + 3]];                                                            \
            }                                                                                                \
            for (; e < last; e++) a += (double)carried[adj[e]];                                              \
        }                                                                                                    \
        return (a + b) + (c + d);                                                                            \
    }
REL_PAGERANK_GATHER(rel_pagerank_gather_float, float)
REL_PAGERANK_GATHER(rel_pagerank_gather_double, double)

#endif
