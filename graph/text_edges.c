#include "graph/text_edges.h"

enum { SPARE_VERTICES = 1000000 };

/* The weight of an edge, 1 where it is missing: once one edge has a weight, all have. */
static rel_status set_weight(rel_text_file *f, rel_text_edges *e, int64_t edge, rel_str text)
{
    rel_status st = REL_OK;
    int column;
    if (!text.s) {
        if (!e->weight) return REL_OK;
        text = REL_STR_LIT("1");
    } else if (!e->weight) {
        REL_TRY(
            rel_import_column(f->imp, REL_IMPORT_EDGES, REL_STR_LIT("weight"), REL_IMPORT_NUMBER, &column));
        e->weight = column + 1;
        for (int64_t i = 0; i < edge; i++)
            REL_TRY(rel_import_set(f->imp, REL_IMPORT_EDGES, column, i, REL_STR_LIT("1"), 0));
    }
    st = rel_import_set(f->imp, REL_IMPORT_EDGES, e->weight - 1, edge, text, f->lines.number);
out:
    return st;
}

rel_status rel_text_edge(rel_text_file *f, rel_text_edges *e, rel_vid u, rel_vid v, rel_str weight,
                         int64_t *edge)
{
    rel_status st;
    REL_TRY(rel_import_edge(f->imp, u, v, e->directed, edge));
    REL_TRY(set_weight(f, e, *edge, weight));
    if (!e->relation.s) return REL_OK;
    rel_str value = weight.s ? weight : REL_STR_LIT("1");
    if (!e->is_layer) REL_TRY(rel_text_plain(f, e->relation, &value));
    st = rel_import_set(f->imp, REL_IMPORT_EDGES, e->column, *edge, value, f->lines.number);
out:
    return st;
}

rel_status rel_text_relation(rel_text_file *f, rel_text_edges *e, rel_str name)
{
    rel_status st;
    e->relation = name;
    e->is_layer = false;
    if (!name.s) return REL_OK;
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        const char *word = rel_kind_word((rel_kind)k);
        if (!rel_str_is_nocase(name, word)) continue;
        e->is_layer = true;
        return rel_import_column(f->imp, REL_IMPORT_EDGES, rel_str_of(word), REL_IMPORT_NUMBER, &e->column);
    }
    st = rel_import_column(f->imp, REL_IMPORT_EDGES, REL_STR_LIT("relation"), REL_IMPORT_TEXT, &e->column);
    return st;
}

rel_status rel_text_check_count(const rel_text_file *f, int64_t vertices)
{
    if (vertices <= SPARE_VERTICES + (int64_t)f->all.len) return REL_OK;
    return rel_fail(f->ctx, REL_E_LIMIT,
                    "'%s' line %" PRId64 ": %" PRId64 " vertices in a file of %zu bytes are not read",
                    REL_TEXT_AT(f), vertices, f->all.len);
}

rel_status rel_text_modes(rel_text_file *f, int64_t n1, int64_t n)
{
    rel_status st;
    int mode;
    REL_TRY(rel_import_column(f->imp, REL_IMPORT_VERTICES, REL_STR_LIT("mode"), REL_IMPORT_WHOLE, &mode));
    for (int64_t v = 0; v < n; v++)
        REL_TRY(rel_import_set(f->imp, REL_IMPORT_VERTICES, mode, v,
                               v < n1 ? REL_STR_LIT("1") : REL_STR_LIT("2"), 0));
out:
    return st;
}
