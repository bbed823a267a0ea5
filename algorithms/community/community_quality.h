/* How good a partition into communities is.
 *
 * Sources: modularity and the constant Potts model as in leiden.h; coverage and conductance: Fortunato,
 * "Community detection in graphs", Physics Reports 486, 2010. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_QUALITY_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_QUALITY_H

#include "graph/graph.h"

typedef enum rel_quality {
    REL_QUALITY_MODULARITY, /* share of the weight inside communities, less the share to expect; at most 1 */
    REL_QUALITY_CPM, /* weight inside communities less resolution times the pairs inside, by total weight */
} rel_quality;

/* Quality of the partition community[0..n), whose numbers are < n; 0 for a graph without edges. Of a directed
 * graph pairs are ordered. Needs out, and in for the modularity of a directed graph. Cost O(n + m); scratch 8
 * bytes a vertex, 16 for directed modularity. Same bits at any thread count. Errors: E_USAGE (a direction is
 * missing, a number is too large), E_MEM. */
REL_CHECKED
rel_status rel_quality_of(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_quality quality,
                          double resolution, bool weighted, double *value);

/* What a community keeps inside. */
typedef struct rel_community_cut {
    rel_vid members;
    double inside;      /* weight of the edges between members */
    double outside;     /* weight of the edges between members and others */
    double conductance; /* outside / (weight of the arcs at the members or at the others, whichever is less);
                         * 0 when there are none */
} rel_community_cut;

/* cut[0..count) for communities numbered below count; *coverage, which may be NULL, becomes the share of all
 * weight that is inside communities, 1 without edges. Needs out, and in when directed. Cost O(n + m), scratch
 * 24 bytes a vertex. Same bits at any thread count. Errors: as above. */
REL_CHECKED
rel_status rel_community_cuts(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                              bool weighted, rel_community_cut *cut, double *coverage);

#endif
