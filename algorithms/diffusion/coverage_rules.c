/* Greedy under all rules. A candidate that may not be picked now may never be picked later, as what is used
 * up does not come back: so each is refused once. With a budget three greedies run (by gain for the money,
 * the same after the best single account, and by gain), and the best counts. */
#include <math.h>
#include <string.h>

#include "algorithms/diffusion/coverage_parts.h"

typedef enum order { BY_GAIN, BY_RATIO, BEST_THEN_RATIO, ORDERS } order;

typedef struct ruled {
    rel_ctx *ctx;
    rel_coverage *c;
    const rel_rr_samples *s;
    const rel_pick_rules *rules;
    rel_pick_room room;
    rel_relaxation limits;
    uint64_t *weight;
    uint32_t *gain; /* slots: before any pick but the included */
    rel_cover_queue queue;
    order by;
    rel_cover cover; /* of the present run */
    /* Fairness: by group of the root, the last one for those in none. */
    double *size, *met;        /* groups + 1: samples, those met; NULL: the plain sum */
    int64_t *more;             /* groups + 1 */
    int32_t *touched, touches; /* groups where `more` is not 0 */
} ruled;

rel_status rel_cover_ruled_filter(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules,
                                  const rel_pick_room *room, rel_cover_filter *f)
{
    rel_status st;
    uint8_t *barred = NULL;
    rel_vid *kept = NULL;
    int64_t keeps = 0;
    REL_TRY(rel_scratch(ctx, &barred, c->n, sizeof *barred, "candidates"));
    for (rel_vid v = 0; v < c->n; v++)
        barred[v] =
            room->out[v] || (room->budget_left < INT64_MAX && rel_pick_cost(rules, v) > room->budget_left);
    /* Who is in no sample may have to be picked: of each signature as many as may be picked at all. */
    const int64_t members = room->signs ? room->member_first[room->signs] : 0;
    REL_TRY(rel_scratch(ctx, &kept, (size_t)members, sizeof *kept, "candidates"));
    for (uint32_t s = 0; s < room->signs; s++) {
        if (!rel_pick_sign_helps(room, s)) continue;
        int64_t left = room->count_left > rules->rival_count ? room->count_left : rules->rival_count;
        for (int64_t i = room->member_first[s]; i < room->member_first[s + 1] && left > 0; i++) {
            const rel_vid v = room->member[i];
            if (barred[v] || c->tally[v]) continue;
            kept[keeps++] = v;
            left--;
        }
    }
    *f = (rel_cover_filter){.least = 1, .barred = barred, .kept = kept, .keeps = keeps};
out:
    return st;
}

/* What a slot adds to the sum of size * sqrt(share); counts in `more` what it adds to each group of
 * `touched`, in the order of the samples, which is that of the sum. */
static double fair_gain(ruled *r, uint32_t slot)
{
    const rel_coverage *c = r->c;
    double sum = 0;
    for (int32_t i = 0; i < r->touches; i++) r->more[r->touched[i]] = 0;
    r->touches = 0;
    for (uint32_t i = c->in_start[slot]; i < c->in_start[slot + 1]; i++) {
        const uint32_t head = c->word[c->in[i]];
        if (head & REL_SET_MET) continue;
        if (!r->more[head]++) r->touched[r->touches++] = (int32_t)head;
    }
    for (int32_t i = 0; i < r->touches; i++) {
        const int32_t g = r->touched[i];
        sum += sqrt(r->size[g] * (r->met[g] + (double)r->more[g])) - sqrt(r->size[g] * r->met[g]);
    }
    return sum;
}

static double worth(ruled *r, uint32_t slot)
{
    const double gain = r->size ? fair_gain(r, slot) : (double)r->c->gain[slot];
    if (r->by != BY_RATIO || !(gain > 0)) return gain;
    /* Who costs nothing comes first, the best of them before the others. */
    const int64_t cost = rel_pick_cost(r->rules, r->c->account[slot]);
    return cost ? gain / (double)cost : gain * 0x1p64;
}

static void fill_queue(ruled *r)
{
    r->queue.count = 0;
    for (uint32_t i = 0; i < r->c->slots; i++) {
        if (!r->c->gain[i]) continue;
        r->queue.entry[r->queue.count++] = (rel_cover_entry){.worth = worth(r, i), .slot = i};
    }
    rel_cover_queue_order(&r->queue);
}

