#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/betweenness_parts.h"
#include "src/base/par.h"

/* Sources are lanes. Both sweeps pull, so that nobody waits for anybody, from an array that is zero outside
 * the frontier: what a vertex is found with goes to another, so vertices of the frontier may be found by
 * other lanes at the same time. */
enum {
    BLOCK = 4096,
    PORTION = 256,
    EXACT = 1 << 24, /* float counts to here */
    FEW = 8,         /* one arc in so many leads to the frontier: flags are looked at before numbers */
    RARE = 16,       /* or so few that those at their other ends are told beforehand */
};
static const unsigned bit[REL_LANES] = {1 << 0, 1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                                        1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};
static const float TOO_MANY = 1e30F; /* paths; (1 + delta) / paths is still an ordinary float */

/* What a vertex was found with: one entry for each distance at which a source finds it. */
typedef struct log_entries {
    rel_vid *vertex;
    uint16_t *lanes;
    size_t vertex_room, lanes_room;
} log_entries;

struct rel_lanes {
    rel_vid n;
    rel_vid joined; /* vertices from here on have no neighbours */
    rel_reorder order;
    rel_csr out, in; /* in new numbers */
    rel_gather gather;
    float *paths;         /* REL_LANES a vertex */
    float *front;         /* what is gathered: numbers of the frontier, 0 outside it */
    double *sum;          /* dependencies of this batch */
    uint16_t *seen;       /* lanes that found the vertex */
    uint16_t *now, *next; /* frontiers */
    int64_t *block;       /* entries before each block of vertices */
    log_entries log;
    size_t *level; /* where each distance begins in the log */
    size_t levels, level_room;
};

static float *paths_of(const rel_lanes *l, rel_vid v)
{
    return l->paths + (size_t)v * REL_LANES;
}

static float *front_of(const rel_lanes *l, rel_vid v)
{
    return l->front + (size_t)v * REL_LANES;
}

rel_status rel_lanes_new(rel_ctx *ctx, const rel_graph *g, rel_simd simd, rel_lanes **made)
{
    rel_status st;
    rel_lanes *l;
    REL_TRY(rel_scratch(ctx, &l, 1, sizeof *l, "searches"));
    *made = l;
    const size_t n = l->n = g->n;
    l->gather = rel_gather_choose(simd);
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &l->order));
    l->joined = g->directed ? g->n : l->order.busy;
    REL_TRY(rel_reorder_csr(ctx, &g->out, &l->order, false, &l->out));
    if (g->directed)
        REL_TRY(rel_reorder_csr(ctx, &g->in, &l->order, false, &l->in));
    else
        l->in = l->out;
    REL_TRY(rel_scratch_unset(ctx, &l->paths, n, REL_LANES * sizeof *l->paths, "path counts"));
    REL_TRY(rel_scratch_unset(ctx, &l->front, n, REL_LANES * sizeof *l->front, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->sum, n, sizeof *l->sum, "dependencies"));
    REL_TRY(rel_scratch(ctx, &l->seen, n, sizeof *l->seen, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->now, n + 1, sizeof *l->now, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->next, n + 1, sizeof *l->next, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->block, n / BLOCK + 2, sizeof *l->block, "frontiers"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < l->joined; v++) memset(front_of(l, v), 0, REL_LANES * sizeof *l->front);
out:
    return st;
}

void rel_lanes_free(rel_lanes *l)
{
    if (!l) return;
    free(l->log.vertex);
    free(l->log.lanes);
    free(l->level);
}

/* Work is handed out in portions of vertices or entries. */
static size_t portion(int64_t k)
{
    return (size_t)k * PORTION;
}

static size_t portion_end(int64_t k, size_t count)
{
    return count - portion(k) < PORTION ? count : portion(k + 1);
}

static rel_status log_room(rel_ctx *ctx, rel_lanes *l, size_t need)
{
    rel_status st;
    REL_TRY(rel_grow(ctx, &l->log.vertex, &l->log.vertex_room, need, sizeof *l->log.vertex, "search log"));
    REL_TRY(rel_grow(ctx, &l->log.lanes, &l->log.lanes_room, need, sizeof *l->log.lanes, "search log"));
    REL_TRY(rel_grow(ctx, &l->level, &l->level_room, l->levels + 2, sizeof *l->level, "search log"));
out:
    return st;
}

