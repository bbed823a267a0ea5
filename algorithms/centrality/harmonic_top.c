#include <math.h>
#include <stdlib.h>

#include "algorithms/centrality/distances.h"
#include "algorithms/structure/components.h"
#include "src/base/sort.h"

enum { LANES = 64, BLOCK = 1024, CLASSES = 16 };

/* More than rounding moves a bound. */
static const double SLACK = 1 + 1e-9;

typedef struct state {
    const rel_graph *g;
    uint32_t *near;       /* CLASSES a vertex: those who lead to it in one step, by class */
    double size[CLASSES]; /* vertices of each class */
    rel_vid *component;
    rel_vid *component_size;
    rel_sort_item *order;        /* by falling bound */
    uint64_t *seen, *now, *next; /* a bit for each account searched from */
    int64_t (*found)[LANES];     /* by block, at this distance */
    rel_vid *first;
    double *harmonic;
    int64_t k, kept;
} state;

static rel_vid degree(const rel_csr *c, rel_vid v)
{
    return (rel_vid)(c->off[v + 1] - c->off[v]);
}

/* By how many ways lead on from it: one of few ways is reached from few. 0 ways: in no class. */
static int class_of(rel_vid ways)
{
    if (ways <= 8) return (int)ways - 1;
    int power = 31 - __builtin_clz(ways); /* 3 for 8 to 15 */
    return power == 3 ? 8 : power == 4 ? 9 + (ways >= 24) : power + 6 < CLASSES ? power + 6 : CLASSES - 1;
}

static void count_near(rel_ctx *ctx, state *s)
{
    const rel_csr in = s->g->in, *out = &s->g->out;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < s->g->n; v++)
        for (rel_eid e = in.off[v]; e < in.off[v + 1]; e++)
            s->near[(size_t)v * CLASSES + (size_t)class_of(degree(out, in.adj[e]))]++;
    for (rel_vid v = 0; v < s->g->n; v++)
        if (degree(out, v)) s->size[class_of(degree(out, v))]++;
}

/* Whoever is two steps away leads to a neighbour: of each class no more than there are, and no more than lead
 * to all neighbours together. All others are three steps away or more. */
static double bound(const state *s, rel_vid v)
{
    const rel_csr in = s->g->in;
    const double one = degree(&in, v), others = (double)s->component_size[s->component[v]] - 1 - one;
    uint64_t sum[CLASSES] = {0};
    double two = 0;
    for (rel_eid e = in.off[v]; e < in.off[v + 1]; e++) {
        const uint32_t *near = s->near + (size_t)in.adj[e] * CLASSES;
        for (int c = 0; c < CLASSES; c++) sum[c] += near[c];
    }
    for (int c = 0; c < CLASSES; c++) two += fmin((double)sum[c], s->size[c]);
    two = fmin(two, others);
    return one > 0 ? one + two / 2 + (others - two) / 3 : 0;
}

static rel_status prepare(rel_ctx *ctx, state *s)
{
    rel_status st;
    const size_t n = s->g->n;
    rel_vid count;
    REL_TRY(rel_scratch(ctx, &s->near, n, CLASSES * sizeof *s->near, "neighbours by class"));
    REL_TRY(rel_scratch_unset(ctx, &s->component, n, sizeof *s->component, "components"));
    REL_TRY(rel_scratch_unset(ctx, &s->order, n, sizeof *s->order, "bounds"));
    REL_TRY(rel_scratch_unset(ctx, &s->seen, n, sizeof *s->seen, "searches"));
    REL_TRY(rel_scratch_unset(ctx, &s->now, n, sizeof *s->now, "searches"));
    REL_TRY(rel_scratch_unset(ctx, &s->next, n, sizeof *s->next, "searches"));
    REL_TRY(rel_scratch(ctx, &s->found, n / BLOCK + 1, sizeof *s->found, "searches"));
    REL_TRY(rel_components_weak(ctx, s->g, s->component, &count, &s->component_size));
    count_near(ctx, s);
    REL_TRY(rel_poll(ctx));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < s->g->n; v++) s->order[v] = (rel_sort_item){~rel_sort_key_f64(bound(s, v)), v};
    REL_TRY(rel_sort_radix(ctx, s->order, (int64_t)n));
out:
    return st;
}

