#include "algorithms/diffusion/pick_room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/sort.h"

int64_t rel_pick_money(double amount)
{
    return llround(amount * 1e6);
}

int64_t rel_pick_cost(const rel_pick_rules *rules, rel_vid v)
{
    if (!rules->cost) return rel_pick_money(1);
    return isnan(rules->cost[v]) ? -1 : rel_pick_money(rules->cost[v]);
}

static int64_t least_of(const rel_quota *q, int32_t group)
{
    return q->at_least && q->at_least[group] > 0 ? q->at_least[group] : 0;
}

static int64_t most_of(const rel_quota *q, int32_t group)
{
    return q->at_most && q->at_most[group] >= 0 ? q->at_most[group] : INT64_MAX;
}

/* Where the group of v in quota q is in least and most; -1: it has no limits, or v is in none. */
static int64_t place(const rel_pick_room *room, int q, rel_vid v)
{
    const rel_quota *quota = &room->rules->quota[q];
    const int32_t group = quota->group[v];
    if (group < 0) return -1;
    return least_of(quota, group) || most_of(quota, group) < INT64_MAX ? room->first[q] + group : -1;
}

void rel_pick_room_reset(rel_pick_room *room)
{
    const rel_pick_rules *r = room->rules;
    room->count_left = r->count ? r->count : r->budget > 0 ? room->n : 0;
    room->budget_left = r->budget > 0 ? rel_pick_money(r->budget) : INT64_MAX;
    room->needs = 0;
    room->floor = room->cost = -1;
    for (int q = 0; q < r->quotas; q++)
        for (int32_t g = 0; g < r->quota[q].groups; g++) {
            room->least[room->first[q] + g] = least_of(&r->quota[q], g);
            room->most[room->first[q] + g] = most_of(&r->quota[q], g);
        }
    memset(room->use, 0, (size_t)room->first[r->quotas] * sizeof *room->use);
    for (uint32_t s = 0; s < room->signs; s++) {
        room->need[s] = 0;
        room->refused[s] = INT64_MAX;
    }
    for (rel_vid v = 0; v < room->n; v++) room->out[v] &= REL_OUT_BARRED;
}

static bool is_barred(const rel_pick_rules *r, rel_vid v)
{
    return (r->barred && r->barred[v]) || (r->base && r->base[v]) || rel_pick_cost(r, v) < 0;
}

static bool must_pick_any(const rel_pick_rules *r)
{
    for (int q = 0; q < r->quotas; q++)
        for (int32_t g = 0; g < r->quota[q].groups; g++)
            if (least_of(&r->quota[q], g)) return true;
    return false;
}

/* Signatures are numbered quota by quota: by the number so far and the group of this one. */
static rel_status number_signs(rel_pick_room *room, rel_sort_item *item, int64_t items)
{
    rel_status st = REL_OK;
    for (int64_t i = 0; i < items; i++) room->sign[item[i].value] = 0;
    room->signs = items > 0;
    for (int q = 0; q < room->rules->quotas; q++) {
        for (int64_t i = 0; i < items; i++) {
            const rel_vid v = (rel_vid)item[i].value;
            const int64_t at = place(room, q, v);
            item[i].key = (uint64_t)room->sign[v] << 32 | (uint64_t)(at < 0 ? 0 : at - room->first[q] + 1);
        }
        REL_TRY(rel_sort_radix(room->ctx, item, items));
        uint32_t sign = 0;
        for (int64_t i = 0; i < items; i++) {
            sign += i && item[i].key != item[i - 1].key;
            room->sign[item[i].value] = sign;
        }
        if (items) room->signs = sign + 1;
    }
    for (int64_t i = 0; i < items; i++)
        item[i].key = (uint64_t)rel_pick_cost(room->rules, (rel_vid)item[i].value);
    REL_TRY(rel_sort_radix(room->ctx, item, items));
    for (int64_t i = 0; i < items; i++) {
        room->by_cost[i] = (rel_vid)item[i].value;
        item[i].key = room->sign[item[i].value];
    }
    st = rel_sort_radix(room->ctx, item, items);
out:
    return st;
}

static rel_status list_members(rel_pick_room *room, const rel_sort_item *item, int64_t items)
{
    rel_status st;
    const size_t quotas = (size_t)room->rules->quotas;
    REL_TRY(
        rel_scratch(room->ctx, &room->member_first, room->signs + 1u, sizeof *room->member_first, "groups"));
    REL_TRY(rel_scratch(room->ctx, &room->sign_at, room->signs * quotas, sizeof *room->sign_at, "groups"));
    REL_TRY(rel_scratch(room->ctx, &room->need, room->signs, sizeof *room->need, "groups"));
    REL_TRY(rel_scratch(room->ctx, &room->refused, room->signs, sizeof *room->refused, "groups"));
    for (int64_t i = 0; i < items; i++) {
        const uint32_t s = (uint32_t)item[i].key;
        room->member[i] = (rel_vid)item[i].value;
        room->member_first[s + 1] = i + 1;
        for (int q = 0; q < room->rules->quotas; q++)
            room->sign_at[s * quotas + (size_t)q] = place(room, q, room->member[i]);
    }
out:
    return st;
}

