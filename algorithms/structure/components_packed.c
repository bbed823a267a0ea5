#include "algorithms/structure/components_parts.h"

/* Links v with its neighbours, or with the first ones only: hubs, as the rows are ordered by degree. */
static void link_row(const rel_packed *p, const rel_packed_rows *r, rel_vid v, bool few, rel_vid *parent)
{
    rel_packed_cursor c = rel_packed_begin(p, r, v);
    rel_vid to[REL_PACKED_PIECE];
    if (few && c.left > REL_LINK_ROUNDS) c.left = REL_LINK_ROUNDS;
    for (int count; (count = rel_packed_next(&c, to, NULL)) > 0;)
        for (int i = 0; i < count; i++) rel_parent_link(v, to[i], parent);
}

/* As for plain rows, in new numbers. */
static rel_status find_roots(rel_ctx *ctx, const rel_graph *g, rel_vid *parent)
{
    rel_status st;
    const rel_packed *p = &g->packed;
    const rel_packed_rows *one = p->out.block ? &p->out : &p->in;
    const rel_packed_rows *other = g->directed && p->out.block && p->in.block ? &p->in : NULL;
    const bool may_skip = other || !g->directed;
    rel_vid giant = REL_VID_NONE;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) parent[v] = v;
/* dynamic: vertices without edges come last */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) link_row(p, one, v, true, parent);
    rel_parent_compress(ctx->threads, g->n, parent);
    if (may_skip) giant = rel_parent_frequent(parent, g->n, ctx->seed);
    REL_TRY(rel_poll(ctx));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        if (rel_parent_load(&parent[v]) == giant) continue;
        link_row(p, one, v, false, parent);
        if (other) link_row(p, other, v, false, parent);
    }
    rel_parent_compress(ctx->threads, g->n, parent);
    st = rel_poll(ctx);
out:
    return st;
}

rel_status rel_components_roots_packed(rel_ctx *ctx, const rel_graph *g, rel_vid *component)
{
    rel_status st;
    rel_vid *parent = NULL, *least = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &parent, g->n, sizeof *parent, "components"));
    REL_TRY(rel_scratch_unset(ctx, &least, g->n, sizeof *least, "components"));
    REL_TRY(find_roots(ctx, g, parent));
    for (rel_vid v = 0; v < g->n; v++) least[v] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid old = rel_packed_old(&g->packed, v), root = parent[v];
        if (old < least[root]) least[root] = old;
    }
    for (rel_vid v = 0; v < g->n; v++) component[rel_packed_old(&g->packed, v)] = least[parent[v]];
out:
    rel_scratch_release(ctx, mark);
    return st;
}
