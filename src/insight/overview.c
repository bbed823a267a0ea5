#include "src/insight/overview.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/structure/components.h"
#include "src/base/par.h"

/* Members that two ascending rows share. */
static int64_t shared(const rel_vid *a, const rel_vid *a_end, const rel_vid *b, const rel_vid *b_end)
{
    int64_t count = 0;
    while (a < a_end && b < b_end) {
        const rel_vid x = *a, y = *b;
        count += x == y;
        a += x <= y;
        b += y <= x;
    }
    return count;
}

static int64_t returned_edges(const rel_graph *g)
{
    int64_t count = 0;
    for (rel_vid v = 0; v < g->n; v++)
        count += shared(g->out.adj + g->out.off[v], g->out.adj + g->out.off[v + 1], g->in.adj + g->in.off[v],
                        g->in.adj + g->in.off[v + 1]);
    return count;
}

static double weight_of_block(const void *state, int64_t first, int64_t last)
{
    const float *weight = state;
    double sum = 0;
    for (int64_t e = first; e < last; e++) sum += (double)weight[e];
    return sum;
}

static int64_t count_isolated(const rel_graph *g)
{
    int64_t count = 0;
    for (rel_vid v = 0; v < g->n; v++)
        count += g->out.off[v] == g->out.off[v + 1] && g->in.off[v] == g->in.off[v + 1];
    return count;
}

rel_status rel_graph_overview(rel_ctx *ctx, const rel_graph *g, rel_overview *o)
{
    rel_status st;
    rel_vid *component = NULL, *size = NULL, components = 0;
    const double n = (double)g->n, arcs = (double)g->m;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!g->out.off || !g->in.off)
        return rel_fail(ctx, REL_E_USAGE, "overview: the graph was built without one of its directions");
    REL_TRY(rel_scratch(ctx, &component, g->n, sizeof *component, "components"));
    REL_TRY(rel_components_weak(ctx, g, component, &components, &size));
    *o = (rel_overview){.accounts = g->n,
                        .edges = g->directed ? g->m : g->m / 2,
                        .isolated = count_isolated(g),
                        .components = components,
                        .largest = components ? size[0] : 0,
                        .density = NAN,
                        .reciprocity = NAN};
    if (g->n > 1) o->density = arcs / (n * (n - 1));
    if (g->directed && g->m) o->reciprocity = (double)returned_edges(g) / arcs;
    o->weight = g->out.weight ? rel_par_sum(ctx->threads, g->m, weight_of_block, g->out.weight) : arcs;
    if (!g->directed) o->weight /= 2;
out:
    free(size);
    rel_scratch_release(ctx, mark);
    return st;
}
