/* Workspace, inside: what the files ingest/workspace*.c share. */
#ifndef REL_INGEST_WORKSPACE_INTERNAL_H
#define REL_INGEST_WORKSPACE_INTERNAL_H

#include <sqlite3.h>

#include "ingest/account_map.h"
#include "ingest/post_cache.h"
#include "ingest/workspace.h"
#include "ingest/workspace_sql.h"
#include "src/base/sort.h"

#define REL_WS_APPLICATION_ID 0x72656c61 /* "rela" */
enum {
    REL_WS_PAGE_BYTES = 8192,
    REL_WS_CACHE_KIB = 64 * 1024, /* SQLite's pages in memory */
    REL_WS_WAL_BYTES = 64 << 20,  /* the log is folded into the file when it has this size */
    REL_WS_BUSY_MS = 2000,        /* how long another writer is waited for */
    REL_WS_REJECTED_MAX = 10000,  /* records listed in the table rejected for each run; all are counted */
};

/* An act that is a post has the id of its post times 4096, plus its number, above these; other acts are
 * numbered from 1 on. So the acts of a post are found without an index and all insertion is at the end of the
 * table. */
#define REL_WS_POST_ACTS (INT64_C(1) << 40)
enum { REL_WS_ACTS_OF_POST_MAX = 4096 };

/* Instead of the row of a post that was deleted before: what hangs on it is left out too. */
#define REL_WS_LEFT_OUT INT64_C(-1)

/* An act of the post that is being stored, for telling duplicates. */
typedef struct rel_ws_act {
    int64_t id;
    rel_kind kind;
    uint32_t target; /* 0: unknown */
    rel_str target_post;
} rel_ws_act;

/* What one batch needs while it is stored; kept from batch to batch. */
typedef struct rel_ws_scratch {
    uint32_t *account; /* row of each account of the batch; 0: was deleted, its acts are left out */
    size_t account_capacity;
    int64_t *post; /* row of each post of the batch, or REL_WS_LEFT_OUT */
    size_t post_capacity;
    uint8_t *fresh; /* inserted by this batch */
    size_t fresh_capacity;
    uint32_t *same; /* first post of the batch with this id */
    size_t same_capacity;
    uint32_t *slot; /* hash table post id -> position + 1 */
    size_t slots;
    rel_sort_item *order;
    size_t order_capacity;
    rel_ws_act *act;
    size_t acts, act_capacity;
    rel_arena text; /* of act[].target_post read from the file */
} rel_ws_scratch;

typedef struct rel_ws_counts {
    int64_t accounts_new, posts_new, posts_duplicate, posts_deleted_before, interactions_new,
        interactions_duplicate, interactions_deleted_before, deletes;
} rel_ws_counts;

struct rel_workspace {
    sqlite3 *db;
    char *path;
    rel_workspace_mode mode;
    char *lock_path;
    int lock_fd; /* -1: none */
    sqlite3_stmt *stmt[REL_WS_SQL_COUNT];

    /* Of a writer. Thrown away and read again after a failed transaction. */
    bool loaded;
    bool all_accounts;                       /* the map has every account */
    bool key_index;                          /* the index account_key is there */
    int64_t accounts_before, accounts_added; /* when loaded, and since */
    int64_t lookups;                         /* keys searched in the file because the map did not have them */
    rel_account_map map;
    rel_post_cache recent;
    int64_t next_account, next_post, next_plain;
    bool deleted_posts, deleted_accounts, deleted_acts; /* there are some */
    int64_t source_id;                                  /* of the batch being stored */
    rel_ws_counts counts;                               /* of the batch being stored */
    rel_ws_scratch scratch;
};

/* -------- schema -------- */

extern const char *const rel_ws_migration[];
extern const int rel_ws_version;
/* Makes a new file with the tables of this version; for the tests of migration, and inside open. */
REL_CHECKED
rel_status rel_ws_create(rel_ctx *ctx, const char *path, int version);

/* -------- statements -------- */

/* The sentence for a failed SQLite call. */
REL_CHECKED
rel_status rel_ws_fail(rel_ctx *ctx, rel_workspace *w, int rc);
/* The prepared statement, reset. */
REL_CHECKED
rel_status rel_ws_get(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, sqlite3_stmt **stmt);
/* One step; at the end and on failure the statement is reset. */
REL_CHECKED
rel_status rel_ws_step(rel_ctx *ctx, rel_workspace *w, sqlite3_stmt *stmt, bool *row);
/* Hands every row of the query to take, until one fails; polls for stop and shows progress as `what`. */
typedef rel_status rel_ws_take_fn(void *user, sqlite3_stmt *row);
REL_CHECKED
rel_status rel_ws_each_row(rel_ctx *ctx, rel_workspace *w, const char *what, const char *sql,
                           rel_ws_take_fn *take, void *user);
