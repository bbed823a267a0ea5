/* The graphs that are measured, by name:
 *
 *     k16, k16u ... k24u   Kronecker graphs of Graph500, 2^16 ... 2^24 vertices, 16 throws a vertex; u:
 * undirected lfr                  a million vertices in planted communities, 15 M edges, mixing 0.4; lfr16:
 * 2^16 campaign             the accounts of a made-up campaign, projected from its exports
 *
 * A w at the end gives weights from 1 to 8. The same name is the same graph, everywhere. */
#ifndef REL_BENCH_GRAPHS_H
#define REL_BENCH_GRAPHS_H

#include "graph/graph.h"

typedef struct bench_graph {
    char name[32];
    char title[96]; /* "Kronecker, scale 20, undirected" */
    rel_graph graph;
    uint32_t *community; /* planted, or by the vertex number where there are none to know */
    uint32_t communities;
    double edges; /* pairs when undirected, arcs when not */
} bench_graph;

/* E_USAGE when no graph has that name. */
REL_CHECKED
rel_status bench_graph_check(rel_ctx *ctx, const char *name);
/* folder: gets the files of the campaign, which stay. Errors: E_USAGE (no such name), and those of the
 * generators. */
REL_CHECKED
rel_status bench_graph_make(rel_ctx *ctx, const char *name, const char *folder, bench_graph *b);
void bench_graph_free(bench_graph *b);
/* One JSON line: what the graph is. */
void bench_graph_print(rel_ctx *ctx, const bench_graph *b, double seconds);

#endif
