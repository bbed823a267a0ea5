#include <math.h>
#include <string.h>

#include "algorithms/diffusion/spread_parts.h"
#include "src/base/rng.h"

/* Streams below the key of a run. */
enum { SPREAD = 0x737072, THRESHOLD = 1, LISTENS };
/* Receivers at least as probable are tested one by one. */
#define DIRECT 0.25f

/* -------- chance -------- */

/* In (0, 1], the next of this run. */
static double draw(rel_spread_state *s)
{
    return (double)((rel_mix64(s->key + s->draws++) >> 11) + 1) * 0x1p-53;
}

/* In (0, 1], of one account. */
static double draw_of(const rel_spread_state *s, uint64_t stream, rel_vid v)
{
    return 1 - rel_rand_unit(s->key, stream, v);
}

static rel_vid receiver(const rel_spread_links *l, rel_eid e)
{
    return l->to ? l->to[e] : (rel_vid)l->link[e];
}

static float weight(const rel_spread_links *l, rel_eid e)
{
    float p;
    const uint32_t bits = ~(uint32_t)(l->link[e] >> 32);
    memcpy(&p, &bits, sizeof p);
    return p;
}

static double weight_of(const rel_spread_links *l, rel_eid e)
{
    return l->to ? l->p : (double)weight(l, e);
}

/* -------- whom an account reaches -------- */

/* Positions of a row in which all are let through with probability p. */
static int64_t live_uniform(rel_spread_state *s, int64_t size)
{
    const double p = s->links->p;
    int64_t count = 0;
    if (p >= (double)DIRECT) {
        for (int64_t i = 0; i < size; i++)
            if (draw(s) <= p) s->live[count++] = (uint32_t)i;
        return count;
    }
    if (p <= 0) return 0;
    const double inverse = 1 / log1p(-p);
    for (int64_t i = 0;; i++) {
        const double skip = log(draw(s)) * inverse;
        if (skip >= (double)(size - i)) return count;
        i += (int64_t)skip;
        s->live[count++] = (uint32_t)i;
    }
}

/* Where p descends, that of the next one bounds all behind it: skips to where chance under this bound would
 * let the message through, and lets it through there with what the bound was too much. */
static int64_t live_sorted(rel_spread_state *s, rel_eid first, int64_t size)
{
    const rel_spread_links *l = s->links;
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++) {
        const float p = weight(l, first + i);
        if (p >= DIRECT) {
            if (draw(s) <= (double)p) s->live[count++] = (uint32_t)i;
            continue;
        }
        if (p <= 0) break;
        uint32_t bits;
        memcpy(&bits, &p, sizeof bits);
        const uint32_t envelope = bits >> REL_ENVELOPE_SHIFT;
        const double skip = log(draw(s)) * l->inverse_log[envelope];
        if (skip >= (double)(size - i)) break;
        i += (int64_t)skip;
        if (draw(s) * l->top[envelope] <= (double)weight(l, first + i)) s->live[count++] = (uint32_t)i;
    }
    return count;
}

static int64_t live_each(rel_spread_state *s, rel_eid first, int64_t size)
{
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++)
        if (draw(s) <= (double)weight(s->links, first + i)) s->live[count++] = (uint32_t)i;
    return count;
}

/* Whom v listens to: one of its senders by their weights, or nobody. */
static rel_vid listens_to(const rel_spread_state *s, rel_vid v)
{
    const rel_influence *f = s->links->influence;
    double left = draw_of(s, LISTENS, v);
    for (rel_eid e = f->off[v]; e < f->off[v + 1]; e++) {
        left -= rel_influence_p(f, v, e);
        if (left <= 0) return f->sender[e];
    }
    return REL_VID_NONE;
}

static int64_t live_listeners(rel_spread_state *s, rel_vid u, rel_eid first, int64_t size)
{
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++) {
        const rel_vid v = receiver(s->links, first + i);
        if (!s->listens[v]) {
            s->listens[v] = listens_to(s, v) + 1; /* nobody: 0, drawn again with the same result */
            if (s->listens[v]) s->listed[s->lists++] = v;
        }
        if (s->listens[v] == u + 1) s->live[count++] = (uint32_t)i;
    }
    return count;
}

/* Fills s->live with the positions of u's row that let the message through, and returns how many. */
static int64_t pass_on(rel_spread_state *s, rel_vid u)
{
    const rel_spread_links *l = s->links;
    const rel_eid first = l->off[u];
    const int64_t size = l->off[u + 1] - first;
    if (s->listens) return live_listeners(s, u, first, size);
    if (l->to) return live_uniform(s, size);
    return l->delay ? live_each(s, first, size) : live_sorted(s, first, size);
}

