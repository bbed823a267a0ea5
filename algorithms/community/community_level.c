#include "algorithms/community/community_level.h"

#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/reorder.h"
#include "graph/weights.h"
#include "src/base/par.h"

void rel_groups_single(int threads, const rel_level *g, rel_groups *p)
{
    (void)threads;
#pragma omp parallel for num_threads(rel_level_threads(threads, g->n)) schedule(static)
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

static rel_vid root_of(rel_vid *parent, rel_vid v)
{
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
}

void rel_groups_split(const rel_level *g, rel_groups *p, rel_vid *room)
{
    for (rel_vid v = 0; v < g->n; v++) room[v] = v;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->off[v]; e < g->end[v]; e++)
            if (p->of[g->adj[e]] == p->of[v]) room[root_of(room, g->adj[e])] = root_of(room, v);
    for (rel_vid v = 0; v < g->n; v++) p->of[v] = root_of(room, v);
    rel_groups_sum(g, p);
}

static double row_strength(const rel_csr *c, rel_vid v, bool weighted)
{
    if (!weighted) return (double)(c->off[v + 1] - c->off[v]);
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) sum += (double)c->weight[e];
    return sum;
}

static double sum_strength(const void *state, int64_t first, int64_t last)
{
    const double *strength = state;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += strength[v];
    return sum;
}

/* Strengths or sizes; refuses weights that no search can take. */
static rel_status weigh(rel_ctx *ctx, const rel_graph *graph, rel_level_model model, rel_level *g)
{
    rel_status st;
    const rel_vid n = g->n;
    if (model.weighted) REL_TRY(rel_graph_check_weights(ctx, graph, REL_BUILD_BOTH, "leiden"));
    REL_TRY(rel_scratch_unset(ctx, &g->give, n, sizeof *g->give, "strengths"));
    g->take = g->give;
    if (g->both) REL_TRY(rel_scratch_unset(ctx, &g->take, n, sizeof *g->take, "strengths"));
/* dynamic: hubs have long rows */
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, n)) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < n; v++) {
        const double out = row_strength(&graph->out, v, model.weighted),
                     in = graph->directed ? row_strength(&graph->in, v, model.weighted) : out;
        g->give[v] = model.sizes ? 1 : out;
        if (g->both) g->take[v] = in;
    }
out:
    return st;
}

/* The rows of both directions, one behind the other. */
static rel_status join_directions(rel_ctx *ctx, const rel_graph *graph, bool weighted, rel_level *g)
{
    rel_status st;
    const rel_vid n = graph->n;
    rel_eid *off = NULL;
    rel_vid *adj = NULL;
    float *weight = NULL;
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)n + 1, sizeof *off, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &adj, 2 * (size_t)graph->m, sizeof *adj, "community arcs"));
    if (weighted)
        REL_TRY(rel_scratch_unset(ctx, &weight, 2 * (size_t)graph->m, sizeof *weight, "community arcs"));
    off[n] = 2 * graph->m;
/* dynamic: hubs have long rows */
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, n)) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < n; v++) {
        const rel_csr *side[] = {&graph->out, &graph->in};
        rel_eid at = off[v] = graph->out.off[v] + graph->in.off[v];
        for (int s = 0; s < 2; s++) {
            const rel_eid first = side[s]->off[v], count = side[s]->off[v + 1] - first;
            if (count) memcpy(adj + at, side[s]->adj + first, (size_t)count * sizeof *adj);
            if (count && weighted)
                memcpy(weight + at, side[s]->weight + first, (size_t)count * sizeof *weight);
            at += count;
        }
    }
    *g = (rel_level){.n = n, .off = off, .end = off + 1, .adj = adj, .weight = weight};
out:
    return st;
}

rel_status rel_level_first(rel_ctx *ctx, const rel_graph *graph, rel_level_model model, rel_level *g)
{
    rel_status st;
    const rel_csr *c = &graph->out;
    const double sides = graph->directed ? 2 : 1;
    *g = (rel_level){0};
    if (!graph->n) return REL_OK;
    if (!graph->out.off || !graph->in.off)
        return rel_fail(ctx, REL_E_USAGE, "leiden: the graph was built without both directions");
    model.weighted = model.weighted && c->weight;
    *g = (rel_level){.n = graph->n, .off = c->off, .end = c->off + 1, .adj = c->adj};
    if (model.weighted) g->weight = c->weight;
    if (graph->directed) REL_TRY(join_directions(ctx, graph, model.weighted, g));
    g->both = graph->directed && !model.sizes;
    REL_TRY(weigh(ctx, graph, model, g));
    g->total = (double)graph->m * sides;
    if (model.weighted && !model.sizes)
        g->total = rel_par_sum(ctx->threads, g->n, sum_strength, g->give) * sides;
    g->rate = model.resolution * sides;
    if (!model.sizes) g->rate = g->total > 0 ? g->rate / g->total : 0;
out:
    return st;
}

