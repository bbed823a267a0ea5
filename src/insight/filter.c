#include "src/insight/filter.h"

#include "algorithms/centrality/degree.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
#include "graph/builder.h"
#include "graph/weights.h"
#include "src/base/sort.h"
#include "src/insight/edges.h"

bool rel_filter_is_empty(const rel_filter_opts *o)
{
    return o->min_weight <= 0 && o->k_core <= 0 && !o->largest_component && o->top <= 0 && !o->drop_isolated;
}

/* Every stage replaces the graph of the one before. */
typedef struct stage {
    rel_graph held;         /* ours, when a stage made it */
    const rel_graph *graph; /* held, or what the caller gave */
    double *score;          /* one a vertex of graph, or NULL */
} stage;

static void adopt(stage *s, const rel_graph *made)
{
    rel_graph_free(&s->held);
    s->held = *made;
    s->graph = &s->held;
}

static rel_status drop_light_edges(rel_ctx *ctx, stage *s, double min_weight, rel_filter_counts *counts)
{
    rel_status st = REL_OK;
    rel_graph made = {0};
    uint8_t *keep = NULL;
    const rel_graph *g = s->graph;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!(min_weight > 0) || (!g->out.weight && min_weight <= 1)) goto out;
    REL_TRY(rel_graph_check_weights(ctx, g, REL_BUILD_OUT, "filter"));
    REL_TRY(rel_scratch(ctx, &keep, (size_t)g->m, 1, "edges to keep"));
    int64_t light = 0;
    for (rel_eid e = 0; e < g->m; e++) {
        keep[e] = (g->out.weight ? (double)g->out.weight[e] : 1.0) >= min_weight;
        light += !keep[e];
    }
    counts->edges_light = g->directed ? light : light / 2;
    if (!light) goto out;
    REL_TRY(rel_graph_keep_edges(ctx, g, keep, NULL, &made));
    adopt(s, &made);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Keeps the vertices with keep[v] != 0; *dropped receives how many were not. */
static rel_status keep_vertices(rel_ctx *ctx, stage *s, const uint8_t *keep, int64_t *dropped)
{
    rel_status st = REL_OK;
    rel_graph made = {0};
    const rel_vid n = s->graph->n;
    *dropped = 0;
    for (rel_vid v = 0; v < n; v++) *dropped += !keep[v];
    if (!*dropped) return REL_OK;
    REL_TRY(rel_graph_subgraph(ctx, s->graph, keep, &made));
    if (s->score) {
        rel_vid kept = 0;
        for (rel_vid v = 0; v < n; v++)
            if (keep[v]) s->score[kept++] = s->score[v];
    }
    adopt(s, &made);
out:
    return st;
}

static rel_status keep_core(rel_ctx *ctx, stage *s, int64_t k, rel_filter_counts *counts)
{
    rel_status st;
    rel_vid *core = NULL;
    uint8_t *keep = NULL;
    const rel_vid n = s->graph->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &core, n, sizeof *core, "core numbers"));
    REL_TRY(rel_scratch(ctx, &keep, n, 1, "accounts to keep"));
    REL_TRY(rel_kcore(ctx, s->graph, core));
    for (rel_vid v = 0; v < n; v++) keep[v] = (int64_t)core[v] >= k;
    st = keep_vertices(ctx, s, keep, &counts->vertices_core);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status keep_largest_component(rel_ctx *ctx, stage *s, rel_filter_counts *counts)
{
    rel_status st;
    rel_vid *component = NULL;
    uint8_t *keep = NULL;
    const rel_vid n = s->graph->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &component, n, sizeof *component, "components"));
    REL_TRY(rel_scratch(ctx, &keep, n, 1, "accounts to keep"));
    REL_TRY(rel_components_weak(ctx, s->graph, component, NULL, NULL));
    for (rel_vid v = 0; v < n; v++) keep[v] = component[v] == 0;
    st = keep_vertices(ctx, s, keep, &counts->vertices_component);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status keep_top(rel_ctx *ctx, stage *s, int64_t top, rel_filter_counts *counts)
{
    rel_status st;
    double *score = s->score;
    rel_vid *order = NULL;
    uint8_t *keep = NULL;
    int64_t found = 0;
    const rel_vid n = s->graph->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!score) {
        REL_TRY(rel_scratch(ctx, &score, n, sizeof *score, "degrees"));
        REL_TRY(rel_degree(ctx, s->graph, REL_DEGREE_ALL, false, score));
    }
    REL_TRY(rel_scratch(ctx, &order, (size_t)(top < n ? top : n), sizeof *order, "ranking"));
    REL_TRY(rel_scratch(ctx, &keep, n, 1, "accounts to keep"));
    REL_TRY(rel_sort_top(ctx, score, n, top, order, &found));
    for (int64_t i = 0; i < found; i++) keep[order[i]] = 1;
    st = keep_vertices(ctx, s, keep, &counts->vertices_top);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status drop_isolated(rel_ctx *ctx, stage *s, rel_filter_counts *counts)
{
    rel_status st;
    uint8_t *keep = NULL;
    const rel_graph *g = s->graph;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &keep, g->n, 1, "accounts to keep"));
    for (rel_vid v = 0; v < g->n; v++)
        keep[v] = g->out.off[v + 1] > g->out.off[v] || g->in.off[v + 1] > g->in.off[v];
    st = keep_vertices(ctx, s, keep, &counts->vertices_isolated);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* A graph that no stage changed is copied whole, so that out never borrows from g. */
static rel_status copy_whole(rel_ctx *ctx, const rel_graph *g, rel_graph *out)
{
    rel_status st;
    uint8_t *keep = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &keep, g->n, 1, "accounts to keep"));
    memset(keep, 1, g->n);
    st = rel_graph_subgraph(ctx, g, keep, out);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_graph_filter(rel_ctx *ctx, const rel_graph *g, const rel_filter_opts *o, const double *score,
                            rel_graph *out, rel_filter_counts *counts)
{
    rel_status st = REL_OK;
    stage s = {.graph = g};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = (rel_graph){0};
    *counts = (rel_filter_counts){0};
    if (!g->out.off || !g->in.off)
        return rel_fail(ctx, REL_E_USAGE, "filter: the graph was built without one of its directions");
    if (score) {
        REL_TRY(rel_scratch(ctx, &s.score, g->n, sizeof *score, "scores"));
        memcpy(s.score, score, g->n * sizeof *score);
    }
    REL_TRY(drop_light_edges(ctx, &s, o->min_weight, counts));
    if (o->k_core > 0) REL_TRY(keep_core(ctx, &s, o->k_core, counts));
    if (o->largest_component) REL_TRY(keep_largest_component(ctx, &s, counts));
    if (o->top > 0) REL_TRY(keep_top(ctx, &s, o->top, counts));
    if (o->drop_isolated) REL_TRY(drop_isolated(ctx, &s, counts));
    if (s.graph == &s.held) {
        *out = s.held;
        s.held = (rel_graph){0};
    } else {
        st = copy_whole(ctx, g, out);
    }
out:
    rel_graph_free(&s.held);
    rel_scratch_release(ctx, mark);
    return st;
}
