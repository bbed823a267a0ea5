#include <math.h>
#include <omp.h>
#include <string.h>

#include "algorithms/community/community_moves.h"
#include "src/base/rng.h"

enum { ROUNDS = 4, NEAR = 36 };

/* Is group r tied to the rest of its community at least as much as the null model expects? */
static bool well_tied(const rel_search *s, rel_vid r, rel_vid community)
{
    const rel_groups *p = &s->room->community, *q = &s->room->refined;
    return s->room->outside[r] >= rel_level_expects(s->g, q->give[r], q->take[r],
                                                    p->give[community] - q->give[r],
                                                    p->take[community] - q->take[r]);
}

/* Weight of the arcs of v to the groups of its community; t->met lists them. */
static rel_vid ties_inside(const rel_search *s, rel_vid v, const rel_ties *t)
{
    const rel_level *g = s->g;
    const rel_vid *of = s->room->community.of, *group = s->room->refined.of, own = of[v];
    const rel_eid last = s->as_ordered ? g->off[v] + g->near[v] : g->end[v];
    rel_vid inside = 0;
    for (rel_eid e = g->off[v]; e < last; e++) {
        const rel_vid u = g->adj[e];
        t->met[inside] = u;
        if (g->weight) t->weight[inside] = g->weight[e];
        inside += s->as_ordered || of[u] == own;
    }
    for (rel_vid j = 0; j < inside; j++) t->met[j] = group[t->met[j]];
    return rel_ties_add_up(t, inside, g->weight);
}

/* Groups that v may join: those that are well tied and nearly as good as the best. Returns their number;
 * t->met holds them, t->weight_to the weights, t->gain the gains. */
static rel_vid candidates(const rel_search *s, rel_vid v, rel_vid community, const rel_ties *t, double *top)
{
    const rel_level *g = s->g;
    const rel_groups *q = &s->room->refined;
    const rel_vid met = ties_inside(s, v, t);
    rel_vid count = 0;
    *top = 0;
    for (rel_vid j = 0; j < met; j++) {
        const rel_vid r = t->met[j];
        const double there = t->weight_to[j], least = *top - NEAR * s->randomness;
        if (there < least) continue;
        const double gain = there - rel_level_expects_joining(g, q, v, r);
        if (gain < 0 || gain < least || !well_tied(s, r, community)) continue;
        if (gain > *top) *top = gain;
        t->met[count] = r;
        t->weight_to[count] = there;
        t->gain[count++] = gain;
    }
    return count;
}

/* Draws one of the candidates with a likelihood proportional to exp(gain / randomness): its place. */
static rel_vid draw(const rel_search *s, uint64_t seed, rel_vid v, rel_vid count, double top, double *gain)
{
    double sum = 0;
    for (rel_vid j = 0; j < count; j++) {
        const double short_of = (top - gain[j]) / s->randomness;
        sum += short_of < NEAR ? exp(-short_of) : 0;
        gain[j] = sum;
    }
    const double x = rel_rand_unit(seed, s->stream, v) * sum;
    rel_vid j = 0;
    while (j + 1 < count && gain[j] <= x) j++;
    return j;
}

/* Which group of its community does v join? Its own name: none. */
static rel_choice choose(const rel_search *s, uint64_t seed, rel_vid v, const rel_ties *t)
{
    const rel_groups *q = &s->room->refined;
    const rel_vid community = s->room->community.of[v];
    rel_choice k = {.to = v};
    double top;
    if (q->members[v] != 1 || q->of[v] != v || s->room->community.members[community] == 1 ||
        !well_tied(s, v, community))
        return k;
    const rel_vid count = candidates(s, v, community, t, &top);
    if (!count) return k;
    const rel_vid j = draw(s, seed, v, count, top, t->gain);
    k.to = t->met[j];
    k.there = t->weight_to[j];
    return k;
}

/* A vertex moves only as long as it is alone, and only to a group that still has members: a group keeps who
 * joined it, so each is connected. Returns false when the choice was overtaken and may be made again. */
static bool carry_out(const rel_search *s, rel_vid v, rel_choice k)
{
    const rel_level *g = s->g;
    rel_groups *q = &s->room->refined;
    double *outside = s->room->outside;
    if (k.to == v || q->members[v] != 1) return true;
    if (q->members[k.to] == 0 || k.there - rel_level_expects_joining(g, q, v, k.to) < 0) return false;
    rel_groups_remove(g, q, v);
    rel_groups_add(g, q, v, k.to);
    outside[k.to] += outside[v] - 2 * k.there;
    return true;
}

static int64_t round_in_turn(const rel_search *s, uint64_t seed, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        (void)carry_out(s, s->room->list[i], choose(s, seed, s->room->list[i], s->room->ties));
    return 0;
}

/* Returns how many choices were overtaken: they are moved to the front of the list. */
static int64_t round_in_batches(int threads, const rel_search *s, uint64_t seed, int64_t count)
{
    const rel_community_room *room = s->room;
    const int64_t size = rel_search_batch(s->g->n);
    int64_t again = 0;
    (void)threads;
#pragma omp parallel num_threads(threads)
    for (int64_t first = 0; first < count; first += size) {
        const int64_t last = count - first < size ? count : first + size;
        const rel_ties *t = &room->ties[omp_get_thread_num()];
/* dynamic: hubs have long rows */
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = first; i < last; i++) {
            rel_level_read_ahead(s->g, room->list, i, last);
            room->choice[i - first] = choose(s, seed, room->list[i], t);
        }
#pragma omp single
        for (int64_t i = first; i < last; i++) {
            const rel_vid v = room->list[i];
            if (!carry_out(s, v, room->choice[i - first])) room->moved[again++] = v;
        }
    }
    memcpy(room->list, room->moved, (size_t)again * sizeof *room->list);
    return again;
}

static double weight_inside(const rel_search *s, rel_vid v)
{
    const rel_level *g = s->g;
    if (!s->as_ordered) return rel_level_inside(g, s->room->community.of, v);
    if (!g->weight) return g->near[v];
    double sum = 0;
    for (rel_eid e = g->off[v]; e < g->off[v] + g->near[v]; e++) sum += (double)g->weight[e];
    return sum;
}

rel_status rel_search_refine(rel_ctx *ctx, const rel_search *s)
{
    rel_status st = REL_OK;
    const rel_vid n = s->g->n;
    rel_groups_single(ctx->threads, s->g, &s->room->refined);
/* dynamic: hubs have long rows */
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, n)) schedule(dynamic, 256)
    for (rel_vid v = 0; v < n; v++) {
        s->room->outside[v] = weight_inside(s, v);
        s->room->unsettled[v] = 1;
    }
    int64_t count = rel_search_order(ctx, n, s->stream, s->room->unsettled, s->room->list);
    for (int round = 0; round < ROUNDS && count; round++) {
        REL_TRY(rel_poll(ctx));
        count = rel_search_batch(n) == 1 ? round_in_turn(s, ctx->seed, count)
                                         : round_in_batches(ctx->threads, s, ctx->seed, count);
    }
out:
    return st;
}
