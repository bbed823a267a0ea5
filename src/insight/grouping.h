/* Grouping: the accounts of a graph in communities, by one method or another, with what can be said of each
 * community: its size, what it keeps inside, and how sure it is. */
#ifndef REL_INSIGHT_GROUPING_H
#define REL_INSIGHT_GROUPING_H

#include "algorithms/community/community_compare.h"
#include "algorithms/community/community_quality.h"
#include "src/insight/labelling.h"

/* name, word (of --method, JSON and stored parameters) */
#define REL_GROUP_METHOD_LIST(X)                                                                             \
    X(LEIDEN, "leiden")                       /* algorithms/community/leiden.h */                            \
    X(LOUVAIN, "louvain")                     /* the same without its refinement */                          \
    X(LABEL_PROPAGATION, "label-propagation") /* algorithms/community/label_propagation.h */                 \
    X(INFOMAP, "infomap")                     /* graph/foreign_communities.h: small graphs only */           \
    X(WALKTRAP, "walktrap")                   /* likewise */                                                 \
    X(GIVEN, "given")                         /* nothing is looked for: those that are known already */

typedef enum rel_group_method {
#define X(name, word) REL_GROUP_##name,
    REL_GROUP_METHOD_LIST(X)
#undef X
} rel_group_method;

const char *rel_group_method_word(int method); /* NULL beyond the last one */
const char *rel_group_quality_word(int quality);
/* Whether a method makes the quality as large as it can; others find communities in another way and are only
 * measured by it. */
bool rel_group_method_optimizes(rel_group_method method);

typedef struct rel_group_opts {
    rel_group_method method;
    rel_quality quality;
    double resolution; /* > 0; 0: 1 for modularity, for CPM the density of the whole graph */
    bool weighted;     /* edges count by their weight */
    bool undirected;   /* directions do not count: edges both ways are one with both weights */
    int runs;          /* >= 1; more: what so many runs with different seeds agree on, see consensus.h */
    const rel_labelling *given; /* for the method GIVEN: accounts without a label are each alone */
    const rel_vid *start;       /* n numbers < n that Leiden starts from, borrowed; NULL: everybody alone */
} rel_group_opts;

#define REL_GROUP_DEFAULTS                                                                                   \
    ((rel_group_opts){                                                                                       \
        .method = REL_GROUP_LEIDEN, .quality = REL_QUALITY_MODULARITY, .weighted = true, .runs = 1})

/* Communities are numbered from 0, by descending size, ties by the smallest vertex; these numbers stand in
 * tables, JSON, the workspace and exported files alike. */
typedef struct rel_grouping {
    rel_group_method method;
    rel_quality quality;
    double resolution;      /* the one that was used */
    int runs;               /* done */
    rel_vid n;              /* accounts */
    rel_vid count;          /* communities */
    rel_vid *community;     /* n, below count */
    rel_community_cut *cut; /* count: members, weight inside and outside, conductance */
    double *density;   /* count: edges inside / pairs of members that could have one; NaN for one member */
    double *stability; /* count, 0 to 1, see consensus.h; NULL: one run says nothing of it */
    double *account_stability; /* n, likewise */
    double value;              /* of the quality, for the whole partition */
    double coverage;           /* share of all weight that is inside communities; 1 without edges */
} rel_grouping;

/* Finds the communities of g, which are yours: rel_grouping_free. Needs out and in. Memory: 4 bytes an
 * account (12 with runs) and 48 a community; while it works also the scratch of the method, and with runs 4
 * bytes an arc more and a graph of those arcs that runs agree on. The same at any thread count; ctx->seed
 * draws what is random. Errors: those of the method; E_USAGE (options), E_MEM, E_STOPPED; *grouping is {0}
 * then. */
REL_CHECKED
rel_status rel_group(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_grouping *grouping);
/* Accepts {0}. */
void rel_grouping_free(rel_grouping *grouping);

/* One run of a method: community[0..n), numbered. Resolution as it is. Errors: as above. */
REL_CHECKED
rel_status rel_group_once(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_vid *community,
                          rel_vid *count);

/* How a grouping fares against what is known: accounts without a label are left out. Errors: E_MEM. */
REL_CHECKED
rel_status rel_group_compare(rel_ctx *ctx, const rel_grouping *grouping, const rel_labelling *truth,
                             rel_likeness *like);

#endif
