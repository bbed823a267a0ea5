#include "algorithms/community/community_level.h"

#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "graph/reorder.h"
#include "src/base/par.h"

void rel_groups_single(int threads, const rel_level *g, rel_groups *p)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) {
        p->of[v] = v;
        p->members[v] = 1;
        p->give[v] = g->give[v];
        p->take[v] = g->take[v];
    }
}

void rel_groups_sum(const rel_level *g, rel_groups *p)
{
    memset(p->members, 0, g->n * sizeof *p->members);
    memset(p->give, 0, g->n * sizeof *p->give);
    memset(p->take, 0, g->n * sizeof *p->take);
    for (rel_vid v = 0; v < g->n; v++) rel_groups_add(g, p, v, p->of[v]);
}

/* Copying the user's graph. */
typedef struct copying {
    const rel_csr *side[2]; /* rows to put one behind the other */
    int sides;
    const rel_reorder *r;
    rel_level_model model;
    rel_eid *off;
    rel_vid *adj;
    float *weight;
    double *strength[2];
} copying;

/* Returns false when a weight cannot be used. */
static bool copy_side(const copying *k, const rel_csr *c, rel_vid old, rel_eid at, double *strength)
{
    const rel_eid first = c->off[old], count = c->off[old + 1] - first;
    for (rel_eid e = 0; e < count; e++) k->adj[at + e] = k->r->rank[c->adj[first + e]];
    *strength = (double)count;
    if (!k->weight) return true;
    bool fine = true;
    *strength = 0;
    for (rel_eid e = 0; e < count; e++) {
        const float w = c->weight[first + e];
        fine = fine && w > 0 && isfinite(w);
        k->weight[at + e] = w;
        *strength += (double)w;
    }
    return fine;
}

/* Returns the smallest row, by old number, with a weight that cannot be used; n when there is none. */
static rel_vid copy_rows(int threads, const copying *k, rel_vid busy, rel_vid n)
{
    rel_vid bad = n;
    (void)threads;
/* dynamic: the first rows are the longest */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 256) reduction(min : bad)
    for (rel_vid v = 0; v < busy; v++) {
        const rel_vid old = k->r->order[v];
        rel_eid at = k->off[v];
        for (int s = 0; s < k->sides; s++) {
            double strength;
            if (!copy_side(k, k->side[s], old, at, &strength) && old < bad) bad = old;
            if (k->model.sizes)
                k->strength[0][v] = 1;
            else
                k->strength[s][v] = strength;
            at += k->side[s]->off[old + 1] - k->side[s]->off[old];
        }
    }
    return bad;
}

static rel_status refuse_weight(rel_ctx *ctx, const rel_graph *graph, const char *who, rel_vid v)
{
    const rel_csr *side[] = {&graph->out, &graph->in};
    for (int s = 0; s < 2; s++)
        for (rel_eid e = side[s]->off[v]; e < side[s]->off[v + 1]; e++) {
            const float w = side[s]->weight[e];
            if (w > 0 && isfinite(w)) continue;
            char room[2][REL_NAME_NUMBER_TEXT];
            const rel_vid u = side[s]->adj[e];
            const rel_str from = rel_names_get(&graph->names, s ? u : v, room[0]),
                          to = rel_names_get(&graph->names, s ? v : u, room[1]);
            return rel_fail(ctx, REL_E_DATA,
                            "%s: the edge from '%.*s' to '%.*s' (row %" PRIu32
                            ") has weight %g, expected one above 0",
                            who, REL_STR_ARG(from), REL_STR_ARG(to), v, (double)w);
        }
    return REL_OK;
}

static double sum_strength(const void *state, int64_t first, int64_t last)
{
    const double *strength = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += strength[v];
    return sum;
}

/* Row lengths of both directions together, as offsets. */
static rel_status joint_offsets(rel_ctx *ctx, const rel_graph *graph, rel_eid **off)
{
    const rel_status st = rel_scratch_unset(ctx, off, (size_t)graph->n + 1, sizeof **off, "community rows");
    if (st != REL_OK) return st;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v <= graph->n; v++) (*off)[v] = graph->out.off[v] + graph->in.off[v];
    return REL_OK;
}

