#include "algorithms/centrality/betweenness_parts.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    PIECE = 64,  /* arcs whose flags are looked at in one call */
    AHEAD = 128, /* so many arcs before they are added, the values of a neighbour are asked for */
};

static int collect_portable(const uint16_t *flag, const rel_vid *adj, int arcs, uint16_t want, rel_vid *near)
{
    int count = 0;
    for (int k = 0; k < arcs; k++) {
        near[count] = adj[k];
        count += (flag[adj[k]] & want) != 0;
    }
    return count;
}

static inline __attribute__((always_inline)) void ask_for(const float *value, rel_vid v)
{
    __builtin_prefetch(value + (size_t)v * REL_LANES);
}

/* Adds count rows; near may be read to before `ahead`, where the rows to add next are known. */
static void add_portable(const float *value, const rel_vid *near, int64_t count, int64_t ahead, double *sum)
{
    for (int64_t i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        if (i + AHEAD < ahead) ask_for(value, near[i + AHEAD]);
        for (int k = 0; k < REL_LANES; k++) sum[k] += (double)row[k];
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_avx2(const float *value, const rel_vid *near, int64_t count,
                                                     int64_t ahead, double *sum)
{
    __m256d total[4];
    for (int k = 0; k < 4; k++) total[k] = _mm256_load_pd(sum + 4 * k);
    for (int64_t i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        if (i + AHEAD < ahead) ask_for(value, near[i + AHEAD]);
        for (int k = 0; k < 4; k++)
            total[k] = _mm256_add_pd(total[k], _mm256_cvtps_pd(_mm_load_ps(row + 4 * k)));
    }
    for (int k = 0; k < 4; k++) _mm256_store_pd(sum + 4 * k, total[k]);
}

/* The last flags of the array are read with two bytes behind them, which must be there. */
__attribute__((target("avx512f,avx512bw,avx512vl"))) static int
collect_avx512(const uint16_t *flag, const rel_vid *adj, int arcs, uint16_t want, rel_vid *near)
{
    const __m512i wanted = _mm512_set1_epi32(want);
    int count = 0;
    for (int k = 0; k < arcs; k += 16) {
        const __mmask16 there = arcs - k < 16 ? (__mmask16)((1U << (arcs - k)) - 1) : 0xffff;
        const __m512i u = _mm512_maskz_loadu_epi32(there, adj + k);
        const __m512i flags = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, u, flag, 2);
        const __mmask16 some = _mm512_test_epi32_mask(flags, wanted);
        _mm512_storeu_si512(near + count, _mm512_maskz_compress_epi32(some, u));
        count += __builtin_popcount(some);
    }
    return count;
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void
add_avx512(const float *value, const rel_vid *near, int64_t count, int64_t ahead, double *sum)
{
    __m512d low = _mm512_load_pd(sum), high = _mm512_load_pd(sum + 8);
    for (int64_t i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        if (i + AHEAD < ahead) ask_for(value, near[i + AHEAD]);
        low = _mm512_add_pd(low, _mm512_cvtps_pd(_mm256_load_ps(row)));
        high = _mm512_add_pd(high, _mm512_cvtps_pd(_mm256_load_ps(row + 8)));
    }
    _mm512_store_pd(sum, low);
    _mm512_store_pd(sum + 8, high);
}
#endif

rel_gather rel_gather_choose(rel_simd simd)
{
    if (simd == REL_SIMD_BEST) simd = rel_simd_best();
#if defined(__x86_64__)
    if (simd == REL_SIMD_AVX512) return (rel_gather){collect_avx512, add_avx512};
    if (simd == REL_SIMD_AVX2) return (rel_gather){collect_portable, add_avx2};
#endif
    return (rel_gather){collect_portable, add_portable};
}

/* Rows follow each other in memory, so that the next row's neighbours can be asked for in time. */
static void add_rows(const rel_gather *g, const rel_gather_from *from, rel_wave *w)
{
    const rel_eid arcs = from->c->off[from->n];
    for (int i = 0; i < w->count; i++) {
        const rel_eid first = from->c->off[w->vertex[i]], end = from->c->off[w->vertex[i] + 1];
        g->add(from->value, from->c->adj + first, end - first, arcs - first, w->sum[i]);
    }
}

/* Adds what was written down; row `last` may go on. */
static void flush(const rel_gather *g, const rel_gather_from *from, rel_wave *w, int first, int last)
{
    int start = 0;
    for (int i = first; i <= last; i++) {
        if (w->end[i] > start) g->add(from->value, w->near + start, w->end[i] - start, 0, w->sum[i]);
        start = w->end[i];
    }
}

/* Two steps, so that the loads of many rows of values are under way at the same time: the flags of all
 * neighbours are looked at first, those that count are written down and their values asked for; then they are
 * added up. Neither step branches on a flag. */
static void add_flagged(const rel_gather *g, const rel_gather_from *from, rel_wave *w)
{
    int used = 0, first = 0;
    for (int i = 0; i < w->count; i++) {
        const rel_eid end = from->c->off[w->vertex[i] + 1];
        w->end[i] = used;
        for (rel_eid e = from->c->off[w->vertex[i]]; e < end; e += PIECE) {
            if (used + PIECE > REL_WAVE_ROOM) {
                flush(g, from, w, first, i);
                first = i;
                used = 0;
            }
            const int arcs = end - e < PIECE ? (int)(end - e) : PIECE, before = used;
            used += g->collect(from->flag, from->c->adj + e, arcs, w->want[i], w->near + used);
            for (int k = before; k < used; k++) ask_for(from->value, w->near[k]);
            w->end[i] = used;
        }
    }
    flush(g, from, w, first, w->count - 1);
}

void rel_gather_wave(const rel_gather *g, const rel_gather_from *from, rel_wave *w)
{
    memset(w->sum, 0, (size_t)w->count * sizeof *w->sum);
    if (from->flag)
        add_flagged(g, from, w);
    else
        add_rows(g, from, w);
}
