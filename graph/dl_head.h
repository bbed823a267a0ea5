/* UCINET DL: what stands before the data. Private to graph/. */
#ifndef REL_GRAPH_DL_HEAD_H
#define REL_GRAPH_DL_HEAD_H

#include "graph/text_scan.h"

typedef enum rel_dl_format {
    REL_DL_FULL,
    REL_DL_LOWER,
    REL_DL_UPPER,
    REL_DL_EDGES,         /* a pair and perhaps a value in each line */
    REL_DL_NODES,         /* a vertex, and those it leads to */
    REL_DL_COUNTED_NODES, /* how many those are, and they, for vertex 1, 2, ... */
} rel_dl_format;

typedef struct rel_dl_labels {
    rel_word *word; /* borrowed from the file */
    size_t count, capacity;
} rel_dl_labels;

typedef struct rel_dl_head {
    rel_dl_format format;
    bool two_modes;        /* rows and columns are vertices of two kinds */
    int64_t rows, columns; /* the same when they are not */
    int64_t matrices;
    bool diagonal; /* is there */
    bool row_labels_embedded, column_labels_embedded;
    rel_dl_labels label[3]; /* of rows (or of both), columns, matrices */
} rel_dl_head;

enum { REL_DL_ROWS, REL_DL_COLUMNS, REL_DL_MATRICES };

/* Words of the data: blanks and commas separate. */
extern const rel_word_rules rel_dl_words;

/* Takes everything up to "data:"; *rest is what stands behind it in its line. Free with rel_dl_head_free,
 * also after a failure. Errors: E_DATA, E_LIMIT, E_MEM. */
REL_CHECKED
rel_status rel_dl_take_head(rel_text_file *f, rel_dl_head *h, rel_str *rest);
void rel_dl_head_free(rel_dl_head *h);

/* True when the text begins as DL does. */
bool rel_dl_begins(rel_str first);

#endif
