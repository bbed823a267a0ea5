/* The dual bound: for any numbers y_j in 0..1, one for each sample, no permitted set S meets more samples
 * than the sum of 1 - y_j plus the largest sum over a permitted set of c_v, the sum of y_j over the samples
 * that v is in. Each round moves y against the subgradient: a sample that the present best set meets more
 * than once gets less, one that it misses gets more. Derivation: docs/algorithms.md. */
#include <math.h>
#include <string.h>

#include "algorithms/diffusion/coverage.h"
#include "algorithms/diffusion/coverage_parts.h"

/* A head of a set holds y as a whole number of 2^-24, and how often the best set meets it. */
enum { Y_BITS = 24, TIMES_MAX = 63 };
static const uint32_t ONE = UINT32_C(1) << Y_BITS, Y_MASK = (UINT32_C(1) << (Y_BITS + 1)) - 1;

/* Steps as Polyak's, with the length of the gap to what greedy met; shorter after rounds in vain. */
enum { PATIENCE = 5 };
static const double SHORTER = 0.7;
static const double CLEARLY_LESS = 0.6;

typedef struct dual {
    rel_ctx *ctx;
    rel_coverage *c;
    rel_relaxation limits;
    int64_t before;   /* samples that the base and the included meet */
    uint64_t *alone;  /* slots: samples where only this candidate is left, in ones */
    uint64_t *weight; /* slots: c_v, in units of 2^-24 */
    uint64_t *part;   /* parts * slots */
    uint64_t *slack;  /* parts: sums of 1 - y_j */
    int64_t *norm;    /* parts */
    uint8_t *in;      /* slots: the best set for the present weights */
    uint64_t bound;   /* the least so far, in units */
} dual;

/* Each set gets the share of the picks that came before it was met: the mean of the vectors of OPIM+. */
static void start_heads(const dual *d, const rel_cover *cover, int64_t includes)
{
    rel_coverage *c = d->c;
    for (uint32_t i = 0; i < c->slots; i++)
        d->alone[i] = (uint64_t)(c->gain[i] - (c->in_start[i + 1] - c->in_start[i])) << Y_BITS;
    const int64_t picks = cover->count - includes;
    for (int64_t i = 0; i < picks; i++) {
        const rel_vid v = cover->pick[includes + i];
        if (rel_coverage_has(c, v))
            rel_coverage_meet(c, c->slot[v], (uint32_t)((double)ONE * (double)i / (double)picks));
    }
}

static void first_pass(const dual *d, int p)
{
    uint32_t *word = d->c->word;
    uint64_t *weight = d->part + (size_t)p * d->c->slots, slack = 0;
    for (size_t at = d->c->part_first[p]; at < d->c->part_last[p]; at++) {
        const uint32_t y = word[at] & REL_SET_MET ? word[at] & Y_MASK : ONE;
        word[at] = y;
        slack += ONE - y;
        do weight[word[++at] & ~REL_SET_LAST] += y;
        while (!(word[at] & REL_SET_LAST));
    }
    d->slack[p] = slack;
}

/* How often the best set meets each set, and the squared length of the subgradient, without the coordinates
 * that are at their end. */
static void meet_pass(const dual *d, int p)
{
    uint32_t *word = d->c->word;
    int64_t norm = 0;
    for (size_t at = d->c->part_first[p]; at < d->c->part_last[p]; at++) {
        uint32_t *head = word + at, times = 0;
        do times += d->in[word[++at] & ~REL_SET_LAST];
        while (!(word[at] & REL_SET_LAST));
        if (times > TIMES_MAX) times = TIMES_MAX;
        const uint32_t y = *head & Y_MASK;
        *head = y | times << (Y_BITS + 1);
        const int64_t g = times > 1 ? (y > 0 ? times - 1 : 0) : times == 0 && y < ONE;
        norm += g * g;
    }
    d->norm[p] = norm;
}

static void step_pass(const dual *d, int p, int64_t step)
{
    uint32_t *word = d->c->word;
    uint64_t *weight = d->part + (size_t)p * d->c->slots, slack = 0;
    memset(weight, 0, d->c->slots * sizeof *weight);
    for (size_t at = d->c->part_first[p]; at < d->c->part_last[p]; at++) {
        const int64_t times = word[at] >> (Y_BITS + 1);
        int64_t y = (int64_t)(word[at] & Y_MASK) + step * (1 - times);
        y = y < 0 ? 0 : y > ONE ? ONE : y;
        word[at] = (uint32_t)y;
        slack += (uint64_t)(ONE - y);
        do weight[word[++at] & ~REL_SET_LAST] += (uint64_t)y;
        while (!(word[at] & REL_SET_LAST));
    }
    d->slack[p] = slack;
}

/* What the present y proves. */
static uint64_t value(dual *d)
{
    const uint32_t slots = d->c->slots;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < slots; i++) {
        d->weight[i] = d->alone[i];
        for (int p = 0; p < d->c->parts; p++) d->weight[i] += d->part[(size_t)p * slots + i];
    }
    for (int p = 0; p < d->c->parts; p++) sum += d->slack[p];
    return sum + rel_relax(&d->limits, d->weight, d->in);
}

