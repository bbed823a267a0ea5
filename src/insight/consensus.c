#include "src/insight/consensus.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/rng.h"
#include "src/insight/edges.h"

enum { STREAM_SEEDS = 0x636f6e73 };

/* together[e] counts the runs in which both ends of arc e are in one community. *agree: in all runs or in
 * none, for every arc. first becomes the partition of the first run. */
static rel_status run_often(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, uint64_t round,
                            uint32_t *together, rel_vid *first, rel_vid *room, bool *agree)
{
    rel_status st = REL_OK;
    const uint64_t seed = ctx->seed;
    rel_vid count;
    for (rel_eid e = 0; e < g->m; e++) together[e] = 0;
    for (int run = 0; run < o->runs; run++) {
        rel_vid *found = run ? room : first;
        rel_progress(ctx, "communities", "runs", run, o->runs);
        REL_TRY(rel_poll(ctx));
        ctx->seed = rel_rand(seed, STREAM_SEEDS + round, (uint64_t)run);
        st = rel_group_once(ctx, g, o, found, &count);
        ctx->seed = seed;
        if (st != REL_OK) goto out;
        for (rel_vid v = 0; v < g->n; v++)
            for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
                together[e] += found[v] == found[g->out.adj[e]];
    }
    *agree = true;
    for (rel_eid e = 0; e < g->m; e++)
        if (together[e] != 0 && together[e] != (uint32_t)o->runs) *agree = false;
out:
    return st;
}

/* The edges that half of the runs keep together. */
static rel_status agreed_edges(rel_ctx *ctx, const rel_graph *g, int runs, const uint32_t *together,
                               bool weighted, rel_graph *agreed)
{
    rel_status st;
    uint8_t *keep = NULL;
    float *weight = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &keep, (size_t)g->m, 1, "edges to keep"));
    REL_TRY(rel_scratch_unset(ctx, &weight, (size_t)g->m, sizeof *weight, "edges to keep"));
    for (rel_eid e = 0; e < g->m; e++) {
        const float share = (float)together[e] / (float)runs;
        keep[e] = 2 * together[e] >= (uint32_t)runs;
        weight[e] = weighted && g->out.weight ? share * g->out.weight[e] : share;
        if (!(weight[e] > 0)) keep[e] = 0;
    }
    st = rel_graph_keep_edges(ctx, g, keep, weight, agreed);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double mean(double sum, int64_t edges, int runs)
{
    return edges ? sum / (double)edges / runs : NAN;
}

static rel_status measure(rel_ctx *ctx, const rel_graph *g, int runs, const uint32_t *together,
                          const rel_vid *community, rel_vid count, double **stability, double *account)
{
    rel_status st;
    int64_t *edges = NULL, *own = NULL;
    double *sum = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *stability = NULL;
    REL_TRY(rel_scratch(ctx, &edges, count, sizeof *edges, "stability"));
    REL_TRY(rel_scratch(ctx, &own, g->n, sizeof *own, "stability"));
    REL_TRY(rel_scratch(ctx, &sum, g->n, sizeof *sum, "stability"));
    REL_TRY(rel_alloc(ctx, stability, count, sizeof **stability, "stability"));
    /* whole numbers all along: the order of adding does not matter */
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            if (community[u] != community[v]) continue;
            edges[community[u]]++;
            (*stability)[community[u]] += together[e];
            own[u]++;
            own[v]++;
            sum[u] += together[e];
            sum[v] += together[e];
        }
    for (rel_vid c = 0; c < count; c++) (*stability)[c] = mean((*stability)[c], edges[c], runs);
    for (rel_vid v = 0; v < g->n; v++) account[v] = mean(sum[v], own[v], runs);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_consensus(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_vid *community,
                         rel_vid *count, double **stability, double *account)
{
    rel_status st;
    rel_graph now = {0}, next;
    uint32_t *together = NULL, *later = NULL;
    rel_vid *room = NULL;
    bool agree = false;
    rel_group_opts alone = *opts;
    const rel_group_opts *o = &alone;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *stability = NULL;
    if (opts->runs < 1 || opts->runs > REL_CONSENSUS_RUNS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "consensus: %d runs, expected 1 to %d", opts->runs,
                        REL_CONSENSUS_RUNS_MAX);
    REL_TRY(rel_scratch_unset(ctx, &together, (size_t)g->m, sizeof *together, "consensus"));
    REL_TRY(rel_scratch_unset(ctx, &later, (size_t)g->m, sizeof *later, "consensus"));
    REL_TRY(rel_scratch_unset(ctx, &room, g->n, sizeof *room, "consensus"));
    alone.start = NULL; /* every run begins anew, or they would agree too easily */
    REL_TRY(run_often(ctx, g, o, 0, together, community, room, &agree));
    if (!agree) REL_TRY(agreed_edges(ctx, g, o->runs, together, o->weighted, &now));
    for (uint64_t round = 1; !agree && round < REL_CONSENSUS_ROUNDS; round++) {
        rel_group_opts again = *o;
        again.weighted = true;
        REL_TRY(run_often(ctx, &now, &again, round, later, community, room, &agree));
        if (agree) break;
        REL_TRY(agreed_edges(ctx, &now, o->runs, later, true, &next));
        rel_graph_free(&now);
        now = next;
    }
    *count = 0;
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] >= *count) *count = community[v] + 1;
    st = measure(ctx, g, o->runs, together, community, *count, stability, account);
out:
    rel_graph_free(&now);
    rel_scratch_release(ctx, mark);
    return st;
}
