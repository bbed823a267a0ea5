/* Loading graphs: building from arrays, reading a text edge list, writing and opening a snapshot, beside
 * igraph and beside a plain copy of memory. usage: bench_load [SCALE [RUNS [FOLDER]]]
 *
 * The graph is an R-MAT graph of 16 * 2^SCALE throws with its edges in random order. The text is written to
 * FOLDER (default: the working folder) and removed. igraph reads a text of at most 2^18 vertices: it is
 * slower by so much. */
#include <igraph/igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/bench.h"
#include "datasets/generators.h"
#include "graph/edgelist.h"
#include "graph/snapshot.h"
#include "src/base/outfile.h"
#include "src/base/rng.h"

typedef struct subject {
    rel_edge_list list;
    rel_build_opts opts;
    char text[512], snapshot[512];
    void *from, *to; /* of the copy */
    size_t bytes;
    rel_eid peer_edges;
    rel_graph kept; /* of the last read, to compare */
} subject;

static rel_status copy(rel_ctx *ctx, void *user)
{
    const subject *s = user;
    const int threads = ctx->threads;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        const size_t first = s->bytes / (size_t)threads * (size_t)t;
        memcpy((char *)s->to + first, (char *)s->from + first, s->bytes / (size_t)threads);
    }
    return REL_OK;
}

static rel_status build(rel_ctx *ctx, void *user)
{
    subject *s = user;
    const rel_edges edges = rel_edge_list_as_edges(&s->list);
    rel_graph_free(&s->kept);
    return rel_graph_build(ctx, s->list.n, &edges, s->opts, &s->kept);
}

static rel_status read_text(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_graph_free(&s->kept);
    return rel_edgelist_read(ctx, s->text, REL_EDGELIST_DEFAULTS, &s->kept);
}

static rel_status convert(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_status st = read_text(ctx, user);
    if (st == REL_OK) st = rel_snapshot_write(ctx, &s->kept, s->snapshot);
    return st;
}

static rel_status open_snapshot(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_graph_free(&s->kept);
    return rel_snapshot_open(ctx, s->snapshot, false, &s->kept);
}

static rel_status verify_snapshot(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_graph_free(&s->kept);
    return rel_snapshot_open(ctx, s->snapshot, true, &s->kept);
}

static rel_status peer_read(rel_ctx *ctx, void *user)
{
    subject *s = user;
    igraph_t g;
    FILE *f = fopen(s->text, "r");
    if (!f || igraph_read_graph_edgelist(&g, f, 0, true) != IGRAPH_SUCCESS)
        return rel_fail(ctx, REL_E_DATA, "igraph does not read '%s'", s->text);
    s->peer_edges = igraph_ecount(&g);
    igraph_destroy(&g);
    fclose(f);
    return REL_OK;
}

static void shuffle(rel_edge_list *l)
{
    for (rel_eid i = l->count - 1; i > 0; i--) {
        const rel_eid k = (rel_eid)rel_rand_below(7, 0, (uint64_t)i, (uint64_t)i + 1);
        const rel_vid u = l->source[i], v = l->target[i];
        l->source[i] = l->source[k];
        l->target[i] = l->target[k];
        l->source[k] = u;
        l->target[k] = v;
    }
}

static char *put_number(char *p, uint32_t x)
{
    char digits[12];
    int n = 0;
    do digits[n++] = (char)('0' + x % 10);
    while (x /= 10);
    while (n) *p++ = digits[--n];
    return p;
}

static rel_status write_text(rel_ctx *ctx, const subject *s)
{
    rel_outfile f;
    rel_status st = rel_outfile_open(ctx, s->text, &f);
    for (rel_eid e = 0; st == REL_OK && e < s->list.count; e++) {
        char *const room = rel_outfile_room(&f, 32), *p = put_number(room, s->list.source[e]);
        *p++ = '\t';
        p = put_number(p, s->list.target[e]);
        *p++ = '\n';
        rel_outfile_advance(&f, (size_t)(p - room));
    }
    return st == REL_OK ? rel_outfile_close(&f) : st;
}

