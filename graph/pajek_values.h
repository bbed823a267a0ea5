/* Pajek: partitions and vectors, which follow the networks of a project: a number for each vertex. Private to
 * graph/. */
#ifndef REL_GRAPH_PAJEK_VALUES_H
#define REL_GRAPH_PAJEK_VALUES_H

#include "graph/text_scan.h"

typedef struct rel_pajek_values {
    rel_str name;
    rel_import_type type;
    int64_t line;      /* of its heading */
    int column;        /* -1: not taken */
    int64_t row, rows; /* the next value, and how many there are */
    int64_t left_out;  /* partitions and vectors that are not of as many vertices as the network */
} rel_pajek_values;

/* At "*Partition name" or "*Vector name"; rest is what follows the word. */
void rel_pajek_begin_values(rel_pajek_values *p, bool is_partition, rel_str rest, int64_t line);
/* At its "*Vertices N": n is the number of vertices of the network. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_pajek_take_count(rel_pajek_values *p, rel_text_file *f, rel_str rest, int64_t n);
/* A line of values. Errors: E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_pajek_take_values(rel_pajek_values *p, rel_text_file *f, rel_str line);
/* Where the next section begins. Errors: E_DATA (values are missing). */
REL_CHECKED
rel_status rel_pajek_end_values(rel_pajek_values *p, rel_text_file *f);

#endif
