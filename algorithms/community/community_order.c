#include "algorithms/community/community_moves.h"
#include "src/base/rng.h"

/* Vertices are taken from blocks of BLOCK consecutive ones, one of each block before the second of any, so
 * that every batch has its share of hubs and of each part of the graph. */
enum { BLOCK = 256, SLICES = 64, BATCHES = 256, BATCH_MIN = 32 };

/* The i-th vertex of a block: a permutation of 0..255 drawn by key. */
static rel_vid shuffled(uint64_t key, uint32_t i)
{
    uint32_t x = (i * ((uint32_t)(key >> 8) | 1) + (uint32_t)key) & 255;
    x = ((x ^ (x >> 4)) * ((uint32_t)(key >> 32) | 1)) & 255;
    return x ^ (x >> 3);
}

/* Those of the places first <= i < last of every block that are unsettled. */
static int64_t gather(rel_vid n, uint64_t seed, uint64_t stream, const uint8_t *unsettled, uint32_t first,
                      uint32_t last, rel_vid *list)
{
    int64_t count = 0;
    for (uint32_t i = first; i < last; i++)
        for (uint64_t b = 0; b * BLOCK < n; b++) {
            const uint64_t v = b * BLOCK + shuffled(rel_rand(seed, stream, b), i);
            if (v >= n || !unsettled[v]) continue;
            if (list) list[count] = (rel_vid)v;
            count++;
        }
    return count;
}

int64_t rel_search_order(rel_ctx *ctx, rel_vid n, uint64_t stream, const uint8_t *unsettled, rel_vid *list)
{
    int64_t start[SLICES + 1], sum = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) if (n > 4096)
    for (uint32_t s = 0; s < SLICES; s++)
        start[s] =
            gather(n, ctx->seed, stream, unsettled, s * (BLOCK / SLICES), (s + 1) * (BLOCK / SLICES), NULL);
    for (int s = 0; s <= SLICES; s++) {
        const int64_t count = s < SLICES ? start[s] : 0;
        start[s] = sum;
        sum += count;
    }
#pragma omp parallel for num_threads(ctx->threads) schedule(static) if (n > 4096)
    for (uint32_t s = 0; s < SLICES; s++)
        gather(n, ctx->seed, stream, unsettled, s * (BLOCK / SLICES), (s + 1) * (BLOCK / SLICES),
               list + start[s]);
    return sum;
}

int64_t rel_search_batch(rel_vid n)
{
    return n / BATCHES < BATCH_MIN ? 1 : n / BATCHES;
}
