/* CSV for Gephi's "Import spreadsheet" and for spreadsheets: two files, nodes and edges, quoted as RFC 4180
 * says. The French Excel wants ';', a decimal comma and a byte order mark. */
#include <stdio.h>

#include "graph/write_rows.h"
#include "graph/writers.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static char separator(const rel_write_plan *p)
{
    return p->opts.excel_fr ? ';' : ',';
}

/* A spreadsheet takes a cell that begins like a formula for one, and runs it. */
static bool is_formula(rel_str s)
{
    return s.len && strchr("=+-@\t\r", s.s[0]);
}

static char *text_cell(char *p, const rel_write_plan *plan, rel_str s)
{
    const bool guard = plan->opts.excel_fr && is_formula(s);
    bool quote = s.len && (s.s[0] == ' ' || s.s[s.len - 1] == ' ');
    for (size_t i = 0; i < s.len && !quote; i++) quote = s.s[i] && strchr("\",;\n\r", s.s[i]);
    if (quote) *p++ = '"';
    if (guard) *p++ = '\'';
    if (!quote) p = rel_put_str(p, s);
    for (size_t i = 0; quote && i < s.len; i++) {
        if (s.s[i] == '"') *p++ = '"';
        *p++ = s.s[i];
    }
    if (quote) *p++ = '"';
    return p;
}

/* What begins at `from` is a number or a time as all other formats write it. */
static char *localise(char *from, char *end, const rel_write_plan *plan, bool time)
{
    if (!plan->opts.excel_fr) return end;
    if (time) {
        from[10] = ' ';
        return end - 1; /* without the Z */
    }
    char *point = memchr(from, '.', (size_t)(end - from));
    if (point) *point = ',';
    return end;
}

static char *cell(char *p, const rel_write_plan *plan, const rel_write_column *c, int64_t i)
{
    if (!rel_write_has(c, i)) return p;
    if (c->attribute->type == REL_ATTRIBUTE_TEXT)
        return text_cell(p, plan, rel_attribute_text(c->attribute, i));
    return localise(p, rel_put_value(p, c, i), plan, c->time);
}

static char *cells(char *p, const rel_write_plan *plan, const rel_write_column *c, int count, int64_t i)
{
    for (int k = 0; k < count; k++) {
        *p++ = separator(plan);
        p = cell(p, plan, &c[k], i);
    }
    return plan->opts.excel_fr ? REL_PUT(p, "\r\n") : REL_PUT(p, "\n");
}

static char *name_cell(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    if (plan->names_plain && !plan->opts.excel_fr) return rel_put_plain_name(p, plan, v);
    return text_cell(p, plan, rel_write_name(plan, v, room));
}

/* The first row: own columns, separated by ',' in the source, then those of the graph. */
static rel_status heading(rel_ctx *ctx, const rel_write_plan *p, const char *own, const rel_write_column *c,
                          int count, rel_buf *text)
{
    rel_status st;
    if (p->opts.excel_fr) REL_TRY(rel_buf_puts(ctx, text, BYTE_ORDER_MARK));
    for (const char *s = own; *s; s++)
        REL_TRY(rel_buf_add(ctx, text, *s == ',' ? &(char){separator(p)} : s, 1));
    for (int k = 0; k < count; k++) REL_TRY(rel_buf_printf(ctx, text, "%c%s", separator(p), c[k].id));
    REL_TRY(rel_buf_puts(ctx, text, p->opts.excel_fr ? "\r\n" : "\n"));
out:
    return st;
}

static rel_status nodes_head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    return heading(ctx, p, p->x ? "Id,Label,x,y" : "Id,Label", p->vertex_column, p->vertex_columns, text);
}

static rel_status edges_head(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    return heading(ctx, p, p->layers ? "Source,Target,Type,Kind,Id,Weight" : "Source,Target,Type,Id,Weight",
                   p->edge_column, p->edge_columns, text);
}

static char *coordinate(char *p, const rel_write_plan *plan, double x)
{
    *p++ = separator(plan);
    return localise(p, rel_put_milli(p, x), plan, false);
}

