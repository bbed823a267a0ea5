#include "algorithms/structure/components.h"

#include <stdlib.h>
#include <string.h>

#include "algorithms/structure/components_parts.h"
#include "src/base/par.h"
#include "src/base/sort.h"

/* AHEAD: how many vertices before its turn the begin of a row is fetched into the cache. */
enum { AHEAD = 16, PARTS = 256 };

static void link_row(const rel_csr *c, rel_vid v, rel_eid from, rel_vid *parent)
{
    for (rel_eid e = c->off[v] + from; e < c->off[v + 1]; e++) rel_parent_link(v, c->adj[e], parent);
}

/* Links everybody with the first REL_LINK_ROUNDS neighbours. All in one sweep: the begin of a row is read but
 * once. */
static void link_first(int threads, const rel_csr *c, rel_vid n, rel_vid *parent)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) {
        const rel_eid first = c->off[v], last = c->off[v + 1];
        if (n - v > AHEAD) __builtin_prefetch(&c->adj[c->off[v + AHEAD]]);
        for (rel_eid e = first; e < last && e < first + REL_LINK_ROUNDS; e++)
            rel_parent_link(v, c->adj[e], parent);
    }
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
    REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) parent[v] = v;
    link_first(ctx->threads, one, g->n, parent);
    rel_parent_compress(ctx->threads, g->n, parent);
    if (may_skip) giant = rel_parent_frequent(parent, g->n, ctx->seed);
    REL_TRY(rel_poll(ctx));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) {
        if (rel_parent_load(&parent[v]) == giant) continue;
        link_row(one, v, REL_LINK_ROUNDS, parent);
        if (other) link_row(other, v, 0, parent);
    }
    rel_parent_compress(ctx->threads, g->n, parent);
out:
    return st;
}

static rel_vid part_start(rel_vid n, int part)
{
    return (rel_vid)((uint64_t)n * (uint64_t)part / PARTS);
}

/* others[r] becomes the number of vertices that r stands for besides itself. A run of one group is added at
 * once, or all threads would meet at the counter of the giant one. */
static void count_others(int threads, rel_vid n, const rel_vid *component, rel_vid *others)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int part = 0; part < PARTS; part++) {
        rel_vid root = 0, run = 0;
        for (rel_vid v = part_start(n, part); v < part_start(n, part + 1); v++) {
            if (component[v] == v) continue;
            if (component[v] != root && run) __atomic_fetch_add(&others[root], run, __ATOMIC_RELAXED);
            run = component[v] == root ? run + 1 : 1;
            root = component[v];
        }
        if (run) __atomic_fetch_add(&others[root], run, __ATOMIC_RELAXED);
    }
}

/* Groups of two and more, and vertices alone, before each part. */
typedef struct tally {
    int64_t large[PARTS + 1], single[PARTS + 1];
} tally;

static void count_groups(int threads, rel_vid n, const rel_vid *component, const rel_vid *others, tally *t)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int part = 0; part < PARTS; part++) {
        t->large[part] = t->single[part] = 0;
        for (rel_vid v = part_start(n, part); v < part_start(n, part + 1); v++) {
            t->large[part] += component[v] == v && others[v];
            t->single[part] += component[v] == v && !others[v];
        }
    }
    rel_par_prefix(threads, t->large, PARTS);
    rel_par_prefix(threads, t->single, PARTS);
}

/* others[r] becomes the number of r's group plus 1, of the groups of two and more. */
static rel_status number_large(rel_ctx *ctx, rel_vid n, const rel_vid *component, const tally *t,
                               rel_vid *others, rel_vid *size)
{
    rel_status st;
    rel_sort_item *item = NULL;
    const int64_t large = t->large[PARTS];
    REL_TRY(rel_scratch_unset(ctx, &item, (size_t)large, sizeof *item, "component sizes"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int part = 0; part < PARTS; part++) {
        int64_t k = t->large[part];
        for (rel_vid v = part_start(n, part); v < part_start(n, part + 1); v++)
            if (component[v] == v && others[v]) item[k++] = (rel_sort_item){UINT32_MAX - others[v], v};
    }
    REL_TRY(rel_sort_radix(ctx, item, large));
    for (int64_t k = 0; k < large; k++) {
        if (size) size[k] = others[item[k].value] + 1;
        others[item[k].value] = (rel_vid)k + 1;
    }
out:
    return st;
}

/* Vertices alone come last, in their order, so that they need no sorting: often they are most groups. */
rel_status rel_components_number(rel_ctx *ctx, rel_vid n, rel_vid *component, rel_vid *count, rel_vid **size)
{
    rel_status st;
    rel_vid *others = NULL;
    tally t;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &others, n, sizeof *others, "component sizes"));
    count_others(ctx->threads, n, component, others);
    count_groups(ctx->threads, n, component, others, &t);
    const rel_vid large = (rel_vid)t.large[PARTS], groups = large + (rel_vid)t.single[PARTS];
    if (size) REL_TRY(rel_alloc(ctx, size, groups, sizeof **size, "component sizes"));
    st = number_large(ctx, n, component, &t, others, size ? *size : NULL);
    if (st != REL_OK) {
        if (size) free(*size);
        if (size) *size = NULL;
        goto out;
    }
    for (rel_vid k = large; size && k < groups; k++) (*size)[k] = 1;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int part = 0; part < PARTS; part++) {
        rel_vid next = large + (rel_vid)t.single[part];
        for (rel_vid v = part_start(n, part); v < part_start(n, part + 1); v++)
            component[v] = others[component[v]] ? others[component[v]] - 1 : next++;
    }
    if (count) *count = groups;
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
    const bool packed = rel_is_packed(&g->packed);
    if (!g->out.off && !g->in.off && !packed && g->n)
        return rel_fail(ctx, REL_E_USAGE, "components: the graph was built without a direction");
    if (g->n)
        REL_TRY(packed ? rel_components_roots_packed(ctx, g, component) : find_roots(ctx, g, component));
    REL_TRY(rel_components_number(ctx, g->n, component, count, size));
out:
    return st;
}
