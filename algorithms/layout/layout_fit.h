/* What is done to places once they are found. Same bytes at any thread count. */
#ifndef REL_ALGORITHMS_LAYOUT_LAYOUT_FIT_H
#define REL_ALGORITHMS_LAYOUT_LAYOUT_FIT_H

#include "graph/graph.h"

/* Moves the mean of the places to (0, 0) and stretches or shrinks them alike, until the largest coordinate is
 * `limit` > 0 in size; places that are all the same become (0, 0). x, y finite. Cost O(n), no memory. */
void rel_layout_fit(int threads, rel_vid n, float *x, float *y, double limit);

/* Components drift apart, as nothing pulls them together but gravity: they are put side by side, the widest
 * in the middle and the others on rings around it, each as it is. Needs out or in. Cost O(n + m). Scratch: 4
 * bytes a vertex and 80 a component, and that of rel_components_weak. Errors: E_MEM, and those of
 * rel_components_weak; x and y are untouched then. */
REL_CHECKED
rel_status rel_layout_pack(rel_ctx *ctx, const rel_graph *g, float *x, float *y);

/* Pushes discs apart that overlap, at most `rounds` times; *overlaps becomes the number of those that overlap
 * another one afterwards. radius[v] >= 0. Cost of a round: n and the pairs nearer than the largest diameter.
 * Scratch: 40 bytes a disc. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_layout_separate(rel_ctx *ctx, rel_vid n, const float *radius, int rounds, float *x, float *y,
                               int64_t *overlaps);

#endif
