/* What is done to places once they are found. */
#ifndef REL_ALGORITHMS_LAYOUT_LAYOUT_FIT_H
#define REL_ALGORITHMS_LAYOUT_LAYOUT_FIT_H

#include "graph/types.h"

/* Moves the mean of the places to (0, 0) and stretches or shrinks them alike, until the largest coordinate is
 * `limit` > 0 in size; places that are all the same become (0, 0). x, y finite. Same bytes at any thread
 * count. Cost O(n), no memory. */
void rel_layout_fit(int threads, rel_vid n, float *x, float *y, double limit);

#endif
