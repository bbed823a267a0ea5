#include "algorithms/structure/kcore.h"

/* Neighbours of a vertex in the undirected graph: the union of its two sorted rows, walked without a copy. */
typedef struct walk {
    const rel_vid *a, *a_end, *b, *b_end;
} walk;

static walk walk_begin(const rel_graph *g, rel_vid v)
{
    walk w = {g->out.adj + g->out.off[v], g->out.adj + g->out.off[v + 1], NULL, NULL};
    if (g->directed) {
        w.b = g->in.adj + g->in.off[v];
        w.b_end = g->in.adj + g->in.off[v + 1];
    }
    return w;
}

/* REL_VID_NONE at the end. */
static rel_vid walk_next(walk *w)
{
    if (w->a == w->a_end) return w->b == w->b_end ? REL_VID_NONE : *w->b++;
    if (w->b == w->b_end) return *w->a++;
    if (*w->a < *w->b) return *w->a++;
    if (*w->a == *w->b) w->a++;
    return *w->b++;
}

static rel_vid count_neighbours(const rel_graph *g, rel_vid v)
{
    if (!g->directed) return (rel_vid)(g->out.off[v + 1] - g->out.off[v]);
    rel_vid count = 0;
    walk w = walk_begin(g, v);
    while (walk_next(&w) != REL_VID_NONE) count++;
    return count;
}

/* Vertices sorted by remaining degree; `bin[d]` is where those of degree d begin. */
typedef struct order {
    rel_vid *vertex;   /* by ascending degree */
    rel_vid *position; /* of each vertex in it */
    rel_vid *bin;
} order;

static void sort_by_degree(rel_vid n, const rel_vid *degree, rel_vid max_degree, order *o)
{
    for (rel_vid v = 0; v < n; v++) o->bin[degree[v] + 1]++;
    for (rel_vid d = 0; d <= max_degree; d++) o->bin[d + 1] += o->bin[d];
    for (rel_vid v = 0; v < n; v++) {
        o->position[v] = o->bin[degree[v]]++;
        o->vertex[o->position[v]] = v;
    }
    for (rel_vid d = max_degree + 1; d > 0; d--) o->bin[d] = o->bin[d - 1];
    o->bin[0] = 0;
}

/* One neighbour less for u: it changes places with the first vertex of its degree, whose bin then begins one
 * later. */
static void lower(rel_vid u, rel_vid *degree, order *o)
{
    const rel_vid d = degree[u], at = o->position[u], first = o->bin[d], other = o->vertex[first];
    if (other != u) {
        o->vertex[at] = other;
        o->position[other] = at;
        o->vertex[first] = u;
        o->position[u] = first;
    }
    o->bin[d]++;
    degree[u]--;
}

rel_status rel_kcore(rel_ctx *ctx, const rel_graph *g, rel_vid *core)
{
    rel_status st;
    rel_vid max_degree = 0;
    order o = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
    if (!g->out.off || (g->directed && !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "k-core: the graph was built without both directions");
    REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096) reduction(max : max_degree)
    for (rel_vid v = 0; v < g->n; v++) {
        core[v] = count_neighbours(g, v);
        if (core[v] > max_degree) max_degree = core[v];
    }
    REL_TRY(rel_scratch(ctx, &o.vertex, g->n, sizeof *o.vertex, "k-core order"));
    REL_TRY(rel_scratch(ctx, &o.position, g->n, sizeof *o.position, "k-core order"));
    REL_TRY(rel_scratch(ctx, &o.bin, (size_t)max_degree + 2, sizeof *o.bin, "k-core bins"));
    sort_by_degree(g->n, core, max_degree, &o);
    /* core[] holds the remaining degree; it is final for a vertex when its turn has come. */
    for (rel_vid i = 0; i < g->n; i++) {
        if ((i & 0xFFFFF) == 0) REL_TRY(rel_poll(ctx));
        const rel_vid v = o.vertex[i];
        walk w = walk_begin(g, v);
        for (rel_vid u = walk_next(&w); u != REL_VID_NONE; u = walk_next(&w))
            if (core[u] > core[v]) lower(u, core, &o);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
