/* What the files of PageRank share; not for users.
 *
 * All of them solve the linear system (I - d S) y = b, where b is where jumps land, S sends the mass of a
 * vertex along its edges, and mass without out-edges is lost. Lost mass lands like jumps, so that the scores
 * are y / |y|: the solution never has to wait for it to come round.
 *
 * What proves the error: let r = b + d S y - y, s its sum, T the sum of y, and G a round as the definition
 * has it, lost mass included. Then G(y / T) - y / T = (r - s b) / T, which is how far one round moves y / T,
 * and G(y / T) = (y + r - s b) / T is no more than d / (1 - d) times as far from the only fixed point. So the
 * rounds, which follow r in double, need no further round to know the scores and their error. */
#ifndef REL_ALGORITHMS_CENTRALITY_PAGERANK_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_PAGERANK_PARTS_H

#include <math.h>

#include "algorithms/centrality/pagerank.h"
#include "algorithms/rounds.h"

/* Vertices are handled in blocks cut by n alone; each block leaves partial sums that are added in block
 * order, so that no sum depends on the number of threads. */
enum { REL_PAGERANK_BLOCK = 256, REL_PAGERANK_SUMS = 3 };

typedef struct rel_pagerank_sums {
    double at[REL_PAGERANK_SUMS];
} rel_pagerank_sums;

/* Vertices have new numbers when the graph is large. The rounds move the vertices 0 <= v < core; what the
 * others receive follows from them. Rows hold neighbours in the core before `middle`, others after it. */
typedef struct rel_pagerank_state {
    rel_vid n, core, busy; /* busy: vertices from there on have no edges, or (directed) no out-edges */
    rel_csr in;
    const rel_vid *order;     /* new number -> vertex, NULL: the same */
    const rel_packed *packed; /* NULL, or instead of `in` */
    bool weighted;            /* packed rows are followed by their weights */
    const rel_eid *middle;    /* core of them, or NULL: every neighbour is in the core */
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
    double size, sum, total; /* of the residual: L1 norm and sum; sum of the scores it belongs to */
    double slope;            /* undirected: of the residual, its square in the norm of the scale */
    double aim;              /* error at which the rounds end */
    int round, max_rounds;
} rel_pagerank_state;

/* Proved L1 error of the scores that follow from y and its residual. */
static inline double rel_pagerank_error(const rel_pagerank_state *s)
{
    if (!(s->total > 0)) return INFINITY;
    return s->damping / (1 - s->damping) * (s->size + fabs(s->sum)) / s->total;
}

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

/* How many rounds there will be, when the residual was `first` after `from` of them; 0: cannot be told. */
static inline int64_t rel_pagerank_expected(const rel_pagerank_state *s, int from, double first)
{
    const double aim = s->size * s->aim / rel_pagerank_error(s);
    return rel_rounds_expected(from, first, s->round, s->size, aim);
}

/* How the rounds begin. */
typedef enum rel_pagerank_start {
    REL_PAGERANK_COLD,  /* from nothing */
    REL_PAGERANK_WARM,  /* from the scores of all vertices in `score`, of any sum */
    REL_PAGERANK_AGAIN, /* from where the rounds ended */
} rel_pagerank_start;

/* The residual of what is in `score`, measured; counts as a round unless cold. Then rounds that follow it,
 * until the error is at most the aim or there were max_rounds. `score` and `left` then hold y and its
 * residual in the core. Errors: E_STOPPED; what is reached is kept. */
void rel_pagerank_directed_begin(int threads, rel_pagerank_state *s, rel_pagerank_start from);
REL_CHECKED
rel_status rel_pagerank_directed(rel_ctx *ctx, rel_pagerank_state *s);
void rel_pagerank_undirected_begin(int threads, rel_pagerank_state *s, rel_pagerank_start from);
REL_CHECKED
rel_status rel_pagerank_undirected(rel_ctx *ctx, rel_pagerank_state *s);

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

double rel_pagerank_packed_float(const rel_pagerank_state *s, const float *carried, rel_vid v);
double rel_pagerank_packed_double(const rel_pagerank_state *s, const double *carried, rel_vid v);

static inline rel_eid rel_pagerank_middle(const rel_pagerank_state *s, rel_vid v)
{
    return s->middle && v < s->core ? s->middle[v] : s->in.off[v + 1];
}

/* What v hears from its neighbours in the core. */
static inline double rel_pagerank_hear_float(const rel_pagerank_state *s, const float *carried, rel_vid v)
{
    if (s->packed) return rel_pagerank_packed_float(s, carried, v);
    return rel_pagerank_gather_float(carried, &s->in, s->in.off[v], rel_pagerank_middle(s, v));
}

static inline double rel_pagerank_hear_double(const rel_pagerank_state *s, const double *carried, rel_vid v)
{
    if (s->packed) return rel_pagerank_packed_double(s, carried, v);
    return rel_pagerank_gather_double(carried, &s->in, s->in.off[v], rel_pagerank_middle(s, v));
}

/* What a vertex of the core hears from the others. */
static inline double rel_pagerank_hear_others(const rel_pagerank_state *s, const double *carried, rel_vid v)
{
    if (!s->middle) return 0;
    return rel_pagerank_gather_double(carried, &s->in, s->middle[v], s->in.off[v + 1]);
}

#endif
