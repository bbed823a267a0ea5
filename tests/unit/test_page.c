/* The interactive page: what is written around and inside the data. Browsers: tests/system/page.sh. */
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "graph/builder.h"
#include "src/base/input.h"
#include "src/report/page.h"
#include "tests/check.h"

enum { N = 4 };

static void make_graph(rel_ctx *ctx, rel_graph *g)
{
    static const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 0};
    static const float weight[] = {1, 2.5F, 3};
    static const rel_str handle[N] = {
        {"</script><b>", 12}, {NULL, 0}, {"zo\xc3\xa9 \xf0\x9f\x8c\xb4", 9}, {"quote\"s\\", 8}};
    const rel_edges edges = {.count = 3, .source = source, .target = target, .weight = weight};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL));
}

static const float x[N] = {-1.25F, 0, 5000, 3}, y[N] = {0, 1, 2, -5000};
static const double in_degree[N] = {1, 1, 1, 0}, pagerank[N] = {1.0 / 3, 0.1, NAN, 1e-12};
static const rel_vid community[N] = {0, 1, 0, REL_VID_NONE};
static const rel_page_score scores[] = {{"in_degree", "in-degree", in_degree, false},
                                        {"pagerank", "PageRank", pagerank, false}};
static const rel_page_community communities[] = {
    {1, {"#v\xc3\xa9lo <3", 9}, {"Two accounts.", 13}, 2, 0x0072b2},
    {2, {NULL, 0}, {NULL, 0}, 1, 0xe69f00},
};

static rel_page page_of(const rel_graph *g)
{
    return (rel_page){.graph = g,
                      .x = x,
                      .y = y,
                      .title = rel_str_of("Norvane & <co>"),

                      .rank = pagerank,
                      .score = scores,
                      .scores = 2,
                      .community = community,
                      .communities = communities,
                      .community_count = 2};
}

static int count(const char *text, const char *what)
{
    int found = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what)) found++;
    return found;
}

/* The whole page as text, to be freed; the data between their tags in *data, to be freed. */
static char *written(rel_ctx *ctx, const rel_page *page, char **data)
{
    static const char tag[] = "<script id=\"data\" type=\"application/json\">";
    rel_input *in = NULL;
    rel_page_result result;
    rel_str all;
    CHECK_OK(ctx, rel_page_write(ctx, page, "page.html", &result));
    CHECK_OK(ctx, rel_input_open(ctx, "page.html", &in));
    CHECK_OK(ctx, rel_input_whole(ctx, in, &all));
    char *text = strndup(all.s, all.len);
    rel_input_close(in);
    const char *from = strstr(text, tag);
    CHECK(from && count(text, tag) == 1);
    from += strlen(tag);
    *data = strndup(from, (size_t)(strstr(from, "</script>") - from));
    return text;
}

static void data_is_whole(rel_ctx *ctx)
{
    rel_graph g = {0};
    char *data;
    make_graph(ctx, &g);
    const rel_page page = page_of(&g);
    char *text = written(ctx, &page, &data);
    CHECK(strstr(text, "<title>Norvane &amp; &lt;co></title>"));
    CHECK(strstr(text, "<html lang=\"en\">"));
    CHECK(!strchr(data, '<'));
    CHECK(strstr(data, "\"title\":\"Norvane & \\u003cco>\""));
    CHECK(!strstr(data, "\"note\""));
    CHECK(strstr(data, "\"directed\":true"));
    CHECK(strstr(data, "\"name\":[\"0\",\"1\",\"2\",\"3\"]"));
    CHECK(strstr(
        data,
        "\"handle\":[\"\\u003c/script>\\u003cb>\",null,\"zo\xc3\xa9 \xf0\x9f\x8c\xb4\",\"quote\\\"s\\\\\"]"));
    CHECK(strstr(data, "\"x\":[-1.3,0,5000,3]"));
    CHECK(strstr(data, "\"community\":[0,1,0,-1]"));
    CHECK(strstr(data, "\"values\":[0.333333,0.1,null,1e-12]"));
    CHECK(strstr(data, "\"edges\":{\"source\":[0,1,2],\"target\":[1,2,0],\"weight\":[1,2.5,3]}"));
    CHECK(strstr(data,
                 "{\"number\":1,\"label\":\"#v\xc3\xa9lo \\u003c3\",\"color\":\"#0072b2\",\"accounts\":2,"
                 "\"summary\":\"Two accounts.\"}"));
    CHECK(strstr(data, "{\"number\":2,\"label\":\"\",\"color\":\"#e69f00\",\"accounts\":1}"));
    /* Nothing is asked for from anywhere: no address to load is in the page. */
    CHECK(strstr(text, "default-src 'none'"));
    CHECK(count(text, " src=") == 0 && count(text, "<link") == 0 && count(text, "@import") == 0);
    free(text);
    free(data);
    rel_graph_free(&g);
}

