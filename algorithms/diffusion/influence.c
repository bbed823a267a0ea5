#include "algorithms/diffusion/influence.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/rng.h"

enum { TRIVALENCY = 0x747269 }; /* stream of the drawn probabilities */

struct rel_influence_owner {
    rel_vid *sender;
    float *p, *delay;
    uint8_t *is_rival;
};

/* Part of one row, as the arrays of the influence hold it; delay may be NULL. */
typedef struct row {
    rel_vid *sender;
    float *p, *delay;
} row;

static bool before(const row *r, int64_t i, int64_t j)
{
    return r->p[i] != r->p[j] ? r->p[i] > r->p[j] : r->sender[i] < r->sender[j];
}

static void swap(const row *r, int64_t i, int64_t j)
{
    const rel_vid sender = r->sender[i];
    const float p = r->p[i];
    r->sender[i] = r->sender[j];
    r->sender[j] = sender;
    r->p[i] = r->p[j];
    r->p[j] = p;
    if (r->delay) {
        const float delay = r->delay[i];
        r->delay[i] = r->delay[j];
        r->delay[j] = delay;
    }
}

static void sift(const row *r, int64_t at, int64_t n)
{
    for (int64_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && before(r, child, child + 1)) child++;
        if (!before(r, at, child)) return;
        swap(r, at, child);
    }
}

/* Heap sort: several arrays move together, and nothing is allocated. Rows that are sorted already, as those
 * with equal values are, cost one look. */
static void sort_row(const row *r, int64_t n)
{
    int64_t sorted = 1;
    while (sorted < n && before(r, sorted - 1, sorted)) sorted++;
    if (sorted >= n) return;
    for (int64_t i = n / 2; i-- > 0;) sift(r, i, n);
    for (int64_t i = n; i-- > 1;) {
        swap(r, 0, i);
        sift(r, 0, i);
    }
}

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_influence_opts *o)
{
    const bool delays = o->mean_delay > 0 || o->delay;
    if (!g->out.off && g->n)
        return rel_fail(ctx, REL_E_USAGE, "influence: the graph was built without its outgoing direction");
    if (o->rule == REL_INFLUENCE_UNIFORM && !(o->p >= 0 && o->p <= 1))
        return rel_fail(ctx, REL_E_USAGE, "influence: %g is not a probability from 0 to 1", o->p);
    if (o->rule == REL_INFLUENCE_GIVEN && !o->given && g->m)
        return rel_fail(ctx, REL_E_USAGE, "influence: no probabilities were given");
    if (o->max_hops < 0)
        return rel_fail(ctx, REL_E_USAGE, "influence: a deadline of %lld hops is below 0",
                        (long long)o->max_hops);
    if (!(o->max_time >= 0 && isfinite(o->max_time)))
        return rel_fail(ctx, REL_E_USAGE, "influence: a deadline of %g is not a number from 0", o->max_time);
    if (!(o->mean_delay >= 0 && isfinite(o->mean_delay)))
        return rel_fail(ctx, REL_E_USAGE, "influence: a mean delay of %g is not a number from 0",
                        o->mean_delay);
    if (o->max_time > 0 && !delays)
        return rel_fail(ctx, REL_E_USAGE, "influence: a deadline in time needs delays");
    if (o->max_hops > 0 && delays)
        return rel_fail(ctx, REL_E_USAGE, "influence: a deadline in hops excludes delays");
    if (o->rivals > 0 && (o->model != REL_SPREAD_IC || delays))
        return rel_fail(ctx, REL_E_USAGE,
                        "influence: a competitor needs independent cascades without delays");
    return REL_OK;
}

static rel_status mark_rivals(rel_ctx *ctx, const rel_influence_opts *o, rel_vid n, uint8_t *is_rival)
{
    for (int64_t i = 0; i < o->rivals; i++) {
        if (o->rival[i] >= n)
            return rel_fail(ctx, REL_E_USAGE, "influence: there is no account %lld for the competitor",
                            (long long)o->rival[i]);
        is_rival[o->rival[i]] = 1;
    }
    return REL_OK;
}

/* The first position of the rows whose value is wrong, or -1; what is right is copied. */
typedef bool good_value(float x);

static bool is_probability(float p)
{
    return p >= 0 && p <= 1;
}

static bool is_delay(float delay)
{
    return delay > 0 && isfinite(delay);
}

static rel_status copy_values(rel_ctx *ctx, const rel_graph *g, const float *from, good_value *good,
                              const char *what, float *to)
{
    rel_eid wrong = g->m;
    char room[2][REL_NAME_NUMBER_TEXT];
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(min : wrong)
    for (rel_eid e = 0; e < g->m; e++) {
        to[e] = from[e];
        if (!good(from[e]) && e < wrong) wrong = e;
    }
    if (wrong == g->m) return REL_OK;
    rel_vid v = 0;
    while (g->out.off[v + 1] <= wrong) v++;
    const rel_str sender = rel_names_get(&g->names, g->out.adj[wrong], room[0]),
                  receiver = rel_names_get(&g->names, v, room[1]);
    return rel_fail(ctx, REL_E_DATA, "influence of '%.*s' on '%.*s': %g is not %s", REL_STR_ARG(sender),
                    REL_STR_ARG(receiver), (double)from[wrong], what);
}

