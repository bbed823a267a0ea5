/* Bounds of a probability from how often it came true, and how many samples a promise takes at most. */
#ifndef REL_ALGORITHMS_DIFFUSION_INFLUENCE_BOUNDS_H
#define REL_ALGORITHMS_DIFFUSION_INFLUENCE_BOUNDS_H

#include <stdint.h>

/* Clopper, Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", 1934:
 * with `hits` of `samples` independent trials, the probability is at least (at most) this, each wrong with
 * probability at most delta. Right to 1e-7 of the width, on the safe side. 0 <= hits <= samples, samples > 0.
 */
double rel_share_low(int64_t hits, int64_t samples, double delta);
double rel_share_high(int64_t hits, int64_t samples, double delta);

/* ln of the number of sets of k of n. */
double rel_log_choose(double n, double k);

/* Samples of the first look, and how many times as many suffice for 1 - 1/e - epsilon when the best set
 * reaches the share best_share or more (OPIM-C, equations 16 and 17). log_sets: ln of the number of permitted
 * sets. */
double rel_looks_first(double log_sets, double delta);
double rel_looks_most(double log_sets, double delta, double epsilon, double best_share);

#endif