/* Entries `first` to before `end` leave the frontier. */
static void leave(int threads, const rel_lanes *l, size_t first, size_t end)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (end - first > BLOCK)
    for (size_t i = first; i < end; i++) {
        const rel_vid v = l->log.vertex[i];
        memset(front_of(l, v), 0, REL_LANES * sizeof *l->front);
        l->now[v] = 0;
    }
}

/* Entries `first` to before `end` become the frontier, with their path counts or what these became. */
static void enter(int threads, const rel_lanes *l, size_t first, size_t end)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (end - first > BLOCK)
    for (size_t i = first; i < end; i++) {
        const rel_vid v = l->log.vertex[i];
        const float *from = paths_of(l, v);
        float *to = front_of(l, v);
        l->next[v] = 0;
        const unsigned lanes = l->now[v] = l->log.lanes[i];
        for (int k = 0; k < REL_LANES; k++) to[k] = lanes & bit[k] ? from[k] : 0;
    }
}

/* What to gather from a frontier: flags are of use when many arcs lead elsewhere. */
static rel_gather_from gather_from(const rel_lanes *l, const rel_csr *c, size_t arcs)
{
    return (rel_gather_from){c, l->n, l->front, arcs > (size_t)c->off[l->n] / FEW ? NULL : l->now};
}

static bool wave_find(rel_lanes *l, const rel_gather_from *from, rel_wave *w)
{
    bool large = false;
    rel_gather_wave(&l->gather, from, w);
    for (int i = 0; i < w->count; i++) {
        const rel_vid v = w->vertex[i];
        float *paths = paths_of(l, v);
        unsigned got = 0;
        for (int k = 0; k < REL_LANES; k++) got |= (unsigned)(w->sum[i][k] > 0) << k;
        got &= w->want[i];
        l->next[v] = (uint16_t)got;
        if (!got) continue;
        for (int k = 0; k < REL_LANES; k++) paths[k] = got & bit[k] ? (float)w->sum[i][k] : paths[k];
        for (int k = 0; k < REL_LANES; k++) large |= (got & bit[k]) && w->sum[i][k] > (double)TOO_MANY;
        l->seen[v] = (uint16_t)(l->seen[v] | got);
    }
    w->count = 0;
    return large;
}

/* Pulls path counts from the frontier, for vertices first <= v < end, or those of a list. Returns true when
 * a count is too large. */
static bool find(rel_lanes *l, const rel_gather_from *from, const rel_vid *list, size_t first, size_t end,
                 uint16_t all)
{
    rel_wave w = {.count = 0};
    bool large = false;
    for (size_t i = first; i < end; i++) {
        const rel_vid v = list ? list[i] : (rel_vid)i;
        const uint16_t want = (uint16_t)(all & ~l->seen[v]);
        if (!want || l->in.off[v] == l->in.off[v + 1]) continue;
        w.vertex[w.count] = v;
        w.want[w.count++] = want;
        if (w.count == REL_WAVE) large |= wave_find(l, from, &w);
    }
    return wave_find(l, from, &w) || large;
}

/* Distance 2 by following the arcs of those at distance 1, where these are few beside all arcs: each way is
 * one path, so the counts are whole numbers below EXACT and the order of adding does not matter. Every thread
 * looks at all of these arcs and takes those that end in its vertices. */
static void find_near(const rel_ctx *ctx, rel_lanes *l, size_t first, size_t end, uint16_t all)
{
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
    for (int t = 0; t < ctx->threads; t++) {
        for (size_t i = first; i < end; i++) {
            const rel_vid u = l->log.vertex[i];
            for (rel_eid e = l->out.off[u]; e < l->out.off[u + 1]; e++) {
                const rel_vid v = l->out.adj[e];
                const unsigned got = l->log.lanes[i] & all & ~(unsigned)l->seen[v];
                if (!got || (int)(v / 64 % (unsigned)ctx->threads) != t) continue;
                float *paths = paths_of(l, v);
                const unsigned had = l->next[v];
                for (int k = 0; k < REL_LANES; k++)
                    if (got >> k & 1) paths[k] = (had >> k & 1 ? paths[k] : 0) + 1;
                l->next[v] = (uint16_t)(l->next[v] | got);
            }
        }
    }
}

