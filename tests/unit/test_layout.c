/* ForceAtlas2: forces against all pairs, laws, the same bytes at any thread count and with any instructions.
 */
#include <math.h>
#include <stdlib.h>

#include "algorithms/layout/attraction.h"
#include "algorithms/layout/forceatlas2.h"
#include "algorithms/layout/layout_fit.h"
#include "algorithms/layout/repulsion.h"
#include "graph/builder.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { X = 1, Y, MASS, EDGE };

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, const float *weight, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target, .weight = weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* `parts` groups of `size`, everybody joined with `inside` of the own group and some with somebody else. */
static void planted(rel_ctx *ctx, rel_graph *g, rel_vid parts, rel_vid size, rel_vid inside, bool directed)
{
    const rel_vid n = parts * size;
    const rel_eid most = (rel_eid)n * (inside + 1);
    rel_vid *source = malloc((size_t)most * sizeof *source), *target = malloc((size_t)most * sizeof *target);
    float *weight = malloc((size_t)most * sizeof *weight);
    rel_eid m = 0;
    for (rel_vid v = 0; v < n; v++)
        for (rel_vid k = 0; k <= inside; k++, m++) {
            const uint64_t r = rel_rand(7, EDGE, (uint64_t)m);
            source[m] = v;
            target[m] = k < inside ? v / size * size + (rel_vid)(r % size) : (rel_vid)(r % n);
            weight[m] = 1 + (float)(r >> 60);
            if (k == inside && v % 8) m--;
        }
    build(ctx, g, n, m, source, target, weight, directed);
    free(source);
    free(target);
    free(weight);
}

/* Points in clusters of clusters, so that the tree is deep. */
static void scatter(rel_vid n, float *at, float *mass)
{
    for (rel_vid v = 0; v < n; v++) {
        for (size_t k = 0; k < 2; k++) {
            const double c = rel_rand_unit(1, X + k, v % 10), f = rel_rand_unit(2, X + k, v % 500);
            at[2 * (size_t)v + k] = (float)(1000 * c + 50 * f + rel_rand_unit(3, X + k, v));
        }
        mass[v] = (float)(1 + rel_rand_below(4, MASS, v, 100));
    }
}

/* Root of the summed squared errors over the summed squares, of every `step`th body. */
static double error_of(rel_vid n, rel_vid step, const float *at, const float *mass, const float *force)
{
    double off = 0, all = 0;
    for (size_t v = 0; v < n; v += step) {
        double fx = 0, fy = 0;
        for (size_t u = 0; u < n; u++) {
            const double dx = (double)at[2 * v] - (double)at[2 * u],
                         dy = (double)at[2 * v + 1] - (double)at[2 * u + 1];
            const double d2 = dx * dx + dy * dy;
            if (d2 > 0) fx += (double)mass[u] * dx / d2, fy += (double)mass[u] * dy / d2;
        }
        off += pow((double)force[2 * v] - fx, 2) + pow((double)force[2 * v + 1] - fy, 2);
        all += fx * fx + fy * fy;
    }
    return sqrt(off / all);
}

static void forces(rel_ctx *ctx, rel_vid n, double theta, double bound)
{
    float *at = malloc(2 * n * sizeof *at), *mass = malloc(n * sizeof *mass);
    float *force = malloc(2 * n * sizeof *force), *again = malloc(2 * n * sizeof *again);
    rel_quadtree t;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    scatter(n, at, mass);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_quadtree_init(ctx, n, theta, &t));
    CHECK_OK(ctx, rel_quadtree_build(ctx, &t, at, mass));
    rel_repulsion(1, &t, NULL, REL_SIMD_PORTABLE, force);
    const double error = error_of(n, n / 100 + 1, at, mass, force);
    CHECK(error <= bound);
    if (!(error <= bound)) fprintf(stderr, "n %u, theta %g: error %g\n", n, theta, error);
    for (int simd = REL_SIMD_BEST; simd <= REL_SIMD_AVX512; simd++)
        for (int threads = 1; threads <= 8 && rel_simd_has((rel_simd)simd); threads *= 2) {
            ctx->threads = threads;
            CHECK_OK(ctx, rel_quadtree_build(ctx, &t, at, mass));
            rel_repulsion(threads, &t, NULL, (rel_simd)simd, again);
            CHECK(memcmp(force, again, 2 * n * sizeof *force) == 0);
        }
    rel_scratch_release(ctx, mark);
    free(at);
    free(mass);
    free(force);
    free(again);
}

