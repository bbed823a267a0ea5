#include "algorithms/structure/neighbours.h"

#include "graph/builder.h"
#include "graph/weights.h"
#include "src/base/par.h"

/* Merges the two rows of v; writes to `to` and `weight` unless NULL. Returns how many there are. */
static rel_eid merge(const rel_graph *g, rel_vid v, rel_vid *to, float *weight)
{
    rel_eid a = g->out.off[v], b = g->in.off[v], count = 0;
    const rel_eid a_end = g->out.off[v + 1], b_end = g->in.off[v + 1];
    while (a < a_end || b < b_end) {
        const rel_vid x = a < a_end ? g->out.adj[a] : REL_VID_NONE;
        const rel_vid y = b < b_end ? g->in.adj[b] : REL_VID_NONE;
        float sum = 0;
        if (x <= y) sum += g->out.weight ? g->out.weight[a] : 1;
        if (y <= x) sum += g->in.weight ? g->in.weight[b] : 1;
        a += x <= y;
        b += y <= x;
        if (weight) weight[count] = sum;
        if (to) to[count] = x < y ? x : y;
        count++;
    }
    return count;
}

rel_status rel_neighbours(rel_ctx *ctx, const rel_graph *g, bool weighted, const char *what, rel_csr *c)
{
    rel_status st;
    rel_eid *off = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    *c = (rel_csr){0};
    if (!g->out.off || !g->in.off)
        return rel_fail(ctx, REL_E_USAGE, "%s: the graph was built without both directions", what);
    if (weighted) REL_TRY(rel_graph_check_weights(ctx, g, REL_BUILD_BOTH, what));
    if (!g->directed) {
        *c = (rel_csr){g->out.off, g->out.adj, weighted ? g->out.weight : NULL};
        return REL_OK;
    }
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)g->n + 1, sizeof *off, "neighbours"));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) off[v] = merge(g, v, NULL, NULL);
    rel_par_prefix(ctx->threads, off, g->n);
    const size_t arcs = (size_t)off[g->n];
    REL_TRY(rel_scratch_unset(ctx, &adj, arcs, sizeof *adj, "neighbours"));
    if (weighted) REL_TRY(rel_scratch_unset(ctx, &weight, arcs, sizeof *weight, "neighbours"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) merge(g, v, adj + off[v], weight ? weight + off[v] : NULL);
    *c = (rel_csr){off, adj, weight};
out:
    return st;
}
