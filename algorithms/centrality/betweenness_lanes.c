#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/betweenness_parts.h"
#include "src/base/par.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Sources are lanes: a vertex has REL_LANES numbers side by side, 64 bytes, and 16 bits that say in which
 * lanes it belongs to a frontier. Both sweeps pull, so there are no atomics. */
enum { BLOCK = 4096 };
static const float TOO_MANY = 1e30F; /* paths; (1 + delta) / paths is still an ordinary float */

typedef struct rows {
    const rel_csr *c;
    const uint16_t *flag;
    const float *value; /* REL_LANES a vertex */
} rows;

/* Adds the values of v's neighbours, in double, each in the lanes that both flag and `want` have. Returns
 * those lanes.
 */
typedef uint16_t gather_rows(const rows *r, rel_vid v, uint16_t want, float *sum);

/* What a vertex was found with: one entry for each distance at which a source finds it. */
typedef struct log_entries {
    rel_vid *vertex;
    uint16_t *lanes;
    size_t vertex_room, lanes_room;
} log_entries;

struct rel_lanes {
    rel_vid n;
    rel_reorder order;
    rel_csr out, in; /* in new numbers */
    gather_rows *gather;
    float *paths;         /* REL_LANES a vertex */
    float *share;         /* (1 + dependency) / paths */
    double *sum;          /* dependencies of this batch */
    uint16_t *seen;       /* lanes that found the vertex */
    uint16_t *now, *next; /* frontiers */
    int64_t *block;       /* entries before each block of vertices */
    log_entries log;
    size_t *level; /* where each distance begins in the log */
    size_t levels, level_room;
};

