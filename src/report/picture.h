/* Pictures: a map of accounts, coloured by community and sized by a score, with the names of those who lead
 * and a legend. Nothing here depends on the number of threads or on the day: same data, same bytes. */
#ifndef REL_REPORT_PICTURE_H
#define REL_REPORT_PICTURE_H

#include "graph/graph.h"
#include "src/report/canvas.h"

enum {
    REL_PICTURE_COLORS = 12,     /* communities that have a colour, the largest; the others are grey */
    REL_PICTURE_LABELS_MAX = 500 /* names that are placed at most */
};

typedef struct rel_picture_community {
    rel_str label;
    int64_t accounts; /* drawn or not */
} rel_picture_community;

/* Everything is borrowed. */
typedef struct rel_picture {
    const rel_graph *graph; /* needs out */
    const float *x, *y;     /* n, finite; y grows upwards */
    const double *score;    /* n; NaN: none */
    const char *score_title;
    const rel_vid *community; /* n, below community_count; NULL: unknown */
    const rel_picture_community *communities;
    rel_vid community_count;
    rel_str title;       /* may be empty */
    const char *made_by; /* the layout, for the line at the bottom */
} rel_picture;

typedef struct rel_picture_opts {
    double width, height; /* points */
    double dpi;           /* of a PNG */
    int64_t accounts;     /* the best are drawn; 0: all */
    int64_t edges;        /* the strongest of those between drawn accounts; 0: none */
    int labels;           /* names, at most REL_PICTURE_LABELS_MAX */
    bool legend, dark, straight;
} rel_picture_opts;

#define REL_PICTURE_DEFAULTS                                                                                 \
    ((rel_picture_opts){.width = 1600,                                                                       \
                        .height = 1100,                                                                      \
                        .dpi = 96,                                                                           \
                        .accounts = 5000,                                                                    \
                        .edges = 15000,                                                                      \
                        .labels = 40,                                                                        \
                        .legend = true})

/* A name as it was placed. */
typedef struct rel_picture_label {
    rel_vid v;
    double x, y, width, height; /* its box */
} rel_picture_label;

typedef struct rel_picture_result {
    rel_vid accounts;
    int64_t edges, edges_between; /* drawn; that join drawn accounts */
    int labels;
    rel_picture_label label[REL_PICTURE_LABELS_MAX];
} rel_picture_result;

/* Draws the file. Scratch: 40 bytes an account, 32 an edge between drawn ones. Errors:
 * E_LIMIT (too large), E_IO, E_MEM. */
REL_CHECKED
rel_status rel_picture_draw(rel_ctx *ctx, const rel_picture *p, const rel_picture_opts *o,
                            rel_canvas_kind kind, const char *path, rel_picture_result *result);

/* The colour of a community by its number. The first eight are those of exported files; four more are
 * lighter tints of the first; then grey. */
rel_rgb rel_picture_color(rel_vid community);

#endif
