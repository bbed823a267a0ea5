#include "algorithms/community/community_inside.h"

#include <math.h>

#include "algorithms/centrality/pagerank.h"
#include "algorithms/structure/triangles.h"
#include "src/base/par.h"

/* -------- the inner graph -------- */

/* The arcs of c whose ends are in one community. */
static rel_status keep_inner(rel_ctx *ctx, rel_vid n, const rel_csr *c, const rel_vid *community,
                             rel_csr *kept)
{
    rel_status st;
    rel_eid *off = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)n + 1, sizeof *off, "edges inside communities"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) /* rows of hubs are long */
    for (rel_vid v = 0; v < n; v++) {
        rel_eid inner = 0;
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) inner += community[c->adj[e]] == community[v];
        off[v] = inner;
    }
    const size_t m = (size_t)rel_par_prefix(ctx->threads, off, n);
    REL_TRY(rel_scratch_unset(ctx, &adj, m, sizeof *adj, "edges inside communities"));
    if (c->weight) REL_TRY(rel_scratch_unset(ctx, &weight, m, sizeof *weight, "edges inside communities"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) /* rows of hubs are long */
    for (rel_vid v = 0; v < n; v++) {
        rel_eid to = off[v];
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            if (community[c->adj[e]] != community[v]) continue;
            adj[to] = c->adj[e];
            if (weight) weight[to] = c->weight[e];
            to++;
        }
    }
    *kept = (rel_csr){.off = off, .adj = adj, .weight = weight};
out:
    return st;
}

rel_status rel_community_inner(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_graph *inner)
{
    rel_status st;
    *inner = (rel_graph){.n = g->n, .directed = g->directed};
    if (g->n && (!g->out.off || (g->directed && !g->in.off)))
        return rel_fail(ctx, REL_E_USAGE,
                        "inside of communities: the graph was built without both directions");
    if (!g->n) return REL_OK;
    REL_TRY(rel_poll(ctx));
    REL_TRY(keep_inner(ctx, g->n, &g->out, community, &inner->out));
    inner->in = inner->out;
    if (g->directed) REL_TRY(keep_inner(ctx, g->n, &g->in, community, &inner->in));
    inner->m = inner->out.off[g->n];
    inner->names = (rel_names){.form = REL_NAMES_INDEX, .n = g->n};
out:
    return st;
}

/* -------- measures -------- */

static rel_vid degree(const rel_csr *c, rel_vid v)
{
    return (rel_vid)(c->off[v + 1] - c->off[v]);
}

/* Members that give v attention and receive it. */
static rel_vid mutual(const rel_graph *g, rel_vid v)
{
    rel_eid a = g->out.off[v], b = g->in.off[v];
    rel_vid found = 0;
    while (a < g->out.off[v + 1] && b < g->in.off[v + 1]) {
        const rel_vid x = g->out.adj[a], y = g->in.adj[b];
        found += x == y;
        a += x <= y;
        b += y <= x;
    }
    return found;
}

/* Freeman's sum of what others have less than the largest, by what it is in a star. */
static double centralization(double n, double largest, double sum, bool directed)
{
    if (n < 3) return NAN;
    return (n * largest - sum) / (directed ? (n - 1) * (n - 1) : (n - 1) * (n - 2));
}

static void measure(const rel_graph *g, const rel_community_rows *rows, rel_vid c, const int64_t *through,
                    rel_community_inside *result)
{
    rel_community_inside x = {.members = (rel_vid)(rows->off[c + 1] - rows->off[c])};
    int64_t closed = 0, joined = 0;
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) {
        const rel_vid v = rows->member[i], out = degree(&g->out, v), in = degree(&g->in, v);
        const rel_vid both = g->directed ? mutual(g, v) : out, near = g->directed ? out + in - both : out;
        x.alone += near == 0;
        x.edges += out;
        x.returned += g->directed ? both : 0;
        joined += near;
        closed += through[v];
        x.corners += (double)near * ((double)near - 1) / 2;
        if (in > x.most_in) x.most_in = in;
        if (out > x.most_out) x.most_out = out;
    }
    const double n = x.members, arcs = (double)x.edges;
    x.pairs = joined / 2;
    x.triangles = closed / 3;
    x.density = n < 2 ? NAN : arcs / (n * (n - 1));
    x.reciprocity = g->directed && arcs > 0 ? (double)x.returned / arcs : NAN;
    x.transitivity = x.corners > 0 ? (double)closed / x.corners : NAN;
    x.in_centralization = centralization(n, x.most_in, arcs, g->directed);
    x.out_centralization = centralization(n, x.most_out, arcs, g->directed);
    if (!g->directed) x.edges /= 2;
    *result = x;
}

rel_status rel_community_insides(rel_ctx *ctx, const rel_graph *inner, const rel_community_rows *rows,
                                 rel_community_inside *inside)
{
    rel_status st;
    int64_t *through = NULL, total;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &through, inner->n, sizeof *through, "triangles"));
    REL_TRY(rel_triangles(ctx, inner, through, &total));
    REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) /* communities differ in size */
    for (rel_vid c = 0; c < rows->count; c++) measure(inner, rows, c, through, &inside[c]);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- leaders -------- */

rel_status rel_community_leaders(rel_ctx *ctx, const rel_graph *inner, const rel_community_rows *rows,
                                 bool weighted, double *score)
{
    rel_status st;
    rel_pagerank_opts opts = REL_PAGERANK_DEFAULTS;
    opts.weighted = weighted;
    if (!inner->n) return REL_OK;
    REL_TRY(rel_pagerank(ctx, inner, opts, score, NULL));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) /* communities differ in size */
    for (rel_vid c = 0; c < rows->count; c++) {
        double sum = 0;
        for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) sum += score[rows->member[i]];
        for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) score[rows->member[i]] /= sum;
    }
out:
    return st;
}