/* The best candidate comes to the top; false when nobody adds anything. */
static bool best_first(ruled *r)
{
    rel_cover_queue *q = &r->queue;
    while (q->count) {
        const double now = worth(r, q->entry[0].slot);
        if (!(now > 0))
            rel_cover_queue_pop(q);
        else if (now < q->entry[0].worth)
            rel_cover_queue_lower(q, now);
        else
            return true;
    }
    return false;
}

static void take_slot(ruled *r, uint32_t slot)
{
    if (r->size) {
        (void)fair_gain(r, slot);
        for (int32_t i = 0; i < r->touches; i++) r->met[r->touched[i]] += (double)r->more[r->touched[i]];
    }
    rel_cover_take(&r->cover, r->c->account[slot], rel_coverage_meet(r->c, slot, 0));
}

/* Takes candidates in order until nobody adds anything, or `count` were taken. */
static rel_status take_best(ruled *r, int64_t count)
{
    rel_status st = REL_OK;
    const int64_t includes = r->rules->includes;
    int64_t looked = -1;
    fill_queue(r);
    while (r->room.count_left > 0 && count > 0 && best_first(r)) {
        const rel_vid v = r->c->account[r->queue.entry[0].slot];
        bool picked;
        REL_TRY(rel_poll(r->ctx));
        if (looked < r->cover.count &&
            rel_cover_is_look(r->cover.count - includes, r->rules->count - includes))
            rel_cover_look(r->c, &r->limits, r->weight, &r->cover);
        looked = r->cover.count;
        REL_TRY(rel_pick_try(&r->room, v, &picked));
        if (picked) take_slot(r, r->queue.entry[0].slot);
        rel_cover_queue_pop(&r->queue);
        count -= picked;
    }
out:
    return st;
}

/* Accounts that add nothing: those that must be picked, then, when they are free, the smallest. */
static rel_status fill(ruled *r)
{
    rel_status st = REL_OK;
    bool picked;
    for (rel_vid v; (v = rel_pick_needed(&r->room)) != REL_VID_NONE;) {
        REL_TRY(rel_pick_try(&r->room, v, &picked));
        if (!picked) break;
        const int64_t added = rel_coverage_has(r->c, v) ? r->c->gain[r->c->slot[v]] : 0;
        if (added)
            take_slot(r, r->c->slot[v]);
        else
            rel_cover_take(&r->cover, v, 0);
    }
    for (rel_vid v = 0; !(r->rules->budget > 0) && v < r->c->n && r->room.count_left > 0; v++) {
        REL_TRY(rel_pick_try(&r->room, v, &picked));
        if (picked) rel_cover_take(&r->cover, v, 0);
    }
out:
    return st;
}

static rel_status begin_run(ruled *r, const rel_cover *start)
{
    bool feasible;
    rel_pick_room_reset(&r->room);
    for (int64_t i = 0; i < r->rules->includes; i++) rel_pick_put(&r->room, r->rules->included[i]);
    const rel_status st = rel_pick_complete(&r->room, &feasible);
    if (st != REL_OK) return st;
    if (!feasible) return rel_fail(r->ctx, REL_E_USAGE, "coverage: the rules cannot be obeyed");
    rel_coverage_unmeet(r->c);
    memcpy(r->c->gain, r->gain, r->c->slots * sizeof *r->gain);
    r->cover.count = start->count;
    r->cover.covered = start->covered;
    if (r->met) memset(r->met, 0, ((size_t)r->rules->fair_groups + 1) * sizeof *r->met);
    return REL_OK;
}

static rel_status run(ruled *r, order by, const rel_cover *start)
{
    rel_status st;
    REL_TRY(begin_run(r, start));
    r->by = BY_GAIN;
    if (by == BEST_THEN_RATIO) REL_TRY(take_best(r, 1));
    if (by != BY_GAIN) r->by = BY_RATIO;
    REL_TRY(take_best(r, INT64_MAX));
    rel_cover_look(r->c, &r->limits, r->weight, &r->cover);
    REL_TRY(fill(r));
out:
    return st;
}

/* What the greedy maximises, for the comparison of runs. */
static double achieved(const ruled *r)
{
    double sum = 0;
    if (!r->size) return (double)r->cover.covered;
    for (int32_t g = 0; g <= r->rules->fair_groups; g++) sum += sqrt(r->size[g] * r->met[g]);
    return sum;
}

