#include "ingest/account_rows.h"

#include <stdlib.h>

#include "ingest/workspace_internal.h"

/* Names and rows ascend together, so one walk finds the vertex of each account. */
static rel_status walk(rel_ctx *ctx, rel_workspace *w, const rel_names *names, rel_account_rows *r)
{
    sqlite3_stmt *s = NULL;
    rel_vid next = 0;
    bool row = true;
    char room[REL_NAME_NUMBER_TEXT];
    const int rc = sqlite3_prepare_v2(w->db, "SELECT id, key FROM account ORDER BY id", -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && next < names->n) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st != REL_OK || !row) break;
        if (!rel_str_eq(rel_ws_text(s, 1), rel_names_get(names, next, room))) continue;
        r->vertex[sqlite3_column_int64(s, 0)] = next++;
    }
    sqlite3_finalize(s);
    if (st != REL_OK || next == names->n) return st;
    const rel_str name = rel_names_get(names, next, room);
    return rel_fail(ctx, REL_E_USAGE, "'%.*s' is no account of '%s'", REL_STR_ARG(name), w->path);
}

rel_status rel_account_rows_read(rel_ctx *ctx, rel_workspace *w, const rel_names *names, rel_account_rows *r)
{
    int64_t last = 0;
    *r = (rel_account_rows){0};
    rel_status st = rel_ws_number(ctx, w, "SELECT max(id) FROM account", &last);
    if (st == REL_OK) {
        r->rows = last + 1;
        st = rel_alloc(ctx, &r->vertex, (size_t)r->rows, sizeof *r->vertex, "vertices of accounts");
    }
    for (int64_t i = 0; st == REL_OK && i < r->rows; i++) r->vertex[i] = REL_VID_NONE;
    if (st == REL_OK) st = walk(ctx, w, names, r);
    if (st != REL_OK) rel_account_rows_free(r);
    return st;
}

void rel_account_rows_free(rel_account_rows *r)
{
    free(r->vertex);
    *r = (rel_account_rows){0};
}
