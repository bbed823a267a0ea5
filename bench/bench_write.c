/* Writing graph files, GraphML beside igraph's writer. usage: bench_write [EDGES [RUNS]] */
#include <igraph/igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "graph/builder.h"
#include "graph/graph_file.h"
#include "src/base/rng.h"

typedef struct subject {
    rel_graph graph;
    igraph_t peer;
    const char *format;
    char path[64];
} subject;

/* A random graph of accounts with names as platforms give them, weights, one score and one community. */
static rel_status make(rel_ctx *ctx, rel_eid m, subject *s)
{
    rel_status st;
    const rel_vid n = (rel_vid)(m / 10 + 2);
    rel_vid *source = NULL, *target = NULL;
    float *weight = NULL;
    double *score = NULL;
    int64_t *community = NULL;
    char *text = NULL;
    rel_str *name = NULL;
    enum { NAME_ROOM = 32 };
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &source, (size_t)m, sizeof *source, "edges"));
    REL_TRY(rel_scratch(ctx, &target, (size_t)m, sizeof *target, "edges"));
    REL_TRY(rel_scratch(ctx, &weight, (size_t)m, sizeof *weight, "edges"));
    REL_TRY(rel_scratch(ctx, &score, n, sizeof *score, "scores"));
    REL_TRY(rel_scratch(ctx, &community, n, sizeof *community, "communities"));
    REL_TRY(rel_scratch(ctx, &text, n, NAME_ROOM, "names"));
    REL_TRY(rel_scratch(ctx, &name, n, sizeof *name, "names"));
    for (rel_eid e = 0; e < m; e++) {
        source[e] = (rel_vid)rel_rand_below(1, 1, (uint64_t)e, n);
        target[e] = (rel_vid)rel_rand_below(1, 2, (uint64_t)e, n);
        weight[e] = (float)(1 + rel_rand_below(1, 3, (uint64_t)e, 40)) / 4;
    }
    for (rel_vid v = 0; v < n; v++) {
        char *at = text + (size_t)v * NAME_ROOM;
        name[v] =
            (rel_str){at, (size_t)snprintf(at, NAME_ROOM, "x:%llu", 1000000000000000000ull + v * 7919ull)};
        score[v] = rel_rand_unit(1, 4, v);
        community[v] = (int64_t)rel_rand_below(1, 5, v, 50);
    }
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    REL_TRY(rel_graph_build(ctx, n, &edges, (rel_build_opts){true, REL_BUILD_OUT}, &s->graph));
    REL_TRY(rel_graph_set_names(ctx, &s->graph, name));
    REL_TRY(rel_graph_add_vertex_attribute(ctx, &s->graph, "score", REL_ATTRIBUTE_F64, score, NULL));
    st = rel_graph_add_vertex_attribute(ctx, &s->graph, "community", REL_ATTRIBUTE_I64, community, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The same graph for igraph: names, score, community, weights. */
static void make_peer(subject *s)
{
    const rel_graph *g = &s->graph;
    char room[REL_NAME_NUMBER_TEXT], text[64];
    igraph_vector_int_t ends;
    igraph_vector_t weight;
    igraph_vector_int_init(&ends, 2 * g->m);
    igraph_vector_init(&weight, g->m);
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            VECTOR(ends)[2 * e] = u;
            VECTOR(ends)[2 * e + 1] = g->out.adj[e];
            VECTOR(weight)[e] = (igraph_real_t)g->out.weight[e];
        }
    igraph_create(&s->peer, &ends, g->n, true);
    SETEANV(&s->peer, "weight", &weight);
    igraph_strvector_t label;
    igraph_vector_t score, community;
    igraph_strvector_init(&label, g->n);
    igraph_vector_init(&score, g->n);
    igraph_vector_init(&community, g->n);
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_str name = rel_names_get(&g->names, v, room);
        snprintf(text, sizeof text, "%.*s", REL_STR_ARG(name));
        igraph_strvector_set(&label, v, text);
        VECTOR(score)[v] = rel_attribute_f64(rel_attribute_find(&g->vertex_attributes, "score"), v);
        VECTOR(community)[v] = rel_attribute_f64(rel_attribute_find(&g->vertex_attributes, "community"), v);
    }
    SETVASV(&s->peer, "label", &label);
    SETVANV(&s->peer, "score", &score);
    SETVANV(&s->peer, "community", &community);
    igraph_strvector_destroy(&label);
    igraph_vector_destroy(&score);
    igraph_vector_destroy(&community);
    igraph_vector_int_destroy(&ends);
    igraph_vector_destroy(&weight);
}

static rel_status mine(rel_ctx *ctx, void *user)
{
    subject *s = user;
    return rel_graph_file_write(ctx, &s->graph, s->path, s->format, NULL);
}

