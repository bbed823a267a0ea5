/* From the rows of a workspace to the vertices of a graph that was projected from it. */
#ifndef REL_INGEST_ACCOUNT_ROWS_H
#define REL_INGEST_ACCOUNT_ROWS_H

#include "graph/names.h"
#include "ingest/workspace.h"

typedef struct rel_account_rows {
    rel_vid *vertex; /* by account.id; REL_VID_NONE: not in the graph */
    int64_t rows;
} rel_account_rows;

/* names: account keys in ascending order of their rows, as rel_project makes them; some may be left out.
 * Cost: one look at every account; 4 bytes an account. Yours: rel_account_rows_free. Errors: E_USAGE (a name
 * is no account of this workspace), E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_account_rows_read(rel_ctx *ctx, rel_workspace *w, const rel_names *names,
                                 rel_account_rows *rows);
/* Accepts {0}. */
void rel_account_rows_free(rel_account_rows *rows);

static inline rel_vid rel_account_vertex(const rel_account_rows *r, int64_t row)
{
    return row > 0 && row < r->rows ? r->vertex[row] : REL_VID_NONE;
}

#endif
