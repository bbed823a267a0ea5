#include "algorithms/diffusion/pick_limits.h"

#include <math.h>
#include <string.h>

enum { LOOK_STEPS = 8, HALVINGS = 6, DOUBLINGS = 64, RETREATS = 4 };
static const double FIRST_STEP = 0.1, STEP_SHRINKS = 0.97;
static const int64_t WEIGHT_MAX = INT64_MAX / 4;
/* Products of doubles are off by less than this share. */
static const double ROUNDING = 0x1p-50;

__extension__ typedef __int128 wide;

static rel_status room_for_rules(rel_ctx *ctx, rel_relaxation *x)
{
    rel_status st;
    const size_t groups = (size_t)x->groups, slots = x->c->slots;
    REL_TRY(rel_scratch(ctx, &x->least, groups, sizeof *x->least, "limits"));
    REL_TRY(rel_scratch(ctx, &x->most, groups, sizeof *x->most, "limits"));
    REL_TRY(rel_scratch(ctx, &x->price, groups, sizeof *x->price, "limits"));
    REL_TRY(rel_scratch(ctx, &x->use, groups, sizeof *x->use, "limits"));
    REL_TRY(rel_scratch(ctx, &x->place, (size_t)x->quotas * slots, sizeof *x->place, "limits"));
    REL_TRY(rel_scratch(ctx, &x->cost, slots, sizeof *x->cost, "limits"));
    REL_TRY(rel_scratch(ctx, &x->order, slots, sizeof *x->order, "limits"));
    REL_TRY(
        rel_scratch(ctx, &x->order_first, (size_t)x->family_groups + 3, sizeof *x->order_first, "limits"));
    REL_TRY(rel_scratch(ctx, &x->item, slots, sizeof *x->item, "limits"));
    REL_TRY(rel_scratch(ctx, &x->tried, slots, sizeof *x->tried, "limits"));
out:
    return st;
}

/* The quota with the most limits is obeyed exactly. */
static int widest(const rel_pick_rules *rules, const rel_pick_room *room)
{
    int best = -1;
    int64_t most = 0;
    for (int q = 0; q < rules->quotas; q++) {
        int64_t limits = 0;
        for (int64_t at = room->first[q]; at < room->first[q + 1]; at++)
            limits += room->least[at] > 0 || room->most[at] < INT64_MAX;
        if (limits <= most) continue;
        most = limits;
        best = q;
    }
    return best;
}

static void sort_by_family(const rel_pick_rules *rules, rel_relaxation *x)
{
    const uint32_t slots = x->c->slots;
    const rel_quota *q = x->family < 0 ? NULL : &rules->quota[x->family];
    const int32_t groups = q ? q->groups : 0;
    int64_t *first = x->order_first + 1;
    for (uint32_t i = 0; i < slots; i++) {
        const int32_t g = q ? q->group[x->c->account[i]] : -1;
        first[(g < 0 ? groups : g) + 1]++;
    }
    for (int32_t g = 0; g <= groups; g++) first[g + 1] += first[g];
    for (uint32_t i = slots; i-- > 0;) {
        const int32_t g = q ? q->group[x->c->account[i]] : -1;
        x->order[--first[(g < 0 ? groups : g) + 1]] = i;
    }
    /* Now first[g + 1] is where group g begins: one place further than it is wanted. */
    memmove(x->order_first, first + 1, ((size_t)groups + 1) * sizeof *first);
    x->order_first[groups + 1] = slots;
}

static void read_rules(const rel_pick_rules *rules, const rel_pick_room *room, rel_relaxation *x)
{
    const uint32_t slots = x->c->slots;
    x->budget = room->budget_left;
    for (int64_t at = 0; at < x->groups; at++) {
        x->least[at] = room->least[at] > 0 ? room->least[at] : 0;
        x->most[at] = room->most[at] < x->rivals ? room->most[at] : INT64_MAX;
    }
    for (uint32_t i = 0; i < slots; i++) {
        const rel_vid v = x->c->account[i];
        x->cost[i] = rel_pick_cost(rules, v);
        for (int q = 0; q < x->quotas; q++) {
            const int32_t g = rules->quota[q].group[v];
            x->place[(size_t)q * slots + i] = g < 0 || q == x->family ? -1 : (int32_t)(room->first[q] + g);
        }
    }
    sort_by_family(rules, x);
}

