/* Lock of a writer: one process at a time has a workspace open for writing, from open to close. SQLite's own
 * locks last one transaction only, and what a writer keeps in memory would be wrong after somebody else's. */
#ifndef REL_INGEST_WORKSPACE_LOCK_H
#define REL_INGEST_WORKSPACE_LOCK_H

#include "ingest/workspace_internal.h"

/* Takes the lock, waiting at most REL_WS_BUSY_MS. It is a lock on the empty file PATH-lock, which is removed
 * on release; one that a killed process left behind is no lock. Errors: E_IO (busy, no permission), E_MEM. */
REL_CHECKED
rel_status rel_ws_lock(rel_ctx *ctx, rel_workspace *w);
void rel_ws_unlock(rel_workspace *w);

#endif
