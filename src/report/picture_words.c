#include <inttypes.h>
#include <stdio.h>

#include "src/base/i18n.h"
#include "src/report/picture_parts.h"

enum { ROW = 24, SWATCH = 7 };

rel_status rel_picture_shorten(rel_ctx *ctx, rel_canvas *c, const rel_text_style *style, rel_str text,
                               double width, rel_buf *b)
{
    rel_status st;
    b->len = 0;
    REL_TRY(rel_buf_add(ctx, b, text.s ? text.s : "", text.len));
    while (text.len > 0 && rel_canvas_measure(c, style, (rel_str){b->data, b->len}).width > width) {
        do text.len--;
        while (text.len > 0 && ((unsigned char)text.s[text.len] & 0xc0) == 0x80);
        b->len = 0;
        REL_TRY(rel_buf_add(ctx, b, text.s, text.len));
        REL_TRY(rel_buf_puts(ctx, b, "\xe2\x80\xa6"));
    }
out:
    return st;
}

/* One row: a spot of colour, how many, the label. */
static rel_status legend_row(rel_ctx *ctx, rel_drawing *d, int row, rel_rgb color, rel_str label,
                             int64_t accounts)
{
    rel_status st;
    rel_buf text = {0};
    char count[32];
    const double u = d->unit, y = d->legend.y + (row + 1.2) * ROW * u, x = d->legend.x + 10 * u;
    const rel_text_style style = {.size = 13.5 * u, .color = d->ink},
                         small = {.size = 12 * u, .color = d->faint};
    snprintf(count, sizeof count, "%" PRId64, accounts);
    const double wide = rel_canvas_measure(d->canvas, &small, rel_str_of(count)).width;
    const double left = x + 2.2 * SWATCH * u + 6 * u, right = d->o->width - 20 * u;
    rel_canvas_disc(d->canvas, x + SWATCH * u, y - 5 * u, SWATCH * u, color, (rel_pen){0});
    rel_canvas_text(d->canvas, right - wide, y, &small, rel_str_of(count));
    REL_TRY(rel_picture_shorten(ctx, d->canvas, &style, label, right - wide - 8 * u - left, &text));
    rel_canvas_text(d->canvas, left, y, &style, (rel_str){text.data, text.len});
out:
    rel_buf_free(&text);
    return st;
}

static rel_status draw_legend(rel_ctx *ctx, rel_drawing *d)
{
    rel_status st = REL_OK;
    const rel_picture *p = d->p;
    const double u = d->unit;
    int64_t others = 0;
    int row = 0;
    const rel_text_style head = {.size = 13.5 * u, .bold = true, .color = d->ink};
    rel_canvas_text(d->canvas, d->legend.x + 10 * u, d->legend.y + 2 * u, &head,
                    rel_str_of(_("Communities")));
    for (rel_vid k = 0; k < p->community_count; k++) {
        const rel_picture_community *c = &p->communities[k];
        if (k < REL_PICTURE_COLORS)
            REL_TRY(legend_row(ctx, d, row++, rel_picture_color(k), c->label, c->accounts));
        else
            others += c->accounts;
    }
    if (others) {
        rel_buf text = {0};
        st = rel_buf_printf(ctx, &text, _("%" PRIu32 " others"), p->community_count - REL_PICTURE_COLORS);
        if (st == REL_OK)
            st = legend_row(ctx, d, row++, rel_picture_color(REL_PICTURE_COLORS),
                            (rel_str){text.data, text.len}, others);
        rel_buf_free(&text);
    }
out:
    return st;
}

/* What is drawn of what there is, and what the sizes and places mean. */
static rel_status source_note(rel_ctx *ctx, const rel_drawing *d, rel_buf *b)
{
    rel_status st;
    const rel_graph *g = d->p->graph;
    const rel_picture_result *r = d->result;
    const int64_t edges = g->directed ? g->m : g->m / 2;
    const char *by = _(d->p->score_title);
    if (r->accounts < g->n)
        REL_TRY(rel_buf_printf(ctx, b, _("Drawn %" PRIu32 " of %" PRIu32 " accounts, the best by %s"),
                               r->accounts, g->n, by));
    else
        REL_TRY(rel_buf_printf(ctx, b, _("%" PRIu32 " accounts"), g->n));
    if (r->edges < edges)
        REL_TRY(rel_buf_printf(ctx, b, _("; %" PRId64 " of %" PRId64 " edges, the strongest between them"),
                               r->edges, edges));
    else
        REL_TRY(rel_buf_printf(ctx, b, _("; %" PRId64 " edges"), edges));
    REL_TRY(rel_buf_printf(ctx, b, _("; sizes follow %s; places: %s; relais %s, seed %" PRIu64), by,
                           d->p->made_by, REL_VERSION, ctx->seed));
out:
    return st;
}

rel_status rel_picture_words(rel_ctx *ctx, rel_drawing *d)
{
    rel_status st;
    rel_buf text = {0};
    const double u = d->unit, left = 28 * u;
    const rel_text_style title = {.size = 24 * u, .bold = true, .color = d->ink};
    const rel_text_style small = {.size = 11.5 * u, .color = d->faint};
    REL_TRY(rel_picture_shorten(ctx, d->canvas, &title, d->p->title, d->o->width - 2 * left, &text));
    rel_canvas_text(d->canvas, left, 38 * u, &title, (rel_str){text.data, text.len});
    if (d->legend.width > 0) REL_TRY(draw_legend(ctx, d));
    rel_buf_free(&text);
    REL_TRY(source_note(ctx, d, &text));
    rel_canvas_text(d->canvas, left, d->o->height - 18 * u, &small, (rel_str){text.data, text.len});
out:
    rel_buf_free(&text);
    return st;
}
