/* The row of a run, for those who store its results. */
#ifndef REL_INGEST_RESULT_RUN_H
#define REL_INGEST_RESULT_RUN_H

#include "ingest/results.h"
#include "ingest/workspace_internal.h"

/* Inside a transaction: account[v] becomes the row of each vertex, the results of an earlier run with the
 * same command and parameters are taken away, and *id is the new run. Errors: E_USAGE (a vertex is no account
 * of this workspace), E_IO. */
REL_CHECKED
rel_status rel_result_run_begin(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                const rel_names *names, int64_t *account, int64_t *id);

#endif
