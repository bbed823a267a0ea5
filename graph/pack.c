#include "graph/pack.h"

#include <omp.h>
#include <stdlib.h>

#include "graph/owner.h"
#include "graph/pack_rows.h"
#include "graph/reorder.h"
#include "src/base/par.h"

/* --- packing -----------------------------------------------------------------------------------------------
 */

typedef struct renumbered {
    const rel_csr *csr;
    const rel_reorder *r;
} renumbered;

static uint32_t degree_of(const void *state, rel_vid v)
{
    const renumbered *s = state;
    const rel_vid old = s->r->order[v];
    return (uint32_t)(s->csr->off[old + 1] - s->csr->off[old]);
}

static void fill_row(const void *state, rel_vid v, uint64_t *item)
{
    const renumbered *s = state;
    const rel_vid old = s->r->order[v];
    for (rel_eid e = s->csr->off[old]; e < s->csr->off[old + 1]; e++) {
        uint32_t bits = 0;
        if (s->csr->weight) memcpy(&bits, s->csr->weight + e, sizeof bits);
        *item++ = (uint64_t)s->r->rank[s->csr->adj[e]] << 32 | bits;
    }
}

static rel_status pack_direction(rel_ctx *ctx, rel_graph *g, const rel_csr *csr, const rel_reorder *r,
                                 rel_packed_rows *rows)
{
    rel_status st;
    rel_packer p;
    const renumbered state = {csr, r};
    const rel_pack_source source = {degree_of, fill_row, NULL, &state, csr->weight != NULL};
    REL_TRY(rel_packer_begin(ctx, g, source.weighted, &p));
    REL_TRY(rel_pack_rows(ctx, &p, &source, 0, g->n));
    st = rel_packer_finish(ctx, &p, rows);
out:
    rel_packer_free(&p);
    return st;
}

static rel_status keep_order(rel_ctx *ctx, rel_graph *g, const rel_reorder *r, bool degrees, rel_packed *p)
{
    rel_status st;
    rel_vid *order = NULL;
    uint32_t *degree = NULL;
    REL_TRY(rel_graph_alloc(ctx, g, &order, g->n, sizeof *order, "order by degree"));
    if (g->n) memcpy(order, r->order, g->n * sizeof *order);
    p->order = order;
    if (!degrees) return REL_OK;
    REL_TRY(rel_graph_alloc(ctx, g, &degree, g->n, sizeof *degree, "degrees"));
    for (rel_vid v = 0; v < g->n; v++)
        degree[v] = (uint32_t)(g->out.off[order[v] + 1] - g->out.off[order[v]]);
    p->out_degree = degree;
out:
    return st;
}

static void drop_rows(rel_graph *g, const rel_packed_rows *r)
{
    rel_graph_drop(g, r->block);
    rel_graph_drop(g, r->row);
    rel_graph_drop(g, r->data);
}

static void drop_packed(rel_graph *g, const rel_packed *p)
{
    if (p->in.block != p->out.block) drop_rows(g, &p->in);
    drop_rows(g, &p->out);
    rel_graph_drop(g, p->order);
    rel_graph_drop(g, p->out_degree);
}

static void drop_csr(rel_graph *g, const rel_csr *c)
{
    rel_graph_drop(g, c->off);
    rel_graph_drop(g, c->adj);
    rel_graph_drop(g, c->weight);
}

static void drop_plain(rel_graph *g)
{
    if (g->in.off != g->out.off) drop_csr(g, &g->in);
    drop_csr(g, &g->out);
    g->in = g->out = (rel_csr){0};
}

rel_status rel_graph_pack(rel_ctx *ctx, rel_graph *g, int directions)
{
    rel_status st;
    rel_reorder r = {0};
    rel_packed p = {.weighted = g->out.weight != NULL, .decode = rel_packed_best_decoder()};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!g->directed) directions = REL_BUILD_OUT;
    if (!(directions & REL_BUILD_BOTH) || !g->out.off)
        return rel_fail(ctx, REL_E_USAGE, "packing: there is no direction to pack");
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &r));
    REL_TRY(keep_order(ctx, g, &r, g->directed && !(directions & REL_BUILD_OUT), &p));
    if (directions & REL_BUILD_OUT) REL_TRY(pack_direction(ctx, g, &g->out, &r, &p.out));
    if (directions & REL_BUILD_IN) {
        REL_TRY(rel_graph_need_in(ctx, g));
        REL_TRY(pack_direction(ctx, g, &g->in, &r, &p.in));
    }
    if (!g->directed) p.in = p.out;
    drop_plain(g);
    g->packed = p;
