/* Graph files: the same bytes at any thread count, exact texts of a small graph, sizes foretold, errors with
 * their words. With a folder as argument: writes the sample files there for the scripts of tests/writers. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/graph_file.h"
#include "src/base/json_writer.h"
#include "src/base/outfile.h"
#include "tests/writers/samples.h"

static char *read_all(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    *len = 0;
    if (!f) return NULL;
    for (size_t room = 1 << 16, got; (data = realloc(data, *len + room + 1)); *len += got)
        if ((got = fread(data + *len, 1, room, f)) == 0) break;
    fclose(f);
    if (data) data[*len] = '\0';
    return data;
}

static bool same_files(const char *a, const char *b)
{
    size_t n, m;
    char *p = read_all(a, &n), *q = read_all(b, &m);
    const bool same = p && q && n == m && memcmp(p, q, n) == 0;
    free(p);
    free(q);
    return same;
}

static int64_t file_bytes(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 ? (int64_t)s.st_size : -1;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* What is written of a graph: the variants of all formats. */
static const struct {
    const char *name, *format;
    rel_write_opts opts;
} variant[] = {
    {"%s.graphml", "graphml", {.title = "Brand", .description = "seed 1, input <x> & y"}},
    {"%s.pairs.graphml", "graphml", {.one_edge_per_pair = true}},
    {"%s.13.gexf", "gexf", {.title = "Brand", .description = "seed 1, input <x> & y"}},
    {"%s.12.gexf", "gexf", {.gexf_version = "1.2"}},
    {"%s.dynamic.13.gexf", "gexf", {.dynamic = true}},
    {"%s.timestamps.13.gexf", "gexf", {.timestamps = true}},
    {"%s.dynamic.12.gexf", "gexf", {.dynamic = true, .gexf_version = "1.2"}},
    {"%s.gradient.13.gexf", "gexf", {.color_by = "score", .size_by = "followers", .one_edge_per_pair = true}},
    {"%s.csv", "csv", {0}},
    {"%s.excel.csv", "csv", {.excel_fr = true}},
    {"%s.dot", "dot", {.title = "Brand \"b\""}},
    {"%s.net", "pajek", {0}},
    {"%s.pairs.net", "pajek", {.one_edge_per_pair = true}},
};
enum { VARIANTS = sizeof variant / sizeof *variant };

static bool is_csv(int i)
{
    return strcmp(variant[i].format, "csv") == 0;
}

/* Whether this graph has what the variant needs. */
static bool fits(int i, const rel_graph *g)
{
    const bool timed = variant[i].opts.dynamic || variant[i].opts.timestamps;
    if (timed && !rel_attribute_find(&g->edge_attributes, "first_time")) return false;
    return !variant[i].opts.color_by || rel_attribute_find(&g->vertex_attributes, variant[i].opts.color_by);
}

static void path_of(char path[512], const char *folder, const char *graph, int i, const char *part)
{
    char file[256];
    char name[256];
    const char *at = strchr(variant[i].name, '%') + 2;
    snprintf(file, sizeof file, "%s%s", graph, at);
    if (part && is_csv(i))
        snprintf(name, sizeof name, "%.*s.%s.csv", (int)strlen(file) - 4, file, part);
    else
        snprintf(name, sizeof name, "%s", file);
    snprintf(path, 512, "%s/%s", folder, name);
}

static void write_variants(rel_ctx *ctx, const rel_graph *g, const char *folder, const char *graph)
{
    for (int i = 0; i < VARIANTS; i++) {
        char path[512];
        if (!fits(i, g)) continue;
        path_of(path, folder, graph, i, NULL);
        CHECK_OK(ctx, rel_graph_file_write(ctx, g, path, NULL, &variant[i].opts));
    }
}

