#include "src/insight/community_map.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"

/* One edge a pair and layer; of an undirected graph each pair once. */
typedef struct list {
    rel_vid *source, *target;
    float *weight;
    uint8_t *layer;
    rel_eid count;
} list;

static float as_float(double x)
{
    return x < (double)FLT_MAX ? (float)x : FLT_MAX;
}

static rel_status list_edges(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, list *l)
{
    rel_status st;
    const rel_community_flows *f = &cards->flows;
    const size_t pairs = (size_t)f->off[f->count], layers = cards->layers ? (size_t)cards->layers : 1;
    REL_TRY(rel_scratch_unset(ctx, &l->source, pairs * layers, sizeof *l->source, "map of communities"));
    REL_TRY(rel_scratch_unset(ctx, &l->target, pairs * layers, sizeof *l->target, "map of communities"));
    REL_TRY(rel_scratch_unset(ctx, &l->weight, pairs * layers, sizeof *l->weight, "map of communities"));
    REL_TRY(rel_scratch_unset(ctx, &l->layer, pairs * layers, sizeof *l->layer, "map of communities"));
    for (rel_vid c = 0; c < f->count; c++)
        for (rel_eid i = f->off[c]; i < f->off[c + 1]; i++) {
            if (f->to[i] == c || (!g->directed && f->to[i] < c)) continue;
            for (size_t k = 0; k < layers; k++) {
                const double x = cards->layers ? f->layer[k * pairs + (size_t)i] : f->weight[i];
                if (!(x > 0)) continue;
                l->source[l->count] = c;
                l->target[l->count] = f->to[i];
                l->weight[l->count] = as_float(x);
                l->layer[l->count++] = cards->layers ? (uint8_t)cards->layer[k] : 0;
            }
        }
out:
    return st;
}

static rel_status add_ties(rel_ctx *ctx, const rel_community_flows *f, rel_graph *map)
{
    int64_t *ties;
    rel_status st = rel_scratch(ctx, &ties, (size_t)map->m, sizeof *ties, "map of communities");
    for (rel_vid c = 0; st == REL_OK && c < map->n; c++)
        for (rel_eid e = map->out.off[c]; e < map->out.off[c + 1]; e++)
            ties[e] = f->arcs[rel_community_flow_find(f, c, map->out.adj[e])];
    if (st == REL_OK && map->directed)
        st = rel_graph_add_edge_attribute(ctx, map, "ties", REL_ATTRIBUTE_I64, ties, NULL);
    return st;
}

/* -------- columns of vertices -------- */

typedef double figure_fn(const rel_cards *cards, rel_vid c);

static double figure_share(const rel_cards *k, rel_vid c)
{
    return (double)k->inside[c].members / (double)k->figures.accounts;
}
static double figure_inside(const rel_cards *k, rel_vid c)
{
    return k->cut[c].inside;
}
static double figure_outside(const rel_cards *k, rel_vid c)
{
    return k->cut[c].outside;
}
static double figure_conductance(const rel_cards *k, rel_vid c)
{
    return k->cut[c].conductance;
}
static double figure_density(const rel_cards *k, rel_vid c)
{
    return k->inside[c].density;
}
static double figure_reciprocity(const rel_cards *k, rel_vid c)
{
    return k->inside[c].reciprocity;
}

static const struct {
    const char *name;
    figure_fn *figure;
} figures[] = {
    {"share", figure_share},     {"inside", figure_inside},
    {"outside", figure_outside}, {"conductance", figure_conductance},
    {"density", figure_density}, {"reciprocity", figure_reciprocity},
};

