#include "algorithms/community/community_moves.h"

#include <omp.h>

/* Gains below this share of a vertex's strength are rounding. */
static const double SMALL = 1e-9;
enum { CROWDED_SWEEPS = 4 };

/* Labels of the neighbours of v outside community own go to t->met, the weights of their arcs to t->weight;
 * returns their number. *here becomes the weight to the others in own, *rest that to all others. */
static rel_vid look_around(const rel_level *g, const rel_vid *of, rel_vid v, rel_vid own, const rel_ties *t,
                           double *here, double *rest)
{
    rel_vid *met = t->met, count = 0;
    const rel_eid first = g->off[v], last = g->end[v];
    if (!g->weight) {
        for (rel_eid e = first; e < last; e++) {
            const rel_vid c = of[g->adj[e]];
            met[count] = c;
            count += c != own;
        }
        *here = (double)(last - first - count);
        *rest = (double)count;
        return count;
    }
    double in = 0, out = 0;
    for (rel_eid e = first; e < last; e++) {
        const rel_vid c = of[g->adj[e]];
        const float w = g->weight[e];
        met[count] = c;
        t->weight[count] = w;
        count += c != own;
        in += c == own ? (double)w : 0;
        out += c != own ? (double)w : 0;
    }
    *here = in;
    *rest = out;
    return count;
}

static rel_vid strongest_tie(const rel_ties *t, rel_vid met)
{
    rel_vid strongest = 0;
    double most = 0;
    for (rel_vid j = 0; j < met; j++) {
        strongest = t->weight_to[j] > most ? j : strongest;
        most = t->weight_to[j] > most ? t->weight_to[j] : most;
    }
    return strongest;
}

/* Those of at least this weight: no weight expected is negative, and a hair better is not worth reading the
 * sums of a community. */
static rel_vid keep_ties(const rel_ties *t, rel_vid met, double least)
{
    rel_vid count = 0;
    for (rel_vid j = 0; j < met; j++) {
        const rel_vid c = t->met[j];
        const double there = t->weight_to[j];
        t->met[count] = c;
        t->weight_to[count] = there;
        count += there >= least;
    }
    return count;
}

static void consider(const rel_search *s, rel_vid v, rel_vid c, double there, double *best, rel_choice *k)
{
    const double gain = there - rel_level_expects_joining(s->g, &s->room->community, v, c);
    if (gain > *best || (gain == *best && c < k->to && k->to != s->room->community.of[v])) {
        *best = gain;
        k->to = c;
        k->there = there;
    }
}

/* Where would v gain most? */
static rel_choice choose(const rel_search *s, rel_vid v, const rel_ties *t)
{
    const rel_level *g = s->g;
    const rel_groups *p = &s->room->community;
    const rel_vid own = p->of[v];
    double rest;
    rel_choice k = {.to = own};
    rel_vid met = look_around(g, p->of, v, own, t, &k.here, &rest);
    double best = k.here - rel_level_expects_staying(g, p, v, own) + SMALL * g->give[v];
    if (best < 0 && p->members[own] > 1) {
        best = 0;
        k.to = REL_VID_NONE;
    }
    if (rest <= best) return k; /* even if all of it were one community */
    met = rel_ties_add_up(t, met, g->weight);
    const rel_vid strongest = strongest_tie(t, met);
    consider(s, v, t->met[strongest], t->weight_to[strongest], &best, &k);
    met = keep_ties(t, met, best / s->worthwhile);
    for (rel_vid j = 0; j < met; j++) consider(s, v, t->met[j], t->weight_to[j], &best, &k);
    return k;
}

/* The names of communities without members, to be taken again. */
typedef struct vacant {
    rel_vid *name;
    rel_vid count;
} vacant;

/* Carries out a choice if it still is a gain, which it returns, else 0. */
static double carry_out(const rel_search *s, rel_vid v, rel_choice k, vacant *free_names)
{
    const rel_level *g = s->g;
    rel_groups *p = &s->room->community;
    const rel_vid own = p->of[v];
    const double stay = k.here - rel_level_expects_staying(g, p, v, own);
    double gain = -stay;
    if (k.to == REL_VID_NONE) {
        if (p->members[own] == 1 || free_names->count == 0) return 0;
        k.to = free_names->name[free_names->count - 1];
    } else {
        if (p->members[k.to] == 0) return 0;
        gain += k.there - rel_level_expects_joining(g, p, v, k.to);
    }
    if (!(gain > SMALL * g->give[v])) return 0;
    free_names->count -= p->members[k.to] == 0;
    rel_groups_remove(g, p, v);
    if (p->members[own] == 0) free_names->name[free_names->count++] = own;
    rel_groups_add(g, p, v, k.to);
    return gain;
}

