#include "src/insight/standing.h"

#include <math.h>

#include "src/base/i18n.h"
#include "src/base/par.h"
#include "src/insight/ranking.h"

/* Cormack et al. found 60 by trial; it keeps one first place from outweighing many good ones. */
#define RECIPROCAL_PLUS 60

const char *rel_normalize_word(int normalize)
{
    static const char *const words[] = {
#define X(name, word) word,
        REL_NORMALIZE_LIST(X)
#undef X
    };
    return normalize >= 0 && normalize < (int)(sizeof words / sizeof *words) ? words[normalize] : NULL;
}

static const struct {
    const char *word, *title;
} aggregates[] = {
#define X(name, word, title) {word, title},
    REL_AGGREGATE_LIST(X)
#undef X
};

const char *rel_aggregate_word(int aggregate)
{
    const int count = (int)(sizeof aggregates / sizeof *aggregates);
    return aggregate >= 0 && aggregate < count ? aggregates[aggregate].word : NULL;
}

const char *rel_aggregate_title(rel_aggregate aggregate)
{
    return aggregates[aggregate].title;
}

/* --- standings ---------------------------------------------------------------------------------------------
 */

static bool same(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

rel_status rel_standings(rel_ctx *ctx, rel_criterion by, const double *score, rel_vid n,
                         rel_standing *standing)
{
    rel_status st;
    rel_vid *order = NULL;
    int64_t count, last;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &order, n, sizeof *order, "standings"));
    REL_TRY(rel_ranking_order(ctx, by, score, n, n, order, &count));
    for (int64_t first = 0; first < count; first = last) {
        last = first + 1;
        while (last < count && same(score[order[last]], score[order[first]])) last++;
        for (int64_t i = first; i < last; i++)
            standing[order[i]] = (rel_standing){(uint32_t)first, (uint32_t)(last - first - 1)};
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

double rel_standing_percentile(rel_standing s, rel_vid n)
{
    if (n <= 1) return 100;
    return 100 * ((double)(n - 1 - s.better) - 0.5 * s.equal) / (double)(n - 1);
}

/* --- scales ------------------------------------------------------------------------------------------------
 */

typedef struct moments {
    const double *score;
    double mean;
} moments;

static double count_of(const void *state, int64_t first, int64_t last)
{
    const moments *m = state;
    double count = 0;
    for (int64_t i = first; i < last; i++) count += !isnan(m->score[i]);
    return count;
}

static double sum_of(const void *state, int64_t first, int64_t last)
{
    const moments *m = state;
    double sum = 0;
    for (int64_t i = first; i < last; i++)
        if (!isnan(m->score[i])) sum += m->score[i];
    return sum;
}

static double squares_of(const void *state, int64_t first, int64_t last)
{
    const moments *m = state;
    double sum = 0;
    for (int64_t i = first; i < last; i++) {
        const double x = m->score[i] - m->mean;
        if (!isnan(x)) sum += x * x;
    }
    return sum;
}

static double inverse(double x, double when_zero)
{
    return x > 0 || x < 0 ? 1 / x : when_zero;
}

static rel_scale z_scale(int threads, moments m, rel_vid n)
{
    const double count = rel_par_sum(threads, n, count_of, &m);
    if (!(count > 0)) return (rel_scale){0, 1};
    m.mean = rel_par_sum(threads, n, sum_of, &m) / count;
    return (rel_scale){m.mean, inverse(sqrt(rel_par_sum(threads, n, squares_of, &m) / count), 0)};
}

rel_scale rel_scale_of(int threads, rel_normalize normalize, const double *score, rel_vid n)
{
    const moments m = {.score = score};
    double least = INFINITY, most = -INFINITY;
    if (normalize == REL_NORMALIZE_NONE || normalize == REL_NORMALIZE_PERCENTILE) return (rel_scale){0, 1};
    if (normalize == REL_NORMALIZE_ZSCORE) return z_scale(threads, m, n);
    if (normalize == REL_NORMALIZE_SUM)
        return (rel_scale){0, inverse(rel_par_sum(threads, n, sum_of, &m), 1)};
    for (rel_vid v = 0; v < n; v++) {
        if (score[v] < least) least = score[v];
        if (score[v] > most) most = score[v];
    }
    if (!isfinite(most)) return (rel_scale){0, 1};
    if (normalize == REL_NORMALIZE_MINMAX) return (rel_scale){least, inverse(most - least, 0)};
    return (rel_scale){0, inverse(most, 1)};
}

/* --- aggregates --------------------------------------------------------------------------------------------
 */

void rel_aggregate_values(rel_aggregate aggregate, rel_standing *const *standing, int criteria, rel_vid n,
                          double *value)
{
    for (rel_vid v = 0; v < n; v++) {
        double sum = 0;
        for (int i = 0; i < criteria; i++) {
            const rel_standing s = standing[i][v];
            sum += aggregate == REL_AGGREGATE_BORDA ? rel_standing_percentile(s, n)
                                                    : 1 / (RECIPROCAL_PLUS + 1.0 + s.better + 0.5 * s.equal);
        }
        value[v] = aggregate == REL_AGGREGATE_BORDA ? sum / criteria : sum;
    }
}
