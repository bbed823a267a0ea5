/* Graphs that writers find hard, for the tests of graph files: built here, written by the test program,
 * checked there and by the scripts beside this file. */
#ifndef REL_TESTS_WRITERS_SAMPLES_H
#define REL_TESTS_WRITERS_SAMPLES_H

#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "tests/check.h"

/* Names: 64-bit ids, quotes, markup, accents, emoji, a line end, blanks, a backslash. */
static const char *const sample_name[] = {
    "x:1294030472427835393",
    "x:9007199254740993",
    "mastodon:zo\xC3\xA9@piaille.fr",
    "bluesky:did:plc:abc",
    "web:\"quoted\"",
    "web:a<b>&c",
    "web:\xF0\x9F\x8C\xB4 palm",
    "web:back\\slash\\",
    "web:line\nend",
    "web:tab\there",
    "web:comma,semi;colon",
    "web:'apostrophe'",
    "web:]]>",
    "web:\xE6\x97\xA5\xE6\x9C\xAC",
    "web:e\xCC\x81",
    "web:isolated",
};
enum { SAMPLE_N = sizeof sample_name / sizeof *sample_name };

/* Labels: some missing, some empty, one with what XML forbids, one that a spreadsheet would run. */
static const char *const sample_label[SAMPLE_N] = {
    "@acme",
    "",
    NULL,
    "Zo\xC3\xA9 \xF0\x9F\x8C\xB4 d'Or",
    "say \"hi\" & <bye>",
    "bad\x01\x08\x1F char",
    "\xED\xA0\x80\xEF\xBF\xBE",
    "  ",
    "=1+1",
    "two\nlines",
    NULL,
    "semi;colon, comma",
    NULL,
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
    "plain",
    NULL,
};

static rel_str sample_text(const char *s)
{
    return s ? rel_str_of(s) : REL_STR_MISSING;
}

static void sample_columns(rel_ctx *ctx, rel_graph *g)
{
    rel_str label[SAMPLE_N], handle[SAMPLE_N], kind[SAMPLE_N];
    uint8_t observed[SAMPLE_N], there[SAMPLE_N];
    int64_t followers[SAMPLE_N], community[SAMPLE_N], created[SAMPLE_N];
    double score[SAMPLE_N], x[SAMPLE_N], y[SAMPLE_N];
    float ratio[SAMPLE_N];
    for (int v = 0; v < SAMPLE_N; v++) {
        label[v] = sample_text(sample_label[v]);
        handle[v] = v % 3 ? rel_str_of("handle & co") : REL_STR_MISSING;
        kind[v] = rel_str_of(v % 2 ? "press" : "");
        observed[v] = (uint8_t)(v % 2);
        there[v] = v % 4 != 1;
        followers[v] = v == 0 ? INT64_C(9007199254740993) : v * 10;
        community[v] = v / 3;
        created[v] = 1600000000 + v;
        score[v] = v == 5 ? (double)NAN : v == 6 ? (double)INFINITY : 0.25 + v / 7.0;
        x[v] = 1000 + v * v;
        y[v] = -3 * v;
        ratio[v] = (float)v / 10;
    }
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "label", REL_ATTRIBUTE_TEXT, label, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "timeset", REL_ATTRIBUTE_TEXT, kind, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "observed", REL_ATTRIBUTE_BOOL, observed, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "followers", REL_ATTRIBUTE_I64, followers, there));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, community, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "created", REL_ATTRIBUTE_I64, created, there));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "score", REL_ATTRIBUTE_F64, score, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "like ratio", REL_ATTRIBUTE_F32, ratio, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "x", REL_ATTRIBUTE_F64, x, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "y", REL_ATTRIBUTE_F64, y, NULL));
}

static void sample_names(rel_ctx *ctx, rel_graph *g)
{
    rel_str name[SAMPLE_N];
    for (int v = 0; v < SAMPLE_N; v++) name[v] = rel_str_of(sample_name[v]);
    CHECK_OK(ctx, rel_graph_set_names(ctx, g, name));
}

/* Layers, times, every kind of column. The last vertex has no edge. */
static void sample_full(rel_ctx *ctx, rel_graph *g)
{
    enum { M = 200 };
    rel_vid source[M], target[M];
    float weight[M];
    uint8_t layer[M];
    int64_t time[M];
    for (uint64_t e = 0; e < M; e++) {
        source[e] = (rel_vid)rel_rand_below(3, 1, e, SAMPLE_N - 1);
        target[e] = (rel_vid)rel_rand_below(3, 2, e, SAMPLE_N - 1);
        weight[e] = e % 5 ? 1 : 0.1f;
        layer[e] = (uint8_t)rel_rand_below(3, 3, e, REL_KIND_COUNT);
        time[e] = e % 11 ? 1700000000 + (int64_t)e * 3600 : REL_TIME_MISSING;
    }
    const rel_edges edges = {M, source, target, weight, layer, time};
    CHECK_OK(ctx, rel_graph_build(ctx, SAMPLE_N, &edges, REL_BUILD_DEFAULTS, g));
    sample_names(ctx, g);
    sample_columns(ctx, g);
    int64_t n = g->m;
    rel_str *type = calloc((size_t)n + 1, sizeof *type);
    for (int64_t e = 0; e < n; e++) type[e] = rel_str_of("a \"type\" of edge");
    CHECK_OK(ctx, rel_graph_add_edge_attribute(ctx, g, "type", REL_ATTRIBUTE_TEXT, type, NULL));
    free(type);
}

/* n vertices named by number or index, m random edges. */
static void sample_random(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, bool directed, bool weighted)
{
    rel_vid *source = malloc((size_t)m * sizeof *source), *target = malloc((size_t)m * sizeof *target);
    float *weight = malloc((size_t)m * sizeof *weight);
    for (rel_eid e = 0; e < m; e++) {
        source[e] = (rel_vid)rel_rand_below(5, 1, (uint64_t)e, n);
        target[e] = (rel_vid)rel_rand_below(5, 2, (uint64_t)e, n);
        weight[e] = (float)rel_rand_unit(5, 3, (uint64_t)e) + 0.001f;
    }
    const rel_edges edges = {
        .count = m, .source = source, .target = target, .weight = weighted ? weight : NULL};
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges,
                                  (rel_build_opts){.directed = directed, .directions = REL_BUILD_OUT}, g));
    free(source);
    free(target);
    free(weight);
}

#endif
