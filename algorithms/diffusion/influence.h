/* Influence: who can pass a message on to whom, with which probability, and within which limits.
 *
 * An edge u -> v of a rel_graph says that u gives attention to v, so v can reach u: influence runs against
 * attention. Row v of g.out therefore holds the senders of v (whom v may hear it from), row v of g.in its
 * receivers.
 *
 * Models: independent cascade (IC): whoever is reached tries once to reach each receiver. Linear threshold
 * (LT): an account draws a threshold in [0, 1] and is reached once the weights of its reached senders add up
 * to it. Kempe, Kleinberg, Tardos, "Maximizing the spread of influence through a social network", KDD 2003.
 * Competitor: whoever hears it from the rival no later than from us is the rival's and passes ours on to
 * nobody. Deadline in hops: Chen, Lu, Zhang, "Time-critical influence maximization in social networks",
 * AAAI 2012. Delays: Du, Song, Gomez-Rodriguez, Zha, "Scalable influence estimation in continuous-time
 * diffusion networks", NIPS 2013. */
#ifndef REL_ALGORITHMS_DIFFUSION_INFLUENCE_H
#define REL_ALGORITHMS_DIFFUSION_INFLUENCE_H

#include "graph/graph.h"

typedef enum rel_spread_model { REL_SPREAD_IC, REL_SPREAD_LT } rel_spread_model;

typedef enum rel_influence_rule {
    REL_INFLUENCE_CASCADE,    /* weighted cascade: 1 / number of senders of the receiver */
    REL_INFLUENCE_UNIFORM,    /* the same p everywhere */
    REL_INFLUENCE_TRIVALENCY, /* .1, .01 or .001, drawn for each edge from ctx->seed */
    REL_INFLUENCE_GIVEN,      /* one for each edge */
} rel_influence_rule;

typedef struct rel_influence_opts {
    rel_spread_model model;
    rel_influence_rule rule;
    double p;           /* UNIFORM: 0 <= p <= 1 */
    const float *given; /* GIVEN: g->m probabilities in the order of g.out.adj, each in 0..1; borrowed */
    int64_t max_hops;   /* nobody is reached after this many hops; 0: no deadline. Not with delays: who comes
                         * first in time need not come first in hops */
    double max_time;    /* nobody is reached later than this; 0: no deadline. Needs delays */
    double mean_delay;  /* passing on takes an exponential time of this mean, in the unit of max_time; 0: no
                         * delays, time is not looked at, unless `delay` is given */
    const float *delay; /* NULL, or the mean of each edge in the order of g.out.adj, > 0; borrowed */
    const rel_vid *rival; /* seeds of a competitor, distinct; borrowed. IC without delays only */
    int64_t rivals;
} rel_influence_opts;

typedef struct rel_influence {
    rel_influence_opts opts; /* given and delay are those of the caller, and not needed after making */
    rel_vid n;
    rel_eid m;
    /* Senders of each account, where there are p by p descending, then ascending. */
    const rel_eid *off;      /* n + 1 */
    const rel_vid *sender;   /* m */
    const float *p;          /* m; NULL: CASCADE and UNIFORM */
    const float *delay;      /* m means; NULL: opts.mean_delay everywhere */
    const uint8_t *is_rival; /* n, or NULL */
    int64_t rescaled;        /* LT: receivers whose senders' sum was above 1, which had them divided by it */
    struct rel_influence_owner *owner;
} rel_influence;

/* Needs g.out; g is borrowed until the influence is freed (CASCADE and UNIFORM look at its rows, the others
 * copy them). Memory: none, or 8 bytes an edge of its own, and 4 an edge with delays by edge. O(n + m log d).
 * The same at any thread count. Errors: E_USAGE (out of range), E_DATA (a probability outside 0..1 or a delay
 * not above 0, with both accounts), E_MEM; influence is {0} then. */
REL_CHECKED
rel_status rel_influence_make(rel_ctx *ctx, const rel_graph *g, const rel_influence_opts *opts,
                              rel_influence *influence);
/* Accepts {0}. */
void rel_influence_free(rel_influence *influence);

/* Probability (LT: weight) of position e of row v. */
static inline double rel_influence_p(const rel_influence *f, rel_vid v, rel_eid e)
{
    if (f->p) return (double)f->p[e];
    const double senders = (double)(f->off[v + 1] - f->off[v]);
    if (f->opts.rule == REL_INFLUENCE_CASCADE) return 1 / senders;
    return f->opts.model == REL_SPREAD_LT && f->opts.p * senders > 1 ? 1 / senders : f->opts.p;
}
/* Whether passing on takes time. */
static inline bool rel_influence_delays(const rel_influence *f)
{
    return f->delay || f->opts.mean_delay > 0;
}
/* Mean time that passing on along position e takes. */
static inline double rel_influence_delay(const rel_influence *f, rel_eid e)
{
    return f->delay ? (double)f->delay[e] : f->opts.mean_delay;
}

#endif
