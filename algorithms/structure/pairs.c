#include "algorithms/structure/pairs.h"

#include <math.h>
#include <string.h>

#include "src/base/rng.h"

static rel_status check(rel_ctx *ctx, const rel_graph *g, const char *what)
{
    if (g->n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "%s: the graph was built without both directions", what);
    return rel_poll(ctx);
}

/* Vertices in both rows of v, which are sorted. */
static rel_eid returned(const rel_graph *g, rel_vid v)
{
    rel_eid a = g->out.off[v], b = g->in.off[v], count = 0;
    while (a < g->out.off[v + 1] && b < g->in.off[v + 1]) {
        const rel_vid x = g->out.adj[a], y = g->in.adj[b];
        count += x == y;
        a += x <= y;
        b += y <= x;
    }
    return count;
}

rel_status rel_reciprocity(rel_ctx *ctx, const rel_graph *g, double *local, double *all)
{
    int64_t mutual = 0;
    const rel_status st = check(ctx, g, "reciprocity");
    if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) reduction(+ : mutual)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid both = returned(g, v), given = g->out.off[v + 1] - g->out.off[v];
        if (local) local[v] = given ? (double)both / (double)given : 0;
        mutual += both;
    }
    if (all) *all = g->m ? (double)mutual / (double)g->m : 0;
    return REL_OK;
}

/* Sums of integers, exact: the 32-bit digits are added apart, so that threads may add in any
 * order. x is the out-degree of an arc's source, y the in-degree of its target. */
enum { DIGITS = 4, SUM_X = 0, SUM_XX = 4, SUM_Y = 8, SUM_YY = 12, SUM_XY = 16, SUMS = 20 };
/* AHEAD: how many vertices before its turn the begin of a row is fetched into the cache. */
enum { BLOCK = 1024, AHEAD = 8 };

static void add(uint64_t digit[DIGITS], rel_u128 term)
{
    for (int k = 0; k < DIGITS; k++) digit[k] += (uint32_t)(term >> 32 * k);
}

static rel_u128 total(const uint64_t digit[DIGITS])
{
    rel_u128 sum = 0;
    for (int k = DIGITS - 1; k >= 0; k--) sum = (sum << 32) + digit[k];
    return sum;
}

static rel_vid degree(const rel_csr *c, rel_vid v)
{
    return (rel_vid)(c->off[v + 1] - c->off[v]);
}

/* Over the arcs of v's row: of an undirected graph those to smaller vertices, as the others come again. */
static uint64_t sum_row(const rel_graph *g, rel_vid v, const rel_vid *in_degree)
{
    const rel_vid *to = g->out.adj + g->out.off[v], *const end = g->out.adj + g->out.off[v + 1];
    uint64_t sum = 0;
    if (g->directed)
        for (; to < end; to++) sum += in_degree[*to];
    else
        for (; to < end && *to < v; to++) sum += in_degree[*to];
    return sum;
}

/* The sums over the arcs of the vertices first <= v < last. */
static void sum_block(const rel_graph *g, rel_vid first, rel_vid last, const rel_vid *in_degree,
                      rel_u128 sum[SUMS / DIGITS])
{
    rel_u128 of_x = 0, of_xx = 0, of_y = 0, of_yy = 0, of_xy = 0;
    for (rel_vid v = first; v < last; v++) {
        const uint64_t x = degree(&g->out, v), y = in_degree[v];
        if (g->n - v > AHEAD) __builtin_prefetch(&g->out.adj[g->out.off[v + AHEAD]]);
        of_x += x * x;
        of_xx += (rel_u128)(x * x) * x;
        of_y += y * y;
        of_yy += (rel_u128)(y * y) * y;
        if (x) of_xy += (rel_u128)x * sum_row(g, v, in_degree);
    }
    const rel_u128 all[] = {of_x, of_xx, of_y, of_yy, of_xy};
    memcpy(sum, all, sizeof all);
}

static void sum_all(int threads, const rel_graph *g, const rel_vid *in_degree, uint64_t sum[SUMS])
{
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(+ : sum[:SUMS])
    for (rel_vid block = 0; block <= (g->n - 1) / BLOCK; block++) {
        const rel_vid first = block * BLOCK, last = g->n - first > BLOCK ? first + BLOCK : g->n;
        rel_u128 part[SUMS / DIGITS];
        sum_block(g, first, last, in_degree, part);
        for (int k = 0; k < SUMS / DIGITS; k++) add(sum + (size_t)k * DIGITS, part[k]);
    }
}

/* product - a b / m, rounded but once. b = q m + r keeps everything below 2^127. */
static double moment(rel_u128 product, rel_u128 a, rel_u128 b, rel_u128 m)
{
    const rel_u128 rest = a * (b % m), less = a * (b / m) + rest / m;
    const double whole = product < less ? -(double)(less - product) : (double)(product - less);
    return whole - (double)(rest % m) / (double)m;
}

rel_status rel_assortativity(rel_ctx *ctx, const rel_graph *g, double *r)
{
    rel_status st;
    uint64_t sum[SUMS] = {0};
    rel_vid *in_degree = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *r = NAN;
    REL_TRY(check(ctx, g, "assortativity"));
    if (g->m == 0) goto out;
    REL_TRY(rel_scratch_unset(ctx, &in_degree, g->n, sizeof *in_degree, "degrees"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) in_degree[v] = degree(&g->in, v);
    sum_all(ctx->threads, g, in_degree, sum);
    const rel_u128 m = (rel_u128)g->m, x = total(sum + SUM_X), y = total(sum + SUM_Y);
    const double xx = moment(total(sum + SUM_XX), x, x, m), yy = moment(total(sum + SUM_YY), y, y, m);
    const double xy = moment(total(sum + SUM_XY) * (g->directed ? 1 : 2), x, y, m);
    if (xx > 0 && yy > 0) *r = xy / sqrt(xx) / sqrt(yy);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
