/* Import: what readers of other programs' graph files say, and the graph that becomes of it. */
#include <stdlib.h>

#include "graph/import.h"
#include "tests/graph_check.h"

static char notes[8][REL_MESSAGE_MAX];
static int note_count;

static void keep_note(void *user, const char *sentence)
{
    (void)user;
    if (note_count < 8) snprintf(notes[note_count++], REL_MESSAGE_MAX, "%s", sentence);
}

static bool noted(const char *sentence)
{
    for (int i = 0; i < note_count; i++)
        if (strcmp(notes[i], sentence) == 0) return true;
    for (int i = 0; i < note_count; i++) fprintf(stderr, "noted: %s\n", notes[i]);
    return false;
}

static rel_import *begin(rel_ctx *ctx)
{
    rel_import *imp;
    note_count = 0;
    CHECK_OK(ctx, rel_import_begin(ctx, "a file", &imp));
    return imp;
}

static rel_vid vertex(rel_ctx *ctx, rel_import *imp, const char *id)
{
    rel_vid v = 0;
    CHECK_OK(ctx, rel_import_vertex(imp, rel_str_of(id), &v));
    return v;
}

static int64_t edge(rel_ctx *ctx, rel_import *imp, rel_vid u, rel_vid v, bool directed)
{
    int64_t e = 0;
    CHECK_OK(ctx, rel_import_edge(imp, u, v, directed, &e));
    return e;
}

static int add_column(rel_ctx *ctx, rel_import *imp, rel_import_table table, const char *name,
                      rel_import_type type)
{
    int c = 0;
    CHECK_OK(ctx, rel_import_column(imp, table, rel_str_of(name), type, &c));
    return c;
}

static void set(rel_ctx *ctx, rel_import *imp, rel_import_table table, int c, int64_t row, const char *text)
{
    CHECK_OK(ctx, rel_import_set(imp, table, c, row, rel_str_of(text), row + 10));
}

static void finish(rel_ctx *ctx, rel_import *imp, bool labels_name, rel_graph *g)
{
    const rel_import_rules rules = {.labels_name = labels_name, .directions = REL_BUILD_BOTH};
    CHECK_OK(ctx, rel_import_graph(ctx, imp, &rules, g));
    rel_import_free(imp);
    check_graph(g);
}

static const rel_attribute *column(const rel_graph *g, bool edges, const char *name)
{
    static const rel_attribute none;
    const rel_attribute *a = rel_attribute_find(edges ? &g->edge_attributes : &g->vertex_attributes, name);
    CHECK(a);
    return a ? a : &none;
}

static const char *name_of(const rel_graph *g, rel_vid v)
{
    static char text[64], room[REL_NAME_NUMBER_TEXT];
    snprintf(text, sizeof text, "%.*s", REL_STR_ARG(rel_names_get(&g->names, v, room)));
    return text;
}

static void ids(rel_ctx *ctx)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    CHECK(vertex(ctx, imp, "ann") == 0 && vertex(ctx, imp, "a name of more than seven bytes") == 1);
    CHECK(vertex(ctx, imp, "ann") == 0 && vertex(ctx, imp, "") == 2 && vertex(ctx, imp, "") == 2);
    CHECK(rel_import_find(imp, REL_STR_LIT("a name of more than seven bytes")) == 1);
    CHECK(rel_import_find(imp, REL_STR_LIT("bob")) == REL_VID_NONE && rel_import_vertices(imp) == 3);
    finish(ctx, imp, false, &g);
    CHECK(g.n == 3 && g.m == 0 && g.directed && g.names.form == REL_NAMES_INDEX);
    CHECK(noted("'a file': some vertices have an empty id: all are called by their place"));
    rel_graph_free(&g);

    imp = begin(ctx);
    for (int i = 0; i < 10000; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", 3 * i + 1);
        CHECK(vertex(ctx, imp, id) == (rel_vid)i);
    }
    CHECK(rel_import_find(imp, REL_STR_LIT("301")) == 100);
    rel_import_default_directed(imp, false);
    finish(ctx, imp, false, &g);
    CHECK(g.names.form == REL_NAMES_U64 && g.names.number[9999] == 29998 && !g.directed);
    rel_graph_free(&g);

    imp = begin(ctx);
    CHECK(vertex(ctx, imp, "z\xFFz") == 0 && vertex(ctx, imp, "z\xEF\xBF\xBDz") == 0 &&
          vertex(ctx, imp, "01") == 1);
    finish(ctx, imp, false, &g);
    CHECK_TEXT(name_of(&g, 1), "01");
    CHECK(noted("'a file': 1 times an id was no valid text and got U+FFFD for each fault"));
    rel_graph_free(&g);
}

