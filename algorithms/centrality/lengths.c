#include "algorithms/centrality/lengths.h"

#include <math.h>

static bool is_length(float x)
{
    return x > 0 && isfinite(x);
}

static rel_vid row_of(const rel_graph *g, const rel_csr *c, rel_eid e)
{
    rel_vid low = 0, high = g->n - 1; /* the last row that begins at e or before */
    while (low < high) {
        const rel_vid middle = high - (high - low) / 2;
        if (c->off[middle] <= e)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static rel_status refuse(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_eid e, const char *who)
{
    char room[2][REL_NAME_NUMBER_TEXT];
    const rel_vid row = row_of(g, c, e), other = c->adj[e];
    const bool reversed = c->off == g->in.off && g->in.off != g->out.off;
    const rel_str from = rel_names_get(&g->names, reversed ? other : row, room[0]),
                  to = rel_names_get(&g->names, reversed ? row : other, room[1]);
    return rel_fail(ctx, REL_E_USAGE,
                    "%s: weight %g of '%.*s' -> '%.*s' (arc %lld) is not a number above 0 with an inverse",
                    who, (double)c->weight[e], REL_STR_ARG(from), REL_STR_ARG(to), (long long)e);
}

rel_status rel_lengths_of(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_length rule,
                          const char *who, const float **length)
{
    float *inverse = NULL;
    rel_eid bad = g->m;
    *length = NULL;
    if (rule == REL_LENGTH_ONE || !c->weight || !g->m) return REL_OK;
    *length = c->weight;
    if (rule == REL_LENGTH_INVERSE) {
        const rel_status st =
            rel_scratch_unset(ctx, &inverse, (size_t)g->m, sizeof *inverse, "lengths of arcs");
        if (st != REL_OK) return st;
        *length = inverse;
    }
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(min : bad)
    for (rel_eid e = 0; e < g->m; e++) {
        const float weight = c->weight[e];
        if (inverse) inverse[e] = 1 / weight;
        if (!is_length(weight) || (inverse && !is_length(inverse[e]))) bad = e < bad ? e : bad;
    }
    return bad < g->m ? refuse(ctx, g, c, bad, who) : REL_OK;
}
