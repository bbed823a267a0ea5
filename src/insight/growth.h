/* Growth: the ranking of one period after another, and who rises and falls between them. */
#ifndef REL_INSIGHT_GROWTH_H
#define REL_INSIGHT_GROWTH_H

#include "src/insight/ranking.h"
#include "src/insight/window.h"

typedef struct rel_growth_opts {
    rel_window_opts window; /* what a period's ranking is made of; communities: as the criterion needs */
    rel_criterion by;
    rel_scoring_opts scoring; /* pagerank.jump: by vertex of the source */
    bool cold; /* every PageRank starts from equal scores, not from those of the period before */
} rel_growth_opts;

/* One period. Arrays belong to rel_growth and change with the next period; vertices are those of the source.
 * Accounts whose scores cannot be told apart (that are equal; by PageRank: that differ by no more than the
 * tolerance) share the best of their ranks, so that a change of rank is one of score. */
typedef struct rel_growth_period {
    int index;
    int64_t acts; /* of its window */
    rel_filter_counts filtered;
    int64_t count;        /* accounts that are ranked; 0: an empty period */
    const rel_vid *order; /* count, best first; equal scores by smaller vertex */
    int64_t count_before;
    const rel_vid *order_before;        /* of the period before */
    const uint32_t *rank, *rank_before; /* by vertex; 0: not ranked */
    const double *score;                /* by vertex; of those that are ranked */
    const int32_t *first; /* by vertex: the first period in which it was ranked; -1: none so far */
    int64_t fresh, gone;  /* accounts ranked for the first time; ranked before and not now */
    int rounds;           /* of PageRank */
    bool early;           /* PageRank did not reach its tolerance */
} rel_growth_period;

/* What became of an account that is ranked in this period or in the one before. */
#define REL_GROWTH_STATUS_LIST(X)                                                                            \
    X(NEW, "new", N_("new"))    /* ranked for the first time */                                              \
    X(BACK, "back", N_("back")) /* ranked in an earlier period, but not in the one before */                 \
    X(UP, "up", N_("up"))                                                                                    \
    X(DOWN, "down", N_("down"))                                                                              \
    X(SAME, "same", N_("same"))                                                                              \
    X(GONE, "gone", N_("gone")) /* ranked in the period before, and not now */
typedef enum rel_growth_status {
#define X(name, word, text) REL_GROWTH_##name,
    REL_GROWTH_STATUS_LIST(X)
#undef X
} rel_growth_status;
const char *rel_growth_status_word(rel_growth_status s);
const char *rel_growth_status_text(rel_growth_status s); /* English, for gettext */

/* Called once a period, in order; st of the caller ends the run. */
typedef rel_status rel_growth_fn(void *user, const rel_growth_period *period);

/* Of an account that is ranked in this period or in the one before. */
rel_growth_status rel_growth_status_of(const rel_growth_period *p, rel_vid v);
/* Places gained since the period before (negative: lost); 0 when it was not ranked in both. */
int64_t rel_growth_change(const rel_growth_period *p, rel_vid v);

/* Ranks every period. The acts of one are summed into edges in the order of the source, so its graph is that
 * of rel_source_open with the period's bounds, and each score is within the tolerance of the score there.
 * PageRank starts from the last score of each account, which saves rounds where periods are alike.
 *
 * Cost: O(acts + periods * accounts) beside the graphs and their rankings (WITHIN); other windows look at all
 * times for each period. Memory: that of rel_windows, 49 bytes an account, and the graph of one period.
 * Errors: those of the criterion and of `each`; E_NOCONV: some period ended early, all were told. The same
 * bytes at any thread count. */
REL_CHECKED
rel_status rel_growth(rel_ctx *ctx, const rel_timed *t, const rel_periods *periods, const rel_growth_opts *o,
                      rel_growth_fn *each, void *user);

#endif
