/* Rankings: accounts in the order of one criterion, or of several joined into one, with their scores and
 * standings by each. */
#ifndef REL_INSIGHT_RANKING_H
#define REL_INSIGHT_RANKING_H

#include "src/insight/scoring.h"
#include "src/insight/standing.h"

typedef struct rel_ranking_opts {
    rel_criterion by[REL_CRITERION_COUNT]; /* the first one sorts, unless they are joined */
    int criteria;                          /* >= 1 */
    rel_aggregate aggregate;               /* not NONE: the joined value sorts */
    bool standings;                        /* wanted also when nothing is joined */
    int64_t top;                           /* accounts in the ranking; 0: all */
    rel_scoring_opts scoring;
    const rel_source *source; /* see scoring.h; may be NULL */
} rel_ranking_opts;

typedef struct rel_ranking {
    rel_vid n; /* accounts of the graph */
    int criteria;
    rel_criterion by[REL_CRITERION_COUNT];
    double *score[REL_CRITERION_COUNT];          /* n each; NaN: this account has none */
    rel_way way[REL_CRITERION_COUNT];            /* how it was computed */
    rel_standing *standing[REL_CRITERION_COUNT]; /* n each; NULL unless asked for or joined */
    double *error; /* n, with standings, by sampled betweenness: each account's own; else NULL */
    rel_aggregate aggregate;
    double *joined; /* n: the aggregate's values; NULL when there is none */
    rel_vid *order; /* count vertices, best first; ties by smaller vertex */
    int64_t count;
} rel_ranking;

/* The ranking is yours: rel_ranking_free. Memory: 8 bytes a vertex and criterion, 16 with standings, 8 a
 * vertex for an aggregate, 4 an account in the ranking. Errors: those of the criteria; with E_NOCONV the
 * ranking is there all the same, and with E_STOPPED when the last thing to do was sampling and some samples
 * are there (the way of betweenness says what they are worth); else it is {0}. */
REL_CHECKED
rel_status rel_rank(rel_ctx *ctx, const rel_graph *g, const rel_ranking_opts *opts, rel_ranking *ranking);
/* Accepts {0}. */
void rel_ranking_free(rel_ranking *ranking);

/* order[0..min(top, n)) becomes the best vertices by a criterion, *count their number: the best score first,
 * whichever end that is, no score last, ties by smaller vertex. 24 bytes a vertex of scratch. Errors: E_MEM.
 */
REL_CHECKED
rel_status rel_ranking_order(rel_ctx *ctx, rel_criterion by, const double *score, rel_vid n, int64_t top,
                             rel_vid *order, int64_t *count);

#endif
