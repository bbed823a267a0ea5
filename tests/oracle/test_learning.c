/* Learning against a slow version that follows the papers' formulas word by word, on small random logs; and
 * the probabilities that made a log come back from it. */
#include <inttypes.h>

#include "algorithms/diffusion/learning.h"
#include "tests/cascade_kit.h"

static rel_ctx ctx;

enum { N = 9 };

/* -------- the slow version -------- */

/* Everything by pair: receiver u, sender v. */
typedef struct slow {
    const rel_graph *g;
    const rel_cascades *c;
    double window;
    rel_learning_opts o;
    double p[N][N], found[N][N];
    double sends[N], receives[N], level;
} slow;

static bool in(const slow *s, int64_t cascade, rel_vid v, double *time)
{
    for (int64_t a = s->c->off[cascade]; a < s->c->off[cascade + 1]; a++) {
        if (s->c->account[a] != v) continue;
        *time = s->c->time[a];
        return true;
    }
    return false;
}

static bool edge(const slow *s, rel_vid u, rel_vid v)
{
    return rel_graph_find(s->g, u, v) >= 0;
}

/* u could have been told by v, and acted. */
static bool follows(const slow *s, int64_t cascade, rel_vid u, rel_vid v)
{
    double at, before;
    if (!edge(s, u, v) || !in(s, cascade, u, &at) || !in(s, cascade, v, &before) || !(before < at))
        return false;
    return s->window == 0 || at - before <= s->window;
}

static double trials(const slow *s, rel_vid u, rel_vid v)
{
    double n = 0, at, before;
    for (int64_t i = 0; i < s->c->count; i++) {
        const bool told = in(s, i, v, &before), acted = in(s, i, u, &at);
        if (s->o.method == REL_LEARN_EM)
            n += told && !(acted && at <= before);
        else if (s->o.method == REL_LEARN_JACCARD)
            n += told || acted;
        else
            n += told;
    }
    return n;
}

/* The part of u's act that is v's. */
static double credit(const slow *s, int64_t cascade, rel_vid u, rel_vid v, bool first)
{
    double none = 1, senders = 0;
    for (rel_vid w = 0; w < N; w++) {
        if (!follows(s, cascade, u, w)) continue;
        none *= 1 - s->p[u][w];
        senders++;
    }
    if (s->o.method == REL_LEARN_EM && !first) return none < 1 ? s->p[u][v] / (1 - none) : 1 / senders;
    return s->o.method == REL_LEARN_EM || s->o.method == REL_LEARN_PARTIAL_CREDIT ? 1 / senders : 1;
}

static void count(slow *s, bool first)
{
    for (rel_vid u = 0; u < N; u++)
        for (rel_vid v = 0; v < N; v++) {
            s->found[u][v] = 0;
            for (int64_t i = 0; i < s->c->count; i++)
                if (follows(s, i, u, v)) s->found[u][v] += credit(s, i, u, v, first);
        }
}

static void fit_base(slow *s)
{
    double all = 0, expected = 0;
    for (rel_vid u = 0; u < N; u++)
        for (rel_vid v = 0; v < N; v++) {
            if (!edge(s, u, v)) continue;
            all += s->found[u][v];
            expected += trials(s, u, v) * s->sends[v] * s->receives[u];
        }
    s->level = expected > 0 ? all / expected : 0;
    if (s->o.base != REL_LEARN_ACCOUNTS) return;
    for (rel_vid v = 0; v < N; v++) {
        double x = 3, y = 3;
        for (rel_vid u = 0; u < N; u++)
            if (edge(s, u, v)) {
                x += s->found[u][v];
                y += trials(s, u, v) * s->level * s->receives[u];
            }
        s->sends[v] = x / y;
    }
    for (rel_vid u = 0; u < N; u++) {
        double x = 3, y = 3;
        for (rel_vid v = 0; v < N; v++)
            if (edge(s, u, v)) {
                x += s->found[u][v];
                y += trials(s, u, v) * s->level * s->sends[v];
            }
        s->receives[u] = x / y;
    }
}

static void set_p(slow *s)
{
    for (rel_vid u = 0; u < N; u++)
        for (rel_vid v = 0; v < N; v++) {
            if (!edge(s, u, v)) continue;
            const double base = fmin(1, s->level * s->sends[v] * s->receives[u]),
                         n = trials(s, u, v) + s->o.prior;
            s->p[u][v] = n > 0 ? fmin(1, (s->found[u][v] + s->o.prior * base) / n) : base;
        }
}

static void learn_slowly(slow *s, int rounds)
{
    for (rel_vid v = 0; v < N; v++) {
        const double senders = (double)(s->g->out.off[v + 1] - s->g->out.off[v]);
        s->sends[v] = 1;
        s->receives[v] = s->o.base == REL_LEARN_CASCADE && senders > 0 ? 1 / senders : 1;
    }
    if (s->o.method != REL_LEARN_EM) {
        count(s, true);
        for (int i = 0; i < 30; i++) fit_base(s);
        set_p(s);
        return;
    }
    for (int i = 0; i < rounds; i++) {
        count(s, i == 0);
        fit_base(s);
        set_p(s);
    }
}

/* -------- comparing -------- */

