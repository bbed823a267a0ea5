#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/spread_parts.h"
#include "src/base/par.h"

static rel_spread_link link_of(float p, rel_vid to)
{
    uint32_t bits;
    memcpy(&bits, &p, sizeof bits);
    return (uint64_t)~bits << 32 | to;
}

/* Receivers come in this order into each row; order NULL: ascending, as in g.in. */
static void fill(const rel_influence *f, const rel_vid *order, rel_eid *next, rel_spread_links *l)
{
    for (rel_vid i = 0; i < f->n; i++) {
        const rel_vid v = order ? order[i] : i;
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

/* Weighted cascade: p falls with the number of senders, so receivers that come in the order of that number
 * leave the rows sorted. */
static rel_status fill_by_degree(rel_ctx *ctx, const rel_influence *f, rel_eid *next, rel_spread_links *l)
{
    rel_status st;
    rel_vid *order;
    int64_t *place;
    rel_eid most = 0;
    for (rel_vid v = 0; v < f->n; v++)
        if (f->off[v + 1] - f->off[v] > most) most = f->off[v + 1] - f->off[v];
    REL_TRY(rel_scratch_unset(ctx, &order, f->n, sizeof *order, "receivers"));
    REL_TRY(rel_scratch(ctx, &place, (size_t)most + 2, sizeof *place, "receivers"));
    for (rel_vid v = 0; v < f->n; v++) place[f->off[v + 1] - f->off[v]]++;
    rel_par_prefix(1, place, most + 1);
    for (rel_vid v = 0; v < f->n; v++) order[place[f->off[v + 1] - f->off[v]]++] = v;
    fill(f, order, next, l);
out:
    return st;
}

static rel_status fill_and_sort(rel_ctx *ctx, const rel_graph *g, const rel_influence *f, rel_spread_links *l)
{
    rel_status st;
    rel_eid *next;
    REL_TRY(rel_scratch_unset(ctx, &next, g->n, sizeof *next, "receivers"));
    if (!g->n) return REL_OK;
    memcpy(next, g->in.off, g->n * sizeof *next);
    if (f->opts.rule == REL_INFLUENCE_CASCADE && !l->delay) return fill_by_degree(ctx, f, next, l);
    fill(f, NULL, next, l);
    if (!l->delay) sort_rows(ctx->threads, g, l->link);
out:
    return st;
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
    st = fill_and_sort(ctx, g, f, l);
    rel_scratch_release(ctx, mark);
out:
    return st;
}