static uint16_t gather_portable(const rows *r, rel_vid v, uint16_t want, float *sum)
{
    double total[REL_LANES] = {0};
    uint16_t got = 0;
    for (rel_eid e = r->c->off[v]; e < r->c->off[v + 1]; e++) {
        const rel_vid u = r->c->adj[e];
        const unsigned both = r->flag[u] & want;
        if (!both) continue;
        const float *value = r->value + (size_t)u * REL_LANES;
        got = (uint16_t)(got | both);
        for (int k = 0; k < REL_LANES; k++) total[k] += both >> k & 1 ? (double)value[k] : 0;
    }
    for (int k = 0; k < REL_LANES; k++) sum[k] = (float)total[k];
    return got;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint16_t gather_avx2(const rows *r, rel_vid v, uint16_t want,
                                                            float *sum)
{
    const __m128i bits = _mm_setr_epi32(1, 2, 4, 8);
    __m256d total[4] = {_mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd()};
    unsigned got = 0;
    for (rel_eid e = r->c->off[v]; e < r->c->off[v + 1]; e++) {
        const rel_vid u = r->c->adj[e];
        const unsigned both = r->flag[u] & want;
        if (!both) continue;
        const float *value = r->value + (size_t)u * REL_LANES;
        got |= both;
        for (int k = 0; k < 4; k++) {
            const __m128i lanes = _mm_and_si128(_mm_set1_epi32((int)(both >> 4 * k)), bits);
            const __m128 in = _mm_castsi128_ps(_mm_cmpeq_epi32(lanes, bits));
            const __m128 four = _mm_and_ps(_mm_load_ps(value + 4 * k), in);
            total[k] = _mm256_add_pd(total[k], _mm256_cvtps_pd(four));
        }
    }
    for (int k = 0; k < 4; k++) _mm_store_ps(sum + 4 * k, _mm256_cvtpd_ps(total[k]));
    return (uint16_t)got;
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static uint16_t gather_avx512(const rows *r, rel_vid v,
                                                                                   uint16_t want, float *sum)
{
    __m512d low = _mm512_setzero_pd(), high = low;
    unsigned got = 0;
    for (rel_eid e = r->c->off[v]; e < r->c->off[v + 1]; e++) {
        const rel_vid u = r->c->adj[e];
        const unsigned both = r->flag[u] & want;
        if (!both) continue;
        const float *value = r->value + (size_t)u * REL_LANES;
        got |= both;
        low = _mm512_mask_add_pd(low, (__mmask8)both, low, _mm512_cvtps_pd(_mm256_load_ps(value)));
        high =
            _mm512_mask_add_pd(high, (__mmask8)(both >> 8), high, _mm512_cvtps_pd(_mm256_load_ps(value + 8)));
    }
    _mm256_store_ps(sum, _mm512_cvtpd_ps(low));
    _mm256_store_ps(sum + 8, _mm512_cvtpd_ps(high));
    return (uint16_t)got;
}
#endif

static gather_rows *choose(rel_simd simd)
{
    if (simd == REL_SIMD_BEST) simd = rel_simd_best();
#if defined(__x86_64__)
    if (simd == REL_SIMD_AVX512) return gather_avx512;
    if (simd == REL_SIMD_AVX2) return gather_avx2;
#endif
    return gather_portable;
}

rel_status rel_lanes_new(rel_ctx *ctx, const rel_graph *g, rel_simd simd, rel_lanes **made)
{
    rel_status st;
    rel_lanes *l;
    REL_TRY(rel_scratch(ctx, &l, 1, sizeof *l, "searches"));
    *made = l;
    const size_t n = l->n = g->n;
    l->gather = choose(simd);
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &l->order));
    REL_TRY(rel_reorder_csr(ctx, &g->out, &l->order, false, &l->out));
    if (g->directed)
        REL_TRY(rel_reorder_csr(ctx, &g->in, &l->order, false, &l->in));
    else
        l->in = l->out;
    REL_TRY(rel_scratch_unset(ctx, &l->paths, n, REL_LANES * sizeof *l->paths, "path counts"));
    REL_TRY(rel_scratch_unset(ctx, &l->share, n, REL_LANES * sizeof *l->share, "dependencies"));
    REL_TRY(rel_scratch(ctx, &l->sum, n, sizeof *l->sum, "dependencies"));
    REL_TRY(rel_scratch(ctx, &l->seen, n, sizeof *l->seen, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->now, n, sizeof *l->now, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->next, n, sizeof *l->next, "frontiers"));
    REL_TRY(rel_scratch(ctx, &l->block, n / BLOCK + 2, sizeof *l->block, "frontiers"));
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

static rel_status log_room(rel_ctx *ctx, rel_lanes *l, size_t need)
{
    rel_status st;
    REL_TRY(rel_grow(ctx, &l->log.vertex, &l->log.vertex_room, need, sizeof *l->log.vertex, "search log"));
    REL_TRY(rel_grow(ctx, &l->log.lanes, &l->log.lanes_room, need, sizeof *l->log.lanes, "search log"));
    REL_TRY(rel_grow(ctx, &l->level, &l->level_room, l->levels + 2, sizeof *l->level, "search log"));
out:
    return st;
}

/* Vertices of the frontier may be found by other lanes at the same time, so what a sweep finds waits in the
 * array that it does not read until the sweep is over. */
static void commit(int threads, const rel_lanes *l, size_t first, size_t end, const float *from, float *to)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = first; i < end; i++) {
        const size_t row = (size_t)l->log.vertex[i] * REL_LANES;
        const unsigned lanes = l->log.lanes[i];
        for (int k = 0; k < REL_LANES; k++)
            to[row + (size_t)k] = (lanes >> k & 1 ? from : to)[row + (size_t)k];
    }
}

/* Pulls v's path counts from the frontier. Returns true when a count is too large. */
static bool find(rel_lanes *l, rel_vid v, uint16_t all)
{
    float *sum = l->share + (size_t)v * REL_LANES;
    const rows from = {&l->in, l->now, l->paths};
    const uint16_t need = (uint16_t)(all & ~l->seen[v]);
    const uint16_t got = need ? l->gather(&from, v, need, sum) : 0;
    bool large = false;
    l->next[v] = got;
    if (!got) return false;
    for (int k = 0; k < REL_LANES; k++) large |= sum[k] > TOO_MANY;
    l->seen[v] = (uint16_t)(l->seen[v] | got);
    return large;
}

/* A new distance by looking at every vertex; *large counts vertices with too many paths. */
static rel_status find_dense(rel_ctx *ctx, rel_lanes *l, uint16_t all, size_t *end, int64_t *large)
{
    const size_t start = *end;
    const int64_t blocks = ((int64_t)l->n + BLOCK - 1) / BLOCK;
    int64_t too_many = 0;
/* dynamic: the first vertices have the longest rows */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256) reduction(+ : too_many)
    for (rel_vid v = 0; v < l->n; v++) too_many += find(l, v, all);
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        l->block[b] = 0;
        for (int64_t v = b * BLOCK; v < (b + 1) * BLOCK && v < l->n; v++) l->block[b] += l->next[v] != 0;
    }
    *large = too_many;
    *end += (size_t)rel_par_prefix(1, l->block, blocks);
    const rel_status st = log_room(ctx, l, *end);
    if (st != REL_OK) return st;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t b = 0; b < blocks; b++) {
        size_t at = start + (size_t)l->block[b];
        for (int64_t v = b * BLOCK; v < (b + 1) * BLOCK && v < l->n; v++) {
            if (!l->next[v]) continue;
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
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64) reduction(+ : too_many)
    for (size_t i = start; i < candidates; i++) too_many += find(l, l->log.vertex[i], all);
    for (size_t i = start; i < candidates; i++) {
        const rel_vid v = l->log.vertex[i];
        if (!l->next[v]) continue;
        l->log.vertex[*end] = v;
        l->log.lanes[(*end)++] = l->next[v];
    }
    *large = too_many;
    return REL_OK;
}

