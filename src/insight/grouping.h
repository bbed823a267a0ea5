/* Grouping: the accounts of a graph in communities, by one method or another, with what can be said of each
 * community: its size, what it keeps inside, and how sure it is. */
#ifndef REL_INSIGHT_GROUPING_H
#define REL_INSIGHT_GROUPING_H

#include "algorithms/community/community_quality.h"
#include "graph/graph.h"

/* name, word (of --method, JSON and stored parameters) */
#define REL_GROUP_METHOD_LIST(X) X(LEIDEN, "leiden") /* algorithms/community/leiden.h */

typedef enum rel_group_method {
#define X(name, word) REL_GROUP_##name,
    REL_GROUP_METHOD_LIST(X)
#undef X
} rel_group_method;

const char *rel_group_method_word(int method); /* NULL beyond the last one */
const char *rel_group_quality_word(int quality);

typedef struct rel_group_opts {
    rel_group_method method;
    rel_quality quality;
    double resolution; /* > 0; 0: 1 for modularity, for CPM the density of the whole graph */
    bool weighted;     /* edges count by their weight */
    const rel_vid *start; /* n numbers < n that Leiden starts from, borrowed; NULL: everybody alone */
} rel_group_opts;

#define REL_GROUP_DEFAULTS                                                                                   \
    ((rel_group_opts){.method = REL_GROUP_LEIDEN, .quality = REL_QUALITY_MODULARITY, .weighted = true})

/* Communities are numbered from 0, by descending size, ties by the smallest vertex; these numbers stand in
 * tables, JSON, the workspace and exported files alike. */
typedef struct rel_grouping {
    rel_group_method method;
    rel_quality quality;
    double resolution;      /* the one that was used */
    rel_vid n;              /* accounts */
    rel_vid count;          /* communities */
    rel_vid *community;     /* n, below count: of an account in several the one it belongs to most */
    rel_community_cut *cut; /* count: members, weight inside and outside, conductance */
    double *density;   /* count: edges inside / pairs of members that could have one; NaN for one member */
    double *stability; /* count, 0 to 1; NULL: not asked for */
    double value;      /* of the quality, for the whole partition */
    double coverage;   /* share of all weight that is inside communities; 1 without edges */
} rel_grouping;

/* Finds the communities of g, which are yours: rel_grouping_free. Needs out and in. Memory: 4 bytes an
 * account and 48 a community; while it works also the scratch of the method. The same at any thread count;
 * ctx->seed draws what is random. Errors: those of the method; E_MEM, E_STOPPED; *grouping is {0} then. */
REL_CHECKED
rel_status rel_group(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_grouping *grouping);
/* Accepts {0}. */
void rel_grouping_free(rel_grouping *grouping);

#endif
