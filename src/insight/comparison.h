/* Comparison of two rankings: how much they agree, and who stands higher in one than in the other. */
#ifndef REL_INSIGHT_COMPARISON_H
#define REL_INSIGHT_COMPARISON_H

#include "ingest/ranked_list.h"
#include "src/insight/ranking.h"

typedef struct rel_agreement {
    double kendall_tau_b; /* over the accounts in both; NaN: nothing to compare */
    double overlap;       /* share of the first k of one that are among the first k of the other */
    int64_t k;            /* not beyond the end of the shorter list */
    double rbo;           /* rank-biased overlap */
    double p;             /* its persistence */
    int64_t accounts, only_here, only_there;
} rel_agreement;

/* An account that is among the first k of either. */
typedef struct rel_mover {
    rel_vid vertex;     /* REL_VID_NONE: not in this graph */
    int64_t listed;     /* place in the other list, -1: not in it */
    int64_t rank;       /* here; 0: none */
    int64_t rank_there; /* 0: none */
} rel_mover;

typedef struct rel_comparison {
    rel_agreement agreement;
    rel_mover *mover; /* count, by their rank here; then those without one, by their rank there */
    int64_t count;
} rel_comparison;

/* Compares a ranking of all accounts of g with another one, accounts being the same when their names are. k:
 * depth of the overlap and of movers, 0: all. The comparison is yours: rel_comparison_free. Memory: 16 bytes
 * a vertex and entry of scratch besides what rank correlation takes. Errors: E_USAGE (p, no account in
 * common), E_DATA (an account that is listed twice), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_compare(rel_ctx *ctx, const rel_graph *g, const rel_ranking *ranking,
                       const rel_ranked_list *other, int64_t k, double p, rel_comparison *comparison);
/* Accepts {0}. */
void rel_comparison_free(rel_comparison *comparison);

/* The same for two criteria of one ranking, given by their places in by[]. */
REL_CHECKED
rel_status rel_compare_criteria(rel_ctx *ctx, const rel_ranking *ranking, int one, int other, int64_t k,
                                double p, rel_agreement *agreement);

#endif
