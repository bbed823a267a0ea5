#include "algorithms/diffusion/contributions.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/pick_room.h"
#include "algorithms/diffusion/rr_parts.h"
#include "src/base/par.h"
#include "src/base/sort.h"

enum { COLLECTION = 0x636f6e, PICKS_A_POLL = 64, BASE = 1, FIRST_PICK = 2 };
/* Pairs of picks are counted on the first samples that hold so many of them: all, but for hundreds of picks
 * that each reach nearly everybody. */
#define PAIRS_MOST (INT64_C(1) << 30)
/* Where samples are so large that all of them hold more members, fewer are drawn: the first ones tell. */
enum { PILOT = 1 << 12, MEMBERS_MOST = 1 << 24 };

/* Samples that a pick, and which picks, meet: hits. */
typedef struct work {
    rel_ctx *ctx;
    const rel_rr_samples *s;
    rel_vid n;
    const rel_pick_rules *rules;
    const rel_vid *pick;
    int64_t picks;
    const int32_t *group;
    int32_t groups;
    rel_contributions *out;
    double worth; /* of a sample */

    uint32_t *role;     /* n: 0, BASE, or FIRST_PICK + pick */
    uint8_t *in_base;   /* of each sample: the base meets it */
    int64_t *hit_start; /* samples + 1 */
    uint32_t *hit;      /* picks in each sample */
    int64_t *of_start;  /* picks + 1 */
    uint32_t *of;       /* samples with each pick, ascending */
    int64_t judged;     /* samples that pairs are counted on */

    uint32_t *alone;          /* n: samples with the account that nobody meets yet */
    rel_sort_item *candidate; /* accounts that are in one, most first, ties by account */
    int64_t candidates;

    /* What the rules make of the set. */
    int64_t cost, budget; /* millionths; INT64_MAX: none */
    int64_t **in_group;   /* by quota: picks of each group */

    /* One a thread. */
    uint32_t **count; /* n: samples that only one pick meets, with the account; 0 in between */
    rel_vid **touched;
    uint32_t **shared; /* picks: samples with both; 0 in between */
} work;

/* -------- hits -------- */

static bool is_met(const work *w, int64_t sample)
{
    return w->in_base[sample] || w->hit_start[sample + 1] > w->hit_start[sample];
}

/* Picks in a sample, into hit unless it is NULL. */
static int64_t look(const work *w, int64_t sample, uint32_t *hit)
{
    uint32_t size;
    int64_t count = 0;
    const rel_vid *member = rel_rr_set(w->s, sample, &size);
    for (uint32_t i = 0; i < size; i++) {
        const uint32_t role = w->role[member[i]];
        if (role == BASE) w->in_base[sample] = 1;
        if (role < FIRST_PICK) continue;
        if (hit) hit[count] = role - FIRST_PICK;
        count++;
    }
    return count;
}

static rel_status mark_roles(work *w)
{
    const rel_pick_rules *r = w->rules;
    for (rel_vid v = 0; r->base && v < w->n; v++) w->role[v] = r->base[v] ? BASE : 0;
    for (int64_t i = 0; i < w->picks; i++) {
        const rel_vid v = w->pick[i];
        if (v >= w->n || w->role[v])
            return rel_fail(w->ctx, REL_E_USAGE,
                            "contributions: pick %lld is no account, in the base or there twice",
                            (long long)i + 1);
        w->role[v] = FIRST_PICK + (uint32_t)i;
    }
    return REL_OK;
}

