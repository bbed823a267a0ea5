/* Giving names to the vertices of a graph (declared in graph/builder.h). */
#include <inttypes.h>

#include "graph/builder.h"
#include "graph/name_sort.h"
#include "graph/owner.h"
#include "src/base/utf8.h"

static void drop_names(rel_graph *g, const rel_names *names)
{
    rel_graph_drop(g, names->number);
    rel_graph_drop(g, names->off);
    rel_graph_drop(g, names->text);
    rel_graph_drop(g, names->sorted);
}

rel_status rel_graph_set_numbers(rel_ctx *ctx, rel_graph *g, const uint64_t *number)
{
    uint64_t *copy;
    for (rel_vid v = 1; v < g->n; v++)
        if (number[v] <= number[v - 1])
            return rel_fail(ctx, REL_E_USAGE, "vertex numbers must ascend: %" PRIu64 " follows %" PRIu64,
                            number[v], number[v - 1]);
    const rel_status st = rel_graph_alloc(ctx, g, &copy, g->n, sizeof *copy, "vertex numbers");
    if (st != REL_OK) return st;
    if (g->n) memcpy(copy, number, g->n * sizeof *copy);
    drop_names(g, &g->names);
    g->names = (rel_names){.form = REL_NAMES_U64, .n = g->n, .number = copy};
    return REL_OK;
}

static rel_status check_unique(rel_ctx *ctx, const rel_str *name, const rel_vid *sorted, rel_vid n)
{
    for (rel_vid i = 1; i < n; i++)
        if (rel_str_eq(name[sorted[i]], name[sorted[i - 1]]))
            return rel_fail(ctx, REL_E_USAGE, "two vertices are named '%.*s'", REL_STR_ARG(name[sorted[i]]));
    return REL_OK;
}

rel_status rel_graph_set_names(rel_ctx *ctx, rel_graph *g, const rel_str *name)
{
    rel_status st;
    uint64_t *off = NULL;
    char *text = NULL;
    rel_vid *sorted = NULL;
    size_t bytes = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        if (!name[v].s || !rel_utf8_xml_safe(name[v].s, name[v].len))
            return rel_fail(ctx, REL_E_USAGE, "the name of vertex %" PRIu32 " is no text: '%.*s'", v,
                            REL_STR_ARG(name[v]));
        bytes += name[v].len;
    }
    REL_TRY(rel_graph_alloc(ctx, g, &off, (size_t)g->n + 1, sizeof *off, "names"));
    REL_TRY(rel_graph_alloc(ctx, g, &text, bytes, 1, "names"));
    REL_TRY(rel_graph_alloc(ctx, g, &sorted, g->n, sizeof *sorted, "names"));
    off[0] = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        if (name[v].len) memcpy(text + off[v], name[v].s, name[v].len);
        off[v + 1] = off[v] + name[v].len;
    }
    REL_TRY(rel_name_sort(ctx, text, off, g->n, sorted));
    REL_TRY(check_unique(ctx, name, sorted, g->n));
    drop_names(g, &g->names);
    g->names = (rel_names){.form = REL_NAMES_TEXT, .n = g->n, .off = off, .text = text, .sorted = sorted};
    return REL_OK;
out:
    rel_graph_drop(g, off);
    rel_graph_drop(g, text);
    rel_graph_drop(g, sorted);
    return st;
}