/* Two joined bodies of mass 2 stand where 2 * 2 * scaling / d = d + g * 2: without gravity d = sqrt(8). */
static void two_bodies(rel_ctx *ctx)
{
    const rel_vid source[] = {0}, target[] = {1};
    float x[] = {-1, 3}, y[] = {0, 0};
    rel_graph g = {0};
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    build(ctx, &g, 2, 1, source, target, NULL, false);
    o.gravity = 0;
    o.placed = true;
    o.iterations = 500;
    CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
    CHECK(fabs(hypot((double)(x[1] - x[0]), (double)(y[1] - y[0])) - sqrt(8)) < 0.01);
    /* between borders of radius 1: 8 / (d - 2) = d - 2 */
    const float radius[] = {1, 1};
    o.radius = radius;
    CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
    CHECK(fabs(hypot((double)(x[1] - x[0]), (double)(y[1] - y[0])) - 2 - sqrt(8)) < 0.01);
    /* 8 / d = log(1 + d) */
    o.radius = NULL;
    o.linlog = true;
    CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
    const double d = hypot((double)(x[1] - x[0]), (double)(y[1] - y[0]));
    CHECK(fabs(8 / d - log1p(d)) < 0.01);
    rel_graph_free(&g);
}

static double mean_distance(rel_vid size, const rel_graph *g, const float *x, const float *y, bool inside)
{
    double sum = 0, count = 0;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_vid u = v % 7; u < g->n; u += 7) {
            if ((u / size == v / size) != inside || u == v) continue;
            sum += hypot((double)(x[u] - x[v]), (double)(y[u] - y[v]));
            count++;
        }
    return sum / count;
}

/* Communities stand together, whatever the options, and the bytes are always the same. */
static void communities(rel_ctx *ctx)
{
    enum { SIZE = 350, N = 6 * SIZE };
    static float x[N], y[N], x2[N], y2[N], radius[N];
    const rel_forceatlas2_opts d = REL_FORCEATLAS2_DEFAULTS;
    rel_forceatlas2_opts all[] = {d, d, d, d, d, d, d};
    for (int k = 0; k < 7; k++) all[k].iterations = 12;
    all[1].linlog = true;
    all[2].strong_gravity = true;
    all[3].dissuade_hubs = true;
    all[4].weight_influence = 0;
    all[5].weight_influence = 0.5;
    all[6].radius = radius;
    for (int v = 0; v < N; v++) radius[v] = (float)(v % 5);
    for (int directed = 0; directed < CHECK_SIZE(2, 1); directed++) {
        rel_graph g = {0};
        planted(ctx, &g, 6, SIZE, 4, directed);
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            rel_forceatlas2_opts o = all[k];
            ctx->threads = 1;
            o.simd = REL_SIMD_PORTABLE;
            CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
            const double inside = mean_distance(SIZE, &g, x, y, true),
                         between = mean_distance(SIZE, &g, x, y, false);
            CHECK(inside < 0.6 * between);
            if (!(inside < 0.6 * between))
                fprintf(stderr, "options %zu: %g inside, %g between\n", k, inside, between);
            for (int threads = 2; threads <= 8; threads += 6) {
                ctx->threads = threads;
                o.simd = REL_SIMD_BEST;
                CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x2, y2));
                CHECK(memcmp(x, x2, sizeof x) == 0 && memcmp(y, y2, sizeof y) == 0);
            }
            if (k == 0) continue;
            CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, all[0], x2, y2));
            CHECK(memcmp(x, x2, sizeof x) != 0); /* the option does something */
        }
        ctx->seed = 2;
        CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, all[0], x, y));
        ctx->seed = REL_SEED_DEFAULT;
        CHECK(memcmp(x, x2, sizeof x) != 0);
        rel_graph_free(&g);
    }
}

