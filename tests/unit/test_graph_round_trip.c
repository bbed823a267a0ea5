/* A graph that relais wrote as GraphML or GEXF and reads again is the same: names, arcs, weights, layers,
 * every column with its type, its times and what is missing. The look (colours, sizes, places) may come
 * besides. */
#include <stdlib.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/graph_file.h"
#include "src/base/time.h"
#include "tests/graph_check.h"

enum { N = 5, M = 6 };
#define T(literal)                                                                                           \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }
#define NONE                                                                                                 \
    {                                                                                                        \
        NULL, 0                                                                                              \
    }

static bool is_look(const char *name)
{
    static const char *const LOOKS[] = {"r", "g", "b", "size", "x", "y"};
    for (size_t i = 0; i < sizeof LOOKS / sizeof *LOOKS; i++)
        if (strcmp(name, LOOKS[i]) == 0) return true;
    return false;
}

static bool same_value(const rel_attribute *a, const rel_attribute *b, int64_t i)
{
    if (rel_attribute_is_missing(a, i) || rel_attribute_is_missing(b, i))
        return rel_attribute_is_missing(a, i) && rel_attribute_is_missing(b, i);
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: return a->value.b[i] == b->value.b[i];
    case REL_ATTRIBUTE_I64: return a->value.i64[i] == b->value.i64[i];
    case REL_ATTRIBUTE_F32: return same_bytes(&a->value.f32[i], &b->value.f32[i], 4);
    case REL_ATTRIBUTE_F64: return same_bytes(&a->value.f64[i], &b->value.f64[i], 8);
    case REL_ATTRIBUTE_TEXT: return rel_str_eq(rel_attribute_text(a, i), rel_attribute_text(b, i));
    }
    return false;
}

/* left_out: a column that the file has no place for. */
static void compare_tables(const char *what, const rel_attributes *a, const rel_attributes *b,
                           const char *left_out)
{
    int others = 0;
    for (int c = 0; c < a->count; c++) {
        const rel_attribute *x = &a->column[c], *y = rel_attribute_find(b, x->name);
        if (strcmp(x->name, left_out) == 0) continue;
        bool same = y && x->type == y->type && x->count == y->count;
        for (int64_t i = 0; same && i < x->count; i++) same = same_value(x, y, i);
        CHECK(same);
        if (!same) fprintf(stderr, "%s: column '%s' is not the same\n", what, x->name);
    }
    for (int c = 0; c < b->count; c++)
        if (!rel_attribute_find(a, b->column[c].name) && !is_look(b->column[c].name)) {
            fprintf(stderr, "%s: column '%s' is new\n", what, b->column[c].name);
            others++;
        }
    CHECK(others == 0);
}

static void compare(const char *what, const rel_graph *a, const rel_graph *b, const char *left_out)
{
    CHECK(a->n == b->n && a->m == b->m && a->directed == b->directed);
    if (a->n != b->n || a->m != b->m) return;
    CHECK(same_names(&a->names, &b->names));
    CHECK(same_csr(&a->out, &b->out, a->n, a->m) && same_csr(&a->in, &b->in, a->n, a->m));
    compare_tables(what, &a->vertex_attributes, &b->vertex_attributes, left_out);
    compare_tables(what, &a->edge_attributes, &b->edge_attributes, left_out);
}

static void vertex_column(rel_ctx *ctx, rel_graph *g, const char *name, rel_attribute_type type,
                          const void *values, const uint8_t *present)
{
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, name, type, values, present));
}

static void edge_column(rel_ctx *ctx, rel_graph *g, const char *name, rel_attribute_type type,
                        const void *values, const uint8_t *present)
{
    CHECK_OK(ctx, rel_graph_add_edge_attribute(ctx, g, name, type, values, present));
}

static const uint8_t SOME[M] = {1, 0, 1, 1, 0, 1};

