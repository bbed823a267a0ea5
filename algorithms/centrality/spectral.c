#include "algorithms/centrality/spectral.h"

#include <math.h>

#include "algorithms/rounds.h"
#include "graph/builder.h"
#include "graph/reorder.h"
#include "graph/weights.h"

typedef struct view {
    rel_vid n;
    rel_reorder order; /* order NULL: the graph's own numbers */
    rel_csr in, out;
} view;

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_spectral_opts *o, bool both,
                             const char *what)
{
    if (!(o->tol > 0)) return rel_fail(ctx, REL_E_USAGE, "%s: tolerance %g is not above 0", what, o->tol);
    if (o->max_rounds < 1)
        return rel_fail(ctx, REL_E_USAGE, "%s: %d rounds are too few", what, o->max_rounds);
    if (g->n && (!g->in.off || (!g->out.off && (both || g->m >= o->reorder_from))))
        return rel_fail(ctx, REL_E_USAGE, "%s: the graph was built without both directions", what);
    const int read = both ? REL_BUILD_BOTH : REL_BUILD_IN;
    return o->weighted ? rel_graph_check_weights(ctx, g, read, what) : REL_OK;
}

static rel_status make_view(rel_ctx *ctx, const rel_graph *g, const rel_spectral_opts *o, bool both, view *w)
{
    rel_status st = REL_OK;
    *w = (view){.n = g->n, .in = g->in, .out = g->out};
    if (g->m >= o->reorder_from) {
        REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &w->order));
        REL_TRY(rel_reorder_csr(ctx, &g->in, &w->order, o->weighted, &w->in));
        if (both && g->directed)
            REL_TRY(rel_reorder_csr(ctx, &g->out, &w->order, o->weighted, &w->out));
        else
            w->out = w->in;
    }
    if (!o->weighted) w->in.weight = w->out.weight = NULL;
out:
    return st;
}

/* Four running sums hide the latency of the additions; their order is fixed. */
static double row(const rel_csr *c, const double *x, rel_vid v)
{
    const rel_eid last = c->off[v + 1];
    rel_eid e = c->off[v];
    double part[4] = {0};
    if (c->weight) {
        for (; e + 4 <= last; e += 4)
            for (int k = 0; k < 4; k++) part[k] += x[c->adj[e + k]] * (double)c->weight[e + k];
        for (; e < last; e++) part[0] += x[c->adj[e]] * (double)c->weight[e];
    } else {
        for (; e + 4 <= last; e += 4)
            for (int k = 0; k < 4; k++) part[k] += x[c->adj[e + k]];
        for (; e < last; e++) part[0] += x[c->adj[e]];
    }
    return (part[0] + part[1]) + (part[2] + part[3]);
}

/* y = plus + times (c x + own x); returns the largest entry, which does not depend on the order. */
static double multiply(int threads, rel_vid n, const rel_csr *c, const double *x, double times, double own,
                       double plus, double *y)
{
    double largest = 0;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 256) reduction(max : largest)
    for (rel_vid v = 0; v < n; v++) {
        y[v] = plus + times * (row(c, x, v) + own * x[v]);
        if (y[v] > largest) largest = y[v];
    }
    return largest;
}

/* y becomes y / by; returns the largest difference from x. */
static double scale(int threads, rel_vid n, double by, const double *x, double *y)
{
    double moved = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(max : moved)
    for (rel_vid v = 0; v < n; v++) {
        y[v] /= by;
        if (fabs(y[v] - x[v]) > moved) moved = fabs(y[v] - x[v]);
    }
    return moved;
}

static void fill(rel_vid n, double value, double *x)
{
    for (rel_vid v = 0; v < n; v++) x[v] = value;
}

static void put_back(int threads, const view *w, const double *x, double *score)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < w->n; v++) score[w->order.order ? w->order.order[v] : v] = x[v];
}

static rel_status not_converged(rel_ctx *ctx, const char *what, double moved, int round)
{
    return rel_fail(ctx, REL_E_NOCONV, "%s: a score still moves by %.3g after %d rounds", what, moved, round);
}

static void swap(double **x, double **y)
{
    double *const z = *x;
    *x = *y;
    *y = z;
}

