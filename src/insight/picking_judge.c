#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/influence_bounds.h"
#include "src/insight/picking_parts.h"

enum {
    SAMPLES_LEAST = 1 << 16, /* of contributions */
    SAMPLES_MOST = 1 << 20,
    SAMPLES_HASTY = 1 << 14, /* when somebody waits */
    RUNS = 10000,            /* of the simulator */
    RUNS_LEAST = 100,
    EXCHANGES = 16,
    PROOF = 0x70726f6f66, /* collection of samples */
    PROOFS = 5,           /* looks at them at most */
};

/* Accounts reached in all simulated messages together, unless runs were asked for. */
#define REACHED_MOST 5e7
#define REACHED_HASTY 2e6
/* Picks times picks times samples: pairs are compared sample by sample, 64 at once. */
#define WORK_MOST 1e11
/* An exchange that brings less of the reach is not worth looking at: chance would find some. */
#define EXCHANGE_LEAST 1e-3

/* A set of picks. */
typedef struct list {
    rel_vid *pick;
    int64_t count;
} list;

/* -------- contributions -------- */

static int64_t samples_of(const rel_picking_work *w)
{
    const rel_influence_max_result *m = &w->a->max;
    const double most = WORK_MOST / ((double)m->count * (double)m->count + 1);
    int64_t samples = m->judged > SAMPLES_LEAST ? m->judged : SAMPLES_LEAST;
    if (samples > SAMPLES_MOST) samples = SAMPLES_MOST;
    if ((double)samples > most) samples = (int64_t)most;
    return w->hasty || samples < SAMPLES_HASTY ? SAMPLES_HASTY : samples;
}

static rel_status find_contributions(rel_picking_work *w)
{
    const rel_influence_max_result *m = &w->a->max;
    const rel_picking_groups *x = &w->k->community;
    rel_contributions_free(&w->a->contributions);
    return rel_contributions_make(w->ctx, w->sampler, &w->k->rules, m->pick, m->count, samples_of(w),
                                  w->k->ask.runner_ups, x->group, x->count, &w->a->contributions);
}

/* -------- the simulator -------- */

/* groups NULL: of no group, and of no account. */
static rel_status simulate(rel_picking_work *w, list set, const rel_picking_groups *groups,
                           rel_spread_result *r)
{
    const rel_spread_opts opts = {.runs = w->runs,
                                  .audience = w->k->audience.weight,
                                  .group = groups ? groups->group : NULL,
                                  .groups = groups ? groups->count : 0,
                                  .by_account = groups == &w->k->community};
    const rel_account_list *base = &w->k->candidates.already;
    const int64_t count = base->count + set.count;
    for (int64_t i = 0; i < base->count; i++) w->seed[i] = base->v[i];
    for (int64_t i = 0; i < set.count; i++) w->seed[base->count + i] = set.pick[i];
    return rel_spread(w->ctx, w->g, w->k->influence, w->seed, count, &opts, r);
}

static rel_status simulate_reach(rel_picking_work *w, list set, rel_spread_interval *reach)
{
    rel_spread_result r = {0};
    const rel_status st = simulate(w, set, NULL, &r);
    *reach = r.reach;
    rel_spread_free(&r);
    return st;
}

/* A number that does not depend on the machine. */
static int64_t runs_of(const rel_picking_work *w)
{
    const rel_picking_answer *a = w->a;
    const double accounts = a->max.reach * w->g->n / w->k->audience.total,
                 reached = w->hasty ? REACHED_HASTY : REACHED_MOST,
                 most = reached / ((accounts + 1) * (a->rivals + 1));
    const int64_t runs = most > RUNS         ? RUNS
                         : most < RUNS_LEAST ? RUNS_LEAST
                                             : (int64_t)most,
                  asked = w->k->ask.judge_runs;
    return asked && !(w->hasty && asked > runs) ? asked : runs;
}

static rel_status simulate_whole(rel_picking_work *w)
{
    rel_status st;
    rel_picking_answer *a = w->a;
    const list set = {a->max.pick, a->max.count};
    rel_spread_free(&a->spread);
    rel_spread_free(&a->fair_spread);
    REL_TRY(simulate(w, set, &w->k->community, &a->spread));
    if (w->k->rules.fair_group) st = simulate(w, set, &w->k->fair, &a->fair_spread);
out:
    return st;
}

static rel_status simulate_lists(rel_picking_work *w)
{
    rel_status st = REL_OK;
    rel_picking_answer *a = w->a;
    a->best_rival = -1;
    for (int i = 0; i < a->rivals; i++) {
        rel_picking_rival *r = &a->rival[i];
        REL_TRY(simulate_reach(w, (list){r->pick, r->count}, &r->reach));
        if (a->best_rival < 0 || r->reach.mean > a->rival[a->best_rival].reach.mean) a->best_rival = i;
    }
out:
    return st;
}

/* -------- better sets -------- */

static rel_status take(rel_picking_work *w, list set)
{
    rel_vid *copy = NULL;
    rel_influence_max_result *m = &w->a->max;
    const rel_status st = rel_alloc(w->ctx, &copy, (size_t)set.count, sizeof *copy, "picks");
    if (st != REL_OK) return st;
    memcpy(copy, set.pick, (size_t)set.count * sizeof *copy);
    free(m->pick);
    m->pick = copy;
    m->count = set.count;
    return REL_OK;
}

