#include "src/insight/source.h"

#include <math.h>

#include "graph/pack.h"
#include "graph/snapshot.h"
#include "graph/weights.h"
#include "ingest/pick_results.h"
#include "src/base/input.h"
#include "src/base/memory.h"
#include "src/base/progress.h"
#include "src/insight/edges.h"
#include "src/insight/plan.h"

enum { SNIFF_BYTES = 4096 };

rel_status rel_source_kind_of(rel_ctx *ctx, const char *path, rel_source_kind *kind)
{
    rel_status st = REL_OK;
    rel_input *in = NULL;
    rel_str first;
    *kind = REL_SOURCE_GRAPH_FILE;
    if (strcmp(path, "-") == 0) goto out;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_peek(ctx, in, SNIFF_BYTES, &first));
    if (rel_workspace_is(first.s, first.len)) *kind = REL_SOURCE_WORKSPACE;
    if (rel_snapshot_is(first.s, first.len)) *kind = REL_SOURCE_SNAPSHOT;
out:
    rel_input_close(in);
    return st;
}

static rel_status open_workspace(rel_ctx *ctx, const char *path, const rel_projection_opts *projection,
                                 rel_source *s)
{
    rel_status st;
    rel_workspace *w = NULL;
    bool communities, places, picks;
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_project(ctx, w, projection, &s->graph, &s->left_out));
    REL_TRY(rel_results_attach_communities(ctx, w, &s->graph, &communities));
    REL_TRY(rel_results_attach_places(ctx, w, &s->graph, &places));
    st = rel_results_attach_picks(ctx, w, &s->graph, &picks);
out:
    rel_workspace_close(w);
    return st;
}

/* --- layers and periods of files ---------------------------------------------------------------------------
 */

static bool wants_layers(const rel_projection_opts *o)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (o->layer_weight[k] != 1) return true;
    return false;
}

static bool wants_period(const rel_projection_opts *o)
{
    return o->since != REL_TIME_MISSING || o->until != REL_TIME_MISSING;
}

static rel_status find_layers(rel_ctx *ctx, const char *path, const rel_graph *g,
                              const rel_projection_opts *o, const rel_attribute *column[REL_KIND_COUNT])
{
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        column[k] = rel_attribute_find(&g->edge_attributes, rel_kind_word((rel_kind)k));
        if (column[k] && column[k]->type == REL_ATTRIBUTE_TEXT) column[k] = NULL;
        if (!column[k] && o->layer_weight[k] > 0)
            return rel_fail(ctx, REL_E_USAGE, "'%s': its edges do not tell the layer '%s' apart", path,
                            rel_kind_word((rel_kind)k));
    }
    return REL_OK;
}

static void weigh_by_layers(const rel_graph *g, const rel_projection_opts *o,
                            const rel_attribute *const column[REL_KIND_COUNT], double *weight)
{
    for (rel_eid e = 0; e < g->m; e++) {
        double sum = 0;
        for (int k = 0; k < REL_KIND_COUNT; k++) {
            const double x = column[k] && o->layer_weight[k] > 0 ? rel_attribute_f64(column[k], e) : 0;
            if (x > 0) sum += o->layer_weight[k] * x;
        }
        weight[e] = sum;
    }
}

static int64_t time_of(const rel_attribute *column, rel_eid e)
{
    return rel_attribute_is_missing(column, e) ? REL_TIME_MISSING : column->value.i64[e];
}

static int64_t latest(const rel_attribute *last, rel_eid m)
{
    int64_t t = REL_TIME_MISSING;
    for (rel_eid e = 0; e < m; e++) {
        const int64_t at = time_of(last, e);
        if (at > t) t = at;
    }
    return t;
}

/* Edges outside the period get weight 0; others age. */
static void weigh_by_time(const rel_graph *g, const rel_projection_opts *o, const rel_attribute *first,
                          const rel_attribute *last, double *weight, rel_projection_counts *counts)
{
    const int64_t until = o->until != REL_TIME_MISSING ? o->until : latest(last, g->m);
    for (rel_eid e = 0; e < g->m; e++) {
        const int64_t from = time_of(first, e), to = time_of(last, e);
        if (!(weight[e] > 0)) continue;
        if (from == REL_TIME_MISSING || to == REL_TIME_MISSING) {
            /* Without a date there is nothing to age, but neither can it lie in a period. */
            if (!wants_period(o)) continue;
            counts->without_time++;
            weight[e] = 0;
        } else if ((o->since != REL_TIME_MISSING && to < o->since) ||
                   (o->until != REL_TIME_MISSING && from >= o->until)) {
            counts->outside_period++;
            weight[e] = 0;
        } else if (o->half_life > 0 && to < until) {
            weight[e] *= exp2(-(double)(until - to) / (double)o->half_life);
        }
    }
}