static rel_status add_figures(rel_ctx *ctx, const rel_cards *cards, rel_graph *map)
{
    rel_status st;
    double *x;
    uint8_t *present;
    REL_TRY(rel_scratch(ctx, &x, cards->count, sizeof *x, "map of communities"));
    REL_TRY(rel_scratch(ctx, &present, cards->count, 1, "map of communities"));
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        for (rel_vid c = 0; c < cards->count; c++) {
            x[c] = figures[k].figure(cards, c);
            present[c] = isfinite(x[c]) ? 1 : 0;
        }
        REL_TRY(rel_graph_add_vertex_attribute(ctx, map, figures[k].name, REL_ATTRIBUTE_F64, x, present));
    }
out:
    return st;
}

static rel_status add_numbers(rel_ctx *ctx, const rel_cards *cards, rel_graph *map)
{
    rel_status st;
    int64_t *x;
    uint8_t *present;
    REL_TRY(rel_scratch(ctx, &x, cards->count, sizeof *x, "map of communities"));
    REL_TRY(rel_scratch(ctx, &present, cards->count, 1, "map of communities"));
    for (rel_vid c = 0; c < cards->count; c++) x[c] = c;
    REL_TRY(rel_graph_add_vertex_attribute(ctx, map, "community", REL_ATTRIBUTE_I64, x, NULL));
    for (rel_vid c = 0; c < cards->count; c++) x[c] = cards->inside[c].members;
    REL_TRY(rel_graph_add_vertex_attribute(ctx, map, "accounts", REL_ATTRIBUTE_I64, x, NULL));
    if (!cards->texts) goto out;
    for (rel_vid c = 0; c < cards->wanted; c++) {
        x[c] = cards->card[c].posts;
        present[c] = 1;
    }
    st = rel_graph_add_vertex_attribute(ctx, map, "posts", REL_ATTRIBUTE_I64, x, present);
out:
    return st;
}

/* The leader's handle or name; the texts last as long as b. */
static rel_status add_leaders(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_graph *map)
{
    rel_status st;
    rel_str *text;
    rel_buf one = {0};
    REL_TRY(rel_scratch(ctx, &text, cards->count, sizeof *text, "map of communities"));
    for (rel_vid c = 0; c < cards->count; c++) {
        char *copy;
        REL_TRY(rel_card_name(ctx, g, cards->leader[c], &one));
        REL_TRY(rel_scratch(ctx, &copy, one.len + 1, 1, "map of communities"));
        memcpy(copy, one.data, one.len);
        text[c] = (rel_str){copy, one.len};
    }
    REL_TRY(rel_graph_add_vertex_attribute(ctx, map, "leader", REL_ATTRIBUTE_TEXT, text, NULL));
    for (rel_vid c = 0; c < cards->count; c++) {
        const rel_shape shape = c < cards->wanted ? cards->card[c].shape : REL_SHAPE_NONE;
        text[c] = shape == REL_SHAPE_NONE ? REL_STR_MISSING : rel_str_of(rel_shape_word(shape));
    }
    st = rel_graph_add_vertex_attribute(ctx, map, "network_shape", REL_ATTRIBUTE_TEXT, text, NULL);
out:
    rel_buf_free(&one);
    return st;
}

rel_status rel_community_map(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_graph *map)
{
    rel_status st;
    list l = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = g->directed;
    *map = (rel_graph){0};
    REL_TRY(list_edges(ctx, g, cards, &l));
    const rel_edges edges = {.count = l.count,
                             .source = l.source,
                             .target = l.target,
                             .weight = l.weight,
                             .layer = cards->layers ? l.layer : NULL};
    REL_TRY(rel_graph_build(ctx, cards->count, &edges, opts, map));
    REL_TRY(rel_graph_add_vertex_attribute(ctx, map, "label", REL_ATTRIBUTE_TEXT, cards->label, NULL));
    REL_TRY(add_numbers(ctx, cards, map));
    REL_TRY(add_figures(ctx, cards, map));
    REL_TRY(add_leaders(ctx, g, cards, map));
    st = add_ties(ctx, &cards->flows, map);
out:
    if (st != REL_OK) rel_graph_free(map);
    rel_scratch_release(ctx, mark);
    return st;
}
