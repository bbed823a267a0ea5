/* Workspace: everything relais knows of a brand, in one SQLite file (*.relais). Its tables are documented in
 * docs/formats/workspace.md and are part of the interface. */
#ifndef REL_INGEST_WORKSPACE_H
#define REL_INGEST_WORKSPACE_H

#include "ingest/format.h"

typedef struct rel_workspace rel_workspace;

typedef enum rel_workspace_mode {
    REL_WORKSPACE_READ,
    REL_WORKSPACE_WRITE,
    REL_WORKSPACE_CREATE
} rel_workspace_mode;

/* Turns off SQLite's statistics of its memory, which cost a lock for each allocation and 6 % of the time of
 * storing. That holds for every use of SQLite in the process, so only the program that owns the process calls
 * this, in main, before other threads run and before anything uses SQLite; later it does nothing. Storing
 * works without it, too. */
void rel_workspace_prepare_process(void);

/* One process at a time has a workspace open for writing; another one that wants to is made to wait two
 * seconds, then refused. Readers are never blocked and see what was acknowledged when they began. A handle
 * belongs to one thread at a time. Memory of a writer: 64 MiB of pages, 10 MiB of posts stored lately, 53 to
 * 59 bytes for each distinct account that it met, and what the largest batch needs. CREATE makes the file
 * when it is absent. WRITE and CREATE migrate an older one. Errors: E_IO (absent, no permission, busy:
 * another process writes), E_DATA (not a workspace, newer than this program, damaged), E_MEM. *w is NULL
 * then. */
REL_CHECKED
rel_status rel_workspace_open(rel_ctx *ctx, const char *path, rel_workspace_mode mode, rel_workspace **w);
/* Accepts NULL. Leaves no -wal file behind when it was the last user. */
void rel_workspace_close(rel_workspace *w);
bool rel_workspace_is(const void *first_bytes, size_t len);

/* One ingest run of one file. */
typedef struct rel_run_counts {
    rel_batch_counts batch; /* summed */
    int64_t accounts_new, posts_new, interactions_new, deletes;
    int64_t posts_duplicate, interactions_duplicate; /* already there; counts were updated when newer */
    int64_t posts_deleted_before, interactions_deleted_before; /* left out: a delete came earlier */
    int64_t
        accounts_merged; /* known by their handle only before, now joined to the account with that handle */
    int64_t
        targets_resolved; /* targets of interactions found by this run, its own and those of earlier runs */
} rel_run_counts;

typedef struct rel_run {
    int64_t source_id;
    int64_t resume_offset; /* unpacked bytes and lines that an interrupted run has stored already */
    int64_t resume_line;
    bool complete_before; /* the same file with the same options was read to its end before */
} rel_run;

/* Starts or resumes: identity is what tells files apart (hash of file and options). */
REL_CHECKED
rel_status rel_run_begin(rel_ctx *ctx, rel_workspace *w, const char *path, const char *format,
                         const char *identity, bool again, rel_run *run);
/* Stores a batch and the position behind it in one transaction: when it returns, the batch survives a kill of
 * the process. Batches come in input order. Profiles of accounts that were known before are noted, and seen
 * by readers when the run ends. Errors: E_IO (busy, disk full), E_DATA (damaged), E_MEM, E_LIMIT (2^32
 * accounts); the batch is then not stored at all. */
REL_CHECKED
rel_status rel_run_store(rel_ctx *ctx, rel_workspace *w, rel_run *run, const rel_batch *batch);
/* Ends a run that reached the end of its file: applies what was learnt of accounts, purges deleted ones,
 * joins accounts known by handle, finds targets, writes the counts; all in one transaction. A run that never
 * ends is no harm: the end of any later run does this for it too. */
REL_CHECKED
rel_status rel_run_end(rel_ctx *ctx, rel_workspace *w, rel_run *run, rel_run_counts *counts);

/* What the workspace holds, for `relais info`. */
typedef struct rel_workspace_summary {
    int64_t accounts, accounts_observed, posts, posts_collected, tags, links, deleted, rejected, sources;
    int64_t times_estimated; /* posts */
    int64_t unresolved;      /* interactions whose target is not known yet */
    int64_t interactions[REL_KIND_COUNT];
    int64_t first_time, last_time; /* of interactions; REL_TIME_MISSING when there are none */
    int schema_version;
} rel_workspace_summary;
REL_CHECKED
rel_status rel_workspace_summarize(rel_ctx *ctx, rel_workspace *w, rel_workspace_summary *s);

/* Verifies the file: SQLite's own check, foreign keys, and the rules that the documentation states. Every
 * finding goes to rel_note; *findings counts them. */
REL_CHECKED
rel_status rel_workspace_check(rel_ctx *ctx, rel_workspace *w, int64_t *findings);

#endif
