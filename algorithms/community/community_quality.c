#include "algorithms/community/community_quality.h"

#include <inttypes.h>

#include "src/base/par.h"

/* By vertex: weight given, weight given inside the community, weight received. */
typedef struct rows {
    double *given, *inside, *received;
} rows;

static double row_weight(const rel_csr *c, rel_vid v, bool weighted)
{
    if (!weighted) return (double)(c->off[v + 1] - c->off[v]);
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) sum += (double)c->weight[e];
    return sum;
}

static double row_inside(const rel_csr *c, rel_vid v, const rel_vid *community, bool weighted)
{
    const rel_vid own = community[v];
    double sum = 0;
    if (!weighted) {
        int64_t count = 0;
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) count += community[c->adj[e]] == own;
        return (double)count;
    }
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (community[c->adj[e]] == own) sum += (double)c->weight[e];
    return sum;
}

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid limit)
{
    if (g->n && (!g->out.off || (g->directed && !g->in.off)))
        return rel_fail(ctx, REL_E_USAGE, "community quality: the graph was built without both directions");
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] >= limit)
            return rel_fail(ctx, REL_E_USAGE,
                            "community quality: vertex %" PRIu32 " is in community %" PRIu32
                            ", expected one below %" PRIu32,
                            v, community[v], limit);
    return REL_OK;
}

static rel_status take_rows(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, bool weighted,
                            rows *r)
{
    rel_status st;
    REL_TRY(rel_scratch_unset(ctx, &r->given, g->n, sizeof *r->given, "community weights"));
    REL_TRY(rel_scratch_unset(ctx, &r->inside, g->n, sizeof *r->inside, "community weights"));
    r->received = r->given;
    if (g->directed)
        REL_TRY(rel_scratch_unset(ctx, &r->received, g->n, sizeof *r->received, "community weights"));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        r->given[v] = row_weight(&g->out, v, weighted);
        r->inside[v] = row_inside(&g->out, v, community, weighted);
        if (g->directed) r->received[v] = row_weight(&g->in, v, weighted);
    }
out:
    return st;
}

static double add_up(const void *state, int64_t first, int64_t last)
{
    const double *x = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += x[v];
    return sum;
}

/* sum[c] over the members, in order of vertices. */
static rel_status by_community(rel_ctx *ctx, rel_vid n, const rel_vid *community, const double *x,
                               rel_vid count, double **sum)
{
    const rel_status st = rel_scratch(ctx, sum, count, sizeof **sum, "community sums");
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < n; v++) (*sum)[community[v]] += x ? x[v] : 1;
    return REL_OK;
}

rel_status rel_quality_of(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_quality quality,
                          double resolution, bool weighted, double *value)
{
    rel_status st;
    rows r;
    double *a = NULL, *b = NULL, expected = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *value = 0;
    weighted = weighted && g->out.weight;
    REL_TRY(check(ctx, g, community, g->n));
    REL_TRY(take_rows(ctx, g, community, weighted, &r));
    const double all = rel_par_sum(ctx->threads, g->n, add_up, r.given),
                 inside = rel_par_sum(ctx->threads, g->n, add_up, r.inside);
    if (!(all > 0)) goto out;
    const bool sizes = quality == REL_QUALITY_CPM;
    REL_TRY(by_community(ctx, g->n, community, sizes ? NULL : r.given, g->n, &a));
    b = a;
    if (g->directed && !sizes) REL_TRY(by_community(ctx, g->n, community, r.received, g->n, &b));
    for (rel_vid c = 0; c < g->n; c++) expected += sizes ? a[c] * (a[c] - 1) : a[c] / all * b[c];
    *value = (inside - resolution * expected) / all;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double conductance(double outside, double here, double elsewhere)
{
    const double least = here < elsewhere ? here : elsewhere;
    return least > 0 ? outside / least : 0;
}

rel_status rel_community_cuts(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                              bool weighted, rel_community_cut *cut, double *coverage)
{
    rel_status st;
    rows r;
    double *given = NULL, *inside = NULL, *received = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    weighted = weighted && g->out.weight;
    REL_TRY(check(ctx, g, community, count));
    REL_TRY(take_rows(ctx, g, community, weighted, &r));
    REL_TRY(by_community(ctx, g->n, community, r.given, count, &given));
    REL_TRY(by_community(ctx, g->n, community, r.received, count, &received));
    REL_TRY(by_community(ctx, g->n, community, r.inside, count, &inside));
    const double all = rel_par_sum(ctx->threads, g->n, add_up, r.given),
                 kept = rel_par_sum(ctx->threads, g->n, add_up, r.inside);
    for (rel_vid c = 0; c < count; c++) {
        const double cross = given[c] - inside[c] + (g->directed ? received[c] - inside[c] : 0),
                     here = given[c] + (g->directed ? received[c] : 0);
        cut[c] = (rel_community_cut){.inside = g->directed ? inside[c] : inside[c] / 2, .outside = cross};
        cut[c].conductance = conductance(cross, here, (g->directed ? 2 * all : all) - here);
    }
    for (rel_vid v = 0; v < g->n; v++) cut[community[v]].members++;
    if (coverage) *coverage = all > 0 ? kept / all : 1;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