/* A new distance by looking at every vertex; *large counts vertices with too many paths. */
static rel_status find_dense(rel_ctx *ctx, rel_lanes *l, uint16_t all, size_t arcs, size_t *end,
                             int64_t *large)
{
    const size_t start = *end;
    const int64_t blocks = ((int64_t)l->joined + BLOCK - 1) / BLOCK;
    const int64_t portions = ((int64_t)l->joined + PORTION - 1) / PORTION;
    int64_t too_many = 0;
    const rel_gather_from from = gather_from(l, &l->in, arcs);
    if (l->levels == 2 && arcs < (size_t)l->out.off[l->n] / 16 && arcs < EXACT) {
        find_near(ctx, l, l->level[1], start, all);
    } else {
/* dynamic: the first vertices have the longest rows */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) reduction(+ : too_many)
        for (int64_t k = 0; k < portions; k++)
            too_many += find(l, &from, NULL, portion(k), portion_end(k, l->joined), all);
    }
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        l->block[b] = 0;
        for (int64_t v = b * BLOCK; v < (b + 1) * BLOCK && v < l->joined; v++) l->block[b] += l->next[v] != 0;
    }
    *large = too_many;
    *end += (size_t)rel_par_prefix(1, l->block, blocks);
    const rel_status st = log_room(ctx, l, *end);
    if (st != REL_OK) return st;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        size_t at = start + (size_t)l->block[b];
        for (int64_t v = b * BLOCK; v < (b + 1) * BLOCK && v < l->joined; v++) {
            if (!l->next[v]) continue;
            l->seen[v] = (uint16_t)(l->seen[v] | l->next[v]);
            l->log.vertex[at] = (rel_vid)v;
            l->log.lanes[at++] = l->next[v];
        }
    }
    return REL_OK;
}

/* The same by looking only at those whom the frontier leads to: for graphs of many distances. */
static rel_status find_sparse(rel_ctx *ctx, rel_lanes *l, uint16_t all, size_t arcs, size_t *end,
                              int64_t *large)
{
    const size_t first = l->level[l->levels - 1], start = *end;
    const rel_gather_from from = gather_from(l, &l->in, 0);
    size_t candidates = start;
    int64_t too_many = 0;
    const rel_status st = log_room(ctx, l, start + arcs);
    if (st != REL_OK) return st;
    for (size_t i = first; i < start; i++) {
        const rel_vid u = l->log.vertex[i];
        for (rel_eid e = l->out.off[u]; e < l->out.off[u + 1]; e++) {
            const rel_vid v = l->out.adj[e];
            if (l->next[v] || !(all & ~l->seen[v])) continue;
            l->next[v] = UINT16_MAX; /* looked up once */
            l->log.vertex[candidates++] = v;
        }
    }
    const int64_t portions = (int64_t)((candidates - start + PORTION - 1) / PORTION);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) reduction(+ : too_many)
    for (int64_t k = 0; k < portions; k++)
        too_many +=
            find(l, &from, l->log.vertex + start, portion(k), portion_end(k, candidates - start), all);
    for (size_t i = start; i < candidates; i++) {
        const rel_vid v = l->log.vertex[i];
        if (!l->next[v]) continue;
        l->log.vertex[*end] = v;
        l->log.lanes[(*end)++] = l->next[v];
    }
    *large = too_many;
    return REL_OK;
}

static size_t frontier_arcs(int threads, const rel_lanes *l, const rel_csr *c, size_t first, size_t end)
{
    size_t arcs = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : arcs) if (end - first > BLOCK)
    for (size_t i = first; i < end; i++) {
        const rel_vid v = l->log.vertex[i];
        arcs += (size_t)(c->off[v + 1] - c->off[v]);
    }
    return arcs;
}

static rel_status start(rel_ctx *ctx, rel_lanes *l, const rel_vid *source, int count, size_t *end)
{
    l->levels = 0;
    *end = 0;
    const rel_status st = log_room(ctx, l, REL_LANES);
    if (st != REL_OK) return st;
    memset(l->seen, 0, l->n * sizeof *l->seen);
    for (int k = 0; k < count; k++) {
        const rel_vid v = l->order.rank[source[k]];
        if (!l->seen[v]) l->log.vertex[(*end)++] = v;
        l->seen[v] = (uint16_t)(l->seen[v] | 1U << k);
        paths_of(l, v)[k] = 1;
    }
    for (size_t i = 0; i < *end; i++) l->log.lanes[i] = l->seen[l->log.vertex[i]];
    enter(ctx->threads, l, 0, *end);
    l->level[l->levels++] = 0;
    return REL_OK;
}

