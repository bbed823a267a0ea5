/* How the vertices of an import are called. */
#include <inttypes.h>
#include <stdio.h>

#include "graph/import_store.h"
#include "src/base/number_text.h"

/* The id of a vertex; numbers are written into room. */
static rel_str id_of(const rel_import *imp, int64_t v, char room[REL_NAME_NUMBER_TEXT])
{
    const rel_str id = (size_t)v < imp->ids ? rel_import_cell_text(imp, &imp->id[v]) : REL_STR_MISSING;
    if (id.s || v >= imp->numbered) return id;
    return (rel_str){room, (size_t)(rel_put_i64(room, imp->first + v) - room)};
}

/* "n0", "n1", ...: ids that some program counted, and no names. */
static bool are_counted(const rel_import *imp)
{
    char expected[REL_NAME_NUMBER_TEXT] = "n", room[REL_NAME_NUMBER_TEXT];
    for (int64_t v = 0; v < imp->n; v++) {
        const char *end = rel_put_i64(expected + 1, v);
        if (!rel_str_eq(id_of(imp, v, room), (rel_str){expected, (size_t)(end - expected)})) return false;
    }
    return true;
}

/* Ids that are numbers in ascending order are kept as such. *done: they are. */
static rel_status try_numbers(rel_ctx *ctx, const rel_import *imp, rel_graph *g, bool *done)
{
    rel_status st;
    uint64_t *number;
    char room[REL_NAME_NUMBER_TEXT];
    bool index = true;
    REL_TRY(rel_scratch_unset(ctx, &number, (size_t)imp->n, sizeof *number, "names"));
    for (int64_t v = 0; v < imp->n; v++) {
        int64_t value;
        const rel_str id = id_of(imp, v, room);
        const rel_value_class class = rel_value_class_of(id);
        if ((class != REL_VALUE_BIT && class != REL_VALUE_WHOLE) || !rel_str_to_i64(id, &value) ||
            value < 0 || (v > 0 && (uint64_t)value <= number[v - 1]))
            return REL_OK;
        number[v] = (uint64_t)value;
        index = index && value == v;
    }
    *done = true;
    st = index ? REL_OK : rel_graph_set_numbers(ctx, g, number); /* a graph is named by its index at first */
out:
    return st;
}

/* The names of the vertices, when every one has a text of its own. *done: they are set. */
static rel_status try_names(rel_ctx *ctx, const rel_str *name, rel_graph *g, bool *done)
{
    for (rel_vid v = 0; v < g->n; v++)
        if (!name[v].len) return REL_OK;
    const rel_status st = rel_graph_set_names(ctx, g, name);
    *done = st == REL_OK;
    if (st != REL_E_USAGE) return st;
    rel_forgive(ctx); /* not unique */
    return REL_OK;
}

/* Texts or whole numbers of a column as names. */
static rel_status try_column(rel_ctx *ctx, const rel_import *imp, int column, rel_str *name, rel_graph *g,
                             bool *done)
{
    if (column < 0) return REL_OK;
    const rel_import_column_data *c = &imp->column[REL_IMPORT_VERTICES][column];
    const rel_attribute_type type = rel_import_type_of(imp, c);
    if (type != REL_ATTRIBUTE_TEXT && type != REL_ATTRIBUTE_I64) return REL_OK;
    for (int64_t v = 0; v < imp->n; v++) {
        name[v] = rel_import_value(imp, c, v);
        if (type == REL_ATTRIBUTE_I64) name[v] = rel_str_trim(name[v]);
    }
    return try_names(ctx, name, g, done);
}

/* The ids of all vertices. */
static rel_status list_ids(rel_ctx *ctx, const rel_import *imp, rel_str *id)
{
    char *room = NULL;
    if (imp->numbered) {
        const rel_status st =
            rel_scratch_unset(ctx, &room, (size_t)imp->numbered, REL_NAME_NUMBER_TEXT, "names");
        if (st != REL_OK) return st;
    }
    char none[REL_NAME_NUMBER_TEXT];
    for (int64_t v = 0; v < imp->n; v++)
        id[v] = id_of(imp, v, v < imp->numbered ? room + v * REL_NAME_NUMBER_TEXT : none);
    return REL_OK;
}

