/* Names, attributes and subgraphs: small cases by hand, laws on larger ones, errors, failing allocations. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/name_sort.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"

static void small(rel_ctx *ctx, rel_graph *g)
{
    /* 0 -> 1, 0 -> 3, 1 -> 2, 2 -> 0, 3 -> 2, with layers */
    static const rel_vid source[] = {0, 0, 1, 2, 3}, target[] = {1, 3, 2, 0, 2};
    static const float weight[] = {1, 2, 3, 4, 5};
    static const uint8_t layer[] = {REL_KIND_SHARE, REL_KIND_SHARE, REL_KIND_MENTION, REL_KIND_SHARE,
                                    REL_KIND_MENTION};
    const rel_edges edges = {5, source, target, weight, layer, NULL};
    CHECK_OK(ctx, rel_graph_build(ctx, 4, &edges, REL_BUILD_DEFAULTS, g));
}

static const char *name_of(const rel_graph *g, rel_vid v)
{
    static char text[64], room[REL_NAME_NUMBER_TEXT];
    const rel_str name = rel_names_get(&g->names, v, room);
    snprintf(text, sizeof text, "%.*s", REL_STR_ARG(name));
    return text;
}

static void names_in_three_forms(rel_ctx *ctx)
{
    static const uint64_t number[] = {0, 7, 1700000000005428521, UINT64_MAX}, falling[] = {0, 7, 7, 8};
    const rel_str text[] = {REL_STR_LIT("twitter:@zoe"), REL_STR_LIT("ann"), REL_STR_LIT(""),
                            REL_STR_LIT("anna")};
    const rel_str twice[] = {REL_STR_LIT("a"), REL_STR_LIT("b"), REL_STR_LIT("a"), REL_STR_LIT("c")};
    const rel_str bad[] = {REL_STR_LIT("a"), REL_STR_LIT("b\x01"), REL_STR_LIT("c"), REL_STR_LIT("d")};
    rel_graph g;
    small(ctx, &g);
    CHECK_TEXT(name_of(&g, 3), "3");
    CHECK(rel_names_find(&g.names, REL_STR_LIT("3")) == 3 &&
          rel_names_find(&g.names, REL_STR_LIT("4")) == REL_VID_NONE);
    CHECK(rel_names_find(&g.names, REL_STR_LIT("03")) == REL_VID_NONE);
    CHECK(rel_names_find(&g.names, REL_STR_LIT("")) == REL_VID_NONE);

    CHECK_OK(ctx, rel_graph_set_numbers(ctx, &g, number));
    CHECK_TEXT(name_of(&g, 2), "1700000000005428521");
    CHECK_TEXT(name_of(&g, 3), "18446744073709551615");
    CHECK(rel_names_find(&g.names, REL_STR_LIT("1700000000005428521")) == 2);
    CHECK(rel_names_find(&g.names, REL_STR_LIT("1700000000005428522")) == REL_VID_NONE);
    CHECK(rel_names_find(&g.names, REL_STR_LIT("18446744073709551616")) == REL_VID_NONE);
    CHECK(rel_names_nearest(&g.names, REL_STR_LIT("1700000000005428531")) == 2);
    CHECK(rel_graph_set_numbers(ctx, &g, falling) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "vertex numbers must ascend: 7 follows 7");

    CHECK_OK(ctx, rel_graph_set_names(ctx, &g, text));
    for (rel_vid v = 0; v < 4; v++) CHECK(rel_names_find(&g.names, text[v]) == v);
    CHECK(rel_names_find(&g.names, REL_STR_LIT("an")) == REL_VID_NONE);
    CHECK(rel_names_nearest(&g.names, REL_STR_LIT("zoé")) == 0 ||
          rel_names_nearest(&g.names, REL_STR_LIT("zo")) == 0);
    CHECK(rel_names_nearest(&g.names, REL_STR_LIT("@annna")) == 3);
    CHECK(rel_names_nearest(&g.names, REL_STR_LIT("completely_else")) == REL_VID_NONE);
    CHECK(rel_names_nearest(&g.names, REL_STR_LIT("")) == REL_VID_NONE);
    CHECK(rel_graph_set_names(ctx, &g, twice) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "two vertices are named 'a'");
    CHECK(rel_graph_set_names(ctx, &g, bad) == REL_E_USAGE);
    CHECK(rel_names_find(&g.names, text[0]) == 0); /* the old names stay */
    rel_graph_free(&g);
}

