#include "algorithms/centrality/betweenness_sampling.h"

#include <math.h>
#include <omp.h>

#include "algorithms/centrality/betweenness.h"
#include "algorithms/centrality/betweenness_sampling_parts.h"
#include "src/base/sort.h"

enum {
    ROUND = 256,  /* samples between two looks at whether to stop */
    TABLE = 4096, /* hits for which intervals are looked up */
    FLAT = -1,    /* no check yet: the hits are those of the first phase, delta is shared out evenly */
};

#define EXACT_ERROR 1e-5 /* of rel_betweenness, relatively */

typedef struct state {
    const rel_graph *g;
    rel_sampling_opts o;
    rel_sampled *r;
    rel_path_search **search; /* one a thread */
    rel_sampling_plan plan;
    uint8_t *inner;    /* may lie inside a path */
    uint32_t *phase;   /* hits in the first phase */
    int64_t *hits;     /* since */
    int64_t drawn;     /* samples, the first phase included */
    int64_t samples;   /* that hits rests on */
    int64_t expected;  /* samples in all, as far as can be told; 0: nothing is known yet */
    int check;         /* of the plan, or FLAT */
    rel_bounds *bound; /* TABLE, of vertices that the first phase did not hit */
    rel_vid *first;    /* `top` vertices with the most hits, the most last while sorting, then first */
    double *behind;    /* upper end of all behind first[i] */
    bool *clear;       /* whether first[i] and those before it are surely not below any behind it */
    rel_vid top;
} state;

static rel_status check_opts(rel_ctx *ctx, const rel_graph *g, const rel_sampling_opts *o)
{
    if (!(o->epsilon >= REL_BETWEENNESS_EPSILON_MIN && o->epsilon <= 0.5))
        return rel_fail(ctx, REL_E_USAGE, "betweenness: epsilon %g is not from %g to 0.5", o->epsilon,
                        REL_BETWEENNESS_EPSILON_MIN);
    if (!(o->delta > 0 && o->delta < 1))
        return rel_fail(ctx, REL_E_USAGE, "betweenness: delta %g is not above 0 and below 1", o->delta);
    if (o->top < 0)
        return rel_fail(ctx, REL_E_USAGE, "betweenness: %lld first accounts are too few", (long long)o->top);
    if (g->n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "betweenness: the graph was built without both directions");
    return REL_OK;
}

/* A vertex inside a path has a neighbour before it and another behind it. */
static int64_t find_inner(rel_ctx *ctx, state *s)
{
    const rel_graph *g = s->g;
    int64_t count = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(+ : count)
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_eid out = g->out.off[v + 1] - g->out.off[v], in = g->in.off[v + 1] - g->in.off[v];
        const bool same = out == 1 && in == 1 && g->out.adj[g->out.off[v]] == g->in.adj[g->in.off[v]];
        s->inner[v] = out > 0 && in > 0 && !same;
        count += s->inner[v];
    }
    return count;
}

static rel_status prepare(rel_ctx *ctx, state *s)
{
    rel_status st;
    const size_t n = s->g->n;
    s->top = (size_t)s->o.top < n ? (rel_vid)s->o.top : s->g->n;
    REL_TRY(rel_scratch(ctx, &s->inner, n, sizeof *s->inner, "samples"));
    REL_TRY(rel_scratch(ctx, &s->phase, n, sizeof *s->phase, "samples"));
    REL_TRY(rel_scratch(ctx, &s->hits, n, sizeof *s->hits, "samples"));
    REL_TRY(rel_scratch_unset(ctx, &s->bound, TABLE, sizeof *s->bound, "intervals"));
    REL_TRY(rel_scratch(ctx, &s->first, s->top, sizeof *s->first, "first accounts"));
    REL_TRY(rel_scratch(ctx, &s->behind, s->top, sizeof *s->behind, "first accounts"));
    REL_TRY(rel_scratch(ctx, &s->clear, s->top, sizeof *s->clear, "first accounts"));
    REL_TRY(rel_scratch(ctx, &s->search, (size_t)ctx->threads, sizeof *s->search, "path searches"));
    for (int k = 0; k < ctx->threads; k++) REL_TRY(rel_path_search_new(ctx, s->g, &s->search[k]));
    REL_TRY(rel_plan_new(ctx, s->o.epsilon, s->o.delta, find_inner(ctx, s), &s->plan));
out:
    return st;
}

