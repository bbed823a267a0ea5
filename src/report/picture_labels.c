#include <math.h>

#include "src/insight/account.h"
#include "src/report/picture_parts.h"

/* Up to TRIES names are tried for each that is wanted. */
enum { TRIES = 6, SIDES = 9, BEST = 12 };
#define NAME_WIDTH_MAX 190.0

static bool overlap(rel_frame a, rel_frame b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static rel_frame frame_of(const rel_picture_label *l)
{
    return (rel_frame){l->x, l->y, l->width, l->height};
}

static bool inside(rel_frame f, rel_frame outer)
{
    return f.x >= outer.x && f.y >= outer.y && f.x + f.width <= outer.x + outer.width &&
           f.y + f.height <= outer.y + outer.height;
}

static rel_frame disc_of(const rel_drawing *d, rel_vid v)
{
    const double r = (double)d->radius[v];
    return (rel_frame){(double)d->px[v] - r, (double)d->py[v] - r, 2 * r, 2 * r};
}

/* Never over a name. Not over an account that has one, nor over one of the best, unless there is no other way
 * to name one of those. */
static bool is_free(const rel_drawing *d, rel_frame f, bool over_accounts)
{
    const rel_picture_result *r = d->result;
    if (!inside(f, d->plot)) return false;
    for (int i = 0; i < r->labels; i++)
        if (overlap(f, frame_of(&r->label[i])) || (!over_accounts && overlap(f, disc_of(d, r->label[i].v))))
            return false;
    for (rel_vid i = 0; !over_accounts && i < d->drawn && i < (rel_vid)d->o->labels; i++)
        if (overlap(f, disc_of(d, d->order[i]))) return false;
    return true;
}

/* Right, left, below, above, the corners, and over the account. */
static rel_frame beside(const rel_drawing *d, rel_vid v, int side, double width, double height)
{
    static const double across[SIDES] = {1, -1, 0, 0, 1, 1, -1, -1, 0};
    static const double down[SIDES] = {0, 0, 1, -1, 1, -1, 1, -1, 0};
    const double gap = (double)d->radius[v] + 2 * d->unit, far = side < 4 ? gap : gap * 0.75;
    return (rel_frame){(double)d->px[v] + across[side] * (far + width / 2) - width / 2,
                       (double)d->py[v] + down[side] * (far + height / 2) - height / 2, width, height};
}

static rel_text_style style_of(const rel_drawing *d, rel_vid v)
{
    const double r = (double)d->radius[v] / d->unit;
    return (rel_text_style){.size = (11.5 + fmin(r, 24) * 0.3) * d->unit,
                            .bold = r > 12,
                            .color = d->ink,
                            .halo = d->paper,
                            .halo_width = 3 * d->unit};
}

static rel_status place(rel_ctx *ctx, rel_drawing *d, rel_vid v, bool must)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_buf name = {0};
    rel_picture_result *r = d->result;
    const rel_text_style style = style_of(d, v);
    rel_status st = rel_picture_shorten(ctx, d->canvas, &style, rel_called(d->p->graph, v, room),
                                        NAME_WIDTH_MAX * d->unit, &name);
    const rel_str text = {name.data, name.len};
    const rel_text_size size = rel_canvas_measure(d->canvas, &style, text);
    const double height = size.ascent + size.descent;
    /* the second time around over accounts, if it must be */
    for (int k = 0; st == REL_OK && size.width > 0 && k < (must ? 2 * SIDES : SIDES); k++) {
        const rel_frame f = beside(d, v, k % SIDES, size.width, height);
        if (!is_free(d, f, k >= SIDES)) continue;
        rel_canvas_text(d->canvas, f.x, f.y + size.ascent, &style, text);
        r->label[r->labels++] = (rel_picture_label){v, f.x, f.y, f.width, f.height};
        break;
    }
    rel_buf_free(&name);
    return st;
}

rel_status rel_picture_labels(rel_ctx *ctx, rel_drawing *d)
{
    rel_status st = REL_OK;
    uint8_t *named = NULL, *tried = NULL;
    const rel_picture *p = d->p;
    const int64_t tries = (int64_t)d->o->labels * TRIES;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (d->o->labels == 0) return REL_OK;
    REL_TRY(rel_scratch(ctx, &named, p->community_count, 1, "names"));
    REL_TRY(rel_scratch(ctx, &tried, d->drawn, 1, "names"));
    for (int round = p->community ? 0 : 1; round < 2; round++)
        for (rel_vid i = 0; i < d->drawn && i < tries && d->result->labels < d->o->labels; i++) {
            const rel_vid v = d->order[i];
            if (tried[i]) continue;
            if (round == 0 && (p->community[v] >= REL_PICTURE_COLORS || named[p->community[v]])) continue;
            if (round == 0) named[p->community[v]] = 1;
            tried[i] = 1;
            REL_TRY(place(ctx, d, v, round == 0 || i < BEST));
        }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
