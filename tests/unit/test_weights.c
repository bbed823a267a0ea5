/* Weights that no builder lets in: every kernel that reads weights names their edge instead of using them. */
#include <math.h>
#include <unistd.h>

#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/distances.h"
#include "algorithms/centrality/pagerank.h"
#include "algorithms/centrality/spectral.h"
#include "algorithms/community/leiden.h"
#include "algorithms/structure/bridging.h"
#include "graph/builder.h"
#include "graph/graph_file.h"
#include "graph/pack.h"
#include "graph/weights.h"
#include "tests/check.h"

enum { N = 4, M = 4, BAD = 4 };

static const float bad_weights[BAD] = {-2, NAN, INFINITY, 0};
static const char *const words[BAD] = {"-2", "nan", "inf", "0"};

static rel_status pagerank(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_pagerank(ctx, g, REL_PAGERANK_DEFAULTS, score, NULL);
}

static rel_status in_strength(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_degree(ctx, g, REL_DEGREE_IN, true, score);
}

static rel_status out_strength(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_degree(ctx, g, REL_DEGREE_OUT, true, score);
}

static rel_status all_strength(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_degree(ctx, g, REL_DEGREE_ALL, true, score);
}

static rel_status participation(rel_ctx *ctx, const rel_graph *g)
{
    const uint32_t community[N] = {0, 0, 1, 1};
    double score[N];
    return rel_participation(ctx, g, community, 2, score);
}

static rel_status constraint(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_constraint(ctx, g, score);
}

static rel_status leiden(rel_ctx *ctx, const rel_graph *g)
{
    rel_vid community[N];
    rel_leiden_result r;
    return rel_leiden(ctx, g, REL_LEIDEN_DEFAULTS, community, &r);
}

static rel_spectral_opts by_weight(void)
{
    rel_spectral_opts o = REL_SPECTRAL_DEFAULTS;
    o.weighted = true;
    return o;
}

static rel_status katz(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_katz(ctx, g, 0.1, by_weight(), score, NULL);
}

static rel_status eigenvector(rel_ctx *ctx, const rel_graph *g)
{
    double score[N];
    return rel_eigenvector(ctx, g, by_weight(), score, NULL, NULL);
}

static rel_status hits(rel_ctx *ctx, const rel_graph *g)
{
    double hub[N], authority[N];
    return rel_hits(ctx, g, by_weight(), hub, authority, NULL, NULL);
}

static rel_status harmonic(rel_ctx *ctx, const rel_graph *g)
{
    double score[N], closeness[N];
    rel_distances d = {.harmonic = score, .closeness = closeness};
    return rel_distances_weighted(ctx, g, REL_LENGTH_INVERSE, &d);
}

typedef struct kernel {
    const char *name;
    rel_status (*run)(rel_ctx *, const rel_graph *);
    bool reads_in_alone, takes_packed;
} kernel;