/* What a reader of the files should find: names and edges. */
static void write_truth(rel_ctx *ctx, const rel_graph *g, const char *folder, const char *graph)
{
    char path[512], room[REL_NAME_NUMBER_TEXT], other[REL_NAME_NUMBER_TEXT];
    rel_outfile f;
    rel_json j;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_bool(&j, "directed", g->directed);
    rel_json_begin_array(&j, "nodes");
    for (rel_vid v = 0; v < g->n; v++) rel_json_text(&j, NULL, rel_names_get(&g->names, v, room));
    rel_json_end_array(&j);
    rel_json_begin_array(&j, "edges");
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            for (int k = 0; k <= REL_KIND_COUNT; k++) {
                const rel_attribute *a =
                    k < REL_KIND_COUNT ? rel_attribute_find(&g->edge_attributes, rel_kind_word((rel_kind)k))
                                       : NULL;
                if (k < REL_KIND_COUNT && (!a || !(rel_attribute_f64(a, e) > 0))) continue;
                if (k == REL_KIND_COUNT && g->edge_attributes.count) continue;
                rel_json_begin_array(&j, NULL);
                rel_json_text(&j, NULL, rel_names_get(&g->names, u, room));
                rel_json_text(&j, NULL, rel_names_get(&g->names, g->out.adj[e], other));
                rel_json_text(&j, NULL, a ? rel_str_of(a->name) : REL_STR_MISSING);
                rel_json_f64(&j, NULL,
                             a               ? (double)a->value.f32[e]
                             : g->out.weight ? (double)g->out.weight[e]
                                             : 1);
                rel_json_end_array(&j);
            }
        }
    rel_json_end_array(&j);
    rel_json_end_object(&j);
    CHECK(j.status == REL_OK);
    snprintf(path, sizeof path, "%s/%s.truth.json", folder, graph);
    CHECK_OK(ctx, rel_outfile_open(ctx, path, &f));
    rel_outfile_add(&f, j.out.data, j.out.len);
    CHECK_OK(ctx, rel_outfile_close(&f));
    rel_buf_free(&j.out);
}

static void write_samples(const char *folder)
{
    static const struct {
        const char *name;
        rel_vid n;
        rel_eid m;
        bool directed, weighted;
    } random[] = {{"empty", 0, 0, true, false},
                  {"one", 1, 0, true, false},
                  {"undirected", 300, 1000, false, true},
                  {"large", CHECK_SIZE(20000, 4000), CHECK_SIZE(100000, 20000), true, true}};
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    mkdir(folder, 0777);
    sample_full(&ctx, &g);
    write_variants(&ctx, &g, folder, "full");
    write_truth(&ctx, &g, folder, "full");
    rel_graph_free(&g);
    for (size_t i = 0; i < sizeof random / sizeof *random; i++) {
        sample_random(&ctx, &g, random[i].n, random[i].m, random[i].directed, random[i].weighted);
        write_variants(&ctx, &g, folder, random[i].name);
        write_truth(&ctx, &g, folder, random[i].name);
        rel_graph_free(&g);
    }
    rel_ctx_free(&ctx);
}

/* The files of 1, 2 and 8 threads are the same bytes; the size foretold is right within a factor of 1.5. */
static void check_variants(const rel_graph *g, bool estimates)
{
    static const int threads[] = {1, 2, 8};
    static const char *const parts[] = {"nodes", "edges"};
    for (int i = 0; i < VARIANTS; i++) {
        if (!fits(i, g)) continue;
        int64_t bytes = 0;
        for (size_t t = 0; t < 3; t++) {
            rel_ctx ctx;
            char graph[32], path[512], first[512];
            rel_ctx_init(&ctx, threads[t]);
            snprintf(graph, sizeof graph, "threads%d", threads[t]);
            path_of(path, ".", graph, i, NULL);
            CHECK_OK(&ctx, rel_graph_file_write(&ctx, g, path, variant[i].format, &variant[i].opts));
            for (int k = 0; k < (is_csv(i) ? 2 : 1); k++) {
                path_of(path, ".", graph, i, parts[k]);
                path_of(first, ".", "threads1", i, parts[k]);
                CHECK(same_files(path, first));
                if (t == 0) bytes += file_bytes(path);
                if (t > 0) remove(path);
            }
            rel_ctx_free(&ctx);
        }
        for (int k = 0; k < (is_csv(i) ? 2 : 1); k++) {
            char path[512];
            path_of(path, ".", "threads1", i, parts[k]);
            remove(path);
        }
        if (!estimates) continue;
        const int64_t expected = rel_graph_format_find(variant[i].format)->estimate(g, &variant[i].opts);
        if (!(expected * 3 >= bytes * 2 && expected * 2 <= bytes * 3))
            fprintf(stderr, "%s: expected %lld bytes, written %lld\n", variant[i].name, (long long)expected,
                    (long long)bytes);
        CHECK(expected * 3 >= bytes * 2 && expected * 2 <= bytes * 3);
    }
}

