#include "src/report/picture.h"

#include <math.h>

#include "algorithms/layout/layout_fit.h"
#include "src/base/sort.h"
#include "src/report/picture_parts.h"

/* What text and margins take of a picture whose smaller side is SIDE points. */
#define PART 0.12
enum { SIDE = 1000, MARGIN = 28, TITLE = 44, FOOTER = 30, LEGEND = 250 };

static uint8_t lighter(uint8_t channel)
{
    return (uint8_t)(channel + (255 - channel) * 11 / 20);
}

rel_rgb rel_picture_color(rel_vid community)
{
    enum { OWN = REL_PALETTE - 1 };
    if (community < OWN) return rel_palette[community];
    if (community >= REL_PICTURE_COLORS) return rel_palette[OWN];
    const rel_rgb c = rel_palette[community - OWN];
    return (rel_rgb){lighter(c.r), lighter(c.g), lighter(c.b)};
}

static void divide(rel_drawing *d)
{
    const rel_picture_opts *o = d->o;
    const bool legend = o->legend && d->p->community;
    d->unit = fmin(o->width, o->height) / SIDE;
    const double margin = MARGIN * d->unit, top = d->p->title.len ? TITLE * d->unit : margin / 2;
    d->legend.width = legend ? LEGEND * d->unit : 0;
    d->plot = (rel_frame){margin, top + margin / 2, o->width - 2 * margin - d->legend.width,
                          o->height - top - margin / 2 - (MARGIN + FOOTER) * d->unit};
    d->legend.x = o->width - d->legend.width;
    d->legend.y = d->plot.y;
    d->legend.height = d->plot.height;
    d->paper = o->dark ? (rel_rgb){22, 25, 31} : (rel_rgb){255, 255, 255};
    d->ink = o->dark ? (rel_rgb){236, 238, 241} : (rel_rgb){33, 37, 41};
    d->faint = o->dark ? (rel_rgb){150, 156, 165} : (rel_rgb){108, 114, 122};
}

/* Areas follow scores, from a size at which all fit to that of the best; together they take at most a part of
 * the plot, so that edges and shapes stay visible. */
static void size_accounts(rel_drawing *d)
{
    const double room = sqrt(d->plot.width * d->plot.height / (d->drawn + 1.0));
    const double least = fmin(fmax(0.10 * room, 1.2 * d->unit), 6 * d->unit);
    const double most = fmax(24 * d->unit, 2 * least);
    double low = (double)INFINITY, high = 0, taken = 0;
    for (rel_vid i = 0; i < d->drawn; i++) {
        const double s = d->p->score[d->order[i]];
        if (isfinite(s)) low = fmin(low, s), high = fmax(high, s);
    }
    for (rel_vid i = 0; i < d->drawn; i++) {
        const double s = d->p->score[d->order[i]];
        const double share = isfinite(s) && high > low ? (s - low) / (high - low) : 0;
        d->radius[d->order[i]] = (float)(least + (most - least) * sqrt(share));
        taken += 3.14159265358979323846 * (double)d->radius[d->order[i]] * (double)d->radius[d->order[i]];
    }
    const double room_for_all = PART * d->plot.width * d->plot.height;
    for (rel_vid i = 0; taken > room_for_all && i < d->drawn; i++)
        d->radius[d->order[i]] *= (float)sqrt(room_for_all / taken);
}

static void draw_accounts(rel_drawing *d)
{
    for (rel_vid i = d->drawn; i-- > 0;) {
        const rel_vid v = d->order[i];
        const double r = (double)d->radius[v];
        const rel_rgb color = d->p->community ? rel_picture_color(d->p->community[v]) : rel_picture_color(0);
        const rel_pen border = {d->paper, 0.9, fmin(0.25 * r, 1.2 * d->unit)};
        rel_canvas_disc(d->canvas, (double)d->px[v], (double)d->py[v], r, color, border);
    }
}

static float within(double at, double low, double high)
{
    return (float)fmin(fmax(at, low), high);
}

/* So that every account is seen: those that overlap are pushed apart a little. */
static rel_status separate(rel_ctx *ctx, rel_drawing *d)
{
    enum { ROUNDS = 80 };
    rel_status st;
    float *x = NULL, *y = NULL, *r = NULL;
    int64_t overlaps;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &x, d->drawn, sizeof *x, "places"));
    REL_TRY(rel_scratch_unset(ctx, &y, d->drawn, sizeof *y, "places"));
    REL_TRY(rel_scratch_unset(ctx, &r, d->drawn, sizeof *r, "sizes"));
    for (rel_vid i = 0; i < d->drawn; i++) {
        x[i] = d->px[d->order[i]];
        y[i] = d->py[d->order[i]];
        r[i] = d->radius[d->order[i]] + (float)(0.4 * d->unit);
    }
    REL_TRY(rel_layout_separate(ctx, d->drawn, r, ROUNDS, x, y, &overlaps));
    for (rel_vid i = 0; i < d->drawn; i++) {
        const double room = (double)r[i];
        d->px[d->order[i]] = within((double)x[i], d->plot.x + room, d->plot.x + d->plot.width - room);
        d->py[d->order[i]] = within((double)y[i], d->plot.y + room, d->plot.y + d->plot.height - room);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status choose_accounts(rel_ctx *ctx, rel_drawing *d)
{
    const rel_vid n = d->p->graph->n;
    const int64_t most = d->o->accounts > 0 && d->o->accounts < n ? d->o->accounts : n;
    int64_t found = 0;
    rel_status st;
    REL_TRY(rel_scratch_unset(ctx, &d->order, (size_t)most, sizeof *d->order, "drawn accounts"));
    REL_TRY(rel_scratch_unset(ctx, &d->px, n, sizeof *d->px, "places"));
    REL_TRY(rel_scratch_unset(ctx, &d->py, n, sizeof *d->py, "places"));
    REL_TRY(rel_scratch(ctx, &d->radius, n, sizeof *d->radius, "sizes"));
    REL_TRY(rel_sort_top(ctx, d->p->score, n, most, d->order, &found));
    d->drawn = d->result->accounts = (rel_vid)found;
out:
    return st;
}

rel_status rel_picture_draw(rel_ctx *ctx, const rel_picture *p, const rel_picture_opts *o,
                            rel_canvas_kind kind, const char *path, rel_picture_result *result)
{
    rel_status st;
    rel_buf title = {0};
    rel_drawing d = {.p = p, .o = o, .result = result};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *result = (rel_picture_result){0};
    divide(&d);
    REL_TRY(rel_buf_printf(ctx, &title, "%.*s", REL_STR_ARG(p->title)));
    REL_TRY(rel_canvas_new(ctx, kind, o->width, o->height, o->dpi, title.data, &d.canvas));
    REL_TRY(choose_accounts(ctx, &d));
    size_accounts(&d);
    rel_picture_fit(&d);
    REL_TRY(separate(ctx, &d));
    rel_canvas_box(d.canvas, 0, 0, o->width, o->height, d.paper);
    REL_TRY(rel_picture_edges(ctx, &d));
    draw_accounts(&d);
    REL_TRY(rel_picture_labels(ctx, &d));
    REL_TRY(rel_picture_words(ctx, &d));
    REL_TRY(rel_canvas_write(ctx, d.canvas, path));
out:
    rel_canvas_free(d.canvas);
    rel_buf_free(&title);
    rel_scratch_release(ctx, mark);
    return st;
}
