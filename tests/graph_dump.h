/* A graph as text, for golden tests: what was read, or the sentence that refused it, and what was noted. */
#ifndef REL_TESTS_GRAPH_DUMP_H
#define REL_TESTS_GRAPH_DUMP_H

#include <inttypes.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/graph_file.h"
#include "src/base/number_text.h"
#include "tests/check.h"

typedef struct graph_dump {
    rel_ctx *ctx;
    rel_buf text, notes;
    const char *path, *name; /* the file, and what it is called in sentences */
} graph_dump;

static inline void graph_dump_put(graph_dump *d, rel_buf *to, const char *text, size_t len)
{
    CHECK_OK(d->ctx, rel_buf_add(d->ctx, to, text, len));
}

static inline void graph_dump_puts(graph_dump *d, const char *text)
{
    graph_dump_put(d, &d->text, text, strlen(text));
}

/* A sentence, the path in it replaced by the file's name. */
static inline void graph_dump_sentence(graph_dump *d, rel_buf *to, const char *kind, const char *sentence)
{
    graph_dump_put(d, to, kind, strlen(kind));
    for (const char *at; (at = strstr(sentence, d->path)) != NULL; sentence = at + strlen(d->path)) {
        graph_dump_put(d, to, sentence, (size_t)(at - sentence));
        graph_dump_put(d, to, d->name, strlen(d->name));
    }
    graph_dump_put(d, to, sentence, strlen(sentence));
    graph_dump_put(d, to, "\n", 1);
}

static inline void graph_dump_note(void *user, const char *sentence)
{
    graph_dump *d = user;
    /* What a note needs comes from beside the memory that a failing allocation is tried on. */
    const int64_t budget = d->ctx->alloc_budget;
    d->ctx->alloc_budget = -1;
    graph_dump_sentence(d, &d->notes, "note: ", sentence);
    d->ctx->alloc_budget = budget;
}

static inline void graph_dump_value(graph_dump *d, const rel_attribute *a, int64_t i)
{
    char room[REL_NUMBER_TEXT + 1], *end = room;
    if (a->type == REL_ATTRIBUTE_TEXT) {
        const rel_str text = rel_attribute_text(a, i);
        graph_dump_puts(d, "'");
        for (size_t k = 0; k < text.len; k++)
            text.s[k] == '\n' ? graph_dump_puts(d, "\\n") : graph_dump_put(d, &d->text, text.s + k, 1);
        graph_dump_puts(d, "'");
        return;
    }
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: graph_dump_puts(d, a->value.b[i] ? "true" : "false"); return;
    case REL_ATTRIBUTE_I64: end = rel_put_i64(room, a->value.i64[i]); break;
    case REL_ATTRIBUTE_F32: end = rel_put_f32(room, a->value.f32[i]); break;
    default: end = rel_put_f64(room, a->value.f64[i]);
    }
    graph_dump_put(d, &d->text, room, (size_t)(end - room));
}

static inline void graph_dump_row(graph_dump *d, const rel_attributes *table, int64_t row)
{
    for (int c = 0; c < table->count; c++) {
        const rel_attribute *a = &table->column[c];
        if (rel_attribute_is_missing(a, row)) continue;
        graph_dump_puts(d, " ");
        graph_dump_puts(d, a->name);
        graph_dump_puts(d, "=");
        graph_dump_value(d, a, row);
    }
    graph_dump_puts(d, "\n");
}

static inline void graph_dump_columns(graph_dump *d, const char *what, const rel_attributes *table)
{
    static const char *const words[] = {"bool", "i64", "f32", "f64", "text"};
    if (!table->count) return;
    graph_dump_puts(d, what);
    for (int c = 0; c < table->count; c++) {
        graph_dump_puts(d, c ? ", " : " ");
        graph_dump_puts(d, table->column[c].name);
        graph_dump_puts(d, " ");
        graph_dump_puts(d, words[table->column[c].type]);
    }
    graph_dump_puts(d, "\n");
}

static inline void graph_dump_name(graph_dump *d, const rel_graph *g, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_str name = rel_names_get(&g->names, v, room);
    graph_dump_put(d, &d->text, name.s, name.len);
}

static inline void graph_dump_edges(graph_dump *d, const rel_graph *g)
{
    char room[REL_NUMBER_TEXT];
    for (rel_vid u = 0; u < g->n; u++) {
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            graph_dump_name(d, g, u);
            graph_dump_puts(d, g->directed ? " -> " : " -- ");
            graph_dump_name(d, g, g->out.adj[e]);
            if (g->out.weight) {
                graph_dump_puts(d, " ");
                graph_dump_put(d, &d->text, room, (size_t)(rel_put_f32(room, g->out.weight[e]) - room));
            }
            graph_dump_row(d, &g->edge_attributes, e);
        }
    }
}

static inline void graph_dump_graph(graph_dump *d, const rel_graph *g)
{
    CHECK_OK(d->ctx,
             rel_buf_printf(d->ctx, &d->text, "%s, %u vertices, %" PRId64 " edges\n",
                            g->directed ? "directed" : "undirected", g->n, g->directed ? g->m : g->m / 2));
    if (g->dropped.self_loops || g->dropped.merged || g->dropped.bad_weight)
        CHECK_OK(d->ctx, rel_buf_printf(d->ctx, &d->text,
                                        "left out: %" PRId64 " self loops, %" PRId64 " merged, %" PRId64
                                        " of bad weight\n",
                                        g->dropped.self_loops, g->dropped.merged, g->dropped.bad_weight));
    graph_dump_columns(d, "columns of vertices:", &g->vertex_attributes);
    graph_dump_columns(d, "columns of edges:", &g->edge_attributes);
    for (rel_vid v = 0; v < g->n; v++) {
        graph_dump_name(d, g, v);
        graph_dump_row(d, &g->vertex_attributes, v);
    }
    graph_dump_edges(d, g);
}

/* Reads path by its content and leaves in d->text what came of it: free both texts. *format is the one that
 * was taken, or NULL. */
static inline void graph_dump_file(rel_ctx *ctx, const char *path, const char *name,
                                   const rel_graph_format **format, graph_dump *d)
{
    rel_graph g = {0};
    *d = (graph_dump){.ctx = ctx, .path = path, .name = name};
    ctx->user = d;
    ctx->note = graph_dump_note;
    *format = NULL;
    if (rel_graph_file_format(ctx, path, format) == REL_OK &&
        (*format)->read(ctx, path, REL_BUILD_BOTH, &g) == REL_OK)
        graph_dump_graph(d, &g);
    else
        graph_dump_sentence(d, &d->text, "refused: ", ctx->message);
    if (d->notes.data) graph_dump_put(d, &d->text, d->notes.data, d->notes.len);
    rel_graph_free(&g);
    ctx->note = NULL;
    ctx->user = NULL;
}

#endif
