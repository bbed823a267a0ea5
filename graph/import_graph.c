/* From what a reader said to a graph: weights, layers, names, attributes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "graph/import_store.h"
#include "graph/text_scan.h"
#include "src/base/number_text.h"

/* Edges as they are built: undirected ones of a graph that has both kinds stand here twice. */
typedef struct edge_list {
    int64_t count;
    const rel_vid *source, *target;
    const int64_t *row; /* NULL: each edge is its own row */
    float *weight;
    uint8_t *layer;
    int weight_column, layer_column; /* -1: none */
    int words_column;                /* that would be weights, but holds words; -1: none */
    bool directed;
} edge_list;

static int64_t row_of(const edge_list *e, int64_t i)
{
    return e->row ? e->row[i] : i;
}

static const rel_import_column_data *edge_column(const rel_import *imp, int column)
{
    return &imp->column[REL_IMPORT_EDGES][column];
}

/* Each undirected edge in both directions, one right after the other. */
static rel_status double_undirected(rel_ctx *ctx, const rel_import *imp, edge_list *e)
{
    rel_status st;
    rel_vid *source, *target;
    int64_t *row;
    const size_t count = (size_t)(imp->m + imp->undirected);
    REL_TRY(rel_scratch_unset(ctx, &source, count, sizeof *source, "edges"));
    REL_TRY(rel_scratch_unset(ctx, &target, count, sizeof *target, "edges"));
    REL_TRY(rel_scratch_unset(ctx, &row, count, sizeof *row, "edges"));
    int64_t at = 0;
    for (int64_t i = 0; i < imp->m; i++) {
        for (int back = 0; back <= !imp->directed[i]; back++, at++) {
            source[at] = back ? imp->target[i] : imp->source[i];
            target[at] = back ? imp->source[i] : imp->target[i];
            row[at] = i;
        }
    }
    e->count = at;
    e->source = source;
    e->target = target;
    e->row = row;
    rel_note(ctx,
             "'%s': %" PRId64 " of %" PRId64
             " edges are undirected, the others directed: the graph is directed, and these go both ways",
             imp->path, imp->undirected, imp->m);
out:
    return st;
}

static rel_status list_edges(rel_ctx *ctx, const rel_import *imp, edge_list *e)
{
    *e = (edge_list){.count = imp->m,
                     .source = imp->source,
                     .target = imp->target,
                     .directed = imp->m ? imp->undirected < imp->m : !imp->default_undirected};
    return e->directed && imp->undirected ? double_undirected(ctx, imp, e) : REL_OK;
}

/* Weights. */

/* A column of the usual names for weights. One that is merely called `value` may be anything else. */
static int find_weights(const rel_import *imp)
{
    static const char *const NAMES[] = {"weight", "edge weight", "value"};
    for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++) {
        const int column = rel_import_find_column(imp, REL_IMPORT_EDGES, NAMES[k]);
        if (column >= 0) return column;
    }
    return -1;
}

/* A column that holds words is no column of weights: its numbers mean something else. */
static bool holds_words(rel_ctx *ctx, const rel_import *imp, const rel_import_column_data *c)
{
    const int64_t words = c->count[REL_VALUE_TRUTH] + c->count[REL_VALUE_TEXT];
    if (!words) return false;
    if (rel_str_is_nocase(rel_str_of(c->name), "value")) return true;
    rel_value_class class = c->count[REL_VALUE_TEXT] ? REL_VALUE_TEXT : REL_VALUE_TRUTH;
    if (c->count[REL_VALUE_TRUTH] && c->first_row[REL_VALUE_TRUTH] < c->first_row[class])
        class = REL_VALUE_TRUTH;
    const rel_str first = rel_str_trim(rel_import_value(imp, c, c->first_row[class]));
    if (c->first_line[class])
        rel_note(ctx,
                 "'%s' line %" PRId64 ": attribute '%s' holds %" PRId64
                 " words, the first is '%.*s': it is no weight, every edge counts as 1",
                 imp->path, c->first_line[class], c->name, words, REL_SHOWN(first));
    else
        rel_note(ctx,
                 "'%s': attribute '%s' holds %" PRId64 " words, the first is '%.*s' of edge %" PRId64
                 ": it is no weight, every edge counts as 1",
                 imp->path, c->name, words, REL_SHOWN(first), c->first_row[class] + 1);
    return true;
}

