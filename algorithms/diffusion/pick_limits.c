#include "algorithms/diffusion/pick_limits.h"

rel_status rel_relaxation_make(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules, uint64_t one,
                               rel_relaxation *x)
{
    const int64_t rivals = (rules->rival_count ? rules->rival_count : rules->count) - rules->includes;
    *x = (rel_relaxation){.c = c, .rivals = rivals > 0 ? rivals : 0, .others = (c->least - 1) * one};
    return rel_scratch_unset(ctx, &x->copy, c->slots, sizeof *x->copy, "weights");
}

uint64_t rel_relax(rel_relaxation *x, const uint64_t *weight, uint8_t *in)
{
    const uint32_t slots = x->c->slots;
    const uint64_t k = (uint64_t)x->rivals;
    for (uint32_t i = 0; i < slots; i++) x->copy[i] = weight[i] < x->others ? x->others : weight[i];
    uint64_t sum = rel_top_sum(x->copy, slots, k), least = UINT64_MAX, taken = 0;
    for (uint64_t i = 0; i < k && i < slots; i++)
        if (x->copy[i] < least) least = x->copy[i];
    if (k > slots) {
        /* Accounts that occur and are no candidates: all of them, at most. */
        const uint64_t occur = (uint64_t)x->c->seen_count, most = k < occur ? k : occur;
        if (most > slots) sum += (most - slots) * x->others;
        least = 0;
    }
    x->is_bounded_by_others = x->others && least <= x->others;
    if (!in) return sum;
    for (uint32_t i = 0; i < slots; i++) taken += in[i] = weight[i] > least;
    for (uint32_t i = 0; i < slots && taken < k; i++)
        if (weight[i] == least) in[i] = 1, taken++;
    return sum;
}
