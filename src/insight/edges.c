#include "src/insight/edges.h"

#include "graph/builder.h"

/* The kept edges as a list, in the order of g->out. */
typedef struct edge_list {
    rel_vid *source, *target;
    float *weight;
    rel_eid *from; /* position in g->out.adj */
    rel_eid count;
} edge_list;

static bool counts(const rel_graph *g, const uint8_t *keep, rel_vid u, rel_eid e)
{
    return keep[e] && (g->directed || u <= g->out.adj[e]);
}

static rel_eid count_kept(const rel_graph *g, const uint8_t *keep)
{
    rel_eid count = 0;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) count += counts(g, keep, u, e);
    return count;
}

static rel_status list_kept(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, const float *weight,
                            edge_list *l)
{
    rel_status st;
    l->count = count_kept(g, keep);
    const size_t m = (size_t)l->count;
    REL_TRY(rel_scratch(ctx, &l->source, m, sizeof *l->source, "kept edges"));
    REL_TRY(rel_scratch(ctx, &l->target, m, sizeof *l->target, "kept edges"));
    REL_TRY(rel_scratch(ctx, &l->from, m, sizeof *l->from, "kept edges"));
    if (weight) REL_TRY(rel_scratch(ctx, &l->weight, m, sizeof *l->weight, "kept edges"));
    rel_eid i = 0;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!counts(g, keep, u, e)) continue;
            l->source[i] = u;
            l->target[i] = g->out.adj[e];
            l->from[i] = e;
            if (weight) l->weight[i] = weight[e];
            i++;
        }
out:
    return st;
}

static const void *plain_values(const rel_attribute *a)
{
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: return a->value.b;
    case REL_ATTRIBUTE_I64: return a->value.i64;
    case REL_ATTRIBUTE_F32: return a->value.f32;
    default: return a->value.f64;
    }
}

static rel_status copy_names(rel_ctx *ctx, const rel_graph *g, rel_graph *out)
{
    rel_status st = REL_OK;
    rel_str *name = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->names.form == REL_NAMES_U64) REL_TRY(rel_graph_set_numbers(ctx, out, g->names.number));
    if (g->names.form == REL_NAMES_TEXT) {
        REL_TRY(rel_scratch(ctx, &name, g->n, sizeof *name, "names"));
        for (rel_vid v = 0; v < g->n; v++) name[v] = rel_names_get(&g->names, v, NULL);
        REL_TRY(rel_graph_set_names(ctx, out, name));
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status copy_vertex_column(rel_ctx *ctx, const rel_attribute *a, rel_graph *out)
{
    rel_status st;
    const void *values = a->type == REL_ATTRIBUTE_TEXT ? NULL : plain_values(a);
    rel_str *text = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (a->type == REL_ATTRIBUTE_TEXT) {
        REL_TRY(rel_scratch(ctx, &text, (size_t)a->count, sizeof *text, "texts of a column"));
        for (int64_t i = 0; i < a->count; i++) text[i] = rel_attribute_text(a, i);
        values = text;
    }
    st = rel_graph_add_vertex_attribute(ctx, out, a->name, a->type, values, a->present);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static size_t value_size(rel_attribute_type type)
{
    switch (type) {
    case REL_ATTRIBUTE_BOOL: return sizeof(uint8_t);
    case REL_ATTRIBUTE_I64: return sizeof(int64_t);
    case REL_ATTRIBUTE_F32: return sizeof(float);
    case REL_ATTRIBUTE_F64: return sizeof(double);
    default: return sizeof(rel_str);
    }
}

/* The rows of the new graph are sorted as the old ones were, so its arcs come in the order of the list. */
static rel_status copy_edge_column(rel_ctx *ctx, const rel_attribute *a, const edge_list *l, rel_graph *out)
{
    rel_status st;
    char *values = NULL;
    uint8_t *present = NULL;
    const size_t size = value_size(a->type);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &values, (size_t)l->count, size, "values of a column"));
    REL_TRY(rel_scratch(ctx, &present, (size_t)l->count, 1, "values of a column"));
    for (rel_eid i = 0; i < l->count; i++) {
        present[i] = !rel_attribute_is_missing(a, l->from[i]);
        if (a->type == REL_ATTRIBUTE_TEXT)
            ((rel_str *)(void *)values)[i] = rel_attribute_text(a, l->from[i]);
        else
            memcpy(values + (size_t)i * size, (const char *)plain_values(a) + (size_t)l->from[i] * size,
                   size);
    }
    st = rel_graph_add_edge_attribute(ctx, out, a->name, a->type, values, a->present ? present : NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_graph_keep_edges(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, const float *weight,
                                rel_graph *out)
{
    rel_status st;
    edge_list l = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = (rel_graph){0};
    REL_TRY(list_kept(ctx, g, keep, weight ? weight : g->out.weight, &l));
    const rel_edges edges = {.count = l.count, .source = l.source, .target = l.target, .weight = l.weight};
    REL_TRY(rel_graph_build(ctx, g->n, &edges,
                            (rel_build_opts){.directed = g->directed, .directions = REL_BUILD_BOTH}, out));
    REL_TRY(copy_names(ctx, g, out));
    for (int k = 0; k < g->vertex_attributes.count; k++)
        REL_TRY(copy_vertex_column(ctx, &g->vertex_attributes.column[k], out));
    for (int k = 0; g->directed && k < g->edge_attributes.count; k++)
        REL_TRY(copy_edge_column(ctx, &g->edge_attributes.column[k], &l, out));
    out->dropped = g->dropped;
out:
    if (st != REL_OK) rel_graph_free(out);
    rel_scratch_release(ctx, mark);
    return st;
}
