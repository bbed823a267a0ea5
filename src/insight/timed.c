#include "src/insight/timed.h"

#include <stdlib.h>

#include "ingest/results.h"

static rel_status open_workspace(rel_ctx *ctx, const char *path, const rel_projection_opts *o, rel_timed *t)
{
    rel_status st;
    rel_workspace *w = NULL;
    bool communities;
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_project_acts(ctx, w, o, &t->source.graph, &t->acts, &t->source.left_out));
    REL_TRY(rel_results_attach_communities(ctx, w, &t->source.graph, &communities));
    const rel_acts *a = &t->acts;
    t->count = a->count;
    t->from = a->source;
    t->to = a->target;
    t->weight = a->weight;
    t->first = t->last = a->time;
out:
    rel_workspace_close(w);
    return st;
}

/* Only edges with both times are left, see rel_source_open. */
static rel_status open_file(rel_ctx *ctx, const char *path, const rel_projection_opts *o, rel_timed *t)
{
    rel_status st;
    const rel_graph *g = &t->source.graph;
    REL_TRY(rel_source_open(ctx, path, o, &t->source));
    REL_TRY(rel_alloc(ctx, &t->from_of_file, (size_t)g->m, sizeof *t->from_of_file, "sources of edges"));
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) t->from_of_file[e] = v;
    t->count = g->m;
    t->from = t->from_of_file;
    t->to = g->out.adj;
    t->weight = g->out.weight;
    t->first = rel_attribute_find(&g->edge_attributes, "first_time")->value.i64;
    t->last = rel_attribute_find(&g->edge_attributes, "last_time")->value.i64;
out:
    return st;
}

rel_status rel_timed_open(rel_ctx *ctx, const char *path, const rel_projection_opts *projection, rel_timed *t)
{
    rel_status st;
    rel_projection_opts o = *projection;
    *t = (rel_timed){.first_time = REL_TIME_MISSING, .last_time = REL_TIME_MISSING};
    /* A period that begins before every time: only what has one can lie in it. */
    if (o.since == REL_TIME_MISSING) o.since = 0;
    o.half_life = 0;
    o.directions = REL_BUILD_OUT;
    REL_TRY(rel_source_kind_of(ctx, path, &t->source.kind));
    t->source.path = path;
    t->source.projection = o;
    if (t->source.kind == REL_SOURCE_WORKSPACE)
        REL_TRY(open_workspace(ctx, path, &o, t));
    else
        REL_TRY(open_file(ctx, path, &o, t));
    for (int64_t i = 0; i < t->count; i++) {
        if (i == 0 || t->first[i] < t->first_time) t->first_time = t->first[i];
        if (i == 0 || t->last[i] > t->last_time) t->last_time = t->last[i];
    }
out:
    if (st != REL_OK) rel_timed_close(t);
    return st;
}

void rel_timed_close(rel_timed *t)
{
    rel_source_close(&t->source);
    rel_acts_free(&t->acts);
    free(t->from_of_file);
    *t = (rel_timed){.first_time = REL_TIME_MISSING, .last_time = REL_TIME_MISSING};
}
