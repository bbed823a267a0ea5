#include "src/insight/community_shape.h"

#include <math.h>

#include "src/base/i18n.h"

static const struct {
    const char *word, *title;
} shapes[] = {
#define X(name, word, title) {word, title},
    REL_SHAPE_LIST(X)
#undef X
};

const char *rel_shape_word(rel_shape shape)
{
    return shapes[shape].word;
}

const char *rel_shape_title(rel_shape shape)
{
    return shape == REL_SHAPE_NONE ? "" : _(shapes[shape].title);
}

/* Undirected stars do not say who attends to whom. */
static rel_shape star(bool directed, double in, double in_top, double out, double out_top)
{
    const bool broadcast = directed && in >= REL_SHAPE_STAR && in_top >= REL_SHAPE_TOP,
               support = directed && out >= REL_SHAPE_STAR && out_top >= REL_SHAPE_TOP;
    if (broadcast && (!support || in >= out)) return REL_SHAPE_BROADCAST;
    return support ? REL_SHAPE_SUPPORT : REL_SHAPE_NONE;
}

static bool is_tight(double density, double transitivity)
{
    return density >= REL_SHAPE_DENSE || transitivity >= REL_SHAPE_CLOSED;
}

rel_shape rel_shape_of_network(const rel_shape_figures *f)
{
    if (f->accounts < REL_SHAPE_ACCOUNTS) return REL_SHAPE_NONE;
    const rel_shape around_one =
        star(f->directed, f->in_centralization, f->in_top, f->out_centralization, f->out_top);
    if (around_one != REL_SHAPE_NONE) return around_one;
    if (f->scattered >= REL_SHAPE_SCATTERED) return REL_SHAPE_BRAND;
    if (f->two_largest >= REL_SHAPE_TWO && f->second >= REL_SHAPE_SECOND &&
        f->between_two <= REL_SHAPE_BETWEEN)
        return REL_SHAPE_POLARIZED;
    if (f->groups >= REL_SHAPE_GROUPS && f->modularity >= REL_SHAPE_APART) return REL_SHAPE_CLUSTERS;
    if (f->scattered <= REL_SHAPE_FEW && f->modularity < REL_SHAPE_APART &&
        is_tight(f->density, f->transitivity))
        return REL_SHAPE_TIGHT;
    return REL_SHAPE_NONE;
}

rel_shape rel_shape_of_community(const rel_community_inside *x, bool directed)
{
    if (x->members < REL_SHAPE_ACCOUNTS) return REL_SHAPE_NONE;
    const double edges = (double)x->edges;
    const rel_shape around_one =
        star(directed, x->in_centralization, x->most_in / edges, x->out_centralization, x->most_out / edges);
    if (around_one != REL_SHAPE_NONE) return around_one;
    return is_tight(x->density, x->transitivity) ? REL_SHAPE_TIGHT : REL_SHAPE_NONE;
}

static rel_eid longest_row(const rel_csr *c, rel_vid n)
{
    rel_eid most = 0;
    for (rel_vid v = 0; v < n; v++)
        if (c->off[v + 1] - c->off[v] > most) most = c->off[v + 1] - c->off[v];
    return most;
}

static double flow(const rel_community_flows *f, rel_vid c, rel_vid d)
{
    const rel_eid i = rel_community_flow_find(f, c, d);
    return i < 0 ? 0 : f->weight[i];
}

void rel_shape_measure(const rel_graph *g, const rel_community_flows *flows,
                       const rel_community_inside *inside, double modularity, rel_shape_figures *f)
{
    const double n = (double)g->n, m = (double)g->m;
    int64_t triangles = 0, scattered = 0;
    double corners = 0;
    *f = (rel_shape_figures){.accounts = g->n,
                             .directed = g->directed,
                             .in_centralization = NAN,
                             .out_centralization = NAN,
                             .between_two = NAN,
                             .modularity = modularity,
                             .density = g->n > 1 ? m / (n * (n - 1)) : NAN};
    for (rel_vid c = 0; c < flows->count; c++) {
        const bool group = inside[c].members >= REL_SHAPE_GROUP;
        f->groups += group;
        scattered += group ? 0 : inside[c].members;
        triangles += inside[c].triangles;
        corners += inside[c].corners;
    }
    f->transitivity = corners > 0 ? 3 * (double)triangles / corners : NAN;
    if (g->n == 0) return;
    f->scattered = (double)scattered / n;
    if (g->n > 2) {
        const double pairs = g->directed ? (n - 1) * (n - 1) : (n - 1) * (n - 2);
        const double in = (double)longest_row(&g->in, g->n), out = (double)longest_row(&g->out, g->n);
        f->in_centralization = (n * in - m) / pairs;
        f->out_centralization = (n * out - m) / pairs;
        f->in_top = in / m;
        f->out_top = out / m;
    }
    if (flows->count < 2) return;
    const double between = flow(flows, 0, 1) + flow(flows, 1, 0),
                 all = between + flow(flows, 0, 0) + flow(flows, 1, 1);
    f->second = (double)inside[1].members / n;
    f->two_largest = (double)inside[0].members / n + f->second;
    if (all > 0) f->between_two = between / all;
}