static rel_status peer(rel_ctx *ctx, void *user)
{
    subject *s = user;
    FILE *f = fopen(s->path, "w");
    if (!f) return rel_fail(ctx, REL_E_IO, "cannot write '%s'", s->path);
    igraph_write_graph_graphml(&s->peer, f, false);
    fflush(f);
    fsync(fileno(f)); /* as relais does */
    fclose(f);
    return REL_OK;
}

/* Both files hold the same edges when igraph reads them. */
static bool agree(const char *a, const char *b)
{
    igraph_t g[2];
    const char *const path[] = {a, b};
    double sum[2] = {0, 0};
    igraph_integer_t count[2];
    for (int k = 0; k < 2; k++) {
        FILE *f = fopen(path[k], "r");
        igraph_read_graph_graphml(&g[k], f, 0);
        fclose(f);
        igraph_vector_t weight;
        igraph_vector_init(&weight, 0);
        EANV(&g[k], "weight", &weight);
        count[k] = igraph_ecount(&g[k]);
        sum[k] = igraph_vector_sum(&weight);
        igraph_vector_destroy(&weight);
        igraph_destroy(&g[k]);
    }
    return count[0] == count[1] && sum[0] == sum[1];
}

static int64_t file_bytes(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 ? (int64_t)s.st_size : 0;
}

static rel_status measure(rel_ctx *ctx, subject *s, const char *by, const char *input, int threads, int runs,
                          bench_call *call, bench_result *r)
{
    char what[64];
    snprintf(what, sizeof what, "write %s", s->format);
    *r = (bench_result){.what = what,
                        .by = by,
                        .input = input,
                        .threads = threads,
                        .items = (double)s->graph.m,
                        .unit = "edges"};
    ctx->threads = threads;
    const clock_t start = clock();
    const rel_status st = bench_time(ctx, runs, call, s, r);
    if (st == REL_OK) bench_print(r);
    /* Of all threads: what a shared machine does not disturb. */
    fprintf(stderr, "%24s %.3f s of processor time a run, %.1f MB\n", "",
            (double)(clock() - start) / CLOCKS_PER_SEC / runs, (double)file_bytes(s->path) / 1e6);
    return st;
}

int main(int argc, char **argv)
{
    const rel_eid m = argc > 1 ? atoll(argv[1]) : 2000000;
    const int runs = argc > 2 ? atoi(argv[2]) : 5;
    static const char *const others[] = {"gexf", "csv", "dot", "pajek"};
    char input[64], igraph_path[64];
    rel_status st;
    rel_ctx ctx;
    subject s = {.format = "graphml"};
    bench_result one, two, igraph, other;
    rel_ctx_init(&ctx, 0);
    igraph_set_attribute_table(&igraph_cattribute_table);
    snprintf(input, sizeof input, "random, %lld edges", (long long)m);
    snprintf(igraph_path, sizeof igraph_path, "bench_write.igraph.graphml");
    REL_TRY(make(&ctx, m, &s));
    make_peer(&s);
    snprintf(s.path, sizeof s.path, "bench_write.graphml");
    REL_TRY(measure(&ctx, &s, "relais", input, 1, runs, mine, &one));
    REL_TRY(measure(&ctx, &s, "relais", input, 2, runs, mine, &two));
    snprintf(s.path, sizeof s.path, "%s", igraph_path);
    REL_TRY(measure(&ctx, &s, "igraph", input, 1, runs, peer, &igraph));
    fprintf(stderr, "relais is %.1f times as fast with 1 thread, %.1f times with 2\n",
            igraph.seconds / one.seconds, igraph.seconds / two.seconds);
    const bool same = agree("bench_write.graphml", igraph_path);
    remove(igraph_path);
    remove("bench_write.graphml");
    /* The writers alone, without what the system needs to keep the bytes. */
    snprintf(s.path, sizeof s.path, "/dev/null");
    REL_TRY(measure(&ctx, &s, "relais to nowhere", input, 1, runs, mine, &one));
    REL_TRY(measure(&ctx, &s, "relais to nowhere", input, 2, runs, mine, &two));
    REL_TRY(measure(&ctx, &s, "igraph to nowhere", input, 1, runs, peer, &igraph));
    fprintf(stderr, "relais is %.1f times as fast with 1 thread, %.1f times with 2\n",
            igraph.seconds / one.seconds, igraph.seconds / two.seconds);
    if (!same) st = rel_fail(&ctx, REL_E_DATA, "the files of relais and igraph differ");
    for (size_t i = 0; st == REL_OK && i < sizeof others / sizeof *others; i++) {
        s.format = others[i];
        snprintf(s.path, sizeof s.path, strcmp(others[i], "csv") == 0 ? "bench_write" : "bench_write.%s",
                 others[i]);
        st = measure(&ctx, &s, "relais", input, 2, runs, mine, &other);
        remove(s.path);
    }
    remove("bench_write.nodes.csv");
    remove("bench_write.edges.csv");
    igraph_destroy(&s.peer);
out:
    if (st != REL_OK) fprintf(stderr, "bench_write: %s\n", ctx.message);
    rel_graph_free(&s.graph);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st);
}
