#include "algorithms/community/community_moves.h"

#include <math.h>
#include <stdio.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/rng.h"

/* Gains below this share of a vertex's strength are rounding. */
static const double SMALL = 1e-9;
enum { MAX_SWEEPS = 100, AHEAD = 8 };

/* Rows are read in no order of memory: ask for those of the next vertices in time. */
static void read_ahead(const rel_level *g, const rel_vid *list, int64_t i, int64_t last)
{
    if (i + 2 * AHEAD < last) __builtin_prefetch(&g->off[list[i + 2 * AHEAD]]);
    if (i + AHEAD < last) {
        const rel_eid at = g->off[list[i + AHEAD]];
        __builtin_prefetch(&g->adj[at]);
        if (g->weight) __builtin_prefetch(&g->weight[at]);
    }
}

/* Where would v gain most? */
static rel_choice choose(const rel_search *s, rel_vid v, const rel_ties *t)
{
    const rel_level *g = s->g;
    const rel_groups *p = &s->room->community;
    const rel_vid own = p->of[v], met = rel_ties_add(g, v, p->of, t, 0);
    rel_choice k = {.to = own, .here = t->sum[own], .there = t->sum[own]};
    double best = k.here - rel_level_expects_staying(g, p, v, own) + SMALL * g->give[v];
    if (best < 0 && p->members[own] > 1) {
        best = 0;
        k.to = REL_VID_NONE;
    }
    for (rel_vid j = 0; j < met; j++) {
        const rel_vid c = t->met[j];
        const double there = t->sum[c];
        t->sum[c] = 0;
        if (c == own) continue;
        const double gain = there - rel_level_expects_joining(g, p, v, c);
        if (gain > best || (gain == best && c < k.to && k.to != own)) {
            best = gain;
            k.to = c;
            k.there = there;
        }
    }
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

static double sweep_in_batches(int threads, const rel_search *s, int64_t count, vacant *free_names)
{
    const rel_community_room *room = s->room;
    const int64_t size = rel_search_batch(s->g->n);
    int64_t moved = 0;
    double gain = 0;
    (void)threads;
#pragma omp parallel num_threads(threads)
    for (int64_t first = 0; first < count; first += size) {
        const int64_t last = count - first < size ? count : first + size;
        const rel_ties *t = &room->ties[omp_get_thread_num()];
/* dynamic: hubs have long rows */
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = first; i < last; i++) {
            read_ahead(s->g, room->list, i, last);
            room->unsettled[room->list[i]] = 0;
            room->choice[i - first] = choose(s, room->list[i], t);
        }
#pragma omp single
        {
            moved = 0;
            for (int64_t i = first; i < last; i++) {
                const rel_vid v = room->list[i];
                if (room->choice[i - first].to == room->community.of[v]) continue;
                const double more = carry_out(s, v, room->choice[i - first], free_names);
                gain += more;
                if (more > 0) room->moved[moved++] = v;
            }
        }
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = 0; i < moved; i++) {
            read_ahead(s->g, room->moved, i, moved);
            unsettle(s, room->moved[i]);
        }
    }
    return gain;
}

rel_status rel_search_move(rel_ctx *ctx, const rel_search *s)
{
    rel_status st = REL_OK;
    const rel_vid n = s->g->n;
    rel_community_room *room = s->room;
    vacant free_names = {.name = room->node};
    for (rel_vid c = 0; c < n; c++)
        if (!room->community.members[c]) free_names.name[free_names.count++] = c;
    memset(room->unsettled, 1, n);
    for (uint64_t sweep = 0; sweep < MAX_SWEEPS; sweep++) {
        REL_TRY(rel_poll(ctx));
        const int64_t count =
            rel_search_order(ctx, n, s->stream + sweep, room->unsettled, room->list);
        if (!count) break;
        const double gain = rel_search_batch(n) == 1
                                ? sweep_in_turn(s, count, &free_names)
                                : sweep_in_batches(ctx->threads, s, count, &free_names);
        if (getenv("LTRACE")) fprintf(stderr, "   n %u sweep %d active %ld gain %.3e\n", n, (int)sweep, count, gain / s->g->total);
        if (gain <= s->tol * s->g->total) break;
    }
out:
    return st;
}