/* Which thread draws a sample does not matter: its number says which path it is, and hits are integers. */
static rel_status draw_until(rel_ctx *ctx, state *s, int64_t end)
{
    const uint64_t seed = ctx->seed;
    while (s->drawn < end) {
        const int64_t last = end - s->drawn < ROUND ? end : s->drawn + ROUND;
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
/* dynamic: a search takes a hundred times longer than another */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t i = s->drawn; i < last; i++)
            rel_path_sample(s->search[omp_get_thread_num()], seed, i, s->hits);
        s->drawn = last;
        rel_progress(ctx, "betweenness", "samples", s->drawn, s->expected);
    }
    return REL_OK;
}

static rel_bounds bounds_of(const state *s, int64_t phase, int64_t hits)
{
    const rel_sampling_plan *p = &s->plan;
    const double flat = -log(p->delta / (2 * (double)p->inner));
    if (s->check == FLAT) return rel_chernoff(hits, s->samples, flat, flat);
    return rel_chernoff(hits, s->samples, rel_plan_log(p, p->low, phase, s->check),
                        rel_plan_log(p, p->high, phase, s->check));
}

static rel_bounds interval(const state *s, rel_vid v)
{
    if (!s->inner[v]) return (rel_bounds){0, 0};
    if (!s->phase[v] && s->hits[v] < TABLE) return s->bound[s->hits[v]];
    return bounds_of(s, s->phase[v], s->hits[v]);
}

static void fill_table(rel_ctx *ctx, state *s)
{
    int64_t most = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(max : most)
    for (rel_vid v = 0; v < s->g->n; v++)
        if (!s->phase[v] && s->hits[v] > most) most = s->hits[v];
    if (most >= TABLE) most = TABLE - 1;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t h = 0; h <= most; h++) s->bound[h] = bounds_of(s, 0, h);
}

static double error_of(const state *s, rel_vid v, rel_bounds b)
{
    const double share = (double)s->hits[v] / (double)s->samples;
    return fmax(share - b.low, b.high - share);
}

/* What the hits say: scores, errors, the widest. */
static void measure(rel_ctx *ctx, state *s)
{
    rel_sampled *r = s->r;
    double widest = 0;
    fill_table(ctx, s);
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(max : widest)
    for (rel_vid v = 0; v < s->g->n; v++) {
        const double error = error_of(s, v, interval(s, v));
        r->score[v] = (double)s->hits[v] / (double)s->samples;
        if (r->error) r->error[v] = error;
        widest = error > widest ? error : widest;
    }
    r->samples = s->samples;
    r->widest = widest;
}

static bool ahead(const state *s, rel_vid a, rel_vid b)
{
    return s->hits[a] != s->hits[b] ? s->hits[a] > s->hits[b] : a < b;
}

/* Puts v at or below `at` in a heap of `count` whose top is the one that all others are ahead of. */
static void sink(state *s, uint64_t at, rel_vid v, rel_vid count)
{
    uint64_t child;
    while ((child = 2 * at + 1) < count) {
        if (child + 1 < count && ahead(s, s->first[child], s->first[child + 1])) child++;
        if (!ahead(s, v, s->first[child])) break;
        s->first[at] = s->first[child];
        at = child;
    }
    s->first[at] = v;
}

