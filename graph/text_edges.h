/* Edges of text graph files that have weights here and there, and relations. Private to graph/. */
#ifndef REL_GRAPH_TEXT_EDGES_H
#define REL_GRAPH_TEXT_EDGES_H

#include "graph/text_scan.h"

typedef struct rel_text_edges {
    bool directed;
    int weight;       /* its column + 1; 0: no edge had one so far */
    rel_str relation; /* missing: the edges are of none */
    bool is_layer;    /* it is the word of one, and column is that layer's */
    int column;
} rel_text_edges;

/* The edges that follow are of this relation (missing: of none): the layer when it is the word of one, else
 * the text is in the column `relation`. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_text_relation(rel_text_file *f, rel_text_edges *e, rel_str name);
/* Adds an edge. weight: a number as it stands, or missing, which is 1; 1 is written down only when some edge
 * has another one. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_text_edge(rel_text_file *f, rel_text_edges *e, rel_vid u, rel_vid v, rel_str weight,
                         int64_t *edge);

/* Vertices without a line or word of their own are all right, but a number of them that has nothing to do
 * with the size of the file is none. Errors: E_LIMIT (more than a million and one for each byte). */
REL_CHECKED
rel_status rel_text_check_count(const rel_text_file *f, int64_t vertices);
/* The column `mode` of a graph of two kinds of vertices: 1 for the first n1, 2 for the others up to n. */
REL_CHECKED
rel_status rel_text_modes(rel_text_file *f, int64_t n1, int64_t n);

#endif