/* Fills weight[], 1 where it is missing; the builder leaves out edges whose weight is none. */
static rel_status take_weights(rel_ctx *ctx, const rel_import *imp, edge_list *e)
{
    rel_status st = REL_OK;
    int64_t without = 0;
    e->words_column = -1;
    e->weight_column = find_weights(imp);
    if (e->weight_column < 0) return REL_OK;
    const rel_import_column_data *c = edge_column(imp, e->weight_column);
    if (holds_words(ctx, imp, c)) {
        e->words_column = e->weight_column;
        e->weight_column = -1;
        return REL_OK;
    }
    REL_TRY(rel_scratch_unset(ctx, &e->weight, (size_t)e->count, sizeof *e->weight, "weights"));
#pragma omp parallel for num_threads(ctx->threads) if (e->count >= REL_IMPORT_FEW) reduction(+ : without) schedule(static)
    for (int64_t i = 0; i < e->count; i++) {
        double value = 1;
        const rel_str text = rel_str_trim(rel_import_value(imp, c, row_of(e, i)));
        const bool twice = i > 0 && row_of(e, i) == row_of(e, i - 1);
        if (!text.len || !rel_str_to_f64(text, &value)) without += !twice;
        e->weight[i] = (float)value;
    }
    if (without) rel_note(ctx, "'%s': %" PRId64 " edges have no weight and count as 1", imp->path, without);
out:
    return st;
}

/* Layers. */

int rel_import_kind(rel_str word)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (rel_str_is_nocase(word, rel_kind_word((rel_kind)k))) return k;
    return -1;
}

static const char *const LAYER_NAMES[] = {"kind", "layer", "type", "edge label", "label"};
enum { LAYER_COLUMNS = sizeof LAYER_NAMES / sizeof *LAYER_NAMES };

/* Whether every value is the word of a layer, which layer[] gets. */
static bool read_layers(const rel_import *imp, const edge_list *e, int column, uint8_t *layer)
{
    const rel_import_column_data *c = edge_column(imp, column);
    rel_str before = REL_STR_MISSING;
    int kind = -1;
    for (int64_t i = 0; i < e->count; i++) {
        const rel_str word = rel_import_value(imp, c, row_of(e, i));
        if (!before.s || !rel_str_eq(word, before)) kind = rel_import_kind(rel_str_trim(word));
        if (kind < 0) return false;
        before = word;
        layer[i] = (uint8_t)kind;
    }
    return e->count > 0;
}

/* The column that says the layer of every edge, and which say the same (said[]). */
static rel_status take_layers(rel_ctx *ctx, const rel_import *imp, edge_list *e, int said[LAYER_COLUMNS])
{
    rel_status st;
    uint8_t *other;
    e->layer_column = -1;
    for (size_t k = 0; k < LAYER_COLUMNS; k++) said[k] = -1;
    if (!imp->columns[REL_IMPORT_EDGES]) return REL_OK;
    REL_TRY(rel_scratch_unset(ctx, &e->layer, (size_t)e->count, 1, "layers"));
    REL_TRY(rel_scratch_unset(ctx, &other, (size_t)e->count, 1, "layers"));
    for (size_t k = 0; k < LAYER_COLUMNS; k++) {
        const int column = rel_import_find_column(imp, REL_IMPORT_EDGES, LAYER_NAMES[k]);
        if (column < 0) continue;
        if (e->layer_column < 0) {
            if (read_layers(imp, e, column, e->layer)) e->layer_column = column;
        } else if (read_layers(imp, e, column, other) && memcmp(other, e->layer, (size_t)e->count) == 0) {
            said[k] = column;
        }
    }
out:
    return st;
}