static void numbered(rel_ctx *ctx)
{
    rel_graph g;
    rel_vid v;
    rel_import *imp = begin(ctx);
    CHECK_OK(ctx, rel_import_numbered(imp, 3, 1));
    CHECK(rel_import_find(imp, REL_STR_LIT("1")) == 0 && rel_import_find(imp, REL_STR_LIT("3")) == 2);
    CHECK(rel_import_find(imp, REL_STR_LIT("4")) == REL_VID_NONE);
    CHECK(rel_import_find(imp, REL_STR_LIT("03")) == REL_VID_NONE);
    CHECK_OK(ctx, rel_import_vertex(imp, REL_STR_LIT("2"), &v));
    CHECK(v == 1 && rel_import_vertices(imp) == 3);
    finish(ctx, imp, false, &g);
    CHECK_TEXT(name_of(&g, 2), "3");
    CHECK(g.names.form == REL_NAMES_U64);
    rel_graph_free(&g);

    imp = begin(ctx);
    CHECK_OK(ctx, rel_import_numbered(imp, 3, 1));
    CHECK_OK(ctx, rel_import_rename(imp, 2, REL_STR_LIT("cat")));
    CHECK_OK(ctx, rel_import_rename(imp, 0, REL_STR_LIT("ann")));
    CHECK(rel_import_find(imp, REL_STR_LIT("cat")) == 2 && rel_import_find(imp, REL_STR_LIT("2")) == 1);
    finish(ctx, imp, false, &g);
    CHECK_TEXT(name_of(&g, 0), "ann");
    CHECK_TEXT(name_of(&g, 1), "2");
    CHECK(g.vertex_attributes.count == 0);
    rel_graph_free(&g);

    imp = begin(ctx);
    CHECK_OK(ctx, rel_import_numbered(imp, 3, 1));
    CHECK_OK(ctx, rel_import_rename(imp, 0, REL_STR_LIT("ann")));
    CHECK_OK(ctx, rel_import_rename(imp, 1, REL_STR_LIT("ann")));
    CHECK(rel_import_find(imp, REL_STR_LIT("ann")) == 0);
    finish(ctx, imp, false, &g);
    CHECK_TEXT(name_of(&g, 1), "2");
    CHECK(rel_str_is(rel_attribute_text(column(&g, false, "label"), 1), "ann"));
    CHECK(rel_attribute_is_missing(column(&g, false, "label"), 2));
    CHECK(noted("'a file': vertices are called by their numbers: not every one of their 2 other names is one "
                "of its own"));
    rel_graph_free(&g);
}

static void labels(rel_ctx *ctx)
{
    rel_graph g;
    for (int same = 0; same < 2; same++) {
        rel_import *imp = begin(ctx);
        vertex(ctx, imp, "17");
        vertex(ctx, imp, "9007199254740993");
        const int c = add_column(ctx, imp, REL_IMPORT_VERTICES, "Label", REL_IMPORT_ANY);
        set(ctx, imp, REL_IMPORT_VERTICES, c, 0, "ann");
        set(ctx, imp, REL_IMPORT_VERTICES, c, 1, same ? "ann" : "bob");
        finish(ctx, imp, true, &g);
        CHECK_TEXT(name_of(&g, 1), same ? "9007199254740993" : "bob");
        CHECK(g.vertex_attributes.count == 1);
        if (!same) CHECK(column(&g, false, "id")->value.i64[1] == 9007199254740993);
        rel_graph_free(&g);
    }
    /* A label that repeats the id says nothing. */
    rel_import *imp = begin(ctx);
    vertex(ctx, imp, "ann");
    vertex(ctx, imp, "bob");
    const int c = add_column(ctx, imp, REL_IMPORT_VERTICES, "label", REL_IMPORT_TEXT);
    set(ctx, imp, REL_IMPORT_VERTICES, c, 0, "ann");
    finish(ctx, imp, false, &g);
    CHECK(g.vertex_attributes.count == 0);
    rel_graph_free(&g);
}

