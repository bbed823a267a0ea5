/* Criteria of shortest paths: harmonic, closeness, reach (one computation of distances), betweenness. */
#include <math.h>

#include "algorithms/centrality/betweenness_sampling.h"
#include "algorithms/centrality/distances.h"
#include "src/insight/scoring.h"

rel_status rel_score_distances(rel_ctx *ctx, rel_scoring *s)
{
    rel_distances d = {.harmonic = s->score[REL_BY_HARMONIC],
                       .closeness = s->score[REL_BY_CLOSENESS],
                       .reach = s->score[REL_BY_REACH],
                       .hops = s->opts->hops};
    const bool small = (double)s->g->n * (double)s->g->m <= REL_EXACT_DISTANCES_WORK;
    if (s->opts->exact || small) return rel_distances_exact(ctx, s->g, &d);
    const rel_way way = {.method = REL_METHOD_HYPERBALL,
                         .error = 1.04 / sqrt((double)(1 << s->opts->precision))};
    s->way[REL_BY_HARMONIC] = s->way[REL_BY_CLOSENESS] = s->way[REL_BY_REACH] = way;
    return rel_distances_hyperball(ctx, s->g, s->opts->precision, REL_SIMD_BEST, &d);
}

rel_status rel_score_betweenness(rel_ctx *ctx, rel_scoring *s)
{
    bool exact;
    rel_sampled r = {.score = s->score[REL_BY_BETWEENNESS], .error = s->error};
    const rel_sampling_opts o = {.epsilon = s->opts->epsilon, .delta = s->opts->delta};
    const double work = s->opts->exact ? INFINITY : REL_BETWEENNESS_EXACT_WORK;
    const rel_status st = rel_betweenness_auto(ctx, s->g, o, work, &r, &exact);
    const bool some = st == REL_OK || (st == REL_E_STOPPED && r.samples > 0);
    if (some && !exact) s->way[REL_BY_BETWEENNESS] = (rel_way){REL_METHOD_SAMPLING, r.widest, r.samples};
    return st;
}
