/* The looks of a search: samples are drawn and judged, picks chosen, bounds taken. */
#include <math.h>
#include <string.h>

#include "algorithms/diffusion/influence_bounds.h"
#include "algorithms/diffusion/influence_search.h"
#include "src/base/time.h"

enum {
    DUAL_ROUNDS = 100,
    UNPROMISING = 8,   /* times the first look: by then it shows whether sentinels lead anywhere */
    HOPELESS = 1 << 20 /* samples after which a set that none of them met is what there is */
};
static const double LEAP = 4,        /* times the samples, from one look to the next at most */
    MARGIN = 1.05,                   /* more samples than are foreseen */
    PIECE_SECONDS = 0.1;             /* between looks at the clock, when there is a time limit */
static const double SETTLED = 0.015, /* how far bounds are from what they bound, in the end */
    UNMENDED = 0.01;                 /* what the rounds of the dual bound leave at most */
const double REL_SEARCH_GROWTH = 1.2;

int64_t rel_search_size(const rel_search *q, int size)
{
    const double samples = ceil(q->first * pow(REL_SEARCH_GROWTH, size) / REL_RR_BLOCK) * REL_RR_BLOCK;
    return samples < 0x1p50 ? (int64_t)samples : (int64_t)1 << 50;
}

/* ---- drawing and judging, in pieces when there is a time limit ---- */

static bool late(const rel_search *q)
{
    return q->o->time_limit > 0 && q->best_judged > 0 && rel_clock() - q->started > q->o->time_limit;
}

static bool too_large(const rel_search *q)
{
    return q->best_judged > 0 && q->s.bytes + rel_coverage_bytes(q->coverage) > q->max_bytes;
}

/* *end says when it ended early. */
static rel_status draw(rel_search *q, int64_t count, rel_max_end *end)
{
    int64_t piece = q->best_judged > 0 ? q->s.count / 4 + REL_RR_BLOCK : count;
    while (q->s.count < count) {
        const int64_t left = count - q->s.count;
        if (late(q) || too_large(q)) {
            *end = late(q) ? REL_MAX_TIME : REL_MAX_MEMORY;
            return REL_OK;
        }
        const double began = rel_clock();
        const rel_status st = rel_rr_draw(q->ctx, q->sampler, q->choose, q->base,
                                          q->s.count + (piece < left ? piece : left), &q->s);
        if (st != REL_OK) return st;
        if (rel_clock() - began < PIECE_SECONDS) piece *= 2;
    }
    return REL_OK;
}

/* Adds what the judging samples first..last say. */
static rel_status judge(rel_search *q, int64_t first, int64_t last, const uint8_t *const *set, int sets,
                        int64_t *hits, bool *in_time)
{
    int64_t piece = q->o->time_limit > 0 && q->best_judged > 0 ? 1 << 12 : last - first, met[REL_RR_SETS];
    *in_time = true;
    for (int64_t at = first; at < last && sets > 0;) {
        const int64_t to = piece < last - at ? at + piece : last;
        if (late(q)) {
            *in_time = false;
            return REL_OK;
        }
        const double began = rel_clock();
        const rel_status st = rel_rr_judge(q->ctx, q->sampler, REL_SEARCH_JUDGE, at, to, set, sets, met);
        if (st != REL_OK) return st;
        for (int j = 0; j < sets; j++) hits[j] += met[j];
        if (rel_clock() - began < PIECE_SECONDS) piece *= 2;
        at = to;
    }
    return REL_OK;
}

void rel_search_mark(const rel_search *q, const rel_vid *pick, int64_t count, uint8_t *mark)
{
    if (q->o->rules.base)
        memcpy(mark, q->o->rules.base, q->n);
    else
        memset(mark, 0, q->n);
    for (int64_t i = 0; i < count; i++) mark[pick[i]] = 1;
}

/* The lists, and the base alone when there is one: all fixed, so that each judging sample is seen once. */
static int fixed_sets(const rel_search *q)
{
    return q->o->lists + (q->o->rules.base != NULL);
}