static rel_status take_arrays(rel_ctx *ctx, rel_vid n, rel_eid arcs, bool weighted, bool both, copying *k)
{
    rel_status st;
    REL_TRY(rel_scratch_unset(ctx, &k->off, (size_t)n + 1, sizeof *k->off, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &k->adj, (size_t)arcs, sizeof *k->adj, "community arcs"));
    if (weighted) REL_TRY(rel_scratch_unset(ctx, &k->weight, (size_t)arcs, sizeof *k->weight, "arc weights"));
    REL_TRY(rel_scratch_unset(ctx, &k->strength[0], n, sizeof *k->strength[0], "strengths"));
    k->strength[1] = k->strength[0];
    if (both) REL_TRY(rel_scratch_unset(ctx, &k->strength[1], n, sizeof *k->strength[1], "strengths"));
out:
    return st;
}

rel_status rel_level_first(rel_ctx *ctx, const rel_graph *graph, rel_level_model model, const char *who,
                           rel_level *g, rel_vid **order)
{
    rel_status st;
    rel_eid *joint = NULL;
    rel_csr rows = graph->out;
    rel_reorder r;
    const bool weighted = model.weighted && graph->out.weight, both = graph->directed && !model.sizes;
    copying k = {.side = {&graph->out, &graph->in}, .sides = graph->directed ? 2 : 1, .r = &r, .model = model};
    if (!graph->out.off || !graph->in.off)
        return rel_fail(ctx, REL_E_USAGE, "%s: the graph was built without both directions", who);
    if (graph->directed) {
        REL_TRY(joint_offsets(ctx, graph, &joint));
        rows = (rel_csr){.off = joint};
    }
    REL_TRY(rel_reorder_by_degree(ctx, &rows, graph->n, &r));
    REL_TRY(take_arrays(ctx, r.busy, graph->m * k.sides, weighted, both, &k));
    k.off[0] = 0;
    for (rel_vid v = 0; v < r.busy; v++)
        k.off[v + 1] = k.off[v] + rows.off[r.order[v] + 1] - rows.off[r.order[v]];
    const rel_vid bad = copy_rows(ctx->threads, &k, r.busy, graph->n);
    if (bad < graph->n) {
        st = refuse_weight(ctx, graph, who, bad);
        goto out;
    }
    *g = (rel_level){.n = r.busy, .off = k.off, .end = k.off + 1, .adj = k.adj, .weight = k.weight};
    g->give = k.strength[0];
    g->take = k.strength[1];
    g->both = both;
    g->total = (double)graph->m * k.sides;
    if (weighted && !model.sizes)
        g->total = rel_par_sum(ctx->threads, g->n, sum_strength, g->give) * k.sides;
    g->rate = model.sizes ? model.resolution * k.sides : g->total > 0 ? model.resolution * k.sides / g->total : 0;
    *order = r.order;
out:
    return st;
}

/* Names of groups become numbers without gaps: number[c] for members[c] > 0. Returns how many. */
static rel_vid count_off(rel_vid n, const rel_vid *members, rel_vid *number)
{
    rel_vid count = 0;
    for (rel_vid c = 0; c < n; c++) {
        number[c] = count;
        count += members[c] > 0;
    }
    return count;
}

/* member[first[i]..first[i + 1]) are the vertices of group i, ascending; bound[i] the rows' room before i. */
static void list_members(const rel_level *g, const rel_vid *node, rel_vid count, rel_eid *bound,
                         rel_vid *first, rel_vid *member)
{
    memset(first, 0, ((size_t)count + 1) * sizeof *first);
    memset(bound, 0, ((size_t)count + 1) * sizeof *bound);
    for (rel_vid v = 0; v < g->n; v++) {
        first[node[v]]++;
        bound[node[v]] += g->end[v] - g->off[v];
    }
    rel_vid members = 0;
    rel_eid room = 0;
    for (rel_vid i = 0; i <= count; i++) {
        /* no row is longer than there are other groups */
        const rel_eid rows = bound[i] < (rel_eid)count ? bound[i] : (rel_eid)count;
        members += first[i];
        first[i] = members - first[i];
        bound[i] = room;
        room += rows;
    }
    for (rel_vid v = 0; v < g->n; v++) member[first[node[v]]++] = v;
    for (rel_vid i = count; i > 0; i--) first[i] = first[i - 1];
    first[0] = 0;
}

