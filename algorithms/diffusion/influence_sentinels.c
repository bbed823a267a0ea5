#include <string.h>

#include "algorithms/diffusion/influence_search.h"

enum {
    PILOT_SAMPLES = 256,
    LARGE = 64,        /* members of a sample on average, from which sentinels pay */
    SENTINEL_LEAST = 4 /* samples of the pilot that a sentinel adds at least, or that it is in */
};

/* Samples of the pilot that each account is in, those of the sentinels and of the barred taken out. */
static void count_members(const rel_search *q, const rel_rr_samples *pilot, uint32_t *tally)
{
    const rel_pick_rules *r = &q->o->rules;
    for (int64_t i = 0; i < pilot->count; i++) {
        uint32_t size;
        const rel_vid *member = rel_rr_set(pilot, i, &size);
        for (uint32_t k = 0; k < size; k++) tally[member[k]]++;
    }
    for (rel_vid v = 0; v < q->n; v++)
        if ((r->barred && r->barred[v]) || (r->base && r->base[v])) tally[v] = 0;
    for (int64_t i = 0; i < q->sentinels; i++) tally[q->sentinel[i]] = 0;
}

/* Those who are in the most samples of the pilot, until there are `wanted` sentinels. What the first picks
 * leave over is little, so others than the best cost little; and the more there are, the sooner a sample
 * meets one. */
static rel_status add_frequent(rel_search *q, const rel_rr_samples *pilot, int64_t wanted)
{
    rel_status st;
    uint32_t *tally;
    const rel_arena_mark mark = rel_scratch_mark(q->ctx);
    REL_TRY(rel_scratch(q->ctx, &tally, q->n, sizeof *tally, "sentinels"));
    count_members(q, pilot, tally);
    while (q->sentinels < wanted) {
        rel_vid best = 0;
        for (rel_vid v = 1; v < q->n; v++)
            if (tally[v] > tally[best]) best = v;
        if (tally[best] < SENTINEL_LEAST) break;
        tally[best] = 0;
        q->sentinel[q->sentinels++] = best;
    }
out:
    rel_scratch_release(q->ctx, mark);
    return st;
}

/* The first picks on the pilot, as far as they are no chance. */
static rel_status add_first_picks(rel_search *q, const rel_rr_samples *pilot)
{
    rel_status st;
    rel_cover cover = {0};
    rel_coverage *coverage = NULL;
    const rel_pick_rules *r = &q->o->rules;
    const rel_arena_mark mark = rel_scratch_mark(q->ctx);
    REL_TRY(rel_coverage_new(q->ctx, q->n, &coverage));
    REL_TRY(rel_cover_select(q->ctx, coverage, pilot, r, &cover));
    q->r->bytes = pilot->bytes + rel_coverage_bytes(coverage);
    while (q->sentinels < cover.count && q->sentinels < r->count - 1 &&
           cover.added[q->sentinels] >= SENTINEL_LEAST) {
        q->sentinel[q->sentinels] = cover.pick[q->sentinels];
        q->sentinels++;
    }
out:
    rel_scratch_release(q->ctx, mark);
    rel_coverage_delete(coverage);
    return st;
}

/* The search goes on with the sentinels that there are, or without. */
static void use_sentinels(rel_search *q)
{
    const rel_pick_rules *r = &q->o->rules;
    q->rules = *r;
    q->base = r->base;
    q->r->sentinels = q->sentinels > 0;
    if (!q->sentinels) return;
    rel_search_mark(q, q->sentinel, q->sentinels, q->with_sentinels);
    q->base = q->rules.base = q->with_sentinels;
    q->rules.count = r->count - q->sentinels;
    q->rules.rival_count = r->rival_count > r->count ? r->rival_count : r->count;
}

/* Where samples are large, the first picks are in most of them. They are chosen on a few samples of their
 * own; all later samples end as soon as they meet one, and are neither completed nor stored. The bound stays
 * one on all permitted sets of the count: what the sentinels meet counts as met, and the whole count is
 * picked beside them (rival_count). So the proof does not depend on how the sentinels were found; only how
 * tight it is does. */
rel_status rel_search_find_sentinels(rel_search *q)
{
    rel_status st;
    rel_rr_samples pilot = {0};
    const rel_pick_rules *r = &q->o->rules;
    REL_TRY(rel_rr_draw(q->ctx, q->sampler, REL_SEARCH_PILOT, r->base, REL_RR_BLOCK, &pilot));
    if (!rel_search_plain(r) || r->count < 2 || pilot.members < (int64_t)LARGE * pilot.count) goto out;
    REL_TRY(rel_rr_draw(q->ctx, q->sampler, REL_SEARCH_PILOT, r->base, PILOT_SAMPLES, &pilot));
    REL_TRY(add_first_picks(q, &pilot));
    q->first_sentinels = q->sentinels;
    if (q->sentinels) REL_TRY(add_frequent(q, &pilot, r->count / 2));
    q->fail /= q->sentinels ? 3 : 1; /* for all of them, for the first ones, and for looks without */
    use_sentinels(q);
out:
    rel_rr_samples_free(&pilot);
    return st;
}

/* They were not good enough for the target: once more with the first of them, or without, on other samples.
 */
rel_status rel_search_drop_sentinels(rel_search *q)
{
    q->sentinels = q->sentinels > q->first_sentinels ? q->first_sentinels : 0;
    use_sentinels(q);
    q->choose++;
    /* The looks begin with few judging samples again: what lists met in more of them says nothing there. */
    memset(q->list_hits, 0, sizeof q->list_hits);
    q->list_judged = 0;
    rel_rr_samples_free(&q->s);
    rel_coverage_delete(q->coverage);
    q->coverage = NULL;
    return rel_coverage_new(q->ctx, q->n, &q->coverage);
}
