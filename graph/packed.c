#include "graph/packed.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Least significant byte first on any machine; reads 4 bytes, of which `bytes` count. */
static inline uint32_t load_gap(const uint8_t *at, int bytes)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value & (UINT32_MAX >> (32 - 8 * bytes));
}

const uint8_t *rel_packed_decode_portable(const uint8_t *code, const uint8_t *gap, int count, rel_vid last,
                                          rel_vid *to)
{
    for (int i = 0; i < count; i++) {
        const int bytes = (code[i >> 2] >> (2 * (i & 3)) & 3) + 1;
        last += load_gap(gap, bytes) + 1;
        to[i] = last;
        gap += bytes;
    }
    return gap;
}

#if defined(__x86_64__)
/* For each byte of codes: which byte of the gaps goes where in four 32-bit lanes (128: a zero), and how many
 * bytes the four gaps take. */
#define BYTES(c, lane) (((c) >> (2 * (lane)) & 3) + 1)
#define BEGIN(c, lane)                                                                                       \
    ((lane > 0 ? BYTES(c, 0) : 0) + (lane > 1 ? BYTES(c, 1) : 0) + (lane > 2 ? BYTES(c, 2) : 0))
#define FROM(c, lane, byte) (uint8_t)((byte) < BYTES(c, lane) ? BEGIN(c, lane) + (byte) : 128)
#define LANE(c, lane) FROM(c, lane, 0), FROM(c, lane, 1), FROM(c, lane, 2), FROM(c, lane, 3)
#define MOVES(c)                                                                                             \
    {                                                                                                        \
        LANE(c, 0), LANE(c, 1), LANE(c, 2), LANE(c, 3)                                                       \
    }
#define TOTAL(c) (uint8_t)(BYTES(c, 0) + BYTES(c, 1) + BYTES(c, 2) + BYTES(c, 3))
#define TIMES4(X, c) X(c), X((c) + 1), X((c) + 2), X((c) + 3)
#define TIMES16(X, c) TIMES4(X, c), TIMES4(X, (c) + 4), TIMES4(X, (c) + 8), TIMES4(X, (c) + 12)
#define TIMES64(X, c) TIMES16(X, c), TIMES16(X, (c) + 16), TIMES16(X, (c) + 32), TIMES16(X, (c) + 48)
#define TIMES256(X) TIMES64(X, 0), TIMES64(X, 64), TIMES64(X, 128), TIMES64(X, 192)

static const _Alignas(64) uint8_t moves[256][16] = {TIMES256(MOVES)};
static const uint8_t total[256] = {TIMES256(TOTAL)};

/* Four gaps at a time: their bytes into lanes, their running sum, and the neighbour before. */
__attribute__((target("ssse3"))) static const uint8_t *decode_ssse3(const uint8_t *code, const uint8_t *gap,
                                                                    int count, rel_vid last, rel_vid *to)
{
    const __m128i one = _mm_set1_epi32(1);
    __m128i before = _mm_set1_epi32((int)last);
    for (int i = 0; i < count; i += 4) {
        const uint8_t c = *code++;
        const __m128i move = _mm_load_si128((const __m128i *)(const void *)moves[c]);
        __m128i x = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)gap), move);
        gap += total[c];
        x = _mm_add_epi32(x, one);
        x = _mm_add_epi32(x, _mm_slli_si128(x, 4));
        x = _mm_add_epi32(x, _mm_slli_si128(x, 8));
        x = _mm_add_epi32(x, before);
        _mm_storeu_si128((__m128i *)(void *)(to + i), x);
        before = _mm_shuffle_epi32(x, 0xff);
    }
    return gap;
}
#endif

rel_packed_decoder *rel_packed_best_decoder(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3")) return decode_ssse3;
#endif
    return rel_packed_decode_portable;
}
