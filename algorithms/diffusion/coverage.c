#include "algorithms/diffusion/coverage.h"

#include <string.h>

#include "algorithms/diffusion/coverage_parts.h"

enum { WANTED_MIN = 256, WANTED_FACTOR = 8, POLL_EVERY = 256 };

static bool comes_before(rel_cover_entry a, rel_cover_entry b)
{
    return a.worth > b.worth || (a.worth == b.worth && a.slot < b.slot);
}

static void sift(rel_cover_queue *q, size_t i)
{
    const rel_cover_entry x = q->entry[i];
    for (size_t child; (child = 2 * i + 1) < q->count; i = child) {
        if (child + 1 < q->count && comes_before(q->entry[child + 1], q->entry[child])) child++;
        if (!comes_before(q->entry[child], x)) break;
        q->entry[i] = q->entry[child];
    }
    q->entry[i] = x;
}

void rel_cover_queue_order(rel_cover_queue *q)
{
    for (size_t i = q->count / 2; i-- > 0;) sift(q, i);
}

void rel_cover_queue_lower(rel_cover_queue *q, double worth)
{
    q->entry[0].worth = worth;
    sift(q, 0);
}

void rel_cover_queue_pop(rel_cover_queue *q)
{
    q->entry[0] = q->entry[--q->count];
    if (q->count) sift(q, 0);
}

void rel_cover_look(const rel_coverage *c, rel_relaxation *limits, uint64_t *weight, rel_cover *cover)
{
    for (uint32_t i = 0; i < c->slots; i++) weight[i] = c->gain[i];
    const int64_t bound = cover->covered + (int64_t)rel_relax(limits, weight, NULL);
    if (bound < cover->bound) cover->bound = bound;
}

/* The included come first: their gains are counted, then the candidates are made as if they were picked. */
rel_status rel_cover_begin(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                           const rel_pick_rules *rules, int64_t most, rel_cover *cover)
{
    rel_status st;
    const rel_cover_filter filter = {.least = UINT32_MAX, .kept = rules->included, .keeps = rules->includes};
    const size_t room = (size_t)(most < c->n ? most : c->n);
    *cover = (rel_cover){.bound = INT64_MAX, .covered = s->base_hits};
    if (rules->includes > (int64_t)room)
        return rel_fail(ctx, REL_E_USAGE, "coverage: more accounts are included than are to be picked");
    REL_TRY(rel_scratch_unset(ctx, &cover->pick, room, sizeof *cover->pick, "picks"));
    REL_TRY(rel_scratch_unset(ctx, &cover->added, room, sizeof *cover->added, "picks"));
    REL_TRY(rel_coverage_count(ctx, c, s));
    if (!rules->includes) goto out;
    REL_TRY(rel_coverage_gather(ctx, c, s, &filter));
    for (int64_t i = 0; i < rules->includes; i++)
        rel_cover_take(cover, rules->included[i], rel_coverage_meet(c, c->slot[rules->included[i]], 0));
out:
    return st;
}

typedef struct greedy {
    rel_ctx *ctx;
    rel_coverage *c;
    const rel_rr_samples *s;
    const rel_pick_rules *rules;
    rel_cover *cover;
    rel_cover_filter filter;
    rel_arena_mark mark; /* of what follows */
    rel_relaxation limits;
    uint64_t *weight;
    rel_cover_queue queue;
} greedy;

static void fill_queue(const rel_coverage *c, rel_cover_queue *q)
{
    q->count = 0;
    for (uint32_t i = 0; i < c->slots; i++)
        if (c->gain[i]) q->entry[q->count++] = (rel_cover_entry){.worth = c->gain[i], .slot = i};
    rel_cover_queue_order(q);
}

/* The best candidate comes to the top; its gain, 0 when nobody adds anything. */
static uint32_t best_gain(const rel_coverage *c, rel_cover_queue *q)
{
    while (q->count) {
        const uint32_t gain = c->gain[q->entry[0].slot];
        if (!gain)
            rel_cover_queue_pop(q);
        else if ((double)gain < q->entry[0].worth)
            rel_cover_queue_lower(q, gain);
        else
            return gain;
    }
    return 0;
}

