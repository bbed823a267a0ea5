#include "ingest/pick_results.h"

#include <math.h>

#include "ingest/result_run.h"
#include "src/base/sort.h"

/* -------- storing -------- */

static rel_status add_picks(rel_ctx *ctx, rel_workspace *w, int64_t run, const int64_t *account,
                            const rel_result_pick *pick, int64_t picks)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_PICK_ADD, &stmt));
    for (int64_t i = 0; i < picks; i++) {
        sqlite3_bind_int64(stmt, 1, run);
        sqlite3_bind_int64(stmt, 2, i + 1);
        sqlite3_bind_int64(stmt, 3, account[pick[i].v]);
        sqlite3_bind_double(stmt, 4, pick[i].added_reach);
        sqlite3_bind_double(stmt, 5, pick[i].cost); /* NaN is stored as NULL */
        rel_ws_bind_text(stmt, 6, rel_str_of(pick[i].reason));
        REL_TRY(rel_ws_run(ctx, w, stmt));
    }
out:
    return st;
}

static rel_status add_reached(rel_ctx *ctx, rel_workspace *w, int64_t run, const int64_t *account, rel_vid n,
                              const double *reached, const int64_t *rank)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_SCORE_ADD, &stmt));
    for (rel_vid v = 0; v < n; v++) {
        sqlite3_bind_int64(stmt, 1, run);
        rel_ws_bind_text(stmt, 2, REL_STR_LIT(REL_PICK_REACHED));
        sqlite3_bind_int64(stmt, 3, account[v]);
        sqlite3_bind_double(stmt, 4, reached[v]);
        sqlite3_bind_int64(stmt, 5, rank[v]);
        REL_TRY(rel_ws_run(ctx, w, stmt));
    }
out:
    return st;
}

static rel_status rank_reached(rel_ctx *ctx, const double *reached, rel_vid n, int64_t *rank)
{
    rel_status st;
    uint32_t *order = NULL;
    int64_t found;
    REL_TRY(rel_scratch_unset(ctx, &order, n, sizeof *order, "ranks"));
    REL_TRY(rel_sort_top(ctx, reached, n, n, order, &found));
    for (int64_t i = 0; i < found; i++) rank[order[i]] = i + 1;
out:
    return st;
}

rel_status rel_results_store_picks(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                   const rel_names *names, const rel_result_pick *pick, int64_t picks,
                                   const double *reached)
{
    rel_status st;
    int64_t *account = NULL, *rank = NULL, id = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &account, names->n, sizeof *account, "accounts"));
    REL_TRY(rel_scratch(ctx, &rank, names->n, sizeof *rank, "ranks"));
    REL_TRY(rank_reached(ctx, reached, names->n, rank));
    REL_TRY(rel_ws_begin(ctx, w));
    st = rel_result_run_begin(ctx, w, run, names, account, &id);
    if (st == REL_OK) st = add_picks(ctx, w, id, account, pick, picks);
    if (st == REL_OK) st = add_reached(ctx, w, id, account, names->n, reached, rank);
    st = rel_ws_end(ctx, w, st);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- columns -------- */

rel_status rel_picks_attach(rel_ctx *ctx, rel_graph *g, const int64_t *rank, const double *added,
                            const double *reached)
{
    rel_status st;
    uint8_t *pick = NULL, *known = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &pick, g->n, 1, "picks"));
    REL_TRY(rel_scratch(ctx, &known, g->n, 1, "picks"));
    for (rel_vid v = 0; v < g->n; v++) {
        pick[v] = rank[v] > 0;
        if (!isnan(reached[v])) known[v] = 1;
    }
    REL_TRY(rel_graph_add_vertex_attribute(ctx, g, "pick", REL_ATTRIBUTE_BOOL, pick, NULL));
    REL_TRY(rel_graph_add_vertex_attribute(ctx, g, "pick_rank", REL_ATTRIBUTE_I64, rank, pick));
    REL_TRY(rel_graph_add_vertex_attribute(ctx, g, "added_reach", REL_ATTRIBUTE_F64, added, pick));
    st = rel_graph_add_vertex_attribute(ctx, g, REL_PICK_REACHED, REL_ATTRIBUTE_F64, reached, known);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- reading back -------- */

static rel_status read_picks(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t *rank,
                             double *added, bool *found)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_PICKS_READ, &stmt));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        const rel_vid v = rel_names_find(names, rel_ws_text(stmt, 0));
        if (v == REL_VID_NONE) continue;
        *found = true;
        rank[v] = sqlite3_column_int64(stmt, 1);
        added[v] = sqlite3_column_double(stmt, 2);
    }
out:
    return st;
}

static rel_status read_reached(rel_ctx *ctx, rel_workspace *w, const rel_names *names, double *reached)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_PICKS_REACHED, &stmt));
    rel_ws_bind_text(stmt, 1, REL_STR_LIT(REL_PICK_REACHED));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        const rel_vid v = rel_names_find(names, rel_ws_text(stmt, 0));
        if (v != REL_VID_NONE) reached[v] = sqlite3_column_double(stmt, 1);
    }
out:
    return st;
}

rel_status rel_results_attach_picks(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found)
{
    rel_status st;
    int64_t *rank = NULL;
    double *added = NULL, *reached = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *found = false;
    REL_TRY(rel_scratch(ctx, &rank, g->n, sizeof *rank, "picks"));
    REL_TRY(rel_scratch(ctx, &added, g->n, sizeof *added, "picks"));
    REL_TRY(rel_scratch_unset(ctx, &reached, g->n, sizeof *reached, "picks"));
    for (rel_vid v = 0; v < g->n; v++) reached[v] = (double)NAN;
    /* One transaction: a writer may put another run in the place of this one meanwhile. */
    REL_TRY(rel_ws_exec(ctx, w, "BEGIN"));
    st = read_picks(ctx, w, &g->names, rank, added, found);
    if (st == REL_OK && *found) st = read_reached(ctx, w, &g->names, reached);
    REL_TRY(rel_ws_end(ctx, w, st));
    if (*found) st = rel_picks_attach(ctx, g, rank, added, reached);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
