/* GraphML as Gephi writes it itself: the reserved keys label, x, y, size, r, g, b and weight by their plain
 * names, the kind of an edge as its attribute `label`. */
#include "graph/write_rows.h"
#include "graph/writers.h"

static rel_status key(rel_ctx *ctx, rel_buf *text, const char *id, const char *scope, const char *name,
                      const char *type)
{
    return rel_buf_printf(ctx, text, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", id,
                          scope, name, type);
}

static rel_status columns(rel_ctx *ctx, rel_buf *text, const char *scope, const rel_write_column *c,
                          int count)
{
    rel_status st = REL_OK;
    for (int k = 0; k < count; k++) REL_TRY(key(ctx, text, c[k].id, scope, c[k].id, rel_write_type(&c[k])));
out:
    return st;
}

static rel_status vertex_keys(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    REL_TRY(key(ctx, text, "label", "node", "label", "string"));
    if (p->size_name) REL_TRY(key(ctx, text, "size", "node", "size", "double"));
    if (p->colors) {
        REL_TRY(key(ctx, text, "r", "node", "r", "int"));
        REL_TRY(key(ctx, text, "g", "node", "g", "int"));
        REL_TRY(key(ctx, text, "b", "node", "b", "int"));
    }
    if (p->x) {
        REL_TRY(key(ctx, text, "x", "node", "x", "double"));
        REL_TRY(key(ctx, text, "y", "node", "y", "double"));
    }
    REL_TRY(columns(ctx, text, "node", p->vertex_column, p->vertex_columns));
out:
    return st;
}

static rel_status edge_keys(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    REL_TRY(key(ctx, text, "weight", "edge", "weight", "double"));
    if (p->layers) REL_TRY(key(ctx, text, "layer", "edge", "layer", "string"));
    if (p->layers > 1) {
        /* Ids are unique in the file; Gephi finds these by their names. */
        REL_TRY(key(ctx, text, "edge_r", "edge", "r", "int"));
        REL_TRY(key(ctx, text, "edge_g", "edge", "g", "int"));
        REL_TRY(key(ctx, text, "edge_b", "edge", "b", "int"));
    }
    REL_TRY(columns(ctx, text, "edge", p->edge_column, p->edge_columns));
out:
    return st;
}

static rel_status head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    rel_buf about = {0};
    REL_TRY(rel_write_about(ctx, p, &about));
    REL_TRY(rel_buf_puts(ctx, text,
                         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n<desc>"));
    REL_TRY(rel_buf_xml_lines(ctx, text, (rel_str){about.data, about.len}));
    REL_TRY(rel_buf_puts(ctx, text, "</desc>\n"));
    REL_TRY(vertex_keys(ctx, p, text));
    REL_TRY(edge_keys(ctx, p, text));
    REL_TRY(rel_buf_printf(ctx, text, "<graph edgedefault=\"%s\">\n",
                           p->g->directed ? "directed" : "undirected"));
out:
    rel_buf_free(&about);
    return st;
}

static rel_status tail(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    (void)p;
    return rel_buf_puts(ctx, text, "</graph>\n</graphml>\n");
}

static char *column_values(char *p, const rel_write_column *c, int count, int64_t i)
{
    for (int k = 0; k < count; k++) {
        if (!rel_write_has(&c[k], i)) continue;
        p = REL_PUT(p, "<data key=\"");
        p = stpcpy(p, c[k].id);
        p = REL_PUT(p, "\">");
        p = rel_put_xml_value(p, &c[k], i);
        p = REL_PUT(p, "</data>");
    }
    return p;
}

static char *look(char *p, const rel_write_plan *plan, rel_vid v)
{
    rel_rgb c;
    if (plan->size_name) {
        p = rel_put_milli(REL_PUT(p, "<data key=\"size\">"), rel_write_size(plan, v));
        p = REL_PUT(p, "</data>");
    }
    if (rel_write_vertex_color(plan, v, &c)) {
        p = rel_put_u64(REL_PUT(p, "<data key=\"r\">"), c.r);
        p = rel_put_u64(REL_PUT(p, "</data><data key=\"g\">"), c.g);
        p = rel_put_u64(REL_PUT(p, "</data><data key=\"b\">"), c.b);
        p = REL_PUT(p, "</data>");
    }
    if (plan->x) {
        double x, y;
        rel_write_position(plan, v, &x, &y);
        p = rel_put_milli(REL_PUT(p, "<data key=\"x\">"), x);
        p = rel_put_milli(REL_PUT(p, "</data><data key=\"y\">"), y);
        p = REL_PUT(p, "</data>");
    }
    return p;
}

static char *vertex(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    p = rel_put_xml_name(REL_PUT(p, "<node id=\""), plan, v);
    p = rel_put_xml(REL_PUT(p, "\"><data key=\"label\">"), rel_write_label(plan, v, room));
    p = look(REL_PUT(p, "</data>"), plan, v);
    p = column_values(p, plan->vertex_column, plan->vertex_columns, v);
    return REL_PUT(p, "</node>\n");
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    rel_rgb c;
    p = rel_put_u64(REL_PUT(p, "<edge id=\"e"), e->id);
    p = rel_put_xml_name(REL_PUT(p, "\" source=\""), plan, e->u);
    p = rel_put_xml_name(REL_PUT(p, "\" target=\""), plan, e->v);
    const char *kind = e->layer >= 0 ? rel_kind_word(plan->layer[e->layer].kind) : NULL;
    if (kind) p = stpcpy(REL_PUT(p, "\" label=\""), kind);
    p = rel_put_f32(REL_PUT(p, "\"><data key=\"weight\">"), e->weight);
    if (kind) p = stpcpy(REL_PUT(p, "</data><data key=\"layer\">"), kind);
    if (rel_write_edge_color(plan, e->layer, &c)) {
        p = rel_put_u64(REL_PUT(p, "</data><data key=\"edge_r\">"), c.r);
        p = rel_put_u64(REL_PUT(p, "</data><data key=\"edge_g\">"), c.g);
        p = rel_put_u64(REL_PUT(p, "</data><data key=\"edge_b\">"), c.b);
    }
    p = column_values(REL_PUT(p, "</data>"), plan->edge_column, plan->edge_columns, e->arc);
    return REL_PUT(p, "</edge>\n");
}

static const rel_document DOCUMENT = {.head = head, .vertex = vertex, .edge = edge, .tail = tail};

rel_status rel_graphml_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    return rel_document_write(ctx, g, path, opts, &DOCUMENT);
}

int64_t rel_graphml_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    return rel_document_estimate(g, opts, &DOCUMENT);
}
