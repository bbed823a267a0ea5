/* Repulsion of all bodies by all: mass over distance, by walks through a quadtree. Internal to the layouts.
 */
#ifndef REL_ALGORITHMS_LAYOUT_REPULSION_H
#define REL_ALGORITHMS_LAYOUT_REPULSION_H

#include "algorithms/layout/quadtree.h"
#include "algorithms/simd.h"

/* Fills force[2 v], force[2 v + 1]: the sum over all others of mass_other / distance, away from them; not yet
 * multiplied by v's own mass. radius NULL: points; else near bodies are as far from each other as their
 * borders, at least a hundredth. Same bytes at any thread count, with any instructions. */
void rel_repulsion(int threads, const rel_quadtree *t, const float *radius, rel_simd simd, float *force);

#endif
