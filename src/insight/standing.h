/* Standings: where an account stands among all by one criterion; scores on a common scale; and several
 * criteria joined into one order.
 *
 * Sources: Borda, "Memoire sur les elections au scrutin", 1781 (points for everybody who is beaten);
 * reciprocal rank fusion: Cormack, Clarke, Buettcher, "Reciprocal rank fusion outperforms Condorcet and
 * individual rank learning methods", SIGIR 2009. */
#ifndef REL_INSIGHT_STANDING_H
#define REL_INSIGHT_STANDING_H

#include "graph/types.h"
#include "src/insight/criteria.h"

/* An account without a score (NaN) stands below all that have one. */
typedef struct rel_standing {
    uint32_t better; /* accounts that stand above */
    uint32_t equal;  /* others with the same score */
} rel_standing;

/* standing[0..n). Cost: a sort; 28 bytes a vertex of scratch. Errors: E_MEM. */
REL_CHECKED
rel_status rel_standings(rel_ctx *ctx, rel_criterion by, const double *score, rel_vid n,
                         rel_standing *standing);
/* Share of the other accounts that stand below, in percent, those with the same score by half; 100 when there
 * are no others. */
double rel_standing_percentile(rel_standing s, rel_vid n);

/* word, title */
#define REL_NORMALIZE_LIST(X)                                                                                \
    X(NONE, "none")             /* as the kernel gives it */                                                 \
    X(MAX, "max")               /* divided by the largest score */                                           \
    X(MINMAX, "minmax")         /* 0 the smallest, 1 the largest */                                          \
    X(SUM, "sum")               /* divided by the sum of all */                                              \
    X(ZSCORE, "zscore")         /* standard deviations above the mean of all */                              \
    X(PERCENTILE, "percentile") /* rel_standing_percentile */

typedef enum rel_normalize {
#define X(name, word) REL_NORMALIZE_##name,
    REL_NORMALIZE_LIST(X)
#undef X
} rel_normalize;
const char *rel_normalize_word(int normalize); /* NULL beyond the last one */

/* All but PERCENTILE are (x - shift) * factor. Accounts without a score do not count; where all scores are
 * the same, minmax and zscore are 0; where the divisor is 0, scores stay. */
typedef struct rel_scale {
    double shift, factor;
} rel_scale;
rel_scale rel_scale_of(int threads, rel_normalize normalize, const double *score, rel_vid n);

/* word, title */
#define REL_AGGREGATE_LIST(X)                                                                                \
    X(NONE, "none", "")                                                                                      \
    X(BORDA, "borda", N_("Borda"))                     /* mean of the percentiles */                         \
    X(RECIPROCAL, "reciprocal", N_("reciprocal rank")) /* sum of 1 / (60 + rank), ties at their mean rank */

typedef enum rel_aggregate {
#define X(name, word, title) REL_AGGREGATE_##name,
    REL_AGGREGATE_LIST(X)
#undef X
} rel_aggregate;
const char *rel_aggregate_word(int aggregate); /* NULL beyond the last one */
const char *rel_aggregate_title(rel_aggregate aggregate);

/* value[v]: the larger, the better. standing[i] has n each. */
void rel_aggregate_values(rel_aggregate aggregate, rel_standing *const *standing, int criteria, rel_vid n,
                          double *value);

#endif
