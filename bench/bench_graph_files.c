/* How fast each graph format is read into a graph, beside igraph where it reads that format, too.
 *
 *     bench_graph_files [--edges M] [--runs N] [--folder FOLDER] [NAME...]
 *
 * One random graph of M edges (default 1000000), M / 10 vertices named like accounts, with weights, is
 * written in every format: by relais where it writes it, else here. Every run is checked: as many vertices
 * and arcs as the graph has. */
#include <igraph/igraph.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/bench.h"
#include "graph/builder.h"
#include "graph/graph_file.h"
#include "src/base/rng.h"

typedef igraph_error_t peer_fn(igraph_t *graph, FILE *in);

typedef struct subject {
    rel_graph graph; /* as it was made */
    char path[512];
    bool both_ways; /* the format is undirected: each pair stands once in the file and has two arcs in the
                       graph */
    peer_fn *peer;
} subject;

typedef struct kind {
    const char *name, *extension;
    void (*write)(FILE *out, const rel_graph *g); /* NULL: relais writes it */
    peer_fn *peer;
    bool undirected;
} kind;

/* -------- writers of formats that relais only reads -------- */

static void name_of(const rel_graph *g, rel_vid v, char name[REL_NAME_NUMBER_TEXT])
{
    (void)g;
    snprintf(name, REL_NAME_NUMBER_TEXT, "u%" PRIu32, 1000000 + 7 * v);
}

typedef void edge_fn(FILE *out, const rel_graph *g, rel_vid source, rel_vid target, float weight);

static void each_edge(FILE *out, const rel_graph *g, edge_fn *write)
{
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
            write(out, g, v, g->out.adj[e], g->out.weight[e]);
}

static void gml_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    (void)g;
    fprintf(out, "  edge [\n    source %" PRIu32 "\n    target %" PRIu32 "\n    weight %g\n  ]\n", s, t,
            (double)w);
}

static void write_gml(FILE *out, const rel_graph *g)
{
    char name[REL_NAME_NUMBER_TEXT];
    fprintf(out, "graph [\n  directed 1\n");
    for (rel_vid v = 0; v < g->n; v++) {
        name_of(g, v, name);
        fprintf(out, "  node [\n    id %" PRIu32 "\n    label \"%s\"\n  ]\n", v, name);
    }
    each_edge(out, g, gml_edge);
    fprintf(out, "]\n");
}

static void words_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    char a[REL_NAME_NUMBER_TEXT], b[REL_NAME_NUMBER_TEXT];
    name_of(g, s, a);
    name_of(g, t, b);
    fprintf(out, "%s %s %g\n", a, b, (double)w);
}

/* Undirected: each pair once. */
static void pair_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    if (s < t) words_edge(out, g, s, t, w);
}

static void write_ncol(FILE *out, const rel_graph *g)
{
    each_edge(out, g, pair_edge);
}

static void write_dl(FILE *out, const rel_graph *g)
{
    fprintf(out, "DL n=%" PRIu32 "\nformat = edgelist1\nlabels embedded:\ndata:\n", g->n);
    each_edge(out, g, words_edge);
}

static void write_lgl(FILE *out, const rel_graph *g)
{
    char name[REL_NAME_NUMBER_TEXT];
    for (rel_vid v = 0; v < g->n; v++) {
        name_of(g, v, name);
        fprintf(out, "# %s\n", name);
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            if (g->out.adj[e] < v) continue;
            name_of(g, g->out.adj[e], name);
            fprintf(out, "%s %g\n", name, (double)g->out.weight[e]);
        }
    }
}

static void gdf_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    char a[REL_NAME_NUMBER_TEXT], b[REL_NAME_NUMBER_TEXT];
    name_of(g, s, a);
    name_of(g, t, b);
    fprintf(out, "%s,%s,%g,true\n", a, b, (double)w);
}

static void write_gdf(FILE *out, const rel_graph *g)
{
    char name[REL_NAME_NUMBER_TEXT];
    fprintf(out, "nodedef>name VARCHAR,label VARCHAR\n");
    for (rel_vid v = 0; v < g->n; v++) {
        name_of(g, v, name);
        fprintf(out, "%s,'Account %" PRIu32 "'\n", name, v);
    }
    fprintf(out, "edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE,directed BOOLEAN\n");
    each_edge(out, g, gdf_edge);
}

static void write_metis(FILE *out, const rel_graph *g)
{
    int64_t pairs = 0;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) pairs += g->out.adj[e] > v;
    fprintf(out, "%" PRIu32 " %" PRId64 "\n", g->n, pairs);
    for (rel_vid v = 0; v < g->n; v++) {
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
            fprintf(out, "%" PRIu32 " ", g->out.adj[e] + 1);
        fputc('\n', out);
    }
}

static void mtx_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    (void)g;
    fprintf(out, "%" PRIu32 " %" PRIu32 " %g\n", s + 1, t + 1, (double)w);
}

