#include "src/insight/grouping.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/label_propagation.h"
#include "algorithms/community/leiden.h"
#include "graph/builder.h"
#include "graph/foreign_communities.h"
#include "src/insight/consensus.h"

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

bool rel_group_method_optimizes(rel_group_method method)
{
    return method == REL_GROUP_LEIDEN || method == REL_GROUP_LOUVAIN;
}

/* With the constant Potts model a community is as dense as the resolution, or denser. */
static double default_resolution(const rel_graph *g, rel_quality quality)
{
    const double pairs = (double)g->n * ((double)g->n - 1);
    return quality == REL_QUALITY_MODULARITY || g->m == 0 ? 1 : (double)g->m / pairs;
}

/* -------- methods -------- */

static rel_status by_leiden(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_vid *community,
                            rel_vid *count)
{
    rel_leiden_result r = {0};
    rel_leiden_opts leiden = REL_LEIDEN_DEFAULTS;
    leiden.quality = o->quality;
    leiden.resolution = o->resolution;
    leiden.weighted = o->weighted;
    leiden.start = o->start;
    leiden.louvain = o->method == REL_GROUP_LOUVAIN;
    const rel_status st = rel_leiden(ctx, g, leiden, community, &r);
    *count = r.count;
    return st;
}

/* When it does not settle, where it stands is as good. */
static rel_status by_propagation(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o,
                                 rel_vid *community, rel_vid *count)
{
    rel_propagation_opts propagation = REL_PROPAGATION_DEFAULTS;
    propagation.weighted = o->weighted;
    const rel_status st = rel_label_propagation(ctx, g, propagation, community, count, NULL);
    if (st != REL_E_NOCONV) return st;
    rel_forgive(ctx);
    return REL_OK;
}

static rel_status by_igraph(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_vid *community,
                            rel_vid *count)
{
    const rel_foreign_method method =
        o->method == REL_GROUP_INFOMAP ? REL_FOREIGN_INFOMAP : REL_FOREIGN_WALKTRAP;
    const rel_status st = rel_foreign_communities(ctx, g, method, o->weighted, community);
    return st == REL_OK ? rel_communities_number(ctx, g->n, community, count) : st;
}

static rel_status by_labels(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_vid *community,
                            rel_vid *count)
{
    rel_status st;
    rel_vid *first = NULL;
    const rel_labelling *l = o->given;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!l) return rel_fail(ctx, REL_E_USAGE, "communities: none are given");
    REL_TRY(rel_scratch_unset(ctx, &first, l->count, sizeof *first, "communities"));
    for (rel_vid c = 0; c < l->count; c++) first[c] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid label = l->label[v];
        if (label != REL_VID_NONE && first[label] == REL_VID_NONE) first[label] = v;
        community[v] = label == REL_VID_NONE ? v : first[label];
    }
    st = rel_communities_number(ctx, g->n, community, count);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_group_once(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_vid *community,
                          rel_vid *count)
{
    switch (o->method) {
    case REL_GROUP_LABEL_PROPAGATION: return by_propagation(ctx, g, o, community, count);
    case REL_GROUP_INFOMAP:
    case REL_GROUP_WALKTRAP: return by_igraph(ctx, g, o, community, count);
    case REL_GROUP_GIVEN: return by_labels(ctx, g, o, community, count);
    default: return by_leiden(ctx, g, o, community, count);
    }
}

/* -------- what is said of them -------- */

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

static rel_status find(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_grouping *p)
{
    rel_status st;
    if (o->runs == 1) return rel_group_once(ctx, g, o, p->community, &p->count);
    REL_TRY(
        rel_alloc(ctx, &p->account_stability, g->n, sizeof *p->account_stability, "stability of accounts"));
    st = rel_consensus(ctx, g, o, p->community, &p->count, &p->stability, p->account_stability);
out:
    return st;
}

/* The same accounts and edges, without directions, names and columns. */
static rel_status without_directions(rel_ctx *ctx, const rel_graph *g, rel_graph *u)
{
    rel_status st;
    rel_vid *source = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &source, (size_t)g->m, sizeof *source, "edges"));
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) source[e] = v;
    const rel_edges edges = {.count = g->m, .source = source, .target = g->out.adj, .weight = g->out.weight};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = false;
    st = rel_graph_build(ctx, g->n, &edges, opts, u);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status group(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *o, rel_grouping *p)
{
    rel_status st;
    REL_TRY(rel_alloc(ctx, &p->community, g->n, sizeof *p->community, "communities"));
    REL_TRY(find(ctx, g, o, p));
    REL_TRY(rel_alloc(ctx, &p->cut, p->count, sizeof *p->cut, "communities"));
    REL_TRY(rel_alloc(ctx, &p->density, p->count, sizeof *p->density, "communities"));
    REL_TRY(rel_quality_of(ctx, g, p->community, o->quality, o->resolution, o->weighted, &p->value));
    REL_TRY(rel_community_cuts(ctx, g, p->community, p->count, o->weighted, p->cut, &p->coverage));
    st = measure_density(ctx, g, p);
out:
    return st;
}

rel_status rel_group(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_grouping *grouping)
{
    rel_status st;
    rel_group_opts o = *opts;
    rel_graph both = {0};
    rel_grouping p = {0};
    *grouping = p;
    if (o.undirected && g->directed) {
        REL_TRY(without_directions(ctx, g, &both));
        g = &both;
    }
    if (o.resolution == 0) o.resolution = default_resolution(g, o.quality);
    p = (rel_grouping){
        .method = o.method, .quality = o.quality, .resolution = o.resolution, .runs = o.runs, .n = g->n};
    REL_TRY(group(ctx, g, &o, &p));
    *grouping = p;
out:
    if (st != REL_OK) rel_grouping_free(&p);
    rel_graph_free(&both);
    return st;
}

void rel_grouping_free(rel_grouping *p)
{
    free(p->community);
    free(p->cut);
    free(p->density);
    free(p->stability);
    free(p->account_stability);
    *p = (rel_grouping){0};
}

rel_status rel_group_compare(rel_ctx *ctx, const rel_grouping *p, const rel_labelling *truth,
                             rel_likeness *like)
{
    return rel_communities_compare(ctx, p->n, p->community, truth->label, like);
}