/* Texts that share long beginnings, are each other's beginnings, and are equal. */
static void many_names_are_sorted(rel_ctx *ctx)
{
    enum { N = 20000 };
    static char text[N * 64];
    static uint64_t off[N + 1];
    static rel_vid order[N], again[N];
    for (uint64_t i = 0; i < N; i++) {
        const uint64_t kind = rel_rand_below(3, 0, i, 4), x = rel_rand_below(3, 1, i, 5000);
        char *at = text + off[i];
        int len = 0;
        if (kind == 0) len = snprintf(at, 64, "platform:%" PRIu64, x);
        if (kind == 1) len = snprintf(at, 64, "platform:a_common_beginning_%0*" PRIu64, (int)(x % 9), x);
        if (kind == 2) len = (int)(x % 40);
        if (kind == 2) memset(at, 'a', (size_t)len);
        if (kind == 3) len = snprintf(at, 64, "\xC3\xA9%" PRIx64, rel_mix64(x));
        off[i + 1] = off[i] + (uint64_t)len;
    }
    CHECK_OK(ctx, rel_name_sort(ctx, text, off, N, order));
    bool sorted = true;
    for (rel_vid i = 1; i < N; i++) {
        const rel_vid a = order[i - 1], b = order[i];
        const uint64_t a_len = off[a + 1] - off[a], b_len = off[b + 1] - off[b];
        const int c = memcmp(text + off[a], text + off[b], a_len < b_len ? a_len : b_len);
        sorted = sorted && (c < 0 || (c == 0 && (a_len < b_len || (a_len == b_len && a < b))));
    }
    CHECK(sorted);
    ctx->threads = 8;
    CHECK_OK(ctx, rel_name_sort(ctx, text, off, N, again));
    CHECK(memcmp(order, again, sizeof order) == 0);
    ctx->threads = 2;
}

static void columns_of_each_type(rel_ctx *ctx)
{
    rel_graph g;
    static const uint8_t flags[] = {0, 2, 1, 0}, present[] = {1, 0, 1, 1}, all[] = {1, 1, 1, 1};
    static const int64_t whole[] = {INT64_MIN, 0, INT64_MAX, -1};
    static const float single[] = {0.5f, 1, 2, 3};
    static const double real[] = {0.1, 1, 2, 3};
    const rel_str text[] = {REL_STR_LIT("caf\xC3\xA9"), REL_STR_MISSING, REL_STR_LIT(""),
                            REL_STR_LIT("a\x01"
                                        "b\xFF")};
    small(ctx, &g);
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "Flag", REL_ATTRIBUTE_BOOL, flags, all));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "whole", REL_ATTRIBUTE_I64, whole, present));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "single", REL_ATTRIBUTE_F32, single, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "real", REL_ATTRIBUTE_F64, real, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "text", REL_ATTRIBUTE_TEXT, text, NULL));
    const rel_attribute *a = rel_attribute_find(&g.vertex_attributes, "FLAG");
    CHECK(a && strcmp(a->name, "flag") == 0 && !a->present && a->value.b[1] == 1 &&
          rel_attribute_f64(a, 1) == 1);
    a = rel_attribute_find(&g.vertex_attributes, "whole");
    CHECK(a && isnan(rel_attribute_f64(a, 1)) && rel_attribute_is_missing(a, 1) &&
          a->value.i64[2] == INT64_MAX);
    CHECK(a && !rel_attribute_text(a, 0).s);
    a = rel_attribute_find(&g.vertex_attributes, "text");
    CHECK(a && rel_str_is(rel_attribute_text(a, 0), "caf\xC3\xA9") && !rel_attribute_text(a, 1).s);
    CHECK(a && rel_attribute_text(a, 2).s && rel_attribute_text(a, 2).len == 0);
    CHECK(a && rel_str_is(rel_attribute_text(a, 3), "a\xEF\xBF\xBD"
                                                    "b\xEF\xBF\xBD"));
    CHECK(a && isnan(rel_attribute_f64(a, 0)));
    CHECK(!rel_attribute_find(&g.vertex_attributes, "none") && g.vertex_attributes.count == 5);
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "TEXT", REL_ATTRIBUTE_F64, real, NULL));
    CHECK(g.vertex_attributes.count == 5);
    CHECK(rel_attribute_f64(rel_attribute_find(&g.vertex_attributes, "text"), 0) == 0.1);
    CHECK(rel_graph_add_vertex_attribute(ctx, &g, "", REL_ATTRIBUTE_F64, real, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "'' cannot name an attribute: 1 to 63 bytes of text are needed");
    const size_t before = rel_graph_bytes(&g);
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "more", REL_ATTRIBUTE_F64, real, NULL));
    CHECK(rel_graph_bytes(&g) == before + 32);
    CHECK_TORTURE(ctx, rel_graph_add_vertex_attribute(ctx, &g, "again", REL_ATTRIBUTE_TEXT, text, present),
                  (void)0);
    rel_graph_free(&g);
}