static void vertex_columns(rel_ctx *ctx, rel_graph *g)
{
    static const int64_t whole[N] = {1700000000005428521, 0, INT64_MIN, INT64_MAX, 0},
                         created[N] = {0, 0, 1700000000, 253402300799, 0};
    static const double real[N] = {0.1, 0, 1e-300, -123456789.123456789, 0};
    static const float single[N] = {0.1f, 0, 1e-30f, 16777216, 0};
    static const uint8_t truth[N] = {1, 0, 0, 1, 0};
    static const rel_str text[N] = {T("two\nlines\tand a tab\r"), NONE, T("<&>\"' ]]>"), T(" blanks "), NONE};
    static const rel_str label[N] = {T("Ann"), NONE, T("Zo\xC3\xA9 \xF0\x9F\x8C\xB4"), NONE, NONE};
    static const rel_str digits[N] = {T("007"), T("1"), T("true"), T("1e5"), NONE};
    static const rel_str none[N] = {NONE};
    vertex_column(ctx, g, "followers", REL_ATTRIBUTE_I64, whole, SOME);
    vertex_column(ctx, g, "created", REL_ATTRIBUTE_I64, created, SOME);
    vertex_column(ctx, g, "rank", REL_ATTRIBUTE_F64, real, SOME);
    vertex_column(ctx, g, "half", REL_ATTRIBUTE_F32, single, SOME);
    vertex_column(ctx, g, "verified", REL_ATTRIBUTE_BOOL, truth, SOME);
    vertex_column(ctx, g, "bio", REL_ATTRIBUTE_TEXT, text, NULL);
    vertex_column(ctx, g, "label", REL_ATTRIBUTE_TEXT, label, NULL);
    vertex_column(ctx, g, "id", REL_ATTRIBUTE_TEXT, digits, NULL);
    vertex_column(ctx, g, "empty", REL_ATTRIBUTE_TEXT, none, NULL);
    vertex_column(ctx, g, "first_seen", REL_ATTRIBUTE_I64, created, SOME);
}

static void edge_columns(rel_ctx *ctx, rel_graph *g, bool times)
{
    static const int64_t first[M] = {1600000000, 1600000001, 1600000002, 1600000003, 1600000004, 1600000005},
                         last[M] = {1700000000, 1600000001, 1650000000, 1600000003, 1600000004, 1700000001},
                         big[M] = {9007199254740993, 0, -9007199254740995, 1, 0, 2};
    static const rel_str text[M] = {T("red"), NONE, T("as \"said\""), T("red"), NONE, T("0")};
    static const rel_str acts[M] = {T("1600000000 share,1650000000 mention,1700000000 share"),
                                    T("1600000001 share"),
                                    T("1600000002 mention,1650000000 mention"),
                                    T("1600000003 mention"),
                                    T("1600000004 share"),
                                    T("1600000005 mention,1700000001 mention")};
    static const uint8_t every[M] = {1, 1, 1, 1, 1, 1};
    edge_column(ctx, g, "first_time", REL_ATTRIBUTE_I64, first, times ? every : SOME);
    edge_column(ctx, g, "last_time", REL_ATTRIBUTE_I64, last, times ? every : SOME);
    edge_column(ctx, g, "since", REL_ATTRIBUTE_I64, big, SOME);
    edge_column(ctx, g, "color", REL_ATTRIBUTE_TEXT, text, NULL);
    edge_column(ctx, g, "type", REL_ATTRIBUTE_TEXT, text, NULL);
    edge_column(ctx, g, "rank", REL_ATTRIBUTE_F64, (const double[M]){0.1, 0, 3, 1e300, 0, 7}, SOME);
    if (times) edge_column(ctx, g, "act_times", REL_ATTRIBUTE_TEXT, acts, NULL);
}

/* Two layers; the first pair has both. times: every edge has them, and its instants. */
static void make(rel_ctx *ctx, bool directed, bool layers, bool times, rel_graph *g)
{
    static const rel_vid source[M + 1] = {0, 0, 0, 1, 2, 3, 4}, target[M + 1] = {1, 1, 2, 0, 3, 4, 0};
    static const float weight[M + 1] = {2.5f, 1, 0.1f, 3, 16777216, 1e-7f, 4};
    static const uint8_t layer[M + 1] = {REL_KIND_SHARE,   REL_KIND_MENTION, REL_KIND_SHARE,
                                         REL_KIND_MENTION, REL_KIND_MENTION, REL_KIND_SHARE,
                                         REL_KIND_MENTION};
    static const rel_str names[N] = {T("x:9007199254740993"), T("a name with blanks & <marks>"),
                                     T("zo\xC3\xA9"), T("007"), T("1")};
    const rel_edges edges = {
        .count = M + 1, .source = source, .target = target, .weight = weight, .layer = layers ? layer : NULL};
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges,
                                  (rel_build_opts){.directed = directed, .directions = REL_BUILD_BOTH}, g));
    CHECK_OK(ctx, rel_graph_set_names(ctx, g, names));
    vertex_columns(ctx, g);
    if (directed) CHECK(g->m == M);
    if (directed) edge_columns(ctx, g, times);
}

