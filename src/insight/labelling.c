#include "src/insight/labelling.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/labels.h"
#include "src/base/hash.h"
#include "src/base/json_writer.h"
#include "src/insight/account_index.h"

rel_str rel_labelling_text(const rel_labelling *l, rel_vid label)
{
    const size_t at = label ? l->end[label - 1] : 0;
    return (rel_str){l->text.data + at, l->end[label] - at};
}

void rel_labelling_free(rel_labelling *l)
{
    free(l->label);
    free(l->end);
    rel_buf_free(&l->text);
    *l = (rel_labelling){0};
}

/* -------- numbers for texts -------- */

/* Open addressing: place in slot[] by hash, label and one. */
typedef struct numbering {
    rel_ctx *ctx;
    rel_labelling *l;
    uint32_t *slot;
    size_t slots; /* a power of two, more than twice as many as there can be labels */
    size_t end_capacity;
} numbering;

static rel_status numbering_init(rel_ctx *ctx, int64_t most, rel_labelling *l, numbering *k)
{
    *k = (numbering){.ctx = ctx, .l = l, .slots = 16};
    while (k->slots < 2 * (size_t)most + 1) k->slots *= 2;
    return rel_scratch(ctx, &k->slot, k->slots, sizeof *k->slot, "labels");
}

static rel_status number_of(numbering *k, rel_str text, rel_vid *label)
{
    rel_status st;
    rel_labelling *l = k->l;
    size_t i = rel_hash64(text.s, text.len) & (k->slots - 1);
    for (; k->slot[i]; i = (i + 1) & (k->slots - 1)) {
        *label = k->slot[i] - 1;
        if (rel_str_eq(rel_labelling_text(l, *label), text)) return REL_OK;
    }
    REL_TRY(rel_grow(k->ctx, &l->end, &k->end_capacity, (size_t)l->count + 1, sizeof *l->end, "labels"));
    REL_TRY(rel_buf_add(k->ctx, &l->text, text.s, text.len));
    l->end[l->count] = l->text.len;
    *label = l->count++;
    k->slot[i] = *label + 1;
out:
    return st;
}

static rel_status begin(rel_ctx *ctx, const rel_graph *g, rel_labelling *l)
{
    *l = (rel_labelling){.n = g->n};
    const rel_status st = rel_alloc(ctx, &l->label, g->n, sizeof *l->label, "labels");
    if (st == REL_OK) memset(l->label, 0xff, g->n * sizeof *l->label);
    return st;
}

/* -------- files -------- */

typedef struct matching {
    rel_ctx *ctx;
    const rel_graph *g;
    const char *path;
    const rel_labels *labels;
    rel_account_index accounts;
} matching;

static rel_status find_account(const matching *m, int64_t i, rel_vid *v)
{
    bool several;
    const rel_str text = rel_labels_account(m->labels, i);
    *v = rel_account_index_find(&m->accounts, text, &several);
    if (!several) return REL_OK;
    return rel_fail(m->ctx, REL_E_DATA, "'%s' line %" PRId64 ": several accounts have the handle '%.*s'",
                    m->path, m->labels->line[i], REL_STR_ARG(text));
}

static rel_status match(const matching *m, numbering *k, rel_labelling *l)
{
    rel_status st = REL_OK;
    for (int64_t i = 0; i < m->labels->count; i++) {
        rel_vid v, label;
        const rel_str account = rel_labels_account(m->labels, i);
        REL_TRY(find_account(m, i, &v));
        if (v == REL_VID_NONE) {
            if (!l->unknown++)
                snprintf(l->first_unknown, sizeof l->first_unknown, "%.*s", REL_STR_ARG(account));
            continue;
        }
        REL_TRY(number_of(k, rel_labels_label(m->labels, i), &label));
        if (l->label[v] != REL_VID_NONE && l->label[v] != label)
            return rel_fail(m->ctx, REL_E_DATA, "'%s' line %" PRId64 ": a second label for '%.*s'", m->path,
                            m->labels->line[i], REL_STR_ARG(account));
        l->labelled += l->label[v] == REL_VID_NONE;
        l->label[v] = label;
    }
    if (!l->labelled) {
        rel_fail(m->ctx, REL_E_DATA, "'%s': none of its %" PRId64 " accounts is in the graph", m->path,
                 m->labels->count);
        st = rel_hint(m->ctx, "the first is '%s'", l->first_unknown);
    }
out:
    return st;
}

rel_status rel_labelling_read(rel_ctx *ctx, const rel_graph *g, const char *path, rel_labelling *l)
{
    rel_status st;
    rel_labels labels = {0};
    numbering k;
    matching m = {.ctx = ctx, .g = g, .path = path, .labels = &labels};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *l = (rel_labelling){0};
    REL_TRY(rel_labels_read(ctx, path, &labels));
    REL_TRY(begin(ctx, g, l));
    REL_TRY(rel_account_index_make(ctx, g, &m.accounts));
    REL_TRY(numbering_init(ctx, labels.count, l, &k));
    st = match(&m, &k, l);
out:
    rel_scratch_release(ctx, mark);
    rel_labels_free(&labels);
    if (st != REL_OK) rel_labelling_free(l);
    return st;
}

/* -------- columns -------- */

/* Numbers are written as they would be in a table. */
static rel_str text_of(const rel_attribute *a, rel_vid v, char room[REL_F64_TEXT])
{
    if (a->type == REL_ATTRIBUTE_TEXT) return rel_attribute_text(a, v);
    if (a->type == REL_ATTRIBUTE_I64)
        return (rel_str){room, (size_t)snprintf(room, REL_F64_TEXT, "%" PRId64, a->value.i64[v])};
    return (rel_str){room, (size_t)rel_f64_text(rel_attribute_f64(a, v), false, room)};
}

rel_status rel_labelling_of_column(rel_ctx *ctx, const rel_graph *g, const char *column, rel_labelling *l)
{
    rel_status st;
    numbering k;
    char room[REL_F64_TEXT];
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, column);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *l = (rel_labelling){0};
    REL_TRY(begin(ctx, g, l));
    REL_TRY(numbering_init(ctx, g->n, l, &k));
    for (rel_vid v = 0; a && v < g->n; v++) {
        if (rel_attribute_is_missing(a, v)) continue;
        REL_TRY(number_of(&k, text_of(a, v, room), &l->label[v]));
        l->labelled++;
    }
    if (!l->labelled) st = rel_fail(ctx, REL_E_USAGE, "no account has anything in a column '%s'", column);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_labelling_free(l);
    return st;
}
