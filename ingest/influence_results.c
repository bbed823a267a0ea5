#include "ingest/influence_results.h"

#include <math.h>
#include <stdio.h>

#include "ingest/account_rows.h"
#include "ingest/result_run.h"

/* -------- storing -------- */

static rel_status add_learning(rel_ctx *ctx, rel_workspace *w, int64_t run, const rel_learning_record *r)
{
    sqlite3_stmt *stmt;
    const rel_status st = rel_ws_get(ctx, w, REL_WS_LEARNING_ADD, &stmt);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(stmt, 1, run);
    rel_ws_bind_text(stmt, 2, rel_str_of(r->method));
    sqlite3_bind_double(stmt, 3, r->rate);
    sqlite3_bind_double(stmt, 4, r->mean_delay); /* NaN is stored as NULL */
    sqlite3_bind_int64(stmt, 5, r->cascades);
    rel_ws_bind_text(stmt, 6, r->held_out.len ? rel_str_of(r->held_out.data) : REL_STR_MISSING);
    return rel_ws_run(ctx, w, stmt);
}

/* In the order of the rows, which is that of the accounts: the table grows at its end. */
static rel_status add_edges(rel_ctx *ctx, rel_workspace *w, int64_t run, const rel_graph *g,
                            const int64_t *account, const float *p, const int64_t *trials)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_INFLUENCE_ADD, &stmt));
    for (rel_vid u = 0; u < g->n; u++) {
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            sqlite3_bind_int64(stmt, 1, run);
            sqlite3_bind_int64(stmt, 2, account[u]);
            sqlite3_bind_int64(stmt, 3, account[g->out.adj[e]]);
            sqlite3_bind_double(stmt, 4, (double)p[e]);
            sqlite3_bind_int64(stmt, 5, trials[e]);
            REL_TRY(rel_ws_run(ctx, w, stmt));
        }
    }
out:
    return st;
}

rel_status rel_results_store_influence(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                       const rel_graph *g, const rel_learning_record *record, const float *p,
                                       const int64_t *trials)
{
    rel_status st;
    int64_t *account = NULL, id;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &account, g->n, sizeof *account, "accounts"));
    REL_TRY(rel_ws_begin(ctx, w));
    st = rel_result_run_begin(ctx, w, run, &g->names, account, &id);
    if (st == REL_OK) st = add_learning(ctx, w, id, record);
    if (st == REL_OK) st = add_edges(ctx, w, id, g, account, p, trials);
    st = rel_ws_end(ctx, w, st);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- reading back -------- */

static rel_status read_learning(rel_ctx *ctx, rel_workspace *w, rel_learning_record *r, int64_t *run,
                                bool *stored)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_LEARNING_READ, &stmt));
    REL_TRY(rel_ws_step(ctx, w, stmt, stored));
    if (!*stored) goto out;
    const rel_str method = rel_ws_text(stmt, 1), held_out = rel_ws_text(stmt, 5);
    *run = sqlite3_column_int64(stmt, 0);
    snprintf(r->method, sizeof r->method, "%.*s", REL_STR_ARG(method));
    r->rate = sqlite3_column_double(stmt, 2);
    r->mean_delay =
        sqlite3_column_type(stmt, 3) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(stmt, 3);
    r->cascades = sqlite3_column_int64(stmt, 4);
    if (held_out.s) st = rel_buf_add(ctx, &r->held_out, held_out.s, held_out.len);
    r->finished_at = rel_ws_count(stmt, 6);
    sqlite3_reset(stmt);
out:
    return st;
}

static rel_status read_edges(rel_ctx *ctx, rel_workspace *w, int64_t run, const rel_graph *g, float *p,
                             int64_t *trials, int64_t *found)
{
    rel_status st;
    sqlite3_stmt *stmt;
    rel_account_rows rows = {0};
    bool row;
    REL_TRY(rel_account_rows_read(ctx, w, &g->names, &rows));
    REL_TRY(rel_ws_get(ctx, w, REL_WS_INFLUENCE_READ, &stmt));
    sqlite3_bind_int64(stmt, 1, run);
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        const rel_vid u = rel_account_vertex(&rows, sqlite3_column_int64(stmt, 0));
        const rel_vid v = rel_account_vertex(&rows, sqlite3_column_int64(stmt, 1));
        const rel_eid e = u == REL_VID_NONE || v == REL_VID_NONE ? -1 : rel_graph_find(g, u, v);
        if (e < 0) continue;
        p[e] = (float)sqlite3_column_double(stmt, 2);
        if (trials) trials[e] = sqlite3_column_int64(stmt, 3);
        ++*found;
    }
out:
    rel_account_rows_free(&rows);
    return st;
}

rel_status rel_results_read_influence(rel_ctx *ctx, rel_workspace *w, const rel_graph *g, float *p,
                                      int64_t *trials, rel_learning_record *record, int64_t *found,
                                      bool *stored)
{
    rel_status st;
    int64_t run = 0;
    *record = (rel_learning_record){0};
    *found = 0;
    *stored = false;
    for (rel_eid e = 0; e < g->m; e++) p[e] = NAN;
    if (trials) memset(trials, 0, (size_t)g->m * sizeof *trials);
    /* One transaction: a writer may put another run in the place of this one meanwhile. */
    REL_TRY(rel_ws_exec(ctx, w, "BEGIN"));
    st = read_learning(ctx, w, record, &run, stored);
    if (st == REL_OK && *stored) st = read_edges(ctx, w, run, g, p, trials, found);
    st = rel_ws_end(ctx, w, st);
out:
    if (st != REL_OK) rel_learning_record_free(record);
    return st;
}

void rel_learning_record_free(rel_learning_record *record)
{
    rel_buf_free(&record->held_out);
    *record = (rel_learning_record){0};
}