static size_t frontier_arcs(int threads, const rel_lanes *l, size_t first, size_t end)
{
    size_t arcs = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : arcs) if (end - first > BLOCK)
    for (size_t i = first; i < end; i++) {
        const rel_vid v = l->log.vertex[i];
        arcs += (size_t)(l->out.off[v + 1] - l->out.off[v]);
    }
    return arcs;
}

static void clear(uint16_t *flag, const rel_lanes *l, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) flag[l->log.vertex[i]] = 0;
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
        if (!l->now[v]) l->log.vertex[(*end)++] = v;
        l->now[v] = l->seen[v] = (uint16_t)(l->now[v] | 1U << k);
        l->paths[(size_t)v * REL_LANES + (size_t)k] = 1;
    }
    for (size_t i = 0; i < *end; i++) l->log.lanes[i] = l->now[l->log.vertex[i]];
    l->level[l->levels++] = 0;
    return REL_OK;
}

/* Counts paths distance by distance. On failure the frontiers are not usable any more. */
static rel_status forward(rel_ctx *ctx, rel_lanes *l, uint16_t all, size_t *end, bool *too_many)
{
    rel_status st = REL_OK;
    for (size_t first = 0; *end > first && !*too_many;) {
        const size_t begin = first, arcs = frontier_arcs(ctx->threads, l, first, *end);
        int64_t large = 0;
        REL_TRY(rel_poll(ctx));
        first = *end;
        if (arcs < l->n / 16)
            REL_TRY(find_sparse(ctx, l, all, arcs, end, &large));
        else
            REL_TRY(find_dense(ctx, l, all, end, &large));
        *too_many = large > 0;
        commit(ctx->threads, l, first, *end, l->share, l->paths);
        clear(l->now, l, begin, first);
        uint16_t *swap = l->now;
        l->now = l->next;
        l->next = swap;
        REL_TRY(log_room(ctx, l, *end));
        l->level[l->levels++] = first;
    }
    clear(l->now, l, l->level[l->levels - 1], *end);
out:
    return st;
}

/* Dependency of the sources on one vertex, from those one farther. */
static void depend(rel_lanes *l, rel_vid v, uint16_t lanes)
{
    _Alignas(64) float sum[REL_LANES];
    const rows from = {&l->out, l->now, l->share};
    float *paths = l->paths + (size_t)v * REL_LANES; /* becomes the share: nobody asks for it again */
    double total = 0;
    l->gather(&from, v, lanes, sum);
    for (int k = 0; k < REL_LANES; k++) {
        if (!(lanes >> k & 1)) continue;
        const float dependency = sum[k] * paths[k];
        paths[k] = (1 + dependency) / paths[k];
        total += (double)dependency;
    }
    l->sum[v] += total;
}

/* From the farthest back to distance 1: the sources themselves are not counted. now is empty before and
 * after. */
static void backward(int threads, rel_lanes *l, size_t end)
{
    (void)threads;
    for (size_t k = l->levels; k-- > 1;) {
        const size_t first = l->level[k];
        /* The level after this one is what now holds. */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 256)
        for (size_t i = first; i < end; i++) depend(l, l->log.vertex[i], l->log.lanes[i]);
        commit(threads, l, first, end, l->paths, l->share);
        if (k + 1 < l->levels) clear(l->now, l, end, k + 2 < l->levels ? l->level[k + 2] : l->level[k + 1]);
        for (size_t i = first; i < end; i++) l->now[l->log.vertex[i]] = l->log.lanes[i];
        end = first;
    }
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
    for (rel_vid v = 0; v < l->n; v++) {
        l->now[v] = 0;
        score[l->order.order[v]] += l->sum[v];
        l->sum[v] = 0;
    }
out:
    return st;
}
