/* The samples of a block side by side, level by level. One sample waits for memory at each step, because
 * where it goes next depends on what it read; those of a block do not depend on each other, so that their
 * reads overlap. Each draws from its own random numbers in its own order, hence what comes out is what
 * rel_rr_walk gives. */
#include <string.h>

#include "algorithms/diffusion/rr_parts.h"

enum { LANE_BITS = 6, KEY_BITS = 32 + LANE_BITS };
_Static_assert(REL_RR_BLOCK == 1 << LANE_BITS, "a sample of a block has a number of LANE_BITS bits");

/* False: it was there. At most half of the slots are ever taken. */
static bool enter(rel_rr_batch *b, rel_vid v, unsigned lane)
{
    const uint64_t key = b->epoch << KEY_BITS | (uint64_t)v << LANE_BITS | lane;
    uint64_t at = ((uint64_t)v << LANE_BITS | lane) * 0x9e3779b97f4a7c15u >> 49;
    while (b->slot[at] >> KEY_BITS == b->epoch) {
        if (b->slot[at] == key) return false;
        at = (at + 1) % REL_RR_BATCH_SLOTS;
    }
    b->slot[at] = key;
    return true;
}

static void next_epoch(rel_rr_batch *b)
{
    if (++b->epoch >> (64 - KEY_BITS)) {
        memset(b->slot, 0, sizeof b->slot);
        b->epoch = 1;
    }
}

/* All of it, or false when there is no more room. */
static bool reach(const rel_rr_sampler *s, const rel_rr_watch *watch, rel_rr_batch *b, rel_vid v,
                  unsigned lane)
{
    if (!enter(b, v, lane)) return true;
    if (b->count == REL_RR_BATCH_MAX) return false;
    __builtin_prefetch(&s->f->off[v]);
    b->node[b->count] = v;
    b->lane[b->count++] = (uint8_t)lane;
    b->met[lane] |= rel_rr_seen(watch, v);
    return true;
}

static bool ended(const rel_rr_watch *watch, uint32_t met)
{
    return watch->any && met == watch->all;
}

/* Live senders of the accounts from..to: how many there are, or -1 when they are too many. */
static int64_t listen(const rel_rr_sampler *s, const rel_rr_watch *watch, rel_rr_batch *b, int64_t from,
                      int64_t to)
{
    int64_t edges = 0;
    for (int64_t i = from; i < to; i++) {
        const uint8_t lane = b->lane[i];
        if (ended(watch, b->met[lane])) continue;
        rel_rr_row row = rel_rr_row_of(s->f, b->node[i]);
        while (row.next < row.d) {
            if (edges + REL_RR_LIVE_MAX > REL_RR_BATCH_MAX) return -1;
            const int count = rel_rr_live(s, &b->rng[lane], &row, b->edge + edges, REL_RR_LIVE_MAX);
            for (int j = 0; j < count; j++) {
                __builtin_prefetch(&s->f->sender[b->edge[edges]]);
                b->edge_lane[edges++] = lane;
            }
        }
    }
    return edges;
}

bool rel_rr_batch_draw(const rel_rr_sampler *s, const rel_rr_watch *watch, const uint64_t *key, int keys,
                       rel_rr_batch *b)
{
    next_epoch(b);
    b->count = 0;
    for (int i = 0; i < keys; i++) {
        b->rng[i].at = key[i];
        b->met[i] = 0;
        if (!reach(s, watch, b, rel_rr_root(s, &b->rng[i]), (unsigned)i)) return false;
    }
    int64_t from = 0;
    for (int64_t hop = 0; from < b->count && hop < s->max_hops; hop++) {
        const int64_t to = b->count, edges = listen(s, watch, b, from, to);
        if (edges < 0) return false;
        for (int64_t i = 0; i < edges; i++) {
            const uint8_t lane = b->edge_lane[i];
            if (!ended(watch, b->met[lane]) && !reach(s, watch, b, s->f->sender[b->edge[i]], lane))
                return false;
        }
        from = to;
    }
    return true;
}

void rel_rr_batch_members(const rel_rr_batch *b, const rel_rr_watch *watch, int keys, uint32_t *start,
                          rel_vid *member)
{
    uint32_t at[REL_RR_BLOCK] = {0}, sum = 0;
    for (int64_t i = 0; i < b->count; i++) at[b->lane[i]]++;
    for (int i = 0; i < keys; i++) {
        const uint32_t size = ended(watch, b->met[i]) ? 0 : at[i];
        start[i] = at[i] = sum;
        sum += size;
    }
    start[keys] = sum;
    for (int64_t i = 0; i < b->count; i++)
        if (!ended(watch, b->met[b->lane[i]])) member[at[b->lane[i]]++] = b->node[i];
}
