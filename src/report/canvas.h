/* Canvas: what pictures are drawn on. The one door to Cairo (canvas.c alone includes it). Lengths are in
 * points of the picture, y grows downwards. The same calls give the same bytes: files hold no dates, and text
 * is laid out without hinting. */
#ifndef REL_REPORT_CANVAS_H
#define REL_REPORT_CANVAS_H

#include "graph/write_common.h"
#include "src/base/outfile.h"

/* name, ending */
#define REL_CANVAS_LIST(X)                                                                                   \
    X(SVG, ".svg")                                                                                           \
    X(PNG, ".png")                                                                                           \
    X(PDF, ".pdf")

typedef enum rel_canvas_kind {
#define X(name, ending) REL_CANVAS_##name,
    REL_CANVAS_LIST(X)
#undef X
        REL_CANVAS_KINDS
} rel_canvas_kind;

typedef struct rel_canvas rel_canvas;

typedef struct rel_pen {
    rel_rgb color;
    double alpha; /* 0 to 1 */
    double width;
} rel_pen;

/* By the end of the name. Errors: E_USAGE, with the endings that are known. */
REL_CHECKED
rel_status rel_canvas_kind_of(rel_ctx *ctx, const char *path, rel_canvas_kind *kind);

/* dpi: pixels of a PNG are points * dpi / 96. title goes into the description of a PDF. The canvas is yours:
 * rel_canvas_free. Errors: E_MEM, E_LIMIT (a PNG that large cannot be made). */
REL_CHECKED
rel_status rel_canvas_new(rel_ctx *ctx, rel_canvas_kind kind, double width, double height, double dpi,
                          const char *title, rel_canvas **canvas);
/* Writes the file; it is whole or absent. Nothing more can be drawn. Errors: E_IO,
 * E_MEM. */
REL_CHECKED
rel_status rel_canvas_write(rel_ctx *ctx, rel_canvas *c, const char *path);
/* Accepts NULL. */
void rel_canvas_free(rel_canvas *c);

void rel_canvas_box(rel_canvas *c, double x, double y, double width, double height, rel_rgb color);
void rel_canvas_disc(rel_canvas *c, double x, double y, double radius, rel_rgb color, rel_pen border);
/* A curve from one point to another, bent towards a third; straight when that lies between them. */
void rel_canvas_curve(rel_canvas *c, double x0, double y0, double bx, double by, double x1, double y1,
                      rel_pen pen);

/* What a text takes up. Characters that the font lacks are left out, here and when drawing. */
typedef struct rel_text_size {
    double width, ascent, descent;
} rel_text_size;

typedef struct rel_text_style {
    double size;
    bool bold;
    rel_rgb color, halo;
    double halo_width; /* 0: none */
} rel_text_style;

rel_text_size rel_canvas_measure(rel_canvas *c, const rel_text_style *style, rel_str text);
/* x: the left end, y: the base line. */
void rel_canvas_text(rel_canvas *c, double x, double y, const rel_text_style *style, rel_str text);

#endif
