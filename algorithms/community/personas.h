/* Ego-splitting: an account that belongs to several groups becomes several personas, one for each group of
 * its neighbours that hang together without it. Communities of the personas overlap as communities of
 * accounts.
 *
 * Source: Epasto, Lattanzi, Paes Leme, "Ego-splitting framework: from non-overlapping to overlapping
 * clusters", KDD 2017, with connected components as the local clustering. */
#ifndef REL_ALGORITHMS_COMMUNITY_PERSONAS_H
#define REL_ALGORITHMS_COMMUNITY_PERSONAS_H

#include "graph/graph.h"

typedef struct rel_personas {
    rel_vid n;       /* vertices that were split */
    rel_vid *first;  /* n + 1: the personas of v are first[v] .. first[v + 1], at least one */
    rel_graph graph; /* of the personas: the edges of the graph, each between the two personas it concerns */
} rel_personas;

/* Neighbours are those in whatever direction; two of them hang together when they are joined, or through
 * others of them. A vertex without neighbours has one persona. The personas of v are in the order of their
 * smallest neighbour. Edges keep direction and weight. Needs out, and in when directed.
 *
 * Cost: for each edge the smaller degree (times the logarithm of the larger), at most O(m^1.5 log n). Memory:
 * the result, 4 bytes a vertex and a graph of as many edges; scratch 4 bytes an arc and neighbour, 12 an arc
 * for the new ends and its building, 4 a vertex and thread, 4 times the largest degree a thread. The same at
 * any thread count. Yours: rel_personas_free. Errors: E_USAGE (a direction is missing), E_LIMIT (more
 * personas than a graph has vertices), E_MEM, E_STOPPED; *p is {0} then. */
REL_CHECKED
rel_status rel_personas_make(rel_ctx *ctx, const rel_graph *g, rel_personas *p);
/* Accepts {0}. */
void rel_personas_free(rel_personas *p);

#endif