typedef struct merging {
    const rel_level *g;
    const rel_vid *node, *first, *member;
    const rel_eid *off;
    rel_eid *end;
    rel_vid *adj;
    float *weight;
} merging;

/* The arcs of the members to each other group; the sums are added in the order of members and arcs. */
static void merge_rows(const merging *k, rel_vid i, const rel_ties *t)
{
    rel_vid met = 0;
    rel_eid e = k->off[i];
    for (rel_vid j = k->first[i]; j < k->first[i + 1]; j++)
        met = rel_ties_add(k->g, k->member[j], k->node, t, met);
    for (rel_vid j = 0; j < met; j++) {
        const rel_vid c = t->met[j];
        if (c != i) {
            k->adj[e] = c;
            k->weight[e++] = (float)t->sum[c];
        }
        t->sum[c] = 0;
    }
    k->end[i] = e;
}

static rel_status take_level(rel_ctx *ctx, rel_vid n, rel_eid arcs, bool both, merging *k, rel_level *next)
{
    rel_status st;
    REL_TRY(rel_scratch_unset(ctx, &k->end, n, sizeof *k->end, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &k->adj, (size_t)arcs, sizeof *k->adj, "community arcs"));
    REL_TRY(rel_scratch_unset(ctx, &k->weight, (size_t)arcs, sizeof *k->weight, "community arcs"));
    REL_TRY(rel_scratch_unset(ctx, &next->give, n, sizeof *next->give, "strengths"));
    next->take = next->give;
    if (both) REL_TRY(rel_scratch_unset(ctx, &next->take, n, sizeof *next->take, "strengths"));
out:
    return st;
}

/* The groups of room->refined become vertices 0..n: their sums, and the community each is in. */
static void carry_over(const rel_level *g, rel_community_room *room, rel_vid n, rel_level *next)
{
    const rel_groups *r = &room->refined;
    rel_vid *number = room->list, *place = room->moved;
    count_off(g->n, room->community.members, number);
    for (rel_vid c = 0; c < g->n; c++) {
        if (!r->members[c]) continue;
        const rel_vid i = room->node[c]; /* c is in its own group: a vertex joined by others stays */
        next->give[i] = r->give[c];
        if (g->both) next->take[i] = r->take[c];
        place[i] = number[room->community.of[c]];
    }
    memcpy(room->community.of, place, n * sizeof *place);
    rel_groups_sum(next, &room->community);
}

rel_status rel_level_next(rel_ctx *ctx, const rel_level *g, rel_community_room *room, rel_level *next)
{
    rel_status st;
    rel_eid *bound = NULL;
    rel_vid *first = room->list, *member = room->moved, *number = room->list;
    const rel_vid n = count_off(g->n, room->refined.members, number);
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) room->node[v] = number[room->refined.of[v]];
    merging k = {.g = g, .node = room->node, .first = first, .member = member};
    REL_TRY(rel_scratch_unset(ctx, &bound, (size_t)n + 1, sizeof *bound, "community rows"));
    list_members(g, room->node, n, bound, first, member);
    k.off = bound;
    *next = (rel_level){.n = n, .rate = g->rate, .both = g->both, .total = g->total};
    REL_TRY(take_level(ctx, n, bound[n], g->both, &k, next));
#pragma omp parallel num_threads(ctx->threads)
    {
        const rel_ties *t = &room->ties[omp_get_thread_num()];
/* dynamic: groups of hubs have the longest rows */
#pragma omp for schedule(dynamic, 64)
        for (rel_vid i = 0; i < n; i++) merge_rows(&k, i, t);
    }
    next->off = bound;
    next->end = k.end;
    next->adj = k.adj;
    next->weight = k.weight;
    carry_over(g, room, n, next);
out:
    return st;
}
