/* Picks: the accounts that a campaign chose, kept in a workspace, and how probable it is that each account is
 * reached by them. Tables pick and score are documented in docs/formats/workspace.md. */
#ifndef REL_INGEST_PICK_RESULTS_H
#define REL_INGEST_PICK_RESULTS_H

#include "ingest/results.h"

#define REL_PICK_COMMAND "ambassadors"
#define REL_PICK_REACHED "reached_probability" /* the criterion in the table score */

typedef struct rel_result_pick {
    rel_vid v;
    double added_reach;
    double cost;        /* NaN: not known */
    const char *reason; /* words */
} rel_result_pick;

/* Stores a run with its picks, best first, and reached[v] of every vertex, in one transaction. w is open for
 * writing; the names of the vertices are account keys, as rel_project makes them. Errors: E_USAGE (a vertex
 * is no account of this workspace), E_IO, E_MEM; nothing is stored then. */
REL_CHECKED
rel_status rel_results_store_picks(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                   const rel_names *names, const rel_result_pick *pick, int64_t picks,
                                   const double *reached);

/* Adds or replaces the vertex columns "pick" (BOOL), "pick_rank" (I64) and "added_reach" (F64), both missing
 * for those who were not picked, and "reached_probability" (F64, NaN: missing). rank, added, reached: n each;
 * rank 0: not picked. Errors: E_MEM. */
REL_CHECKED
rel_status rel_picks_attach(rel_ctx *ctx, rel_graph *g, const int64_t *rank, const double *added,
                            const double *reached);
/* The same of the latest run that stored picks. *found: whether there was one, and one of its picks is in the
 * graph. Errors: E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_results_attach_picks(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found);

#endif
