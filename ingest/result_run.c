#include "ingest/result_run.h"

#include <time.h>

static rel_status forget_earlier(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run)
{
    static const rel_ws_sql forget[] = {REL_WS_SCORES_FORGET,   REL_WS_COMMUNITIES_FORGET,
                                        REL_WS_PICKS_FORGET,    REL_WS_INFLUENCE_FORGET,
                                        REL_WS_LEARNING_FORGET, REL_WS_RUN_FORGET};
    rel_status st = REL_OK;
    for (size_t i = 0; i < sizeof forget / sizeof *forget; i++) {
        sqlite3_stmt *stmt;
        REL_TRY(rel_ws_get(ctx, w, forget[i], &stmt));
        rel_ws_bind_text(stmt, 1, rel_str_of(run->command));
        rel_ws_bind_text(stmt, 2, rel_str_of(run->parameters));
        REL_TRY(rel_ws_run(ctx, w, stmt));
    }
out:
    return st;
}

static rel_status add_run(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run, int64_t *id)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_RUN_ADD, &stmt));
    rel_ws_bind_text(stmt, 1, rel_str_of(run->command));
    rel_ws_bind_text(stmt, 2, rel_str_of(REL_VERSION));
    sqlite3_bind_int64(stmt, 3, (int64_t)run->seed);
    rel_ws_bind_text(stmt, 4, rel_str_of(run->parameters));
    sqlite3_bind_int64(stmt, 5, (int64_t)time(NULL));
    REL_TRY(rel_ws_run(ctx, w, stmt));
    *id = sqlite3_last_insert_rowid(w->db);
out:
    return st;
}

static rel_status find_accounts(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t *account)
{
    rel_status st = REL_OK;
    sqlite3_stmt *stmt;
    char room[REL_NAME_NUMBER_TEXT];
    REL_TRY(rel_ws_get(ctx, w, REL_WS_ACCOUNT_FIND, &stmt));
    for (rel_vid v = 0; v < names->n; v++) {
        bool row;
        const rel_str key = rel_names_get(names, v, room);
        rel_ws_bind_text(stmt, 1, key);
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row)
            return rel_fail(ctx, REL_E_USAGE, "'%.*s' is no account of '%s'", REL_STR_ARG(key), w->path);
        account[v] = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
    }
out:
    return st;
}

rel_status rel_result_run_begin(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                const rel_names *names, int64_t *account, int64_t *id)
{
    rel_status st = find_accounts(ctx, w, names, account);
    if (st == REL_OK) st = forget_earlier(ctx, w, run);
    return st == REL_OK ? add_run(ctx, w, run, id) : st;
}
