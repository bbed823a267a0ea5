/* Reverse-reachable samples against all the ways a message can go: on small graphs every live-edge world is
 * looked at, forwards, and what each set of seeds reaches is compared with how many samples it meets. */
#include <math.h>
#include <stdlib.h>

#include "algorithms/diffusion/rr_parts.h"
#include "graph/builder.h"
#include "tests/check.h"

enum { N_MAX = 12, M_MAX = 14, SAMPLES = 1 << 16 };

typedef struct small {
    rel_graph g;
    float p[M_MAX];
} small;

/* The edges 1 .. m of a list by chance; account 0 hears from nobody, n - 1 is alone. */
static void make(rel_ctx *ctx, uint64_t seed, rel_vid n, rel_eid m, small *s)
{
    rel_vid source[M_MAX], target[M_MAX];
    for (rel_eid e = 0; e < m; e++) {
        source[e] = 1 + (rel_vid)rel_rand_below(seed, 1, (uint64_t)e, n - 2);
        target[e] = (rel_vid)rel_rand_below(seed, 2, (uint64_t)e, n - 1);
    }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, &s->g));
    for (rel_eid e = 0; e < s->g.m; e++) {
        const double x = rel_rand_unit(seed, 3, (uint64_t)e);
        s->p[e] = (float)(x < 0.1 ? 0 : x > 0.95 ? 1 : x < 0.3 ? 0.04 : x);
    }
}

/* One world: whom each account hears, as masks. */
typedef struct world {
    rel_vid n;
    unsigned hears[N_MAX];
} world;

/* Who is reached by `seeds` after at most `hops`, when the rivals start at the same moment and win ties. */
static unsigned spread(const world *w, unsigned seeds, unsigned rivals, int64_t hops)
{
    unsigned ours = seeds & ~rivals, theirs = rivals;
    for (int64_t hop = 0; hop < hops; hop++) {
        unsigned we = 0, they = 0;
        for (rel_vid v = 0; v < w->n; v++) {
            if ((ours | theirs) >> v & 1) continue;
            if (w->hears[v] & theirs)
                they |= 1u << v;
            else if (w->hears[v] & ours)
                we |= 1u << v;
        }
        if (!we && !they) break;
        ours |= we;
        theirs |= they;
    }
    return ours;
}

typedef struct truth {
    double reach[1 << N_MAX];
    int64_t hops;
    unsigned rivals;
    const double *audience;
} truth;

static double weight_of(unsigned who, const double *audience)
{
    double sum = 0;
    for (int v = 0; who; v++, who >>= 1) sum += who & 1 ? (audience ? audience[v] : 1) : 0;
    return sum;
}

static void add_world(const world *w, double probability, truth *t)
{
    unsigned alone[N_MAX];
    for (rel_vid v = 0; v < w->n; v++) alone[v] = spread(w, 1u << v, t->rivals, t->hops);
    for (unsigned s = 0; s < 1u << w->n; s++) {
        unsigned all = 0;
        if (t->rivals) all = spread(w, s, t->rivals, t->hops);
        for (rel_vid v = 0; v < w->n && !t->rivals; v++) all |= s >> v & 1 ? alone[v] : 0;
        t->reach[s] += probability * weight_of(all, t->audience);
    }
}

/* Every choice of live edges from position e on. */
static void worlds_ic(const rel_influence *f, rel_vid v, rel_eid e, world *w, double probability, truth *t)
{
    while (v < f->n && e == f->off[v + 1]) v++;
    if (probability == 0) return;
    if (v == f->n) {
        add_world(w, probability, t);
        return;
    }
    const double p = rel_influence_p(f, v, e);
    worlds_ic(f, v, e + 1, w, probability * (1 - p), t);
    w->hears[v] |= 1u << f->sender[e];
    worlds_ic(f, v, e + 1, w, probability * p, t);
    w->hears[v] &= ~(1u << f->sender[e]);
}

static void worlds_lt(const rel_influence *f, rel_vid v, world *w, double probability, truth *t)
{
    double none = 1;
    if (probability <= 0) return;
    if (v == f->n) {
        add_world(w, probability, t);
        return;
    }
    for (rel_eid e = f->off[v]; e < f->off[v + 1]; e++) {
        const double p = rel_influence_p(f, v, e);
        none -= p;
        w->hears[v] = 1u << f->sender[e];
        worlds_lt(f, v + 1, w, probability * p, t);
    }
    w->hears[v] = 0;
    worlds_lt(f, v + 1, w, probability * (none > 1e-12 ? none : 0), t);
}