rel_status rel_relaxation_make(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules,
                               const rel_pick_room *room, uint64_t one, rel_relaxation *x)
{
    const int64_t asked = rules->rival_count ? rules->rival_count : rules->count;
    const int64_t rivals = asked || !room ? asked - rules->includes : room->count_left;
    *x = (rel_relaxation){.c = c, .rivals = rivals > 0 ? rivals : 0, .others = (c->least - 1) * one};
    if (!room) return rel_scratch_unset(ctx, &x->copy, c->slots, sizeof *x->copy, "weights");
    x->quotas = rules->quotas;
    x->groups = room->first[rules->quotas];
    x->family = widest(rules, room);
    if (x->family >= 0) {
        x->family_groups = rules->quota[x->family].groups;
        x->family_first = room->first[x->family];
    }
    x->step = FIRST_STEP;
    const rel_status st = room_for_rules(ctx, x);
    if (st == REL_OK) read_rules(rules, room, x);
    return st;
}

static bool weighs_more(rel_weighed a, rel_weighed b)
{
    return a.weight > b.weight || (a.weight == b.weight && a.slot < b.slot);
}

/* Quickselect (Hoare): afterwards the k that weigh most come first. */
static void put_heaviest_first(rel_weighed *v, int64_t n, int64_t k)
{
    for (int64_t lo = 0, hi = n; k > lo && k < hi;) {
        const rel_weighed pivot = v[lo + (hi - lo) / 2];
        int64_t i = lo, j = hi - 1;
        while (i <= j) {
            while (weighs_more(v[i], pivot)) i++;
            while (weighs_more(pivot, v[j])) j--;
            if (i > j) break;
            const rel_weighed t = v[i];
            v[i++] = v[j];
            v[j--] = t;
        }
        if (k <= j + 1)
            hi = j + 1;
        else if (k >= i)
            lo = i;
        else
            return;
    }
}

static wide sum_of(rel_relaxation *x, const rel_weighed *v, int64_t n)
{
    wide sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += v[i].weight;
        x->tried[v[i].slot] = 1;
    }
    return sum;
}

/* What is taken off the weight of a candidate. */
static int64_t price_of(const rel_relaxation *x, uint32_t i)
{
    int64_t price = 0;
    for (int q = 0; q < x->quotas; q++) {
        const int32_t at = x->place[(size_t)q * x->c->slots + i];
        if (at >= 0) price += x->price[at];
    }
    const double money = x->money_price * (double)x->cost[i] * (1 - ROUNDING);
    return price + (money < (double)WEIGHT_MAX ? (int64_t)money : WEIGHT_MAX);
}

/* What is paid back. */
static wide returned(const rel_relaxation *x)
{
    wide sum = 0;
    for (int64_t at = 0; at < x->groups; at++)
        sum += (wide)x->price[at] *
               (x->price[at] > 0 ? (x->most[at] < INT64_MAX ? x->most[at] : x->rivals) : x->least[at]);
    if (x->money_price > 0) sum += (wide)ceil(x->money_price * (double)x->budget * (1 + ROUNDING)) + 1;
    return sum;
}

/* The heaviest set at the present prices, obeying the count and the family. */
static uint64_t heaviest(rel_relaxation *x, const uint64_t *weight)
{
    int64_t left = x->rivals, pool = 0;
    wide sum = returned(x);
    memset(x->tried, 0, x->c->slots);
    const int32_t groups = x->family_groups;
    for (int32_t g = 0; g <= groups; g++) {
        int64_t n = x->order_first[g + 1] - x->order_first[g];
        rel_weighed *item = x->item + pool;
        for (int64_t i = 0; i < n; i++) {
            const uint32_t slot = x->order[x->order_first[g] + i];
            item[i] = (rel_weighed){(int64_t)weight[slot] - price_of(x, slot), slot};
        }
        int64_t forced = 0;
        if (g < groups) {
            const int64_t least = x->least[x->family_first + g], most = x->most[x->family_first + g];
            forced = least < n ? least : n;
            put_heaviest_first(item, n, most < n ? most : n);
            n = most < n ? most : n;
            put_heaviest_first(item, n, forced);
        }
        sum += sum_of(x, item, forced);
        left -= forced;
        for (int64_t i = forced; i < n; i++)
            if (item[i].weight > 0) x->item[pool++] = item[i];
    }
    const int64_t taken = left < 0 ? 0 : left < pool ? left : pool;
    put_heaviest_first(x->item, pool, taken);
    sum += sum_of(x, x->item, taken);
    return sum < 0 ? 0 : sum > INT64_MAX ? INT64_MAX : (uint64_t)sum;
}