/* Counts paths distance by distance. On failure the frontiers are not usable any more. */
static rel_status forward(rel_ctx *ctx, rel_lanes *l, uint16_t all, size_t *end, bool *too_many)
{
    rel_status st = REL_OK;
    for (size_t first = 0; *end > first && !*too_many;) {
        const size_t begin = first, arcs = frontier_arcs(ctx->threads, l, &l->out, first, *end);
        int64_t large = 0;
        REL_TRY(rel_poll(ctx));
        first = *end;
        if (arcs < l->n / 16)
            REL_TRY(find_sparse(ctx, l, all, arcs, end, &large));
        else
            REL_TRY(find_dense(ctx, l, all, arcs, end, &large));
        *too_many = large > 0;
        leave(ctx->threads, l, begin, first);
        enter(ctx->threads, l, first, *end);
        REL_TRY(log_room(ctx, l, *end));
        l->level[l->levels++] = first;
    }
    leave(ctx->threads, l, l->level[l->levels - 1], *end);
out:
    return st;
}

/* What the sources depend on v, given the sum over those one farther. */
static void settle(rel_lanes *l, rel_vid v, uint16_t lanes, const double *sum)
{
    float *paths = paths_of(l, v); /* becomes the share: nobody asks for it again */
    double dependency[REL_LANES], total = 0;
    for (int k = 0; k < REL_LANES; k++) {
        const float ways = lanes & bit[k] ? paths[k] : 1, given = lanes & bit[k] ? (float)sum[k] : 0;
        const float d = given * ways, share = (1 + d) / ways;
        paths[k] = lanes & bit[k] ? share : paths[k];
        dependency[k] = (double)d;
    }
    for (int k = 0; k < REL_LANES; k++) total += dependency[k];
    l->sum[v] += total;
}

/* Entries of one distance. `marked`: only those with a mark in next lead to somebody one farther. */
static void depend(rel_lanes *l, const rel_gather_from *from, size_t first, size_t end, bool marked)
{
    static const double nobody[REL_LANES] = {0};
    rel_wave w;
    w.count = 0;
    for (size_t i = first; i < end; i++) {
        const rel_vid v = l->log.vertex[i];
        if (marked && !l->next[v]) {
            settle(l, v, l->log.lanes[i], nobody);
            continue;
        }
        w.vertex[w.count] = v;
        w.want[w.count++] = l->log.lanes[i];
    }
    if (w.count) rel_gather_wave(&l->gather, from, &w);
    for (int i = 0; i < w.count; i++) settle(l, w.vertex[i], w.want[i], w.sum[i]);
}

/* Sets next, to 1 or back to 0, for all who lead to the entries. */
static void mark_before(int threads, const rel_lanes *l, size_t first, size_t end, uint16_t to)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (end - first > BLOCK)
    for (size_t i = first; i < end; i++)
        for (rel_eid e = l->in.off[l->log.vertex[i]]; e < l->in.off[l->log.vertex[i] + 1]; e++)
            __atomic_store_n(&l->next[l->in.adj[e]], to, __ATOMIC_RELAXED);
}

/* From the farthest back to distance 1: the sources themselves are not counted. now and next are empty before
 * and after. */
static void backward(int threads, rel_lanes *l, size_t end)
{
    size_t behind = end; /* the end of the distance after this one, which is what now holds */
    (void)threads;
    for (size_t k = l->levels; k-- > 1;) {
        const size_t first = l->level[k];
        const size_t arcs = frontier_arcs(threads, l, &l->in, end, behind);
        const rel_gather_from from = gather_from(l, &l->out, arcs);
        const bool marked = arcs < frontier_arcs(threads, l, &l->out, first, end) / RARE;
        if (marked) mark_before(threads, l, end, behind, 1);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 8)
        for (size_t i = first; i < end; i += REL_WAVE)
            depend(l, &from, i, end - i < REL_WAVE ? end : i + REL_WAVE, marked);
        if (marked) mark_before(threads, l, end, behind, 0);
        leave(threads, l, end, behind);
        enter(threads, l, first, end);
        behind = end;
        end = first;
    }
    leave(threads, l, end, behind);
}

rel_status rel_lanes_add(rel_ctx *ctx, rel_lanes *l, const rel_vid *source, int count, double *score,
                         bool *too_many)
{
    rel_status st;
    size_t end = 0;
    const uint16_t all = (uint16_t)((1U << count) - 1);
    *too_many = false;
    REL_TRY(start(ctx, l, source, count, &end));
    REL_TRY(forward(ctx, l, all, &end, too_many));
    if (*too_many) goto out;
    backward(ctx->threads, l, end);
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < l->joined; v++) {
        score[l->order.order[v]] += l->sum[v];
        l->sum[v] = 0;
    }
out:
    return st;
}
