#include "algorithms/structure/components.h"

#include <stdlib.h>
#include <string.h>

#include "algorithms/structure/components_parts.h"
#include "src/base/sort.h"

static void link_row(const rel_csr *c, rel_vid v, rel_eid from, rel_vid *parent)
{
    for (rel_eid e = c->off[v] + from; e < c->off[v + 1]; e++) rel_parent_link(v, c->adj[e], parent);
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
    for (int round = 0; round < REL_LINK_ROUNDS; round++) {
        REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (rel_vid v = 0; v < g->n; v++)
            if (one->off[v] + round < one->off[v + 1])
                rel_parent_link(v, one->adj[one->off[v] + round], parent);
        rel_parent_compress(ctx->threads, g->n, parent);
    }
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
    const bool packed = rel_is_packed(&g->packed);
    if (!g->out.off && !g->in.off && !packed && g->n)
        return rel_fail(ctx, REL_E_USAGE, "components: the graph was built without a direction");
    if (g->n)
        REL_TRY(packed ? rel_components_roots_packed(ctx, g, component) : find_roots(ctx, g, component));
    REL_TRY(rel_components_number(ctx, g->n, component, count, size));
out:
    return st;
}