/* values: separated by '|', an empty one is missing. */
static rel_attribute_type type_of(rel_ctx *ctx, rel_import_type declared, const char *values)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    const int c = add_column(ctx, imp, REL_IMPORT_VERTICES, "a", declared);
    rel_str rest = rel_str_of(values);
    for (int64_t row = 0; rest.s; row++) {
        char id[16];
        const rel_str value = rel_str_cut(&rest, '|');
        snprintf(id, sizeof id, "v%d", (int)row);
        vertex(ctx, imp, id);
        CHECK_OK(ctx, rel_import_set(imp, REL_IMPORT_VERTICES, c, row, value, row + 10));
    }
    finish(ctx, imp, false, &g);
    const rel_attribute_type type = column(&g, false, "a")->type;
    rel_graph_free(&g);
    return type;
}

static void types(rel_ctx *ctx)
{
    enum {
        B = REL_ATTRIBUTE_BOOL,
        I = REL_ATTRIBUTE_I64,
        S = REL_ATTRIBUTE_F32,
        F = REL_ATTRIBUTE_F64,
        T = REL_ATTRIBUTE_TEXT
    };
    static const struct {
        rel_import_type declared;
        const char *values;
        int kept;
    } CASES[] = {
        {REL_IMPORT_ANY, "true|FALSE|", B},
        {REL_IMPORT_ANY, "true|1", T},
        {REL_IMPORT_ANY, "0| 1 |-9223372036854775808", I},
        {REL_IMPORT_ANY, "0|9223372036854775808", T},
        {REL_IMPORT_ANY, "1|007", T},
        {REL_IMPORT_ANY, "1|+33612345678", T},
        {REL_IMPORT_ANY, "1|2.5|NaN", F},
        {REL_IMPORT_ANY, "1.|.5|1e9|-2E-3", F},
        {REL_IMPORT_ANY, "nan|inf", T},
        {REL_IMPORT_ANY, "1e|.|-", T},
        {REL_IMPORT_ANY, "0x10", T},
        {REL_IMPORT_ANY, "2020-01-01", T},
        {REL_IMPORT_BOOL, "true|0|1", B},
        {REL_IMPORT_BOOL, "true|2", T},
        {REL_IMPORT_WHOLE, "1|007|+5", I},
        {REL_IMPORT_WHOLE, "1|2.5", F},
        {REL_IMPORT_WHOLE, "1|99999999999999999999", F},
        {REL_IMPORT_WHOLE, "1|x", T},
        {REL_IMPORT_NUMBER, "1|007|INF", F},
        {REL_IMPORT_NUMBER, "1|true", T},
        {REL_IMPORT_SINGLE, "0.1|3|1e-7", S},
        {REL_IMPORT_SINGLE, "0.1|0.123456789012", F},
        {REL_IMPORT_SINGLE, "a", T},
        {REL_IMPORT_TEXT, "1|2", T},
        {REL_IMPORT_WHOLE, "", I},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof *CASES; k++) {
        const int kept = (int)type_of(ctx, CASES[k].declared, CASES[k].values);
        if (kept != CASES[k].kept) fprintf(stderr, "'%s' became %d\n", CASES[k].values, kept);
        CHECK(kept == CASES[k].kept);
    }
    type_of(ctx, REL_IMPORT_WHOLE, "1|2.5|1e3");
    CHECK(noted(
        "'a file' line 11: attribute 'a' is declared as whole numbers but 2 values are not, the first is "
        "'2.5': it is kept as numbers with fractions"));
    type_of(ctx, REL_IMPORT_BOOL, "true||2");
    CHECK(noted(
        "'a file' line 12: attribute 'a' is declared as truth values but 1 values are not, the first is "
        "'2': it is kept as text"));
}

