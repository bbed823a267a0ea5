#include <math.h>
#include <stdlib.h>

#include "algorithms/layout/layout_fit.h"
#include "algorithms/structure/components.h"
#include "src/base/sort.h"

#define TURN (2 * 3.14159265358979323846)

/* A component as the circle around its accounts. */
typedef struct circle {
    double from_x, from_y; /* centre of their places */
    double x, y;           /* where it goes */
    double r;
    rel_vid accounts;
} circle;

static void measure(rel_vid n, const rel_vid *component, const float *x, const float *y, rel_vid count,
                    circle *c)
{
    double area = 0;
    for (rel_vid v = 0; v < n; v++) {
        circle *own = &c[component[v]];
        own->from_x += (double)x[v];
        own->from_y += (double)y[v];
        own->accounts++;
    }
    for (rel_vid k = 0; k < count; k++) {
        c[k].from_x /= c[k].accounts;
        c[k].from_y /= c[k].accounts;
    }
    for (rel_vid v = 0; v < n; v++) {
        circle *own = &c[component[v]];
        own->r = fmax(own->r, hypot((double)x[v] - own->from_x, (double)y[v] - own->from_y));
    }
    for (rel_vid k = 0; k < count; k++) area += c[k].r * c[k].r;
    /* a margin as wide as the usual distance of accounts, which are no points */
    const double margin = area > 0 ? 1.2 * sqrt(area / n) : 1;
    for (rel_vid k = 0; k < count; k++) c[k].r += margin;
}

/* The widest in the middle, the others on rings around it, as many on each as it has room for. On a ring of
 * radius R a circle takes a wedge of twice asin(r / R). */
static void put_on_rings(const rel_sort_item *widest, rel_vid count, circle *c)
{
    double inner = c[widest[0].value].r;
    for (rel_vid i = 1, end; i < count; i = end) {
        const double thick = c[widest[i].value].r, ring = inner + thick;
        double taken = 0, at = 0;
        for (end = i; end < count; end++) {
            const double wedge = 2 * asin(fmin(c[widest[end].value].r / ring, 1));
            if (end > i && taken + wedge > TURN) break;
            taken += wedge;
        }
        const double free = fmax(TURN - taken, 0) / (end - i);
        for (rel_vid k = i; k < end; k++) {
            circle *own = &c[widest[k].value];
            const double half = asin(fmin(own->r / ring, 1));
            at += k > i ? half + free : 0;
            own->x = ring * cos(at);
            own->y = ring * sin(at);
            at += half;
        }
        inner = ring + thick;
    }
}

rel_status rel_layout_pack(rel_ctx *ctx, const rel_graph *g, float *x, float *y)
{
    rel_status st;
    rel_vid *component = NULL, count = 0;
    circle *c = NULL;
    rel_sort_item *widest = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &component, g->n, sizeof *component, "components"));
    REL_TRY(rel_components_weak(ctx, g, component, &count, NULL));
    if (count < 2) goto out;
    REL_TRY(rel_scratch(ctx, &c, count, sizeof *c, "components"));
    REL_TRY(rel_scratch(ctx, &widest, count, sizeof *widest, "components"));
    measure(g->n, component, x, y, count, c);
    for (rel_vid k = 0; k < count; k++) widest[k] = (rel_sort_item){~rel_sort_key_f64(c[k].r), k};
    REL_TRY(rel_sort_radix(ctx, widest, count));
    put_on_rings(widest, count, c);
    for (rel_vid v = 0; v < g->n; v++) {
        const circle *own = &c[component[v]];
        x[v] = (float)((double)x[v] - own->from_x + own->x);
        y[v] = (float)((double)y[v] - own->from_y + own->y);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