static rel_status find_hits(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    const int64_t samples = w->s->count;
    REL_TRY(rel_scratch(ctx, &w->in_base, (size_t)samples, 1, "samples"));
    REL_TRY(rel_scratch_unset(ctx, &w->hit_start, (size_t)samples + 1, sizeof *w->hit_start, "samples"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
    for (int64_t i = 0; i < samples; i++) w->hit_start[i] = look(w, i, NULL);
    const int64_t hits = rel_par_prefix(ctx->threads, w->hit_start, samples);
    REL_TRY(rel_scratch_unset(ctx, &w->hit, (size_t)hits, sizeof *w->hit, "picks in samples"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
    for (int64_t i = 0; i < samples; i++) look(w, i, w->hit + w->hit_start[i]);
    REL_TRY(rel_scratch(ctx, &w->of_start, (size_t)w->picks + 1, sizeof *w->of_start, "samples of picks"));
    REL_TRY(rel_scratch_unset(ctx, &w->of, (size_t)hits, sizeof *w->of, "samples of picks"));
    for (int64_t k = 0; k < hits; k++) w->of_start[w->hit[k]]++;
    rel_par_prefix(1, w->of_start, w->picks);
    for (int64_t i = 0; i < samples; i++)
        for (int64_t k = w->hit_start[i]; k < w->hit_start[i + 1]; k++)
            w->of[w->of_start[w->hit[k]]++] = (uint32_t)i;
    /* each start has moved to its end, the start of the next */
    memmove(w->of_start + 1, w->of_start, (size_t)w->picks * sizeof *w->of_start);
    w->of_start[0] = 0;
out:
    return st;
}

/* -------- what each brings -------- */

static int32_t root_group(const work *w, int64_t sample)
{
    uint32_t size;
    const rel_vid *member = rel_rr_set(w->s, sample, &size);
    return size ? w->group[member[0]] : -1;
}

static void judge_pick(const work *w, int64_t i)
{
    rel_contribution *c = &w->out->pick[i];
    int64_t own = 0, added = 0, only = 0;
    double *by_group = w->groups ? w->out->by_group + i * w->groups : NULL;
    for (int64_t k = w->of_start[i]; k < w->of_start[i + 1]; k++) {
        const int64_t sample = w->of[k];
        const int64_t first = w->hit_start[sample], last = w->hit_start[sample + 1];
        bool earliest = !w->in_base[sample];
        for (int64_t h = first; h < last && earliest; h++) earliest = (int64_t)w->hit[h] >= i;
        own++;
        added += earliest;
        only += !w->in_base[sample] && last - first == 1;
        if (!by_group) continue;
        const int32_t g = root_group(w, sample);
        if (g >= 0) by_group[g] += w->worth;
    }
    *c = (rel_contribution){.pick = w->pick[i],
                            .own = (double)own * w->worth,
                            .added = (double)added * w->worth,
                            .loss = (double)only * w->worth,
                            .overlap = own ? (double)(own - only) / (double)own : 0,
                            .overlaps_most = REL_VID_NONE,
                            .replacement = REL_VID_NONE};
}

/* Samples until the pairs in them are too many. */
static int64_t choose_judged(const work *w)
{
    int64_t pairs = 0, i = 0;
    for (; i < w->s->count && pairs <= PAIRS_MOST; i++) {
        const int64_t hits = w->hit_start[i + 1] - w->hit_start[i];
        pairs += hits * hits;
    }
    return i;
}

static void find_overlap(const work *w, int64_t i, uint32_t *shared)
{
    rel_contribution *c = &w->out->pick[i];
    uint32_t most = 0;
    for (int64_t k = w->of_start[i]; k < w->of_start[i + 1] && w->of[k] < w->judged; k++) {
        const int64_t sample = w->of[k];
        for (int64_t h = w->hit_start[sample]; h < w->hit_start[sample + 1]; h++) shared[w->hit[h]]++;
    }
    for (int64_t j = 0; j < w->picks; j++) {
        if (j != i && shared[j] > most) {
            most = shared[j];
            c->overlaps_most = w->pick[j];
        }
        shared[j] = 0;
    }
    if (most) c->overlap_most = (double)most * w->worth * ((double)w->s->count / (double)w->judged);
}

static void judge_set(const work *w)
{
    rel_contributions *out = w->out;
    int64_t base = 0, met = 0;
    for (int64_t i = 0; i < w->s->count; i++) {
        base += w->in_base[i];
        if (!is_met(w, i)) continue;
        met++;
        const int32_t g = w->groups ? root_group(w, i) : -1;
        if (g >= 0) out->set_by_group[g] += w->worth;
    }
    out->base = (double)base * w->worth;
    out->reach = (double)met * w->worth;
}

/* -------- who may be picked -------- */

static rel_status count_rules(work *w)
{
    rel_status st;
    const rel_pick_rules *r = w->rules;
    w->budget = r->budget > 0 ? rel_pick_money(r->budget) : INT64_MAX;
    for (int64_t i = 0; i < w->picks; i++) {
        const int64_t cost = rel_pick_cost(r, w->pick[i]);
        w->cost += cost > 0 ? cost : 0;
    }
    REL_TRY(rel_scratch(w->ctx, &w->in_group, (size_t)r->quotas, sizeof *w->in_group, "groups"));
    for (int q = 0; q < r->quotas; q++) {
        REL_TRY(
            rel_scratch(w->ctx, &w->in_group[q], (size_t)r->quota[q].groups, sizeof **w->in_group, "groups"));
        for (int64_t i = 0; i < w->picks; i++) {
            const int32_t g = r->quota[q].group[w->pick[i]];
            if (g >= 0) w->in_group[q][g]++;
        }
    }
out:
    return st;
}

static bool may_be_candidate(const work *w, rel_vid v)
{
    const rel_pick_rules *r = w->rules;
    return !w->role[v] && !(r->barred && r->barred[v]) && rel_pick_cost(r, v) >= 0;
}

static bool quota_is_full(const work *w, int q, int32_t group)
{
    const rel_quota *quota = &w->rules->quota[q];
    if (group < 0 || !quota->at_most || quota->at_most[group] < 0) return false;
    return w->in_group[q][group] >= quota->at_most[group];
}

static bool may_be_added(const work *w, rel_vid v)
{
    for (int q = 0; q < w->rules->quotas; q++)
        if (quota_is_full(w, q, w->rules->quota[q].group[v])) return false;
    return true;
}

/* The set with v in place of `out` obeys the rules, if the set does. */
static bool may_replace(const work *w, rel_vid out, rel_vid v)
{
    const rel_pick_rules *r = w->rules;
    const int64_t more = rel_pick_cost(r, v) - rel_pick_cost(r, out);
    if (w->budget < INT64_MAX && more > 0 && w->cost + more > w->budget) return false;
    for (int q = 0; q < r->quotas; q++) {
        const rel_quota *quota = &r->quota[q];
        const int32_t from = quota->group[out], to = quota->group[v];
        if (from == to) continue;
        if (quota_is_full(w, q, to)) return false;
        if (from >= 0 && quota->at_least && w->in_group[q][from] <= quota->at_least[from]) return false;
    }
    return true;
}

/* -------- who else -------- */

static rel_status find_candidates(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    REL_TRY(rel_scratch(ctx, &w->alone, w->n, sizeof *w->alone, "candidates"));
    for (int64_t i = 0; i < w->s->count; i++) {
        uint32_t size;
        if (is_met(w, i)) continue;
        const rel_vid *member = rel_rr_set(w->s, i, &size);
        for (uint32_t k = 0; k < size; k++) w->alone[member[k]]++;
    }
    for (rel_vid v = 0; v < w->n; v++) w->candidates += w->alone[v] && may_be_candidate(w, v);
    REL_TRY(rel_scratch_unset(ctx, &w->candidate, (size_t)w->candidates, sizeof *w->candidate, "candidates"));
    int64_t count = 0;
    for (rel_vid v = 0; v < w->n; v++)
        if (w->alone[v] && may_be_candidate(w, v))
            w->candidate[count++] = (rel_sort_item){~(uint64_t)w->alone[v], v};
    st = rel_sort_radix(ctx, w->candidate, count);
out:
    return st;
}

static void find_runner_ups(const work *w, int64_t wanted)
{
    rel_contributions *out = w->out;
    for (int64_t i = 0; i < w->candidates && out->runner_ups < wanted; i++) {
        const rel_vid v = (rel_vid)w->candidate[i].value;
        if (!may_be_added(w, v)) continue;
        out->runner_up[out->runner_ups] = v;
        out->runner_up_added[out->runner_ups++] = (double)w->alone[v] * w->worth;
    }
}

typedef struct best {
    rel_vid v;
    int64_t gain;
} best;

static void offer(best *b, rel_vid v, int64_t gain)
{
    if (gain > b->gain || (gain == b->gain && v < b->v)) *b = (best){v, gain};
}

/* Without this pick the samples that only she meets are nobody's, beside those that were before. Accounts of
 * the former are looked at one by one; of all others the first in the order of the latter is the best. */
static void find_replacement(const work *w, int64_t i, uint32_t *count, rel_vid *touched)
{
    const rel_vid out = w->pick[i];
    best b = {REL_VID_NONE, 0};
    int64_t touches = 0, only = 0;
    for (int64_t k = w->of_start[i]; k < w->of_start[i + 1]; k++) {
        uint32_t size;
        const int64_t sample = w->of[k];
        if (w->in_base[sample] || w->hit_start[sample + 1] - w->hit_start[sample] > 1) continue;
        const rel_vid *member = rel_rr_set(w->s, sample, &size);
        only++;
        for (uint32_t m = 0; m < size; m++)
            if (!count[member[m]]++) touched[touches++] = member[m];
    }
    for (int64_t t = 0; t < touches; t++) {
        const rel_vid v = touched[t];
        const int64_t gain = (int64_t)w->alone[v] + count[v];
        if (gain >= b.gain && may_be_candidate(w, v) && may_replace(w, out, v)) offer(&b, v, gain);
    }
    for (int64_t k = 0; k < w->candidates; k++) {
        const rel_vid v = (rel_vid)w->candidate[k].value;
        if (w->alone[v] < b.gain) break;
        if (count[v] || !may_replace(w, out, v)) continue;
        offer(&b, v, w->alone[v]);
        break;
    }
    for (int64_t t = 0; t < touches; t++) count[touched[t]] = 0;
    w->out->pick[i].replacement = b.v;
    w->out->pick[i].replaced = (double)(b.gain - only) * w->worth;
}

/* -------- all together -------- */

static rel_status prepare_threads(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    const size_t threads = (size_t)ctx->threads;
    REL_TRY(rel_scratch(ctx, &w->count, threads, sizeof *w->count, "candidates"));
    REL_TRY(rel_scratch(ctx, &w->touched, threads, sizeof *w->touched, "candidates"));
    REL_TRY(rel_scratch(ctx, &w->shared, threads, sizeof *w->shared, "picks"));
    for (size_t t = 0; t < threads; t++) {
        REL_TRY(rel_scratch(ctx, &w->count[t], w->n, sizeof **w->count, "candidates"));
        REL_TRY(rel_scratch_unset(ctx, &w->touched[t], w->n, sizeof **w->touched, "candidates"));
        REL_TRY(rel_scratch(ctx, &w->shared[t], (size_t)w->picks, sizeof **w->shared, "picks"));
    }
out:
    return st;
}

static rel_status judge_all(work *w)
{
    rel_ctx *ctx = w->ctx;
    rel_status st = prepare_threads(w);
    for (int64_t first = 0; first < w->picks && st == REL_OK; first += PICKS_A_POLL) {
        const int64_t last = first + PICKS_A_POLL < w->picks ? first + PICKS_A_POLL : w->picks;
        st = rel_poll(ctx);
        if (st != REL_OK) break;
/* dynamic: one pick meets a hundred times as many samples as another */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t i = first; i < last; i++) {
            const int t = omp_get_thread_num();
            judge_pick(w, i);
            find_overlap(w, i, w->shared[t]);
            find_replacement(w, i, w->count[t], w->touched[t]);
        }
        rel_progress(ctx, "contributions", "picks", last, w->picks);
    }
    return st;
}

static rel_status prepare_result(work *w, int64_t runner_ups)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    rel_contributions *out = w->out;
    const size_t most = (size_t)(runner_ups < (int64_t)w->n ? runner_ups : (int64_t)w->n);
    REL_TRY(rel_alloc(ctx, &out->pick, (size_t)w->picks, sizeof *out->pick, "contributions"));
    REL_TRY(rel_alloc(ctx, &out->runner_up, most, sizeof *out->runner_up, "runner-ups"));
    REL_TRY(rel_alloc(ctx, &out->runner_up_added, most, sizeof *out->runner_up_added, "runner-ups"));
    if (!w->groups) return REL_OK;
    const size_t groups = (size_t)w->groups;
    REL_TRY(
        rel_alloc(ctx, &out->by_group, (size_t)w->picks * groups, sizeof *out->by_group, "reach by group"));
    REL_TRY(rel_alloc(ctx, &out->set_by_group, groups, sizeof *out->set_by_group, "reach by group"));
out:
    return st;
}

rel_status rel_contributions_of(rel_ctx *ctx, const rel_rr_samples *s, rel_vid n, double audience,
                                const rel_pick_rules *rules, const rel_vid *pick, int64_t picks,
                                int64_t runner_ups, const int32_t *group, int32_t groups,
                                rel_contributions *out)
{
    rel_status st;
    work w = {.ctx = ctx,
              .s = s,
              .n = n,
              .rules = rules,
              .pick = pick,
              .picks = picks,
              .group = group,
              .groups = group ? groups : 0,
              .out = out,
              .worth = s->count ? audience / (double)s->count : 0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = (rel_contributions){.samples = (double)s->count};
    if (picks < 0 || runner_ups < 0 || w.groups < 0)
        return rel_fail(ctx, REL_E_USAGE, "contributions: fewer than no rows are asked for");
    if (s->count > (int64_t)UINT32_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "contributions: %lld samples are too many", (long long)s->count);
    REL_TRY(prepare_result(&w, runner_ups));
    REL_TRY(rel_scratch(ctx, &w.role, n, sizeof *w.role, "roles"));
    REL_TRY(mark_roles(&w));
    REL_TRY(find_hits(&w));
    REL_TRY(rel_poll(ctx));
    REL_TRY(count_rules(&w));
    REL_TRY(find_candidates(&w));
    w.judged = choose_judged(&w);
    REL_TRY(judge_all(&w));
    judge_set(&w);
    find_runner_ups(&w, runner_ups);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_contributions_free(out);
    return st;
}

rel_status rel_contributions_make(rel_ctx *ctx, const rel_rr_sampler *sampler, const rel_pick_rules *rules,
                                  const rel_vid *pick, int64_t picks, int64_t samples, int64_t runner_ups,
                                  const int32_t *group, int32_t groups, rel_contributions *out)
{
    rel_status st;
    rel_rr_samples s = {0};
    *out = (rel_contributions){0};
    REL_TRY(rel_rr_draw(ctx, sampler, COLLECTION, NULL, samples < PILOT ? samples : PILOT, &s));
    const double fit = MEMBERS_MOST / ((double)s.members / (double)(s.count + 1) + 1);
    REL_TRY(rel_rr_draw(ctx, sampler, COLLECTION, NULL, fit < (double)samples ? (int64_t)fit : samples, &s));
    st = rel_contributions_of(ctx, &s, sampler->f->n, rel_rr_audience(sampler), rules, pick, picks,
                              runner_ups, group, groups, out);
out:
    rel_rr_samples_free(&s);
    return st;
}

void rel_contributions_free(rel_contributions *out)
{
    free(out->pick);
    free(out->runner_up);
    free(out->runner_up_added);
    free(out->by_group);
    free(out->set_by_group);
    *out = (rel_contributions){0};
}
