/* The undirected view of a graph: for measures to which the direction of attention does not matter. */
#ifndef REL_ALGORITHMS_STRUCTURE_NEIGHBOURS_H
#define REL_ALGORITHMS_STRUCTURE_NEIGHBOURS_H

#include "graph/graph.h"

/* Rows of c hold everybody that v is joined with, in whatever direction, ascending, each once. Of an
 * undirected graph these are its own arrays; else they are scratch of ctx: 8 bytes a vertex and 4 a
 * neighbour. Needs out, and in when directed. Cost O(n + m). `what` begins the error sentence. Errors:
 * E_USAGE (a direction is missing), E_MEM. */
REL_CHECKED
rel_status rel_neighbours(rel_ctx *ctx, const rel_graph *g, bool weighted, const char *what, rel_csr *c);

#endif
