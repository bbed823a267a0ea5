#include "algorithms/community/community_flows.h"

#include <inttypes.h>
#include <math.h>

#include "src/base/par.h"

rel_status rel_community_rows_of(rel_ctx *ctx, rel_vid n, const rel_vid *community, rel_vid count,
                                 rel_community_rows *rows)
{
    rel_status st;
    rows->count = count;
    for (rel_vid v = 0; v < n; v++)
        if (community[v] >= count)
            return rel_fail(ctx, REL_E_USAGE,
                            "members: vertex %" PRIu32 " is in community %" PRIu32
                            ", expected one below %" PRIu32,
                            v, community[v], count);
    REL_TRY(rel_scratch(ctx, &rows->off, (size_t)count + 2, sizeof *rows->off, "members of communities"));
    REL_TRY(rel_scratch_unset(ctx, &rows->member, n, sizeof *rows->member, "members of communities"));
    /* off[c + 1] runs through the part of c, and ends where that of c + 1 starts. */
    for (rel_vid v = 0; v < n; v++) rows->off[community[v] + 2]++;
    for (rel_vid c = 0; c < count; c++) rows->off[c + 2] += rows->off[c + 1];
    for (rel_vid v = 0; v < n; v++) rows->member[rows->off[community[v] + 1]++] = v;
out:
    return st;
}

/* -------- which communities a row reaches -------- */

/* Heap sort: in place, for rows of any length. */
static void sift(rel_vid *a, int64_t at, int64_t n)
{
    const rel_vid x = a[at];
    for (int64_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && a[child + 1] > a[child]) child++;
        if (a[child] <= x) break;
        a[at] = a[child];
    }
    a[at] = x;
}

static void sort_row(rel_vid *a, int64_t n)
{
    for (int64_t i = n / 2; i-- > 0;) sift(a, i, n);
    for (int64_t i = n - 1; i > 0; i--) {
        const rel_vid x = a[i];
        a[i] = a[0];
        a[0] = x;
        sift(a, 0, i);
    }
}

typedef struct work {
    const rel_graph *g;
    const rel_vid *community;
    const rel_community_rows *rows;
    const float *const *layer;
    rel_community_flows *f;
} work;

/* The communities that members of c point at, each once, in the order of their first edge; seen[d] == c + 1
 * for them. to NULL: counted only. */
static int64_t reach(const work *w, rel_vid c, rel_vid *seen, rel_vid *to)
{
    const rel_csr *out = &w->g->out;
    int64_t found = 0;
    for (int64_t i = w->rows->off[c]; i < w->rows->off[c + 1]; i++) {
        const rel_vid v = w->rows->member[i];
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
            const rel_vid d = w->community[out->adj[e]];
            if (seen[d] == c + 1) continue;
            seen[d] = c + 1;
            if (to) to[found] = d;
            found++;
        }
    }
    return found;
}

/* at[d]: position of d in the row, for the communities in it. */
static void add_row(const work *w, rel_vid c, rel_vid *at)
{
    const rel_csr *out = &w->g->out;
    rel_community_flows *f = w->f;
    const rel_eid first = f->off[c], pairs = f->off[f->count];
    for (rel_eid i = first; i < f->off[c + 1]; i++) at[f->to[i]] = (rel_vid)(i - first);
    for (int64_t i = w->rows->off[c]; i < w->rows->off[c + 1]; i++) {
        const rel_vid v = w->rows->member[i];
        for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
            const rel_eid p = first + at[w->community[out->adj[e]]];
            f->arcs[p]++;
            f->weight[p] += out->weight ? (double)out->weight[e] : 1;
            for (int k = 0; k < f->layers; k++) {
                const double x = (double)w->layer[k][e];
                if (!isnan(x)) f->layer[k * pairs + p] += x;
            }
        }
    }
}

typedef enum step { COUNT, LIST, ADD } step;

/* Every community once; table has `count` entries a thread. dynamic: communities differ in size. */
static void each_row(const work *w, int threads, rel_vid *table, step what)
{
    const rel_vid count = w->f->count;
    rel_vid next = 0;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        rel_vid *mine = table + (size_t)t * count;
        rel_vid c;
        for (rel_vid d = 0; d < count; d++) mine[d] = 0;
        while ((c = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)) < count) {
            rel_vid *to = what == COUNT ? NULL : w->f->to + w->f->off[c];
            if (what == COUNT) w->f->off[c] = reach(w, c, mine, NULL);
            if (what == LIST) sort_row(to, reach(w, c, mine, to));
            if (what == ADD) add_row(w, c, mine);
        }
    }
}

rel_status rel_community_flows_of(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                  const rel_community_rows *rows, const float *const *layer, int layers,
                                  rel_community_flows *flows)
{
    rel_status st;
    rel_vid *table = NULL;
    rel_community_flows *f = flows;
    const work w = {g, community, rows, layer, f};
    *f = (rel_community_flows){.count = rows->count, .layers = layers};
    if (g->n && !g->out.off)
        return rel_fail(ctx, REL_E_USAGE, "flows between communities: the graph was built without out");
    const size_t tables = (size_t)ctx->threads;
    REL_TRY(rel_scratch(ctx, &f->off, (size_t)f->count + 1, sizeof *f->off, "flows between communities"));
    REL_TRY(rel_scratch_unset(ctx, &table, f->count * tables, sizeof *table, "flows between communities"));
    REL_TRY(rel_poll(ctx));
    each_row(&w, ctx->threads, table, COUNT);
    const size_t pairs = (size_t)rel_par_prefix(ctx->threads, f->off, f->count);
    REL_TRY(rel_scratch_unset(ctx, &f->to, pairs, sizeof *f->to, "flows between communities"));
    REL_TRY(rel_scratch(ctx, &f->arcs, pairs, sizeof *f->arcs, "flows between communities"));
    REL_TRY(rel_scratch(ctx, &f->weight, pairs, sizeof *f->weight, "flows between communities"));
    REL_TRY(rel_scratch(ctx, &f->layer, pairs * (size_t)layers, sizeof *f->layer, "flows by layer"));
    each_row(&w, ctx->threads, table, LIST);
    REL_TRY(rel_poll(ctx));
    each_row(&w, ctx->threads, table, ADD);
out:
    return st;
}

rel_eid rel_community_flow_find(const rel_community_flows *f, rel_vid c, rel_vid d)
{
    rel_eid low = f->off[c], high = f->off[c + 1];
    while (low < high) {
        const rel_eid middle = low + (high - low) / 2;
        if (f->to[middle] < d)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->off[c + 1] && f->to[low] == d ? low : -1;
}
