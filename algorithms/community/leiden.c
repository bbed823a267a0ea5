#include "algorithms/community/leiden.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/community_moves.h"
#include "src/base/par.h"

enum {
    STREAMS = REL_SEARCH_SWEEPS + 1,
    LEVELS = 64,
    LARGE_ARCS = 1 << 22,
    SMALL_ARCS = 1 << 18,
    UNCLEAR = 16, /* one of so many still moves */
    ITERATIONS = 10,
    STARTS = 10
};
/* The first, quick iteration ends searches on large levels when a sweep gains less than this share of all
 * gains, and takes a move that is nearly the best. */
static const double QUICK_TOL = 0.1, QUICK_WORTH = 0.999;

typedef struct leiden {
    rel_level first;
    rel_vid *order; /* of level 0: new -> old */
    rel_vid *place; /* by vertex of level 0: where it is on the present level */
    rel_vid *kept;  /* by vertex of level 0: its community before the last iteration */
    rel_community_room room;
    rel_level_space space; /* of every second level above level 0 */
    double randomness, tol;
    bool louvain;
    uint64_t stream; /* of the next search */
} leiden;

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_leiden_opts *o)
{
    if (!(o->resolution >= 0) || !isfinite(o->resolution))
        return rel_fail(ctx, REL_E_USAGE, "leiden: resolution %g is not a number from 0 up", o->resolution);
    if (!(o->randomness > 0) || !isfinite(o->randomness))
        return rel_fail(ctx, REL_E_USAGE, "leiden: randomness %g is not a number above 0", o->randomness);
    if (!(o->tol >= 0))
        return rel_fail(ctx, REL_E_USAGE, "leiden: tolerance %g is not a number from 0 up", o->tol);
    if (o->max_iterations < 0)
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

static rel_eid longest_row(const rel_level *g)
{
    rel_eid longest = g->n; /* of higher levels */
    for (rel_vid v = 0; v < g->n; v++)
        if (g->end[v] - g->off[v] > longest) longest = g->end[v] - g->off[v];
    return longest;
}

static rel_status take_ties(rel_ctx *ctx, const rel_level *g, rel_ties *t)
{
    rel_status st;
    const size_t row = (size_t)longest_row(g) + 1;
    REL_TRY(rel_scratch(ctx, &t->sum, g->n, sizeof *t->sum, "community ties"));
    REL_TRY(rel_scratch_unset(ctx, &t->met, row, sizeof *t->met, "community ties"));
    REL_TRY(rel_scratch_unset(ctx, &t->weight, row, sizeof *t->weight, "community ties"));
    REL_TRY(rel_scratch_unset(ctx, &t->weight_to, row, sizeof *t->weight_to, "community ties"));
    REL_TRY(rel_scratch_unset(ctx, &t->gain, row, sizeof *t->gain, "community ties"));
    REL_TRY(rel_scratch_unset(ctx, &t->slot, REL_TIES_SLOTS, 1, "community ties"));
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
    REL_TRY(rel_scratch_unset(ctx, &l->kept, n, sizeof *l->kept, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->node, n, sizeof *room->node, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->outside, n, sizeof *room->outside, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->unsettled, n, 1, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->list, n + 1, sizeof *room->list, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->moved, n, sizeof *room->moved, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &room->choice, (size_t)rel_search_batch(l->first.n), sizeof *room->choice,
                              "community moves"));
    l->space.arcs = l->space.weights = l->first.off[n];
    REL_TRY(
        rel_scratch_unset(ctx, &l->space.adj, (size_t)l->space.arcs, sizeof *l->space.adj, "community arcs"));
    REL_TRY(rel_scratch_unset(ctx, &l->space.weight, (size_t)l->space.arcs, sizeof *l->space.weight,
                              "community arcs"));
    REL_TRY(rel_scratch_unset(ctx, &room->ties, threads, sizeof *room->ties, "community ties"));
    for (size_t t = 0; t < threads; t++) REL_TRY(take_ties(ctx, &l->first, &room->ties[t]));
out:
    return st;
}

static double mean_weight(const rel_level *g)
{
    return g->weight && g->n ? g->total / (double)g->end[g->n - 1] : 1;
}

static rel_vid count_communities(rel_vid n, const rel_groups *p)
{
    rel_vid count = 0;
    for (rel_vid c = 0; c < n; c++) count += p->members[c] > 0;
    return count;
}

/* The communities of the present level become those of level 0. */
static void settle(int threads, leiden *l)
{
    const rel_level *g = &l->first;
    rel_vid *of = l->room.community.of, *found = l->room.list;
    (void)threads;
#pragma omp parallel for num_threads(rel_level_threads(threads, g->n)) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) found[v] = of[l->place[v]];
    memcpy(of, found, g->n * sizeof *of);
    rel_groups_sum(g, &l->room.community);
}

typedef struct inside_state {
    const rel_level *g;
    const rel_vid *of;
} inside_state;

static double inside_weight(const void *state, int64_t first, int64_t last)
{
    const inside_state *s = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += rel_level_inside(s->g, s->of, (rel_vid)v);
    return sum;
}

/* The search on level g. The first, quick iteration is content with less. */
static rel_search search_on(const leiden *l, const rel_level *g, bool quick)
{
    return (rel_search){.g = g,
                        .room = (rel_community_room *)&l->room,
                        .stream = l->stream,
                        .worthwhile = quick ? QUICK_WORTH : 1,
                        .tol = l->tol,
                        .relative_tol = quick ? QUICK_TOL : 0,
                        .randomness = l->randomness};
}

/* Of the levels above level 0 every second one lies in l->space, the others where the copy of level 0 lies if
 * that is not needed again, else in new space. */
static rel_level_space other_space(const leiden *l, bool keep)
{
    const rel_level *g = &l->first;
    const rel_eid arcs = g->off[g->n];
    if (keep || !g->near) return (rel_level_space){0};
    return (rel_level_space){.arcs = arcs,
                             .weights = g->weight ? arcs : 0,
                             .adj = (rel_vid *)g->adj,
                             .weight = (float *)g->weight};
}

/* One iteration, from the communities in room.community to better ones. When `quick`, whole communities
 * become vertices, as in the Louvain method: a good start. When `moved`, the vertices of level 0 have moved
 * already, and it was ordered by their communities since. */
static rel_status iterate(rel_ctx *ctx, leiden *l, bool quick, bool moved, bool keep)
{
    rel_status st = REL_OK;
    rel_level g = l->first;
    const rel_vid n = g.n;
    const bool refine = !quick && !l->louvain;
    const rel_groups *groups = refine ? &l->room.refined : &l->room.community;
    rel_level_space other = other_space(l, keep);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (rel_vid v = 0; v < n; v++) l->place[v] = v;
    for (int level = 0; level < LEVELS; level++, l->stream += STREAMS) {
        rel_search s = search_on(l, &g, quick);
        s.as_ordered = moved && level == 0;
        if (!s.as_ordered) REL_TRY(rel_search_move(ctx, &s, NULL));
        if (count_communities(g.n, &l->room.community) == g.n) break;
        s.stream += REL_SEARCH_SWEEPS;
        if (refine) REL_TRY(rel_search_refine(ctx, &s));
        if (count_communities(g.n, groups) == g.n) break;
        rel_level next;
        REL_TRY(rel_level_next(ctx, &g, &l->room, groups, level % 2 ? &other : &l->space, &next));
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, n)) schedule(static)
        for (rel_vid v = 0; v < n; v++) l->place[v] = l->room.node[l->place[v]];
        g = next;
    }
    if (refine && count_communities(g.n, &l->room.community) < g.n)
        rel_groups_split(&g, &l->room.community, l->room.node);
    settle(ctx->threads, l);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* What the searches make larger, for the communities on level 0. */
