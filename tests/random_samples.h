/* Reverse-reachable sets made by hand or at random, for tests of what works on samples. */
#ifndef REL_TESTS_RANDOM_SAMPLES_H
#define REL_TESTS_RANDOM_SAMPLES_H

#include <stdlib.h>

#include "algorithms/diffusion/rr_samples.h"
#include "src/base/rng.h"

enum { SAMPLES_STREAM = 4711 };

/* Room for `count` samples, a multiple of REL_RR_BLOCK, of at most `most` members, all empty. */
static inline rel_rr_samples samples_new(int64_t count, uint32_t most)
{
    rel_rr_samples s = {.blocks = count / REL_RR_BLOCK, .count = count};
    s.block = calloc((size_t)s.blocks + 1, sizeof *s.block);
    for (int64_t b = 0; s.block && b < s.blocks; b++) {
        s.block[b].member = malloc(((size_t)most * REL_RR_BLOCK + 1) * sizeof(rel_vid));
        s.block[b].start = calloc(REL_RR_BLOCK + 1, sizeof(uint32_t));
        if (!s.block[b].member || !s.block[b].start) abort();
    }
    return s;
}

static inline void samples_free(rel_rr_samples *s)
{
    for (int64_t b = 0; b < s->blocks; b++) {
        free(s->block[b].member);
        free(s->block[b].start);
    }
    free(s->block);
    *s = (rel_rr_samples){0};
}

/* Sample i gets one more member; samples are filled in order. */
static inline void samples_add(rel_rr_samples *s, int64_t i, rel_vid v)
{
    rel_rr_block *b = &s->block[i / REL_RR_BLOCK];
    const int64_t at = i % REL_RR_BLOCK;
    b->member[b->start[at + 1]] = v;
    for (int64_t j = at + 1; j <= REL_RR_BLOCK; j++) b->start[j]++;
    s->members++;
}

/* Of every four samples, one is empty on average; hubs (small squares of a uniform number) occur often.
 * Sample i is the same whatever `count` is. */
static inline rel_rr_samples samples_random(uint64_t seed, rel_vid n, int64_t count, uint32_t most)
{
    rel_rr_samples s = samples_new(count, most);
    for (int64_t i = 0; i < count; i++) {
        const uint64_t at = (uint64_t)i * 64;
        const uint32_t want = (uint32_t)rel_rand_below(seed, SAMPLES_STREAM, at, most + most / 3 + 1);
        for (uint32_t j = 0; j < (want > most ? 0 : want); j++) {
            const double x = rel_rand_unit(seed, SAMPLES_STREAM, at + 1 + j);
            const rel_vid v = (rel_vid)(x * x * (double)n);
            uint32_t size;
            const rel_vid *set = rel_rr_set(&s, i, &size);
            bool there = false;
            for (uint32_t x2 = 0; x2 < size; x2++) there |= set[x2] == v;
            if (!there) samples_add(&s, i, v);
        }
    }
    return s;
}

/* Samples that some account with in[v] != 0 is in. */
static inline int64_t samples_met(const rel_rr_samples *s, const uint8_t *in)
{
    int64_t met = 0;
    for (int64_t i = 0; i < s->count; i++) {
        uint32_t size, j = 0;
        const rel_vid *set = rel_rr_set(s, i, &size);
        while (j < size && !in[set[j]]) j++;
        met += j < size;
    }
    return met;
}

#endif
