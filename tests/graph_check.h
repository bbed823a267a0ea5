/* Comparing graphs in tests: to the bit, and by the rules that every graph keeps. */
#ifndef REL_TESTS_GRAPH_CHECK_H
#define REL_TESTS_GRAPH_CHECK_H

#include "graph/graph.h"
#include "tests/check.h"

static inline bool same_bytes(const void *a, const void *b, size_t size)
{
    return (!a && !b) || size == 0 || (a && b && memcmp(a, b, size) == 0);
}

static inline bool same_csr(const rel_csr *a, const rel_csr *b, rel_vid n, rel_eid m)
{
    if (!a->off || !b->off) return !a->off && !b->off;
    return same_bytes(a->off, b->off, ((size_t)n + 1) * sizeof *a->off) &&
           same_bytes(a->adj, b->adj, (size_t)m * sizeof *a->adj) &&
           same_bytes(a->weight, b->weight, (size_t)m * sizeof *a->weight);
}

static inline bool same_column(const rel_attribute *a, const rel_attribute *b)
{
    if (strcmp(a->name, b->name) != 0 || a->type != b->type || a->count != b->count) return false;
    const size_t count = (size_t)a->count;
    if (!same_bytes(a->present, b->present, count)) return false;
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: return same_bytes(a->value.b, b->value.b, count);
    case REL_ATTRIBUTE_I64: return same_bytes(a->value.i64, b->value.i64, 8 * count);
    case REL_ATTRIBUTE_F32: return same_bytes(a->value.f32, b->value.f32, 4 * count);
    case REL_ATTRIBUTE_F64: return same_bytes(a->value.f64, b->value.f64, 8 * count);
    case REL_ATTRIBUTE_TEXT:
        return same_bytes(a->value.off, b->value.off, 8 * (count + 1)) &&
               same_bytes(a->text, b->text, a->value.off[count]);
    }
    return false;
}

static inline bool same_table(const rel_attributes *a, const rel_attributes *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++) same = same_column(&a->column[i], &b->column[i]);
    return same;
}

static inline bool same_names(const rel_names *a, const rel_names *b)
{
    if (a->form != b->form || a->n != b->n) return false;
    if (a->form == REL_NAMES_INDEX) return true;
    if (a->form == REL_NAMES_U64) return same_bytes(a->number, b->number, 8 * (size_t)a->n);
    return same_bytes(a->off, b->off, 8 * ((size_t)a->n + 1)) && same_bytes(a->text, b->text, a->off[a->n]) &&
           same_bytes(a->sorted, b->sorted, 4 * (size_t)a->n);
}

/* Everything but what was dropped while building. */
static inline bool same_graph(const rel_graph *a, const rel_graph *b)
{
    return a->n == b->n && a->m == b->m && a->directed == b->directed &&
           same_csr(&a->out, &b->out, a->n, a->m) && same_csr(&a->in, &b->in, a->n, a->m) &&
           same_names(&a->names, &b->names) && same_table(&a->vertex_attributes, &b->vertex_attributes) &&
           same_table(&a->edge_attributes, &b->edge_attributes);
}

static inline void check_csr(const rel_csr *csr, rel_vid n, rel_eid m)
{
    bool sorted = true, in_range = true, positive = true;
    if (!csr->off) return;
    CHECK(csr->off[0] == 0 && csr->off[n] == m);
    for (rel_vid v = 0; v < n; v++) {
        for (rel_eid e = csr->off[v]; e < csr->off[v + 1]; e++) {
            sorted = sorted && (e == csr->off[v] || csr->adj[e - 1] < csr->adj[e]);
            in_range = in_range && csr->adj[e] < n && csr->adj[e] != v;
            positive = positive && (!csr->weight || csr->weight[e] > 0);
        }
    }
    CHECK(sorted && in_range && positive);
}

/* The laws of graph.h: sorted rows, no loops, both directions the same arcs. */
static inline void check_graph(const rel_graph *g)
{
    bool turned = true;
    check_csr(&g->out, g->n, g->m);
    check_csr(&g->in, g->n, g->m);
    if (!g->out.off || !g->in.off) return;
    CHECK(!g->out.weight == !g->in.weight);
    for (rel_vid v = 0; v < g->n; v++) {
        for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++) {
            const rel_eid there = rel_graph_find(g, g->in.adj[e], v);
            turned = turned && there >= 0 && (!g->in.weight || g->in.weight[e] == g->out.weight[there]);
        }
    }
    CHECK(turned);
}

#endif