/* Steps a statement that gives no rows to its end. */
REL_CHECKED
rel_status rel_ws_run(rel_ctx *ctx, rel_workspace *w, sqlite3_stmt *stmt);
/* Runs a statement without parameters, by name or by text. */
REL_CHECKED
rel_status rel_ws_do(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which);
REL_CHECKED
rel_status rel_ws_exec(rel_ctx *ctx, rel_workspace *w, const char *sql);
/* The number that a query gives; 0 when it gives none. */
REL_CHECKED
rel_status rel_ws_number(rel_ctx *ctx, rel_workspace *w, const char *sql, int64_t *value);
/* Begins, and ends with commit or, when st is a failure, rollback (and forgets what is loaded). Returns st,
 * or the failure of the commit. */
REL_CHECKED
rel_status rel_ws_begin(rel_ctx *ctx, rel_workspace *w);
REL_CHECKED
rel_status rel_ws_end(rel_ctx *ctx, rel_workspace *w, rel_status st);

/* Binding; a missing value is NULL. Text is not copied. */
void rel_ws_bind_text(sqlite3_stmt *stmt, int i, rel_str text);
void rel_ws_bind_count(sqlite3_stmt *stmt, int i,
                       int64_t value); /* also times: both are missing by INT64_MIN */
void rel_ws_bind_flag(sqlite3_stmt *stmt, int i, int8_t value);
/* Reading; text is borrowed until the next step or reset. */
rel_str rel_ws_text(sqlite3_stmt *stmt, int i);
int64_t rel_ws_count(sqlite3_stmt *stmt, int i);
int8_t rel_ws_flag(sqlite3_stmt *stmt, int i);

/* -------- storing a batch, in this order -------- */

REL_CHECKED
rel_status rel_ws_load(rel_ctx *ctx, rel_workspace *w);
void rel_ws_unload(rel_workspace *w);
/* Fills scratch.account. */
REL_CHECKED
rel_status rel_ws_store_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b);
/* Notes what a record says of a known account, in the table account_news; a field that is missing says
 * nothing. */
REL_CHECKED
rel_status rel_ws_note_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, const rel_account_record *r);
/* Inside a transaction: brings what is noted into the tables account, account_alias and profile. */
REL_CHECKED
rel_status rel_ws_apply_news(rel_ctx *ctx, rel_workspace *w);
/* The columns handle to observed, of which the first is the i-th of the row. */
void rel_ws_read_profile(sqlite3_stmt *stmt, int i, rel_account_record *a);
REL_CHECKED
rel_status rel_ws_bind_account(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, uint32_t id,
                               const rel_account_record *a, sqlite3_stmt **stmt);
REL_CHECKED
rel_status rel_ws_read_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, sqlite3_stmt **stmt,
                               rel_account_record *a);
REL_CHECKED
rel_status rel_ws_add_profile(rel_ctx *ctx, rel_workspace *w, uint32_t id, const rel_account_record *r);
bool rel_ws_has_counts(const rel_account_record *r);
/* Without case, as handles are compared. */
uint32_t rel_ws_handle_hash(rel_str handle);
/* Fills scratch.post, fresh and same; then stores tags and links. */
REL_CHECKED
rel_status rel_ws_store_posts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b);
REL_CHECKED
rel_status rel_ws_store_acts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b);
REL_CHECKED
rel_status rel_ws_store_deletes(rel_ctx *ctx, rel_workspace *w, const rel_batch *b);
/* Row of a post of the batch (fresh: inserted by it) or of the file; 0 when there is none,
 * REL_WS_LEFT_OUT when it was deleted before. */
REL_CHECKED
rel_status rel_ws_post_row(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, rel_str platform, rel_str id,
                           int64_t *row, bool *fresh);
/* True when a delete of this came before; *time is its time. */
REL_CHECKED
rel_status rel_ws_deleted(rel_ctx *ctx, rel_workspace *w, const char *what, rel_str platform, rel_str id,
                          bool *deleted, int64_t *time);
/* scratch.order[0..n): positions of the texts (a field of records of `stride` bytes) that are wanted, by the
 * first eight bytes in which they may differ: near enough to the order of their index. done NULL: all are
 * wanted; else those with done[i] == 0. */
REL_CHECKED
rel_status rel_ws_order(rel_ctx *ctx, rel_workspace *w, const rel_str *first, size_t stride, size_t n,
                        const uint32_t *done);
REL_CHECKED
rel_status rel_ws_need_order(rel_ctx *ctx, rel_workspace *w, size_t n);

/* -------- the end of a run -------- */

typedef struct rel_ws_resolved {
    int64_t accounts_merged, targets;
} rel_ws_resolved;
/* Inside a transaction: applies deletes of accounts, merges accounts known by handle, finds targets. */
REL_CHECKED
rel_status rel_ws_resolve(rel_ctx *ctx, rel_workspace *w, rel_ws_resolved *done);

#endif