static void draw_trivalency(int threads, uint64_t seed, rel_eid m, float *p)
{
    static const float value[] = {0.1f, 0.01f, 0.001f};
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_eid e = 0; e < m; e++) p[e] = value[rel_rand_below(seed, TRIVALENCY, (uint64_t)e, 3)];
}

static rel_status take_rows(rel_ctx *ctx, const rel_graph *g, const rel_influence_opts *o,
                            struct rel_influence_owner *own)
{
    rel_status st = REL_OK;
    const size_t m = (size_t)g->m;
    if (o->delay) {
        REL_TRY(rel_alloc(ctx, &own->delay, m, sizeof *own->delay, "delays"));
        REL_TRY(copy_values(ctx, g, o->delay, is_delay, "a delay above 0", own->delay));
    }
    if (o->rule == REL_INFLUENCE_CASCADE || o->rule == REL_INFLUENCE_UNIFORM) goto out;
    REL_TRY(rel_alloc(ctx, &own->p, m, sizeof *own->p, "probabilities"));
    if (o->rule == REL_INFLUENCE_TRIVALENCY)
        draw_trivalency(ctx->threads, ctx->seed, g->m, own->p);
    else
        REL_TRY(copy_values(ctx, g, o->given, is_probability, "a probability from 0 to 1", own->p));
    REL_TRY(rel_alloc(ctx, &own->sender, m, sizeof *own->sender, "senders"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_eid e = 0; e < g->m; e++) own->sender[e] = g->out.adj[e];
out:
    return st;
}

/* Divides the weights of a row whose sum is above 1; the sum goes from the smallest up, so that rounding does
 * not depend on where a sender stands. A little above 1 is rounding of the source. */
static bool fit_row(float *p, int64_t n)
{
    static const double SLACK = 1e-6;
    double sum = 0;
    for (int64_t i = n; i-- > 0;) sum += (double)p[i];
    if (sum <= 1 + SLACK) return false;
    for (int64_t i = 0; i < n; i++) p[i] = (float)((double)p[i] / sum);
    return true;
}

static int64_t order_rows(int threads, const rel_graph *g, rel_spread_model model,
                          const struct rel_influence_owner *own)
{
    int64_t rescaled = 0;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024) reduction(+ : rescaled)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid first = g->out.off[v], d = g->out.off[v + 1] - first;
        const row r = {own->sender + first, own->p + first, own->delay ? own->delay + first : NULL};
        sort_row(&r, d);
        if (model == REL_SPREAD_LT) rescaled += fit_row(r.p, d);
    }
    return rescaled;
}

/* UNIFORM: rel_influence_p divides. */
static int64_t count_crowded(int threads, const rel_graph *g, double p)
{
    int64_t crowded = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : crowded)
    for (rel_vid v = 0; v < g->n; v++) crowded += p * (double)(g->out.off[v + 1] - g->out.off[v]) > 1;
    return crowded;
}

rel_status rel_influence_make(rel_ctx *ctx, const rel_graph *g, const rel_influence_opts *opts,
                              rel_influence *influence)
{
    rel_status st;
    struct rel_influence_owner *own = NULL;
    *influence = (rel_influence){.opts = *opts, .n = g->n, .m = g->m};
    REL_TRY(check_opts(ctx, g, opts));
    REL_TRY(rel_alloc(ctx, &own, 1, sizeof *own, "influence"));
    influence->owner = own;
    if (opts->rivals > 0) {
        REL_TRY(rel_alloc(ctx, &own->is_rival, g->n, 1, "competitor"));
        REL_TRY(mark_rivals(ctx, opts, g->n, own->is_rival));
    }
    if (g->n) REL_TRY(take_rows(ctx, g, opts, own));
    if (own->p)
        influence->rescaled = order_rows(ctx->threads, g, opts->model, own);
    else if (opts->rule == REL_INFLUENCE_UNIFORM && opts->model == REL_SPREAD_LT && g->n)
        influence->rescaled = count_crowded(ctx->threads, g, opts->p);
    influence->off = g->out.off;
    influence->sender = own->sender ? own->sender : g->out.adj;
    influence->p = own->p;
    influence->delay = own->delay;
    influence->is_rival = own->is_rival;
    influence->opts.given = influence->opts.delay = NULL;
out:
    if (st != REL_OK) rel_influence_free(influence);
    return st;
}

void rel_influence_free(rel_influence *influence)
{
    struct rel_influence_owner *own = influence->owner;
    if (own) {
        free(own->sender);
        free(own->p);
        free(own->delay);
        free(own->is_rival);
        free(own);
    }
    *influence = (rel_influence){0};
}
