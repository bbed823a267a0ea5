#include "algorithms/community/leiden.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <stdlib.h>
#include <stdio.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/community_moves.h"
#include "src/base/time.h"

/* Streams of random numbers: one a search, with room for its sweeps. */
enum { SWEEPS = 128, LEVELS = 64 };

typedef struct leiden {
    rel_level first;
    rel_vid *order;     /* of level 0: new -> old */
    rel_vid *place;     /* by vertex of level 0: where it is on the present level */
    rel_vid *found;     /* by vertex of level 0: its community after the last iteration */
    rel_community_room room;
    double randomness, tol;
} leiden;

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_leiden_opts *o)
{
    if (!(o->resolution >= 0) || !isfinite(o->resolution))
        return rel_fail(ctx, REL_E_USAGE, "leiden: resolution %g is not a number from 0 up", o->resolution);
    if (!(o->randomness > 0) || !isfinite(o->randomness))
        return rel_fail(ctx, REL_E_USAGE, "leiden: randomness %g is not a number above 0", o->randomness);
    if (!(o->tol >= 0)) return rel_fail(ctx, REL_E_USAGE, "leiden: tolerance %g is not from 0 up", o->tol);
    if (o->max_iterations < 1)
        return rel_fail(ctx, REL_E_USAGE, "leiden: %d iterations are too few", o->max_iterations);
    for (rel_vid v = 0; o->start && v < g->n; v++)
        if (o->start[v] >= g->n)
            return rel_fail(ctx, REL_E_USAGE,
                            "leiden: vertex %" PRIu32 " starts in community %" PRIu32
                            ", expected one below %" PRIu32,
                            v, o->start[v], g->n);
    return REL_OK;
}

static rel_status take_groups(rel_ctx *ctx, const rel_level *g, rel_groups *p)
{
    rel_status st;
    REL_TRY(rel_scratch_unset(ctx, &p->of, g->n, sizeof *p->of, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &p->members, g->n, sizeof *p->members, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &p->give, g->n, sizeof *p->give, "communities"));
    p->take = p->give;
    if (g->both) REL_TRY(rel_scratch_unset(ctx, &p->take, g->n, sizeof *p->take, "communities"));
out:
    return st;
}

static rel_status take_room(rel_ctx *ctx, leiden *l)
{
    rel_status st;
    rel_community_room *room = &l->room;
    const size_t n = l->first.n, threads = (size_t)ctx->threads;
    REL_TRY(take_groups(ctx, &l->first, &room->community));
    REL_TRY(take_groups(ctx, &l->first, &room->refined));
    REL_TRY(rel_scratch_unset(ctx, &l->place, n, sizeof *l->place, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &l->found, n, sizeof *l->found, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->node, n, sizeof *room->node, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->outside, n, sizeof *room->outside, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->unsettled, n, 1, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->list, n + 1, sizeof *room->list, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->moved, n, sizeof *room->moved, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->choice, rel_search_batch_max(l->first.n), sizeof *room->choice,
                              "community moves"));
    REL_TRY(rel_scratch_unset(ctx, &room->ties, threads, sizeof *room->ties, "community ties"));
    for (size_t t = 0; t < threads; t++) {
        REL_TRY(rel_scratch(ctx, &room->ties[t].sum, n, sizeof *room->ties[t].sum, "community ties"));
        REL_TRY(rel_scratch_unset(ctx, &room->ties[t].met, n + 1, sizeof *room->ties[t].met, "community ties"));
    }
out:
    return st;
}

static rel_vid count_communities(rel_vid n, const rel_groups *p)
{
    rel_vid count = 0;
    for (rel_vid c = 0; c < n; c++) count += p->members[c] > 0;
    return count;
}

/* One iteration, from the communities in room.community to those in l->found. */
static rel_status iterate(rel_ctx *ctx, leiden *l, uint64_t stream)
{
    rel_status st = REL_OK;
    rel_level g = l->first;
    const rel_vid n = g.n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const bool trace = getenv("LTRACE") != NULL;
    for (rel_vid v = 0; v < n; v++) l->place[v] = v;
    for (int level = 0; level < LEVELS; level++) {
        rel_search s = {.g = &g, .room = &l->room, .tol = l->tol, .randomness = l->randomness};
        s.stream = stream + (uint64_t)level * SWEEPS;
        double t0 = rel_clock();
        REL_TRY(rel_search_move(ctx, &s));
        double t1 = rel_clock();
        const rel_vid k = count_communities(g.n, &l->room.community);
        if (trace) fprintf(stderr, "level %d n %u arcs %ld communities %u move %.3f\n", level, g.n, (long)(g.n ? g.end[g.n - 1]:0), k, t1 - t0);
        if (k == g.n) break;
        s.stream += SWEEPS - 1;
        REL_TRY(rel_search_refine(ctx, &s));
        double t2 = rel_clock();
        const rel_vid groups = count_communities(g.n, &l->room.refined);
        if (groups == g.n) break;
        rel_level next;
        REL_TRY(rel_level_next(ctx, &g, &l->room, &next));
        double t3 = rel_clock();
        if (trace) fprintf(stderr, "   refine %.3f groups %u next %.3f\n", t2 - t1, groups, t3 - t2);
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (rel_vid v = 0; v < n; v++) l->place[v] = l->room.node[l->place[v]];
        g = next;
    }
    for (rel_vid v = 0; v < n; v++) l->found[v] = l->room.community.of[l->place[v]];
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_leiden(rel_ctx *ctx, const rel_graph *g, rel_leiden_opts o, rel_vid *community,
                      rel_leiden_result *result)
{
    rel_status st;
    leiden l = {.tol = o.tol};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *result = (rel_leiden_result){0};
    REL_TRY(check_opts(ctx, g, &o));
    const rel_level_model model = {
        .weighted = o.weighted, .sizes = o.quality == REL_QUALITY_CPM, .resolution = o.resolution};
    double t0 = rel_clock();
    REL_TRY(rel_level_first(ctx, g, model, "leiden", &l.first, &l.order));
    if (getenv("LTRACE")) fprintf(stderr, "level 0 built %.3f\n", rel_clock() - t0);
    l.randomness = o.randomness;
    REL_TRY(take_room(ctx, &l));
    rel_groups_single(ctx->threads, &l.first, &l.room.community);
    for (; result->iterations < o.max_iterations; result->iterations++) {
        REL_TRY(iterate(ctx, &l, (uint64_t)result->iterations * SWEEPS * LEVELS));
        memcpy(l.room.community.of, l.found, l.first.n * sizeof *l.found);
        rel_groups_sum(&l.first, &l.room.community);
    }
    for (rel_vid v = 0; v < g->n; v++) community[v] = v;
    for (rel_vid v = 0; v < l.first.n; v++) community[l.order[v]] = l.order[l.found[v]];
    if (getenv("LTRACE")) fprintf(stderr, "before numbers %.3f\n", rel_clock() - t0);
    REL_TRY(rel_communities_number(ctx, g->n, community, &result->count));
    REL_TRY(rel_quality_of(ctx, g, community, o.quality, o.resolution, o.weighted, &result->quality));
    if (getenv("LTRACE")) fprintf(stderr, "all %.3f\n", rel_clock() - t0);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
