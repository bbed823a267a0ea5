/* The state of the reader of GEXF, and what it does with values: attributes and the look. Private to graph/.
 */
#ifndef REL_GRAPH_GEXF_VALUES_H
#define REL_GRAPH_GEXF_VALUES_H

#include "graph/gexf_times.h"
#include "graph/import_store.h"
#include "src/base/xml.h"

/* What an open element is to us. */
typedef enum rel_gexf_place {
    IN_NOTHING,
    IN_ROOT, /* <gexf> */
    IN_META,
    IN_CREATOR,
    IN_GRAPH,
    IN_ATTRIBUTES,
    IN_ATTRIBUTE,
    IN_DEFAULT,
    IN_NODES,
    IN_EDGES,
    IN_NODE,
    IN_EDGE,
    IN_VALUES, /* and what else lies between a node or an edge and what it says: spells, parents */
    SKIPPED,
} rel_gexf_place;

typedef struct rel_gexf_element {
    rel_gexf_place place;
    rel_import_table table; /* of row; of the attributes that are declared */
    int64_t row;            /* NODE, EDGE, VALUES: vertex or edge; NODES: the vertex they lie in; -1: none */
    rel_gexf_span span;
} rel_gexf_element;

/* Columns that XML attributes and elements of the look give. */
typedef enum rel_gexf_fixed {
    LABEL,
    WEIGHT,
    KIND,
    PARENT,
    RED,
    GREEN,
    BLUE,
    ALPHA,
    SIZE,
    THICKNESS,
    SHAPE,
    X,
    Y,
    Z,
    FIRST_TIME,
    LAST_TIME,
    INSTANTS,
    FIXED,
} rel_gexf_fixed;

enum { NO_COLUMN = -1 };

typedef struct rel_gexf_attribute {
    char *id;
    int column;
} rel_gexf_attribute;

/* The attributes that are declared for nodes or for edges. */
typedef struct rel_gexf_declared {
    rel_gexf_attribute *list;
    size_t count, capacity;
    size_t last; /* values mostly come in the order of the declarations */
    int fixed[FIXED];
    int64_t set_row[REL_IMPORT_COLUMNS_MAX],
        since[REL_IMPORT_COLUMNS_MAX]; /* the value of a time that is set */
} rel_gexf_declared;

typedef struct rel_gexf_reader {
    rel_ctx *ctx;
    const char *path;
    rel_import *imp;
    rel_gexf_element stack[REL_XML_DEPTH_MAX + 1];
    int depth;
    bool wants_text;
    rel_buf text;

    bool directed; /* edges that say nothing else */
    rel_gexf_declared of[2];
    int declaring; /* column of the attribute whose default may come; NO_COLUMN */
    rel_gexf_clock clock;
    int64_t kind; /* of the edge that is open: a layer, or -1 */

    int64_t graphs, dynamic; /* values of a time that another of a later time follows */
    bool own;                /* relais wrote the file */
    rel_import_tally types;
} rel_gexf_reader;

/* Open or closed, to the second they are the same. */
static inline bool rel_gexf_is_start(const char *name)
{
    return strcmp(name, "start") == 0 || strcmp(name, "startopen") == 0;
}

static inline bool rel_gexf_is_end(const char *name)
{
    return strcmp(name, "end") == 0 || strcmp(name, "endopen") == 0;
}

/* The column of a fixed name, made when it is first asked for. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_gexf_need(rel_gexf_reader *r, rel_import_table table, rel_gexf_fixed which, int *column);
/* Sets a value there when there is text. */
REL_CHECKED
rel_status rel_gexf_set_fixed(rel_gexf_reader *r, const rel_xml *at, rel_import_table table,
                              rel_gexf_fixed which, int64_t row, rel_str text);
/* <attribute>, <attvalue>, <viz:color>, <viz:position>. */
REL_CHECKED
rel_status rel_gexf_declare(rel_gexf_reader *r, const char *const *attributes, rel_import_table table);
REL_CHECKED
rel_status rel_gexf_value(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                          const rel_gexf_element *of);
REL_CHECKED
rel_status rel_gexf_color(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                          const rel_gexf_element *of);
REL_CHECKED
rel_status rel_gexf_position(rel_gexf_reader *r, const rel_xml *at, const char *const *attributes,
                             const rel_gexf_element *of);

#endif