static void values(rel_ctx *ctx)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    for (int i = 0; i < 4; i++) vertex(ctx, imp, i == 0 ? "a" : i == 1 ? "b" : i == 2 ? "c" : "d");
    const int big = add_column(ctx, imp, REL_IMPORT_VERTICES, "big", REL_IMPORT_ANY);
    CHECK(add_column(ctx, imp, REL_IMPORT_VERTICES, "big", REL_IMPORT_ANY) == big);
    CHECK_OK(ctx, rel_import_set_whole(imp, REL_IMPORT_VERTICES, big, 2, 1700000000005428521));
    CHECK_OK(ctx, rel_import_set_whole(imp, REL_IMPORT_VERTICES, big, 0, INT64_MIN));
    const int real = add_column(ctx, imp, REL_IMPORT_VERTICES, "real", REL_IMPORT_ANY);
    CHECK_OK(ctx, rel_import_set_number(imp, REL_IMPORT_VERTICES, real, 1, 0.1));
    const int text = add_column(ctx, imp, REL_IMPORT_VERTICES, "Text", REL_IMPORT_ANY);
    set(ctx, imp, REL_IMPORT_VERTICES, text, 3, "the second is the one that stays");
    set(ctx, imp, REL_IMPORT_VERTICES, text, 3, "a\x01 \xC3");
    set(ctx, imp, REL_IMPORT_VERTICES, text, 0, "gone");
    set(ctx, imp, REL_IMPORT_VERTICES, text, 0, "");
    CHECK_OK(ctx, rel_import_default(imp, REL_IMPORT_VERTICES, text, REL_STR_LIT("as all others")));
    CHECK(rel_str_is(rel_import_get(imp, REL_IMPORT_VERTICES, text, 3), "a\xEF\xBF\xBD \xEF\xBF\xBD"));
    finish(ctx, imp, false, &g);
    CHECK(column(&g, false, "big")->value.i64[2] == 1700000000005428521 &&
          column(&g, false, "big")->value.i64[0] == INT64_MIN &&
          rel_attribute_is_missing(column(&g, false, "big"), 1));
    CHECK(column(&g, false, "real")->value.f64[1] == 0.1);
    CHECK(rel_str_is(rel_attribute_text(column(&g, false, "text"), 0), "as all others"));
    CHECK(rel_str_is(rel_attribute_text(column(&g, false, "text"), 3), "a\xEF\xBF\xBD \xEF\xBF\xBD"));
    rel_graph_free(&g);
}

/* A value that is the id of a vertex, which stands where the value goes and moves when there is no room. */
static void values_that_are_ids(rel_ctx *ctx)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    const int parent = add_column(ctx, imp, REL_IMPORT_VERTICES, "parent", REL_IMPORT_TEXT);
    for (int i = 0; i < 300; i++) {
        char id[40];
        snprintf(id, sizeof id, "a group of accounts %d", i);
        const rel_vid v = vertex(ctx, imp, id);
        const rel_str above = rel_import_id(imp, v ? v - 1 : v);
        CHECK_OK(ctx, rel_import_set(imp, REL_IMPORT_VERTICES, parent, v, above, i + 1));
    }
    finish(ctx, imp, false, &g);
    CHECK(rel_str_is(rel_attribute_text(column(&g, false, "parent"), 299), "a group of accounts 298"));
    rel_graph_free(&g);
}

static void mixed_directions(rel_ctx *ctx)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    const rel_vid a = vertex(ctx, imp, "a"), b = vertex(ctx, imp, "b"), c = vertex(ctx, imp, "c");
    const int color = add_column(ctx, imp, REL_IMPORT_EDGES, "color", REL_IMPORT_ANY);
    set(ctx, imp, REL_IMPORT_EDGES, color, edge(ctx, imp, a, b, true), "red");
    set(ctx, imp, REL_IMPORT_EDGES, color, edge(ctx, imp, b, c, false), "blue");
    finish(ctx, imp, false, &g);
    CHECK(g.directed && g.m == 3 && rel_graph_find(&g, c, b) == 2 && rel_graph_find(&g, b, a) < 0);
    for (int i = 0; i < 3; i++)
        CHECK(rel_str_is(rel_attribute_text(column(&g, true, "color"), i), i ? "blue" : "red"));
    CHECK(
        noted("'a file': 1 of 2 edges are undirected, the others directed: the graph is directed, and these "
              "go both ways"));
    rel_graph_free(&g);
}

