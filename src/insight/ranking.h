/* Rankings: accounts in the order of one criterion, with their scores by others. */
#ifndef REL_INSIGHT_RANKING_H
#define REL_INSIGHT_RANKING_H

#include "algorithms/centrality/pagerank.h"

/* word (of --by and JSON), title (of tables) */
#define REL_CRITERION_LIST(X)                                                                                \
    X(PAGERANK, "pagerank", N_("PageRank"))                                                                  \
    X(DEGREE, "degree", N_("degree"))                                                                        \
    X(IN_DEGREE, "in_degree", N_("in-degree"))                                                               \
    X(OUT_DEGREE, "out_degree", N_("out-degree"))                                                            \
    X(STRENGTH, "strength", N_("strength"))                                                                  \
    X(IN_STRENGTH, "in_strength", N_("in-strength"))                                                         \
    X(OUT_STRENGTH, "out_strength", N_("out-strength"))

typedef enum rel_criterion {
#define X(name, word, title) REL_BY_##name,
    REL_CRITERION_LIST(X)
#undef X
        REL_CRITERION_COUNT
} rel_criterion;

/* NULL beyond the last one. */
const char *rel_criterion_word(int criterion);
const char *rel_criterion_title(rel_criterion criterion); /* English, for gettext */
/* "pagerank,in-degree" into by[], each once; '-' and '_' are the same. Errors: E_USAGE with the nearest word.
 */
REL_CHECKED
rel_status rel_criteria_parse(rel_ctx *ctx, const char *text, rel_criterion by[REL_CRITERION_COUNT],
                              int *count);

/* score[0..n) by one criterion; in-degree and in-strength count attention received. Needs both directions.
 * Errors: those of rel_pagerank and rel_degree. */
REL_CHECKED
rel_status rel_criterion_score(rel_ctx *ctx, const rel_graph *g, rel_criterion criterion,
                               const rel_pagerank_opts *pagerank, double *score);

typedef struct rel_ranking_opts {
    rel_criterion by[REL_CRITERION_COUNT]; /* the first one sorts */
    int criteria;                          /* >= 1 */
    int64_t top;                           /* accounts in the ranking; 0: all */
    rel_pagerank_opts pagerank;
} rel_ranking_opts;

typedef struct rel_ranking {
    int criteria;
    rel_criterion by[REL_CRITERION_COUNT];
    double *score[REL_CRITERION_COUNT]; /* n each */
    rel_vid *order;                     /* count vertices, best first; ties by smaller vertex */
    int64_t count;
} rel_ranking;

/* The ranking is yours: rel_ranking_free. Memory: 8 bytes a vertex and criterion, 4 an account in the
 * ranking. Errors: those of the criteria; with E_NOCONV the ranking is there all the same. */
REL_CHECKED
rel_status rel_rank(rel_ctx *ctx, const rel_graph *g, const rel_ranking_opts *opts, rel_ranking *ranking);
/* Accepts {0}. */
void rel_ranking_free(rel_ranking *ranking);

#endif