static rel_graph random_small(uint64_t seed)
{
    rel_graph g = {0};
    rel_vid source[40], target[40];
    for (uint64_t i = 0; i < 40; i++) {
        source[i] = (rel_vid)rel_rand_below(seed, 1, i, N);
        target[i] = (rel_vid)rel_rand_below(seed, 2, i, N - 1); /* the last one is heard by nobody */
    }
    const rel_edges edges = {.count = 20 + (int64_t)(seed % 20), .source = source, .target = target};
    CHECK_OK(&ctx, rel_graph_build(&ctx, N, &edges, REL_BUILD_DEFAULTS, &g));
    return g;
}

/* Whole times, so that there are ties. */
static rel_cascades random_log(uint64_t seed)
{
    rel_cascades c = {0};
    int64_t repeated = 0;
    for (uint64_t i = 0; i < 12; i++) {
        for (rel_vid v = 0; v < N; v++)
            if (rel_rand_unit(seed, 3, i * N + v) < 0.5)
                CHECK_OK(&ctx, rel_cascades_add(&ctx, &c, v, (double)rel_rand_below(seed, 4, i * N + v, 8)));
        CHECK_OK(&ctx, rel_cascades_end(&ctx, &c, &repeated));
    }
    return c;
}

static void compare(const slow *s, const rel_learned *l)
{
    bool same = true;
    for (rel_vid u = 0; u < N && same; u++)
        for (rel_eid e = s->g->out.off[u]; e < s->g->out.off[u + 1] && same; e++) {
            const double expected = s->p[u][s->g->out.adj[e]];
            same = fabs((double)l->p[e] - expected) <= 1e-6 * (1 + expected);
            if (!same)
                fprintf(stderr,
                        "method %d base %d window %g: edge %" PRIu32 "->%" PRIu32 ": %.9g, expected %.9g\n",
                        (int)s->o.method, (int)s->o.base, s->window, u, s->g->out.adj[e], (double)l->p[e],
                        expected);
        }
    CHECK(same);
}

static void as_the_papers_say(void)
{
    for (uint64_t seed = 1; seed <= 24; seed++) {
        rel_graph g = random_small(seed);
        rel_cascades c = random_log(seed);
        for (int k = 0; k < 12; k++) {
            const double window = seed % 3 == 0 ? 3 : 0;
            rel_learning_opts o = REL_LEARNING_DEFAULTS;
            o.method = (rel_learning_method)(k % 4);
            o.base = (rel_learning_base)(k / 4);
            o.prior = seed % 4 == 0 ? 0 : (double)(seed % 4) * 1.5;
            o.max_rounds = 7;
            rel_exposures x;
            rel_learned l;
            CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, window, &x));
            CHECK_OK(&ctx, rel_learn(&ctx, &x, o, &l));
            static slow s;
            s = (slow){.g = &g, .c = &c, .window = window, .o = o};
            learn_slowly(&s, l.rounds);
            compare(&s, &l);
            rel_learned_free(&l);
            rel_exposures_free(&x);
        }
        rel_cascades_free(&c);
        rel_graph_free(&g);
    }
}

/* -------- what made the log comes back -------- */

enum { ACCOUNTS = 60, EDGES = 400 };

static double mean_error(const rel_graph *g, const float *truth, int64_t cascades)
{
    rel_cascades c = {0};
    rel_exposures x;
    rel_learned l;
    double error = 0;
    for (int64_t i = 0; i < cascades; i++) kit_draw(&ctx, g, truth, (uint64_t)i, &c);
    CHECK_OK(&ctx, rel_exposures_make(&ctx, g, &c, 0, &x));
    rel_learning_opts o = REL_LEARNING_DEFAULTS;
    o.prior = 2;
    o.base = REL_LEARN_RATE;
    CHECK_OK(&ctx, rel_learn(&ctx, &x, o, &l));
    for (rel_eid e = 0; e < g->m; e++) error += fabs((double)l.p[e] - (double)truth[e]) / (double)g->m;
    rel_learned_free(&l);
    rel_exposures_free(&x);
    rel_cascades_free(&c);
    return error;
}

/* Probabilities from .02 to .4; the table in docs/performance.md. */
static void known_ones_come_back(void)
{
    rel_vid source[EDGES], target[EDGES];
    rel_graph g = {0};
    float truth[EDGES];
    double before = 1;
    for (uint64_t i = 0; i < EDGES; i++) {
        source[i] = (rel_vid)rel_rand_below(9, 1, i, ACCOUNTS);
        target[i] = (rel_vid)rel_rand_below(9, 2, i, ACCOUNTS);
    }
    const rel_edges edges = {.count = EDGES, .source = source, .target = target};
    CHECK_OK(&ctx, rel_graph_build(&ctx, ACCOUNTS, &edges, REL_BUILD_DEFAULTS, &g));
    for (rel_eid e = 0; e < g.m; e++)
        truth[e] = (float)(0.02 + 0.38 * pow(rel_rand_unit(9, KIT_STREAM_P, (uint64_t)e), 2));
    for (int64_t cascades = 100; cascades <= 6400; cascades *= 4) {
        const double error = mean_error(&g, truth, cascades);
        fprintf(stderr, "%6" PRId64 " cascades: mean absolute error %.4f\n", cascades, error);
        CHECK(error < before);
        before = error;
    }
    CHECK(before < 0.02);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    as_the_papers_say();
    known_ones_come_back();
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