/* An undirected edge is written once. */
static void undirected(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 1}, target[] = {1, 2};
    const rel_edges edges = {.count = 2, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    rel_graph g = {0};
    char *data;
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, &g));
    const rel_page page = {.graph = &g,
                           .x = x,
                           .y = y,
                           .title = rel_str_of("t"),
                           .rank = in_degree,
                           .score = scores,
                           .scores = 1};
    char *text = written(ctx, &page, &data);
    CHECK(strstr(data, "\"directed\":false"));
    CHECK(strstr(data, "\"edges\":{\"source\":[0,1],\"target\":[1,2]}"));
    CHECK(strstr(data, "\"communities\":[]"));
    CHECK(strstr(data, "\"community\":[-1,-1,-1,-1]"));
    free(text);
    free(data);
    rel_graph_free(&g);
}

/* The best accounts, the heaviest edges between them, and a sentence that says so. */
static void pruned(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_page_result result;
    char *data;
    make_graph(ctx, &g);
    rel_page page = page_of(&g);
    static const double rank[N] = {4, NAN, 5, 3};
    page.rank = rank;
    page.accounts = 3;
    char *text = written(ctx, &page, &data);
    CHECK(strstr(data, "\"name\":[\"0\",\"2\",\"3\"]"));
    CHECK(strstr(data, "\"community\":[0,0,-1]"));
    CHECK(strstr(data, "\"edges\":{\"source\":[1],\"target\":[0],\"weight\":[3]}"));
    CHECK(strstr(data, "\"note\":\"The best 3 of 4 accounts by in-degree.\""));
    free(text);
    free(data);
    page.accounts = 0;
    page.edges = 2;
    text = written(ctx, &page, &data);
    CHECK(strstr(data, "\"edges\":{\"source\":[1,2],\"target\":[2,0],\"weight\":[2.5,3]}"));
    CHECK(strstr(data, "\"note\":\"The strongest 2 of 3 edges between them.\""));
    free(text);
    free(data);
    CHECK_OK(ctx, rel_page_write(ctx, &page, "page.html", &result));
    CHECK(result.accounts == 4 && result.edges == 2 && result.edges_between == 3);
    rel_graph_free(&g);
}

static void too_large(rel_ctx *ctx)
{
    rel_graph g = {0};
    struct stat left;
    rel_page_result result;
    make_graph(ctx, &g);
    rel_page page = page_of(&g);
    page.accounts = REL_PAGE_ACCOUNTS_MAX + 1;
    CHECK(rel_page_write(ctx, &page, "large.html", &result) == REL_E_LIMIT);
    CHECK(strstr(ctx->message, "20001 accounts"));
    page.accounts = 0;
    page.edges = REL_PAGE_EDGES_MAX + 1;
    CHECK(rel_page_write(ctx, &page, "large.html", &result) == REL_E_LIMIT);
    CHECK(strstr(ctx->message, "100001 edges"));
    CHECK(stat("large.html", &left) != 0);
    rel_graph_free(&g);
}

static void no_memory(rel_ctx *ctx)
{
    rel_graph g = {0};
    rel_page_result result;
    make_graph(ctx, &g);
    const rel_page page = page_of(&g);
    CHECK_TORTURE(ctx, rel_page_write(ctx, &page, "page.html", &result), (void)0);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    if (!rel_page_available()) return 77;
    data_is_whole(&ctx);
    undirected(&ctx);
    pruned(&ctx);
    too_large(&ctx);
    no_memory(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
