/* Learning: how probable it is that somebody passes a message on to somebody, from cascades of the past.
 *
 * Sources: Goyal, Bonchi, Lakshmanan, "Learning influence probabilities in social networks", WSDM 2010
 * (Bernoulli, Jaccard, partial credit, time window); Saito, Nakano, Kimura, "Prediction of information
 * diffusion probabilities for independent cascade model", KES 2008 (EM).
 *
 * An edge u -> v says that u gives attention to v: v is the sender, u the receiver. Where both are in a
 * cascade, the act of u may have followed that of v when it came strictly later (and within the window).
 * Where u is in it before v, or at the same time, v had nothing to tell it: no trial. Where v is in it and u
 * is not, or only after the window, the trial failed. Between accounts without an edge there is no influence.
 *
 * Few trials say little: each probability is drawn towards what the edge is worth without its own history, as
 * if `prior` more trials had gone that way (a Beta prior): p = (successes + prior * base) / (trials + prior).
 */
#ifndef REL_ALGORITHMS_DIFFUSION_LEARNING_H
#define REL_ALGORITHMS_DIFFUSION_LEARNING_H

#include "graph/cascades.h"
#include "graph/graph.h"

/* -------- what can be learnt from -------- */

/* Cascades laid out by acts and edges, for learning several times. */
typedef struct rel_exposures {
    const rel_graph *g;           /* borrowed */
    const rel_cascades *cascades; /* borrowed */
    int64_t told;                 /* pairs of an act and a sender who acted before, within the window */
    int64_t *off;                 /* acts + 1: where those of each act begin */
    rel_eid *edge;                /* told: position in g->out.adj */
    int32_t *acted;               /* n: cascades that the account is in */
    int32_t *trials;              /* m: cascades in which the receiver could have followed the sender */
    int32_t *together;            /* m: cascades that both are in */
    /* The same by edges: those that were followed at least once. */
    rel_eid edges;
    rel_eid *followed;     /* edges: positions in g->out.adj, ascending */
    int64_t *followed_off; /* edges + 1 */
    int64_t *followed_at;  /* told: positions in edge[] */
    /* Edges by sender. */
    rel_eid *sender_off;  /* n + 1 */
    rel_eid *sender_edge; /* m */
    rel_vid *receiver;    /* m: of each edge */
} rel_exposures;

/* window: seconds, 0: none. Needs g.out. Cost: each act looks at the row of its account once. Memory: 16
 * bytes a pair, 8 an act, 36 an edge, 12 an account, and 4 an account and thread while it lasts. Same at any
 * thread count. Errors: E_LIMIT (2^31 cascades or more), E_MEM, E_STOPPED. Yours: rel_exposures_free. */
REL_CHECKED
rel_status rel_exposures_make(rel_ctx *ctx, const rel_graph *g, const rel_cascades *cascades, double window,
                              rel_exposures *x);
/* Accepts {0}. */
void rel_exposures_free(rel_exposures *x);

/* -------- learning -------- */

typedef enum rel_learning_method {
    REL_LEARN_BERNOULLI,      /* how often followed, of the acts of the sender */
    REL_LEARN_JACCARD,        /* how often followed, of the acts of either */
    REL_LEARN_PARTIAL_CREDIT, /* a followed act credits all senders before it with equal parts of 1 */
    REL_LEARN_EM,             /* most likely under the independent cascade model */
} rel_learning_method;

/* What an edge is worth without its own history. */
typedef enum rel_learning_base {
    REL_LEARN_RATE,     /* the same everywhere */
    REL_LEARN_CASCADE,  /* weighted cascade, scaled to the number of successes */
    REL_LEARN_ACCOUNTS, /* rate * how well the sender is followed * how readily the receiver follows: both 1
                         * on average, fitted to the successes, and drawn towards 1 by 3 more that are as
                         * expected */
} rel_learning_base;

typedef struct rel_learning_opts {
    rel_learning_method method;
    rel_learning_base base;
    double prior;   /* pseudo-trials of the Beta prior, >= 0; 0: none, the base is for edges without trials */
    int max_rounds; /* EM; >= 1 */
} rel_learning_opts;

#define REL_LEARNING_DEFAULTS                                                                                \
    ((rel_learning_opts){.method = REL_LEARN_EM, .base = REL_LEARN_ACCOUNTS, .prior = 50, .max_rounds = 200})

typedef struct rel_learned {
    float *p;          /* g->m, in the order of g.out.adj: that the target of the edge reaches its source */
    double rate;       /* successes of all edges together by their trials */
    double mean_delay; /* seconds between an act and the one that followed it; NaN: none did */
    int rounds;        /* EM: ended when no probability moved by more than a thousandth of the rate, or at
 max_rounds */
} rel_learned;

/* Cost: O(pairs + edges) once, EM each round (tens); scratch 8 bytes a pair, 16 an edge, 24 an account. Same
 * bits at any thread count. Without any success every p is 0. Errors: E_USAGE, E_MEM, E_STOPPED. Yours:
 * rel_learned_free. */
REL_CHECKED
rel_status rel_learn(rel_ctx *ctx, const rel_exposures *x, rel_learning_opts opts, rel_learned *learned);
/* Accepts {0}. */
void rel_learned_free(rel_learned *learned);

#endif
