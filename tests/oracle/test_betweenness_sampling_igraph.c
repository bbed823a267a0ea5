/* Sampled betweenness against igraph's exact one on random graphs: over many seeds the intervals fail no more
 * often than delta allows; the first accounts are the first; the same bits at 1, 2, 8 threads. */
#include <math.h>

#include "algorithms/centrality/betweenness_sampling.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = CHECK_SIZE(24, 8), SEEDS = 40 };

#define DELTA 0.1

/* Whether some interval misses the exact value. */
static bool misses(const rel_sampled *r, const double *exact, rel_vid n)
{
    bool any = false;
    for (rel_vid v = 0; v < n; v++) any |= fabs(r->score[v] - exact[v]) > r->error[v] + 1e-12;
    return any;
}

/* Where the order is said to be clear it is the exact one: nobody behind is ahead. */
static bool misranks(const rel_sampled *r, const double *exact, rel_vid n, rel_vid top)
{
    uint8_t *before = calloc(n, 1);
    double lowest = 1;
    bool wrong = false;
    for (rel_vid i = 0; i < top; i++) {
        before[r->order[i]] = 1;
        lowest = fmin(lowest, exact[r->order[i]]);
        for (rel_vid v = 0; !r->tied[i] && v < n; v++) wrong |= !before[v] && exact[v] > lowest;
    }
    free(before);
    return wrong;
}

static void same_bits(rel_ctx *ctx, const rel_graph *g, rel_sampling_opts o, const rel_sampled *first)
{
    double *score = malloc(g->n * sizeof *score), *error = malloc(g->n * sizeof *error);
    rel_sampled r = {.score = score, .error = error};
    for (int threads = 1; threads <= 8; threads = threads == 1 ? 2 : threads * 4) {
        ctx->threads = threads;
        CHECK_OK(ctx, rel_betweenness_sample(ctx, g, o, &r));
        CHECK(memcmp(score, first->score, g->n * sizeof *score) == 0);
        CHECK(memcmp(error, first->error, g->n * sizeof *error) == 0);
        CHECK(r.samples == first->samples && r.widest == first->widest);
    }
    ctx->threads = 2;
    free(score);
    free(error);
}

typedef struct tally {
    int runs, missed, misranked;
} tally;

static void against(rel_ctx *ctx, random_graph *r, tally *t)
{
    const rel_vid n = r->graph.n, top = n < 5 ? n : 5;
    const double pairs = (double)n * (n - 1) / (r->graph.directed ? 1 : 2);
    double *score = malloc(n * sizeof *score), *error = malloc(n * sizeof *error),
           *exact = malloc(n * sizeof *exact);
    rel_vid order[5];
    bool tied[5];
    rel_sampled s = {.score = score, .error = error, .order = order, .tied = tied};
    igraph_vector_t theirs;
    igraph_vector_init(&theirs, 0);
    igraph_betweenness(&r->oracle, &theirs, igraph_vss_all(), true, NULL);
    for (rel_vid v = 0; v < n; v++) exact[v] = VECTOR(theirs)[v] / pairs;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const rel_sampling_opts o = {.epsilon = 0.02, .delta = DELTA, .top = seed % 2 ? 5 : 0};
        ctx->seed = seed;
        CHECK_OK(ctx, rel_betweenness_sample(ctx, &r->graph, o, &s));
        CHECK(o.top || s.widest <= o.epsilon);
        t->runs++;
        t->missed += misses(&s, exact, n);
        t->misranked += o.top && misranks(&s, exact, n, top);
        if (seed < 2) same_bits(ctx, &r->graph, o, &s);
    }
    igraph_vector_destroy(&theirs);
    free(score);
    free(error);
    free(exact);
}

int main(void)
{
    rel_ctx ctx;
    tally t = {0};
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 400 : (rel_vid)(3 + seed * seed / 2);
        random_graph r = {0};
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(1 + seed % 5), seed % 2 == 0,
                                         false, &r));
        against(&ctx, &r, &t);
        random_graph_free(&r);
    }
    fprintf(stderr, "%d runs, %d with an interval that misses, %d misranked\n", t.runs, t.missed,
            t.misranked);
    CHECK(t.runs == GRAPHS * SEEDS && t.missed <= DELTA * t.runs && t.misranked <= t.missed);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