static void sort_first(state *s)
{
    for (rel_vid i = 0; i < s->top; i++) s->first[i] = i;
    for (rel_vid i = s->top / 2; i-- > 0;) sink(s, i, s->first[i], s->top);
    for (rel_vid v = s->top; v < s->g->n; v++)
        if (ahead(s, v, s->first[0])) sink(s, 0, v, s->top);
    for (rel_vid count = s->top; count-- > 1;) {
        const rel_vid last = s->first[0];
        sink(s, 0, s->first[count], count);
        s->first[count] = last;
    }
}

/* Ranks the first, and says whether that is good enough: whoever cannot be told from another across a place
 * of the order is known to within epsilon. */
static bool rank_first(rel_ctx *ctx, state *s)
{
    const double epsilon = s->o.epsilon;
    double lowest = 1, highest = -1;
    bool settled = true;
    sort_first(s);
    const rel_vid last = s->first[s->top - 1];
    for (rel_vid i = 0; i < s->top; i++) lowest = fmin(lowest, interval(s, s->first[i]).low);
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(max : highest)                  \
    reduction(&& : settled)
    for (rel_vid v = 0; v < s->g->n; v++) {
        if (v == last || ahead(s, v, last)) continue;
        const rel_bounds b = interval(s, v);
        highest = b.high > highest ? b.high : highest;
        settled = settled && (b.high < lowest || error_of(s, v, b) <= epsilon);
    }
    for (rel_vid i = s->top; i-- > 0;) {
        s->behind[i] = highest;
        highest = fmax(highest, interval(s, s->first[i]).high);
    }
    lowest = 1;
    for (rel_vid i = 0; i < s->top; i++) {
        lowest = fmin(lowest, interval(s, s->first[i]).low);
        s->clear[i] = lowest > s->behind[i];
    }
    for (rel_vid i = 0; settled && i < s->top; i++) {
        const rel_vid v = s->first[i];
        if (s->clear[i] && (i == 0 || s->clear[i - 1])) continue;
        settled = error_of(s, v, interval(s, v)) <= epsilon;
    }
    return settled;
}

static rel_status first_phase(rel_ctx *ctx, state *s)
{
    rel_status st;
    const rel_vid n = s->g->n;
    int64_t *vertices;
    REL_TRY(rel_scratch(ctx, &vertices, (size_t)s->plan.phase + 1, sizeof *vertices, "shares of error"));
    st = draw_until(ctx, s, s->plan.phase);
    s->r->first_phase = s->drawn;
    if (st != REL_OK) goto out;
    for (rel_vid v = 0; v < n; v++) {
        vertices[s->hits[v]] += s->inner[v];
        s->phase[v] = (uint32_t)s->hits[v];
        s->hits[v] = 0;
    }
    rel_plan_share(&s->plan, vertices, s->o.top);
    s->check = 0;
out:
    return st;
}

/* The first checks come early, in case the first phase found too much. Kronecker and planted graphs and
 * campaigns ended at checks 3 to 6. */
static void expect(state *s)
{
    enum { USUAL_CHECK = 4 };
    bool last;
    s->expected =
        s->plan.phase + rel_plan_check(&s->plan, s->check > USUAL_CHECK ? s->check : USUAL_CHECK, &last);
}

static rel_status sample(rel_ctx *ctx, state *s)
{
    rel_status st;
    bool last = false, enough = false;
    s->check = FLAT;
    REL_TRY(first_phase(ctx, s));
    s->r->cap = rel_plan_cap(&s->plan);
    while (!enough && !last) {
        const int64_t samples = rel_plan_check(&s->plan, s->check, &last);
        expect(s);
        st = draw_until(ctx, s, s->plan.phase + samples);
        s->samples = s->drawn - s->plan.phase;
        REL_TRY(st);
        measure(ctx, s);
        enough = s->top ? rank_first(ctx, s) : s->r->widest <= s->o.epsilon;
        s->check += !enough && !last;
    }
    s->r->capped = last;
out:
    return st;
}

/* Stopped early: the intervals of the next check hold for any number of samples that was not chosen by
 * looking at them. */