static rel_status judge_fixed(rel_search *q, int64_t last, bool *in_time)
{
    const uint8_t *set[REL_RIVAL_LISTS + 1];
    int64_t hits[REL_RIVAL_LISTS + 1] = {0};
    *in_time = true;
    if (last <= q->list_judged) return REL_OK;
    for (int j = 0; j < fixed_sets(q); j++) set[j] = q->list_mark + (size_t)j * q->n;
    const rel_status st = judge(q, q->list_judged, last, set, fixed_sets(q), hits, in_time);
    if (st != REL_OK || !*in_time) return st;
    for (int j = 0; j < fixed_sets(q); j++) q->list_hits[j] += hits[j];
    q->list_judged = last;
    return REL_OK;
}

/* ---- one look ---- */

static double proved_low(const rel_search *q, int64_t hits, int64_t judged)
{
    return rel_share_low(hits, judged, q->fail / (q->o->lists + 1));
}

static double best_high(const rel_search *q, int64_t bound, int64_t samples)
{
    return rel_share_high(bound < samples ? bound : samples, samples, q->fail);
}

static double certificate_of(double low, double high)
{
    return high > 0 ? fmin(low / high, 1) : 1;
}

/* The largest bound with which the certificate would be good enough. */
static int64_t good_enough(const rel_search *q, double low, int64_t covered, int64_t bound)
{
    int64_t good = covered - 1, bad = bound;
    while (bad - good > 1 + covered / 4096) {
        const int64_t middle = good + (bad - good) / 2;
        if (certificate_of(low, fmin(q->least_high, best_high(q, middle, q->s.count))) >= q->target)
            good = middle;
        else
            bad = middle;
    }
    return good;
}

/* The set of this look, ours or the list with the most hits. */
typedef struct winner {
    const rel_cover *cover;
    int list; /* -1: ours */
    int64_t hits, judged;
    double low;
} winner;

static winner better_of(const rel_search *q, const rel_cover *cover, int64_t hits, int64_t judged)
{
    winner w = {.cover = cover, .list = -1, .hits = hits, .judged = judged};
    for (int j = 0; j < q->o->lists && !q->rules.fair_group; j++) /* fairness is not reach */
        if (q->list_hits[j] > w.hits) w.hits = q->list_hits[j], w.list = j;
    w.low = proved_low(q, w.hits, judged);
    return w;
}

static void keep(rel_search *q, const winner *w)
{
    const rel_rival_list *list = w->list < 0 ? NULL : &q->o->list[w->list];
    int64_t count = list ? list->count : q->sentinels;
    memcpy(q->best, list ? list->pick : q->sentinel, (size_t)count * sizeof *q->best);
    memset(q->best_added, 0, (size_t)count * sizeof *q->best_added);
    for (int64_t i = 0; !list && i < w->cover->count; i++) {
        q->best[count] = w->cover->pick[i];
        q->best_added[count++] = w->cover->added[i];
    }
    q->best_count = count;
    q->best_list = w->list;
    q->best_hits = w->hits;
    q->best_judged = w->judged;
    q->best_low = w->low;
}

static rel_status lower_bound(rel_search *q, double low, rel_cover *cover)
{
    const int64_t good = good_enough(q, low, cover->covered, cover->bound);
    if (good < cover->covered) return REL_OK; /* not even if the greedy picks were the best */
    q->r->dual = true;
    return rel_cover_bound(q->ctx, q->coverage, &q->s, &q->rules, good, DUAL_ROUNDS, cover);
}

/* What a look found, as shares of its samples. */
typedef struct finding {
    double covered, bound; /* of the samples that chose: better than the truth, as they chose */
    double hits;           /* of those that judged */
} finding;

/* The certificate with `times` as many samples. By then the picks fit the samples that chose them less well:
 * how much better they look there than to the judges falls about as samples^-0.6, and the bound with it. */
static double foresee(const rel_search *q, const finding *f, double times, int64_t judged)
{
    const double samples = times * (double)q->s.count, judges = times * (double)judged,
                 covered = f->hits + fmax(f->covered - f->hits, 0) * pow(times, -0.6),
                 bound = f->covered > 0 ? f->bound * covered / f->covered : f->bound;
    return certificate_of(proved_low(q, (int64_t)(f->hits * judges), (int64_t)judges),
                          best_high(q, (int64_t)(bound * samples), (int64_t)samples));
}

/* The smallest size that is foreseen to do, or a leap. */
static int next_size(const rel_search *q, int size, const finding *f, int64_t judged)
{
    for (int next = size + 1; next < q->sizes; next++) {
        const double times = (double)rel_search_size(q, next) / (double)q->s.count;
        if (times >= LEAP || foresee(q, f, times / MARGIN, judged) >= q->target) return next;
    }
    return q->sizes;
}

