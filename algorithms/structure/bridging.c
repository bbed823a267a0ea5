#include "algorithms/structure/bridging.h"

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
 * and stopping after each part; a part has chunks from everywhere, so that parts take about as long as each
 * other. */
static rel_status visit_all(rel_ctx *ctx, rel_vid n, visit *one, const void *state, void *tables,
                            size_t bytes, const char *what)
{
    enum { PARTS = 64, CHUNKS = 64, CHUNK = 64 };
    const int threads = ctx->threads;
    const uint64_t wide = n / (PARTS * CHUNKS), chunk = wide > CHUNK ? CHUNK : wide + 1;
    for (uint64_t part = 0; part < PARTS; part++) {
        uint64_t next = 0;
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
        for (int t = 0; t < threads; t++)
            for (;;) {
                const uint64_t turn = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
                const uint64_t first = (turn * PARTS + part) * chunk;
                const uint64_t last = n < first + chunk ? n : first + chunk;
                if (first >= n) break;
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
    size_t communities;
    double *score;
    int64_t *bridges;
} job;

/* The weights by community, and after them, in the same table, which communities there are. These are written
 * down without a branch, as nobody can predict whether one is new. */
static void participation_of(const void *state, rel_vid v, void *table)
{
    const job *j = state;
    const rel_csr *c = &j->c;
    double *into = table, all = strength(c, v), sum = 0;
    uint32_t *met = (uint32_t *)(into + j->communities), count = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const uint32_t k = j->community[c->adj[e]];
        met[count] = k;
        count += into[k] == 0;
        into[k] += weight_of(c, e);
    }
    for (uint32_t i = 0; i < count; i++) {
        sum += into[met[i]] * into[met[i]]; /* of floats: neither overflows nor vanishes */
        into[met[i]] = 0;
    }
    j->score[v] = count ? 1 - sum / (all * all) : 0;
}

rel_status rel_participation(rel_ctx *ctx, const rel_graph *g, const uint32_t *community,
                             uint32_t communities, double *score)
{
    rel_status st;
    job j = {.n = g->n, .community = community, .communities = communities, .score = score};
    char *table = NULL;
    /* One place more than there are communities: what is not new is written behind them. */
    const size_t bytes = communities * sizeof(double) + ((size_t)communities + 2) / 2 * 8;
    rel_vid wrong = REL_VID_NONE;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(min : wrong)
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] >= communities && v < wrong) wrong = v;
    if (wrong != REL_VID_NONE)
        return rel_fail(ctx, REL_E_USAGE, "participation: community %u is not one of %u", community[wrong],
                        communities);
    REL_TRY(rel_neighbours(ctx, g, true, "participation", &j.c));
    REL_TRY(rel_scratch(ctx, &table, (size_t)ctx->threads, bytes, "weights by community"));
    REL_TRY(visit_all(ctx, g->n, participation_of, &j, table, bytes, "participation"));
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
