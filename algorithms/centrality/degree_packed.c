#include "algorithms/centrality/packed_kernels.h"

static double row_strength(const rel_packed *p, const rel_packed_rows *r, rel_vid v, bool weighted)
{
    if (!weighted) return rel_packed_degree(r, v);
    rel_packed_cursor c = rel_packed_begin(p, r, v);
    rel_vid to[REL_PACKED_PIECE];
    float weight[REL_PACKED_PIECE];
    double sum = 0;
    for (int count; (count = rel_packed_next(&c, to, weight)) > 0;)
        for (int i = 0; i < count; i++) sum += (double)weight[i];
    return sum;
}

/* What rows that are kept by target say of their sources: one thread, so that the order of the sums is fixed.
 */
static void add_out_weights(const rel_graph *g, double *strength)
{
    for (rel_vid v = 0; v < g->n; v++) {
        rel_packed_cursor c = rel_packed_begin(&g->packed, &g->packed.in, v);
        rel_vid to[REL_PACKED_PIECE];
        float weight[REL_PACKED_PIECE];
        for (int count; (count = rel_packed_next(&c, to, weight)) > 0;)
            for (int i = 0; i < count; i++) strength[to[i]] += (double)weight[i];
    }
}

rel_status rel_packed_strengths(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction,
                                bool weighted, double *strength)
{
    const rel_packed *p = &g->packed;
    const bool use_in = direction != REL_DEGREE_OUT;
    const bool use_out = direction == REL_DEGREE_OUT || (direction == REL_DEGREE_ALL && g->directed);
    weighted = weighted && p->weighted;
    const bool scatter = use_out && !p->out.block && weighted;
    if (use_in && !p->in.block)
        return rel_fail(ctx, REL_E_USAGE, "degree: the graph was built without the direction asked for");
    const rel_status st = rel_poll(ctx);
    if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        if (use_in) sum += row_strength(p, &p->in, v, weighted);
        if (use_out && p->out.block)
            sum += row_strength(p, &p->out, v, weighted);
        else if (use_out && !scatter)
            sum += p->out_degree[v];
        strength[v] = sum;
    }
    if (scatter) add_out_weights(g, strength);
    return REL_OK;
}

rel_status rel_degree_packed(rel_ctx *ctx, const rel_graph *g, rel_degree_direction direction, bool weighted,
                             double *score)
{
    rel_status st;
    double *strength = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &strength, g->n, sizeof *strength, "degrees"));
    REL_TRY(rel_packed_strengths(ctx, g, direction, weighted, strength));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) score[rel_packed_old(&g->packed, v)] = strength[v];
out:
    rel_scratch_release(ctx, mark);
    return st;
}