static double worth(rel_ctx *ctx, const leiden *l)
{
    const rel_level *g = &l->first;
    const rel_groups *p = &l->room.community;
    double expected = 0;
    const inside_state s = {g, p->of};
    const double inside = rel_par_sum(ctx->threads, g->n, inside_weight, &s);
    for (rel_vid c = 0; c < g->n; c++)
        expected += rel_level_expects(g, p->give[c], p->take[c], p->give[c], p->take[c]);
    return inside - expected;
}

/* Iterations until one gains nothing; moved: as in iterate, of the first. */
static rel_status improve(rel_ctx *ctx, leiden *l, int most, bool moved, int *iterations)
{
    rel_status st = REL_OK;
    const size_t bytes = l->first.n * sizeof *l->kept;
    double before = most > 1 ? worth(ctx, l) : 0;
    while (*iterations < most) {
        memcpy(l->kept, l->room.community.of, bytes);
        REL_TRY(iterate(ctx, l, false, moved, most > 1));
        moved = false;
        ++*iterations;
        if (most == 1) break;
        const double after = worth(ctx, l);
        if (after < before) memcpy(l->room.community.of, l->kept, bytes);
        if (after <= before + l->tol * l->tol * l->first.total) break;
        before = after;
    }
out:
    return st;
}

