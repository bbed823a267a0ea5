#include "algorithms/centrality/betweenness_parts.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Two steps, so that the loads of many rows of values are under way at the same time: the flags of all
 * neighbours are looked at first, those that count are written down and their values asked for; then they are
 * added up. Neither step branches on a flag. */

enum { PIECE = 64 }; /* arcs whose flags are looked at in one call */

static int collect_portable(const rel_gather_from *from, const rel_vid *adj, int arcs, uint16_t want,
                            rel_vid *near, uint16_t *lanes)
{
    int count = 0;
    for (int k = 0; k < arcs; k++) {
        const uint16_t both = from->flag[adj[k]] & want;
        near[count] = adj[k];
        lanes[count] = both;
        count += both != 0;
    }
    return count;
}

static void add_portable(const float *value, const rel_vid *near, const uint16_t *lanes, int count,
                         double *sum)
{
    for (int i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        for (int k = 0; k < REL_LANES; k++) sum[k] += lanes[i] >> k & 1 ? (double)row[k] : 0;
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_avx2(const float *value, const rel_vid *near,
                                                     const uint16_t *lanes, int count, double *sum)
{
    const __m128i bits = _mm_setr_epi32(1, 2, 4, 8);
    __m256d total[4];
    for (int k = 0; k < 4; k++) total[k] = _mm256_load_pd(sum + 4 * k);
    for (int i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        for (int k = 0; k < 4; k++) {
            const __m128i some = _mm_and_si128(_mm_set1_epi32(lanes[i] >> 4 * k), bits);
            const __m128 in = _mm_castsi128_ps(_mm_cmpeq_epi32(some, bits));
            total[k] = _mm256_add_pd(total[k], _mm256_cvtps_pd(_mm_and_ps(_mm_load_ps(row + 4 * k), in)));
        }
    }
    for (int k = 0; k < 4; k++) _mm256_store_pd(sum + 4 * k, total[k]);
}

/* The last flags of the array are read with two bytes behind them, which must be there. */
__attribute__((target("avx512f,avx512bw,avx512vl"))) static int collect_avx512(const rel_gather_from *from,
                                                                               const rel_vid *adj, int arcs,
                                                                               uint16_t want, rel_vid *near,
                                                                               uint16_t *lanes)
{
    const __m512i wanted = _mm512_set1_epi32(want);
    int count = 0;
    for (int k = 0; k < arcs; k += 16) {
        const __mmask16 there = arcs - k < 16 ? (__mmask16)((1U << (arcs - k)) - 1) : 0xffff;
        const __m512i u = _mm512_maskz_loadu_epi32(there, adj + k);
        const __m512i flag = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, u, from->flag, 2);
        const __m512i both = _mm512_and_si512(flag, wanted);
        const __mmask16 some = _mm512_test_epi32_mask(both, both);
        _mm512_storeu_si512(near + count, _mm512_maskz_compress_epi32(some, u));
        _mm256_storeu_si256((__m256i *)(void *)(lanes + count),
                            _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(some, both)));
        count += __builtin_popcount(some);
    }
    return count;
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void
add_avx512(const float *value, const rel_vid *near, const uint16_t *lanes, int count, double *sum)
{
    __m512d low = _mm512_load_pd(sum), high = _mm512_load_pd(sum + 8);
    for (int i = 0; i < count; i++) {
        const float *row = value + (size_t)near[i] * REL_LANES;
        const unsigned both = lanes[i];
        low = _mm512_mask_add_pd(low, (__mmask8)both, low, _mm512_cvtps_pd(_mm256_load_ps(row)));
        high =
            _mm512_mask_add_pd(high, (__mmask8)(both >> 8), high, _mm512_cvtps_pd(_mm256_load_ps(row + 8)));
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

/* Adds what was written down; row `last` may go on. */
static void flush(const rel_gather *g, const rel_gather_from *from, rel_wave *w, int first, int last)
{
    int start = 0;
    for (int i = first; i <= last; i++) {
        unsigned got = w->got[i];
        for (int k = start; k < w->end[i]; k++) got |= w->lanes[k];
        w->got[i] = (uint16_t)got;
        if (w->end[i] > start)
            g->add(from->value, w->near + start, w->lanes + start, w->end[i] - start, w->sum[i]);
        start = w->end[i];
    }
}

void rel_gather_wave(const rel_gather *g, const rel_gather_from *from, rel_wave *w)
{
    int used = 0, first = 0;
    memset(w->sum, 0, (size_t)w->count * sizeof *w->sum);
    for (int i = 0; i < w->count; i++) {
        const rel_eid end = from->c->off[w->vertex[i] + 1];
        w->got[i] = 0;
        w->end[i] = used;
        for (rel_eid e = from->c->off[w->vertex[i]]; e < end; e += PIECE) {
            if (used + PIECE > REL_WAVE_ROOM) {
                flush(g, from, w, first, i);
                first = i;
                used = 0;
            }
            const int arcs = end - e < PIECE ? (int)(end - e) : PIECE, before = used;
            used += g->collect(from, from->c->adj + e, arcs, w->want[i], w->near + used, w->lanes + used);
            for (int k = before; k < used; k++)
                __builtin_prefetch(from->value + (size_t)w->near[k] * REL_LANES);
            w->end[i] = used;
        }
    }
    flush(g, from, w, first, w->count - 1);
}
