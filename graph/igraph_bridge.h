/* The one door to igraph (igraph_bridge.c alone includes it): reading graph files that igraph understands.
 *
 * igraph's error handling is set to ours for the time of a call: nothing is printed, nothing leaks, and its
 * words end up in the sentence of the failure. Its handlers and attribute table are global to the process, so
 * calls through this door take turns. Private to graph/. */
#ifndef REL_GRAPH_IGRAPH_BRIDGE_H
#define REL_GRAPH_IGRAPH_BRIDGE_H

#include <stdio.h>

#include "graph/foreign_layout.h"
#include "src/base/str.h"

typedef enum rel_foreign_format { REL_FOREIGN_GRAPHML, REL_FOREIGN_GML } rel_foreign_format;
typedef enum rel_foreign_type { REL_FOREIGN_NUMBER, REL_FOREIGN_BOOL, REL_FOREIGN_TEXT } rel_foreign_type;

typedef struct rel_foreign rel_foreign;

/* A column of attributes. The name is borrowed until the graph is deleted. */
typedef struct rel_foreign_column {
    const char *name;
    rel_foreign_type type;
} rel_foreign_column;

/* Reads the first graph of the file; `path` is for sentences. *warnings (not NULL) counts what igraph left
 * out and said so; the first of its sentences is noted. Errors: E_DATA (with the line when igraph says it),
 * E_MEM. */
REL_CHECKED
rel_status rel_foreign_read(rel_ctx *ctx, FILE *in, const char *path, rel_foreign_format format,
                            rel_foreign **f, int64_t *warnings);
/* Accepts NULL. */
void rel_foreign_delete(rel_foreign *f);

int64_t rel_foreign_vertices(const rel_foreign *f);
int64_t rel_foreign_edges(const rel_foreign *f);
bool rel_foreign_directed(const rel_foreign *f);
/* Ends of edge i. */
void rel_foreign_edge(const rel_foreign *f, int64_t i, uint32_t *source, uint32_t *target);

/* Columns of vertices or edges. */
int rel_foreign_columns(const rel_foreign *f, bool edges);
rel_foreign_column rel_foreign_column_at(const rel_foreign *f, bool edges, int column);
/* Value i of a column of that type. Texts are borrowed until the graph is deleted. */
double rel_foreign_number(const rel_foreign *f, bool edges, int column, int64_t i);
bool rel_foreign_bool(const rel_foreign *f, bool edges, int column, int64_t i);
rel_str rel_foreign_text(const rel_foreign *f, bool edges, int column, int64_t i);

#endif