/* Candidates anew, those that are in at least `least` samples; what is picked is out of the game. */
static rel_status gather(greedy *g, uint32_t least)
{
    rel_status st;
    rel_scratch_release(g->ctx, g->mark);
    g->filter.least = least;
    g->filter.met = g->cover->pick;
    g->filter.mets = g->cover->count;
    REL_TRY(rel_coverage_gather(g->ctx, g->c, g->s, &g->filter));
    const size_t slots = g->c->slots;
    REL_TRY(rel_scratch_unset(g->ctx, &g->weight, slots, sizeof *g->weight, "gains"));
    REL_TRY(rel_scratch_unset(g->ctx, &g->queue.entry, slots, sizeof *g->queue.entry, "queue of candidates"));
    REL_TRY(rel_relaxation_make(g->ctx, g->c, g->rules, NULL, 1, &g->limits));
    fill_queue(g->c, &g->queue);
out:
    return st;
}

/* The least tally to begin with: about eight times as many candidates as picks, or what the last selection
 * went down to. */
static uint32_t first_least(const greedy *g)
{
    const rel_coverage *c = g->c;
    const rel_pick_rules *r = g->rules;
    int64_t wanted = r->count > r->rival_count ? r->count : r->rival_count;
    wanted = wanted < c->n ? WANTED_FACTOR * wanted : c->n;
    uint32_t least = rel_coverage_least(c, wanted > WANTED_MIN ? wanted : WANTED_MIN, r->barred);
    const double known = .8 * c->least_share * (double)g->s->count;
    if (known > 0 && known < least) least = (uint32_t)known;
    return least ? least : 1;
}

/* Accounts that add nothing: the smallest that may be picked. */
static rel_status fill(greedy *g)
{
    rel_status st = REL_OK;
    uint8_t *taken = NULL;
    rel_cover *cover = g->cover;
    const rel_pick_rules *r = g->rules;
    if (cover->count == r->count) goto out;
    REL_TRY(rel_scratch(g->ctx, &taken, g->c->n, sizeof *taken, "picks"));
    for (int64_t i = 0; i < cover->count; i++) taken[cover->pick[i]] = 1;
    for (rel_vid v = 0; v < g->c->n && cover->count < r->count; v++)
        if (!taken[v] && !(r->barred && r->barred[v]) && !(r->base && r->base[v]))
            rel_cover_take(cover, v, 0);
out:
    return st;
}

static rel_status run(greedy *g)
{
    rel_status st;
    rel_cover *cover = g->cover;
    const int64_t first = cover->count, count = g->rules->count;
    int64_t looked = -1;
    REL_TRY(gather(g, first_least(g)));
    while (cover->count < count) {
        const uint32_t gain = best_gain(g->c, &g->queue), least = g->c->least;
        if (gain < least && least > 1) {
            /* Somebody who was left out may be better. */
            const uint32_t less = gain / 2 ? gain / 2 : 1;
            g->c->least_share = (double)less / (double)g->s->count;
            REL_TRY(gather(g, less));
            continue;
        }
        if (looked < cover->count && rel_cover_is_look(cover->count - first, count - first))
            rel_cover_look(g->c, &g->limits, g->weight, cover);
        looked = cover->count;
        if (!gain) break;
        if (cover->count % POLL_EVERY == 0) REL_TRY(rel_poll(g->ctx));
        const uint32_t slot = g->queue.entry[0].slot;
        rel_cover_take(cover, g->c->account[slot], rel_coverage_meet(g->c, slot, 0));
    }
    rel_cover_look(g->c, &g->limits, g->weight, cover);
    REL_TRY(fill(g));
out:
    return st;
}

static rel_status select_plain(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                               const rel_pick_rules *rules, rel_cover *cover)
{
    rel_status st;
    REL_TRY(rel_cover_begin(ctx, c, s, rules, rules->count, cover));
    greedy g = {.ctx = ctx, .c = c, .s = s, .rules = rules, .cover = cover, .mark = rel_scratch_mark(ctx)};
    g.filter = (rel_cover_filter){.barred = rules->barred, .base = rules->base};
    st = run(&g);
    rel_scratch_release(ctx, g.mark);
out:
    return st;
}

bool rel_cover_has_rules(const rel_pick_rules *r)
{
    return r->cost || r->quotas || r->fair_group || r->budget > 0;
}

rel_status rel_cover_select(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                            const rel_pick_rules *rules, rel_cover *cover)
{
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_status st = rel_cover_has_rules(rules) ? rel_cover_select_ruled(ctx, c, s, rules, cover)
                                                     : select_plain(ctx, c, s, rules, cover);
    if (st != REL_OK) {
        rel_scratch_release(ctx, mark);
        *cover = (rel_cover){0};
    }
    return st;
}