/* What an ordered copy is made with. */
typedef struct copying {
    const rel_level *from;
    const rel_groups *groups; /* of the copy */
    const rel_vid *order, *rank;
    rel_eid *off;
    rel_vid *adj, *near;
    float *weight;
    double *give, *take;
} copying;

/* Arcs that stay in the community are filled in from the start of the row, the others from its end. */
static void copy_row(const copying *k, rel_vid v)
{
    const rel_level *g = k->from;
    const rel_vid old = k->order[v], home = k->groups->of[v], members = k->groups->members[home];
    rel_eid front = k->off[v], back = k->off[v + 1];
    for (rel_eid e = g->off[old]; e < g->end[old]; e++) {
        const rel_vid u = k->rank[g->adj[e]];
        const bool stays = u - home < members;
        back -= !stays;
        const rel_eid at = stays ? front : back;
        k->adj[at] = u;
        if (k->weight) k->weight[at] = g->weight[e];
        front += stays;
    }
    k->near[v] = (rel_vid)(front - k->off[v]);
    k->give[v] = g->give[old];
    k->take[v] = g->take[old];
}

/* order becomes a sorting by community of by_degree's order; room: n + 1. */
static void sort_by_community(rel_vid n, const rel_reorder *by_degree, const rel_vid *community,
                              rel_vid *room, rel_vid *order)
{
    rel_vid sum = 0;
    memset(room, 0, n * sizeof *room);
    for (rel_vid i = 0; i < by_degree->busy; i++) room[community[by_degree->order[i]]]++;
    for (rel_vid c = 0; c < n; c++) {
        const rel_vid count = room[c];
        room[c] = sum;
        sum += count;
    }
    for (rel_vid i = 0; i < by_degree->busy; i++)
        order[room[community[by_degree->order[i]]]++] = by_degree->order[i];
}

static rel_status take_copy(rel_ctx *ctx, const rel_level *g, rel_vid n, copying *k)
{
    rel_status st;
    const size_t arcs = (size_t)g->off[g->n];
    REL_TRY(rel_scratch_unset(ctx, &k->off, (size_t)n + 1, sizeof *k->off, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &k->near, n, sizeof *k->near, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &k->adj, arcs, sizeof *k->adj, "community arcs"));
    if (g->weight) REL_TRY(rel_scratch_unset(ctx, &k->weight, arcs, sizeof *k->weight, "community arcs"));
    REL_TRY(rel_scratch_unset(ctx, &k->give, n, sizeof *k->give, "strengths"));
    k->take = k->give;
    if (g->both) REL_TRY(rel_scratch_unset(ctx, &k->take, n, sizeof *k->take, "strengths"));
out:
    return st;
}

/* The communities of old numbers become those of new ones, named by their first members; room: n. */
static void rename_groups(rel_vid n, const rel_vid *order, rel_groups *p, rel_vid *room)
{
    rel_vid first = 0;
    for (rel_vid v = 0; v < n; v++) {
        if (p->of[order[v]] != p->of[order[first]]) first = v;
        room[v] = first;
    }
    memset(p->members, 0, n * sizeof *p->members);
    for (rel_vid v = 0; v < n; v++) p->members[room[v]]++;
    memcpy(p->of, room, n * sizeof *p->of);
}

/* Row lengths, and rank, the inverse of the order. */
static void place_rows(rel_vid n, const copying *k, rel_vid *rank)
{
    k->off[0] = 0;
    for (rel_vid v = 0; v < n; v++) {
        const rel_vid old = k->order[v];
        rank[old] = v;
        k->off[v + 1] = k->off[v] + k->from->end[old] - k->from->off[old];
    }
}

rel_status rel_level_ordered(rel_ctx *ctx, const rel_level *g, rel_groups *p, rel_vid *room,
                             rel_level *ordered, rel_vid **order)
{
    rel_status st;
    rel_reorder r;
    copying k = {.from = g, .groups = p};
    const rel_level from = *g;
    REL_TRY(rel_scratch_unset(ctx, order, g->n, sizeof **order, "community order"));
    REL_TRY(rel_reorder_by_degree(ctx, &(rel_csr){.off = g->off}, g->n, &r));
    sort_by_community(g->n, &r, p->of, r.rank, *order);
    REL_TRY(take_copy(ctx, g, r.busy, &k));
    k.order = *order;
    k.rank = r.rank;
    place_rows(r.busy, &k, r.rank);
    rename_groups(r.busy, *order, p, room);
/* dynamic: hubs have long rows */
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, r.busy)) schedule(dynamic, 256)
    for (rel_vid v = 0; v < r.busy; v++) {
        rel_level_read_ahead(g, *order, v, r.busy);
        copy_row(&k, v);
    }
    *ordered = from;
    ordered->n = r.busy;
    ordered->off = k.off;
    ordered->end = k.off + 1;
    ordered->near = k.near;
    ordered->adj = k.adj;
    ordered->weight = k.weight;
    ordered->give = k.give;
    ordered->take = k.take;
    rel_groups_sum(ordered, p);
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