static wide money_used(const rel_relaxation *x)
{
    wide sum = 0;
    for (uint32_t i = 0; i < x->c->slots; i++)
        if (x->tried[i]) sum += x->cost[i];
    return sum;
}

typedef struct
try {
    const uint64_t *weight;
    uint8_t *in;
    uint64_t best;
    double best_price;
}
try;

/* Tries a price of money; whether the set it gives can be paid. */
static bool try_price(rel_relaxation *x, double price, try *t)
{
    x->money_price = price;
    const uint64_t value = heaviest(x, t->weight);
    if (value < t->best) {
        t->best = value;
        t->best_price = price;
        if (t->in) memcpy(t->in, x->tried, x->c->slots);
    }
    return x->budget == INT64_MAX || money_used(x) <= x->budget;
}

/* The price of money that makes the bound small: between one that is too low and one that is high enough,
 * beginning at that of the last call. */
static uint64_t search_price(rel_relaxation *x, try *t)
{
    double low = 0, high = 0, price = x->money_price;
    bool paid = try_price(x, price, t);
    if (price > 0 && paid) {
        for (int i = 0; paid && i < RETREATS; i++) {
            high = price;
            price = i + 1 < RETREATS ? price / 2 : 0;
            paid = try_price(x, price, t);
        }
        low = price;
    } else if (!paid) {
        for (int i = 0; !paid && i < DOUBLINGS; i++) {
            low = price;
            price = price > 0 ? 2 * price : (double)t->best / ((double)x->budget + 1) / 64;
            paid = try_price(x, price, t);
        }
        high = price;
    }
    for (int i = 0; i < HALVINGS && high > 0 && !(paid && low == 0 && price == 0); i++) {
        price = (low + high) / 2;
        if (try_price(x, price, t))
            high = price;
        else
            low = price;
    }
    x->money_price = t->best_price;
    return t->best;
}

/* Groups that the set breaks the limits of become dearer, or cheaper; a price has one sign as long as it does
 * not come back to 0. True when something was broken or priced. */
static bool move_prices(rel_relaxation *x, const uint8_t *in, uint64_t value)
{
    const uint32_t slots = x->c->slots;
    double norm = 0;
    memset(x->use, 0, (size_t)x->groups * sizeof *x->use);
    for (size_t i = 0; i < (size_t)x->quotas * slots; i++)
        if (x->place[i] >= 0 && in[i % slots]) x->use[x->place[i]]++;
    for (int64_t at = 0; at < x->groups; at++) {
        const int64_t use = x->use[at];
        if (at >= x->family_first && at < x->family_first + x->family_groups)
            x->use[at] = 0;
        else if (x->price[at] > 0 || (x->price[at] == 0 && use > x->most[at]))
            x->use[at] = use - (x->most[at] < INT64_MAX ? x->most[at] : x->rivals);
        else if (x->price[at] < 0 || use < x->least[at])
            x->use[at] = use - x->least[at];
        else
            x->use[at] = 0;
        norm += (double)x->use[at] * (double)x->use[at];
    }
    if (norm == 0) return false;
    const double length = x->step * (double)value / norm;
    x->step *= STEP_SHRINKS;
    for (int64_t at = 0; at < x->groups; at++) {
        const int64_t old = x->price[at];
        double price = (double)old + length * (double)x->use[at];
        if ((old > 0 && price < 0) || (old < 0 && price > 0)) price = 0;
        x->price[at] = fabs(price) < 0x1p56 ? (int64_t)price : old;
    }
    return true;
}

static uint64_t relax_ruled(rel_relaxation *x, const uint64_t *weight, uint8_t *in)
{
    try t = {.weight = weight, .in = in, .best = UINT64_MAX};
    uint64_t value = search_price(x, &t);
    /* In a round of the dual the weights move, too; a look has to find its prices alone. */
    for (int i = 0; i < (in ? 1 : LOOK_STEPS) && move_prices(x, in ? in : x->tried, value) && !in; i++)
        value = search_price(x, &t);
    return value;
}

static uint64_t relax_plain(rel_relaxation *x, const uint64_t *weight, uint8_t *in)
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

uint64_t rel_relax(rel_relaxation *x, const uint64_t *weight, uint8_t *in)
{
    return x->copy ? relax_plain(x, weight, in) : relax_ruled(x, weight, in);
}
