/* Who follows whom, and how likely a follower passes on what they see. */
#include <math.h>
#include <stdlib.h>

#include "datasets/campaign_model.h"
#include "datasets/generators.h"
#include "src/base/par.h"
#include "src/base/rng.h"

enum { MAX_FOLLOWS = 512, TRIES = 24, DRAWS = 1 << 16 };
static const double MAX_PROBABILITY = 0.5;

/* The part of a platform that a community has, and sums of fame up to each account. */
typedef struct field {
    const rel_campaign *c;
    double *sum; /* sum[i]: fame of the accounts before i; restarts nowhere */
} field;

/* The account where the sum of fame passes x. */
static uint32_t find(const field *f, double x, uint32_t low, uint32_t high)
{
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (f->sum[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return low;
}

typedef struct home {
    uint32_t first, last; /* of the community on this platform */
    uint32_t platform_first, platform_last;
} home;

static bool is_neighbour(const rel_member *a, const rel_member *b)
{
    return a->platform == b->platform && a->community == b->community;
}

/* Homes are neighbours in the list of accounts: one pass from each end. */
static void find_homes(const rel_campaign *c, home *h)
{
    for (uint32_t v = 0; v < c->inside; v++) {
        const rel_member *m = &c->member[v];
        const bool goes_on = v > 0 && is_neighbour(m, m - 1);
        h[v] = (home){goes_on ? h[v - 1].first : v, v + 1, c->platform_first[m->platform],
                      c->platform_first[m->platform + 1]};
    }
    for (uint32_t v = c->inside; v-- > 1;)
        if (is_neighbour(&c->member[v - 1], &c->member[v])) h[v - 1].last = h[v].last;
}

static uint32_t draw_inside(const field *f, const home *h, double u)
{
    return find(f, f->sum[h->first] + u * (f->sum[h->last] - f->sum[h->first]), h->first, h->last);
}

/* On the platform but not in the community: the fame of the community is cut out of the range. */
static uint32_t draw_outside(const field *f, const home *h, double u)
{
    const double before = f->sum[h->first] - f->sum[h->platform_first],
                 after = f->sum[h->platform_last] - f->sum[h->last];
    const double x = u * (before + after);
    if (x < before) return find(f, f->sum[h->platform_first] + x, h->platform_first, h->first);
    return find(f, f->sum[h->last] + (x - before), h->last, h->platform_last);
}

static bool has(const uint32_t *list, uint32_t count, uint32_t who)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == who) return true;
    return false;
}

/* Fills list with different accounts; what is not found after some tries is left out. */
static uint32_t choose(const field *f, const home *h, uint32_t who, bool inside, uint32_t want,
                       uint32_t *list, uint32_t count, uint64_t *draw)
{
    for (uint32_t k = 0; k < want; k++) {
        for (int i = 0; i < TRIES; i++) {
            const double u = rel_rand_unit(f->c->seed, REL_DRAW_FOLLOW, (uint64_t)who * DRAWS + (*draw)++);
            const uint32_t other = inside ? draw_inside(f, h, u) : draw_outside(f, h, u);
            if (other == who || has(list, count, other)) continue;
            list[count++] = other;
            break;
        }
    }
    return count;
}

/* Whom `who` follows. Nobody follows more than half of the own community, and the number outside is in
 * proportion, so the mixing holds in small communities, too. */
static uint32_t follow(const field *f, uint32_t who, home h, uint32_t *list)
{
    const rel_campaign *c = f->c;
    const double mu = c->o.mixing, low = c->o.mean_follows * 0.36;
    const rel_dice d = {c->seed, REL_DRAW_ACCOUNT, who};
    const uint32_t others = h.last - h.first - 1, far = h.platform_last - h.platform_first - others - 1;
    double want = rel_power_law(rel_dice_unit(&d, 20), 2.3, low, MAX_FOLLOWS);
    if ((1 - mu) * want > others / 2.0) want = mu < 1 ? others / 2.0 / (1 - mu) : want;
    if (mu * want > far / 2.0) want = far / 2.0 / mu;
    const double inside = (1 - mu) * want, outside = mu * want;
    const uint32_t n_in = (uint32_t)(inside + rel_dice_unit(&d, 21)),
                   n_out = (uint32_t)(outside + rel_dice_unit(&d, 22));
    uint64_t draw = 0;
    const uint32_t count = choose(f, &h, who, true, n_in < others ? n_in : others, list, 0, &draw);
    return choose(f, &h, who, false, n_out < far ? n_out : far, list, count, &draw);
}

