/* Reverse-reachable sets: for an account drawn at random (the root), the accounts that would have reached it
 * in one random run of the model. A set of seeds reaches the root exactly when it meets the set, so
 * reach(S) = audience * Pr[S meets a random reverse-reachable set].
 *
 * Source: Borgs, Brautbar, Chayes, Lucier, "Maximizing social influence in nearly optimal time", SODA 2014;
 * drawing without touching every edge: Guo, Wang, Wei, Chen, "Influence maximization revisited: efficient
 * reverse reachable set generation with bound tightened", SIGMOD 2020 (SUBSIM). */
#ifndef REL_ALGORITHMS_DIFFUSION_RR_SAMPLES_H
#define REL_ALGORITHMS_DIFFUSION_RR_SAMPLES_H

#include "algorithms/diffusion/influence.h"

/* What drawing needs beside the influence: tables for each distinct degree, the distribution of roots. */
typedef struct rel_rr_sampler rel_rr_sampler;

/* Copies nothing: both stay the caller's and are borrowed until the sampler is deleted. Memory: 40 KB, 12
 * bytes an account with an audience, 8 an edge when LT has probabilities by edge. audience: n weights >= 0,
 * finite, not all 0: how much it counts that an account is reached, and how often it is drawn as a root;
 * NULL: 1 each. Without accounts nothing can be drawn: E_USAGE. Errors: E_USAGE, E_MEM. */
REL_CHECKED
rel_status rel_rr_sampler_new(rel_ctx *ctx, const rel_influence *influence, const double *audience,
                              rel_rr_sampler **sampler);
/* Accepts NULL. */
void rel_rr_sampler_delete(rel_rr_sampler *sampler);
/* Sum of the audience: what a hit probability is multiplied with. */
double rel_rr_audience(const rel_rr_sampler *sampler);

/* Sample i of a collection is a function of (ctx->seed, collection, i). */
enum { REL_RR_BLOCK = 64, REL_RR_SETS = 32 };
typedef struct rel_rr_block {
    rel_vid *member; /* start[REL_RR_BLOCK] accounts; a set's root comes first */
    uint32_t *start; /* REL_RR_BLOCK + 1 */
} rel_rr_block;

typedef struct rel_rr_samples {
    rel_rr_block *block;
    int64_t blocks;
    int64_t count;              /* samples drawn: blocks * REL_RR_BLOCK */
    int64_t members;            /* stored */
    int64_t base_hits;          /* samples that the base meets: these are counted here and stored empty */
    int64_t bytes;              /* taken, room that is not used yet among them */
    struct rel_rr_store *store; /* what rel_rr_samples_free releases */
} rel_rr_samples;

/* Members of sample i; none: it meets the base, or nobody can reach its root (a rival's seed). */
static inline const rel_vid *rel_rr_set(const rel_rr_samples *s, int64_t i, uint32_t *size)
{
    const rel_rr_block *b = &s->block[i / REL_RR_BLOCK];
    const uint32_t *start = b->start + i % REL_RR_BLOCK;
    *size = start[1] - start[0];
    return b->member + start[0];
}

/* Extends s ({0} at first) to at least `count` samples, a multiple of REL_RR_BLOCK. base: a byte for each
 * account, or NULL: samples that meet it end there. The same samples at any thread count. Memory: 4 bytes a
 * member and 4 a sample, and what is left free at the end of a chunk; a thread takes n / 8 bytes and 340 KB
 * while drawing (with delays 16 n more). Cost: O(members) expected, whatever the degrees (per-edge
 * probabilities: and the logarithm of a row's range of probabilities). Errors: E_MEM, E_LIMIT (a block of
 * 2^32 members), E_STOPPED: s holds what it held, or some whole blocks more. */
REL_CHECKED
rel_status rel_rr_draw(rel_ctx *ctx, const rel_rr_sampler *sampler, uint64_t collection, const uint8_t *base,
                       int64_t count, rel_rr_samples *s);
/* Accepts {0}. */
void rel_rr_samples_free(rel_rr_samples *s);

/* How many of the samples first <= i < last meet each of `sets` sets, without storing any: hits[0..sets).
 * set[j][v] != 0: v belongs to set j. sets <= REL_RR_SETS; ends each sample as soon as every set is met.
 * Memory: as drawing, and 4 n bytes a thread. Errors: E_USAGE, E_STOPPED, E_MEM; hits is untouched then. */
REL_CHECKED
rel_status rel_rr_judge(rel_ctx *ctx, const rel_rr_sampler *sampler, uint64_t collection, int64_t first,
                        int64_t last, const uint8_t *const *set, int sets, int64_t *hits);

#endif
