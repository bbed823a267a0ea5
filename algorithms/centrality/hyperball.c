#include <math.h>

#include "algorithms/centrality/distances.h"
#include "graph/reorder.h"
#include "src/base/rng.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 256, P_MIN = 4, P_MAX = 12, ROOM = 1 << P_MAX, STREAM_HASH = 0x4842, LANES = 16 };

/* a becomes the larger of a and b, byte by byte: the counters of the union. size is a multiple of 16. */
typedef void unite(uint8_t *a, const uint8_t *b, int size);

typedef struct state {
    rel_vid n;
    rel_csr in;               /* in new numbers, unless: */
    const rel_packed *packed; /* rows to be decoded; NULL: plain */
    const rel_vid *order;     /* new -> old; NULL: nothing was renumbered */
    unite *unite;
    int size; /* counters a vertex: 2^p */
    double alpha;
    uint8_t *now, *next;   /* counters */
    uint8_t *grew, *grows; /* whether the ball grew in the last step, and in this one */
    double *ball;          /* estimated size, v counted */
    double *sum;           /* of distances */
    double *found;         /* by block, new at this distance */
} state;

static void unite_portable(uint8_t *a, const uint8_t *b, int size)
{
    for (int k = 0; k < size; k++) a[k] = a[k] > b[k] ? a[k] : b[k];
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void unite_avx2(uint8_t *a, const uint8_t *b, int size)
{
    int k = 0;
    for (; k + 32 <= size; k += 32) {
        __m256i *to = (__m256i *)(void *)(a + k);
        const __m256i from = _mm256_loadu_si256((const __m256i *)(const void *)(b + k));
        _mm256_storeu_si256(to, _mm256_max_epu8(_mm256_loadu_si256(to), from));
    }
    if (k < size) unite_portable(a + k, b + k, size - k);
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void unite_avx512(uint8_t *a, const uint8_t *b,
                                                                              int size)
{
    int k = 0;
    for (; k + 64 <= size; k += 64)
        _mm512_storeu_si512(a + k, _mm512_max_epu8(_mm512_loadu_si512(a + k), _mm512_loadu_si512(b + k)));
    if (k < size) unite_portable(a + k, b + k, size - k);
}
#endif

static unite *choose(rel_simd simd)
{
    if (simd == REL_SIMD_BEST) simd = rel_simd_best();
#if defined(__x86_64__)
    if (simd == REL_SIMD_AVX512) return unite_avx512;
    if (simd == REL_SIMD_AVX2) return unite_avx2;
#endif
    return unite_portable;
}

/* HyperLogLog's estimate: the harmonic mean of 2^counter, or linear counting while many are 0. The powers are
 * made by writing the exponent of a float; sixteen running sums in a fixed order. */
static double estimate(const state *s, const uint8_t *counter)
{
    float part[LANES] = {0};
    int zeros = 0;
    double sum = 0;
    for (int k = 0; k < s->size; k += LANES) {
        for (int i = 0; i < LANES; i++) {
            const uint32_t bits = (uint32_t)(127 - counter[k + i]) << 23;
            float power;
            memcpy(&power, &bits, sizeof power);
            part[i] += power;
        }
        for (int i = 0; i < LANES; i++) zeros += counter[k + i] == 0;
    }
    for (int i = 0; i < LANES; i++) sum += (double)part[i];
    const double size = s->size, raw = s->alpha * size * size / sum;
    return raw < 2.5 * size && zeros ? size * log(size / zeros) : raw;
}

static rel_vid old_number(const state *s, rel_vid v)
{
    return s->order ? s->order[v] : v;
}

static void note_growth(const state *s, const rel_distances *d, rel_vid v, int distance, double more)
{
    const rel_vid old = old_number(s, v);
    s->ball[v] += more;
    s->sum[v] += more * distance;
    if (d->harmonic) d->harmonic[old] += more / distance;
    if (d->reach && distance <= d->hops) d->reach[old] += more;
}

/* Unites mine with the counters of those of from[0 .. count) whose ball grew. Before the first of them (any:
 * there was one already) mine becomes old. Returns whether there was one. */
static inline bool unite_some(const state *s, const rel_vid *from, rel_eid count, const uint8_t *old,
                              uint8_t *mine, bool any)
{
    const size_t size = (size_t)s->size;
    for (rel_eid i = 0; i < count; i++) {
        if (!s->grew[from[i]]) continue;
        if (!any) memcpy(mine, old, size);
        any = true;
        s->unite(mine, s->now + from[i] * size, s->size);
    }
    return any;
}

/* The larger of counters is the same in any order: rows may be in pieces, and sorted or not. */
static bool unite_row(const state *s, rel_vid v, const uint8_t *old, uint8_t *mine)
{
    if (!s->packed)
        return unite_some(s, s->in.adj + s->in.off[v], s->in.off[v + 1] - s->in.off[v], old, mine, false);
    rel_packed_cursor c = rel_packed_begin(s->packed, &s->packed->in, v);
    rel_vid from[REL_PACKED_PIECE];
    bool any = false;
    for (int count; (count = rel_packed_next(&c, from, NULL)) > 0;)
        any = unite_some(s, from, count, old, mine, any);
    return any;
}

/* The ball of v after one more step: the union of its in-neighbours' balls before. next holds what now held a
 * step ago, so only rows that changed since are written. */
static double step(const state *s, const rel_distances *d, rel_vid v, int distance)
{
    _Alignas(64) uint8_t mine[ROOM];
    const size_t size = (size_t)s->size;
    const uint8_t *old = s->now + v * size;
    const bool changed = unite_row(s, v, old, mine) && memcmp(mine, old, size) != 0;
    s->grows[v] = changed;
    if (changed || s->grew[v]) memcpy(s->next + v * size, changed ? mine : old, size);
    if (!changed) return 0;
    const double more = estimate(s, mine) - s->ball[v];
    if (more <= 0) return 0;
    note_growth(s, d, v, distance, more);
    return more;
}

/* Rows in the order of degrees: packed ones are in it. */
static rel_status find_rows(rel_ctx *ctx, const rel_graph *g, state *s)
{
    rel_status st = REL_OK;
    rel_reorder r;
    if (rel_is_packed(&g->packed)) {
        s->packed = &g->packed;
        s->order = g->packed.order;
        return REL_OK;
    }
    REL_TRY(rel_reorder_by_degree(ctx, &g->out, g->n, &r));
    REL_TRY(rel_reorder_csr(ctx, &g->in, &r, false, &s->in));
    s->order = r.order;
out:
    return st;
}

static rel_status prepare(rel_ctx *ctx, const rel_graph *g, int p, state *s)
{
    rel_status st;
    const size_t n = s->n = g->n;
    s->size = 1 << p;
    s->alpha = p == 4 ? 0.673 : p == 5 ? 0.697 : p == 6 ? 0.709 : 0.7213 / (1 + 1.079 / s->size);
    REL_TRY(find_rows(ctx, g, s));
    REL_TRY(rel_scratch(ctx, &s->now, n, (size_t)s->size, "hyperball counters"));
    REL_TRY(rel_scratch_unset(ctx, &s->next, n, (size_t)s->size, "hyperball counters"));
    REL_TRY(rel_scratch_unset(ctx, &s->grew, n, 1, "hyperball flags"));
    REL_TRY(rel_scratch_unset(ctx, &s->grows, n, 1, "hyperball flags"));
    REL_TRY(rel_scratch_unset(ctx, &s->ball, n, sizeof *s->ball, "hyperball sizes"));
    REL_TRY(rel_scratch(ctx, &s->sum, n, sizeof *s->sum, "hyperball distances"));
    REL_TRY(rel_scratch(ctx, &s->found, n / BLOCK + 1, sizeof *s->found, "hyperball sizes"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) {
        const uint64_t hash = rel_rand(ctx->seed, STREAM_HASH, old_number(s, v));
        const uint64_t rest = hash >> p | (uint64_t)1 << (63 - p);
        s->now[v * (size_t)s->size + (hash & ((uint64_t)s->size - 1))] = (uint8_t)(1 + __builtin_ctzll(rest));
        s->grew[v] = 1;
        s->ball[v] = 1;
    }
out:
    return st;
}

/* The vertices part, part + REL_HYPERBALL_PARTS, ...: each part has its share of the hubs, so that parts take
 * about as long as each other. Returns how many balls grow. */
static int64_t grow_part(int threads, const state *s, const rel_distances *d, int64_t blocks, int part,
                         int distance)
{
    int64_t growing = 0;
    (void)threads;
/* dynamic: the first rows are the longest */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(+ : growing)
    for (int64_t k = 0; k < blocks; k++) {
        double found = part ? s->found[k] : 0;
        for (int64_t v = k * BLOCK + part; v < (k + 1) * BLOCK && v < s->n; v += REL_HYPERBALL_PARTS) {
            found += step(s, d, (rel_vid)v, distance);
            growing += s->grows[v];
        }
        s->found[k] = found;
    }
    return growing;
}

static rel_status grow(rel_ctx *ctx, state *s, rel_distances *d)
{
    rel_status st = REL_OK;
    const int64_t blocks = ((int64_t)s->n + BLOCK - 1) / BLOCK;
    int64_t growing = 1;
    for (int distance = 1; growing; distance++) {
        growing = 0;
        for (int part = 0; part < REL_HYPERBALL_PARTS; part++) {
            REL_TRY(rel_poll(ctx));
            growing += grow_part(ctx->threads, s, d, blocks, part, distance);
            rel_progress(ctx, "hyperball", "parts", (int64_t)(distance - 1) * REL_HYPERBALL_PARTS + part + 1,
                         0);
        }
        double found = 0;
        for (int64_t k = 0; k < blocks; k++) found += s->found[k];
        d->pairs[distance < REL_DISTANCE_MAX ? distance : REL_DISTANCE_MAX] += found;
        if (growing) d->longest = distance;
        uint8_t *swap = s->now;
        s->now = s->next;
        s->next = swap;
        swap = s->grew;
        s->grew = s->grows;
        s->grows = swap;
    }
out:
    return st;
}

rel_status rel_distances_hyperball(rel_ctx *ctx, const rel_graph *g, int p, rel_simd simd, rel_distances *d)
{
    rel_status st = REL_OK;
    state s = {.unite = choose(simd)};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    memset(d->pairs, 0, sizeof d->pairs);
    d->longest = 0;
    if (d->hops < 1) return rel_fail(ctx, REL_E_USAGE, "hyperball: %d hops are too few", d->hops);
    if (p < P_MIN || p > P_MAX)
        return rel_fail(ctx, REL_E_USAGE, "hyperball: precision %d is not from %d to %d", p, P_MIN, P_MAX);
    if (!rel_simd_has(simd))
        return rel_fail(ctx, REL_E_USAGE, "hyperball: this processor lacks the instructions asked for");
    if (g->n == 0) return REL_OK;
    if (!g->packed.in.block && (!g->in.off || !g->out.off))
        return rel_fail(ctx, REL_E_USAGE, "hyperball: the graph was built without both directions");
    REL_TRY(prepare(ctx, g, p, &s));
    for (rel_vid v = 0; d->harmonic && v < g->n; v++) d->harmonic[v] = 0;
    for (rel_vid v = 0; d->reach && v < g->n; v++) d->reach[v] = 0;
    REL_TRY(grow(ctx, &s, d));
    for (rel_vid v = 0; d->closeness && v < g->n; v++) {
        const double reached = s.ball[v] - 1;
        d->closeness[old_number(&s, v)] =
            s.sum[v] > 0 ? reached / ((double)g->n - 1) * (reached / s.sum[v]) : 0;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
