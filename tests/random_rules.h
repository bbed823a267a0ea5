/* Random rules for few accounts, and whether a set obeys them, without any device. */
#ifndef REL_TESTS_RANDOM_RULES_H
#define REL_TESTS_RANDOM_RULES_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "algorithms/diffusion/pick_rules.h"
#include "src/base/rng.h"

enum { RULES_N = 11, RULES_QUOTAS = 3, RULES_GROUPS = 3, RULES_STREAM = 815 };

typedef struct random_rules {
    rel_pick_rules rules;
    uint8_t barred[RULES_N], base[RULES_N];
    rel_vid included[RULES_N];
    double cost[RULES_N];
    rel_quota quota[RULES_QUOTAS];
    int32_t group[RULES_QUOTAS][RULES_N], fair[RULES_N];
    int64_t at_least[RULES_QUOTAS][RULES_GROUPS], at_most[RULES_QUOTAS][RULES_GROUPS];
} random_rules;

static inline uint64_t rules_draw(uint64_t seed, uint64_t *at, uint64_t bound)
{
    return rel_rand_below(seed, RULES_STREAM, (*at)++, bound);
}

/* Some with costs, some with quotas, some with both. */
static inline void random_rules_make(uint64_t seed, rel_vid n, random_rules *r)
{
    uint64_t at = 0;
    memset(r, 0, sizeof *r);
    const bool costs = rules_draw(seed, &at, 2);
    r->rules.quotas = (int)rules_draw(seed, &at, RULES_QUOTAS + 1);
    r->rules.count = costs && !rules_draw(seed, &at, 2) ? 0 : 1 + (int64_t)rules_draw(seed, &at, n);
    for (rel_vid v = 0; v < n; v++) {
        r->barred[v] = !rules_draw(seed, &at, 8);
        r->base[v] = !rules_draw(seed, &at, 10);
        r->cost[v] = rules_draw(seed, &at, 12) ? (double)rules_draw(seed, &at, 60) / 10 : (double)NAN;
        r->fair[v] = (int32_t)rules_draw(seed, &at, 4) - 1;
        if (rules_draw(seed, &at, 9) == 0 && !r->barred[v] && !r->base[v] && !(costs && isnan(r->cost[v])))
            r->included[r->rules.includes++] = v;
        for (int q = 0; q < RULES_QUOTAS; q++)
            r->group[q][v] = (int32_t)rules_draw(seed, &at, RULES_GROUPS + 1) - 1;
    }
    for (int q = 0; q < RULES_QUOTAS; q++) {
        for (int g = 0; g < RULES_GROUPS; g++) {
            r->at_least[q][g] = rules_draw(seed, &at, 2) ? 0 : (int64_t)rules_draw(seed, &at, 3);
            r->at_most[q][g] = (int64_t)rules_draw(seed, &at, 5) - 1;
        }
        r->quota[q] = (rel_quota){.name = "group", .group = r->group[q], .groups = RULES_GROUPS};
        if (rules_draw(seed, &at, 4)) r->quota[q].at_least = r->at_least[q];
        if (rules_draw(seed, &at, 4)) r->quota[q].at_most = r->at_most[q];
    }
    if (costs) {
        r->rules.cost = r->cost;
        r->rules.budget = 1 + (double)rules_draw(seed, &at, 200) / 10;
    }
    r->rules.quota = r->quota;
    r->rules.barred = r->barred;
    r->rules.base = r->base;
    r->rules.included = r->included;
}

/* Whether the accounts whose bit is set in `set` are permitted. */
static inline bool rules_permit(const rel_pick_rules *r, rel_vid n, uint32_t set)
{
    double cost = 0;
    const int count = __builtin_popcount(set);
    for (int64_t i = 0; i < r->includes; i++)
        if (!(set >> r->included[i] & 1)) return false;
    for (rel_vid v = 0; v < n; v++) {
        if (!(set >> v & 1)) continue;
        if ((r->barred && r->barred[v]) || (r->base && r->base[v])) return false;
        if (r->cost && isnan(r->cost[v])) return false;
        cost += r->cost ? r->cost[v] : 1;
    }
    if ((r->count || !(r->budget > 0)) && count > r->count) return false;
    if (r->budget > 0 && cost > r->budget + 1e-9) return false;
    for (int q = 0; q < r->quotas; q++)
        for (int32_t g = 0; g < r->quota[q].groups; g++) {
            int64_t there = 0;
            for (rel_vid v = 0; v < n; v++) there += (set >> v & 1) && r->quota[q].group[v] == g;
            if (r->quota[q].at_least && there < r->quota[q].at_least[g]) return false;
            if (r->quota[q].at_most && r->quota[q].at_most[g] >= 0 && there > r->quota[q].at_most[g])
                return false;
        }
    return true;
}

#endif
