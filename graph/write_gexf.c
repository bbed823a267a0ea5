/* GEXF 1.3, and 1.2 for readers that know only that. A dynamic file says with start and end when an edge or a
 * vertex is there, or lists the instants at which it acted. 1.2 has no attribute `kind`: the layer stands in
 * the edge's label there. */
#include "graph/write_rows.h"
#include "graph/write_times.h"
#include "graph/writers.h"

static bool old_version(const rel_write_plan *p)
{
    return p->opts.gexf_version && strcmp(p->opts.gexf_version, "1.2") == 0;
}

static rel_status columns(rel_ctx *ctx, rel_buf *text, const char *class, bool layer,
                          const rel_write_column *c, int count)
{
    rel_status st = REL_OK;
    if (!count && !layer) return REL_OK;
    REL_TRY(rel_buf_printf(ctx, text, "<attributes class=\"%s\" mode=\"static\">\n", class));
    if (layer)
        REL_TRY(rel_buf_puts(ctx, text, "<attribute id=\"layer\" title=\"layer\" type=\"string\"/>\n"));
    for (int k = 0; k < count; k++)
        REL_TRY(rel_buf_printf(ctx, text, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", c[k].id,
                               c[k].id, rel_write_type(&c[k])));
    REL_TRY(rel_buf_puts(ctx, text, "</attributes>\n"));
out:
    return st;
}

static rel_status head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    rel_buf about = {0};
    const bool old = old_version(p);
    const char *ns = old ? "http://www.gexf.net/1.2draft" : "http://gexf.net/1.3";
    REL_TRY(rel_write_about(ctx, p, &about));
    REL_TRY(rel_buf_printf(ctx, text,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<gexf xmlns=\"%s\" xmlns:viz=\"%s/viz\" version=\"%s\">\n<meta>\n"
                           "<creator>relais " REL_VERSION "</creator>\n<description>",
                           ns, ns, old ? "1.2" : "1.3"));
    REL_TRY(rel_buf_xml_lines(ctx, text, (rel_str){about.data, about.len}));
    REL_TRY(rel_buf_printf(
        ctx, text, "</description>\n</meta>\n<graph defaultedgetype=\"%s\" idtype=\"string\" mode=\"%s\"",
        p->g->directed ? "directed" : "undirected", p->opts.dynamic ? "dynamic" : "static"));
    /* "date" takes full times too, and is what networkx can read; 1.3 it cannot read anyway. */
    if (p->opts.dynamic)
        REL_TRY(
            rel_buf_puts(ctx, text,
                         old ? " timeformat=\"date\""
                         : p->opts.timestamps
                             ? " timeformat=\"dateTime\" timerepresentation=\"timestamp\" timezone=\"UTC\""
                             : " timeformat=\"dateTime\" timerepresentation=\"interval\" timezone=\"UTC\""));
    REL_TRY(rel_buf_puts(ctx, text, ">\n"));
    REL_TRY(columns(ctx, text, "node", false, p->vertex_column, p->vertex_columns));
    REL_TRY(columns(ctx, text, "edge", p->layers > 0, p->edge_column, p->edge_columns));
    REL_TRY(rel_buf_puts(ctx, text, "<nodes>\n"));
out:
    rel_buf_free(&about);
    return st;
}

static rel_status middle(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    (void)p;
    return rel_buf_puts(ctx, text, "</nodes>\n<edges>\n");
}

static rel_status tail(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    (void)p;
    return rel_buf_puts(ctx, text, "</edges>\n</graph>\n</gexf>\n");
}

static char *span(char *p, int64_t first, int64_t last)
{
    p = rel_put_time(REL_PUT(p, "\" start=\""), first);
    return rel_put_time(REL_PUT(p, "\" end=\""), last);
}

/* One more instant of a list that vertex and edge write alike. */
static char *instant(char *p, int64_t time, bool first)
{
    p = first ? REL_PUT(p, "\" timestamps=\"&lt;[") : REL_PUT(p, ", ");
    return rel_put_time(p, time);
}

static char *edge_instants(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    int64_t t;
    bool any = false;
    for (rel_instants it = rel_write_edge_times(plan, e->arc, e->layer); rel_instants_next(&it, &t);) {
        p = instant(p, t, !any);
        any = true;
    }
    return any ? REL_PUT(p, "]&gt;") : p;
}

static char *vertex_instants(char *p, const rel_write_instants *of)
{
    for (int64_t i = 0; i < of->count; i++) p = instant(p, of->time[i], i == 0);
    return of->count ? REL_PUT(p, "]&gt;") : p;
}

