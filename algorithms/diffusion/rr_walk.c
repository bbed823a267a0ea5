#include "algorithms/diffusion/rr_parts.h"

enum { AHEAD = 8 }; /* accounts whose rows are asked for before they are needed */

/* Skips to the next live of senders that share one p: the number of misses before it is geometric. Most rows
 * hold none, which a look at (1 - p)^rest tells. The skip is compared as a double: it may be beyond any
 * integer. */
static int64_t next_alike(const rel_rr_sampler *s, rel_rr_rng *r, int64_t next, int64_t d)
{
    const int64_t rest = d - next;
    const double u = rel_rr_positive(rel_rr_next(r));
    if (rest < REL_RR_MISSES && u <= s->miss[rest]) return d;
    const double skip = floor(log(u) * s->per_log);
    if (skip < (double)rest) return next + (int64_t)skip;
    return rest < REL_RR_MISSES ? d - 1 : d; /* rounding at the edge: the look above decides */
}

/* The same where p descends: the skips are drawn for a power of two that is not below any p to come, and
 * where one lands it is taken with p by that power. */
static int64_t next_graded(const rel_rr_sampler *s, rel_rr_rng *r, const float *p, int64_t next, int64_t d)
{
    while (next < d && p[next] > 0) {
        int exponent;
        frexp((double)p[next], &exponent); /* p <= 2^exponent */
        double envelope = 1;
        if (exponent < -1) { /* a trial each is as cheap as a skip above .25 */
            envelope = ldexp(1, exponent);
            const double skip = floor(log(rel_rr_positive(rel_rr_next(r))) * s->grade[-exponent]);
            if (skip >= (double)(d - next)) return d;
            next += (int64_t)skip;
        }
        if (rel_rr_unit(rel_rr_next(r)) * envelope < (double)p[next]) return next;
        next++;
    }
    return d;
}

/* The one sender that an account of the linear threshold model listens to, or none. */
static int chosen(const rel_rr_sampler *s, rel_rr_rng *r, rel_rr_row *row, rel_eid *live)
{
    const uint64_t x = rel_rr_next(r);
    row->next = row->d;
    if (s->rule == REL_RR_ONE_OF) {
        if (s->f->opts.rule == REL_INFLUENCE_CASCADE || s->f->opts.p * (double)row->d >= 1) {
            *live = row->first + (rel_eid)(((rel_u128)x * (uint64_t)row->d) >> 64);
            return 1;
        }
        const double at = rel_rr_unit(x) / s->f->opts.p; /* p = 0: infinite */
        if (!(at < (double)row->d)) return 0;
        *live = row->first + (rel_eid)at;
        return 1;
    }
    const double *upto = s->upto + row->first, u = rel_rr_unit(x);
    if (!(u < upto[row->d - 1])) return 0;
    int64_t low = 0, high = row->d - 1; /* the first that is above u */
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (upto[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    *live = row->first + low;
    return 1;
}

int rel_rr_live_slowly(const rel_rr_sampler *s, rel_rr_rng *r, rel_rr_row *row, rel_eid *live, int room)
{
    int count = 0;
    if (s->rule == REL_RR_ONE_OF || s->rule == REL_RR_WEIGHED) return chosen(s, r, row, live);
    while (row->next < row->d && count < room) {
        const int64_t at = s->rule == REL_RR_UNIFORM
                               ? next_alike(s, r, row->next, row->d)
                               : next_graded(s, r, s->f->p + row->first, row->next, row->d);
        row->next = at < row->d ? at + 1 : row->d;
        if (at < row->d) live[count++] = row->first + at;
    }
    return count;
}

/* One sample on its way. */
typedef struct walk {
    const rel_rr_sampler *s;
    const rel_rr_watch *watch;
    rel_rr_lane *lane;
    rel_vid *queue;
    int64_t room, count;
    uint32_t pending; /* sets met at this level; with a competitor they count when the level is complete */
    bool rival, full;
} walk;

static bool ended(const walk *w)
{
    if (w->full || w->rival) return true;
    return !w->s->f->is_rival && w->watch->any && (w->lane->met | w->pending) == w->watch->all;
}

static void reach(walk *w, rel_vid v)
{
    uint64_t *word = &w->lane->visited[v >> 6];
    const uint64_t bit = (uint64_t)1 << (v & 63);
    if (*word & bit) return;
    if (w->count == w->room) {
        w->full = true;
        return;
    }
    *word |= bit;
    w->queue[w->count++] = v;
    w->pending |= rel_rr_seen(w->watch, v);
    if (w->s->f->is_rival && w->s->f->is_rival[v]) w->rival = true;
}

static void hear(walk *w, rel_vid v)
{
    rel_rr_lane *lane = w->lane;
    rel_rr_row row = rel_rr_row_of(w->s->f, v);
    while (row.next < row.d && !ended(w)) {
        const int count = rel_rr_live(w->s, &lane->rng, &row, lane->live, REL_RR_LIVE_MAX);
        for (int i = 0; i < count && !ended(w); i++) reach(w, w->s->f->sender[lane->live[i]]);
    }
}

/* By levels, so that a deadline in hops is kept, and a level that holds a competitor's account does not
 * count: who is as far as the competitor comes too late. */
int64_t rel_rr_walk(const rel_rr_sampler *s, const rel_rr_watch *watch, uint64_t key, rel_rr_lane *lane,
                    rel_vid *queue, int64_t room)
{
    walk w = {.s = s, .watch = watch, .lane = lane, .queue = queue, .room = room};
    int64_t from = 0, kept = 0;
    lane->rng.at = key;
    lane->met = 0;
    reach(&w, rel_rr_root(s, &lane->rng));
    for (int64_t hop = 0; !w.rival; hop++) {
        lane->met |= w.pending;
        w.pending = 0;
        kept = w.count;
        if (from == w.count || hop == s->max_hops || w.full) break;
        if (watch->any && lane->met == watch->all) break;
        for (int64_t i = from; i < kept && !ended(&w); i++) {
            if (i + AHEAD < w.count) __builtin_prefetch(&s->f->off[queue[i + AHEAD]]);
            hear(&w, queue[i]);
        }
        from = kept;
    }
    for (int64_t i = 0; i < w.count; i++) lane->visited[queue[i] >> 6] = 0;
    return w.full ? -1 : kept;
}