static void same_bytes(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    sample_full(&ctx, &g);
    check_variants(&g, true);
    rel_graph_free(&g);
    sample_random(&ctx, &g, CHECK_SIZE(30000, 10000), CHECK_SIZE(200000, 50000), true, true);
    check_variants(&g, true);
    rel_graph_free(&g);
    sample_random(&ctx, &g, 3000, 9000, false, false);
    check_variants(&g, true);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

/* A text larger than the blocks that rows are formatted in. */
static void long_text(void)
{
    enum { LONG = 1500000 };
    rel_ctx ctx;
    rel_graph g;
    size_t len;
    rel_str bio[3] = {REL_STR_LIT("short"), {NULL, LONG}, REL_STR_MISSING};
    char *text = malloc(LONG);
    memset(text, '<', LONG);
    bio[1].s = text;
    rel_ctx_init(&ctx, 2);
    sample_random(&ctx, &g, 3, 4, true, false);
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "bio", REL_ATTRIBUTE_TEXT, bio, NULL));
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "long.graphml", NULL, NULL));
    char *written = read_all("long.graphml", &len);
    CHECK(written && len > 4 * LONG && len < 4 * LONG + 4000);
    CHECK(written && strstr(written, "&lt;&lt;</data></node>\n<node id=\"2\">") != NULL);
    check_variants(&g, false);
    free(written);
    free(text);
    remove("long.graphml");
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

