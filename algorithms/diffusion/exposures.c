#include <omp.h>
#include <stdlib.h>

#include "algorithms/diffusion/learning.h"
#include "src/base/par.h"

/* One thread's cascade: where each account stands in it, plus 1; 0: not in it. */
typedef struct marks {
    uint32_t *place;
} marks;

typedef struct walk {
    const rel_graph *g;
    const rel_cascades *c;
    double window;
    rel_exposures *x;
    bool fill;
} walk;

static void mark(const rel_cascades *c, int64_t i, uint32_t *place, bool set)
{
    for (int64_t a = c->off[i]; a < c->off[i + 1]; a++)
        place[c->account[a]] = set ? (uint32_t)(a - c->off[i]) + 1 : 0;
}

/* Counts may be added in any order, they are whole numbers. */
static void count_one(int32_t *count)
{
#pragma omp atomic
    ++*count;
}

/* The row of one act: who of those it gives attention to was there before. */
static void take_act(const walk *k, const uint32_t *place, int64_t first, int64_t act)
{
    const rel_csr *out = &k->g->out;
    const rel_vid v = k->c->account[act];
    int64_t told = k->fill ? k->x->off[act] : 0;
    for (rel_eid e = out->off[v]; e < out->off[v + 1]; e++) {
        const uint32_t at = place[out->adj[e]];
        if (!at) continue;
        const double ago = k->c->time[act] - k->c->time[first + at - 1];
        const bool follows = ago > 0 && (k->window == 0 || ago <= k->window);
        if (k->fill && follows) k->x->edge[told++] = e;
        if (k->fill) continue;
        told += follows;
        count_one(&k->x->together[e]);
        if (!(ago > 0)) count_one(&k->x->trials[e]); /* taken from the acts of the sender later */
    }
    if (!k->fill) k->x->off[act] = told;
}

static void take_all(int threads, const walk *k, marks *of_thread)
{
    (void)threads;
#pragma omp parallel num_threads(threads)
    {
        uint32_t *place = of_thread[omp_get_thread_num()].place;
        /* dynamic: cascades are of very different sizes. */
#pragma omp for schedule(dynamic, 16)
        for (int64_t i = 0; i < k->c->count; i++) {
            mark(k->c, i, place, true);
            for (int64_t a = k->c->off[i]; a < k->c->off[i + 1]; a++) take_act(k, place, k->c->off[i], a);
            mark(k->c, i, place, false);
        }
    }
}

/* Counting sort of the pairs by their edge; of one edge in the order of the acts. */
static rel_status sort_by_edge(rel_ctx *ctx, rel_exposures *x)
{
    rel_status st;
    int64_t *place = NULL;
    const rel_eid m = x->g->m;
    const rel_arena_mark top = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &place, (size_t)m + 1, sizeof *place, "pairs by edge"));
    for (int64_t k = 0; k < x->told; k++) place[x->edge[k]]++;
    for (rel_eid e = 0; e < m; e++) x->edges += place[e] > 0;
    REL_TRY(rel_alloc(ctx, &x->followed, (size_t)x->edges, sizeof *x->followed, "edges followed"));
    REL_TRY(
        rel_alloc(ctx, &x->followed_off, (size_t)x->edges + 1, sizeof *x->followed_off, "edges followed"));
    rel_eid next = 0;
    for (rel_eid e = 0; e < m; e++) {
        if (!place[e]) continue;
        x->followed[next] = e;
        x->followed_off[next++] = place[e];
    }
    rel_par_prefix(ctx->threads, x->followed_off, x->edges);
    rel_par_prefix(ctx->threads, place, m);
    for (int64_t k = 0; k < x->told; k++) x->followed_at[place[x->edge[k]]++] = k;
out:
    rel_scratch_release(ctx, top);
    return st;
}