/* -------- in hops -------- */

/* True when v was not seen before. */
static bool see(rel_spread_state *s, rel_vid v)
{
    uint64_t *const word = &s->seen[v / 64];
    const uint64_t bit = UINT64_C(1) << v % 64;
    if (*word & bit) return false;
    *word |= bit;
    return true;
}

static void end_level(rel_spread_state *s, int64_t hop)
{
    if (hop <= s->hops) s->level[hop] = s->count;
}

/* Rows lie anywhere in memory: those of accounts a few places further on are asked for in advance. */
static void ask_ahead(const rel_spread_links *l, const rel_vid *list, int64_t i, int64_t last)
{
    enum { NEAR = 4, FAR = 12 };
    if (i + FAR < last) __builtin_prefetch(&l->off[list[i + FAR]]);
    if (i + NEAR >= last) return;
    const rel_eid row = l->off[list[i + NEAR]];
    if (l->to)
        __builtin_prefetch(&l->to[row]);
    else
        __builtin_prefetch(&l->link[row]);
}

/* IC: whoever was added to list[first..last) passes on to those not seen yet; returns the new end. */
static int64_t step(rel_spread_state *s, rel_vid *list, int64_t first, int64_t last)
{
    int64_t end = last;
    for (int64_t i = first; i < last; i++) {
        ask_ahead(s->links, list, i, last);
        const rel_eid row = s->links->off[list[i]];
        const int64_t live = pass_on(s, list[i]);
        for (int64_t k = 0; k < live; k++) {
            const rel_vid v = receiver(s->links, row + s->live[k]);
            if (see(s, v)) list[end++] = v;
        }
    }
    return end;
}

static void add_weight(rel_spread_state *s, rel_vid v, double weight)
{
    if (s->seen[v / 64] >> v % 64 & 1) return;
    if (s->sum[v] == 0) s->listed[s->lists++] = v;
    s->sum[v] += weight;
    if (s->sum[v] < draw_of(s, THRESHOLD, v)) return;
    see(s, v);
    s->reached[s->count++] = v;
}

/* LT: the same. */
static void step_threshold(rel_spread_state *s, int64_t first, int64_t last)
{
    const rel_spread_links *l = s->links;
    for (int64_t i = first; i < last; i++) {
        const rel_vid u = s->reached[i];
        ask_ahead(l, s->reached, i, last);
        for (rel_eid e = l->off[u]; e < l->off[u + 1]; e++) {
            const double w = weight_of(l, e);
            if (w > 0) add_weight(s, receiver(l, e), w);
        }
    }
}

/* The rival's message goes first in every hop: ties are his. */
static void start(rel_spread_state *s)
{
    const rel_spread_starts *b = &s->starts;
    for (int64_t i = 0; i < b->rivals; i++)
        if (see(s, b->rival[i])) s->listed[s->lists++] = b->rival[i];
    for (int64_t i = 0; i < b->seeds; i++)
        if (see(s, b->seed[i])) s->reached[s->count++] = b->seed[i];
    end_level(s, 0);
}

static void run_hops(rel_spread_state *s)
{
    const rel_influence_opts *o = &s->links->influence->opts;
    int64_t rivals_done = 0;
    start(s);
    int64_t hop = 0;
    for (int64_t done = 0; done < s->count && (!o->max_hops || hop < o->max_hops);) {
        const int64_t last = s->count;
        if (o->rivals) {
            const int64_t end = s->lists;
            s->lists = step(s, s->listed, rivals_done, end);
            rivals_done = end;
        }
        if (s->sum)
            step_threshold(s, done, last);
        else
            s->count = step(s, s->reached, done, last);
        done = last;
        end_level(s, ++hop);
    }
    for (int64_t h = hop + 1; h <= s->hops; h++) s->level[h] = s->count;
}

static void clean_hops(rel_spread_state *s)
{
    for (int64_t i = 0; i < s->count; i++) s->seen[s->reached[i] / 64] = 0;
    for (int64_t i = 0; i < s->lists; i++) {
        const rel_vid v = s->listed[i];
        if (s->sum) s->sum[v] = 0;
        s->seen[v / 64] = 0;
    }
}

/* -------- in time -------- */

static bool earlier(const rel_spread_state *s, rel_vid a, rel_vid b)
{
    return s->time[a] != s->time[b] ? s->time[a] < s->time[b] : a < b;
}

static void put(rel_spread_state *s, int64_t at, rel_vid v)
{
    s->heap[at] = v;
    s->place[v] = (uint32_t)at + 1;
}