/* No edges, one vertex, none, everybody in one place, places at the ends of the plane. */
static void degenerate(rel_ctx *ctx)
{
    enum { N = 300 };
    static float x[N], y[N];
    rel_graph g = {0};
    const rel_vid loop[] = {0};
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    for (rel_vid n = 0; n <= N; n = n * 2 + 1 > N ? N + (n == N) : n * 2 + 1) {
        build(ctx, &g, n, n > 0, loop, loop, NULL, true);
        o.placed = false;
        CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
        for (rel_vid v = 0; v < n; v++)
            CHECK(isfinite(x[v]) && isfinite(y[v]) && hypot((double)x[v], (double)y[v]) < 1e4);
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        o.placed = true;
        CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
        for (rel_vid v = 0; v < n; v++)
            for (rel_vid u = 0; u < v; u++)
                CHECK(isfinite(x[v]) && (x[u] < x[v] || x[u] > x[v] || y[u] < y[v] || y[u] > y[v]));
        for (rel_vid v = 0; v < n; v++) x[v] = v % 2 ? 1e9F : -1e9F;
        CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
        for (rel_vid v = 0; v < n; v++) CHECK(isfinite(x[v]) && isfinite(y[v]));
        rel_graph_free(&g);
    }
}

static int64_t overlapping(rel_vid n, const float *radius, const float *x, const float *y)
{
    int64_t count = 0;
    for (rel_vid v = 0; v < n; v++)
        for (rel_vid u = 0; u < v; u++)
            count += hypot((double)(x[v] - x[u]), (double)(y[v] - y[u])) <
                     (double)(radius[v] + radius[u]) * (1 - 1e-5);
    return count;
}

/* Discs of very different sizes, in a heap at first; some in one place. */
static void no_overlaps(rel_ctx *ctx)
{
    enum { N = 200 };
    static float x[N], y[N], x2[N], y2[N], radius[N];
    int64_t overlaps;
    rel_graph g = {0};
    for (int v = 0; v < N; v++) {
        radius[v] = v % 50 ? 1 + (float)(v % 4) : 12;
        x[v] = x2[v] = (float)(v % 9);
        y[v] = y2[v] = (float)(v % 7);
    }
    CHECK(overlapping(N, radius, x, y) > N);
    for (int threads = 1; threads <= 8; threads *= 8) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_layout_separate(ctx, N, radius, 400, threads == 1 ? x : x2, threads == 1 ? y : y2,
                                          &overlaps));
        CHECK(overlaps == 0 && overlapping(N, radius, x, y) == 0);
    }
    CHECK(memcmp(x, x2, sizeof x) == 0 && memcmp(y, y2, sizeof y) == 0);
    planted(ctx, &g, 5, N / 5, 6, false);
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    o.radius = radius;
    CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
    CHECK(overlapping(N, radius, x, y) == 0);
    o.radius = NULL;
    CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
    CHECK(overlapping(N, radius, x, y) > 0);
    rel_graph_free(&g);
}

/* Three pairs and four alone: distances inside a component stay, components do not meet. */
static void packing(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 2, 4}, target[] = {1, 3, 5};
    float x[] = {0, 10, 500, 504, -900, -901, 7000, 0, 0, 3}, y[] = {0, 0, 0, 0, 8, 9, 1, 2, 2, -6000};
    rel_graph g = {0};
    build(ctx, &g, 10, 3, source, target, NULL, true);
    CHECK_OK(ctx, rel_layout_pack(ctx, &g, x, y));
    CHECK(fabs(hypot((double)(x[1] - x[0]), (double)(y[1] - y[0])) - 10) < 1e-4);
    CHECK(fabs(hypot((double)(x[5] - x[4]), (double)(y[5] - y[4])) - sqrt(2)) < 1e-4);
    for (rel_vid v = 0; v < 10; v++) CHECK(hypot((double)x[v], (double)y[v]) < 40);
    for (rel_vid v = 0; v < 10; v++)
        for (rel_vid u = 0; u < v; u++)
            CHECK((v < 6 && u / 2 == v / 2) || hypot((double)(x[u] - x[v]), (double)(y[u] - y[v])) > 1);
    CHECK_TORTURE(ctx, rel_layout_pack(ctx, &g, x, y), (void)0);
    rel_graph_free(&g);
}

static void fit(rel_ctx *ctx)
{
    float x[] = {1, 2, 6}, y[] = {0, 0, 3}, one[] = {7}, two[] = {-3};
    rel_layout_fit(ctx->threads, 3, x, y, 5000);
    CHECK(fabs((double)(x[0] + x[1] + x[2])) < 1e-2 && x[2] == 5000 &&
          fabs((double)y[2] - 2 / 3.0 * 5000) < 1e-2);
    rel_layout_fit(ctx->threads, 1, one, two, 5000);
    CHECK(one[0] == 0 && two[0] == 0);
    rel_layout_fit(ctx->threads, 0, NULL, NULL, 5000);
}