/* The pick whose replacement would bring the most; -1: none brings enough. */
static int64_t best_exchange(const rel_picking_work *w)
{
    const rel_contributions *c = &w->a->contributions;
    double most = EXCHANGE_LEAST * c->reach;
    int64_t best = -1;
    for (int64_t i = 0; i < w->a->max.count; i++) {
        const rel_contribution *p = &c->pick[i];
        if (p->replacement == REL_VID_NONE || !(p->replaced > most)) continue;
        if (rel_picking_is_included(w->k, p->pick)) continue;
        most = p->replaced;
        best = i;
    }
    return best;
}

/* Greedy never takes a pick back. One after another is exchanged for who would replace her best, as long as
 * that helps; the simulator has the last word. */
static rel_status exchange(rel_picking_work *w, list own)
{
    rel_status st = REL_OK;
    rel_picking_answer *a = w->a;
    rel_spread_interval before, after;
    int64_t at, done = 0;
    for (; done < EXCHANGES && (at = best_exchange(w)) >= 0; done++) {
        a->max.pick[at] = a->contributions.pick[at].replacement;
        REL_TRY(find_contributions(w));
    }
    if (!done) goto out;
    REL_TRY(simulate_reach(w, own, &before));
    REL_TRY(simulate_reach(w, (list){a->max.pick, a->max.count}, &after));
    a->exchanged = after.mean > before.mean ? done : 0;
    if (a->exchanged) goto out;
    REL_TRY(take(w, own));
    st = find_contributions(w);
out:
    return st;
}

/* What the judging samples say of the set now, when they may be asked `looks` times. */
static void prove(rel_picking_work *w, int64_t hits, int64_t samples, int looks)
{
    rel_influence_max_result *m = &w->a->max;
    const double total = rel_rr_audience(w->sampler);
    m->proved_low = total * rel_share_low(hits, samples, w->k->ask.delta / (2 * looks));
    m->reach = total * (double)hits / (double)samples;
    m->certificate = m->best_high > m->proved_low ? m->proved_low / m->best_high : 1;
    m->judged = samples;
}

/* What was proved was so of another set: its reach from below anew, on samples that nothing was chosen by;
 * on twice as many, and again, while that is less than was asked. The bound of the best set holds with
 * probability 1 - delta / 2, and so do all these looks together. */
static rel_status prove_again(rel_picking_work *w)
{
    rel_status st;
    int64_t hits = 0;
    uint8_t *member = NULL;
    rel_influence_max_result *m = &w->a->max;
    const rel_picking_ask *ask = &w->k->ask;
    const double asked = ask->certificate > 0 ? ask->certificate : 1 - exp(-1) - ask->epsilon;
    const int looks = w->hasty ? 1 : PROOFS;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    int64_t from = 0, to = samples_of(w);
    REL_TRY(rel_scratch(w->ctx, &member, w->g->n, 1, "picks"));
    const rel_account_list *base = &w->k->candidates.already;
    for (int64_t i = 0; i < base->count; i++) member[base->v[i]] = 1;
    for (int64_t i = 0; i < m->count; i++) member[m->pick[i]] = 1;
    const uint8_t *const set = member;
    for (int look = 0; look < looks; look++, from = to, to *= 2) {
        int64_t more;
        REL_TRY(rel_rr_judge(w->ctx, w->sampler, PROOF, from, to, &set, 1, &more));
        hits += more;
        prove(w, hits, to, looks);
        if (m->certificate >= asked) break;
    }
    if (m->certificate < asked && m->end == REL_MAX_REACHED) m->end = REL_MAX_SAMPLES;
    if (m->best_high < m->proved_low) m->best_high = m->proved_low;
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* A list that reaches more in the simulator's runs is returned in place of the picks. */
static rel_status take_better_list(rel_picking_work *w, bool *taken)
{
    rel_status st;
    rel_picking_answer *a = w->a;
    *taken = a->best_rival >= 0 && a->rival[a->best_rival].reach.mean > a->spread.reach.mean;
    if (!*taken) return REL_OK;
    const rel_picking_rival *r = &a->rival[a->best_rival];
    REL_TRY(take(w, (list){r->pick, r->count}));
    a->max.chosen_list = a->best_rival;
    a->exchanged = 0;
    REL_TRY(find_contributions(w));
    st = simulate_whole(w);
out:
    return st;
}

/* -------- all of it -------- */

/* Fairness is another aim than reach: what reaches more is not better then. */
static rel_status judge(rel_picking_work *w, list own)
{
    rel_status st;
    bool taken = false;
    const bool by_reach = !w->k->rules.fair_group;
    w->runs = runs_of(w);
    REL_TRY(find_contributions(w));
    if (by_reach && !w->hasty) REL_TRY(exchange(w, own));
    REL_TRY(simulate_whole(w));
    REL_TRY(simulate_lists(w));
    if (by_reach) REL_TRY(take_better_list(w, &taken));
    if (taken || w->a->exchanged) st = prove_again(w);
out:
    return st;
}

rel_status rel_picking_judge(rel_picking_work *w)
{
    rel_status st;
    rel_influence_max_result *m = &w->a->max;
    const rel_influence_max_result found = *m;
    list own = {.count = m->count};
    REL_TRY(rel_scratch_unset(w->ctx, &own.pick, (size_t)own.count, sizeof *own.pick, "picks"));
    memcpy(own.pick, m->pick, (size_t)own.count * sizeof *own.pick);
    st = judge(w, own);
    if (st != REL_E_STOPPED || !rel_picking_stopped(w)) goto out;
    /* once more, and quickly */
    REL_TRY(take(w, own));
    m->chosen_list = found.chosen_list;
    w->a->exchanged = 0;
    st = judge(w, own);
out:
    return st;
}
