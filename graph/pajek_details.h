/* Pajek: what stands behind a vertex's position or an edge's weight: shape, parameters, times. Private to
 * graph/. */
#ifndef REL_GRAPH_PAJEK_DETAILS_H
#define REL_GRAPH_PAJEK_DETAILS_H

#include "graph/text_scan.h"

enum { REL_PAJEK_PARAMETERS = 40 };

typedef struct rel_pajek_details {
    int column[2][REL_PAJEK_PARAMETERS];    /* by table: that of a parameter + 1, 0: none yet */
    int shape, first_time[2], last_time[2]; /* the same */
    int64_t unknown;                        /* parameters and times that were left out */
    int64_t unknown_line;                   /* of the first */
} rel_pajek_details;

/* Labels are put between double quotes, or single ones. */
extern const rel_word_rules rel_pajek_words;

/* Takes the details of a row from the rest of its line. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_pajek_take_details(rel_pajek_details *d, rel_text_file *f, rel_import_table table, int64_t row,
                                  rel_str rest);

#endif