#define REFUSED(field, value, sentence)                                                                      \
    do {                                                                                                     \
        rel_forceatlas2_opts bad = REL_FORCEATLAS2_DEFAULTS;                                                 \
        bad.field = value;                                                                                   \
        CHECK(rel_layout_forceatlas2(ctx, &g, bad, x, y) == REL_E_USAGE);                                    \
        CHECK_TEXT(ctx->message, sentence);                                                                  \
    } while (0)

static void errors(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1}, target[] = {1, 2};
    float x[] = {1, NAN, 2}, y[] = {1, 2, 3}, radius[] = {1, 1, -1};
    rel_graph g = {0};
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    build(ctx, &g, 3, 2, source, target, NULL, true);
    REFUSED(iterations, -1, "layout: -1 iterations, expected 0 or more");
    REFUSED(theta, NAN, "layout: theta nan, expected 0 to 10");
    REFUSED(scaling, 0, "layout: scaling 0, expected above 0, to 1e6");
    REFUSED(gravity, -1, "layout: gravity -1, expected 0 to 1e6");
    REFUSED(tolerance, 0, "layout: tolerance 0, expected above 0, to 1000");
    REFUSED(weight_influence, 11, "layout: influence of weights 11, expected 0 to 10");
    CHECK(isnan(x[1]) && x[0] == 1);
    o.placed = true;
    CHECK(rel_layout_forceatlas2(ctx, &g, o, x, y) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "layout: x of vertex 1 is nan");
    x[1] = 4;
    o.radius = radius;
    CHECK(rel_layout_forceatlas2(ctx, &g, o, x, y) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "layout: radius of vertex 2 is -1");
    o.radius = NULL;
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_layout_forceatlas2(ctx, &g, o, x, y) == REL_E_STOPPED);
    CHECK(x[0] == 1 && x[1] == 4 && y[2] == 3);
    ctx->stop = NULL;
    o.iterations = 2;
    CHECK_TORTURE(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y), (void)0);
    g.in = (rel_csr){0};
    CHECK(rel_layout_forceatlas2(ctx, &g, o, x, y) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "layout: the graph was built without both directions");
    rel_graph_free(&g);
}

static void memory_as_stated(rel_ctx *ctx)
{
    enum { N = CHECK_SIZE(30000, 6000) };
    float *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    rel_forceatlas2_opts o = REL_FORCEATLAS2_DEFAULTS;
    o.iterations = 2;
    ctx->threads = 2;
    for (int k = 0; k < 4; k++) {
        const bool directed = k % 2;
        const rel_vid inside = k < 2 ? 2 : 16;
        rel_graph g = {0};
        planted(ctx, &g, 100, N / 100, inside, directed);
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_layout_forceatlas2(ctx, &g, o, x, y));
        const size_t m = (size_t)g.m * (directed ? 2 : 1),
                     rows = (directed ? 12 : 4) * m + (directed ? 8 * (size_t)N : 0);
        const size_t steps = 150 * (size_t)N + (2 << 20), start = 60 * (size_t)N + 20 * m;
        CHECK(ctx->arena.peak_bytes < (steps > start ? steps : start) + rows);
        rel_graph_free(&g);
    }
    free(x);
    free(y);
}

static void logarithm(void)
{
    for (double x = 1e-9; x < 1e12; x *= 1.37) CHECK(fabs(rel_log_over(x) * x / log1p(x) - 1) < 1e-5);
    CHECK(rel_log_over(0) == 1);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    forces(&ctx, 5, 1.2, 1e-6);
    forces(&ctx, CHECK_SIZE(2500, 1200), 0, 1e-5);
    forces(&ctx, CHECK_SIZE(2500, 1200), 0.5, 1e-2);
    forces(&ctx, CHECK_SIZE(20000, 5000), 1.2, 0.08);
    two_bodies(&ctx);
    communities(&ctx);
    degenerate(&ctx);
    fit(&ctx);
    no_overlaps(&ctx);
    packing(&ctx);
    errors(&ctx);
    logarithm();
    memory_as_stated(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