/* Neighbours of a vertex that moved, but for those where it went, may want to move too. */
static void unsettle(const rel_search *s, rel_vid v)
{
    const rel_level *g = s->g;
    const rel_vid *of = s->room->community.of, to = of[v];
    uint8_t *unsettled = s->room->unsettled;
    for (rel_eid e = g->off[v]; e < g->end[v]; e++) {
        const rel_vid u = g->adj[e];
        if (of[u] == to || __atomic_load_n(&unsettled[u], __ATOMIC_RELAXED)) continue;
        __atomic_store_n(&unsettled[u], 1, __ATOMIC_RELAXED);
    }
}

static double sweep_in_turn(const rel_search *s, int64_t count, vacant *free_names)
{
    double gain = 0;
    for (int64_t i = 0; i < count; i++) {
        const rel_vid v = s->room->list[i];
        s->room->unsettled[v] = 0;
        const rel_choice k = choose(s, v, s->room->ties);
        if (k.to == s->room->community.of[v]) continue;
        const double more = carry_out(s, v, k, free_names);
        if (more > 0) unsettle(s, v);
        gain += more;
    }
    return gain;
}

/* Every batch: choices in parallel on the state before it, moves one by one, and neighbours unsettled in
 * parallel, unless everybody is going to be looked at again anyway. *moved becomes how many moved. */
static double sweep_in_batches(int threads, const rel_search *s, int64_t count, bool everybody,
                               vacant *free_names, int64_t *moved)
{
    const rel_community_room *room = s->room;
    const int64_t size = rel_search_batch(s->g->n);
    int64_t movers = 0;
    double gain = 0;
    *moved = 0;
    (void)threads;
#pragma omp parallel num_threads(threads)
    for (int64_t first = 0; first < count; first += size) {
        const int64_t last = count - first < size ? count : first + size;
        const rel_ties *t = &room->ties[omp_get_thread_num()];
/* dynamic: hubs have long rows */
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = first; i < last; i++) {
            rel_level_read_ahead(s->g, room->list, i, last);
            room->unsettled[room->list[i]] = everybody;
            room->choice[i - first] = choose(s, room->list[i], t);
        }
#pragma omp single
        {
            movers = 0;
            for (int64_t i = first; i < last; i++) {
                const rel_vid v = room->list[i];
                if (room->choice[i - first].to == room->community.of[v]) continue;
                const double more = carry_out(s, v, room->choice[i - first], free_names);
                gain += more;
                if (more > 0) room->moved[movers++] = v;
            }
            *moved += movers;
        }
        if (everybody) continue;
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = 0; i < movers; i++) {
            rel_level_read_ahead(s->g, room->moved, i, movers);
            unsettle(s, room->moved[i]);
        }
    }
    return gain;
}

/* Vertices without arcs have nowhere to go. */
static void unsettle_all(int threads, const rel_search *s)
{
    (void)threads;
#pragma omp parallel for num_threads(rel_level_threads(threads, s->g->n)) schedule(static)
    for (rel_vid v = 0; v < s->g->n; v++) s->room->unsettled[v] = s->g->end[v] > s->g->off[v];
}

rel_status rel_search_move(rel_ctx *ctx, const rel_search *s, int64_t *moved_last)
{
    rel_status st = REL_OK;
    const rel_vid n = s->g->n;
    rel_community_room *room = s->room;
    vacant free_names = {.name = room->node};
    int64_t moved = n;
    double gained = 0;
    for (rel_vid c = 0; c < n; c++)
        if (!room->community.members[c]) free_names.name[free_names.count++] = c;
    unsettle_all(ctx->threads, s);
    for (uint64_t sweep = 0; sweep < REL_SEARCH_SWEEPS; sweep++) {
        REL_TRY(rel_poll(ctx));
        const int64_t count = rel_search_order(ctx, n, s->stream + sweep, room->unsettled, room->list);
        if (!count) break;
        rel_progress(ctx, "communities", "accounts", n - count, n);
        if (rel_search_batch(n) == 1) {
            (void)sweep_in_turn(s, count, &free_names);
            continue;
        }
        const bool everybody = moved > n / 3 && sweep < CROWDED_SWEEPS;
        const double gain = sweep_in_batches(ctx->threads, s, count, everybody, &free_names, &moved);
        gained += gain;
        if (gain <= s->tol * s->g->total || gain <= s->relative_tol * gained) break;
    }
out:
    if (moved_last) *moved_last = moved;
    return st;
}
