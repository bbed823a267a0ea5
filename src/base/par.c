#include "src/base/par.h"

enum { MAX_BLOCKS = 1024, MIN_BLOCK = 4096 };

static int64_t block_count(int64_t n)
{
    const int64_t blocks = (n + MIN_BLOCK - 1) / MIN_BLOCK;
    return blocks < MAX_BLOCKS ? blocks : MAX_BLOCKS;
}

static int64_t block_start(int64_t n, int64_t blocks, int64_t b)
{
    return n / blocks * b + (b < n % blocks ? b : n % blocks);
}

double rel_par_sum(int threads, int64_t n, rel_par_term *block_sum, const void *state)
{
    double partial[MAX_BLOCKS], total = 0;
    const int64_t blocks = block_count(n);
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (blocks > 4)
    for (int64_t b = 0; b < blocks; b++)
        partial[b] = block_sum(state, block_start(n, blocks, b), block_start(n, blocks, b + 1));
    for (int64_t b = 0; b < blocks; b++) total += partial[b];
    return total;
}

int64_t rel_par_prefix(int threads, int64_t *counts, int64_t n)
{
    int64_t start[MAX_BLOCKS + 1];
    const int64_t blocks = block_count(n);
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (blocks > 4)
    for (int64_t b = 0; b < blocks; b++) {
        int64_t sum = 0;
        for (int64_t i = block_start(n, blocks, b); i < block_start(n, blocks, b + 1); i++) sum += counts[i];
        start[b + 1] = sum;
    }
    start[0] = 0;
    for (int64_t b = 0; b < blocks; b++) start[b + 1] += start[b];
#pragma omp parallel for num_threads(threads) schedule(static) if (blocks > 4)
    for (int64_t b = 0; b < blocks; b++) {
        int64_t sum = start[b];
        for (int64_t i = block_start(n, blocks, b); i < block_start(n, blocks, b + 1); i++) {
            const int64_t count = counts[i];
            counts[i] = sum;
            sum += count;
        }
    }
    return counts[n] = start[blocks];
}