static void write_mtx(FILE *out, const rel_graph *g)
{
    fprintf(out, "%%%%MatrixMarket matrix coordinate real general\n%" PRIu32 " %" PRIu32 " %" PRId64 "\n",
            g->n, g->n, (int64_t)g->m);
    each_edge(out, g, mtx_edge);
}

static void graphology_edge(FILE *out, const rel_graph *g, rel_vid s, rel_vid t, float w)
{
    char a[REL_NAME_NUMBER_TEXT], b[REL_NAME_NUMBER_TEXT];
    name_of(g, s, a);
    name_of(g, t, b);
    fprintf(out, ",{\"source\":\"%s\",\"target\":\"%s\",\"attributes\":{\"weight\":%g}}", a, b, (double)w);
}

/* The first element of each list is made by hand, for the commas. */
static void write_graphology(FILE *out, const rel_graph *g)
{
    char name[REL_NAME_NUMBER_TEXT];
    rel_vid first = 0;
    while (g->out.off[first + 1] == 0) first++;
    fprintf(out, "{\"options\":{\"type\":\"directed\",\"multi\":true},\"attributes\":{},\"nodes\":[");
    for (rel_vid v = 0; v < g->n; v++) {
        name_of(g, v, name);
        fprintf(out, "%s{\"key\":\"%s\",\"attributes\":{\"label\":\"Account %" PRIu32 "\"}}", v ? "," : "",
                name, v);
    }
    name_of(g, first, name);
    fprintf(out, "],\"edges\":[{\"source\":\"%s\",", name);
    name_of(g, g->out.adj[0], name);
    fprintf(out, "\"target\":\"%s\",\"attributes\":{\"weight\":0}}", name); /* adds nothing to that edge */
    each_edge(out, g, graphology_edge);
    fprintf(out, "]}\n");
}

/* -------- peers -------- */

static igraph_error_t peer_graphml(igraph_t *g, FILE *in)
{
    return igraph_read_graph_graphml(g, in, 0);
}

static igraph_error_t peer_ncol(igraph_t *g, FILE *in)
{
    return igraph_read_graph_ncol(g, in, NULL, true, IGRAPH_ADD_WEIGHTS_YES, false);
}

static igraph_error_t peer_lgl(igraph_t *g, FILE *in)
{
    return igraph_read_graph_lgl(g, in, true, IGRAPH_ADD_WEIGHTS_YES, false);
}

static igraph_error_t peer_dl(igraph_t *g, FILE *in)
{
    return igraph_read_graph_dl(g, in, true);
}

static const kind kinds[] = {
    {"graphml", "graphml", NULL, peer_graphml, false},
    {"gexf", "gexf", NULL, NULL, false},
    {"pajek", "net", NULL, igraph_read_graph_pajek, false},
    {"dot", "dot", NULL, NULL, false},
    {"edgelist", "el", NULL, NULL, false},
    {"gml", "gml", write_gml, igraph_read_graph_gml, false},
    {"ncol", "ncol", write_ncol, peer_ncol, true},
    {"lgl", "lgl", write_lgl, peer_lgl, true},
    {"dl", "dl", write_dl, peer_dl, false},
    {"gdf", "gdf", write_gdf, NULL, false},
    {"metis", "graph", write_metis, NULL, true},
    {"matrix-market", "mtx", write_mtx, NULL, false},
    {"graphology", "json", write_graphology, NULL, false},
};

/* -------- the graph -------- */

static rel_status make(rel_ctx *ctx, rel_eid m, bool both_ways, rel_graph *g)
{
    rel_status st;
    const rel_vid n = (rel_vid)(m / 10 + 2);
    const rel_eid arcs = both_ways ? 2 * m : m;
    rel_vid *source, *target;
    float *weight;
    rel_str *name;
    char *text;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &source, (size_t)arcs, sizeof *source, "edges"));
    REL_TRY(rel_scratch(ctx, &target, (size_t)arcs, sizeof *target, "edges"));
    REL_TRY(rel_scratch(ctx, &weight, (size_t)arcs, sizeof *weight, "edges"));
    REL_TRY(rel_scratch(ctx, &name, n, sizeof *name, "names"));
    REL_TRY(rel_scratch(ctx, &text, n, REL_NAME_NUMBER_TEXT, "names"));
    for (rel_eid e = 0; e < m; e++) {
        source[e] = (rel_vid)rel_rand_below(1, 1, (uint64_t)e, n);
        target[e] = (rel_vid)rel_rand_below(1, 2, (uint64_t)e, n - 1);
        target[e] += target[e] >= source[e]; /* no loops: METIS has none */
        weight[e] = (float)(1 + rel_rand_below(1, 3, (uint64_t)e, 40)) / 4;
        if (!both_ways) continue;
        source[m + e] = target[e];
        target[m + e] = source[e];
        weight[m + e] = weight[e];
    }
    for (rel_vid v = 0; v < n; v++) {
        char *at = text + (size_t)v * REL_NAME_NUMBER_TEXT;
        name_of(g, v, at);
        name[v] = rel_str_of(at);
    }
    const rel_edges edges = {.count = arcs, .source = source, .target = target, .weight = weight};
    REL_TRY(rel_graph_build(ctx, n, &edges, (rel_build_opts){true, REL_BUILD_OUT}, g));
    st = rel_graph_set_names(ctx, g, name);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status write_file(rel_ctx *ctx, const kind *k, const subject *s)
{
    const rel_write_opts opts = {.color_by = "", .size_by = ""};
    if (!k->write) return rel_graph_file_write(ctx, &s->graph, s->path, k->name, &opts);
    FILE *out = fopen(s->path, "wb");
    if (!out) return rel_fail(ctx, REL_E_IO, "'%s': cannot be written", s->path);
    k->write(out, &s->graph);
    return fclose(out) == 0 ? REL_OK : rel_fail(ctx, REL_E_IO, "'%s': cannot be written", s->path);
}

