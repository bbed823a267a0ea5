/* Standings, scales and aggregates, worked out by hand. */
#include <math.h>
#include <stdlib.h>

#include "src/base/rng.h"
#include "src/insight/ranking.h"
#include "src/insight/standing.h"
#include "tests/check.h"

enum { N = 6, LARGE = 200000 };

static bool is_near(double x, double y)
{
    return fabs(x - y) < 1e-12 * (1 + fabs(y));
}

/* 9, 5 5, 1, -2, none: percentiles 100, 70 70, 40, 20, 0 of the five others. */
static void ties_and_gaps(rel_ctx *ctx)
{
    static const double score[N] = {5, 9, NAN, 1, 5, -2}, percentile[N] = {70, 100, 0, 40, 70, 20};
    static const uint32_t better[N] = {1, 0, 5, 3, 1, 4}, equal[N] = {1, 0, 0, 0, 1, 0};
    rel_standing s[N];
    CHECK_OK(ctx, rel_standings(ctx, REL_BY_PAGERANK, score, N, s));
    for (int v = 0; v < N; v++) {
        CHECK(s[v].better == better[v] && s[v].equal == equal[v]);
        CHECK(is_near(rel_standing_percentile(s[v], N), percentile[v]));
    }
    /* Constraint counts from its other end; no score stays last. */
    CHECK_OK(ctx, rel_standings(ctx, REL_BY_CONSTRAINT, score, N, s));
    CHECK(s[5].better == 0 && s[3].better == 1 && s[0].better == 2 && s[1].better == 4 && s[2].better == 5);
    CHECK(rel_standing_percentile((rel_standing){0, 0}, 1) == 100);
}

static void scales(void)
{
    static const double score[4] = {2, 8, NAN, 5}, flat[2] = {3, 3}, zero[2] = {0, 0}, none[1] = {NAN};
    rel_scale s = rel_scale_of(1, REL_NORMALIZE_MAX, score, 4);
    CHECK((score[3] - s.shift) * s.factor == 5 / 8.0);
    s = rel_scale_of(1, REL_NORMALIZE_MINMAX, score, 4);
    CHECK(is_near((score[3] - s.shift) * s.factor, 0.5));
    s = rel_scale_of(1, REL_NORMALIZE_SUM, score, 4);
    CHECK(is_near((score[3] - s.shift) * s.factor, 5 / 15.0));
    s = rel_scale_of(1, REL_NORMALIZE_ZSCORE, score, 4); /* mean 5, variance (9 + 9 + 0) / 3 */
    CHECK(s.shift == 5 && is_near(s.factor, 1 / sqrt(6)));
    for (int how = REL_NORMALIZE_NONE; how <= REL_NORMALIZE_PERCENTILE; how++) {
        const rel_scale f = rel_scale_of(1, (rel_normalize)how, flat, 2);
        const rel_scale z = rel_scale_of(1, (rel_normalize)how, zero, 2);
        const rel_scale e = rel_scale_of(1, (rel_normalize)how, none, 1);
        CHECK(isfinite(f.factor) && isfinite(z.factor) && isfinite(e.factor) && isfinite(e.shift));
        CHECK((zero[0] - z.shift) * z.factor == 0);
        if (how == REL_NORMALIZE_ZSCORE || how == REL_NORMALIZE_MINMAX)
            CHECK((flat[0] - f.shift) * f.factor == 0);
    }
}

/* Orders a > b > c and b > a = c: Borda (100 + 25) / 2, (50 + 100) / 2, (0 + 25) / 2;
 * reciprocal 1/61 + 1/62.5, 1/62 + 1/61, 1/63 + 1/62.5. */
static void aggregates(rel_ctx *ctx)
{
    static const double x[3] = {3, 2, 1}, y[3] = {0, 7, 0};
    rel_standing a[3], b[3];
    rel_standing *const both[] = {a, b};
    double value[3];
    CHECK_OK(ctx, rel_standings(ctx, REL_BY_CORE, x, 3, a));
    CHECK_OK(ctx, rel_standings(ctx, REL_BY_REACH, y, 3, b));
    rel_aggregate_values(REL_AGGREGATE_BORDA, both, 2, 3, value);
    CHECK(is_near(value[0], 62.5) && is_near(value[1], 75) && is_near(value[2], 12.5));
    rel_aggregate_values(REL_AGGREGATE_RECIPROCAL, both, 2, 3, value);
    CHECK(is_near(value[0], 1 / 61.0 + 1 / 62.5) && is_near(value[1], 1 / 62.0 + 1 / 61.0) &&
          is_near(value[2], 1 / 63.0 + 1 / 62.5));
}

/* Large enough for the parallel sort and for several blocks of a sum. */
static void any_number_of_threads(rel_ctx *ctx)
{
    double *score = calloc(LARGE, sizeof *score);
    rel_standing *one = calloc(LARGE, sizeof *one), *many = calloc(LARGE, sizeof *many);
    if (!score || !one || !many) exit(2);
    for (uint64_t v = 0; v < LARGE; v++) score[v] = floor(1e4 * rel_rand_unit(1, 0, v)) / 7;
    ctx->threads = 1;
    CHECK_OK(ctx, rel_standings(ctx, REL_BY_KATZ, score, LARGE, one));
    const rel_scale s = rel_scale_of(1, REL_NORMALIZE_ZSCORE, score, LARGE);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_standings(ctx, REL_BY_KATZ, score, LARGE, many));
        CHECK(memcmp(one, many, LARGE * sizeof *one) == 0);
        const rel_scale t = rel_scale_of(ctx->threads, REL_NORMALIZE_ZSCORE, score, LARGE);
        CHECK(memcmp(&s, &t, sizeof s) == 0);
    }
    ctx->threads = 2;
    free(many);
    free(one);
    free(score);
}

static void words(void)
{
    CHECK_TEXT(rel_normalize_word(REL_NORMALIZE_ZSCORE), "zscore");
    CHECK_TEXT(rel_aggregate_word(REL_AGGREGATE_BORDA), "borda");
    CHECK(!rel_normalize_word(REL_NORMALIZE_PERCENTILE + 1) && !rel_normalize_word(-1));
    CHECK(!rel_aggregate_word(REL_AGGREGATE_RECIPROCAL + 1));
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    ties_and_gaps(&ctx);
    scales();
    aggregates(&ctx);
    any_number_of_threads(&ctx);
    words();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