/* Who leads in one step to somebody found a step ago, and was not found yet? Counts them by account. */
static void step_block(const state *s, int64_t k)
{
    const rel_csr out = s->g->out;
    const rel_vid first = (rel_vid)(k * BLOCK), n = s->g->n, last = n - first < BLOCK ? n : first + BLOCK;
    int64_t *found = s->found[k];
    memset(found, 0, sizeof s->found[k]);
    for (rel_vid v = first; v < last; v++) {
        uint64_t bits = 0;
        if (~s->seen[v])
            for (rel_eid e = out.off[v]; e < out.off[v + 1]; e++) bits |= s->now[out.adj[e]];
        bits &= ~s->seen[v];
        s->next[v] = bits;
        s->seen[v] |= bits;
        for (; bits; bits &= bits - 1) found[__builtin_ctzll(bits)]++;
    }
}

/* Harmonic centrality of up to LANES accounts, by searches against the arcs. */
static rel_status search(rel_ctx *ctx, state *s, const rel_sort_item *account, int count, double *harmonic)
{
    const rel_vid n = s->g->n;
    const int64_t blocks = ((int64_t)n + BLOCK - 1) / BLOCK;
    bool any = true;
    memset(s->seen, 0, n * sizeof *s->seen);
    memset(s->now, 0, n * sizeof *s->now);
    for (int i = 0; i < count; i++) {
        const rel_vid v = (rel_vid)account[i].value;
        s->now[v] = s->seen[v] = (uint64_t)1 << i;
        harmonic[i] = 0;
    }
    for (int distance = 1; any; distance++) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
        for (int64_t k = 0; k < blocks; k++) step_block(s, k);
        any = false;
        for (int i = 0; i < count; i++) {
            int64_t found = 0;
            for (int64_t k = 0; k < blocks; k++) found += s->found[k][i];
            harmonic[i] += (double)found / distance;
            any = any || found;
        }
        uint64_t *swap = s->now;
        s->now = s->next;
        s->next = swap;
    }
    return REL_OK;
}

/* Puts v in its place among the first, if it has one. */
static void keep(state *s, rel_vid v, double harmonic)
{
    int64_t at = s->kept;
    while (at > 0 &&
           (s->harmonic[at - 1] < harmonic || (s->harmonic[at - 1] == harmonic && s->first[at - 1] > v)))
        at--;
    if (at == s->k) return;
    if (s->kept < s->k) s->kept++;
    for (int64_t i = s->kept - 1; i > at; i--) {
        s->first[i] = s->first[i - 1];
        s->harmonic[i] = s->harmonic[i - 1];
    }
    s->first[at] = v;
    s->harmonic[at] = harmonic;
}

/* Whether nobody from here on can be among the first. */
static bool beaten(const state *s, rel_vid next)
{
    const double bound_of_next = bound(s, (rel_vid)s->order[next].value);
    return s->kept == s->k && bound_of_next * SLACK < s->harmonic[s->k - 1];
}

static rel_status check(rel_ctx *ctx, const rel_graph *g, int64_t k)
{
    if (k < 1) return rel_fail(ctx, REL_E_USAGE, "harmonic: %lld first accounts are too few", (long long)k);
    if (g->n && (!g->in.off || !g->out.off))
        return rel_fail(ctx, REL_E_USAGE, "harmonic: the graph was built without both directions");
    return REL_OK;
}

rel_status rel_harmonic_top(rel_ctx *ctx, const rel_graph *g, int64_t k, rel_vid *first, double *harmonic,
                            int64_t *searched)
{
    rel_status st;
    rel_vid done = 0;
    double found[LANES];
    state s = {.g = g, .first = first, .harmonic = harmonic, .k = k < (int64_t)g->n ? k : (int64_t)g->n};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check(ctx, g, k));
    if (g->n) REL_TRY(prepare(ctx, &s));
    while (done < g->n && !beaten(&s, done)) {
        const int count = g->n - done < LANES ? (int)(g->n - done) : LANES;
        REL_TRY(search(ctx, &s, s.order + done, count, found));
        for (int i = 0; i < count; i++) keep(&s, (rel_vid)s.order[done + (rel_vid)i].value, found[i]);
        done += (rel_vid)count;
        rel_progress(ctx, "harmonic", "accounts", (int64_t)done, (int64_t)g->n);
    }
out:
    if (searched) *searched = (int64_t)done;
    free(s.component_size);
    rel_scratch_release(ctx, mark);
    return st;
}
