#include "src/report/canvas.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/utf8.h"

enum { PNG_SIDE_MAX = 32000, TEXT_MAX = 256 };

struct rel_canvas {
    rel_canvas_kind kind;
    cairo_surface_t *surface;
    cairo_t *cairo;
    rel_ctx *ctx;
    rel_buf bytes; /* what an SVG or PDF surface has written so far */
    rel_status status;
};

static cairo_status_t keep(void *closure, const unsigned char *data, unsigned int length)
{
    rel_canvas *c = closure;
    if (c->status == REL_OK) c->status = rel_buf_add(c->ctx, &c->bytes, (const char *)data, length);
    return c->status == REL_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

rel_status rel_canvas_kind_of(rel_ctx *ctx, const char *path, rel_canvas_kind *kind)
{
    static const char *const endings[] = {
#define X(name, ending) ending,
        REL_CANVAS_LIST(X)
#undef X
    };
    const size_t len = strlen(path);
    for (int k = 0; k < REL_CANVAS_KINDS; k++)
        if (len > 4 && rel_str_is_nocase((rel_str){path + len - 4, 4}, endings[k])) {
            *kind = (rel_canvas_kind)k;
            return REL_OK;
        }
    rel_fail(ctx, REL_E_USAGE, "'%s': its name does not tell the kind of picture", path);
    return rel_hint(ctx, "pictures end in .svg, .png or .pdf");
}

static cairo_surface_t *make_surface(rel_canvas *c, double width, double height, double scale)
{
    if (c->kind == REL_CANVAS_PNG)
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * scale),
                                          (int)ceil(height * scale));
    if (c->kind == REL_CANVAS_SVG) {
        cairo_surface_t *s = cairo_svg_surface_create_for_stream(keep, c, width, height);
        cairo_svg_surface_set_document_unit(s, CAIRO_SVG_UNIT_PX);
        return s;
    }
    /* a point of the picture is 1/96 inch, one of PDF 1/72 */
    return cairo_pdf_surface_create_for_stream(keep, c, width * 0.75, height * 0.75);
}

static void set_font(rel_canvas *c)
{
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(c->cairo, o);
    cairo_font_options_destroy(o);
}

rel_status rel_canvas_new(rel_ctx *ctx, rel_canvas_kind kind, double width, double height, double dpi,
                          const char *title, rel_canvas **canvas)
{
    const double scale = kind == REL_CANVAS_PNG ? dpi / 96 : kind == REL_CANVAS_PDF ? 0.75 : 1;
    *canvas = NULL;
    if (kind == REL_CANVAS_PNG && (width * scale > PNG_SIDE_MAX || height * scale > PNG_SIDE_MAX))
        return rel_fail(ctx, REL_E_LIMIT, "a PNG of %.0f x %.0f pixels: each side may have %d at most",
                        width * scale, height * scale, PNG_SIDE_MAX);
    rel_canvas *c = calloc(1, sizeof *c);
    if (!c) return rel_fail(ctx, REL_E_MEM, "no memory for the picture");
    *c = (rel_canvas){.kind = kind, .ctx = ctx};
    c->surface = make_surface(c, width, height, scale);
    c->cairo = cairo_create(c->surface);
    if (cairo_status(c->cairo)) {
        const char *words = cairo_status_to_string(cairo_status(c->cairo));
        rel_canvas_free(c);
        return rel_fail(ctx, REL_E_MEM, "no memory for the picture: %s", words);
    }
    if (kind == REL_CANVAS_PDF) {
        /* Without it the time of the writing would go in. */
        cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
        if (title) cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_TITLE, title);
        cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATOR, "relais " REL_VERSION);
    }
    cairo_scale(c->cairo, scale, scale);
    cairo_set_line_join(c->cairo, CAIRO_LINE_JOIN_ROUND);
    set_font(c);
    *canvas = c;
    return REL_OK;
}

void rel_canvas_free(rel_canvas *c)
{
    if (!c) return;
    cairo_destroy(c->cairo);
    cairo_surface_destroy(c->surface);
    rel_buf_free(&c->bytes);
    free(c);
}