static bool is_said(const int said[LAYER_COLUMNS], int column)
{
    for (size_t k = 0; k < LAYER_COLUMNS; k++)
        if (said[k] == column) return true;
    return false;
}

/* Attributes. */

static rel_status add_vertex_columns(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                     const rel_import_naming *names, rel_graph *g)
{
    rel_status st = REL_OK;
    const rel_import_rows rows = {.table = REL_IMPORT_VERTICES, .count = g->n, .told = -1};
    for (int c = 0; c < (int)imp->columns[REL_IMPORT_VERTICES]; c++) {
        if (c == names->column) continue;
        REL_TRY(rel_import_add_column(ctx, imp, rules, &rows, c, g));
        REL_TRY(rel_poll(ctx));
    }
    if (names->keep_id) REL_TRY(rel_import_keep_ids(ctx, imp, "id", g));
    if (names->keep_label) REL_TRY(rel_import_keep_ids(ctx, imp, "label", g));
out:
    return st;
}

/* Numeric columns named by the words of layers, when no column says the layer: the weight each layer gave. */
static rel_status add_layer(rel_ctx *ctx, const rel_import *imp, const edge_list *e, int column,
                            const int64_t *arc, rel_graph *g)
{
    rel_status st;
    float *sum;
    char name[REL_IMPORT_NAME];
    const rel_import_column_data *c = edge_column(imp, column);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_import_choose_name(ctx, imp->path, c->name, &g->edge_attributes, name);
    REL_TRY(rel_scratch(ctx, &sum, (size_t)g->m, sizeof *sum, "layers"));
    for (int64_t i = 0; i < e->count; i++) {
        double value;
        const rel_str text = rel_str_trim(rel_import_value(imp, c, row_of(e, i)));
        if (arc[i] >= 0 && rel_str_to_f64(text, &value) && value > 0) sum[arc[i]] += (float)value;
    }
    st = rel_graph_add_edge_attribute(ctx, g, name, REL_ATTRIBUTE_F32, sum, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static bool is_layer_sum(const rel_import *imp, const edge_list *e, int column)
{
    const rel_import_column_data *c = edge_column(imp, column);
    if (e->layer_column >= 0 || rel_import_kind(rel_str_of(c->name)) < 0) return false;
    const rel_attribute_type type = rel_import_type_of(imp, c);
    return type == REL_ATTRIBUTE_I64 || type == REL_ATTRIBUTE_F32 || type == REL_ATTRIBUTE_F64;
}

/* Where each edge went, and the first edge that went to each arc. */
static rel_status find_arcs(rel_ctx *ctx, const edge_list *e, const rel_graph *g, rel_import_rows *rows)
{
    rel_status st;
    int64_t *arc, *first;
    REL_TRY(rel_scratch_unset(ctx, &arc, (size_t)e->count, sizeof *arc, "edges"));
    REL_TRY(rel_scratch(ctx, &first, (size_t)g->m, sizeof *first, "edges"));
#pragma omp parallel for num_threads(ctx->threads) if (e->count >= REL_IMPORT_FEW) schedule(static)
    for (int64_t i = 0; i < e->count; i++) arc[i] = rel_graph_find(g, e->source[i], e->target[i]);
    for (int64_t i = e->count; i-- > 0;)
        if (arc[i] >= 0) first[arc[i]] = row_of(e, i);
    *rows = (rel_import_rows){REL_IMPORT_EDGES, g->m, first, e->count, arc, e->row, e->words_column};
out:
    return st;
}

static bool is_look(const rel_import_column_data *c)
{
    return rel_str_is_nocase(rel_str_of(c->name), "r") || rel_str_is_nocase(rel_str_of(c->name), "g") ||
           rel_str_is_nocase(rel_str_of(c->name), "b");
}

static rel_status add_edge_columns(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                   const edge_list *e, const int said[LAYER_COLUMNS], rel_graph *g)
{
    rel_status st = REL_OK;
    rel_import_rows rows = {0};
    int64_t others = 0;
    const bool keep = g->directed && g->out.off;
    for (int c = 0; c < (int)imp->columns[REL_IMPORT_EDGES]; c++) {
        if (c == e->weight_column || c == e->layer_column || is_said(said, c)) continue;
        if (rules->own && is_look(edge_column(imp, c))) continue;
        if (others++ == 0 && keep) REL_TRY(find_arcs(ctx, e, g, &rows));
        if (!keep) continue;
        if (is_layer_sum(imp, e, c))
            REL_TRY(add_layer(ctx, imp, e, c, rows.arc, g));
        else
            REL_TRY(rel_import_add_column(ctx, imp, rules, &rows, c, g));
        REL_TRY(rel_poll(ctx));
    }
    if (others && !g->directed)
        rel_note(ctx, "'%s': %" PRId64 " attributes of edges were left out, as the graph is undirected",
                 imp->path, others);
    else if (others && g->dropped.merged)
        rel_note(ctx,
                 "'%s': %" PRId64 " parallel edges were summed; of their other attributes the first are kept",
                 imp->path, g->dropped.merged);
out:
    return st;
}

static void note_odd(rel_ctx *ctx, const rel_import *imp)
{
    const rel_import_tally *t = imp->odd;
    if (t[REL_IMPORT_NO_ID].count)
        rel_note(ctx, "'%s': %" PRId64 " nodes without an id were left out, the first in line %" PRId64,
                 imp->path, t[REL_IMPORT_NO_ID].count, t[REL_IMPORT_NO_ID].line);
    if (t[REL_IMPORT_NO_END].count)
        rel_note(ctx,
                 "'%s': %" PRId64
                 " edges without a source or target were left out, the first in line %" PRId64,
                 imp->path, t[REL_IMPORT_NO_END].count, t[REL_IMPORT_NO_END].line);
    if (t[REL_IMPORT_AGAIN].count)
        rel_note(ctx, "'%s': %" PRId64 " nodes have the id of one before them, the first in line %" PRId64,
                 imp->path, t[REL_IMPORT_AGAIN].count, t[REL_IMPORT_AGAIN].line);
    if (t[REL_IMPORT_UNDECLARED].count)
        rel_note(ctx,
                 "'%s': %" PRId64
                 " attributes are declared nowhere and are called by their ids, the first in line %" PRId64,
                 imp->path, t[REL_IMPORT_UNDECLARED].count, t[REL_IMPORT_UNDECLARED].line);
    if (imp->declarations && imp->declarations < imp->n)
        rel_note(ctx, "'%s': %" PRId64 " accounts are declared nowhere, but named by edges", imp->path,
                 imp->n - imp->declarations);
}

rel_status rel_import_graph(rel_ctx *ctx, rel_import *imp, const rel_import_rules *rules, rel_graph *g)
{
    rel_status st;
    edge_list e;
    rel_import_naming names;
    int said[LAYER_COLUMNS];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *g = (rel_graph){0};
    note_odd(ctx, imp);
    if (imp->n == 0) return rel_fail(ctx, REL_E_DATA, "'%s' holds no vertices", imp->path);
    REL_TRY(list_edges(ctx, imp, &e));
    REL_TRY(take_weights(ctx, imp, &e));
    REL_TRY(take_layers(ctx, imp, &e, said));
    const rel_edges edges = {.count = e.count,
                             .source = e.source,
                             .target = e.target,
                             .weight = e.weight_column >= 0 ? e.weight : NULL,
                             .layer = e.layer_column >= 0 ? e.layer : NULL};
    const rel_build_opts opts = {.directed = e.directed, .directions = rules->directions};
    REL_TRY(rel_graph_build(ctx, (rel_vid)imp->n, &edges, opts, g));
    REL_TRY(rel_import_name_vertices(ctx, imp, rules, g, &names));
    REL_TRY(add_vertex_columns(ctx, imp, rules, &names, g));
    REL_TRY(add_edge_columns(ctx, imp, rules, &e, said, g));
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_graph_free(g);
    return st;
}
