/* The search for a completion, as sums of whole numbers. Limits upwards are left out until a solution breaks
 * one: signatures that differ only in limits left out are one class, so that there are few numbers to find,
 * however many communities there are. */
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/pick_room.h"
#include "algorithms/diffusion/whole_numbers.h"
#include "src/base/sort.h"

enum { FACTORS_MAX = 1 << 25 };

typedef struct programme {
    rel_pick_room *room;
    size_t quotas;
    bool paid;
    uint8_t *is_row;     /* groups: whose limits are in the sums */
    int64_t *use;        /* groups, by a solution */
    int64_t *need;       /* signs, of a solution */
    uint32_t *class_of;  /* signs; UINT32_MAX: of no help */
    uint32_t *first_of;  /* classes: a signature of each */
    rel_sort_item *item; /* accounts that could be picked, by class and cost; key: the class */
    int64_t items;
    int64_t *column_first; /* columns + 1: their items */
    rel_sums sums;
    int64_t *x;
} programme;

static int64_t place_of(const programme *p, uint32_t sign, size_t q)
{
    return p->room->sign_at[sign * p->quotas + q];
}

static bool same_class(const programme *p, uint32_t a, uint32_t b)
{
    for (size_t q = 0; q < p->quotas; q++) {
        const int64_t x = place_of(p, a, q), y = place_of(p, b, q);
        if ((x >= 0 && p->is_row[x] ? x : -1) != (y >= 0 && p->is_row[y] ? y : -1)) return false;
    }
    return true;
}

static void find_classes(programme *p)
{
    uint32_t classes = 0;
    for (uint32_t s = 0; s < p->room->signs; s++) {
        uint32_t c = 0;
        p->class_of[s] = UINT32_MAX;
        if (!rel_pick_sign_helps(p->room, s)) continue;
        while (c < classes && !same_class(p, s, p->first_of[c])) c++;
        if (c == classes) p->first_of[classes++] = s;
        p->class_of[s] = c;
    }
}

/* The cheapest of each signature, as many as its own limits let through. */
static void list_items(programme *p)
{
    const rel_pick_room *room = p->room;
    p->items = 0;
    for (uint32_t s = 0; s < room->signs; s++) {
        int64_t left = p->class_of[s] == UINT32_MAX ? 0 : room->count_left;
        for (size_t q = 0; q < p->quotas; q++) {
            const int64_t at = place_of(p, s, q);
            if (at >= 0 && room->most[at] < left) left = room->most[at];
        }
        for (int64_t i = room->member_first[s]; i < room->member_first[s + 1] && left > 0; i++) {
            const rel_vid v = room->member[i];
            if (room->out[v]) continue;
            const int64_t cost = p->paid ? rel_pick_cost(room->rules, v) : 0;
            if (p->paid && cost > room->budget_left) break;
            p->item[p->items++] = (rel_sort_item){.key = (uint64_t)cost, .value = v};
            left--;
        }
    }
}

static rel_status sort_items(programme *p)
{
    rel_status st = REL_OK;
    if (p->paid) REL_TRY(rel_sort_radix(p->room->ctx, p->item, p->items));
    for (int64_t i = 0; i < p->items; i++) p->item[i].key = p->class_of[p->room->sign[p->item[i].value]];
    st = rel_sort_radix(p->room->ctx, p->item, p->items);
out:
    return st;
}

static int64_t cost_at(const programme *p, int64_t item)
{
    return p->paid ? rel_pick_cost(p->room->rules, (rel_vid)p->item[item].value) : 0;
}

/* Leaves out those behind as many cheaper ones of their class as may be picked at all. */
static void drop_dear_items(programme *p)
{
    int64_t kept = 0, first = 0;
    for (int64_t i = 0; i < p->items; i++) {
        if (!kept || p->item[kept - 1].key != p->item[i].key) first = kept;
        const bool dear = kept - first >= p->room->count_left && cost_at(p, i) > cost_at(p, kept - 1);
        if (!dear) p->item[kept++] = p->item[i];
    }
    p->items = kept;
}

static bool begins_column(const programme *p, int64_t i)
{
    return !i || p->item[i].key != p->item[i - 1].key || cost_at(p, i) != cost_at(p, i - 1);
}

static rel_status make_columns(programme *p)
{
    rel_status st;
    rel_ctx *ctx = p->room->ctx;
    int64_t columns = 0;
    size_t rows = 2;
    for (int64_t i = 0; i < p->items; i++) columns += begins_column(p, i);
    for (int64_t at = 0; at < p->room->first[p->quotas]; at++) rows += p->is_row[at];
    if (columns && (int64_t)rows > FACTORS_MAX / columns)
        return rel_fail(ctx, REL_E_LIMIT,
                        "the quotas are too many to be checked: %zu limits, %zu combinations", rows - 2,
                        (size_t)columns);
    p->sums = (rel_sums){.columns = (int)columns};
    REL_TRY(rel_scratch(ctx, &p->column_first, (size_t)columns + 1, sizeof *p->column_first, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->x, (size_t)columns, sizeof *p->x, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->sums.most, (size_t)columns, sizeof *p->sums.most, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->sums.low, rows, sizeof *p->sums.low, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->sums.high, rows, sizeof *p->sums.high, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->sums.factor, rows * (size_t)columns, sizeof *p->sums.factor, "constraints"));
    int64_t c = -1;
    for (int64_t i = 0; i < p->items; i++) {
        if (begins_column(p, i)) p->column_first[++c] = i;
        if (p->sums.most[c] < p->room->count_left) p->sums.most[c]++;
    }
    p->column_first[columns] = p->items;
out:
    return st;
}

