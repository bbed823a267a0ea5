/* Text edge lists: `a b`, `a b weight`, `a b time`, separated by blanks, tabs, commas or semicolons, '#' and
 * '%' comments. A line `a b` means that a gives attention to b. Parsed in parallel over the mapped file. */
#ifndef REL_GRAPH_EDGELIST_H
#define REL_GRAPH_EDGELIST_H

#include "graph/builder.h"

typedef struct rel_edgelist_opts {
    bool directed;
    int directions;
    enum { REL_THIRD_AUTO, REL_THIRD_NONE, REL_THIRD_WEIGHT, REL_THIRD_TIME } third; /* third column */
} rel_edgelist_opts;

#define REL_EDGELIST_DEFAULTS                                                                                \
    ((rel_edgelist_opts){.directed = true, .directions = REL_BUILD_BOTH, .third = REL_THIRD_AUTO})

/* Reads a whole edge list. .gz and .zst are decompressed; "-" is standard input. Vertices are numbered in
 * ascending order of their number when every name is a whole number below 2^64, else in ascending bytewise
 * order of their text.
 * Errors: E_IO, E_MEM, E_DATA (first bad line, with what was expected and found). */
REL_CHECKED
rel_status rel_edgelist_read(rel_ctx *ctx, const char *path, rel_edgelist_opts opts, rel_graph *g);
/* The same of the lines in the first `bytes` > 0 of the (unpacked) content alone: a taste of a large file. */
REL_CHECKED
rel_status rel_edgelist_read_part(rel_ctx *ctx, const char *path, rel_edgelist_opts opts, size_t bytes,
                                  rel_graph *g);

#endif
