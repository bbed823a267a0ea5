/* Spread in small graphs, exactly: every world of live edges, with its probability. Written from the
 * definition of the models, for comparison; knows nothing of the code it judges. */
#ifndef REL_TESTS_LIVE_WORLDS_H
#define REL_TESTS_LIVE_WORLDS_H

#include <stdlib.h>

#include "algorithms/diffusion/influence.h"
#include "graph/builder.h"
#include "src/base/rng.h"

enum { WORLD_VERTICES = 12, WORLD_EDGES = 20 };

typedef struct live_world_edge {
    rel_vid sender, receiver;
    double p;
} live_world_edge;

typedef struct live_worlds {
    rel_vid n;
    int edges;
    live_world_edge edge[WORLD_EDGES];
    /* What is asked. */
    rel_spread_model model;
    int64_t max_hops;
    uint32_t seeds, rivals; /* bits */
    /* What comes out. */
    double reached[WORLD_VERTICES];    /* probability of each */
    double by_hop[WORLD_VERTICES + 1]; /* expected number reached after so many hops */
} live_worlds;

/* A graph with m distinct edges, or fewer, and probabilities; p: m, in the order of g->out.adj. */
static inline rel_status live_worlds_graph(rel_ctx *ctx, uint64_t seed, rel_vid n, int m, rel_graph *g,
                                           float *p)
{
    rel_vid source[WORLD_EDGES], target[WORLD_EDGES];
    for (int e = 0; e < m; e++) {
        source[e] = (rel_vid)rel_rand_below(seed, 1, (uint64_t)e, n);
        target[e] = (rel_vid)rel_rand_below(seed, 2, (uint64_t)e, n);
    }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    const rel_status st = rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, g);
    for (rel_eid e = 0; e < g->m; e++) {
        p[e] = (float)rel_rand_unit(seed, 3, (uint64_t)e);
        if (e % 5 == 4) p[e] = (float)(e % 2);
    }
    return st;
}

/* p NULL: one over the number of senders. */
static inline void live_worlds_edges(const rel_graph *g, const float *p, live_worlds *w)
{
    w->n = g->n;
    w->edges = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) sum += p ? (double)p[e] : 0;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            double chance = p ? (double)p[e] : 1 / (double)(g->out.off[v + 1] - g->out.off[v]);
            if (w->model == REL_SPREAD_LT && sum > 1) chance /= sum;
            w->edge[w->edges++] = (live_world_edge){g->out.adj[e], v, chance};
        }
    }
}

/* One world: hops from `from` along live edges, -1 for those never reached. */
static inline void live_world_hops(const live_worlds *w, uint32_t live, uint32_t from, int *hop)
{
    for (rel_vid v = 0; v < w->n; v++) hop[v] = from >> v & 1 ? 0 : -1;
    for (int h = 0; h < (int)w->n; h++)
        for (int e = 0; e < w->edges; e++)
            if (live >> e & 1 && hop[w->edge[e].sender] == h && hop[w->edge[e].receiver] < 0)
                hop[w->edge[e].receiver] = h + 1;
}

static inline void live_world_add(live_worlds *w, uint32_t live, double chance)
{
    int ours[WORLD_VERTICES], theirs[WORLD_VERTICES];
    live_world_hops(w, live, w->seeds, ours);
    live_world_hops(w, live, w->rivals, theirs);
    for (rel_vid v = 0; v < w->n; v++) {
        if (ours[v] < 0 || (w->max_hops && ours[v] > w->max_hops)) continue;
        if (theirs[v] >= 0 && theirs[v] <= ours[v]) continue;
        w->reached[v] += chance;
        w->by_hop[ours[v]] += chance;
    }
}

/* IC: edge e is live or not. LT: of the edges of a receiver, one or none is live: `taken` are those whose
 * edge has been chosen. Edges of a receiver stand together. */
static inline void live_worlds_from(live_worlds *w, int e, uint32_t live, double chance, double left)
{
    if (chance <= 0) return;
    if (e == w->edges) {
        live_world_add(w, live, w->model == REL_SPREAD_LT ? chance * left : chance);
        return;
    }
    const live_world_edge *x = &w->edge[e];
    if (w->model == REL_SPREAD_IC) {
        live_worlds_from(w, e + 1, live | UINT32_C(1) << e, chance * x->p, 1);
        live_worlds_from(w, e + 1, live, chance * (1 - x->p), 1);
        return;
    }
    const bool first = e == 0 || w->edge[e - 1].receiver != x->receiver;
    if (first) { /* the receiver before this one is done: it may have listened to nobody */
        chance *= left;
        left = 1;
    }
    int next = e;
    while (next < w->edges && w->edge[next].receiver == x->receiver) next++;
    live_worlds_from(w, next, live | UINT32_C(1) << e, chance * x->p, 1);
    live_worlds_from(w, e + 1, live, chance, left - x->p < 1e-12 ? 0 : left - x->p);
}

static inline double live_worlds_count(live_worlds *w)
{
    double sum = 0;
    for (int v = 0; v < WORLD_VERTICES; v++) w->reached[v] = 0;
    for (int h = 0; h <= WORLD_VERTICES; h++) w->by_hop[h] = 0;
    live_worlds_from(w, 0, 0, 1, 1);
    for (rel_vid v = 0; v < w->n; v++) sum += w->reached[v];
    return sum;
}

#endif
