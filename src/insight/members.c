#include "src/insight/members.h"

#include "src/base/sort.h"

rel_status rel_audience_members(rel_ctx *ctx, const rel_graph *g, const rel_members_opts *o, rel_vid *member,
                                int64_t *count)
{
    rel_status st;
    uint32_t *of = NULL;
    double *heard = NULL;
    int64_t found = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *count = 0;
    if (g->n && !g->in.off) return rel_fail(ctx, REL_E_USAGE, "audience: the graph was built without in");
    REL_TRY(rel_scratch(ctx, &of, g->n, sizeof *of, "audiences"));
    REL_TRY(rel_scratch_unset(ctx, &heard, g->n, sizeof *heard, "audiences"));
    for (int k = 0; k < o->accounts; k++)
        for (rel_eid e = g->in.off[o->account[k]]; e < g->in.off[o->account[k] + 1]; e++)
            of[g->in.adj[e]] |= UINT32_C(1) << k;
    for (rel_vid v = 0; v < g->n; v++) {
        const bool in = o->exactly ? of[v] == o->wanted : (of[v] & o->wanted) == o->wanted;
        heard[v] = in ? (double)(g->in.off[v + 1] - g->in.off[v]) : -1;
        found += in;
    }
    /* Who is not wanted sorts behind everybody else. */
    st = rel_sort_top(ctx, heard, g->n, found, member, count);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
