#include "algorithms/diffusion/coverage.h"

#include <string.h>

#include "algorithms/diffusion/coverage_sets.h"
#include "algorithms/diffusion/pick_limits.h"

enum { WANTED_MIN = 256, WANTED_FACTOR = 8, POLL_EVERY = 256 };

/* Candidates by gain, largest first, ties by the smallest account. Gains only fall, so what a key says is at
 * least what is true: an entry whose key is true is the best of all. */
typedef struct queue {
    uint64_t *key; /* gain << 32 | ~slot; a heap */
    size_t count;
} queue;

static void sift(queue *q, size_t i)
{
    const uint64_t key = q->key[i];
    for (size_t child; (child = 2 * i + 1) < q->count; i = child) {
        if (child + 1 < q->count && q->key[child + 1] > q->key[child]) child++;
        if (q->key[child] <= key) break;
        q->key[i] = q->key[child];
    }
    q->key[i] = key;
}

static uint64_t key_of(const rel_coverage *c, uint32_t slot)
{
    return (uint64_t)c->gain[slot] << 32 | (uint32_t)~slot;
}

static void fill_queue(const rel_coverage *c, queue *q)
{
    q->count = 0;
    for (uint32_t i = 0; i < c->slots; i++)
        if (c->gain[i]) q->key[q->count++] = key_of(c, i);
    for (size_t i = q->count / 2; i-- > 0;) sift(q, i);
}

/* The best candidate comes to the top; false when nobody adds anything. */
static bool best_first(const rel_coverage *c, queue *q)
{
    while (q->count) {
        const uint32_t slot = ~(uint32_t)q->key[0];
        const uint64_t key = key_of(c, slot);
        if (key == q->key[0]) return true;
        q->key[0] = c->gain[slot] ? key : q->key[--q->count];
        sift(q, 0);
    }
    return false;
}

typedef struct greedy {
    rel_ctx *ctx;
    rel_coverage *c;
    const rel_rr_samples *s;
    const rel_pick_rules *rules;
    rel_cover *cover;
    rel_cover_filter filter;
    rel_relaxation limits;
    uint8_t *taken;  /* n, or NULL: allocated when accounts that add nothing are needed */
    uint64_t *gains; /* scratch of the bound: slots */
    queue queue;
    rel_arena_mark mark; /* of gains and queue */
} greedy;

/* OPIM+ after the picks so far: what is met, and the largest gains on top. */
static void look(greedy *g)
{
    for (uint32_t i = 0; i < g->c->slots; i++) g->gains[i] = g->c->gain[i];
    const int64_t bound = g->cover->covered + (int64_t)rel_relax(&g->limits, g->gains, NULL);
    if (bound < g->cover->bound) g->cover->bound = bound;
}

static bool is_look(int64_t i, int64_t count)
{
    return i <= 16 || (i & (i - 1)) == 0 || i % 64 == 0 || i == count;
}

static void take(greedy *g, rel_vid v, int64_t added)
{
    rel_cover *cover = g->cover;
    cover->pick[cover->count] = v;
    cover->added[cover->count++] = added;
    cover->covered += added;
}

static void take_slot(greedy *g, uint32_t slot)
{
    take(g, g->c->account[slot], rel_coverage_meet(g->c, slot, 0));
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
    REL_TRY(rel_scratch_unset(g->ctx, &g->gains, g->c->slots, sizeof *g->gains, "gains"));
    REL_TRY(
        rel_scratch_unset(g->ctx, &g->queue.key, g->c->slots, sizeof *g->queue.key, "queue of candidates"));
    REL_TRY(rel_relaxation_make(g->ctx, g->c, g->rules, 1, &g->limits));
    fill_queue(g->c, &g->queue);
out:
    return st;
}

/* The least tally to begin with: about eight times as many candidates as picks, fewer samples than the last
 * selection went down to. */
