#include "algorithms/structure/components.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/rng.h"
#include "src/base/sort.h"

enum { LINK_ROUNDS = 2, SAMPLES = 1024, STREAM_SAMPLE = 0x434f4d50 };

static rel_vid load(const rel_vid *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

/* Joins the trees of u and v: the larger root is hooked under the smaller, so that in the end every root is
 * the smallest vertex of its component, whatever the order of the threads. */
static void link_trees(rel_vid u, rel_vid v, rel_vid *parent)
{
    rel_vid a = load(&parent[u]), b = load(&parent[v]);
    while (a != b) {
        const rel_vid high = a > b ? a : b, low = a > b ? b : a;
        rel_vid root = high;
        const rel_vid above = load(&parent[high]);
        if (above == low) return;
        if (above == high &&
            __atomic_compare_exchange_n(&parent[high], &root, low, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return;
        a = load(&parent[load(&parent[high])]);
        b = load(&parent[low]);
    }
}

static void compress(int threads, rel_vid n, rel_vid *parent)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) {
        rel_vid p = load(&parent[v]);
        while (p != load(&parent[p])) p = load(&parent[p]);
        __atomic_store_n(&parent[v], p, __ATOMIC_RELAXED);
    }
}

/* The commonest root among some vertices: very probably that of the giant component. */
static rel_vid frequent_root(const rel_vid *parent, rel_vid n, uint64_t seed)
{
    rel_vid root[SAMPLES], best = 0;
    int most = 0;
    for (int i = 0; i < SAMPLES; i++) {
        root[i] = parent[rel_rand_below(seed, STREAM_SAMPLE, (uint64_t)i, n)];
        int same = 0;
        for (int k = 0; k <= i; k++) same += root[k] == root[i];
        if (same > most) {
            most = same;
            best = root[i];
        }
    }
    return best;
}

static void link_row(const rel_csr *c, rel_vid v, rel_eid from, rel_vid *parent)
{
    for (rel_eid e = c->off[v] + from; e < c->off[v + 1]; e++) link_trees(v, c->adj[e], parent);
}

/* Afforest: link a few neighbours of everybody, guess the giant component, and look at the other edges only
 * from the vertices outside it. With one direction only, an edge into such a vertex could hide in the row of
 * a vertex of the giant component, so nothing is skipped then. */
static rel_status find_roots(rel_ctx *ctx, const rel_graph *g, rel_vid *parent)
{
    rel_status st;
    const rel_csr *one = g->out.off ? &g->out : &g->in;
    const rel_csr *other = g->directed && g->out.off && g->in.off ? &g->in : NULL;
    const bool may_skip = other || !g->directed;
    rel_vid giant = REL_VID_NONE;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) parent[v] = v;
    for (int round = 0; round < LINK_ROUNDS; round++) {
        REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (rel_vid v = 0; v < g->n; v++)
            if (one->off[v] + round < one->off[v + 1]) link_trees(v, one->adj[one->off[v] + round], parent);
        compress(ctx->threads, g->n, parent);
    }
    if (may_skip) giant = frequent_root(parent, g->n, ctx->seed);
    REL_TRY(rel_poll(ctx));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) {
        if (load(&parent[v]) == giant) continue;
        link_row(one, v, LINK_ROUNDS, parent);
        if (other) link_row(other, v, 0, parent);
    }
    compress(ctx->threads, g->n, parent);
out:
    return st;
}

rel_status rel_components_number(rel_ctx *ctx, rel_vid n, rel_vid *component, rel_vid *count, rel_vid **size)
{
    rel_status st;
    rel_vid *members = NULL, roots = 0;
    rel_sort_item *item = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &members, n, sizeof *members, "component sizes"));
    for (rel_vid v = 0; v < n; v++) roots += members[component[v]]++ == 0;
    REL_TRY(rel_scratch(ctx, &item, roots, sizeof *item, "component sizes"));
    rel_vid k = 0;
    for (rel_vid v = 0; v < n; v++)
        if (members[v]) item[k++] = (rel_sort_item){UINT32_MAX - members[v], v};
    REL_TRY(rel_sort_radix(ctx, item, roots));
    if (size) REL_TRY(rel_alloc(ctx, size, roots, sizeof **size, "component sizes"));
    for (k = 0; k < roots; k++) {
        if (size) (*size)[k] = members[item[k].value];
        members[item[k].value] = k;
    }
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) component[v] = members[component[v]];
    if (count) *count = roots;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_components_weak(rel_ctx *ctx, const rel_graph *g, rel_vid *component, rel_vid *count,
                               rel_vid **size)
{
    rel_status st;
    if (size) *size = NULL;
    if (count) *count = 0;
    if (!g->out.off && !g->in.off && g->n)
        return rel_fail(ctx, REL_E_USAGE, "components: the graph was built without a direction");
    if (g->n) REL_TRY(find_roots(ctx, g, component));
    REL_TRY(rel_components_number(ctx, g->n, component, count, size));
out:
    return st;
}
