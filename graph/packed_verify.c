#include <stdlib.h>

#include "graph/snapshot_verify.h"
#include "graph/weights.h"
#include "src/base/rng.h"

/* A head that is no longer than it has to be, or false. */
static bool read_head(const uint8_t **at, const uint8_t *end, uint32_t *degree)
{
    const uint8_t *p = *at;
    uint64_t value = 0;
    int shift = 0;
    do {
        if (p >= end || shift > 28) return false;
        value |= (uint64_t)(*p & 0x7f) << shift;
        shift += 7;
    } while (*p++ & 0x80);
    if ((shift > 7 && p[-1] == 0) || value > UINT32_MAX) return false;
    *at = p;
    *degree = (uint32_t)value;
    return true;
}

static bool sound_weights(const uint8_t *at, uint32_t degree)
{
    for (uint32_t i = 0; i < degree; i++) {
        float weight;
        memcpy(&weight, at + i * sizeof weight, sizeof weight);
        if (!rel_weight_is_sound(weight)) return false;
    }
    return true;
}

/* Gaps that take as few bytes as they can, end where the row ends and name vertices below n other than v. */
static bool sound_gaps(const uint8_t *code, const uint8_t *gap, const uint8_t *end, uint32_t degree,
                       rel_vid v, rel_vid n)
{
    uint64_t next = 0; /* the least that the neighbour may be */
    for (uint32_t i = 0; i < degree; i++) {
        const int bytes = (code[i >> 2] >> (2 * (i & 3)) & 3) + 1;
        uint32_t value = 0;
        if (end - gap < bytes) return false;
        for (int b = 0; b < bytes; b++) value |= (uint32_t)*gap++ << (8 * b);
        if (bytes > 1 && value >> (8 * (bytes - 1)) == 0) return false;
        if (next + value >= n || next + value == v) return false;
        next += (uint64_t)value + 1;
    }
    if (degree & 3 && code[degree >> 2] >> (2 * (degree & 3))) return false;
    return gap == end;
}

/* The whole row from `at` to `end`; *degree is its length. */
static bool sound_row(const rel_graph *g, rel_vid v, const uint8_t *at, const uint8_t *end, uint32_t *degree)
{
    if (!read_head(&at, end, degree) || *degree >= g->n) return false;
    const size_t weights = g->packed.weighted ? (size_t)*degree * sizeof(float) : 0;
    const size_t codes = ((size_t)*degree + 3) / 4;
    if ((size_t)(end - at) < weights + codes) return false;
    if (weights && !sound_weights(at, *degree)) return false;
    at += weights;
    return sound_gaps(at, at + codes, end, *degree, v, g->n);
}

/* Blocks ascend within the rows; row v ends where row v + 1 begins. Positions are compared before any of them
 * is followed. */
static bool sound_block(const rel_graph *g, const rel_packed_rows *r, uint64_t b, rel_eid *arcs)
{
    const rel_vid first = (rel_vid)(b * REL_PACKED_BLOCK);
    const rel_vid last = g->n - first < REL_PACKED_BLOCK ? g->n : first + REL_PACKED_BLOCK;
    const uint64_t size = r->block[b + 1] - r->block[b];
    for (rel_vid v = first; v < last; v++) {
        const uint64_t begin = r->row[v], end = v + 1 < last ? r->row[v + 1] : size;
        uint32_t degree;
        if ((v == first && begin != 0) || begin > end || end > size) return false;
        const uint8_t *base = r->data + r->block[b];
        if (!sound_row(g, v, base + begin, base + end, &degree)) return false;
        *arcs += degree;
    }
    return true;
}

static bool sound_rows(int threads, const rel_graph *g, const rel_packed_rows *r)
{
    const uint64_t blocks = rel_packed_blocks(g->n);
    bool good = true;
    rel_eid arcs = 0;
    (void)threads;
    for (uint64_t b = 0; b < blocks; b++) good = good && r->block[b] <= r->block[b + 1];
    if (!good) return false;
/* dynamic: the blocks of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(&& : good) reduction(+ : arcs)
    for (uint64_t b = 0; b < blocks; b++) good = good && sound_block(g, r, b, &arcs);
    return good && arcs == g->m;
}

/* Each vertex once. */
static rel_status check_order(rel_ctx *ctx, const rel_vid *order, rel_vid n, bool *good)
{
    rel_status st = REL_OK;
    uint8_t *seen = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *good = true;
    if (!order) return REL_OK;
    REL_TRY(rel_scratch(ctx, &seen, n, 1, "order of the vertices"));
    for (rel_vid v = 0; v < n && *good; v++) {
        *good = order[v] < n && !seen[order[v]];
        if (*good) seen[order[v]] = 1;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Counts how often each vertex is a neighbour, and adds up a hash of every arc: the same for the same arcs in
 * any order. `turned` when rows are targets. */
static uint64_t tally(int threads, const rel_graph *g, const rel_packed_rows *r, bool turned, uint32_t *seen)
{
    uint64_t sum = 0;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 256) reduction(+ : sum)
    for (rel_vid v = 0; v < g->n; v++) {
        rel_vid to[REL_PACKED_PIECE];
        float weight[REL_PACKED_PIECE] = {0};
        rel_packed_cursor c = rel_packed_begin(&g->packed, r, v);
        for (int count; (count = rel_packed_next(&c, to, weight)) > 0;) {
            for (int i = 0; i < count; i++) {
                uint32_t bits;
                memcpy(&bits, &weight[i], sizeof bits);
                if (seen) __atomic_fetch_add(&seen[to[i]], 1, __ATOMIC_RELAXED);
                const uint64_t arc = turned ? (uint64_t)to[i] << 32 | v : (uint64_t)v << 32 | to[i];
                sum += rel_mix64(rel_mix64(arc) + bits);
            }
        }
    }
    return sum;
}

/* Both directions, or the other way of an undirected graph, or the degrees that stand for a direction. */
static rel_status check_other(rel_ctx *ctx, const rel_graph *g, bool *good)
{
    rel_status st = REL_OK;
    const rel_packed *p = &g->packed;
    uint32_t *seen = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *good = true;
    if (p->out.block && p->in.block)
        *good = tally(ctx->threads, g, &p->out, false, NULL) == tally(ctx->threads, g, &p->in, true, NULL);
    if (!p->out_degree) return REL_OK;
    REL_TRY(rel_scratch(ctx, &seen, g->n, sizeof *seen, "degrees"));
    tally(ctx->threads, g, &p->in, true, seen);
    *good = g->n == 0 || memcmp(seen, p->out_degree, g->n * sizeof *seen) == 0;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_packed_verify(rel_ctx *ctx, const char *path, const rel_graph *g)
{
    rel_status st;
    bool good;
    const rel_packed *p = &g->packed;
    REL_TRY(check_order(ctx, p->order, g->n, &good));
    if (!good)
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: the order of its packed rows is none", path);
    if ((p->out.block && !sound_rows(ctx->threads, g, &p->out)) ||
        (g->directed && p->in.block && !sound_rows(ctx->threads, g, &p->in)))
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its packed rows are no sorted lists of vertices",
                        path);
    REL_TRY(rel_poll(ctx));
    REL_TRY(check_other(ctx, g, &good));
    if (!good)
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its two directions hold different edges", path);
out:
    return st;
}