static rel_status descend(dual *d, uint64_t aim, uint64_t good, int rounds)
{
    double length = 1;
    uint64_t now = value(d);
    int in_vain = 0;
    const int parts = d->c->parts;
    if (now < d->bound) d->bound = now;
    for (int round = 0; round < rounds && d->bound > good; round++) {
        const rel_status st = rel_poll(d->ctx);
        if (st != REL_OK) return st;
        int64_t norm = 0;
#pragma omp parallel for num_threads(parts) schedule(static, 1) if (parts > 1)
        for (int p = 0; p < parts; p++) meet_pass(d, p);
        for (int p = 0; p < parts; p++) norm += d->norm[p];
        if (!norm) break;
        const double gap = now > aim ? (double)(now - aim) : 0, step = length * gap / (double)norm;
        const int64_t whole = step < (double)ONE ? (int64_t)step : (int64_t)ONE;
        if (!whole) break;
#pragma omp parallel for num_threads(parts) schedule(static, 1) if (parts > 1)
        for (int p = 0; p < parts; p++) step_pass(d, p, whole);
        now = value(d);
        if (now < d->bound) {
            d->bound = now;
            in_vain = 0;
        } else if (++in_vain == PATIENCE) {
            length *= SHORTER;
            in_vain = 0;
        }
    }
    return REL_OK;
}

static rel_status make_room(dual *d)
{
    rel_status st;
    rel_ctx *ctx = d->ctx;
    const size_t slots = d->c->slots, parts = (size_t)d->c->parts;
    REL_TRY(rel_scratch(ctx, &d->alone, slots, sizeof *d->alone, "dual bound"));
    REL_TRY(rel_scratch(ctx, &d->weight, slots, sizeof *d->weight, "dual bound"));
    REL_TRY(rel_scratch(ctx, &d->part, parts * slots, sizeof *d->part, "dual bound"));
    REL_TRY(rel_scratch(ctx, &d->slack, parts, sizeof *d->slack, "dual bound"));
    REL_TRY(rel_scratch(ctx, &d->norm, parts, sizeof *d->norm, "dual bound"));
    REL_TRY(rel_scratch(ctx, &d->in, slots, sizeof *d->in, "dual bound"));
out:
    return st;
}

/* The bound with the candidates that are in at least `least` samples. */
static rel_status bound_with(dual *d, const rel_rr_samples *s, const rel_pick_rules *rules, uint32_t least,
                             int64_t good, int rounds, rel_cover *cover)
{
    rel_status st;
    rel_coverage *c = d->c;
    rel_pick_room room;
    const bool ruled = rel_cover_has_rules(rules);
    rel_cover_filter filter = {.least = least,
                               .barred = rules->barred,
                               .base = rules->base,
                               .kept = cover->pick + rules->includes,
                               .keeps = cover->count - rules->includes};
    const rel_arena_mark mark = rel_scratch_mark(d->ctx);
    if (ruled) {
        REL_TRY(rel_pick_room_make(d->ctx, c->n, rules, &room));
        for (int64_t i = 0; i < rules->includes; i++) rel_pick_put(&room, rules->included[i]);
        REL_TRY(rel_cover_ruled_filter(d->ctx, c, rules, &room, &filter));
    }
    filter.met = rules->included;
    filter.mets = rules->includes;
    REL_TRY(rel_coverage_gather(d->ctx, c, s, &filter));
    REL_TRY(make_room(d));
    REL_TRY(rel_relaxation_make(d->ctx, c, rules, ruled ? &room : NULL, ONE, &d->limits));
    start_heads(d, cover, rules->includes);
#pragma omp parallel for num_threads(c->parts) schedule(static, 1) if (c->parts > 1)
    for (int p = 0; p < c->parts; p++) first_pass(d, p);
    d->bound = (uint64_t)(cover->bound - d->before) << Y_BITS;
    st = descend(d, (uint64_t)(cover->covered - d->before) << Y_BITS,
                 good > d->before ? (uint64_t)(good - d->before) << Y_BITS : 0, rounds);
    cover->bound = d->before + (int64_t)(d->bound >> Y_BITS);
out:
    rel_scratch_release(d->ctx, mark);
    return st;
}

rel_status rel_cover_bound(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                           const rel_pick_rules *rules, int64_t good_enough, int rounds, rel_cover *cover)
{
    rel_status st = REL_OK;
    dual d = {.ctx = ctx, .c = c, .before = s->base_hits};
    for (int64_t i = 0; i < rules->includes; i++) d.before += cover->added[i];
    /* At the optimum the picks weigh about as much as the last of them added: who is in fewer samples than
     * that is of no account. When it turns out that somebody may be, the search is done again with more. */
    const double last = cover->count > rules->includes ? (double)cover->added[cover->count - 1] : 0;
    for (uint32_t least = last > 2 && !rel_cover_has_rules(rules) ? (uint32_t)(last * CLEARLY_LESS) : 1;;
         least = least / 4 + 1) {
        if (cover->bound <= good_enough || cover->bound <= cover->covered) break;
        REL_TRY(bound_with(&d, s, rules, least, good_enough, rounds, cover));
        if (!d.limits.is_bounded_by_others) break;
    }
out:
    return st;
}
