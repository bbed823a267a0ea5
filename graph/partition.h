/* Partition: arcs dealt out to parts by ranges of their row, in one sweep through memory. The base of
 * building and of transposing a graph. Private to graph/.
 *
 * An item is 1 to 3 words of 64 bits; word 0 is row << 32 | column. Each thread deals out one contiguous
 * slice of the input into lines of 64 bytes that go to memory when full ("software write combining":
 * Balkesen, Teubner, Alonso, Oezsu, "Main-memory hash joins on multi-core CPUs", ICDE 2013). Places are given
 * out part by part, then slice by slice, so each part holds its items in input order at any number of
 * threads. */
#ifndef REL_GRAPH_PARTITION_H
#define REL_GRAPH_PARTITION_H

#include "graph/types.h"
#include "src/base/ctx.h"

enum { REL_ITEM_WORDS_MAX = 3 };

/* What a source met. Counted for kept items: layers; for dropped ones: the rest. */
typedef struct rel_tally {
    int64_t self_loops, bad_weight, bad_vertex, bad_layer;
    uint32_t layers; /* bit k: rel_kind k occurs */
} rel_tally;

/* Items come from elements 0 <= i < count; each gives none to `fanout` of them. */
typedef struct rel_item_source {
    int64_t count;
    int fanout; /* 1 or 2 */
    int words;
    /* Writes the items of elements first <= i < last, in order; returns their number. Called from several
     * threads at once, with last - first <= REL_SOURCE_BLOCK. */
    int64_t (*produce)(const void *state, int64_t first, int64_t last, uint64_t *item, rel_tally *tally);
    const void *state;
} rel_item_source;
enum { REL_SOURCE_BLOCK = 1024 };

typedef struct rel_parts {
    int words;
    int shift; /* row r is in part r >> shift */
    int parts;
    int64_t *start;    /* parts + 1: part p holds items start[p] <= i < start[p + 1] */
    uint64_t *item;    /* words a item */
    size_t room_bytes; /* of item */
} rel_parts;

/* Rows are 0 <= r < rows. *p is {0}, or holds parts made before, whose memory is used again: fresh pages are
 * dear. Memory: words * 8 bytes an item, and little more. Errors: E_MEM, E_STOPPED; E_USAGE when the tally
 * has a bad vertex or layer (*p is empty then). */
REL_CHECKED
rel_status rel_parts_make(rel_ctx *ctx, const rel_item_source *source, rel_vid rows, rel_parts *p,
                          rel_tally *tally);
/* Accepts {0}. */
void rel_parts_free(rel_parts *p);

/* Rows first <= r < last of a part. */
static inline rel_vid rel_part_first_row(const rel_parts *p, int part)
{
    return (rel_vid)((uint64_t)(unsigned)part << p->shift);
}
static inline rel_vid rel_part_last_row(const rel_parts *p, int part, rel_vid rows)
{
    const uint64_t end = (uint64_t)(unsigned)(part + 1) << p->shift;
    return end < rows ? (rel_vid)end : rows;
}

/* Called when a part is sorted and still in the cache, from several threads at once. */
typedef void rel_part_visit(void *state, const rel_parts *p, int part, const uint64_t *item);

/* Sorts every part by column, and with `by_row` then by row; equal items keep their order. The sorted items
 * are given to visit; p->item holds no particular order afterwards, unless `keep`. Memory: a buffer of a
 * usual part for each thread, and one of the largest part. Errors: E_MEM, E_STOPPED. */
typedef struct rel_sort_plan {
    rel_vid columns; /* columns are below */
    bool by_row, keep;
    rel_part_visit *visit;
    void *state;
} rel_sort_plan;
REL_CHECKED
rel_status rel_parts_sort(rel_ctx *ctx, rel_parts *p, rel_sort_plan plan);

/* Moves the items of a part to their rows, in their order: off[r + 1] becomes the end of each row of the
 * part, adj and weight (NULL: none; else word 1 holds the bits) its arcs, which begin at p->start[part].
 * off[0] is the caller's. */
void rel_part_scatter(const rel_parts *p, int part, const uint64_t *item, rel_vid rows, rel_eid *off,
                      rel_vid *adj, float *weight);

#endif
