/* Agreement of rankings: cases by hand, and the definitions themselves on random ones. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/rank_correlation.h"
#include "src/base/rng.h"
#include "tests/check.h"

static bool is_near(double x, double y)
{
    return (isnan(x) && isnan(y)) || fabs(x - y) < 1e-12;
}

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

/* Tau-b as it is defined: every pair is looked at. */
static double tau_by_pairs(const double *x, const double *y, int64_t n)
{
    double sum = 0, untied_x = 0, untied_y = 0;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < i; j++) {
            const int a = sign(x[i] - x[j]), b = sign(y[i] - y[j]);
            sum += a * b;
            untied_x += a != 0;
            untied_y += b != 0;
        }
    return untied_x > 0 && untied_y > 0 ? sum / sqrt(untied_x * untied_y) : NAN;
}

/* x 1 2 3 4, y 1 3 2 4: five pairs agree, one does not: 4 / 6. With y 1 2 2 4 one pair is tied in y:
 * 5 / sqrt(6 x 5). */
static void tau_by_hand(rel_ctx *ctx)
{
    static const double x[] = {1, 2, 3, 4}, y[] = {1, 3, 2, 4}, tied[] = {1, 2, 2, 4}, flat[] = {7, 7, 7, 7};
    static const double down[] = {8, 6, 4, 2}, none[] = {NAN, 1, 2, 3}, last[] = {9, 1, 2, 3};
    double tau, other;
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, y, 4, &tau));
    CHECK(is_near(tau, 4.0 / 6));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, tied, 4, &tau));
    CHECK(is_near(tau, 5 / sqrt(30)));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, x, 4, &tau));
    CHECK(tau == 1);
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, down, 4, &tau));
    CHECK(tau == -1);
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, flat, 4, &tau));
    CHECK(isnan(tau));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, y, 1, &tau));
    CHECK(isnan(tau));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, y, 0, &tau));
    CHECK(isnan(tau));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, none, 4, &tau));
    CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, last, 4, &other));
    CHECK(tau == other);
}

static void tau_as_defined(rel_ctx *ctx)
{
    enum { MOST = 90 };
    double x[MOST], y[MOST], tau, one;
    for (uint64_t r = 0; r < 60; r++) {
        const int64_t n = 2 + (int64_t)rel_rand_below(r, 0, 0, MOST - 2);
        const uint64_t values = 1 + rel_rand_below(r, 0, 1, 40); /* few: many ties */
        for (int64_t i = 0; i < n; i++) {
            x[i] = (double)rel_rand_below(r, 1, (uint64_t)i, values) - 3;
            y[i] = x[i] * (double)(r % 3) + (double)rel_rand_below(r, 2, (uint64_t)i, values);
        }
        ctx->threads = 1;
        CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, y, n, &one));
        CHECK(is_near(one, tau_by_pairs(x, y, n)));
        ctx->threads = 8;
        CHECK_OK(ctx, rel_kendall_tau_b(ctx, x, y, n, &tau));
        CHECK(memcmp(&one, &tau, sizeof tau) == 0);
    }
    ctx->threads = 2;
}

static void heads(rel_ctx *ctx)
{
    static const rel_vid a[] = {0, 1, 2, 3}, b[] = {2, 0, 4, 5, 1};
    const rel_rank_lists l = {a, b, 4, 5, 6};
    double share;
    CHECK_OK(ctx, rel_overlap_at(ctx, &l, 1, &share));
    CHECK(share == 0);
    CHECK_OK(ctx, rel_overlap_at(ctx, &l, 3, &share));
    CHECK(is_near(share, 2 / 3.0));
    /* 4 against 5: 0, 1, 2 of the five. */
    CHECK_OK(ctx, rel_overlap_at(ctx, &l, 100, &share));
    CHECK(is_near(share, 3 / 5.0));
    CHECK(rel_overlap_at(ctx, &l, 0, &share) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "overlap: depth 0 is below 1");
    CHECK_OK(ctx, rel_overlap_at(ctx, &(rel_rank_lists){a, b, 0, 0, 6}, 3, &share));
    CHECK(isnan(share));
}

