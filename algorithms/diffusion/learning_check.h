/* Held-out check of probabilities: how well they foretell cascades that they were not learnt from.
 *
 * A situation is an account and a cascade in which somebody acted whom it gives attention to: before it, when
 * it is in the cascade itself, at any time, when it is not. Foretold is the probability that one of these
 * reached it, 1 - prod (1 - p); it happened when the account is in the cascade. Acts that nobody could have
 * told of (nobody that the account gives attention to was there before) are counted, and no model is judged
 * by them. */
#ifndef REL_ALGORITHMS_DIFFUSION_LEARNING_CHECK_H
#define REL_ALGORITHMS_DIFFUSION_LEARNING_CHECK_H

#include "algorithms/diffusion/learning.h"

enum { REL_CALIBRATION_BINS = 10 };

/* Situations in which a probability from `from` on and below the next was foretold. */
typedef struct rel_calibration {
    double from;
    int64_t situations;
    double predicted, observed; /* mean foretold, share in which it happened; NaN: no situation */
} rel_calibration;

typedef struct rel_learning_check {
    int64_t cascades, situations, reached; /* reached: situations in which it happened */
    int64_t untold;                        /* acts that nobody could have told of, initiators not counted */
    double log_likelihood; /* sum over the situations; foretold is held at least 1e-6 away from 0 and 1 */
    rel_calibration bin[REL_CALIBRATION_BINS];
    double calibration_error; /* mean distance of predicted and observed, by situations */

    /* In the set of accounts of a cascade, without their times: how many of the others each would tell, less
     * how many would tell it; by this the accounts are ranked. */
    int64_t initiators;    /* cascades of two accounts and more */
    double initiator_rank; /* share of the others that rank above the true initiator: 0 best, .5 blind */
} rel_learning_check;

/* x: of the cascades to judge by, without a window. p as in rel_learned. Cost: each act looks at its senders
 * and receivers once. Scratch: 13 bytes an account and thread, 280 for 64 cascades. Same bits at any thread
 * count. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_learning_check_make(rel_ctx *ctx, const rel_exposures *x, const float *p,
                                   rel_learning_check *check);
/* The log-likelihood alone: for choosing. */
REL_CHECKED
rel_status rel_learning_likelihood(rel_ctx *ctx, const rel_exposures *x, const float *p, double *likelihood);

/* How many are in a cascade against how many are expected when its initiator starts it (independent cascade).
 */
typedef struct rel_foretold_spread {
    int64_t cascades;         /* compared: all, or so many of them at even distances */
    double actual, predicted; /* means, initiators included */
    double correlation;       /* Pearson's; NaN: one of the two is always the same */
    double mean_error, root_mean_square_error;
} rel_foretold_spread;

/* Simulates at most `most` of the cascades `runs` times each. Errors: those of rel_influence_make and
 * rel_spread. */
REL_CHECKED
rel_status rel_foretold_spread_make(rel_ctx *ctx, const rel_graph *g, const rel_cascades *cascades,
                                    const float *p, int64_t runs, int64_t most, rel_foretold_spread *spread);

#endif
