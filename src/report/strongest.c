#include "src/report/strongest.h"

#include <string.h>

#include "src/base/rng.h"
#include "src/base/sort.h"

enum { STREAM_SAMPLE = 1 };

/* Heavy edges first; of equal ones a sample that does not depend on the numbers of accounts. */
static uint64_t strength_key(const rel_ctx *ctx, const rel_graph *g, rel_eid e)
{
    const float weight = g->out.weight ? g->out.weight[e] : 1;
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits); /* of a number above 0 they grow with it */
    return (uint64_t)~bits << 32 | rel_rand(ctx->seed, STREAM_SAMPLE, (uint64_t)e) >> 32;
}

/* Written to item and found unless NULL. */
static int64_t list_edges(const rel_ctx *ctx, const rel_graph *g, const uint8_t *drawn, rel_sort_item *item,
                          rel_strong_edge *found)
{
    int64_t count = 0;
    for (rel_vid u = 0; u < g->n; u++) {
        if (!drawn[u]) continue;
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            if (!drawn[v] || (!g->directed && v < u)) continue;
            if (item) {
                item[count] = (rel_sort_item){strength_key(ctx, g, e), (uint64_t)count};
                found[count] = (rel_strong_edge){u, e};
            }
            count++;
        }
    }
    return count;
}

rel_status rel_strongest_edges(rel_ctx *ctx, const rel_graph *g, const uint8_t *drawn, int64_t most,
                               rel_strongest *s)
{
    rel_status st;
    rel_sort_item *item = NULL;
    rel_strong_edge *found = NULL;
    s->between = list_edges(ctx, g, drawn, NULL, NULL);
    s->count = s->between < most ? s->between : most;
    REL_TRY(rel_scratch_unset(ctx, &s->edge, (size_t)s->count, sizeof *s->edge, "drawn edges"));
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &item, (size_t)s->between, sizeof *item, "drawn edges"));
    REL_TRY(rel_scratch_unset(ctx, &found, (size_t)s->between, sizeof *found, "drawn edges"));
    list_edges(ctx, g, drawn, item, found);
    REL_TRY(rel_sort_radix(ctx, item, s->between));
    for (int64_t i = 0; i < s->count; i++) s->edge[i] = found[item[i].value];
    rel_scratch_release(ctx, mark);
out:
    return st;
}
