/* Random numbers as a function: the same (seed, stream, index) gives the same number, whoever asks and in
 * whatever order, so results do not depend on the number of threads. A stream per purpose, an index per
 * item. Mixing as in SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014. */
#ifndef REL_BASE_RNG_H
#define REL_BASE_RNG_H

#include <stdint.h>

static inline uint64_t rel_mix64(uint64_t z)
{
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint64_t rel_rand(uint64_t seed, uint64_t stream, uint64_t index)
{
    return rel_mix64(rel_mix64(rel_mix64(seed) + stream) + index);
}

/* Uniform in [0, 1), 53 bits. */
static inline double rel_rand_unit(uint64_t seed, uint64_t stream, uint64_t index)
{
    return (double)(rel_rand(seed, stream, index) >> 11) * 0x1p-53;
}

__extension__ typedef unsigned __int128 rel_u128;

/* Uniform in [0, bound), bound > 0; the bias is below bound / 2^64 (multiply-shift, Lemire 2019). */
static inline uint64_t rel_rand_below(uint64_t seed, uint64_t stream, uint64_t index, uint64_t bound)
{
    return (uint64_t)(((rel_u128)rel_rand(seed, stream, index) * bound) >> 64);
}

#endif