/* Those who have neighbours are alone, all others together, where they are in nobody's way. */
static void start_alone(leiden *l)
{
    const rel_level *g = &l->first;
    rel_vid lonely = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) {
        const bool alone = g->end[v] == g->off[v];
        if (alone && lonely == REL_VID_NONE) lonely = v;
        l->room.community.of[v] = alone ? lonely : v;
    }
    rel_groups_sum(g, &l->room.community);
}

/* Level 0 is ordered by community. */
static rel_status put_in_order(rel_ctx *ctx, leiden *l)
{
    const rel_level g = l->first;
    return rel_level_ordered(ctx, &g, &l->room.community, l->room.list, &l->first, &l->order);
}

/* Communities to start from. Where hardly anybody moves any more after a few sweeps, communities are clear
 * from the beginning: *moved says so, and the only iteration goes on from there. Else a quick one is made.
 */
static rel_status start(rel_ctx *ctx, leiden *l, int most, bool *moved)
{
    rel_status st;
    int64_t movers;
    start_alone(l);
    const rel_search s = search_on(l, &l->first, true);
    REL_TRY(rel_search_move(ctx, &s, &movers));
    l->stream += STREAMS;
    REL_TRY(put_in_order(ctx, l));
    *moved = most == 1 && movers < l->first.n / UNCLEAR;
    if (!*moved) REL_TRY(iterate(ctx, l, true, true, true));
out:
    return st;
}

/* Small graphs: searches from elsewhere, of which the best counts. Every second one has no quick iteration.
 */
static rel_status try_again(rel_ctx *ctx, leiden *l, int most, int *iterations)
{
    rel_status st;
    const rel_vid n = l->first.n;
    rel_vid *best = NULL;
    double value = worth(ctx, l);
    REL_TRY(rel_scratch_unset(ctx, &best, n, sizeof *best, "communities"));
    memcpy(best, l->room.community.of, n * sizeof *best);
    for (int start = 1; start < STARTS; start++) {
        int more = 0;
        rel_groups_single(ctx->threads, &l->first, &l->room.community);
        if (start % 2 == 0) REL_TRY(iterate(ctx, l, true, false, true));
        REL_TRY(improve(ctx, l, most, false, &more));
        *iterations += more;
        const double other = worth(ctx, l);
        if (!(other > value)) continue;
        value = other;
        memcpy(best, l->room.community.of, n * sizeof *best);
    }
    memcpy(l->room.community.of, best, n * sizeof *best);
out:
    return st;
}

static rel_status search(rel_ctx *ctx, const rel_graph *g, const rel_leiden_opts *o, leiden *l,
                         int *iterations)
{
    rel_status st;
    const int most = o->max_iterations ? o->max_iterations : o->louvain || g->m > LARGE_ARCS ? 1 : ITERATIONS;
    bool moved = false;
    REL_TRY(take_room(ctx, l));
    if (o->start) {
        memcpy(l->room.community.of, o->start, g->n * sizeof *o->start);
        REL_TRY(put_in_order(ctx, l));
    } else {
        REL_TRY(start(ctx, l, most, &moved));
    }
    REL_TRY(improve(ctx, l, most, moved, iterations));
    if (!o->start && !o->max_iterations && !o->louvain && g->m <= SMALL_ARCS)
        REL_TRY(try_again(ctx, l, most, iterations));
out:
    return st;
}

rel_status rel_leiden(rel_ctx *ctx, const rel_graph *g, rel_leiden_opts o, rel_vid *community,
                      rel_leiden_result *result)
{
    rel_status st;
    leiden l = {.tol = o.tol, .louvain = o.louvain};
    rel_leiden_result r = {0};
    rel_vid *found = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o));
    const rel_level_model model = {
        .weighted = o.weighted, .sizes = o.quality == REL_QUALITY_CPM, .resolution = o.resolution};
    REL_TRY(rel_level_first(ctx, g, model, &l.first));
    l.randomness = o.randomness * mean_weight(&l.first);
    if (g->m) REL_TRY(search(ctx, g, &o, &l, &r.iterations));
    REL_TRY(rel_scratch_unset(ctx, &found, g->n, sizeof *found, "communities"));
    for (rel_vid v = 0; v < g->n; v++) found[v] = v;
    for (rel_vid v = 0; g->m && v < l.first.n; v++) found[l.order[v]] = l.order[l.room.community.of[v]];
    REL_TRY(rel_communities_number(ctx, g->n, found, &r.count));
    REL_TRY(rel_quality_of(ctx, g, found, o.quality, o.resolution, o.weighted, &r.quality));
    if (g->n) memcpy(community, found, g->n * sizeof *found);
    *result = r;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