static void rise(rel_spread_state *s, int64_t at, rel_vid v)
{
    for (int64_t above; at > 0; at = above) {
        above = (at - 1) / 2;
        if (!earlier(s, v, s->heap[above])) break;
        put(s, at, s->heap[above]);
    }
    put(s, at, v);
}

static void sink(rel_spread_state *s, int64_t at, rel_vid v, int64_t size)
{
    for (int64_t below; (below = 2 * at + 1) < size; at = below) {
        if (below + 1 < size && earlier(s, s->heap[below + 1], s->heap[below])) below++;
        if (!earlier(s, s->heap[below], v)) break;
        put(s, at, s->heap[below]);
    }
    put(s, at, v);
}

/* Somebody passes the message on to v, who has it at this time. */
static void arrive(rel_spread_state *s, rel_vid v, double time, uint32_t hop, int64_t *size)
{
    const double max_time = s->links->influence->opts.max_time;
    if (!(time < s->time[v]) || (max_time > 0 && time > max_time)) return;
    s->time[v] = time;
    s->hop[v] = hop;
    if (!s->place[v]) ++*size;
    rise(s, s->place[v] ? s->place[v] - 1 : *size - 1, v);
}

static void run_times(rel_spread_state *s)
{
    const rel_spread_links *l = s->links;
    const double mean_delay = l->influence->opts.mean_delay;
    int64_t size = 0;
    for (int64_t i = 0; i < s->starts.seeds; i++) arrive(s, s->starts.seed[i], 0, 0, &size);
    while (size) {
        const rel_vid u = s->heap[0];
        const rel_eid row = l->off[u];
        if (--size) sink(s, 0, s->heap[size], size);
        s->place[u] = 0;
        s->reached[s->count++] = u;
        const int64_t live = pass_on(s, u);
        for (int64_t k = 0; k < live; k++) {
            const rel_eid e = row + s->live[k];
            const double mean = l->delay ? (double)l->delay[e] : mean_delay;
            arrive(s, receiver(l, e), s->time[u] - mean * log(draw(s)), s->hop[u] + 1, &size);
        }
    }
}

/* Whoever got a time was reached in the end. */
static void clean_times(rel_spread_state *s)
{
    for (int64_t i = 0; i < s->count; i++) s->time[s->reached[i]] = INFINITY;
    for (int64_t i = 0; i < s->lists; i++) s->listens[s->listed[i]] = 0;
}

/* -------- a run -------- */

rel_status rel_spread_state_new(rel_ctx *ctx, const rel_spread_links *links, rel_spread_starts starts,
                                int64_t hops, rel_spread_state *s)
{
    rel_status st;
    const rel_influence *f = links->influence;
    const size_t n = f->n;
    const bool delays = rel_influence_delays(f), lt = f->opts.model == REL_SPREAD_LT;
    *s = (rel_spread_state){.links = links, .starts = starts, .hops = hops};
    REL_TRY(rel_scratch_unset(ctx, &s->reached, n, sizeof *s->reached, "runs"));
    REL_TRY(rel_scratch_unset(ctx, &s->live, n, sizeof *s->live, "runs"));
    REL_TRY(rel_scratch(ctx, &s->level, (size_t)hops + 1, sizeof *s->level, "runs"));
    if (lt || f->opts.rivals) REL_TRY(rel_scratch_unset(ctx, &s->listed, n, sizeof *s->listed, "runs"));
    if (!delays) {
        REL_TRY(rel_scratch(ctx, &s->seen, n / 64 + 1, sizeof *s->seen, "runs"));
        if (lt) REL_TRY(rel_scratch(ctx, &s->sum, n, sizeof *s->sum, "runs"));
        return REL_OK;
    }
    REL_TRY(rel_scratch_unset(ctx, &s->time, n, sizeof *s->time, "runs"));
    REL_TRY(rel_scratch_unset(ctx, &s->hop, n, sizeof *s->hop, "runs"));
    REL_TRY(rel_scratch_unset(ctx, &s->heap, n, sizeof *s->heap, "runs"));
    REL_TRY(rel_scratch(ctx, &s->place, n, sizeof *s->place, "runs"));
    if (lt) REL_TRY(rel_scratch(ctx, &s->listens, n, sizeof *s->listens, "runs"));
    for (size_t v = 0; v < n; v++) s->time[v] = INFINITY;
out:
    return st;
}

/* What the last run left behind is cleaned up when the next begins. */
void rel_spread_run(rel_spread_state *s, uint64_t seed, int64_t run)
{
    s->time ? clean_times(s) : clean_hops(s);
    s->count = s->lists = 0;
    s->key = rel_rand(seed, SPREAD, (uint64_t)run);
    s->draws = 0;
    s->time ? run_times(s) : run_hops(s);
}
