#include "graph/foreign_graph.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/foreign_column.h"
#include "src/base/utf8.h"

/* Column of that name, letters' case aside; -1: none. */
static int find_column(const rel_foreign *f, bool edges, const char *name)
{
    for (int c = 0; c < rel_foreign_columns(f, edges); c++)
        if (rel_str_is_nocase(rel_str_of(rel_foreign_column_at(f, edges, c).name), name)) return c;
    return -1;
}

/* Names. */

/* "n0", "n1", ...: ids that some program counted, and no names. */
static bool are_counted(const rel_str *name, int64_t n)
{
    char expected[32];
    for (int64_t v = 0; v < n; v++) {
        snprintf(expected, sizeof expected, "n%" PRId64, v);
        if (!rel_str_is(name[v], expected)) return false;
    }
    return n > 0;
}

/* The texts or whole numbers of a column; false: they are not fit for names. */
static bool take_names(const rel_foreign *f, int column, int64_t n, rel_str *name, char *room)
{
    if (column < 0) return false;
    const rel_foreign_type type = rel_foreign_column_at(f, false, column).type;
    for (int64_t v = 0; v < n; v++) {
        if (type == REL_FOREIGN_TEXT) {
            name[v] = rel_foreign_text(f, false, column, v);
        } else if (type == REL_FOREIGN_NUMBER) {
            const double number = rel_foreign_number(f, false, column, v);
            if (!(fabs(number) < 0x1p53) || number != floor(number)) return false;
            char *at = room + v * REL_NAME_NUMBER_TEXT;
            name[v] = (rel_str){at, (size_t)snprintf(at, REL_NAME_NUMBER_TEXT, "%.0f", number)};
        } else {
            return false;
        }
        if (!name[v].len || !rel_utf8_xml_safe(name[v].s, name[v].len)) return false;
    }
    return true;
}

/* Tries a column; *done when g has its names. */
static rel_status try_names(rel_ctx *ctx, const rel_foreign *f, int column, rel_str *name, char *room,
                            rel_graph *g, bool *done)
{
    if (*done || !take_names(f, column, g->n, name, room)) return REL_OK;
    const rel_status st = rel_graph_set_names(ctx, g, name);
    *done = st == REL_OK;
    if (st != REL_E_USAGE) return st;
    rel_forgive(ctx); /* not unique */
    return REL_OK;
}

/* *used: the column that names came from, -1: none, vertices are named by their index. */
static rel_status name_vertices(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                                rel_graph *g, int *used)
{
    rel_status st;
    rel_str *name;
    char *room = NULL;
    bool done = false;
    const int id = find_column(f, false, "id");
    int order[3] = {id, -1, -1};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &name, g->n, sizeof *name, "names"));
    REL_TRY(rel_scratch(ctx, &room, g->n, REL_NAME_NUMBER_TEXT, "names"));
    if (rules->numeric_ids || (take_names(f, id, g->n, name, room) && are_counted(name, g->n))) {
        order[0] = find_column(f, false, rules->numeric_ids ? "label" : "name");
        order[1] = find_column(f, false, rules->numeric_ids ? "name" : "label");
        order[2] = id;
    }
    *used = -1;
    for (int k = 0; k < 3; k++) {
        const bool before = done;
        REL_TRY(try_names(ctx, f, order[k], name, room, g, &done));
        if (done && !before) *used = order[k];
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Edges. */

typedef struct edge_arrays {
    rel_vid *source, *target;
    float *weight;
    uint8_t *layer;
    int weight_column, layer_column; /* -1: none */
} edge_arrays;

static int kind_of_word(rel_str word)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (rel_str_is_nocase(word, rel_kind_word((rel_kind)k))) return k;
    return -1;
}

/* The column that says the layer of every edge; -1: none. Fills layer[]. */
static int find_layers(const rel_foreign *f, int64_t count, uint8_t *layer)
{
    static const char *const names[] = {"kind", "layer", "type", "edge label", "label"};
    for (size_t k = 0; k < sizeof names / sizeof *names && count > 0; k++) {
        const int column = find_column(f, true, names[k]);
        bool all = column >= 0 && rel_foreign_column_at(f, true, column).type == REL_FOREIGN_TEXT;
        for (int64_t i = 0; i < count && all; i++) {
            const int kind = kind_of_word(rel_foreign_text(f, true, column, i));
            all = kind >= 0;
            layer[i] = (uint8_t)kind;
        }
        if (all) return column;
    }
    return -1;
}

/* The weight of edge i: NaN where it is missing from a column of numbers. False: *word is there instead. */
static bool read_weight(const rel_foreign *f, int column, int64_t i, double *value, bool *missing,
                        rel_str *word)
{
    const rel_foreign_type type = rel_foreign_column_at(f, true, column).type;
    *missing = false;
    if (type == REL_FOREIGN_NUMBER) {
        *value = rel_foreign_number(f, true, column, i);
        *missing = isnan(*value);
        return true;
    }
    if (type == REL_FOREIGN_TEXT) {
        *word = rel_str_trim(rel_foreign_text(f, true, column, i));
        *missing = !word->len;
        return *missing || rel_str_to_f64(*word, value);
    }
    *word = rel_foreign_bool(f, true, column, i) ? REL_STR_LIT("true") : REL_STR_LIT("false");
    return false;
}

/* *column: that of the weights, -1: none. Fills weight[], 1 where it is missing; the builder leaves out edges
 * whose weight is none. A column that holds words is no column of weights: its numbers mean something else.
 */
