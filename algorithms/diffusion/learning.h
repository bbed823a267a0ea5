/* Learning: how probable it is that somebody passes a message on to somebody, from cascades of the past.
 *
 * Source: Goyal, Bonchi, Lakshmanan, "Learning influence probabilities in social networks", WSDM 2010
 * (Bernoulli, Jaccard, partial credit, time window); Saito, Nakano, Kimura, "Prediction of information
 * diffusion probabilities for independent cascade model", KES 2008 (EM). Shrinkage: a Beta prior at the
 * global rate. */
#ifndef REL_ALGORITHMS_DIFFUSION_LEARNING_H
#define REL_ALGORITHMS_DIFFUSION_LEARNING_H

#include "graph/graph.h"

/* Cascade c is the acts off[c] .. off[c + 1): who was reached when, each account once, ascending by time,
 * ties by account; the first is the initiator. */
typedef struct rel_cascades {
    int64_t count;
    int64_t *off;     /* count + 1 */
    rel_vid *account; /* off[count] */
    double *time;     /* seconds */
} rel_cascades;

typedef enum rel_learning_method {
    REL_LEARN_BERNOULLI,
    REL_LEARN_JACCARD,
    REL_LEARN_PARTIAL_CREDIT,
    REL_LEARN_EM
} rel_learning_method;

typedef struct rel_learning_opts {
    rel_learning_method method;
    double window;  /* seconds; 0: none: a sender counts when it acted at most this long before */
    double prior;   /* pseudo-trials of the Beta prior, >= 0 */
    int max_rounds; /* EM */
} rel_learning_opts;

typedef struct rel_learned {
    float *p;          /* g->m, in the order of g.out.adj: that the target of the edge reaches its source */
    int64_t *trials;   /* g->m: acts of the sender that the receiver could have followed */
    double global;     /* the rate that all are shrunk towards */
    double mean_delay; /* seconds between an act and the one that followed it */
    int rounds;
} rel_learned;

#endif
