#include <errno.h>
#include <string.h>

#include "ingest/workspace_internal.h"

static const char *const sql_text[] = {
#define X(name, text) text,
    REL_WS_SQL_LIST(X)
#undef X
};

void rel_workspace_prepare_process(void)
{
    /* Refused when SQLite is in use already; then it only stays slower. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* The sentence of a failure that is not about the content of the file. */
static rel_status fail_system(rel_ctx *ctx, rel_workspace *w, int rc)
{
    const int number = w->db ? sqlite3_system_errno(w->db) : 0;
    switch (rc & 0xff) {
    case SQLITE_FULL: return rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", w->path, strerror(ENOSPC));
    case SQLITE_READONLY: return rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", w->path, strerror(EROFS));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
        if (number) return rel_fail(ctx, REL_E_IO, "cannot use '%s': %s", w->path, strerror(number));
        break;
    default: break;
    }
    return rel_fail(ctx, REL_E_IO, "cannot use '%s': %s", w->path,
                    w->db ? sqlite3_errmsg(w->db) : sqlite3_errstr(rc));
}

rel_status rel_ws_fail(rel_ctx *ctx, rel_workspace *w, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_NOMEM: return rel_fail(ctx, REL_E_MEM, "no memory for '%s'", w->path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return rel_fail(ctx, REL_E_IO, "'%s': busy: another process is writing to it", w->path);
    case SQLITE_NOTADB: return rel_fail(ctx, REL_E_DATA, "'%s': not a workspace", w->path);
    case SQLITE_CORRUPT:
        (void)rel_fail(ctx, REL_E_DATA, "'%s': damaged: %s", w->path, sqlite3_errmsg(w->db));
        return rel_hint(ctx, "'relais check' says how far");
    default: return fail_system(ctx, w, rc);
    }
}

rel_status rel_ws_get(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, sqlite3_stmt **stmt)
{
    if (!w->stmt[which]) {
        const int rc =
            sqlite3_prepare_v3(w->db, sql_text[which], -1, SQLITE_PREPARE_PERSISTENT, &w->stmt[which], NULL);
        if (rc != SQLITE_OK) return rel_ws_fail(ctx, w, rc);
    }
    *stmt = w->stmt[which];
    return REL_OK;
}

rel_status rel_ws_step(rel_ctx *ctx, rel_workspace *w, sqlite3_stmt *stmt, bool *row)
{
    const int rc = sqlite3_step(stmt);
    *row = rc == SQLITE_ROW;
    if (*row) return REL_OK;
    /* The message is of the step, and a reset may replace it. */
    const rel_status st = rc == SQLITE_DONE ? REL_OK : rel_ws_fail(ctx, w, rc);
    sqlite3_reset(stmt);
    return st;
}

rel_status rel_ws_each_row(rel_ctx *ctx, rel_workspace *w, const char *what, const char *sql,
                           rel_ws_take_fn *take, void *user)
{
    enum { ROUND = 1 << 20 }; /* rows between two looks up */
    sqlite3_stmt *s = NULL;
    bool row = true;
    int64_t rows = 0;
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        if (rows++ % ROUND == 0) {
            st = rel_poll(ctx);
            rel_progress(ctx, what, "rows", rows - 1, 0);
        }
        if (st == REL_OK) st = rel_ws_step(ctx, w, s, &row);
        if (st == REL_OK && row) st = take(user, s);
    }
    sqlite3_finalize(s);
    return st;
}

rel_status rel_ws_run(rel_ctx *ctx, rel_workspace *w, sqlite3_stmt *stmt)
{
    bool row = true;
    rel_status st = REL_OK;
    while (row && st == REL_OK) st = rel_ws_step(ctx, w, stmt, &row);
    return st;
}

rel_status rel_ws_do(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which)
{
    sqlite3_stmt *stmt;
    const rel_status st = rel_ws_get(ctx, w, which, &stmt);
    return st == REL_OK ? rel_ws_run(ctx, w, stmt) : st;
}

rel_status rel_ws_exec(rel_ctx *ctx, rel_workspace *w, const char *sql)
{
    const int rc = sqlite3_exec(w->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
}

rel_status rel_ws_number(rel_ctx *ctx, rel_workspace *w, const char *sql, int64_t *value)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    *value = 0;
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL);
    if (rc != SQLITE_OK) return rel_ws_fail(ctx, w, rc);
    const rel_status st = rel_ws_step(ctx, w, stmt, &row);
    if (st == REL_OK && row) *value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return st;
}

rel_status rel_ws_begin(rel_ctx *ctx, rel_workspace *w)
{
    return rel_ws_do(ctx, w, REL_WS_BEGIN);
}

rel_status rel_ws_end(rel_ctx *ctx, rel_workspace *w, rel_status st)
{
    if (st == REL_OK) st = rel_ws_do(ctx, w, REL_WS_COMMIT);
    if (st == REL_OK) return REL_OK;
    /* Statements left in the middle of their rows would keep the transaction open. */
    for (int i = 0; i < REL_WS_SQL_COUNT; i++) sqlite3_reset(w->stmt[i]);
    if (!sqlite3_get_autocommit(w->db)) sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL);
    rel_ws_unload(w);
    return st;
}

void rel_ws_bind_text(sqlite3_stmt *stmt, int i, rel_str text)
{
    if (text.s)
        sqlite3_bind_text(stmt, i, text.s, (int)text.len, SQLITE_STATIC);
    else
        sqlite3_bind_null(stmt, i);
}

void rel_ws_bind_count(sqlite3_stmt *stmt, int i, int64_t value)
{
    if (value != INT64_MIN)
        sqlite3_bind_int64(stmt, i, value);
    else
        sqlite3_bind_null(stmt, i);
}

void rel_ws_bind_flag(sqlite3_stmt *stmt, int i, int8_t value)
{
    if (value != REL_FLAG_MISSING)
        sqlite3_bind_int(stmt, i, value != 0);
    else
        sqlite3_bind_null(stmt, i);
}

rel_str rel_ws_text(sqlite3_stmt *stmt, int i)
{
    if (sqlite3_column_type(stmt, i) == SQLITE_NULL) return REL_STR_MISSING;
    const char *s = (const char *)sqlite3_column_text(stmt, i);
    return (rel_str){s ? s : "", (size_t)sqlite3_column_bytes(stmt, i)};
}

int64_t rel_ws_count(sqlite3_stmt *stmt, int i)
{
    return sqlite3_column_type(stmt, i) == SQLITE_NULL ? INT64_MIN : sqlite3_column_int64(stmt, i);
}

int8_t rel_ws_flag(sqlite3_stmt *stmt, int i)
{
    if (sqlite3_column_type(stmt, i) == SQLITE_NULL) return REL_FLAG_MISSING;
    return sqlite3_column_int(stmt, i) != 0;
}