static void find_weights(rel_ctx *ctx, const rel_foreign *f, const char *path, int64_t count, float *weight,
                         int *column)
{
    int64_t without = 0, words = 0, first_edge = 0;
    rel_str first = REL_STR_MISSING;
    *column = find_column(f, true, "weight");
    if (*column < 0) *column = find_column(f, true, "edge weight");
    for (int64_t i = 0; i < count && *column >= 0; i++) {
        double value = NAN;
        bool missing;
        rel_str word;
        if (!read_weight(f, *column, i, &value, &missing, &word) && words++ == 0) {
            first = word;
            first_edge = i + 1;
        }
        without += missing;
        weight[i] = missing ? 1 : (float)value;
    }
    if (words) {
        rel_note(ctx,
                 "'%s': attribute '%s' holds %" PRId64 " words, the first is '%.*s' of edge %" PRId64
                 ": it is no weight, every edge counts as 1",
                 path, rel_foreign_column_at(f, true, *column).name, words, REL_STR_ARG(first), first_edge);
        *column = -1;
    } else if (without) {
        rel_note(ctx, "'%s': %" PRId64 " edges have no weight and count as 1", path, without);
    }
}

static rel_status build_edges(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                              edge_arrays *a, rel_graph *g)
{
    rel_status st;
    const int64_t n = rel_foreign_vertices(f), m = rel_foreign_edges(f);
    const rel_build_opts opts = {.directed = rel_foreign_directed(f), .directions = rules->directions};
    if (n == 0) return rel_fail(ctx, REL_E_DATA, "'%s' holds no vertices", rules->path);
    if (n > (int64_t)REL_VID_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "a graph can have %" PRIu32 " vertices, but there are %" PRId64,
                        REL_VID_MAX, n);
    REL_TRY(rel_scratch(ctx, &a->source, (size_t)m, sizeof *a->source, "edges"));
    REL_TRY(rel_scratch(ctx, &a->target, (size_t)m, sizeof *a->target, "edges"));
    REL_TRY(rel_scratch(ctx, &a->weight, (size_t)m, sizeof *a->weight, "weights"));
    REL_TRY(rel_scratch(ctx, &a->layer, (size_t)m, 1, "layers"));
    for (int64_t i = 0; i < m; i++) rel_foreign_edge(f, i, &a->source[i], &a->target[i]);
    find_weights(ctx, f, rules->path, m, a->weight, &a->weight_column);
    a->layer_column = find_layers(f, m, a->layer);
    const rel_edges edges = {.count = m,
                             .source = a->source,
                             .target = a->target,
                             .weight = a->weight_column >= 0 ? a->weight : NULL,
                             .layer = a->layer_column >= 0 ? a->layer : NULL};
    st = rel_graph_build(ctx, (rel_vid)n, &edges, opts, g);
out:
    return st;
}

/* Numeric columns named by the words of layers, when no column says the layer: the weight each layer gave. */
static rel_status add_layer(rel_ctx *ctx, const rel_foreign *f, int column, const int64_t *arc, rel_graph *g)
{
    rel_status st;
    float *sum;
    const char *name = rel_foreign_column_at(f, true, column).name;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &sum, (size_t)g->m, sizeof *sum, "layers"));
    for (int64_t i = 0; i < rel_foreign_edges(f); i++) {
        const double value = rel_foreign_number(f, true, column, i);
        if (arc[i] >= 0 && value > 0) sum[arc[i]] += (float)value;
    }
    st = rel_graph_add_edge_attribute(ctx, g, name, REL_ATTRIBUTE_F32, sum, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status add_edge_columns(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules,
                                   const edge_arrays *a, rel_graph *g)
{
    rel_status st;
    int64_t *arc, others = 0;
    const int64_t m = rel_foreign_edges(f);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &arc, (size_t)m, sizeof *arc, "edges"));
    for (int64_t i = 0; i < m && g->directed && g->out.off; i++)
        arc[i] = rel_graph_find(g, a->source[i], a->target[i]);
    for (int c = 0; c < rel_foreign_columns(f, true); c++) {
        const rel_foreign_column column = rel_foreign_column_at(f, true, c);
        if (c == a->weight_column || c == a->layer_column || strcmp(column.name, "id") == 0) continue;
        others++;
        if (!g->directed || !g->out.off) continue;
        if (a->layer_column < 0 && column.type == REL_FOREIGN_NUMBER &&
            kind_of_word(rel_str_of(column.name)) >= 0)
            REL_TRY(add_layer(ctx, f, c, arc, g));
        else
            REL_TRY(rel_foreign_add_column(ctx, f, rules, true, c, arc, g));
        REL_TRY(rel_poll(ctx));
    }
    if (others && !g->directed)
        rel_note(ctx, "'%s': %" PRId64 " attributes of edges were left out, as the graph is undirected",
                 rules->path, others);
    else if (others && g->dropped.merged)
        rel_note(ctx,
                 "'%s': %" PRId64 " parallel edges were summed; of their other attributes the first are kept",
                 rules->path, g->dropped.merged);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_foreign_graph(rel_ctx *ctx, const rel_foreign *f, const rel_foreign_rules *rules, rel_graph *g)
{
    rel_status st;
    edge_arrays a = {0};
    int names;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *g = (rel_graph){0};
    REL_TRY(build_edges(ctx, f, rules, &a, g));
    REL_TRY(name_vertices(ctx, f, rules, g, &names));
    for (int c = 0; c < rel_foreign_columns(f, false); c++) {
        if (c == names || strcmp(rel_foreign_column_at(f, false, c).name, "id") == 0) continue;
        REL_TRY(rel_foreign_add_column(ctx, f, rules, false, c, NULL, g));
        REL_TRY(rel_poll(ctx));
    }
    REL_TRY(add_edge_columns(ctx, f, rules, &a, g));
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_graph_free(g);
    return st;
}