static void a_subgraph_by_hand(rel_ctx *ctx)
{
    rel_graph g, part;
    static const uint8_t keep[] = {1, 0, 1, 1};
    const rel_str name[] = {REL_STR_LIT("d"), REL_STR_LIT("c"), REL_STR_LIT("b"), REL_STR_LIT("a")};
    const rel_str text[] = {REL_STR_LIT("zero"), REL_STR_LIT("one"), REL_STR_MISSING, REL_STR_LIT("three")};
    small(ctx, &g);
    CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, keep, &part));
    CHECK_TEXT(name_of(&part, 1), "2"); /* names by index stay what they were */
    CHECK(part.names.form == REL_NAMES_U64);
    rel_graph_free(&part);
    CHECK_OK(ctx, rel_graph_set_names(ctx, &g, name));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &g, "text", REL_ATTRIBUTE_TEXT, text, NULL));
    CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, keep, &part));
    check_graph(&part);
    /* 0 -> 3, 2 -> 0 and 3 -> 2 are left, as 0 -> 2, 1 -> 0, 2 -> 1 */
    static const rel_vid adj[] = {2, 0, 1};
    static const float weight[] = {2, 4, 5}, share[] = {2, 4, 0};
    CHECK(part.n == 3 && part.m == 3 && same_bytes(part.out.adj, adj, sizeof adj));
    CHECK(same_bytes(part.out.weight, weight, sizeof weight));
    CHECK_TEXT(name_of(&part, 1), "b");
    CHECK(rel_names_find(&part.names, REL_STR_LIT("a")) == 2 &&
          rel_names_find(&part.names, REL_STR_LIT("c")) == REL_VID_NONE);
    const rel_attribute *t = rel_attribute_find(&part.vertex_attributes, "text");
    CHECK(t && t->count == 3 && !rel_attribute_text(t, 1).s && rel_str_is(rel_attribute_text(t, 2), "three"));
    const rel_attribute *s = rel_attribute_find(&part.edge_attributes, "share");
    CHECK(s && s->count == 3 && same_bytes(s->value.f32, share, sizeof share));
    rel_graph_free(&part);
    CHECK_TORTURE(ctx, rel_graph_subgraph(ctx, &g, keep, &part), rel_graph_free(&part));
    static const uint8_t none[4] = {0};
    CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, none, &part));
    CHECK(part.n == 0 && part.m == 0 && part.out.off[0] == 0);
    rel_graph_free(&part);
    rel_graph_free(&g);
}

static void subgraphs_at_any_number_of_threads(rel_ctx *ctx)
{
    enum { N = 5000, M = 60000 };
    static rel_vid source[M], target[M];
    static uint8_t keep[N];
    rel_graph g, part, again;
    for (uint64_t i = 0; i < M; i++) {
        source[i] = (rel_vid)rel_rand_below(1, 0, i, N);
        target[i] = (rel_vid)rel_rand_below(1, 1, i, N);
    }
    for (uint64_t v = 0; v < N; v++) keep[v] = rel_rand_unit(1, 2, v) < 0.6;
    const rel_edges edges = {.count = M, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    ctx->threads = 1;
    CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, keep, &part));
    check_graph(&part);
    rel_eid expected = 0;
    for (rel_vid v = 0; v < N; v++)
        for (rel_eid e = g.out.off[v]; e < g.out.off[v + 1]; e++) expected += keep[v] && keep[g.out.adj[e]];
    CHECK(part.m == expected);
    for (int threads = 2; threads <= 8; threads += 6) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_graph_subgraph(ctx, &g, keep, &again));
        CHECK(same_graph(&part, &again));
        rel_graph_free(&again);
    }
    ctx->threads = 2;
    rel_graph_free(&part);
    rel_graph_free(&g);
}

static void failing_allocations(rel_ctx *ctx)
{
    rel_graph g;
    small(ctx, &g);
    const rel_str name[] = {REL_STR_LIT("d"), REL_STR_LIT("c"), REL_STR_LIT("b"), REL_STR_LIT("a")};
    static const uint64_t number[] = {1, 2, 3, 4};
    CHECK_TORTURE(ctx, rel_graph_set_names(ctx, &g, name), (void)0);
    CHECK_TORTURE(ctx, rel_graph_set_numbers(ctx, &g, number), (void)0);
    g.in = (rel_csr){0};
    CHECK_TORTURE(ctx, rel_graph_need_in(ctx, &g), (void)0);
    check_graph(&g);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    names_in_three_forms(&ctx);
    many_names_are_sorted(&ctx);
    columns_of_each_type(&ctx);
    a_subgraph_by_hand(&ctx);
    subgraphs_at_any_number_of_threads(&ctx);
    failing_allocations(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
