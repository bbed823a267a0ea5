/* Packed rows: adjacency compressed in memory and in snapshots, decoded inside the kernels, for graphs whose
 * plain rows (4 bytes an arc) would not fit. Vertices are numbered anew by descending out-degree before they
 * are packed, so that gaps between neighbours are small and kernels find what most edges lead to in few cache
 * lines; `order` leads back, and users never see the new numbers.
 *
 * A row is a head (its degree, 7 bits a byte, least significant first, the high bit says that more follow),
 * its weights when there are any (float32), a code of 2 bits for each neighbour (how many bytes its gap
 * takes, less 1; four to a byte, the last byte filled with 0), and the gaps: neighbour - neighbour before -
 * 1, the one before the first being -1, least significant byte first. Rows follow each other without a gap.
 *
 * Source: Lemire, Kurz, Rupp, "Stream VByte: byte-oriented integer compression", Inf. Process. Lett. 130,
 * 2018: lengths apart from values, so that four values are decoded at once without a branch. About 1.5 bytes
 * an arc in social graphs. Memory: 4.03 bytes a vertex and direction beside the bytes of the rows, 4 a vertex
 * for the order. */
#ifndef REL_GRAPH_PACKED_H
#define REL_GRAPH_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "graph/types.h"

enum {
    REL_PACKED_BLOCK = 256,  /* rows that one 64-bit position leads to */
    REL_PACKED_PIECE = 128,  /* neighbours that are decoded at once, a multiple of 4 */
    REL_PACKED_PADDING = 64, /* bytes behind the rows, which decoders may read and never use */
};

/* One direction. Row v begins at data + block[v / REL_PACKED_BLOCK] + row[v]. */
typedef struct rel_packed_rows {
    const uint64_t *block; /* rel_packed_blocks(n) + 1, the last is the end; NULL: direction not there */
    const uint32_t *row;   /* n */
    const uint8_t *data;
} rel_packed_rows;

/* Decodes `count` neighbours, at most REL_PACKED_PIECE; `last` is the neighbour before the first. `to` has
 * room for a multiple of 4. Returns where the next gap begins. */
typedef const uint8_t *rel_packed_decoder(const uint8_t *code, const uint8_t *gap, int count, rel_vid last,
                                          rel_vid *to);

/* Everything in new numbers. {0}: the graph is not packed. */
typedef struct rel_packed {
    rel_packed_rows out, in;    /* as in rel_graph; the same when undirected */
    const rel_vid *order;       /* new -> old, n; NULL: nothing was renumbered */
    const uint32_t *out_degree; /* n; there when a directed graph has `in` alone */
    bool weighted;              /* every row holds weights */
    rel_packed_decoder *decode; /* rel_packed_best_decoder(), or another that gives the same */
} rel_packed;

static inline bool rel_is_packed(const rel_packed *p)
{
    return p->out.block || p->in.block;
}

static inline uint64_t rel_packed_blocks(rel_vid n)
{
    return ((uint64_t)n + REL_PACKED_BLOCK - 1) / REL_PACKED_BLOCK;
}

static inline rel_vid rel_packed_old(const rel_packed *p, rel_vid v)
{
    return p->order ? p->order[v] : v;
}

/* Chosen by what the processor has. */
rel_packed_decoder *rel_packed_best_decoder(void);
rel_packed_decoder rel_packed_decode_portable;

/* The degree at the head of a row; *head moves behind it. */
static inline uint32_t rel_packed_head(const uint8_t **head)
{
    const uint8_t *at = *head;
    uint32_t degree = *at & 0x7fu;
    for (int shift = 7; *at++ & 0x80 && shift < 35; shift += 7) degree |= (*at & 0x7fu) << shift;
    *head = at;
    return degree;
}

static inline const uint8_t *rel_packed_at(const rel_packed_rows *r, rel_vid v)
{
    return r->data + r->block[v / REL_PACKED_BLOCK] + r->row[v];
}

static inline uint32_t rel_packed_degree(const rel_packed_rows *r, rel_vid v)
{
    const uint8_t *at = rel_packed_at(r, v);
    return rel_packed_head(&at);
}

/* Where a kernel is in a row. */
typedef struct rel_packed_cursor {
    rel_packed_decoder *decode;
    const uint8_t *code, *gap;
    const uint8_t *weight; /* bytes of the weights of what comes next, or NULL */
    uint32_t left;         /* neighbours still to come */
    rel_vid last;
} rel_packed_cursor;

static inline rel_packed_cursor rel_packed_begin(const rel_packed *p, const rel_packed_rows *r, rel_vid v)
{
    const uint8_t *at = rel_packed_at(r, v);
    rel_packed_cursor c = {.decode = p->decode, .last = REL_VID_NONE};
    c.left = rel_packed_head(&at);
    if (p->weighted) {
        c.weight = at;
        at += (size_t)c.left * sizeof(float);
    }
    c.code = at;
    c.gap = at + ((size_t)c.left + 3) / 4;
    return c;
}

/* The next neighbours, ascending, in to[0..result); 0 at the end of the row. Their weights, when the graph
 * has any, go to weight[0..result). */
static inline int rel_packed_next(rel_packed_cursor *c, rel_vid to[REL_PACKED_PIECE],
                                  float weight[REL_PACKED_PIECE])
{
    const int count = c->left < REL_PACKED_PIECE ? (int)c->left : REL_PACKED_PIECE;
    if (count == 0) return 0;
    c->gap = c->decode(c->code, c->gap, count, c->last, to);
    c->code += REL_PACKED_PIECE / 4;
    c->left -= (uint32_t)count;
    c->last = to[count - 1];
    if (c->weight && weight) {
        memcpy(weight, c->weight, (size_t)count * sizeof *weight);
        c->weight += (size_t)count * sizeof *weight;
    }
    return count;
}

#endif