static uint32_t first_least(const greedy *g)
{
    const rel_coverage *c = g->c;
    const rel_pick_rules *r = g->rules;
    int64_t wanted = r->count > r->rival_count ? r->count : r->rival_count;
    wanted = wanted < c->n ? WANTED_FACTOR * wanted : c->n;
    uint32_t least = rel_coverage_least(c, wanted > WANTED_MIN ? wanted : WANTED_MIN, g->rules->barred);
    const double known = .8 * c->least_share * (double)g->s->count;
    if (known > 0 && known < least) least = (uint32_t)known;
    return least ? least : 1;
}

/* The included come first: their gains are counted, then the candidates are made as if they were picked. */
static rel_status take_included(greedy *g)
{
    rel_status st = REL_OK;
    const rel_pick_rules *r = g->rules;
    if (!r->includes) goto out;
    REL_TRY(rel_coverage_gather(
        g->ctx, g->c, g->s,
        &(rel_cover_filter){.least = UINT32_MAX, .kept = r->included, .keeps = r->includes}));
    for (int64_t i = 0; i < r->includes; i++) take_slot(g, g->c->slot[r->included[i]]);
out:
    return st;
}

/* Accounts that add nothing: the smallest that may be picked. */
static rel_status fill(greedy *g)
{
    rel_status st = REL_OK;
    const rel_pick_rules *r = g->rules;
    if (g->cover->count == r->count) goto out;
    REL_TRY(rel_scratch(g->ctx, &g->taken, g->c->n, sizeof *g->taken, "picks"));
    for (int64_t i = 0; i < g->cover->count; i++) g->taken[g->cover->pick[i]] = 1;
    for (rel_vid v = 0; v < g->c->n && g->cover->count < r->count; v++)
        if (!g->taken[v] && !(r->barred && r->barred[v]) && !(r->base && r->base[v])) take(g, v, 0);
out:
    return st;
}

static rel_status run(greedy *g)
{
    rel_status st;
    rel_cover *cover = g->cover;
    const int64_t count = g->rules->count;
    REL_TRY(take_included(g));
    REL_TRY(gather(g, first_least(g)));
    const int64_t first = cover->count;
    int64_t looked = -1;
    while (cover->count < count) {
        const bool any = best_first(g->c, &g->queue);
        const uint32_t slot = any ? ~(uint32_t)g->queue.key[0] : 0, best = any ? g->c->gain[slot] : 0;
        if (best < g->c->least && g->c->least > 1) {
            const uint32_t least = (best < g->c->least ? best : g->c->least) / 2;
            g->c->least_share = (double)(least ? least : 1) / (double)g->s->count;
            REL_TRY(gather(g, least ? least : 1));
            continue;
        }
        if (looked < cover->count && is_look(cover->count - first, count - first)) look(g);
        looked = cover->count;
        if (!any) break;
        if (cover->count % POLL_EVERY == 0) REL_TRY(rel_poll(g->ctx));
        take_slot(g, slot);
    }
    look(g);
    REL_TRY(fill(g));
out:
    return st;
}

static bool is_plain(const rel_pick_rules *r)
{
    return !r->cost && !r->quotas && !r->fair_group && !(r->budget > 0);
}

rel_status rel_cover_select(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                            const rel_pick_rules *rules, rel_cover *cover)
{
    rel_status st;
    int64_t room = rules->count < c->n ? rules->count : c->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *cover = (rel_cover){.bound = INT64_MAX, .covered = s->base_hits};
    if (!is_plain(rules) || rules->includes > rules->count)
        return rel_fail(ctx, REL_E_USAGE, "coverage: only a count, barred, included and base so far");
    REL_TRY(rel_scratch_unset(ctx, &cover->pick, (size_t)room, sizeof *cover->pick, "picks"));
    REL_TRY(rel_scratch_unset(ctx, &cover->added, (size_t)room, sizeof *cover->added, "picks"));
    REL_TRY(rel_coverage_count(ctx, c, s));
    greedy g = {.ctx = ctx, .c = c, .s = s, .rules = rules, .cover = cover, .mark = rel_scratch_mark(ctx)};
    g.filter = (rel_cover_filter){.barred = rules->barred, .base = rules->base};
    st = run(&g);
    rel_scratch_release(ctx, g.mark);
out:
    if (st != REL_OK) {
        rel_scratch_release(ctx, mark);
        *cover = (rel_cover){0};
    }
    return st;
}
