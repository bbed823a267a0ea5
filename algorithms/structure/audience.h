/* Audience intersection: how many give attention to this one and to that one of a few accounts, and is that
 * more than chance? The audience of an account is everybody who gives it attention (its in-neighbours).
 *
 * Sources: every pattern of sets that occurs, as in Lex et al., "UpSet: visualization of intersecting sets",
 * IEEE Trans. Vis. Comput. Graphics 20(12), 2014; Jaccard, "The distribution of the flora in the alpine
 * zone", New Phytologist 11(2), 1912; lift: Brin, Motwani, Ullman, Tsur, "Dynamic itemset counting and
 * implication rules for market basket data", SIGMOD 1997. */
#ifndef REL_ALGORITHMS_STRUCTURE_AUDIENCE_H
#define REL_ALGORITHMS_STRUCTURE_AUDIENCE_H

#include "graph/graph.h"

enum { REL_AUDIENCE_MIN = 2, REL_AUDIENCE_MAX = 20 };

/* The members of the audiences of a set of accounts. Bit k of `accounts` stands for the k-th one given. */
typedef struct rel_audience_pattern {
    uint32_t accounts;
    int64_t exactly;  /* give attention to these of the accounts given, and to no other of them; > 0 */
    int64_t at_least; /* to these, whatever the others */
    double expected;  /* at_least, if audiences were drawn independently from the population */
    double lift;      /* at_least / expected: above 1, the audiences meet more often than by chance */
} rel_audience_pattern;

typedef struct rel_audience_pair {
    int64_t both, either;
    double jaccard;        /* both / either, NaN when nobody is in either */
    double expected, lift; /* of both, as above; lift is NaN when an audience is empty */
} rel_audience_pair;

typedef struct rel_audience {
    int accounts;
    int64_t population;             /* vertices that give attention to anybody */
    int64_t reached;                /* in at least one audience */
    int64_t size[REL_AUDIENCE_MAX]; /* of each audience */
    rel_audience_pattern *pattern;  /* by descending exactly, ties by ascending accounts */
    int64_t patterns;               /* at most 2^accounts - 1 */
    rel_audience_pair pair[REL_AUDIENCE_MAX][REL_AUDIENCE_MAX]; /* symmetric; [k][k] is k with itself */
} rel_audience;

/* Needs out and in. Cost: the rows of the accounts, n, and accounts * 2^accounts. Scratch: 4 bytes a vertex,
 * 8 * 2^accounts bytes and for at most 8 threads 4 * 2^accounts each, 64 bytes a pattern. Same numbers at any
 * thread count. Errors: E_USAGE (a direction is missing; fewer than 2 or more than 20 accounts, one twice,
 * one that is no vertex), E_MEM, E_STOPPED; *a is then empty. Ownership: *a is given to you, release it with
 * rel_audience_free. */
REL_CHECKED
rel_status rel_audience_overlap(rel_ctx *ctx, const rel_graph *g, const rel_vid *account, int accounts,
                                rel_audience *a);
/* Accepts {0}. */
void rel_audience_free(rel_audience *a);

#endif
