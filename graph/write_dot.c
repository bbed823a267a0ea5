/* DOT for Graphviz: every id quoted and escaped, colours, sizes and positions in Graphviz' own attributes
 * (`neato -n` keeps the positions). Columns have no place here. */
#include "graph/write_rows.h"
#include "graph/writers.h"

/* Inside double quotes. label: where Graphviz also reads entities. */
static char *put_quoted(char *p, rel_str s, bool label)
{
    *p++ = '"';
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.s[i];
        if (c == '"')
            p = REL_PUT(p, "\\\"");
        else if (c == '\\')
            p = REL_PUT(p, "\\\\");
        else if (c == '\n')
            p = REL_PUT(p, "\\n");
        else if (c == '&' && label)
            p = REL_PUT(p, "&amp;");
        else
            *p++ = (unsigned char)c < ' ' ? ' ' : c;
    }
    *p++ = '"';
    return p;
}

static char *put_name(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    if (!plan->names_plain) return put_quoted(p, rel_write_name(plan, v, room), false);
    *p++ = '"';
    p = rel_put_plain_name(p, plan, v);
    *p++ = '"';
    return p;
}

static rel_status head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    rel_buf about = {0};
    const char *title = p->opts.title ? p->opts.title : "relais";
    REL_TRY(rel_write_about(ctx, p, &about));
    for (rel_str rest = {about.data, about.len}; rest.s;) {
        const rel_str line = rel_str_cut(&rest, '\n');
        REL_TRY(rel_buf_printf(ctx, text, "// %.*s\n", REL_STR_ARG(line)));
    }
    REL_TRY(rel_buf_puts(ctx, text, p->g->directed ? "digraph " : "graph "));
    REL_TRY(rel_buf_reserve(ctx, text, REL_ESCAPE_MAX * strlen(title) + 8));
    text->len = (size_t)(put_quoted(text->data + text->len, rel_str_of(title), false) - text->data);
    REL_TRY(rel_buf_printf(ctx, text, " {\nnode [shape=circle, style=filled%s];\n",
                           p->size_name ? ", fixedsize=shape" : ""));
out:
    rel_buf_free(&about);
    return st;
}

static rel_status tail(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    (void)p;
    return rel_buf_puts(ctx, text, "}\n");
}

static char *put_color(char *p, rel_rgb c)
{
    static const char HEX[] = "0123456789abcdef";
    const uint8_t channel[] = {c.r, c.g, c.b};
    p = REL_PUT(p, "\"#");
    for (int k = 0; k < 3; k++) {
        *p++ = HEX[channel[k] >> 4];
        *p++ = HEX[channel[k] & 15];
    }
    *p++ = '"';
    return p;
}

static char *vertex(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_rgb c;
    p = put_name(p, plan, v);
    p = put_quoted(REL_PUT(p, " [label="), rel_write_label(plan, v, room), true);
    if (plan->size_name) p = rel_put_milli(REL_PUT(p, ", width="), rel_write_size(plan, v) / 72);
    if (rel_write_vertex_color(plan, v, &c)) p = put_color(REL_PUT(p, ", fillcolor="), c);
    if (plan->x) {
        double x, y;
        rel_write_position(plan, v, &x, &y);
        p = rel_put_milli(REL_PUT(p, ", pos=\""), x);
        *p++ = ',';
        p = rel_put_milli(p, y);
        *p++ = '"';
    }
    return REL_PUT(p, "];\n");
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    rel_rgb c;
    p = put_name(p, plan, e->u);
    p = plan->g->directed ? REL_PUT(p, " -> ") : REL_PUT(p, " -- ");
    p = put_name(p, plan, e->v);
    p = rel_put_f32(REL_PUT(p, " [weight="), e->weight);
    if (e->layer >= 0) {
        p = stpcpy(REL_PUT(p, ", kind=\""), rel_kind_word(plan->layer[e->layer].kind));
        *p++ = '"';
    }
    if (rel_write_edge_color(plan, e->layer, &c)) p = put_color(REL_PUT(p, ", color="), c);
    return REL_PUT(p, "];\n");
}

static const rel_document DOCUMENT = {.head = head, .vertex = vertex, .edge = edge, .tail = tail};

rel_status rel_dot_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    return rel_document_write(ctx, g, path, opts, &DOCUMENT);
}

int64_t rel_dot_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    return rel_document_estimate(g, opts, &DOCUMENT);
}
