/* Labelling: what is already known of the accounts of a graph, from a file or from a column: the communities
 * they belong to. */
#ifndef REL_INSIGHT_LABELLING_H
#define REL_INSIGHT_LABELLING_H

#include "graph/graph.h"

typedef struct rel_labelling {
    rel_vid n;
    rel_vid *label; /* n: a number below count, REL_VID_NONE where nothing is known */
    rel_vid count;  /* labels */
    size_t *end;    /* count: of each label's text in text */
    rel_buf text;
    rel_vid labelled;        /* accounts that have one */
    int64_t unknown;         /* rows of a file whose account is not in the graph */
    char first_unknown[256]; /* the first of them, perhaps cut */
} rel_labelling;

/* The text of a label. */
rel_str rel_labelling_text(const rel_labelling *l, rel_vid label);
/* Accepts {0}. */
void rel_labelling_free(rel_labelling *l);

/* From a table (ingest/labels.h); accounts are named as in account.h. Labels are numbered as they come.
 * The labelling is yours. Cost: a sort of the handles, and a search for each row. Errors: E_IO, E_DATA (also:
 * none of the accounts is in the graph; one has two labels; several have a handle), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_labelling_read(rel_ctx *ctx, const rel_graph *g, const char *path, rel_labelling *l);
/* From a vertex column, numbers or texts. Errors: E_USAGE (no such column, or nothing in it), E_MEM. */
REL_CHECKED
rel_status rel_labelling_of_column(rel_ctx *ctx, const rel_graph *g, const char *column, rel_labelling *l);

#endif