static rel_status make_fair(ruled *r)
{
    rel_status st = REL_OK;
    const rel_pick_rules *rules = r->rules;
    if (!rules->fair_group) goto out;
    const size_t groups = (size_t)rules->fair_groups + 1;
    REL_TRY(rel_scratch(r->ctx, &r->size, groups, sizeof *r->size, "groups of the audience"));
    REL_TRY(rel_scratch(r->ctx, &r->met, groups, sizeof *r->met, "groups of the audience"));
    REL_TRY(rel_scratch(r->ctx, &r->more, groups, sizeof *r->more, "groups of the audience"));
    REL_TRY(rel_scratch(r->ctx, &r->touched, groups, sizeof *r->touched, "groups of the audience"));
    for (int64_t i = 0; i < r->s->count; i++) {
        uint32_t members;
        const rel_vid *set = rel_rr_set(r->s, i, &members);
        if (!members) continue;
        const int32_t g = rules->fair_group[set[0]];
        r->size[g < 0 ? rules->fair_groups : g]++;
    }
out:
    return st;
}

static rel_status make(ruled *r)
{
    rel_status st;
    rel_coverage *c = r->c;
    rel_cover_filter filter;
    for (int64_t i = 0; i < r->rules->includes; i++) rel_pick_put(&r->room, r->rules->included[i]);
    REL_TRY(rel_cover_ruled_filter(r->ctx, c, r->rules, &r->room, &filter));
    filter.met = r->rules->included;
    filter.mets = r->rules->includes;
    filter.root_group = r->rules->fair_group;
    filter.groups = r->rules->fair_groups;
    REL_TRY(rel_coverage_gather(r->ctx, c, r->s, &filter));
    REL_TRY(rel_relaxation_make(r->ctx, c, r->rules, &r->room, 1, &r->limits));
    REL_TRY(rel_scratch_unset(r->ctx, &r->weight, c->slots, sizeof *r->weight, "gains"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->gain, c->slots, sizeof *r->gain, "gains"));
    REL_TRY(
        rel_scratch_unset(r->ctx, &r->queue.entry, c->slots, sizeof *r->queue.entry, "queue of candidates"));
    memcpy(r->gain, c->gain, c->slots * sizeof *r->gain);
    REL_TRY(make_fair(r));
out:
    return st;
}

static void keep(const ruled *r, rel_cover *cover)
{
    memcpy(cover->pick, r->cover.pick, (size_t)r->cover.count * sizeof *cover->pick);
    memcpy(cover->added, r->cover.added, (size_t)r->cover.count * sizeof *cover->added);
    cover->count = r->cover.count;
    cover->covered = r->cover.covered;
}

rel_status rel_cover_select_ruled(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                                  const rel_pick_rules *rules, rel_cover *cover)
{
    rel_status st;
    ruled r = {.ctx = ctx, .c = c, .s = s, .rules = rules};
    const bool paid = rules->budget > 0;
    const int64_t most = rules->count || !paid ? rules->count : c->n;
    double best = -1;
    REL_TRY(rel_cover_begin(ctx, c, s, rules, most, cover));
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_cover start = *cover;
    REL_TRY(rel_pick_room_make(ctx, c->n, rules, &r.room));
    REL_TRY(make(&r));
    const size_t room = (size_t)(most < c->n ? most : c->n);
    REL_TRY(rel_scratch_unset(ctx, &r.cover.pick, room, sizeof *r.cover.pick, "picks"));
    REL_TRY(rel_scratch_unset(ctx, &r.cover.added, room, sizeof *r.cover.added, "picks"));
    memcpy(r.cover.pick, start.pick, (size_t)start.count * sizeof *start.pick);
    memcpy(r.cover.added, start.added, (size_t)start.count * sizeof *start.added);
    r.cover.bound = INT64_MAX;
    for (order by = BY_GAIN; by < (paid ? ORDERS : BY_RATIO); by++) {
        REL_TRY(run(&r, by, &start));
        if (achieved(&r) <= best) continue;
        best = achieved(&r);
        keep(&r, cover);
    }
    cover->bound = r.cover.bound;
    rel_scratch_release(ctx, mark);
out:
    return st;
}
