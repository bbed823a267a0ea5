/* How fast a workspace becomes a graph: all interactions of a file, one thread, against a bare SQLite scan of
 * the same columns.
 *
 *     bench_project FILE.relais [RUNS] */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "ingest/projection.h"

typedef struct job {
    const char *path;
    int64_t rows;
} job;

static rel_status project(rel_ctx *ctx, void *user)
{
    job *j = user;
    rel_workspace *w;
    rel_graph g;
    rel_projection_counts c = {0};
    const rel_projection_opts o = rel_projection_defaults();
    rel_status st = rel_workspace_open(ctx, j->path, REL_WORKSPACE_READ, &w);
    if (st == REL_OK) st = rel_project(ctx, w, &o, &g, &c);
    if (st == REL_OK) rel_graph_free(&g);
    rel_workspace_close(w);
    if (st == REL_OK && c.interactions + c.unresolved != j->rows)
        st = rel_fail(ctx, REL_E_DATA, "the scan has other rows than the graph");
    return st;
}

static rel_status scan(rel_ctx *ctx, void *user)
{
    job *j = user;
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t sum = 0;
    j->rows = 0;
    sqlite3_open_v2(j->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_prepare_v2(db, "SELECT kind, source, target, time, weight FROM interaction", -1, &s, NULL);
    for (; sqlite3_step(s) == SQLITE_ROW; j->rows++) {
        sum += sqlite3_column_bytes(s, 0);
        for (int i = 1; i < 4; i++) sum += sqlite3_column_int64(s, i);
        sum += (int64_t)sqlite3_column_double(s, 4);
    }
    const rel_status st = sum > 0 ? REL_OK : rel_fail(ctx, REL_E_DATA, "peer: %s", sqlite3_errmsg(db));
    sqlite3_finalize(s);
    sqlite3_close(db);
    return st;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    if (argc < 2) return fprintf(stderr, "usage: bench_project FILE.relais [RUNS]\n"), 2;
    job j = {.path = argv[1]};
    const int runs = argc > 2 ? atoi(argv[2]) : 5;
    rel_ctx_init(&ctx, 1);
    bench_result r = {.what = "scan", .by = "sqlite", .input = argv[1], .threads = 1, .unit = "interactions"};
    rel_status st = bench_time(&ctx, runs, scan, &j, &r);
    r.items = (double)j.rows;
    if (st == REL_OK) bench_print(&r);
    r.what = "project";
    r.by = "relais";
    if (st == REL_OK) st = bench_time(&ctx, runs, project, &j, &r);
    if (st == REL_OK) bench_print(&r);
    rel_ctx_free(&ctx);
    return st != REL_OK;
}
