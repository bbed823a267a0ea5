/* A smaller graph of which each vertex stands for a few that belong together: where many start is found by
 * placing few first. Internal to the layouts.
 *
 * Source: Walshaw, "A multilevel algorithm for force-directed graph-drawing", J. Graph Alg. Appl. 7, 2003;
 * the clusters: Meyerhenke, Sanders, Schulz, "Partitioning complex networks via size-constrained clustering",
 * SEA 2014. */
#ifndef REL_ALGORITHMS_LAYOUT_COARSEN_H
#define REL_ALGORITHMS_LAYOUT_COARSEN_H

#include "algorithms/layout/attraction.h"

typedef struct rel_coarse {
    rel_links links; /* strengths are sums */
    float *mass;     /* sums */
    rel_vid *parent; /* of each vertex of the finer graph */
} rel_coarse;

/* Clusters of at most 16 vertices, numbered by their first. Scratch of ctx: 24 bytes a vertex, 12 a cluster
 * and 8 an arc of the clusters. One thread. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_coarsen(rel_ctx *ctx, const rel_links *fine, const float *mass, rel_coarse *c);

#endif
