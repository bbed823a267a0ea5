#include "src/insight/grouping.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/community/leiden.h"

const char *rel_group_method_word(int method)
{
    static const char *const words[] = {
#define X(name, word) word,
        REL_GROUP_METHOD_LIST(X)
#undef X
    };
    return method >= 0 && method < (int)(sizeof words / sizeof *words) ? words[method] : NULL;
}

const char *rel_group_quality_word(int quality)
{
    static const char *const words[] = {"modularity", "cpm"};
    return quality >= 0 && quality < 2 ? words[quality] : NULL;
}

/* With the constant Potts model a community is as dense as the resolution, or denser. */
static double default_resolution(const rel_graph *g, rel_quality quality)
{
    const double pairs = (double)g->n * ((double)g->n - 1);
    return quality == REL_QUALITY_MODULARITY || g->m == 0 ? 1 : (double)g->m / pairs;
}

static rel_status find(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_grouping *p)
{
    rel_leiden_result r = {0};
    rel_leiden_opts leiden = REL_LEIDEN_DEFAULTS;
    leiden.quality = p->quality;
    leiden.resolution = p->resolution;
    leiden.weighted = o->weighted;
    leiden.start = o->start;
    const rel_status st = rel_leiden(ctx, g, leiden, p->community, &r);
    p->count = r.count;
    p->value = r.quality;
    return st;
}

/* Of a graph without weights the cuts count edges. */
static rel_status measure_density(rel_ctx *ctx, const rel_graph *g, rel_grouping *p)
{
    rel_status st;
    rel_community_cut *cut = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &cut, p->count, sizeof *cut, "community edges"));
    REL_TRY(rel_community_cuts(ctx, g, p->community, p->count, false, cut, NULL));
    for (rel_vid c = 0; c < p->count; c++) {
        const double members = (double)cut[c].members, ordered = members * (members - 1);
        p->density[c] = cut[c].members > 1 ? cut[c].inside / (g->directed ? ordered : ordered / 2) : NAN;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_group(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_grouping *grouping)
{
    rel_status st;
    rel_grouping p = {.method = o->method, .quality = o->quality, .resolution = o->resolution, .n = g->n};
    if (p.resolution == 0) p.resolution = default_resolution(g, p.quality);
    *grouping = (rel_grouping){0};
    REL_TRY(rel_alloc(ctx, &p.community, g->n, sizeof *p.community, "communities"));
    REL_TRY(find(ctx, g, o, &p));
    REL_TRY(rel_alloc(ctx, &p.cut, p.count, sizeof *p.cut, "communities"));
    REL_TRY(rel_alloc(ctx, &p.density, p.count, sizeof *p.density, "communities"));
    REL_TRY(rel_community_cuts(ctx, g, p.community, p.count, o->weighted, p.cut, &p.coverage));
    REL_TRY(measure_density(ctx, g, &p));
    *grouping = p;
out:
    if (st != REL_OK) rel_grouping_free(&p);
    return st;
}

void rel_grouping_free(rel_grouping *p)
{
    free(p->community);
    free(p->cut);
    free(p->density);
    free(p->stability);
    *p = (rel_grouping){0};
}