static rel_status find_signs(rel_pick_room *room)
{
    rel_status st;
    rel_sort_item *item = NULL;
    int64_t items = 0, room_for = 0;
    const bool any = must_pick_any(room->rules);
    for (rel_vid v = 0; v < room->n; v++) {
        room->sign[v] = UINT32_MAX;
        room_for += any && !room->out[v];
    }
    REL_TRY(rel_scratch(room->ctx, &room->member, (size_t)room_for, sizeof *room->member, "candidates"));
    REL_TRY(rel_scratch(room->ctx, &room->by_cost, (size_t)room_for, sizeof *room->by_cost, "candidates"));
    REL_TRY(rel_alloc(room->ctx, &item, (size_t)room_for, sizeof *item, "candidates"));
    for (rel_vid v = 0; v < room->n && any; v++)
        if (!room->out[v]) item[items++].value = v;
    REL_TRY(number_signs(room, item, items));
    st = list_members(room, item, items);
out:
    free(item);
    return st;
}

rel_status rel_pick_room_make(rel_ctx *ctx, rel_vid n, const rel_pick_rules *rules, rel_pick_room *room)
{
    rel_status st;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *room = (rel_pick_room){.ctx = ctx, .rules = rules, .n = n};
    REL_TRY(rel_scratch(ctx, &room->first, (size_t)rules->quotas + 1, sizeof *room->first, "groups"));
    for (int q = 0; q < rules->quotas; q++) room->first[q + 1] = room->first[q] + rules->quota[q].groups;
    const size_t groups = (size_t)room->first[rules->quotas];
    REL_TRY(rel_scratch(ctx, &room->least, groups, sizeof *room->least, "groups"));
    REL_TRY(rel_scratch(ctx, &room->most, groups, sizeof *room->most, "groups"));
    REL_TRY(rel_scratch(ctx, &room->asked, groups, sizeof *room->asked, "groups"));
    REL_TRY(rel_scratch(ctx, &room->use, groups, sizeof *room->use, "groups"));
    REL_TRY(rel_scratch(ctx, &room->out, n, sizeof *room->out, "candidates"));
    REL_TRY(rel_scratch(ctx, &room->sign, n, sizeof *room->sign, "candidates"));
    for (rel_vid v = 0; v < n; v++) room->out[v] = is_barred(rules, v) ? REL_OUT_BARRED : 0;
    REL_TRY(find_signs(room));
    rel_pick_room_reset(room);
out:
    if (st != REL_OK) rel_scratch_release(ctx, mark);
    return st;
}

void rel_pick_use(rel_pick_room *room, uint32_t s, int64_t more)
{
    const int quotas = room->rules->quotas;
    room->need[s] += more;
    room->cost = -1;
    room->needs += more;
    for (int q = 0; q < quotas; q++) {
        const int64_t at = room->sign_at[(size_t)s * (size_t)quotas + (size_t)q];
        if (at >= 0) room->use[at] += more;
    }
}

static void count_pick(rel_pick_room *room, rel_vid v, int64_t times)
{
    room->floor = room->cost = -1;
    room->count_left -= times;
    if (room->budget_left < INT64_MAX) room->budget_left -= times * rel_pick_cost(room->rules, v);
    for (int q = 0; q < room->rules->quotas; q++) {
        const int64_t at = place(room, q, v);
        if (at < 0) continue;
        room->least[at] -= times; /* below 0: more than must be */
        if (room->most[at] < INT64_MAX) room->most[at] -= times;
    }
}

void rel_pick_put(rel_pick_room *room, rel_vid v)
{
    count_pick(room, v, 1);
    room->out[v] |= REL_OUT_PICKED;
}

bool rel_pick_sign_helps(const rel_pick_room *room, uint32_t sign)
{
    const size_t quotas = (size_t)room->rules->quotas;
    for (size_t q = 0; q < quotas; q++) {
        const int64_t at = room->sign_at[sign * quotas + q];
        if (at >= 0 && room->least[at] > 0) return true;
    }
    return false;
}

/* Cost of the cheapest `count` of a signature, v left out. */
static int64_t cost_of_sign(const rel_pick_room *room, uint32_t s, int64_t count, rel_vid v)
{
    int64_t sum = 0;
    for (int64_t i = room->member_first[s]; count > 0 && i < room->member_first[s + 1]; i++)
        if (!room->out[room->member[i]] && room->member[i] != v) {
            sum += rel_pick_cost(room->rules, room->member[i]);
            count--;
        }
    return sum;
}