rel_status rel_canvas_write(rel_ctx *ctx, rel_canvas *c, const char *path)
{
    rel_outfile out;
    cairo_status_t code = cairo_status(c->cairo);
    if (!code && c->kind == REL_CANVAS_PNG) {
        cairo_surface_flush(c->surface);
        code = cairo_surface_write_to_png_stream(c->surface, keep, c);
    } else if (!code) {
        cairo_surface_finish(c->surface);
        code = cairo_surface_status(c->surface);
    }
    if (c->status != REL_OK) return c->status;
    if (code) return rel_fail(ctx, REL_E_MEM, "'%s': %s", path, cairo_status_to_string(code));
    rel_status st = rel_outfile_open(ctx, path, &out);
    if (st != REL_OK) return st;
    rel_outfile_add(&out, c->bytes.data, c->bytes.len);
    return rel_outfile_close(&out);
}

static void set_color(rel_canvas *c, rel_rgb color, double alpha)
{
    cairo_set_source_rgba(c->cairo, color.r / 255., color.g / 255., color.b / 255., alpha);
}

void rel_canvas_box(rel_canvas *c, double x, double y, double width, double height, rel_rgb color)
{
    set_color(c, color, 1);
    cairo_rectangle(c->cairo, x, y, width, height);
    cairo_fill(c->cairo);
}

void rel_canvas_disc(rel_canvas *c, double x, double y, double radius, rel_rgb color, rel_pen border)
{
    cairo_arc(c->cairo, x, y, radius, 0, 2 * 3.14159265358979323846);
    set_color(c, color, 1);
    if (!(border.width > 0)) {
        cairo_fill(c->cairo);
        return;
    }
    cairo_fill_preserve(c->cairo);
    set_color(c, border.color, border.alpha);
    cairo_set_line_width(c->cairo, border.width);
    cairo_stroke(c->cairo);
}

void rel_canvas_curve(rel_canvas *c, double x0, double y0, double bx, double by, double x1, double y1,
                      rel_pen pen)
{
    set_color(c, pen.color, pen.alpha);
    cairo_set_line_width(c->cairo, pen.width);
    cairo_move_to(c->cairo, x0, y0);
    cairo_curve_to(c->cairo, x0 + (bx - x0) * 2 / 3, y0 + (by - y0) * 2 / 3, x1 + (bx - x1) * 2 / 3,
                   y1 + (by - y1) * 2 / 3, x1, y1);
    cairo_stroke(c->cairo);
}

static void choose_font(rel_canvas *c, const rel_text_style *s)
{
    cairo_select_font_face(c->cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           s->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(c->cairo, s->size);
}

/* False when the font has no picture of the character: it would be a box, or, of an emoji, spoil the file. */
static bool has_glyph(rel_canvas *c, const char *s, size_t len)
{
    cairo_glyph_t buffer[8], *glyphs = buffer;
    int count = 8;
    bool good = false;
    if (cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(c->cairo), 0, 0, s, (int)len, &glyphs, &count,
                                         NULL, NULL, NULL))
        return false;
    if (count > 0) good = glyphs[0].index != 0;
    if (glyphs != buffer) cairo_glyph_free(glyphs);
    return good;
}

/* The characters of text that can be drawn, terminated. */
static void printable(rel_canvas *c, rel_str text, char out[TEXT_MAX])
{
    size_t len = 0;
    for (size_t i = 0, step; i < text.len; i += step) {
        uint32_t code;
        step = rel_utf8_decode(text.s + i, text.len - i, &code);
        if (step == 0) {
            step = 1;
            continue;
        }
        if (len + step >= TEXT_MAX) break;
        if (code < ' ' || !has_glyph(c, text.s + i, step)) continue;
        memcpy(out + len, text.s + i, step);
        len += step;
    }
    out[len] = '\0';
}

rel_text_size rel_canvas_measure(rel_canvas *c, const rel_text_style *style, rel_str text)
{
    char words[TEXT_MAX];
    cairo_text_extents_t e;
    cairo_font_extents_t f;
    choose_font(c, style);
    printable(c, text, words);
    cairo_text_extents(c->cairo, words, &e);
    cairo_font_extents(c->cairo, &f);
    return (rel_text_size){*words ? e.x_advance : 0, f.ascent, f.descent};
}

void rel_canvas_text(rel_canvas *c, double x, double y, const rel_text_style *style, rel_str text)
{
    char words[TEXT_MAX];
    choose_font(c, style);
    printable(c, text, words);
    if (!*words) return;
    if (style->halo_width > 0) {
        cairo_move_to(c->cairo, x, y);
        cairo_text_path(c->cairo, words);
        set_color(c, style->halo, 0.85);
        cairo_set_line_width(c->cairo, style->halo_width);
        cairo_stroke(c->cairo);
    }
    cairo_move_to(c->cairo, x, y);
    set_color(c, style->color, 1);
    cairo_show_text(c->cairo, words);
}