/* Two accounts, one edge: the whole file. */
static void exact_text(void)
{
    static const char *const expected =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        "<desc>T\n"
        "Written by relais " REL_VERSION ", D\n"
        "An edge from A to B: A gives attention to B.\n"
        "One edge for each pair and kind of interaction; weight: the sum of the weights of the interactions "
        "of this "
        "kind.\n"
        "Sizes of nodes: in-degree, linear from 4 to 100.</desc>\n"
        "<key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
        "<key id=\"size\" for=\"node\" attr.name=\"size\" attr.type=\"double\"/>\n"
        "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
        "<key id=\"layer\" for=\"edge\" attr.name=\"layer\" attr.type=\"string\"/>\n"
        "<key id=\"first_time\" for=\"edge\" attr.name=\"first_time\" attr.type=\"string\"/>\n"
        "<key id=\"last_time\" for=\"edge\" attr.name=\"last_time\" attr.type=\"string\"/>\n"
        "<graph edgedefault=\"directed\">\n"
        "<node id=\"0\"><data key=\"label\">0</data><data key=\"size\">4</data></node>\n"
        "<node id=\"1\"><data key=\"label\">1</data><data key=\"size\">100</data></node>\n"
        "<edge id=\"e0\" source=\"0\" target=\"1\" label=\"share\"><data key=\"weight\">1.1</data>"
        "<data key=\"layer\">share</data><data key=\"first_time\">2023-11-14T22:13:20Z</data>"
        "<data key=\"last_time\">2023-11-14T22:13:21Z</data></edge>\n"
        "</graph>\n"
        "</graphml>\n";
    const rel_vid source[] = {0, 0}, target[] = {1, 1};
    const float weight[] = {1, 0.1f};
    const uint8_t layer[] = {REL_KIND_SHARE, REL_KIND_SHARE};
    const int64_t time[] = {1700000001, 1700000000};
    const rel_edges edges = {2, source, target, weight, layer, time};
    const rel_write_opts opts = {.title = "T", .description = "D"};
    rel_ctx ctx;
    rel_graph g;
    size_t len;
    rel_ctx_init(&ctx, 1);
    CHECK_OK(&ctx, rel_graph_build(&ctx, 2, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "exact.graphml", NULL, &opts));
    char *written = read_all("exact.graphml", &len);
    CHECK_TEXT(written, expected);
    free(written);
    remove("exact.graphml");
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

/* A graph that was read from a graph file: its own colours and sizes are shown again, not carried as columns.
 */
static void looks_of_a_file(void)
{
    const int64_t red[] = {255, 0, 7}, green[] = {0, 128, 8}, blue[] = {1, 2, 9};
    const double size[] = {10, 20, 15};
    rel_ctx ctx;
    rel_graph g;
    size_t len;
    rel_ctx_init(&ctx, 2);
    sample_random(&ctx, &g, 3, 0, true, false);
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "r", REL_ATTRIBUTE_I64, red, NULL));
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "g", REL_ATTRIBUTE_I64, green, NULL));
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "b", REL_ATTRIBUTE_I64, blue, NULL));
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "size", REL_ATTRIBUTE_F64, size, NULL));
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "looks.gexf", NULL, NULL));
    char *text = read_all("looks.gexf", &len);
    CHECK(text && strstr(text, "<node id=\"2\" label=\"2\"><viz:color r=\"7\" g=\"8\" b=\"9\"/>"
                               "<viz:size value=\"52\"/></node>"));
    CHECK(text && !strstr(text, "<attribute "));
    free(text);
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "looks.gexf", NULL,
                                        &(rel_write_opts){.color_by = "", .size_by = ""}));
    text = read_all("looks.gexf", &len);
    CHECK(text && strstr(text, "<node id=\"2\" label=\"2\"/>"));
    free(text);
    remove("looks.gexf");
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

static void check_fails(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts,
                        rel_status status, const char *message, const char *hint)
{
    CHECK(rel_graph_file_write(ctx, g, path, NULL, opts) == status);
    CHECK_TEXT(ctx->message, message);
    CHECK_TEXT(ctx->hint, hint);
    rel_forgive(ctx);
}