/* Cost of the completion, when v is picked and `fewer` less of its signature are needed. */
static int64_t cost_of_completion(rel_pick_room *room, rel_vid v, int64_t fewer)
{
    if (room->cost < 0) {
        room->cost = 0;
        for (uint32_t s = 0; s < room->signs; s++)
            if (room->need[s]) room->cost += cost_of_sign(room, s, room->need[s], REL_VID_NONE);
    }
    const uint32_t s = room->sign[v];
    if (s == UINT32_MAX || !room->need[s]) return room->cost;
    return room->cost - cost_of_sign(room, s, room->need[s], REL_VID_NONE) +
           cost_of_sign(room, s, room->need[s] - fewer, v);
}

/* Whether the completion, less one of v's signature if it has any, goes with v. */
static bool goes_with(rel_pick_room *room, rel_vid v, bool *replaces)
{
    const uint32_t s = room->sign[v];
    *replaces = s != UINT32_MAX && room->need[s] > 0;
    if (room->needs - *replaces + 1 > room->count_left) return false;
    for (int q = 0; q < room->rules->quotas && !*replaces; q++) {
        const int64_t at = place(room, q, v);
        if (at >= 0 && room->most[at] < INT64_MAX && room->use[at] + 1 > room->most[at]) return false;
    }
    return room->budget_left == INT64_MAX ||
           rel_pick_cost(room->rules, v) <= room->budget_left - cost_of_completion(room, v, *replaces);
}

/* What the accounts cost at least that one quota asks for: the cheapest of each of its groups. */
static void find_floor(rel_pick_room *room)
{
    const int64_t members = room->member_first[room->signs];
    room->floor = room->dearest = 0;
    for (int q = 0; q < room->rules->quotas; q++) {
        int64_t sum = 0, missing = 0;
        int64_t *left = room->asked;
        for (int64_t at = room->first[q]; at < room->first[q + 1]; at++)
            missing += left[at] = room->least[at] > 0 ? room->least[at] : 0;
        for (int64_t i = 0; i < members && missing > 0; i++) {
            const rel_vid v = room->by_cost[i];
            const int64_t at = room->out[v] ? -1 : place(room, q, v);
            if (at < 0 || !left[at]) continue;
            const int64_t cost = rel_pick_cost(room->rules, v);
            left[at]--;
            missing--;
            sum += cost;
            if (cost > room->dearest) room->dearest = cost;
        }
        if (sum > room->floor) room->floor = sum;
    }
}

/* Whether it shows without a search that nothing can be completed after v. */
static bool is_out_of_question(rel_pick_room *room, rel_vid v)
{
    for (int q = 0; q < room->rules->quotas; q++) {
        int64_t missing = 0;
        const int64_t own = place(room, q, v);
        for (int64_t at = room->first[q]; at < room->first[q + 1]; at++)
            if (room->least[at] > 0) missing += room->least[at] - (at == own);
        if (own >= 0 && room->most[own] < 1) return true;
        if (missing > room->count_left - 1) return true;
    }
    if (room->budget_left == INT64_MAX) return false;
    if (room->floor < 0) find_floor(room);
    const int64_t saved = rel_pick_sign_helps(room, room->sign[v]) ? room->dearest : 0;
    return rel_pick_cost(room->rules, v) > room->budget_left - (room->floor - saved);
}

rel_status rel_pick_try(rel_pick_room *room, rel_vid v, bool *picked)
{
    bool replaces;
    *picked = false;
    if (room->out[v] || room->count_left < 1) return REL_OK;
    if (goes_with(room, v, &replaces)) {
        if (replaces) rel_pick_use(room, room->sign[v], -1);
        rel_pick_put(room, v);
        *picked = true;
        return REL_OK;
    }
    if (!room->needs) return REL_OK;
    /* What is refused stays so, for all of its signature that cost as much. */
    int64_t *refused = &room->refused[room->sign[v]];
    const int64_t cost = rel_pick_cost(room->rules, v);
    if (cost >= *refused || is_out_of_question(room, v)) return REL_OK;
    rel_pick_put(room, v);
    const rel_status st = rel_pick_complete(room, picked);
    if (st == REL_OK && *picked) return REL_OK;
    count_pick(room, v, -1);
    room->out[v] &= REL_OUT_BARRED;
    if (st == REL_OK) *refused = cost;
    return st;
}

rel_vid rel_pick_needed(const rel_pick_room *room)
{
    for (uint32_t s = 0; s < room->signs; s++)
        for (int64_t i = room->member_first[s]; room->need[s] > 0 && i < room->member_first[s + 1]; i++)
            if (!room->out[room->member[i]]) return room->member[i];
    return REL_VID_NONE;
}
