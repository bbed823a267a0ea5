/* A heap of vertices by distance, for searches with lengths. Four children each: fewer lines of the cache are
 * touched than with two. One search, one thread. */
#ifndef REL_ALGORITHMS_CENTRALITY_NEAREST_H
#define REL_ALGORITHMS_CENTRALITY_NEAREST_H

#include "graph/types.h"

/* The arrays are the caller's, n each. */
typedef struct rel_nearest {
    double *dist;
    rel_vid *heap;
    rel_vid *place; /* in the heap + 1, or 0; all 0 at the start, and when the heap is empty */
    rel_vid count;
} rel_nearest;

static inline void rel_nearest_put(rel_nearest *s, rel_vid v, rel_vid at)
{
    s->heap[at] = v;
    s->place[v] = at + 1;
}

/* Adds v, or moves it up, after dist[v] became smaller. */
static inline void rel_nearest_up(rel_nearest *s, rel_vid v)
{
    rel_vid at = s->place[v] ? s->place[v] - 1 : s->count++;
    while (at > 0) {
        const rel_vid above = (at - 1) / 4;
        if (s->dist[s->heap[above]] <= s->dist[v]) break;
        rel_nearest_put(s, s->heap[above], at);
        at = above;
    }
    rel_nearest_put(s, v, at);
}

/* Takes out the nearest; the heap is not empty. */
static inline rel_vid rel_nearest_pop(rel_nearest *s)
{
    const rel_vid top = s->heap[0], v = s->heap[--s->count];
    uint64_t at = 0;
    s->place[top] = 0;
    if (s->count == 0) return top;
    for (;;) {
        uint64_t best = 4 * at + 1;
        if (best >= s->count) break;
        for (uint64_t k = 4 * at + 2; k < 4 * at + 5 && k < s->count; k++)
            if (s->dist[s->heap[k]] < s->dist[s->heap[best]]) best = k;
        if (s->dist[s->heap[best]] >= s->dist[v]) break;
        rel_nearest_put(s, s->heap[best], (rel_vid)at);
        at = best;
    }
    rel_nearest_put(s, v, (rel_vid)at);
    return top;
}

#endif
