#include "graph/graph.h"

#include <stdlib.h>

#include "graph/owner.h"
#include "graph/partition.h"

rel_eid rel_graph_find(const rel_graph *g, rel_vid u, rel_vid v)
{
    rel_eid low = g->out.off[u], high = g->out.off[u + 1];
    while (low < high) {
        const rel_eid mid = low + (high - low) / 2;
        if (g->out.adj[mid] == v) return mid;
        if (g->out.adj[mid] < v)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

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

/* Arcs turned round: rows ascend within each part of the result. */
static int64_t produce_arcs(const void *state, int64_t first, int64_t last, uint64_t *item, rel_tally *tally)
{
    const arc_source *s = state;
    const rel_csr *csr = s->csr;
    const int words = csr->weight ? 2 : 1;
    rel_vid u = row_of(csr, s->n, first);
    (void)tally;
    for (rel_eid e = first; e < last; e++, item += words) {
        while (csr->off[u + 1] <= e) u++;
        item[0] = (uint64_t)csr->adj[e] << 32 | u;
        if (words == 1) continue;
        uint32_t bits;
        memcpy(&bits, csr->weight + e, sizeof bits);
        item[1] = bits;
    }
    return last - first;
}

/* A part's items go to their rows in one sweep: the rows of a part fit a core's cache. Nothing is merged, so
 * a part's arcs begin where its items do. */
static void scatter_part(const rel_parts *p, int part, rel_vid rows, rel_eid *off, rel_vid *adj,
                         float *weight)
{
    const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, rows);
    const int64_t begin = p->start[part], end = p->start[part + 1];
    /* off[r + 1] counts row r, then is where its next arc goes, and ends as where row r + 1 begins. The first
     * row of the part has its start in the part before, which another thread may be writing. */
    if (last <= first) return;
    memset(off + first + 1, 0, (size_t)(last - first) * sizeof *off);
    for (int64_t i = begin; i < end; i++) off[(p->item[i * p->words] >> 32) + 1]++;
    rel_eid place = begin;
    for (rel_vid r = first; r < last; r++) {
        const rel_eid count = off[r + 1];
        off[r + 1] = place;
        place += count;
    }
    for (int64_t i = begin; i < end; i++) {
        const uint64_t *item = p->item + i * p->words;
        const rel_eid e = off[(item[0] >> 32) + 1]++;
        adj[e] = (rel_vid)item[0];
        if (!weight) continue;
        const uint32_t bits = (uint32_t)item[1];
        memcpy(weight + e, &bits, sizeof bits);
    }
}

static rel_status transpose(rel_ctx *ctx, rel_graph *g, const rel_csr *from, rel_csr *to)
{
    rel_status st;
    rel_parts p = {0};
    rel_tally tally;
    rel_eid *off = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    const arc_source state = {from, g->n};
    const rel_item_source source = {g->m, 1, from->weight ? 2 : 1, produce_arcs, &state};
    REL_TRY(rel_graph_reserve(ctx, g, 3));
    REL_TRY(rel_parts_make(ctx, &source, g->n, &p, &tally));
    REL_TRY(rel_graph_alloc(ctx, g, &off, (size_t)g->n + 1, sizeof *off, "rows"));
    REL_TRY(rel_graph_alloc(ctx, g, &adj, (size_t)g->m, sizeof *adj, "neighbours"));
    if (from->weight) REL_TRY(rel_graph_alloc(ctx, g, &weight, (size_t)g->m, sizeof *weight, "weights"));
    off[0] = 0;
    /* dynamic: parts differ in size as vertices differ in degree */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
    for (int part = 0; part < p.parts; part++) scatter_part(&p, part, g->n, off, adj, weight);
    *to = (rel_csr){off, adj, weight};
    rel_parts_free(&p);
    return REL_OK;
out:
    rel_parts_free(&p);
    rel_graph_drop(g, off);
    rel_graph_drop(g, adj);
    rel_graph_drop(g, weight);
    return st;
}

rel_status rel_graph_need_in(rel_ctx *ctx, rel_graph *g)
{
    if (g->in.off) return REL_OK;
    if (g->directed) return transpose(ctx, g, &g->out, &g->in);
    g->in = g->out;
    return REL_OK;
}

rel_status rel_graph_need_out(rel_ctx *ctx, rel_graph *g)
{
    if (g->out.off) return REL_OK;
    if (g->directed) return transpose(ctx, g, &g->in, &g->out);
    g->out = g->in;
    return REL_OK;
}

static size_t csr_bytes(const rel_graph *g, const rel_csr *csr)
{
    const size_t n = g->n, m = (size_t)g->m;
    if (!csr->off) return 0;
    return (n + 1) * sizeof *csr->off + m * sizeof *csr->adj + (csr->weight ? m * sizeof *csr->weight : 0);
}

static size_t table_bytes(const rel_attributes *table)
{
    size_t bytes = 0;
    for (int i = 0; i < table->count; i++) {
        const rel_attribute *a = &table->column[i];
        const size_t count = (size_t)a->count;
        bytes += rel_attribute_size(a->type) * count;
        if (a->type == REL_ATTRIBUTE_TEXT) bytes += sizeof *a->value.off + a->value.off[count];
        if (a->present) bytes += count;
    }
    return bytes;
}

static size_t names_bytes(const rel_names *names)
{
    const size_t n = names->n;
    if (names->form == REL_NAMES_U64) return n * sizeof *names->number;
    if (names->form == REL_NAMES_INDEX) return 0;
    return (n + 1) * sizeof *names->off + names->off[n] + n * sizeof *names->sorted;
}

size_t rel_graph_bytes(const rel_graph *g)
{
    size_t bytes = csr_bytes(g, &g->out);
    if (g->in.off != g->out.off) bytes += csr_bytes(g, &g->in);
    return bytes + names_bytes(&g->names) + table_bytes(&g->vertex_attributes) +
           table_bytes(&g->edge_attributes);
}
