#include "algorithms/centrality/lengths.h"

#include "graph/builder.h"
#include "graph/weights.h"

rel_status rel_lengths_of(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_length rule,
                          const char *who, const float **length)
{
    rel_status st;
    float *inverse = NULL;
    rel_eid bad = g->m;
    *length = NULL;
    if (rule == REL_LENGTH_ONE || !c->weight || !g->m) return REL_OK;
    REL_TRY(rel_graph_check_weights(ctx, g, c->off == g->out.off ? REL_BUILD_OUT : REL_BUILD_IN, who));
    *length = c->weight;
    if (rule != REL_LENGTH_INVERSE) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &inverse, (size_t)g->m, sizeof *inverse, "lengths of arcs"));
    *length = inverse;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(min : bad)
    for (rel_eid e = 0; e < g->m; e++) {
        inverse[e] = 1 / c->weight[e];
        if (!rel_weight_is_sound(inverse[e])) bad = e < bad ? e : bad;
    }
    if (bad < g->m) st = rel_graph_refuse_weight(ctx, g, c, bad, true, who);
out:
    return st;
}
