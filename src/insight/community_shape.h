/* The shape of a network: which of six typical conversations it looks like, by measured rules.
 *
 * The six: Smith, Rainie, Shneiderman, Himelboim, "Mapping Twitter topic networks: from polarized crowds to
 * community clusters", Pew Research Center 2014. Which figures tell them apart: Himelboim, Smith, Rainie,
 * Shneiderman, Espina, "Classifying Twitter topic-networks using social network analysis", Social Media +
 * Society 3(1), 2017. The thresholds are relais' own; docs/commands/communities.md states them. */
#ifndef REL_INSIGHT_COMMUNITY_SHAPE_H
#define REL_INSIGHT_COMMUNITY_SHAPE_H

#include "algorithms/community/community_inside.h"
#include "algorithms/community/community_quality.h"

/* name, word (of JSON), what people read */
#define REL_SHAPE_LIST(X)                                                                                    \
    X(NONE, "", "")                                                                                          \
    X(BROADCAST, "broadcast", N_("broadcast network"))          /* many attend to one account */             \
    X(SUPPORT, "support", N_("support network"))                /* one account attends to many */            \
    X(BRAND, "brand_clusters", N_("brand clusters"))            /* many who hardly know each other */        \
    X(POLARIZED, "polarized", N_("polarized crowds"))           /* two large groups, little between them */  \
    X(TIGHT, "tight_crowd", N_("tight crowd"))                  /* everybody is joined with many others */   \
    X(CLUSTERS, "community_clusters", N_("community clusters")) /* several groups of some size */

typedef enum rel_shape {
#define X(name, word, title) REL_SHAPE_##name,
    REL_SHAPE_LIST(X)
#undef X
} rel_shape;
const char *rel_shape_word(rel_shape shape);  /* "" of NONE */
const char *rel_shape_title(rel_shape shape); /* translated */

/* The figures that tell shapes apart. */
typedef struct rel_shape_figures {
    int64_t accounts;
    bool directed;
    double in_centralization, out_centralization; /* of the whole, as in community_inside.h */
    double in_top, out_top;                       /* share of the edges that end, or begin, at one account */
    double scattered;           /* share of the accounts in communities of fewer than GROUP */
    int64_t groups;             /* communities of GROUP or more */
    double two_largest, second; /* share of the accounts in the two largest communities, in the second one */
    double between_two;  /* share of the weight of the edges among members of these two that joins them; NaN
                          * when there are none */
    double modularity;   /* of the partition */
    double density;      /* of the whole */
    double transitivity; /* inside communities, taken together */
} rel_shape_figures;

enum {
    REL_SHAPE_ACCOUNTS = 10, /* fewer have no shape */
    REL_SHAPE_GROUP = 5,
    REL_SHAPE_GROUPS = 3, /* community clusters are at least so many */
};
#define REL_SHAPE_STAR 0.4      /* centralization from which on a network is around one account */
#define REL_SHAPE_TOP 0.25      /* and share of all edges that it then has */
#define REL_SHAPE_SCATTERED 0.5 /* scattered accounts of brand clusters, at least */
#define REL_SHAPE_TWO 0.6       /* two crowds hold so much of all accounts, */
#define REL_SHAPE_SECOND 0.2    /* the second one this much, */
#define REL_SHAPE_BETWEEN 0.1   /* and at most this much of their edges lies between them */
#define REL_SHAPE_APART 0.3     /* modularity from which on communities are apart */
#define REL_SHAPE_FEW 0.1       /* scattered accounts of a tight crowd, at most */
#define REL_SHAPE_DENSE 0.15    /* density, */
#define REL_SHAPE_CLOSED 0.3    /* or transitivity, of a tight crowd, at least */

/* Of a whole network, by the first rule that holds; NONE when none does. */
rel_shape rel_shape_of_network(const rel_shape_figures *f);
/* Of one community, seen alone: BROADCAST, SUPPORT, TIGHT or NONE. The other three say how several groups
 * stand to each other. */
rel_shape rel_shape_of_community(const rel_community_inside *inside, bool directed);

/* The figures of a graph and its partition, whose communities are numbered by descending size: flows and
 * inside are of all of them. Needs the offsets of both directions. Cost O(n + communities). Same bits at any
 * thread count. */
void rel_shape_measure(const rel_graph *g, const rel_community_flows *flows,
                       const rel_community_inside *inside, double modularity, rel_shape_figures *f);

#endif