rel_status rel_eigenvector(rel_ctx *ctx, const rel_graph *g, rel_spectral_opts o, double *score,
                           double *value, int *rounds)
{
    rel_status st;
    view w;
    double *x = NULL, *y = NULL, largest = 1, moved = INFINITY, first = 0;
    int round = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, false, "eigenvector"));
    if (g->n == 0) goto out;
    REL_TRY(make_view(ctx, g, &o, false, &w));
    REL_TRY(rel_scratch_unset(ctx, &x, g->n, sizeof *x, "eigenvector"));
    REL_TRY(rel_scratch_unset(ctx, &y, g->n, sizeof *y, "eigenvector"));
    fill(g->n, 1, x);
    while (moved > o.tol && round < o.max_rounds && (st = rel_poll(ctx)) == REL_OK) {
        largest = multiply(ctx->threads, g->n, &w.in, x, 1, 1, 0, y);
        moved = scale(ctx->threads, g->n, largest, x, y);
        swap(&x, &y);
        if (round++ == 0) first = moved;
        rel_progress(ctx, "eigenvector", "rounds", round, rel_rounds_expected(1, first, round, moved, o.tol));
    }
    /* The round before: of that vector the round just done has shown the residual. */
    put_back(ctx->threads, &w, round ? y : x, score);
    if (st == REL_OK && moved > o.tol) st = not_converged(ctx, "eigenvector", moved, round);
out:
    if (value) *value = largest - 1;
    if (rounds) *rounds = round;
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_hits(rel_ctx *ctx, const rel_graph *g, rel_spectral_opts o, double *hub, double *authority,
                    double *value, int *rounds)
{
    rel_status st;
    view w;
    double *x = NULL, *y = NULL, *h = NULL, first = 0, second = 0, moved = INFINITY, began = 0;
    int round = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, true, "hits"));
    if (g->n == 0) goto out;
    REL_TRY(make_view(ctx, g, &o, true, &w));
    REL_TRY(rel_scratch_unset(ctx, &x, g->n, sizeof *x, "hits"));
    REL_TRY(rel_scratch_unset(ctx, &y, g->n, sizeof *y, "hits"));
    REL_TRY(rel_scratch_unset(ctx, &h, g->n, sizeof *h, "hits"));
    fill(g->n, 1, x);
    fill(g->n, 1, h);
    if (g->m == 0) moved = 0;
    while (moved > o.tol && round < o.max_rounds && (st = rel_poll(ctx)) == REL_OK) {
        first = multiply(ctx->threads, g->n, &w.in, h, 1, 0, 0, y);
        moved = scale(ctx->threads, g->n, first, x, y);
        swap(&x, &y);
        second = multiply(ctx->threads, g->n, &w.out, x, 1, 0, 0, h);
        scale(ctx->threads, g->n, second, x, h);
        if (round++ == 0) began = moved;
        rel_progress(ctx, "hits", "rounds", round, rel_rounds_expected(1, began, round, moved, o.tol));
    }
    put_back(ctx->threads, &w, x, authority);
    put_back(ctx->threads, &w, h, hub);
    if (st == REL_OK && moved > o.tol) st = not_converged(ctx, "hits", moved, round);
out:
    if (value) *value = first * second;
    if (rounds) *rounds = round;
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_katz(rel_ctx *ctx, const rel_graph *g, double alpha, rel_spectral_opts o, double *score,
                    int *rounds)
{
    rel_status st;
    view w;
    double *x = NULL, *y = NULL, moved = INFINITY, largest = 1, first = 0;
    int round = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_opts(ctx, g, &o, false, "katz"));
    if (!(alpha > 0) || !isfinite(alpha)) {
        st = rel_fail(ctx, REL_E_USAGE, "katz: alpha %g is not a number above 0", alpha);
        goto out;
    }
    if (g->n == 0) goto out;
    REL_TRY(make_view(ctx, g, &o, false, &w));
    REL_TRY(rel_scratch_unset(ctx, &x, g->n, sizeof *x, "katz"));
    REL_TRY(rel_scratch_unset(ctx, &y, g->n, sizeof *y, "katz"));
    fill(g->n, 1, x);
    /* Beyond 1e200 it grows without end. */
    while (moved > o.tol * largest && largest < 1e200 && round < o.max_rounds &&
           (st = rel_poll(ctx)) == REL_OK) {
        largest = multiply(ctx->threads, g->n, &w.in, x, alpha, 0, 1, y);
        moved = scale(ctx->threads, g->n, 1, x, y);
        swap(&x, &y);
        if (round++ == 0) first = moved;
        rel_progress(ctx, "katz", "rounds", round,
                     rel_rounds_expected(1, first, round, moved, o.tol * largest));
    }
    put_back(ctx->threads, &w, x, score);
    if (st == REL_OK && moved > o.tol * largest) st = not_converged(ctx, "katz", moved, round);
out:
    if (rounds) *rounds = round;
    rel_scratch_release(ctx, mark);
    return st;
}
