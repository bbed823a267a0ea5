#include "algorithms/community/label_propagation.h"

#include <omp.h>
#include <string.h>

#include "algorithms/community/communities.h"
#include "algorithms/community/community_moves.h"
#include "graph/builder.h"
#include "graph/weights.h"
#include "src/base/rng.h"

enum { STREAM_ORDER = 0, STREAM_TIES = 1 << 20 };

/* Weight of the ties of one vertex to each label. One per thread. */
typedef struct tally {
    double *sum;  /* by label, all 0 between uses */
    rel_vid *met; /* labels met */
} tally;

typedef struct propagation {
    const rel_graph *g;
    bool weighted;
    uint64_t seed;
    rel_vid *label;     /* by vertex */
    rel_vid *next;      /* by place in the order of a round: its choice */
    rel_vid *list;      /* vertices to look at */
    uint8_t *unsettled; /* by vertex: something around it changed */
    tally *tallies;
} propagation;

static rel_vid count_ties(const propagation *p, const rel_csr *c, rel_vid v, const tally *t, rel_vid met)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid label = p->label[c->adj[e]];
        t->met[met] = label;
        met += t->sum[label] == 0;
        t->sum[label] += p->weighted ? (double)c->weight[e] : 1;
    }
    return met;
}

/* The label with the strongest ties: the vertex's own if it is one of them, else drawn. */
static rel_vid choose(const propagation *p, rel_vid v, uint64_t round, const tally *t)
{
    const rel_vid own = p->label[v];
    rel_vid best = own, met = count_ties(p, &p->g->out, v, t, 0);
    if (p->g->directed) met = count_ties(p, &p->g->in, v, t, met);
    double most = t->sum[own];
    uint64_t drawn = UINT64_MAX; /* nobody is drawn before the own label */
    for (rel_vid i = 0; i < met; i++) {
        const rel_vid label = t->met[i];
        const double ties = t->sum[label];
        if (ties < most || label == own) continue;
        const uint64_t lot = rel_rand(p->seed, STREAM_TIES + round, (uint64_t)v << 32 | label);
        if (ties > most || (best != own && (lot > drawn || (lot == drawn && label < best)))) {
            best = label;
            drawn = lot;
        }
        most = ties;
    }
    for (rel_vid i = 0; i < met; i++) t->sum[t->met[i]] = 0;
    return best;
}

static void unsettle(const propagation *p, const rel_csr *c, rel_vid v)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (p->label[c->adj[e]] != p->label[v])
            __atomic_store_n(&p->unsettled[c->adj[e]], 1, __ATOMIC_RELAXED);
}

/* One round over list[0..count); returns how many changed. */
static int64_t sweep(int threads, const propagation *p, int64_t count, uint64_t round)
{
    const int64_t size = rel_search_batch(p->g->n);
    int64_t changed = 0;
    (void)threads;
#pragma omp parallel num_threads(size > 1 ? threads : 1) reduction(+ : changed)
    for (int64_t first = 0; first < count; first += size) {
        const int64_t last = count - first < size ? count : first + size;
        const tally *t = &p->tallies[omp_get_thread_num()];
/* dynamic: hubs have long rows */
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = first; i < last; i++) {
            p->unsettled[p->list[i]] = 0;
            p->next[i] = choose(p, p->list[i], round, t);
        }
#pragma omp for schedule(static)
        for (int64_t i = first; i < last; i++) {
            const rel_vid v = p->list[i];
            const bool moves = p->next[i] != p->label[v];
            changed += moves;
            p->label[v] = p->next[i];
            p->next[i] = moves;
        }
#pragma omp for schedule(dynamic, 32)
        for (int64_t i = first; i < last; i++) {
            if (!p->next[i]) continue;
            unsettle(p, &p->g->out, p->list[i]);
            if (p->g->directed) unsettle(p, &p->g->in, p->list[i]);
        }
    }
    return changed;
}

static rel_vid root_of(rel_vid *parent, rel_vid v)
{
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
}

/* label[v] becomes a member of the connected part that v is in. */
static void split(const propagation *p, rel_vid *parent)
{
    const rel_csr *c = &p->g->out;
    for (rel_vid v = 0; v < p->g->n; v++) parent[v] = v;
    for (rel_vid v = 0; v < p->g->n; v++)
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
            if (p->label[c->adj[e]] == p->label[v]) parent[root_of(parent, c->adj[e])] = root_of(parent, v);
    for (rel_vid v = 0; v < p->g->n; v++) p->label[v] = root_of(parent, v);
}

static rel_status take_room(rel_ctx *ctx, propagation *p)
{
    rel_status st;
    const size_t n = p->g->n, threads = (size_t)ctx->threads;
    REL_TRY(rel_scratch_unset(ctx, &p->label, n, sizeof *p->label, "labels"));
    REL_TRY(rel_scratch_unset(ctx, &p->next, n, sizeof *p->next, "labels"));
    REL_TRY(rel_scratch_unset(ctx, &p->list, n + 1, sizeof *p->list, "labels"));
    REL_TRY(rel_scratch_unset(ctx, &p->unsettled, n, 1, "labels"));
    REL_TRY(rel_scratch_unset(ctx, &p->tallies, threads, sizeof *p->tallies, "label ties"));
    for (size_t t = 0; t < threads; t++) {
        REL_TRY(rel_scratch(ctx, &p->tallies[t].sum, n, sizeof *p->tallies->sum, "label ties"));
        REL_TRY(rel_scratch_unset(ctx, &p->tallies[t].met, n + 1, sizeof *p->tallies->met, "label ties"));
    }
    for (rel_vid v = 0; v < p->g->n; v++) {
        p->label[v] = v;
        p->unsettled[v] = 1;
    }
out:
    return st;
}

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_propagation_opts *o)
{
    if (o->max_rounds < 1)
        return rel_fail(ctx, REL_E_USAGE, "label propagation: %d rounds are too few", o->max_rounds);
    if (g->n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "label propagation: the graph was built without both directions");
    return o->weighted ? rel_graph_check_weights(ctx, g, REL_BUILD_BOTH, "label propagation") : REL_OK;
}

rel_status rel_label_propagation(rel_ctx *ctx, const rel_graph *g, rel_propagation_opts o, rel_vid *community,
                                 rel_vid *count, int *rounds)
{
    rel_status st;
    propagation p = {.g = g, .weighted = o.weighted && g->out.weight, .seed = ctx->seed};
    int64_t changed = 0;
    int round = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check(ctx, g, &o));
    REL_TRY(take_room(ctx, &p));
    for (; round < o.max_rounds; round++) {
        REL_TRY(rel_poll(ctx));
        const int64_t to_do =
            rel_search_order(ctx, g->n, STREAM_ORDER + (uint64_t)round, p.unsettled, p.list);
        rel_progress(ctx, "communities", "accounts", g->n - to_do, g->n);
        changed = to_do ? sweep(ctx->threads, &p, to_do, (uint64_t)round) : 0;
        if (!changed) break;
    }
    split(&p, p.list);
    REL_TRY(rel_communities_number(ctx, g->n, p.label, count));
    if (g->n) memcpy(community, p.label, g->n * sizeof *community);
    if (rounds) *rounds = round;
    if (changed) st = rel_fail(ctx, REL_E_NOCONV, "label propagation: still changing after %d rounds", round);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
