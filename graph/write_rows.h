/* Writing rows fast: threads format blocks of rows into buffers, which go to the file in order, so the bytes
 * do not depend on the number of threads. A document is the frame around the rows of one format. */
#ifndef REL_GRAPH_WRITE_ROWS_H
#define REL_GRAPH_WRITE_ROWS_H

#include "graph/write_text.h"
#include "src/base/outfile.h"

/* One edge of the file: an arc, or an arc's part in a layer. */
typedef struct rel_write_edge {
    rel_vid u, v;
    rel_eid arc;  /* position in out.adj */
    int layer;    /* index in plan->layer, -1: none */
    uint64_t id;  /* unique in the file, the same for every run */
    float weight; /* > 0 */
} rel_write_edge;

typedef char *rel_vertex_row(char *p, const rel_write_plan *plan, rel_vid v);
typedef char *rel_edge_row(char *p, const rel_write_plan *plan, const rel_write_edge *e);
typedef rel_status rel_frame(rel_ctx *ctx, const rel_write_plan *plan, rel_buf *text);

typedef struct rel_document {
    rel_frame *head;        /* before the vertices */
    rel_vertex_row *vertex; /* NULL: none are written */
    rel_frame *middle;      /* between vertices and edges; may be NULL */
    rel_edge_row *edge;     /* NULL: none are written */
    rel_frame *tail;        /* may be NULL */
    /* When not NULL the edges of one layer follow those of another, each with this line before it. layer is
     * -1 for the edges without one. */
    rel_status (*layer_head)(rel_ctx *ctx, const rel_write_plan *plan, int layer, rel_buf *text);
} rel_document;

/* Writes a whole document to a file that is open; the caller closes it.
 * Errors: those of the plan and of the file, E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_document_rows(rel_ctx *ctx, const rel_write_plan *plan, const rel_document *d, rel_outfile *f);
/* Plan, open, write, close. */
REL_CHECKED
rel_status rel_document_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts,
                              const rel_document *d);
/* Bytes that the document would take, from a sample of its rows; -1 when it cannot be written. */
int64_t rel_document_estimate(const rel_graph *g, const rel_write_opts *opts, const rel_document *d);

#endif