out:
    if (st != REL_OK) drop_packed(g, &p);
    rel_scratch_release(ctx, mark);
    return st;
}

/* --- unpacking ---------------------------------------------------------------------------------------------
 */

typedef struct unpacking {
    const rel_packed *p;
    const rel_packed_rows *rows;
    rel_vid n;
    const rel_vid *rank; /* old -> new */
    rel_eid *off;
    rel_vid *adj;
    float *weight;  /* NULL: none */
    uint64_t *item; /* threads x 2 x longest */
    size_t longest;
} unpacking;

static void unpack_row(const unpacking *u, rel_vid old, uint64_t *item)
{
    rel_packed_cursor c = rel_packed_begin(u->p, u->rows, u->rank[old]);
    const uint32_t degree = c.left;
    rel_vid to[REL_PACKED_PIECE];
    float weight[REL_PACKED_PIECE] = {0};
    const rel_eid first = u->off[old];
    uint32_t filled = 0;
    for (int count; (count = rel_packed_next(&c, to, weight)) > 0;) {
        for (int i = 0; i < count; i++) {
            uint32_t bits;
            memcpy(&bits, &weight[i], sizeof bits);
            item[filled++] = (uint64_t)rel_packed_old(u->p, to[i]) << 32 | bits;
        }
    }
    rel_sort_row(item, item + u->longest, degree, u->n);
    for (uint32_t i = 0; i < degree; i++) {
        const uint32_t bits = (uint32_t)item[i];
        u->adj[first + i] = (rel_vid)(item[i] >> 32);
        if (u->weight) memcpy(u->weight + first + i, &bits, sizeof bits);
    }
}

static void unpack_rows(int threads, const unpacking *u)
{
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 256)
    for (rel_vid v = 0; v < u->n; v++)
        unpack_row(u, v, u->item + (size_t)omp_get_thread_num() * 2 * u->longest);
}

static rel_status unpack_direction(rel_ctx *ctx, rel_graph *g, const rel_packed_rows *rows,
                                   const rel_vid *rank, rel_csr *csr)
{
    rel_status st;
    unpacking u = {.p = &g->packed, .rows = rows, .n = g->n, .rank = rank};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_graph_alloc(ctx, g, &u.off, (size_t)g->n + 1, sizeof *u.off, "rows"));
    for (rel_vid v = 0; v < g->n; v++) {
        const uint32_t degree = rel_packed_degree(rows, rank[v]);
        u.off[v] = degree;
        if (degree > u.longest) u.longest = degree;
    }
    rel_par_prefix(ctx->threads, u.off, g->n);
    REL_TRY(rel_graph_alloc(ctx, g, &u.adj, (size_t)g->m, sizeof *u.adj, "neighbours"));
    if (g->packed.weighted)
        REL_TRY(rel_graph_alloc(ctx, g, &u.weight, (size_t)g->m, sizeof *u.weight, "weights"));
    REL_TRY(rel_scratch_unset(ctx, &u.item, (size_t)ctx->threads * 2 * u.longest, sizeof *u.item, "rows"));
    unpack_rows(ctx->threads, &u);
out:
    *csr = (rel_csr){u.off, u.adj, u.weight};
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_graph_unpack(rel_ctx *ctx, rel_graph *g)
{
    rel_status st = REL_OK;
    rel_packed *p = &g->packed;
    rel_vid *rank = NULL;
    rel_csr out = {0}, in = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!rel_is_packed(p)) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &rank, g->n, sizeof *rank, "order by degree"));
    for (rel_vid v = 0; v < g->n; v++) rank[rel_packed_old(p, v)] = v;
    if (p->out.block) REL_TRY(unpack_direction(ctx, g, &p->out, rank, &out));
    REL_TRY(rel_poll(ctx));
    if (g->directed && p->in.block) REL_TRY(unpack_direction(ctx, g, &p->in, rank, &in));
    drop_packed(g, p);
    g->packed = (rel_packed){0};
    g->out = out;
    g->in = g->directed ? in : out;
out:
    if (st != REL_OK) {
        drop_csr(g, &out);
        drop_csr(g, &in);
    }
    rel_scratch_release(ctx, mark);
    return st;
}
