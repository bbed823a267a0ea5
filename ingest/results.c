#include "ingest/results.h"

#include <math.h>

#include "ingest/result_run.h"

/* -------- storing -------- */

/* In the order of the vertices, which is that of the accounts: the table grows at its end. */
static rel_status add_scores(rel_ctx *ctx, rel_workspace *w, int64_t run, const rel_result_scores *s,
                             const int64_t *account, int64_t *rank, rel_vid n)
{
    rel_status st;
    sqlite3_stmt *stmt;
    memset(rank, 0, (size_t)n * sizeof *rank);
    for (int64_t i = 0; i < s->count; i++) rank[s->order[i]] = i + 1;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_SCORE_ADD, &stmt));
    for (rel_vid v = 0; v < n; v++) {
        if (!rank[v]) continue;
        sqlite3_bind_int64(stmt, 1, run);
        rel_ws_bind_text(stmt, 2, rel_str_of(s->criterion));
        sqlite3_bind_int64(stmt, 3, account[v]);
        sqlite3_bind_double(stmt, 4, s->score[v]);
        sqlite3_bind_int64(stmt, 5, rank[v]);
        REL_TRY(rel_ws_run(ctx, w, stmt));
    }
out:
    return st;
}

rel_status rel_results_store_scores(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                    const rel_names *names, const rel_result_scores *scores, int criteria)
{
    rel_status st;
    int64_t *account = NULL, *rank = NULL, id;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &account, names->n, sizeof *account, "accounts"));
    REL_TRY(rel_scratch(ctx, &rank, names->n, sizeof *rank, "ranks"));
    REL_TRY(rel_ws_begin(ctx, w));
    st = rel_result_run_begin(ctx, w, run, names, account, &id);
    for (int i = 0; i < criteria && st == REL_OK; i++)
        st = add_scores(ctx, w, id, &scores[i], account, rank, names->n);
    st = rel_ws_end(ctx, w, st);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status add_communities(rel_ctx *ctx, rel_workspace *w, int64_t run, const int64_t *account,
                                  const rel_vid *community, rel_vid n)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_COMMUNITY_ADD, &stmt));
    for (rel_vid v = 0; v < n; v++) {
        sqlite3_bind_int64(stmt, 1, run);
        sqlite3_bind_int64(stmt, 2, account[v]);
        sqlite3_bind_int64(stmt, 3, community[v]);
        REL_TRY(rel_ws_run(ctx, w, stmt));
    }
out:
    return st;
}

rel_status rel_results_store_communities(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                         const rel_names *names, const rel_vid *community)
{
    rel_status st;
    int64_t *account = NULL, id;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &account, names->n, sizeof *account, "accounts"));
    REL_TRY(rel_ws_begin(ctx, w));
    st = rel_result_run_begin(ctx, w, run, names, account, &id);
    if (st == REL_OK) st = add_communities(ctx, w, id, account, community, names->n);
    st = rel_ws_end(ctx, w, st);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- reading back -------- */

static rel_status find_run(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run, const char *criterion,
                           int64_t *id, bool *found)
{
    rel_status st;
    sqlite3_stmt *stmt;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_STORED_RUN, &stmt));
    rel_ws_bind_text(stmt, 1, rel_str_of(run->command));
    rel_ws_bind_text(stmt, 2, rel_str_of(criterion));
    rel_ws_bind_text(stmt, 3, rel_str_of(run->parameters));
    REL_TRY(rel_ws_step(ctx, w, stmt, found));
    if (*found) *id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
out:
    return st;
}

static rel_status read_scores(rel_ctx *ctx, rel_workspace *w, int64_t run, const char *criterion,
                              const rel_names *names, double *score, int64_t *found)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_SCORES_READ, &stmt));
    sqlite3_bind_int64(stmt, 1, run);
    rel_ws_bind_text(stmt, 2, rel_str_of(criterion));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        const rel_vid v = rel_names_find(names, rel_ws_text(stmt, 0));
        if (v == REL_VID_NONE) continue;
        score[v] = sqlite3_column_double(stmt, 1);
        ++*found;
    }
out:
    return st;
}

rel_status rel_results_read_scores(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                   const char *criterion, const rel_names *names, double *score,
                                   int64_t *found)
{
    rel_status st;
    int64_t id = 0;
    bool stored = false;
    *found = 0;
    for (rel_vid v = 0; v < names->n; v++) score[v] = 0;
    /* One transaction: a writer may put another run in the place of this one meanwhile. */
    REL_TRY(rel_ws_exec(ctx, w, "BEGIN"));
    st = find_run(ctx, w, run, criterion, &id, &stored);
    if (st == REL_OK && stored) st = read_scores(ctx, w, id, criterion, names, score, found);
    st = rel_ws_end(ctx, w, st);
out:
    return st;
}

static rel_status read_communities(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t *community,
                                   uint8_t *present, bool *found)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    *found = false;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_COMMUNITIES_READ, &stmt));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        *found = true;
        const rel_vid v = rel_names_find(names, rel_ws_text(stmt, 0));
        if (v == REL_VID_NONE) continue;
        community[v] = sqlite3_column_int64(stmt, 1);
        present[v] = 1;
    }
out:
    return st;
}

rel_status rel_results_attach_communities(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found)
{
    rel_status st;
    int64_t *community = NULL;
    uint8_t *present = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &community, g->n, sizeof *community, "communities"));
    REL_TRY(rel_scratch(ctx, &present, g->n, 1, "communities"));
    REL_TRY(read_communities(ctx, w, &g->names, community, present, found));
    if (*found)
        st = rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, community, present);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status attach_coordinate(rel_ctx *ctx, rel_workspace *w, rel_graph *g, const char *name,
                                    bool *found)
{
    rel_status st;
    double *at = NULL;
    uint8_t *present = NULL;
    int64_t id = 0, count = 0;
    const rel_result_run run = {.command = "map"};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(find_run(ctx, w, &run, name, &id, found));
    if (!*found) goto out;
    REL_TRY(rel_scratch_unset(ctx, &at, g->n, sizeof *at, "places"));
    REL_TRY(rel_scratch(ctx, &present, g->n, 1, "places"));
    for (rel_vid v = 0; v < g->n; v++) at[v] = (double)NAN;
    REL_TRY(read_scores(ctx, w, id, name, &g->names, at, &count));
    for (rel_vid v = 0; v < g->n; v++)
        if (!isnan(at[v])) present[v] = 1;
    st = rel_graph_add_vertex_attribute(ctx, g, name, REL_ATTRIBUTE_F64, at, present);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_results_attach_places(rel_ctx *ctx, rel_workspace *w, rel_graph *g, bool *found)
{
    const rel_status st = attach_coordinate(ctx, w, g, "x", found);
    return st == REL_OK && *found ? attach_coordinate(ctx, w, g, "y", found) : st;
}
