/* Where an account stands by a trait, among all and among those of its size. */
#include <stdlib.h>

#include "src/base/sort.h"
#include "src/insight/score_card_parts.h"

/* Better ends become large ones. */
static double aligned(const rel_score_cards *c, rel_trait trait, rel_vid v)
{
    const double x = rel_trait_value(c, trait, v);
    return rel_trait_about(trait)->better == REL_TRAIT_LOW ? -x : x;
}

static double percent_of(int64_t below, int64_t same, int64_t others)
{
    return others ? 100 * ((double)below + (double)same / 2) / (double)others : 100;
}

rel_status rel_trait_percentiles(rel_ctx *ctx, const rel_score_cards *c, rel_trait trait, double *percent)
{
    rel_status st;
    rel_sort_item *item;
    int64_t count = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &item, c->n, sizeof *item, "percentiles"));
    for (rel_vid v = 0; v < c->n; v++) {
        const double x = aligned(c, trait, v);
        percent[v] = NAN;
        /* -0 and 0 are the same number. */
        if (!isnan(x)) item[count++] = (rel_sort_item){rel_sort_key_f64(x + 0.0), v};
    }
    REL_TRY(rel_sort_radix(ctx, item, count));
    for (int64_t i = 0, to; i < count; i = to) {
        for (to = i; to < count && item[to].key == item[i].key;) to++;
        for (int64_t k = i; k < to; k++) percent[item[k].value] = percent_of(i, to - i - 1, count - 1);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Who of item[from..to) stands below and beside the one at `i`. */
static double against(const rel_score_cards *c, rel_trait trait, const rel_vid *who, int64_t from, int64_t to,
                      int64_t i)
{
    const double x = aligned(c, trait, who[i]);
    int64_t below = 0, same = 0;
    for (int64_t k = from; k < to; k++) {
        const double y = aligned(c, trait, who[k]);
        below += y < x;
        same += y == x && k != i;
    }
    return percent_of(below, same, to - from - 1);
}

rel_status rel_trait_peer_percentiles(rel_ctx *ctx, const rel_score_cards *c, rel_trait trait,
                                      const uint8_t *wanted, double *percent, int *peers)
{
    rel_status st;
    rel_vid *who;
    int64_t count = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &who, c->sized, sizeof *who, "accounts by size"));
    for (rel_vid v = 0; v < c->n; v++) {
        percent[v] = NAN;
        if (peers) peers[v] = 0;
    }
    for (rel_vid i = 0; i < c->sized; i++)
        if (!isnan(rel_trait_value(c, trait, c->by_size[i]))) who[count++] = c->by_size[i];
    for (int64_t i = 0; i < count; i++) {
        if (wanted && !wanted[who[i]]) continue;
        /* As many on both sides; more on one where the other ends. */
        int64_t from = i - REL_CARD_PEERS / 2, to = from + REL_CARD_PEERS + 1;
        if (to > count) from -= to - count;
        if (from < 0) from = 0;
        to = from + REL_CARD_PEERS + 1 < count ? from + REL_CARD_PEERS + 1 : count;
        if (peers) peers[who[i]] = (int)(to - from - 1);
        if (to - from - 1 >= REL_CARD_MIN_PEERS) percent[who[i]] = against(c, trait, who, from, to, i);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