static const kernel kernels[] = {
    {"pagerank", pagerank, false, true},
    {"strength", in_strength, true, true},
    {"strength", out_strength, false, true},
    {"strength", all_strength, false, true},
    {"participation", participation, false, false},
    {"constraint", constraint, false, false},
    {"leiden", leiden, false, false},
    {"katz", katz, true, false},
    {"eigenvector", eigenvector, true, false},
    {"hits", hits, false, false},
    {"distances", harmonic, true, false},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

/* 0 -> 1, 0 -> 2, 1 -> 3, 2 -> 3: the arcs are in the same order by source and by target. */
static void build(rel_ctx *ctx, bool directed, rel_graph *g)
{
    const rel_vid source[] = {0, 0, 1, 2}, target[] = {1, 2, 3, 3};
    const float weight[] = {1, 2, 3, 4};
    const rel_edges edges = {.count = M, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
}

static void check_refusal(rel_ctx *ctx, const kernel *k, const rel_graph *g, int row, const char *word)
{
    char expected[200];
    snprintf(expected, sizeof expected,
             "%s: the edge from '1' to '3' (row %d) has weight %s, expected a finite one above 0", k->name,
             row, word);
    CHECK(k->run(ctx, g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, expected);
    CHECK(ctx->arena.used_bytes == 0);
}

static void directed_rows(rel_ctx *ctx)
{
    rel_graph g = {0};
    build(ctx, true, &g);
    const rel_csr out = g.out, in = g.in;
    for (int i = 0; i < KERNELS; i++) {
        const rel_status sound = kernels[i].run(ctx, &g); /* eigenvector: no cycle, so no end */
        CHECK(sound == REL_OK || sound == REL_E_NOCONV);
        for (int b = 0; b < BAD; b++) {
            const float worse[M] = {1, 2, bad_weights[b], 4};
            g.out.weight = g.in.weight = worse;
            check_refusal(ctx, &kernels[i], &g, kernels[i].reads_in_alone ? 3 : 1, words[b]);
            g.out = out;
            g.in = in;
        }
    }
    rel_graph_free(&g);
}

static void undirected_rows(rel_ctx *ctx)
{
    rel_graph g = {0};
    build(ctx, false, &g);
    const rel_csr rows = g.out;
    const float worse[2 * M] = {1, 2, 1, -2, 2, 4, -2, 4}; /* 0: 1 2, 1: 0 3, 2: 0 3, 3: 1 2 */
    for (int i = 0; i < KERNELS; i++) {
        g.out.weight = g.in.weight = worse;
        check_refusal(ctx, &kernels[i], &g, 1, words[0]);
        g.out = g.in = rows;
    }
    rel_graph_free(&g);
}

/* Weights lie in the bytes of packed rows, before their neighbours. */
static void packed_rows(rel_ctx *ctx, int directions, int row)
{
    for (int b = 0; b < BAD; b++) {
        rel_graph g = {0};
        const float three = 3;
        build(ctx, true, &g);
        CHECK_OK(ctx, rel_graph_pack(ctx, &g, directions));
        for (int i = 0; i < KERNELS; i++)
            if (kernels[i].takes_packed) CHECK_OK(ctx, kernels[i].run(ctx, &g));
        const rel_packed_rows *sides[] = {&g.packed.out, &g.packed.in};
        for (int s = 0; s < 2; s++) {
            for (rel_vid v = 0; sides[s]->block && v < g.n; v++) {
                const rel_packed_cursor c = rel_packed_begin(&g.packed, sides[s], v);
                for (uint32_t e = 0; e < c.left; e++) {
                    uint8_t *at = (uint8_t *)(uintptr_t)c.weight + e * sizeof three;
                    if (memcmp(at, &three, sizeof three) == 0) memcpy(at, &bad_weights[b], sizeof three);
                }
            }
        }
        for (int i = 0; i < KERNELS; i++)
            if (kernels[i].takes_packed) check_refusal(ctx, &kernels[i], &g, row, words[b]);
        rel_graph_free(&g);
    }
}

/* Nothing to read is no error; the first arc is named, whatever the threads. */
static void limits(rel_ctx *ctx)
{
    rel_graph none = {0}, g = {0};
    enum { MANY = 20000 };
    rel_vid source[MANY], target[MANY];
    float weight[MANY];
    CHECK_OK(ctx, rel_graph_check_weights(ctx, &none, REL_BUILD_BOTH, "x"));
    for (rel_vid v = 0; v < MANY; v++) {
        source[v] = v;
        target[v] = v + 1;
        weight[v] = v >= 7777 && v % 2 ? -1 : 1;
    }
    const rel_edges edges = {.count = MANY, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, MANY + 1, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_graph_check_weights(ctx, &g, REL_BUILD_BOTH, "x"));
    g.in.weight = weight;
    CHECK_OK(ctx, rel_graph_check_weights(ctx, &g, REL_BUILD_OUT, "x"));
    for (ctx->threads = 1; ctx->threads <= 8; ctx->threads *= 2) {
        CHECK(rel_graph_check_weights(ctx, &g, REL_BUILD_BOTH, "x") == REL_E_DATA);
        CHECK_TEXT(ctx->message, "x: the edge from '7777' to '7778' (row 7778) has weight -1, expected a "
                                 "finite one above 0");
    }
    ctx->threads = 2;
    rel_graph_free(&g);
}

/* No format is written with such a weight, and no file is left behind. */
static void no_format_takes_them(rel_ctx *ctx)
{
    rel_graph g = {0};
    const float worse[M] = {1, 2, -2, 4};
    int written = 0;
    build(ctx, true, &g);
    const rel_csr out = g.out, in = g.in;
    for (int k = 0; rel_graph_formats[k]; k++) {
        char path[64], expected[200];
        const char *format = rel_graph_formats[k]->name;
        if (!rel_graph_formats[k]->write) continue;
        snprintf(path, sizeof path, "weights.%s", rel_graph_formats[k]->name);
        snprintf(expected, sizeof expected,
                 "%s: the edge from '1' to '3' (row 1) has weight -2, expected a finite one above 0", format);
        for (ctx->threads = 1; ctx->threads <= 8; ctx->threads *= 2) {
            g.out.weight = g.in.weight = worse;
            CHECK(rel_graph_file_write(ctx, &g, path, format, NULL) == REL_E_DATA);
            CHECK_TEXT(ctx->message, expected);
            CHECK(access(path, F_OK) != 0 && access("weights.edges.csv", F_OK) != 0);
            g.out = out;
            g.in = in;
        }
        written++;
    }
    CHECK(written >= 7);
    ctx->threads = 2;
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    directed_rows(&ctx);
    undirected_rows(&ctx);
    packed_rows(&ctx, REL_BUILD_BOTH, 1);
    packed_rows(&ctx, REL_BUILD_IN, 3);
    limits(&ctx);
    no_format_takes_them(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
