#include "graph/pack_rows.h"

#include <omp.h>
#include <stdlib.h>

#include "graph/owner.h"

enum {
    CHUNK_ARCS = 1 << 22, /* packed side by side before they are put in a row */
    CHUNK_ROWS = 1 << 16,
    FEW = 48, /* neighbours that are sorted by insertion */
    DIGIT = 8,
};

void rel_sort_row(uint64_t *item, uint64_t *spare, uint32_t count, rel_vid columns)
{
    if (count <= FEW) {
        for (uint32_t i = 1; i < count; i++) {
            const uint64_t x = item[i];
            uint32_t k = i;
            for (; k > 0 && item[k - 1] >> 32 > x >> 32; k--) item[k] = item[k - 1];
            item[k] = x;
        }
        return;
    }
    uint64_t *from = item, *to = spare;
    for (int shift = 32; shift < 64 && (uint64_t)columns >> (shift - 32); shift += DIGIT) {
        uint32_t next[1 << DIGIT] = {0}, sum = 0;
        for (uint32_t i = 0; i < count; i++) next[from[i] >> shift & 0xff]++;
        for (int d = 0; d < 1 << DIGIT; d++) {
            const uint32_t here = next[d];
            next[d] = sum;
            sum += here;
        }
        for (uint32_t i = 0; i < count; i++) to[next[from[i] >> shift & 0xff]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != item) memcpy(item, from, count * sizeof *item);
}

/* Drops what stands twice in a sorted row; weights are those of the first. */
static uint32_t drop_repeats(uint64_t *item, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || item[i] >> 32 != item[kept - 1] >> 32) item[kept++] = item[i];
    return kept;
}

/* The most bytes a row can take. */
static size_t room_of(uint32_t degree, bool weighted)
{
    return 5 + (size_t)degree / 4 + 1 + (size_t)degree * (weighted ? 8 : 4);
}

static uint8_t *put_weights(uint8_t *at, const uint64_t *item, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t bits = (uint32_t)item[i];
        memcpy(at, &bits, sizeof bits);
        at += sizeof bits;
    }
    return at;
}

/* Writes a row as packed.h describes it; returns its bytes. */
static size_t encode(uint8_t *to, const uint64_t *item, uint32_t count, bool weighted)
{
    uint8_t *at = to;
    uint32_t head = count, last = REL_VID_NONE;
    for (; head > 0x7f; head >>= 7) *at++ = (uint8_t)(head | 0x80);
    *at++ = (uint8_t)head;
    if (weighted) at = put_weights(at, item, count);
    uint8_t *code = at;
    at += ((size_t)count + 3) / 4;
    memset(code, 0, (size_t)(at - code));
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t neighbour = (uint32_t)(item[i] >> 32);
        uint32_t gap = neighbour - last - 1;
        const int bytes = gap < 1u << 8 ? 1 : gap < 1u << 16 ? 2 : gap < 1u << 24 ? 3 : 4;
        code[i >> 2] |= (uint8_t)((bytes - 1) << (2 * (i & 3)));
        for (int b = 0; b < bytes; b++, gap >>= 8) *at++ = (uint8_t)gap;
        last = neighbour;
    }
    return (size_t)(at - to);
}

rel_status rel_packer_begin(rel_ctx *ctx, rel_graph *g, bool weighted, rel_packer *p)
{
    rel_status st;
    *p = (rel_packer){.g = g, .weighted = weighted};
    REL_TRY(rel_big_alloc(ctx, &p->block, rel_packed_blocks(g->n) + 1, sizeof *p->block, "packed rows"));
    REL_TRY(rel_big_alloc(ctx, &p->row, g->n, sizeof *p->row, "packed rows"));
    p->block[0] = 0;
out:
    if (st != REL_OK) rel_packer_free(p);
    return st;
}

/* Rows that are encoded side by side, each in room of its own. */
typedef struct chunk {
    rel_vid first, count;
    size_t *at;     /* count + 1: room */
    uint32_t *size; /* bytes used */
    uint8_t *room;
    uint64_t *item; /* threads x 2 x longest */
    size_t longest;
    rel_eid arcs;
} chunk;

static void encode_chunk(int threads, const rel_packer *p, const rel_pack_source *s, chunk *c)
{
    rel_eid arcs = 0;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64) reduction(+ : arcs)
    for (rel_vid i = 0; i < c->count; i++) {
        uint64_t *item = c->item + (size_t)omp_get_thread_num() * 2 * c->longest;
        uint32_t count = s->degree(s->state, c->first + i);
        s->fill(s->state, c->first + i, item);
        rel_sort_row(item, item + c->longest, count, p->g->n);
        count = drop_repeats(item, count);
        if (s->kept) s->kept(s->state, c->first + i, item, count);
        c->size[i] = (uint32_t)encode(c->room + c->at[i], item, count, p->weighted);
        arcs += count;
    }
    c->arcs = arcs;
}

