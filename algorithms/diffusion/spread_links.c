#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/spread_parts.h"

static rel_spread_link link_of(float p, rel_vid to)
{
    uint32_t bits;
    memcpy(&bits, &p, sizeof bits);
    return (uint64_t)~bits << 32 | to;
}

/* Receivers come ascending into each row, as in g.in. */
static void fill(const rel_influence *f, rel_eid *next, rel_spread_links *l)
{
    for (rel_vid v = 0; v < f->n; v++) {
        for (rel_eid e = f->off[v]; e < f->off[v + 1]; e++) {
            const rel_eid at = next[f->sender[e]]++;
            l->link[at] = link_of((float)rel_influence_p(f, v, e), v);
            if (l->delay) l->delay[at] = f->delay[e];
        }
    }
}

static int by_value(const void *a, const void *b)
{
    const rel_spread_link x = *(const rel_spread_link *)a, y = *(const rel_spread_link *)b;
    return (x > y) - (x < y);
}

static void sort_rows(int threads, const rel_graph *g, rel_spread_link *link)
{
    const rel_eid *const off = g->in.off;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (rel_vid u = 0; u < g->n; u++)
        qsort(link + off[u], (size_t)(off[u + 1] - off[u]), sizeof *link, by_value);
}

static void make_envelopes(rel_spread_links *l)
{
    for (uint32_t i = 0; i < REL_ENVELOPES; i++) {
        const uint32_t bits = (i + 1) << REL_ENVELOPE_SHIFT;
        float top;
        memcpy(&top, &bits, sizeof top);
        l->top[i] = (double)top;
        l->inverse_log[i] = 1 / log1p(-(double)top);
    }
}

rel_status rel_spread_links_make(rel_ctx *ctx, const rel_graph *g, const rel_influence *f,
                                 rel_spread_links *l)
{
    rel_status st;
    rel_eid *next;
    rel_arena_mark mark;
    *l = (rel_spread_links){.influence = f, .off = g->in.off};
    if (!g->in.off && g->n)
        return rel_fail(ctx, REL_E_USAGE, "spread: the graph was built without its incoming direction");
    make_envelopes(l);
    if (f->opts.rule == REL_INFLUENCE_UNIFORM && !f->rescaled && !f->delay) {
        l->to = g->in.adj;
        l->p = f->opts.p;
        return REL_OK;
    }
    REL_TRY(rel_scratch_unset(ctx, &l->link, (size_t)g->m, sizeof *l->link, "receivers"));
    if (f->delay) REL_TRY(rel_scratch_unset(ctx, &l->delay, (size_t)g->m, sizeof *l->delay, "delays"));
    mark = rel_scratch_mark(ctx);
    st = rel_scratch_unset(ctx, &next, g->n, sizeof *next, "receivers");
    if (st == REL_OK && g->n) {
        memcpy(next, g->in.off, g->n * sizeof *next);
        fill(f, next, l);
        if (!l->delay) sort_rows(ctx->threads, g, l->link);
    }
    rel_scratch_release(ctx, mark);
out:
    return st;
}
