#include "algorithms/structure/bridging.h"

#include <math.h>

#include "algorithms/structure/neighbours.h"

static double weight_of(const rel_csr *c, rel_eid e)
{
    return c->weight ? (double)c->weight[e] : 1;
}

static double strength(const rel_csr *c, rel_vid v)
{
    double sum = 0;
    if (!c->weight) return (double)(c->off[v + 1] - c->off[v]);
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) sum += c->weight[e];
    return sum;
}

/* A kernel's work on one vertex, with the table of one thread. */
typedef void visit(const void *state, rel_vid v, void *table);

/* Visits every vertex; each thread has a table of `bytes`. The threads take chunks of vertices in turn: rows
 * differ much, but a shared counter moved for each vertex would keep them waiting for each other. Progress
 * and stopping after each part. */
static rel_status visit_all(rel_ctx *ctx, rel_vid n, visit *one, const void *state, void *tables,
                            size_t bytes, const char *what)
{
    enum { PARTS = 64, CHUNKS = 64, CHUNK = 64 };
    const int threads = ctx->threads;
    for (uint64_t part = 0; part < PARTS; part++) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        uint64_t next = n * part / PARTS;
        const uint64_t end = n * (part + 1) / PARTS, wide = (end - next) / CHUNKS;
        const uint64_t chunk = wide > CHUNK ? CHUNK : wide + 1;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
        for (int t = 0; t < threads; t++)
            for (;;) {
                const uint64_t first = __atomic_fetch_add(&next, chunk, __ATOMIC_RELAXED);
                const uint64_t last = end < first + chunk ? end : first + chunk;
                if (first >= end) break;
                for (uint64_t v = first; v < last; v++)
                    one(state, (rel_vid)v, (char *)tables + (size_t)t * bytes);
            }
        rel_progress(ctx, what, "parts", (int64_t)part + 1, PARTS);
    }
    return REL_OK;
}

typedef struct job {
    rel_csr c;
    rel_vid n;
    const uint32_t *community;
    const double *strength;
    double *score;
    int64_t *bridges;
} job;

static void participation_of(const void *state, rel_vid v, void *table)
{
    const job *j = state;
    double *into = table, all = strength(&j->c, v), sum = 0;
    for (rel_eid e = j->c.off[v]; e < j->c.off[v + 1]; e++)
        into[j->community[j->c.adj[e]]] += weight_of(&j->c, e);
    for (rel_eid e = j->c.off[v]; e < j->c.off[v + 1]; e++) {
        double *mine = &into[j->community[j->c.adj[e]]];
        sum += *mine * *mine; /* of floats: neither overflows nor vanishes */
        *mine = 0;            /* later edges into it add nothing */
    }
    j->score[v] = j->c.off[v] < j->c.off[v + 1] ? 1 - sum / (all * all) : 0;
}

rel_status rel_participation(rel_ctx *ctx, const rel_graph *g, const uint32_t *community,
                             uint32_t communities, double *score)
{
    rel_status st;
    job j = {.n = g->n, .community = community, .score = score};
    double *table = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] >= communities)
            return rel_fail(ctx, REL_E_USAGE, "participation: community %u is not one of %u", community[v],
                            communities);
    REL_TRY(rel_neighbours(ctx, g, true, "participation", &j.c));
    REL_TRY(rel_scratch(ctx, &table, (size_t)communities * (size_t)ctx->threads, sizeof *table,
                        "weights by community"));
    REL_TRY(visit_all(ctx, g->n, participation_of, &j, table, communities * sizeof *table, "participation"));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* direct[j] = p_vj and indirect[j] for the neighbours j of v; both are empty before and after. */
static void constraint_of(const void *state, rel_vid v, void *table)
{
    const job *j = state;
    const rel_csr *c = &j->c;
    double *direct = table, *indirect = direct + j->n, sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) direct[c->adj[e]] = weight_of(c, e) / j->strength[v];
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid q = c->adj[e];
        const double share = direct[q] / j->strength[q];
        for (rel_eid k = c->off[q]; k < c->off[q + 1]; k++) {
            const rel_vid u = c->adj[k];
            if (direct[u] > 0) indirect[u] += share * weight_of(c, k);
        }
    }
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid u = c->adj[e];
        const double tied = direct[u] + indirect[u];
        sum += tied * tied;
        direct[u] = indirect[u] = 0;
    }
    j->score[v] = c->off[v] < c->off[v + 1] ? sum : NAN;
}

rel_status rel_constraint(rel_ctx *ctx, const rel_graph *g, double *score)
{
    rel_status st;
    job j = {.n = g->n, .score = score};
    double *all = NULL, *table = NULL;
    const size_t n = g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (n == 0) return REL_OK;
    REL_TRY(rel_neighbours(ctx, g, true, "constraint", &j.c));
    REL_TRY(rel_scratch_unset(ctx, &all, n, sizeof *all, "strengths"));
    REL_TRY(rel_scratch(ctx, &table, 2 * n * (size_t)ctx->threads, sizeof *table, "shares of contacts"));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) all[v] = strength(&j.c, v);
    j.strength = all;
    REL_TRY(visit_all(ctx, g->n, constraint_of, &j, table, 2 * n * sizeof *table, "constraint"));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_eid degree(const rel_csr *c, rel_vid v)
{
    return c->off[v + 1] - c->off[v];
}

/* Looks at the pairs of which v has the larger degree: the shorter row is read. */
static void bridges_of(const void *state, rel_vid v, void *table)
{
    const job *j = state;
    const rel_csr *c = &j->c;
    uint8_t *mine = table;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) mine[c->adj[e]] = 1;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid u = c->adj[e];
        if (degree(c, u) > degree(c, v) || (degree(c, u) == degree(c, v) && u > v)) continue;
        bool common = false;
        for (rel_eid k = c->off[u]; !common && k < c->off[u + 1]; k++) common = mine[c->adj[k]];
        if (common) continue;
        __atomic_fetch_add(&j->bridges[u], 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&j->bridges[v], 1, __ATOMIC_RELAXED);
    }
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) mine[c->adj[e]] = 0;
}

rel_status rel_local_bridges(rel_ctx *ctx, const rel_graph *g, int64_t *bridges, int64_t *total)
{
    rel_status st;
    job j = {.n = g->n, .bridges = bridges};
    uint8_t *table = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *total = 0;
    if (g->n == 0) return REL_OK;
    REL_TRY(rel_neighbours(ctx, g, false, "local bridges", &j.c));
    REL_TRY(rel_scratch(ctx, &table, (size_t)g->n * (size_t)ctx->threads, 1, "marks"));
    memset(bridges, 0, g->n * sizeof *bridges);
    REL_TRY(visit_all(ctx, g->n, bridges_of, &j, table, g->n, "local bridges"));
    for (rel_vid v = 0; v < g->n; v++) *total += bridges[v];
    *total /= 2;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
