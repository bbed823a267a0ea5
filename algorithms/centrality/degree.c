#include "algorithms/centrality/degree.h"

#include "algorithms/centrality/packed_kernels.h"
#include "graph/builder.h"
#include "graph/weights.h"

/* Sum of a row's weights in row order, or its length. */
static double row(const rel_csr *c, rel_vid v, bool weighted)
{
    const rel_eid first = c->off[v], last = c->off[v + 1];
    if (!weighted || !c->weight) return (double)(last - first);
    double sum = 0;
    for (rel_eid e = first; e < last; e++) sum += (double)c->weight[e];
    return sum;
}

rel_status rel_degree(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction, bool weighted,
                      double *score)
{
    const bool use_in = direction != REL_DEGREE_OUT;
    /* An undirected graph has each neighbour once, in whatever direction one looks. */
    const bool use_out = direction == REL_DEGREE_OUT || (direction == REL_DEGREE_ALL && g->directed);
    const int asked = (use_in ? REL_BUILD_IN : 0) | (use_out ? REL_BUILD_OUT : 0);
    /* Packed rows of one direction are read for both. */
    const int read = rel_is_packed(&g->packed) ? REL_BUILD_BOTH : asked;
    rel_status st = weighted ? rel_graph_check_weights(ctx, g, read, "strength") : REL_OK;
    if (st != REL_OK) return st;
    if (rel_is_packed(&g->packed)) return rel_degree_packed(ctx, g, direction, weighted, score);
    if ((use_in && !g->in.off) || (use_out && !g->out.off))
        return rel_fail(ctx, REL_E_USAGE, "degree: the graph was built without the direction asked for");
    st = rel_poll(ctx);
    if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        if (use_in) sum += row(&g->in, v, weighted);
        if (use_out) sum += row(&g->out, v, weighted);
        score[v] = sum;
    }
    return REL_OK;
}