static int64_t common_to(const rel_vid *a, int64_t a_count, const rel_vid *b, int64_t b_count, int64_t d)
{
    int64_t both = 0;
    for (int64_t i = 0; i < d && i < a_count; i++)
        for (int64_t j = 0; j < d && j < b_count; j++) both += a[i] == b[j];
    return both;
}

/* Formula 32 term by term, with overlaps counted from scratch. */
static double rbo_by_terms(const rel_rank_lists *l, double p)
{
    const int64_t s = l->a_count < l->b_count ? l->a_count : l->b_count,
                  longest = l->a_count + l->b_count - s;
    const double x_s = (double)common_to(l->a, l->a_count, l->b, l->b_count, s);
    const double x_l = (double)common_to(l->a, l->a_count, l->b, l->b_count, longest);
    double sum = 0;
    for (int64_t d = 1; d <= longest; d++)
        sum += (double)common_to(l->a, l->a_count, l->b, l->b_count, d) / (double)d * pow(p, (double)d);
    for (int64_t d = s + 1; d <= longest; d++)
        sum += x_s * (double)(d - s) / ((double)s * (double)d) * pow(p, (double)d);
    return (1 - p) / p * sum + ((x_l - x_s) / (double)longest + x_s / (double)s) * pow(p, (double)longest);
}

static void shuffle(rel_vid *list, int64_t n, uint64_t seed)
{
    for (int64_t i = 0; i < n; i++) list[i] = (rel_vid)i;
    for (int64_t i = n - 1; i > 0; i--) {
        const uint64_t j = rel_rand_below(seed, 7, (uint64_t)i, (uint64_t)i + 1);
        const rel_vid x = list[i];
        list[i] = list[j];
        list[j] = x;
    }
}

/* Same lists 1, nothing in common 0; [0 1] and [0 2] with p = 1/2: extrapolated (1/2)(1 + 1/4) x ... = 3/4.
 */
static void biased(rel_ctx *ctx)
{
    static const rel_vid a[] = {0, 1}, b[] = {0, 2}, c[] = {3, 4};
    double rbo;
    CHECK_OK(ctx, rel_rank_biased_overlap(ctx, &(rel_rank_lists){a, a, 2, 2, 5}, 0.9, &rbo));
    CHECK(is_near(rbo, 1));
    CHECK_OK(ctx, rel_rank_biased_overlap(ctx, &(rel_rank_lists){a, c, 2, 2, 5}, 0.9, &rbo));
    CHECK(rbo == 0);
    /* (1 - p) / p (1 p + 1/2 p^2) + 1/2 p^2 = 1/2 + 1/8 + 1/8 */
    CHECK_OK(ctx, rel_rank_biased_overlap(ctx, &(rel_rank_lists){a, b, 2, 2, 5}, 0.5, &rbo));
    CHECK(is_near(rbo, 0.75));
    CHECK_OK(ctx, rel_rank_biased_overlap(ctx, &(rel_rank_lists){a, b, 0, 2, 5}, 0.5, &rbo));
    CHECK(isnan(rbo));
    CHECK(rel_rank_biased_overlap(ctx, &(rel_rank_lists){a, b, 2, 2, 5}, 1, &rbo) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "rank-biased overlap: p 1 is not between 0 and 1");
}

static void biased_as_defined(rel_ctx *ctx)
{
    enum { N = 30 };
    rel_vid a[N], b[N];
    double rbo;
    for (uint64_t r = 0; r < 40; r++) {
        shuffle(a, N, r);
        shuffle(b, N, r + 1000);
        const rel_rank_lists l = {a, b, 1 + (int64_t)rel_rand_below(r, 8, 0, N),
                                  1 + (int64_t)rel_rand_below(r, 8, 1, N), N};
        CHECK_OK(ctx, rel_rank_biased_overlap(ctx, &l, 0.8, &rbo));
        CHECK(is_near(rbo, rbo_by_terms(&l, 0.8)));
    }
}

int main(void)
{
    static const double x[] = {1, 2, 3, 4}, y[] = {1, 3, 2, 4};
    double tau;
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    tau_by_hand(&ctx);
    tau_as_defined(&ctx);
    heads(&ctx);
    biased(&ctx);
    biased_as_defined(&ctx);
    CHECK_TORTURE(&ctx, rel_kendall_tau_b(&ctx, x, y, 4, &tau), (void)0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
