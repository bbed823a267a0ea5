#include "ingest/brand.h"

#include "ingest/workspace_internal.h"

rel_status rel_brand_handles(rel_ctx *ctx, rel_workspace *w, bool own, rel_brand_handle_fn *take, void *user)
{
    rel_status st;
    sqlite3_stmt *stmt = NULL;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_BRAND_HANDLES, &stmt));
    sqlite3_bind_int(stmt, 1, own);
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        REL_TRY(take(ctx, user, rel_ws_text(stmt, 0), rel_ws_text(stmt, 1), rel_ws_text(stmt, 2)));
    }
out:
    if (stmt) sqlite3_reset(stmt);
    return st;
}
