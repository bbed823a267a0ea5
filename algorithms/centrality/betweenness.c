#include "algorithms/centrality/betweenness.h"

#include <math.h>

#include "algorithms/centrality/betweenness_parts.h"

static bool weighted(const rel_graph *g, const rel_betweenness_opts *o)
{
    return o->length || (o->weights != REL_LENGTH_ONE && g->out.weight);
}

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_betweenness_opts *o)
{
    if (g->n && (!g->out.off || (!weighted(g, o) && !g->in.off)))
        return rel_fail(ctx, REL_E_USAGE, "betweenness: the graph was built without both directions");
    if (!rel_simd_has(o->simd))
        return rel_fail(ctx, REL_E_USAGE, "betweenness: this processor lacks the instructions asked for");
    for (int64_t i = 0; o->source && i < o->count; i++)
        if (o->source[i] >= g->n)
            return rel_fail(ctx, REL_E_USAGE, "betweenness: source %u is not one of the %u vertices",
                            o->source[i], g->n);
    for (rel_eid e = 0; o->length && e < g->m; e++)
        if (!(o->length[e] > 0) || !isfinite(o->length[e]))
            return rel_fail(ctx, REL_E_USAGE, "betweenness: length %g of arc %lld is not a number above 0",
                            (double)o->length[e], (long long)e);
    return REL_OK;
}

/* One batch: in lanes, or one by one when the lanes cannot count so many paths. */
static rel_status add_batch(rel_ctx *ctx, const rel_graph *g, rel_lanes *lanes, rel_slots *slots,
                            const rel_vid *source, int count, double *score)
{
    rel_status st = REL_OK;
    bool too_many = false;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (lanes) REL_TRY(rel_lanes_add(ctx, lanes, source, count, score, &too_many));
    if (lanes && !too_many) return REL_OK;
    if (!slots) REL_TRY(rel_slots_new(ctx, g, NULL, &slots));
    REL_TRY(rel_slots_add(ctx, slots, source, count, score));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_betweenness(rel_ctx *ctx, const rel_graph *g, rel_betweenness_opts o, double *score)
{
    rel_status st;
    rel_lanes *lanes = NULL;
    rel_slots *slots = NULL;
    const int64_t sources = o.source ? o.count : (int64_t)g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o));
    for (rel_vid v = 0; v < g->n; v++) score[v] = 0;
    if (sources == 0) goto out;
    if (!o.length) REL_TRY(rel_lengths_of(ctx, g, &g->out, o.weights, "betweenness", &o.length));
    if (o.length)
        REL_TRY(rel_slots_new(ctx, g, o.length, &slots));
    else
        REL_TRY(rel_lanes_new(ctx, g, o.simd, &lanes));
    for (int64_t i = 0; i < sources; i += REL_LANES) {
        rel_vid batch[REL_LANES];
        const int count = sources - i < REL_LANES ? (int)(sources - i) : REL_LANES;
        for (int k = 0; k < count; k++) batch[k] = o.source ? o.source[i + k] : (rel_vid)(i + k);
        REL_TRY(rel_poll(ctx));
        REL_TRY(add_batch(ctx, g, lanes, slots, batch, count, score));
        rel_progress(ctx, "betweenness", "sources", i + count, sources);
    }
    for (rel_vid v = 0; !o.source && !g->directed && v < g->n; v++) score[v] /= 2;
out:
    rel_lanes_free(lanes);
    rel_scratch_release(ctx, mark);
    return st;
}