static void sort_by_sender(rel_ctx *ctx, rel_exposures *x)
{
    const rel_graph *g = x->g;
    for (rel_eid e = 0; e < g->m; e++) x->sender_off[g->out.adj[e]]++;
    rel_par_prefix(ctx->threads, x->sender_off, g->n);
    for (rel_vid v = 0; v < g->n; v++) {
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            x->sender_edge[x->sender_off[g->out.adj[e]]++] = e;
            x->receiver[e] = v;
        }
    }
    /* Each has moved to where the next begins. */
    for (rel_vid v = g->n; v > 0; v--) x->sender_off[v] = x->sender_off[v - 1];
    x->sender_off[0] = 0;
}

static rel_status make_room(rel_ctx *ctx, rel_exposures *x)
{
    rel_status st;
    const size_t n = x->g->n, m = (size_t)x->g->m, acts = (size_t)x->cascades->acts;
    REL_TRY(rel_alloc(ctx, &x->off, acts + 1, sizeof *x->off, "acts"));
    REL_TRY(rel_alloc(ctx, &x->acted, n, sizeof *x->acted, "acts"));
    REL_TRY(rel_alloc(ctx, &x->trials, m, sizeof *x->trials, "trials"));
    REL_TRY(rel_alloc(ctx, &x->together, m, sizeof *x->together, "trials"));
    REL_TRY(rel_alloc(ctx, &x->sender_off, n + 1, sizeof *x->sender_off, "edges by sender"));
    REL_TRY(rel_alloc(ctx, &x->sender_edge, m, sizeof *x->sender_edge, "edges by sender"));
    st = rel_alloc(ctx, &x->receiver, m, sizeof *x->receiver, "edges by sender");
out:
    return st;
}

static rel_status make_marks(rel_ctx *ctx, rel_vid n, marks **of_thread)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, of_thread, (size_t)ctx->threads, sizeof **of_thread, "threads"));
    for (int t = 0; t < ctx->threads; t++)
        REL_TRY(rel_scratch(ctx, &(*of_thread)[t].place, n, sizeof *(*of_thread)[t].place,
                            "places in a cascade"));
out:
    return st;
}

/* What was counted is when the receiver was there first. */
static void count_trials(rel_exposures *x)
{
    const rel_graph *g = x->g;
    for (rel_eid e = 0; e < g->m; e++) x->trials[e] = x->acted[g->out.adj[e]] - x->trials[e];
}

rel_status rel_exposures_make(rel_ctx *ctx, const rel_graph *g, const rel_cascades *cascades, double window,
                              rel_exposures *x)
{
    rel_status st;
    marks *of_thread = NULL;
    const rel_arena_mark top = rel_scratch_mark(ctx);
    const int64_t acts = cascades->acts;
    *x = (rel_exposures){.g = g, .cascades = cascades};
    if (cascades->count > INT32_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "more than 2147483647 cascades to learn from");
    REL_TRY(make_room(ctx, x));
    REL_TRY(make_marks(ctx, g->n, &of_thread));
    for (int64_t a = 0; a < acts; a++) x->acted[cascades->account[a]]++;
    walk k = {g, cascades, window, x, false};
    REL_TRY(rel_poll(ctx));
    take_all(ctx->threads, &k, of_thread);
    x->told = rel_par_prefix(ctx->threads, x->off, acts);
    count_trials(x);
    REL_TRY(rel_alloc(ctx, &x->edge, (size_t)x->told, sizeof *x->edge, "pairs of acts"));
    REL_TRY(rel_alloc(ctx, &x->followed_at, (size_t)x->told, sizeof *x->followed_at, "pairs of acts"));
    REL_TRY(rel_poll(ctx));
    k.fill = true;
    take_all(ctx->threads, &k, of_thread);
    REL_TRY(sort_by_edge(ctx, x));
    sort_by_sender(ctx, x);
out:
    rel_scratch_release(ctx, top);
    if (st != REL_OK) rel_exposures_free(x);
    return st;
}

void rel_exposures_free(rel_exposures *x)
{
    free(x->off);
    free(x->edge);
    free(x->acted);
    free(x->trials);
    free(x->together);
    free(x->followed);
    free(x->followed_off);
    free(x->followed_at);
    free(x->sender_off);
    free(x->sender_edge);
    free(x->receiver);
    *x = (rel_exposures){0};
}
