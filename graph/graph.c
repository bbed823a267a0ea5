#include "graph/graph.h"

#include "graph/owner.h"

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

static size_t csr_bytes(const rel_graph *g, const rel_csr *csr)
{
    const size_t n = g->n, m = (size_t)g->m;
    if (!csr->off) return 0;
    return (n + 1) * sizeof *csr->off + m * sizeof *csr->adj + (csr->weight ? m * sizeof *csr->weight : 0);
}

static size_t packed_bytes(const rel_packed_rows *r, rel_vid n)
{
    if (!r->block) return 0;
    const uint64_t blocks = rel_packed_blocks(n);
    return (blocks + 1) * sizeof *r->block + n * sizeof *r->row + r->block[blocks] + REL_PACKED_PADDING;
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
    const rel_packed *p = &g->packed;
    bytes += packed_bytes(&p->out, g->n);
    if (p->in.block != p->out.block) bytes += packed_bytes(&p->in, g->n);
    if (p->order) bytes += g->n * sizeof *p->order;
    if (p->out_degree) bytes += g->n * sizeof *p->out_degree;
    return bytes + names_bytes(&g->names) + table_bytes(&g->vertex_attributes) +
           table_bytes(&g->edge_attributes);
}
