/* GML is read, and a text edge list is written that reads back as the same graph. */
#include <stdlib.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/edgelist.h"
#include "graph/graph_file.h"
#include "tests/check.h"

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0);
    if (f) fclose(f);
}

static void list_reads_back(rel_ctx *ctx)
{
    enum { N = 300, M = 2000 };
    const char *path = "written.el";
    rel_vid source[M], target[M];
    float weight[M];
    char text[N][24];
    rel_str name[N];
    rel_graph g = {0}, back = {0};
    for (int i = 0; i < M; i++) {
        source[i] = (rel_vid)(i * 7919 % N);
        target[i] = (rel_vid)((i * 104729 + 1) % N);
        weight[i] = (float)(1 + i % 5) / 4;
    }
    for (int v = 0; v < N; v++) {
        snprintf(text[v], sizeof text[v], "x:%d\xC3\xA9", 1000 + v);
        name[v] = rel_str_of(text[v]);
    }
    const rel_edges edges = {.count = M, .source = source, .target = target, .weight = weight};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_graph_set_names(ctx, &g, name));
    CHECK_OK(ctx, rel_graph_file_write(ctx, &g, path, NULL, NULL));
    CHECK_OK(ctx, rel_edgelist_read(ctx, path, REL_EDGELIST_DEFAULTS, &back));
    CHECK(back.n == g.n && back.m == g.m);
    CHECK(memcmp(back.out.off, g.out.off, (N + 1) * sizeof *g.out.off) == 0);
    CHECK(memcmp(back.out.adj, g.out.adj, (size_t)g.m * sizeof *g.out.adj) == 0);
    CHECK(memcmp(back.out.weight, g.out.weight, (size_t)g.m * sizeof *g.out.weight) == 0);
    name[5] = rel_str_of("two words");
    CHECK_OK(ctx, rel_graph_set_names(ctx, &g, name));
    unlink(path);
    CHECK(rel_graph_file_write(ctx, &g, path, NULL, NULL) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'written.el': an edge list has no place for the name 'two words'");
    CHECK(access(path, F_OK) != 0);
    rel_graph_free(&g);
    rel_graph_free(&back);
}

static void gml_is_read(rel_ctx *ctx)
{
    const char *path = "small.gml";
    char room[REL_NAME_NUMBER_TEXT];
    rel_graph g = {0};
    put_file(path,
             "Creator \"by hand\"\ngraph\n[\n directed 1\n"
             " node [ id 7 label \"anna\" ]\n node [ id 3 label \"bob\" ]\n node [ id 9 label \"cleo\" ]\n"
             " edge [ source 7 target 3 weight 2.5 ]\n edge [ source 9 target 3 weight 1 ]\n]\n");
    CHECK_OK(ctx, rel_graph_file_read(ctx, path, REL_BUILD_BOTH, &g));
    CHECK(g.n == 3 && g.m == 2 && g.directed);
    const rel_vid anna = rel_names_find(&g.names, rel_str_of("anna"));
    const rel_vid bob = rel_names_find(&g.names, rel_str_of("bob"));
    CHECK(anna != REL_VID_NONE && bob != REL_VID_NONE);
    const rel_eid e = rel_graph_find(&g, anna, bob);
    CHECK(e >= 0 && g.out.weight && g.out.weight[e] == 2.5f);
    CHECK(rel_graph_find(&g, bob, anna) < 0);
    CHECK(rel_str_is(rel_names_get(&g.names, anna, room), "anna"));
    rel_graph_free(&g);
    put_file(path, "graph [\n node [ id 1 ]\n edge [ source 1 target 2\n");
    CHECK(rel_graph_file_read(ctx, path, REL_BUILD_BOTH, &g) == REL_E_DATA);
    CHECK(strstr(ctx->message, "small.gml") != NULL);
    put_file(path, "graph [ ]");
    CHECK(rel_graph_file_read(ctx, path, REL_BUILD_BOTH, &g) == REL_E_DATA);
    unlink(path);
}

/* Sizes as Newman's collection states them: node and edge counts of the karate club, football and political
 * books. */
static void real_gml(rel_ctx *ctx)
{
    static const struct {
        const char *name;
        rel_vid n;
        rel_eid edges;
    } cases[] = {{"karate_club.gml", 34, 78}, {"football.gml", 115, 613}, {"polbooks.gml", 105, 441}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[1024];
        rel_graph g = {0};
        snprintf(path, sizeof path, "%s/classics/%s", REL_SHARED_DATA, cases[i].name);
        if (access(path, R_OK) != 0) {
            fprintf(stderr, "skipped: '%s' is not here\n", path);
            continue;
        }
        CHECK_OK(ctx, rel_graph_file_read(ctx, path, REL_BUILD_BOTH, &g));
        CHECK(g.n == cases[i].n && g.m == 2 * cases[i].edges && !g.directed);
        rel_graph_free(&g);
    }
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    list_reads_back(&ctx);
    gml_is_read(&ctx);
    real_gml(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
