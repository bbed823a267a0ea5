/* What edges pull with: the neighbours of every vertex, each with a strength. Internal to the layouts. */
#ifndef REL_ALGORITHMS_LAYOUT_ATTRACTION_H
#define REL_ALGORITHMS_LAYOUT_ATTRACTION_H

#include "graph/graph.h"

typedef struct rel_links {
    rel_vid n;
    const rel_eid *off;
    const rel_vid *adj;
    const float *strength; /* NULL: 1 each; the mean is about 1 */
    bool logarithmic;      /* the pull is log(1 + distance) instead of the distance */
    const float *radius;   /* NULL: points; else distances are between borders, and bodies that touch do not
                            * pull */
} rel_links;

/* The neighbours of g, with strengths (weight / mean weight) ^ influence; fewer for vertices with many when
 * `dissuade`. Scratch of ctx: 8 bytes a vertex and 4 or 8 a neighbour when directed, 4 an arc for strengths.
 */
REL_CHECKED
rel_status rel_links_init(rel_ctx *ctx, const rel_graph *g, double influence, bool dissuade, rel_links *l);

/* pull[0..2) becomes what the neighbours of v pull it with. */
void rel_links_pull(const rel_links *l, const float *at, rel_vid v, float *pull);

/* log(1 + x) / x for x >= 0, the same on every machine. */
double rel_log_over(double x);

#endif