/* Probabilities fall off exponentially and are higher between people of one community. Then all are scaled so
 * that a share leads to `branching` shares: with b(v) the sum over v's followers, the mean of b over shares
 * is the sum over edges of p b(follower) / sum of p. */
static void set_probabilities(rel_campaign *c, double *reach)
{
    double sum = 0, spread = 0;
    for (uint32_t v = 0; v < c->inside; v++) {
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            const rel_member *m = &c->member[c->follower[e]];
            const double u = rel_rand_unit(c->seed, REL_DRAW_EDGE, (uint64_t)e);
            const double p = -log1p(-u) * (m->community == c->member[v].community ? 1.5 : 0.7);
            c->probability[e] = m->is_protected || m->in_concert || m->brand >= 0 ? 0 : p;
            reach[v] += c->probability[e];
        }
        sum += reach[v];
    }
    for (int64_t e = 0; e < c->follows; e++) spread += c->probability[e] * reach[c->follower[e]];
    const double scale = spread > 0 ? c->o.branching * sum / spread : 0;
    for (int64_t e = 0; e < c->follows; e++) {
        const double p = c->probability[e] * scale;
        c->probability[e] = p < MAX_PROBABILITY ? p : MAX_PROBABILITY;
    }
}

/* Follower counts in profiles: those inside and many whom the collection does not know. */
static void set_counts(rel_campaign *c)
{
    for (uint32_t v = 0; v < c->inside; v++) {
        rel_member *m = &c->member[v];
        const rel_dice d = {c->seed, REL_DRAW_ACCOUNT, v};
        m->followers = c->in_off[v + 1] - c->in_off[v];
        m->followers += (int64_t)(m->fame * 12 * rel_dice_unit(&d, 23));
        m->following += (int64_t)rel_dice_below(&d, 24, 150);
        m->posts = 20 + (int64_t)(m->activity * 300 * rel_dice_unit(&d, 25));
    }
}

static rel_status turn(rel_campaign *c, const uint32_t *out, const int64_t *out_off)
{
    rel_status st;
    const size_t m = (size_t)c->follows;
    REL_TRY(rel_alloc(c->ctx, &c->in_off, (size_t)c->inside + 1, sizeof *c->in_off, "followers"));
    REL_TRY(rel_alloc(c->ctx, &c->follower, m, sizeof *c->follower, "followers"));
    REL_TRY(rel_alloc(c->ctx, &c->probability, m, sizeof *c->probability, "probabilities"));
    REL_TRY(rel_alloc(c->ctx, &c->tried, m, sizeof *c->tried, "tries"));
    REL_TRY(rel_alloc(c->ctx, &c->passed, m, sizeof *c->passed, "tries"));
    for (size_t i = 0; i < m; i++) c->in_off[out[i]]++;
    rel_par_prefix(1, c->in_off, c->inside);
    for (uint32_t u = 0; u < c->inside; u++)
        for (int64_t e = out_off[u]; e < out_off[u + 1]; e++) c->follower[c->in_off[out[e]]++] = u;
    for (uint32_t v = c->inside; v > 0; v--) c->in_off[v] = c->in_off[v - 1];
    c->in_off[0] = 0;
out:
    return st;
}

rel_status rel_campaign_follows(rel_campaign *c)
{
    rel_status st;
    field f = {.c = c};
    uint32_t *out = NULL;
    int64_t *out_off = NULL;
    double *reach = NULL;
    home *homes = NULL;
    size_t capacity = 0;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &f.sum, (size_t)c->inside + 1, sizeof *f.sum, "fame"));
    REL_TRY(rel_scratch(c->ctx, &out_off, (size_t)c->inside + 1, sizeof *out_off, "follows"));
    REL_TRY(rel_scratch(c->ctx, &reach, (size_t)c->inside, sizeof *reach, "reach"));
    REL_TRY(rel_scratch(c->ctx, &homes, (size_t)c->inside, sizeof *homes, "homes"));
    find_homes(c, homes);
    for (uint32_t i = 0; i < c->inside; i++) f.sum[i + 1] = f.sum[i] + c->member[i].fame;
    for (uint32_t u = 0; u < c->inside; u++) {
        REL_TRY(
            rel_grow(c->ctx, &out, &capacity, (size_t)c->follows + MAX_FOLLOWS + 2, sizeof *out, "follows"));
        out_off[u] = c->follows;
        c->member[u].following = follow(&f, u, homes[u], out + c->follows);
        c->follows += c->member[u].following;
    }
    out_off[c->inside] = c->follows;
    REL_TRY(turn(c, out, out_off));
    set_probabilities(c, reach);
    set_counts(c);
out:
    free(out);
    rel_scratch_release(c->ctx, mark);
    return st;
}
