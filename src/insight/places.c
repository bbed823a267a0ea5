#include "src/insight/places.h"

#include <math.h>

#include "algorithms/layout/forceatlas2.h"
#include "algorithms/layout/layout_fit.h"
#include "graph/foreign_layout.h"

static const char *const words[] = {
#define X(name, word, title) word,
    REL_LAYOUT_LIST(X)
#undef X
};
static const char *const titles[] = {
#define X(name, word, title) title,
    REL_LAYOUT_LIST(X)
#undef X
};

const char *rel_layout_word(int layout)
{
    return layout < REL_LAYOUT_COUNT ? words[layout] : NULL;
}

const char *rel_layout_title(rel_layout layout)
{
    return titles[layout];
}

/* Small graphs cost nothing, so they may settle. */
static int usual_iterations(rel_vid n)
{
    return n <= 1000 ? 1000 : n <= 10000 ? 300 : 100;
}

static rel_status place(rel_ctx *ctx, const rel_graph *g, rel_layout layout, int64_t iterations, float *x,
                        float *y)
{
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    switch (layout) {
    case REL_LAYOUT_FR: return rel_foreign_layout_make(ctx, g, REL_FOREIGN_LAYOUT_FR, x, y);
    case REL_LAYOUT_KK: return rel_foreign_layout_make(ctx, g, REL_FOREIGN_LAYOUT_KK, x, y);
    case REL_LAYOUT_CIRCLE: return rel_foreign_layout_make(ctx, g, REL_FOREIGN_LAYOUT_CIRCLE, x, y);
    default: break;
    }
    o.iterations = iterations > 0 ? (int)iterations : usual_iterations(g->n);
    o.linlog = layout == REL_LAYOUT_LINLOG;
    return rel_layout_forceatlas2(ctx, g, o, x, y);
}

rel_status rel_places(rel_ctx *ctx, const rel_graph *g, rel_layout layout, int64_t iterations, float *x,
                      float *y)
{
    rel_status st = place(ctx, g, layout, iterations, x, y);
    if (st == REL_OK && layout != REL_LAYOUT_CIRCLE) st = rel_layout_pack(ctx, g, x, y);
    if (st == REL_OK) rel_layout_fit(ctx->threads, g->n, x, y, REL_PLACES_REACH);
    return st;
}

bool rel_places_given(const rel_graph *g, float *x, float *y)
{
    const rel_attribute *ax = rel_attribute_find(&g->vertex_attributes, "x"),
                        *ay = rel_attribute_find(&g->vertex_attributes, "y");
    if (!ax || !ay || ax->type == REL_ATTRIBUTE_TEXT || ay->type == REL_ATTRIBUTE_TEXT) return false;
    for (rel_vid v = 0; v < g->n; v++) {
        x[v] = (float)rel_attribute_f64(ax, v);
        y[v] = (float)rel_attribute_f64(ay, v);
        if (!isfinite(x[v]) || !isfinite(y[v])) return false;
    }
    return true;
}

rel_status rel_places_attach(rel_ctx *ctx, rel_graph *g, const float *x, const float *y)
{
    const rel_status st = rel_graph_add_vertex_attribute(ctx, g, "x", REL_ATTRIBUTE_F32, x, NULL);
    return st == REL_OK ? rel_graph_add_vertex_attribute(ctx, g, "y", REL_ATTRIBUTE_F32, y, NULL) : st;
}
