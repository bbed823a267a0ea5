/* Learning by hand: small logs of which every number can be followed; what is degenerate; threads; no memory.
 */
#include "algorithms/diffusion/learning.h"
#include "algorithms/diffusion/learning_check.h"
#include "tests/cascade_kit.h"

static rel_ctx ctx;

static rel_learned learn(const rel_graph *g, const rel_cascades *c, double window, rel_learning_opts o)
{
    rel_exposures x;
    rel_learned l;
    CHECK_OK(&ctx, rel_exposures_make(&ctx, g, c, window, &x));
    CHECK_OK(&ctx, rel_learn(&ctx, &x, o, &l));
    rel_exposures_free(&x);
    return l;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-6;
}

/* b and c give attention to a, c to b. In the order of the edges: b->a, c->a, c->b. Four cascades: a then b
 * then c; a then c; b then c, a later; a alone. */
static void log_by_hand(rel_graph *g, rel_cascades *c)
{
    *g = kit_graph(&ctx, 3, "ba ca cb");
    *c = (rel_cascades){0};
    kit_cascade(&ctx, c, "a0 b10 c20");
    kit_cascade(&ctx, c, "a0 c50");
    kit_cascade(&ctx, c, "b0 c5 a9");
    kit_cascade(&ctx, c, "a3");
}

static void exposures_by_hand(void)
{
    rel_graph g;
    rel_cascades c;
    rel_exposures x;
    log_by_hand(&g, &c);
    CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, 0, &x));
    CHECK(x.acted[0] == 4 && x.acted[1] == 2 && x.acted[2] == 3);
    /* a had nothing to tell b or c in the third: they were first. */
    CHECK(x.trials[0] == 3 && x.trials[1] == 3 && x.trials[2] == 2);
    CHECK(x.together[0] == 2 && x.together[1] == 3 && x.together[2] == 2);
    /* b after a; c after a and b; c after a; c after b. */
    CHECK(x.told == 5 && x.edges == 3 && x.off[1] == 0 && x.off[2] == 1 && x.off[3] == 3);
    CHECK(x.followed_off[1] == 1 && x.followed_off[2] == 3 && x.followed_off[3] == 5);
    rel_exposures_free(&x);
    CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, 10, &x));
    CHECK(x.told == 3 && x.trials[1] == 3); /* c came 20 and 50 after a: two trials in vain */
    rel_exposures_free(&x);
    rel_exposures_free(&x);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