static rel_status make(rel_ctx *ctx, int scale, const char *folder, subject *s)
{
    rel_status st;
    *s = (subject){.opts = REL_BUILD_DEFAULTS};
    snprintf(s->text, sizeof s->text, "%s/bench-load-%ld.el", folder, (long)getpid());
    snprintf(s->snapshot, sizeof s->snapshot, "%s/bench-load-%ld.rgraph", folder, (long)getpid());
    REL_TRY(rel_generate_rmat(ctx, (rel_rmat_opts){.scale = scale, .edge_factor = 16, .directed = true},
                              &s->list));
    shuffle(&s->list);
    st = write_text(ctx, s);
out:
    return st;
}

static void clean(subject *s)
{
    rel_graph_free(&s->kept);
    rel_edge_list_free(&s->list);
    remove(s->text);
    remove(s->snapshot);
}

static bool measure(rel_ctx *ctx, subject *s, int runs, bench_call *call, bench_result r)
{
    for (int threads = 1; threads <= 2; threads++) {
        r.threads = ctx->threads = threads;
        rel_graph_free(&s->kept);
        bench_reset_peak();
        if (bench_time(ctx, runs, call, s, &r) != REL_OK) return false;
        bench_print(&r);
    }
    return true;
}

static bool measure_building(rel_ctx *ctx, subject *s, int runs, const char *input)
{
    bench_result r = {.by = "relais", .input = input, .items = (double)s->list.count, .unit = "edges"};
    const bench_result bytes = {
        .what = "copy of memory", .by = "memcpy", .input = input, .unit = "B", .items = (double)s->bytes};
    r.what = "build out";
    s->opts.directions = REL_BUILD_OUT;
    if (!measure(ctx, s, runs, copy, bytes) || !measure(ctx, s, runs, build, r)) return false;
    r.what = "build out and in";
    s->opts.directions = REL_BUILD_BOTH;
    return measure(ctx, s, runs, build, r);
}

static bool measure_files(rel_ctx *ctx, subject *s, int runs, const char *input)
{
    static const struct {
        const char *what;
        bench_call *call;
    } rows[] = {{"read text", read_text},
                {"text to snapshot", convert},
                {"open snapshot", open_snapshot},
                {"verify snapshot", verify_snapshot}};
    bench_result r = {.by = "relais", .input = input, .items = (double)s->list.count, .unit = "edges"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        r.what = rows[i].what;
        if (!measure(ctx, s, runs, rows[i].call, r)) return false;
        if (s->kept.m != s->list.count) {
            fprintf(stderr, "%s: found %lld edges instead of %lld\n", r.what, (long long)s->kept.m,
                    (long long)s->list.count);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int scale = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 20;
    const int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    const char *folder = argc > 3 ? argv[3] : ".";
    const int peer_scale = scale < 18 ? scale : 18;
    char input[64], peer_input[64];
    rel_ctx ctx;
    subject s, peer;
    rel_ctx_init(&ctx, 2);
    snprintf(input, sizeof input, "rmat scale %d shuffled", scale);
    snprintf(peer_input, sizeof peer_input, "rmat scale %d shuffled", peer_scale);
    bool good = make(&ctx, scale, folder, &s) == REL_OK;
    s.bytes = (size_t)s.list.count * sizeof *s.list.source;
    s.from = s.list.source;
    s.to = malloc(s.bytes + 1);
    if (s.to) memset(s.to, 1, s.bytes);
    good = good && s.to && measure_building(&ctx, &s, runs, input);
    free(s.to);
    /* The lists of the building would count in the peak of the reading. */
    free(s.list.source);
    free(s.list.target);
    s.list.source = s.list.target = NULL;
    good = good && measure_files(&ctx, &s, runs, input);
    clean(&s);
    good = good && make(&ctx, peer_scale, folder, &peer) == REL_OK;
    if (good) {
        bench_result r = {
            .what = "read text", .by = "igraph", .input = peer_input, .unit = "edges", .threads = 1};
        r.items = (double)peer.list.count;
        bench_reset_peak();
        good = bench_time(&ctx, 1, peer_read, &peer, &r) == REL_OK && peer.peer_edges == peer.list.count;
        bench_print(&r);
        r.by = "relais";
        good = good && measure(&ctx, &peer, runs, read_text, r) &&
               measure(&ctx, &peer, runs, convert,
                       (bench_result){.what = "text to snapshot",
                                      .by = "relais",
                                      .input = peer_input,
                                      .unit = "edges",
                                      .items = r.items});
        clean(&peer);
    }
    if (!good) fprintf(stderr, "%s\n", ctx.message);
    rel_ctx_free(&ctx);
    return good ? 0 : 1;
}
