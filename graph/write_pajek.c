/* Pajek .net: vertices numbered from 1 with quoted names, then one relation a layer: *Arcs :1 "share".
 * Positions lie in 0 to 1. Labels are the names of the vertices, because Pajek has no other place for them.
 */
#include "graph/write_rows.h"
#include "graph/writers.h"

/* In double quotes; a quote and a backslash inside get a backslash, as igraph and networkx read and write
 * them. */
static char *put_quoted(char *p, rel_str s)
{
    *p++ = '"';
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] == '"' || s.s[i] == '\\') *p++ = '\\';
        *p++ = (unsigned char)s.s[i] < ' ' ? ' ' : s.s[i];
    }
    *p++ = '"';
    return p;
}

static rel_status head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    rel_buf about = {0};
    REL_TRY(rel_write_about(ctx, p, &about));
    for (rel_str rest = {about.data, about.len}; rest.s;) {
        const rel_str line = rel_str_cut(&rest, '\n');
        REL_TRY(rel_buf_printf(ctx, text, "%% %.*s\n", REL_STR_ARG(line)));
    }
    REL_TRY(rel_buf_printf(ctx, text, "*Vertices %u\n", p->g->n));
out:
    rel_buf_free(&about);
    return st;
}

static char *vertex(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    p = rel_put_u64(p, (uint64_t)v + 1);
    *p++ = ' ';
    p = put_quoted(p, rel_write_name(plan, v, room));
    if (plan->x) {
        double x, y;
        rel_write_position(plan, v, &x, &y);
        *p++ = ' ';
        p = rel_put_milli(p, (1 + x / plan->reach) / 2);
        *p++ = ' ';
        p = rel_put_milli(p, (1 - y / plan->reach) / 2); /* y grows downwards in Pajek */
    }
    *p++ = '\n';
    return p;
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    (void)plan;
    p = rel_put_u64(p, (uint64_t)e->u + 1);
    *p++ = ' ';
    p = rel_put_u64(p, (uint64_t)e->v + 1);
    *p++ = ' ';
    p = rel_put_f32(p, e->weight);
    *p++ = '\n';
    return p;
}

/* True when some arc has no weight in any layer. */
static bool has_other(const rel_write_plan *p)
{
    const rel_eid arcs = p->g->n ? p->g->out.off[p->g->n] : 0;
    for (rel_eid e = 0; e < arcs; e++) {
        bool any = false;
        for (int k = 0; k < p->layers && !any; k++)
            any = !rel_attribute_is_missing(p->layer[k].weight, e) && p->layer[k].weight->value.f32[e] > 0;
        if (!any) return true;
    }
    return false;
}

static rel_status layer_head(rel_ctx *ctx, const rel_write_plan *p, int layer, rel_buf *text)
{
    const char *word = p->g->directed ? "*Arcs" : "*Edges";
    if (p->layers < 2)
        return layer == (p->layers ? 0 : -1) ? rel_buf_printf(ctx, text, "%s\n", word) : REL_OK;
    if (layer >= 0)
        return rel_buf_printf(ctx, text, "%s :%d \"%s\"\n", word, layer + 1,
                              rel_kind_word(p->layer[layer].kind));
    return has_other(p) ? rel_buf_printf(ctx, text, "%s :%d \"other\"\n", word, p->layers + 1) : REL_OK;
}

static const rel_document DOCUMENT = {.head = head, .vertex = vertex, .edge = edge, .layer_head = layer_head};

rel_status rel_pajek_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    return rel_document_write(ctx, g, path, opts, &DOCUMENT);
}

int64_t rel_pajek_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    return rel_document_estimate(g, opts, &DOCUMENT);
}