static void enumerate(const rel_influence *f, const double *audience, truth *t)
{
    world w = {.n = f->n};
    *t = (truth){.hops = f->opts.max_hops ? f->opts.max_hops : f->n, .audience = audience};
    for (rel_vid v = 0; v < f->n; v++) t->rivals |= (unsigned)(f->is_rival && f->is_rival[v]) << v;
    if (f->opts.model == REL_SPREAD_IC)
        worlds_ic(f, 0, 0, &w, 1, t);
    else
        worlds_lt(f, 0, &w, 1, t);
}

/* How many samples each set meets, by the samples that lie within its complement. */
static void meet(const rel_rr_samples *s, rel_vid n, int64_t *hits)
{
    const unsigned sets = 1u << n;
    int64_t twice = 0;
    memset(hits, 0, sets * sizeof *hits);
    for (int64_t i = 0; i < s->count; i++) {
        uint32_t size;
        const rel_vid *member = rel_rr_set(s, i, &size);
        unsigned mask = 0;
        for (uint32_t k = 0; k < size; k++) {
            twice += mask >> member[k] & 1;
            mask |= 1u << member[k];
        }
        hits[mask]++;
    }
    CHECK(twice == 0);
    for (rel_vid v = 0; v < n; v++)
        for (unsigned m = 0; m < sets; m++)
            if (m >> v & 1) hits[m] += hits[m ^ 1u << v];
    for (unsigned m = 0; m < sets / 2; m++) {
        const int64_t other = hits[sets - 1 - m];
        hits[sets - 1 - m] = s->count - hits[m];
        hits[m] = s->count - other;
    }
}

/* Five standard errors: with 4096 sets and the seeds here no right sampler fails. */
static bool close_to(int64_t hits, double share)
{
    const double n = SAMPLES, error = sqrt(n * fmax(share * (1 - share), 0));
    return fabs((double)hits - n * share) <= 5 * error + 1e-6 * n;
}

static void against_worlds(rel_ctx *ctx, const rel_influence *f, const double *audience)
{
    static truth t;
    static int64_t hits[1 << N_MAX];
    rel_rr_sampler *sampler = NULL;
    rel_rr_samples s = {0};
    int64_t wrong = 0;
    enumerate(f, audience, &t);
    CHECK_OK(ctx, rel_rr_sampler_new(ctx, f, audience, &sampler));
    CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 7, NULL, SAMPLES, &s));
    CHECK(s.count == SAMPLES && s.base_hits == 0);
    meet(&s, f->n, hits);
    for (unsigned m = 0; m < 1u << f->n; m++)
        wrong += !close_to(hits[m], t.reach[m] / rel_rr_audience(sampler));
    if (wrong)
        fprintf(stderr, "model %d, rule %d, hops %lld, rivals %x: %lld of %u sets\n", (int)f->opts.model,
                (int)f->opts.rule, (long long)f->opts.max_hops, t.rivals, (long long)wrong, 1u << f->n);
    CHECK(wrong == 0);
    /* Judged without being stored: the same samples. */
    uint8_t in[3][N_MAX];
    const uint8_t *const set[] = {in[0], in[1], in[2]};
    int64_t met[3];
    const unsigned chosen[] = {1u << 1, 1u << 2 | 1u << 3, (1u << f->n) - 1};
    for (int j = 0; j < 3; j++)
        for (rel_vid v = 0; v < f->n; v++) in[j][v] = chosen[j] >> v & 1;
    CHECK_OK(ctx, rel_rr_judge(ctx, sampler, 7, 0, SAMPLES, set, 3, met));
    for (int j = 0; j < 3; j++) CHECK(met[j] == hits[chosen[j]]);
    rel_rr_samples_free(&s);
    CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 7, in[1], SAMPLES, &s));
    CHECK(s.base_hits == hits[chosen[1]]);
    rel_rr_samples_free(&s);
    rel_rr_sampler_delete(sampler);
}

static void every_model(rel_ctx *ctx, const small *s, int64_t hops, const double *audience)
{
    for (int model = REL_SPREAD_IC; model <= REL_SPREAD_LT; model++)
        for (int rule = REL_INFLUENCE_CASCADE; rule <= REL_INFLUENCE_GIVEN; rule++) {
            rel_influence f = {0};
            const rel_influence_opts o = {.model = (rel_spread_model)model,
                                          .rule = (rel_influence_rule)rule,
                                          .p = 0.3,
                                          .given = s->p,
                                          .max_hops = hops};
            CHECK_OK(ctx, rel_influence_make(ctx, &s->g, &o, &f));
            against_worlds(ctx, &f, audience);
            rel_influence_free(&f);
        }
}