static void note_look(rel_search *q, int64_t judged)
{
    rel_influence_max_result *r = q->r;
    const int64_t bytes = q->s.bytes + rel_coverage_bytes(q->coverage);
    if (bytes > r->bytes) r->bytes = bytes;
    r->looks++;
    r->samples = q->s.count;
    r->members = q->s.members;
    r->judged = judged;
}

/* The target is out of reach of more samples. Either the picks miss it on the very samples that chose them,
 * by more than further rounds of the dual bound would mend; or it is missed although the bounds are close to
 * what they bound. */
static bool is_settled(const rel_search *q, const rel_cover *cover, const winner *w, double high)
{
    const double hits = (double)w->hits / (double)w->judged;
    if (!q->r->dual || q->ceiling >= q->target) return false;
    if (w->list < 0 && (double)cover->covered < (double)cover->bound * (q->target - UNMENDED)) return true;
    return w->low >= hits * (1 - SETTLED) && hits >= q->ceiling * high * (1 - SETTLED);
}

/* Chooses, judges, bounds. *next: the size of the next look. */
static rel_status look(rel_search *q, int size, int *next, rel_max_end *end)
{
    rel_status st;
    rel_cover cover = {0};
    int64_t hits = 0, judged = q->s.count * q->judges;
    bool in_time;
    const uint8_t *set[] = {q->mark};
    const rel_arena_mark mark = rel_scratch_mark(q->ctx);
    q->r->dual = false;
    REL_TRY(rel_cover_select(q->ctx, q->coverage, &q->s, &q->rules, &cover));
    rel_search_mark(q, q->sentinel, q->sentinels, q->mark);
    for (int64_t i = 0; i < cover.count; i++) q->mark[cover.pick[i]] = 1;
    REL_TRY(judge(q, 0, judged, set, 1, &hits, &in_time));
    if (in_time) REL_TRY(judge_fixed(q, judged, &in_time));
    if (!in_time) {
        *end = REL_MAX_TIME;
        goto out;
    }
    const winner w = better_of(q, &cover, hits, judged);
    double high = best_high(q, cover.bound, q->s.count);
    if (certificate_of(w.low, fmin(q->least_high, high)) < q->target) {
        REL_TRY(lower_bound(q, w.low, &cover));
        high = best_high(q, cover.bound, q->s.count);
    }
    note_look(q, judged);
    q->least_high = fmin(q->least_high, high);
    if (w.low >= q->best_low || q->rules.fair_group) keep(q, &w);
    q->ceiling = (double)w.hits / (double)judged / ((double)cover.bound / (double)q->s.count);
    *end = certificate_of(q->best_low, q->least_high) >= q->target ? REL_MAX_REACHED : REL_MAX_SAMPLES;
    q->settled = is_settled(q, &cover, &w, high);
    const finding f = {.covered = (double)cover.covered / (double)q->s.count,
                       .bound =
                           (double)(q->o->certificate > 0 ? cover.covered : cover.bound) / (double)q->s.count,
                       .hits = (double)w.hits / (double)judged};
    *next = next_size(q, size, &f, judged);
out:
    rel_scratch_release(q->ctx, mark);
    return st;
}

/* Looks until the target is reached or something else ends them. */
rel_status rel_search_looks(rel_search *q, rel_max_end *end)
{
    rel_status st = REL_OK;
    int next = 0;
    *end = REL_MAX_SAMPLES;
    for (int size = 0; size < q->sizes; size = next) {
        rel_max_end early = REL_MAX_SAMPLES;
        REL_TRY(draw(q, rel_search_size(q, size), &early));
        if (early == REL_MAX_SAMPLES) REL_TRY(look(q, size, &next, end));
        if (early != REL_MAX_SAMPLES || *end != REL_MAX_SAMPLES) {
            if (early != REL_MAX_SAMPLES) *end = early;
            break;
        }
        if (q->sentinels && q->ceiling < q->target && q->s.count >= UNPROMISING * rel_search_size(q, 0))
            break;
        if (q->settled || (q->best_hits == 0 && q->s.count >= HOPELESS)) break;
    }
out:
    return st;
}
