/* Results: what analyses store in a workspace for later ones and for exports: the scores or the
 * communities of a run, and reading both back. The tables run, score and community are documented in
 * docs/formats/workspace.md.
 */
#ifndef REL_INGEST_RESULTS_H
#define REL_INGEST_RESULTS_H

#include "graph/graph.h"
#include "ingest/workspace.h"

/* What made a result. A run with the same command and parameters as an earlier one takes its place. */
typedef struct rel_result_run {
    const char *command;    /* "rank" */
    const char *parameters; /* whatever tells two runs of the command apart, as JSON */
    uint64_t seed;
} rel_result_run;

/* Scores of the accounts of a projected graph by one criterion. */
typedef struct rel_result_scores {
    const char *criterion;
    const double *score;  /* one a vertex */
    const rel_vid *order; /* vertices, best first */
    int64_t count;        /* of order */
} rel_result_scores;

/* Stores one run with its scores, in one transaction. w is open for writing; the names of the vertices are
 * account keys, as rel_project makes them. Cost: a look-up by key and an insertion for each account and
 * criterion. Errors: E_USAGE (a vertex is no account of this workspace), E_IO, E_MEM; nothing is stored then.
 */
REL_CHECKED
rel_status rel_results_store_scores(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                    const rel_names *names, const rel_result_scores *scores, int criteria);

/* The same for a partition: community[v] of every vertex, one run, in one transaction. Errors: as above. */
REL_CHECKED
rel_status rel_results_store_communities(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                         const rel_names *names, const rel_vid *community);

/* score[v] becomes what run->command stored by the criterion, 0 for accounts without a stored score: of the
 * run with these parameters, else of the latest one. *found counts the accounts that have one; 0: nothing is
 * stored. Cost: a look-up by name for each stored score. Errors: E_IO, E_DATA. */
REL_CHECKED
rel_status rel_results_read_scores(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                   const char *criterion, const rel_names *names, double *score,
                                   int64_t *found);

/* Adds the vertex column "community" (I64, missing for accounts that have none) of the latest run that stored
 * communities. *found: whether there was one. Errors: E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_results_attach_communities(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found);

/* Adds the vertex columns "x" and "y" (F64, missing for accounts that have none) of the latest run of `map`
 * that stored places. *found: whether there was one. Errors: E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_results_attach_places(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found);

#endif
