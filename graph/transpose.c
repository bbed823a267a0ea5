#include "graph/transpose.h"

#include "graph/owner.h"
#include "graph/pack.h"

/* The row that holds arc e. */
static rel_vid row_of(const rel_csr *csr, rel_vid n, rel_eid e)
{
    rel_vid low = 0, high = n;
    while (high - low > 1) {
        const rel_vid mid = low + (high - low) / 2;
        if (csr->off[mid] <= e)
            low = mid;
        else
            high = mid;
    }
    return low;
}

typedef struct arc_source {
    const rel_csr *csr;
    rel_vid n;
} arc_source;

/* Arcs turned round. They come in the order of their old rows, so the new rows are sorted without sorting. */
static int64_t produce_arcs(const void *state, int64_t first, int64_t last, uint64_t *item, rel_tally *tally)
{
    const arc_source *s = state;
    const rel_csr *csr = s->csr;
    rel_vid u = row_of(csr, s->n, first);
    (void)tally;
    for (rel_eid e = first; e < last; u++) {
        const rel_eid end = csr->off[u + 1] < last ? csr->off[u + 1] : last;
        if (!csr->weight) {
            for (; e < end; e++) *item++ = (uint64_t)csr->adj[e] << 32 | u;
            continue;
        }
        for (; e < end; e++) {
            uint32_t bits;
            memcpy(&bits, csr->weight + e, sizeof bits);
            *item++ = (uint64_t)csr->adj[e] << 32 | u;
            *item++ = bits;
        }
    }
    return last - first;
}

rel_status rel_graph_transpose(rel_ctx *ctx, rel_graph *g, const rel_csr *from, rel_csr *to, rel_vid *adj,
                               rel_parts *p)
{
    rel_status st;
    rel_tally tally;
    rel_eid *off = NULL;
    rel_vid *fresh = NULL;
    float *weight = NULL;
    const arc_source state = {from, g->n};
    const rel_item_source source = {g->m, 1, from->weight ? 2 : 1, produce_arcs, &state};
    REL_TRY(rel_parts_make(ctx, &source, g->n, p, &tally));
    REL_TRY(rel_graph_alloc(ctx, g, &off, (size_t)g->n + 1, sizeof *off, "rows"));
    if (!adj) REL_TRY(rel_graph_alloc(ctx, g, &fresh, (size_t)g->m, sizeof *adj, "neighbours"));
    if (!adj) adj = fresh;
    if (from->weight) REL_TRY(rel_graph_alloc(ctx, g, &weight, (size_t)g->m, sizeof *weight, "weights"));
    off[0] = 0;
    /* dynamic: parts differ in size as vertices differ in degree */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
    for (int part = 0; part < p->parts; part++)
        rel_part_scatter(p, part, p->item + p->start[part] * p->words, g->n, off, adj, weight);
    *to = (rel_csr){off, adj, weight};
    return REL_OK;
out:
    rel_graph_drop(g, off);
    rel_graph_drop(g, fresh);
    rel_graph_drop(g, weight);
    return st;
}

static rel_status turn(rel_ctx *ctx, rel_graph *g, const rel_csr *from, rel_csr *to)
{
    rel_parts p = {0};
    const rel_status unpacked = rel_graph_unpack(ctx, g);
    if (unpacked != REL_OK) return unpacked;
    if (to->off) return REL_OK;
    if (!g->directed) {
        *to = *from;
        return REL_OK;
    }
    const rel_status st = rel_graph_transpose(ctx, g, from, to, NULL, &p);
    rel_parts_free(&p);
    return st;
}

rel_status rel_graph_need_in(rel_ctx *ctx, rel_graph *g)
{
    return turn(ctx, g, &g->out, &g->in);
}

rel_status rel_graph_need_out(rel_ctx *ctx, rel_graph *g)
{
    return turn(ctx, g, &g->in, &g->out);
}