static void counted_by_hand(void)
{
    rel_graph g;
    rel_cascades c;
    log_by_hand(&g, &c);
    rel_learning_opts o = {.base = REL_LEARN_RATE, .max_rounds = 1};
    o.method = REL_LEARN_BERNOULLI;
    rel_learned l = learn(&g, &c, 0, o);
    CHECK(near(l.p[0], 1. / 4) && near(l.p[1], 2. / 4) && near(l.p[2], 2. / 2) && near(l.rate, 5. / 10));
    rel_learned_free(&l);
    o.method = REL_LEARN_JACCARD; /* a or b: 4 cascades; a or c: 4; b or c: 3 */
    l = learn(&g, &c, 0, o);
    CHECK(near(l.p[0], 1. / 4) && near(l.p[1], 2. / 4) && near(l.p[2], 2. / 3));
    rel_learned_free(&l);
    o.method = REL_LEARN_PARTIAL_CREDIT; /* c's act in the first is half of a's and half of b's */
    l = learn(&g, &c, 0, o);
    CHECK(near(l.p[0], 1. / 4) && near(l.p[1], 1.5 / 4) && near(l.p[2], 1.5 / 2));
    CHECK(near(l.mean_delay, (10 + 20 * .5 + 10 * .5 + 50 + 5) / 4));
    rel_learned_free(&l);
    o.prior = 6; /* towards the rate 4 / 10 */
    l = learn(&g, &c, 0, o);
    CHECK(near(l.rate, 0.4) && near(l.p[0], (1 + 6 * .4) / 10) && near(l.p[2], (1.5 + 6 * .4) / 8));
    rel_learned_free(&l);
    o.base = REL_LEARN_CASCADE; /* b hears from one, c from two: level 4 / (4 * 1 + 4 / 2 + 2 / 2) */
    l = learn(&g, &c, 0, o);
    CHECK(near(l.p[0], (1 + 6 * 4. / 7) / 10) && near(l.p[1], (1.5 + 6 * 2. / 7) / 10));
    rel_learned_free(&l);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

/* c hears from a alone in two cascades, once with success, and from a and b in one: the second equation of
 * Saito et al. has its fixed point where p(c,a) = (1 + p(c,a) / P) / 3, p(c,b) = p(c,b) / P, P = 1 - (1 -
 * p(c,a)) (1 - p(c,b)): the latter says P = 1, so p(c,a) = 2 / 3 and p(c,b) = 1, or p(c,b) = 0 and p(c,a) = 2
 * / 3. */
static void em_by_hand(void)
{
    rel_graph g = kit_graph(&ctx, 3, "ca cb");
    rel_cascades c = {0};
    kit_cascade(&ctx, &c, "a0 c1");
    kit_cascade(&ctx, &c, "a0");
    kit_cascade(&ctx, &c, "a0 b0 c1");
    rel_learning_opts o = {.method = REL_LEARN_EM, .base = REL_LEARN_RATE, .max_rounds = 1000};
    rel_learned l = learn(&g, &c, 0, o);
    CHECK(l.rounds > 2 && l.rounds < 1000);
    const double pa = (double)l.p[0], pb = (double)l.p[1], P = 1 - (1 - pa) * (1 - pb);
    CHECK(fabs(pa - (1 + pa / P) / 3) < 2e-3 && fabs(pb - pb / P) < 2e-3);
    /* More rounds never make the log less likely. */
    double before = -1e9;
    for (int rounds = 1; rounds < 20; rounds++) {
        rel_learned_free(&l);
        o.max_rounds = rounds;
        l = learn(&g, &c, 0, o);
        const double a = (double)l.p[0], b = (double)l.p[1];
        const double likelihood = log(a) + log1p(-a) + log(1 - (1 - a) * (1 - b));
        CHECK(likelihood >= before - 1e-9);
        before = likelihood;
    }
    rel_learned_free(&l);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

/* 1 of 1 is not sure to come again. */
static void few_trials_say_little(void)
{
    rel_graph g = kit_graph(&ctx, 4, "ba ca da");
    rel_cascades c = {0};
    kit_cascade(&ctx, &c, "a0 b1");
    rel_learning_opts o = {.method = REL_LEARN_EM, .base = REL_LEARN_RATE, .prior = 5, .max_rounds = 500};
    rel_learned l = learn(&g, &c, 0, o);
    CHECK(near(l.rate, 1. / 3) && near(l.p[0], (1 + 5. / 3) / 6) && near(l.p[1], 5. / 3 / 6));
    rel_learned_free(&l);
    o.prior = 0;
    l = learn(&g, &c, 0, o);
    CHECK(near(l.p[0], 1) && l.p[1] == 0);
    rel_learned_free(&l);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

static void nothing_to_learn(const char *pairs, const char *acts)
{
    rel_graph g = kit_graph(&ctx, 3, pairs);
    rel_cascades c = {0};
    for (; *acts; acts += strcspn(acts, "|") + (strchr(acts, '|') != NULL)) {
        char one[64];
        snprintf(one, sizeof one, "%.*s", (int)strcspn(acts, "|"), acts);
        kit_cascade(&ctx, &c, one);
    }
    for (int method = 0; method < 4; method++)
        for (int base = 0; base < 3; base++) {
            rel_learning_opts o = REL_LEARNING_DEFAULTS;
            o.method = (rel_learning_method)method;
            o.base = (rel_learning_base)base;
            o.prior = base;
            rel_learned l = learn(&g, &c, 0, o);
            for (rel_eid e = 0; e < g.m; e++) CHECK(l.p[e] == 0);
            CHECK(l.rate == 0 && isnan(l.mean_delay));
            rel_learned_free(&l);
        }
    rel_exposures x;
    rel_learning_check check;
    float p[8] = {0.5f, 0.5f, 0.5f};
    CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, 0, &x));
    CHECK_OK(&ctx, rel_learning_check_make(&ctx, &x, p, &check));
    CHECK(check.reached == 0 && check.cascades == c.count && check.log_likelihood <= 0);
    rel_exposures_free(&x);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

static void degenerate(void)
{
    nothing_to_learn("", "");
    nothing_to_learn("", "a0 b1 c2");
    nothing_to_learn("ab bc", "");
    nothing_to_learn("ab bc", "a0|b0|c0"); /* all single */
    nothing_to_learn("ab bc", "a0 b0 c0"); /* all at once: nobody was before */
    nothing_to_learn("ab bc", "a0 b1 c2"); /* against the edges */
    nothing_to_learn("ab", "a0 c1|b0|a0 c1");
}

/* What is foretold of three situations: b after a; c in vain; c after a and b. */
static void checked_by_hand(void)
{
    rel_graph g = kit_graph(&ctx, 4, "ba ca cb");
    rel_cascades c = {0};
    rel_exposures x;
    rel_learning_check k;
    const float p[3] = {0.5f, 0.25f, 0.125f};
    kit_cascade(&ctx, &c, "a0 b1");
    kit_cascade(&ctx, &c, "a0 b1 c2 d3"); /* nobody could have told d */
    CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, 0, &x));
    CHECK_OK(&ctx, rel_learning_check_make(&ctx, &x, p, &k));
    const double both = 1 - 0.75 * 0.875;
    CHECK(k.cascades == 2 && k.situations == 4 && k.reached == 3 && k.untold == 1);
    CHECK(near(k.log_likelihood, 2 * log(0.5) + log1p(-both) + log(both)));
    CHECK(k.bin[8].situations == 2 && near(k.bin[8].predicted, 0.5) && near(k.bin[8].observed, 1));
    CHECK(k.bin[7].situations == 2 && near(k.bin[7].predicted, both) && near(k.bin[7].observed, 0.5));
    CHECK(isnan(k.bin[0].observed));
    CHECK(near(k.calibration_error, (2 * 0.5 + 2 * (0.5 - both)) / 4));
    /* Told less heard: a .75, b -.375, c -.375, d 0: nobody is above a. */
    CHECK(k.initiators == 2 && k.initiator_rank == 0);
    const float turned[3] = {0, 0, 1};
    CHECK_OK(&ctx, rel_learning_check_make(&ctx, &x, turned, &k));
    /* First: a and b 0 each; second: b 1, a and d 0, c -1. Held 1e-6 away from 0 and 1. */
    CHECK(near(k.initiator_rank, (0.5 + (1 + 0.5) / 3) / 2));
    CHECK(fabs(k.log_likelihood - (2 * log(1e-6) + log(1e-6) + log1p(-1e-6))) < 1e-6);
    double alone;
    CHECK_OK(&ctx, rel_learning_likelihood(&ctx, &x, turned, &alone));
    CHECK(alone == k.log_likelihood);
    rel_exposures_free(&x);
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

/* Without chance: p is 0 or 1. */
static void spread_by_hand(void)
{
    rel_graph g = kit_graph(&ctx, 4, "ba cb dc");
    rel_cascades c = {0};
    rel_foretold_spread s;
    const float p[3] = {1, 1, 0};
    kit_cascade(&ctx, &c, "a0 b1");
    kit_cascade(&ctx, &c, "b0 c1 d2");
    kit_cascade(&ctx, &c, "d0");
    CHECK_OK(&ctx, rel_foretold_spread_make(&ctx, &g, &c, p, 3, 100, &s));
    CHECK(s.cascades == 3 && near(s.actual, 2) && near(s.predicted, 2)); /* 3, 2 and 1 foretold */
    CHECK(near(s.mean_error, 2. / 3) && near(s.root_mean_square_error, sqrt(2. / 3)) &&
          near(s.correlation, 0.5));
    CHECK_OK(&ctx, rel_foretold_spread_make(&ctx, &g, &c, p, 3, 1, &s));
    CHECK(s.cascades == 1 && near(s.predicted, 3) && isnan(s.correlation));
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

/* -------- larger -------- */

enum { ACCOUNTS = 2000, EDGES = 16000, CASCADES = 1500 };

static rel_graph large_graph(void)
{
    static rel_vid source[EDGES], target[EDGES];
    rel_graph g = {0};
    for (uint64_t i = 0; i < EDGES; i++) {
        const double x = rel_rand_unit(5, 2, i);
        source[i] = (rel_vid)rel_rand_below(5, 1, i, ACCOUNTS);
        target[i] = (rel_vid)(x * x * ACCOUNTS);
    }
    const rel_edges edges = {.count = EDGES, .source = source, .target = target};
    CHECK_OK(&ctx, rel_graph_build(&ctx, ACCOUNTS, &edges, REL_BUILD_DEFAULTS, &g));
    return g;
}

static void same_at_any_thread_count(void)
{
    static float p[EDGES], first[EDGES];
    rel_graph g = large_graph();
    rel_cascades c = {0};
    rel_learning_check one = {0}, k;
    for (rel_eid e = 0; e < g.m; e++) p[e] = (float)(0.2 * rel_rand_unit(5, KIT_STREAM_P, (uint64_t)e));
    for (uint64_t i = 0; i < CASCADES; i++) kit_draw(&ctx, &g, p, i, &c);
    for (int method = 0; method < 4; method++) {
        for (int threads = 1; threads <= 8; threads += threads == 1 ? 1 : 6) {
            rel_exposures x;
            rel_learned l;
            rel_learning_opts o = REL_LEARNING_DEFAULTS;
            o.method = (rel_learning_method)method;
            o.max_rounds = 20;
            ctx.threads = threads;
            CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, method == 1 ? 2.5 : 0, &x));
            ctx.arena.peak_bytes = ctx.arena.used_bytes;
            CHECK_OK(&ctx, rel_learn(&ctx, &x, o, &l));
            CHECK(ctx.arena.peak_bytes - ctx.arena.used_bytes <=
                  (size_t)(8 * x.told + 16 * g.m + 24 * ACCOUNTS) + 1024);
            CHECK_OK(&ctx, rel_learning_check_make(&ctx, &x, l.p, &k));
            if (threads == 1) {
                memcpy(first, l.p, (size_t)g.m * sizeof *first);
                one = k;
            }
            CHECK(memcmp(first, l.p, (size_t)g.m * sizeof *first) == 0);
            CHECK(k.log_likelihood == one.log_likelihood && k.initiator_rank == one.initiator_rank &&
                  k.calibration_error == one.calibration_error);
            rel_learned_free(&l);
            rel_exposures_free(&x);
        }
    }
    ctx.threads = 2;
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

static rel_status learn_and_judge(const rel_graph *g, const rel_cascades *c)
{
    rel_exposures x = {0};
    rel_learned l = {0};
    rel_learning_check k;
    rel_foretold_spread s;
    rel_status st;
    REL_TRY(rel_exposures_make(&ctx, g, c, 0, &x));
    REL_TRY(rel_learn(&ctx, &x, REL_LEARNING_DEFAULTS, &l));
    REL_TRY(rel_learning_check_make(&ctx, &x, l.p, &k));
    st = rel_foretold_spread_make(&ctx, g, c, l.p, 2, 2, &s);
out:
    rel_learned_free(&l);
    rel_exposures_free(&x);
    return st;
}

static void errors(void)
{
    rel_graph g;
    rel_cascades c;
    rel_exposures x;
    rel_learned l;
    volatile sig_atomic_t stop = 1;
    log_by_hand(&g, &c);
    CHECK_OK(&ctx, rel_exposures_make(&ctx, &g, &c, 0, &x));
    rel_learning_opts o = REL_LEARNING_DEFAULTS;
    o.prior = -1;
    CHECK(rel_learn(&ctx, &x, o, &l) == REL_E_USAGE && !l.p);
    CHECK_TEXT(ctx.message, "learning: the prior is a number of trials from 0 on");
    o = REL_LEARNING_DEFAULTS;
    o.max_rounds = 0;
    CHECK(rel_learn(&ctx, &x, o, &l) == REL_E_USAGE);
    ctx.stop = &stop;
    CHECK(rel_learn(&ctx, &x, REL_LEARNING_DEFAULTS, &l) == REL_E_STOPPED && !l.p);
    ctx.stop = NULL;
    rel_exposures_free(&x);
    CHECK_TORTURE(&ctx, learn_and_judge(&g, &c), );
    rel_cascades_free(&c);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    exposures_by_hand();
    counted_by_hand();
    em_by_hand();
    few_trials_say_little();
    degenerate();
    checked_by_hand();
    spread_by_hand();
    same_at_any_thread_count();
    errors();
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