static void competitors(rel_ctx *ctx, const small *s, int64_t hops)
{
    const rel_vid rival[] = {1, 4};
    for (int rule = REL_INFLUENCE_CASCADE; rule <= REL_INFLUENCE_GIVEN; rule++) {
        rel_influence f = {0};
        const rel_influence_opts o = {.rule = (rel_influence_rule)rule,
                                      .p = 0.5,
                                      .given = s->p,
                                      .max_hops = hops,
                                      .rival = rival,
                                      .rivals = 2};
        CHECK_OK(ctx, rel_influence_make(ctx, &s->g, &o, &f));
        against_worlds(ctx, &f, NULL);
        rel_influence_free(&f);
    }
}

/* 0 and 1 for sure, and so small that no float of it less 1 differs from 1. */
static void extreme(rel_ctx *ctx, const small *s)
{
    static const double p[] = {0, 1, 1e-12, 1e-300, 0.999999};
    for (int i = 0; i < 5; i++) {
        rel_influence f = {0};
        const rel_influence_opts o = {.rule = REL_INFLUENCE_UNIFORM, .p = p[i]};
        CHECK_OK(ctx, rel_influence_make(ctx, &s->g, &o, &f));
        against_worlds(ctx, &f, NULL);
        rel_influence_free(&f);
    }
}

/* 0 hears from 1, 1 from 2, with delays of means 1 and 2 and each edge alive with p: within the time T with
 * probability p (1 - e^-T), and p^2 (1 + e^-T - 2 e^(-T / 2)) for the sum of two exponential times. 3 is
 * heard by 0 as well, and by way of 1, so that she comes by the faster of two ways. */
static void delays(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 1}, target[] = {1, 2};
    const float mean[] = {1, 2};
    const double p = 0.7, time = 1.5, first = 1 - exp(-time), both = 1 + exp(-time) - 2 * exp(-time / 2);
    for (int model = REL_SPREAD_IC; model <= REL_SPREAD_LT; model++) {
        rel_graph g = {0};
        rel_influence f = {0};
        rel_rr_sampler *sampler = NULL;
        rel_rr_samples s = {0};
        static int64_t hits[8];
        const rel_edges edges = {.count = 2, .source = source, .target = target};
        const rel_influence_opts o = {.model = (rel_spread_model)model,
                                      .rule = REL_INFLUENCE_UNIFORM,
                                      .p = p,
                                      .delay = mean,
                                      .max_time = time};
        CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
        CHECK_OK(ctx, rel_rr_sampler_new(ctx, &f, NULL, &sampler));
        CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 1, NULL, SAMPLES, &s));
        meet(&s, 3, hits);
        CHECK(close_to(hits[2], (1 + p * first) / 3));
        CHECK(close_to(hits[4], (1 + p * (1 - exp(-time / 2)) + p * p * both) / 3));
        CHECK(close_to(hits[1], 1. / 3));
        rel_rr_samples_free(&s);
        rel_rr_sampler_delete(sampler);
        rel_influence_free(&f);
        rel_graph_free(&g);
    }
}

/* 0 hears from 1 and 2, 1 from 2, all for sure with mean delay 1: 2 comes late only when her own way is
 * longer than T and so is the way by 1: e^-T (e^-T + T e^-T). */
static void faster_way(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 0, 1}, target[] = {1, 2, 2};
    static int64_t hits[8];
    const double time = 0.8, late = exp(-time);
    rel_graph g = {0};
    rel_influence f = {0};
    rel_rr_sampler *sampler = NULL;
    rel_rr_samples s = {0};
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    const rel_influence_opts o = {.rule = REL_INFLUENCE_UNIFORM, .p = 1, .mean_delay = 1, .max_time = time};
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_influence_make(ctx, &g, &o, &f));
    CHECK_OK(ctx, rel_rr_sampler_new(ctx, &f, NULL, &sampler));
    CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 1, NULL, SAMPLES, &s));
    meet(&s, 3, hits);
    CHECK(close_to(hits[2], (1 + (1 - late)) / 3));
    CHECK(close_to(hits[4], (1 + (1 - late) + (1 - late * late * (1 + time))) / 3));
    rel_rr_samples_free(&s);
    rel_rr_sampler_delete(sampler);
    rel_influence_free(&f);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        small s = {0};
        const double audience[N_MAX] = {1, 0, 2.5, 1, 0.25, 3, 0, 1, 1, 0, 0.125, 7};
        make(&ctx, seed, 5 + (rel_vid)seed, 7 + (rel_eid)seed, &s);
        for (int64_t hops = 0; hops <= 2; hops++) every_model(&ctx, &s, hops, hops ? audience : NULL);
        for (int64_t hops = 0; hops <= 2; hops++) competitors(&ctx, &s, hops);
        if (seed == 1) extreme(&ctx, &s);
        rel_graph_free(&s.g);
    }
    small twelve = {0};
    make(&ctx, 4, 12, 13, &twelve);
    every_model(&ctx, &twelve, 0, NULL);
    rel_graph_free(&twelve.g);
    delays(&ctx);
    faster_way(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