static char *column_values(char *p, const char *layer, const rel_write_column *c, int count, int64_t i)
{
    bool open = layer != NULL;
    if (layer) {
        p = stpcpy(REL_PUT(p, "<attvalues><attvalue for=\"layer\" value=\""), layer);
        p = REL_PUT(p, "\"/>");
    }
    for (int k = 0; k < count; k++) {
        if (!rel_write_has(&c[k], i)) continue;
        if (!open) p = REL_PUT(p, "<attvalues>");
        open = true;
        p = stpcpy(REL_PUT(p, "<attvalue for=\""), c[k].id);
        p = rel_put_xml_value(REL_PUT(p, "\" value=\""), &c[k], i);
        p = REL_PUT(p, "\"/>");
    }
    return open ? REL_PUT(p, "</attvalues>") : p;
}

static char *color(char *p, rel_rgb c)
{
    p = rel_put_u64(REL_PUT(p, "<viz:color r=\""), c.r);
    p = rel_put_u64(REL_PUT(p, "\" g=\""), c.g);
    p = rel_put_u64(REL_PUT(p, "\" b=\""), c.b);
    return REL_PUT(p, "\"/>");
}

static char *look(char *p, const rel_write_plan *plan, rel_vid v)
{
    rel_rgb c;
    if (rel_write_vertex_color(plan, v, &c)) p = color(p, c);
    if (plan->x) {
        double x, y;
        rel_write_position(plan, v, &x, &y);
        p = rel_put_milli(REL_PUT(p, "<viz:position x=\""), x);
        p = rel_put_milli(REL_PUT(p, "\" y=\""), y);
        p = old_version(plan) ? REL_PUT(p, "\" z=\"0\"/>") : REL_PUT(p, "\"/>");
    }
    if (plan->size_name) {
        p = rel_put_milli(REL_PUT(p, "<viz:size value=\""), rel_write_size(plan, v));
        p = REL_PUT(p, "\"/>");
    }
    return p;
}

static char *vertex(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    int64_t first, last;
    p = rel_put_xml_name(REL_PUT(p, "<node id=\""), plan, v);
    p = rel_put_xml(REL_PUT(p, "\" label=\""), rel_write_label(plan, v, room));
    if (plan->vertex_times)
        p = vertex_instants(p, &plan->vertex_times[v]);
    else if (rel_write_vertex_span(plan, v, &first, &last))
        p = span(p, first, last);
    char *const inside = REL_PUT(p, "\">");
    char *end = look(column_values(inside, NULL, plan->vertex_column, plan->vertex_columns, v), plan, v);
    return end == inside ? REL_PUT(p, "\"/>\n") : REL_PUT(end, "</node>\n");
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    rel_rgb c;
    int64_t first, last;
    const char *layer = e->layer >= 0 ? rel_kind_word(plan->layer[e->layer].kind) : NULL;
    p = rel_put_u64(REL_PUT(p, "<edge id=\"e"), e->id);
    p = rel_put_xml_name(REL_PUT(p, "\" source=\""), plan, e->u);
    p = rel_put_xml_name(REL_PUT(p, "\" target=\""), plan, e->v);
    if (layer) p = stpcpy(old_version(plan) ? REL_PUT(p, "\" label=\"") : REL_PUT(p, "\" kind=\""), layer);
    p = rel_put_f32(REL_PUT(p, "\" weight=\""), e->weight);
    if (plan->vertex_times)
        p = edge_instants(p, plan, e);
    else if (rel_write_edge_span(plan, e->arc, &first, &last))
        p = span(p, first, last);
    char *const inside = REL_PUT(p, "\">");
    char *end = column_values(inside, layer, plan->edge_column, plan->edge_columns, e->arc);
    if (rel_write_edge_color(plan, e->layer, &c)) end = color(end, c);
    return end == inside ? REL_PUT(p, "\"/>\n") : REL_PUT(end, "</edge>\n");
}

static const rel_document DOCUMENT = {
    .head = head, .vertex = vertex, .middle = middle, .edge = edge, .tail = tail};

rel_status rel_gexf_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    const char *version = opts && opts->gexf_version ? opts->gexf_version : "1.3";
    if (strcmp(version, "1.3") != 0 && strcmp(version, "1.2") != 0)
        return rel_fail(ctx, REL_E_USAGE, "'%s' is not a version of GEXF that relais writes (1.3 or 1.2)",
                        version);
    if (opts && opts->timestamps && strcmp(version, "1.2") == 0)
        return rel_fail(ctx, REL_E_USAGE, "version 1.2 of GEXF has no timestamps: expected 1.3");
    return rel_document_write(ctx, g, path, opts, &DOCUMENT);
}

int64_t rel_gexf_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    return rel_document_estimate(g, opts, &DOCUMENT);
}