static void trip(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts,
                 const char *left_out)
{
    rel_graph back;
    CHECK_OK(ctx, rel_graph_file_write(ctx, g, path, NULL, opts));
    CHECK_OK(ctx, rel_graph_file_read(ctx, path, REL_BUILD_BOTH, &back));
    check_graph(&back);
    compare(path, g, &back, left_out);
    rel_graph_free(&back);
    unlink(path);
}

static void every_kind(rel_ctx *ctx)
{
    for (int k = 0; k < 4; k++) {
        rel_graph g;
        make(ctx, k < 3, k != 1, k == 2, &g);
        const rel_write_opts merged = {.one_edge_per_pair = true}, old = {.gexf_version = "1.2"},
                             dynamic = {.dynamic = true}, instants = {.timestamps = true};
        trip(ctx, &g, "trip.graphml", NULL, "");
        trip(ctx, &g, "trip.graphml", &merged, "");
        trip(ctx, &g, "trip.gexf", NULL, "");
        trip(ctx, &g, "trip.gexf", &merged, "");
        trip(ctx, &g, "trip.gexf", &old, "");
        if (k == 2) trip(ctx, &g, "trip.gexf", &dynamic, "");
        if (k == 2) trip(ctx, &g, "trip.gexf", &instants, "");
        rel_graph_free(&g);
    }
}

/* Names that are numbers or places stay such. */
static void numbers(rel_ctx *ctx)
{
    static const uint64_t number[N] = {1, 7, 8, 9007199254740993, INT64_MAX};
    static const char *const paths[] = {"trip.graphml", "trip.gexf"};
    for (int k = 0; k < 4; k++) {
        rel_graph g;
        const rel_vid source[2] = {0, 3}, target[2] = {4, 1};
        const rel_edges edges = {.count = 2, .source = source, .target = target};
        CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
        if (k < 2) CHECK_OK(ctx, rel_graph_set_numbers(ctx, &g, number));
        rel_graph back;
        CHECK_OK(ctx, rel_graph_file_write(ctx, &g, paths[k % 2], NULL, NULL));
        CHECK_OK(ctx, rel_graph_file_read(ctx, paths[k % 2], REL_BUILD_BOTH, &back));
        CHECK(back.names.form == (k < 2 ? REL_NAMES_U64 : REL_NAMES_INDEX));
        CHECK(same_names(&g.names, &back.names) && back.m == 2);
        CHECK(back.out.weight == NULL || back.out.weight[0] == 1);
        rel_graph_free(&back);
        rel_graph_free(&g);
        unlink(paths[k % 2]);
    }
}

/* The files of both formats say the same places, colours and sizes, and say them again when written again. */
static void the_look(rel_ctx *ctx)
{
    static const double x[N] = {1, 2, 3, 4, 5}, y[N] = {5, 1, 4, 2, 3};
    static const int64_t community[N] = {1, 1, 2, 2, 3};
    static const char *const LOOKS[] = {"r", "g", "b", "size"};
    rel_graph g, first, second;
    make(ctx, true, true, false, &g);
    vertex_column(ctx, &g, "x", REL_ATTRIBUTE_F64, x, NULL);
    vertex_column(ctx, &g, "y", REL_ATTRIBUTE_F64, y, NULL);
    vertex_column(ctx, &g, "community", REL_ATTRIBUTE_I64, community, NULL);
    CHECK_OK(ctx, rel_graph_file_write(ctx, &g, "trip.gexf", NULL, NULL));
    CHECK_OK(ctx, rel_graph_file_write(ctx, &g, "trip.graphml", NULL, NULL));
    CHECK_OK(ctx, rel_graph_file_read(ctx, "trip.gexf", REL_BUILD_BOTH, &first));
    CHECK_OK(ctx, rel_graph_file_read(ctx, "trip.graphml", REL_BUILD_BOTH, &second));
    for (size_t k = 0; k < 6; k++) {
        const char *name = k < 4 ? LOOKS[k] : k == 4 ? "x" : "y";
        const rel_attribute *a = rel_attribute_find(&first.vertex_attributes, name),
                            *b = rel_attribute_find(&second.vertex_attributes, name);
        CHECK(a && b && same_column(a, b));
        CHECK(a && a->type == (k < 3 ? REL_ATTRIBUTE_I64 : REL_ATTRIBUTE_F64));
    }
    rel_graph_free(&first);
    rel_graph_free(&second);
    rel_graph_free(&g);
    unlink("trip.gexf");
    unlink("trip.graphml");
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    every_kind(&ctx);
    numbers(&ctx);
    the_look(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
