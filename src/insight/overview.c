#include "src/insight/overview.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/degree.h"
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

/* The neighbours of a packed row, one by one. */
typedef struct walk {
    rel_packed_cursor cursor;
    rel_vid to[REL_PACKED_PIECE];
    int at, count;
} walk;

static rel_vid next_of(walk *w)
{
    if (w->at == w->count) {
        w->count = rel_packed_next(&w->cursor, w->to, NULL);
        w->at = 0;
    }
    return w->count ? w->to[w->at++] : REL_VID_NONE;
}

static int64_t returned_packed(rel_ctx *ctx, const rel_graph *g)
{
    int64_t count = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        walk a = {.cursor = rel_packed_begin(&g->packed, &g->packed.out, v)};
        walk b = {.cursor = rel_packed_begin(&g->packed, &g->packed.in, v)};
        rel_vid x = next_of(&a), y = next_of(&b);
        while (x != REL_VID_NONE && y != REL_VID_NONE) {
            const rel_vid was = x;
            count += x == y;
            if (x <= y) x = next_of(&a);
            if (y <= was) y = next_of(&b);
        }
        if (v % (1 << 20) == 0) rel_progress(ctx, "edges that are returned", "accounts", v, g->n);
    }
    return count;
}

static double weight_of_block(const void *state, int64_t first, int64_t last)
{
    const float *weight = state;
    double sum = 0;
    for (int64_t e = first; e < last; e++) sum += (double)weight[e];
    return sum;
}

/* Degrees and weights of packed rows. */
static double sum_of_block(const void *state, int64_t first, int64_t last)
{
    const double *value = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += value[v];
    return sum;
}

static rel_status look_at_packed(rel_ctx *ctx, const rel_graph *g, rel_overview *o)
{
    rel_status st;
    double *degree = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &degree, g->n, sizeof *degree, "degrees"));
    REL_TRY(rel_degree(ctx, g, REL_DEGREE_ALL, false, degree));
    for (rel_vid v = 0; v < g->n; v++) o->isolated += degree[v] == 0;
    o->weight = (double)g->m;
    if (g->packed.weighted) {
        REL_TRY(rel_degree(ctx, g, REL_DEGREE_IN, true, degree));
        o->weight = rel_par_sum(ctx->threads, g->n, sum_of_block, degree);
    }
    if (g->directed && g->m && g->packed.out.block && g->packed.in.block)
        o->reciprocity = (double)returned_packed(ctx, g) / (double)g->m;
out:
    rel_scratch_release(ctx, mark);
    return st;
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
    const bool packed = rel_is_packed(&g->packed);
    if (!packed && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "overview: the graph was built without one of its directions");
    REL_TRY(rel_scratch(ctx, &component, g->n, sizeof *component, "components"));
    REL_TRY(rel_components_weak(ctx, g, component, &components, &size));
    *o = (rel_overview){.accounts = g->n,
                        .edges = g->directed ? g->m : g->m / 2,
                        .components = components,
                        .largest = components ? size[0] : 0,
                        .density = NAN,
                        .reciprocity = NAN};
    if (g->n > 1) o->density = arcs / (n * (n - 1));
    if (packed) {
        REL_TRY(look_at_packed(ctx, g, o));
    } else {
        o->isolated = count_isolated(g);
        if (g->directed && g->m) o->reciprocity = (double)returned_edges(g) / arcs;
        o->weight = g->out.weight ? rel_par_sum(ctx->threads, g->m, weight_of_block, g->out.weight) : arcs;
    }
    if (!g->directed) o->weight /= 2;
out:
    free(size);
    rel_scratch_release(ctx, mark);
    return st;
}
