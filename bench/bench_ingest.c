/* How fast X v2 pages are read and stored, in three steps with the peer first: cJSON alone with malloc on
 * every page; the reader without a store; the whole way into a new workspace, and the same file again.
 *
 *     bench_ingest [POSTS [RUNS [FOLDER]]]
 *     bench_ingest --file FILE [RUNS]
 *
 * The file of POSTS posts (default 200000) is made by the generator in FOLDER (default /tmp) and removed.
 * Every run is checked against what the generator says it wrote.
 * With --file any export is recognised, cut and parsed without a store, on 1 and on 2 threads; each run must
 * find as many records as the first. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/bench.h"
#include "datasets/x_v2_bulk.h"
#include "ingest/ingest.h"
#include "ingest/recognise.h"

typedef struct subject {
    char file[512], workspace[512];
    rel_x_v2_bulk_counts truth;
    int64_t posts, shares; /* seen by the reader: collected ones, and shares */
    size_t memory_bytes;
} subject;

/* What everybody would write: each line through cJSON_Parse, on one thread. */
static rel_status peer(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_input *in = NULL;
    rel_str text;
    rel_status st;
    REL_TRY(rel_input_open(ctx, s->file, &in));
    REL_TRY(rel_input_whole(ctx, in, &text));
    int64_t posts = 0;
    while (text.s) {
        const rel_str line = rel_str_cut(&text, '\n');
        cJSON *page = cJSON_ParseWithLength(line.s, line.len);
        posts += cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(page, "data"));
        cJSON_Delete(page);
    }
    if (posts != s->truth.posts) st = rel_fail(ctx, REL_E_DATA, "the peer found %" PRId64 " posts", posts);
out:
    rel_input_close(in);
    return st;
}

static rel_status count(rel_ctx *ctx, void *user, const rel_batch *b)
{
    subject *s = user;
    (void)ctx;
    for (size_t i = 0; i < b->posts; i++) s->posts += b->post[i].collected;
    for (size_t i = 0; i < b->interactions; i++) s->shares += b->interaction[i].kind == REL_KIND_SHARE;
    return REL_OK;
}

static rel_status read_only(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_status st;
    rel_recognised file;
    const rel_ingest_opts opts = {0};
    rel_pipeline_result done;
    s->posts = s->shares = 0;
    REL_TRY(rel_recognise(ctx, s->file, &opts, &file));
    const rel_pipeline_job job = rel_recognised_job(&file, 0, count, s);
    REL_TRY(rel_pipeline_run(ctx, &job, &done));
    s->memory_bytes = done.memory_bytes;
    /* Shares of oneself are left out, so there may be a few less. */
    if (s->posts != s->truth.posts || s->shares > s->truth.shares || s->shares < s->truth.shares * 99 / 100)
        st = rel_fail(ctx, REL_E_DATA, "read %" PRId64 " posts and %" PRId64 " shares", s->posts, s->shares);
out:
    rel_recognised_free(&file);
    return st;
}

static void remove_workspace(const subject *s)
{
    static const char *const beside[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s%s", s->workspace, beside[i]);
        unlink(path);
    }
}

static rel_status store_file(rel_ctx *ctx, subject *s, rel_ingest_result *r)
{
    rel_workspace *w = NULL;
    const rel_ingest_opts opts = {0};
    rel_status st = rel_workspace_open(ctx, s->workspace, REL_WORKSPACE_CREATE, &w);
    if (st == REL_OK) st = rel_ingest_file(ctx, w, s->file, &opts, r);
    rel_workspace_close(w);
    return st;
}

static rel_status whole_way(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_ingest_result r;
    remove_workspace(s);
    const rel_status st = store_file(ctx, s, &r);
    s->memory_bytes = r.memory_bytes;
    if (st == REL_OK && r.counts.posts_new < s->truth.posts)
        return rel_fail(ctx, REL_E_DATA, "stored %" PRId64 " posts", r.counts.posts_new);
    return st;
}

static rel_status again(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_ingest_result r;
    const rel_status st = store_file(ctx, s, &r);
    if (st == REL_OK && !r.already_read) return rel_fail(ctx, REL_E_DATA, "the file was read again");
    return st;
}