static int64_t *begin_row(rel_sums *s, int64_t low, int64_t high)
{
    s->low[s->rows] = low;
    s->high[s->rows] = high;
    return s->factor + (size_t)s->rows++ * (size_t)s->columns;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void make_rows(programme *p)
{
    const rel_pick_room *room = p->room;
    const int columns = p->sums.columns;
    for (size_t q = 0; q < p->quotas; q++)
        for (int64_t at = room->first[q]; at < room->first[q + 1]; at++) {
            if (!p->is_row[at]) continue;
            int64_t *row = begin_row(&p->sums, room->least[at] > 0 ? room->least[at] : 0, room->most[at]);
            for (int c = 0; c < columns; c++)
                row[c] = place_of(p, p->first_of[p->item[p->column_first[c]].key], q) == at;
        }
    int64_t *row = begin_row(&p->sums, 0, room->count_left), unit = 0;
    for (int c = 0; c < columns; c++) row[c] = 1;
    if (!p->paid) return;
    for (int c = 0; c < columns; c++) unit = common_divisor(cost_at(p, p->column_first[c]), unit);
    if (!unit) return;
    row = begin_row(&p->sums, 0, room->budget_left / unit);
    for (int c = 0; c < columns; c++) row[c] = cost_at(p, p->column_first[c]) / unit;
}

/* Whether one more of the signature keeps the limits; those that it would break become rows, if `add`. */
static bool fits(programme *p, uint32_t sign, bool add)
{
    bool fit = true;
    for (size_t q = 0; q < p->quotas; q++) {
        const int64_t at = place_of(p, sign, q);
        if (at < 0 || p->use[at] < p->room->most[at]) continue;
        fit = false;
        if (add) p->is_row[at] = 1;
    }
    return fit;
}

/* Turns numbers of classes into numbers of signatures within the limits that were left out. When that fails,
 * those that stood in the way become rows; rows are kept by the solution, so these are new ones. */
static bool spread_solution(programme *p)
{
    const rel_pick_room *room = p->room;
    memset(p->use, 0, (size_t)room->first[p->quotas] * sizeof *p->use);
    memset(p->need, 0, room->signs * sizeof *p->need);
    for (int c = 0; c < p->sums.columns; c++) {
        int64_t left = p->x[c];
        for (int pass = 0; pass < 2 && left > 0; pass++)
            for (int64_t i = p->column_first[c]; i < p->column_first[c + 1] && left > 0; i++) {
                const uint32_t s = room->sign[p->item[i].value];
                if (!fits(p, s, pass == 1) || pass == 1) continue;
                p->need[s]++;
                left--;
                for (size_t q = 0; q < p->quotas; q++)
                    if (place_of(p, s, q) >= 0) p->use[place_of(p, s, q)]++;
            }
        if (left > 0) return false;
    }
    return true;
}

static rel_status make_room(programme *p)
{
    rel_status st;
    rel_ctx *ctx = p->room->ctx;
    const size_t groups = (size_t)p->room->first[p->quotas], signs = p->room->signs;
    const size_t members = signs ? (size_t)p->room->member_first[signs] : 0;
    REL_TRY(rel_scratch(ctx, &p->is_row, groups, sizeof *p->is_row, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->use, groups, sizeof *p->use, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->need, signs, sizeof *p->need, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->class_of, signs, sizeof *p->class_of, "constraints"));
    REL_TRY(rel_scratch(ctx, &p->first_of, signs, sizeof *p->first_of, "constraints"));
    REL_TRY(rel_scratch_unset(ctx, &p->item, members, sizeof *p->item, "constraints"));
    for (size_t at = 0; at < groups; at++) p->is_row[at] = p->room->least[at] > 0;
out:
    return st;
}

/* Solves with the rows there are; *again: more of them are needed. */
static rel_status solve(programme *p, bool *feasible, bool *again)
{
    rel_status st;
    const rel_arena_mark mark = rel_scratch_mark(p->room->ctx);
    find_classes(p);
    list_items(p);
    REL_TRY(sort_items(p));
    drop_dear_items(p);
    REL_TRY(make_columns(p));
    make_rows(p);
    REL_TRY(rel_sums_solve(p->room->ctx, &p->sums, feasible, p->x));
    *again = *feasible && !spread_solution(p);
out:
    rel_scratch_release(p->room->ctx, mark);
    return st;
}

/* What needs no search: something is used up. */
static bool is_hopeless(const rel_pick_room *room)
{
    if (room->count_left < 0 || room->budget_left < 0) return true;
    for (int64_t at = 0; at < room->first[room->rules->quotas]; at++)
        if (room->most[at] < 0 || room->least[at] > room->most[at]) return true;
    return false;
}

rel_status rel_pick_complete(rel_pick_room *room, bool *feasible)
{
    rel_status st = REL_OK;
    programme p = {
        .room = room, .quotas = (size_t)room->rules->quotas, .paid = room->budget_left < INT64_MAX};
    const rel_arena_mark mark = rel_scratch_mark(room->ctx);
    *feasible = !is_hopeless(room);
    if (!*feasible) return REL_OK;
    REL_TRY(make_room(&p));
    for (bool again = true; again && *feasible;) REL_TRY(solve(&p, feasible, &again));
    for (uint32_t s = 0; s < room->signs && *feasible; s++) rel_pick_use(room, s, p.need[s] - room->need[s]);
out:
    rel_scratch_release(room->ctx, mark);
    return st;
}
