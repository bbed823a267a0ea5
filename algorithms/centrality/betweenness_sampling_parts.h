/* The parts of betweenness_sampling.c: drawing a path, and what counts of paths prove. */
#ifndef REL_ALGORITHMS_CENTRALITY_BETWEENNESS_SAMPLING_PARTS_H
#define REL_ALGORITHMS_CENTRALITY_BETWEENNESS_SAMPLING_PARTS_H

#include "algorithms/centrality/betweenness_sampling.h"

/* One search at a time; one a thread. Scratch of ctx: 28.25 bytes a vertex. */
typedef struct rel_path_search rel_path_search;
REL_CHECKED
rel_status rel_path_search_new(rel_ctx *ctx, const rel_graph *g, rel_path_search **s);
/* Draws pair number `sample` and one of its shortest paths, and adds 1 to count[v] for each v inside. Several
 * threads may share count. */
void rel_path_sample(rel_path_search *s, uint64_t seed, int64_t sample, int64_t *count);

/* An interval of probability. */
typedef struct rel_bounds {
    double low, high;
} rel_bounds;

/* What p may be when `hits` of `samples` independent draws hit: each end is wrong with a probability of at
 * most exp(-log_low), exp(-log_high). */
rel_bounds rel_chernoff(int64_t hits, int64_t samples, double log_low, double log_high);

/* How the probability of error is shared out: by the hits of the first phase, and over the checks. */
typedef struct rel_sampling_plan {
    double epsilon, delta;
    int64_t inner;      /* vertices that may lie inside a path */
    int64_t phase;      /* samples of the first phase */
    double *low, *high; /* phase + 1: adaptive part of each end, by hits in the first phase */
    double first;       /* samples at the first check */
} rel_sampling_plan;

/* Takes low and high from scratch. */
REL_CHECKED
rel_status rel_plan_new(rel_ctx *ctx, double epsilon, double delta, int64_t inner, rel_sampling_plan *p);
/* vertices[h]: how many inner vertices had h hits in the first phase. */
void rel_plan_share(rel_sampling_plan *p, const int64_t *vertices, int64_t top);
/* Samples at check k = 0, 1, ...; *last: there all intervals are narrow enough whatever was hit. */
int64_t rel_plan_check(const rel_sampling_plan *p, int k, bool *last);
int64_t rel_plan_cap(const rel_sampling_plan *p);
/* -log of the probability that an end may be wrong, at check k, after `hits` in the first phase. */
double rel_plan_log(const rel_sampling_plan *p, const double *part, int64_t hits, int k);

#endif