static rel_status select_edges(rel_ctx *ctx, const char *path, const rel_projection_opts *o, rel_source *s)
{
    rel_status st = REL_OK;
    double *weight = NULL;
    float *kept_weight = NULL;
    uint8_t *keep = NULL;
    rel_graph made = {0};
    const rel_graph *g = &s->graph;
    const rel_attribute *column[REL_KIND_COUNT];
    const rel_attribute *first = rel_attribute_find(&g->edge_attributes, "first_time");
    const rel_attribute *last = rel_attribute_find(&g->edge_attributes, "last_time");
    const bool timed = wants_period(o) || o->half_life > 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (timed && (!first || !last || first->type != REL_ATTRIBUTE_I64 || last->type != REL_ATTRIBUTE_I64))
        return rel_fail(ctx, REL_E_USAGE, "'%s': its edges have no times to choose a period from", path);
    REL_TRY(rel_graph_check_weights(ctx, g, REL_BUILD_OUT, path));
    REL_TRY(rel_scratch(ctx, &weight, (size_t)g->m, sizeof *weight, "weights"));
    REL_TRY(rel_scratch(ctx, &kept_weight, (size_t)g->m, sizeof *kept_weight, "weights"));
    REL_TRY(rel_scratch(ctx, &keep, (size_t)g->m, 1, "edges to keep"));
    for (rel_eid e = 0; e < g->m; e++) weight[e] = g->out.weight ? (double)g->out.weight[e] : 1;
    if (wants_layers(o)) {
        REL_TRY(find_layers(ctx, path, g, o, column));
        weigh_by_layers(g, o, column, weight);
        for (rel_eid e = 0; e < g->m; e++) s->left_out.other_layer += !(weight[e] > 0);
    }
    if (timed) weigh_by_time(g, o, first, last, weight, &s->left_out);
    for (rel_eid e = 0; e < g->m; e++) {
        kept_weight[e] = (float)weight[e];
        keep[e] = kept_weight[e] > 0;
        s->left_out.interactions += keep[e];
    }
    REL_TRY(rel_graph_keep_edges(ctx, g, keep, kept_weight, &made));
    rel_graph_free(&s->graph);
    s->graph = made;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Says that a packed snapshot has to be unpacked, or that it does not fit. */
static rel_status unpack(rel_ctx *ctx, const char *path, rel_graph *g)
{
    const int64_t arc = g->packed.weighted ? 8 : 4, sides = g->directed ? 2 : 1;
    const int64_t needed = sides * (g->m * arc + (int64_t)g->n * 8), available = rel_memory_available();
    char need[32], have[32];
    rel_human_bytes(need, sizeof need, (double)needed);
    rel_human_bytes(have, sizeof have, (double)available);
    if (available && needed > available) {
        rel_fail(ctx, REL_E_LIMIT, "'%s': its edges take %s unpacked, and %s of memory are free", path, need,
                 have);
        return rel_hint(ctx, "'relais rank %s --by pagerank' works on it as it is", path);
    }
    rel_note(ctx, "unpacking '%s' in memory: %s", path, need);
    return rel_graph_unpack(ctx, g);
}

static rel_status open_file(rel_ctx *ctx, const char *path, const rel_projection_opts *o, bool packed,
                            rel_source *s)
{
    rel_status st;
    const bool chosen = wants_layers(o) || wants_period(o) || o->half_life > 0;
    REL_TRY(rel_plan_check_reading(ctx, path));
    if (s->kind == REL_SOURCE_SNAPSHOT)
        REL_TRY(rel_snapshot_open(ctx, path, false, &s->graph));
    else
        REL_TRY(rel_graph_file_read(ctx, path, o->directions, &s->graph));
    if (rel_is_packed(&s->graph.packed)) {
        if (packed && !chosen) return REL_OK;
        REL_TRY(unpack(ctx, path, &s->graph));
    }
    if (o->directions & REL_BUILD_OUT) REL_TRY(rel_graph_need_out(ctx, &s->graph));
    if (o->directions & REL_BUILD_IN) REL_TRY(rel_graph_need_in(ctx, &s->graph));
    if (!chosen) goto out;
    REL_TRY(rel_graph_need_out(ctx, &s->graph));
    st = select_edges(ctx, path, o, s);
out:
    return st;
}

rel_status rel_source_open(rel_ctx *ctx, const char *path, const rel_projection_opts *projection,
                           rel_source *s)
{
    rel_status st;
    rel_projection_opts o = *projection;
    const bool packed = o.directions & REL_BUILD_PACKED;
    o.directions &= REL_BUILD_BOTH;
    *s = (rel_source){.path = path, .projection = o};
    REL_TRY(rel_source_kind_of(ctx, path, &s->kind));
    if (s->kind == REL_SOURCE_WORKSPACE)
        st = open_workspace(ctx, path, &o, s);
    else
        st = open_file(ctx, path, &o, packed, s);
out:
    if (st != REL_OK) rel_source_close(s);
    return st;
}

void rel_source_close(rel_source *s)
{
    rel_graph_free(&s->graph);
    *s = (rel_source){0};
}
