/* What the files of the picture share. */
#ifndef REL_REPORT_PICTURE_PARTS_H
#define REL_REPORT_PICTURE_PARTS_H

#include "src/report/picture.h"

typedef struct rel_frame {
    double x, y, width, height;
} rel_frame;

/* A picture while it is drawn. */
typedef struct rel_drawing {
    const rel_picture *p;
    const rel_picture_opts *o;
    rel_canvas *canvas;
    rel_frame plot, legend;
    rel_rgb paper, ink, faint; /* background, text, what stands back */
    double unit;               /* 1 in a picture of usual size; lengths of text and lines follow it */
    rel_vid *order;            /* drawn accounts, best first */
    rel_vid drawn;
    float *px, *py, *radius; /* n, on the canvas */
    rel_picture_result *result;
} rel_drawing;

/* Places of the drawn accounts in the plot, as large as it allows, the long side along its long side. */
void rel_picture_fit(rel_drawing *d);
/* The strongest edges, weak ones first, so that strong ones lie on top. */
REL_CHECKED
rel_status rel_picture_edges(rel_ctx *ctx, rel_drawing *d);
/* Names beside their accounts: the leaders of the largest communities first, then by score. None overlaps
 * another, nor a named account; who finds no room goes without. */
REL_CHECKED
rel_status rel_picture_labels(rel_ctx *ctx, rel_drawing *d);
/* Title, legend and the line at the bottom. */
REL_CHECKED
rel_status rel_picture_words(rel_ctx *ctx, rel_drawing *d);
/* As much of text as fits into width, with an ellipsis when that is not all; b is cleared first. */
REL_CHECKED
rel_status rel_picture_shorten(rel_ctx *ctx, rel_canvas *c, const rel_text_style *style, rel_str text,
                               double width, rel_buf *b);

#endif