/* Puts the rows of a chunk behind those there are. */
static rel_status append(rel_ctx *ctx, rel_packer *p, const chunk *c)
{
    rel_status st;
    size_t end = p->bytes, begin = p->bytes;
    for (rel_vid i = 0; i < c->count; i++) {
        const rel_vid v = c->first + i;
        if (v % REL_PACKED_BLOCK == 0) p->block[v / REL_PACKED_BLOCK] = end;
        const uint64_t from_block = end - p->block[v / REL_PACKED_BLOCK];
        if (from_block > UINT32_MAX)
            return rel_fail(ctx, REL_E_LIMIT, "packing: %d rows take more than 4 GiB", REL_PACKED_BLOCK);
        p->row[v] = (uint32_t)from_block;
        end += c->size[i];
    }
    REL_TRY(rel_grow(ctx, &p->data, &p->capacity, end + REL_PACKED_PADDING, 1, "packed rows"));
    for (rel_vid i = 0; i < c->count; i++) {
        memcpy(p->data + begin, c->room + c->at[i], c->size[i]);
        begin += c->size[i];
    }
    p->bytes = end;
    p->arcs += c->arcs;
out:
    return st;
}

/* From c->first on: rows whose arcs fit, at least one. */
static void choose(const rel_pack_source *s, bool weighted, rel_vid last, chunk *c)
{
    int64_t arcs = 0;
    c->count = 0;
    c->at[0] = 0;
    while (c->first + c->count < last && c->count < CHUNK_ROWS) {
        const uint32_t degree = s->degree(s->state, c->first + c->count);
        arcs += degree;
        if (c->count > 0 && arcs > CHUNK_ARCS) return;
        c->at[c->count + 1] = c->at[c->count] + room_of(degree, weighted);
        c->count++;
    }
}

rel_status rel_pack_rows(rel_ctx *ctx, rel_packer *p, const rel_pack_source *s, rel_vid first, rel_vid last)
{
    rel_status st = REL_OK;
    chunk c = {.first = first};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (rel_vid v = first; v < last; v++) {
        const uint32_t degree = s->degree(s->state, v);
        if (degree > c.longest) c.longest = degree;
    }
    const size_t most = c.longest > CHUNK_ARCS ? c.longest : CHUNK_ARCS;
    REL_TRY(rel_scratch_unset(ctx, &c.at, CHUNK_ROWS + 1, sizeof *c.at, "packing rows"));
    REL_TRY(rel_scratch_unset(ctx, &c.size, CHUNK_ROWS, sizeof *c.size, "packing rows"));
    REL_TRY(rel_scratch_unset(ctx, &c.room, most * (p->weighted ? 8 : 4) + most / 4 + 6 * (size_t)CHUNK_ROWS,
                              1, "packing rows"));
    REL_TRY(rel_scratch_unset(ctx, &c.item, (size_t)ctx->threads * 2 * c.longest, sizeof *c.item,
                              "packing rows"));
    for (; c.first < last; c.first += c.count) {
        choose(s, p->weighted, last, &c);
        encode_chunk(ctx->threads, p, s, &c);
        REL_TRY(append(ctx, p, &c));
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "packing", "accounts", c.first, p->g->n);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_packer_finish(rel_ctx *ctx, rel_packer *p, rel_packed_rows *rows)
{
    rel_status st;
    rel_graph *g = p->g;
    REL_TRY(rel_graph_reserve(ctx, g, 3));
    REL_TRY(rel_grow(ctx, &p->data, &p->capacity, p->bytes + REL_PACKED_PADDING, 1, "packed rows"));
    memset(p->data + p->bytes, 0, REL_PACKED_PADDING);
    p->block[rel_packed_blocks(g->n)] = p->bytes;
    uint8_t *smaller = realloc(p->data, p->bytes + REL_PACKED_PADDING);
    if (smaller) p->data = smaller;
    *rows = (rel_packed_rows){p->block, p->row, p->data};
    st = rel_graph_adopt(ctx, g, p->block);
    if (st == REL_OK) st = rel_graph_adopt(ctx, g, p->row);
    if (st == REL_OK) st = rel_graph_adopt(ctx, g, p->data);
    *p = (rel_packer){0};
out:
    return st;
}

void rel_packer_free(rel_packer *p)
{
    free(p->block);
    free(p->row);
    free(p->data);
    *p = (rel_packer){0};
}