static rel_status mine(rel_ctx *ctx, void *user)
{
    const subject *s = user;
    rel_graph g;
    rel_status st = rel_graph_file_read(ctx, s->path, REL_BUILD_OUT, &g);
    if (st != REL_OK) return st;
    /* Vertices without edges have no line in an edge list. */
    if (g.m != s->graph.m || g.directed == s->both_ways || g.n > s->graph.n || g.n < s->graph.n * 9 / 10)
        st = rel_fail(ctx, REL_E_DATA,
                      "read %" PRIu32 " vertices and %" PRId64 " edges of %" PRIu32 " and %" PRId64, g.n,
                      (int64_t)g.m, s->graph.n, (int64_t)s->graph.m);
    rel_graph_free(&g);
    return st;
}

static rel_status peer(rel_ctx *ctx, void *user)
{
    const subject *s = user;
    igraph_t g;
    FILE *in = fopen(s->path, "rb");
    if (!in) return rel_fail(ctx, REL_E_IO, "'%s': cannot be read", s->path);
    const igraph_error_t error = s->peer(&g, in);
    fclose(in);
    if (error != IGRAPH_SUCCESS) return rel_fail(ctx, REL_E_DATA, "igraph: %s", igraph_strerror(error));
    const int64_t edges = igraph_ecount(&g);
    igraph_destroy(&g);
    return edges >= s->graph.m / (s->both_ways ? 2 : 1)
               ? REL_OK
               : rel_fail(ctx, REL_E_DATA, "igraph read %" PRId64 " edges", edges);
}

static rel_status measure(rel_ctx *ctx, subject *s, const kind *k, int runs, const char *by, bench_call *call,
                          int threads)
{
    char what[64], input[64];
    struct stat file;
    if (stat(s->path, &file) != 0) return rel_fail(ctx, REL_E_IO, "'%s': cannot be read", s->path);
    snprintf(what, sizeof what, "read %s", k->name);
    snprintf(input, sizeof input, "random, %" PRId64 " edges", (int64_t)s->graph.m);
    bench_result r = {.what = what, .by = by, .input = input, .threads = threads, .unit = "MB"};
    r.items = 1e-6 * (double)file.st_size;
    ctx->threads = threads;
    bench_reset_peak();
    const rel_status st = bench_time(ctx, runs, call, s, &r);
    if (st == REL_OK) bench_print(&r);
    return st;
}

static rel_status one(rel_ctx *ctx, const kind *k, rel_eid m, int runs, const char *folder)
{
    rel_status st;
    subject s = {.both_ways = k->undirected, .peer = k->peer};
    snprintf(s.path, sizeof s.path, "%s/bench_graph_files.%s", folder, k->extension);
    REL_TRY(make(ctx, m, k->undirected, &s.graph));
    REL_TRY(write_file(ctx, k, &s));
    REL_TRY(measure(ctx, &s, k, runs, "relais", mine, 1));
    REL_TRY(measure(ctx, &s, k, runs, "relais", mine, 2));
    if (k->peer) REL_TRY(measure(ctx, &s, k, 1, "igraph", peer, 1));
out:
    unlink(s.path);
    rel_graph_free(&s.graph);
    return st;
}

static bool is_wanted(char **names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return count == 0;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    rel_eid m = 1000000;
    int runs = 3, at = 1, failed = 0;
    const char *folder = "/tmp";
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--edges") == 0) m = atoll(argv[at + 1]);
        if (strcmp(argv[at], "--runs") == 0) runs = atoi(argv[at + 1]);
        if (strcmp(argv[at], "--folder") == 0) folder = argv[at + 1];
    }
    rel_ctx_init(&ctx, 0);
    igraph_set_attribute_table(&igraph_cattribute_table);
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!is_wanted(argv + at, argc - at, kinds[i].name)) continue;
        if (one(&ctx, &kinds[i], m, runs, folder) == REL_OK) continue;
        fprintf(stderr, "bench_graph_files: %s: %s\n", kinds[i].name, ctx.message);
        rel_forgive(&ctx);
        failed = 1;
    }
    rel_ctx_free(&ctx);
    return failed;
}
