#include "algorithms/community/personas.h"

#include <omp.h>
#include <stdlib.h>

#include "algorithms/structure/neighbours.h"
#include "graph/builder.h"

/* PART: vertices between two looks at whether to stop. SEARCH: how many times longer a row has to be so that
 * looking neighbours up in it is quicker than reading it. */
enum { PART = 1 << 14, SEARCH = 16 };

/* What one thread works with. */
typedef struct hand {
    rel_vid *place; /* n: 1 + the place of a neighbour in the row, 0 for others; all 0 between vertices */
    rel_vid *root;  /* largest degree: union by smaller place, paths halved */
} hand;

typedef struct job {
    rel_csr c;      /* neighbours, in whatever direction */
    rel_vid *part;  /* by place in c.adj: which persona of the row's vertex has this neighbour */
    rel_vid *parts; /* n: personas */
    hand *hand;
} job;

static rel_vid find_root(rel_vid *root, rel_vid i)
{
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

/* Whether two groups became one. */
static bool join(rel_vid *root, rel_vid i, rel_vid k)
{
    i = find_root(root, i);
    k = find_root(root, k);
    if (i == k) return false;
    root[i > k ? i : k] = i < k ? i : k;
    return true;
}

/* Place of the last one of an ascending row that is at most v; 0 when none is. */
static rel_vid place_of(const rel_vid *row, rel_vid count, rel_vid v)
{
    rel_vid low = 0, high = count;
    while (high - low > 1) {
        const rel_vid middle = low + (high - low) / 2;
        if (row[middle] <= v)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Joins the neighbour at place i with those of the row that it is joined with; returns the groups left. */
static rel_vid join_neighbour(const job *j, hand *h, const rel_vid *row, rel_vid degree, rel_vid i,
                              rel_vid groups)
{
    const rel_vid *other = &j->c.adj[j->c.off[row[i]]];
    const rel_vid count = (rel_vid)(j->c.off[row[i] + 1] - j->c.off[row[i]]);
    if (count / SEARCH > degree) {
        for (rel_vid k = i + 1; k < degree && groups > 1; k++)
            if (other[place_of(other, count, row[k])] == row[k]) groups -= join(h->root, i, k);
        return groups;
    }
    for (rel_vid e = 0; e < count && groups > 1; e++)
        if (h->place[other[e]]) groups -= join(h->root, i, h->place[other[e]] - 1);
    return groups;
}

/* Numbers the groups of v's neighbours by their smallest place. */
static void split(job *j, hand *h, rel_vid v)
{
    const rel_eid first = j->c.off[v];
    const rel_vid *row = &j->c.adj[first];
    const rel_vid degree = (rel_vid)(j->c.off[v + 1] - first);
    rel_vid groups = degree, next = 0;
    for (rel_vid i = 0; i < degree; i++) {
        h->place[row[i]] = i + 1;
        h->root[i] = i;
    }
    for (rel_vid i = 0; i < degree && groups > 1; i++) groups = join_neighbour(j, h, row, degree, i, groups);
    for (rel_vid i = 0; i < degree; i++) {
        const rel_vid root = find_root(h->root, i);
        j->part[first + i] = root == i ? next++ : j->part[first + root];
        h->place[row[i]] = 0;
    }
    j->parts[v] = next ? next : 1;
}

static rel_status split_all(rel_ctx *ctx, rel_vid n, job *j)
{
    rel_status st = REL_OK;
    for (rel_vid from = 0; from < n; from += PART) {
        const rel_vid to = n - from < PART ? n : from + PART;
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "personas", "accounts", from, n);
        /* dynamic: a hub takes as long as thousands of others. */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
        for (rel_vid v = from; v < to; v++) split(j, &j->hand[omp_get_thread_num()], v);
    }
out:
    return st;
}

static rel_status make_hands(rel_ctx *ctx, rel_vid n, job *j)
{
    rel_status st;
    rel_eid most = 0;
    for (rel_vid v = 0; v < n; v++)
        if (j->c.off[v + 1] - j->c.off[v] > most) most = j->c.off[v + 1] - j->c.off[v];
    REL_TRY(rel_scratch(ctx, &j->hand, (size_t)ctx->threads, sizeof *j->hand, "personas"));
    for (int t = 0; t < ctx->threads; t++) {
        REL_TRY(rel_scratch(ctx, &j->hand[t].place, n, sizeof *j->hand[t].place, "personas"));
        REL_TRY(rel_scratch_unset(ctx, &j->hand[t].root, (size_t)most, sizeof *j->hand[t].root, "personas"));
    }
out:
    return st;
}

/* -------- the graph of personas -------- */

/* The persona of v that knows this neighbour. */
static rel_vid persona_of(const job *j, const rel_vid *first, rel_vid v, rel_vid neighbour)
{
    const rel_eid row = j->c.off[v];
    return first[v] + j->part[row + place_of(&j->c.adj[row], (rel_vid)(j->c.off[v + 1] - row), neighbour)];
}

/* Of an undirected graph the arcs from the smaller end alone, each an edge. */
static rel_eid list_edges(const rel_graph *g, const job *j, const rel_vid *first, rel_vid *source,
                          rel_vid *target, float *weight)
{
    rel_eid count = 0;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            if (!g->directed && v < u) continue;
            source[count] = persona_of(j, first, u, v);
            target[count] = persona_of(j, first, v, u);
            if (weight) weight[count] = g->out.weight[e];
            count++;
        }
    return count;
}

static rel_status build(rel_ctx *ctx, const rel_graph *g, const job *j, rel_personas *p)
{
    rel_status st;
    rel_vid *source, *target;
    float *weight = NULL;
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    const size_t most = (size_t)(g->directed ? g->m : g->m / 2);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    opts.directed = g->directed;
    REL_TRY(rel_scratch_unset(ctx, &source, most, sizeof *source, "persona edges"));
    REL_TRY(rel_scratch_unset(ctx, &target, most, sizeof *target, "persona edges"));
    if (g->out.weight) REL_TRY(rel_scratch_unset(ctx, &weight, most, sizeof *weight, "persona edges"));
    const rel_eid count = list_edges(g, j, p->first, source, target, weight);
    const rel_edges edges = {.count = count, .source = source, .target = target, .weight = weight};
    st = rel_graph_build(ctx, p->first[g->n], &edges, opts, &p->graph);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_personas_make(rel_ctx *ctx, const rel_graph *g, rel_personas *p)
{
    rel_status st;
    uint64_t count = 0;
    job j = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *p = (rel_personas){.n = g->n};
    REL_TRY(rel_neighbours(ctx, g, false, "personas", &j.c));
    REL_TRY(rel_scratch_unset(ctx, &j.part, (size_t)j.c.off[g->n], sizeof *j.part, "personas"));
    REL_TRY(rel_scratch_unset(ctx, &j.parts, g->n, sizeof *j.parts, "personas"));
    REL_TRY(make_hands(ctx, g->n, &j));
    REL_TRY(split_all(ctx, g->n, &j));
    REL_TRY(rel_alloc(ctx, &p->first, (size_t)g->n + 1, sizeof *p->first, "personas"));
    for (rel_vid v = 0; v < g->n; v++) {
        p->first[v] = (rel_vid)count;
        count += j.parts[v];
        if (count >= REL_VID_NONE)
            REL_TRY(rel_fail(ctx, REL_E_LIMIT, "personas: more than a graph has room for"));
    }
    p->first[g->n] = (rel_vid)count;
    st = build(ctx, g, &j, p);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_personas_free(p);
    return st;
}

void rel_personas_free(rel_personas *p)
{
    free(p->first);
    rel_graph_free(&p->graph);
    *p = (rel_personas){0};
}