static void errors(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    sample_full(&ctx, &g);
    check_fails(&ctx, &g, "brand.xyz", NULL, REL_E_USAGE,
                "'brand.xyz': not a graph format relais writes (graphml, gexf, csv, dot, net, rgraph, el)",
                "");
    check_fails(&ctx, &g, "brand.grapml", NULL, REL_E_USAGE,
                "'brand.grapml': not a graph format relais writes (graphml, gexf, csv, dot, net, rgraph, el)",
                "did you mean 'graphml'?");
    check_fails(&ctx, &g, "brand", NULL, REL_E_USAGE,
                "'brand': not a graph format relais writes (graphml, gexf, csv, dot, net, rgraph, el)", "");
    check_fails(&ctx, &g, "-", &(rel_write_opts){0}, REL_E_USAGE,
                "'-': not a graph format relais writes (graphml, gexf, csv, dot, net, rgraph, el)", "");
    check_fails(&ctx, &g, "brand.gexf.gz", NULL, REL_E_USAGE, "'brand.gexf.gz': graphs are written unpacked",
                "leave '.gz' or '.zst' out, and pack the file afterwards");
    check_fails(&ctx, &g, "a.gexf", &(rel_write_opts){.gexf_version = "1.4"}, REL_E_USAGE,
                "'1.4' is not a version of GEXF that relais writes (1.3 or 1.2)", "");
    check_fails(&ctx, &g, "a.gexf", &(rel_write_opts){.timestamps = true, .gexf_version = "1.2"}, REL_E_USAGE,
                "version 1.2 of GEXF has no timestamps: expected 1.3", "");
    check_fails(&ctx, &g, "a.graphml", &(rel_write_opts){.dynamic = true}, REL_E_USAGE,
                "'a.graphml': only GEXF holds the times of edges", "");
    check_fails(&ctx, &g, "a.gexf", &(rel_write_opts){.color_by = "comunity"}, REL_E_USAGE,
                "the accounts have no attribute 'comunity'", "did you mean 'community'?");
    check_fails(&ctx, &g, "a.gexf", &(rel_write_opts){.size_by = "handle"}, REL_E_USAGE,
                "sizes need numbers, and the attribute 'handle' is text", "");
    check_fails(&ctx, &g, "nowhere/a.gexf", NULL, REL_E_IO,
                "cannot write 'nowhere/a.gexf': No such file or directory", "");
    check_fails(&ctx, &g, "/dev/full.gexf/x.dot", NULL, REL_E_IO,
                "cannot write '/dev/full.gexf/x.dot': No such file or directory", "");
    CHECK(rel_graph_file_write(&ctx, &g, "/dev/full", "graphml", NULL) == REL_E_IO);
    CHECK_TEXT(ctx.message, "cannot write '/dev/full': No space left on device");
    CHECK(!exists("/dev/full.tmp"));
    CHECK(!exists("a.gexf") && !exists("a.gexf.tmp") && !exists("a.graphml"));
    /* Whole or absent, both: the place of the edges is taken by a folder. */
    mkdir("pair.edges.csv", 0777);
    CHECK(rel_graph_file_write(&ctx, &g, "pair.csv", NULL, NULL) == REL_E_IO);
    CHECK_TEXT(ctx.message, "cannot write 'pair.edges.csv': Is a directory");
    CHECK(!exists("pair.nodes.csv") && !exists("pair.nodes.csv.tmp") && !exists("pair.edges.csv.tmp"));
    rmdir("pair.edges.csv");
    CHECK_TORTURE(&ctx,
                  rel_graph_file_write(&ctx, &g, "torture.gexf", NULL, &(rel_write_opts){.dynamic = true}),
                  remove("torture.gexf"));
    CHECK(!exists("torture.gexf.tmp"));
    volatile sig_atomic_t stop = 1;
    ctx.stop = &stop;
    CHECK(rel_graph_file_write(&ctx, &g, "stopped.gexf", NULL, NULL) == REL_E_STOPPED);
    CHECK(!exists("stopped.gexf") && !exists("stopped.gexf.tmp"));
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

/* Standard output gets one table of the two. */
static void csv_to_standard_output(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    sample_full(&ctx, &g);
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "pipe.csv", NULL, NULL));
    const int saved = dup(STDOUT_FILENO), file = open("pipe.out", O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    CHECK_OK(&ctx, rel_graph_file_write(&ctx, &g, "-", "csv", NULL));
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    CHECK(same_files("pipe.out", "pipe.edges.csv"));
    remove("pipe.out");
    remove("pipe.nodes.csv");
    remove("pipe.edges.csv");
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
}

static void formats(void)
{
    CHECK(rel_graph_format_find("gexf") == rel_graph_format_of_path("a/b.c/brand.GEXF"));
    CHECK(rel_graph_format_find("NET") == rel_graph_format_find("pajek"));
    CHECK(rel_graph_format_of_path("brand.graphml.gz") == rel_graph_format_find("graphml"));
    CHECK(rel_graph_format_of_path("a.gexf/brand") == NULL);
    CHECK(rel_graph_format_of_path("brand.gz") == NULL);
    CHECK(rel_graph_format_of_path("brand.") == NULL);
    CHECK(rel_graph_format_find("xyz") == NULL);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        write_samples(argv[1]);
        return CHECK_REPORT();
    }
    exact_text();
    same_bytes();
    long_text();
    csv_to_standard_output();
    looks_of_a_file();
    formats();
    errors();
    return CHECK_REPORT();
}
