/* Reading an edge list in pieces of other sizes than the usual, so that tests meet every border with small
 * files. Private to graph/ and the tests. */
#ifndef REL_GRAPH_EDGELIST_SIZES_H
#define REL_GRAPH_EDGELIST_SIZES_H

#include "graph/edgelist.h"

typedef struct rel_edgelist_sizes {
    size_t chunk_bytes; /* what one thread parses at a time, >= 1 */
    size_t block_bytes; /* what is in work at a time; 0: the usual */
    bool stream;        /* read a plain file as if it could not be mapped */
    bool one_block;     /* end after the first */
} rel_edgelist_sizes;

REL_CHECKED
rel_status rel_edgelist_read_sized(rel_ctx *ctx, const char *path, rel_edgelist_opts opts,
                                   rel_edgelist_sizes sizes, rel_graph *g);

#endif
