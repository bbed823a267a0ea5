/* Packing rows one after another into memory that grows. Private to graph/. */
#ifndef REL_GRAPH_PACK_ROWS_H
#define REL_GRAPH_PACK_ROWS_H

#include "graph/graph.h"

/* Where rows come from. Called from several threads at once, each for its own v. */
typedef struct rel_pack_source {
    uint32_t (*degree)(const void *state, rel_vid v);
    /* Writes degree(v) items, neighbour << 32 | bits of the weight, in any order. */
    void (*fill)(const void *state, rel_vid v, uint64_t *item);
    /* May be NULL: told what stays of the row, sorted and each neighbour once. */
    void (*kept)(const void *state, rel_vid v, const uint64_t *item, uint32_t count);
    const void *state;
    bool weighted;
} rel_pack_source;

typedef struct rel_packer {
    rel_graph *g; /* borrowed: owner of what is made */
    bool weighted;
    uint64_t *block;
    uint32_t *row;
    uint8_t *data;
    size_t bytes, capacity;
    rel_eid arcs;
} rel_packer;

/* Errors: E_MEM. */
REL_CHECKED
rel_status rel_packer_begin(rel_ctx *ctx, rel_graph *g, bool weighted, rel_packer *p);
/* Packs rows first <= v < last, which follow those packed so far. The same bytes at any thread count.
 * Scratch: about 40 MiB, and 16 bytes a neighbour of the longest row and thread. Errors: E_MEM, E_STOPPED,
 * E_LIMIT (a block of rows of 4 GiB). */
REL_CHECKED
rel_status rel_pack_rows(rel_ctx *ctx, rel_packer *p, const rel_pack_source *s, rel_vid first, rel_vid last);
/* Hands the rows to g. Errors: E_MEM. */
REL_CHECKED
rel_status rel_packer_finish(rel_ctx *ctx, rel_packer *p, rel_packed_rows *rows);
/* Gives up; also after finish. */
void rel_packer_free(rel_packer *p);

/* Sorts items by neighbour, all below `columns`; equal ones keep their order. spare has room for as many. */
void rel_sort_row(uint64_t *item, uint64_t *spare, uint32_t count, rel_vid columns);

#endif