static char *vertex(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    p = name_cell(p, plan, v);
    *p++ = separator(plan);
    p = text_cell(p, plan, rel_write_label(plan, v, room));
    if (plan->x) {
        double x, y;
        rel_write_position(plan, v, &x, &y);
        p = coordinate(coordinate(p, plan, x), plan, y);
    }
    return cells(p, plan, plan->vertex_column, plan->vertex_columns, v);
}

static char *edge(char *p, const rel_write_plan *plan, const rel_write_edge *e)
{
    const char sep = separator(plan);
    p = name_cell(p, plan, e->u);
    *p++ = sep;
    p = name_cell(p, plan, e->v);
    *p++ = sep;
    p = plan->g->directed ? REL_PUT(p, "Directed") : REL_PUT(p, "Undirected");
    *p++ = sep;
    if (plan->layers) {
        if (e->layer >= 0) p = stpcpy(p, rel_kind_word(plan->layer[e->layer].kind));
        *p++ = sep;
    }
    *p++ = 'e';
    p = rel_put_u64(p, e->id);
    *p++ = sep;
    p = localise(p, rel_put_f32(p, e->weight), plan, false);
    return cells(p, plan, plan->edge_column, plan->edge_columns, e->arc);
}

static const rel_document NODES = {.head = nodes_head, .vertex = vertex},
                          EDGES = {.head = edges_head, .edge = edge};

/* "brand.csv" and "nodes" give "brand.nodes.csv". */
static rel_status part_path(rel_ctx *ctx, const char *path, const char *part, rel_buf *out)
{
    const size_t len = strlen(path);
    const bool csv = len > 4 && rel_str_is_nocase((rel_str){path + len - 4, 4}, ".csv");
    return rel_buf_printf(ctx, out, "%.*s.%s.csv", (int)(csv ? len - 4 : len), path, part);
}

static rel_status write_both(rel_ctx *ctx, const rel_write_plan *plan, const char *nodes_path,
                             const char *edges_path)
{
    rel_status st;
    rel_outfile nodes = {0}, edges = {0};
    REL_TRY(rel_outfile_open(ctx, nodes_path, &nodes));
    REL_TRY(rel_outfile_open(ctx, edges_path, &edges));
    REL_TRY(rel_document_rows(ctx, plan, &NODES, &nodes));
    REL_TRY(rel_document_rows(ctx, plan, &EDGES, &edges));
    REL_TRY(rel_outfile_seal(&nodes));
    REL_TRY(rel_outfile_seal(&edges));
    REL_TRY(rel_outfile_close(&nodes));
    st = rel_outfile_close(&edges);
    if (st != REL_OK) remove(nodes_path); /* nodes without edges would look like a whole graph */
out:
    rel_outfile_discard(&nodes);
    rel_outfile_discard(&edges);
    return st;
}

/* Standard output holds one table: what connects whom says more than the list of accounts. */
static rel_status write_edges_only(rel_ctx *ctx, const rel_graph *g, const rel_write_opts *opts)
{
    rel_note(ctx, "standard output gets the table of edges; a name, such as brand.csv, gets both tables");
    return rel_document_write(ctx, g, "-", opts, &EDGES);
}

rel_status rel_csv_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts)
{
    if (strcmp(path, "-") == 0) return write_edges_only(ctx, g, opts);
    rel_status st;
    rel_write_plan plan;
    rel_buf nodes = {0}, edges = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(part_path(ctx, path, "nodes", &nodes));
    REL_TRY(part_path(ctx, path, "edges", &edges));
    REL_TRY(rel_write_plan_make(ctx, g, opts, &plan));
    REL_TRY(write_both(ctx, &plan, nodes.data, edges.data));
out:
    rel_buf_free(&nodes);
    rel_buf_free(&edges);
    rel_scratch_release(ctx, mark);
    return st;
}

int64_t rel_csv_estimate(const rel_graph *g, const rel_write_opts *opts)
{
    const int64_t nodes = rel_document_estimate(g, opts, &NODES),
                  edges = rel_document_estimate(g, opts, &EDGES);
    return nodes < 0 || edges < 0 ? -1 : nodes + edges;
}
