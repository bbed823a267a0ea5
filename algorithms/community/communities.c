#include "algorithms/community/communities.h"

#include <inttypes.h>
#include <string.h>

#include "algorithms/structure/components.h"

static rel_status check_numbers(rel_ctx *ctx, rel_vid n, const rel_vid *community)
{
    for (rel_vid v = 0; v < n; v++)
        if (community[v] >= n)
            return rel_fail(ctx, REL_E_USAGE,
                            "communities: vertex %" PRIu32 " is in community %" PRIu32
                            ", expected one below %" PRIu32,
                            v, community[v], n);
    return REL_OK;
}

rel_status rel_communities_number(rel_ctx *ctx, rel_vid n, rel_vid *community, rel_vid *count)
{
    rel_status st;
    rel_vid *smallest = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_numbers(ctx, n, community));
    REL_TRY(rel_scratch_unset(ctx, &smallest, n, sizeof *smallest, "community numbers"));
    memset(smallest, 0xff, n * sizeof *smallest);
    for (rel_vid v = 0; v < n; v++)
        if (smallest[community[v]] == REL_VID_NONE) smallest[community[v]] = v;
    for (rel_vid v = 0; v < n; v++) community[v] = smallest[community[v]];
    REL_TRY(rel_components_number(ctx, n, community, count, NULL));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Root of v in a forest, with halving of the path. */
static rel_vid root_of(rel_vid *parent, rel_vid v)
{
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
}

rel_status rel_communities_disconnected(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                        rel_vid *disconnected)
{
    rel_status st;
    rel_vid *parent = NULL, *parts = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_csr *c = g->out.off ? &g->out : &g->in;
    *disconnected = 0;
    if (!c->off && g->n) {
        st = rel_fail(ctx, REL_E_USAGE, "communities: the graph was built without a direction");
        goto out;
    }
    REL_TRY(check_numbers(ctx, g->n, community));
    REL_TRY(rel_scratch_unset(ctx, &parent, g->n, sizeof *parent, "connected parts"));
    REL_TRY(rel_scratch(ctx, &parts, g->n, sizeof *parts, "connected parts"));
    for (rel_vid v = 0; v < g->n; v++) parent[v] = v;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            const rel_vid u = c->adj[e];
            if (community[u] == community[v]) parent[root_of(parent, u)] = root_of(parent, v);
        }
    for (rel_vid v = 0; v < g->n; v++) parts[community[v]] += parent[v] == v;
    for (rel_vid k = 0; k < g->n; k++) *disconnected += parts[k] > 1;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