static void measure_stopped(rel_ctx *ctx, state *s)
{
    if (s->check == FLAT) s->samples = s->drawn;
    if (s->samples) {
        measure(ctx, s);
        if (s->top) (void)rank_first(ctx, s);
        return;
    }
    s->r->widest = 1;
    for (rel_vid v = 0; v < s->g->n; v++) {
        s->r->score[v] = 0;
        if (s->r->error) s->r->error[v] = s->inner[v];
    }
}

static void hand_over_first(const state *s)
{
    for (rel_vid i = 0; i < s->top; i++) {
        if (s->r->order) s->r->order[i] = s->first[i];
        if (s->r->tied) s->r->tied[i] = !s->clear[i];
    }
}

rel_status rel_betweenness_sample(rel_ctx *ctx, const rel_graph *g, rel_sampling_opts o, rel_sampled *r)
{
    rel_status st;
    state s = {.g = g, .o = o, .r = r};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    r->samples = r->first_phase = r->cap = 0;
    r->capped = false;
    r->widest = 0;
    REL_TRY(check_opts(ctx, g, &o));
    REL_TRY(prepare(ctx, &s));
    for (rel_vid v = 0; v < g->n; v++) {
        r->score[v] = 0;
        if (r->error) r->error[v] = 0;
    }
    for (rel_vid i = 0; i < s.top; i++) {
        s.first[i] = i;
        s.clear[i] = i + 1 == g->n; /* all are 0 */
    }
    if (s.plan.inner) {
        st = sample(ctx, &s);
        if (st == REL_E_STOPPED) measure_stopped(ctx, &s);
    }
    hand_over_first(&s);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The first of exact scores, as rank_first ranks those of samples. */
static rel_status rank_exact(rel_ctx *ctx, const rel_graph *g, int64_t top, rel_sampled *r)
{
    rel_status st;
    rel_vid *order;
    int64_t found = 0;
    const int64_t count = top < (int64_t)g->n ? top : (int64_t)g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &order, (size_t)count + 1, sizeof *order, "first accounts"));
    REL_TRY(rel_sort_top(ctx, r->score, g->n, count + 1, order, &found));
    for (int64_t i = 0; i < count; i++) {
        const double score = r->score[order[i]], next = i + 1 < found ? r->score[order[i + 1]] : -1;
        if (r->order) r->order[i] = order[i];
        if (r->tied) r->tied[i] = score - next <= EXACT_ERROR * (score + next);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status betweenness_exact(rel_ctx *ctx, const rel_graph *g, int64_t top, rel_sampled *r)
{
    rel_status st;
    const double pairs = (double)g->n * ((double)g->n - 1) / (g->directed ? 1 : 2);
    for (rel_vid v = 0; r->error && v < g->n; v++) r->error[v] = 1;
    r->samples = r->first_phase = r->cap = 0;
    r->capped = false;
    r->widest = 1;
    REL_TRY(rel_betweenness(ctx, g, REL_BETWEENNESS_DEFAULTS, r->score));
    r->widest = 0;
    for (rel_vid v = 0; v < g->n; v++) {
        r->score[v] = g->n > 1 ? r->score[v] / pairs : 0;
        r->widest = fmax(r->widest, EXACT_ERROR * r->score[v]);
        if (r->error) r->error[v] = EXACT_ERROR * r->score[v];
    }
    if (top) REL_TRY(rank_exact(ctx, g, top, r));
out:
    return st;
}

rel_status rel_betweenness_auto(rel_ctx *ctx, const rel_graph *g, rel_sampling_opts o, double work,
                                rel_sampled *r, bool *exact)
{
    const rel_status st = check_opts(ctx, g, &o);
    if (st != REL_OK) return st;
    *exact = (double)g->n * (double)g->m <= work;
    return *exact ? betweenness_exact(ctx, g, o.top, r) : rel_betweenness_sample(ctx, g, o, r);
}