static rel_status measure(rel_ctx *ctx, subject *s, int runs, const char *what, const char *by,
                          bench_call *call, int threads, bool bytes)
{
    bench_result r = {.what = what, .by = by, .input = "X v2 pages", .threads = threads};
    r.items = bytes ? 1e-6 * (double)s->truth.bytes : (double)s->truth.posts;
    r.unit = bytes ? "MB" : "posts";
    ctx->threads = threads;
    bench_reset_peak();
    const rel_status st = bench_time(ctx, runs, call, s, &r);
    if (st == REL_OK) bench_print(&r);
    return st;
}

/* -------- any file -------- */

typedef struct any_file {
    const char *path;
    int64_t records, bytes; /* of the first run */
    int64_t seen;
} any_file;

static rel_status count_records(rel_ctx *ctx, void *user, const rel_batch *b)
{
    any_file *f = user;
    (void)ctx;
    f->seen += b->counts.records;
    return REL_OK;
}

static rel_status read_any(rel_ctx *ctx, void *user)
{
    any_file *f = user;
    rel_status st;
    rel_recognised file;
    const rel_ingest_opts opts = {0};
    rel_pipeline_result done;
    f->seen = 0;
    REL_TRY(rel_recognise(ctx, f->path, &opts, &file));
    const rel_pipeline_job job = rel_recognised_job(&file, 0, count_records, f);
    REL_TRY(rel_pipeline_run(ctx, &job, &done));
    if (!f->records) {
        f->records = f->seen;
        f->bytes = done.bytes;
    }
    if (f->seen != f->records) st = rel_fail(ctx, REL_E_DATA, "found %" PRId64 " records", f->seen);
out:
    rel_recognised_free(&file);
    return st;
}

static rel_status measure_file(rel_ctx *ctx, const char *path, int runs)
{
    any_file f = {.path = path};
    rel_status st;
    REL_TRY(read_any(ctx, &f)); /* and the file is in memory */
    for (int threads = 1; threads <= 2; threads++) {
        bench_result r = {
            .what = "read, no store", .by = "relais", .input = path, .threads = threads, .unit = "MB"};
        r.items = 1e-6 * (double)f.bytes;
        ctx->threads = threads;
        bench_reset_peak();
        REL_TRY(bench_time(ctx, runs, read_any, &f, &r));
        bench_print(&r);
    }
out:
    return st;
}

static rel_status measure_posts(rel_ctx *ctx, int argc, char **argv)
{
    rel_status st;
    subject s = {0};
    rel_x_v2_bulk_opts o = REL_X_V2_BULK_DEFAULTS;
    const int runs = argc > 2 ? atoi(argv[2]) : 5;
    const char *folder = argc > 3 ? argv[3] : "/tmp";
    o.posts = argc > 1 ? atoll(argv[1]) : 200000;
    snprintf(s.file, sizeof s.file, "%s/bench-ingest.jsonl", folder);
    snprintf(s.workspace, sizeof s.workspace, "%s/bench-ingest.relais", folder);
    REL_TRY(rel_x_v2_bulk_write(ctx, s.file, &o, &s.truth));
    REL_TRY(measure(ctx, &s, runs, "parse JSON", "cJSON with malloc", peer, 1, true));
    REL_TRY(measure(ctx, &s, runs, "read, no store", "relais", read_only, 1, true));
    REL_TRY(measure(ctx, &s, runs, "read, no store", "relais", read_only, 2, true));
    REL_TRY(measure(ctx, &s, runs, "ingest", "relais", whole_way, 1, false));
    REL_TRY(measure(ctx, &s, runs, "ingest", "relais", whole_way, 2, false));
    fprintf(stderr, "buffers: %.1f MB of a file of %.1f MB\n", 1e-6 * (double)s.memory_bytes,
            1e-6 * (double)s.truth.bytes);
    REL_TRY(measure(ctx, &s, runs, "ingest again", "relais", again, 2, false));
out:
    remove_workspace(&s);
    unlink(s.file);
    return st;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    rel_workspace_prepare_process();
    rel_ctx_init(&ctx, 0);
    const bool file = argc > 2 && strcmp(argv[1], "--file") == 0;
    const rel_status st =
        file ? measure_file(&ctx, argv[2], argc > 3 ? atoi(argv[3]) : 5) : measure_posts(&ctx, argc, argv);
    if (st != REL_OK) fprintf(stderr, "bench_ingest: %s\n", ctx.message);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st);
}
