/* What the statements of a DOT file make: vertices and edges with the defaults of their scope, one edge for
 * each pair of a strict graph, subgraphs that are taken up again. Private to graph/. */
#ifndef REL_GRAPH_DOT_GRAPH_H
#define REL_GRAPH_DOT_GRAPH_H

#include "graph/known_columns.h"

/* An attribute of a statement, or a default of a scope. */
typedef struct rel_dot_attribute {
    rel_str name, value;
    int64_t line;
} rel_dot_attribute;

typedef struct rel_dot_attributes {
    rel_dot_attribute *item;
    size_t count, room;
} rel_dot_attributes;

typedef struct rel_dot_vertices {
    rel_vid *item;
    size_t count, room;
} rel_dot_vertices;

/* A named subgraph: what it holds, and the defaults that were set in it. */
typedef struct rel_dot_group {
    rel_dot_vertices members;
    rel_dot_attributes defaults[2];
} rel_dot_group;

typedef struct rel_dot_graph {
    rel_ctx *ctx;
    rel_import *imp;
    const char *path;
    rel_str file;                   /* its text */
    bool own;                       /* relais wrote it */
    bool strict, directed, numbers; /* numbers: all ids are whole numbers */
    rel_dot_attributes defaults[2]; /* of vertices and edges, the outer scopes' first */
    size_t scope[2];                /* where those of the innermost scope begin */
    rel_arena texts;                /* of defaults, where they are not the file's */
    rel_known_columns known[2];
    int position[3], cluster;  /* columns; -1: not there yet */
    int64_t drawn;             /* attributes left out that only say how something was drawn */
    struct rel_dot_pair *pair; /* edges of a strict graph by their ends */
    size_t pairs, pair_slots;
    rel_import *group_names; /* named subgraphs: the number of the one that they are in, and their name */
    rel_dot_group *group;
    size_t group_room;
    size_t joined; /* members and edges that groups made */
} rel_dot_graph;

void rel_dot_graph_init(rel_dot_graph *g, rel_ctx *ctx, rel_import *imp, const char *path, rel_str file);
void rel_dot_graph_free(rel_dot_graph *g);

REL_CHECKED
rel_status rel_dot_attributes_add(rel_ctx *ctx, rel_dot_attributes *list, const rel_dot_attribute *item);
REL_CHECKED
rel_status rel_dot_vertices_add(rel_ctx *ctx, rel_dot_vertices *list, rel_vid v);
/* Sorts list->item[from..) and leaves each once. */
void rel_dot_vertices_unique(rel_dot_vertices *list, size_t from);

/* The vertex of that id; a new one gets the defaults. */
REL_CHECKED
rel_status rel_dot_add_vertex(rel_dot_graph *g, rel_str id, rel_vid *v);
/* A new edge, with the defaults, or that of a strict graph that is there already. */
REL_CHECKED
rel_status rel_dot_add_edge(rel_dot_graph *g, rel_vid u, rel_vid v, int64_t *row);
REL_CHECKED
rel_status rel_dot_set(rel_dot_graph *g, rel_import_table table, int64_t row, const rel_dot_attributes *list);

/* node [...] and edge [...] count for what comes into being after them, as far as their braces reach. */
REL_CHECKED
rel_status rel_dot_take_defaults(rel_dot_graph *g, rel_import_table table, const rel_dot_attributes *list);
/* Around the statements of a subgraph; group: -1 when it has no name. A subgraph that is taken up again has
 * its defaults still. outer is kept by the caller from one to the other. */
REL_CHECKED
rel_status rel_dot_open_scope(rel_dot_graph *g, int64_t group, size_t outer[2]);
REL_CHECKED
rel_status rel_dot_close_scope(rel_dot_graph *g, int64_t group, const size_t outer[2]);

/* The number of the subgraph of that name within another (0: the graph). */
REL_CHECKED
rel_status rel_dot_find_group(rel_dot_graph *g, int64_t within, rel_str name, int64_t *group);
/* members.item[from..), those of the subgraph that ends, become those of its name, and the other way round. A
 * cluster marks them. */
REL_CHECKED
rel_status rel_dot_merge_group(rel_dot_graph *g, int64_t group, rel_dot_vertices *members, size_t from);
REL_CHECKED
rel_status rel_dot_mark_cluster(rel_dot_graph *g, rel_str name, const rel_dot_vertices *members, size_t from);
/* Counts what groups make out of little text. Errors: E_LIMIT. */
REL_CHECKED
rel_status rel_dot_count_joined(rel_dot_graph *g, size_t more);

#endif
