/* A text edge list: `from<TAB>to`, with the weight behind them when some weight is not 1. It has no place for
 * vertices without edges, for layers and for attributes; what graph/edgelist.h reads back is the same
 * weighted graph. */
#include "graph/write_rows.h"
#include "graph/writers.h"

static rel_status head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    rel_buf about = {0};
    REL_TRY(rel_write_about(ctx, p, &about));
    for (rel_str rest = {about.data, about.len}; rest.s;) {
        const rel_str line = rel_str_cut(&rest, '\n');
        REL_TRY(rel_buf_printf(ctx, text, "# %.*s\n", REL_STR_ARG(line)));
    }
out:
    rel_buf_free(&about);
    return st;
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_str name = rel_write_name(plan, e->u, room);
    memcpy(p, name.s, name.len);
    p += name.len;
    *p++ = '\t';
    name = rel_write_name(plan, e->v, room);
    memcpy(p, name.s, name.len);
    p += name.len;
    if (plan->g->out.weight) {
        *p++ = '\t';
        p = rel_put_f32(p, e->weight);
    }
    *p++ = '\n';
    return p;
}

static const rel_document DOCUMENT = {.head = head, .edge = edge};

static bool is_plain(rel_str name)
{
    if (!name.len || name.s[0] == '#' || name.s[0] == '%' || name.s[0] == '{') return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.s[i] == ' ' || name.s[i] == ',' || name.s[i] == ';' ||
            (name.s[i] >= '\t' && name.s[i] <= '\r'))
            return false;
    return true;
}

/* A name that would read back as something else is worse than no file. */
static rel_status check_names(rel_ctx *ctx, const rel_graph *g, const char *path, int64_t *isolated)
{
    char room[REL_NAME_NUMBER_TEXT];
    *isolated = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_str name = rel_names_get(&g->names, v, room);
        if (!is_plain(name))
            return rel_fail(ctx, REL_E_DATA, "'%s': an edge list has no place for the name '%.*s'", path,
                            REL_STR_ARG(name));
        *isolated += g->out.off[v] == g->out.off[v + 1] && (!g->in.off || g->in.off[v] == g->in.off[v + 1]);
    }
    return REL_OK;
}

static rel_write_opts one_edge(const rel_write_opts *opts)
{
    rel_write_opts o = opts ? *opts : (rel_write_opts){0};
    o.one_edge_per_pair = true;
    return o;
}

rel_status rel_edgelist_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    rel_status st;
    int64_t isolated;
    const rel_write_opts o = one_edge(opts);
    if (!g->out.off)
        return rel_fail(ctx, REL_E_USAGE, "the graph was built without its out-edges, which writing needs");
    REL_TRY(check_names(ctx, g, path, &isolated));
    REL_TRY(rel_document_write(ctx, g, path, &o, &DOCUMENT));
    if (!g->directed)
        rel_note(ctx,
                 "'%s': an edge list does not say that edges go both ways: read back, each goes from its "
                 "first name "
                 "to its second",
                 path);
    if (isolated)
        rel_note(ctx, "'%s': %lld accounts without edges are not in it: an edge list has no place for them",
                 path, (long long)isolated);
out:
    return st;
}

int64_t rel_edgelist_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    const rel_write_opts o = one_edge(opts);
    return rel_document_estimate(g, &o, &DOCUMENT);
}
