#include <math.h>

#include "src/report/picture_parts.h"
#include "src/report/strongest.h"

/* The direction in which the places spread most, as the turn that lays it along the x axis. */
static double turn_of(const rel_drawing *d, double cx, double cy)
{
    double xx = 0, xy = 0, yy = 0;
    for (rel_vid i = 0; i < d->drawn; i++) {
        const double x = (double)d->p->x[d->order[i]] - cx, y = (double)d->p->y[d->order[i]] - cy;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    const double along = xy != 0 || xx > yy || yy > xx ? atan2(2 * xy, xx - yy) / 2 : 0;
    return d->plot.width >= d->plot.height ? -along : 3.14159265358979323846 / 2 - along;
}

void rel_picture_fit(rel_drawing *d)
{
    double cx = 0, cy = 0, x0 = 0, x1 = 0, y0 = 0, y1 = 0, room = 0;
    if (d->drawn == 0) return;
    for (rel_vid i = 0; i < d->drawn; i++) {
        cx += (double)d->p->x[d->order[i]] / d->drawn;
        cy += (double)d->p->y[d->order[i]] / d->drawn;
        room = fmax(room, (double)d->radius[d->order[i]]);
    }
    const double turn = turn_of(d, cx, cy), c = cos(turn), s = sin(turn);
    for (rel_vid i = 0; i < d->drawn; i++) {
        const rel_vid v = d->order[i];
        const double x = (double)d->p->x[v] - cx, y = (double)d->p->y[v] - cy;
        d->px[v] = (float)(c * x - s * y);
        d->py[v] = (float)-(s * x + c * y);
        x0 = fmin(x0, (double)d->px[v]);
        x1 = fmax(x1, (double)d->px[v]);
        y0 = fmin(y0, (double)d->py[v]);
        y1 = fmax(y1, (double)d->py[v]);
    }
    const double width = fmax(x1 - x0, 1e-9), height = fmax(y1 - y0, 1e-9);
    const double scale =
        d->drawn > 1 ? fmin((d->plot.width - 2 * room) / width, (d->plot.height - 2 * room) / height) : 0;
    for (rel_vid i = 0; i < d->drawn; i++) {
        const rel_vid v = d->order[i];
        d->px[v] = (float)(d->plot.x + d->plot.width / 2 + scale * ((double)d->px[v] - (x0 + x1) / 2));
        d->py[v] = (float)(d->plot.y + d->plot.height / 2 + scale * ((double)d->py[v] - (y0 + y1) / 2));
    }
}

typedef struct centre {
    double x, y, count;
} centre;

static rel_status find_centres(rel_ctx *ctx, const rel_drawing *d, centre **centres)
{
    rel_status st = REL_OK;
    *centres = NULL;
    if (!d->p->community) return REL_OK;
    REL_TRY(rel_scratch(ctx, centres, d->p->community_count, sizeof **centres, "centres of communities"));
    for (rel_vid i = 0; i < d->drawn; i++) {
        const rel_vid v = d->order[i];
        centre *c = &(*centres)[d->p->community[v]];
        c->x += (double)d->px[v];
        c->y += (double)d->py[v];
        c->count++;
    }
out:
    return st;
}

/* Edges between communities bend towards the middle between these, so that they run together; edges inside
 * are arcs, clockwise from who gives attention. */
static void draw_edge(rel_drawing *d, const centre *centres, rel_vid u, rel_vid v, rel_pen pen)
{
    const double x0 = (double)d->px[u], y0 = (double)d->py[u], x1 = (double)d->px[v], y1 = (double)d->py[v];
    double bx = (x0 + x1) / 2, by = (y0 + y1) / 2;
    const rel_vid cu = d->p->community ? d->p->community[u] : 0,
                  cv = d->p->community ? d->p->community[v] : 0;
    if (d->o->straight) {
        /* as it is */
    } else if (centres && cu != cv) {
        const centre *a = &centres[cu], *b = &centres[cv];
        bx += 0.7 * ((a->x / a->count + b->x / b->count) / 2 - bx);
        by += 0.7 * ((a->y / a->count + b->y / b->count) / 2 - by);
    } else {
        bx += 0.12 * (y0 - y1);
        by += 0.12 * (x1 - x0);
    }
    pen.color = d->faint;
    if (cu == cv && d->p->community) pen.color = rel_picture_color(cu);
    if (cu != cv) pen.alpha *= 0.7;
    rel_canvas_curve(d->canvas, x0, y0, bx, by, x1, y1, pen);
}

rel_status rel_picture_edges(rel_ctx *ctx, rel_drawing *d)
{
    rel_status st;
    const rel_graph *g = d->p->graph;
    rel_strongest s;
    uint8_t *drawn;
    centre *centres = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &drawn, g->n, 1, "drawn accounts"));
    for (rel_vid i = 0; i < d->drawn; i++) drawn[d->order[i]] = 1;
    REL_TRY(rel_strongest_edges(ctx, g, drawn, d->o->edges, &s));
    d->result->edges_between = s.between;
    d->result->edges = s.count;
    REL_TRY(find_centres(ctx, d, &centres));
    const double alpha = fmin(fmax(sqrt(250.0 / (double)(s.count + 1)), 0.06), 0.45);
    const double heaviest = s.count && g->out.weight ? (double)g->out.weight[s.edge[0].arc] : 1;
    for (int64_t i = s.count; i-- > 0;) {
        const rel_strong_edge e = s.edge[i];
        const double share = g->out.weight ? (double)g->out.weight[e.arc] / heaviest : 0;
        const rel_pen pen = {.alpha = alpha, .width = (0.7 + 3 * sqrt(share)) * d->unit};
        draw_edge(d, centres, e.from, g->out.adj[e.arc], pen);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