/* member[first[i]..first[i + 1]) are the vertices of group i, ascending. Returns how long the rows of the
 * groups can be together. */
static rel_eid list_members(const rel_level *g, const rel_vid *node, rel_vid count, rel_eid *bound,
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
        room += rows;
    }
    for (rel_vid v = 0; v < g->n; v++) member[first[node[v]]++] = v;
    for (rel_vid i = count; i > 0; i--) first[i] = first[i - 1];
    first[0] = 0;
    return room;
}

typedef struct merging {
    const rel_level *g;
    rel_vid count;
    const rel_vid *node, *first, *member;
    rel_eid *off, *end;
    rel_eid *used; /* of adj and weight: rows lie there as they get done, which nobody depends on */
    rel_vid *adj;
    float *weight;
} merging;

/* The arcs of the members to each other group; the sums are added in the order of members and arcs. */
static void merge_rows(const merging *k, rel_vid i, const rel_ties *t)
{
    rel_vid met = 0;
    for (rel_vid j = k->first[i]; j < k->first[i + 1]; j++) {
        rel_level_read_ahead(k->g, k->member, j, k->first[k->count]);
        met = rel_ties_add(k->g, k->member[j], k->node, t, met);
    }
    rel_eid e = k->off[i] = __atomic_fetch_add(k->used, met, __ATOMIC_RELAXED);
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

static rel_status take_level(rel_ctx *ctx, rel_vid n, rel_eid arcs, bool both, rel_level_space *space,
                             merging *k, rel_level *next)
{
    rel_status st;
    if (arcs > space->arcs) {
        REL_TRY(rel_scratch_unset(ctx, &space->adj, (size_t)arcs, sizeof *k->adj, "community arcs"));
        space->arcs = arcs;
    }
    if (arcs > space->weights) {
        REL_TRY(rel_scratch_unset(ctx, &space->weight, (size_t)arcs, sizeof *k->weight, "community arcs"));
        space->weights = arcs;
    }
    k->adj = space->adj;
    k->weight = space->weight;
    REL_TRY(rel_scratch_unset(ctx, &k->end, n, sizeof *k->end, "community rows"));
    REL_TRY(rel_scratch_unset(ctx, &next->give, n, sizeof *next->give, "strengths"));
    next->take = next->give;
    if (both) REL_TRY(rel_scratch_unset(ctx, &next->take, n, sizeof *next->take, "strengths"));
out:
    return st;
}

/* The groups become vertices 0..n: their sums, and the community each is in. */
static void carry_over(const rel_level *g, rel_community_room *room, const rel_groups *groups,
                       rel_level *next)
{
    rel_vid *number = room->list, *place = room->moved, i = 0;
    count_off(g->n, room->community.members, number);
    for (rel_vid c = 0; c < g->n; c++) {
        if (!groups->members[c]) continue;
        next->give[i] = groups->give[c];
        if (g->both) next->take[i] = groups->take[c];
        /* a refined group is named after one of its members */
        place[i] = groups == &room->community ? i : number[room->community.of[c]];
        i++;
    }
    memcpy(room->community.of, place, i * sizeof *place);
    rel_groups_sum(next, &room->community);
}

rel_status rel_level_next(rel_ctx *ctx, const rel_level *g, rel_community_room *room,
                          const rel_groups *groups, rel_level_space *space, rel_level *next)
{
    rel_status st;
    rel_eid *bound = NULL, used = 0;
    rel_vid *first = room->list, *member = room->moved, *number = room->list;
    const rel_vid n = count_off(g->n, groups->members, number);
#pragma omp parallel for num_threads(rel_level_threads(ctx->threads, g->n)) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) room->node[v] = number[groups->of[v]];
    merging k = {.g = g, .count = n, .node = room->node, .first = first, .member = member};
    REL_TRY(rel_scratch_unset(ctx, &bound, (size_t)n + 1, sizeof *bound, "community rows"));
    const rel_eid arcs = list_members(g, room->node, n, bound, first, member);
    k.off = bound;
    k.used = &used;
    *next = (rel_level){.n = n, .rate = g->rate, .both = g->both, .total = g->total};
    REL_TRY(take_level(ctx, n, arcs, g->both, space, &k, next));
#pragma omp parallel num_threads(rel_level_threads(ctx->threads, g->n))
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
    carry_over(g, room, groups, next);
out:
    return st;
}