static rel_status name_by_columns(rel_ctx *ctx, const rel_import *imp, bool labels, rel_str *name,
                                  rel_graph *g, rel_import_naming *names, bool *done)
{
    rel_status st = REL_OK;
    const char *const order[2] = {labels ? "label" : "name", labels ? "name" : "label"};
    for (int k = 0; k < 2 && !*done; k++) {
        const int column = rel_import_find_column(imp, REL_IMPORT_VERTICES, order[k]);
        REL_TRY(try_column(ctx, imp, column, name, g, done));
        if (*done) names->column = column;
    }
    names->keep_id = *done && labels;
out:
    return st;
}

/* Vertices with a number and some with an id, too, that is no name for them. */
static rel_status name_by_numbers(rel_ctx *ctx, const rel_import *imp, rel_graph *g, rel_import_naming *names,
                                  bool *done)
{
    rel_import bare = *imp; /* the same vertices, without ids */
    if (imp->numbered < imp->n) return REL_OK;
    bare.ids = 0;
    names->keep_label = true;
    rel_note(ctx,
             "'%s': vertices are called by their numbers: not every one of their %" PRId64
             " other names is one of its own",
             imp->path, imp->renamed);
    return try_numbers(ctx, &bare, g, done);
}

rel_status rel_import_name_vertices(rel_ctx *ctx, const rel_import *imp, const rel_import_rules *rules,
                                    rel_graph *g, rel_import_naming *names)
{
    rel_status st;
    rel_str *name;
    bool done = false;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *names = (rel_import_naming){.column = -1};
    REL_TRY(rel_scratch(ctx, &name, g->n, sizeof *name, "names"));
    if (rules->labels_name || are_counted(imp))
        REL_TRY(name_by_columns(ctx, imp, rules->labels_name, name, g, names, &done));
    if (!done) REL_TRY(try_numbers(ctx, imp, g, &done));
    if (!done) {
        REL_TRY(list_ids(ctx, imp, name));
        REL_TRY(try_names(ctx, name, g, &done));
    }
    if (!done && imp->renamed) REL_TRY(name_by_numbers(ctx, imp, g, names, &done));
    if (!done)
        rel_note(ctx, "'%s': some vertices have an empty id: all are called by their place", imp->path);
    if (imp->mended)
        rel_note(ctx, "'%s': %" PRId64 " times an id was no valid text and got U+FFFD for each fault",
                 imp->path, imp->mended);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Ids that are no names as an attribute, whole numbers when all are. Vertices without one have none. */
rel_status rel_import_keep_ids(rel_ctx *ctx, const rel_import *imp, const char *wanted, rel_graph *g)
{
    rel_status st;
    rel_str *id;
    int64_t *number;
    char name[REL_IMPORT_NAME];
    bool whole = true;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &id, g->n, sizeof *id, "ids"));
    REL_TRY(rel_scratch(ctx, &number, g->n, sizeof *number, "ids"));
    for (rel_vid v = 0; v < g->n; v++) {
        char room[REL_NAME_NUMBER_TEXT];
        const rel_str text = id_of(imp, v, room);
        const rel_value_class class = rel_value_class_of(text);
        if (text.s != room) id[v] = text;
        whole =
            whole && (class == REL_VALUE_BIT || class == REL_VALUE_WHOLE) && rel_str_to_i64(text, &number[v]);
    }
    rel_import_choose_name(ctx, imp->path, wanted, &g->vertex_attributes, name);
    st = rel_graph_add_vertex_attribute(ctx, g, name, whole ? REL_ATTRIBUTE_I64 : REL_ATTRIBUTE_TEXT,
                                        whole ? (const void *)number : (const void *)id, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
