#include <math.h>

#include "algorithms/diffusion/learning_check.h"
#include "algorithms/diffusion/spread.h"

typedef struct pairs {
    double *actual, *predicted;
    int64_t count;
} pairs;

static void compare_spreads(const pairs *q, rel_foretold_spread *spread)
{
    const double n = (double)q->count;
    double a = 0, p = 0, aa = 0, pp = 0, ap = 0, absolute = 0, square = 0;
    for (int64_t i = 0; i < q->count; i++) {
        a += q->actual[i] / n;
        p += q->predicted[i] / n;
    }
    for (int64_t i = 0; i < q->count; i++) {
        const double da = q->actual[i] - a, dp = q->predicted[i] - p, d = q->predicted[i] - q->actual[i];
        aa += da * da;
        pp += dp * dp;
        ap += da * dp;
        absolute += fabs(d);
        square += d * d;
    }
    spread->cascades = q->count;
    spread->actual = a;
    spread->predicted = p;
    spread->correlation = aa > 0 && pp > 0 ? ap / sqrt(aa * pp) : (double)NAN;
    spread->mean_error = absolute / n;
    spread->root_mean_square_error = sqrt(square / n);
}

static rel_status foretell_spreads(rel_ctx *ctx, const rel_graph *g, const rel_cascades *c, const float *p,
                                   int64_t runs, pairs *q)
{
    rel_status st;
    rel_influence influence = {0};
    rel_spread_result result = {0};
    const rel_influence_opts opts = {.model = REL_SPREAD_IC, .rule = REL_INFLUENCE_GIVEN, .given = p};
    const rel_spread_opts how = {.runs = runs};
    REL_TRY(rel_influence_make(ctx, g, &opts, &influence));
    for (int64_t i = 0; i < q->count; i++) {
        const int64_t one = i * c->count / q->count;
        rel_progress(ctx, "foretelling spread", "cascades", i, q->count);
        REL_TRY(rel_spread(ctx, g, &influence, &c->account[c->off[one]], 1, &how, &result));
        q->actual[i] = (double)(c->off[one + 1] - c->off[one]);
        q->predicted[i] = result.reach.mean;
        rel_spread_free(&result);
    }
out:
    rel_spread_free(&result);
    rel_influence_free(&influence);
    return st;
}

rel_status rel_foretold_spread_make(rel_ctx *ctx, const rel_graph *g, const rel_cascades *cascades,
                                    const float *p, int64_t runs, int64_t most, rel_foretold_spread *spread)
{
    rel_status st;
    pairs q = {.count = most < cascades->count ? most : cascades->count};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *spread = (rel_foretold_spread){0};
    REL_TRY(rel_scratch(ctx, &q.actual, (size_t)q.count, sizeof *q.actual, "spreads"));
    REL_TRY(rel_scratch(ctx, &q.predicted, (size_t)q.count, sizeof *q.predicted, "spreads"));
    REL_TRY(foretell_spreads(ctx, g, cascades, p, runs, &q));
    compare_spreads(&q, spread);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
