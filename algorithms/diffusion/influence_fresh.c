/* How far the picks reach and what each adds, on samples that no choice has seen: who is picked, when it was
 * enough and whose list was better are all settled before they are drawn, so an ordinary interval holds. */
#include <math.h>

#include "algorithms/diffusion/influence_bounds.h"
#include "algorithms/diffusion/influence_search.h"

enum {
    MEMBERS = 1 << 25, /* about, in all fresh samples */
    PIECE = 1 << 22    /* and at once */
};
static const double INTERVAL = 0.05; /* an interval of 95 % */

/* Place of each account in the picks, 1 for the first; 0 for the base; REL_VID_NONE for all others. */
static void rank_picks(const rel_search *q, rel_vid *rank)
{
    const uint8_t *base = q->o->rules.base;
    for (rel_vid v = 0; v < q->n; v++) rank[v] = base && base[v] ? 0 : REL_VID_NONE;
    for (int64_t i = 0; i < q->best_count; i++) rank[q->best[i]] = (rel_vid)i + 1;
}

/* Adds to hits[r] the samples whose first member by rank has rank r. */
static void count_first(const rel_rr_samples *s, const rel_vid *rank, int64_t *hits)
{
    for (int64_t i = 0; i < s->count; i++) {
        uint32_t size;
        const rel_vid *member = rel_rr_set(s, i, &size);
        rel_vid first = REL_VID_NONE;
        for (uint32_t k = 0; k < size; k++)
            if (rank[member[k]] < first) first = rank[member[k]];
        if (first != REL_VID_NONE) hits[first]++;
    }
}

static void set_reach(rel_influence_max_result *r, double total, int64_t hits, int64_t samples, double fail)
{
    r->reach = total * (double)hits / (double)samples;
    r->low = total * rel_share_low(hits, samples, fail / 2);
    r->high = total * rel_share_high(hits, samples, fail / 2);
}

/* The judging samples had a say in when to end and which list to take: the interval holds for all of them. */
static void from_judging(rel_search *q)
{
    const int tries = q->first_sentinels ? 3 : 1; /* with sentinels, the first of them, none */
    const double fail = INTERVAL / ((double)q->sizes * (q->o->lists + 1) * tries);
    int64_t sum = 0;
    set_reach(q->r, q->total, q->best_hits, q->best_judged, fail);
    for (int64_t i = 0; i < q->best_count; i++) sum += q->best_added[i];
    for (int64_t i = 0; i < q->best_count && sum > 0; i++)
        q->r->added[i] = (q->r->reach - q->r->base_reach) * (double)q->best_added[i] / (double)sum;
}

/* As many as asked, when they fit: by the size of the samples that chose. Without regard to what they hold.
 */
static int64_t fresh_samples(const rel_search *q, int64_t *piece)
{
    const double size = q->s.count ? (double)q->s.members / (double)q->s.count + 1 : 1;
    const double most = fmax(MEMBERS / size, 1 << 12), at_once = fmax(PIECE / size, REL_RR_BLOCK);
    int64_t count = q->o->fresh > 0 ? q->o->fresh : q->best_judged;
    if (q->o->fresh == 0 && (double)count > most) count = (int64_t)most;
    *piece = at_once < (double)count ? (int64_t)at_once : count;
    return count;
}

rel_status rel_search_estimate(rel_search *q)
{
    rel_status st = REL_OK;
    rel_rr_samples s = {0};
    rel_vid *rank;
    int64_t *hits, piece, drawn = 0, met = 0;
    const rel_arena_mark mark = rel_scratch_mark(q->ctx);
    if (q->o->fresh < 0) {
        from_judging(q);
        goto out;
    }
    const int64_t count = fresh_samples(q, &piece);
    REL_TRY(rel_scratch_unset(q->ctx, &rank, q->n, sizeof *rank, "ranks"));
    REL_TRY(rel_scratch(q->ctx, &hits, (size_t)q->best_count + 1, sizeof *hits, "samples met"));
    rank_picks(q, rank);
    for (uint64_t part = 0; drawn < count; part++) {
        REL_TRY(rel_rr_draw(q->ctx, q->sampler, REL_SEARCH_FRESH + part, NULL, piece, &s));
        count_first(&s, rank, hits);
        drawn += s.count;
        rel_rr_samples_free(&s);
    }
    for (int64_t i = 0; i <= q->best_count; i++) met += hits[i];
    set_reach(q->r, q->total, met, drawn, INTERVAL);
    q->r->base_reach = q->total * (double)hits[0] / (double)drawn;
    for (int64_t i = 0; i < q->best_count; i++)
        q->r->added[i] = q->total * (double)hits[i + 1] / (double)drawn;
out:
    if (st == REL_E_STOPPED) { /* the set is there: what is known of it will do */
        rel_forgive(q->ctx);
        q->r->end = REL_MAX_STOPPED;
        from_judging(q);
        st = REL_OK;
    }
    rel_rr_samples_free(&s);
    rel_scratch_release(q->ctx, mark);
    return st;
}