static void layers_and_times(rel_ctx *ctx)
{
    rel_graph g;
    rel_import *imp = begin(ctx);
    const rel_vid a = vertex(ctx, imp, "a"), b = vertex(ctx, imp, "b");
    const int kind = add_column(ctx, imp, REL_IMPORT_EDGES, "layer", REL_IMPORT_TEXT),
              label = add_column(ctx, imp, REL_IMPORT_EDGES, "label", REL_IMPORT_TEXT),
              weight = add_column(ctx, imp, REL_IMPORT_EDGES, "value", REL_IMPORT_ANY),
              first = add_column(ctx, imp, REL_IMPORT_EDGES, "first_time", REL_IMPORT_ANY),
              last = add_column(ctx, imp, REL_IMPORT_EDGES, "last_time", REL_IMPORT_TEXT);
    for (int i = 0; i < 2; i++) {
        const int64_t e = edge(ctx, imp, a, b, true);
        set(ctx, imp, REL_IMPORT_EDGES, kind, e, i ? "Share" : "mention");
        set(ctx, imp, REL_IMPORT_EDGES, label, e, i ? "share" : "mention");
        set(ctx, imp, REL_IMPORT_EDGES, weight, e, i ? "2.5" : "1");
        set(ctx, imp, REL_IMPORT_EDGES, first, e, i ? "10" : "20");
        set(ctx, imp, REL_IMPORT_EDGES, last, e, i ? "1970-01-01T00:00:30Z" : "1970-01-01T01:00:40+01:00");
    }
    edge(ctx, imp, a, a, true);
    set(ctx, imp, REL_IMPORT_EDGES, kind, 2, "share");
    set(ctx, imp, REL_IMPORT_EDGES, label, 2, "share");
    finish(ctx, imp, false, &g);
    CHECK(g.m == 1 && g.out.weight[0] == 3.5f && g.dropped.self_loops == 1 && g.edge_attributes.count == 4);
    CHECK(column(&g, true, "share")->value.f32[0] == 2.5f && column(&g, true, "mention")->value.f32[0] == 1);
    CHECK(column(&g, true, "first_time")->value.i64[0] == 10);
    CHECK(column(&g, true, "last_time")->type == REL_ATTRIBUTE_I64 &&
          column(&g, true, "last_time")->value.i64[0] == 40);
    CHECK(noted("'a file': 1 edges have no weight and count as 1"));
    rel_graph_free(&g);
}

