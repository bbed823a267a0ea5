/* JSON graphs: where the nodes and edges of a document stand. The documents of many programs are told apart
 * by nothing but the names of their parts; only the parts that a graph needs are looked at, the rest is
 * passed over at the speed of memory. Private to graph/. */
#ifndef REL_GRAPH_JSON_PARTS_H
#define REL_GRAPH_JSON_PARTS_H

#include "src/base/str.h"

enum { REL_JSON_MAPS_MAX = 4 };

/* Slices of the text, whole values each; missing when there is none. */
typedef struct rel_json_parts {
    rel_str nodes; /* array of objects, or object of objects by id */
    rel_str edges; /* array of objects */
    bool mixed;    /* nodes and edges are one array */
    /* Gephi Lite: objects by the key of the node or edge that hold its attributes. */
    rel_str node_map[REL_JSON_MAPS_MAX], edge_map[REL_JSON_MAPS_MAX];
    int node_maps, edge_maps;
    int directed;  /* 1, 0; -1: the document does not say */
    rel_str fault; /* what stands where the document is no JSON; empty at its end */
    const char *expected;
} rel_json_parts;

/* Finds the parts of a document. False: it is no JSON (fault, expected) or holds no graph (no fault). */
bool rel_json_parts_find(rel_str text, rel_json_parts *parts);

/* A walk over the elements of an array, or the values of an object, that is a slice from above. */
typedef struct rel_json_walk {
    rel_str rest;
    bool object;
    rel_str key;          /* of an object's value, between its quotes as it stands */
    rel_str value;        /* the element */
    const char *expected; /* set when the walk ended where it should not, at `rest` */
    bool cut;             /* what should not end there is a value that begins at `rest` */
} rel_json_walk;

rel_json_walk rel_json_walk_begin(rel_str value);
bool rel_json_walk_next(rel_json_walk *w);
/* What stands where the walk should not have ended; empty at the end of the text. */
rel_str rel_json_walk_fault(const rel_json_walk *w);

/* How much the beginning of a file looks like a JSON graph, 0 to 100. */
int rel_json_graph_likeness(rel_str first);

#endif
