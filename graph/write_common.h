/* What all graph writers decide alike: which name, label, colour, size and position a vertex gets, which
 * edges a pair becomes, which columns are written and how they are called. A plan holds the decisions; the
 * writers only spell them. The rules keep Gephi, Gephi Lite, networkx and igraph from losing anything:
 * docs/formats/graphml.md. */
#ifndef REL_GRAPH_WRITE_COMMON_H
#define REL_GRAPH_WRITE_COMMON_H

#include "graph/graph_file.h"

enum {
    REL_WRITE_LABELS = 3,   /* vertex attributes that may give the label, in order */
    REL_WRITE_ID = 96,      /* room for the name of a column in a file */
    REL_WRITE_SIZE_MIN = 4, /* Gephi leaves layout and sizes alone when they span exactly 4 to 100 */
    REL_WRITE_SIZE_MAX = 100,
};

typedef struct rel_rgb {
    uint8_t r, g, b;
} rel_rgb;

typedef struct rel_write_column {
    const rel_attribute *attribute;
    bool time;             /* epoch seconds, written as ISO 8601 */
    char id[REL_WRITE_ID]; /* letters, digits, '_', '-', '.' and what is not ASCII; no reserved word; unique
                            * without case among all columns of vertices and edges */
} rel_write_column;

typedef struct rel_write_layer {
    rel_kind kind;
    const rel_attribute *weight; /* F32 */
} rel_write_layer;

typedef struct rel_write_instants {
    const int64_t *time; /* ascending, each once */
    int64_t count;
} rel_write_instants;

typedef enum rel_write_colors {
    REL_COLORS_NONE,
    REL_COLORS_CATEGORY, /* the largest categories have colours of the palette, the others are grey */
    REL_COLORS_GRADIENT, /* real numbers, dark to bright */
    REL_COLORS_OWN,      /* attributes r, g, b, as read from a file */
} rel_write_colors;

typedef struct rel_write_plan {
    const rel_graph *g;
    rel_write_opts opts;

    rel_write_column *vertex_column, *edge_column;
    int vertex_columns, edge_columns;

    const rel_attribute *label[REL_WRITE_LABELS];
    int labels;
    bool names_plain; /* no name holds a character that any format escapes */

    rel_write_layer layer[REL_KIND_COUNT];
    int layers; /* 0: one edge a pair, without kind */

    rel_write_colors colors;
    const rel_attribute *color, *green, *blue; /* color is red when OWN */
    const uint8_t *category;                   /* CATEGORY: index in the palette by vertex */
    double color_min, color_range;

    const char *size_name; /* NULL: no sizes */
    const rel_attribute *size;
    const int64_t *in_degree; /* when size is NULL */
    double size_min, size_range;

    const rel_attribute *x, *y;              /* NULL: no positions */
    double x_center, y_center, scale, reach; /* written: (x - x_center) * scale, within +-reach */

    const rel_attribute *first, *last;         /* of edges, when the file is dynamic */
    const int64_t *vertex_first, *vertex_last; /* over the edges of a vertex; REL_TIME_MISSING: none */

    const rel_attribute *times;             /* instants of edges, see write_times.h; NULL: first and last */
    const rel_write_instants *vertex_times; /* NULL when the file holds no instants */

    size_t vertex_room, edge_room; /* bytes of a row besides its texts */
} rel_write_plan;

/* Everything is in ctx's scratch: take a mark before, release it after the last row. The graph is borrowed.
 * Errors: E_USAGE (an option names an attribute that is not there or does not fit, no outgoing edges),
 * E_DATA (a vertex with an empty name), E_MEM. */
REL_CHECKED
rel_status rel_write_plan_make(rel_ctx *ctx, const rel_graph *g, const rel_write_opts *opts,
                               rel_write_plan *plan);

/* The name; plain digits are written into room. */
rel_str rel_write_name(const rel_write_plan *p, rel_vid v, char room[REL_NAME_NUMBER_TEXT]);
/* Never empty: the first of label, handle and name that is there, else the name of the vertex. */
rel_str rel_write_label(const rel_write_plan *p, rel_vid v, char room[REL_NAME_NUMBER_TEXT]);
/* True and *rgb when the vertex has a colour. */
bool rel_write_vertex_color(const rel_write_plan *p, rel_vid v, rel_rgb *rgb);
/* Edges are coloured by layer when there are at least two. */
bool rel_write_edge_color(const rel_write_plan *p, int layer, rel_rgb *rgb);
rel_rgb rel_write_layer_color(rel_kind kind);
/* REL_WRITE_SIZE_MIN to _MAX. Only when there are sizes. */
double rel_write_size(const rel_write_plan *p, rel_vid v);
/* Centred, within +-5000. Only when there are positions. */
void rel_write_position(const rel_write_plan *p, rel_vid v, double *x, double *y);
/* True when edge or vertex has a time span. */
bool rel_write_edge_span(const rel_write_plan *p, rel_eid arc, int64_t *first, int64_t *last);
bool rel_write_vertex_span(const rel_write_plan *p, rel_vid v, int64_t *first, int64_t *last);
/* True when item i of the column is written: there, and a finite number when it is one. */
bool rel_write_has(const rel_write_column *c, int64_t i);

/* True when the arc is an edge of its own in the layer. */
bool rel_write_in_layer(const rel_write_plan *p, int layer, rel_eid arc);

/* The palette: colours that people with any form of colour blindness tell apart; the last one is the grey of
 * all others. */
enum { REL_PALETTE = 9 };
extern const rel_rgb rel_palette[REL_PALETTE];

/* What the file says of itself: title, description, and what the weight, colours and sizes mean, in lines. */
REL_CHECKED
rel_status rel_write_about(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text);

#endif