static void what_is_refused(rel_ctx *ctx)
{
    rel_graph g;
    int c;
    rel_import *imp = begin(ctx);
    const rel_import_rules rules = {.directions = REL_BUILD_BOTH};
    CHECK(rel_import_graph(ctx, imp, &rules, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'a file' holds no vertices");
    for (int i = 0; i < 1024; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%d", i);
        add_column(ctx, imp, REL_IMPORT_EDGES, name, REL_IMPORT_ANY);
    }
    CHECK(rel_import_column(imp, REL_IMPORT_EDGES, REL_STR_LIT("more"), REL_IMPORT_ANY, &c) == REL_E_LIMIT);
    CHECK(rel_import_numbered(imp, INT64_MAX, 0) == REL_E_LIMIT);
    rel_import_free(imp);
}

/* What the header says of memory. */
static void memory(rel_ctx *ctx)
{
    enum { N = 40000, M = 100000 };
    rel_import *imp = begin(ctx);
    const int c = add_column(ctx, imp, REL_IMPORT_EDGES, "kind", REL_IMPORT_TEXT),
              long_one = add_column(ctx, imp, REL_IMPORT_EDGES, "what", REL_IMPORT_TEXT);
    for (int i = 0; i < N; i++) {
        char id[32];
        snprintf(id, sizeof id, "account %08d", i); /* 16 bytes */
        vertex(ctx, imp, id);
    }
    const size_t vertices = rel_import_bytes(imp);
    CHECK(vertices <= 2 * N * (8 + 4 + 16) + N * 24 + 20000);
    for (int i = 0; i < M; i++) {
        edge(ctx, imp, (rel_vid)i % N, (rel_vid)(i * 7) % N, true);
        set(ctx, imp, REL_IMPORT_EDGES, c, i, "mention");
        set(ctx, imp, REL_IMPORT_EDGES, long_one, i, "the same text again and again");
    }
    CHECK(rel_import_bytes(imp) - vertices <= 2 * M * (9 + 8 + 8) + 1000);
    rel_import_free(imp);
}

/* A long default of many vertices would fill the memory. */
static void wide_defaults(rel_ctx *ctx)
{
    enum { N = 20000, LONG = 20000 };
    static char text[LONG];
    rel_graph g;
    const rel_import_rules rules = {.directions = REL_BUILD_BOTH};
    rel_import *imp = begin(ctx);
    memset(text, 'x', sizeof text);
    CHECK_OK(ctx, rel_import_numbered(imp, N, 1));
    const int c = add_column(ctx, imp, REL_IMPORT_VERTICES, "story", REL_IMPORT_TEXT);
    CHECK_OK(ctx, rel_import_default(imp, REL_IMPORT_VERTICES, c, (rel_str){text, LONG}));
    CHECK(rel_import_graph(ctx, imp, &rules, &g) == REL_E_LIMIT);
    CHECK_TEXT(ctx->message, "'a file': a text of 20000 bytes is too long");
    rel_forgive(ctx);
    CHECK_OK(ctx, rel_import_default(imp, REL_IMPORT_VERTICES, c, (rel_str){text, LONG / 10}));
    CHECK_OK(ctx, rel_import_graph(ctx, imp, &rules, &g));
    rel_graph_free(&g);
    rel_import_free(imp);
}

/* A hint changes nothing, whatever it names. */
static void expected_ids(rel_ctx *ctx)
{
    rel_import *imp = begin(ctx);
    rel_str id[REL_IMPORT_EXPECTED] = {REL_STR_LIT("bo"),    REL_STR_LIT("nobody has this long an id"),
                                       REL_STR_LIT("carla"), REL_STR_LIT("a longer id, dora's"),
                                       REL_STR_LIT(""),      REL_STR_LIT("no text \xFF")};
    rel_import_expect(imp, id, REL_IMPORT_EXPECTED);
    const rel_vid bo = vertex(ctx, imp, "bo"), dora = vertex(ctx, imp, "a longer id, dora's");
    const size_t bytes = rel_import_bytes(imp);
    rel_import_expect(imp, id, REL_IMPORT_EXPECTED);
    rel_import_expect(imp, id, 0);
    CHECK(rel_import_vertices(imp) == 2 && rel_import_bytes(imp) == bytes);
    CHECK(rel_import_find(imp, id[0]) == bo && rel_import_find(imp, id[3]) == dora);
    CHECK(rel_import_find(imp, id[1]) == REL_VID_NONE);
    rel_import_free(imp);
}

static rel_status small_import(rel_ctx *ctx, rel_graph *g)
{
    rel_status st;
    rel_import *imp;
    rel_vid a, b;
    int64_t e;
    int c, d;
    const rel_import_rules rules = {.labels_name = true, .directions = REL_BUILD_BOTH};
    *g = (rel_graph){0};
    REL_TRY(rel_import_begin(ctx, "a file", &imp));
    REL_TRY(rel_import_vertex(imp, REL_STR_LIT("11"), &a));
    REL_TRY(rel_import_vertex(imp, REL_STR_LIT("a longer id"), &b));
    REL_TRY(rel_import_edge(imp, a, b, true, &e));
    REL_TRY(rel_import_edge(imp, a, b, false, &e));
    REL_TRY(rel_import_column(imp, REL_IMPORT_EDGES, REL_STR_LIT("share"), REL_IMPORT_ANY, &c));
    REL_TRY(rel_import_set_number(imp, REL_IMPORT_EDGES, c, e, 2));
    REL_TRY(rel_import_column(imp, REL_IMPORT_VERTICES, REL_STR_LIT("label"), REL_IMPORT_ANY, &d));
    REL_TRY(rel_import_set(imp, REL_IMPORT_VERTICES, d, 0, REL_STR_LIT("no text \xFF"), 1));
    REL_TRY(rel_import_set(imp, REL_IMPORT_VERTICES, d, 1, REL_STR_LIT("bob"), 1));
    st = rel_import_graph(ctx, imp, &rules, g);
out:
    rel_import_free(imp);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 2);
    ctx.note = keep_note;
    ids(&ctx);
    numbered(&ctx);
    labels(&ctx);
    types(&ctx);
    values(&ctx);
    values_that_are_ids(&ctx);
    mixed_directions(&ctx);
    layers_and_times(&ctx);
    what_is_refused(&ctx);
    memory(&ctx);
    wide_defaults(&ctx);
    expected_ids(&ctx);
    CHECK_TORTURE(&ctx, small_import(&ctx, &g), rel_graph_free(&g));
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
